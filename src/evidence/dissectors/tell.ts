import { asciiText } from '../../groundwork/bytes.ts'
import type { FactKind, Sink } from '../dissector.ts'

/** Tells a text of a message as a fact, as it was sent but without filling; an empty one is left out. */
export function tellText(kind: FactKind, b: Uint8Array, from: number, to: number, out: Sink): void {
  const value = asciiText(b, from, to).trim()
  if (value !== '') out.fact(kind, value)
}
