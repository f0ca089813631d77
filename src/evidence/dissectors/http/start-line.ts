import { MAYBE, NO, type Recognition, YES } from '../../dissector.ts'
import { METHODS } from './http-table.ts'

const SPACE = 0x20
const LF = 0x0a
/** Longest start line: addresses beyond are met in attacks only. */
const LONGEST_LINE = 16_384

const VERSION = bytesOf('HTTP/1.')
const VERSION_2 = bytesOf('HTTP/2.0')
const WORDS = METHODS.map(({ name }) => bytesOf(name))
const LONGEST_METHOD = Math.max(...WORDS.map((word) => word.length))
/** Methods by the first letter, for a fast no. */
const BY_LETTER: readonly (readonly number[])[] = Array.from({ length: 128 }, (_, letter) =>
  WORDS.flatMap((word, index) => (word[0] === letter ? [index] : [])),
)
const PRI = METHODS.findIndex(({ name }) => name === 'PRI')

/** Bytes of a text of ASCII. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0))
}

/** Whether a request or an answer begins at `i` (RFC 9112, clauses 3 and 4): a known method, a target and the version. */
export function looksLikeStart(b: Uint8Array, i: number, to: number): Recognition {
  if (i >= to) return MAYBE
  const first = b[i]!
  if (first >= 128) return NO
  const answer = first === VERSION[0] ? looksLikeStatus(b, i, to) : NO
  return answer !== NO ? answer : looksLikeRequest(b, i, to)
}

/** Whether an answer begins at `i`: `HTTP/1.x nnn`, of which an interim line may have no reason. */
export function looksLikeStatus(b: Uint8Array, i: number, to: number): Recognition {
  const there = to - i
  for (let k = 0; k < VERSION.length; k++) {
    if (k >= there) return MAYBE
    if (b[i + k] !== VERSION[k]) return NO
  }
  if (there > 7 && !isDigit(b[i + 7]!)) return NO
  if (there > 8 && b[i + 8] !== SPACE) return NO
  if (there > 9 && (b[i + 9]! < 0x31 || b[i + 9]! > 0x35)) return NO
  if ((there > 10 && !isDigit(b[i + 10]!)) || (there > 11 && !isDigit(b[i + 11]!))) return NO
  return there < 12 ? MAYBE : YES
}

/** The status of the answer that begins at `i`. */
export function statusAt(b: Uint8Array, i: number): number {
  return (b[i + 9]! - 0x30) * 100 + (b[i + 10]! - 0x30) * 10 + b[i + 11]! - 0x30
}

/** The method that a request at `i` begins with, as a place in `METHODS`; -1 where it is none, -2 where more bytes may show one. */
export function methodAt(b: Uint8Array, i: number, to: number): number {
  for (const index of BY_LETTER[b[i]! & 127]!) {
    const word = WORDS[index]!
    let k = 0
    while (k < word.length && i + k < to && b[i + k] === word[k]) k++
    if (k < word.length) {
      if (i + k >= to) return -2
      continue
    }
    if (i + k >= to) return -2
    if (b[i + k] === SPACE) return index
  }
  return -1
}

/** Bytes of the name of a method. */
export function methodLength(method: number): number {
  return WORDS[method]!.length
}

function looksLikeRequest(b: Uint8Array, i: number, to: number): Recognition {
  if (BY_LETTER[b[i]! & 127]!.length === 0) return NO
  const method = methodAt(b, i, to)
  if (method < 0) return method === -2 && to - i <= LONGEST_METHOD ? MAYBE : NO
  const target = i + methodLength(method) + 1
  const limit = Math.min(to, i + LONGEST_LINE)
  let k = target
  while (k < limit && b[k]! > SPACE && b[k] !== 0x7f) k++
  if (k >= limit) return k < to ? NO : MAYBE
  if (k === target) return NO
  // Some clients leave blanks inside the target: the version is what stands at the end of the line.
  let space = k
  while (k < limit && b[k] !== LF) {
    if (b[k] === SPACE) space = k
    else if (b[k]! < SPACE && b[k] !== 0x0d && b[k] !== 0x09) return NO
    k++
  }
  if (k >= limit) return k < to ? NO : MAYBE
  const version = method === PRI ? VERSION_2 : VERSION
  if (k - space - 1 < version.length) return NO
  for (let n = 0; n < version.length; n++) if (b[space + 1 + n] !== version[n]) return NO
  return YES
}

function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39
}
