import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { synchrophasor } from './synchrophasor.ts'

const word = (n: number, digits = 4) => n.toString(16).padStart(digits, '0')

/** A frame with its size and check word, which is worked out bit by bit. */
function frame(type: number, body: string, { id = 7, version = 1 } = {}): string {
  const digits = body.replace(/\s+/g, '')
  const front = `aa${type}${version}${word(16 + digits.length / 2)}${word(id)}6774858000000000${digits}`
  let crc = 0xffff
  for (const byte of hex(front)) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff
  }
  return front + word(crc)
}

const text = (value: string, size = value.length) => Buffer.from(value.padEnd(size)).toString('hex')
/** A unit of configurations 1 and 2 with a phasor, an analog value and a word of digital ones. */
const unit = (name: string, id: number) =>
  `${text(name, 16)}${word(id)} 0000 0001 0001 0001 ${text('a name', 16).repeat(18)} ${'00000001'.repeat(3)} 0001 0016`
const configuration = (...units: string[]) => `000f4240 ${word(units.length)} ${units.join('')} 0032`
const data = '0000 00010002 0003 0004'

describe('frames', () => {
  const sent: readonly (readonly [string, string, string])[] = [
    ['FT0 done', 'data (read)', frame(0, data)],
    ['FT1 done', 'header, text for people (diagnose)', frame(1, text('a header'))],
    ['FT2 done', 'configuration 1, what the device can send (diagnose)', frame(2, configuration(unit('A', 1)))],
    ['FT4 asked', 'command: turn off data (session)', frame(4, '0001')],
    ['FT4 asked', 'command: turn on data (session)', frame(4, '0002')],
    ['FT4 asked', 'command: send configuration 1 (diagnose)', frame(4, '0004')],
    ['FT4 asked', 'command: extended frame (control)', frame(4, '0008 0102')],
    ['FT4 asked', 'command of the user (control)', frame(4, '0fff')],
    ['FT4 asked', 'reserved command (other)', frame(4, '1000')],
  ]
  test.for(sent)('%s: %s', ([said, means, digits]) => {
    const heard = dissect(synchrophasor, hex(digits))
    const name = said.split(' ')[0]!
    expect(heard.operations).toEqual({ [said]: 1 })
    expect(heard.meanings).toEqual({ [name]: means })
    expect(heard.objects[`${name} stream`]).toEqual(['7'])
    expect(recognition(synchrophasor, hex(digits), C2S, false, 'tcp')).toBe(YES)
    expect(recognition(synchrophasor, hex(digits), C2S, false, 'udp')).toBe(YES)
  })

  test('of a concentrator each unit is a module', () => {
    const heard = dissect(synchrophasor, hex(frame(3, configuration(unit('North', 3), unit('South', 9)))), S2C)
    expect(heard.objects).toEqual({ 'FT3 stream': ['7'], 'FT3 pmu': ['3', '9'] })
    expect(heard.facts).toEqual({ 'stream-id': '7', module: 'PMU 9: South' })
  })

  test('a configuration that ends before its units gives what is there', () => {
    const body = `000f4240 0001 ${text('North', 16)} 0003 0000 ffff ffff ffff 0001 0016 0032`
    const heard = dissect(synchrophasor, hex(frame(3, `${body}${'00'.repeat(16)}`)), S2C)
    expect(heard.facts).toEqual({ 'stream-id': '7', name: 'North' })
  })

  test('the third kind has names of any length, an identity and a place, and may go on in further frames', () => {
    const body = `0000 000f4240 0001 05 ${text('North')} 0003 ${'11'.repeat(16)} 0000 0001 0001 0001 ${`02${text('VA')}`.repeat(18)}
      ${'00'.repeat(12 + 8 + 4)} 423e0000 41040000 7f800000 4d 00000000 00000000 0001 0016 0032`
    const heard = dissect(synchrophasor, hex(frame(5, body, { version: 2 })), S2C)
    expect(heard.facts).toEqual({
      'stream-id': '7',
      name: 'North',
      uuid: '11'.repeat(16),
      location: '47.50000, 8.25000',
    })
    expect(dissect(synchrophasor, hex(frame(5, body.replace('0000', '0002'), { version: 2 })), S2C).facts).toEqual({})
    const unknown = body.replace('423e0000', '7f800000').replace('11'.repeat(16), '00'.repeat(16))
    expect(dissect(synchrophasor, hex(frame(5, unknown)), S2C).facts).toEqual({ 'stream-id': '7', name: 'North' })
  })
})

describe('recognition and loss', () => {
  test('a check word that is wrong spoils the frame; away from the port it decides', () => {
    const good = hex(frame(0, data))
    const bad = good.map((byte, i) => (i === 15 ? byte ^ 1 : byte))
    expect(dissect(synchrophasor, bad)).toMatchObject({ operations: {}, lost: bad.length })
    expect(recognition(synchrophasor, bad, S2C, false, 'tcp')).toBe(NO)
    expect(recognition(synchrophasor, good.slice(0, 20), S2C, false, 'tcp')).toBe(MAYBE)
  })

  test('what is none is refused, also on the port', () => {
    for (const digits of ['aa60', 'aa00', 'aa0f', 'aac1', 'aa01 0010', 'aa41 0011', 'ab01'])
      expect(recognition(synchrophasor, hex(digits), C2S, true, 'tcp'), digits).toBe(NO)
  })

  test('garbage between frames is lost alone', () => {
    const heard = dissect(synchrophasor, hex(frame(4, '0001'), 'aa00aa01', frame(4, '0002')))
    expect(heard.operations).toEqual({ 'FT4 asked': 2 })
    expect(heard.lost).toBe(4)
  })

  test('a long configuration is known by its header', () => {
    const long = frame(3, configuration(...Array.from({ length: 10 }, (_, n) => unit(`U${n}`, n))))
    expect(recognition(synchrophasor, hex(long).slice(0, 30), S2C, false, 'tcp')).toBe(YES)
    expect(recognition(synchrophasor, hex(long.replace('000f4240', '010f4240')).slice(0, 30), S2C, false, 'tcp')).toBe(
      NO,
    )
  })
})

test('its trace: a unit over TCP, a concentrator over UDP', () => {
  const { conversations, facts } = readCapture(pcapOfTrace(traceOf('synchrophasor')))
  expect(
    conversations.map((c) => c.operations.map((o) => `${o.direction} ${o.name} ${o.outcome} ${o.count} ${o.class}`)),
  ).toEqual([
    [
      's2c FT0 done 2 read',
      's2c FT1 done 1 diagnose',
      's2c FT3 done 1 diagnose',
      'c2s FT4 asked 2 session',
      'c2s FT4 asked 1 diagnose',
      'c2s FT4 asked 1 diagnose',
      'c2s FT4 asked 1 diagnose',
      'c2s FT4 asked 1 session',
      'c2s FT4 asked 1 control',
      's2c FT5 done 1 diagnose',
    ],
    ['c2s FT0 done 1 read', 'c2s FT3 done 1 diagnose'],
  ])
  expect(facts.map((f) => `${f.subject} ${f.attribute} ${f.value}`)).toEqual([
    '10.0.0.2 description PMU of substation North, feeder 3',
    '10.0.0.2 location 47.50000, 8.25000',
    '10.0.0.2 name Station A',
    '10.0.0.2 name Substation North',
    '10.0.0.2 stream-id 7',
    '10.0.0.2 uuid 0102030405060708090a0b0c0d0e0f10',
    '10.0.0.3 module PMU 1: North',
    '10.0.0.3 module PMU 2: South',
    '10.0.0.3 stream-id 99',
  ])
})
