import { describe, expect, test, vi } from 'vitest'
import { catalogs, catalogsRead } from '../../tests/kit/catalogs.ts'
import type { Fingerprint, Make } from '../standard/identity-rows.ts'
import { factReader } from './fingerprints.ts'
import type { HostFact } from './inventory.ts'

const read = factReader(catalogs)

function fact(attribute: string, by: string, value: string, more: Partial<HostFact> = {}): HostFact {
  return { attribute, value, by, manner: 'seen', confidence: 1, count: 1, file: 'a.pcap', frames: [], ...more }
}

function told(facts: readonly HostFact[]): Record<string, string[]> {
  const values: Record<string, Set<string>> = {}
  for (const { attribute, value } of facts) (values[attribute] ??= new Set()).add(value)
  return Object.fromEntries(Object.entries(values).map(([attribute, set]) => [attribute, [...set].sort()]))
}

describe('rows of the catalog', () => {
  test('there are many, in several families, and reading them reports nothing', () => {
    expect(catalogsRead.diagnostics).toEqual([])
    expect(catalogs.fingerprints.length).toBeGreaterThan(200)
    expect(new Set(catalogs.fingerprints.map((row) => row.family)).size).toBeGreaterThan(8)
  })

  test.each(catalogs.fingerprints.map((row) => [row.id, row] as const))('%s tells what its examples say', (_, row) => {
    for (const { value, gives } of row.examples) {
      const expected = Object.fromEntries(
        Object.entries(gives).map(([attribute, values]) => [attribute, [...values].sort()]),
      )
      const ways = Object.entries(row.reads).flatMap(([attribute, all]) => all.map((way) => [attribute, way] as const))
      const given = ways.map(([attribute, way]) => read(fact(attribute, way, value)))
      // What the whole catalog tells of the value, in one of the places where the row reads; elsewhere nothing else.
      expect(given.map(told), value).toContainEqual(expected)
      for (const facts of given) {
        for (const [attribute, values] of Object.entries(told(facts)))
          for (const text of values) expect(expected[attribute], `${value}: ${attribute} ${text}`).toContain(text)
        expect(
          facts.map((f) => f.by),
          value,
        ).toContain(`fingerprint:${row.id}`)
      }
    }
  })

  test('make names stand once, and what stands for one is found in any spelling', () => {
    const value = (make: string) => read(fact('make', 'bacnet.i-am', make)).map((f) => `${f.value} ${f.by}`)
    expect(value('SIEMENS AG')).toEqual(['Siemens fingerprint:make'])
    expect(value('Rockwell Automation/Allen-Bradley')).toEqual(['Rockwell Automation fingerprint:make'])
    expect(value('Siemens')).toEqual([])
    expect(value('Nobody')).toEqual([])
  })
})

describe('reading', () => {
  const row = (more: Partial<Fingerprint>): Fingerprint => ({
    id: 'toy',
    family: 'toys',
    reads: { description: ['snmp'] },
    pattern: '^Toy (?<model>\\w+)(?: v(?<version>\\d+))?',
    anyCase: false,
    yields: { make: ['ACME Inc'], product: ['{model}'], firmware: ['{version}'] },
    confidence: 0.8,
    examples: [],
    source: 's',
    ...more,
  })
  const makes: readonly Make[] = [{ name: 'Acme', aliases: ['ACME Inc.'] }]
  const by = (fingerprints: readonly Fingerprint[]) => factReader({ fingerprints, makes })

  test('keeps place and manner, says what it was read from, and trusts it no more than row and fact', () => {
    const seen = fact('description', 'snmp.system', 'Toy X1', {
      confidence: 0.9,
      line: 7,
      file: 'b.pcap',
      fields: { a: 'b' },
    })
    expect(by([row({ yields: { product: ['{model}'] } })])(seen)).toEqual([
      {
        ...fact('product', 'fingerprint:toy', 'X1', { confidence: 0.8, line: 7, file: 'b.pcap' }),
        from: { attribute: 'description', value: 'Toy X1', by: 'snmp.system' },
      },
    ])
    expect(by([row({})])(fact('description', 'snmp', 'Toy X1', { confidence: 0.3 }))[0]?.confidence).toBe(0.3)
  })

  test('leaves out what a missing group would have given, and names makes as the catalog does', () => {
    expect(told(by([row({})])(fact('description', 'snmp', 'Toy X1')))).toEqual({ make: ['Acme'], product: ['X1'] })
    expect(told(by([row({})])(fact('description', 'snmp', 'Toy X1 v3')))).toMatchObject({ firmware: ['3'] })
  })

  test('looks only where the row reads, at texts of a length that can be one', () => {
    const reader = by([row({})])
    expect(reader(fact('description', 'snmpd', 'Toy X1'))).toEqual([])
    expect(reader(fact('name', 'snmp', 'Toy X1'))).toEqual([])
    expect(reader(fact('description', 'snmp', `Toy ${'x'.repeat(600)}`))).toEqual([])
  })

  test('looks once at each different value', () => {
    const looks = vi.spyOn(RegExp.prototype, 'exec')
    const reader = by([row({})])
    for (let n = 0; n < 100; n++) reader(fact('description', 'snmp', `Toy X${n % 3}`))
    const seen = looks.mock.contexts.filter((pattern) => (pattern as RegExp).source.startsWith('^Toy')).length
    looks.mockRestore()
    expect(seen).toBe(3)
  })
})
