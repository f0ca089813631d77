import { expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { heardInTrace } from '../../../../tests/kit/heard.ts'
import { C2S, NO, YES } from '../../dissector.ts'
import { stp } from './stp.ts'

test('its trace, whole', () => {
  const { operations, facts } = heardInTrace('stp')
  expect(operations).toEqual([
    '02:00:00:00:00:a1: RST asked, rapid configuration (session) port=32769',
    '02:00:00:00:00:a1: MST asked, configuration of several trees (session) port=32769',
    '02:00:00:00:00:a1: RST asked, rapid configuration, topology changes (control) port=32769',
    '22:c3:61:b2:4c:6e: CONFIG asked 2x, configuration (session) port=32769',
    '22:c3:61:b2:4c:6e: CONFIG asked, configuration, topology changes (control) port=32769',
    'ae:4e:65:cb:91:d8: TCN asked, topology change notification (control)',
  ])
  expect(facts).toEqual([
    '02:00:00:00:00:a1 bridge-id: 32768.3 02:00:00:00:00:a0 (stp)',
    '02:00:00:00:00:a1 mac: 02:00:00:00:00:a0 (stp)',
    '02:00:00:00:00:a1 role: switch (stp)',
    '02:00:00:00:00:a1 root-bridge: 32768.3 02:00:00:00:00:a0 (stp)',
    '22:c3:61:b2:4c:6e bridge-id: 32768 22:c3:61:b2:4c:6e (stp)',
    '22:c3:61:b2:4c:6e mac: 22:c3:61:b2:4c:6e (stp)',
    '22:c3:61:b2:4c:6e role: switch (stp)',
    '22:c3:61:b2:4c:6e root-bridge: 32768 22:c3:61:b2:4c:6e (stp)',
  ])
})

const rest = '8000 0200000000a0 00000004 9001 0200000000a1 8002 0000 1400 0200 0f00'

test('versions, and what shares the address', () => {
  const name = (bytes: Uint8Array) => Object.keys(dissect(stp, bytes).meanings)
  expect(name(hex('424203 0000 04 02 3c', rest, '00'))).toEqual(['SPT'])
  expect(name(hex('424203 0001 01 02 00'))).toEqual(['GARP'])
  expect(dissect(stp, hex('0000 00 00 00', rest)).facts).toMatchObject({
    'bridge-id': '36864.1 02:00:00:00:00:a1',
    'root-bridge': '32768 02:00:00:00:00:a0',
  })
})

test('what is no BPDU', () => {
  expect(recognition(stp, hex('424203 0000 00 80'), C2S, true)).toBe(YES)
  expect(recognition(stp, hex('424203 0000 00 00 00'), C2S, true), 'too short').toBe(NO)
  expect(recognition(stp, hex('424203 0002 00 80'), C2S, true)).toBe(NO)
  expect(dissect(stp, hex('424203 0000 00 07 00')).lost).toBe(8)
})
