import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { modbusTcp } from './modbus-tcp.ts'

/** An MBAP header around unit id and PDU. */
function adu(pdu: string, transaction = 1, unit = 1): string {
  const body = pdu.replace(/\s+/g, '')
  const word = (n: number) => n.toString(16).padStart(4, '0')
  return `${word(transaction)}0000${word(body.length / 2 + 1)}${unit.toString(16).padStart(2, '0')}${body}`
}

describe('requests and answers', () => {
  const asked: readonly (readonly [string, string, string, string, Record<string, string[]>])[] = [
    ['read coils', '01 0013 0025', 'FC1', 'read', { coil: ['19-55'] }],
    ['read discrete inputs', '02 00c4 0016', 'FC2', 'read', { discrete: ['196-217'] }],
    ['read holding registers', '03 006b 0003', 'FC3', 'read', { holding: ['107-109'] }],
    ['read input registers', '04 0008 0001', 'FC4', 'read', { input: ['8'] }],
    ['write single coil', '05 00ac ff00', 'FC5', 'write', { coil: ['172'] }],
    ['write single register', '06 0001 0003', 'FC6', 'write', { holding: ['1'] }],
    ['read exception status', '07', 'FC7', 'diagnose', {}],
    ['return query data', '08 0000 a537', 'FC8', 'diagnose', {}],
    ['restart communications option', '08 0001 ff00', 'FC8', 'control', {}],
    ['force listen only mode', '08 0004 0000', 'FC8', 'control', {}],
    ['write multiple coils', '0f 0013 000a 02 cd01', 'FC15', 'write', { coil: ['19-28'] }],
    ['write multiple registers', '10 0001 0002 04 000a 0102', 'FC16', 'write', { holding: ['1-2'] }],
    ['report server id', '11', 'FC17', 'diagnose', {}],
    ['read file record', '14 0e 06 0004 0001 0002 06 0003 0009 0002', 'FC20', 'file', { file: ['4', '3'] }],
    ['write file record', '15 0d 06 0004 0007 0003 06af 04be 100d', 'FC21', 'file', { file: ['4'] }],
    ['mask write register', '16 0004 00f2 0025', 'FC22', 'write', { holding: ['4'] }],
    [
      'read and write multiple registers',
      '17 0003 0006 000e 0003 06 00ff00ff00ff',
      'FC23',
      'write',
      { 'holding-read': ['3-8'], holding: ['14-16'] },
    ],
    ['read FIFO queue', '18 04de', 'FC24', 'read', { fifo: ['1246'] }],
    ['read device identification', '2b 0e 01 00', 'FC43', 'diagnose', {}],
    ['stop controller', '5a 00 41 ff', 'FC90', 'control', {}],
    ['download block', '5a 00 34 0001', 'FC90', 'program', {}],
  ]
  test.for(asked)('%s', ([title, pdu, name, klass, objects]) => {
    const bytes = hex(adu(pdu, 7, 17))
    const heard = dissect(modbusTcp, bytes)
    expect(heard.operations).toEqual({ [`${name} asked`]: 1 })
    expect(heard.meanings).toEqual({ [name]: `${title} (${klass})` })
    const touched = { unit: ['17'], ...objects }
    expect(heard.objects).toEqual(Object.fromEntries(Object.entries(touched).map(([k, v]) => [`${name} ${k}`, v])))
    expect(heard.consumed).toBe(bytes.length)
    expect(recognition(modbusTcp, bytes, C2S, false), 'known away from its port').toBe(YES)
  })

  test('an answer says what was done, and an exception what was refused', () => {
    const heard = dissect(
      modbusTcp,
      hex(
        adu('03 06 022b 0000 0064'),
        adu('10 0001 0002'),
        adu('83 02'),
        adu('90 04'),
        adu('86 05'),
        adu('5a 00 fe'),
        adu('5a 00 fd'),
      ),
      S2C,
    )
    expect(heard.operations).toEqual({
      'FC3 done': 1,
      'FC16 done': 1,
      'FC3!EX2 refused': 1,
      'FC16!EX4 refused': 1,
      'FC6!EX5 asked': 1,
      'FC90 done': 1,
      'FC90 refused': 1,
    })
    expect(heard.meanings['FC3!EX2']).toBe('read holding registers: illegal data address (read)')
    expect(heard.objects['FC16 holding']).toEqual(['1-2'])
    expect(heard.objects['FC3 holding']).toBeUndefined()
  })

  test('a device identification becomes facts; what is cut off or private does not', () => {
    const object = (id: string, text: string) =>
      `${id}${text.length.toString(16).padStart(2, '0')}${[...text].map((c) => c.charCodeAt(0).toString(16)).join('')}`
    const pdu = `2b 0e 03 83 00 00 05 ${object('00', 'Acme ')}${object('01', 'PX-15')}${object('02', 'V2.9')}${object('80', 'secret')}0509`
    expect(dissect(modbusTcp, hex(adu(pdu)), S2C).facts).toEqual({
      make: 'Acme',
      'order-number': 'PX-15',
      firmware: 'V2.9',
    })
    const behind = dissect(modbusTcp, hex(adu(pdu, 1, 5)), S2C).facts
    expect(behind, 'another device, behind a gateway').toMatchObject({ 'unit-5-firmware': 'V2.9' })
    expect(behind['firmware']).toBeUndefined()
  })

  test('a server id is the longest text of the answer, if there is any', () => {
    const answer = (hexId: string) => dissect(modbusTcp, hex(adu(`11 ${hexId}`)), S2C).facts
    expect(answer(`0e 01ff 4f4b 00 4d4349203230303100`)).toEqual({ 'server-id': 'MCI 2001' })
    expect(answer('03 0affff')).toEqual({})
  })
})

describe('what is no Modbus', () => {
  test('is refused by content, also on the port', () => {
    for (const text of ['GET / HTTP/1.0\r\n', 'SSH-2.0-x\r\n', '\x03\x00\x00\x16\x11\xe0\x00\x00'])
      expect(recognition(modbusTcp, new TextEncoder().encode(text), C2S, true), text).toBe(NO)
    expect(recognition(modbusTcp, hex('0001 0000 00'), C2S, true)).toBe(MAYBE)
    expect(recognition(modbusTcp, hex('0001 0000 0001 01 03'), C2S, true), 'no function inside').toBe(NO)
  })

  test('away from the port the length must be the one the function asks for', () => {
    const odd = hex('0001 0000 0007 01 03 0000 0001 00')
    expect(recognition(modbusTcp, odd, C2S, true)).toBe(YES)
    expect(recognition(modbusTcp, odd, C2S, false)).toBe(NO)
    expect(recognition(modbusTcp, hex(adu('83 02')), C2S, false), 'no client sends exceptions').toBe(NO)
  })

  test('inside a stream is counted as lost, and the next message is found', () => {
    const heard = dissect(modbusTcp, hex(adu('03 0000 0001'), 'ffffff', adu('06 0005 0001')))
    expect(heard.operations).toEqual({ 'FC3 asked': 1, 'FC6 asked': 1 })
    expect(heard.lost).toBe(3)
  })
})

const pdus = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc
    .tuple(fc.constantFrom(1, 3, 5, 8, 16, 20, 21, 23, 43, 90, 0x83, 0xab), fc.uint8Array({ maxLength: 30 }))
    .map(([code, rest]) => hex(adu(code.toString(16).padStart(2, '0') + Buffer.from(rest).toString('hex')))),
)

test('any bytes in any pieces: nothing throws, nothing is read twice, and the cuts change nothing', () => {
  fc.assert(
    fc.property(
      fc.array(pdus, { maxLength: 6 }),
      fc.array(fc.nat(120), { maxLength: 10 }),
      fc.constantFrom(C2S, S2C),
      (parts, cuts, direction) => {
        const bytes = hex(...parts.map((p) => Buffer.from(p).toString('hex')))
        const whole = dissect(modbusTcp, bytes, direction)
        expect(dissect(modbusTcp, bytes, direction, cuts)).toEqual(whole)
        expect(bytes.length - whole.consumed).toBeLessThanOrEqual(modbusTcp.longest)
        recognition(modbusTcp, bytes, direction, false)
        recognition(modbusTcp, bytes, direction, true)
      },
    ),
    { numRuns: 500 },
  )
})
