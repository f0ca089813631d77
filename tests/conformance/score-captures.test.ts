import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { CORPUS, testWith } from '../kit/need.ts'
import { scoreCaptures } from './score-captures.ts'

interface Exception {
  readonly file: string
  readonly measure: string
  readonly row: string
  readonly why: string
}

/** Rows in which the truth is wrong, each with the bytes that show it. */
const exceptions = JSON.parse(
  readFileSync(new URL('capture-exceptions.json', import.meta.url), 'utf8'),
) as readonly Exception[]

describe('captures of real plants, against recorded truth', () => {
  testWith('corpus')('hosts, conversations, functions and identities are the true ones, but for what is listed', () => {
    expect(spawnSync('python3', ['--version']).status, 'the scorer needs python3').toBe(0)
    const { table, figures, protocols } = scoreCaptures(join(CORPUS, 'captures'), undefined, ['--show', '1000'])
    expect(differences(table)).toEqual(
      exceptions.map(({ file, measure, row }) => `${file} ${measure}: ${row}`.toLowerCase()).sort(),
    )
    for (const [name, row] of figures) {
      expect(row['packets'], `${name}: packets`).toBe(100)
      for (const set of ['macs', 'ips', 'conversations', 'l2', 'functions'])
        for (const side of ['precision', 'recall'])
          expect(row[`${set} ${side}`] ?? 100, `${name}: ${set} ${side}\n${table}`).toBeGreaterThanOrEqual(97)
    }
    expect(protocols.map((p) => p.protocol)).toEqual(
      expect.arrayContaining([
        'ads',
        'bacnet',
        'cip',
        'dnp3',
        'enip',
        'fins',
        'hartip',
        'iec104',
        'mms',
        'modbus',
        'opcua',
        's7comm',
      ]),
    )
    for (const { protocol, both, wanted } of protocols)
      expect(both / Math.max(1, wanted), protocol).toBeGreaterThan(0.9)
    const total = figures.get('TOTAL')!
    expect(total['function sets'], table).toBeGreaterThanOrEqual(93.9)
    expect(total['counts'], table).toBeGreaterThanOrEqual(98)
  })
})

/** The rows that the scorer lists as missing or surplus, with their file. */
function differences(table: string): string[] {
  let file = ''
  return table
    .split('\n')
    .flatMap((line) => {
      const found = /^ {4}[-+] (\w+): (.*)$/.exec(line)
      if (found) return [`${file} ${found[1]}: ${found[2]}`.toLowerCase()]
      file = line.slice(0, 34).trim() || file
      return []
    })
    .sort()
}
