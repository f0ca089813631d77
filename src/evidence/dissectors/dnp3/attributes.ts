import { textAt } from '../../../groundwork/bytes.ts'
import { dayOf, type Micros } from '../../../groundwork/day.ts'
import type { FactKind, Sink } from '../../dissector.ts'
import { ATTRIBUTES } from './object-table.ts'

const TEXT = 1
const UNSIGNED = 2
const TIME = 7
const UNICODE = 8

const kinds: ReadonlyMap<number, FactKind> = new Map(
  Object.entries(ATTRIBUTES).map(([variation, attribute]) => [
    Number(variation),
    { attribute, by: 'dnp3.device-attributes' },
  ]),
)

/** Reports what a device attribute says about its sender: `b[i]` is its type, then its length and value up to `to` (annex A.1). */
export function readAttribute(b: Uint8Array, i: number, to: number, variation: number, out: Sink): void {
  const kind = kinds.get(variation)
  if (!kind || to <= i + 2) return
  const type = b[i]
  if (type === TEXT || type === UNICODE) {
    const text = textAt(b, i + 2, to).trim()
    if (text !== '') out.fact(kind, text)
  } else if ((type === UNSIGNED || type === TIME) && to - i - 2 <= 6) {
    let value = 0
    for (let at = to - 1; at >= i + 2; at--) value = value * 256 + b[at]!
    out.fact(kind, type === TIME ? dayOf((value * 1000) as Micros) : `${value}`)
  }
}
