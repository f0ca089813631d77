import { asciiText } from '../../../groundwork/bytes.ts'
import type { FactKind, Sink } from '../../dissector.ts'
import { IDENTIFICATION } from './function-table.ts'

const BY = 'modbus.device-identification'
const SERVER_ID = 0x100
const LONGEST_TEXT = 245
/** Shortest run of letters in a server id that is taken for a text. */
const SHORTEST_ID = 4

/** Stands for the sender itself, where otherwise a unit id names what is behind it. */
export const ITSELF = -1

const kinds = new Map<number, FactKind>()

/** An attribute of the device, or of what stands behind a gateway under a unit id (`unit-5-firmware`): that is another device. */
function kindOf(unit: number, object: number): FactKind | undefined {
  const attribute = object === SERVER_ID ? 'server-id' : IDENTIFICATION[object]
  if (attribute === undefined) return undefined
  const key = (unit << 9) | object
  let kind = kinds.get(key)
  if (!kind) {
    const by = object === SERVER_ID ? 'modbus.server-id' : BY
    kind = { attribute: unit === ITSELF ? attribute : `unit-${unit}-${attribute}`, by }
    kinds.set(key, kind)
  }
  return kind
}

/**
 * Reports what an answer to FC43/14 says about its sender. `from` is the byte behind the function code; objects that are
 * cut off, empty or of the private range (from 0x80) are left out.
 */
export function readIdentification(bytes: Uint8Array, from: number, to: number, unit: number, out: Sink): void {
  const count = from + 5 < to ? bytes[from + 5]! : 0
  let i = from + 6
  for (let n = 0; n < count && i + 2 <= to; n++) {
    const kind = kindOf(unit, bytes[i]!)
    const end = i + 2 + bytes[i + 1]!
    if (end > to) return
    if (kind && end - i - 2 <= LONGEST_TEXT) {
      const value = asciiText(bytes, i + 2, end).trim()
      if (value !== '') out.fact(kind, value)
    }
    i = end
  }
}

/** Reports the longest text inside an answer to FC17; the layout is the maker's own. `from` is its byte count. */
export function readServerId(bytes: Uint8Array, from: number, to: number, unit: number, out: Sink): void {
  const end = Math.min(to, from + 1 + bytes[from]!)
  let best = 0
  let at = 0
  for (let i = from + 1, start = i; i <= end; i++) {
    if (i < end && bytes[i]! >= 0x20 && bytes[i]! < 0x7f) continue
    if (i - start > best) {
      best = i - start
      at = start
    }
    start = i + 1
  }
  const value = asciiText(bytes, at, at + best).trim()
  const kind = kindOf(unit, SERVER_ID)
  if (kind && value.length >= SHORTEST_ID) out.fact(kind, value)
}
