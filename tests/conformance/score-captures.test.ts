import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { CORPUS, testWith } from '../kit/need.ts'
import { scoreCaptures } from './score-captures.ts'

/** Captures whose industrial protocols are read so far; the next dissector adds its own. */
const READ = ['03_s4x15_modicon.pcap', '12_s7_wincc_s400.pcap']

describe('captures of real plants, against recorded truth', () => {
  testWith('corpus')('functions, conversations, hosts and links are the true ones', () => {
    expect(spawnSync('python3', ['--version']).status, 'the scorer needs python3').toBe(0)
    const { table, figures } = scoreCaptures(join(CORPUS, 'captures'))
    for (const name of READ) {
      const row = figures.get(name)!
      expect(row['function sets'], `${name}: exact function sets\n${table}`).toBeGreaterThanOrEqual(98)
      expect(row['counts'], `${name}: counts within 2 %\n${table}`).toBe(100)
      for (const side of ['precision', 'recall']) expect(row[`functions ${side}`], table).toBeGreaterThanOrEqual(98)
    }
    // Hosts, conversations and who is the client do not depend on dissectors: they hold for every file.
    for (const [name, row] of figures) {
      expect(row['packets'], `${name}: packets`).toBe(100)
      for (const set of ['macs', 'ips', 'conversations', 'l2'])
        for (const side of ['precision', 'recall'])
          expect(row[`${set} ${side}`] ?? 100, `${name}: ${set} ${side}\n${table}`).toBeGreaterThanOrEqual(99)
    }
    expect(figures.size).toBeGreaterThan(READ.length)
  })
})
