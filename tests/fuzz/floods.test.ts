import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import type { CaptureLimits } from '../../src/evidence/limits.ts'
import type { Segment } from '../../src/evidence/observation.ts'
import { openEvidence } from '../../src/evidence/open-evidence.ts'
import { ACK, be, bytesOf, ethernet, HERE, ip4, joined, pcapFile, SYN, tcpFrame, udpFrame } from '../kit/frames.ts'

/** Captures that bring ever more of something: tables stay within their limits, and what was let go is counted and said. */

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const ip = (n: number) => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`

/** Feeds frames in files of some thousand (the first with a header) and tells what was read and how much memory it held, in MB. */
function flood(
  count: number,
  frameOf: (n: number) => Uint8Array,
  limits: Partial<CaptureLimits>,
): { readonly segment: Segment; readonly grown: number } {
  const intake = openEvidence({ file: 'flood.pcap', vantage: HERE, limits })
  const step = 2000
  const held = () => {
    collect()
    const { arrayBuffers, heapUsed } = process.memoryUsage()
    return (arrayBuffers + heapUsed) / 1e6
  }
  let before = 0
  for (let from = 0; from < count; from += step) {
    const frames = Array.from({ length: Math.min(step, count - from) }, (_, i) => frameOf(from + i))
    const times = frames.map((_, i) => 1_767_225_600_000_000 + (from + i) * 10)
    const file = pcapFile(frames, { times })
    intake.feed(from === 0 ? file : file.subarray(24))
    if (from === 0) before = held()
  }
  const grown = held() - before
  return { segment: intake.end().segment!, grown }
}

/** What the diagnostics say was let go, by what it was. */
const letGo = (segment: Segment) =>
  Object.fromEntries(
    segment.diagnostics.map((d) => [
      d.code === 'CAPTURE_LIMIT' ? (d.params?.['what'] as string) : d.code,
      (d.params?.['lost'] ?? d.params?.['flows']) as number,
    ]),
  )

const missed = (segment: Segment, what: RegExp) =>
  segment.notUnderstood.filter((m) => what.test(m.what)).reduce((sum, m) => sum + m.packets, 0)

const packetsOf = (segment: Segment) => segment.conversations.reduce((sum, c) => sum + c.packets.c2s + c.packets.s2c, 0)

test('100,000 connections that are only begun', () => {
  const { segment, grown } = flood(
    100_000,
    (n) => tcpFrame(`${ip(n)}:${1024 + (n % 50_000)}>10.255.0.1:${1 + (n % 60_000)}`, n, SYN),
    { flows: 3000, conversations: 5000, addresses: 4000 },
  )
  expect(segment.conversations).toHaveLength(5000)
  expect(segment.addresses).toHaveLength(4000)
  expect(packetsOf(segment) + letGo(segment)['conversations']!).toBe(100_000)
  expect(letGo(segment)['CAPTURE_FLOWS_LET_GO']).toBeGreaterThan(1000)
  expect(letGo(segment)['addresses']).toBeGreaterThan(90_000)
  expect(grown).toBeLessThan(20)
})

test('100,000 datagrams to ports of all kinds', () => {
  const { segment, grown } = flood(
    100_000,
    (n) => udpFrame(`10.0.0.1:${1024 + (n % 64_000)}>${ip(n % 700)}:${1 + ((n * 7919) % 65_000)}`, bytesOf(be(n, 4))),
    { flows: 3000, conversations: 5000 },
  )
  expect(segment.conversations).toHaveLength(5000)
  expect(packetsOf(segment) + letGo(segment)['conversations']!).toBe(100_000)
  expect(letGo(segment)['CAPTURE_FLOWS_LET_GO']).toBeGreaterThan(1000)
  expect(segment.notUnderstood.length).toBeLessThan(1100)
  expect(grown).toBeLessThan(20)
})

const MODBUS = bytesOf([0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 9])

test('50,000 connections with a segment that waits for one before it', () => {
  const count = 50_000
  const late = joined(Array.from({ length: 20 }, () => MODBUS))
  // Each is opened and sends its second segment; when all have done so, each sends its first.
  const flow = '10.0.0.0:40000>10.255.0.1:502'
  const frames = [tcpFrame(flow, 0, SYN), tcpFrame(flow, 13, ACK, late), tcpFrame(flow, 1, ACK, MODBUS)]
  const { segment, grown } = flood(
    3 * count,
    (n) => {
      const frame = frames[Math.floor(n / count)]!.slice()
      frame.set(be((10 << 24) | (n % count), 4), 26)
      return frame
    },
    { held: 240_000 },
  )
  const messages = segment.conversations.flatMap((c) => c.operations).reduce((sum, o) => sum + o.count, 0)
  // All late segments are read, and the first ones of those that were still waiting.
  expect(messages).toBe(20 * count + 1000)
  expect(letGo(segment)).toEqual({ 'bytes waiting for others': count - 1000 })
  expect(grown).toBeLessThan(150)
})

test('20,000 connections with a message that never ends', () => {
  const start = bytesOf([0x6f, 0, 0x40, 0x9c], new Uint8Array(1396))
  const { segment, grown } = flood(
    40_000,
    (n) =>
      tcpFrame(`${ip(n >> 1)}:40000>10.255.0.1:44818`, 1 + 1400 * (n & 1), ACK, n & 1 ? new Uint8Array(1400) : start),
    { held: 1_000_000 },
  )
  expect(letGo(segment)['bytes waiting for others']).toBeGreaterThan(19_000)
  expect(missed(segment, /waited for others/)).toBe(letGo(segment)['bytes waiting for others'])
  // All that was sent is 56 MB, and lies in buffers of up to twice the size.
  expect(grown).toBeLessThan(85)
})

/** A DNS name, MQTT topic or the like that no other has. */
const named = (n: number) => new TextEncoder().encode(`line/${n.toString(36).padStart(6, '0')}`)

test('ever new names, numbers, facts, VLANs, MACs, addresses and link protocols', () => {
  const mqtt = (n: number) => bytesOf([0x30, 2 + 11 + 1, 0, 11], named(n), [65])
  const reads = (n: number) => bytesOf(be(n & 0xffff, 2), [0, 0, 0, 6, 1, 3], be((n * 3) & 0xffff, 2), [0, 1])
  const mac = (n: number) =>
    `02:00:${[n >> 24, n >> 16, n >> 8, n].map((b) => (b & 255).toString(16).padStart(2, '0')).join(':')}`
  const announced = (n: number) => {
    const host = new TextEncoder().encode(`host${n.toString(36).padStart(6, '0')}`)
    const answer = bytesOf(
      [host.length],
      host,
      [5],
      new TextEncoder().encode('local'),
      [0, 0, 1, 0x80, 1, 0, 0, 0, 120, 0, 4, 10, 9],
      be(n, 2),
    )
    return udpFrame('10.0.0.9:5353>224.0.0.251:5353', bytesOf([0, 0, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0], answer))
  }
  const payload = udpFrame('10.0.0.1:40000>10.0.0.2:9', bytesOf(1)).subarray(14)
  const kinds: readonly ((n: number) => Uint8Array)[] = [
    (n) => tcpFrame('10.0.0.1:40001>10.0.0.2:1883', 1 + 16 * n, ACK, mqtt(n)),
    (n) => tcpFrame('10.0.0.1:40002>10.0.0.2:502', 1 + 12 * n, ACK, reads(n)),
    announced,
    (n) => ethernet(0x0800, payload, { tags: [1 + (n % 4000), 1 + (n % 4093)] }),
    (n) => ethernet(0x0800, payload, { from: mac(n) }),
    (n) => ethernet(0x0800, ip4('10.0.0.1', ip(n), 17, payload.subarray(20))),
    (n) => ethernet(0x0800 + 1 + (n % 50_000), bytesOf(n & 255), { from: mac(n), to: mac(n + 1) }),
    (n) => ethernet(0x0800, ip4('10.0.0.1', ip(n), 17, payload.subarray(20), { fragment: 0x2000 })),
  ]
  const limits = {
    addresses: 500,
    conversations: 300,
    links: 200,
    facts: 100,
    objects: 50,
    fragments: 20,
    operations: 400,
  }
  const { segment, grown } = flood(80_000, (n) => kinds[n % kinds.length]!(Math.floor(n / kinds.length)), limits)
  expect(segment.addresses.length).toBe(500)
  expect(segment.conversations.length).toBe(300)
  expect(segment.links.length).toBe(200)
  expect(segment.facts.length).toBe(100)
  expect(segment.notUnderstood.length).toBeLessThan(5200)
  const told = letGo(segment)
  for (const what of [
    'addresses',
    'conversations',
    'layer-2 conversations',
    'facts',
    'VLANs or MACs of a conversation',
  ])
    expect(told[what], what).toBeGreaterThan(5000)
  const kept = segment.conversations.flatMap((c) => c.operations).map((o) => o.objects)
  for (const kind of ['holding', 'topic']) {
    const objects = kept.find((sets) => sets[kind] !== undefined)!
    expect(objects[kind]!.split(',').length, kind).toBeLessThanOrEqual(50)
    expect(Number(objects['not-kept']), kind).toBeGreaterThan(9000)
  }
  expect(missed(segment, /fragments/)).toBeGreaterThan(9000)
  expect(grown).toBeLessThan(20)
})
