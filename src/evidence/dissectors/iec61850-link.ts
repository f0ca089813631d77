import { NO, type Recognition, YES } from '../dissector.ts'
import { berEnd } from './ber.ts'
import { u16 } from './integers.ts'

/**
 * The header that GOOSE and sampled values share on Ethernet (IEC 61850-8-1 annex C, 61850-9-2 annex A): APPID, length, two
 * reserved fields of which the first tells simulation and, with IEC 62351-6, the length of a security extension.
 */

const HEADER = 8
const SIMULATED = 0x8000
const EXTENSION = 0x0fff

/** Whether a frame holds the header and one whole message with the tag. */
export function looksLikeFrame(b: Uint8Array, from: number, to: number, tag: number): Recognition {
  const at = apduAt(from)
  return at < to && b[at] === tag && berEnd(b, at, to) > 0 ? YES : NO
}

/** Where the message behind the header begins. */
export function apduAt(from: number): number {
  return from + HEADER
}

export function appidOf(b: Uint8Array, from: number): number {
  return u16(b, from)
}

export function isSimulated(b: Uint8Array, from: number): boolean {
  return (u16(b, from + 4) & SIMULATED) !== 0
}

/** Whether a security extension stands behind the message: its length is told, and so many bytes are there. */
export function hasExtension(b: Uint8Array, from: number, end: number, to: number): boolean {
  const length = u16(b, from + 4) & EXTENSION
  return length > 0 && length <= to - end
}
