import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { slmp } from './slmp.ts'

const ascii = (text: string) => Buffer.from(text).toString('hex')
const size = (digits: string) => digits.replace(/\s+/g, '').length / 2
const le = (n: number) => `${(n & 255).toString(16).padStart(2, '0')}${(n >> 8).toString(16).padStart(2, '0')}`
const asked = (body: string) => `5000 00ffff0300 ${le(2 + size(body))} 1000 ${body}`
const answered = (body: string) => `d000 00ffff0300 ${le(size(body))} ${body}`
const text = (body: string, head = '500000FF03FF00') =>
  ascii(`${head}${(4 + body.length).toString(16).toUpperCase().padStart(4, '0')}0010${body}`)

describe('requests', () => {
  const rows: readonly (readonly [string, string, string, string, Record<string, string[]>])[] = [
    ['read type name', '0101 0000', 'CMD_0101', 'diagnose', {}],
    ['read devices', '0104 0000 640000 a8 0a00', 'CMD_0401', 'read', { d: ['100-109'] }],
    ['read devices', '0104 0100 320000 90 0800', 'CMD_0401', 'read', { m: ['50-57'] }],
    ['read devices', '0104 0200 00000100 a800 0200', 'CMD_0401', 'read', { d: ['65536-65537'] }],
    ['read devices', '0104 0000 640000 77 0100', 'CMD_0401', 'read', { 'device-77': ['100'] }],
    ['write devices', '0114 0000 100000 b4 0100 3412', 'CMD_1401', 'write', { w: ['16'] }],
    ['read scattered devices', '0304 0000 02 01 000000a8 640000a8 000000b0', 'CMD_0403', 'read', { d: ['0', '100'], zr: ['0-1'] }], // biome-ignore format: a row
    ['write scattered devices', '0214 0000 01 01 000000a8 0100 0a0000a8 01000200', 'CMD_1402', 'write', { d: ['0', '10-11'] }], // biome-ignore format: a row
    ['write scattered devices', '0214 0100 02 000000 90 01 050000 9d 00', 'CMD_1402', 'write', { m: ['0'], y: ['5'] }],
    ['read blocks of devices', '0604 0000 01 01 000000a8 0400 00000090 0200', 'CMD_0406', 'read', { d: ['0-3'], m: ['0-31'] }], // biome-ignore format: a row
    ['write blocks of devices', '0614 0000 02 00 000000a8 0100 aaaa 0a0000a8 0100 bbbb', 'CMD_1406', 'write', { d: ['0', '10'] }], // biome-ignore format: a row
    ['read own memory', '1306 0000 20000000 0400', 'CMD_0613', 'read', { memory: ['32-35'] }],
    ['write memory of a module', '0116 0000 20000000 0400 0300 01020304', 'CMD_1601', 'write', { 'module-memory': ['32-35'] }], // biome-ignore format: a row
    ['remote run', '0110 0000 0100 00 00', 'CMD_1001', 'control', {}],
    ['remote stop', '0210 0000 0100', 'CMD_1002', 'control', {}],
    ['remote reset', '0610 0000 0100', 'CMD_1006', 'control', {}],
    ['write file', '2918 0000 0000 00000000 0200 0102', 'CMD_1829', 'file', {}],
    ['unknown command', '7777 0000', 'CMD_7777', 'other', {}],
  ]
  test.for(rows)('%s: %s', ([title, body, name, klass, objects]) => {
    const bytes = hex(asked(body))
    const heard = dissect(slmp, bytes)
    expect(heard.operations).toEqual({ [`${name} asked`]: 1 })
    expect(heard.meanings).toEqual({ [name]: `${title} (${klass})` })
    expect(heard.objects).toEqual(Object.fromEntries(Object.entries(objects).map(([k, v]) => [`${name} ${k}`, v])))
    expect(recognition(slmp, bytes, C2S, false)).toBe(name === 'CMD_7777' ? NO : YES)
    expect(recognition(slmp, bytes, C2S, true)).toBe(YES)
  })

  test('in ASCII addresses are decimal or hex by their device', () => {
    const heard = dissect(
      slmp,
      hex(text('04010000D*0001000010'), text('04010001X*0000200002'), text('04010002D***000001000002')),
    )
    expect(heard.operations).toEqual({ 'CMD_0401 asked': 3 })
    expect(heard.objects).toEqual({ 'CMD_0401 d': ['100-115', '100-101'], 'CMD_0401 x': ['32-33'] })
  })

  test('a remote password is told, not kept; another station is named', () => {
    const other = `5400 3412 0000 0205ff0300 ${le(12)} 1000 3016 0000 0400 ${ascii('pass')}`
    const heard = dissect(slmp, hex(other))
    expect(heard.facts).toEqual({ 'receiver.clear-text-credentials': 'SLMP remote password' })
    expect(heard.objects).toEqual({ 'CMD_1630 network': ['2'], 'CMD_1630 station': ['5'] })
  })
})

describe('answers', () => {
  test('went well without a name, or are refused with their command', () => {
    const heard = dissect(
      slmp,
      hex(answered('0000 0100'), answered('00c2 00ffff0300 3016 0000'), answered('56c0')),
      S2C,
    )
    expect(heard.operations).toEqual({ 'RES done': 1, 'CMD_1630 refused': 1, 'RES refused': 1 })
    expect(heard.objects).toEqual({
      'CMD_1630 error': ['49664'],
      'CMD_1630 denied': ['49664'],
      'RES error': ['49238'],
    })
    expect(dissect(slmp, hex(ascii('D00000FF03FF000004C200')), S2C).objects).toEqual({
      'RES error': ['49664'],
      'RES denied': ['49664'],
    })
  })

  test('the type name gives model and make; words that hold other texts do not', () => {
    const name = (model: string) => dissect(slmp, hex(answered(`0000 ${ascii(model.padEnd(16))} 6603`)), S2C).facts
    expect(name('Q03UDVCPU')).toEqual({ product: 'Q03UDVCPU', make: 'Mitsubishi Electric' })
    expect(name('FX5U-32MT/ES')).toEqual({ product: 'FX5U-32MT/ES', make: 'Mitsubishi Electric' })
    expect(name('KV-7500')).toEqual({ product: 'KV-7500' })
    expect(name('BATCH 12')).toEqual({})
    expect(name('batch12')).toEqual({})
  })
})

describe('what is claimed', () => {
  test('lengths, routes and commands must fit', () => {
    expect(recognition(slmp, hex('5000 00ff'), C2S, true)).toBe(MAYBE)
    expect(recognition(slmp, hex('5000 00ffff0300 0d00 1000 0104 0000 640000a80a00 00'), C2S, false), 'length').toBe(NO)
    expect(recognition(slmp, hex('5000 00ffff1300 0c00 1000 0104 0000 640000a80a00'), C2S, false), 'module').toBe(NO)
    expect(recognition(slmp, hex('5700 0000'), C2S, true), 'MELSOFT').toBe(NO)
    expect(recognition(slmp, hex(ascii('500 unknown command\r\n')), S2C, true), 'an answer of another protocol').toBe(
      NO,
    )
    expect(recognition(slmp, hex(asked('0104 0000 640000a80a00')).slice(0, 20), C2S, true, 'udp')).toBe(NO)
  })

  test('garbage is counted, and the next message found', () => {
    const heard = dissect(slmp, hex(asked('0210 0000 0100'), '5000ff', asked('0101 0000')))
    expect([heard.operations, heard.lost]).toEqual([{ 'CMD_1002 asked': 1, 'CMD_0101 asked': 1 }, 3])
  })

  test('the trace: binary, ASCII and 4E', () => {
    const { conversations, facts } = readCapture(pcapOfTrace(traceOf('slmp')))
    const asked = conversations.map((c) =>
      c.operations.filter((o) => o.direction === 'c2s').map((o) => [o.name, o.objects]),
    )
    expect(asked).toEqual([
      [
        ['CMD_0401', { d: '100-109', m: '48', r: '5-6', x: '16' }],
        ['CMD_1401', { d: '200' }],
      ],
      [
        ['CMD_0401', { d: '100-115', m: '48', r: '5-6', x: '22' }],
        ['CMD_1401', { d: '200', m: '10' }],
      ],
      [
        ['CMD_0101', {}],
        ['CMD_0403', { d: '0,100', y: '0-1' }],
        ['CMD_1001', {}],
        ['CMD_1002', {}],
        ['CMD_1630', {}],
      ],
      [['CMD_0401', { d: '100-101', network: '2', station: '5' }]],
    ])
    expect(facts.map((f) => [f.subject, f.attribute, f.value])).toEqual([
      ['10.0.0.3', 'clear-text-credentials', 'SLMP remote password'],
      ['10.0.0.3', 'make', 'Mitsubishi Electric'],
      ['10.0.0.3', 'product', 'Q03UDVCPU'],
    ])
  })
})
