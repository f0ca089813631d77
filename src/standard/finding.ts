import type { Origin } from './origin.ts'
import type { Verdict } from './verdict.ts'

/** One answer of a check about one subject. `missing` says what would have to be known; `next` is the next step for a person. */
export interface Finding {
  readonly check: string
  readonly subject: string
  readonly verdict: Verdict
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
  readonly because: readonly Origin[]
  readonly missing?: readonly string[]
  readonly next?: string
}
