import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { catalogs } from '../../tests/kit/catalogs.ts'
import { CORPUS, testWith } from '../../tests/kit/need.ts'
import { pcapOfTrace, traceOf } from '../../tests/kit/trace.ts'
import { filesBelow, read } from '../../tests/house-rules/sources.ts'
import { dissectors } from '../evidence/dissectors/registry.ts'
import { observe } from '../evidence/observe.ts'
import { trustIn } from './trust.ts'

const KNOWN = new Set(catalogs.ways.map(({ way }) => way))
const VANTAGE = { site: 'site', space: 'site', tap: undefined, covers: [], declared: false }

/** Ways of learning that no entry covers, not even a shorter one. */
function unknown(ways: Iterable<string>): string[] {
  return [...new Set(ways)].filter(
    (way) => !way.split('.').some((_, n, parts) => KNOWN.has(parts.slice(0, n + 1).join('.'))),
  )
}

function waysIn(name: string, bytes: Uint8Array): string[] {
  const { observations } = observe([{ chunks: [bytes], file: name, vantage: VANTAGE }])
  return observations.segments.flatMap(({ facts }) => facts.map(({ by }) => by))
}

describe('every way in which facts are learned has an entry', () => {
  test('dissectors, by their traces', () => {
    const ways = [...dissectors.keys()].flatMap((id) => waysIn(`${id}.pcap`, pcapOfTrace(traceOf(id))))
    expect(new Set(ways).size).toBeGreaterThan(60)
    expect(unknown(ways)).toEqual([])
  })

  test('readers and dissectors, by what stands in their code', () => {
    const code = filesBelow('src/evidence').filter((path) => /(?<!\.test|osquery-table)\.ts$/.test(path))
    const ways = code.flatMap((path) =>
      [...read(path).matchAll(/\battribute\b[^\n]*?\bby: '([^']+)'|\bBY\w* = '([^']+)'/g)].map(([, a, b]) => a ?? b!),
    )
    expect(ways.length).toBeGreaterThan(60)
    expect(unknown(ways)).toEqual([])
  })

  testWith('corpus')('readers, by real logs and scans', () => {
    const files = ['zeek-logs', 'nmap'].flatMap((folder) =>
      readdirSync(join(CORPUS, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
        join(CORPUS, folder, path),
      ),
    )
    const ways = files.filter((path) => /\.(?:log|xml)$/.test(path)).flatMap((path) => waysIn(path, readFileSync(path)))
    expect(new Set(ways).size).toBeGreaterThan(5)
    expect(unknown(ways)).toEqual([])
  })
})

test('the nearest entry counts, and what nobody knows is trusted little', () => {
  const trust = trustIn([
    { way: 's7comm', confidence: 0.8, says: '' },
    { way: 's7comm.szl', confidence: 0.95, says: '' },
  ])
  expect([trust('s7comm.szl.module'), trust('s7comm.other'), trust('s7comms'), trust('x.y')]).toEqual([
    0.95, 0.8, 0.4, 0.4,
  ])
})
