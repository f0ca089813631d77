import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { AS_OF, anAsset, aPlant, aZone } from '../../../tests/kit/builders.ts'
import { catalogs } from '../../../tests/kit/catalogs.ts'
import type { Drift, DriftItem, DriftKind } from '../../drift/drift.ts'
import type { Sha256 } from '../../groundwork/canonical.ts'
import { requirementId } from '../../standard/requirement-id.ts'
import type { Verdict } from '../../standard/verdict.ts'
import { understand } from '../../plant/understand.ts'
import { readPlant } from '../../plant/written/read-plant.ts'
import { are, type Check, listed } from './check.ts'
import { type Example, readExamples } from './examples.ts'
import { checks } from './registry.ts'
import { runChecks } from './run-checks.ts'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const examplesOf = (check: Check) => readExamples(readFileSync(`${HERE}/${check.folder}/examples.yaml`, 'utf8'))

function answers(check: Check, example: Example) {
  const files = {
    texts: new Map([['plant.yaml', example.plant]]),
    hashes: new Map(Object.entries(example.files ?? {}) as [string, Sha256][]),
  }
  const { written, diagnostics } = readPlant(files)
  const { plant, diagnostics: more } = understand(written, { catalogs, files })
  expect([...diagnostics, ...more].filter((d) => d.severity === 'error')).toEqual([])
  const drift = example.found && driftOf(example.found)
  const inputs = { plant, inventory: undefined, drift, levels: undefined, catalogs, asOf: AS_OF, files: files.hashes }
  return runChecks(inputs, [check])
}

function driftOf(found: NonNullable<Example['found']>): Drift {
  const items = found.map(
    (item, i): DriftItem =>
      ({
        id: `d${i}`,
        kind: item.kind as DriftKind,
        severity: item.severity,
        message: item.message,
        host: item.host,
        asset: item.asset,
        flow: item.flow,
        conversation: item.conversation,
        conduit: undefined,
        fromZone: undefined,
        toZone: undefined,
        fields: {},
        because: [],
      }) as DriftItem,
  )
  return { items, matches: [], flowMatches: [] }
}

describe.each(checks.map((check) => [check.id, check] as const))('%s', (_, check) => {
  const examples = examplesOf(check)
  const cases = (['not-met', 'met', 'unknown'] as const).flatMap((verdict) =>
    examples[verdict].map((example) => ({ verdict, example, title: `${verdict}: ${example.name}` })),
  )
  test.each(cases)('$title', ({ verdict, example }) => {
    const found = answers(check, example)
    const of = (wanted: Verdict) => found.filter((f) => f.verdict === wanted).map((f) => f.subject)
    expect(of(verdict)).toEqual([...example.subjects].sort())
    if (verdict !== 'not-met') expect(of('not-met')).toEqual([])
    if (verdict === 'met') expect(of('unknown')).toEqual([])
    for (const part of example.says ?? []) expect(found.map((f) => f.message).join('\n')).toContain(part)
    for (const f of found) {
      expect(f.message, 'a message is one sentence in lower case without markup').toMatch(/^[^A-Z<>\n][^<>\n]*[^.]$/)
      if (f.verdict === 'unknown') expect(f.missing?.length).toBeGreaterThan(0)
      if (f.verdict === 'not-met') expect(f.next).toBeTruthy()
    }
  })
})

test('every folder is registered, and every check has its folder', () => {
  const folders = readdirSync(HERE, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(checks.map((c) => c.folder).sort()).toEqual(folders.map((entry) => entry.name).sort())
  for (const check of checks) expect(existsSync(`${HERE}/${check.folder}/check.ts`)).toBe(true)
})

test('every trace into a part that the catalogs hold leads to a row', () => {
  const rows = { '3-2': catalogs.zcr, '3-3': catalogs.sr, '4-2': catalogs.cr }
  for (const trace of checks.flatMap((c) => c.traces)) {
    const [, part, row] = /^iec-62443-(\d-\d):(.+)$/.exec(trace) ?? []
    if (row?.startsWith('clause ')) continue
    if (part !== undefined && part in rows) {
      expect(rows[part as keyof typeof rows].has(requirementId(row!)!), trace).toBe(true)
    } else expect(trace).toMatch(/^iec-62443-(2-1|2-3|2-4):/)
  }
})

test('an empty plant without evidence meets nothing but what an empty list says by itself', () => {
  const inputs = {
    plant: aPlant(),
    inventory: undefined,
    drift: undefined,
    levels: undefined,
    catalogs,
    asOf: AS_OF,
    files: new Map(),
  }
  const met = runChecks(inputs).filter((f) => f.verdict === 'met')
  expect(met.map((f) => f.check)).toEqual(['EVD-03'])
  expect(runChecks(inputs).every((f) => f.subject === 'plant')).toBe(true)
})

test('the order of the plant changes nothing, and what is met is not listed without end', () => {
  const zones = ['b', 'a'].map((id) => aZone({ id }))
  const assets = Array.from({ length: 300 }, (_, i) => anAsset({ id: `x${i}`, zones: [zones[i % 2]!.id] }))
  const run = (all: typeof assets) =>
    runChecks({
      plant: aPlant({ zones, assets: all }),
      inventory: undefined,
      drift: undefined,
      levels: undefined,
      catalogs,
      asOf: AS_OF,
      files: new Map(),
    })
  const findings = run(assets)
  expect(run([...assets].reverse())).toEqual(findings)
  const one = findings.filter((f) => f.check === 'ZON-01')
  expect(one).toHaveLength(51)
  expect(one.at(-1)).toMatchObject({ subject: 'plant', message: '250 more are as they should be' })
})

test('a list names three and counts the rest', () => {
  expect([1, 2, 3, 4].map((n) => listed(['a', 'b', 'c', 'd'].slice(0, n)))).toEqual([
    '"a"',
    '"a" and "b"',
    '"a", "b" and "c"',
    '"a", "b", "c" and 1 more',
  ])
  expect(listed([{ id: 'x' }])).toBe('"x"')
  expect([are(['a']), are(['a', 'b'])]).toEqual(['is', 'are'])
})
