import { spawnSync } from 'node:child_process'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chunked, HERE, joined, pcapFile, tcpFrame, ACK, bytesOf } from '../../../tests/kit/frames.ts'
import { damaged, luck } from '../../../tests/kit/luck.ts'
import { openEvidence } from '../open-evidence.ts'
import { openUnpacker, type Packing } from './unpack.ts'

const modbus = bytesOf([0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 9])
const CAPTURE = pcapFile(
  Array.from({ length: 300 }, (_, i) => tcpFrame('10.0.0.1:50000>10.0.0.2:502', 1 + 12 * i, ACK, modbus)),
)
/** The capture packed by `zstd -3`, by `zstd -3 --no-check` after an empty skippable frame, and in two frames. */
const ZSTD = zstdFrames()

function zstdFrames(): readonly Uint8Array[] {
  // Raw and RLE blocks need no compressor (RFC 8878 clause 3.1.1.2.2).
  const block = (bytes: Uint8Array, last: boolean) => {
    const word = (bytes.length << 3) | (last ? 1 : 0)
    return bytesOf([word & 255, (word >> 8) & 255, word >> 16], bytes)
  }
  const frame = (bytes: Uint8Array) =>
    bytesOf(
      [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x48],
      block(bytes.subarray(0, 5000), bytes.length <= 5000),
      ...(bytes.length > 5000 ? [block(bytes.subarray(5000), true)] : []),
    )
  const half = CAPTURE.length >> 1
  const skippable = bytesOf([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3])
  return [frame(CAPTURE), joined([skippable, frame(CAPTURE.subarray(0, half)), frame(CAPTURE.subarray(half))])]
}

// Texts are compared much faster than arrays.
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const WHOLE = textOf(CAPTURE)

function unpacked(packing: Packing, chunks: readonly Uint8Array[]) {
  const parts: Uint8Array[] = []
  const unpacker = openUnpacker(packing, (bytes) => {
    parts.push(bytes.slice())
    return true
  })
  for (const chunk of chunks) if (!unpacker.push(chunk)) break
  unpacker.end()
  return { bytes: textOf(joined(parts)), fault: unpacker.fault?.why }
}

function read(file: string, bytes: Uint8Array) {
  const intake = openEvidence({ file, vantage: HERE })
  for (const chunk of chunked(bytes, [1, 3, 9, 700])) intake.feed(chunk)
  return intake.end()
}

const GZIP = [gzipSync(CAPTURE), joined([gzipSync(CAPTURE.subarray(0, 999)), gzipSync(CAPTURE.subarray(999))])]
const PACKED: readonly (readonly [Packing, Uint8Array])[] = [
  ...GZIP.map((bytes) => ['gzip', new Uint8Array(bytes)] as const),
  ...ZSTD.map((bytes) => ['zstd', bytes] as const),
]

describe('packed files', () => {
  test.each(PACKED)('%s: what comes out is what went in, however it is cut', (packing, bytes) => {
    expect(unpacked(packing, [bytes])).toEqual({ bytes: WHOLE, fault: undefined })
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 8 }), (cuts) => {
        expect(unpacked(packing, chunked(bytes, cuts))).toEqual({ bytes: WHOLE, fault: undefined })
      }),
      { numRuns: 40 },
    )
  })

  test.each(PACKED)('%s: a cut file gives its beginning and says so', (packing, bytes) => {
    const { segment } = read(`tap.pcap.${packing}`, bytes.subarray(0, bytes.length - 40))
    expect(segment!.records).toBeGreaterThan(50)
    expect(segment!.diagnostics.map((d) => d.code)).toContain('PACKED_CUT')
  })

  test.each(PACKED)('%s: a capture inside is read under the name and the hash of its file', (packing, bytes) => {
    const { segment } = read(`tap.pcap.${packing}`, bytes)
    expect(segment).toMatchObject({ file: `tap.pcap.${packing}`, reader: 'pcap', records: 300, diagnostics: [] })
    expect(segment!.source).not.toBe(read('tap.pcap', CAPTURE).segment!.source)
    expect(segment!.conversations[0]!.operations).toMatchObject([{ name: 'FC3', count: 300 }])
  })

  test('what the zstd of the system packs is read', (context) => {
    const run = spawnSync('zstd', ['-q', '-c', '-19', '--long=24'], { input: CAPTURE })
    if (run.error) return context.skip('there is no zstd here')
    expect(unpacked('zstd', [new Uint8Array(run.stdout)])).toEqual({ bytes: WHOLE, fault: undefined })
  })

  test('nothing in a packed file is unpacked twice, and a packed file of no known kind is told by what is in it', () => {
    const twice = read('tap.pcap.gz', gzipSync(gzipSync(CAPTURE)))
    expect(twice.diagnostics).toMatchObject([{ code: 'EVIDENCE_UNKNOWN_KIND' }])
  })

  test('a window beyond the limit gets no memory', () => {
    const huge = bytesOf([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8, 1, 0, 0])
    expect(read('x.zst', huge).diagnostics).toMatchObject([{ code: 'PACKED_WINDOW' }])
  })

  test('a file made to burst is left in time, and one of countless empty parts does no harm', () => {
    const zeros = gzipSync(new Uint8Array(1 << 20))
    let given = 0
    const unpacker = openUnpacker('gzip', (bytes) => {
      given += bytes.length
      return given < 3 << 20
    })
    for (let n = 0; n < 100 && unpacker.push(new Uint8Array(zeros)); n++);
    expect(given).toBeLessThan(6 << 20)
    const empty = Array.from({ length: 20_000 }, () => gzipSync(new Uint8Array(0)))
    expect(unpacked('gzip', [joined(empty)]).bytes.length).toBe(0)
    const frames = Array.from({ length: 20_000 }, () => bytesOf([0x28, 0xb5, 0x2f, 0xfd, 0x20, 0, 1, 0, 0]))
    expect(unpacked('zstd', [joined(frames)])).toEqual({ bytes: '', fault: undefined })
    const barren = bytesOf([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 0], new Uint8Array(3 << 20).fill(65))
    expect(unpacked('gzip', [barren]).fault).toBe('damaged')
  })

  test('damaged files give the same however they come, up to the same place', () => {
    for (let seed = 0; seed < 300; seed++) {
      const chance = luck(seed)
      const [packing, bytes] = chance.pick(PACKED)
      const bad = damaged(bytes, chance, 4)
      const taken = (chunks: readonly Uint8Array[]) => {
        let given = 0
        const unpacker = openUnpacker(packing, (part) => {
          given += part.length
          return true
        })
        for (const chunk of chunks) if (!unpacker.push(chunk)) break
        unpacker.end()
        return { given, fault: unpacker.fault }
      }
      const cuts = Array.from({ length: 30 }, () => chance.next(bad.length + 1))
      expect(taken(chunked(bad, cuts)), `seed ${seed}`).toEqual(taken([bad]))
    }
  })

  test('damaged and random bytes neither throw nor hang', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PACKED),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        ([packing, bytes], changes) => {
          const bad = bytes.slice()
          for (const [at, value] of changes) bad[4 + (at % (bad.length - 4))] = value
          unpacked(packing, [bad])
        },
      ),
      { numRuns: 400 },
    )
    fc.assert(
      fc.property(fc.constantFrom<Packing>('gzip', 'zstd'), fc.uint8Array({ maxLength: 400 }), (packing, bytes) => {
        const head = packing === 'gzip' ? [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0] : [0x28, 0xb5, 0x2f, 0xfd]
        unpacked(packing, [bytesOf(head, bytes)])
      }),
      { numRuns: 400 },
    )
  })
})
