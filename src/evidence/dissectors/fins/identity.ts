import { asciiText } from '../../../groundwork/bytes.ts'
import type { FactKind, Sink } from '../../dissector.ts'

const MAKE: FactKind = { attribute: 'make', by: 'fins.controller-data' }
const PRODUCT: FactKind = { attribute: 'product', by: 'fins.controller-data' }
const FIRMWARE: FactKind = { attribute: 'firmware', by: 'fins.controller-data' }
const MODULE: FactKind = { attribute: 'module', by: 'fins.connection-data' }
const NAME: FactKind = { attribute: 'name', by: 'fins.name' }

/** What an answer says about its sender; `i` stands behind its end code. */
export function identity(b: Uint8Array, i: number, to: number, command: number, out: Sink): void {
  if (command === 0x0501 && i + 40 <= to) {
    const model = textTo(b, i, i + 20)
    const version = textTo(b, i + 20, i + 40)
    if (!/^[A-Z0-9]{2}/i.test(model)) return
    out.fact(MAKE, 'Omron')
    out.fact(PRODUCT, model)
    if (version !== '') out.fact(FIRMWARE, version)
  } else if (command === 0x0502 && i < to)
    for (let n = b[i]! & 0x7f, at = i + 1; n > 0 && at + 21 <= to; n--, at += 21) {
      const model = asciiText(b, at + 1, at + 21).trim()
      if (model !== '') out.fact(MODULE, `unit ${b[at]!.toString(16).padStart(2, '0')}: ${model}`)
    }
  else if (command === 0x2603 && i + 8 <= to) {
    const name = asciiText(b, i, i + 8).trim()
    if (/^[\w -]+$/.test(name)) out.fact(NAME, name)
  }
}

/** A text that ends with a zero or blanks. */
function textTo(b: Uint8Array, from: number, to: number): string {
  let end = from
  while (end < to && b[end] !== 0) end++
  return asciiText(b, from, end).trim()
}
