import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, type Carrier, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { kerberos } from './kerberos.ts'

const ascii = (text: string) => Buffer.from(text).toString('hex')
const tlv = (tag: string, ...parts: readonly string[]) => {
  const body = parts.join('').replace(/\s+/g, '')
  const length = body.length / 2
  return `${tag}${length < 128 ? length.toString(16).padStart(2, '0') : `82${length.toString(16).padStart(4, '0')}`}${body}`
}
const field = (number: number, ...parts: readonly string[]) => tlv((0xa0 + number).toString(16), ...parts)
const text = (value: string) => tlv('1b', ascii(value))
const principal = (...parts: readonly string[]) =>
  tlv('30', field(0, '020102'), field(1, tlv('30', ...parts.map(text))))
const framed = (message: string) => `${(message.length / 2).toString(16).padStart(8, '0')}${message}`
const said = (message: string, direction: typeof C2S | typeof S2C = C2S, carrier: Carrier = 'udp') =>
  dissect(kerberos, hex(carrier === 'tcp' ? framed(message) : message), direction, [], carrier)

const request = (types: string, more = '') =>
  tlv(
    '6a',
    tlv(
      '30',
      field(1, '020105'),
      field(2, '02010a'),
      field(
        4,
        tlv(
          '30',
          field(0, '03050050800000'),
          field(1, principal('operator')),
          field(2, text('PLANT.EXAMPLE')),
          field(3, principal('krbtgt', 'PLANT.EXAMPLE')),
          field(7, '020111'),
          field(8, tlv('30', types)),
          more,
        ),
      ),
    ),
  )
const failure = (code: string) =>
  tlv('7e', tlv('30', field(0, '020105'), field(1, '02011e'), field(4, '180f32303236'.padEnd(34, '0')), field(5, '020101'), field(6, `0201${code}`), field(9, text('PLANT.EXAMPLE')), field(10, principal('host', 'hist')))) // biome-ignore format: a message

describe('messages', () => {
  test('a request: encryption types, realm, service, and the name of a Windows client', () => {
    const address = field(9, tlv('30', tlv('30', field(0, '020114'), field(1, tlv('04', ascii('HMI3            '))))))
    for (const carrier of ['udp', 'tcp'] as const) {
      const heard = said(request('020112 020117 0202ff7b 020103', address), C2S, carrier)
      expect(heard.operations).toEqual({ 'AS-REQ asked': 1 })
      expect(heard.objects).toEqual({
        'AS-REQ realm': ['PLANT.EXAMPLE'],
        'AS-REQ service': ['krbtgt'],
        'AS-REQ service-host': ['PLANT.EXAMPLE'],
        'AS-REQ etype': ['18', '23', '3'],
      })
      expect(heard.facts).toEqual({ name: 'HMI3' })
    }
  })

  test('an error refuses, but not where it only asks for more', () => {
    expect(said(failure('19'), S2C).operations).toEqual({ 'KRB-ERROR asked': 1 })
    const heard = said(failure('18'), S2C)
    expect(heard.operations).toEqual({ 'KRB-ERROR refused': 1 })
    expect(heard.objects).toEqual({
      'KRB-ERROR error': ['24'],
      'KRB-ERROR denied': ['24'],
      'KRB-ERROR realm': ['PLANT.EXAMPLE'],
      'KRB-ERROR service': ['host'],
      'KRB-ERROR service-host': ['hist'],
    })
    expect(said(failure('20'), S2C).objects['KRB-ERROR denied'], 'an expired ticket').toBeUndefined()
  })
})

test('garbage between messages is counted', () => {
  const heard = dissect(kerberos, hex(framed(failure('07')), 'ffff', framed(request('020112'))), C2S)
  expect([heard.operations, heard.lost]).toEqual([{ 'KRB-ERROR refused': 1, 'AS-REQ asked': 1 }, 2])
})

test('is claimed by its structure', () => {
  expect(recognition(kerberos, hex(framed(request('020112'))), C2S, false, 'tcp')).toBe(YES)
  expect(recognition(kerberos, hex(framed(request('020112'))).slice(0, 9), C2S, false, 'tcp')).toBe(MAYBE)
  expect(recognition(kerberos, hex(request('020112')), C2S, false, 'udp')).toBe(YES)
  expect(recognition(kerberos, hex(request('020112')).slice(0, -1), C2S, true, 'udp'), 'cut').toBe(NO)
  expect(
    recognition(kerberos, hex(request('020112').replace('a103020105', 'a103020104')), C2S, true, 'udp'),
    'version 4',
  ).toBe(NO)
  expect(recognition(kerberos, new TextEncoder().encode('GET / HTTP/1.1\r\n'), C2S, true, 'tcp')).toBe(NO)
})

test('the trace: a key distribution center and its clients', () => {
  const { conversations, facts } = readCapture(pcapOfTrace(traceOf('kerberos')))
  const udp = conversations.find((c) => c.transport === 'udp')!
  expect(
    udp.operations.map(
      (o) => `${o.direction} ${o.name} ${o.outcome} ${o.count} ${o.objects['error'] ?? o.objects['etype']}`,
    ),
  ).toEqual([
    's2c AS-REP done 1 18',
    'c2s AS-REQ asked 4 16-20,23,25-26',
    's2c KRB-ERROR asked 1 25',
    's2c KRB-ERROR refused 3 6-7,24',
    's2c TGS-REP done 1 18',
    'c2s TGS-REQ asked 2 16-20,23,25-26',
  ])
  expect(conversations.find((c) => c.transport === 'tcp')!.operations.map((o) => o.name)).toEqual([
    'AS-REP',
    'AS-REQ',
    'KRB-ERROR',
  ])
  expect(facts.map((f) => [f.subject, f.attribute, f.value])).toEqual([['10.0.0.2', 'realm', 'PLANT.EXAMPLE']])
  expect(JSON.stringify(conversations)).not.toContain('nobody')
})
