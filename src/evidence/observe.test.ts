import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOf, chunked, HERE, ng, pcapFile, readCapture, SYN, tcpFrame } from '../../tests/kit/frames.ts'
import { mergeObservations, observationsOf, observe } from './observe.ts'

const file = (port: number) => pcapFile([tcpFrame(`10.0.0.1:50000>10.0.0.2:${port}`, 1, SYN)])
const evidence = (name: string, ...chunks: readonly Uint8Array[]) => ({ file: name, vantage: HERE, chunks })

describe('observe', () => {
  test('knows a capture by its bytes, whatever its name and however it comes', () => {
    const bytes = file(502)
    const { observations, diagnostics } = observe([
      evidence('named.csv', ...chunked(bytes, [1, 3, 20])),
      evidence('named.pcap', ng.section(), ng.interface(), ng.packet(bytesOf(1))),
    ])
    expect(diagnostics).toEqual([])
    expect(
      observations.segments.map((s) => [s.file, s.reader, s.records]).sort((a, b) => (a[0]! < b[0]! ? -1 : 1)),
    ).toEqual([
      ['named.csv', 'pcap', 1],
      ['named.pcap', 'pcapng', 1],
    ])
  })

  test('a file that nobody knows is reported with the kinds that are read', () => {
    const { observations, diagnostics } = observe([
      evidence('holiday.jpg', bytesOf(0xff, 0xd8, 0xff, 0xe0), new Uint8Array(6000)),
      evidence('nothing.pcap'),
    ])
    expect(observations.segments).toEqual([])
    expect(diagnostics.map((d) => [d.code, d.place?.file])).toEqual([
      ['EVIDENCE_UNKNOWN_KIND', 'holiday.jpg'],
      ['EVIDENCE_EMPTY', 'nothing.pcap'],
    ])
    expect(diagnostics[0]!.help).toContain('pcapng capture')
  })

  test('merging is associative, commutative and idempotent', () => {
    const segments = [502, 102, 44_818].map((port) => readCapture(file(port)))
    // The same bytes under another name: one key, two contents.
    const pool = [...segments, { ...segments[0]!, file: 'copy.pcap' }, { ...segments[1]!, from: 5 }]
    const some = fc.array(fc.constantFrom(...pool), { maxLength: 6 }).map(observationsOf)
    fc.assert(
      fc.property(some, some, some, (a, b, c) => {
        expect(mergeObservations(a, b)).toEqual(mergeObservations(b, a))
        expect(mergeObservations(mergeObservations(a, b), c)).toEqual(mergeObservations(a, mergeObservations(b, c)))
        expect(mergeObservations(a, a)).toEqual(a)
      }),
    )
  })
})
