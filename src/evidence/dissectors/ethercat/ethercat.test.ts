import { expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { heardInTrace } from '../../../../tests/kit/heard.ts'
import { C2S, NO, YES } from '../../dissector.ts'
import { ethercat } from './ethercat.ts'

test('its trace, whole', () => {
  const { operations, facts } = heardInTrace('ethercat')
  expect(operations).toEqual([
    '02:00:00:00:00:01: APRD asked, read by position (read) register=0-5',
    '02:00:00:00:00:01: BRD asked, read from all (read) register=304-305',
    '02:00:00:00:00:01: BWR asked, write to all: state init (control) register=288-289',
    '02:00:00:00:00:01: FOE_WRITE asked, write file (program) file=fw.efw station=4097',
    '02:00:00:00:00:01: FPWR asked, write by station: state operational (control) register=288-289 station=4097',
    '02:00:00:00:00:01: FPWR asked, write by station: EEPROM (program) register=1282-1287 station=4097',
    '02:00:00:00:00:01: FRMW asked, distribute by station: distributed clocks (session) register=2320-2327 station=4097',
    '02:00:00:00:00:01: LRW asked, exchange process data (write) logical=65536-65541',
    '02:00:00:00:00:01: SDO_READ asked, read object (read) object=4120 station=4097',
    '02:00:00:00:00:01: SDO_WRITE asked, write object (write) object=32768 station=4097',
    '06:00:00:00:00:01: BRD done, read from all (read) register=304-305',
    '06:00:00:00:00:01: FRMW done, distribute by station: distributed clocks (session) register=2320-2327 station=4097',
    '06:00:00:00:00:01: LRW done, exchange process data (write) logical=65536-65541',
    '06:00:00:00:00:01: SDO_ABORT refused, object transfer refused (other) object=32768 station=4097',
    '06:00:00:00:00:01: SDO_READ done, read object (read) object=4120 station=4097',
  ])
  expect(facts).toEqual([])
})

/** A frame of one datagram to station 0x1001. */
const frame = (command: string, register: string, data: string, counter = '0000') => {
  const length = data.replace(/\s+/g, '').length / 2
  const le = (n: number) => `${(n & 255).toString(16).padStart(2, '0')}${(n >> 8).toString(16).padStart(2, '0')}`
  return hex(le(0x1000 | (12 + length)), command, '01 0110', register, le(length), '0000', data, counter)
}
const heard = (bytes: Uint8Array) => {
  const { operations, meanings } = dissect(ethercat, bytes)
  return [Object.keys(operations)[0], Object.values(meanings)[0]]
}

test.for([
  ['05', '4000', '52', '0000', 'FPWR asked', 'write by station: reset (control)'],
  ['05', '1000', '0210', '0100', 'FPWR done', 'write by station: station address (control)'],
  ['05', '0010', '0800 0000 00 13 0020 2f008001 05000000', '0000', 'SDO_WRITE asked', 'write object (write)'],
  ['04', '8010', '0a00 0000 00 13 0030 60008001 00000000', '0100', 'SDO_WRITE done', 'write object (write)'],
  ['04', '8010', '0a00 0000 00 13 0010 00500000 00000000', '0100', 'EMERGENCY asked', 'emergency message (diagnose)'],
  ['05', '0010', '0800 0000 00 13 0080 01000000 0000', '0000', 'SDO_INFO asked', 'read object dictionary (read)'],
  ['05', '0010', '0a00 0000 00 14 0100 00000000 61626364', '0000', 'FOE_READ asked', 'read file (file)'],
  ['04', '8010', '0a00 0000 00 14 0500 00800000 61626364', '0100', 'FOE_ERROR refused', 'file transfer refused (file)'],
  ['05', '0010', '0600 0000 00 15 0340 2000 0500', '0000', 'SOE_WRITE asked', 'write drive parameter (write)'],
  ['04', '0010', '000000000000000000000000', '0100', 'FPRD done', 'read by station (read)'],
] as const)('%s to %s: %s', ([command, register, data, counter, operation, meaning]) => {
  expect(heard(frame(command, register, data, counter))).toEqual([operation, meaning])
})

test('what is cut or no EtherCAT is lost', () => {
  const whole = frame('04', '3001', '0000')
  expect(recognition(ethercat, whole, C2S, true)).toBe(YES)
  expect(recognition(ethercat, frame('0f', '3001', '0000'), C2S, true)).toBe(NO)
  expect(recognition(ethercat, hex('0e20 04'), C2S, true)).toBe(NO)
  expect(dissect(ethercat, whole.subarray(0, 13))).toMatchObject({ operations: {}, lost: 11 })
  expect(dissect(ethercat, hex('0240 0000')).operations).toEqual({ 'CMD_255 asked': 1 })
})
