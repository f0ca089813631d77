import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, NO, S2C, YES } from '../../dissector.ts'
import { ntp } from './ntp.ts'

/** First byte, stratum, reference id; then a transmit time in 2026. */
function message(first: string, stratum: string, reference = '00000000'): string {
  return `${first}${stratum}06e9 00000000 00000000 ${reference} ${'00'.repeat(24)} ed000000 12345678`
}
const heard = (text: string, direction: typeof C2S | typeof S2C = C2S) => dissect(ntp, hex(text), direction, [], 'udp')

describe('time', () => {
  test('a client asks, a server answers with its stratum and, at the top, its clock', () => {
    const asked = heard(message('23', '00'))
    expect([asked.operations, asked.objects]).toEqual([{ 'MODE3 asked': 1 }, { 'MODE3 version': ['4'] }])
    const top = heard(message('1c', '01', '47505300'), S2C)
    expect(top.operations).toEqual({ 'MODE4 done': 1 })
    expect(top.objects).toEqual({ 'MODE4 version': ['3'], 'MODE4 stratum': ['1'], 'MODE4 reference': ['GPS'] })
    expect(top.facts).toEqual({ clock: 'GPS' })
    const second = heard(message('24', '02', '47505300'), S2C)
    expect([second.objects['MODE4 reference'], second.facts]).toEqual([undefined, {}])
  })

  test('a kiss of death and a server without time refuse', () => {
    const kiss = heard(message('24', '00', '52415445'), S2C)
    expect([kiss.operations, kiss.objects['MODE4 reference']]).toEqual([{ 'MODE4 refused': 1 }, ['RATE']])
    expect(heard(message('24', '10'), S2C).operations).toEqual({ 'MODE4 refused': 1 })
    expect(heard(message('25', '02')).operations, 'broadcast').toEqual({ 'MODE5 done': 1 })
  })
})

describe('control', () => {
  const title = (text: string) => Object.values(heard(text).meanings)[0]
  test('operations of mode 6 and requests of mode 7 by what they do', () => {
    expect(title('1602 0001 0000 0000 0000 0000')).toBe('control: read variables (diagnose)')
    expect(title('1603 0001 0000 0000 0000 0000')).toBe('control: write variables (control)')
    expect(title('1608 0001 0000 0000 0000 0000')).toBe('control: configure (control)')
    expect(title('1700032a 00000000')).toBe('private: read list of recent clients (diagnose)')
    expect(title('1700030b 00000000')).toBe('private: request 11 (control)')
  })

  test('variables tell the software, and an error refuses', () => {
    const text = 'version="ntpd 4.2.8p15@1.3728", processor="arm", system="QNX/7.0.0", leap=0, mysystem="no"'
    const answer = `1682 0001 0000 0000 0000 ${text.length.toString(16).padStart(4, '0')}${Buffer.from(text).toString('hex')}`
    expect(heard(answer, S2C).facts).toEqual({
      'server-software': 'ntpd 4.2.8p15@1.3728',
      processor: 'arm',
      os: 'QNX/7.0.0',
    })
    expect(heard('16c3 0002 0100 0000 0000 0000', S2C).operations).toEqual({ 'MODE6_3 refused': 1 })
    expect(heard('9700032a 40000000', S2C).operations).toEqual({ 'MODE7_42 refused': 1 })
  })
})

test('is claimed on its port, where mode, version and stratum can be', () => {
  const seen = (text: string, hinted: boolean) => recognition(ntp, hex(text), C2S, hinted, 'udp')
  expect(seen(message('23', '00'), true)).toBe(YES)
  expect(seen(message('23', '00'), false), 'scanners send these everywhere').toBe(NO)
  expect(seen(message('23', '11'), true), 'stratum 17').toBe(NO)
  expect(seen(message('20', '00'), true), 'mode 0').toBe(NO)
  expect(seen(message('2b', '00'), true), 'version 5').toBe(NO)
  expect(seen(message('23', '00').replace(/\s+/g, '').slice(0, 94), true), 'cut').toBe(NO)
  expect(seen('1602 0001 0000 0000 0000 0004', true), 'less data than told').toBe(NO)
})

test('the trace', () => {
  const { conversations, facts } = readCapture(pcapOfTrace(traceOf('ntp')))
  expect(
    conversations.flatMap((c) => c.operations.map((o) => `${o.direction} ${o.name} ${o.outcome} ${o.count}`)),
  ).toEqual([
    'c2s MODE3 asked 3',
    's2c MODE4 done 3',
    'c2s MODE6_2 asked 1',
    's2c MODE6_2 done 1',
    'c2s MODE6_3 asked 1',
    's2c MODE6_3 refused 1',
    'c2s MODE7_42 asked 1',
  ])
  expect(facts.map((f) => [f.subject, f.attribute, f.value])).toEqual([
    ['10.0.0.3', 'os', 'Linux/6.1'],
    ['10.0.0.3', 'processor', 'x86_64'],
    ['10.0.0.3', 'server-software', 'ntpd ntpsec-1.2.2'],
  ])
})
