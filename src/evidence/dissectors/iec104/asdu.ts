import { ASKED, DONE, type OutcomeCode, REFUSED, type Sink } from '../../dissector.ts'
import { u16le, u24le } from '../integers.ts'
import { OBJECTS, TYPES } from './type-table.ts'

/** Type, number of objects, cause, originator and common address. */
export const ASDU_HEAD = 6
const IOA = 3

const COMMON_ADDRESS = OBJECTS.indexOf('common-address')
const OBJECT_ADDRESS = OBJECTS.indexOf('ioa')
const ORIGINATOR = OBJECTS.indexOf('originator')
const QUALIFIER = OBJECTS.indexOf('qualifier')
const FILE = OBJECTS.indexOf('file')

const [COUNTERS, RESET] = [101, 105]
const [FILE_READY, SECTION_READY, ACKNOWLEDGE, SEGMENT, DIRECTORY] = [120, 121, 124, 125, 126]

/** Bytes that the type and the number of objects at `i` ask for; undefined where the type has no fixed size. */
export function asduLength(b: Uint8Array, i: number): number | undefined {
  const size = TYPES[b[i]!]?.size
  if (size === undefined) return undefined
  const count = b[i + 1]! & 0x7f
  return ASDU_HEAD + (b[i + 1]! & 0x80 ? IOA + count * size : count * (IOA + size))
}

/** Whether the ASDU comes from the controlled station: information, or the answer to a command. */
export function fromStation(b: Uint8Array, i: number): boolean {
  const cause = b[i + 2]! & 0x3f
  return b[i]! < 45 || b[i] === 70 || cause === 7 || cause === 9 || cause === 10 || cause >= 44
}

/** How the ASDU ends, by its cause and the P/N bit (IEC 60870-5-101:2003, clause 7.2.3); files by their own qualifiers. */
export function asduOutcome(b: Uint8Array, i: number, to: number): OutcomeCode {
  const type = b[i]!
  const cause = b[i + 2]! & 0x3f
  const negative = (b[i + 2]! & 0x40) !== 0
  if (cause >= 44 && cause <= 47) return REFUSED
  if (type < 45 || type === 70) return negative ? REFUSED : DONE
  if (isFile(type)) return fileOutcome(b, i, to, type)
  return cause === 7 || cause === 9 || cause === 10 ? (negative ? REFUSED : DONE) : ASKED
}

function fileOutcome(b: Uint8Array, i: number, to: number, type: number): OutcomeCode {
  const p = i + ASDU_HEAD + IOA
  if (type === SEGMENT || type === DIRECTORY) return DONE
  const at = p + (type === FILE_READY ? 5 : type === SECTION_READY ? 6 : 3)
  if (at >= to) return ASKED
  if (type === FILE_READY || type === SECTION_READY) return b[at]! & 0x80 ? REFUSED : DONE
  if (type === ACKNOWLEDGE) return (b[at]! & 15) === 2 || (b[at]! & 15) === 4 ? REFUSED : DONE
  return ASKED
}

/** Whether a command only selects, or a counter interrogation freezes or resets instead of reading. */
export function variant(b: Uint8Array, i: number, to: number): boolean {
  const type = b[i]!
  const at = i + ASDU_HEAD + IOA + qualifierAt(type)
  if (at >= to) return false
  if (type === COUNTERS) return (b[at]! & 0xc0) !== 0
  return ((type >= 45 && type <= 50) || (type >= 58 && type <= 63)) && (b[at]! & 0x80) !== 0
}

function isFile(type: number): boolean {
  return type >= FILE_READY && type <= 127
}

/** Where in an element its qualifier stands: behind the value of a setpoint. */
function qualifierAt(type: number): number {
  if (type === 48 || type === 49 || type === 61 || type === 62) return 2
  return type === 50 || type === 63 ? 4 : 0
}

/** Reports the addresses of an ASDU, as far as it is whole. */
export function touched(b: Uint8Array, i: number, to: number, out: Sink): void {
  const type = b[i]!
  const station = u16le(b, i + 4)
  out.object(COMMON_ADDRESS, station, station)
  if (b[i + 3] !== 0) out.object(ORIGINATOR, b[i + 3]!, b[i + 3]!)
  const p = i + ASDU_HEAD
  const size = TYPES[type]?.size
  const count = b[i + 1]! & 0x7f
  // Security messages carry no object addresses.
  if (count === 0 || p + IOA > to || (type >= 81 && type <= 95)) return
  if (isFile(type) && p + IOA + 2 <= to) out.object(FILE, u16le(b, p + IOA), u16le(b, p + IOA))
  if (type >= 100 && type <= RESET && p + IOA < to && (type <= COUNTERS || type === RESET))
    out.object(QUALIFIER, b[p + IOA]!, b[p + IOA]!)
  const first = u24le(b, p)
  if (b[i + 1]! & 0x80) {
    out.object(OBJECT_ADDRESS, first, Math.min(first + count - 1, 0xffffff))
    return
  }
  if (size === undefined) {
    out.object(OBJECT_ADDRESS, first, first)
    return
  }
  for (let n = 0, at = p; n < count && at + IOA + size <= to; n++, at += IOA + size)
    out.object(OBJECT_ADDRESS, u24le(b, at), u24le(b, at))
}
