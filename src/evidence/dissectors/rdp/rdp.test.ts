import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { rdp } from './rdp.ts'

test('the recorded trace: TLS inside, and protection by RDP itself', () => {
  const { conversations, facts, notUnderstood } = readCapture(pcapOfTrace(traceOf('rdp')))
  const rows = conversations.flatMap((c) =>
    c.operations.map(
      (o) => `${o.direction} ${o.protocol} ${o.name} ${o.outcome} ${o.count} ${JSON.stringify(o.objects)}`,
    ),
  )
  expect(rows.filter((row) => !/DATA|CHANGE_CIPHER/.test(row))).toEqual([
    'c2s rdp ATTACH_USER asked 1 {}',
    's2c rdp ATTACH_USER asked 1 {}',
    'c2s rdp CHANNEL_JOIN asked 6 {}',
    's2c rdp CHANNEL_JOIN asked 6 {}',
    's2c rdp CONNECTION_CONFIRM done 2 {"chosen":"RDP,TLS"}',
    'c2s rdp CONNECTION_REQUEST asked 2 {"cookie":"user name","requested":"RDP,TLS"}',
    'c2s rdp CONNECT_INITIAL asked 1 {}',
    's2c rdp CONNECT_RESPONSE done 1 {}',
    's2c rdp DISCONNECT asked 1 {}',
    'c2s rdp ERECT_DOMAIN asked 1 {}',
    'c2s tls CLIENT_HELLO asked 1 {"server-name":"127.0.0.1","version":"TLS 1.0,TLS 1.1,TLS 1.2,TLS 1.3"}',
    's2c tls SERVER_HELLO done 1 {"cipher":"TLS_AES_256_GCM_SHA384","version":"TLS 1.3"}',
  ])
  expect(facts.map((f) => `${f.subject} ${f.attribute} ${f.value}`)).toEqual([
    '10.0.0.1 ja4 t13d311000_e8f1e7e78f70_1f22a2ca17c4',
    '10.0.0.1 name vm',
    '10.0.0.2 rdp-security RDP, RC4 with 128 bits',
    '10.0.0.2 rdp-security RDP',
    '10.0.0.2 rdp-security TLS',
    '10.0.0.2 tls-cipher-suite TLS_AES_256_GCM_SHA384',
    '10.0.0.2 tls-version TLS 1.3',
    '10.0.0.2 weak-cryptography protection of RDP itself (RC4 with 128 bits)',
  ])
  expect(notUnderstood).toEqual([])
})

describe('the connection', () => {
  test('what is asked for, chosen and refused', () => {
    const asked = dissect(rdp, hex('0300 0013 0ee000000000 00 0100 0800 0b000000'))
    expect(asked.objects).toEqual({ 'CONNECTION_REQUEST requested': ['TLS', 'CredSSP', 'CredSSP with early result'] })
    const chosen = dissect(rdp, hex('0300 0013 0ed000000000 00 0200 0800 02000000', '16030100010e'), S2C)
    expect(chosen.facts).toEqual({ 'rdp-security': 'CredSSP' })
    const failed = dissect(rdp, hex('0300 0013 0ed000000000 00 0300 0800 05000000'), S2C)
    expect(failed.operations).toEqual({ 'CONNECTION_CONFIRM refused': 1 })
    expect(failed.objects).toEqual({
      'CONNECTION_CONFIRM refusal': ['CredSSP required'],
      'CONNECTION_CONFIRM denied': ['CredSSP required'],
    })
  })

  test('a login without encryption, short messages and what is none', () => {
    const info = `64 0006 03eb 70 16 4000 0000 00000000 33000000 0000 0400 0c00 ${'00'.repeat(2)}`.replace(/\s+/g, '')
    const size = (7 + info.length / 2).toString(16).padStart(4, '0')
    const heard = dissect(rdp, hex(`0300${size}02f080${info}`, '04050102ff', 'ff', '00 8006 010203'))
    expect(heard.operations).toEqual({ 'CLIENT_INFO asked': 1, 'FAST_PATH asked': 2 })
    expect(heard.facts).toEqual({ 'receiver.clear-text-credentials': 'RDP password' })
    expect(heard.lost).toBe(1)
  })
})

test('is known among what else TPKT carries', () => {
  const cookie = `0300002a25e00000000000${Buffer.from('Cookie: mstshash=operator\r\n').toString('hex')}`
  expect(recognition(rdp, hex(cookie.replace('0300002a25', '030000262 1')), C2S, false)).toBe(YES)
  expect(recognition(rdp, hex('0300 0013 0ee000000000 00 0100 0800 0b000000'), C2S, false)).toBe(YES)
  expect(recognition(rdp, hex('0300 000b 06e000000000 00'), C2S, false)).toBe(MAYBE)
  expect(recognition(rdp, hex('0300 000b 06e000000000 00'), C2S, true)).toBe(YES)
  expect(recognition(rdp, hex('0300 000b 06e000000000 00', '0300 0009 02f080 7f65'), C2S, false)).toBe(YES)
  for (const other of [
    '0300 0016 11e000000001 00 c0010a c1020100 c2020102',
    '0300 000b 06e000000000 00 0300 0019 02f080 320100',
    '0300 000b 06d000000000 00 0300 0009 02f080 0d07',
    '16030100',
  ])
    expect(recognition(rdp, hex(other), C2S, false), other).toBe(NO)
  expect(recognition(rdp, hex('0300 0008 02f080 68'), S2C, true)).toBe(YES)
})
