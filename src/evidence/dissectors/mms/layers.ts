import { MAYBE, NO, type Recognition, YES } from '../../dissector.ts'
import { berContent, berEnd, berFind, berSize } from '../ber.ts'

/** The layers between transport and MMS: session (ISO 8327), presentation (ISO 8823), association (ISO 8650, ACSE). */

/** SPDUs by number; `DT` comes behind the empty `GIVE TOKENS` that begins every data message. */
export const SPDU = { DT: 0x01, FN: 0x09, DN: 0x0a, RF: 0x0c, CN: 0x0d, AC: 0x0e, AB: 0x19 } as const
const USER_DATA = 0xc1
const EXTENDED_USER_DATA = 0xc2

const FULLY_ENCODED = 0x61
const NORMAL_MODE = 0xa2
const SINGLE_TYPE = 0xa0
const EXTERNAL = 0x28
export const AARQ = 0x60
export const AARE = 0x61
export const ABRT = 0x64
const USER_INFORMATION = 0xbe
const RESULT = 0xa2
const AUTHENTICATION = 0xac
const CHARACTERS = 0x80

const SHORTEST_DATA = 6
/** Object identifiers of MMS: its syntaxes and application contexts all begin with 1.0.9506. */
const MMS_OID = [0x28, 0xca, 0x22]

/** Where the length indicator at `i` ends: one byte, or 255 and two more. */
function valueAt(b: Uint8Array, i: number): number {
  return b[i] === 0xff ? i + 3 : i + 1
}

function endOf(b: Uint8Array, i: number): number {
  return b[i] === 0xff ? i + 3 + ((b[i + 1]! << 8) | b[i + 2]!) : i + 1 + b[i]!
}

/** The number of the SPDU at `from`, or -1; data messages count as `DT`. */
export function spduOf(b: Uint8Array, from: number, to: number): number {
  if (to - from < 2) return -1
  if (b[from] !== SPDU.DT) return b[from]!
  return b[from + 1] === 0 && to - from >= 4 && b[from + 2] === SPDU.DT ? SPDU.DT : -1
}

/** Where the presentation data inside an SPDU begins, or -1; it reaches to the end of the message. */
export function presentationAt(b: Uint8Array, from: number, to: number): number {
  if (b[from] === SPDU.DT) {
    const at = endOf(b, from + 3)
    return at < to ? at : -1
  }
  const end = endOf(b, from + 1)
  for (let i = valueAt(b, from + 1); i + 2 <= to && i < end; i = endOf(b, i + 1))
    if (b[i] === USER_DATA || b[i] === EXTENDED_USER_DATA) return valueAt(b, i + 1)
  return -1
}

/** Where the first value inside presentation data begins, or -1: it is one BER element, of ACSE or MMS. */
export function innerAt(b: Uint8Array, from: number, to: number): number {
  let i = from
  // A connect, accept or abort wraps the user data into parameters of its own.
  if (i < to && b[i] === 0x31) i = childAt(b, childAt(b, i, to, NORMAL_MODE), to, FULLY_ENCODED)
  else if (i < to && b[i] === NORMAL_MODE) i = childAt(b, i, to, FULLY_ENCODED)
  else if (i < to && b[i] === 0xa0) i = childAt(b, i, to, FULLY_ENCODED)
  if (i < 0 || i >= to || b[i] !== FULLY_ENCODED || berEnd(b, i, to) < 0) return -1
  const value = childAt(b, berContent(b, i), to, SINGLE_TYPE)
  return value < 0 ? -1 : berContent(b, value)
}

/** Where the MMS message inside the ACSE message at `i` begins, or -1. */
export function userInformationAt(b: Uint8Array, i: number, to: number): number {
  const external = childAt(b, childAt(b, i, to, USER_INFORMATION), to, EXTERNAL)
  const value = childAt(b, external, to, SINGLE_TYPE)
  return value < 0 ? -1 : berContent(b, value)
}

/** The result of an AARE: 0 accepted, others rejected; -1 when it has none. */
export function resultOf(b: Uint8Array, i: number, to: number): number {
  const result = childAt(b, i, to, RESULT)
  const value = result < 0 ? -1 : berContent(b, result)
  const end = value < 0 ? -1 : berEnd(b, value, to)
  return end < 0 || end === value ? -1 : b[end - 1]!
}

/** Whether an ACSE message carries a password: an authentication value of characters (ISO 8650, annex B). */
export function hasPassword(b: Uint8Array, i: number, to: number): boolean {
  return childAt(b, childAt(b, i, to, AUTHENTICATION), to, CHARACTERS) >= 0
}

/** Where the first child with a tag of one byte begins inside the element at `i`; -1 when there is none, or no such element. */
function childAt(b: Uint8Array, i: number, to: number, tag: number): number {
  const parent = i < 0 ? -1 : berEnd(b, i, to)
  return parent < 0 ? -1 : berFind(b, berContent(b, i), parent, tag)
}

/**
 * Whether the first data TPDU of a stream (`b[i, end)`, of which those before `to` are there) belongs to MMS: data with a message
 * of MMS inside, or a connection that names its object identifiers. At its port the beginning of data is enough.
 */
export function startsMms(b: Uint8Array, i: number, end: number, to: number, hinted: boolean): Recognition {
  if (i >= to) return MAYBE
  const kind = b[i]!
  if (kind !== SPDU.DT && kind !== SPDU.CN && kind !== SPDU.AC) return NO
  if (kind === SPDU.DT) {
    for (let k = 1; k < SHORTEST_DATA - 1; k++) {
      if (i + k >= end) return NO
      if (i + k >= to) return MAYBE
      if (b[i + k] !== (k === 2 ? SPDU.DT : k === 4 ? FULLY_ENCODED : 0)) return NO
    }
    if (hinted) return YES
  }
  if (to < end) return MAYBE
  if (kind === SPDU.DT) return isWholeMms(b, i + 4, end) ? YES : NO
  // Of a connection in several data TPDUs the first may end before the names of its syntaxes.
  return namesMms(b, i, end) || (hinted && endOf(b, i + 1) > end) ? YES : NO
}

function isWholeMms(b: Uint8Array, i: number, end: number): boolean {
  const size = berSize(b, i, end)
  const at = size === end - i ? innerAt(b, i, end) : -1
  const to = at < 0 ? -1 : berEnd(b, at, end)
  if (to < 0) return false
  const tag = b[at]!
  if (tag === 0xa3) return (b[berContent(b, at)]! & 0xc0) === 0x80
  if (tag !== 0xa0 && tag !== 0xa1) return tag >= 0xa8 && tag <= 0xa9
  // The invoke id, then the service: in other protocols of the same frame (ROSE) another integer follows.
  const invoke = berContent(b, at)
  const service = b[invoke] === 0x02 ? berEnd(b, invoke, to) : -1
  return service > 0 && service < to && (b[service]! & 0xc0) === 0x80 && berEnd(b, service, to) === to
}

function namesMms(b: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i + 3 <= to; i++)
    if (b[i] === MMS_OID[0] && b[i + 1] === MMS_OID[1] && b[i + 2] === MMS_OID[2]) return true
  return false
}
