import type { Letter } from './levels.ts'

/**
 * How a thing stands towards a row, as one number: not met, unknown, or met with the rank of its evidence (0 to 3). The order
 * makes "all of them" the minimum and "any of them" the maximum, at all four strengths at once (LEVELS, Facts).
 */
export type Standing = number
export const NO: Standing = 0
export const UNKNOWN: Standing = 1
const MET = 2
/** Not applicable: satisfied at every strength. */
export const NA: Standing = 6

/** Met, by evidence of a rank from 0 (`claimed`) to 3 (`tested`). */
export function metWith(rank: number): Standing {
  return MET + rank
}

/** Whether it is satisfied at a strength of this rank when unknown counts as not satisfied. */
export function holds(standing: Standing, rank: number): boolean {
  return standing >= MET + rank
}

/** An item that may not be one: counted for the low end, left out for the high end (LEVELS, Items). */
export function ifAtAll(standing: Standing): Standing {
  return standing > UNKNOWN ? standing : UNKNOWN
}

/** Standing of the merged facts: the stronger wins, at equal strength not met; -1 stands for no such fact. */
export function merged(met: number, notMet: number): Standing {
  if (notMet >= 0 && notMet >= met) return NO
  return met >= 0 ? MET + met : UNKNOWN
}

/** The letter of a row at a strength, from its standing with everything, without compensations, and as if always connected. */
export function letterOf(all: Standing, bare: Standing, linked: Standing, rank: number): Letter {
  if (all === NA) return 'not-applicable'
  if (holds(all, rank)) return holds(bare, rank) ? 'met' : 'met-by-compensation'
  if (all === NO) return 'not-met'
  return holds(linked, rank) ? 'met-while-connected' : 'unknown'
}
