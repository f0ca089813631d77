import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, NO, S2C, YES } from '../../dissector.ts'
import { snmp } from './snmp.ts'

const size = (digits: string) => digits.replace(/\s+/g, '').length / 2
const tlv = (tag: string, ...parts: readonly string[]) => {
  const body = parts.join('').replace(/\s+/g, '')
  const length = size(body)
  const head = length < 128 ? length.toString(16).padStart(2, '0') : `82${length.toString(16).padStart(4, '0')}`
  return `${tag}${head}${body}`
}
const ascii = (text: string) => Buffer.from(text).toString('hex')
const SYS_NAME = '2b06010201010500'
const variable = (oid: string, value = '0500') => tlv('30', tlv('06', oid), value)
function message(
  pdu: string,
  variables: readonly string[],
  { version = '01', status = '00', community = 'public' } = {},
): string {
  const body = tlv(pdu, tlv('02', '11'), tlv('02', status), tlv('02', '00'), tlv('30', ...variables))
  return tlv('30', tlv('02', version), tlv('04', ascii(community)), body)
}
const heard = (text: string, direction: typeof C2S | typeof S2C = C2S) => dissect(snmp, hex(text), direction, [], 'udp')

describe('versions 1 and 2c', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['a0', 'GET', 'get (v2c) (read)'],
    ['a1', 'GETNEXT', 'get next (v2c) (read)'],
    ['a3', 'SET', 'set (v2c) (write)'],
    ['a5', 'GETBULK', 'get bulk (v2c) (read)'],
    ['a6', 'INFORM', 'inform (v2c) (diagnose)'],
    ['a7', 'TRAP', 'trap (v2c) (diagnose)'],
  ]
  test.for(rows)('%s is %s', ([tag, name, title]) => {
    const said = heard(message(tag, [variable(SYS_NAME), variable('2b060102010202010a8704')]))
    expect(said.operations).toEqual({ [`${name} asked`]: 1 })
    expect(said.meanings).toEqual({ [name]: title })
    expect(said.objects).toEqual({ [`${name} oid`]: ['1.3.6.1.2.1.1.5', '1.3.6.1.2.1.2.2.1.10'] })
    expect(said.facts).toEqual({ 'receiver.clear-text-credentials': 'SNMP v2c community' })
  })

  test('a response is refused by its status, and then its values say nothing', () => {
    const name = variable(SYS_NAME, tlv('04', ascii('plc-7')))
    const done = heard(message('a2', [name], { version: '00' }), S2C)
    expect([done.operations, done.facts]).toEqual([
      { 'RESPONSE done': 1 },
      { name: 'plc-7', 'clear-text-credentials': 'SNMP v1 community' },
    ])
    const refused = heard(message('a2', [name], { status: '11' }), S2C)
    expect(refused.operations).toEqual({ 'RESPONSE refused': 1 })
    expect(refused.objects).toMatchObject({ 'RESPONSE error': ['17'], 'RESPONSE denied': ['17'] })
    expect(refused.facts['name']).toBeUndefined()
    expect(heard(message('a3', [name])).facts['name'], 'a request says nothing either').toBeUndefined()
  })

  test('a version 1 trap names its enterprise and speaks of the device by its address', () => {
    const trap = tlv(
      'a4',
      tlv('06', '2b06010401c37301'),
      tlv('40', '0a000007'),
      tlv('02', '06'),
      tlv('02', '11'),
      tlv('43', '01'),
      tlv('30'),
    )
    const said = heard(tlv('30', tlv('02', '00'), tlv('04', ascii('public')), trap))
    expect(said.objects).toEqual({ 'TRAP1 trap': ['1.3.6.1.4.1.8691.1'] })
    expect(said.facts['10.0.0.7.make']).toBe('Moxa')
  })
})

describe('version 3', () => {
  const secured = (flags: string, data: string) =>
    tlv(
      '30',
      '020103',
      tlv('30', tlv('02', '01'), tlv('02', '05dc'), tlv('04', flags), tlv('02', '03')),
      tlv('04', tlv('30')),
      data,
    )
  const scoped = (pdu: string) => tlv('30', tlv('04', '800000f803008063010203'), tlv('04'), pdu)
  const pdu = (tag: string, ...variables: readonly string[]) =>
    tlv(tag, tlv('02', '11'), tlv('02', '00'), tlv('02', '00'), tlv('30', ...variables))

  test('the title tells the level, and what is encrypted is only counted', () => {
    const title = (flags: string, data: string) => Object.values(heard(secured(flags, data)).meanings)[0]
    expect(title('04', scoped(pdu('a0', variable(SYS_NAME))))).toBe('get (v3 without authentication) (read)')
    expect(title('05', scoped(pdu('a3', variable(SYS_NAME))))).toBe('set (v3 without encryption) (write)')
    expect(title('07', tlv('04', '00'.repeat(40)))).toBe('message (v3 encrypted) (other)')
    expect(heard(secured('04', scoped(pdu('a0', variable(SYS_NAME))))).facts).toEqual({})
  })

  test('the engine of the one who answers, and reports that refuse', () => {
    const report = (counter: string) =>
      heard(secured('00', scoped(pdu('a8', variable(`2b060106030f0101${counter}00`, '410105')))), S2C)
    expect(report('04').operations).toEqual({ 'snmpv3/REPORT asked': 1 })
    expect(report('03').operations).toEqual({ 'snmpv3/REPORT refused': 1 })
    expect(report('04').facts).toEqual({
      'snmp-engine-id': '800000f803008063010203',
      make: 'Hirschmann',
      mac: '00:80:63:01:02:03',
    })
  })
})

test('is claimed by its structure', () => {
  const seen = (text: string, hinted = true) => recognition(snmp, hex(text), C2S, hinted, 'udp')
  const get = message('a0', [variable(SYS_NAME)])
  expect(seen(get, false)).toBe(YES)
  expect(seen(`${get}0000`)).toBe(YES)
  expect(seen(`${get}0000`, false), 'something behind it').toBe(NO)
  expect(seen(get.slice(0, -2)), 'cut').toBe(NO)
  expect(seen(get.replace('020101', '020102')), 'version 2 with parties').toBe(NO)
  expect(seen(message('a9', []))).toBe(NO)
  expect(seen('300c0201016007020103040080 00')).toBe(NO)
})

test('the trace: who did what, and what devices gave away', () => {
  const { conversations, facts } = readCapture(pcapOfTrace(traceOf('snmp')))
  const walked = conversations.find((c) => c.server === '10.0.0.3')!
  expect(walked.operations.map((o) => [o.name, o.outcome, o.count, o.objects['oid']])).toEqual([
    ['GET', 'asked', 1, '1.3.6.1.2.1.47.1.1.1'],
    ['GETNEXT', 'asked', 1, '1.3.6.1.2.1.47.1.1.1'],
    ['RESPONSE', 'done', 2, '1.3.6.1.2.1.2.2.1.6,1.3.6.1.2.1.4.20.1.1,1.3.6.1.2.1.47.1.1.1'],
  ])
  expect(facts.filter((f) => f.subject === '10.0.0.3').map((f) => `${f.attribute}: ${f.value}`)).toEqual([
    'clear-text-credentials: SNMP v2c community',
    'firmware: 1.02',
    'hardware: 2',
    'ip: 10.0.0.3',
    'mac: 00:80:63:01:02:03',
    'make: Hirschmann',
    'module: entity 300: M-SFP-LX',
    'product: MACH1040',
    'serial: 942110001',
    'software: 8.0.4',
  ])
  const first = conversations.find((c) => c.server === '10.0.0.2' && c.port === 161)!
  expect(
    first.operations.filter((o) => o.direction === 's2c').map((o) => [o.name, o.title, o.outcome, o.count]),
  ).toEqual([
    ['RESPONSE', 'response (v1)', 'done', 1],
    ['RESPONSE', 'response (v2c)', 'done', 3],
    ['RESPONSE', 'response (v2c)', 'refused', 2],
    ['RESPONSE', 'response (v1)', 'refused', 1],
    ['ENCRYPTED', 'message (v3 encrypted)', 'asked', 1],
    ['REPORT', 'report (v3 without authentication)', 'asked', 4],
    ['REPORT', 'report (v3 without authentication)', 'refused', 1],
    ['RESPONSE', 'response (v3 without authentication)', 'done', 1],
    ['RESPONSE', 'response (v3 without encryption)', 'done', 1],
  ])
  expect(JSON.stringify([conversations, facts])).not.toContain('public')
})
