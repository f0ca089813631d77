import { expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { telnet } from './telnet.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test('the recorded trace: negotiations, prompts, a refusal, lines', () => {
  const { conversations, facts, notUnderstood } = readCapture(pcapOfTrace(traceOf('telnet')))
  const rows = conversations.flatMap((c) =>
    c.operations.map((o) => `${o.direction} ${o.name} ${o.outcome} ${o.count} ${JSON.stringify(o.objects)}`),
  )
  expect(rows).toEqual([
    'c2s INPUT asked 7 {}',
    's2c LOGIN_FAILED refused 1 {"denied":"1"}',
    's2c LOGIN_PROMPT asked 3 {}',
    'c2s NEGOTIATE asked 32 {"option":"0-1,3,5,24,31-39"}',
    's2c NEGOTIATE asked 32 {"option":"0-1,3,5,24,31-39"}',
    's2c PASSWORD_PROMPT asked 3 {}',
    'c2s SUBNEGOTIATE asked 14 {"option":"24,31-32,34,38-39"}',
    's2c SUBNEGOTIATE asked 12 {"option":"24,32-34,39"}',
  ])
  expect(facts.map((f) => `${f.subject} ${f.attribute} ${f.value}`)).toEqual([
    '10.0.0.2 clear-text-credentials Telnet password',
    '10.0.0.2 description Linux 6.18.44-fc-v657 (localhost) (pts/1)',
    '10.0.0.2 description Linux 6.18.44-fc-v657 (localhost) (pts/2)',
  ])
  expect(JSON.stringify([facts, conversations])).not.toMatch(/secret|uname/)
  expect(notUnderstood).toEqual([])
})

test('prompts of devices, answered or not', () => {
  const server = (text: string) => dissect(telnet, bytes(text), S2C)
  const cisco = server('\r\nUser Access Verification\r\n\r\nUsername: \r\nPassword: \r\n% Login invalid\r\n')
  expect(cisco.operations).toEqual({ 'LOGIN_PROMPT asked': 1, 'PASSWORD_PROMPT asked': 1, 'LOGIN_FAILED refused': 1 })
  expect(cisco.facts).toEqual({ description: 'User Access Verification', 'clear-text-credentials': 'Telnet password' })
  expect(server('Password: ').facts).toEqual({})
  expect(server('VxWorks login:').operations).toEqual({ 'LOGIN_PROMPT asked': 1 })
  expect(server('PLC> set name: 5\r\ntime: 3:4\r\n').operations).toEqual({})
})

test('lines end in several ways, bytes of 255 are doubled, a settling without end is let go', () => {
  const heard = dissect(telnet, hex('41 0d0a 42 0d00 43 0a 44 0d 0d', 'ffff', 'fff4', 'fffa1800 58 fff0'))
  expect(heard.operations).toEqual({ 'INPUT asked': 5, 'COMMAND asked': 1, 'SUBNEGOTIATE asked': 1 })
  const open = dissect(telnet, hex('fffa18', '41'.repeat(2000)))
  expect(open.operations).toEqual({ 'COMMAND asked': 1 })
  expect(open.consumed).toBe(2003)
})

test('is known by negotiations, on its port also by text', () => {
  expect(recognition(telnet, hex('fffd18 fffb01'), S2C, false)).toBe(YES)
  expect(recognition(telnet, hex('fffd18'), S2C, false)).toBe(MAYBE)
  expect(recognition(telnet, hex('fffd18'), S2C, true)).toBe(YES)
  expect(recognition(telnet, bytes('\r\nlogin: '), S2C, true)).toBe(YES)
  expect(recognition(telnet, bytes('login: '), S2C, false)).toBe(NO)
  for (const other of ['fffd18 41', 'ff03', 'fffd80', '00'])
    expect(recognition(telnet, hex(other), C2S, false)).toBe(NO)
})
