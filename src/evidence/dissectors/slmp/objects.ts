import { asciiText } from '../../../groundwork/bytes.ts'
import { CREDENTIALS, type FactKind, type Sink } from '../../dissector.ts'
import { digitsAt, numberAt } from './number.ts'
import { DEVICES, KINDS } from './slmp-table.ts'

/** Kinds from here on are devices, by their code in binary frames. */
export const FIRST_DEVICE = 0x100
const MEMORY = KINDS.indexOf('memory')
const MODULE_MEMORY = KINDS.indexOf('module-memory')
const BY_CODE: ReadonlyMap<number, string> = new Map(DEVICES.map((row) => [row.code, row.letters.toLowerCase()]))
const LETTERS = 4
const FILLER = 0x2a

const PASSWORD: FactKind = { attribute: CREDENTIALS, by: 'slmp' }
const MAKE: FactKind = { attribute: 'make', by: 'slmp.type-name' }
const PRODUCT: FactKind = { attribute: 'product', by: 'slmp.type-name' }

/** The name of a kind that is a device: its letters, or its code where they are not known. */
export function deviceName(kind: number): string {
  return BY_CODE.get(kind - FIRST_DEVICE) ?? `device-${(kind - FIRST_DEVICE).toString(16)}`
}

/** Reports what a request touches; `i` stands behind its subcommand. */
export function readObjects(
  b: Uint8Array,
  i: number,
  to: number,
  ascii: boolean,
  command: number,
  sub: number,
  out: Sink,
): void {
  const unit = ascii ? 2 : 1
  // Subcommands from 0x80 on put an extension before and behind each address.
  const plain = sub <= 3
  switch (command) {
    case 0x0401:
    case 0x1401: {
      const size = addressSize(ascii, sub)
      if (plain && i + size + 2 * unit <= to) device(b, i, ascii, sub, numberAt(b, i + size, 2, ascii), out)
      return
    }
    case 0x0403:
    case 0x0801:
      return plain ? scattered(b, i, to, ascii, sub, 0, out) : undefined
    case 0x1402:
      return plain ? scattered(b, i, to, ascii, sub, sub & 1 ? 1 : 2, out) : undefined
    case 0x0406:
    case 0x1406:
      return plain ? blocks(b, i, to, ascii, sub, command === 0x1406, out) : undefined
    case 0x0601:
    case 0x1601:
    case 0x0613:
    case 0x1613: {
      if (i + 6 * unit > to) return
      const address = numberAt(b, i, 4, ascii)
      const count = numberAt(b, i + 4 * unit, 2, ascii)
      const kind = command & 0x10 ? MEMORY : MODULE_MEMORY
      if (address >= 0 && count > 0) out.object(kind, address, Math.min(address + count - 1, 0xffffffff))
      return
    }
    case 0x1630:
    case 0x1631:
      out.fact(PASSWORD, 'SLMP remote password', 'receiver')
  }
}

/** Words and double words (or bits) one by one; values of `bytes` behind each address of the first list, twice as many in the second. */
function scattered(b: Uint8Array, i: number, to: number, ascii: boolean, sub: number, bytes: number, out: Sink): void {
  const unit = ascii ? 2 : 1
  const bits = bytes > 0 && (sub & 1) !== 0
  if (i + 2 * unit > to) return
  const words = numberAt(b, i, 1, ascii)
  const doubles = bits ? 0 : numberAt(b, i + unit, 1, ascii)
  const size = addressSize(ascii, sub)
  // A bit takes one byte on older controllers, two on those with the long form of addresses.
  const value = bits && sub === 3 ? 2 : bytes
  let at = i + (bits ? 1 : 2) * unit
  for (let n = 0; n < words + doubles && at + size <= to; n++) {
    device(b, at, ascii, sub, n < words ? 1 : 2, out)
    at += size + (n < words ? value : 2 * value) * unit
  }
}

function blocks(b: Uint8Array, i: number, to: number, ascii: boolean, sub: number, written: boolean, out: Sink): void {
  const unit = ascii ? 2 : 1
  if (i + 2 * unit > to) return
  const words = numberAt(b, i, 1, ascii)
  const count = words + numberAt(b, i + unit, 1, ascii)
  const size = addressSize(ascii, sub)
  let at = i + 2 * unit
  for (let n = 0; n < count && at + size + 2 * unit <= to; n++) {
    const points = numberAt(b, at + size, 2, ascii)
    // Blocks of bit devices count in words of sixteen.
    device(b, at, ascii, sub, n < words ? points : 16 * points, out)
    at += size + (2 + (written ? 2 * Math.max(points, 0) : 0)) * unit
  }
}

function addressSize(ascii: boolean, sub: number): number {
  return sub & 2 ? (ascii ? 12 : 6) : ascii ? 8 : 4
}

/** Reports `count` devices from the address at `i` on: number and code in binary, letters and number in ASCII. */
function device(b: Uint8Array, i: number, ascii: boolean, sub: number, count: number, out: Sink): void {
  const long = (sub & 2) !== 0
  let code: number
  let number: number
  if (ascii) {
    const letters = long ? LETTERS : 2
    const row = rowAt(b, i, letters)
    if (!row) return
    code = row.code
    number = digitsAt(b, i + letters, long ? 8 : 6, row.hex ? 16 : 10)
  } else {
    number = numberAt(b, i, long ? 4 : 3, false)
    code = numberAt(b, i + (long ? 4 : 3), long ? 2 : 1, false)
  }
  if (number >= 0 && count > 0) out.object(FIRST_DEVICE + code, number, Math.min(number + count - 1, 0xffffffff))
}

function rowAt(b: Uint8Array, i: number, letters: number) {
  return DEVICES.find((row) => {
    for (let k = 0; k < letters; k++)
      if (b[i + k] !== (k < row.letters.length ? row.letters.charCodeAt(k) : FILLER)) return false
    return row.letters.length <= letters
  })
}

/**
 * Reports the model, where an answer can only be one to "read type name": sixteen characters filled with blanks and a code
 * of two bytes. Data of other answers does not begin like the name of a controller and end in blanks.
 */
export function readTypeName(b: Uint8Array, i: number, to: number, ascii: boolean, out: Sink): void {
  if (to - i !== (ascii ? 20 : 18) || b[i + 15] !== 0x20) return
  for (let k = i; k < i + 16; k++) if (b[k]! < 0x20 || b[k]! > 0x7a) return
  const model = asciiText(b, i, i + 16)
  if (!/^[A-Z][A-Z0-9]{0,3}[A-Z0-9/-]*\d[A-Z0-9/-]*$/.test(model)) return
  out.fact(PRODUCT, model)
  if (/^(?:[QLR]\d|FX\d|Q[A-Z]|L\d|NZ2|RJ|QS|RD55)/.test(model)) out.fact(MAKE, 'Mitsubishi Electric')
}
