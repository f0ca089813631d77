import { MAYBE, NO, type Recognition, YES } from '../../dissector.ts'
import { reflectedCrc, reflectedTable } from '../crc16.ts'
import { u16le } from '../integers.ts'

/** Start, length, control, destination, source and their CRC. */
const HEAD = 10
const BLOCK = 16
/** Control, destination and source count in the length as well. */
const COUNTED = 5

/** The longest frame: 250 bytes of user data in 16 blocks. */
export const FRAME_LONGEST = 292

const CRC = reflectedTable(0xa6bc)

/** Whether a frame begins at `i` (IEEE 1815-2012, clause 9.2.4.1); the CRC of its header decides. */
export function looksLikeFrame(b: Uint8Array, i: number, to: number): Recognition {
  const there = to - i
  if ((there > 0 && b[i] !== 0x05) || (there > 1 && b[i + 1] !== 0x64) || (there > 2 && b[i + 2]! < COUNTED)) return NO
  if (there < HEAD) return MAYBE
  return checks(b, i, i + 8) ? YES : NO
}

/** Bytes of user data in the frame at `i`. */
export function userBytes(b: Uint8Array, i: number): number {
  return b[i + 2]! - COUNTED
}

/** Length of the frame at `i` with the CRC of its header and of each block. */
export function frameLength(b: Uint8Array, i: number): number {
  const data = userBytes(b, i)
  return HEAD + data + 2 * Math.ceil(data / BLOCK)
}

/** Copies the user data of a whole frame without its CRCs; false when one of them is wrong. */
export function unblock(b: Uint8Array, i: number, into: Uint8Array): boolean {
  const size = userBytes(b, i)
  let at = i + HEAD
  for (let done = 0; done < size; done += BLOCK) {
    const end = at + Math.min(BLOCK, size - done)
    if (!checks(b, at, end)) return false
    for (let k = done; at < end; k++, at++) into[k] = b[at]!
    at += 2
  }
  return true
}

function checks(b: Uint8Array, from: number, to: number): boolean {
  return (reflectedCrc(CRC, b, from, to, 0) ^ 0xffff) === u16le(b, to)
}
