import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { TPKT_LONGEST } from '../tpkt.ts'
import { s7comm } from './s7comm.ts'

const word = (n: number) => n.toString(16).padStart(4, '0')
const size = (digits: string) => digits.replace(/\s+/g, '').length / 2
const ascii = (text: string) => Buffer.from(text).toString('hex')

/** A data TPDU in a TPKT; `more` leaves the end-of-message bit away. */
function dt(payload: string, more = false): string {
  return `0300${word(size(payload) + 7)}02f0${more ? '00' : '80'}${payload}`
}
function pdu(type: number, parameters: string, data = '', error = ''): string {
  return `32${type.toString(16).padStart(2, '0')}00000007${word(size(parameters))}${word(size(data))}${error}${parameters}${data}`
}
const job = (parameters: string, data = '') => dt(pdu(1, parameters, data))
const ackData = (parameters: string, data = '', error = '0000') => dt(pdu(3, parameters, data, error))
/** User data: `kind` 4 request, 8 response, 0 push. */
function ud(kind: number, group: number, sub: number, data: string, tail = ''): string {
  return dt(
    pdu(
      7,
      `000112${tail ? '08' : '04'}11${kind.toString(16)}${group.toString(16)}${word(sub).slice(2)}00${tail}`,
      data,
    ),
  )
}
const DB12 = '12 0a 10 02 0004 000c 84 000050' // bytes 10 to 13 of DB 12
const M5 = '12 0a 10 01 0001 0000 83 00002f' // bit 5.7

describe('jobs', () => {
  const asked: readonly (readonly [string, string, string, string, Record<string, string[]>])[] = [
    ['set up communication', 'f0 00 0001 0001 01e0', 'JOB_f0', 'session', {}],
    ['read variables', `04 02 ${DB12} ${M5}`, 'JOB_04', 'read', { db12: ['10-13'], memory: ['5'] }],
    ['write variables', `05 01 ${DB12}`, 'JOB_05', 'write', { db12: ['10-13'] }],
    [
      'request download',
      `1a 00 0100 00000000 09 ${ascii('_0800001P')} 0d 31`,
      'JOB_1a',
      'program',
      { 'block-ob': ['1'] },
    ],
    ['download block', `1b 00 0000 00000000 09 ${ascii('_0A00012P')}`, 'JOB_1b', 'program', { 'block-db': ['12'] }],
    ['start upload', `1d 00 0000 00000000 09 ${ascii('_0C01000A')}`, 'JOB_1d', 'file', { 'block-fc': ['1000'] }],
    [
      'PLC control: activate a block',
      `28 00000000 0000fd 000a 0100 ${ascii('0800001P')} 05 ${ascii('_INSE')}`,
      'JOB_28',
      'program',
      { 'block-ob': ['1'] },
    ],
    ['PLC control: warm restart', `28 00000000 0000fd 0000 09 ${ascii('P_PROGRAM')}`, 'JOB_28', 'control', {}],
    ['PLC control: unknown service', `28 00000000 0000fd 0000 04 ${ascii('_WHO')}`, 'JOB_28', 'control', {}],
    ['PLC control: cold restart', `28 00000000 0000fd 0002 4320 09 ${ascii('P_PROGRAM')}`, 'JOB_28', 'control', {}],
    [
      'PLC control: copy working memory to load memory',
      `28 00000000 0000fd 0002 4550 05 ${ascii('_MODU')}`,
      'JOB_28',
      'program',
      {},
    ],
    ['NC service: work on a file', `28 00000000 0000fd 0000 08 ${ascii('_N_F_OPER')}`, 'JOB_28', 'file', {}],
    ['PLC stop', `29 0000000000 09 ${ascii('P_PROGRAM')}`, 'JOB_29', 'control', {}],
    ['unknown function', '77', 'JOB_77', 'other', {}],
  ]
  test.for(asked)('%s', ([title, parameters, name, klass, objects]) => {
    const bytes = hex(job(parameters))
    const heard = dissect(s7comm, bytes)
    expect(heard.operations).toEqual({ [`${name} asked`]: 1 })
    expect(heard.meanings).toEqual({ [name]: `${title} (${klass})` })
    expect(heard.objects).toEqual(Object.fromEntries(Object.entries(objects).map(([k, v]) => [`${name} ${k}`, v])))
    expect(recognition(s7comm, bytes, C2S, false)).toBe(YES)
  })
})

describe('answers', () => {
  test('are done or refused by error word and return codes', () => {
    const heard = dissect(
      s7comm,
      hex(
        ackData('04 02', 'ff 04 0010 0102 ff 09 0001 05'),
        ackData('04 01', '0a 00 0000'),
        ackData('05 02', 'ff 05'),
        ackData('05 01', '03'),
        ackData('29', '', 'd241'),
        ackData('1a', '', '8104'),
        dt(pdu(2, '', '', '0000')),
      ),
      S2C,
    )
    expect(heard.operations).toEqual({
      'ACK3_04 done': 1,
      'ACK3_04 refused': 1,
      'ACK3_05 done': 1,
      'ACK3_05 refused': 1,
      'ACK3_29 refused': 1,
      'ACK3_1a refused': 1,
      'ACK2 done': 1,
    })
    expect(heard.objects).toEqual({
      'ACK3_05 denied': ['3'],
      'ACK3_29 error': [`53825`],
      'ACK3_29 denied': [`53825`],
      'ACK3_1a error': [`33028`],
    })
  })

  test('of user data: requests, answers, pushes, a denied one', () => {
    const item = `0001 01 14 ${DB12}`
    const heard = dissect(
      s7comm,
      hex(
        ud(4, 2, 1, `ff 09 ${word(size(item))} ${item}`),
        ud(8, 2, 1, 'ff 09 0000', '0100 0000'),
        ud(0, 4, 5, 'ff 09 0001 00'),
        ud(8, 5, 1, '0a 00 0000', '0000 d602'),
        ud(4, 7, 2, 'ff 09 0000'),
        ud(4, 1, 9, 'ff 09 0000'),
      ),
    )
    expect(heard.operations).toEqual({
      'UD_2_1_req asked': 1,
      'UD_2_1_res done': 1,
      'UD_4_5_push done': 1,
      'UD_5_1_res refused': 1,
      'UD_7_2_req asked': 1,
      'UD_1_9_req asked': 1,
    })
    expect(heard.objects['UD_2_1_req db12']).toEqual(['10-13'])
    expect(heard.objects['UD_5_1_res denied']).toEqual([`54786`])
    expect(heard.meanings['UD_1_9_req']).toBe('force variables (control)')
  })
})

test('a password that is sent is told as present', () => {
  const heard = dissect(s7comm, hex(ud(4, 5, 1, 'ff 09 0008 64706d7d35333537'), ud(4, 5, 2, '0a 00 0000')))
  expect(heard.operations).toEqual({ 'UD_5_1_req asked': 1, 'UD_5_2_req asked': 1 })
  expect(heard.facts).toEqual({ 'receiver.clear-text-credentials': 'S7 password' })
})

test('functions that no table lists keep the class of their group', () => {
  expect(dissect(s7comm, hex(ud(4, 6, 1, 'ff 09 0000'), ud(4, 15, 9, ''), ud(4, 9, 1, ''))).meanings).toEqual({
    UD_6_1_req: 'BSEND/BRECV, function 1 (write)',
    UD_15_9_req: 'NC programming, function 9 (program)',
    UD_9_1_req: 'group 9, function 1 (other)',
  })
})

describe('S7comm-plus', () => {
  const segment = readCapture(pcapOfTrace(traceOf('s7comm')))
  const talk = (server: string) =>
    segment.conversations
      .find((c) => c.server === server)!
      .operations.filter((o) => o.protocol !== 'cotp')
      .map((o) => `${o.protocol} ${o.direction} ${o.name} ${o.outcome} ${o.count} ${o.class}: ${o.title}`)

  test('by what requests and answers are about', () => {
    expect(talk('10.0.0.3').sort()).toEqual([
      's7comm-plus c2s S7PLUS asked 1 control: change the state of the CPU (version 3)',
      's7comm-plus c2s S7PLUS asked 1 read: get variables (version 3)',
      's7comm-plus c2s S7PLUS asked 1 read: subscribe (version 3)',
      's7comm-plus c2s S7PLUS asked 1 session: create a session (version 1)',
      's7comm-plus c2s S7PLUS asked 1 session: end a session or subscription (version 3)',
      's7comm-plus c2s S7PLUS asked 1 session: set up the session (version 2)',
      's7comm-plus c2s S7PLUS asked 1 write: set variables (version 3)',
      's7comm-plus s2c S7PLUS done 1 read: get variables (version 3)',
      's7comm-plus s2c S7PLUS done 1 read: notification (version 3)',
      's7comm-plus s2c S7PLUS done 1 session: create a session or subscription (version 1)',
      's7comm-plus s2c S7PLUS done 1 session: create a session or subscription (version 3)',
      's7comm-plus s2c S7PLUS done 1 session: end a session or subscription (version 3)',
      's7comm-plus s2c S7PLUS done 1 write: set a variable (version 3)',
      's7comm-plus s2c S7PLUS done 1 write: set variables (version 2)',
      's7comm-plus s2c S7PLUS refused 1 write: set variables (version 3)',
    ])
    expect(talk('10.0.0.4').sort()).toEqual([
      's7comm-plus c2s S7PLUS asked 1 session: begin TLS (version 1)',
      's7comm-plus s2c S7PLUS done 1 session: begin TLS (version 1)',
      'tls c2s TLS asked 3 other: TLS inside ISO transport',
      'tls s2c TLS asked 1 other: TLS inside ISO transport',
    ])
  })

  test('gives identity and how sessions are protected', () => {
    expect(segment.facts.map((f) => `${f.subject} ${f.attribute} = ${f.value}`).sort()).toEqual([
      '10.0.0.2 clear-text-credentials = S7 password',
      '10.0.0.3 firmware = 2.8',
      '10.0.0.3 order-number = 6ES7 511-1AK00-0AB0',
      '10.0.0.3 session-protection = integrity (S7comm-plus version 3)',
      '10.0.0.4 session-protection = TLS',
    ])
  })

  test('works on program blocks and variables without protection', () => {
    const request = (version: string, code: string, object: string) =>
      dt(`72 ${version} 0012 31 0000 ${code} 0000 0001 70000380 34 ${object} 72 ${version} 0000`)
    const heard = dissect(s7comm, hex(request('01', '04ca', '00000003')))
    expect(heard.meanings).toEqual({ 's7comm-plus/S7PLUS': 'create an object (version 1) (program)' })
    expect(heard.facts).toEqual({})
    const written = dissect(s7comm, hex(request('02', '0542', '00000000')))
    expect(written.facts).toEqual({ 'receiver.session-protection': 'none (S7comm-plus version 2)' })
    expect(dissect(s7comm, hex(dt('72 03 0004 00112233 72 03 0000'), dt('72 ff 0002 0000'))).meanings).toEqual({
      's7comm-plus/S7PLUS': 'more of a message (system event) (other)',
    })
    expect(recognition(s7comm, hex(request('02', '0542', '00000000')), C2S, false)).toBe(YES)
    expect(recognition(s7comm, hex(dt('72 02 0043 31000000')), C2S, false), 'lengths disagree').toBe(NO)
  })

  test('TLS on its port is known from the middle, and not elsewhere', () => {
    expect(recognition(s7comm, hex(dt('17 03 03 0010 00')), C2S, true)).toBe(YES)
    expect(recognition(s7comm, hex(dt('17 03 03 0010 00')), C2S, false)).toBe(NO)
    expect(recognition(s7comm, hex(dt('17 04 03 0010 00')), C2S, true)).toBe(NO)
  })
})

describe('the identity a device gives away', () => {
  const text = (value: string, bytes: number) => ascii(value).padEnd(2 * bytes, '0')
  const szl = (id: number, records: readonly string[]) =>
    `${word(id)}0000${word(size(records[0]!))}${word(records.length)}${records.join('')}`
  const modules = szl(0x11, [
    `0001${text('6ES7 315-2EH14-0AB0 ', 20)} 00c0 0006 0001`,
    `0006${text('6ES7 315-2EH14-0AB0 ', 20)} 00c0 0006 0001`,
    `0007${text('', 20)} 00c0 5603 0206`,
  ])
  const component = szl(0x1c, [
    `0001${text('SIMATIC 300(1)', 32)}`,
    `0005${text('S C-X4U421302009', 32)}`,
    `0007${text('CPU 315-2 PN/DP', 32)}`,
    `0009 002a${text('', 30)}`,
  ])
  const data = (list: string) => `ff 09 ${word(size(list))} ${list}`

  test('order number, firmware, serial, names and make', () => {
    const heard = dissect(
      s7comm,
      hex(ud(8, 4, 1, data(modules), '0000 0000'), ud(8, 4, 1, data(component), '0000 0000')),
      S2C,
    )
    expect(heard.facts).toEqual({
      'order-number': '6ES7 315-2EH14-0AB0',
      hardware: '6',
      firmware: '3.2.6',
      name: 'SIMATIC 300(1)',
      serial: 'S C-X4U421302009',
      product: 'CPU 315-2 PN/DP',
      make: 'Siemens',
    })
  })

  test('also when the list comes in parts; a part alone says nothing', () => {
    const digits = component.replace(/\s+/g, '')
    const first = ud(8, 4, 1, data(digits.slice(0, 100)), '3101 0000')
    const rest = ud(8, 4, 1, data(digits.slice(100)), '3100 0000')
    expect(dissect(s7comm, hex(first, rest), S2C).facts['serial']).toBe('S C-X4U421302009')
    expect(dissect(s7comm, hex(rest), S2C).facts).toEqual({})
    expect(dissect(s7comm, hex(first, rest, rest), S2C).operations).toEqual({ 'UD_4_1_res done': 3 })
  })

  test('a request names the list, and gives no facts', () => {
    const heard = dissect(s7comm, hex(ud(4, 4, 1, 'ff 09 0004 0011 0001')))
    expect([heard.objects, heard.facts]).toEqual([{ 'UD_4_1_req szl': ['17'] }, {}])
  })
})

describe('transport', () => {
  const connect = '0300 0016 11e0 0000 0001 00 c1 02 0100 c2 02 0102 c0 01 0a'

  test('a connection request shows rack and slot, booked beside S7comm', () => {
    const heard = dissect(s7comm, hex(connect, job('29 0000000000 09')))
    expect(heard.operations).toEqual({ 'cotp/CR asked': 1, 'JOB_29 asked': 1 })
    expect(heard.objects).toEqual({ 'cotp/CR tsap': ['258'], 'cotp/CR rack': ['0'], 'cotp/CR slot': ['2'] })
  })

  test('messages in several data TPDUs are put together', () => {
    const whole = pdu(1, `05 01 ${DB12}`, `00 04 0020 ${'00'.repeat(4)}`).replace(/\s+/g, '')
    const heard = dissect(s7comm, hex(dt(whole.slice(0, 20), true), dt(whole.slice(20, 40), true), dt(whole.slice(40))))
    expect(heard.operations).toEqual({ 'JOB_05 asked': 1 })
    expect(heard.objects).toEqual({ 'JOB_05 db12': ['10-13'] })
  })

  test('a message without end is given up, not kept', () => {
    const part = dt('00'.repeat(16_000), true)
    const heard = dissect(s7comm, hex(part, part, part, part, part, dt('00'), job('29')))
    expect(heard.operations).toEqual({ 'JOB_29 asked': 1 })
    expect(heard.lost).toBe(5 * 16_000 + 1)
  })

  test('garbage between two messages is counted and left behind', () => {
    const heard = dissect(s7comm, hex(job('04 00'), '0300ffff00', job('29')))
    expect(heard.operations).toEqual({ 'JOB_04 asked': 1, 'JOB_29 asked': 1 })
    expect(heard.lost).toBe(5)
  })
})

describe('what is claimed', () => {
  const connect = '0300 0016 11e0 0000 0001 00 c1 02 0100 c2 02 0102 c0 01 0a'
  test('S7comm and S7comm-plus, once they show themselves behind the connection request', () => {
    expect(recognition(s7comm, hex(connect), C2S, true)).toBe(MAYBE)
    expect(recognition(s7comm, hex(connect, dt('', true), job('04 00')), C2S, true)).toBe(YES)
    expect(recognition(s7comm, hex(connect, dt('72 02 0000')), C2S, true)).toBe(YES)
    const heard = dissect(s7comm, hex(dt('72 02 00043100'), dt('72 03 0000')))
    expect(heard.operations).toEqual({ 's7comm-plus/S7PLUS asked': 2 })
  })

  test('not MMS, and not a terminal service on the same framing', () => {
    expect(recognition(s7comm, hex(connect, dt('0d 30 05 06 13 01 00')), C2S, true)).toBe(NO)
    expect(recognition(s7comm, hex(connect, dt('01 00 01 00 61')), C2S, true)).toBe(NO)
    expect(recognition(s7comm, hex('0300 000c 02f0 80 7f65 0000 00'), C2S, false)).toBe(NO)
    expect(recognition(s7comm, hex(dt('32 01 0000 0007 0002 0009 0400')), C2S, false), 'lengths disagree').toBe(NO)
    expect(recognition(s7comm, new TextEncoder().encode('GET / HTTP'), C2S, true)).toBe(NO)
  })
})

const parts = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((b) => Buffer.from(b).toString('hex')),
  fc.uint8Array({ maxLength: 60 }).map((b) => dt(Buffer.from(b).toString('hex'), b.length % 3 === 0)),
  fc
    .tuple(fc.constantFrom(1, 2, 3, 7), fc.constantFrom(4, 5, 0x1a, 0x28, 0x29, 0xf0), fc.uint8Array({ maxLength: 50 }))
    .map(([type, f, rest]) => {
      const body = `${f.toString(16).padStart(2, '0')}${Buffer.from(rest).toString('hex')}`
      return dt(pdu(type, body, '', type === 2 || type === 3 ? '0000' : ''))
    }),
  fc
    .tuple(fc.nat(15), fc.nat(15), fc.nat(24), fc.uint8Array({ maxLength: 80 }), fc.boolean())
    .map(([kind, group, sub, data, more]) =>
      ud(kind, group, sub, Buffer.from(data).toString('hex'), `31${more ? '01' : '00'}0000`),
    ),
)

test('any bytes in any pieces: nothing throws, nothing is read twice, and the cuts change nothing', () => {
  fc.assert(
    fc.property(
      fc.array(parts, { maxLength: 8 }),
      fc.array(fc.nat(400), { maxLength: 12 }),
      fc.constantFrom(C2S, S2C),
      (texts, cuts, direction) => {
        const bytes = hex(...texts)
        const whole = dissect(s7comm, bytes, direction)
        expect(dissect(s7comm, bytes, direction, cuts)).toEqual(whole)
        expect(bytes.length - whole.consumed).toBeLessThanOrEqual(TPKT_LONGEST)
        recognition(s7comm, bytes, direction, false)
        recognition(s7comm, bytes, direction, true)
      },
    ),
    { numRuns: 500 },
  )
})
