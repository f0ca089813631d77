/** The four answers a check or a requirement can have. Silence, an empty set or an incomplete list is `unknown`. */
export const VERDICTS = ['met', 'not-met', 'unknown', 'not-applicable'] as const
export type Verdict = (typeof VERDICTS)[number]

/** How far evidence carries, weakest first (DESIGN §6). Derived, never typed by a person. */
export const STRENGTHS = ['claimed', 'documented', 'observed', 'tested'] as const
export type Strength = (typeof STRENGTHS)[number]

/** The rank of a strength, 0 for `claimed` to 3 for `tested`. */
export function rank(strength: Strength): number {
  return STRENGTHS.indexOf(strength)
}

/** The weaker of two strengths. */
export function weaker(a: Strength, b: Strength): Strength {
  return rank(a) <= rank(b) ? a : b
}

/** A yes or no that may not be known. */
export type Ternary = 'yes' | 'no' | 'unknown'
