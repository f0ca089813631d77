import fc from 'fast-check'
import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { readCsv } from './csv.ts'
import { Desk } from './desk.ts'
import { readNdjson } from './json.ts'
import { LIMITS, type Node, plainValue } from './node.ts'
import { readYaml } from './yaml.ts'

const budget = () => ({ values: LIMITS.values })
const yaml = (text: string) => {
  const desk = new Desk()
  const node = readYaml('f.yaml', text, desk, budget())
  const found = desk.diagnostics()
  return { node, codes: found.map((d) => d.code), at: found.map((d) => d.span && text.slice(d.span.from, d.span.to)) }
}
const rows = (read: typeof readCsv, text: string) => {
  const desk = new Desk()
  return { rows: [...read('f', text, desk, budget())], codes: desk.diagnostics().map((d) => d.code) }
}

/** Every node under a node, itself included. */
function* all(node: Node): Generator<Node> {
  yield node
  if (node.kind === 'list') for (const item of node.items) yield* all(item)
  if (node.kind === 'map')
    for (const { key, value } of node.entries) {
      yield key
      yield* all(value)
    }
}

const leaf = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('a: b', '# c', "it's", 'two\nlines\n', ' x ', '2.10', 'no', '~', '[', '- a', 'null', '0x1f', '1_000'),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).filter((n) => !Object.is(n, -0)),
  fc.boolean(),
  fc.constant(null),
)
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('tree'), { maxLength: 4 }), tie('map')),
  map: fc.dictionary(
    fc.oneof(fc.stringMatching(/^[a-z-]{1,6}$/), fc.constantFrom('a b', 'CR 1.1', '#', '12')),
    tie('tree'),
    {
      maxKeys: 4,
      noNullPrototype: true,
    },
  ),
}))
const document = fc.dictionary(fc.stringMatching(/^[a-z-]{1,6}$/), tree, {
  minKeys: 1,
  maxKeys: 5,
  noNullPrototype: true,
})
const style = fc.record({
  indent: fc.constantFrom(2, 4),
  indentSeq: fc.boolean(),
  collectionStyle: fc.constantFrom('any', 'flow'),
  defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL'),
  lineWidth: fc.constantFrom(0, 40),
} as const)

test('YAML is read as another parser reads it, and every place holds what stands there', () => {
  fc.assert(
    fc.property(document, style, fc.boolean(), (value, options, crlf) => {
      const typed = stringify(value, { ...options, version: '1.2' })
      const text = crlf ? `\ufeff${typed.replaceAll('\n', '\r\n')}` : typed
      const { node, codes } = yaml(text)
      expect(codes).toEqual([])
      expect(plainValue(node!)).toEqual(parse(text.replace(/^\ufeff/, '')))
      for (const part of all(node!)) {
        const slice = text.slice(part.from, part.to)
        const isBlock = part.kind === 'scalar' ? /^\s|\n/.test(slice) : !part.flow
        if (!isBlock) expect(parse(` ${slice}`)).toEqual(plainValue(part))
      }
    }),
    { numRuns: 300 },
  )
})

test('a broken entry is reported and left out, and the rest is read', () => {
  const { node, codes, at } = yaml(
    'zones:\n  - { id: a }\n  - { id: "b }\n  - { id: c }\n  - id: d\n    x: [1\n  - { id: e }\nassets:\n\t- { id: f }\nplant: { id: p }\n',
  )
  expect(plainValue(node!)).toEqual({ zones: [{ id: 'a' }, { id: 'c' }, { id: 'e' }], plant: { id: 'p' } })
  expect(codes).toEqual(['PLANT_SYNTAX', 'PLANT_SYNTAX', 'PLANT_SYNTAX'])
  expect(at.at(-1)).toBe('\t')
})

test.for([
  ['a: 1\na: 2', { a: 1 }, ['PLANT_DUPLICATE_KEY']],
  ['a: &x { b: 1 }\nc: { <<: *x, d: 2 }', { a: { b: 1 }, c: { d: 2 } }, ['PLANT_YAML_FEATURE']],
  ['a: &x [1]\nb: *x', { a: [1], b: [1] }, []],
  ['a: *x', { a: null }, ['PLANT_BAD_VALUE']],
  ['a: !!js/function 1', { a: 1 }, ['PLANT_YAML_FEATURE']],
  ['a: !!str 1', { a: '1' }, []],
  ['? [1, 2]\n: x\nb: 1', { b: 1 }, ['PLANT_YAML_FEATURE']],
  ['a: 1\n---\nb: 2', { a: 1 }, ['PLANT_SEVERAL_DOCUMENTS']],
  ['a: yes\nb: 0o17\nc: 2026-11-01\nd: 1_000', { a: 'yes', b: '0o17', c: '2026-11-01', d: '1_000' }, []],
] as const)('%j', ([text, value, codes]) => {
  const read = yaml(text)
  expect(plainValue(read.node!)).toEqual(value)
  expect(read.codes).toEqual(codes)
})

test('no text takes a prototype, multiplies by aliases, or goes deeper or longer than the limits', () => {
  expect(Object.keys(plainValue(yaml('__proto__: { polluted: 1 }').node!) as object)).toEqual(['__proto__'])
  expect({}).not.toHaveProperty('polluted')
  const bomb = Array.from({ length: 40 }, (_, i) => `a${i}: &a${i} [${i > 0 ? `*a${i - 1}, *a${i - 1}` : 'x'}]`).join(
    '\n',
  )
  expect(yaml(bomb).codes).toEqual(['PLANT_TOO_LARGE'])
  const chain = Array.from({ length: 2e4 }, (_, i) => `a${i}: &a${i} [${i > 0 ? `*a${i - 1}` : 'x'}]`).join('\n')
  expect(yaml(chain).codes).toContain('PLANT_TOO_LARGE')
  expect(Object.keys(plainValue(yaml(chain).node!) as object)).toHaveLength(2e4)
  for (const deep of ['['.repeat(1e5), '- '.repeat(1e5), '{a: '.repeat(1e5)])
    expect(yaml(`a: ${deep}`).codes).toContain('PLANT_SYNTAX')
  expect(yaml(`a: ${' '.repeat(LIMITS.yamlLength)}`).codes).toEqual(['PLANT_TOO_LARGE'])
  expect(rows(readNdjson, `{"a":${'['.repeat(1e5)}`).codes).toEqual(['PLANT_SYNTAX'])
  expect(rows(readCsv, `a.${'b.'.repeat(100)}c\n1`).codes).toEqual(['PLANT_TOO_LARGE'])
})

const cell = fc.oneof(fc.stringMatching(/^[a-z0-9"' ;,]{0,6}$/), fc.constantFrom('two\nlines', 'a"b', '\t', 'ä'))

test('CSV is read as another parser reads it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 5 }),
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n'),
      (cells, delimiter, newline) => {
        const text = Papa.unparse([['one', 'two', 'three'], ...cells], { delimiter, newline })
        const read = rows(readCsv, text)
        expect(read.codes).toEqual([])
        const parsed = Papa.parse<Record<string, string>>(text, { delimiter, newline, header: true }).data
        const said = parsed.map((row) =>
          Object.entries(row)
            .map(([k, v]) => [k, v.trim()])
            .filter(([, v]) => v !== ''),
        )
        expect(read.rows.map(plainValue)).toEqual(
          said.filter((row) => row.length > 0).map((row) => Object.fromEntries(row)),
        )
      },
    ),
  )
  expect(rows(readCsv, 'a,b\n1,2,3\n"4\n').codes).toEqual(['PLANT_SYNTAX', 'PLANT_SYNTAX'])
  expect(rows(readCsv, 'id,in.zone,in.zone,in\nx,1,2,3').codes).toEqual(['PLANT_DUPLICATE_KEY', 'PLANT_SYNTAX'])
  expect(rows(readCsv, 'id,capability.CR 1.1,addresses.ip\nx,met,10.0.0.1').rows.map(plainValue)).toEqual([
    { id: 'x', capability: { 'CR 1.1': 'met' }, addresses: { ip: '10.0.0.1' } },
  ])
})

test('lines of NDJSON are read as JSON.parse reads them, with the place of every value', () => {
  fc.assert(
    fc.property(fc.array(document, { maxLength: 4 }), fc.constantFrom(0, 1), (values, indent) => {
      const lines = values.map((value) => JSON.stringify(value, null, indent).replaceAll('\n', ' '))
      const text = lines.join('\r\n')
      const read = rows(readNdjson, text)
      expect(read.codes).toEqual([])
      expect(read.rows.map(plainValue)).toEqual(values)
      for (const part of read.rows.flatMap((row) => [...all(row)]))
        expect(JSON.parse(text.slice(part.from, part.to))).toEqual(plainValue(part))
    }),
  )
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 2 }), (json, at, put) => {
      const line = json.slice(0, at % json.length) + put + json.slice((at % json.length) + 1)
      let value: unknown
      try {
        value = JSON.parse(line)
      } catch {
        expect(rows(readNdjson, line).codes).toEqual(line.trim() === '' ? [] : ['PLANT_SYNTAX'])
        return
      }
      fc.pre(!line.includes('\ufeff'))
      if (rows(readNdjson, line).codes.length === 0)
        expect(rows(readNdjson, line).rows.map(plainValue)).toEqual([value])
    }),
    { numRuns: 500 },
  )
})
