import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FRS, SLS, vector } from './fr.ts'
import { readSl, SL_KINDS, type SlNotation, writeSl } from './notation.ts'

const name = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme-ascii' }).filter((t) => t.trim() === t)
const kind = fc.constantFrom(...SL_KINDS)
const level = fc.constantFrom(...SLS)
const notation: fc.Arbitrary<SlNotation> = fc.oneof(
  fc
    .tuple(kind, name, fc.array(level, { minLength: 7, maxLength: 7 }))
    .map(([k, of, levels]) => ({ kind: k, of, vector: vector((fr) => levels[FRS.indexOf(fr)]!) })),
  fc.record({ kind, of: name, fr: fc.constantFrom(...FRS), level }),
)

test('what is written is read back', () => {
  fc.assert(
    fc.property(notation, (sl) => {
      expect(readSl(writeSl(sl))).toEqual(sl)
    }),
  )
})

test('any text at all is a level or a diagnostic', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((t) => `SL-T(${t}`),
      ),
      (text) => {
        const read = readSl(text)
        expect('code' in read || 'kind' in read).toBe(true)
      },
    ),
  )
})

test.for([
  ['SL-A(cell 1) = {1,1,1,1,1,1,1}', 'SL-A(cell 1)={1 1 1 1 1 1 1}'],
  ['sl-t( cell (north) )={0000000}', 'SL-T(cell (north))={0 0 0 0 0 0 0}'],
  ['SL-C(ra, tank, north)=4', 'SL-C(RA, tank, north)=4'],
])('%s is read', ([text, canonical]) => {
  const read = readSl(text!)
  expect('code' in read ? read.code : writeSl(read)).toBe(canonical)
})

test.for([
  ['SL-T(z)={2 2 0 1 3 1}', 'SL_NOTATION_COUNT'],
  ['SL-T(z)={2 2 0 1 3 1 3 3}', 'SL_NOTATION_COUNT'],
  ['SL-T(z)={2 2 0 1 5 1 3}', 'SL_NOTATION_LEVEL'],
  ['SL-T(z)={22013133}', 'SL_NOTATION_COUNT'],
  ['SL-C(RDA, plc)=4', 'SL_NOTATION_FR'],
  ['SL-C(plc)=4', 'SL_NOTATION_FR'],
  ['SL-C(RA, plc)=12', 'SL_NOTATION_LEVEL'],
  ['SL-C(RA, )=1', 'SL_NOTATION_FORM'],
  ['SL-B(z)=1', 'SL_NOTATION_FORM'],
  ['SL-T()={1111111}', 'SL_NOTATION_FORM'],
])('%s is refused with %s', ([text, code]) => {
  expect(readSl(text!)).toMatchObject({ code })
})
