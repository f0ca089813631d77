import { expect, test } from 'vitest'
import { catalogs } from '../../tests/kit/catalogs.ts'
import { aFact, aSegment } from '../../tests/kit/segments.ts'
import { takeInventory } from './take-inventory.ts'
import { factsOf, valuesOf } from './values.ts'

const IP = '10.0.0.2'
const hostWith = (...facts: ReturnType<typeof aFact>[]) =>
  takeInventory({ segments: [aSegment('a', { facts })] }, { oui: () => undefined, catalogs }).hosts[0]!

test('the most trusted value comes first, and one name stands for all spellings of a make', () => {
  const host = hostWith(
    aFact(IP, 'make', 'Siemens AG', { by: 'bacnet.device' }),
    aFact(IP, 'make', 'SIEMENS', { by: 'lldp.med' }),
    aFact(IP, 'make', 'Acme', { by: 'http.title' }),
  )
  expect(valuesOf(host, 'make')).toEqual(['Siemens', 'Acme'])
  expect(host.facts.filter((fact) => fact.attribute === 'make')).toHaveLength(5)
})

test('a value that was read from another attribute hides nothing', () => {
  const host = hostWith(
    aFact(IP, 'description', 'Hirschmann BOBCAT', { by: 'lldp' }),
    aFact(IP, 'make', 'Hirschmann', { by: 'snmp.system' }),
  )
  expect(factsOf(host, 'make').map((fact) => fact.by)).toEqual(['snmp.system', 'fingerprint:hirschmann'])
})

test('what two ways tell alike stays two facts, each with the one it was read from', () => {
  const ways = ['snmp.system', 'lldp'].map((by) => aFact(IP, 'description', 'Hirschmann BOBCAT', { by }))
  const makes = hostWith(...ways).facts.filter((fact) => fact.attribute === 'make')
  expect(makes.map((fact) => `${fact.by} ${fact.from?.by} ${fact.count}`)).toEqual([
    'fingerprint:hirschmann lldp 1',
    'fingerprint:hirschmann snmp.system 1',
  ])
})
