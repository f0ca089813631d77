import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { ads } from './ads.ts'

const le = (n: number, bytes: number) =>
  Array.from({ length: bytes }, (_, i) => ((n / 256 ** i) & 255).toString(16).padStart(2, '0')).join('')
const ascii = (text: string) => Buffer.from(text).toString('hex')
const size = (digits: string) => digits.replace(/\s+/g, '').length / 2

interface Options {
  readonly port?: number
  readonly answer?: boolean
  readonly error?: number
  readonly flags?: number
}
/** An AMS/TCP frame between 1.2.3.4.1.1 (port 32750) and 5.6.7.8.1.1. */
function frame(
  command: number,
  data: string,
  { port = 851, answer = false, error = 0, flags = 4 }: Options = {},
): string {
  const ends = [`010203040101${le(32_750, 2)}`, `050607080101${le(port, 2)}`]
  const [source, target] = answer ? [ends[1], ends[0]] : ends
  const head = `${target}${source}${le(command, 2)}${le(flags | (answer ? 1 : 0), 2)}${le(size(data), 4)}${le(error, 4)}${le(7, 4)}`
  return `0000${le(32 + size(data), 4)}${head}${data}`
}
const at = (group: number, offset: number, length: number) => `${le(group, 4)}${le(offset, 4)}${le(length, 4)}`

describe('requests', () => {
  const readWrite = (group: number, offset: number, data: string) =>
    `${at(group, offset, 4)}${le(size(data), 4)}${data}`
  const asked: readonly (readonly [string, string, string, string, Record<string, string[]>, number?])[] = [
    ['read device info', frame(1, ''), 'CMD1', 'diagnose', {}],
    ['read: PLC memory', frame(2, at(0x4020, 10, 4)), 'CMD2', 'read', { 'index-group': ['16416'], memory: ['10-13'] }],
    ['read', frame(2, at(0xe000, 5, 4)), 'CMD2', 'read', { 'index-group': ['57344'], 'group-0xe000': ['5'] }],
    [
      'write: output image bit',
      frame(3, `${at(0xf031, 17, 1)}01`),
      'CMD3',
      'write',
      { 'index-group': ['61489'], 'output-bit': ['17'] },
    ],
    [
      'write: release of a handle',
      frame(3, `${at(0xf006, 0, 4)}01000000`),
      'CMD3',
      'session',
      { 'index-group': ['61446'] },
    ],
    ['read state', frame(4, ''), 'CMD4', 'diagnose', {}],
    ['write control: stop', frame(5, `${le(6, 2)}${le(0, 2)}${le(0, 4)}`), 'CMD5', 'control', {}],
    ['write control: configuration mode', frame(5, `${le(15, 2)}${le(0, 6)}`), 'CMD5', 'control', {}],
    [
      'add notification: PLC data',
      frame(6, `${at(0x4040, 0, 2)}${'00'.repeat(28)}`),
      'CMD6',
      'read',
      { 'index-group': ['16448'], data: ['0-1'] },
    ],
    ['delete notification', frame(7, '21000000'), 'CMD7', 'session', {}],
    [
      'read and write: handle of a symbol',
      frame(9, readWrite(0xf003, 0, ascii('MAIN.x\0'))),
      'CMD9',
      'session',
      { 'index-group': ['61443'], symbol: ['MAIN.x'] },
    ],
    [
      'read and write: value of a symbol by name',
      frame(9, readWrite(0xf004, 0, ascii('MAIN.y'))),
      'CMD9',
      'read',
      { 'index-group': ['61444'], symbol: ['MAIN.y'] },
    ],
    [
      'read and write: list of writes',
      frame(9, readWrite(0xf081, 2, `${at(0x4020, 0, 1)}${at(0x4020, 4, 2)}010203`)),
      'CMD9',
      'write',
      { 'index-group': ['61569', '16416', '16416'], memory: ['0', '4-5'] },
    ],
    [
      'read and write: list of reads and writes',
      frame(9, readWrite(0xf082, 1, `${at(0xf003, 0, 4)}${le(2, 4)}${ascii('A\0')}`)),
      'CMD9',
      'write',
      { 'index-group': ['61570', '61443'], symbol: ['A'] },
    ],
    [
      'read and write: delete a file',
      frame(9, readWrite(131, 0, ascii('C:\\x\0')), { port: 10_000 }),
      'CMD9',
      'file',
      { 'index-group': ['131'], path: ['C:\\x'] },
      10_000,
    ],
    [
      'read and write: registry of the operating system',
      frame(9, readWrite(200, 0, ascii('Software\0')), { port: 10_000 }),
      'CMD9',
      'diagnose',
      { 'index-group': ['200'], registry: ['Software'] },
      10_000,
    ],
    [
      'write: start a process',
      frame(3, `${at(500, 0, 4)}${ascii('cmd\0')}`, { port: 10_000 }),
      'CMD3',
      'control',
      { 'index-group': ['500'], process: ['cmd'] },
      10_000,
    ],
    ['command 77', frame(77, ''), 'CMD77', 'other', {}],
  ]
  test.for(asked)('%s', ([title, text, name, klass, objects, port = 851]) => {
    const heard = dissect(ads, hex(text))
    expect(heard.operations).toEqual({ [`${name} asked`]: 1 })
    expect(heard.meanings).toEqual({ [name]: `${title} (${klass})` })
    const touched = { 'ams-port': [String(port)], ...objects }
    expect(heard.objects).toEqual(Object.fromEntries(Object.entries(touched).map(([k, v]) => [`${name} ${k}`, v])))
    expect(heard.facts).toEqual({ 'ams-net-id': '1.2.3.4.1.1' })
    expect(recognition(ads, hex(text), C2S, false)).toBe(name === 'CMD77' ? NO : YES)
  })
})

describe('answers', () => {
  const answer = (command: number, data: string, options: Options = {}) =>
    frame(command, data, { answer: true, ...options })

  test('are refused by the error of the header or their own result', () => {
    const heard = dissect(
      ads,
      hex(
        answer(2, `${le(0, 4)}${le(1, 4)}07`),
        answer(3, le(0x704, 4)),
        answer(5, le(0x723, 4)),
        answer(1, '', { error: 6 }),
        answer(9, `${le(0, 4)}${le(0, 4)}`),
      ),
      S2C,
    )
    expect(heard.operations).toEqual({ 'CMD2 done': 1, 'CMD3 refused': 1, 'CMD5 refused': 1, 'CMD1 refused': 1, 'CMD9 done': 1 }) // biome-ignore format: a list
    expect(heard.objects).toMatchObject({ 'CMD3 denied': ['1796'], 'CMD5 denied': ['1827'], 'CMD1 error': ['6'] })
    expect(heard.objects['CMD1 denied']).toBeUndefined()
    expect(heard.meanings['CMD9']).toBe('read and write (other)')
  })

  test('read device info names what stands behind a port; the system service gives the version of TwinCAT', () => {
    const info = (name: string) => `${le(0, 4)}0301${le(4024, 2)}${ascii(name.padEnd(16, '\0'))}`
    expect(dissect(ads, hex(answer(1, info('Plc30 App'))), S2C).facts).toEqual({
      'ams-net-id': '5.6.7.8.1.1',
      module: 'AMS port 851: Plc30 App 3.1.4024',
    })
    expect(dissect(ads, hex(answer(1, info('TwinCAT System'), { port: 10_000 })), S2C).facts).toMatchObject({
      firmware: '3.1.4024',
    })
  })

  test('a notification comes by itself and counts as done', () => {
    const heard = dissect(ads, hex(frame(8, `${le(4, 4)}${le(0, 4)}`)), S2C)
    expect([heard.operations, heard.meanings]).toEqual([{ 'CMD8 done': 1 }, { CMD8: 'notification (read)' }])
  })
})

describe('the stream', () => {
  test('a long message is looked at and passed over, and the next one read', () => {
    const long = frame(3, `${at(0x4020, 0, 100_000)}${'00'.repeat(100_000)}`)
    const heard = dissect(ads, hex(long, frame(4, '')), C2S, [10, 5000, 90_000])
    expect(heard.operations).toEqual({ 'CMD3 asked': 1, 'CMD4 asked': 1 })
    expect(heard.objects['CMD3 memory']).toEqual(['0-99999'])
    expect(heard.lost).toBe(0)
  })

  test('what is no message is counted, and the next one found', () => {
    const heard = dissect(ads, hex(frame(4, ''), 'ffeeddcc', frame(1, '')))
    expect([heard.operations, heard.lost]).toEqual([{ 'CMD4 asked': 1, 'CMD1 asked': 1 }, 4])
  })

  test('frames of the router stand apart', () => {
    const heard = dissect(ads, hex('0010 02000000 0000', frame(4, '')))
    expect(heard.operations).toEqual({ 'ams-router/AMS1000 asked': 1, 'CMD4 asked': 1 })
  })

  test('is claimed only where lengths, flags and commands agree', () => {
    expect(recognition(ads, hex('0000 2000'), C2S, true)).toBe(MAYBE)
    expect(
      recognition(
        ads,
        hex(frame(4, '')).map((b, i) => (i === 26 ? 1 : b)),
        C2S,
        true,
      ),
    ).toBe(NO)
    expect(recognition(ads, hex(frame(4, '00')), C2S, true)).toBe(YES)
    expect(recognition(ads, hex(frame(4, '00')), C2S, false), 'a request for the state has no data').toBe(NO)
    expect(recognition(ads, new TextEncoder().encode('GET / HTTP/1.1\r\n'), C2S, true)).toBe(NO)
  })
})

describe('discovery', () => {
  const route = '03661471 00000000 06000000 c0a80009 0101 1027 02000000 0d00 0200 6100 0200 0200 3100'
  test('the trace: identity of the device, and credentials without their value', () => {
    const { conversations, facts } = readCapture(pcapOfTrace(traceOf('ads')))
    const udp = conversations.find((c) => c.transport === 'udp')!
    expect(udp.operations.map((o) => [o.protocol, o.name, o.direction, o.outcome, o.class])).toEqual([
      ['ads-discovery', 'UDP1', 'c2s', 'asked', 'diagnose'],
      ['ads-discovery', 'UDP1', 's2c', 'done', 'diagnose'],
      ['ads-discovery', 'UDP6', 'c2s', 'asked', 'control'],
      ['ads-discovery', 'UDP6', 's2c', 'done', 'control'],
    ])
    expect(
      facts
        .filter((f) => !f.by.startsWith('ads.device') && f.by !== 'ads')
        .map((f) => [f.subject, f.attribute, f.value]),
    ).toEqual([
      ['10.0.0.2', 'ams-net-id', '5.1.2.3.1.1'],
      ['10.0.0.2', 'clear-text-credentials', 'ADS route user and password'],
      ['10.0.0.2', 'firmware', '3.1.4024'],
      ['10.0.0.2', 'name', 'CX-012'],
      ['10.0.0.2', 'os', 'Windows NT 10.0.17763'],
    ])
  })

  test('a refused route says so, and tags beyond the end are no discovery', () => {
    const refused = '03661471 00000000 06000080 05010203 0101 1027 01000000 0100 0400 04070000'
    expect(dissect(ads, hex(refused), S2C, [], 'udp').operations).toEqual({ 'ads-discovery/UDP6 refused': 1 })
    expect(recognition(ads, hex(route), C2S, false, 'udp')).toBe(YES)
    expect(recognition(ads, hex(route).slice(0, -1), C2S, true, 'udp')).toBe(NO)
  })
})
