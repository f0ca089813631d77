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
import type { RowTable } from './rows.ts'
import type { Reading } from './services.ts'
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
  const bindings = bindingsOf(engine.basis.rows)
  const subjects = engine.holdings.map((holding) => subjectLevels(engine, finder, bindings, holding))
  return {
    levels: { asOf: inputs.asOf, headline: 'documented', subjects },
    diagnostics: inOrder(engine.diagnostics),
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

function subjectLevels(
  engine: Engine,
  finder: BlockerFinder,
  bindings: ReturnType<typeof bindingsOf>,
  holding: Holding,
): SubjectLevels {
  const { basis, judge } = engine
  const { rows } = basis
  const { place } = holding
  const results: Judged[] = []
  for (let row = 0; row < rows.ids.length; row++) results.push(judge.judge(holding, row))
  const found: RowResult[] = []
  for (let row = 0; row < results.length; row++) found.push(rowResult(engine, finder, holding, row, results[row]!))
  const target = place.kind === 'zone' ? place.zone.target : place.conduit.target
  const gap = holding.gaps.length > 0
  const capabilityAt = levelsOf(engine, results, 'capable', gap)
  return {
    kind: place.kind,
    id: place.id,
    target: target.vector,
    stated: FRS.filter((fr) => target.stated[fr] !== undefined),
    capability: capabilityAt.documented,
    capabilityAt,
    groundGaps: holding.gaps,
    achieved: levelsOf(engine, results, 'all', gap),
    rows: found,
    binding: perStrength((_, rank) => bindingRows(bindings, results, target.vector, rank)),
    allNotApplicable: FRS.filter((_, f) => results.every((j, row) => rows.frs[row] !== f || j.standing.all === NA)),
  }
}

/** Per strength and FR the highest level all of whose rows are satisfied; 4 where none applies. */
function levelsOf(
  engine: Engine,
  results: readonly Judged[],
  reading: Reading,
  gap: boolean,
): Readonly<Record<Strength, LevelVector>> {
  const { frs, gates } = engine.basis.rows
  const size = FRS.length
  const low = new Uint8Array(STRENGTHS.length * size).fill(4)
  const high = new Uint8Array(size).fill(4)
  for (let row = 0; row < results.length; row++) {
    const fr = frs[row]!
    const standing = results[row]!.standing[reading]
    const below = gates[row]! - 1
    if (standing < UNKNOWN && below < high[fr]!) high[fr] = below
    for (let rank = 0, at = fr; at < low.length; rank++, at += size)
      if (!holds(standing, rank) && below < low[at]!) low[at] = below
  }
  return perStrength((_, rank) => {
    const vector: Partial<Record<FR, Interval>> = {}
    for (let f = 0; f < size; f++) vector[FRS[f]!] = INTERVALS[gap ? 0 : low[rank * size + f]!]![high[f]!]!
    return vector as LevelVector
  })
}

/** Both ways in which each row may bind; one object each, as very many places share them. */
function bindingsOf({ ids, frs, gates }: RowTable) {
  const all = (must: Binding['must']) =>
    ids.map((row, i): Binding => ({ row, fr: FRS[frs[i]!]!, from: gates[i] as SL, must }))
  return { change: all('change'), shown: all('be-shown') }
}

function bindingRows(
  { change, shown }: ReturnType<typeof bindingsOf>,
  results: readonly Judged[],
  target: SubjectLevels['target'],
  rank: number,
): readonly Binding[] {
  const found: Binding[] = []
  for (let row = 0; row < results.length; row++) {
    const { fr, from } = change[row]!
    const standing = results[row]!.standing.all
    if (from <= target[fr] && !holds(standing, rank)) found.push(standing === NO ? change[row]! : shown[row]!)
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
    items: judged.selection.count,
    open: judged.open,
    blockers,
    blockerCount: count,
    cappedBy,
  }
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics
    .map((diagnostic) => ({ diagnostic, key: `${diagnostic.code} ${canonicalJson(diagnostic.params)}` }))
    .sort(byKey(({ key }) => key))
    .map(({ diagnostic }) => diagnostic)
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
