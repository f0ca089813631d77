import { DEFAULT_LIMITS } from '../../src/evidence/limits.ts'
import { isPcap, PcapParser } from '../../src/evidence/readers/pcap/pcap.ts'
import { PcapngParser } from '../../src/evidence/readers/pcapng/pcapng.ts'
import type { RecordSink } from '../../src/evidence/readers/records.ts'
import { tcpOf } from './reshape.ts'

/** One frame of a capture file and where it stands there. */
interface CapturedFrame {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
  readonly link: number
  readonly time: number
}

/** The frames of a pcap or pcapng file that is given whole, up to `most`. */
export function framesIn(name: string, file: Uint8Array, most = Number.POSITIVE_INFINITY): CapturedFrame[] {
  const frames: CapturedFrame[] = []
  const sink: RecordSink = {
    record(bytes, from, to, _wire, time, link) {
      if (frames.length < most) frames.push({ bytes: bytes.slice(from, to), from, to, link, time })
    },
    skipped: () => undefined,
    report: () => undefined,
  }
  const parser = isPcap(file)
    ? new PcapParser(name, DEFAULT_LIMITS, sink)
    : new PcapngParser(name, DEFAULT_LIMITS, sink)
  parser.feed(file)
  parser.end()
  return frames
}

const SYN = 2

/**
 * Of the frames of a capture those that can be cut anew without changing what they say: TCP connections that are there from
 * their SYN on without a hole and with one value of every byte, and everything that is not TCP over plain IPv4, all on Ethernet.
 */
export function wholeFlows(frames: readonly CapturedFrame[]): Uint8Array[] {
  const ethernet = frames.filter((frame) => frame.link === 1).map(({ bytes }) => bytes)
  const sides = new Map<string, { base: number; parts: { from: number; bytes: Uint8Array }[]; syns: Set<number> }>()
  for (const frame of ethernet) {
    const tcp = tcpOf(frame)
    if (!tcp) continue
    const side = sides.get(tcp.flow) ?? { base: 0, parts: [], syns: new Set<number>() }
    sides.set(tcp.flow, side)
    if (tcp.flags & SYN) {
      side.syns.add(tcp.sequence)
      side.base = tcp.sequence + 1
    } else if (tcp.payload.length > 0) side.parts.push({ from: (tcp.sequence - side.base) | 0, bytes: tcp.payload })
  }
  const whole = (flow: string) => {
    const side = sides.get(flow)
    if (side?.syns.size !== 1) return false
    const stream: number[] = []
    // Bytes that are sent again with another value leave it to the receiver which of them counts.
    for (const { from, bytes } of side.parts.sort((a, b) => a.from - b.from)) {
      if (from > stream.length || from < 0) return false
      for (const [i, byte] of bytes.entries()) {
        if (stream[from + i] !== undefined && stream[from + i] !== byte) return false
        stream[from + i] = byte
      }
    }
    return true
  }
  return ethernet.filter((frame) => {
    const tcp = tcpOf(frame)
    if (!tcp) return !isPartOfTcp(frame)
    return whole(tcp.flow) && whole(reverse(tcp.flow))
  })
}

/** TCP over IPv4 that `tcpOf` does not read: cut or in fragments. */
const isPartOfTcp = (frame: Uint8Array) => frame[12] === 8 && frame[13] === 0 && frame[23] === 6

function reverse(flow: string): string {
  const n = flow.split('.')
  return [...n.slice(4, 8), ...n.slice(0, 4), ...n.slice(10, 12), ...n.slice(8, 10)].join('.')
}
