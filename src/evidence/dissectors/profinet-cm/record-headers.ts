import type { Sink } from '../../dissector.ts'
import { u16, u32 } from '../integers.ts'
import { COMMANDS, OBJECTS, OTHER_RECORD, recordOf } from './operation-table.ts'

const SLOT = OBJECTS.indexOf('slot')
const SUBSLOT = OBJECTS.indexOf('subslot')
const INDEX = OBJECTS.indexOf('index')

/** Types of the headers before record data, requests and answers (clause 5.2.4.1). */
const [WRITE, READ, WRITE_ANSWER, READ_ANSWER] = [0x0008, 0x0009, 0x8008, 0x8009]
const HEAD = 64
const MULTIPLE = 0xe040
const EVERYWHERE = 0xffff
/** Records of one multiple write that are looked at. */
const MOST_RECORDS = 512

function isHeader(b: Uint8Array, i: number, to: number): boolean {
  if (i + HEAD > to) return false
  const type = u16(b, i)
  return type === WRITE || type === READ || type === WRITE_ANSWER || type === READ_ANSWER
}

/** Reports where the record or, in a multiple write, each of its records belongs. */
export function records(b: Uint8Array, from: number, to: number, out: Sink): void {
  for (let i = from, n = 0; n < MOST_RECORDS && isHeader(b, i, to); n++) {
    place(SLOT, u16(b, i + 28), out)
    place(SUBSLOT, u16(b, i + 30), out)
    out.object(INDEX, u16(b, i + 34), u16(b, i + 34))
    const type = u16(b, i)
    if (type !== WRITE && type !== WRITE_ANSWER) return
    i = following(b, from, i, to)
  }
}

function place(kind: number, number: number, out: Sink): void {
  if (number !== EVERYWHERE) out.object(kind, number, number)
}

/** The header behind the one at `i` in a multiple write; `to` where there is none. */
function following(b: Uint8Array, from: number, i: number, to: number): number {
  if (i === from) return u16(b, i + 34) === MULTIPLE ? i + HEAD : to
  // An answer repeats the lengths of the request without its data.
  const data = u16(b, i) === WRITE ? u32(b, i + 36) : 0
  return i + HEAD + data + ((4 - (data & 3)) % 4)
}

/** What kind of record a write touches, by the table. */
export function kindOfWrite(b: Uint8Array, from: number, to: number): number {
  return isHeader(b, from, to) ? recordOf(u16(b, from + 34)) : OTHER_RECORD
}

/** Whether any record of the answer to a write failed by its own status. */
export function isWriteRefused(b: Uint8Array, from: number, to: number): boolean {
  for (let i = from, n = 0; n < MOST_RECORDS && isHeader(b, i, to); n++) {
    if (u16(b, i) !== WRITE_ANSWER) return false
    if (u32(b, i + 44) !== 0) return true
    i = following(b, from, i, to)
  }
  return false
}

/** Which command of the table a control holds, counted from 1; 0 for none. */
export function command(b: Uint8Array, from: number, to: number): number {
  if (from + 30 > to) return 0
  const bits = u16(b, from + 28)
  return COMMANDS.findIndex(([bit]) => bits & bit) + 1
}
