import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { be, bytesOf, chunked, joined, pcapFile, timeOf } from '../../../../tests/kit/frames.ts'
import type { Diagnostic } from '../../../groundwork/diagnostic.ts'
import { DEFAULT_LIMITS } from '../../limits.ts'
import type { RecordSink } from '../records.ts'
import { isPcap, PcapParser } from './pcap.ts'

interface Seen {
  readonly frame: string
  readonly wire: number
  readonly time: number
  readonly link: number
  readonly offset: number
  readonly length: number
}

function parse(chunks: readonly Uint8Array[], limits = DEFAULT_LIMITS) {
  const seen: Seen[] = []
  const diagnostics: Diagnostic[] = []
  const sink: RecordSink = {
    record: (b, from, to, wire, time, link, offset, length) =>
      seen.push({ frame: Buffer.from(b.slice(from, to)).toString('hex'), wire, time, link, offset, length }),
    skipped: () => undefined,
    report: (d) => diagnostics.push(d),
  }
  const parser = new PcapParser('test.pcap', limits, sink)
  for (const chunk of chunks) parser.feed(chunk)
  parser.end()
  return { seen, diagnostics, readTo: parser.readTo }
}

const frames = fc.array(fc.uint8Array({ maxLength: 90 }), { maxLength: 8 })

describe('pcap', () => {
  test.each([
    [true, false],
    [true, true],
    [false, false],
    [false, true],
  ])('reads frames and times, little-endian %s, nanoseconds %s', (little, nanos) => {
    const file = pcapFile([bytesOf(1, 2, 3), bytesOf(4)], { little, nanos, link: 113 })
    expect(isPcap(file)).toBe(true)
    const { seen, diagnostics } = parse([file])
    expect(diagnostics).toEqual([])
    expect(seen).toEqual([
      { frame: '010203', wire: 3, time: timeOf(0), link: 113, offset: 24, length: 19 },
      { frame: '04', wire: 1, time: timeOf(1), link: 113, offset: 43, length: 17 },
    ])
  })

  test('says the same however the file is cut into chunks', () => {
    fc.assert(
      fc.property(frames, fc.array(fc.nat()), fc.boolean(), (all, cuts, little) => {
        const file = pcapFile(all, { little })
        expect(parse(chunked(file, cuts))).toEqual(parse([file]))
        expect(parse([...file].map((byte) => bytesOf(byte)))).toEqual(parse([file]))
      }),
      { numRuns: 60 },
    )
  })

  test('a file cut anywhere gives its whole records, then one diagnostic with the offset', () => {
    fc.assert(
      fc.property(frames, fc.nat(), (all, where) => {
        const file = pcapFile(all)
        const cut = 24 + (where % (file.length - 23))
        const { seen, diagnostics, readTo } = parse([file.subarray(0, cut)])
        const whole = parse([file]).seen.filter((record) => record.offset + record.length <= cut)
        expect(seen).toEqual(whole)
        expect(readTo).toBe(whole.reduce((to, record) => record.offset + record.length, 24))
        expect(diagnostics.map((d) => [d.code, d.place?.offset, d.place?.record])).toEqual(
          cut === readTo ? [] : [['CAPTURE_CUT', readTo, whole.length + 1]],
        )
      }),
    )
  })

  test('stops at a record header that cannot be true and says where and how much is unread', () => {
    const good = pcapFile([bytesOf(1, 2)])
    const file = joined([good, bytesOf(be(0, 4), be(0, 4), be(0xffff_ff7f, 4), be(4, 4), new Uint8Array(100))])
    const { seen, diagnostics } = parse([file])
    expect(seen).toHaveLength(1)
    expect(diagnostics).toMatchObject([
      { code: 'CAPTURE_RECORD_TOO_LONG', params: { unread: 116 }, place: { offset: 42, record: 2 } },
    ])
  })

  test.each([
    ['a1b2cd34', 'CAPTURE_VARIANT'],
    ['12cbe2a1', 'CAPTURE_VARIANT'],
    ['1c0001ac', 'CAPTURE_VARIANT'],
  ])('reports the variant %s', (magic, code) => {
    const file = bytesOf(Buffer.from(magic, 'hex'), new Uint8Array(40))
    expect(isPcap(file)).toBe(true)
    expect(parse([file]).diagnostics.map((d) => d.code)).toEqual([code])
  })

  test('reports another version and a file that is only a header cut short', () => {
    const old = pcapFile([])
    old[6] = 3
    expect(parse([old]).diagnostics.map((d) => d.code)).toEqual(['CAPTURE_VERSION'])
    expect(parse([pcapFile([]).subarray(0, 20)]).diagnostics.map((d) => d.code)).toEqual(['CAPTURE_CUT_IN_HEADER'])
    expect(parse([pcapFile([])]).diagnostics).toEqual([])
  })
})
