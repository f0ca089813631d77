import { describe, expect, test } from 'vitest'
import {
  ACK,
  be,
  block,
  bytesOf,
  chunked,
  ethernet,
  ip4,
  joined,
  ng,
  pcapFile,
  readCapture,
  SYN,
  tcpFrame,
  udp,
  udpFrame,
} from '../../../tests/kit/frames.ts'
import type { Segment } from '../observation.ts'

/** A generator with a fixed beginning, so that a failure comes again (xorshift32). */
function dice(seed: number) {
  let state = seed | 1
  const next = (below: number): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
  const bytes = (length: number) => Uint8Array.from({ length }, () => next(256))
  return { next, bytes }
}

const LIMITS = {
  flows: 20,
  conversations: 40,
  addresses: 60,
  links: 10,
  operations: 50,
  facts: 5,
  block: 4096,
  held: 5000,
}
const LINKS = [0, 1, 12, 14, 101, 105, 108, 113, 228, 229, 276, 9999]

const modbus = bytesOf([0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 9])
const s7 = bytesOf([3, 0, 0, 25, 2, 0xf0, 0x80, 0x32, 1, 0, 0, 0, 1, 0, 8, 0, 0, 0xf0, 0, 0, 1, 0, 1, 1, 0xe0])
const inner = ip4('10.0.0.1', '10.0.0.2', 17, udp(40_000, 53, bytesOf(1, 2, 3)))
const FRAMES: readonly Uint8Array[] = [
  tcpFrame('10.0.0.1:50000>10.0.0.2:502', 1, SYN),
  tcpFrame('10.0.0.1:50000>10.0.0.2:502', 2, ACK, modbus),
  tcpFrame('10.0.0.1:50001>10.0.0.2:102', 2, ACK, s7),
  udpFrame('10.0.0.1:40000>10.0.0.2:4789', bytesOf([8, 0, 0, 0, 0, 0, 1, 0], ethernet(0x0800, inner))),
  ethernet(
    0x0800,
    ip4(
      '192.0.2.1',
      '192.0.2.2',
      47,
      bytesOf(be(0x1000, 2), be(0x88be, 2), new Uint8Array(12), ethernet(0x0800, inner)),
    ),
  ),
  ethernet(
    0x86dd,
    bytesOf(
      [0x60, 0, 0, 0],
      be(24, 2),
      [0, 64],
      new Uint8Array(32).fill(0x20),
      [17, 0, 0, 0, 0, 0, 0, 0],
      udp(1, 2, new Uint8Array(8)),
    ),
  ),
  ethernet(0x0806, bytesOf([0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 10, 0, 0, 9], new Uint8Array(10))),
  ethernet(0x8847, bytesOf([0, 1, 1, 64], inner), { tags: [5, 6] }),
  ethernet(20, bytesOf([0x42, 0x42, 3], new Uint8Array(17))),
  ethernet(0x8892, bytesOf([0xfe, 0xfe], new Uint8Array(20))),
]

const NG = joined([
  ng.section(),
  ng.interface(),
  block(5, new Uint8Array(32)),
  ...FRAMES.map((frame, i) => (i % 3 === 0 ? ng.simple(frame) : i % 3 === 1 ? ng.packet(frame) : ng.old(frame))),
  block(0x0bad, new Uint8Array(60)),
  ng.section(false),
  ng.interface(false),
  ng.packet(FRAMES[1]!, false),
])

function holds(segment: Segment): void {
  expect(segment.conversations.length).toBeLessThanOrEqual(LIMITS.conversations)
  expect(segment.addresses.length).toBeLessThanOrEqual(LIMITS.addresses)
  expect(segment.links.length).toBeLessThanOrEqual(LIMITS.links)
  expect(segment.facts.length).toBeLessThanOrEqual(LIMITS.facts)
  expect(segment.to).toBeLessThanOrEqual(segment.bytes)
}

/** Changes some bytes, cuts out or doubles a piece, or cuts off the end. */
function damaged(file: Uint8Array, { next, bytes }: ReturnType<typeof dice>): Uint8Array {
  const copy = file.slice()
  const at = next(file.length)
  const length = next(40)
  switch (next(4)) {
    case 0:
      for (let n = next(12); n >= 0; n--) copy[4 + next(copy.length - 4)] = next(3) === 0 ? 255 : next(256)
      return copy
    case 1:
      return joined([copy.subarray(0, at), bytes(length), copy.subarray(at)])
    case 2:
      return joined([copy.subarray(0, at), copy.subarray(Math.min(copy.length, at + length))])
    default:
      return copy.subarray(0, at)
  }
}

describe('hostile captures: nothing throws or hangs, limits hold', () => {
  test.each([
    ['pcap', pcapFile(FRAMES)],
    ['pcap, big-endian', pcapFile(FRAMES, { little: false, nanos: true })],
    ['pcapng', NG],
  ])('damaged %s files', (_, file) => {
    const luck = dice(20_261_123)
    for (let round = 0; round < 1500; round++) {
      const bad = damaged(file, luck)
      // The first four bytes say the kind; without them there is no reader to try.
      if (bad.length < 28) continue
      bad.set(file.subarray(0, 4))
      if (file === NG) bad.set(file.subarray(4, 12), 4)
      holds(readCapture(chunked(bad, [luck.next(bad.length), luck.next(bad.length)]), LIMITS))
    }
  })

  test.each(LINKS)('damaged and random frames of link type %i', (link) => {
    const luck = dice(link + 7)
    for (let round = 0; round < 120; round++) {
      const frames = Array.from({ length: 20 }, () => {
        if (luck.next(3) === 0) return luck.bytes(luck.next(120))
        const frame = FRAMES[luck.next(FRAMES.length)]!
        // Frames of other link types begin where IP does, so that the deeper layers are reached.
        return damaged(link === 1 ? frame : frame.slice(14), luck)
      })
      const segment = readCapture(pcapFile(frames, { link }), LIMITS)
      expect(segment.records).toBe(frames.length)
      holds(segment)
    }
  })

  test('random bytes behind each magic', () => {
    const luck = dice(99)
    for (let round = 0; round < 600; round++) {
      const head = round % 2 === 0 ? pcapFile([]).subarray(0, 24) : joined([ng.section(), ng.interface()])
      holds(readCapture(joined([head, luck.bytes(luck.next(600))]), LIMITS))
    }
  })

  test('a header that promises much holds no memory', () => {
    const huge = joined([pcapFile([]), bytesOf(be(0, 4), be(0, 4), [0, 0, 4, 0], be(4, 4))])
    expect(readCapture(huge).diagnostics).toMatchObject([{ code: 'CAPTURE_CUT' }, { code: 'CAPTURE_EMPTY' }])
    const promised = joined([ng.section(), bytesOf([6, 0, 0, 0, 0xfc, 0xff, 0xff, 0xff], new Uint8Array(50))])
    expect(readCapture(promised).diagnostics.map((d) => d.code)).toEqual(['CAPTURE_CUT', 'CAPTURE_EMPTY'])
  })
})
