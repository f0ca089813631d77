import { asciiText } from '../../../groundwork/bytes.ts'
import type { FactKind, Sink } from '../../dissector.ts'
import { long } from '../dce-rpc.ts'
import { isPnioObject, tellObjectIds } from './blocks.ts'

const BY = 'profinet.endpoint-mapper'
const PRODUCT: FactKind = { attribute: 'product', by: BY }
const ORDER_NUMBER: FactKind = { attribute: 'order-number', by: BY }
const HARDWARE: FactKind = { attribute: 'hardware', by: BY }
const FIRMWARE: FactKind = { attribute: 'firmware', by: BY }

/** Lookup handle, number of entries, and the three counts of an array. */
const ENTRIES = 36
/** Object, pointer to the tower, offset and length of the annotation. */
const ENTRY = 28
const MOST_ENTRIES = 16
const LONGEST_TEXT = 64
/** Up to the last sign of the software revision. */
const SHORTEST_TEXT = 63

/**
 * Reads the annotations of an answer to a lookup. That of a PROFINET device has columns (IEC 61158-6-10, clause 4.10.3.2.2):
 * 25 signs of device type, 20 of order number, 5 of hardware revision, a letter and three numbers of software revision.
 */
export function readAnnotations(b: Uint8Array, body: number, to: number, little: boolean, out: Sink): void {
  if (body + ENTRIES > to) return
  const count = Math.min(MOST_ENTRIES, long(b, body + 20, little))
  let i = body + ENTRIES
  for (let n = 0; n < count && i + ENTRY <= to; n++) {
    const length = long(b, i + 24, little)
    const text = i + ENTRY
    if (length > LONGEST_TEXT || text + length > to) return
    if (length >= SHORTEST_TEXT && isPnioObject(b, i, little)) {
      tellObjectIds(b, i, little, 'sender', out)
      columns(b, text, out)
    }
    i = text + length + ((4 - (length & 3)) % 4)
  }
}

function columns(b: Uint8Array, i: number, out: Sink): void {
  const column = (from: number, to: number) => asciiText(b, i + from, i + to).trim()
  const told = (kind: FactKind, value: string) => {
    if (value !== '') out.fact(kind, value)
  }
  told(PRODUCT, column(0, 25))
  told(ORDER_NUMBER, column(26, 46))
  told(HARDWARE, column(47, 52))
  const numbers = [column(54, 57), column(57, 60), column(60, 63)].filter((part) => part !== '')
  told(FIRMWARE, numbers.length === 0 ? '' : `${column(53, 54)}${numbers.join('.')}`)
}
