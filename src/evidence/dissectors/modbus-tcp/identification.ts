import { asciiText } from '../../../groundwork/bytes.ts'
import type { FactKind, Sink } from '../../dissector.ts'
import { IDENTIFICATION } from './function-table.ts'

const BY = 'modbus.device-identification'
const SERVER_ID: FactKind = { attribute: 'server-id', by: 'modbus.server-id' }
const LONGEST_TEXT = 245
/** Shortest run of letters in a server id that is taken for a text. */
const SHORTEST_ID = 4

/** Unit ids under which a device on TCP speaks for itself (MODBUS Messaging on TCP/IP V1.0b, clause 4.4.2); 1 is what most are set to. */
const ITSELF: ReadonlySet<number> = new Set([0, 1, 255])

const kinds = new Map<number, FactKind>()

/** An attribute of the device, or of what stands behind a gateway under a unit id (`unit-5-firmware`): that is another device. */
function kindOf(unit: number, object: number): FactKind | undefined {
  const attribute = IDENTIFICATION[object]
  if (attribute === undefined) return undefined
  const key = ITSELF.has(unit) ? object : (unit << 8) | object
  let kind = kinds.get(key)
  if (!kind) {
    kind = { attribute: key === object ? attribute : `unit-${unit}-${attribute}`, by: BY }
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
  if (!ITSELF.has(unit)) return
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
  if (value.length >= SHORTEST_ID) out.fact(SERVER_ID, value)
}
