import { type Micros, NO_TIME } from '../groundwork/day.ts'

/** The earlier of two times; one that nobody knows is never the earlier one, unless both are. */
export function earlier(a: Micros, b: Micros): Micros {
  if (a === NO_TIME) return b
  return b === NO_TIME || a < b ? a : b
}

/** The later of two times; one that nobody knows is never the later one, unless both are. */
export function later(a: Micros, b: Micros): Micros {
  return a > b ? a : b
}
