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

/** What keeps a row open besides its items: a set that may be larger than known, or a service that is missing or elsewhere. */
export const OPEN = [
  'assets-not-complete',
  'access-points-not-declared',
  'flows-not-complete',
  'no-service',
  'service-elsewhere',
  'not-decided',
] as const
export type Open = (typeof OPEN)[number]

/** What must be known before any level of a zone or conduit can be above 0 at the low end (DESIGN §7, laws). */
export const GROUND_GAPS = ['no-assets', 'unknown-types', 'no-access-points'] as const
export type GroundGap = (typeof GROUND_GAPS)[number]

/** A row of 3-3 for one zone or conduit. */
export interface RowResult {
  readonly row: RequirementId
  readonly letter: Readonly<Record<Strength, Letter>>
  readonly capability: Letter
  /** How many items the row counts here, possible ones included. */
  readonly items: number
  /** What keeps it open at `documented` besides items. */
  readonly open: readonly Open[]
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
  /** SL-C at the headline strength. */
  readonly capability: LevelVector
  readonly capabilityAt: Readonly<Record<Strength, LevelVector>>
  /** What is not known, so that every level is 0 at the low end whatever the rows say. */
  readonly groundGaps: readonly GroundGap[]
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
