import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { observe } from '../../src/evidence/observe.ts'
import type { Sha256 } from '../../src/groundwork/canonical.ts'
import type { Day } from '../../src/groundwork/day.ts'
import { assessProject, declaredPlant } from '../../src/journey.ts'
import { projectTextFiles } from '../../src/plant/written/read-plant.ts'
import type { Assessed } from '../../src/reports/result.ts'
import { FRS } from '../../src/standard/fr.ts'
import { catalogs } from '../kit/catalogs.ts'

const EXAMPLE = fileURLToPath(new URL('../../examples/bottling-plant', import.meta.url))

/** Something found or expected, as fields with texts. */
type Facts = Readonly<Record<string, string>>
interface Seeded {
  readonly 'as-of': string
  readonly faults: readonly { readonly id: string; readonly finds: readonly Facts[] }[]
  readonly unknown: readonly Facts[]
  readonly outdated: readonly Facts[]
}

const seeded = parse(read('seeded.yaml')) as Seeded
const expected = parse(read('expected/levels.yaml')) as Record<string, Record<string, readonly [number, number]>>
const letters = parse(read('expected/rows.yaml')) as Record<string, Record<string, string>>
let assessed: Assessed
let found: readonly { readonly facts: Facts; readonly error: boolean }[]

beforeAll(() => {
  const paths = readdirSync(EXAMPLE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').slice(EXAMPLE.length + 1))
  const texts = new Map(projectTextFiles(paths).map((path) => [path, read(path)]))
  const hashes = new Map(paths.map((path) => [path, hash(path)]))
  const declared = declaredPlant({ texts, hashes }, catalogs)
  const evidence = declared.plant.vantages.map(({ file, site, space, tap, covers }) => ({
    file,
    vantage: { site, space, tap, covers, declared: true },
    chunks: [new Uint8Array(readFileSync(`${EXAMPLE}/${file}`))],
  }))
  const { observations } = observe(evidence)
  const asOf = seeded['as-of'] as Day
  const makers = () => undefined
  assessed = assessProject({ files: { texts, hashes }, declared, observations, catalogs, makers, asOf }).assessed
  found = everything(assessed)
})

describe('the bottling plant', () => {
  test('is read without a word of complaint about its texts and captures', () => {
    const complaints = assessed.diagnostics.filter((d) => d.severity === 'error' || d.code.startsWith('PLANT_'))
    expect(complaints).toEqual([])
  })

  test.each(seeded.faults)('shows fault $id everywhere it must', ({ finds }) => {
    expect(finds.filter((wanted) => !found.some((item) => agrees(item.facts, wanted)))).toEqual([])
  })

  test('shows nothing else of severity error', () => {
    const listed = [...seeded.faults.flatMap((fault) => fault.finds), ...seeded.unknown]
    const surplus = found.filter((item) => item.error && !listed.some((wanted) => agrees(item.facts, wanted)))
    expect(surplus.map((item) => item.facts)).toEqual([])
  })

  test('declares everything else that its traffic shows', () => {
    const listed = [...seeded.faults.flatMap((fault) => fault.finds), ...seeded.outdated]
    const differs = /^(host|service|flow|operation)-not-declared$|^identity-mismatch$/
    const surplus = found.filter(
      ({ facts }) => differs.test(facts['drift'] ?? '') && !listed.some((wanted) => agrees(facts, wanted)),
    )
    expect(surplus.map((item) => item.facts)).toEqual([])
    expect(seeded.outdated.filter((wanted) => !found.some(({ facts }) => agrees(facts, wanted)))).toEqual([])
  })

  test('reaches the levels that were worked out by hand', () => {
    const levels = Object.fromEntries(
      Object.entries(expected).map(([zone, wanted]) => {
        const { achieved } = assessed.levels.subjects.find((s) => s.kind === 'zone' && s.id === zone)!
        const ours = FRS.filter((fr) => fr in wanted)
        return [
          zone,
          Object.fromEntries(ours.map((fr) => [fr, [achieved.documented[fr].low, achieved.documented[fr].high]])),
        ]
      }),
    )
    expect(levels).toEqual(expected)
  })

  test('judges the rows that were worked out by hand', () => {
    const judged = Object.fromEntries(
      Object.entries(letters).map(([zone, wanted]) => {
        const { rows } = assessed.levels.subjects.find((s) => s.kind === 'zone' && s.id === zone)!
        const ours = rows.filter(({ row }) => row in wanted)
        return [zone, Object.fromEntries(ours.map(({ row, letter }) => [row, letter.documented]))]
      }),
    )
    expect(judged).toEqual(letters)
  })

  test('sees every declared flow that a tap covers, apart from the idle conduit', () => {
    const idle = assessed.drift.items.filter((item) => item.kind === 'flow-not-seen').map((item) => item.flow)
    expect(idle).toEqual(['vendor-cell-2/panel-support'])
  })
})

/** Everything the journey found, in the terms of `seeded.yaml`. */
function everything({ drift, findings, diagnostics, levels }: Assessed) {
  return [
    ...drift.items.map((item) => ({
      facts: texts({ drift: item.kind, host: item.host, asset: item.asset, flow: item.flow, conduit: item.conduit }),
      error: item.severity === 'error',
    })),
    ...findings
      .filter((finding) => finding.verdict === 'not-met' || finding.verdict === 'unknown')
      .map(({ check, subject, severity }) => ({ facts: { check, subject }, error: severity === 'error' })),
    ...diagnostics.map(({ code, params, severity }) => ({
      facts: texts({ diagnostic: code, ...params }),
      error: severity === 'error',
    })),
    ...levels.subjects.flatMap(({ kind, id, rows }) =>
      rows.map(({ row, letter }) => ({ facts: { row, [kind]: id, letter: letter.documented }, error: false })),
    ),
  ]
}

function texts(fields: Readonly<Record<string, string | number | undefined>>): Facts {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  )
}

function agrees(item: Facts, wanted: Facts): boolean {
  return Object.entries(wanted).every(([key, value]) => item[key] === value)
}

function read(path: string): string {
  return readFileSync(`${EXAMPLE}/${path}`, 'utf8')
}

function hash(path: string): Sha256 {
  return createHash('sha256')
    .update(readFileSync(`${EXAMPLE}/${path}`))
    .digest('hex') as Sha256
}
