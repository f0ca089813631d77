import { describe, expect, test } from 'vitest'
import { dissect, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { syslog } from './syslog.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const heard = (text: string, carrier: 'tcp' | 'udp' = 'udp', cuts: readonly number[] = []) =>
  dissect(syslog, bytes(text), C2S, cuts, carrier)
const FIVE = '<165>1 2003-10-11T22:14:15.003Z plc7.example evntslog 77 ID47 [x y="1"] text'
const THREE = '<34>Oct 11 22:14:15 gw7 su[12]: text'

describe('a message', () => {
  const rows: readonly (readonly [string, string, Record<string, string[]>, Record<string, string>])[] = [
    [FIVE, 'SEV5', { local4: ['5'], host: ['plc7.example'], app: ['evntslog'] }, { name: 'plc7.example' }],
    [THREE, 'SEV2', { auth: ['2'], host: ['gw7'], app: ['su'] }, { name: 'gw7' }],
    ['<14>1 - - - - - - text', 'SEV6', { user: ['6'] }, {}],
    ['<13>Feb  5 17:32:18 10.0.0.99 myproc: text', 'SEV5', { user: ['5'], host: ['10.0.0.99'], app: ['myproc'] }, {}],
    ['<13>Feb  5 17:32:18 myproc: text', 'SEV5', { user: ['5'], app: ['myproc'] }, {}],
    ['<189>29: *Mar  1 00:10:01: %SYS-5-CONFIG_I: text', 'SEV5', { local7: ['5'] }, {}],
    ['<0>text', 'SEV0', { kern: ['0'] }, {}],
  ]
  test.for(rows)('%s', ([text, name, objects, facts]) => {
    const said = heard(text)
    expect(said.operations).toEqual({ [`${name} asked`]: 1 })
    expect(said.objects).toEqual(Object.fromEntries(Object.entries(objects).map(([k, v]) => [`${name} ${k}`, v])))
    expect([said.facts, said.lost]).toEqual([facts, 0])
  })

  test('only the first host name is that of the sender', () => {
    const relayed = heard(`${THREE}\n${THREE.replace('gw7', 'other')}\n`, 'tcp')
    expect(relayed.facts).toEqual({ name: 'gw7' })
    expect(relayed.objects['SEV2 host']).toEqual(['gw7', 'other'])
  })
})

describe('over TCP', () => {
  const counted = (text: string) => `${text.length} ${text}`
  test('lines and counted octets, cut anywhere', () => {
    const stream = `${THREE}\n${counted(FIVE)}${counted(`${THREE}\nmore`)}${THREE}\0${FIVE}\n`
    const whole = heard(stream, 'tcp')
    expect(whole.operations).toEqual({ 'SEV2 asked': 3, 'SEV5 asked': 2 })
    expect(whole.lost).toBe(0)
    expect(heard(stream, 'tcp', [1, 2, 3, 40, 41, 42, 43, 44, 120, 200])).toEqual(whole)
  })

  test('garbage is counted, and the next message found', () => {
    const said = heard(`${THREE}\n123junk>${FIVE}\n`, 'tcp')
    expect([said.operations, said.lost]).toEqual([{ 'SEV2 asked': 1, 'SEV5 asked': 1 }, 8])
  })
})

test('what is claimed', () => {
  const seen = (
    text: string,
    hinted: boolean,
    carrier: 'tcp' | 'udp' = 'udp',
    direction: typeof C2S | typeof S2C = C2S,
  ) => recognition(syslog, bytes(text), direction, hinted, carrier)
  expect(seen(FIVE, false)).toBe(YES)
  expect(seen(THREE, false)).toBe(YES)
  expect(seen('<34>text', false)).toBe(NO)
  expect(seen('<34>text', true)).toBe(YES)
  expect(seen('<192>Oct 11 22:14:15 a b: c', true), 'no such priority').toBe(NO)
  expect(seen('<html><head>', true)).toBe(NO)
  expect(seen('76 <165>1 ', false, 'tcp')).toBe(MAYBE)
  expect(seen(`76 ${FIVE}`, false, 'tcp')).toBe(YES)
  expect(seen('user\0user\0', true, 'tcp'), 'a remote shell').toBe(NO)
  expect(seen(THREE, true, 'tcp', S2C), 'a collector does not answer').toBe(NO)
})

test('the trace', () => {
  const { conversations, facts } = readCapture(pcapOfTrace(traceOf('syslog')))
  expect(conversations.flatMap((c) => c.operations.map((o) => [c.transport, o.name, o.count, o.objects]))).toEqual([
    ['tcp', 'SEV3', 2, { app: 'login', auth: '3', host: 'vm' }],
    ['tcp', 'SEV6', 2, { app: 'valve', daemon: '6', host: 'vm' }],
    ['udp', 'SEV4', 2, { app: 'pump', host: 'vm', local0: '4' }],
  ])
  expect(facts.map((f) => [f.subject, f.attribute, f.value])).toEqual([['10.0.0.1', 'name', 'vm']])
})
