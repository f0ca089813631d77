import { expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { INTERFACES } from '../rpc-interfaces.ts'
import { msrpc } from './msrpc.ts'

test('the recorded trace: ports asked for, calls, proofs, a refusal', () => {
  const { conversations, facts, notUnderstood } = readCapture(pcapOfTrace(traceOf('msrpc')))
  const rows = conversations.flatMap((c) =>
    c.operations.map(
      (o) => `${c.port} ${o.direction} ${o.name} ${o.class} ${o.outcome} ${o.count} ${JSON.stringify(o.objects)}`,
    ),
  )
  for (const row of [
    '135 c2s BIND session asked 1 {"interface":"epmapper"}',
    '135 c2s epmapper_ept_map read asked 1 {}',
    '49152 c2s srvsvc_NetrServerGetInfo read asked 1 {}',
    '49154 c2s BIND session asked 3 {"interface":"lsarpc,samr"}',
    '49154 c2s AUTH3 session asked 3 {"login":"NTLMv2"}',
    '49154 c2s samr_SamrEnumerateUsers read asked 1 {}',
    '49154 s2c FAULT session refused 2 {"denied":"5"}',
    '49154 s2c RESPONSE session done 7 {}',
  ])
    expect(rows).toContain(row)
  expect(new Set(facts.map((f) => `${f.subject} ${f.attribute} ${f.value}`))).toEqual(
    new Set([
      '10.0.0.1 domain PLANT',
      '10.0.0.1 name HISTORIAN1',
      '10.0.0.2 dns-name vm',
      '10.0.0.2 domain HISTORIAN1',
      '10.0.0.2 name HISTORIAN1',
    ]),
  )
  expect(notUnderstood).toEqual([])
})

const NDR = '045d888aeb1cc9119fe808002b104860 02000000'
/** A message of some type around a body, least significant byte first. */
const pdu = (type: string, body: string, flags = '03') => {
  const text = body.replace(/\s+/g, '')
  const size = Buffer.from(Uint16Array.of(16 + text.length / 2).buffer).toString('hex')
  return `0500${type}${flags}10000000${size}000001000000${text}`
}
const bind = (context: string, uuid: string) => `b810b810 00000000 01000000 ${context} 0100 ${uuid} 00000000 ${NDR}`

test('OPC: contexts are told apart, later fragments are not counted, unknown interfaces keep their number', () => {
  const heard = dissect(
    msrpc,
    hex(
      pdu('0b', bind('0000', '523ac1391e01d0119675 0020afd8adb3')),
      pdu('0e', bind('0100', '713ac1391e01d0119675 0020afd8adb3')),
      pdu('00', '00000000 0000 0400'),
      pdu('00', '00000000 0100 0300', '01'),
      pdu('00', '00000000 0100 0300', '02'),
      pdu('00', '00000000 0200 0700'),
    ),
  )
  expect(heard.operations).toEqual({
    'BIND asked': 1,
    'ALTER_CONTEXT asked': 1,
    'IOPCSyncIO_Write asked': 1,
    'IOPCAsyncIO2_Read asked': 1,
    'CALL_7 asked': 1,
  })
  expect(heard.meanings['IOPCSyncIO_Write']).toBe('IOPCSyncIO: write items (write)')
  expect(heard.objects).toEqual({
    'BIND interface': ['IOPCSyncIO'],
    'ALTER_CONTEXT interface': ['IOPCAsyncIO2'],
  })
})

test('the other order of bytes, long messages and what is none', () => {
  const big = `0500000300000000 1388 0000 00000001 00000000 0000 0004 ${'00'.repeat(4976)}`
  const heard = dissect(msrpc, hex(big, 'ffff', pdu('03', '00000000 00000000 0500001c')), S2C)
  expect(heard.operations).toEqual({ 'CALL_4 asked': 1, 'FAULT refused': 1 })
  expect(heard.objects).toEqual({})
  expect(heard.lost).toBe(2)
})

test('is known by its header', () => {
  const call = hex(pdu('00', '00000000 0000 0400'))
  expect(recognition(msrpc, call, C2S, false)).toBe(YES)
  expect(recognition(msrpc, call.slice(0, 15), C2S, false)).toBe(MAYBE)
  for (const other of [
    '0564',
    '050200',
    '0500 0003 20',
    '0500 0003 1000 0100',
    '0500 1a03 1000 0000 2000 0000 0100 0000',
  ])
    expect(recognition(msrpc, hex(other), C2S, true), other).toBe(NO)
})

test('no two interfaces have one number', () => {
  expect(new Set(INTERFACES.map(({ uuid }) => uuid)).size).toBe(INTERFACES.length)
  expect(INTERFACES.filter(({ uuid }) => !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(uuid))).toEqual([])
})
