import { asciiText } from '../../../groundwork/bytes.ts'
import type { FactKind, Sink } from '../../dissector.ts'
import { IDENTIFICATION } from './function-table.ts'

const KINDS: ReadonlyMap<number, FactKind> = new Map(
  Object.entries(IDENTIFICATION).map(([id, attribute]) => [
    Number(id),
    { attribute, by: 'modbus.device-identification' },
  ]),
)
const LONGEST_TEXT = 245

/**
 * Reports what an answer to FC43/14 says about its sender. `from` is the byte behind the function code; objects that are
 * cut off, empty or of the private range (from 0x80) are left out.
 */
export function readIdentification(bytes: Uint8Array, from: number, to: number, out: Sink): void {
  const count = from + 5 < to ? bytes[from + 5]! : 0
  let i = from + 6
  for (let n = 0; n < count && i + 2 <= to; n++) {
    const kind = KINDS.get(bytes[i]!)
    const end = i + 2 + bytes[i + 1]!
    if (end > to) return
    if (kind && end - i - 2 <= LONGEST_TEXT) {
      const value = asciiText(bytes, i + 2, end).trim()
      if (value !== '') out.fact(kind, value)
    }
    i = end
  }
}
