import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../tests/kit/dissect.ts'
import { C2S, S2C } from '../dissector.ts'
import { dissectors } from './registry.ts'

/** Beginnings of messages that lead random bytes deeper into the dissectors than chance would. */
const HEADS = [
  '',
  '0300',
  '0300001902f080',
  '0300001902f0803201',
  '0300002102f0803207',
  '00010000',
  '0001000000060103',
  '00010000000601',
]

const bytes = fc
  .array(fc.tuple(fc.constantFrom(...HEADS), fc.uint8Array({ maxLength: 60 })), { maxLength: 5 })
  .map((parts) => Uint8Array.from(parts.flatMap(([head, rest]) => [...hex(head), ...rest])))

describe.each([...dissectors.values()])('$id, on any bytes', (dissector) => {
  test('what it recognizes is final, and reading them neither throws nor takes what is not there', () => {
    fc.assert(
      fc.property(
        bytes,
        fc.constantFrom(C2S, S2C),
        fc.boolean(),
        fc.array(fc.nat(300), { maxLength: 10 }),
        (stream, direction, hinted, cuts) => {
          recognition(dissector, stream, direction, hinted)
          const { consumed } = dissect(dissector, stream, direction, cuts)
          expect(stream.length - consumed).toBeLessThanOrEqual(dissector.longest)
        },
      ),
      { numRuns: 400 },
    )
  })

  test('every code and kind of object has a meaning and a name', () => {
    fc.assert(
      fc.property(
        fc.nat(2 ** 24 - 1),
        fc.constantFrom(C2S, S2C),
        fc.constantFrom(0, 1, 2),
        fc.nat(2 ** 31 - 1),
        (code, direction, outcome, kind) => {
          const { name, title } = dissector.meaning(code, direction, outcome)
          expect([name, title, dissector.objectName(kind)].every((text) => text.length > 0)).toBe(true)
        },
      ),
    )
  })
})
