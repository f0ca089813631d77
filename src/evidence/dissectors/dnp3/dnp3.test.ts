import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { dnp3 } from './dnp3.ts'

/** Bytes followed by their CRC, worked out bit by bit. */
function checked(digits: string): string {
  let crc = 0
  for (const byte of hex(digits)) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa6bc : crc >> 1
  }
  crc ^= 0xffff
  return digits + [crc & 255, crc >> 8].map((n) => n.toString(16).padStart(2, '0')).join('')
}

const word = (n: number) => [n & 255, n >> 8].map((b) => b.toString(16).padStart(2, '0')).join('')

/** A link frame around user data. */
function frame(control: string, data = '', { from = 3, to = 1 } = {}): string {
  const digits = data.replace(/\s+/g, '')
  const length = (5 + digits.length / 2).toString(16).padStart(2, '0')
  const blocks = digits.match(/.{1,32}/g) ?? []
  return checked(`0564${length}${control}${word(to)}${word(from)}`) + blocks.map(checked).join('')
}

const asks = (message: string) => frame('c4', `c0${message}`)
const answers = (message: string) => frame('44', `c0${message}`, { from: 1, to: 3 })

describe('requests', () => {
  const asked: readonly (readonly [string, string, string, Record<string, string[]>])[] = [
    ['AL_0', 'confirm (session)', 'c0 00', {}],
    ['AL_1', 'read points (read)', 'c0 01 1e 00 00 05 09', { g30: ['0'], 'analog-input': ['5-9'] }],
    ['AL_1', 'read points (read)', 'c0 01 01 02 17 02 05 09', { g1: ['2'], 'binary-input': ['5', '9'] }],
    ['AL_1', 'read points (read)', 'c0 01 14 00 06', { g20: ['0'], counter: ['0-65535'] }],
    ['AL_1', 'read file (file)', 'c0 01 46 05 5b 01 0800 00000001 00000000', { g70: ['5'] }],
    ['AL_2', 'write time (control)', 'c0 02 32 01 07 01 00b0fc4c9c01', { g50: ['1'] }],
    ['AL_2', 'write deadbands (write)', 'c0 02 22 01 17 01 04 0500', { g34: ['1'], deadband: ['4'] }],
    ['AL_2', 'write virtual terminal (control)', 'c0 02 70 03 17 01 00 646972', { g112: ['3'], terminal: ['0'] }],
    ['AL_2', 'write internal indications (control)', 'c0 02 50 01 00 07 07 00', { g80: ['1'], indication: ['7'] }],
    [
      'AL_5',
      'direct operate (control)',
      'c0 05 0c 01 17 02 01 41 01 00000000 00000000 00 02 81 01 00000000 00000000 00',
      { g12: ['1'], 'binary-command': ['1', '2'], 'control-code': ['65', '129'] },
    ],
    ['AL_6', 'direct operate without answer (control)', 'c0 06 29 03 28 0100 0002 0000803f 00', { g41: ['3'], 'analog-command': ['512'] }],
    ['AL_9', 'freeze and clear (control)', 'c0 09 14 00 06', { g20: ['0'], counter: ['0-65535'] }],
    ['AL_11', 'freeze at a time (control)', 'c0 0b 32 02 07 01 00b0fc4c9c01 00000000 14 00 06', { g50: ['2'], g20: ['0'], counter: ['0-65535'] }],
    ['AL_14', 'warm restart (control)', 'c0 0e', {}],
    ['AL_16', 'initialize application (control)', 'c0 10 5a 01 5b 01 0400 50554d50', { g90: ['1'], application: ['PUMP'] }],
    ['AL_18', 'stop application (control)', 'c0 12 5a 01 06', { g90: ['1'] }],
    ['AL_19', 'save configuration (program)', 'c0 13', {}],
    ['AL_20', 'enable unsolicited responses (control)', 'c0 14 3c 02 06 3c 03 06', { g60: ['2', '3'], class: ['1', '2'] }],
    ['AL_22', 'assign points to classes (write)', 'c0 16 3c 03 06 01 00 00 00 07', { g60: ['3'], class: ['2'], g1: ['0'], 'binary-input': ['0-7'] }],
    ['AL_27', 'delete file (file)', 'c0 1b 46 03 5b 01 1f00 1a00 0500 000000000000 0000 00000000 00000000 0000 0000 0100 2f612e62 63', { g70: ['3'], file: ['/a.bc'] }],
    ['AL_31', 'activate configuration (program)', 'c0 1f 46 08 5b 01 0200 2f61', { g70: ['8'], file: ['/a'] }],
    ['AL_32', 'authentication request (session)', 'c0 20 78 04 07 01 0100', { g120: ['4'] }],
    ['AL_99', 'unknown function (other)', 'c0 63', {}],
  ] // biome-ignore format: a table
  test.for(asked)('%s: %s', ([name, means, message, objects]) => {
    const bytes = hex(asks(message))
    const heard = dissect(dnp3, bytes)
    expect(heard.operations).toEqual({ [`${name} asked`]: 1 })
    expect(heard.meanings).toEqual({ [name]: means })
    const touched = { 'from-3-to': ['1'], ...objects }
    expect(heard.objects).toEqual(Object.fromEntries(Object.entries(touched).map(([k, v]) => [`${name} ${k}`, v])))
    expect(heard.lost).toBe(0)
    expect(heard.consumed).toBe(bytes.length)
    expect(recognition(dnp3, bytes, C2S, false), 'known away from its port').toBe(YES)
  })

  test('a password for files is told as present and never kept', () => {
    const heard = dissect(dnp3, hex(asks('c0 1d 46 02 5b 01 1600 0c00 0400 1000 0600 00000000 726f6f74 736563726574')))
    expect(heard.facts).toEqual({
      'dnp3-address': '3 (master)',
      'receiver.clear-text-credentials': 'DNP3 file password',
    })
    expect(JSON.stringify(heard)).not.toMatch(/root|secret/)
  })
})

describe('responses', () => {
  const outcomes: readonly (readonly [string, string, string])[] = [
    ['AL_129 done', 'response: nothing (other)', 'c0 81 0000'],
    ['AL_129 done', 'response: nothing (other)', 'c0 81 9008'],
    ['AL_129 refused', 'response: nothing (other)', 'c0 81 0001'],
    ['AL_129 refused', 'response: nothing (other)', 'c0 81 0010'],
    ['AL_129 done', 'response: commands (control)', 'c0 81 0000 0c 01 17 01 01 41 01 00000000 00000000 00'],
    ['AL_129 refused', 'response: commands (control)', 'c0 81 0000 0c 01 17 01 01 41 01 00000000 00000000 02'],
    ['AL_129 refused', 'response: commands (control)', 'c0 81 0000 29 02 00 04 05 1027 00 1027 0c'],
    ['AL_129 done', 'response: file (file)', 'c0 81 0000 46 04 5b 01 0d00 01000000 20000000 0004 0100 00'],
    ['AL_129 refused', 'response: file (file)', 'c0 81 0000 46 06 5b 01 0900 01000000 00000000 10'],
    ['AL_130 done', 'unsolicited response: points (read)', 'd0 82 0001 33 01 07 01 00b0fc4c9c01 02 03 28 0100 0300 81 0000'],
    ['AL_131 done', 'authentication response (session)', 'c0 83 0000 78 01 5b 01 0800 0000000000000000'],
    ['AL_131 refused', 'authentication response (session)', 'c0 83 0000 78 07 5b 01 0200 0000'],
  ] // biome-ignore format: a table
  test.for(outcomes)('%s: %s (%s)', ([outcome, means, message]) => {
    const heard = dissect(dnp3, hex(answers(message)), S2C)
    expect(heard.operations).toEqual({ [outcome]: 1 })
    expect(Object.values(heard.meanings)).toEqual([means])
    expect(heard.lost).toBe(0)
  })

  test('points in bits, with flags, behind an index and behind a size are all stepped over', () => {
    const message = `c0 81 0000 01 01 00 00 09 ff03 03 01 01 0000 0400 ff03 6e 02 00 01 02 41424344
      57 01 5b 02 0100 aa 0200 bbbb 15 09 00 00 00 01000000`
    const heard = dissect(dnp3, hex(answers(message)), S2C)
    expect(heard.objects).toMatchObject({
      'AL_129 binary-input': ['0-9'],
      'AL_129 double-input': ['0-4'],
      'AL_129 octet-string': ['1-2'],
      'AL_129 frozen-counter': ['0'],
      'AL_129 g87': ['1'],
    })
    expect(heard.lost).toBe(0)
  })

  test('what follows an unknown object or a wrong range is counted as lost, not guessed', () => {
    expect(dissect(dnp3, hex(answers('c0 81 0000 fa 01 00 00 00 ff ff')), S2C).lost).toBe(7)
    expect(dissect(dnp3, hex(answers('c0 81 0000 1e 02 00 05 04 01')), S2C).lost).toBe(6)
    expect(dissect(dnp3, hex(answers('c0 81 0000 0c 03 00 00 0f ff')), S2C).lost).toBe(6)
  })
})

describe('frames and segments', () => {
  const link: readonly (readonly [string, string])[] = [
    ['40', 'LL_P0 asked'], ['41', 'LL_P1 asked'], ['c2', 'LL_P2 asked'], ['c9', 'LL_P9 asked'],
    ['00', 'LL_S0 done'], ['01', 'LL_S1 refused'], ['8b', 'LL_S11 done'], ['0e', 'LL_S14 refused'], ['0f', 'LL_S15 refused'],
  ] // biome-ignore format: a table
  test.for(link)('control %s is %s', ([control, said]) => {
    expect(dissect(dnp3, hex(frame(control))).operations).toEqual({ [said]: 1 })
  })

  test('segments are put together over the turn of the counter, and over other addresses between them', () => {
    const other = { from: 9, to: 3 }
    const heard = dissect(
      dnp3,
      hex(
        frame('44', '7f c0 81 0000 1e 02 00 00'),
        frame('44', '40 c0 81 0000 01 01', other),
        frame('44', '00 01 01 0100'),
        frame('44', '00 01 01 0100'),
        frame('44', '81 00 00 00 01', other),
        frame('44', '81 01 0200'),
      ),
      S2C,
    )
    expect(heard.operations).toEqual({ 'LL_P4 asked': 4, 'AL_129 done': 2 })
    expect(heard.objects).toMatchObject({ 'AL_129 analog-input': ['0-1'], 'AL_129 binary-input': ['0'] })
    expect(heard.lost).toBe(0)
  })

  test('a segment without its beginning, or after a gap, ends no message', () => {
    const heard = dissect(
      dnp3,
      hex(frame('44', '81 c0 81 0000'), frame('44', '42 c0 81'), frame('44', '84 0000'), frame('44', '83 0000')),
      S2C,
    )
    expect(heard.operations).toEqual({ 'LL_P4 asked': 4 })
  })

  test('a wrong CRC of a block spoils the frame, one of the header more than that', () => {
    const good = hex(asks('c0 0d'))
    const block = good.map((byte, i) => (i === 11 ? byte ^ 1 : byte))
    expect(dissect(dnp3, block)).toMatchObject({ operations: { 'LL_P4 asked': 1 }, lost: 3, facts: {} })
    const header = good.map((byte, i) => (i === 4 ? byte ^ 1 : byte))
    expect(dissect(dnp3, header)).toMatchObject({ operations: {}, lost: good.length })
    expect(recognition(dnp3, header, C2S, true)).toBe(NO)
  })

  test('garbage between frames is lost alone', () => {
    const heard = dissect(dnp3, hex('0505ff', asks('c0 0d'), '05640564', asks('c0 0e')))
    expect(heard.operations).toEqual({ 'AL_13 asked': 1, 'AL_14 asked': 1 })
    expect(heard.lost).toBe(7)
    expect(recognition(dnp3, hex('0564 05'), C2S, true)).toBe(MAYBE)
  })
})

test('its trace: two stations over TCP, two over UDP', () => {
  const { conversations, facts } = readCapture(pcapOfTrace(traceOf('dnp3')))
  expect(
    conversations.map((c) => [
      c.transport,
      c.operations.map((o) => `${o.direction} ${o.name} ${o.outcome} ${o.count}`),
    ]),
  ).toMatchInlineSnapshot(`
    [
      [
        "tcp",
        [
          "c2s AL_0 asked 1",
          "c2s AL_1 asked 1",
          "c2s AL_1 asked 1",
          "s2c AL_129 done 3",
          "s2c AL_129 done 1",
          "s2c AL_129 done 1",
          "s2c AL_129 done 2",
          "s2c AL_129 refused 1",
          "s2c AL_129 refused 1",
          "s2c AL_129 refused 1",
          "c2s AL_13 asked 1",
          "s2c AL_130 done 1",
          "c2s AL_2 asked 1",
          "c2s AL_2 asked 1",
          "c2s AL_21 asked 1",
          "c2s AL_25 asked 1",
          "c2s AL_3 asked 1",
          "c2s AL_4 asked 1",
          "c2s AL_5 asked 1",
          "s2c LL_P4 asked 1",
          "s2c LL_P9 asked 1",
          "c2s LL_S11 done 1",
        ],
      ],
      [
        "udp",
        [
          "c2s LL_P9 asked 1",
          "s2c LL_S11 done 1",
        ],
      ],
    ]
  `)
  expect(facts.map((f) => `${f.subject} ${f.attribute} ${f.value}`).sort()).toEqual([
    '10.0.0.1 dnp3-address 3 (master)',
    '10.0.0.2 dnp3-address 1 (outstation)',
    '10.0.0.2 firmware V2.1',
    '10.0.0.2 make Acme',
    '10.0.0.2 product PX-15 feeder relay',
    '10.0.0.2 serial SN-0815',
  ])
})
