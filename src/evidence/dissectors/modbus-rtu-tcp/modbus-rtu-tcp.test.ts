import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, type Direction, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { modbusTcp } from '../modbus-tcp/modbus-tcp.ts'
import { modbusRtuTcp } from './modbus-rtu-tcp.ts'

/** A frame with its CRC, worked out bit by bit. */
function frame(digits: string): string {
  const front = digits.replace(/\s+/g, '')
  let crc = 0xffff
  for (const byte of hex(front)) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1
  }
  return front + [crc & 255, crc >> 8].map((n) => n.toString(16).padStart(2, '0')).join('')
}

const id = '00 04 41636d65 01 05 50582d3135'

describe('frames', () => {
  const sent: readonly (readonly [Direction, string, string, string])[] = [
    [C2S, '05 01 0013 0025', 'FC1 asked', 'read coils (read)'],
    [C2S, '05 03 0000 007d', 'FC3 asked', 'read holding registers (read)'],
    [C2S, '00 05 00ac ff00', 'FC5 asked', 'write single coil (write)'],
    [C2S, '05 0f 0013 000a 02 cd01', 'FC15 asked', 'write multiple coils (write)'],
    [C2S, '05 10 0001 0002 04 000a 0102', 'FC16 asked', 'write multiple registers (write)'],
    [C2S, '05 11', 'FC17 asked', 'report server id (diagnose)'],
    [C2S, '05 16 0004 00f2 0025', 'FC22 asked', 'mask write register (write)'],
    [C2S, '05 17 0003 0002 000e 0001 02 00ff', 'FC23 asked', 'read and write multiple registers (write)'],
    [C2S, '05 2b 0e 01 00', 'FC43 asked', 'read device identification (diagnose)'],
    [S2C, '05 03 04 0001 0002', 'FC3 done', 'read holding registers (read)'],
    [S2C, '05 10 0001 0002', 'FC16 done', 'write multiple registers (write)'],
    [S2C, '05 83 02', 'FC3!EX2 refused', 'read holding registers: illegal data address (read)'],
    [S2C, '05 18 0006 0002 01b8 1284', 'FC24 done', 'read FIFO queue (read)'],
    [S2C, `05 2b 0e 01 01 00 00 02 ${id}`, 'FC43 done', 'read device identification (diagnose)'],
  ] // biome-ignore format: a table
  test.for(sent)('%s %s is %s', ([direction, digits, said, means]) => {
    const bytes = hex(frame(digits))
    const heard = dissect(modbusRtuTcp, bytes, direction)
    expect(heard.operations).toEqual({ [said]: 1 })
    expect(Object.values(heard.meanings)).toEqual([means])
    expect(heard.consumed).toBe(bytes.length)
    expect(recognition(modbusRtuTcp, bytes, direction, false)).toBe(YES)
    const spoiled = bytes.map((b, i) => (i === bytes.length - 1 ? b ^ 1 : b))
    expect(recognition(modbusRtuTcp, spoiled, direction, true), 'with a wrong CRC').toBe(NO)
  })

  test('a function without a known length ends at the first right CRC', () => {
    const heard = dissect(modbusRtuTcp, hex(frame('05 08 0001 0000'), frame('05 41 010203'), frame('05 06 0001 0003')))
    expect(heard.operations).toEqual({ 'FC8 asked': 1, 'FC65 asked': 1, 'FC6 asked': 1 })
    expect(heard.meanings['FC8']).toBe('restart communications option (control)')
    expect(recognition(modbusRtuTcp, hex(frame('05 41 010203')), C2S, true), 'but does not make the stream one').toBe(
      NO,
    )
  })

  test('a unit is told as something behind the converter, whatever its number', () => {
    const answer = frame(`01 2b 0e 01 01 00 00 02 ${id}`) + frame('05 11 0a 01ff 4d4349203230 3031')
    expect(dissect(modbusRtuTcp, hex(answer), S2C).facts).toEqual({
      'unit-1-make': 'Acme',
      'unit-1-order-number': 'PX-15',
      'unit-5-server-id': 'MCI 2001',
    })
  })
})

describe('what is none', () => {
  test.each([
    ['f9 03 0000 0001', C2S],
    ['05 83 02', C2S],
    ['05 03 0000 0000', C2S],
    ['05 03 0000 007e', C2S],
    ['05 05 0000 0100', C2S],
    ['05 10 0001 0002 03 000a01', C2S],
    ['05 03 03 000102', S2C],
    ['05 83 00', S2C],
    ['05 5a 00', C2S],
  ] as const)('%s is refused, though its CRC is right', (digits, direction) => {
    expect(recognition(modbusRtuTcp, hex(frame(digits)), direction, true)).toBe(NO)
  })

  test('Modbus TCP is not taken for it, nor the other way round', () => {
    for (const mbap of ['0001 0000 0006 01 03 0000 0001', '0010 0000 000b 01 10 0001 0002 04 000a 0102'])
      expect(recognition(modbusRtuTcp, hex(mbap), C2S, true), mbap).toBe(NO)
    // The first bytes of a poll of address 0 look like a header; whoever checks a CRC is asked first.
    expect(recognition(modbusTcp, hex(frame('01 03 0000 000a')), C2S, true)).toBe(YES)
    expect(recognition(modbusRtuTcp, hex(frame('01 03 0000 000a')), C2S, true)).toBe(YES)
    expect(recognition(modbusRtuTcp, hex('01 03 0000'), C2S, true)).toBe(MAYBE)
  })

  test('garbage between frames is lost alone', () => {
    const heard = dissect(modbusRtuTcp, hex(frame('05 06 0001 0003'), 'ffff00', frame('05 06 0002 0003')))
    expect(heard.operations).toEqual({ 'FC6 asked': 2 })
    expect(heard.lost).toBe(3)
  })
})

test('its trace is read on a port that nobody hints at, and on the port of Modbus TCP', () => {
  const trace = traceOf('modbus-rtu-tcp')
  const on502 = { ...trace, talks: trace.talks.map((talk) => ({ ...talk, to: talk.to.replace(':4001', ':502') })) }
  for (const one of [trace, on502]) {
    const { conversations, facts, notUnderstood } = readCapture(pcapOfTrace(one))
    expect(conversations[0]!.operations.map((o) => `${o.protocol} ${o.direction} ${o.name} ${o.outcome}`)).toEqual(
      ['c2s FC1 asked', 's2c FC1!EX2 refused', 'c2s FC16 asked', 's2c FC16 done', 'c2s FC3 asked', 's2c FC3 done',
       'c2s FC4 asked', 's2c FC4 done', 'c2s FC43 asked', 's2c FC43 done', 'c2s FC6 asked', 's2c FC6 done'].map((o) => `modbus-rtu-tcp ${o}`),
    ) // biome-ignore format: a list
    expect(facts.map((f) => f.attribute)).toEqual(['unit-1-firmware', 'unit-1-make', 'unit-1-order-number'])
    expect(notUnderstood).toEqual([])
  }
})
