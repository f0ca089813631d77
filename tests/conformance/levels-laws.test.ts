import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assessLevels } from '../../src/assessment/security-levels/assess-levels.ts'
import type { Levels, LevelVector, SubjectLevels } from '../../src/assessment/security-levels/levels.ts'
import type { Plant } from '../../src/plant/plant.ts'
import { evidenceRecord } from '../../src/standard/evidence-record.ts'
import { FRS, type SL } from '../../src/standard/fr.ts'
import { STRENGTHS } from '../../src/standard/verdict.ts'
import { aTarget } from '../kit/builders.ts'
import { aRecord, aSeenPlant, inputsOf, type Seen } from './levels-arbitrary.ts'

/** The laws of DESIGN §7 over random plants. */

const RUNS = { numRuns: 60 }

function assess(seen: Seen): Levels {
  return assessLevels(inputsOf(seen)).levels
}

const noHigher = (after: LevelVector, before: LevelVector, what: string) => {
  for (const fr of FRS) {
    expect(after[fr].low, `${what} ${fr} low`).toBeLessThanOrEqual(before[fr].low)
    expect(after[fr].high, `${what} ${fr} high`).toBeLessThanOrEqual(before[fr].high)
  }
}

const eachSubject = (a: Levels, b: Levels, look: (a: SubjectLevels, b: SubjectLevels) => void) => {
  expect(a.subjects.length).toBe(b.subjects.length)
  a.subjects.forEach((subject, i) => look(subject, b.subjects[i]!))
}

/** Evidence that only supports: named by nothing that is said to be not met. */
function supporting(plant: Plant): readonly string[] {
  const against = new Set<string>([
    ...plant.measures.filter((m) => m.status !== 'in-place').flatMap((m) => m.evidence),
    ...[...plant.products, ...plant.systems].flatMap((p) =>
      [...p.capability.values()].filter((s) => s.says === 'not-met').flatMap((s) => s.evidence),
    ),
  ])
  return plant.evidence.map((e) => e.id).filter((id) => !against.has(id))
}

test('taking supporting evidence away never raises a level', () => {
  fc.assert(
    fc.property(aSeenPlant, fc.nat(), (seen, pick) => {
      const removable = supporting(seen.plant)
      fc.pre(removable.length > 0)
      const gone = removable[pick % removable.length]
      const evidence = seen.plant.evidence.filter((e) => e.id !== gone)
      eachSubject(assess({ ...seen, plant: { ...seen.plant, evidence } }), assess(seen), (after, before) => {
        for (const strength of STRENGTHS) {
          noHigher(after.achieved[strength], before.achieved[strength], `${after.id} ${strength}`)
          noHigher(after.capabilityAt[strength], before.capabilityAt[strength], `${after.id} SL-C ${strength}`)
        }
      })
    }),
    RUNS,
  )
})

test('adding a contradiction never raises a level, and never touches capability', () => {
  fc.assert(
    fc.property(
      aSeenPlant,
      aRecord,
      fc.constantFrom('contradicts' as const, 'weakens' as const),
      (seen, record, effect) => {
        const { id: _, ...content } = record
        const records = [...seen.records, evidenceRecord({ ...content, effect })]
        eachSubject(assess({ ...seen, records }), assess(seen), (after, before) => {
          for (const strength of STRENGTHS)
            noHigher(after.achieved[strength], before.achieved[strength], `${after.id} ${strength}`)
          expect(after.capabilityAt).toEqual(before.capabilityAt)
        })
      },
    ),
    RUNS,
  )
})

test('raising a target never removes a gap', () => {
  fc.assert(
    fc.property(aSeenPlant, fc.constantFrom<SL>(1, 2, 3, 4), (seen, level) => {
      const zones = seen.plant.zones.map((z) => {
        const vector = Object.fromEntries(FRS.map((fr) => [fr, Math.max(z.target.vector[fr], level)])) as never
        return { ...z, target: { ...aTarget(), vector } }
      })
      eachSubject(assess({ ...seen, plant: { ...seen.plant, zones } }), assess(seen), (after, before) => {
        for (const strength of STRENGTHS) {
          const gaps = new Set(after.binding[strength].map((b) => b.row))
          for (const { row } of before.binding[strength]) expect(gaps).toContain(row)
          for (const fr of FRS)
            expect(after.target[fr] - after.achieved[strength][fr].low).toBeGreaterThanOrEqual(
              before.target[fr] - before.achieved[strength][fr].low,
            )
        }
      })
    }),
    RUNS,
  )
})

test('the order of the input changes nothing', () => {
  fc.assert(
    fc.property(aSeenPlant, fc.infiniteStream(fc.nat()), ({ plant, records }, lot) => {
      const shuffled = <T>(list: readonly T[]): T[] =>
        list
          .map((value) => ({ value, at: lot.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ value }) => value)
      const other: Plant = {
        ...plant,
        zones: shuffled(plant.zones),
        conduits: shuffled(plant.conduits).map((c) => ({
          ...c,
          joins: shuffled(c.joins),
          ...(c.enforcedBy ? { enforcedBy: shuffled(c.enforcedBy) } : {}),
        })),
        assets: shuffled(plant.assets).map((a) => ({ ...a, zones: shuffled(a.zones), types: shuffled(a.types) })),
        products: shuffled(plant.products).map((p) => ({ ...p, capability: new Map(shuffled([...p.capability])) })),
        systems: shuffled(plant.systems),
        measures: shuffled(plant.measures).map((m) => ({
          ...m,
          rows: shuffled(m.rows),
          on: shuffled(m.on),
          evidence: shuffled(m.evidence),
        })),
        evidence: shuffled(plant.evidence).map((e) => ({ ...e, scope: shuffled(e.scope) })),
        flows: shuffled(plant.flows),
        accounts: shuffled(plant.accounts),
        notApplicable: shuffled(plant.notApplicable),
        resolutions: shuffled(plant.resolutions),
      }
      const before = assessLevels(inputsOf({ plant, records }))
      expect(assessLevels(inputsOf({ plant: other, records: shuffled(records) }))).toEqual(before)
    }),
    RUNS,
  )
})

test('levels fall with strength, and the low end never passes the high end', () => {
  fc.assert(
    fc.property(aSeenPlant, (seen) => {
      for (const subject of assess(seen).subjects) {
        for (const [i, strength] of STRENGTHS.entries()) {
          for (const vector of [subject.achieved[strength], subject.capabilityAt[strength]])
            for (const fr of FRS) expect(vector[fr].low).toBeLessThanOrEqual(vector[fr].high)
          const weaker = STRENGTHS[i - 1]
          if (weaker) noHigher(subject.achieved[strength], subject.achieved[weaker], subject.id)
          if (weaker)
            for (const fr of FRS) expect(subject.achieved[strength][fr].high).toBe(subject.achieved[weaker][fr].high)
        }
      }
    }),
    RUNS,
  )
})

test('with an empty evidence list no row is met', () => {
  fc.assert(
    fc.property(aSeenPlant, ({ plant }) => {
      const levels = assess({ plant: { ...plant, evidence: [] }, records: [] })
      for (const subject of levels.subjects)
        for (const { row, letter, capability } of subject.rows)
          for (const said of [capability, ...Object.values(letter)])
            expect(said, `${subject.id} ${row}`).not.toMatch(/^met/)
    }),
    RUNS,
  )
})

test('a zone without assets, with assets of unknown type, or without known access points has low = 0 in every FR', () => {
  const worse: Readonly<Record<string, (plant: Plant) => Plant>> = {
    'no-assets': (plant) => ({ ...plant, assets: plant.assets.filter((a) => !a.zones.includes('z1' as never)) }),
    'unknown-types': (plant) => ({
      ...plant,
      assets: plant.assets.map((a, i) =>
        i === 0 || a.zones.includes('z1' as never) ? { ...a, zones: ['z1' as never], types: [], passive: false } : a,
      ),
    }),
    'no-access-points': (plant) => ({
      ...plant,
      zones: plant.zones.map((z) => (z.id === 'z1' ? { ...z, accessPoints: undefined } : z)),
      conduits: plant.conduits.map((c) => ({ ...c, joins: c.joins.filter((z) => z !== ('z1' as never)) })),
    }),
  }
  for (const [gap, make] of Object.entries(worse))
    fc.assert(
      fc.property(aSeenPlant, (seen) => {
        fc.pre(gap !== 'unknown-types' || seen.plant.assets.length > 0)
        const zone = assess({ ...seen, plant: make(seen.plant) }).subjects.find((s) => s.id === 'z1')!
        expect(zone.groundGaps).toContain(gap)
        for (const strength of STRENGTHS)
          for (const vector of [zone.achieved[strength], zone.capabilityAt[strength]])
            for (const fr of FRS) expect(vector[fr].low).toBe(0)
      }),
      RUNS,
    )
})
