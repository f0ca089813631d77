/** Builds small captures: TCP conversations over Ethernet and IPv4, as classic pcap in microseconds. */

/** One TCP segment of a conversation: payload in order, or again, or later than the next. */
export interface Piece {
  readonly from: 'client' | 'server'
  readonly payload: Uint8Array
}

export interface TcpConversation {
  readonly client: string
  readonly server: string
  readonly port: number
  readonly clientPort: number
  readonly pieces: readonly Piece[]
  /** Without a handshake the capture begins in the middle of the conversation. */
  readonly handshake?: boolean
  /** Numbers of pieces that are sent twice. */
  readonly again?: ReadonlySet<number>
  /** Numbers of pieces that change places with the next one of the same side. */
  readonly late?: ReadonlySet<number>
}

const SYN = 2
const ACK = 16
const PSH = 8

interface Segment {
  readonly from: 'client' | 'server'
  readonly seq: number
  readonly ack: number
  readonly flags: number
  readonly payload: Uint8Array
}

/** A pcap file of conversations, one after the other. */
export function pcapOf(conversations: readonly TcpConversation[]): Uint8Array {
  const frames = conversations.flatMap(framesOf)
  const size = frames.reduce((sum, frame) => sum + 16 + frame.length, 24)
  const file = new Uint8Array(size)
  const view = new DataView(file.buffer)
  view.setUint32(0, 0xa1b2c3d4)
  view.setUint16(4, 2)
  view.setUint16(6, 4)
  view.setUint32(16, 262_144)
  view.setUint32(20, 1)
  let at = 24
  for (const [n, frame] of frames.entries()) {
    view.setUint32(at, 1_790_000_000 + Math.floor(n / 1000))
    view.setUint32(at + 4, (n % 1000) * 1000)
    view.setUint32(at + 8, frame.length)
    view.setUint32(at + 12, frame.length)
    file.set(frame, at + 16)
    at += 16 + frame.length
  }
  return file
}

function framesOf(conversation: TcpConversation): Uint8Array[] {
  const { pieces, handshake = true, again = new Set(), late = new Set() } = conversation
  const next = { client: 1000, server: 5000 }
  const segments: Segment[] = []
  const empty = new Uint8Array(0)
  if (handshake) {
    segments.push({ from: 'client', seq: next.client++, ack: 0, flags: SYN, payload: empty })
    segments.push({ from: 'server', seq: next.server++, ack: next.client, flags: SYN | ACK, payload: empty })
    segments.push({ from: 'client', seq: next.client, ack: next.server, flags: ACK, payload: empty })
  }
  const sent = pieces.map(({ from, payload }): Segment => {
    const other = from === 'client' ? 'server' : 'client'
    const segment = { from, seq: next[from], ack: next[other], flags: PSH | ACK, payload }
    next[from] += payload.length
    return segment
  })
  for (const n of late) {
    const [a, b] = [sent[n], sent[n + 1]]
    if (a && b && a.from === b.from) sent.splice(n, 2, b, a)
  }
  for (const [n, segment] of sent.entries()) segments.push(segment, ...(again.has(n) ? [segment] : []))
  return segments.map((segment) => frameOf(conversation, segment))
}

function frameOf(c: TcpConversation, { from, seq, ack, flags, payload }: Segment): Uint8Array {
  const frame = new Uint8Array(54 + payload.length)
  const view = new DataView(frame.buffer)
  const [source, target] = from === 'client' ? [c.client, c.server] : [c.server, c.client]
  const [sourcePort, targetPort] = from === 'client' ? [c.clientPort, c.port] : [c.port, c.clientPort]
  frame.set([2, 0, ...octets(target)], 0)
  frame.set([2, 0, ...octets(source)], 6)
  view.setUint16(12, 0x0800)
  frame[14] = 0x45
  view.setUint16(16, 40 + payload.length)
  frame[22] = 64
  frame[23] = 6
  frame.set(octets(source), 26)
  frame.set(octets(target), 30)
  view.setUint16(24, checksum(frame, 14, 34))
  view.setUint16(34, sourcePort)
  view.setUint16(36, targetPort)
  view.setUint32(38, seq)
  view.setUint32(42, ack)
  frame[46] = 0x50
  frame[47] = flags
  view.setUint16(48, 8192)
  frame.set(payload, 54)
  return frame
}

function octets(ip: string): number[] {
  return ip.split('.').map(Number)
}

function checksum(b: Uint8Array, from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i += 2) sum += (b[i]! << 8) | b[i + 1]!
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16)
  return ~sum & 0xffff
}
