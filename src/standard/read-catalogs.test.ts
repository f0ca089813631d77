import fc from 'fast-check'
import { expect, test } from 'vitest'
import { catalogsFrom, parseCatalogTexts } from './read-catalogs.ts'

const PROTOCOLS = 'protocols/x.yaml'
const read = (text: string, path = PROTOCOLS) => parseCatalogTexts(new Map([[path, text]]))
const row = (id: string, aliases = '') =>
  `- { id: ${id}, name: N, family: it, authenticates: never, integrity: never, encrypts: never, aliases: [${aliases}] }`
const list = (...rows: string[]) => ['edition: e', 'protocols:', ...rows.map((r) => `  ${r}`)].join('\n')

test('a protocol is found by id and by alias, in any case', () => {
  const { rows, diagnostics } = read(list(row('modbus-tcp', 'modbus')))
  expect(diagnostics).toEqual([])
  expect(catalogsFrom(rows).protocolIds.get('modbus')).toBe('modbus-tcp')
})

test.for([
  ['CATALOG_SYNTAX', 'edition: [', ''],
  ['CATALOG_SYNTAX', list('&a [*a]'), '*a'],
  ['CATALOG_SYNTAX', `${list(row('a'))}\nedition: f`, 'edition'],
  ['CATALOG_SHAPE', list(row('a').replace('name: N', 'nmae: N')), 'N'],
  ['CATALOG_SHAPE', list(row('a').replace('family: it', 'family: tea')), 'tea'],
  ['CATALOG_TOO_DEEP', '['.repeat(5000), ''],
  ['CATALOG_TOO_DEEP', Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), ''],
])('%s for a damaged file, which then gives no rows', ([code, text, at]) => {
  const { rows, diagnostics } = read(text!)
  expect(diagnostics.map((d) => d.code)).toContain(code)
  expect(rows.protocols).toEqual([])
  const spans = diagnostics.map((d) => text!.slice(d.span!.from, d.span!.to))
  if (at !== '') expect(spans.some((s) => s.includes(at!) || at!.includes(s))).toBe(true)
})

test('what stands twice and what leads nowhere is reported', () => {
  expect(read(list(row('a'), row('b', 'a'))).diagnostics).toMatchObject([{ code: 'CATALOG_REPEATED_ID' }])
  const modes = `edition: e
rows:
  - { id: SR 1.1, mode: ALL, over: component, types: [], when: always, may-be-met-by: [], conduit: none, if-empty: na,
      evidence: { observed-traffic: none, configuration-file: none, proof-of-rules: none, document: shows, test-record: shows, product-certificate: none },
      passive: { support: none, contradict: none }, presupposes: [SR 9.9], why: W, confidence: high }`
  const found = read(modes, 'iec-62443-3-3-2013/modes/fr1.yaml').diagnostics
  expect(found.map((d) => [d.code, d.params['names']])).toEqual([
    ['CATALOG_UNKNOWN_REFERENCE', 'SR 1.1'],
    ['CATALOG_UNKNOWN_REFERENCE', 'SR 9.9'],
  ])
  expect(read('x: 1', 'protocol/x.yaml').diagnostics).toMatchObject([{ code: 'CATALOG_FILE_UNKNOWN' }])
})

test('fingerprints with a pattern that could cost much, an unknown group, make or role are refused or reported', () => {
  const rows = (pattern: string, yields: string) => `edition: e
rows:
  - { id: a, reads: { description: [snmp] }, pattern: '${pattern}', yields: ${yields}, confidence: 0.5,
      examples: [{ value: v, gives: { make: A } }], source: s }`
  const said = (pattern: string, yields: string) =>
    read(rows(pattern, yields), 'fingerprints/toys.yaml').diagnostics.map(
      (d) => `${d.code} ${d.params['reason'] ?? d.params['names']}`,
    )
  expect(said('^(?:a+)+$', '{ make: [x] }')[0]).toContain('CATALOG_SHAPE only a single character')
  expect(said('^(?<x>a+)$', "{ product: '{y}' }")[0]).toContain('CATALOG_SHAPE no group is called "y"')
  expect(said('^a', '{ make: Nobody, role: nothing }')).toEqual([
    'CATALOG_UNKNOWN_REFERENCE Nobody',
    'CATALOG_UNKNOWN_REFERENCE nothing',
  ])
  const roles = 'edition: e\nroles: []\nprotocols: [{ protocol: nothing, server: nobody, ports: [tcp/1] }]'
  expect(read(roles, 'roles.yaml').diagnostics.map((d) => d.params['names'])).toEqual(['nothing', 'nobody'])
})

test('a file that is wrong in ten thousand places is reported in a few', () => {
  const keys = Array.from({ length: 10_000 }, (_, i) => `k${i}: 1`).join('\n')
  const { rows, diagnostics } = read(keys)
  expect(rows.protocols).toEqual([])
  expect(diagnostics).toHaveLength(51)
  expect(read(keys.replace(/\d+:/g, 'x:')).diagnostics).toHaveLength(50)
})

test('nothing throws on any text', () => {
  const piece = fc.constantFrom(
    'edition: e\n',
    'protocols:\n',
    '  - ',
    '{ id: a, ',
    '[',
    '*x ',
    '&x ',
    '!!',
    '? ',
    '"',
    '\t',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 30 }).map((p) => p.join('')),
      ),
      (text) => {
        expect(Array.isArray(read(text).diagnostics)).toBe(true)
      },
    ),
  )
})
