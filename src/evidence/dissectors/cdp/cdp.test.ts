import { expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { heardInTrace } from '../../../../tests/kit/heard.ts'
import { C2S, NO, YES } from '../../dissector.ts'
import { cdp } from './cdp.ts'

test('its trace, whole', () => {
  const { operations, facts } = heardInTrace('cdp')
  expect(operations).toEqual([
    '02:00:00:00:00:05: ANNOUNCE asked, says what it is (diagnose)',
    '96:92:da:44:46:37: ANNOUNCE asked 2x, says what it is (diagnose)',
  ])
  expect(facts).toEqual([
    '02:00:00:00:00:05 firmware: 12.2(25)SEG4 (cdp)',
    '02:00:00:00:00:05 ip: 10.0.0.5 (cdp)',
    '02:00:00:00:00:05 ip: fd00::5 (cdp)',
    '02:00:00:00:00:05 make: Cisco (cdp)',
    '02:00:00:00:00:05 management-address: 10.0.0.6 (cdp)',
    '02:00:00:00:00:05 name: SW-5 (cdp)',
    '02:00:00:00:00:05 native-vlan: 10 (cdp)',
    '02:00:00:00:00:05 port: FastEthernet0/1 (cdp)',
    '02:00:00:00:00:05 product: cisco WS-X1-24 (cdp)',
    '02:00:00:00:00:05 role: switch (cdp)',
    '02:00:00:00:00:05 software: Cisco IOS Software, X Software (X-BASE-M), Version 12.2(25)SEG4, RELEASE (cdp)',
    '02:00:00:00:00:05 software: Compiled Mon 13-Aug-07 (cdp)',
    '96:92:da:44:46:37 ip: 10.77.0.2 (cdp)',
    '96:92:da:44:46:37 name: switch-7 (cdp)',
    '96:92:da:44:46:37 name: vm (cdp)',
    '96:92:da:44:46:37 port: v0 (cdp)',
    '96:92:da:44:46:37 product: Acme PX-15 (cdp)',
    '96:92:da:44:46:37 product: Linux (cdp)',
    '96:92:da:44:46:37 software: Cofferdam test bench, switch 7 (cdp)',
  ])
})

test('lines of the software text with any end, and roles by capability', () => {
  const text = Buffer.from('Acme OS\r\nVersion: 4.2.1, build 7\n\n').toString('hex')
  const heard = dissect(
    cdp,
    hex('02b40000 0001 0006 7331 0004 0008 00000001 0005', (4 + text.length / 2).toString(16).padStart(4, '0'), text),
  )
  expect(heard.facts).toEqual({ name: 's1', role: 'router', software: 'Version: 4.2.1, build 7', firmware: '4.2.1' })
})

test('fields that cannot be true end the reading', () => {
  expect(recognition(cdp, hex('02b40000 0001 0006 7331'), C2S, true)).toBe(YES)
  expect(recognition(cdp, hex('03b40000 0001 0006 7331'), C2S, true)).toBe(NO)
  expect(recognition(cdp, hex('02b40000 0001 0003 73'), C2S, true)).toBe(NO)
  expect(dissect(cdp, hex('02b40000 0001 0006 7331 0003 0040 6161'))).toMatchObject({ facts: { name: 's1' }, lost: 6 })
  expect(dissect(cdp, hex('02b40000 0001 0006 7331 0002 000b ffffffff 01 cc 00')).facts).toEqual({ name: 's1' })
})
