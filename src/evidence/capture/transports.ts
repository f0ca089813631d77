import { viewOf } from '../../groundwork/bytes.ts'
import { type Direction, type Dissector, S2C } from '../dissector.ts'
import type { CaptureLimits } from '../limits.ts'
import { BASES } from '../observation.ts'
import { type Addresses, BY_DESTINATION, BY_SOURCE, NO_ROOM } from './addresses.ts'
import type { Conversations } from './conversations.ts'
import { Datagrams } from './datagrams.ts'
import * as f from './flows.ts'
import type { Misses } from './misses.ts'
import type { Operations } from './operations.ts'
import { FIRST_FRAGMENT, type Packet } from './packet.ts'
import { isServicePort } from './service-ports-table.ts'
import { Stream } from './stream.ts'
import { type MutableFrame, Streams } from './streams.ts'

const TCP = 6
const UDP = 17
/** Streams of ended flows that are kept to be used again. */
const MAX_UNUSED = 256

const FIN = 1
const SYN = 2
const ACK = 16

const SYN_BASIS = BASES.indexOf('syn')
const SYNACK_BASIS = BASES.indexOf('synack')
const PORT_BASIS = BASES.indexOf('port')
const LOWER_PORT_BASIS = BASES.indexOf('lower_port')
const FIRST_SENDER_BASIS = BASES.indexOf('first_sender')

/** The parts of a capture that the transport layer writes to. */
export interface Books {
  readonly packet: Packet
  readonly frame: MutableFrame
  readonly addresses: Addresses
  readonly conversations: Conversations
  readonly operations: Operations
  readonly misses: Misses
}

/** Books TCP, UDP and other IP packets on flows and conversations, decides who is the client, and feeds the streams. */
export class Transports {
  readonly flows: f.Flows
  readonly #books: Books
  readonly #streams: Streams
  readonly #datagrams: Datagrams
  readonly #unused: Stream[] = []
  #encapsulated = false

  constructor(books: Books, dissectors: readonly Dissector[], limits: CaptureLimits) {
    this.#books = books
    this.flows = new f.Flows(limits.flows)
    this.#streams = new Streams(dissectors, limits, books.operations, books.misses)
    this.#datagrams = new Datagrams(dissectors, limits, books.operations, this.flows)
  }

  /** Books the TCP segment that `packet` points at; `wire` bytes are counted. */
  tcp(b: Uint8Array, wire: number, encapsulated: boolean): void {
    const { packet: p, conversations, frame } = this.#books
    const at = p.at
    if (p.to - at < 20) return this.#cut(TCP, wire, encapsulated)
    this.#encapsulated = encapsulated
    const view = viewOf(b)
    const sourcePort = view.getUint16(at)
    const targetPort = view.getUint16(at + 2)
    const sequence = view.getInt32(at + 4)
    const header = (b[at + 12]! >> 4) << 2
    const flags = b[at + 13]!
    const side = this.#side(sourcePort, targetPort)
    let row = this.#find(side, sourcePort, targetPort, TCP)
    if (row < 0 || (flags & SYN && this.#isReborn(row, side, sequence, flags)))
      row = this.#openTcp(row, side, sourcePort, targetPort, flags)
    if (row < 0) return this.#beyond(wire)
    const { columns } = this.flows
    const column = this.flows.at(row)
    const conversation = columns[column + f.CONVERSATION]!
    let bits = columns[column + f.BITS]!
    const direction = (side ^ (bits & f.CLIENT_IS_1)) as Direction
    if (!(bits & (f.BASE_KNOWN_0 << side))) {
      bits |= f.BASE_KNOWN_0 << side
      columns[column + f.BASE_0 + side] = flags & SYN ? sequence : sequence - 1
    }
    if (flags & SYN) {
      bits |= f.SYN_0 << side
      conversations.strengthen(conversation, flags & ACK ? SYNACK_BASIS : SYN_BASIS)
      if (flags & ACK && direction === S2C) conversations.answered(conversation)
    }
    columns[column + f.BITS] = bits
    this.#count(row, column, side, conversation, direction, wire)
    const length = p.length - header
    if (flags & FIN) {
      columns[column + f.BITS] = columns[column + f.BITS]! | (f.FIN_SEEN_0 << side)
      columns[column + f.FIN_0 + side] = sequence + Math.max(0, length)
      if (length <= 0) return this.#closeWhole(row, column)
    }
    if (length <= 0 || header < 20) return
    if (!(bits & (f.CARRIED_0 << side))) {
      conversations.payload(conversation, direction)
      columns[column + f.BITS] = columns[column + f.BITS]! | (f.CARRIED_0 << side)
    }
    if (bits & f.OPAQUE || !this.#streams.some || p.fragment === FIRST_FRAGMENT) return
    const from = Math.min(p.to, at + header)
    const cut = Math.max(0, length - (p.to - from))
    const start = flags & SYN ? sequence + 1 : sequence
    if (bits & f.CLOSED) {
      // Sent again after the end; or the end was none, and the flow goes on from here.
      if (((start - columns[column + f.FIN_0 + side]!) | 0) < 0) return
      bits &= ~(f.CLOSED | (f.FIN_SEEN_0 * 3) | (f.SYN_0 * 3))
      columns[column + f.BITS] = (columns[column + f.BITS]! & ~f.RUNNING) | bits
    }
    const stream = this.#streamOf(row, conversation, side, bits, columns[column + f.BASE_0 + side]!)
    if (!this.#streams.segment(stream, direction, start | 0, b, from, p.to, cut, frame)) {
      this.#release(row)
      columns[column + f.BITS] = columns[column + f.BITS]! | f.OPAQUE
    } else if (columns[column + f.BITS]! & (f.FIN_SEEN_0 * 3)) this.#closeWhole(row, column)
  }

  /** Ends a stream once both sides have sent all up to their FIN. */
  #closeWhole(row: number, column: number): void {
    const { columns, streams } = this.flows
    const bits = columns[column + f.BITS]!
    const stream = streams[row]
    if ((bits & (f.FIN_SEEN_0 * 3)) !== f.FIN_SEEN_0 * 3 || !stream) return
    for (const side of [0, 1]) {
      const half = stream.halves[side ^ (bits & f.CLIENT_IS_1)]!
      const next = half.begun ? half.next : columns[column + f.BASE_0 + side]! + 1
      if (((columns[column + f.FIN_0 + side]! - next) | 0) > 0) return
    }
    this.#streams.finish(stream)
    this.#release(row)
    columns[column + f.BITS] = bits | f.CLOSED
  }

  /** Takes the stream of a flow away, to be used again for another. */
  #release(row: number): void {
    const stream = this.flows.streams[row]
    this.flows.streams[row] = undefined
    if (stream && this.#unused.length < MAX_UNUSED) this.#unused.push(stream)
  }

  /** Books the UDP datagram that `packet` points at; what a tunnel carries is read elsewhere. */
  udp(b: Uint8Array, wire: number, encapsulated: boolean, isTunnel: boolean): void {
    const { packet: p, frame, conversations } = this.#books
    const at = p.at
    if (p.to - at < 8) return this.#cut(UDP, wire, encapsulated)
    this.#encapsulated = encapsulated
    const view = viewOf(b)
    const sourcePort = view.getUint16(at)
    const targetPort = view.getUint16(at + 2)
    const side = this.#side(sourcePort, targetPort)
    let row = this.#find(side, sourcePort, targetPort, UDP)
    if (row < 0) {
      const byPort = isServicePort(targetPort) - isServicePort(sourcePort)
      const client = byPort < 0 ? 1 - side : side
      row = this.#open(side, client, sourcePort, targetPort, UDP, byPort === 0 ? FIRST_SENDER_BASIS : PORT_BASIS)
    }
    if (row < 0) return this.#beyond(wire)
    const { columns } = this.flows
    const column = this.flows.at(row)
    const conversation = columns[column + f.CONVERSATION]!
    const bits = columns[column + f.BITS]!
    const direction = (side ^ (bits & f.CLIENT_IS_1)) as Direction
    this.#count(row, column, side, conversation, direction, wire)
    const length = view.getUint16(at + 4) - 8
    const to = length >= 0 ? Math.min(p.to, at + 8 + length) : p.to
    if (to <= at + 8) return
    if (isTunnel) return direction === S2C ? conversations.answered(conversation) : undefined
    if (!(bits & (f.CARRIED_0 << side))) {
      conversations.payload(conversation, direction)
      columns[column + f.BITS] = columns[column + f.BITS]! | (f.CARRIED_0 << side)
    }
    if (bits & f.OPAQUE || !this.#datagrams.some) return
    if (p.fragment === FIRST_FRAGMENT) return
    if (!this.#datagrams.read(row, conversations.portOf(conversation), direction, b, at + 8, to, frame))
      columns[column + f.BITS] = columns[column + f.BITS]! | f.OPAQUE
  }

  /** Books a packet of another IP protocol: no ports, the first sender is the client. */
  other(wire: number, encapsulated: boolean): void {
    const { packet: p, conversations } = this.#books
    this.#encapsulated = encapsulated
    const side = this.#side(0, 0)
    let row = this.#find(side, 0, 0, p.transport)
    if (row < 0) row = this.#open(side, side, 0, -1, p.transport, FIRST_SENDER_BASIS)
    if (row < 0) return this.#beyond(wire)
    const column = this.flows.at(row)
    const conversation = this.flows.columns[column + f.CONVERSATION]!
    const direction = this.flows.direction(row, side)
    this.#count(row, column, side, conversation, direction, wire)
    if (p.length > 0) conversations.payload(conversation, direction)
  }

  /** Counts only the addresses of a packet whose flow is not known. */
  addressesOnly(wire: number): void {
    const { packet: p } = this.#books
    this.#countAddress(this.#addressRow(p.sourceIp, p.sourceHigh, p.sourceLow, BY_SOURCE), wire)
    this.#countAddress(this.#addressRow(p.targetIp, p.targetHigh, p.targetLow, BY_DESTINATION), wire)
  }

  /** Tells conversations and addresses what open flows have counted by now. */
  tell(): void {
    for (let row = 0; row < this.flows.rows.size; row++) {
      this.#tell(row, 0)
      this.#tell(row, 1)
    }
  }

  /** Reads what still waits for missing bytes, and lets go of all flows. */
  end(): void {
    for (let row = 0; row < this.flows.rows.size; row++) this.#over(row)
    this.#unused.length = 0
    this.flows.clear()
  }

  /** A flow is over: what it counted is told, and what waits for missing bytes is read. */
  #over(row: number): void {
    this.#tell(row, 0)
    this.#tell(row, 1)
    const stream = this.flows.streams[row]
    if (stream) this.#streams.finish(stream)
    this.#release(row)
  }

  /** Tells conversation and addresses what a side of a flow has counted. */
  #tell(row: number, side: number): void {
    const { sums, columns } = this.flows
    const s = this.flows.sumsAt(row, side)
    const packets = sums[s + f.PENDING]!
    if (packets === 0) return
    const bytes = sums[s + f.PENDING_BYTES]!
    const first = sums[s + f.PENDING_FIRST]!
    const last = sums[s + f.PENDING_LAST]!
    sums[s + f.PENDING] = 0
    sums[s + f.PENDING_BYTES] = 0
    const { conversations, addresses } = this.#books
    const column = this.flows.at(row)
    const direction = this.flows.direction(row, side)
    conversations.countMore(columns[column + f.CONVERSATION]!, direction, packets, bytes, first, last)
    const source = columns[column + f.SOURCE_0 + side * 2]!
    const target = columns[column + f.SOURCE_0 + side * 2 + 1]!
    if (source >= 0) addresses.countMore(source, packets, bytes, first, last)
    if (target >= 0) addresses.countMore(target, packets, bytes, first, last)
  }

  #side(sourcePort: number, targetPort: number): number {
    const { packet: p } = this.#books
    if (p.sourceIp !== p.targetIp) return p.sourceIp < p.targetIp ? 0 : 1
    return sourcePort <= targetPort ? 0 : 1
  }

  #find(side: number, sourcePort: number, targetPort: number, transport: number): number {
    const { packet: p } = this.#books
    const meta = transport | (p.family << 8) | (this.#encapsulated ? 1 << 12 : 0)
    return side === 0
      ? this.flows.rows.find(p.sourceIp, p.targetIp, (sourcePort << 16) | targetPort, meta)
      : this.flows.rows.find(p.targetIp, p.sourceIp, (targetPort << 16) | sourcePort, meta)
  }

  /** Whether a SYN begins another connection on addresses and ports that had one before. */
  #isReborn(row: number, side: number, sequence: number, flags: number): boolean {
    const column = this.flows.at(row)
    const bits = this.flows.columns[column + f.BITS]!
    // The same number again is the same SYN sent again, also after a refusal.
    if (!(flags & ACK) && bits & (f.BASE_KNOWN_0 << side))
      return this.flows.columns[column + f.BASE_0 + side] !== sequence
    // The other side was seen first and taken for the client, but this one opens (or accepts) the connection.
    return this.flows.direction(row, side) !== (flags & ACK ? 1 : 0)
  }

  #openTcp(row: number, side: number, sourcePort: number, targetPort: number, flags: number): number {
    if (row >= 0) this.#over(row)
    let client = side
    let basis = SYN_BASIS
    if (flags & SYN) {
      if (flags & ACK) {
        client = 1 - side
        basis = SYNACK_BASIS
      }
    } else {
      const byPort = isServicePort(targetPort) - isServicePort(sourcePort)
      const lower = byPort === 0 ? Math.sign(sourcePort - targetPort) : byPort
      basis = byPort !== 0 ? PORT_BASIS : lower !== 0 ? LOWER_PORT_BASIS : FIRST_SENDER_BASIS
      if (lower < 0) client = 1 - side
    }
    return this.#open(side, client, sourcePort, targetPort, TCP, basis, row)
  }

  /** Opens a flow (again, where `row` is given) and its conversation; -1 when there is no room. */
  #open(
    side: number,
    client: number,
    sourcePort: number,
    targetPort: number,
    transport: number,
    basis: number,
    row = -1,
  ): number {
    const { packet: p, conversations, frame } = this.#books
    const sends = client === side
    const conversation = conversations.open(
      sends ? p.sourceIp : p.targetIp,
      sends ? p.targetIp : p.sourceIp,
      sends || targetPort < 0 ? targetPort : sourcePort,
      transport,
      p.family,
      this.#encapsulated,
      basis,
      frame.time,
    )
    if (conversation < 0) return -1
    let opened = row
    if (opened < 0) {
      if (this.flows.isFull) this.flows.letIdleGo((idle) => this.#over(idle))
      const meta = transport | (p.family << 8) | (this.#encapsulated ? 1 << 12 : 0)
      const target = Math.max(0, targetPort)
      opened =
        side === 0
          ? this.flows.rows.add(p.sourceIp, p.targetIp, (sourcePort << 16) | target, meta)
          : this.flows.rows.add(p.targetIp, p.sourceIp, (target << 16) | sourcePort, meta)
    }
    if (opened >= 0) this.flows.begin(opened, conversation, client === 1 ? f.CLIENT_IS_1 : 0)
    return opened
  }

  #streamOf(row: number, conversation: number, side: number, bits: number, base: number): Stream {
    let stream = this.flows.streams[row]
    if (!stream) {
      stream = this.#unused.pop() ?? new Stream()
      stream.begin(conversation, this.#books.conversations.portOf(conversation))
      this.flows.streams[row] = stream
    }
    const half = stream.halves[side ^ (bits & f.CLIENT_IS_1)]!
    if (!half.begun && bits & (f.SYN_0 << side)) {
      half.begun = true
      half.fromStart = true
      half.next = (base + 1) | 0
    }
    return stream
  }

  #count(row: number, column: number, side: number, conversation: number, direction: Direction, wire: number): void {
    const { packet: p, conversations, frame } = this.#books
    // A packet put together from fragments has been counted with its first.
    if (wire === 0) return
    const { columns } = this.flows
    columns[column + f.LAST_FRAME] = frame.number
    if (this.flows.counts(row, side, p, wire, frame.time)) return
    this.#tell(row, side)
    conversations.count(conversation, direction, wire, frame)
    if (p.vlan > 0) conversations.addVlan(conversation, p.vlan)
    if (this.#encapsulated) return
    const source = this.#addressRow(p.sourceIp, p.sourceHigh, p.sourceLow, BY_SOURCE)
    if (source >= 0) conversations.addMac(conversation, direction, source)
    const target = this.#addressRow(p.targetIp, p.targetHigh, p.targetLow, BY_DESTINATION)
    columns[column + f.SOURCE_0 + side * 2] = source
    columns[column + f.SOURCE_0 + side * 2 + 1] = target
    this.#countAddress(source, wire)
    this.#countAddress(target, wire)
    if (conversations.hasExamples(conversation, direction) && this.#hasExamples(source) && this.#hasExamples(target))
      this.flows.countOnly(row, side)
  }

  #hasExamples(address: number): boolean {
    return address < 0 || this.#books.addresses.hasExamples(address)
  }

  #addressRow(ip: number, high: number, low: number, by: typeof BY_SOURCE | typeof BY_DESTINATION): number {
    return this.#books.addresses.row(this.#books.packet.family, ip, high, low, by)
  }

  #countAddress(row: number, wire: number): void {
    const { addresses, misses, frame } = this.#books
    if (row >= 0) addresses.count(row, wire, frame)
    else if (row === NO_ROOM) misses.add('addresses', 0, wire, frame)
  }

  #cut(transport: number, wire: number, encapsulated: boolean): void {
    const { misses, frame } = this.#books
    misses.add('transportCut', transport, wire, frame)
    if (!encapsulated) this.addressesOnly(wire)
  }

  #beyond(wire: number): void {
    const { misses, frame } = this.#books
    misses.add('conversations', 0, wire, frame)
    if (!this.#encapsulated) this.addressesOnly(wire)
  }
}
