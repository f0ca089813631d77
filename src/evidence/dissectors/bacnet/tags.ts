import { textAt } from '../../../groundwork/bytes.ts'
import { u16, u24, u32 } from '../integers.ts'

/**
 * The tag read last (ASHRAE 135, clause 20.2.1): one object filled again and again. Content of a simple tag is `from` to `to`;
 * opening and closing tags have none.
 */
export const tag = { number: 0, context: false, opening: false, closing: false, from: 0, to: 0 }

/** Reads the tag at `i` and returns where the next one begins; -1 where none fits before `end`. */
export function readTag(b: Uint8Array, i: number, end: number): number {
  if (i >= end) return -1
  const first = b[i]!
  let at = i + 1
  let number = first >> 4
  if (number === 15) {
    if (at >= end) return -1
    number = b[at++]!
  }
  tag.number = number
  tag.context = (first & 8) !== 0
  let length = first & 7
  tag.opening = tag.context && length === 6
  tag.closing = tag.context && length === 7
  if (tag.opening || tag.closing) length = 0
  // A Boolean of the application has its value in the place of the length.
  else if (!tag.context && number === 1) length = 0
  else if (length === 5) {
    if (at >= end) return -1
    length = b[at++]!
    if (length === 254) {
      if (at + 2 > end) return -1
      length = u16(b, at)
      at += 2
    } else if (length === 255) {
      if (at + 4 > end) return -1
      length = u32(b, at)
      at += 4
    }
  }
  if (length > end - at) return -1
  tag.from = at
  tag.to = at + length
  return at + length
}

/** Whether the tag read last is a simple one with this context number. */
export function isContext(number: number): boolean {
  return tag.context && tag.number === number && !tag.opening && !tag.closing
}

/** Whether it is an opening tag with this context number. */
export function isOpening(number: number): boolean {
  return tag.opening && tag.number === number
}

/** Whether it holds the four bytes of an object identifier. */
export function isIdentifier(): boolean {
  return tag.to - tag.from === 4
}

/** The unsigned number in the content of the tag read last; its lowest 32 bits when it is longer. */
export function tagNumber(b: Uint8Array): number {
  const length = tag.to - tag.from
  if (length === 1) return b[tag.from]!
  if (length === 2) return u16(b, tag.from)
  if (length === 3) return u24(b, tag.from)
  return length >= 4 ? u32(b, tag.to - 4) : 0
}

/** Where the value that an opening tag began ends: behind its closing tag, or -1. `i` stands behind the opening tag. */
export function behindClosing(b: Uint8Array, i: number, end: number): number {
  for (let at = i, depth = 1; depth > 0; ) {
    at = readTag(b, at, end)
    if (at < 0) return -1
    if (tag.opening) depth++
    else if (tag.closing && --depth === 0) return at
  }
  return -1
}

const LONGEST_TEXT = 512

/** The character string in the content of the tag read last (clause 20.2.9): its first byte names the character set. */
export function tagText(b: Uint8Array): string {
  if (tag.to - tag.from < 2) return ''
  const to = Math.min(tag.to, tag.from + LONGEST_TEXT)
  let text = ''
  switch (b[tag.from]) {
    case 4:
      for (let i = tag.from + 1; i + 2 <= to; i += 2) text += sign(u16(b, i))
      return text.trim()
    case 3:
      for (let i = tag.from + 1; i + 4 <= to; i += 4) text += sign(u32(b, i))
      return text.trim()
    case 5:
      for (let i = tag.from + 1; i < to; i++) text += sign(b[i]!)
      return text.trim()
    case 1:
      // A code page of two bytes comes first; its ASCII part is common to all that are in use.
      return textAt(b, Math.min(to, tag.from + 3), to).trim()
    default:
      return textAt(b, tag.from + 1, to).trim()
  }
}

/** One sign; filling zeros are left out. */
function sign(code: number): string {
  if (code === 0) return ''
  return code < 0x20 || code === 0x7f || code > 0xffff ? '.' : String.fromCharCode(code)
}
