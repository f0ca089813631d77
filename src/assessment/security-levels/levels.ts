import type { FR, SL, SlVector } from '../../standard/fr.ts'
import type { Origin } from '../../standard/origin.ts'
import type { RequirementId } from '../../standard/requirement-id.ts'
import type { Strength } from '../../standard/verdict.ts'

/** A level when unknown counts as not satisfied (`low`) and as satisfied (`high`). */
export interface Interval {
  readonly low: SL
  readonly high: SL
}

export type LevelVector = Readonly<Record<FR, Interval>>

/** How a row stands for one zone or conduit at one strength (LEVELS, Results). */
export const LETTERS = [
  'not-applicable',
  'met',
  'met-by-compensation',
  'met-while-connected',
  'unknown',
  'not-met',
] as const
export type Letter = (typeof LETTERS)[number]

/** A row of 3-3 for one zone or conduit. */
export interface RowResult {
  readonly row: RequirementId
  readonly letter: Readonly<Record<Strength, Letter>>
  readonly capability: Letter
  readonly items: number
  /** Items that keep the row unsatisfied at `documented`, at most 50, and how many there are. */
  readonly blockers: readonly string[]
  readonly blockerCount: number
  /** Those of them of which each alone keeps it unsatisfied. */
  readonly cappedBy: readonly string[]
}

/** A row that keeps a target from being reached: `not-met` must change, `unknown` must be shown. */
export interface Binding {
  readonly row: RequirementId
  readonly fr: FR
  readonly from: SL
  readonly must: 'change' | 'be-shown'
}

/** Everything about the levels of one zone or conduit. */
export interface SubjectLevels {
  readonly kind: 'zone' | 'conduit'
  readonly id: string
  readonly target: SlVector
  readonly stated: readonly FR[]
  readonly capability: LevelVector
  /** SL-A at each strength. */
  readonly achieved: Readonly<Record<Strength, LevelVector>>
  readonly rows: readonly RowResult[]
  readonly binding: Readonly<Record<Strength, readonly Binding[]>>
  /** Rows of an FR that are not applicable, where all of them are. */
  readonly allNotApplicable: readonly FR[]
}

export interface Levels {
  readonly asOf: string
  readonly headline: 'documented'
  readonly subjects: readonly SubjectLevels[]
}

/** A step of an answer to "why?": what holds, and below it the reasons, down to frames, lines and documents. */
export interface Reason {
  readonly says: string
  readonly verdict: string | undefined
  readonly origins: readonly Origin[]
  readonly because: readonly Reason[]
}
