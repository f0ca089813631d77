import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FRS, type FR, flat, frOf, overall, shortfall, type SL, type SlVector, vector } from '../../src/standard/fr.ts'
import { readSl, writeSl } from '../../src/standard/notation.ts'
import { requirementId } from '../../src/standard/requirement-id.ts'
import { catalogs } from '../kit/catalogs.ts'
import { CORPUS, testWith } from '../kit/need.ts'

/** The worked examples A01 to A04: what a vector shows, what is missing, how it is written, what the gates count to. */

interface Example {
  readonly id: string
  readonly input: Record<string, unknown>
  readonly expected: Record<string, unknown>
}
const example = (id: string): Example => {
  const all = JSON.parse(readFileSync(`${CORPUS}/methods/examples.json`, 'utf8')) as { examples: Example[] }
  return all.examples.find((e) => e.id.startsWith(`${id}-`))!
}
const vectorOf = (levels: readonly number[]): SlVector => vector((fr) => levels[FRS.indexOf(fr)] as SL)

testWith('corpus')('A01: the overall level shown is the lowest of seven', () => {
  const { input, expected } = example('A01')
  const vectors = Object.entries(input['vectors'] as Record<string, number[]>)
  expect(Object.fromEntries(vectors.map(([zone, levels]) => [zone, overall(vectorOf(levels))]))).toEqual(
    expected['overall'],
  )
})

testWith('corpus')('A02: how far each FR is from its target', () => {
  const { input, expected } = example('A02')
  const rows = input['rows'] as [string, FR, SL, SL][]
  const at = (fr: FR, level: SL) => vector((other) => (other === fr ? level : 0))
  expect(rows.map(([, fr, target, reached]) => shortfall(at(fr, target), at(fr, reached))[fr])).toEqual(
    expected['gaps'],
  )
  expect(shortfall(flat(1), flat(3))).toEqual(flat(0))
})

testWith('corpus')('A03: vectors as Annex A writes them', () => {
  const { input, expected } = example('A03')
  const parsed = expected['parsed'] as Record<string, unknown>[]
  const strings = input['strings'] as string[]
  expect(strings).toHaveLength(parsed.length)
  strings.forEach((text, i) => {
    const { kind, domain, vector: levels, fr, level } = parsed[i]!
    const value = levels ? { vector: vectorOf(levels as number[]) } : { fr, level }
    expect(readSl(text)).toEqual({ kind, of: domain, ...value })
  })
  expect(writeSl({ kind: 'SL-T', of: 'BPCS zone', vector: vectorOf([2, 2, 0, 1, 3, 1, 3]) })).toBe(
    'SL-T(BPCS zone)={2 2 0 1 3 1 3}',
  )
  expect(writeSl({ kind: 'SL-C', of: 'FS-PLC', fr: 'RA', level: 4 })).toBe('SL-C(RA, FS-PLC)=4')
})

const cumulative = (gates: readonly number[]) => [1, 2, 3, 4].map((sl) => gates.filter((gate) => gate <= sl).length)

describe('gates', () => {
  const rows = [...catalogs.sr.values()]
  test('sum to 37, 60, 90 and 100', () => {
    expect(cumulative(rows.map((r) => r.from))).toEqual([37, 60, 90, 100])
  })
  test('sum per FR', () => {
    expect(
      Object.fromEntries(FRS.map((fr) => [fr, cumulative(rows.filter((r) => r.fr === fr).map((r) => r.from))])),
    ).toEqual({
      IAC: [10, 16, 22, 24],
      UC: [8, 12, 21, 24],
      SI: [5, 10, 16, 19],
      DC: [2, 4, 5, 6],
      RDF: [4, 6, 10, 11],
      TRE: [1, 2, 3, 3],
      RA: [7, 10, 13, 13],
    })
  })
  testWith('corpus')('A04: row for row, with the same rows disputed', () => {
    const { input, expected } = example('A04')
    const gates = Object.entries(input['gates'] as Record<string, number[]>)
    const theirs = gates.flatMap(([sr, levels]) =>
      levels.map((from, i) => [requirementId(i === 0 ? `SR ${sr}` : `SR ${sr} RE ${i}`), from]),
    )
    expect(Object.fromEntries(rows.map((r) => [r.id, r.from]))).toEqual(Object.fromEntries(theirs))
    const disputed = Object.keys(input['disputed'] as object).map((id) => requirementId(`SR ${id}`))
    expect(
      rows
        .filter((r) => r.disputed.length > 0)
        .map((r) => r.id)
        .sort(),
    ).toEqual(disputed.sort((a, b) => (a! < b! ? -1 : 1)))
    expect(cumulative(rows.map((r) => r.from))).toEqual(expected['cumulative'])
    for (const [n, counts] of Object.entries(expected['cumulative_by_fr'] as Record<string, number[]>)) {
      expect(cumulative(rows.filter((r) => r.fr === frOf(Number(n))).map((r) => r.from))).toEqual(counts)
    }
  })
})
