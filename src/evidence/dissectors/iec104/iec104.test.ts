import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { iec104 } from './iec104.ts'

/** An I frame around an ASDU. */
function apdu(asdu: string): string {
  const digits = asdu.replace(/\s+/g, '')
  return `68${(4 + digits.length / 2).toString(16).padStart(2, '0')}00000000${digits}`
}

describe('ASDUs', () => {
  const sent: readonly (readonly [string, string, string, string, Record<string, string[]>])[] = [
    ['I_TI9_COT1 done', 'normalized value: cyclic', 'read', '09 02 01 00 0100 010000 000000 050000 000000', { ioa: ['1', '5'] }],
    ['I_TI36_COT3 done', 'floating-point value with time: spontaneous', 'read', '24 01 03 00 0100 010000 0000803f00 6500000c0b0b1a', { ioa: ['1'] }],
    ['I_TI1_COT36 done', 'single-point information: interrogation of group 16', 'read', '01 83 24 00 0100 0a0000 00 00 01', { ioa: ['10-12'] }],
    ['I_TI45_COT6 asked', 'single command, select: activation', 'control', '2d 01 06 00 0100 010000 81', { ioa: ['1'] }],
    ['I_TI46_COT6 asked', 'double command: activation', 'control', '2e 01 06 00 0100 010000 02', { ioa: ['1'] }],
    ['I_TI47_COT8 asked', 'regulating step command: deactivation', 'control', '2f 01 08 00 0100 010000 02', { ioa: ['1'] }],
    ['I_TI49_COT6 asked', 'setpoint, scaled, select: activation', 'control', '31 01 06 00 0100 010000 0a00 80', { ioa: ['1'] }],
    ['I_TI63_COT6 asked', 'setpoint with time, floating-point, select: activation', 'control', '3f 01 06 00 0100 010000 0000803f80 6500000c0b0b1a', { ioa: ['1'] }],
    ['I_TI64_COT6 asked', 'bitstring command with time: activation', 'control', '40 01 06 00 0100 010000 80808080 6500000c0b0b1a', { ioa: ['1'] }],
    ['I_TI45_COT6 asked', 'single command: activation (test)', 'control', '2d 01 86 00 0100 010000 01', { ioa: ['1'] }],
    ['I_TI45_COT7 done', 'single command: activation confirmed', 'control', '2d 01 07 00 0100 010000 01', { ioa: ['1'] }],
    ['I_TI45_COT7 refused', 'single command: activation confirmed', 'control', '2d 01 47 00 0100 010000 01', { ioa: ['1'] }],
    ['I_TI45_COT10 done', 'single command: activation ended', 'control', '2d 01 0a 00 0100 010000 01', { ioa: ['1'] }],
    ['I_TI45_COT44 refused', 'single command: unknown type', 'control', '2d 01 2c 00 0100 010000 01', { ioa: ['1'] }],
    ['I_TI101_COT6 asked', 'counter interrogation: activation', 'read', '65 01 06 00 0100 000000 05', { ioa: ['0'], qualifier: ['5'] }],
    ['I_TI101_COT6 asked', 'counter freeze or reset: activation', 'control', '65 01 06 00 0100 000000 c5', { ioa: ['0'], qualifier: ['197'] }],
    ['I_TI105_COT6 asked', 'reset process: activation', 'control', '69 01 06 03 0100 000000 01', { ioa: ['0'], qualifier: ['1'], originator: ['3'] }],
    ['I_TI113_COT6 asked', 'parameter activation: activation', 'write', '71 01 06 00 0100 010000 01', { ioa: ['1'] }],
    ['I_TI120_COT13 done', 'file ready: file transfer', 'file', '78 01 0d 00 0100 000000 0700 800000 00', { ioa: ['0'], file: ['7'] }],
    ['I_TI121_COT13 refused', 'section ready: file transfer', 'file', '79 01 0d 00 0100 000000 0700 01 800000 80', { ioa: ['0'], file: ['7'] }],
    ['I_TI124_COT13 refused', 'acknowledge file: file transfer', 'file', '7c 01 0d 00 0100 000000 0700 01 02', { ioa: ['0'], file: ['7'] }],
    ['I_TI125_COT13 done', 'file segment: file transfer', 'file', '7d 01 0d 00 0100 000000 0700 01 03 aabbcc', { ioa: ['0'], file: ['7'] }],
    ['I_TI81_COT14 asked', 'authentication challenge: authentication', 'session', '51 01 0e 00 0100 00000000 0100 03 01 0400 aabbccdd', {}],
    ['I_TI150_COT3 asked', 'type 150: spontaneous', 'other', '96 01 03 00 0100 010000 aabb', { ioa: ['1'] }],
  ] // biome-ignore format: a table
  test.for(sent)('%s: %s (%s)', ([said, title, klass, asdu, objects]) => {
    const bytes = hex(apdu(asdu))
    const heard = dissect(iec104, bytes)
    const name = said.split(' ')[0]!
    expect(heard.operations).toEqual({ [said]: 1 })
    expect(heard.meanings).toEqual({ [name]: `${title} (${klass})` })
    const touched = { 'common-address': ['1'], ...objects }
    expect(heard.objects).toEqual(Object.fromEntries(Object.entries(touched).map(([k, v]) => [`${name} ${k}`, v])))
    expect(heard.consumed).toBe(bytes.length)
    const known = !said.startsWith('I_TI150')
    expect(recognition(iec104, bytes, C2S, false)).toBe(known ? YES : NO)
    expect(recognition(iec104, bytes, C2S, true)).toBe(YES)
  })

  test('a station tells its common address, whoever commands does not', () => {
    const answer = hex(
      apdu('64 01 07 00 3412 000000 14'),
      apdu('01 01 03 00 3412 010000 00'),
      apdu('01 01 03 00 0200 010000 00'),
    )
    expect(dissect(iec104, answer, S2C).facts).toEqual({ 'common-address': '2' })
    expect(dissect(iec104, hex(apdu('64 01 06 00 3412 000000 14'))).facts).toEqual({})
  })
})

describe('frames', () => {
  const short: readonly (readonly [string, string])[] = [
    ['6804 01000200', 'S asked'], ['6804 07000000', 'U_1 asked'], ['6804 0b000000', 'U_2 done'], ['6804 13000000', 'U_4 asked'],
    ['6804 23000000', 'U_8 done'], ['6804 43000000', 'U_16 asked'], ['6804 83000000', 'U_32 done'],
  ] // biome-ignore format: a table
  test.for(short)('%s is %s', ([digits, said]) => {
    expect(dissect(iec104, hex(digits)).operations).toEqual({ [said]: 1 })
    expect(recognition(iec104, hex(digits), C2S, false)).toBe(YES)
  })

  test('what is none is refused by content, also on the port', () => {
    for (const digits of [
      '6804 07000001', '6804 03000000', '6804 01000100', '6805 0100020000', '6803 000000', '68ff 00000000',
      '680e 0000 0100 64 01 06 00 0100 000000 14', apdu('64 01 06 00 0100 000000 14 00'), apdu('64 01 00 00 0100 000000 14'),
    ]) expect(recognition(iec104, hex(digits), C2S, true), digits).toBe(NO) // biome-ignore format: a list
    expect(recognition(iec104, new TextEncoder().encode('hello, world, this is text'), C2S, true)).toBe(NO)
    expect(recognition(iec104, hex('680e 0000'), C2S, true)).toBe(MAYBE)
  })

  test('garbage between frames is lost alone', () => {
    const heard = dissect(iec104, hex('6804 43000000', '68 68 ff00', apdu('69 01 06 00 0100 000000 01')))
    expect(heard.operations).toEqual({ 'U_16 asked': 1, 'I_TI105_COT6 asked': 1 })
    expect(heard.lost).toBe(4)
  })

  test('an ASDU that is shorter than its number of objects asks for is told as far as it goes', () => {
    const heard = dissect(iec104, hex('6804 43000000', apdu('09 05 03 00 0100 010000 000000 020000 0000')), S2C)
    expect(heard.objects['I_TI9_COT3 ioa']).toEqual(['1'])
  })
})

test('its trace, by function, outcome and class', () => {
  const { conversations, facts } = readCapture(pcapOfTrace(traceOf('iec104')))
  expect(
    conversations[0]!.operations.map((o) => `${o.direction} ${o.name} ${o.outcome} ${o.count} ${o.class}`),
  ).toEqual([
    's2c I_TI100_COT10 done 1 read',
    'c2s I_TI100_COT6 asked 1 read',
    's2c I_TI100_COT7 done 1 read',
    'c2s I_TI101_COT6 asked 1 control',
    's2c I_TI102_COT47 refused 1 read',
    'c2s I_TI102_COT5 asked 1 read',
    'c2s I_TI103_COT6 asked 1 control',
    's2c I_TI103_COT7 done 1 control',
    'c2s I_TI105_COT6 asked 1 control',
    'c2s I_TI111_COT6 asked 1 write',
    's2c I_TI120_COT13 refused 1 file',
    'c2s I_TI122_COT13 asked 1 file',
    's2c I_TI13_COT20 done 1 read',
    's2c I_TI1_COT20 done 1 read',
    's2c I_TI30_COT11 done 1 read',
    'c2s I_TI45_COT6 asked 1 control',
    'c2s I_TI45_COT6 asked 1 control',
    's2c I_TI45_COT7 done 1 control',
    's2c I_TI45_COT7 done 1 control',
    'c2s I_TI50_COT6 asked 1 control',
    's2c I_TI50_COT7 refused 1 control',
    's2c I_TI70_COT4 done 1 session',
    'c2s S asked 1 session',
    'c2s U_1 asked 1 session',
    'c2s U_16 asked 1 session',
    's2c U_2 done 1 session',
    's2c U_32 done 1 session',
  ])
  expect(facts.map((f) => `${f.subject} ${f.attribute} ${f.value} ${f.by}`)).toEqual([
    '10.0.0.2 common-address 258 iec104.asdu',
  ])
})
