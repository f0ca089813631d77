import type { Day } from '../groundwork/day.ts'
import type { Diagnostic } from '../groundwork/diagnostic.ts'
import type { Drift } from '../drift/drift.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { Levels, Reason } from '../assessment/security-levels/levels.ts'
import type { Plant } from '../plant/plant.ts'
import type { Catalogs } from '../standard/catalog.ts'
import type { FR } from '../standard/fr.ts'
import type { RequirementId } from '../standard/requirement-id.ts'
import type { Finding } from '../standard/finding.ts'
import type { Strength } from '../standard/verdict.ts'

/** Everything the reports show: the results of all rooms below, for one date. */
export interface Assessed {
  readonly asOf: Day
  readonly plant: Plant
  readonly inventory: Inventory
  readonly drift: Drift
  readonly levels: Levels
  readonly findings: readonly Finding[]
  readonly diagnostics: readonly Diagnostic[]
  readonly catalogs: Catalogs
  readonly exhibits: readonly Exhibit[]
  /** Answers "why?" for a row of a zone or conduit at a strength. */
  why(subject: { kind: 'zone' | 'conduit'; id: string }, row: RequirementId, strength: Strength): Reason
  /** Answers "why?" for a level. */
  whyLevel(subject: { kind: 'zone' | 'conduit'; id: string }, fr: FR, strength: Strength): Reason
}

/** A slice of evidence that a finding cites, kept under its hash so that "why?" never ends at a file that is gone. */
export interface Exhibit {
  readonly hash: string
  readonly source: string
  readonly file: string
  /** What `frame` counts where it is not frames. */
  readonly unit?: 'line'
  readonly frame: number
  readonly time: string
  readonly vantage: string
  /** The bytes of the record, as hex, at most 512 of them. */
  readonly bytes: string
  readonly length: number
}
