import { expect, test } from 'vitest'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'

const told = (id: string) => {
  const { conversations, facts } = readCapture(pcapOfTrace(traceOf(id)))
  const operations = conversations.flatMap((c) =>
    c.operations.map((o) => `${o.name} ${o.outcome} ${o.class} ${Object.values(o.objects).join(' ')}`.trim()),
  )
  return { operations, facts: facts.map((f) => `${f.subject} ${f.attribute} ${f.value}`) }
}

test('queries, refusals, updates and transfers of DNS, and the names that answers give', () => {
  expect(told('dns')).toEqual({
    operations: [
      'Q0_AXFR asked file plant.test',
      'R0_AXFR done file plant.test',
      'Q0_A asked read hmi1.plant.test',
      'Q0_AAAA asked read none.plant.test',
      'Q5_SOA asked write plant.test',
      'R0_A done read hmi1.plant.test',
      'R0_AAAA refused read none.plant.test 3',
      'R5_SOA refused write plant.test 5',
    ],
    facts: ['10.0.0.1 name plant.test', '10.0.0.21 name hmi1.plant.test'],
  })
})

test('what mDNS announces: services, hosts, models', () => {
  expect(told('mdns')).toEqual({
    operations: ['Q0_PTR asked read _http._tcp.local', 'R0_PTR done read _http._tcp.local,cam1._http._tcp.local'],
    facts: ['10.0.0.2 announced-service _http._tcp.local', '10.0.0.2 name cam-hos.local', '10.0.0.2 product VX 1000'],
  })
})

test('what LLMNR asks and who answers', () => {
  expect(told('llmnr')).toEqual({
    operations: ['R0_A done read ew-01', 'Q0_A asked read ew-01'],
    facts: ['10.0.0.3 name ew-01'],
  })
})
