import { asciiText } from '../../../groundwork/bytes.ts'
import type { FactKind, Sink } from '../../dissector.ts'

/** What a device says about itself in its system status list (SZL, SSL). */

const BY = 's7comm.szl'
const LONGEST = 16_384
const HEAD = 8

/** Texts of partial list 0x1C, by index. */
const COMPONENT: ReadonlyMap<number, FactKind> = new Map([
  [1, { attribute: 'name', by: BY }],
  [2, { attribute: 'module-name', by: BY }],
  [3, { attribute: 'plant', by: BY }],
  [5, { attribute: 'serial', by: BY }],
  [7, { attribute: 'product', by: BY }],
  [8, { attribute: 'memory-card-serial', by: BY }],
  [11, { attribute: 'location', by: BY }],
])
const ORDER_NUMBER: FactKind = { attribute: 'order-number', by: BY }
const HARDWARE: FactKind = { attribute: 'hardware', by: BY }
const FIRMWARE: FactKind = { attribute: 'firmware', by: BY }
const MAKE: FactKind = { attribute: 'make', by: BY }
const PROTECTION: FactKind = { attribute: 'protection-level', by: BY }
const SIEMENS = 42

/** Parts of one answer that is spread over several messages. */
export interface SzlState {
  reference: number
  part: Uint8Array | undefined
  filled: number
}

export function szlState(): SzlState {
  return { reference: -1, part: undefined, filled: 0 }
}

/**
 * Takes the data of one answer to "read SZL" (behind its four bytes of return code, size and length). `reference` is the
 * data unit reference, `last` whether no further part follows. Facts come with the last part; a list whose length is not
 * exactly the one it states gives none.
 */
export function readSzl(
  state: SzlState,
  b: Uint8Array,
  from: number,
  to: number,
  reference: number,
  last: boolean,
  out: Sink,
): void {
  if (last && (state.filled === 0 || state.reference !== reference)) {
    state.filled = 0
    list(b, from, to, out)
    return
  }
  if (state.reference !== reference) state.filled = 0
  state.reference = reference
  if (state.filled + to - from <= LONGEST) {
    const part = new Uint8Array(state.filled + to - from)
    if (state.part) part.set(state.part.subarray(0, state.filled))
    part.set(b.subarray(from, to), state.filled)
    state.part = part
    state.filled = part.length
  }
  if (!last) return
  list(state.part!, 0, state.filled, out)
  state.part = undefined
  state.filled = 0
  state.reference = -1
}

function list(b: Uint8Array, from: number, to: number, out: Sink): void {
  if (to - from < HEAD) return
  const id = u16(b, from)
  const size = u16(b, from + 4)
  const count = u16(b, from + 6)
  if (size < 2 || from + HEAD + size * count !== to) return
  for (let i = from + HEAD; i < to; i += size) {
    const end = i + size
    // Class 0 is the CPU itself; other classes speak of modules beside it.
    if ((id & 0xf0ff) === 0x0011) moduleRecord(b, i, end, out)
    else if ((id & 0xf0ff) === 0x001c) componentRecord(b, i, end, out)
    else if ((id === 0x0132 || id === 0x0232) && u16(b, i) === 4 && size >= 8)
      out.fact(PROTECTION, String(u16(b, i + 6)))
  }
}

function moduleRecord(b: Uint8Array, i: number, end: number, out: Sink): void {
  if (end - i < 28) return
  const index = u16(b, i)
  if (index === 1) text(b, i + 2, i + 22, ORDER_NUMBER, out)
  else if (index === 6) out.fact(HARDWARE, String(u16(b, i + 24)))
  else if (index === 7 && b[i + 24] === 0x56) out.fact(FIRMWARE, `${b[i + 25]}.${b[i + 26]}.${b[i + 27]}`)
}

function componentRecord(b: Uint8Array, i: number, end: number, out: Sink): void {
  const index = u16(b, i)
  const kind = COMPONENT.get(index)
  if (kind) text(b, i + 2, end, kind, out)
  else if (index === 9 && end - i >= 4 && u16(b, i + 2) === SIEMENS) out.fact(MAKE, 'Siemens')
}

function text(b: Uint8Array, from: number, to: number, kind: FactKind, out: Sink): void {
  const zero = b.subarray(from, to).indexOf(0)
  const value = asciiText(b, from, zero < 0 ? to : from + zero).trim()
  if (value !== '') out.fact(kind, value)
}

function u16(b: Uint8Array, i: number): number {
  return (b[i]! << 8) | b[i + 1]!
}
