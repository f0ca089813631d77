import type { Interval } from '../assessment/security-levels/levels.ts'
import type { SL } from '../standard/fr.ts'

/** How a level stands to its target: shown to be reached, certainly missed, not known, or no target at all. */
export type Standing = 'ok' | 'gap' | 'open' | 'quiet'

/** A sign and a word for each standing, so that nothing is told by color alone. */
export const STANDINGS: Readonly<Record<Standing, { readonly sign: string; readonly word: string }>> = {
  ok: { sign: '✓', word: 'target reached' },
  gap: { sign: '✗', word: 'target missed' },
  open: { sign: '?', word: 'not shown to be reached' },
  quiet: { sign: '–', word: 'no target' },
}

/** Unknown is never reached: only the low end counts for `ok`. */
export function standing(target: SL, { low, high }: Interval): Standing {
  if (target === 0) return 'quiet'
  if (low >= target) return 'ok'
  return high < target ? 'gap' : 'open'
}

/** `2`, or `1…3` where the level depends on what is unknown. */
export function intervalText({ low, high }: Interval): string {
  return low === high ? String(low) : `${low}…${high}`
}
