/**
 * BER and DER (ITU-T X.690) read in place: elements are named by the index where they begin, nothing is allocated. A walk over
 * the children of an element:
 *
 *     for (let i = berContent(b, at), end = 0; (end = berEnd(b, i, to)) > 0; i = end)
 *       if (berTag(b, i) === 0x30) child(b, berContent(b, i), end)
 *
 * An element of indefinite length ends behind its end-of-contents octets, which such a walk meets as one more child with tag 0.
 */

/** Elements of indefinite length inside each other that are followed. */
const DEEPEST = 16
/** Octets of a tag number in high form; 21 bits of number. */
const TAG_OCTETS = 3
const LENGTH_OCTETS = 4
const ARCS = 64

/**
 * The tag of the element at `i`: its identifier octet (class, constructed bit, number), or where the number stands in octets
 * of its own (31 and above) the identifier octet times 2^21 plus the number.
 */
export function berTag(b: Uint8Array, i: number): number {
  const first = b[i]!
  if ((first & 0x1f) !== 0x1f) return first
  let number = 0
  for (let k = i + 1; k <= i + TAG_OCTETS; k++) {
    number = (number << 7) | (b[k]! & 0x7f)
    if (b[k]! < 0x80) break
  }
  return first * 0x200000 + number
}

/** Where the content of the element at `i` begins; only for an element that `berSize` or `berEnd` has accepted. */
export function berContent(b: Uint8Array, i: number): number {
  let at = i + 1
  if ((b[i]! & 0x1f) === 0x1f) {
    while (b[at]! >= 0x80) at++
    at++
  }
  return b[at]! > 0x80 ? at + 1 + (b[at]! & 0x7f) : at + 1
}

/** Where the first of the elements in `b[from, to)` with an identifier octet begins, or -1. */
export function berFind(b: Uint8Array, from: number, to: number, tag: number): number {
  for (let i = from, end = 0; (end = berEnd(b, i, to)) > 0; i = end) if (b[i] === tag) return i
  return -1
}

/** Where the element at `i` ends, which is also where the next begins; -1 when none begins there or it does not end by `to`. */
export function berEnd(b: Uint8Array, i: number, to: number): number {
  const size = berSize(b, i, to)
  return size > 0 && size <= to - i ? i + size : -1
}

/**
 * Bytes of the element at `i` with its header, for messages framed by nothing else: may reach beyond `to`. 0 when more bytes
 * are needed to tell (in an element of indefinite length up to its end), -1 when no element begins there.
 */
export function berSize(b: Uint8Array, i: number, to: number): number {
  return sizeAt(b, i, to, 0)
}

function sizeAt(b: Uint8Array, i: number, to: number, depth: number): number {
  if (i >= to) return 0
  let at = i + 1
  if ((b[i]! & 0x1f) === 0x1f) {
    while (at < to && b[at]! >= 0x80) at++
    if (at - i > TAG_OCTETS) return -1
    at++
  }
  if (at >= to) return 0
  const length = b[at]!
  if (length < 0x80) return at + 1 + length - i
  if (length === 0x80) return b[i]! & 0x20 && depth < DEEPEST ? indefinite(b, i, at + 1, to, depth) : -1
  const octets = length & 0x7f
  if (octets > LENGTH_OCTETS) return -1
  if (at + octets >= to) return 0
  let size = 0
  for (let k = at + 1; k <= at + octets; k++) size = size * 256 + b[k]!
  return at + 1 + octets + size - i
}

function indefinite(b: Uint8Array, from: number, content: number, to: number, depth: number): number {
  for (let i = content; i < to; ) {
    const size = sizeAt(b, i, to, depth + 1)
    if (size <= 0) return size
    if (size > to - i) return 0
    i += size
    if (size === 2 && b[i - 2] === 0 && b[i - 1] === 0) return i - from
  }
  return 0
}

/** The integer (signed, X.690 8.3) whose content octets are `b[from, to)`; NaN when there is none or it has more than 9. */
export function berInteger(b: Uint8Array, from: number, to: number): number {
  if (to <= from || to - from > 9) return Number.NaN
  let value = (b[from]! << 24) >> 24
  for (let i = from + 1; i < to; i++) value = value * 256 + b[i]!
  return value
}

/** The object identifier (X.690 8.19) whose content octets are `b[from, to)`, with dots; empty when it is none. */
export function berOid(b: Uint8Array, from: number, to: number): string {
  if (to <= from || b[to - 1]! >= 0x80) return ''
  let text = ''
  let arc = 0
  let arcs = 0
  for (let i = from; i < to; i++) {
    arc = arc * 128 + (b[i]! & 0x7f)
    if (b[i]! >= 0x80) continue
    if (++arcs > ARCS || arc > Number.MAX_SAFE_INTEGER) return ''
    text += arcs > 1 ? `.${arc}` : arc < 80 ? `${Math.trunc(arc / 40)}.${arc % 40}` : `2.${arc - 80}`
    arc = 0
  }
  return text
}
