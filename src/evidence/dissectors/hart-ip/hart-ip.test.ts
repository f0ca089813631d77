import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { hartIp } from './hart-ip.ts'

const byte = (n: number, digits = 2) => n.toString(16).padStart(digits, '0')

function message(type: number, id: number, body = '', { status = 0, version = 1 } = {}): string {
  const digits = body.replace(/\s+/g, '')
  return `${byte(version)}${byte(type)}${byte(id)}${byte(status)}0001${byte(8 + digits.length / 2, 4)}${digits}`
}

/** A token-passing PDU with its check byte. */
function pdu(start: string, command: number, data = ''): string {
  const digits = data.replace(/\s+/g, '')
  const front = `${start.replace(/\s+/g, '')}${byte(command)}${byte(digits.length / 2)}${digits}`
  return front + byte(hex(front).reduce((check, b) => check ^ b, 0))
}

const asks = (command: number, data = '') => message(0, 3, pdu('82 a64e0000d2', command, data))
const answers = (command: number, data: string, start = '86 a64e0000d2') => message(1, 3, pdu(start, command, data))
const text = (value: string) => Buffer.from(value.padEnd(32, '\0')).toString('hex')

describe('commands', () => {
  const asked: readonly (readonly [string, string, string, Record<string, string[]>])[] = [
    ['CMD3', 'read dynamic variables and loop current (read)', asks(3), {}],
    ['CMD6', 'write polling address (write)', asks(6, '01 00'), {}],
    ['CMD33', 'read device variables (read)', asks(33, '00 f4'), { variable: ['0', '244'] }],
    ['CMD42', 'perform device reset (control)', asks(42), {}],
    ['CMD79', 'force device variable (control)', asks(79, '02 01 20 00000000'), { variable: ['2'] }],
    ['CMD112', 'transfer service (file)', asks(112, '00'), {}],
    ['CMD31', 'write location description (write)', asks(31, `0207 ${text('yard')}`), { command: ['519'] }],
    ['CMD77', 'to a sub-device: perform device reset (control)', asks(77, '02 03 05 02 80 2a 00'), { command: ['42'], card: ['2'], channel: ['3'] }],
    ['CMD200', 'command 200 of the maker (other)', asks(200), {}],
  ] // biome-ignore format: a table
  test.for(asked)('%s: %s', ([name, means, digits, objects]) => {
    const heard = dissect(hartIp, hex(digits))
    expect(heard.operations).toEqual({ 'MT0_ID3 asked': 1, [`${name} asked`]: 1 })
    expect(heard.meanings[name]).toBe(means)
    const touched = { ...objects, 'device-264e': ['210'] }
    expect(heard.objects).toEqual(Object.fromEntries(Object.entries(touched).map(([k, v]) => [`${name} ${k}`, v])))
    expect(heard.lost).toBe(0)
    expect(recognition(hartIp, hex(digits), C2S, false, 'tcp')).toBe(YES)
    expect(recognition(hartIp, hex(digits), C2S, false, 'udp')).toBe(YES)
  })

  const ended: readonly (readonly [string, string])[] = [
    ['0000', 'done'], ['0800', 'done'], ['1e00', 'done'], ['6000', 'done'], ['0748', 'refused'], ['1000', 'refused'],
    ['2000', 'refused'], ['4000', 'refused'], ['8400', 'refused'], ['2100', 'asked'], ['2200', 'asked'],
  ] // biome-ignore format: a table
  test.for(ended)('an answer with status %s is %s', ([status, outcome]) => {
    const heard = dissect(hartIp, hex(answers(35, status)), S2C)
    expect(heard.operations).toEqual({ 'MT1_ID3 done': 1, [`CMD35 ${outcome}`]: 1 })
  })

  test('a burst is done, and its own message type', () => {
    const heard = dissect(hartIp, hex(message(2, 3, pdu('81 264e0000d2', 1, '0000 20 41a00000'))), S2C)
    expect(heard.operations).toEqual({ 'MT2_ID3 done': 1, 'CMD1 done': 1 })
  })

  test('preambles and expansion bytes are stepped over; a polling address is a number of its own', () => {
    const heard = dissect(hartIp, hex(message(0, 3, `ffff${pdu('22 81 55', 0)}`)))
    expect(heard.operations).toEqual({ 'MT0_ID3 asked': 1, 'CMD0 asked': 1 })
    expect(heard.objects).toEqual({ 'CMD0 poll-address': ['1'] })
  })

  test('direct PDUs hold several commands under a protocol of their own', () => {
    const heard = dissect(hartIp, hex(message(0, 4, '0000 0001 00 0209 02 aabb')))
    expect(heard.operations).toEqual({
      'hart-direct/MT0_ID4 asked': 1,
      'hart-direct/CMD1 asked': 1,
      'hart-direct/CMD521 asked': 1,
    })
    const answer = dissect(hartIp, hex(message(1, 4, '0000 0001 06 00 20 41a00000 0209 01 07 02')), S2C)
    expect(answer.operations).toEqual({
      'hart-direct/MT1_ID4 done': 1,
      'hart-direct/CMD1 done': 1,
      'hart-direct/CMD521 refused': 1,
    })
    expect(answer.lost).toBe(1)
  })

  test('keys and passwords are told as present and never kept', () => {
    const heard = dissect(hartIp, hex(asks(31, `021d ${text('hunter2')}`)))
    expect(heard.facts).toEqual({ 'receiver.clear-text-credentials': 'HART-IP password' })
    expect(JSON.stringify(heard)).not.toContain('hunter2')
  })
})

describe('identity', () => {
  const gateway = '0000 fe 264e 05 07 04 01 0e 0c 0000d2 05 02 0002 00 0026 0026 84'
  const transmitter = '0000 fe 1180 05 07 02 0a 18 01 001234 05 04 0001 00 0011 0011 01'
  const poll = '06 80'
  const behind = '86 9180001234'

  test('what answers under a polling address is the server, and what it says later too', () => {
    const heard = dissect(hartIp, hex(answers(0, gateway, poll), answers(20, `0000 ${text('GW')}`)), S2C)
    expect(heard.facts).toEqual({
      make: 'Rosemount',
      'vendor-id': '0x0026',
      'device-type': '0x264e',
      'hart-unique-id': '264e0000d2',
      'hart-revision': '7',
      'device-revision': '4',
      firmware: '1',
      hardware: '1',
      name: 'GW',
    })
  })

  test('what stands behind it is a module, whoever was heard first', () => {
    const heard = dissect(
      hartIp,
      hex(answers(0, transmitter, behind), answers(20, `0000 ${text('TT-1')}`, behind)),
      S2C,
    )
    expect(heard.facts).toEqual({ module: 'HART 1180-001234: long tag TT-1' })
    expect(dissect(hartIp, hex(answers(0, transmitter, behind)), S2C).facts).toEqual({
      module: 'HART 1180-001234: Endress+Hauser, device revision 2',
    })
  })

  test('the answer about a sub-device names card, channel, maker and tag', () => {
    const data = `0000 0001 02 03 0011 1180 001234 07 ${text('TT-1')}`
    expect(dissect(hartIp, hex(answers(84, data)), S2C).facts).toEqual({
      module: 'card 2, channel 3: Endress+Hauser, HART 1180-001234, TT-1',
    })
  })

  test('a device of HART 5 has a maker of one byte; tags in packed letters', () => {
    const old = '0000 fe 3701 05 05 02 0a 18 01 00aabb'
    const tags = '0000 514b71c31820 000000000000000000000000 010a7d'
    const heard = dissect(hartIp, hex(answers(0, old, poll), answers(13, tags, poll)), S2C)
    expect(heard.facts).toMatchObject({ make: 'Yokogawa', 'device-type': '0x01', 'hart-revision': '5', tag: 'TT-101' })
    expect(heard.facts['description']).toBeUndefined()
  })

  test('a refused answer tells nothing', () => {
    expect(dissect(hartIp, hex(answers(20, `0700 ${text('GW')}`, poll)), S2C).facts).toEqual({})
  })
})

describe('messages and recognition', () => {
  const sent: readonly (readonly [string, string])[] = [
    [message(0, 0, '01 000927c0'), 'MT0_ID0 asked'], [message(1, 0, '01 000927c0', { status: 14 }), 'MT1_ID0 done'],
    [message(1, 0, '01 000927c0', { status: 15 }), 'MT1_ID0 refused'], [message(0, 1), 'MT0_ID1 asked'],
    [message(1, 2), 'MT1_ID2 done'], [message(15, 3, '00'), 'MT15_ID3 refused'], [message(0, 2, '', { version: 2 }), 'MT0_ID2 asked'],
    [message(0, 5, '0003'), 'hart-direct/MT0_ID5 asked'],
  ] // biome-ignore format: a table
  test.for(sent)('%s is %s', ([digits, said]) => {
    expect(dissect(hartIp, hex(digits)).operations).toEqual({ [said]: 1 })
    expect(recognition(hartIp, hex(digits), C2S, true, 'tcp')).toBe(YES)
  })

  test('what is none is refused; away from the port the body must fit', () => {
    for (const digits of [
      '03',
      '0104',
      '010006',
      '01000001',
      message(0, 0, '01'),
      message(0, 2, '00'),
      '0100020000010007',
    ])
      expect(recognition(hartIp, hex(digits), C2S, true, 'tcp'), digits).toBe(NO)
    const wrong = asks(3).replace(/..$/, '00')
    expect(recognition(hartIp, hex(wrong), C2S, true, 'tcp')).toBe(YES)
    for (const digits of [wrong, message(0, 0, '02 00007530'), message(0, 4, '0000 0001 00'), message(15, 3, '00')])
      expect(recognition(hartIp, hex(digits), C2S, false, 'tcp'), digits).toBe(NO)
    expect(recognition(hartIp, hex('01000200'), C2S, false, 'tcp')).toBe(MAYBE)
    expect(recognition(hartIp, hex(asks(3)).slice(0, 12), C2S, true, 'udp'), 'a datagram is whole').toBe(NO)
  })

  test('a message without the PDU it should carry is only a message', () => {
    const heard = dissect(hartIp, hex(message(1, 3), message(1, 3, '0902'), message(1, 4)))
    expect(heard).toMatchObject({ operations: { 'MT1_ID3 done': 2, 'hart-direct/MT1_ID4 done': 1 }, lost: 2 })
  })

  test('garbage between messages is lost alone', () => {
    const heard = dissect(hartIp, hex(message(0, 2), 'ff0101ff', message(0, 1)))
    expect(heard.operations).toEqual({ 'MT0_ID2 asked': 1, 'MT0_ID1 asked': 1 })
    expect(heard.lost).toBe(4)
  })
})

test('its trace: a gateway over TCP, a device that answers from another UDP port', () => {
  const { conversations, facts } = readCapture(pcapOfTrace(traceOf('hart-ip')))
  expect(conversations.map((c) => `${c.transport} ${c.port} ${c.protocols.join()} ${c.operations.length}`)).toEqual([
    'tcp 5094 hart-direct,hart-ip 32',
    'udp 5094 hart-ip 1',
    'udp 40000 hart-ip 5',
  ])
  const refused = conversations[0]!.operations.filter((o) => o.outcome === 'refused')
  expect(refused.map((o) => `${o.protocol} ${o.name} ${o.title}`)).toEqual([
    'hart-direct CMD550 command 550',
    'hart-ip CMD35 write range',
  ])
  expect(facts.filter((f) => f.attribute === 'module').map((f) => f.value)).toEqual([
    'HART 1180-001234: Endress+Hauser, device revision 2',
    'HART 1180-001234: long tag TT-101',
  ])
})
