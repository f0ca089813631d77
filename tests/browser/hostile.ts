import { DRIFT_KINDS } from '../../src/drift/drift.ts'
import { MANNERS } from '../../src/evidence/observation.ts'
import { SEVERITIES } from '../../src/groundwork/diagnostic.ts'
import { GROUND_GAPS, LETTERS, OPEN } from '../../src/assessment/security-levels/levels.ts'
import { FRS } from '../../src/standard/fr.ts'
import { STRENGTHS, VERDICTS } from '../../src/standard/verdict.ts'

/** Markup that would run, end an attribute, turn the writing direction, or hide. */
const NASTY = `"><img src=x onerror="document.title='owned'"><script>document.title='owned'</script></style><svg onload=alert(1)>'\u202e\u200b\u0000&amp;\${1}`

const CLOSED = new Set<string>([
  ...DRIFT_KINDS,
  ...MANNERS,
  ...SEVERITIES,
  ...LETTERS,
  ...OPEN,
  ...GROUND_GAPS,
  ...FRS,
  ...STRENGTHS,
  ...VERDICTS,
  ...words('zone conduit asset network any line frame row document catalog'),
  ...words('talker silent change be-shown high medium low SR RE'),
])

function words(text: string): string[] {
  return text.split(' ')
}

/**
 * The same value with hostile text behind every text that is not a word of a closed list. Equal texts stay equal, so that
 * references between parts still hold; every fifth is made ten thousand characters long.
 */
export function hostile<T>(value: T): T {
  return spoiled(value) as T
}

function spoiled(value: unknown): unknown {
  if (typeof value === 'string') return text(value)
  if (Array.isArray(value)) return value.map(spoiled)
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [spoiled(key), spoiled(one)]))
  if (typeof value === 'function') return (...given: unknown[]) => spoiled(value(...given))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, spoiled(one)]))
}

function text(value: string): string {
  if (CLOSED.has(value) || value === '') return value
  return value + NASTY + (value.length % 5 === 0 ? 'A'.repeat(10_000) : '')
}
