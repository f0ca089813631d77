import { expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { heardInTrace } from '../../../../tests/kit/heard.ts'
import { C2S, NO, YES } from '../../dissector.ts'
import { profinetDcp } from './profinet-dcp.ts'

test('its trace, whole', () => {
  const { operations, facts } = heardInTrace('profinet-dcp')
  expect(operations).toEqual([
    '02:00:00:00:00:01: DCP_5_0 asked 2x, identify (diagnose) name=filler-1 option=65535',
    '02:00:00:00:00:01: DCP_3_0 asked, get (read) option=258,514',
    '02:00:00:00:00:01: DCP_4_0 asked, set name of station (write) name=filler-2',
    '02:00:00:00:00:01: DCP_4_0 asked, set IP address (write) ip=10.0.0.21',
    '02:00:00:00:00:01: DCP_4_0 asked, set signal (blink) (control)',
    '02:00:00:00:00:01: DCP_4_0 asked, set reset to factory (control)',
    '02:00:00:00:00:02: DCP_3_1 done, get, answered (read)',
    '02:00:00:00:00:02: DCP_3_5 refused, get, refused (read)',
    '02:00:00:00:00:02: DCP_4_1 done, set name of station, answered (write)',
    '02:00:00:00:00:02: DCP_4_1 done, set IP address, answered (write)',
    '02:00:00:00:00:02: DCP_4_1 refused, set reset to factory, refused (control)',
    '02:00:00:00:00:02: DCP_5_1 done, identify, answered (diagnose)',
    '02:00:00:00:00:02: DCP_6_0 asked, hello (diagnose)',
  ])
  expect(facts).toEqual([
    '02:00:00:00:00:02 device-id: 0x0313 (profinet.dcp)',
    '02:00:00:00:00:02 gateway: 10.0.0.1 (profinet.dcp)',
    '02:00:00:00:00:02 ip: 10.0.0.20 (profinet.dcp)',
    '02:00:00:00:00:02 make: Siemens (profinet.dcp)',
    '02:00:00:00:00:02 name: filler-1 (profinet.dcp)',
    '02:00:00:00:00:02 product: PX-15 IO (profinet.dcp)',
    '02:00:00:00:00:02 role: field-device (profinet.dcp)',
    '02:00:00:00:00:02 vendor-id: 0x002a (profinet.dcp)',
  ])
})

test('a set of several properties names them all, and one reset makes it control', () => {
  const set = hex('fefd 04 00 00000001 0000 0010', '0202 0004 0001 6131', '0506 0002 0004 0000 0000')
  expect(dissect(profinetDcp, set).meanings).toEqual({
    DCP_4_0: 'set name of station and reset to factory (control)',
  })
  const transaction = hex('fefd 04 00 00000001 0000 0006', '0501 0002 0000')
  expect(dissect(profinetDcp, transaction).meanings).toEqual({ DCP_4_0: 'set (session)' })
})

test('any block that is refused refuses the answer', () => {
  const answer = (second: string) =>
    hex('fefd 04 01 00000001 0000 0010', '0504 0003 0202 00 00', `0504 0003 0102 ${second} 00`)
  expect(dissect(profinetDcp, answer('00')).operations).toEqual({ 'DCP_4_1 done': 1 })
  expect(dissect(profinetDcp, answer('03')).operations).toEqual({ 'DCP_4_1 refused': 1 })
})

test('roles, an alias, and a device without address', () => {
  const blocks = '0204 0004 0000 0a00 0206 0006 0000 706f7274 0102 000e 0000 00000000 00000000 00000000 02ff 0002 0000'
  const { facts } = dissect(profinetDcp, hex('feff 05 01 00000001 0000 002e', blocks))
  expect(facts).toEqual({ role: 'engineering', alias: 'port', ip: '0.0.0.0' })
})

test('what is no DCP, and what was cut short', () => {
  expect(recognition(profinetDcp, hex('fefe 05 00 00000001 0001 0000'), C2S, true)).toBe(YES)
  expect(recognition(profinetDcp, hex('c000 05 00 00000001 0001 0000'), C2S, true)).toBe(NO)
  expect(recognition(profinetDcp, hex('fefe 0a 00 00000001 0001 0000'), C2S, true)).toBe(NO)
  expect(recognition(profinetDcp, hex('fefe 05 02 00000001 0001 0000'), C2S, true)).toBe(NO)
  expect(dissect(profinetDcp, hex('fefd 04 00 00000001 0000 000c 0202 0008 0001 6131'))).toMatchObject({
    operations: { 'DCP_4_0 asked': 1 },
    objects: { 'DCP_4_0 name': ['a1'] },
    lost: 4,
  })
})
