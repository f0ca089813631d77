import type { Sink } from '../../dissector.ts'
import { berOid } from '../ber.ts'

/** Arcs of an object id that are kept: the column of a table in the standard MIBs, without its instances. */
const ARCS = 10
const MOST = 256

/** Which object ids one direction has touched, as hashes of message kind and octets: only new ones become texts. */
export interface Oids {
  seen: Set<number> | undefined
}

/** Reports the object id whose content octets are `b[from, to)` when this kind of message has not named it before. */
export function sawOid(
  state: Oids,
  b: Uint8Array,
  from: number,
  to: number,
  code: number,
  kind: number,
  out: Sink,
): void {
  let hash = (code << 8) ^ (kind << 16)
  let end = from
  // The first octet holds two arcs.
  for (let arcs = 1; end < to && arcs < ARCS; end++) {
    hash = Math.imul(hash ^ b[end]!, 0x01000193)
    if (b[end]! < 0x80) arcs++
  }
  const seen = (state.seen ??= new Set())
  if (seen.has(hash) || seen.size >= MOST) return
  seen.add(hash)
  // The instance of a scalar is not a name.
  if (end === to && to - from > 2 && b[to - 1] === 0) end--
  const text = berOid(b, from, end)
  const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0))
  if (text !== '') out.named(kind, bytes, 0, bytes.length)
}
