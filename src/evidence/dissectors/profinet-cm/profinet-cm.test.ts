import { expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { heardInTrace } from '../../../../tests/kit/heard.ts'
import { C2S, NO, YES } from '../../dissector.ts'
import { profinetCm } from './profinet-cm.ts'

test('its trace, whole', () => {
  const { operations, facts } = heardInTrace('profinet-cm')
  expect(operations).toEqual([
    '10.0.0.1: OP0_PT0 asked, connect: IO controller (session) frame-id=32769 slot=0,2 subslot=1-2,32768',
    '10.0.0.1: OP0_PT1 asked, connect: ping (session)',
    '10.0.0.2: OP0_PT5 asked, connect: not called (session)',
    '10.0.0.1: OP1_PT0 asked, release (session)',
    '10.0.0.1: OP2_PT0 asked, look up endpoints (diagnose)',
    '10.0.0.1: OP2_PT0 asked 2x, read record (read) index=45040 slot=0,2 subslot=1',
    '10.0.0.2: OP2_PT2 done, look up endpoints, answered (diagnose)',
    '10.0.0.1: OP3_PT0 asked, write record: several records (write) index=1,57408 slot=0,2 subslot=1',
    '10.0.0.1: OP3_PT0 asked, write record: identification and maintenance (write) index=45041 slot=0 subslot=1',
    '10.0.0.1: OP4_PT0 asked, control: end of parameters (session)',
    '10.0.0.2: OP4_PT0 asked, control: application ready (session)',
    '10.0.0.2: OP0_PT2 done, connect, answered (session) frame-id=32769-32770',
    '10.0.0.2: OP2_PT2 done 2x, read record, answered (read) index=45040 slot=0,2 subslot=1',
    '10.0.0.2: OP3_PT2 done, write record: several records, answered (write) index=1,57408 slot=0,2 subslot=1',
    '10.0.0.2: OP3_PT2 refused, write record: identification and maintenance, refused (write) index=45041 slot=0 subslot=1',
    '10.0.0.2: OP4_PT2 done, control: done, answered (session)',
  ])
  expect(facts).toEqual([
    '10.0.0.1 device-id: 0x0101 (profinet.cm)',
    '10.0.0.1 mac: 02:00:00:00:00:01 (profinet.cm)',
    '10.0.0.1 make: Siemens (profinet.cm)',
    '10.0.0.1 name: plc-1 (profinet.cm)',
    '10.0.0.1 role: controller (profinet.cm)',
    '10.0.0.1 vendor-id: 0x002a (profinet.cm)',
    '10.0.0.2 device-id: 0x0313 (profinet.cm)',
    '10.0.0.2 firmware: V4.2.0 (profinet.endpoint-mapper)',
    '10.0.0.2 firmware: V4.2.0 (profinet.im)',
    '10.0.0.2 hardware: 4 (profinet.endpoint-mapper)',
    '10.0.0.2 hardware: 4 (profinet.im)',
    '10.0.0.2 mac: 02:00:00:00:00:02 (profinet.cm)',
    '10.0.0.2 make: Siemens (profinet.cm)',
    '10.0.0.2 make: Siemens (profinet.im)',
    '10.0.0.2 module: slot 2.1: 6XY7 131-6BF00, serial SN 4712, hardware 1, firmware V1.0.3 (profinet.im)',
    '10.0.0.2 name: filler-1 (profinet.cm)',
    '10.0.0.2 order-number: 6XY7 155-6AU01-0BN0 (profinet.endpoint-mapper)',
    '10.0.0.2 order-number: 6XY7 155-6AU01-0BN0 (profinet.im)',
    '10.0.0.2 product: PX-15 IO (profinet.endpoint-mapper)',
    '10.0.0.2 role: field-device (profinet.cm)',
    '10.0.0.2 serial: SN 4711-0815 (profinet.im)',
    '10.0.0.2 vendor-id: 0x002a (profinet.cm)',
    '10.0.0.2 vendor-id: 0x002a (profinet.im)',
  ])
})

const DEVICE = 'dea00001 6c97 11d1 8271 00a02442df7d'
const MAPPER = 'e1af8308 5d1f 11c9 91a4 08002b14a0fa'
const OBJECT = 'dea00000 6c97 11d1 8271 0001 0313 002a'
const word = (n: number) => n.toString(16).padStart(4, '0')
const long = (n: number) => n.toString(16).padStart(8, '0')
const size = (digits: string) => digits.replace(/\s+/g, '').length / 2

interface Pdu {
  readonly type?: number
  readonly of?: string
  readonly flags?: string
  readonly part?: number
}
function pdu(operation: number, body: string, { type = 0, of = DEVICE, flags = '20', part = 0 }: Pdu = {}): Uint8Array {
  const head = `04 0${type} ${flags} 00 000000 00 ${OBJECT} ${of} ${'00'.repeat(16)} ${long(0)} ${long(1)} ${long(0)}`
  return hex(head, word(operation), 'ffffffff', word(size(body)), word(part), '0000', body)
}
const counted = (first: number, blocks: string) =>
  `${long(first)} ${long(size(blocks))} ${long(4096)} ${long(0)} ${long(size(blocks))} ${blocks}`
const record = (type: string, slot: number, subslot: number, index: string, length: number, more = '00'.repeat(24)) =>
  `${type} 003c 0100 0001 ${'11'.repeat(16)} ${long(0)} ${word(slot)} ${word(subslot)} 0000 ${index} ${long(length)} ${more}`

test('a supervisor that connects', () => {
  const block = `0101 003b 0100 0006 ${'11'.repeat(16)} 0001 020000000009 ${OBJECT} 00000011 0258 8892 0005 ${Buffer.from('pg-09').toString('hex')}`
  const heard = dissect(profinetCm, pdu(0, counted(4096, block)))
  expect(heard.meanings).toEqual({ OP0_PT0: 'connect: supervisor (session)' })
  expect(heard.facts).toMatchObject({
    role: 'engineering',
    name: 'pg-09',
    mac: '02:00:00:00:00:09',
    'receiver.device-id': '0x0313',
  })
  expect(heard.facts['receiver.role']).toBeUndefined()
})

test('one record that fails refuses a write of several', () => {
  const status = (code: string) => `00000000 ${code} ${'00'.repeat(16)}`
  const answer = (code: string) =>
    pdu(
      3,
      counted(
        0,
        `${record('8008', 0xffff, 0xffff, 'e040', 64, status('00000000'))} ${record('8008', 1, 1, '0001', 0, status(code))}`,
      ),
      { type: 2 },
    )
  expect(dissect(profinetCm, answer('00000000')).operations).toEqual({ 'OP3_PT2 done': 1 })
  expect(dissect(profinetCm, answer('df80b000')).operations).toEqual({ 'OP3_PT2 refused': 1 })
})

test('what a write is about, by its index', () => {
  const title = (index: string) =>
    dissect(profinetCm, pdu(3, counted(4096, `${record('0008', 0, 1, index, 4)} 00000000`))).meanings['OP3_PT0']
  expect(title('0010')).toBe('write record: parameters of a submodule (write)')
  expect(title('aff1')).toBe('write record: identification and maintenance (write)')
  expect(title('8052')).toBe('write record: network parameters (write)')
  expect(title('e002')).toBe('write record (write)')
})

test('tag, place and description of I&M1 and I&M3', () => {
  const text = (value: string, length: number) => Buffer.from(value.padEnd(length)).toString('hex')
  const blocks = `0021 0038 0100 ${text('Line 2', 32)} ${text('Hall 4', 22)} 0023 0038 0100 ${text('Filler', 54)}`
  const answer = pdu(2, counted(0, `${record('8009', 0, 1, 'aff1', size(blocks))} ${blocks}`), { type: 2 })
  expect(dissect(profinetCm, answer).facts).toEqual({ tag: 'Line 2', location: 'Hall 4', description: 'Filler' })
})

test('parts, faults and other kinds of PDU are counted by name', () => {
  expect(dissect(profinetCm, pdu(0, '00'.repeat(40), { flags: '04', part: 1 })).operations).toEqual({
    'OP0_PT0 asked': 1,
  })
  expect(dissect(profinetCm, pdu(2, long(0x1c010003), { type: 3 })).operations).toEqual({ 'OP2_PT3 refused': 1 })
  expect(dissect(profinetCm, pdu(2, '', { type: 9 })).meanings).toEqual({
    OP2_PT9: 'read record: fragment acknowledge (session)',
  })
})

test('away from its port the interface must be that of PROFINET', () => {
  const mapper = (body: string) => pdu(2, body, { type: 2, of: MAPPER })
  expect(recognition(profinetCm, pdu(0, ''), C2S, false)).toBe(YES)
  expect(recognition(profinetCm, mapper('00'.repeat(40)), C2S, false)).toBe(NO)
  expect(recognition(profinetCm, mapper('00'.repeat(40)), C2S, true)).toBe(YES)
  expect(recognition(profinetCm, mapper(`${'00'.repeat(36)} ${OBJECT}`), C2S, false)).toBe(YES)
  expect(recognition(profinetCm, pdu(0, '', { of: 'f5cc5a18 4264 101a 8c59 08002b2f8426' }), C2S, false)).toBe(NO)
  expect(recognition(profinetCm, hex('05000b03 10000000', '00'.repeat(80)), C2S, true)).toBe(NO)
})

test('a capture that cut the datagram still tells the operation', () => {
  const whole = pdu(2, counted(4096, record('0009', 0, 1, 'aff0', 4096)))
  expect(dissect(profinetCm, whole.subarray(0, 120))).toMatchObject({
    operations: { 'OP2_PT0 asked': 1 },
    lost: whole.length - 120,
  })
})
