import { type Diagnostic, reporter } from '../groundwork/diagnostic.ts'
import { didYouMean } from '../groundwork/near.ts'
import type { Span } from '../groundwork/span.ts'
import { standardDiagnostics } from './diagnostics.ts'
import { FRS, type FR, isSL, type SL, type SlVector } from './fr.ts'

/** Target, capability and achieved level. */
export const SL_KINDS = ['SL-T', 'SL-C', 'SL-A'] as const
export type SlKind = (typeof SL_KINDS)[number]

/** A level as 3-3 Annex A writes it: the vector of a zone, conduit or component, or its level for one FR. */
export type SlNotation =
  | { readonly kind: SlKind; readonly of: string; readonly vector: SlVector }
  | { readonly kind: SlKind; readonly of: string; readonly fr: FR; readonly level: SL }

const LONGEST = 500
const FORM = /^\s*SL-([TCA])\s*\((.*)\)\s*=\s*(?:\{([^{}]*)\}|(\S+))\s*$/i
const report = reporter(standardDiagnostics)

/** Writes a level in the notation of 3-3 Annex A: `SL-T(BPCS zone)={2 2 0 1 3 1 3}`, `SL-C(RA, FS-PLC)=4`. */
export function writeSl(sl: SlNotation): string {
  return 'vector' in sl
    ? `${sl.kind}(${sl.of})={${FRS.map((fr) => sl.vector[fr]).join(' ')}}`
    : `${sl.kind}(${sl.fr}, ${sl.of})=${sl.level}`
}

/**
 * Reads the notation of 3-3 Annex A; levels of a vector may stand together (`{2201313}`) or apart. Names are taken without
 * the blanks around them. What cannot be read gives the reason, at `span` where the caller has one.
 */
export function readSl(text: string, span?: Span): SlNotation | Diagnostic {
  const form = (): Diagnostic => report('SL_NOTATION_FORM', { text: text.slice(0, LONGEST) }, { span })
  const match = text.length > LONGEST ? null : FORM.exec(text)
  if (!match) return form()
  const kind = `SL-${match[1]!.toUpperCase()}` as SlKind
  const inside = match[2]!.trim()
  if (match[3] !== undefined) {
    const levels = match[3].match(/[^\s,]+/g) ?? []
    const digits = levels.length === 1 ? [...levels[0]] : levels
    const wrong = digits.find((digit) => level(digit) === undefined)
    if (wrong !== undefined) return report('SL_NOTATION_LEVEL', { level: wrong }, { span })
    if (digits.length !== FRS.length) return report('SL_NOTATION_COUNT', { count: digits.length }, { span })
    if (inside === '') return form()
    const vector = Object.fromEntries(FRS.map((fr, i) => [fr, level(digits[i]!)])) as Record<FR, SL>
    return { kind, of: inside, vector }
  }
  const comma = inside.indexOf(',')
  const code = (comma < 0 ? inside : inside.slice(0, comma)).trim()
  const fr = FRS.find((known) => known === code.toUpperCase())
  if (!fr) return report('SL_NOTATION_FR', { fr: code }, { span, help: didYouMean(code, FRS) })
  const of = comma < 0 ? '' : inside.slice(comma + 1).trim()
  if (of === '') return form()
  const one = level(match[4]!)
  if (one === undefined) return report('SL_NOTATION_LEVEL', { level: match[4]! }, { span })
  return { kind, of, fr, level: one }
}

function level(digit: string): SL | undefined {
  const value = /^\d$/.test(digit) ? Number(digit) : undefined
  return isSL(value) ? value : undefined
}
