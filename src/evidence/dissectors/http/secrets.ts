import { bytesOf } from './start-line.ts'

/** Endings of the names under which forms, queries and JSON carry passwords. */
const WORDS = ['password', 'passwd', 'passwort', 'passphrase', 'pwd', 'pass', 'pw'].map(bytesOf)
/** Words from here on are parts of others: they count where no letter stands before them. */
const ALONE = WORDS.length - 2
const LETTERS = 26

/**
 * Whether `name=value` or `"name": "value"` with the name of a password and a value that is not empty stands in `b[from, to)`.
 * What the value is, is never looked at.
 */
export function carriesPassword(b: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    if ((b[i]! | 0x20) !== 0x70) continue
    const inside = i > from && isLetter(b[i - 1]!)
    for (let n = 0; n < (inside ? ALONE : WORDS.length); n++)
      if (isWord(b, i, to, WORDS[n]!) && hasValue(b, i + WORDS[n]!.length, to)) return true
  }
  return false
}

function isWord(b: Uint8Array, i: number, to: number, word: Uint8Array): boolean {
  if (to - i < word.length) return false
  for (let k = 0; k < word.length; k++) if ((b[i + k]! | 0x20) !== word[k]) return false
  return true
}

/** Behind the word the name may go on with a digit or end; then a value must come. */
function hasValue(b: Uint8Array, at: number, to: number): boolean {
  let i = at
  while (i < to && (isDigit(b[i]!) || b[i] === 0x5f)) i++
  if (i < to && b[i] === 0x3d) return i + 1 < to && b[i + 1] !== 0x26 && b[i + 1]! > 0x20
  if (i >= to || b[i] !== 0x22) return false
  i++
  while (i < to && b[i] === 0x20) i++
  if (i >= to || b[i] !== 0x3a) return false
  i++
  while (i < to && b[i] === 0x20) i++
  return i + 1 < to && b[i] === 0x22 && b[i + 1] !== 0x22
}

/** Whether the text `b[from, to)` begins with a word of small letters, in any case. */
export function beginsWith(b: Uint8Array, from: number, to: number, word: Uint8Array): boolean {
  if (to - from < word.length) return false
  for (let k = 0; k < word.length; k++) {
    const c = b[from + k]!
    if (c !== word[k] && !(c - 0x41 >= 0 && c - 0x41 < LETTERS && (c | 0x20) === word[k])) return false
  }
  return true
}

function isLetter(c: number): boolean {
  return (c | 0x20) >= 0x61 && (c | 0x20) <= 0x7a
}

function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39
}
