import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { vnc } from './vnc.ts'

const text = (words: string) => Buffer.from(words).toString('hex')
const RFB = (version: string) => text(`RFB ${version}\n`)

describe('the recorded trace', () => {
  const { conversations, facts, notUnderstood } = readCapture(pcapOfTrace(traceOf('vnc')))
  const rows = (port: number) =>
    conversations
      .find((c) => c.port === port)!
      .operations.filter((o) => o.protocol === 'vnc')
      .map((o) => `${o.direction} ${o.name} ${o.outcome} ${JSON.stringify(o.objects)}`)

  test('a right password, a wrong one, nothing to prove, TLS', () => {
    expect(rows(5900)).toEqual([
      's2c CHALLENGE asked {}',
      'c2s CHALLENGE_RESPONSE asked {}',
      'c2s CLIENT_INIT asked {"shared":"0"}',
      'c2s SECURITY_CHOICE asked {"security":"VNC password"}',
      's2c SECURITY_RESULT done {}',
      's2c SECURITY_TYPES asked {"security":"VNC password"}',
      's2c SERVER_INIT done {}',
      'c2s SET_ENCODINGS asked {}',
      'c2s UPDATE_REQUEST asked {}',
      'c2s VERSION asked {"version":"003.008"}',
      's2c VERSION asked {"version":"003.008"}',
    ])
    expect(rows(5901)).toContain('s2c SECURITY_TYPES asked {"security":"none"}')
    expect(rows(5901)).toContain('s2c SECURITY_RESULT done {}')
    expect(rows(5902)).toContain('s2c SECURITY_RESULT refused {"denied":"1"}')
    expect(rows(5909)).toContain('c2s SECURITY_CHOICE asked {"security":"VeNCrypt"}')
    expect(conversations.find((c) => c.port === 5909)!.protocols).toEqual(['tls', 'vnc'])
  })

  test('facts', () => {
    const told = facts.map((f) => `${f.subject} ${f.attribute} ${f.value}`)
    for (const fact of [
      '10.0.0.2 desktop-name Line 3 HMI',
      '10.0.0.2 desktop-name Line 4 HMI',
      '10.0.0.2 vnc-security none',
      '10.0.0.2 vnc-security VeNCrypt',
      '10.0.0.2 tls-version TLS 1.2',
    ])
      expect(told).toContain(fact)
    expect(notUnderstood).toEqual([])
  })
})

test('what a client does: looks, keys, buttons, clipboard', () => {
  const heard = dissect(
    vnc,
    hex(
      RFB('003.008'),
      '01 01',
      '00 000000 2018000100ff00ff00ff100800000000',
      '02 00 0002 00000000 00000001',
      '03 01 0000 0000 0100 0100',
      '04 01 0000 0000ff0d',
      '05 00 0010 0010',
      '05 01 0010 0010',
      `06 000000 00000003 ${text('abc')}`,
      '06 000000 fffffffc 00000001',
      'ff 00 0001 00000041 0000001e',
      '77 01 02',
    ),
  )
  expect(heard.operations).toEqual({
    'VERSION asked': 1,
    'SECURITY_CHOICE asked': 1,
    'CLIENT_INIT asked': 1,
    'SET_PIXEL_FORMAT asked': 1,
    'SET_ENCODINGS asked': 1,
    'UPDATE_REQUEST asked': 1,
    'KEY asked': 1,
    'POINTER asked': 1,
    'POINTER_PRESS asked': 1,
    'CUT_TEXT asked': 2,
    'QEMU asked': 1,
  })
  expect(heard.meanings['KEY']).toBe('press or release a key (control)')
  expect(heard.lost).toBe(0)
})

test('version 3.3: the server decides, and the client shows by what it sends', () => {
  const init = `0010 0010 2018000100ff00ff00ff100800000000 00000003 ${text('HMI')}`
  const none = dissect(vnc, hex(RFB('003.003'), '00000001', init), S2C)
  expect(none.facts).toEqual({ 'vnc-security': 'none', 'desktop-name': 'HMI' })
  const asked = dissect(vnc, hex(RFB('003.008'), '00000002', '11'.repeat(16), '00000000', init), S2C)
  expect(Object.keys(asked.operations)).toEqual([
    'VERSION asked',
    'SECURITY_TYPES asked',
    'CHALLENGE asked',
    'SECURITY_RESULT done',
    'SERVER_INIT done',
  ])
  const begins = dissect(vnc, hex(RFB('003.003'), '01', '00 000000 2018000100ff00ff00ff100800000000'))
  expect(Object.keys(begins.operations)).toEqual(['VERSION asked', 'CLIENT_INIT asked', 'SET_PIXEL_FORMAT asked'])
  const answers = dissect(vnc, hex(RFB('003.003'), '9a'.repeat(16), '00'))
  expect(Object.keys(answers.operations)).toEqual(['VERSION asked', 'CHALLENGE_RESPONSE asked', 'CLIENT_INIT asked'])
})

test('a login in clear is told as present', () => {
  const heard = dissect(vnc, hex(RFB('003.008'), '13', '0002', '00000100', '00000002 00000006', text('opsecret'), '01'))
  expect(heard.facts).toEqual({ 'receiver.clear-text-credentials': 'VNC password' })
  expect(heard.operations).toMatchObject({ 'PLAIN_LOGIN asked': 1, 'CLIENT_INIT asked': 1 })
})

test('is known by its banner', () => {
  expect(recognition(vnc, hex(RFB('003.889')), S2C, false)).toBe(YES)
  expect(recognition(vnc, hex(text('RFB 003.00')), S2C, false)).toBe(MAYBE)
  for (const other of ['RFB 3.8\n', 'RFC 003.008\n', 'RFB 003.008\r'])
    expect(recognition(vnc, hex(text(other)), C2S, true)).toBe(NO)
})
