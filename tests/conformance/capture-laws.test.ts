import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { framesIn } from '../kit/captures.ts'
import { chunked, readCapture, saysOf } from '../kit/frames.ts'
import { luck } from '../kit/luck.ts'
import { CORPUS, testWith } from '../kit/need.ts'

const FOLDER = join(CORPUS, 'captures')
const captures = () =>
  readdirSync(FOLDER)
    .filter((name) => /\.pcap(ng)?$/.test(name))
    .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(FOLDER, name))) }))

/** Where every seventh or so byte falls on a cut, and the cuts fall everywhere in records. */
const cuts = (length: number, step: number) =>
  Array.from({ length: Math.floor(length / step) }, (_, i) => (i + 1) * step)

testWith('corpus')('real captures say the same in chunks of any size', () => {
  for (const { name, bytes } of captures().filter((c) => c.bytes.length < 1_200_000)) {
    const whole = JSON.stringify(readCapture(bytes))
    for (const step of [61, 4093, 65_537])
      expect(
        JSON.stringify(readCapture(chunked(bytes, cuts(bytes.length, step)))) === whole,
        `${name} by ${step}`,
      ).toBe(true)
  }
})

testWith('corpus')('a real capture that is cut says what its whole records say, and where it was cut', () => {
  for (const { name, bytes } of captures().filter((c) => c.bytes.length < 300_000)) {
    for (const part of [0.13, 0.5, 0.77]) {
      const cut = readCapture(bytes.subarray(0, Math.floor(bytes.length * part)))
      const whole = readCapture(bytes.subarray(0, cut.to))
      expect(saysOf(whole), name).toEqual(saysOf(cut))
      expect(whole.diagnostics.map((d) => d.code)).not.toContain('CAPTURE_CUT')
      if (cut.bytes > cut.to)
        expect(cut.diagnostics).toContainEqual(
          expect.objectContaining({ code: 'CAPTURE_CUT', place: expect.objectContaining({ offset: cut.to }) }),
        )
    }
  }
})

testWith('corpus')('damaged real captures are read without a fault', () => {
  const { next: dice } = luck(62_443)
  for (const { name, bytes } of captures().filter((c) => c.bytes.length < 450_000)) {
    for (let round = 0; round < 6; round++) {
      const bad = bytes.slice()
      for (let n = 0; n < 300; n++) bad[24 + dice(bad.length - 24)] = dice(256)
      expect(readCapture(bad).to, name).toBeLessThanOrEqual(bad.length)
    }
    // Damage inside frames only: every record is read, and the dissectors meet broken messages.
    const inside = bytes.slice()
    const ranges = framesIn(name, bytes)
    for (const { from, to } of ranges)
      if (to - from > 60 && dice(4) === 0) inside[from + 54 + dice(to - from - 54)] = dice(256)
    expect(readCapture(inside).records, name).toBe(readCapture(bytes).records)
  }
})
