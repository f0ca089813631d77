import { canonicalJson } from '../../groundwork/canonical.ts'
import type { Diagnostic } from '../../groundwork/diagnostic.ts'
import { byKey } from '../../groundwork/order.ts'
import { FRS, type FR, type SL, SLS } from '../../standard/fr.ts'
import type { RequirementId } from '../../standard/requirement-id.ts'
import { STRENGTHS, type Strength } from '../../standard/verdict.ts'
import type { LevelInputs } from './basis.ts'
import { BlockerFinder } from './blockers.ts'
import { type Engine, engineFor, engineOf } from './engine.ts'
import type { Holding } from './holdings.ts'
import type { Judged } from './judge.ts'
import type { Binding, Interval, Letter, Levels, LevelVector, Reason, RowResult, SubjectLevels } from './levels.ts'
import { levelReason } from './explain-level.ts'
import { rowReason } from './explain-row.ts'
import { holds, letterOf, NA, NO, type Standing, UNKNOWN } from './standing.ts'

export type { LevelInputs } from './basis.ts'

/** Which zone or conduit an explanation is about. */
export interface SubjectKey {
  readonly kind: 'zone' | 'conduit'
  readonly id: string
}

/** SL-T, SL-C and SL-A of every zone and conduit at one date, row by row (DESIGN §7, LEVELS). */
export function assessLevels(inputs: LevelInputs): {
  readonly levels: Levels
  readonly diagnostics: readonly Diagnostic[]
} {
  const engine = engineFor(inputs)
  const finder = new BlockerFinder(engine.judge, engine.classes)
  const subjects = engine.holdings.map((holding) => subjectLevels(engine, finder, holding))
  return {
    levels: { asOf: inputs.asOf, headline: 'documented', subjects },
    diagnostics: [...engine.diagnostics].sort(byKey((d) => `${d.code} ${canonicalJson(d.params)}`)),
  }
}

/** Why a row stands as it does in a zone or conduit at a strength, down to lines, frames and documents. */
export function explainRow(inputs: LevelInputs, subject: SubjectKey, row: RequirementId, strength: Strength): Reason {
  return rowReason(engineOf(inputs), subject, row, strength)
}

/** Why a level is what it is: the rows that keep it from being higher, each with its reasons. */
export function explainLevel(inputs: LevelInputs, subject: SubjectKey, fr: FR, strength: Strength): Reason {
  return levelReason(engineOf(inputs), subject, fr, strength)
}

function subjectLevels(engine: Engine, finder: BlockerFinder, holding: Holding): SubjectLevels {
  const { basis, judge } = engine
  const { rows } = basis
  const { place } = holding
  const results = rows.ids.map((_, row) => judge.judge(holding, row))
  const target = place.kind === 'zone' ? place.zone.target : place.conduit.target
  const levels = (standing: (judged: Judged) => Standing, rank: number): LevelVector =>
    Object.fromEntries(
      FRS.map((fr, f) => [fr, interval(engine, f, results.map(standing), rank, holding.gaps.length > 0)]),
    ) as Record<FR, Interval>
  return {
    kind: place.kind,
    id: place.id,
    target: target.vector,
    stated: FRS.filter((fr) => target.stated[fr] !== undefined),
    capability: levels((j) => j.standing.capable, STRENGTHS.indexOf('documented')),
    capabilityAt: perStrength((_, rank) => levels((j) => j.standing.capable, rank)),
    groundGaps: holding.gaps,
    achieved: perStrength((_, rank) => levels((j) => j.standing.all, rank)),
    rows: results.map((judged, row) => rowResult(engine, finder, holding, row, judged)),
    binding: perStrength((_, rank) => bindingRows(engine, results, target.vector, rank)),
    allNotApplicable: FRS.filter((_, f) => results.every((j, row) => rows.frs[row] !== f || j.standing.all === NA)),
  }
}

/** The highest level all of whose rows are satisfied; 4 where none applies. */
function interval(engine: Engine, fr: number, standings: readonly Standing[], rank: number, gap: boolean): Interval {
  const { frs, gates } = engine.basis.rows
  let low: SL = 4
  let high: SL = 4
  for (let row = 0; row < standings.length; row++) {
    if (frs[row] !== fr) continue
    const below = SLS[gates[row]! - 1]!
    if (!holds(standings[row]!, rank) && below < low) low = below
    if (standings[row]! < UNKNOWN && below < high) high = below
  }
  return INTERVALS[gap ? 0 : low]![high]!
}

function bindingRows(
  engine: Engine,
  results: readonly Judged[],
  target: SubjectLevels['target'],
  rank: number,
): readonly Binding[] {
  const { ids, frs, gates } = engine.basis.rows
  const found: Binding[] = []
  for (let row = 0; row < results.length; row++) {
    const fr = FRS[frs[row]!]!
    const from = gates[row] as SL
    const standing = results[row]!.standing.all
    if (from > target[fr] || holds(standing, rank)) continue
    found.push({ row: ids[row]!, fr, from, must: standing === NO ? 'change' : 'be-shown' })
  }
  return found
}

function rowResult(engine: Engine, finder: BlockerFinder, holding: Holding, row: number, judged: Judged): RowResult {
  const { all, bare, linked, capable } = judged.standing
  const { blockers, count, cappedBy } = finder.of(holding, row, judged)
  return {
    row: engine.basis.rows.ids[row]!,
    letter: letters(all, bare, linked),
    capability: letterOf(capable, capable, capable, STRENGTHS.indexOf('documented')),
    items: judged.selection.groups.reduce((sum, group) => sum + group.count, 0),
    open: judged.open,
    blockers,
    blockerCount: count,
    cappedBy,
  }
}

function perStrength<T>(of: (strength: Strength, rank: number) => T): Readonly<Record<Strength, T>> {
  return Object.fromEntries(STRENGTHS.map((strength, rank) => [strength, of(strength, rank)])) as Record<Strength, T>
}

// One object per combination: a plant has tens of thousands of rows and few of these.
const INTERVALS: readonly (readonly Interval[])[] = SLS.map((low) => SLS.map((high) => Object.freeze({ low, high })))
const LETTERS_OF = new Map<number, Readonly<Record<Strength, Letter>>>()

function letters(all: Standing, bare: Standing, linked: Standing): Readonly<Record<Strength, Letter>> {
  const key = all * 64 + bare * 8 + linked
  let known = LETTERS_OF.get(key)
  if (!known) {
    known = Object.freeze(perStrength((_, rank) => letterOf(all, bare, linked, rank)))
    LETTERS_OF.set(key, known)
  }
  return known
}
