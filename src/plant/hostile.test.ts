import fc from 'fast-check'
import { expect, test } from 'vitest'
import { project } from '../../tests/kit/plant-project.ts'
import { codeFrame } from '../groundwork/code-frame.ts'
import { diagnosticCatalog } from '../groundwork/diagnostic.ts'
import { plantDiagnostics } from './diagnostics.ts'
import { LISTS, SINGLES } from './model/document.ts'

const RICH = `cofferdam: 1
plant: { id: p, name: "P" }
includes: [b.yaml]
zones:
  - id: z
    sl-t: { IAC: 2 }   # c
    networks: [10.0.0.0/8]
    access-points: [{ id: u, kind: usb }]
  - &a { id: y, within: z, sl-t: "{2 2 0 1 3 1 3}" }
conduits: [{ id: c, joins: [z, y], flows: [{ id: f, from: z, to: y, protocol: s7comm }] }]
assets: { from: [a.csv, b.ndjson] }
products: [{ id: a/b, capability: { "CR 1.1": { says: met, evidence: [e] } } }]
evidence: [{ id: e, kind: review }]
measures: [{ id: m, satisfies: [SR 5.1], on: [kind:plc, plant], status: in-place }]
`
const PIECES = [
  '"',
  "'",
  '[',
  ']',
  '{',
  '}',
  ': ',
  '- ',
  '\n',
  '\t',
  '&a ',
  '*a',
  '#',
  '|',
  '>',
  '!',
  '%',
  '@',
  '\0',
  '\ufffd',
  ',',
  '__proto__',
  '\r',
]

test('no text at all makes it throw or hang, and every place lies inside its file', () => {
  const catalog = diagnosticCatalog([plantDiagnostics])
  const change = fc.record({
    at: fc.nat(),
    cut: fc.nat(8),
    put: fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 4 })),
  })
  const damaged = (text: string) =>
    fc.array(change, { maxLength: 6 }).map((changes) =>
      changes.reduce((now, { at, cut, put }) => {
        const i = now.length === 0 ? 0 : at % now.length
        return now.slice(0, i) + put + now.slice(i + cut)
      }, text),
    )
  fc.assert(
    fc.property(
      fc.oneof(
        damaged(RICH),
        fc.nat(RICH.length).map((n) => RICH.slice(0, n)),
        fc.string({ unit: 'binary', maxLength: 200 }),
      ),
      damaged('id,in,addresses.ip\np,z,10.0.0.1\n"q",y,\n'),
      damaged('{"id":"r","in":["z"],"conditions":{"radio":"no"}}\n{"id":"s","addresses":[{"ip":"10.0.0.2"}]}\n'),
      (yaml, csv, ndjson) => {
        const texts = {
          'plant.yaml': yaml,
          'a.csv': csv,
          'b.ndjson': ndjson,
          'b.yaml': 'zones: [{ id: x }]',
          'decisions/d.ndjson': ndjson,
        }
        const { all, files } = project(texts)
        for (const diagnostic of all) {
          const { span } = diagnostic
          if (span)
            expect(
              span.from >= 0 && span.from <= span.to && span.to <= (files.texts.get(span.file)?.length ?? 0) + 1,
            ).toBe(true)
          expect(codeFrame(diagnostic, files.texts, catalog)).not.toContain('?}')
        }
      },
    ),
    { numRuns: 300 },
  )
})

const LONG = [
  '? a\n',
  '- ',
  '[',
  '{a: ',
  '- &a x\n',
  'a: *a\n',
  '- !x y\n',
  'a: |\n  x\n',
  'word\n ',
  '"',
  "'",
  '\t',
  'a:\n',
  'a: ',
  '#',
  '---\n',
]
const BEFORE = ['', 'a: ', 'zones:\n  - ', 'zones:\n  - { id: z }\n  - { id: "y }\n']

test('long runs of anything are read in time that grows with their length', () => {
  for (const piece of [...LONG, 'zones: [\n', 'zones:\n  - a: [\n', 'includes: plant.yaml\n'])
    for (const before of BEFORE) {
      const start = performance.now()
      project({ 'plant.yaml': before + piece.repeat(30_000 / piece.length) })
      expect({ piece, before, slow: performance.now() - start > 5_000 }).toEqual({ piece, before, slow: false })
    }
})

test('any values under the keys of the model are read or reported', () => {
  const atom = fc.constantFrom<unknown>(
    'z', 'y', 'c', 'a', 'c/f', 'zone:z', 'any', 'plant', 'kind:plc', 'plc', 'met', 'yes', 'in-place', 'SR 1.1', 'CR 1.1', 's7comm',
    'tcp/1', '10.0.0.1', '10.0.0.0/8', '02:00:00:00:00:01', '2026-01-01', '{2 2 0 1 3 1 3}', 'network', 1, 2, 3.5, true, null, '',
  ) // biome-ignore format: a table
  const keys = [...new Set(Object.values(LISTS).flatMap(({ shape }) => Object.keys(shape.fields)))]
  const key = fc.constantFrom(
    ...keys,
    'ip',
    'mac',
    'by',
    'on',
    'IAC',
    'all',
    'SR 1.1',
    'says',
    'assets',
    'radio',
    'within',
  )
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      atom,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }))
  const entry = (fields: readonly string[]) =>
    fc
      .record({
        id: fc.constantFrom('z', 'y', 'c', 'a', 'e'),
        rest: fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 8 }),
      })
      .map(({ id, rest }) => ({ ...rest, id }))
  const lists = Object.entries(LISTS).map(([list, { shape }]) => [
    list,
    fc.array(entry(Object.keys(shape.fields)), { maxLength: 4 }),
  ])
  const singles = Object.entries(SINGLES).map(([name, { shape }]) => [name, entry(Object.keys(shape.fields))])
  fc.assert(
    fc.property(fc.record(Object.fromEntries([...lists, ...singles])), (model) => {
      const text = JSON.stringify({ cofferdam: 1, ...model })
      const { plant, all } = project({ 'plant.yaml': text })
      const zones = new Set(plant.zones.map((z) => z.id))
      for (const zone of plant.zones) expect(zone.within === undefined || zones.has(zone.within)).toBe(true)
      for (const asset of plant.assets) expect(asset.zones.every((z) => zones.has(z))).toBe(true)
      for (const { span } of all) if (span) expect(span.to).toBeLessThanOrEqual(text.length)
      const turned = Object.fromEntries(
        Object.entries({ cofferdam: 1, ...model }).map(([k, v]) => [
          k,
          Array.isArray(v) && new Set(v.map((x) => x.id)).size === v.length ? [...v].reverse() : v,
        ]),
      )
      const withoutPlaces = (_: string, v: unknown) =>
        typeof v === 'bigint'
          ? String(v)
          : v instanceof Map
            ? [...v]
            : v !== null && typeof v === 'object' && 'span' in v
              ? { ...v, span: 0 }
              : v
      const again = project({ 'plant.yaml': JSON.stringify(turned) }).plant
      const said = (p: typeof plant) => JSON.stringify({ ...p, hash: '', unused: [], resolutions: [] }, withoutPlaces)
      expect(said(again)).toBe(said(plant))
    }),
    { numRuns: 200 },
  )
})
