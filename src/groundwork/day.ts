import type { Brand } from './brand.ts'

/** A calendar day as `YYYY-MM-DD`; days compare as texts. */
export type Day = Brand<string, 'Day'>

/** Reads a day; `undefined` when it is none (2026-02-30 is none). */
export function day(text: string): Day | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return undefined
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return date >= 1 && date <= (lengths[month - 1] ?? 0) ? (text as Day) : undefined
}

/** The day (UTC) of a time in microseconds since 1970. */
export function dayOf(micros: Micros): Day {
  const [year, month, date] = civil(Math.floor(micros / 86_400_000_000))
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}` as Day
}

/** Days from `a` to `b`, negative when `b` is earlier. */
export function daysBetween(a: Day, b: Day): number {
  return dayNumber(b) - dayNumber(a)
}

/** Microseconds since 1970-01-01 UTC, an integer below 2^53 until the year 2255. */
export type Micros = Brand<number, 'Micros'>

/** Stands where something was found and nobody knows when; no real time is negative. */
export const NO_TIME = -1 as Micros

/** A time as RFC 3339 in UTC with microseconds, e.g. `2026-11-01T08:00:00.000123Z`; `unknown` for `NO_TIME`. */
export function timeText(micros: Micros): string {
  if (micros === NO_TIME) return 'unknown'
  const rest = micros - Math.floor(micros / 86_400_000_000) * 86_400_000_000
  const seconds = Math.floor(rest / 1e6)
  const clock = [seconds / 3600, (seconds % 3600) / 60, seconds % 60].map((n) => pad(Math.floor(n), 2)).join(':')
  return `${dayOf(micros)}T${clock}.${pad(rest - seconds * 1e6, 6)}Z`
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

function pad(n: number, width: number): string {
  return String(n).padStart(width, '0')
}

// Days and civil dates by the usual 400-year era arithmetic on a year that begins in March.
function civil(days: number): [number, number, number] {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const doe = z - era * 146_097
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365)
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100))
  const mp = Math.floor((5 * doy + 2) / 153)
  const month = mp < 10 ? mp + 3 : mp - 9
  return [yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - Math.floor((153 * mp + 2) / 5) + 1]
}

function dayNumber(d: Day): number {
  const [year, month, date] = d.split('-').map(Number) as [number, number, number]
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yoe = y - era * 400
  const doy = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + date - 1
  return era * 146_097 + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719_468
}
