import type { Segment, Vantage } from '../../src/evidence/observation.ts'
import type { CaptureLimits } from '../../src/evidence/limits.ts'
import { openEvidence } from '../../src/evidence/open-evidence.ts'

/** Bytes from numbers of one byte, and from other byte arrays. */
export function bytesOf(...parts: readonly (number | Uint8Array | readonly number[])[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce<number>((sum, p) => sum + (typeof p === 'number' ? 1 : p.length), 0))
  let at = 0
  for (const part of parts) {
    if (typeof part === 'number') whole[at++] = part
    else {
      whole.set(part, at)
      at += part.length
    }
  }
  return whole
}

/** A number as bytes, most significant first. */
export function be(value: number, size: 2 | 4): number[] {
  const low = [(value >>> 8) & 255, value & 255]
  return size === 2 ? low : [(value >>> 24) & 255, (value >>> 16) & 255, ...low]
}

function le(value: number, size: 2 | 4): number[] {
  return be(value, size).reverse()
}

const quad = (text: string) => text.split('.').map(Number)
const macBytes = (text: string) => text.split(':').map((pair) => Number.parseInt(pair, 16))

/** An Ethernet frame. Tags are VLAN ids, outermost first. */
export function ethernet(
  type: number,
  payload: Uint8Array,
  { from = '02:00:00:00:00:01', to = '02:00:00:00:00:02', tags = [] as readonly number[] } = {},
): Uint8Array {
  const vlans = tags.flatMap((id, i) => [...be(i + 1 < tags.length ? 0x88a8 : 0x8100, 2), ...be(id, 2)])
  return bytesOf(macBytes(to), macBytes(from), vlans, be(type, 2), payload)
}

/** An IPv4 packet; `fragment` is the 16-bit field of flags and offset. */
export function ip4(
  from: string,
  to: string,
  protocol: number,
  payload: Uint8Array,
  { fragment = 0, length = 20 + payload.length } = {},
): Uint8Array {
  return bytesOf(
    [0x45, 0],
    be(length, 2),
    be(1, 2),
    be(fragment, 2),
    [64, protocol, 0, 0],
    quad(from),
    quad(to),
    payload,
  )
}

export const SYN = 2
export const RST = 4
export const ACK = 16

/** A TCP segment without options. */
function tcp(
  from: number,
  to: number,
  sequence: number,
  flags: number,
  payload: Uint8Array = new Uint8Array(0),
  acknowledged = 0,
): Uint8Array {
  const numbers = [...be(sequence >>> 0, 4), ...be(acknowledged >>> 0, 4)]
  return bytesOf(be(from, 2), be(to, 2), numbers, [0x50, flags], be(1024, 2), be(0, 4), payload)
}

/** A UDP datagram. */
export function udp(from: number, to: number, payload: Uint8Array = new Uint8Array(0)): Uint8Array {
  return bytesOf(be(from, 2), be(to, 2), be(8 + payload.length, 2), [0, 0], payload)
}

/** An Ethernet frame with IPv4 and TCP, as `10.0.0.1:50000>10.0.0.2:502`. */
export function tcpFrame(
  flow: string,
  sequence: number,
  flags: number,
  payload?: Uint8Array,
  acknowledged?: number,
): Uint8Array {
  const { from, to, sourcePort, targetPort } = parts(flow)
  return ethernet(0x0800, ip4(from, to, 6, tcp(sourcePort, targetPort, sequence, flags, payload, acknowledged)))
}

/** An Ethernet frame with IPv4 and UDP, as `10.0.0.1:50000>10.0.0.2:53`. */
export function udpFrame(flow: string, payload?: Uint8Array): Uint8Array {
  const { from, to, sourcePort, targetPort } = parts(flow)
  return ethernet(0x0800, ip4(from, to, 17, udp(sourcePort, targetPort, payload)))
}

function parts(flow: string) {
  const [, from, sourcePort, to, targetPort] = /^(.+):(\d+)>(.+):(\d+)$/.exec(flow)!
  return { from: from!, to: to!, sourcePort: Number(sourcePort), targetPort: Number(targetPort) }
}

export interface PcapOptions {
  readonly little?: boolean
  readonly nanos?: boolean
  readonly link?: number
  /** Time of each frame in microseconds; one second apart from 2026-01-01 when left out. */
  readonly times?: readonly number[]
}

/** The time of the n-th frame (from 0) of a file made without times. */
export const timeOf = (n: number) => 1_767_225_600_000_000 + n * 1_000_000

/** A pcap file of frames. */
export function pcapFile(frames: readonly Uint8Array[], options: PcapOptions = {}): Uint8Array {
  const { little = true, nanos = false, link = 1, times } = options
  const number = little ? le : be
  const magic = nanos ? 0xa1b23c4d : 0xa1b2c3d4
  const records = frames.map((frame, i) => {
    const micros = times?.[i] ?? timeOf(i)
    const rest = micros % 1e6
    const stamp = [...number(Math.floor(micros / 1e6), 4), ...number(nanos ? rest * 1000 + 999 : rest, 4)]
    return bytesOf(stamp, number(frame.length, 4), number(frame.length, 4), frame)
  })
  return joined([
    bytesOf(
      number(magic, 4),
      number(2, 2),
      number(4, 2),
      number(0, 4),
      number(0, 4),
      number(65_535, 4),
      number(link, 4),
    ),
    ...records,
  ])
}

/** A pcapng block of any type around a body. */
export function block(type: number, body: Uint8Array, little = true): Uint8Array {
  const number = little ? le : be
  const padded = bytesOf(body, new Uint8Array((4 - (body.length % 4)) % 4))
  const length = 12 + padded.length
  return bytesOf(number(type, 4), number(length, 4), padded, number(length, 4))
}

/** The blocks of pcapng that tests need; each of one byte order. */
export const ng = {
  section: (little = true) => {
    const number = little ? le : be
    return block(
      0x0a0d0d0a,
      bytesOf(number(0x1a2b3c4d, 4), number(1, 2), number(0, 2), new Uint8Array(8).fill(255)),
      little,
    )
  },
  /** `resolution` is the byte of if_tsresol, `shift` the seconds of if_tsoffset. */
  interface: (little = true, { link = 1, snap = 0, resolution = 6, shift = 0 } = {}) => {
    const number = little ? le : be
    const high = shift < 0 ? 0xffffffff : 0
    const offset = little ? [...le(shift, 4), ...le(high, 4)] : [...be(high, 4), ...be(shift, 4)]
    const options = [
      number(9, 2),
      number(1, 2),
      [resolution, 0, 0, 0],
      number(14, 2),
      number(8, 2),
      offset,
      number(0, 4),
    ]
    return block(1, bytesOf(number(link, 2), number(0, 2), number(snap, 4), ...options), little)
  },
  packet: (frame: Uint8Array, little = true, { on = 0, ticks = 0n } = {}) => {
    const number = little ? le : be
    const time = [...number(Number(ticks >> 32n), 4), ...number(Number(ticks & 0xffffffffn), 4)]
    const padded = bytesOf(frame, new Uint8Array((4 - (frame.length % 4)) % 4))
    return block(6, bytesOf(number(on, 4), time, number(frame.length, 4), number(frame.length, 4), padded), little)
  },
  simple: (frame: Uint8Array, little = true) => block(3, bytesOf((little ? le : be)(frame.length, 4), frame), little),
  old: (frame: Uint8Array, little = true, { on = 0, ticks = 0n } = {}) => {
    const number = little ? le : be
    const time = [...number(Number(ticks >> 32n), 4), ...number(Number(ticks & 0xffffffffn), 4)]
    return block(
      2,
      bytesOf(number(on, 2), number(0, 2), time, number(frame.length, 4), number(frame.length, 4), frame),
      little,
    )
  },
}

/** Byte arrays one after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Pieces of a file, cut before each of the offsets. */
export function chunked(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b)
  return places.slice(1).map((to, i) => bytes.slice(places[i], to))
}

export const HERE: Vantage = { site: 'test', space: 'test', tap: undefined, covers: [], declared: false }

/** Reads a capture from chunks. */
export function readCapture(chunks: Uint8Array | readonly Uint8Array[], limits: Partial<CaptureLimits> = {}): Segment {
  const intake = openEvidence({ file: 'test.pcap', vantage: HERE, limits })
  for (const chunk of chunks instanceof Uint8Array ? [chunks] : chunks) intake.feed(chunk)
  const { segment, diagnostics } = intake.end()
  if (!segment) throw new Error(`no segment: ${JSON.stringify(diagnostics)}`)
  return segment
}

/** What a segment says but for its file: two files with the same frames give the same. */
export function saysOf(segment: Segment): unknown {
  const apart = new Set(['source', 'to', 'bytes', 'diagnostics'])
  return JSON.parse(JSON.stringify(segment, (key, value: unknown) => (apart.has(key) ? undefined : value)))
}
