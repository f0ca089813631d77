import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { otTruth } from '../../src/evidence/ot-truth.ts'
import { testWith } from '../kit/need.ts'
import { type Piece, pcapOf, type TcpConversation } from '../kit/pcap-of.ts'
import { readCapture } from './score-captures.ts'

/** Captures of our own making, read by us and by tshark: the same functions, as often. */

const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0')
const bytesOf = (digits: string) => Uint8Array.from(Buffer.from(digits.replace(/\s+/g, ''), 'hex'))
const size = (digits: string) => digits.replace(/\s+/g, '').length / 2
const random = (max: number) => fc.uint8Array({ maxLength: max }).map((b) => Buffer.from(b).toString('hex'))

/** A request and its answer. */
type Exchange = readonly [request: string, answer: string]

function adu(pdu: string): string {
  return `00010000${hex(size(pdu) + 1, 4)}01${pdu}`
}
const modbus: fc.Arbitrary<Exchange> = fc
  .oneof(
    fc.constantFrom(1, 2).map((f): Exchange => [`${hex(f, 2)}00000008`, `${hex(f, 2)}01ff`]),
    fc.constantFrom(3, 4).map((f): Exchange => [`${hex(f, 2)}00010002`, `${hex(f, 2)}0400010002`]),
    fc.constantFrom(5, 6).map((f): Exchange => [`${hex(f, 2)}0001ff00`, `${hex(f, 2)}0001ff00`]),
    fc.constantFrom<Exchange>(
      ['07', '0700'],
      ['0800001234', '0800001234'],
      ['08000a0000', '08000a0000'],
      ['0b', '0b00000001'],
      ['0f0000000a02cd01', '0f0000000a'],
      ['100001000204000a0102', '1000010002'],
      ['11', '11020aff'],
      ['1600040 0f20025', '16000400f20025'],
      ['17000300010 00e000102 00ff', '170200fe'],
      ['18 04de', '18 0006 0002 01b8 1284'],
      ['2b0e0100', '2b0e01010000010004 41636d65'],
      ['5a0002', '5a00fe00'],
    ),
    // A scan over all functions: most are refused.
    fc.tuple(fc.integer({ min: 25, max: 127 }), fc.constantFrom(1, 2, 3, 4, 6, 10, 11)).map(([f, ex]): Exchange => {
      const code = f === 43 || f === 90 ? 99 : f
      return [`${hex(code, 2)}00`, `${hex(code | 0x80, 2)}${hex(ex, 2)}`]
    }),
  )
  .map(([request, answer]): Exchange => [adu(request), adu(answer)])

function dt(payload: string, last = true): string {
  return `0300${hex(size(payload) + 7, 4)}02f0${last ? '80' : '00'}${payload}`
}
function pdu(type: number, parameters: string, data = '', error = ''): string {
  return `32${hex(type, 2)}00000007${hex(size(parameters), 4)}${hex(size(data), 4)}${error}${parameters}${data}`
}
function ud(kind: number, group: number, sub: number, data: string): string {
  const tail = kind === 4 ? ['04', '11', ''] : ['08', '12', '00000000']
  return pdu(7, `000112${tail[0]}${tail[1]}${hex(kind, 1)}${hex(group, 1)}${hex(sub, 2)}00${tail[2]}`, data)
}
const SUBFUNCTIONS = [[2, 4], [3, 1], [4, 1], [4, 2], [5, 1], [7, 1], [7, 2]] as const // biome-ignore format: a table
const item = '120a10020004000c84000050'
const s7: fc.Arbitrary<Exchange> = fc
  .oneof(
    fc.constantFrom<Exchange>(
      [pdu(1, `0401${item}`), pdu(3, '0401', 'ff04002001020304', '0000')],
      [pdu(1, `0501${item}`, '0004002001020304'), pdu(3, '0501', 'ff', '0000')],
      [pdu(1, `0501${item}`, '0004002001020304'), pdu(3, '0501', '0a', '0000')],
      [pdu(1, 'f0000001000101e0'), pdu(3, 'f0000001000100f0', '', '0000')],
      [pdu(1, `1a00010000000000095f30383030303031500d31303030323034303030313236`), pdu(3, '1a', '', '0000')],
      [pdu(1, `1d00000000000000095f3038303030303141`), pdu(3, '1d01000000000007073030303031 3230', '', '0000')],
      [pdu(1, '290000000000 09 505f50524f4752414d'), pdu(3, '29', '', 'd241')],
      [pdu(1, '28000000000000fd0000 09 505f50524f4752414d'), pdu(3, '28', '', '0000')],
      [pdu(1, `0401${item}`), pdu(2, '', '', '8104')],
    ),
    fc
      .tuple(fc.constantFrom(...SUBFUNCTIONS), random(12))
      .map(
        ([[group, sub], data]): Exchange => [
          ud(4, group, sub, `ff09${hex(size(data), 4)}${data}`),
          ud(8, group, sub, 'ff0900020000'),
        ],
      ),
  )
  .chain((pair) =>
    // Messages in two data TPDUs, and the empty TPDU some devices put between.
    fc.tuple(fc.integer({ min: 0, max: 20 }), fc.boolean()).map(([cut, empty]): Exchange => {
      const wrap = (message: string) => {
        const digits = message.replace(/\s+/g, '')
        const at = Math.min(2 * cut, digits.length - 2)
        const parts = cut > 10 ? dt(digits) : `${dt(digits.slice(0, at), false)}${dt(digits.slice(at))}`
        return empty ? `${dt('', false)}${parts}` : parts
      }
      return [wrap(pair[0]), wrap(pair[1])]
    }),
  )

const CONNECT: Exchange = [
  '0300001611e00000000100c1020100c2020102c0010a',
  '0300001611d00001000200c0010ac1020100c2020102',
]

/** Exchanges cut into segments and joined again anyhow; some repeated or late. */
function conversations(exchanges: fc.Arbitrary<Exchange>, port: number): fc.Arbitrary<TcpConversation> {
  // tshark gives up on a Modbus message whose first segment holds less than its first eight bytes; we do not.
  const cut = (from: Piece['from'], digits: string, at: number): Piece[] => {
    const bytes = bytesOf(digits)
    const k = Math.min(bytes.length, 8 + at)
    return [bytes.subarray(0, k), bytes.subarray(k)].filter((b) => b.length > 0).map((payload) => ({ from, payload }))
  }
  return fc
    .record({
      pairs: fc.array(fc.tuple(exchanges, fc.nat(60), fc.nat(60)), { minLength: 2, maxLength: 25 }),
      pipelined: fc.boolean(),
      handshake: fc.boolean(),
      clientPort: fc.integer({ min: 49_152, max: 65_000 }),
      host: fc.integer({ min: 2, max: 250 }),
      marks: fc.array(fc.nat(80), { maxLength: 4 }),
      repeats: fc.boolean(),
      joined: fc.boolean(),
    })
    .map(({ pairs, pipelined, handshake, clientPort, host, marks, repeats, joined }) => {
      const all = port === 102 && handshake ? [[CONNECT, 999, 999] as const, ...pairs] : pairs
      const requests = all.map(([[request], at]) => cut('client', request, at))
      const answers = all.map(([[, answer], , at]) => cut('server', answer, at))
      const pieces = pipelined
        ? [...requests.flat(), ...answers.flat()]
        : requests.flatMap((r, i) => [...r, ...answers[i]!])
      // Several messages in one segment; not for S7comm, as tshark mixes up data TPDUs of one frame.
      const sent: Piece[] = []
      for (const [n, piece] of pieces.entries()) {
        const before = sent.at(-1)
        if (joined && port === 502 && n % 3 !== 0 && before?.from === piece.from)
          sent[sent.length - 1] = { from: piece.from, payload: Uint8Array.of(...before.payload, ...piece.payload) }
        else sent.push(piece)
      }
      const set = new Set(marks)
      return {
        client: `10.0.0.${host}`,
        server: '10.0.1.1',
        port,
        clientPort,
        pieces: sent,
        handshake,
        // Without a handshake tshark loses messages behind a late segment; we do not.
        ...(repeats ? { again: set } : handshake ? { late: set } : {}),
      }
    })
}

/** `client>server protocol function` → count, as tshark dissects the file. */
function byTshark(path: string): Record<string, number> {
  const args = ['-r', path, '-T', 'pdml', '-o', 'tcp.reassemble_out_of_order:TRUE', '-Y', 'modbus or s7comm']
  const run = spawnSync('tshark', args, { encoding: 'utf8', maxBuffer: 1 << 30 })
  if (run.status !== 0) throw new Error(run.stderr)
  const counts: Record<string, number> = {}
  for (const packet of run.stdout.split('<packet>').slice(1)) {
    const field = (text: string, name: string) => new RegExp(`name="${name}"[^>]*show="([^"]*)"`).exec(text)?.[1]
    const ends = `${field(packet, 'ip.src')}>${field(packet, 'ip.dst')}`
    for (const proto of packet.split('<proto name="').slice(1)) {
      let name: string | undefined
      if (proto.startsWith('modbus"')) {
        const exception = field(proto, 'modbus.exception_code')
        name = `modbus FC${field(proto, 'modbus.func_code')}${exception === undefined ? '' : `!EX${exception}`}`
      } else if (proto.startsWith('s7comm"')) name = `s7comm ${s7Name(proto, field)}`
      if (name === undefined) continue
      const key = `${ends} ${name}`
      counts[key] = (counts[key] ?? 0) + 1
    }
  }
  return counts
}

function s7Name(proto: string, field: (text: string, name: string) => string | undefined): string {
  const type = Number(field(proto, 's7comm.header.rosctr'))
  if (type === 2) return 'ACK2'
  if (type === 7) {
    const kind = ({ 0: 'push', 4: 'req', 8: 'res' } as Record<number, string>)[
      Number(field(proto, 's7comm.param.userdata.type'))
    ]
    const group = Number(field(proto, 's7comm.param.userdata.funcgroup'))
    return `UD_${group}_${Number(field(proto, 's7comm.param.userdata.subfunc'))}_${kind}`
  }
  return `${type === 1 ? 'JOB' : 'ACK3'}_${hex(Number(field(proto, 's7comm.param.func')), 2)}`
}

function byUs(path: string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const c of otTruth([readCapture(path)!], () => undefined).conversations)
    for (const [protocol, directions] of Object.entries(c.fns))
      for (const [direction, functions] of Object.entries(directions))
        for (const [name, count] of Object.entries(functions)) {
          const ends = direction === 'c2s' ? `${c.client}>${c.server}` : `${c.server}>${c.client}`
          counts[`${ends} ${protocol} ${name}`] = (counts[`${ends} ${protocol} ${name}`] ?? 0) + count
        }
  return counts
}

describe('functions as tshark counts them', () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'functions-'))
  for (const [name, exchanges, port] of [
    ['Modbus TCP', modbus, 502],
    ['S7comm', s7, 102],
  ] as const)
    testWith('tshark')(`${name}: split, merged, repeated and late segments, with and without a handshake`, () => {
      const work = folder()
      try {
        const made = fc.sample(conversations(exchanges, port), { seed: 62_443, numRuns: 150 })
        // One conversation per client address and port, so that no two are one.
        const distinct = [...new Map(made.map((c) => [`${c.client} ${c.clientPort}`, c])).values()]
        const path = join(work, 'made.pcap')
        writeFileSync(path, pcapOf(distinct))
        const [ours, theirs] = [byUs(path), byTshark(path)]
        expect(Object.keys(theirs).length).toBeGreaterThan(300)
        expect(ours).toEqual(theirs)
      } finally {
        rmSync(work, { recursive: true, force: true })
      }
    })
})
