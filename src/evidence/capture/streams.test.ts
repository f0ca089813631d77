import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ACK,
  be,
  bytesOf,
  chunked,
  HERE,
  joined,
  pcapFile,
  readCapture,
  RST,
  saysOf,
  SYN,
  tcpFrame,
  udpFrame,
} from '../../../tests/kit/frames.ts'
import { ASKED, type Dissector, MAYBE, NO, YES } from '../dissector.ts'
import type { ConversationSeen, Segment } from '../observation.ts'
import { PcapParser } from '../readers/pcap/pcap.ts'
import { openCapture } from './open-capture.ts'

const REQUEST = '10.0.0.1:50000>10.0.0.2:502'
const FIN = 1
const ANSWER = '10.0.0.2:502>10.0.0.1:50000'

/** A Modbus request to read `count` holding registers from `address`, and its answer. */
const asks = (address: number, count: number) =>
  bytesOf(be(address, 2), [0, 0, 0, 6, 1, 3], be(address, 2), be(count, 2))
const answers = (address: number, count: number) =>
  bytesOf(be(address, 2), [0, 0], be(3 + 2 * count, 2), [1, 3, 2 * count], new Uint8Array(2 * count))
const writes = (address: number) => bytesOf([0, 9, 0, 0, 0, 6, 1, 6], be(address, 2), [0, 7])

const modbus = fc.record({ address: fc.nat(1000), count: fc.integer({ min: 1, max: 60 }) })

/** What the operations are, without the frames and times that a different cutting must change. */
function operationsOf(segment: Segment) {
  return segment.conversations.map(({ client, server, port, operations }) => ({
    client,
    server,
    port,
    operations: operations.map(({ name, direction, outcome, count, objects }) => ({
      name,
      direction,
      outcome,
      count,
      objects,
    })),
  }))
}

interface Piece {
  readonly flow: string
  readonly sequence: number
  readonly bytes: Uint8Array
}

/** One direction cut into segments, counted from `first`. */
function segments(flow: string, first: number, stream: Uint8Array, cuts: readonly number[]): Piece[] {
  let sequence = first
  return chunked(stream, cuts).map((bytes) => {
    const piece = { flow, sequence, bytes }
    sequence += bytes.length
    return piece
  })
}

const HANDSHAKE = (base: number) => [
  tcpFrame(REQUEST, base - 1, SYN),
  tcpFrame(ANSWER, base - 1, SYN | ACK),
  tcpFrame(REQUEST, base, ACK),
]
const frameOf = ({ flow, sequence, bytes }: Piece) => tcpFrame(flow, sequence, ACK, bytes)

describe('streams', () => {
  test('how a stream is cut, shuffled inside the window, repeated and fed changes no operation', () => {
    fc.assert(
      fc.property(
        fc.array(modbus, { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        fc.array(fc.nat(40), { maxLength: 60 }),
        fc.array(fc.nat(), { maxLength: 10 }),
        fc.constantFrom(1000, 0xffff_fff0, 0x7fff_fff8),
        (messages, cuts, otherCuts, moves, fed, base) => {
          const there = joined(messages.map((m) => asks(m.address, m.count)))
          const back = joined(messages.map((m) => answers(m.address, m.count)))
          const plain = [...segments(REQUEST, base, there, []), ...segments(ANSWER, base, back, [])]
          const cut = [...segments(REQUEST, base, there, cuts), ...segments(ANSWER, base, back, otherCuts)]
          const repeated = cut.flatMap((piece, i) =>
            (moves[i] ?? 0) % 5 === 1 ? [spanning(cut[i - 1], piece), piece] : [piece],
          )
          const shuffled = repeated
            .map((piece, i) => ({ piece, at: i + (moves[i] ?? 0) }))
            .sort((a, b) => a.at - b.at)
            .map(({ piece }) => piece)
          const whole = pcapFile([...HANDSHAKE(base), ...plain.map(frameOf)])
          const other = pcapFile([...HANDSHAKE(base), ...shuffled.map(frameOf)])
          expect(operationsOf(readCapture(chunked(other, fed)))).toEqual(operationsOf(readCapture(whole)))
          const counted = operationsOf(readCapture(whole))[0]!.operations.map((o) => o.count)
          expect(counted).toEqual([messages.length, messages.length])
        },
      ),
      { numRuns: 150 },
    )
  })

  test('a message belongs to the frame that brought its last byte', () => {
    const [first, second] = [asks(1, 1).subarray(0, 9), asks(1, 1).subarray(9)]
    const file = pcapFile([...HANDSHAKE(1), tcpFrame(REQUEST, 1, ACK, first), tcpFrame(REQUEST, 10, ACK, second)])
    expect(only(file).operations[0]!.frames.map((frame) => frame.frame)).toEqual([5])
  })

  test('bytes that are missing are counted, and the stream goes on at the next message', () => {
    const many = Array.from({ length: 8 }, (_, i) => tcpFrame(REQUEST, 1 + 12 * (i + 3), ACK, asks(i, 1)))
    const file = pcapFile([...HANDSHAKE(1), tcpFrame(REQUEST, 1, ACK, asks(1, 1)), ...many])
    const segment = readCapture(file)
    expect(segment.conversations[0]!.operations[0]).toMatchObject({ name: 'FC3', count: 9 })
    expect(segment.notUnderstood).toContainEqual(
      expect.objectContaining({ what: 'TCP bytes missing in the capture', packets: 1, bytes: 24 }),
    )
  })

  test('a hole is not waited for beyond the limit', () => {
    const many = Array.from({ length: 20 }, (_, i) => tcpFrame(REQUEST, 1 + 12 * (i + 1), ACK, asks(i, 1)))
    const late = tcpFrame(REQUEST, 1, ACK, asks(7, 1))
    const file = pcapFile([...HANDSHAKE(1), ...many, late])
    expect(only(file).operations[0]!.count).toBe(21)
    expect(readCapture(file, { reorderSegments: 4 }).conversations[0]!.operations[0]!.count).toBe(20)
    expect(readCapture(file, { held: 30 }).conversations[0]!.operations[0]!.count).toBe(20)
  })

  test('a frame that was cut when it was captured is a hole, not the end', () => {
    const cutFrame = tcpFrame(REQUEST, 13, ACK, asks(2, 1)).subarray(0, 60)
    const file = pcapFile([
      ...HANDSHAKE(1),
      tcpFrame(REQUEST, 1, ACK, asks(1, 1)),
      cutFrame,
      tcpFrame(REQUEST, 25, ACK, asks(3, 1)),
    ])
    const [operation] = only(file).operations
    expect(operation).toMatchObject({ count: 2, objects: { holding: '1,3' } })
  })

  test('a stream whose beginning was missed is recognized at a later segment, also behind a keep-alive', () => {
    const file = pcapFile([
      tcpFrame(REQUEST, 100, ACK, asks(1, 1).subarray(5)),
      tcpFrame(REQUEST, 107, ACK, asks(2, 1)),
      tcpFrame(REQUEST, 119, ACK, asks(3, 1)),
    ])
    expect(only(file).operations[0]).toMatchObject({ count: 2, objects: { holding: '2-3' } })
    const alive = pcapFile([tcpFrame(REQUEST, 106, ACK, bytesOf(0)), tcpFrame(REQUEST, 107, ACK, asks(2, 1))])
    expect(only(alive).operations[0]).toMatchObject({ count: 1 })
  })

  test('one junk segment in front does not hide what follows on a port that is known', () => {
    const junk = new TextEncoder().encode('GET / HTTP/1.0\r\n\r\n')
    const file = pcapFile([
      ...HANDSHAKE(1),
      tcpFrame(REQUEST, 1, ACK, junk),
      tcpFrame(REQUEST, 1 + junk.length, ACK, writes(5)),
    ])
    expect(only(file).operations.map((o) => [o.name, o.class])).toEqual([
      ['GET', 'read'],
      ['FC6', 'write'],
    ])
  })

  test('a protocol is found on a port of its own choosing', () => {
    const there = REQUEST.replace(':502', ':15020')
    const messages = Array.from({ length: 3 }, (_, i) => tcpFrame(there, 1 + 12 * i, ACK, asks(i, 1)))
    const file = pcapFile([tcpFrame(there, 0, SYN), ...messages])
    expect(only(file)).toMatchObject({ port: 15_020, basis: 'syn' })
    expect(only(file).operations[0]).toMatchObject({ name: 'FC3', count: 3 })
  })

  test('ports used again begin a new stream', () => {
    const file = pcapFile([
      ...HANDSHAKE(1),
      tcpFrame(REQUEST, 1, ACK, asks(1, 1).subarray(0, 5)),
      tcpFrame(ANSWER, 1, RST),
      ...HANDSHAKE(900_001),
      tcpFrame(REQUEST, 900_001, ACK, asks(2, 1)),
    ])
    expect(only(file)).toMatchObject({ flows: 2 })
    expect(only(file).operations).toMatchObject([{ name: 'FC3', count: 1, objects: { holding: '2' } }])
  })

  test('all that one side said may come after both have said that they are done', () => {
    const file = pcapFile([
      ...HANDSHAKE(1),
      tcpFrame(ANSWER, 1, ACK, answers(1, 1)),
      tcpFrame(REQUEST, 13, ACK | FIN),
      tcpFrame(ANSWER, 12, ACK | FIN),
      tcpFrame(REQUEST, 1, ACK, asks(1, 1)),
    ])
    expect(only(file).operations.map((o) => `${o.direction} ${o.name} ${o.count}`)).toEqual(['c2s FC3 1', 's2c FC3 1'])
  })

  test('traffic that no dissector knows is listed with its port and frames', () => {
    const file = pcapFile([
      udpFrame('10.0.0.1:40000>10.0.0.2:53', bytesOf(1, 2, 3)),
      udpFrame('10.0.0.2:53>10.0.0.1:40000', bytesOf(1, 2, 3)),
    ])
    expect(readCapture(file).notUnderstood).toMatchObject([
      { what: 'udp port 53, no dissector knows it', packets: 2, frames: [{ frame: 1 }, { frame: 2 }] },
    ])
  })

  test('a capture cut behind a record says what its first records say', () => {
    const frames = [
      ...HANDSHAKE(1),
      tcpFrame(REQUEST, 1, ACK, asks(1, 1)),
      tcpFrame(ANSWER, 1, ACK, answers(1, 1)),
      tcpFrame(REQUEST, 25, ACK, asks(2, 1)),
      tcpFrame(REQUEST, 13, ACK, asks(3, 1)),
    ]
    const file = pcapFile(frames)
    for (let cut = 25; cut < file.length; cut += 7) {
      const records = readCapture(file.subarray(0, cut))
      expect(saysOf(records)).toEqual(saysOf(readCapture(pcapFile(frames.slice(0, records.records)))))
    }
  })
})

/** A segment sent again that begins in the middle of the one before and goes on to the end of this one. */
function spanning(before: Piece | undefined, { flow, sequence, bytes }: Piece): Piece {
  if (before?.flow !== flow) return { flow, sequence, bytes }
  const half = before.bytes.length >> 1
  return { flow, sequence: before.sequence + half, bytes: joined([before.bytes.subarray(half), bytes]) }
}

function only(file: Uint8Array): ConversationSeen {
  const { conversations } = readCapture(file)
  expect(conversations).toHaveLength(1)
  return conversations[0]!
}

describe('datagrams and facts', () => {
  /** A protocol of one byte: its code; 0xee is not of it, 0xff names the receiver. */
  const toy: Dissector<{ seen: number }> = {
    id: 'toy',
    title: 'Toy',
    hints: { udp: [7] },
    longest: 10,
    docs: { about: '', checked: [], known: () => [] },
    recognizes: (b, from, to, _direction, hinted) => (to > from && b[from] !== 0xee && hinted ? YES : NO),
    start: () => ({ seen: 0 }),
    read(state, b, from, _to, _at, out) {
      out.operation(b[from]!, ASKED)
      out.object(1, state.seen, state.seen++)
      if (b[from] === 0xff) out.fact({ attribute: 'name', by: 'toy.name' }, 'other', 'receiver')
      return 1
    },
    meaning: (code) => ({ name: `T${code}`, title: 'toy', class: 'other' }),
    objectName: () => 'turn',
  }

  test('each datagram is read by itself; what is not of the protocol is counted, never guessed', () => {
    const there = '10.0.0.1:40000>10.0.0.2:7'
    const frames = [[5], [0xee, 1, 1], [5, 9], [0xff]].map((bytes) => udpFrame(there, bytesOf(...bytes)))
    const intake = openCapture(
      'pcap',
      (file, limits, sink) => new PcapParser(file, limits, sink),
      { file: 'toy', vantage: HERE },
      [toy],
    )
    intake.feed(pcapFile([...frames, udpFrame('10.0.0.2:7>10.0.0.1:40000', bytesOf(0xff))]))
    const segment = intake.end()
    expect(segment.conversations[0]!.operations).toMatchObject([
      { protocol: 'toy', name: 'T255', direction: 'c2s', count: 1, objects: { turn: '2' } },
      { protocol: 'toy', name: 'T255', direction: 's2c', count: 1, objects: { turn: '0' } },
      { protocol: 'toy', name: 'T5', direction: 'c2s', count: 2, objects: { turn: '0-1' } },
    ])
    expect(segment.facts).toMatchObject([
      { subject: '10.0.0.1', attribute: 'name', value: 'other', by: 'toy.name', frames: [{ frame: 5 }] },
      { subject: '10.0.0.2', attribute: 'name', value: 'other', by: 'toy.name', frames: [{ frame: 4 }] },
    ])
    expect(segment.notUnderstood).toMatchObject([{ what: 'toy: bytes that are no message', packets: 2, bytes: 4 }])
  })

  test('bytes of which nobody can say what they are, are held within the limit and counted beyond it', () => {
    const slow: Dissector = { ...(toy as Dissector), hints: { tcp: [7] }, recognizes: () => MAYBE, longest: 1e6 }
    const part = (n: number, at: number) =>
      tcpFrame(`10.0.${n >> 8}.${n & 255}:40000>10.1.0.2:7`, 1 + 100 * at, ACK, new Uint8Array(100))
    const frames = Array.from({ length: 600 }, (_, i) => part(i % 200, Math.floor(i / 200)))
    const intake = openCapture(
      'pcap',
      (file, limits, sink) => new PcapParser(file, limits, sink),
      { file: 'toy', vantage: HERE, limits: { held: 10_000 } },
      [slow],
    )
    intake.feed(pcapFile(frames))
    const segment = intake.end()
    const [beyond] = segment.notUnderstood.filter((m) => m.what.includes('waited for others'))
    expect(beyond!.bytes).toBeGreaterThanOrEqual(600 * 100 - 10_000)
    expect(segment.diagnostics.map((d) => d.code)).toEqual(['CAPTURE_LIMIT'])
  })

  test('a protocol takes its port back from another that a scanner tried there first', () => {
    const probe: Dissector<{ seen: number }> = {
      ...toy,
      id: 'probe',
      hints: { udp: [9] },
      recognizes: (b, from, to) => (to > from && b[from] === 0xee ? YES : NO),
    }
    const frames = [[0xee], [5], [0xee], [6]].map((bytes) => udpFrame('10.0.0.1:40000>10.0.0.2:7', bytesOf(...bytes)))
    const intake = openCapture(
      'pcap',
      (file, limits, sink) => new PcapParser(file, limits, sink),
      { file: 'toy', vantage: HERE },
      [probe, toy],
    )
    intake.feed(pcapFile(frames))
    const segment = intake.end()
    expect(segment.conversations[0]!.operations).toMatchObject([
      { protocol: 'probe', name: 'T238', count: 1 },
      { protocol: 'toy', name: 'T5', count: 1, objects: { turn: '0' } },
      { protocol: 'toy', name: 'T6', count: 1, objects: { turn: '1' } },
    ])
    expect(segment.notUnderstood).toMatchObject([{ what: 'toy: bytes that are no message', packets: 1, bytes: 1 }])
  })
})
