import { MAYBE, NO, type Recognition, YES } from '../dissector.ts'

/** Lines of protocols that speak in text, such as FTP and mail. */

const LF = 0x0a
const SPACE = 0x20
const CASE = 0x20

/** The place behind the line at `i`; 0 where its end has not come, -1 where it is longer than allowed. */
export function lineEnd(b: Uint8Array, i: number, to: number, longest: number): number {
  const limit = Math.min(to, i + longest)
  for (let k = i; k < limit; k++) if (b[k] === LF) return k + 1
  return limit < to || to - i >= longest ? -1 : 0
}

/** Where the text of a line ends that ends before `next`: without its end and blanks before that. */
export function textEnd(b: Uint8Array, i: number, next: number): number {
  let end = next
  while (end > i && b[end - 1]! <= SPACE) end--
  return end
}

/**
 * Words by their first letter, for lines that begin with one of a closed set: returns the place of the word at `i` in the list,
 * -1 where there is none, -2 where more bytes may show one.
 */
export function wordFinder(words: readonly string[]): (b: Uint8Array, i: number, to: number) => number {
  const bytes = words.map((word) => Uint8Array.from(word, (c) => c.charCodeAt(0)))
  return (b, i, to) => {
    let open = false
    for (let n = 0; n < bytes.length; n++) {
      const word = bytes[n]!
      let k = 0
      while (k < word.length && i + k < to && (b[i + k]! | CASE) === (word[k]! | CASE) && b[i + k]! >= 0x41) k++
      if (i + k >= to) open = true
      else if (k === word.length && b[i + k]! <= SPACE) return n
    }
    return open ? -2 : -1
  }
}

/** Whether a reply of three digits with a first digit of 1 to 5 begins at `i`, followed by a blank or a dash. */
export function looksLikeReply(b: Uint8Array, i: number, to: number): Recognition {
  if (i < to && (b[i]! < 0x31 || b[i]! > 0x35)) return NO
  for (let k = 1; k < 3; k++) if (i + k < to && (b[i + k]! < 0x30 || b[i + k]! > 0x39)) return NO
  if (i + 3 >= to) return MAYBE
  const c = b[i + 3]!
  return c === SPACE || c === 0x2d || c === 0x0d || c === LF ? YES : NO
}

/** The number of the reply at `i`. */
export function replyAt(b: Uint8Array, i: number): number {
  return (b[i]! - 0x30) * 100 + (b[i + 1]! - 0x30) * 10 + b[i + 2]! - 0x30
}
