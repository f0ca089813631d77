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
import { damaged, luck } from '../../../tests/kit/luck.ts'
import type { Segment } from '../observation.ts'

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

describe('hostile captures: nothing throws or hangs, limits hold', () => {
  test.each([
    ['pcap', pcapFile(FRAMES)],
    ['pcap, big-endian', pcapFile(FRAMES, { little: false, nanos: true })],
    ['pcapng', NG],
  ])('damaged %s files', (_, file) => {
    const chance = luck(20_261_123)
    for (let round = 0; round < 1500; round++) {
      const bad = damaged(file, chance, 4)
      // The first four bytes say the kind; without them there is no reader to try.
      if (bad.length < 28) continue
      bad.set(file.subarray(0, 4))
      if (file === NG) bad.set(file.subarray(4, 12), 4)
      holds(readCapture(chunked(bad, [chance.next(bad.length), chance.next(bad.length)]), LIMITS))
    }
  })

  test.each(LINKS)('damaged and random frames of link type %i', (link) => {
    const chance = luck(link + 7)
    for (let round = 0; round < 120; round++) {
      const frames = Array.from({ length: 20 }, () => {
        if (chance.next(3) === 0) return chance.bytes(chance.next(120))
        const frame = FRAMES[chance.next(FRAMES.length)]!
        // Frames of other link types begin where IP does, so that the deeper layers are reached.
        return damaged(link === 1 ? frame : frame.slice(14), chance)
      })
      const segment = readCapture(pcapFile(frames, { link }), LIMITS)
      expect(segment.records).toBe(frames.length)
      holds(segment)
    }
  })

  test('random bytes behind each magic', () => {
    const chance = luck(99)
    for (let round = 0; round < 600; round++) {
      const head = round % 2 === 0 ? pcapFile([]).subarray(0, 24) : joined([ng.section(), ng.interface()])
      holds(readCapture(joined([head, chance.bytes(chance.next(600))]), LIMITS))
    }
  })

  test('a header that promises much holds no memory', () => {
    const huge = joined([pcapFile([]), bytesOf(be(0, 4), be(0, 4), [0, 0, 4, 0], be(4, 4))])
    expect(readCapture(huge).diagnostics).toMatchObject([{ code: 'CAPTURE_CUT' }, { code: 'CAPTURE_EMPTY' }])
    const promised = joined([ng.section(), bytesOf([6, 0, 0, 0, 0xfc, 0xff, 0xff, 0xff], new Uint8Array(50))])
    expect(readCapture(promised).diagnostics.map((d) => d.code)).toEqual(['CAPTURE_CUT', 'CAPTURE_EMPTY'])
  })
})
