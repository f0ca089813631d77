import { unreachable } from '../groundwork/brand.ts'

/** The seven foundational requirements in the order of 3-3 Annex A. */
export const FRS = ['IAC', 'UC', 'SI', 'DC', 'RDF', 'TRE', 'RA'] as const
export type FR = (typeof FRS)[number]

/** The five security levels of IEC 62443. */
export const SLS = [0, 1, 2, 3, 4] as const
export type SL = (typeof SLS)[number]

/** One level per foundational requirement. */
export type SlVector = Readonly<Record<FR, SL>>

/** A vector with the same level everywhere. */
export function flat(level: SL): SlVector {
  return vector(() => level)
}

/** A vector whose levels a function gives. */
export function vector(level: (fr: FR) => SL): SlVector {
  return Object.fromEntries(FRS.map((fr) => [fr, level(fr)])) as Record<FR, SL>
}

/** The lowest of the seven levels: for display beside the vector only, decisions use the vector (DESIGN §7). */
export function overall(levels: SlVector): SL {
  return Math.min(...FRS.map((fr) => levels[fr])) as SL
}

/** By how many levels each FR falls short of its target; 0 where the target is reached. */
export function shortfall(target: SlVector, reached: SlVector): Readonly<Record<FR, number>> {
  return vector((fr) => Math.max(0, target[fr] - reached[fr]) as SL)
}

/** Whether a number is a security level. */
export function isSL(value: unknown): value is SL {
  return typeof value === 'number' && (SLS as readonly number[]).includes(value)
}

/** The number of an FR as clauses count it, 1 to 7. */
export function frNumber(fr: FR): number {
  return FRS.indexOf(fr) + 1
}

/** The FR with a number from 1 to 7. */
export function frOf(number: number): FR | undefined {
  return FRS[number - 1]
}

/** The conventional title of an FR. */
export function frTitle(fr: FR): string {
  switch (fr) {
    case 'IAC':
      return 'Identification and authentication control'
    case 'UC':
      return 'Use control'
    case 'SI':
      return 'System integrity'
    case 'DC':
      return 'Data confidentiality'
    case 'RDF':
      return 'Restricted data flow'
    case 'TRE':
      return 'Timely response to events'
    case 'RA':
      return 'Resource availability'
    default:
      return unreachable(fr)
  }
}
