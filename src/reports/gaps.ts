import { byText } from '../groundwork/order.ts'
import type { GroundGap, Open, RowResult, SubjectLevels } from '../assessment/security-levels/levels.ts'
import { FRS, type FR, type SL } from '../standard/fr.ts'
import { byRequirement, type RequirementId } from '../standard/requirement-id.ts'
import type { Assessed } from './result.ts'

/** A target that is not shown to be reached, with what stands in its way: the unit in which people work. */
export interface Gap {
  readonly kind: 'zone' | 'conduit'
  readonly subject: string
  readonly fr: FR
  readonly target: SL
  /** SL-A at strength documented: proven, and possible if everything unknown turned out well. */
  readonly low: SL
  readonly high: SL
  /** SL-C: whether the products could reach the target at all. */
  readonly capabilityHigh: SL
  /** Rows known not to be satisfied, and rows that nobody has shown, lowest gate first. */
  readonly mustChange: readonly RequirementId[]
  readonly mustShow: readonly RequirementId[]
  readonly reason: string
  readonly next: string
}

/** All gaps of an assessment at strength documented, the worst first: widest, then most rows that must change, then by id. */
export function gapsOf(assessed: Assessed): readonly Gap[] {
  const gaps = assessed.levels.subjects.flatMap((subject) =>
    FRS.filter((fr) => subject.achieved.documented[fr].low < subject.target[fr]).map((fr) =>
      gap(assessed, subject, fr),
    ),
  )
  return gaps.sort(
    (a, b) =>
      certain(b) - certain(a) ||
      b.target - b.low - (a.target - a.low) ||
      b.mustChange.length - a.mustChange.length ||
      b.target - a.target ||
      byText(a.subject, b.subject) ||
      FRS.indexOf(a.fr) - FRS.indexOf(b.fr),
  )
}

/** 1 for a gap that is there whatever the unknown turns out to be. */
function certain(g: Gap): number {
  return g.high < g.target ? 1 : 0
}

function gap(assessed: Assessed, subject: SubjectLevels, fr: FR): Gap {
  const binding = subject.binding.documented.filter((b) => b.fr === fr)
  const rows = (must: 'change' | 'be-shown') =>
    [...binding]
      .filter((b) => b.must === must)
      .sort((a, b) => a.from - b.from || byRequirement(a.row, b.row))
      .map((b) => b.row)
  const [mustChange, mustShow] = [rows('change'), rows('be-shown')]
  const { low, high } = subject.achieved.documented[fr]
  const first = mustChange[0] ?? mustShow[0]
  const result = subject.rows.find((r) => r.row === first)
  return {
    kind: subject.kind,
    subject: subject.id,
    fr,
    target: subject.target[fr],
    low,
    high,
    capabilityHigh: subject.capability[fr].high,
    mustChange,
    mustShow,
    reason: first && result ? reason(assessed, first, result, mustChange.length > 0) : ground(subject),
    next: first ? next(mustChange, mustShow, result) : `declare what is missing: ${ground(subject)}`,
  }
}

const GROUND_TEXTS: Readonly<Record<GroundGap, string>> = {
  'no-assets': 'no assets are assigned to it',
  'unknown-types': 'the types of some of its assets are unknown',
  'no-access-points': 'nobody has declared its access points',
}

function ground(subject: SubjectLevels): string {
  return subject.groundGaps.map((g) => GROUND_TEXTS[g]).join(', ')
}

const OPEN_TEXTS: Readonly<Record<Open, string>> = {
  'assets-not-complete': 'nobody has declared the asset list complete',
  'access-points-not-declared': 'no access points are declared',
  'flows-not-complete': 'nobody has declared the flows complete',
  'no-service': 'no service is declared for it',
  'service-elsewhere': 'its service stands elsewhere',
  'not-decided': 'it is not decided for this kind of thing',
}

function reason(assessed: Assessed, row: RequirementId, result: RowResult, change: boolean): string {
  const title = assessed.catalogs.sr.get(row)?.title ?? ''
  const count = result.blockerCount
  const open = result.open.filter((o) => !change || o === 'no-service').map((o) => OPEN_TEXTS[o])
  const where =
    result.blockers.length > 0 ? `: ${some(result.blockers, count)}` : open.length > 0 ? `: ${open.join(', ')}` : ''
  return `${row} ${title} is ${change ? 'not met' : 'not shown'}${where}`
}

function next(change: readonly RequirementId[], show: readonly RequirementId[], result: RowResult | undefined): string {
  if (change.length === 0) return `show evidence for ${some(show, show.length)}`
  const rest = change.length > 1 ? `; then ${change.length - 1} more` : ''
  if (result?.open.includes('no-service')) return `provide and declare a service for ${change[0]}${rest}`
  const [alone] = result?.cappedBy ?? []
  if (result?.cappedBy.length === 1) return `bring ${change[0]} about on ${alone}, which alone stands in the way${rest}`
  const where = result && result.blockers.length > 0 ? ` on ${some(result.blockers, result.blockerCount)}` : ''
  return `bring ${change[0]} about${where}${rest}`
}

/** The first three of a list and how many more there are. */
function some(names: readonly string[], count: number): string {
  const shown = names.slice(0, 3)
  return count > shown.length ? `${shown.join(', ')} and ${count - shown.length} more` : shown.join(', ')
}
