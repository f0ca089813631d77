import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { be, block, bytesOf, chunked, joined, ng, timeOf } from '../../../../tests/kit/frames.ts'
import type { Diagnostic } from '../../../groundwork/diagnostic.ts'
import { type CaptureLimits, DEFAULT_LIMITS } from '../../limits.ts'
import type { RecordSink } from '../records.ts'
import { isPcapng, PcapngParser } from './pcapng.ts'

function parse(chunks: readonly Uint8Array[], limits: Partial<CaptureLimits> = {}) {
  const seen: { frame: string; time: number; link: number; offset: number; length: number }[] = []
  const skipped: string[] = []
  const diagnostics: Diagnostic[] = []
  const sink: RecordSink = {
    record: (b, from, to, _wire, time, link, offset, length) =>
      seen.push({ frame: Buffer.from(b.slice(from, to)).toString('hex'), time, link, offset, length }),
    skipped: (what) => skipped.push(what),
    report: (d) => diagnostics.push(d),
  }
  const parser = new PcapngParser('test.pcapng', { ...DEFAULT_LIMITS, ...limits }, sink)
  for (const chunk of chunks) parser.feed(chunk)
  parser.end()
  return { seen, skipped, diagnostics, readTo: parser.readTo }
}

const now = BigInt(timeOf(0))
const times = (file: Uint8Array) => parse([file]).seen.map((record) => record.time)

/** Two sections of different byte order, three interfaces, each kind of packet block, and blocks that are passed over. */
const RICH = joined([
  ng.section(true),
  ng.interface(true),
  ng.interface(true, { link: 113, resolution: 9 }),
  block(0x0bad, bytesOf(1, 2, 3)),
  ng.packet(bytesOf(1, 2, 3), true, { ticks: now }),
  ng.packet(bytesOf(4), true, { on: 1, ticks: now * 1000n + 1999n }),
  block(4, new Uint8Array(40)),
  ng.old(bytesOf(5, 6), true, { on: 0, ticks: now + 5n }),
  ng.section(false),
  ng.interface(false, { link: 101 }),
  ng.packet(bytesOf(7, 8, 9, 10), false, { ticks: now + 7n }),
  ng.simple(bytesOf(11), false),
])

describe('pcapng', () => {
  test('reads sections of both byte orders, interfaces with their own clock, and all packet blocks', () => {
    expect(isPcapng(RICH)).toBe(true)
    const { seen, skipped, diagnostics } = parse([RICH])
    expect(seen.map(({ frame, time, link }) => [frame, time - timeOf(0), link])).toEqual([
      ['010203', 0, 1],
      ['04', 1, 113],
      ['0506', 5, 1],
      ['0708090a', 7, 101],
      ['0b', 7, 101],
    ])
    expect(skipped).toEqual(['pcapng block 0x00000bad'])
    expect(diagnostics.map((d) => [d.code, d.params])).toEqual([['CAPTURE_NO_TIMES', { records: 1 }]])
  })

  test.each([
    ['seconds', 0, now / 1_000_000n, timeOf(0)],
    ['milliseconds', 3, now / 1000n, timeOf(0)],
    ['picoseconds', 12, 1_767_225n * 10n ** 12n + 123_456_999_999n, 1_767_225_000_000 + 123_456],
    ['1/1024 of a second', 0x80 | 10, (now / 1_000_000n) * 1024n + 512n, timeOf(0) + 500_000],
  ])('reads a clock in %s exactly', (_, resolution, ticks, micros) => {
    const file = joined([ng.section(), ng.interface(true, { resolution }), ng.packet(bytesOf(1), true, { ticks })])
    expect(times(file)).toEqual([micros])
  })

  test('nanoseconds of today are exact, and the offset of an interface is added', () => {
    const ticks = now * 1000n + 123_456_789n
    const file = joined([
      ng.section(),
      ng.interface(true, { resolution: 9, shift: -3600 }),
      ng.packet(bytesOf(1), true, { ticks }),
    ])
    expect(times(file)).toEqual([timeOf(0) + 123_456 - 3600e6])
  })

  test('says the same however the file is cut into chunks', () => {
    const whole = parse([RICH])
    expect(parse([...RICH].map((byte) => bytesOf(byte)))).toEqual(whole)
    fc.assert(
      fc.property(fc.array(fc.nat()), (cuts) => {
        expect(parse(chunked(RICH, cuts))).toEqual(whole)
      }),
    )
  })

  test('a file cut anywhere gives its whole records, then one diagnostic with the offset', () => {
    const whole = parse([RICH]).seen
    for (let cut = 28; cut < RICH.length; cut++) {
      const { seen, diagnostics, readTo } = parse([RICH.subarray(0, cut)])
      expect(seen).toEqual(whole.filter((record) => record.offset + record.length <= cut))
      const cuts = diagnostics.filter((d) => d.code !== 'CAPTURE_NO_TIMES')
      if (readTo === cut) expect(cuts).toEqual([])
      else expect(cuts).toMatchObject([{ code: 'CAPTURE_CUT' }])
    }
  })

  test('large unknown blocks pass through without being held', () => {
    const big = block(0x0bad, new Uint8Array(300_000))
    const file = joined([ng.section(), big, ng.interface(), ng.packet(bytesOf(1), true, { ticks: now })])
    const { seen, skipped } = parse(chunked(file, [100, 5000, 300_020]), { block: 4096 })
    expect(seen).toHaveLength(1)
    expect(skipped).toEqual(['pcapng block 0x00000bad'])
  })

  test.each<[string, string, Uint8Array]>([
    ['a packet of an unknown interface', 'CAPTURE_NO_INTERFACE', ng.packet(bytesOf(1), true, { on: 3 })],
    [
      'a length that is no multiple of four',
      'CAPTURE_BLOCK_LENGTH',
      bytesOf([6, 0, 0, 0, 33, 0, 0, 0], new Uint8Array(40)),
    ],
    ['a length shorter than a block', 'CAPTURE_BLOCK_LENGTH', bytesOf([6, 0, 0, 0, 8, 0, 0, 0], new Uint8Array(40))],
    ['two lengths that differ', 'CAPTURE_BLOCK_LENGTH', bytesOf([3, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0])],
    ['a packet longer than its block', 'CAPTURE_RECORD_TOO_LONG', overlong()],
    ['a section of unknown byte order', 'CAPTURE_BYTE_ORDER', bytesOf(be(0x0a0d0d0a, 4), new Uint8Array(24))],
    ['another version', 'CAPTURE_VERSION', otherVersion()],
  ])('stops at %s', (_, code, damaged) => {
    const good = joined([ng.section(), ng.interface(), ng.packet(bytesOf(1), true, { ticks: now })])
    const { seen, diagnostics } = parse([joined([good, damaged, ng.packet(bytesOf(2))])])
    expect(seen).toHaveLength(1)
    expect(diagnostics).toMatchObject([{ code, params: { unread: expect.any(Number) } }])
    expect(diagnostics[0]!.place!.offset).toBeGreaterThanOrEqual(good.length)
  })

  test('what the recording device lost is reported: the last word of each interface counts', () => {
    const statistics = (on: number, lost: number) =>
      block(5, bytesOf([on, 0, 0, 0], new Uint8Array(8), [5, 0, 8, 0, lost, 0, 0, 0, 0, 0, 0, 0], new Uint8Array(4)))
    const section = [ng.section(), ng.interface(), ng.interface(), statistics(0, 3), statistics(0, 5), statistics(1, 2)]
    const { diagnostics } = parse([joined([...section, ...section])])
    expect(diagnostics).toMatchObject([{ code: 'CAPTURE_DROPPED', params: { packets: 14 } }])
  })

  test('limits the interfaces of a section', () => {
    const file = joined([ng.section(), ng.interface(), ng.interface(), ng.interface()])
    expect(parse([file], { interfaces: 2 }).diagnostics).toMatchObject([
      { code: 'CAPTURE_INTERFACES', params: { limit: 2 } },
    ])
  })
})

function overlong(): Uint8Array {
  const damaged = ng.packet(bytesOf(1, 2, 3, 4))
  damaged[20] = 200
  return damaged
}

function otherVersion(): Uint8Array {
  const damaged = ng.section()
  damaged[12] = 2
  return damaged
}
