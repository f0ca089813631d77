import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assessLevels } from '../../src/assessment/security-levels/assess-levels.ts'
import type { Letter } from '../../src/assessment/security-levels/levels.ts'
import { FRS } from '../../src/standard/fr.ts'
import { STRENGTHS } from '../../src/standard/verdict.ts'
import { catalogs } from '../kit/catalogs.ts'
import { aSeenPlant, inputsOf } from './levels-arbitrary.ts'
import { Reference, type RowAnswer } from './levels-reference.ts'

function answerOf(letter: Letter): RowAnswer {
  switch (letter) {
    case 'not-applicable':
      return 'na'
    case 'met':
    case 'met-by-compensation':
      return 'yes'
    case 'not-met':
      return 'no'
    case 'unknown':
    case 'met-while-connected':
      return 'unknown'
  }
}

test('the engine agrees with the plain reading of LEVELS on every row, strength and level', () => {
  fc.assert(
    fc.property(aSeenPlant, (seen) => {
      const inputs = inputsOf(seen)
      const { levels } = assessLevels(inputs)
      for (const strength of STRENGTHS) {
        const achieved = new Reference(inputs, strength, 'achieved')
        for (const place of achieved.places) {
          const subject = levels.subjects.find((s) => s.kind === place.kind && s.id === place.id)!
          const answers = new Map(subject.rows.map((r) => [r.row, achieved.row(place.kind, place.id, r.row)]))
          for (const result of subject.rows)
            expect(answerOf(result.letter[strength]), `${place.id} ${result.row} at ${strength}`).toBe(
              answers.get(result.row)!.answer,
            )
          for (const fr of FRS) {
            const rows = [...catalogs.sr.values()].filter((row) => row.fr === fr)
            const upTo = (good: (a: RowAnswer) => boolean) =>
              [4, 3, 2, 1, 0].find((k) => rows.every((row) => row.from > k || good(answers.get(row.id)!.answer)))
            const low = achieved.grounded(place) ? upTo((a) => a === 'yes' || a === 'na') : 0
            expect(subject.achieved[strength][fr]).toEqual({ low, high: upTo((a) => a !== 'no') })
          }
        }
      }
    }),
    { numRuns: 80 },
  )
})

test('the engine agrees with the plain reading of LEVELS on capability', () => {
  fc.assert(
    fc.property(aSeenPlant, (seen) => {
      const inputs = inputsOf(seen)
      const { levels } = assessLevels(inputs)
      const capable = new Reference(inputs, 'documented', 'capability')
      for (const subject of levels.subjects)
        for (const result of subject.rows)
          expect(answerOf(result.capability), `${subject.id} ${result.row}`).toBe(
            capable.row(subject.kind, subject.id, result.row).answer,
          )
    }),
    { numRuns: 80 },
  )
})

test('capped-by are the items of which each alone keeps a row unsatisfied', () => {
  fc.assert(
    fc.property(aSeenPlant, (seen) => {
      const inputs = inputsOf(seen)
      const { levels } = assessLevels(inputs)
      const reference = new Reference(inputs, 'documented', 'achieved')
      for (const subject of levels.subjects)
        for (const result of subject.rows) {
          const decided = reference.row(subject.kind, subject.id, result.row)
          if (catalogs.modes.get(result.row)!.mode === 'SVC') continue
          const holds = decided.answer === 'yes' || decided.answer === 'na'
          const alone = [...new Set(decided.items.map((i) => i.id))].filter(
            (id) => !holds && reference.row(subject.kind, subject.id, result.row, id).answer === 'yes',
          )
          expect(result.cappedBy, `${subject.id} ${result.row}`).toEqual(alone)
          const keeping = decided.items.filter((i) => !holds && i.answer !== 'yes').map((i) => i.id)
          expect(result.blockers, `${subject.id} ${result.row}`).toEqual([...new Set(keeping)].sort())
        }
    }),
    { numRuns: 80 },
  )
})
