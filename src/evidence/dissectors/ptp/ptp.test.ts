import { expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { heardInTrace } from '../../../../tests/kit/heard.ts'
import { C2S, NO, YES } from '../../dissector.ts'
import { ptp } from './ptp.ts'

test('its trace, whole', () => {
  const { operations, facts } = heardInTrace('ptp')
  expect(operations).toEqual([
    '10.0.0.1: MANAGEMENT asked, management: get (read) domain=0 management-id=8193',
    '10.0.0.1: MANAGEMENT asked, management: set (write) domain=0 management-id=8197',
    '10.0.0.2: MANAGEMENT done, management: answer (read) domain=0 management-id=8197',
    '10.0.0.2: MANAGEMENT refused, management: answer (read) domain=0 management-id=8197',
    '10.77.0.1: SYNC asked, time (session) domain=0',
    '10.77.0.1: ANNOUNCE asked, announces a clock (diagnose) domain=0',
    '10.77.0.1: FOLLOW_UP asked, time follow-up (session) domain=0',
    '9a:1d:e4:39:89:eb: ANNOUNCE asked, announces a clock (diagnose) domain=0',
    '9a:1d:e4:39:89:eb: FOLLOW_UP asked, time follow-up (session) domain=0',
    '9a:1d:e4:39:89:eb: SYNC asked, time (session) domain=0',
    '9a:1d:e4:39:89:eb: PDELAY_RESP asked, line delay answer (session) domain=0',
    '9a:1d:e4:39:89:eb: PDELAY_RESP_FOLLOW_UP asked, line delay follow-up (session) domain=0',
    'ee:35:7f:2c:c0:f5: PDELAY_REQ asked, line delay request (session) domain=0',
  ])
  expect(facts).toEqual([
    '10.77.0.1 clock-id: 9a1de4fffe3989eb (ptp)',
    '10.77.0.1 grandmaster: 9a1de4fffe3989eb (ptp)',
    '10.77.0.1 role: time-server (ptp)',
    '9a:1d:e4:39:89:eb clock-id: 9a1de4fffe3989eb (ptp)',
    '9a:1d:e4:39:89:eb grandmaster: 9a1de4fffe3989eb (ptp)',
    '9a:1d:e4:39:89:eb role: time-server (ptp)',
  ])
})

const sync = hex('00 02 002c 05 00 0200', '00'.repeat(12), '020000fffe000001 0001 0001 00 00', '00'.repeat(10))

test('domains, commands, and version 1', () => {
  expect(dissect(ptp, sync).objects).toEqual({ 'SYNC domain': ['5'] })
  const management = hex(
    '0d 02 0036 00 00 0000',
    '00'.repeat(12),
    '020000fffe000001 0001 0001 04 7f',
    'ff'.repeat(10),
    '0101 03 00 0001 0002 0003',
  )
  expect(dissect(ptp, management).meanings).toEqual({ MANAGEMENT: 'management: command (control)' })
  const old = hex('0001 0001', '00'.repeat(28), '03 00 0000', '00'.repeat(8))
  expect(dissect(ptp, old).meanings).toEqual({ DELAY_RESP: 'delay answer (version 1) (session)' })
})

test('a clock that follows another is no time server', () => {
  const announce = hex(
    '0b 02 0040 00 00 0000',
    '00'.repeat(12),
    '020000fffe000001 0001 0001 05 00',
    '00'.repeat(10),
    '0025 00 80 f8feffff 80 020000fffe000002 0001 a0',
  )
  expect(dissect(ptp, announce).facts).toEqual({ 'clock-id': '020000fffe000001', grandmaster: '020000fffe000002' })
})

test('known on its ports only', () => {
  expect(recognition(ptp, sync, C2S, true)).toBe(YES)
  expect(recognition(ptp, sync, C2S, false)).toBe(NO)
  expect(recognition(ptp, hex('07', '02'.repeat(43)), C2S, true)).toBe(NO)
})
