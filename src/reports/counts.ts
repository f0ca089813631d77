import { FRS } from '../standard/fr.ts'
import type { Assessed } from './result.ts'

/** The figures of the first line of every report. */
export interface Counts {
  /** Zones and conduits times seven FRs. */
  readonly targets: number
  /** Shown to be reached at strength documented. */
  readonly reached: number
  /** Not reached whatever the unknown turns out to be. */
  readonly missed: number
  readonly unknown: number
  readonly driftErrors: number
  readonly driftWarnings: number
  readonly findingErrors: number
  readonly findingWarnings: number
  readonly diagnosticErrors: number
  readonly diagnosticWarnings: number
}

export function countsOf(assessed: Assessed): Counts {
  let [targets, reached, missed] = [0, 0, 0]
  for (const { target, achieved } of assessed.levels.subjects)
    for (const fr of FRS) {
      targets++
      if (achieved.documented[fr].low >= target[fr]) reached++
      else if (achieved.documented[fr].high < target[fr]) missed++
    }
  const found = assessed.findings.filter((f) => f.verdict === 'not-met')
  const count = (list: readonly { readonly severity: string | undefined }[], severity: string) =>
    list.filter((entry) => entry.severity === severity).length
  return {
    targets,
    reached,
    missed,
    unknown: targets - reached - missed,
    driftErrors: count(assessed.drift.items, 'error'),
    driftWarnings: count(assessed.drift.items, 'warning'),
    findingErrors: count(found, 'error'),
    findingWarnings: count(found, 'warning'),
    diagnosticErrors: count(assessed.diagnostics, 'error'),
    diagnosticWarnings: count(assessed.diagnostics, 'warning'),
  }
}

export const FAIL_ON = ['gap', 'drift', 'error'] as const
export type FailOn = (typeof FAIL_ON)[number]

/** Why a gate in CI should stop, in the order of `failOn`; empty when it should not. */
export function failures(counts: Counts, failOn: readonly FailOn[]): readonly string[] {
  const reasons: string[] = []
  if (failOn.length > 0 && !failOn.includes('error') && counts.diagnosticErrors > 0)
    reasons.push(
      `unread input: ${counts.diagnosticErrors} diagnostics of severity error, so that nothing else can be trusted`,
    )
  for (const what of failOn) {
    if (what === 'gap' && counts.targets === 0) reasons.push('gap: nothing was judged')
    if (what === 'gap' && counts.reached < counts.targets)
      reasons.push(`gap: ${counts.targets - counts.reached} of ${counts.targets} targets are not shown to be reached`)
    if (what === 'drift' && counts.driftErrors > 0) reasons.push(`drift: ${counts.driftErrors} of severity error`)
    const errors = counts.findingErrors + counts.diagnosticErrors
    if (what === 'error' && errors > 0) reasons.push(`error: ${errors} findings and diagnostics of severity error`)
  }
  return reasons
}
