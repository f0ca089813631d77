import type { Sha256 } from '../../groundwork/canonical.ts'
import type { Day } from '../../groundwork/day.ts'
import type { Severity } from '../../groundwork/diagnostic.ts'
import type { Span } from '../../groundwork/span.ts'
import type { Drift } from '../../drift/drift.ts'
import type { Inventory } from '../../inventory/inventory.ts'
import type { Plant } from '../../plant/plant.ts'
import type { Catalogs } from '../../standard/catalog.ts'
import type { Origin } from '../../standard/origin.ts'
import type { Levels } from '../security-levels/levels.ts'
import type { PlantIndex } from './plant-index.ts'

/** What a check may look at. `inventory`, `drift` and `levels` are missing where nobody has computed them. */
export interface CheckInputs {
  readonly plant: Plant
  readonly inventory: Inventory | undefined
  readonly drift: Drift | undefined
  readonly levels: Levels | undefined
  readonly catalogs: Catalogs
  readonly asOf: Day
  /** Hashes of the files that the project holds, by path. */
  readonly files: ReadonlyMap<string, Sha256>
}

/** The inputs with the lookups that checks share. */
export interface CheckContext extends CheckInputs {
  readonly index: PlantIndex
}

/** What an answer is about: anything with an id and, where it was written, a place. */
export interface Subject {
  readonly id: string
  readonly span?: Span | undefined
}

/**
 * One answer of a check. Met only where everything that counts is known: silence, an empty set or an incomplete list is
 * `unknown` and says what would have to be known.
 */
export type Answer = {
  readonly on: Subject
  readonly message: string
  /** Besides the place where the subject is written. */
  readonly because?: readonly Origin[]
  /** Where one answer weighs less than the check does. */
  readonly severity?: Severity
} & (
  | { readonly verdict: 'met' }
  | { readonly verdict: 'not-met'; readonly next: string }
  | { readonly verdict: 'unknown'; readonly missing: readonly string[]; readonly next?: string }
)

/** A check: a pure function of the plant and what was found, with what it needs and which clauses it speaks to. */
export interface Check {
  /** As in METHODS, e.g. `SEP-01`. */
  readonly id: string
  /** Its folder, named by what is wrong. */
  readonly folder: string
  readonly title: string
  readonly severity: Severity
  /** `iec-62443-3-3:SR 5.1`: the part and the row it speaks to. */
  readonly traces: readonly string[]
  /** What must be in the model for it to answer anything but `unknown`. */
  readonly data: readonly string[]
  /** Why it matters, in our words: the text of its page. */
  readonly about: string
  run(context: CheckContext): Iterable<Answer>
}

/** Makes a check; here so that every check has all its parts before it can be registered. */
export function defineCheck(check: Check): Check {
  return check
}

/** Where things are written, as origins; at most ten, for a message names no more. */
export function linesOf(things: readonly Subject[]): Origin[] {
  return things.slice(0, 10).flatMap(({ span }) => (span ? [{ kind: 'line' as const, span }] : []))
}

/** `a, b, c and 4 more` */
export function listed(names: readonly (string | Subject)[], most = 3): string {
  const shown = names.slice(0, most).map((name) => `"${typeof name === 'string' ? name : name.id}"`)
  if (names.length > most) return `${shown.join(', ')} and ${names.length - most} more`
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

/** "is" or "are", to go with a list. */
export function are(names: readonly unknown[]): string {
  return names.length === 1 ? 'is' : 'are'
}
