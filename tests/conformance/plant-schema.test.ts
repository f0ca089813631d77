import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { LISTS } from '../../src/plant/model/document.ts'
import { plantSchema } from '../../src/plant/schema.ts'
import { understand } from '../../src/plant/understand.ts'
import { readPlant } from '../../src/plant/written/read-plant.ts'
import { catalogs } from '../kit/catalogs.ts'
import { LanguageServer } from '../kit/language-server.ts'

const schema = plantSchema(catalogs)
const folder = mkdtempSync(join(tmpdir(), 'cofferdam-schema-'))
const schemaFile = join(folder, 'plant.schema.json')
const server = new LanguageServer()

beforeAll(async () => {
  writeFileSync(schemaFile, JSON.stringify(schema))
  await server.start()
})

afterAll(() => {
  server.stop()
  rmSync(folder, { recursive: true })
})

let opened = 0
/** Opens a text in the editor; `|` marks the place that is asked about. */
async function edit(text: string) {
  const marked = `# yaml-language-server: $schema=${pathToFileURL(schemaFile).href}\n${text}`
  const at = marked.indexOf('|')
  const before = marked.slice(0, at).split('\n')
  const position = { line: before.length - 1, character: before.at(-1)!.length }
  const uri = pathToFileURL(join(folder, `plant-${opened++}.yaml`)).href
  const diagnostics = await server.open(uri, marked.replace('|', ''))
  return { diagnostics, params: { textDocument: { uri }, position } }
}

async function hover(text: string): Promise<string> {
  const { params } = await edit(text)
  return JSON.stringify(await server.ask('textDocument/hover', params))
}

async function completions(text: string) {
  const { params } = await edit(text)
  const answer = (await server.ask('textDocument/completion', params)) as {
    items: { label: string; documentation?: unknown }[]
  }
  return new Map(answer.items.map(({ label, documentation }) => [label, JSON.stringify(documentation ?? '')]))
}

test('the editor explains keys, kinds and rows while one points at them', async () => {
  expect(await hover('zones:\n  - id: z\n    networ|ks: [10.0.0.0/8]\n')).toContain('Its networks')
  expect(await hover('assets:\n  - { id: a, kind: p|lc }\n')).toContain(catalogs.assetKinds.get('plc')!.name)
  expect(await hover('measures:\n  - id: m\n    satisfies: [ SR 5.|1 ]\n    status: planned\n')).toContain(
    catalogs.sr.get('SR 5.1' as never)!.title,
  )
})

test('the editor offers keys, kinds and rows', async () => {
  const keys = await completions('zones:\n  - id: z\n    |\n')
  expect([...keys.keys()]).toEqual(expect.arrayContaining(['networks', 'sl-t', 'within', 'access-points']))
  expect(keys.get('networks')).toContain('Its networks')
  expect((await completions('assets:\n  - id: a\n    kind: |\n')).has('plc')).toBe(true)
  const rows = await completions('measures:\n  - id: m\n    status: planned\n    satisfies:\n      - |\n')
  expect(rows.has('SR 5.2 RE 1')).toBe(true)
})

test('the editor underlines what the reader reports', async () => {
  const { diagnostics } = await edit('cofferdam: 1\nzones:\n  - id: z\n    netwroks: [10.0.0.0/8]\n    level: 9\n|')
  const lines = diagnostics.map((d) => [d.range.start.line, d.message] as const).sort(([a], [b]) => a - b)
  expect(lines).toEqual([
    [4, expect.stringContaining('netwroks')],
    [5, expect.stringContaining('maximum of 5')],
  ])
  expect((await edit('cofferdam: 1\nzones:\n  - { id: z, sl-t: 2 }\n|')).diagnostics).toEqual([])
})

const validate = new Ajv({ strict: false, allErrors: true }).compile(schema)

function verdicts(text: string) {
  const files = { texts: new Map([['plant.yaml', text]]), hashes: new Map() }
  const { written, diagnostics } = readPlant(files)
  const found = [...diagnostics, ...understand(written, { catalogs, files }).diagnostics]
  const reader = found.filter((d) => d.severity === 'error').map((d) => d.code)
  return { found, reader, schema: validate(parse(text)) }
}

const FINE = `cofferdam: 1
plant: { id: p, classification: internal }
sites: [{ id: s, spaces: [{ id: n }] }]
risk: { floor: 1, matrix: [[1, 2]], tolerable: 4 }
zones:
  - { id: z, kind: dmz, level: 3.5, sl-t: "{2 2 0 1 3 1 3}", networks: 10.0.0.0/8, access-points: [] }
  - { id: y, sl-t: { all: 1, RDF: 3, reason: because }, complete: { by: me, on: 2026-10-01 }, owner: }
conduits: [{ id: c, joins: [z, y], nat: yes, flows: [{ id: f, from: any, to: y, protocol: tcp/102, only: read }] }]
assets: [{ id: 12, in: z, kind: plc, firmware: 2.10, conditions: { radio: no, accounts: true }, addresses: [10.0.0.1, { mac: "02:00:00:00:01:11" }] }]
products: [{ id: a/b, types: [embedded-device], capability: { CR 1.1: met, sr1.1: { says: unknown } }, certificate: { level: 2 } }]
program: { anything: [1] }
`

test('schema and reader agree on a plant that is right, and on each way to spoil it', () => {
  const fine = FINE.replace(', sr1.1: { says: unknown }', ', CR 1.2: { says: unknown }')
  expect(verdicts(fine)).toMatchObject({ reader: [], schema: true })
  const spoilt: [string, string][] = [
    ['classification', 'clasification'],
    ['kind: dmz', 'kind: dzm'],
    ['level: 3.5', 'level: 7'],
    ['{2 2 0 1 3 1 3}', '{2 2}'],
    ['all: 1', 'all: 5'],
    ['2026-10-01', '1 October'],
    ['tcp/102', 'tcp-102'],
    ['only: read', 'only: reed'],
    ['id: 12', 'id: a b'],
    ['id: y,', ''],
    ['radio: no', 'radio: maybe'],
    ['embedded-device', 'embedded'],
    ['CR 1.1', 'SRR 1.1'],
    ['says: unknown', 'says: perhaps'],
    ['cofferdam: 1', 'cofferdam: 9'],
    ['zones:', 'zone:'],
  ]
  for (const [from, to] of spoilt) {
    const { reader, schema: fits } = verdicts(fine.replace(from, to))
    expect({ to, refused: reader.length > 0, fits }).toEqual({ to, refused: true, fits: false })
  }
})

/** What an entry of a list cannot do without. */
const LEAST: Readonly<Record<string, object>> = {
  flows: { id: 'x', from: 'any', to: 'any', protocol: 'tcp/1' },
  measures: { id: 'x', status: 'planned' },
  evidence: { id: 'x', kind: 'review' },
  vantages: { file: 'x' },
  'not-applicable': { on: ['x'], rows: ['SR 1.1'] },
  resolutions: { on: ['x'], rows: ['SR 1.1'] },
}
/** Codes about what a reference means, which no schema can know. */
const MEANING = /REFERENCE|AMBIGUOUS|UNCLEAR|CYCLE|ROLES|DUPLICATE/

test('schema and reader agree on every key of every list with any value', () => {
  const atom = fc.constantFrom<unknown>(
    'z', 'c/f', 'any', 'plc', 'met', 'yes', 'in-place', 'SR 1.1', 'CR 1.1', 'sr1.1', 's7comm', 'modbus', 'tcp/1', '10.0.0.0/8',
    '10.0.0.1', '2026-01-01', '{2 2 0 1 3 1 3}', 'network', 1, 2, 3.5, true, null,
  ) // biome-ignore format: a table
  const key = fc.constantFrom(
    'ip',
    'mac',
    'by',
    'on',
    'IAC',
    'SR 1.1',
    'CR 1.1',
    'says',
    'assets',
    'radio',
    'within',
    'kind',
    'id',
  )
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      { weight: 4, arbitrary: atom },
      fc.array(tie('value'), { maxLength: 2 }),
      fc.dictionary(key, tie('value'), { maxKeys: 2, noNullPrototype: true }),
    ),
  }))
  for (const [list, { shape }] of Object.entries(LISTS))
    for (const field of Object.keys(shape.fields))
      fc.assert(
        fc.property(value, (typed) => {
          const entry = { ...(LEAST[list] ?? { id: 'x' }), [field]: typed }
          const { found, schema: fits } = verdicts(
            JSON.stringify({ cofferdam: 1, plant: { id: 'p' }, [list]: [entry] }),
          )
          const form = found.filter((d) => !MEANING.test(d.code) && !String(d.params['expected']).startsWith('ids of'))
          expect({ fits, list, field, form }).toEqual({ fits: form.length === 0, list, field, form })
        }),
        { numRuns: 30 },
      )
})
