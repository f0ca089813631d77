import type { Micros } from '../../groundwork/day.ts'
import type { FrameRef, Origin } from '../../standard/origin.ts'
import type { SubjectRef } from '../../standard/evidence-record.ts'
import type { TrafficView } from './view.ts'

/** Whether what was seen speaks for a row or against it; how much that is worth, the row itself says (`passive` of its mode). */
export type Side = 'support' | 'contradict'

/** A row of 3-3 that a signal speaks to, written as in the catalog. */
export interface SignalRow {
  readonly row: string
  readonly side: Side
  /** A part of what the row asks for can never be seen this way: it is shown to people, and has no effect. */
  readonly shownOnly?: true
}

/** One instance of a signal. */
export interface Sighting {
  /** One of the rows of its signal. */
  readonly row: string
  /** Which side it takes, where its signal has the row on both. */
  readonly side?: Side
  readonly subject: SubjectRef
  /**
   * False where this instance is in doubt, most often because only a port number says which protocol it was: it is shown to
   * people then, and has no effect.
   */
  readonly sure: boolean
  /** One clause for people: who did what to whom. */
  readonly says: string
  readonly last: Micros
  readonly frames: readonly FrameRef[]
  /** Further links of the chain: where the model says otherwise. */
  readonly declared: readonly Origin[]
  readonly files: readonly string[]
}

/**
 * Something that traffic shows about a requirement. The effect of a sighting is never written here: it follows from the row.
 * Silence is no signal.
 */
export interface Signal {
  readonly id: string
  /** For people: what was seen. */
  readonly title: string
  /** What exactly is looked for, and what would not count. */
  readonly sees: string
  readonly rows: readonly SignalRow[]
  find(view: TrafficView): Iterable<Sighting>
}
