import type { Direction, Sink } from '../../dissector.ts'
import { WAIT } from '../framing.ts'
import { lineEnd } from '../lines.ts'
import { type Fields, tellCredentials } from './fields.ts'
import { type Page, scanPage } from './page.ts'
import { carriesPassword } from './secrets.ts'

/** Bodies of messages: by length, by chunks, or up to the end of the connection. */

/** Bytes of a form that are looked through for the name of a password field. */
const LOOK_FORM = 1024
/** Longest line of a chunk's size or of the trailer. */
const LONGEST_CHUNK_LINE = 4096
/** Most hex digits of a chunk's size. */
const CHUNK_DIGITS = 8
const CR = 0x0d

/** What comes next. */
export const HEAD = 0
export const BODY = 1
export const CHUNK_SIZE = 2
export const CHUNK = 3
export const CHUNK_END = 4
export const TRAILER = 5
/** A form that may carry a password, looked at once its beginning is there. */
export const LOGIN = 6
/** The body of an answer, which is missing when a header only was asked for. */
export const PERHAPS_BODY = 7
/** Behind a request to change the protocol: more requests where it was refused. */
export const PERHAPS_OTHER = 8
/** Another protocol, or a body up to the end of the connection. */
export const SILENCE = 9

/** One direction of a connection. */
export interface State {
  readonly direction: Direction
  next: number
  left: number
  readonly fields: Fields
  page: Page | undefined
  pages: number
}

/** No message begins here. */
export const NOTHING = 0

/** Passes over a body, or what is there of it. */
export function pass(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  const open = state.next === SILENCE
  const end = open ? to : i + Math.min(state.left, to - i)
  if (state.page) {
    if (state.page.left > 0) scanPage(state.page, b, i, end, out)
    else state.page = undefined
  }
  if (open) return end - i
  state.left -= end - i
  if (state.left === 0) state.next = state.next === CHUNK ? CHUNK_END : HEAD
  return end - i
}

/** The line with the size of a chunk (RFC 9112, 7.1). */
export function chunkSize(state: State, b: Uint8Array, i: number, to: number): number {
  const end = lineEnd(b, i, to, LONGEST_CHUNK_LINE)
  if (end === 0) return WAIT
  let size = 0
  let k = i
  for (let digit = 0; k < end && (digit = hexAt(b, k)) >= 0; k++) size = size * 16 + digit
  if (end < 0 || k === i || k - i > CHUNK_DIGITS) {
    state.next = HEAD
    return NOTHING
  }
  state.left = size
  state.next = size === 0 ? TRAILER : CHUNK
  return end - i
}

/** The empty line behind a chunk, or the lines of the trailer up to an empty one. */
export function chunkEnd(state: State, b: Uint8Array, i: number, to: number): number {
  const end = lineEnd(b, i, to, LONGEST_CHUNK_LINE)
  if (end === 0) return WAIT
  const empty = end - i === 1 || (end - i === 2 && b[i] === CR)
  if (end < 0 || (state.next === CHUNK_END && !empty)) {
    state.next = HEAD
    return NOTHING
  }
  if (state.next === CHUNK_END) state.next = CHUNK_SIZE
  else if (empty) state.next = HEAD
  return end - i
}

function hexAt(b: Uint8Array, i: number): number {
  const c = b[i]! | 0x20
  if (b[i]! >= 0x30 && b[i]! <= 0x39) return b[i]! - 0x30
  return c >= 0x61 && c <= 0x66 ? c - 0x57 : -1
}

/** The beginning of a form; the rest of it is passed over. */
export function login(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  const size = Math.min(state.left, LOOK_FORM)
  if (to - i < size) return WAIT
  if (carriesPassword(b, i, i + size)) tellCredentials(state.fields, 'HTTP form password', out)
  state.next = BODY
  return pass(state, b, i, to, out)
}
