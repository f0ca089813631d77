import type { Diagnostic } from '../../groundwork/diagnostic.ts'
import { C2S, type Dissector, YES } from '../dissector.ts'
import type { CaptureLimits } from '../limits.ts'
import type { RecordSink } from '../readers/records.ts'
import { Addresses, BY_ARP, BY_DESTINATION, BY_SOURCE, NO_ROOM } from './addresses.ts'
import { Conversations } from './conversations.ts'
import { Fragments } from './fragments.ts'
import { CUT, ETHERTYPE_ARP, ETHERTYPE_IP4, ETHERTYPE_IP6, READ, readLink } from './link-layer.ts'
import { Links } from './links.ts'
import { Misses } from './misses.ts'
import { IP_CUT, IP_NO_ROOM, IP_READ, type IpResult, readIp4, readIp6 } from './network-layer.ts'
import { Operations } from './operations.ts'
import { FIRST_FRAGMENT, Packet, WHOLE } from './packet.ts'
import type { MutableFrame } from './streams.ts'
import { Transports } from './transports.ts'
import { innerOf, INNER_ETHERNET, INNER_IP, INNER_NONE, INNER_UNREAD, type Tunnel } from './tunnels.ts'

/** The latest time a whole number of microseconds can say exactly: the year 2255. */
const LATEST = Number.MAX_SAFE_INTEGER

/** Takes the frames of one capture apart and folds them into tables of numbers. */
export class Capture implements RecordSink {
  readonly packet = new Packet()
  readonly frame: MutableFrame = { number: 0, offset: 0, length: 0, time: 0, direction: 0, hinted: false }
  readonly addresses: Addresses
  readonly conversations: Conversations
  readonly links: Links
  readonly misses = new Misses()
  readonly operations: Operations
  /** What frames without IP say, by row of `links`. */
  readonly linkOperations: Operations
  readonly transports: Transports
  readonly diagnostics: Diagnostic[] = []
  records = 0
  /** Records whose time was beyond what can be shown. */
  strangeTimes = 0
  first = Number.POSITIVE_INFINITY
  last = Number.NEGATIVE_INFINITY
  readonly #limits: CaptureLimits
  readonly #tunnel: Tunnel = { at: 0, protocol: 0 }
  readonly #fragments: Fragments
  /** By link protocol, who reads it; states by row of `links`. */
  readonly #linkReaders: ReadonlyMap<number, { readonly dissector: Dissector; readonly number: number }>
  readonly #linkStates: unknown[] = []

  constructor(limits: CaptureLimits, known: readonly Dissector[]) {
    const dissectors = known.map(alike)
    this.#limits = limits
    this.addresses = new Addresses(limits.addresses)
    this.conversations = new Conversations(limits.conversations)
    this.links = new Links(limits.links)
    this.operations = new Operations(dissectors, limits, this.misses, this.frame, (conversation, side) => {
      const { family, client, server } = this.conversations.key(conversation)
      return this.addresses.ipText(family, side === 0 ? client : server)
    })
    this.linkOperations = new Operations(dissectors, limits, this.misses, this.frame, (row, side) =>
      this.links.macText(this.addresses, row, side),
    )
    this.#linkReaders = new Map(
      dissectors.flatMap((dissector, number) =>
        (dissector.hints.link ?? []).map((protocol) => [protocol, { dissector, number }] as const),
      ),
    )
    this.#fragments = new Fragments(limits, this.misses)
    this.transports = new Transports(this, dissectors, limits)
  }

  record(
    b: Uint8Array,
    from: number,
    to: number,
    wire: number,
    time: number,
    link: number,
    offset: number,
    length: number,
  ): void {
    const { frame, packet: p } = this
    frame.number = ++this.records
    frame.offset = offset
    frame.length = length
    frame.time = this.#time(time)
    frame.direction = C2S
    frame.hinted = false
    if (frame.time < this.first) this.first = frame.time
    if (frame.time > this.last) this.last = frame.time
    const bytes = Math.max(wire, to - from)
    const result = readLink(p, b, from, to, link)
    if (result === READ) this.#network(b, bytes, 0)
    else if (result === CUT) this.misses.add('linkCut', 0, bytes, frame)
    else this.misses.add('link', link, bytes, frame)
  }

  skipped(what: string, bytes: number): void {
    this.misses.addText(what, bytes, this.frame)
  }

  report(diagnostic: Diagnostic): void {
    this.diagnostics.push(diagnostic)
  }

  /** Tells what flows have counted, so that the tables can be folded while more is to come. */
  tell(): void {
    this.transports.tell()
  }

  /** After the last record. */
  end(): void {
    this.#fragments.end()
    this.transports.end()
  }

  #time(time: number): number {
    if (time >= 0 && time <= LATEST) return time
    this.strangeTimes++
    return time > LATEST ? LATEST : 0
  }

  #network(b: Uint8Array, wire: number, depth: number): void {
    const p = this.packet
    if (p.protocol === ETHERTYPE_IP4) this.#ip(readIp4(p, b, p.at, p.to), 4, b, wire, depth)
    else if (p.protocol === ETHERTYPE_IP6) this.#ip(readIp6(p, b, p.at, p.to, this.addresses.ip6), 6, b, wire, depth)
    else if (depth > 0) this.misses.add('inTunnel', p.protocol, wire, this.frame)
    else this.#linkTalk(b, wire)
  }

  #ip(result: IpResult, version: number, b: Uint8Array, wire: number, depth: number): void {
    const { packet: p, frame, misses, transports } = this
    if (result !== IP_READ) {
      misses.add(result === IP_CUT ? 'ipCut' : result === IP_NO_ROOM ? 'addresses' : 'ipWrong', version, wire, frame)
      if (depth === 0) this.#macs(wire)
      return
    }
    if (p.fragment === WHOLE) return this.#payload(b, wire, depth)
    // The first fragment names the conversation; what it carries is read when the datagram is whole.
    if (p.fragment === FIRST_FRAGMENT) this.#transport(b, wire, depth, INNER_NONE)
    else if (depth === 0) transports.addressesOnly(wire)
    const whole = this.#fragments.add(p, b, depth, frame)
    if (!whole) return
    p.at = 0
    p.to = whole.length
    p.length = whole.length
    p.fragment = WHOLE
    this.#payload(whole, 0, depth)
  }

  #payload(b: Uint8Array, wire: number, depth: number): void {
    const { at, to, transport } = this.packet
    const inner = innerOf(this.#tunnel, b, at, to, transport)
    this.#transport(b, wire, depth, inner)
    if (inner !== INNER_NONE) this.#inside(inner, b, to, wire, depth)
  }

  #transport(b: Uint8Array, wire: number, depth: number, inner: number): void {
    const { transports } = this
    const { transport } = this.packet
    if (transport === 6) transports.tcp(b, wire, depth > 0)
    else if (transport === 17) transports.udp(b, wire, depth > 0, inner !== INNER_NONE)
    else transports.other(wire, depth > 0)
  }

  /** A frame within a tunnel: its conversations are booked as encapsulated, its addresses not at all. */
  #inside(inner: number, b: Uint8Array, to: number, wire: number, depth: number): void {
    const { packet: p, misses, frame } = this
    const { at, protocol } = this.#tunnel
    if (depth >= this.#limits.tunnels) return misses.add('tunnel', 0, wire, frame)
    if (inner === INNER_UNREAD) return misses.add('tunnelCut', 0, wire, frame)
    if (inner === INNER_ETHERNET) {
      if (readLink(p, b, at, to, 1) !== READ) return misses.add('tunnelCut', 0, wire, frame)
    } else if (inner === INNER_IP) {
      p.at = at
      p.to = to
      p.protocol = protocol
    }
    this.#network(b, wire, depth + 1)
  }

  /** Frames without IP: the pair of MACs, and what ARP announces. */
  #linkTalk(b: Uint8Array, wire: number): void {
    const { packet: p, frame, misses } = this
    this.#macs(wire)
    const row = p.sourceHigh >= 0 ? this.links.add(p, wire, frame) : -1
    if (row < 0 && p.sourceHigh >= 0) misses.add('links', 0, wire, frame)
    if (p.protocol === ETHERTYPE_ARP) return this.#arp(b, wire)
    const reader = row < 0 ? undefined : this.#linkReaders.get(p.protocol)
    if (!reader) return misses.add('linkTalk', p.protocol, wire, frame)
    const { dissector, number } = reader
    const { linkOperations: out, frame: at } = this
    out.of(row, number, at)
    if (dissector.recognizes(b, p.at, p.to, C2S, true, 'link') !== YES) return out.lost(p.to - p.at)
    const used = dissector.read((this.#linkStates[row] ??= dissector.start(C2S, 'link')), b, p.at, p.to, at, out)
    if (used < p.to - p.at) out.lost(p.to - p.at - used)
  }

  #arp(b: Uint8Array, wire: number): void {
    const { packet: p, frame, misses, addresses } = this
    const at = p.at
    const fits = p.to - at >= 28 && b[at + 2] === 8 && b[at + 3] === 0 && b[at + 4] === 6 && b[at + 5] === 4
    if (!fits) return misses.add('arp', 0, wire, frame)
    const high = (b[at + 8]! << 8) | b[at + 9]!
    const low = (b[at + 10]! << 24) | (b[at + 11]! << 16) | (b[at + 12]! << 8) | b[at + 13]!
    const ip = (b[at + 14]! << 24) | (b[at + 15]! << 16) | (b[at + 16]! << 8) | b[at + 17]!
    const row = addresses.row(4, ip, high, low, BY_ARP)
    if (row >= 0) addresses.count(row, wire, frame)
    else if (row === NO_ROOM) misses.add('addresses', 0, wire, frame)
  }

  #macs(wire: number): void {
    const { packet: p, frame, misses, addresses } = this
    const source = addresses.row(0, 0, p.sourceHigh, p.sourceLow, BY_SOURCE)
    const target = addresses.row(0, 0, p.targetHigh, p.targetLow, BY_DESTINATION)
    if (source >= 0) addresses.count(source, wire, frame)
    if (target >= 0) addresses.count(target, wire, frame)
    if (source === NO_ROOM || target === NO_ROOM) misses.add('addresses', 0, wire, frame)
  }
}

/** A dissector in the one form that all have in memory: reading is faster where all look alike. */
function alike({
  id,
  title,
  hints,
  longest,
  recognizes,
  start,
  read,
  meaning,
  docs,
  objectName,
}: Dissector): Dissector {
  return { id, title, hints, longest, recognizes, start, read, meaning, docs, objectName }
}
