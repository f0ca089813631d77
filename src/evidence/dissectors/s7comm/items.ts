import type { Sink } from '../../dissector.ts'
import { AREAS, BLOCK_TYPES, ELEMENT_BYTES, ITEM_DENIED, ITEM_DONE, KINDS, OTHER_KINDS } from './function-table.ts'

const ANY = 0x10
const DB_READ = 0xb0
const DB = 0x84
const COUNTER = 0x1c
const TIMER = 0x1d

export const ERROR_KIND = OTHER_KINDS + KINDS.indexOf('error')
export const DENIED_KIND = OTHER_KINDS + KINDS.indexOf('denied')
const BLOCKS: ReadonlyMap<string, number> = new Map(
  Object.entries(BLOCK_TYPES).map(([code, name]) => [code, OTHER_KINDS + KINDS.indexOf(`block-${name}`)]),
)

/** The name of a kind of object: `db12`, `input`, `memory`, `block-ob`, `szl` … */
export function objectName(kind: number): string {
  if (kind >= OTHER_KINDS) return KINDS[kind - OTHER_KINDS] ?? `kind ${kind}`
  const area = AREAS[kind >> 16] ?? `area-${kind >> 16}`
  return kind & 0xffff ? `${area}${kind & 0xffff}` : area
}

/** Reports the addresses of a list of items as byte ranges (counters and timers by number). */
export function items(b: Uint8Array, from: number, to: number, count: number, out: Sink): void {
  let i = from
  for (let n = 0; n < count && i + 3 <= to; n++) {
    const end = i + 2 + b[i + 1]!
    if (b[i] !== 0x12 || end > to || end < i + 3) return
    if (b[i + 2] === ANY && end - i >= 12) anyItem(b, i + 3, out)
    else if (b[i + 2] === DB_READ) dbItems(b, i + 4, end, out)
    i = end
  }
}

function anyItem(b: Uint8Array, i: number, out: Sink): void {
  const count = u16(b, i + 1)
  const area = b[i + 5]!
  const address = (b[i + 6]! << 16) | (b[i + 7]! << 8) | b[i + 8]!
  const size = ELEMENT_BYTES[b[i]!]
  if (count === 0 || size === undefined) return
  const kind = (area << 16) | u16(b, i + 3)
  if (area === COUNTER || area === TIMER) out.object(kind, address, address + count - 1)
  else if (b[i] === 1) out.object(kind, address >> 3, (address + count - 1) >> 3)
  else out.object(kind, address >> 3, (address >> 3) + count * size - 1)
}

function dbItems(b: Uint8Array, from: number, to: number, out: Sink): void {
  for (let i = from; i + 5 <= to; i += 5)
    if (b[i]! > 0) out.object((DB << 16) | u16(b, i + 1), u16(b, i + 3), u16(b, i + 3) + b[i]! - 1)
}

/** Reports the block that a file name such as `_0A00012P` names; `i` is its first byte. */
export function blockName(b: Uint8Array, i: number, to: number, out: Sink): void {
  if (i + 8 > to) return
  blockAt(b, b[i] === 0x5f ? i + 1 : i, to, out)
}

/** Reports the block whose type and number stand at `i`: two characters and five digits. */
export function blockAt(b: Uint8Array, i: number, to: number, out: Sink): void {
  if (i + 7 > to) return
  const kind = BLOCKS.get(String.fromCharCode(b[i]!, b[i + 1]!))
  let number = 0
  for (let k = i + 2; k < i + 7; k++) {
    if (b[k]! < 0x30 || b[k]! > 0x39) return
    number = number * 10 + b[k]! - 0x30
  }
  if (kind !== undefined) out.object(kind, number, number)
}

/**
 * What the return codes of an answer say: whether any item succeeded, and whether one was denied. `bare` codes stand one
 * behind the other (write), others before a value (read). No items at all count as success.
 */
export function returnCodes(
  b: Uint8Array,
  from: number,
  to: number,
  count: number,
  bare: boolean,
): { done: boolean; denied: boolean } {
  let done = from >= to || count === 0
  let denied = false
  let i = from
  for (let n = 0; n < count && i < to; n++) {
    if (b[i] === ITEM_DONE) done = true
    else if (b[i] === ITEM_DENIED) denied = true
    i += bare ? 1 : i + 4 <= to ? 4 + padded(valueBytes(b[i + 1]!, u16(b, i + 2))) : 4
  }
  return { done, denied }
}

/** Bytes of a value by its transport size: sizes 3 to 5 count bits. */
export function valueBytes(transport: number, length: number): number {
  return transport >= 3 && transport <= 5 ? (length + 7) >> 3 : length
}

function padded(length: number): number {
  return length + (length & 1)
}

function u16(b: Uint8Array, i: number): number {
  return (b[i]! << 8) | b[i + 1]!
}
