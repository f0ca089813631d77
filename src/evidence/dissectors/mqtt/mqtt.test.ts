import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { mqtt } from './mqtt.ts'

const size = (digits: string) => digits.replace(/\s+/g, '').length / 2
const text = (value: string) => `${value.length.toString(16).padStart(4, '0')}${Buffer.from(value).toString('hex')}`
function packet(first: string, body: string): string {
  let length = size(body)
  let head = ''
  do {
    const rest = Math.floor(length / 128)
    head += ((length % 128) | (rest > 0 ? 128 : 0)).toString(16).padStart(2, '0')
    length = rest
  } while (length > 0)
  return `${first}${head}${body}`
}
const connect = (flags: string, rest: string, level = '04') =>
  packet('10', `${text('MQTT')}${level}${flags}003c${rest}`)

test('a connect: client, last will, and that there were credentials', () => {
  const heard = dissect(
    mqtt,
    hex(connect('c6', text('pump-1') + text('plant/dead') + text('x') + text('user') + text('pw'))),
  )
  expect(heard.operations).toEqual({ 'CONNECT asked': 1 })
  expect(heard.meanings).toEqual({ CONNECT: 'connect (session)' })
  expect(heard.objects).toEqual({
    'CONNECT version': ['4'],
    'CONNECT client': ['pump-1'],
    'CONNECT will-topic': ['plant/dead'],
  })
  expect(heard.facts).toEqual({
    'mqtt-client-id': 'pump-1',
    'receiver.clear-text-credentials': 'MQTT user name and password',
  })
  const bare = dissect(mqtt, hex(connect('02', `05 11 0000003c${text('c5')}`, '05')))
  expect([bare.meanings, bare.facts]).toEqual([
    { CONNECT: 'connect without user name (session)' },
    { 'mqtt-client-id': 'c5' },
  ])
  expect(dissect(mqtt, hex(connect('82', text('c') + text('user')))).facts).toMatchObject({
    'receiver.clear-text-credentials': 'MQTT user name',
  })
})

test('a connect acknowledgement of 3.1.1 and 5.0 is refused by its code', () => {
  const heard = dissect(mqtt, hex('20020000', '20020005', '2003000000', '2003008700', '2003009500'), S2C)
  expect(heard.operations).toEqual({ 'CONNACK done': 2, 'CONNACK refused': 3 })
  expect(heard.objects).toEqual({ 'CONNACK reason': ['5', '135', '149'], 'CONNACK denied': ['5', '135'] })
})

test('publications: topic, quality, retained; Sparkplug commands are control', () => {
  const heard = dissect(
    mqtt,
    hex(
      packet('33', `${text('plant/a')}0001 aabb`),
      packet('30', `${text('spBv1.0/G/DCMD/N/D')}00`),
      packet('30', `${text('spBv1.0/STATE/host')}00`),
      packet('30', `${text('spBv1.0/G/other')}00`),
    ),
  )
  expect(heard.operations).toEqual({ 'PUBLISH asked': 4 })
  expect(heard.objects).toEqual({
    'PUBLISH qos': ['1', '0', '0', '0'],
    'PUBLISH retain': ['1'],
    'PUBLISH topic': ['plant/a', 'spBv1.0/G/DCMD/N/D', 'spBv1.0/STATE/host', 'spBv1.0/G/other'],
  })
  const means = (topic: string, direction: typeof C2S | typeof S2C) =>
    dissect(mqtt, hex(packet('30', `${text(topic)}00`)), direction).meanings['PUBLISH']
  expect(means('a', C2S)).toBe('publish (write)')
  expect(means('a', S2C)).toBe('deliver (read)')
  expect(means('spBv1.0/G/NCMD/N', C2S)).toBe('publish: Sparkplug command to a node (control)')
  expect(means('spBv1.0/G/NBIRTH/N', C2S)).toBe('publish: Sparkplug birth of a node (write)')
  expect(means('spBv1.0/STATE/h', S2C)).toBe('deliver: Sparkplug state of a host (read)')
})

test('subscriptions, with the version known or not', () => {
  const old = packet('82', `0001${text('a/#')}01${text('b')}00`)
  const five = packet('82', `0001 00 ${text('a/#')}01${text('b')}00`)
  const more = packet('82', `0001 02 0b05 ${text('a/#')}01${text('b')}00`)
  const topics = { 'SUBSCRIBE topic': ['a/#', 'b'] }
  for (const each of [old, five, more]) expect(dissect(mqtt, hex(each)).objects).toEqual(topics)
  const opening = connect('02', `00${text('c')}`, '05')
  for (const each of [five, more]) expect(dissect(mqtt, hex(opening, each)).objects).toMatchObject(topics)
  expect(dissect(mqtt, hex(packet('a2', `0001${text('a/#')}`))).objects).toEqual({ 'UNSUBSCRIBE topic': ['a/#'] })
  const answers = dissect(mqtt, hex('2003000000', '9005 0001 00 0187', '9004 0001 00 87'), S2C)
  expect(answers.operations).toEqual({ 'CONNACK done': 1, 'SUBACK done': 1, 'SUBACK refused': 1 })
  expect(answers.objects['SUBACK denied']).toEqual(['135', '135'])
  expect(dissect(mqtt, hex('9003 0001 80'), S2C).operations).toEqual({ 'SUBACK refused': 1 })
})

test('acknowledgements of 5.0 may refuse, pings and disconnects pass', () => {
  const heard = dissect(mqtt, hex('40020001', '4003000187', '62020001', 'c000', 'e000'))
  expect(heard.operations).toEqual({
    'PUBACK done': 1,
    'PUBACK refused': 1,
    'PUBREL done': 1,
    'PINGREQ asked': 1,
    'DISCONNECT asked': 1,
  })
})

describe('the stream', () => {
  test('a long publication is passed over, and the next packet read', () => {
    const long = packet('30', `${text('big')}${'00'.repeat(300_000)}`)
    const heard = dissect(mqtt, hex(long, 'c000'), C2S, [3, 20_000, 250_000])
    expect([heard.operations, heard.lost]).toEqual([{ 'PUBLISH asked': 1, 'PINGREQ asked': 1 }, 0])
  })

  test('garbage is counted, and the next packet found', () => {
    const heard = dissect(mqtt, hex('c000', 'ffff0011c000', packet('30', `${text('a/b')}00`)))
    expect([heard.operations, heard.lost]).toEqual([{ 'PINGREQ asked': 1, 'PUBLISH asked': 1 }, 6])
  })

  test('is claimed from its first packet anywhere, from any packet on its port', () => {
    const first = hex(connect('02', text('c')))
    expect(recognition(mqtt, first, C2S, false)).toBe(YES)
    expect(recognition(mqtt, first.slice(0, 7), C2S, false)).toBe(MAYBE)
    expect(recognition(mqtt, hex('20020000'), S2C, false)).toBe(YES)
    expect(recognition(mqtt, hex('c000'), C2S, false)).toBe(NO)
    expect(recognition(mqtt, hex('c000'), C2S, true)).toBe(YES)
    expect(recognition(mqtt, hex(packet('30', `${text('a/#')}00`)), C2S, true), 'no topic holds a wildcard').toBe(NO)
    expect(recognition(mqtt, hex('16030100ff'), C2S, true), 'TLS').toBe(NO)
  })
})

test('the trace: what Mosquitto and its clients said', () => {
  const { conversations, facts } = readCapture(pcapOfTrace(traceOf('mqtt')))
  const operations = conversations.flatMap((c) => c.operations)
  expect(operations.map((o) => `${o.direction} ${o.name} ${o.outcome} ${o.count}`)).toEqual([
    's2c CONNACK done 6',
    's2c CONNACK refused 2',
    'c2s CONNECT asked 7',
    'c2s CONNECT asked 1',
    'c2s DISCONNECT asked 6',
    'c2s PUBACK done 2',
    's2c PUBACK done 1',
    's2c PUBCOMP done 1',
    'c2s PUBLISH asked 2',
    'c2s PUBLISH asked 1',
    'c2s PUBLISH asked 1',
    's2c PUBLISH asked 2',
    's2c PUBLISH asked 1',
    's2c PUBREC done 1',
    'c2s PUBREL done 1',
    's2c SUBACK done 2',
    'c2s SUBSCRIBE asked 2',
    's2c UNSUBACK done 1',
    'c2s UNSUBSCRIBE asked 1',
  ])
  expect(facts.find((f) => f.attribute === 'server-software')).toMatchObject({
    subject: '10.0.0.2',
    value: 'mosquitto version 2.0.11',
  })
  expect(facts.find((f) => f.attribute === 'clear-text-credentials')).toMatchObject({ subject: '10.0.0.2', count: 7 })
  expect(JSON.stringify([operations, facts])).not.toContain('secret')
})
