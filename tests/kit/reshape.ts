import { be, bytesOf, joined } from './frames.ts'
import type { Luck } from './luck.ts'

/**
 * The same conversations in other packets, as networks, senders and taps make them. All work on Ethernet frames; those that
 * are not TCP over IPv4 without tags and fragments pass as they are.
 */

/** What a TCP segment in a frame is. */
interface Tcp {
  /** Both addresses and ports as they stand in the frame. */
  readonly flow: string
  readonly sequence: number
  readonly flags: number
  /** Where the TCP header and the payload stand. */
  readonly header: number
  readonly at: number
  readonly payload: Uint8Array
}

const FIN = 1
const SYN = 2
const RST = 4

/** The TCP segment of a frame, when it is whole. */
export function tcpOf(frame: Uint8Array): Tcp | undefined {
  const header = 14 + ((frame[14] ?? 0) & 15) * 4
  const plain = frame[12] === 8 && frame[13] === 0 && frame[23] === 6 && (frame[20]! & 0x3f) === 0 && frame[21] === 0
  if (!plain || frame.length < header + 20) return undefined
  const at = header + (frame[header + 12]! >> 4) * 4
  const end = 14 + ((frame[16]! << 8) | frame[17]!)
  if (end < at || end > frame.length) return undefined
  const sequence = new DataView(frame.buffer, frame.byteOffset).getUint32(header + 4)
  const flow = [...frame.subarray(26, 34), ...frame.subarray(header, header + 4)].join('.')
  return { flow, sequence, flags: frame[header + 13]!, header, at, payload: frame.subarray(at, end) }
}

/** A TCP segment that carries data and neither opens nor ends a connection. */
function dataOf(frame: Uint8Array): Tcp | undefined {
  const tcp = tcpOf(frame)
  return tcp && tcp.payload.length > 0 && !(tcp.flags & (SYN | FIN | RST)) ? tcp : undefined
}

/** The frame with another piece of its stream. */
function carrying(frame: Uint8Array, { header, at }: Tcp, sequence: number, payload: Uint8Array): Uint8Array {
  const made = joined([frame.subarray(0, at), payload])
  const view = new DataView(made.buffer)
  view.setUint16(16, made.length - 14)
  view.setUint32(header + 4, sequence >>> 0)
  return made
}

/** Every segment cut into several, most at places by chance, some into single bytes. */
export function split(frames: readonly Uint8Array[], { next }: Luck): Uint8Array[] {
  return frames.flatMap((frame) => {
    const tcp = dataOf(frame)
    if (!tcp) return [frame]
    const most = tcp.payload.length
    const cuts =
      next(4) === 0 && most < 40 ? Array.from({ length: most }, (_, i) => i) : [next(most), next(most), next(most)]
    const places = [...new Set([0, ...cuts, most])].sort((a, b) => a - b)
    return places
      .slice(1)
      .map((to, i) => carrying(frame, tcp, tcp.sequence + places[i]!, tcp.payload.subarray(places[i], to)))
  })
}

/** Segments of one direction that follow each other, put into one, as network cards do. */
export function merged(frames: readonly Uint8Array[]): Uint8Array[] {
  const made: Uint8Array[] = []
  for (const frame of frames) {
    const [before, tcp] = [made.at(-1) && dataOf(made.at(-1)!), dataOf(frame)]
    const fits = before && tcp && before.flow === tcp.flow && before.sequence + before.payload.length === tcp.sequence
    if (!fits || before.payload.length + tcp.payload.length > 60_000) made.push(frame)
    else made.push(carrying(made.pop()!, before, before.sequence, joined([before.payload, tcp.payload])))
  }
  return made
}

/** Some segments sent again: whole, in part, or in one that overlaps with what comes next. */
export function repeated(frames: readonly Uint8Array[], { next }: Luck): Uint8Array[] {
  const before = new Map<string, Tcp>()
  return frames.flatMap((frame) => {
    const tcp = dataOf(frame)
    if (!tcp) return [frame]
    const last = before.get(tcp.flow)
    before.set(tcp.flow, tcp)
    const from = next(tcp.payload.length)
    const to = from + 1 + next(tcp.payload.length - from)
    switch (next(5)) {
      case 0:
        return [frame, frame]
      case 1:
        return [frame, carrying(frame, tcp, tcp.sequence + from, tcp.payload.subarray(from, to))]
      case 2:
        return [carrying(frame, tcp, tcp.sequence, tcp.payload.subarray(0, to)), frame]
      case 3: {
        if (!last || (last.sequence + last.payload.length) >>> 0 !== tcp.sequence) return [frame]
        const tail = last.payload.subarray(next(last.payload.length))
        return [carrying(frame, tcp, tcp.sequence - tail.length, joined([tail, tcp.payload])), frame]
      }
      default:
        return [frame]
    }
  })
}

/** Segments moved by a few places, also past those of the other direction. */
export function reordered(frames: readonly Uint8Array[], { next }: Luck): Uint8Array[] {
  return frames
    .map((frame, i) => ({ frame, at: dataOf(frame) ? i + next(6) : i, i }))
    .sort((a, b) => a.at - b.at || b.i - a.i)
    .map(({ frame }) => frame)
}

/** Every TCP frame twice, as a switch does that copies both ports of a conversation. */
export function doubled(frames: readonly Uint8Array[]): Uint8Array[] {
  return frames.flatMap((frame) => (tcpOf(frame) ? [frame, frame] : [frame]))
}

/** All that one connection after the other says, with no two open at once or with all of them mixed. */
export function interleaved(frames: readonly Uint8Array[], { next }: Luck): Uint8Array[] {
  const lanes = new Map<string, Uint8Array[]>()
  for (const frame of frames) {
    const key = frame[12] === 8 && frame[13] === 0 ? laneOf(frame) : 'others'
    lanes.set(key, [...(lanes.get(key) ?? []), frame])
  }
  const waiting = [...lanes.values()].map((lane) => [...lane])
  const made: Uint8Array[] = []
  while (waiting.length > 0) {
    const n = next(waiting.length)
    made.push(waiting[n]!.shift()!)
    if (waiting[n]!.length === 0) waiting.splice(n, 1)
  }
  return made
}

function laneOf(frame: Uint8Array): string {
  const header = 14 + (frame[14]! & 15) * 4
  const ends = [
    [...frame.subarray(26, 30), ...frame.subarray(header, header + 2)].join('.'),
    [...frame.subarray(30, 34), ...frame.subarray(header + 2, header + 4)].join('.'),
  ]
  return `${frame[23]} ${ends.sort((a, b) => (a < b ? -1 : 1)).join(' ')}`
}

/** IPv4 without options that is no fragment itself. */
function isWholeIp4(frame: Uint8Array): boolean {
  return frame[12] === 8 && frame[13] === 0 && frame[14] === 0x45 && ((frame[20]! & 0x3f) | frame[21]!) === 0
}

/** IPv4 packets in fragments of `size` bytes (a multiple of 8), the later ones first in every other packet. */
export function fragmented(frames: readonly Uint8Array[], size: number): Uint8Array[] {
  return frames.flatMap((frame, n) => {
    if (!isWholeIp4(frame)) return [frame]
    const total = (frame[16]! << 8) | frame[17]!
    const payload = frame.subarray(34, 14 + total)
    if (payload.length <= size) return [frame]
    const parts = Array.from({ length: Math.ceil(payload.length / size) }, (_, i) => {
      const part = payload.subarray(i * size, (i + 1) * size)
      const made = joined([frame.subarray(0, 34), part])
      const more = (i + 1) * size < payload.length ? 0x2000 : 0
      const view = new DataView(made.buffer)
      view.setUint16(16, 20 + part.length)
      view.setUint16(18, n + 1)
      view.setUint16(20, more | ((i * size) >> 3))
      return made
    })
    return n % 2 === 0 ? parts : parts.toReversed()
  })
}

/** IPv4 packets as IPv6 packets between `fd00::1:<address>`, in fragments where they are longer than `size` (a multiple of 8). */
export function asIp6(frames: readonly Uint8Array[], size = 65_528): Uint8Array[] {
  const address = (quad: Uint8Array) => bytesOf([0xfd, ...new Uint8Array(9), 0, 1], quad)
  return frames.flatMap((frame, n) => {
    if (!isWholeIp4(frame)) return [frame]
    const payload = frame.subarray(34, 14 + ((frame[16]! << 8) | frame[17]!))
    const packet = (next: number, inside: Uint8Array) =>
      bytesOf(
        frame.subarray(0, 12),
        [0x86, 0xdd, 0x60, 0, 0, 0],
        be(inside.length, 2),
        [next, 64],
        address(frame.subarray(26, 30)),
        address(frame.subarray(30, 34)),
        inside,
      )
    if (payload.length <= size) return [packet(frame[23]!, payload)]
    return Array.from({ length: Math.ceil(payload.length / size) }, (_, i) => {
      const more = (i + 1) * size < payload.length ? 1 : 0
      const header = bytesOf([frame[23]!, 0], be((i * size) | more, 2), be(n, 4))
      return packet(44, joined([header, payload.subarray(i * size, (i + 1) * size)]))
    })
  })
}
