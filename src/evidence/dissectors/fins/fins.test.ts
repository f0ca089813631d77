import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { fins } from './fins.ts'

const ascii = (text: string) => Buffer.from(text).toString('hex')
const size = (digits: string) => digits.replace(/\s+/g, '').length / 2
const asked = (body: string) => `80000200020000090011${body}`
const answered = (body: string) => `c0000200090000020011${body}`
const tcp = (message: string, command = 2, error = 0) =>
  `46494e53${[8 + size(message), command, error].map((n) => n.toString(16).padStart(8, '0')).join('')}${message}`
const udp = (text: string, direction: typeof C2S | typeof S2C = C2S) => dissect(fins, hex(text), direction, [], 'udp')

describe('commands', () => {
  const rows: readonly (readonly [string, string, string, string, Record<string, string[]>])[] = [
    ['read memory area', '0101 82 0064 00 000a', 'CMD_0101', 'read', { dm: ['100-109'] }],
    ['read memory area', '0101 30 0050 07 000a', 'CMD_0101', 'read', { cio: ['80-81'] }],
    ['read memory area', '0101 a3 0001 00 0002', 'CMD_0101', 'read', { em3: ['1-2'] }],
    ['read memory area', '0101 60 0001 00 0002', 'CMD_0101', 'read', { em10: ['1-2'] }],
    ['read memory area', '0101 5e 0001 00 0001', 'CMD_0101', 'read', { 'area-5e': ['1'] }],
    ['write memory area', '0102 b1 0002 00 0001 1234', 'CMD_0102', 'write', { work: ['2'] }],
    ['fill memory area', '0103 b2 0002 00 0004 1234', 'CMD_0103', 'write', { holding: ['2-5'] }],
    ['read several memory areas', '0104 b3 0001 00 89 0005 00', 'CMD_0104', 'read', { auxiliary: ['1'], 'timer-counter': ['5'] }], // biome-ignore format: a row
    ['transfer memory area', '0105 82 0001 00 b0 0005 00 0003', 'CMD_0105', 'write', { cio: ['5-7'], 'dm-source': ['1-3'] }], // biome-ignore format: a row
    ['read parameter area', '0201 8012 0000 0002', 'CMD_0201', 'read', { 'parameter-area': ['32786'] }],
    ['write parameter area', '0202 8010 0000 8001 1234', 'CMD_0202', 'program', { 'parameter-area': ['32784'] }],
    ['read program area', '0306 0000 00000000 0100', 'CMD_0306', 'file', { program: ['0'] }],
    ['write program area', '0307 0000 00000000 8002 1234', 'CMD_0307', 'program', { program: ['0'] }],
    ['clear program area', '0308 ffff 00', 'CMD_0308', 'program', { program: ['65535'] }],
    ['run', '0401 0000 02', 'CMD_0401', 'control', { program: ['0'], mode: ['2'] }],
    ['stop', '0402', 'CMD_0402', 'control', {}],
    ['set clock', '0702 260102030405', 'CMD_0702', 'control', {}],
    ['force or release bits', '2301 0002 0001 30 0050 07 0000 02 0003 01', 'CMD_2301', 'control', { cio: ['80'], dm: ['3'] }], // biome-ignore format: a row
    ['delete file', `2205 0000 0001 ${ascii('PROGRAM .OBJ')}`, 'CMD_2205', 'file', { file: ['PROGRAM .OBJ'] }],
    [
      'transfer memory area to a file',
      `220a 0000 82 0001 00 0004 0000 ${ascii('DATA    .IOM')}`,
      'CMD_220a',
      'file',
      { dm: ['1-4'], file: ['DATA    .IOM'] },
    ],
    [
      'transfer a file to program area',
      `220c 0001 0000 00000000 00000000 0000 ${ascii('PROGRAM .OBJ')}`,
      'CMD_220c',
      'program',
      { program: ['0'], file: ['PROGRAM .OBJ'] },
    ],
    ['unknown command', '0901 00', 'CMD_0901', 'other', {}],
  ]
  test.for(rows)('%s: %s', ([title, body, name, klass, objects]) => {
    const heard = udp(asked(body))
    expect(heard.operations).toEqual({ [`${name} asked`]: 1 })
    expect(heard.meanings).toEqual({ [name]: `${title} (${klass})` })
    const touched = { node: ['2'], ...objects }
    expect(heard.objects).toEqual(Object.fromEntries(Object.entries(touched).map(([k, v]) => [`${name} ${k}`, v])))
    expect(dissect(fins, hex(tcp(asked(body)))).operations).toEqual(heard.operations)
  })

  test('a password is told, not kept; four zeros are none', () => {
    expect(udp(asked(`0304 0000 00 00000000 ffffffff ${ascii('PASS')}`)).facts).toEqual({
      'receiver.clear-text-credentials': 'FINS program protection password',
    })
    expect(udp(asked('0305 0000 00 00000000 ffffffff 00000000')).facts).toEqual({})
  })
})

describe('answers', () => {
  test('are refused by their end code, which an error of the CPU does not spoil', () => {
    const heard = [
      answered('0101 0040 1234'),
      answered('0102 2102'),
      answered('0103 1103'),
      answered('0701 0080 260101'),
    ]
    expect(heard.map((text) => Object.keys(udp(text, S2C).operations)[0])).toEqual([
      'CMD_0101 done',
      'CMD_0102 refused',
      'CMD_0103 refused',
      'CMD_0701 done',
    ])
    expect(udp(heard[1]!, S2C).objects).toEqual({ 'CMD_0102 error': ['8450'], 'CMD_0102 denied': ['8450'] })
    expect(udp(heard[2]!, S2C).objects).toEqual({ 'CMD_0103 error': ['4355'] })
  })

  test('tell model, version, units and name', () => {
    const data = `0501 0000 ${ascii('CP1L-EL20DR-D'.padEnd(20))}${ascii('  01.00')}0000000000${ascii('01.06')}000000`
    expect(udp(answered(data), S2C).facts).toEqual({ make: 'Omron', product: 'CP1L-EL20DR-D', firmware: '01.00' })
    const units = `0502 0000 82 10${ascii('CJ1W-EIP21'.padEnd(20))} 11${ascii('CJ1W-SCU41'.padEnd(20))}`
    expect(udp(answered(units), S2C).facts).toEqual({ module: 'unit 11: CJ1W-SCU41' })
    expect(udp(answered(`2603 0000 ${ascii('LINE-1  ')}`), S2C).facts).toEqual({ name: 'LINE-1' })
    expect(udp(answered('0501 0000 0001000200030004'), S2C).facts).toEqual({})
  })
})

describe('transport', () => {
  test('frames of FINS/TCP stand apart, and garbage between them is counted', () => {
    const heard = dissect(fins, hex(tcp('00000000', 0), 'ffff', tcp(asked('0402')), tcp('', 3, 1)))
    expect(heard.operations).toEqual({ 'fins-tcp/TCP0 asked': 1, 'CMD_0402 asked': 1, 'fins-tcp/TCP3 refused': 1 })
    expect(heard.lost).toBe(2)
  })

  test('is known by its magic in streams, by header, command and length in datagrams', () => {
    expect(recognition(fins, hex('46494e'), C2S, false)).toBe(MAYBE)
    expect(recognition(fins, hex('46494f'), C2S, true)).toBe(NO)
    const seen = (text: string, hinted: boolean) => recognition(fins, hex(text), C2S, hinted, 'udp')
    expect(seen(asked('0101 82 0064 00 000a'), false)).toBe(YES)
    expect(seen(asked('0101 82 0064 00 000a 00'), false), 'too long').toBe(NO)
    expect(seen(asked('0901 00'), false), 'no such command').toBe(NO)
    expect(seen(asked('0901 00'), true)).toBe(YES)
    expect(seen('8001020002000009001104020000', true), 'a reserved byte').toBe(NO)
  })

  test('the trace: who did what', () => {
    const { conversations, facts } = readCapture(pcapOfTrace(traceOf('fins')))
    expect(conversations.map((c) => [c.transport, c.protocols.join(' ')])).toEqual([
      ['tcp', 'fins fins-tcp'],
      ['udp', 'fins'],
    ])
    expect(facts.map((f) => [f.subject, f.attribute, f.value])).toEqual([
      ['10.0.0.2', 'clear-text-credentials', 'FINS program protection password'],
      ['10.0.0.2', 'firmware', '02.01'],
      ['10.0.0.2', 'make', 'Omron'],
      ['10.0.0.2', 'product', 'CJ2M-CPU33'],
    ])
  })
})
