import { viewOf } from '../../groundwork/bytes.ts'
import type { IntTable } from './int-table.ts'
import { FIRST_FRAGMENT, LATER_FRAGMENT, type Packet, WHOLE } from './packet.ts'

const MAX_EXTENSIONS = 16

/** Why an IP header could not be read. */
export const IP_READ = 0
export const IP_CUT = 1
const IP_WRONG = 2
export const IP_NO_ROOM = 3
export type IpResult = typeof IP_READ | typeof IP_CUT | typeof IP_WRONG | typeof IP_NO_ROOM

/** Reads an IPv4 header (RFC 791) at `from`; padding behind the total length is left out. */
export function readIp4(p: Packet, b: Uint8Array, from: number, to: number): IpResult {
  if (to - from < 20) return IP_CUT
  const first = b[from]!
  const header = (first & 0x0f) << 2
  if (first >> 4 !== 4 || header < 20) return IP_WRONG
  if (to - from < header) return IP_CUT
  // A length of zero is left by network cards that cut large packets into frames themselves (segmentation offload).
  const view = viewOf(b)
  const total = view.getUint16(from + 2) || to - from
  if (total < header) return IP_WRONG
  p.family = 4
  p.sourceIp = view.getInt32(from + 12)
  p.targetIp = view.getInt32(from + 16)
  p.transport = b[from + 9]!
  p.at = from + header
  p.to = Math.min(to, from + total)
  p.length = total - header
  const fragment = view.getUint16(from + 6) & 0x3fff
  p.fragment = WHOLE
  if (fragment !== 0) {
    p.fragment = (fragment & 0x1fff) === 0 ? FIRST_FRAGMENT : LATER_FRAGMENT
    p.fragmentId = view.getUint16(from + 4)
    p.fragmentFrom = (fragment & 0x1fff) << 3
    p.lastFragment = (fragment & 0x2000) === 0
  }
  return IP_READ
}

/** Reads an IPv6 header (RFC 8200) with its extension headers; addresses become rows of `addresses`. */
export function readIp6(p: Packet, b: Uint8Array, from: number, to: number, addresses: IntTable): IpResult {
  if (to - from < 40) return IP_CUT
  if (b[from]! >> 4 !== 6) return IP_WRONG
  p.family = 6
  const source = rowOf(b, from + 8, addresses)
  const target = rowOf(b, from + 24, addresses)
  if (source < 0 || target < 0) return IP_NO_ROOM
  p.sourceIp = source
  p.targetIp = target
  // Zero: a jumbogram or segmentation offload; the frame says how long it is.
  const length = (b[from + 4]! << 8) | b[from + 5]! || to - from - 40
  const wireEnd = from + 40 + length
  const end = Math.min(to, wireEnd)
  let next = b[from + 6]!
  let at = from + 40
  let fragmentAt = 0
  p.fragment = WHOLE
  for (let n = 0; n < MAX_EXTENSIONS; n++) {
    let size: number
    if (next === 0 || next === 43 || next === 60 || next === 135 || next === 139 || next === 140) {
      if (end - at < 8) break
      size = (b[at + 1]! + 1) << 3
    } else if (next === 51) {
      if (end - at < 8) break
      size = (b[at + 1]! + 2) << 2
    } else if (next === 44) {
      if (end - at < 8) break
      const fragment = (b[at + 2]! << 8) | b[at + 3]!
      if ((fragment & 0xfff8) !== 0) p.fragment = LATER_FRAGMENT
      else if (fragment & 1) p.fragment = FIRST_FRAGMENT
      p.fragmentId = (b[at + 4]! << 24) | (b[at + 5]! << 16) | (b[at + 6]! << 8) | b[at + 7]!
      p.fragmentFrom = fragment & 0xfff8
      p.lastFragment = (fragment & 1) === 0
      size = 8
      fragmentAt = at + 8
    } else break
    next = b[at]!
    at += size
    if (p.fragment === LATER_FRAGMENT) break
  }
  p.transport = next
  p.at = Math.min(at, end)
  // Headers behind that of the fragment are parts of the first fragment only.
  if (p.fragment === FIRST_FRAGMENT) p.fragmentFrom = p.at - fragmentAt
  p.to = end
  p.length = Math.max(0, wireEnd - at)
  return IP_READ
}

function rowOf(b: Uint8Array, at: number, addresses: IntTable): number {
  const w0 = (b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!
  const w1 = (b[at + 4]! << 24) | (b[at + 5]! << 16) | (b[at + 6]! << 8) | b[at + 7]!
  const w2 = (b[at + 8]! << 24) | (b[at + 9]! << 16) | (b[at + 10]! << 8) | b[at + 11]!
  const w3 = (b[at + 12]! << 24) | (b[at + 13]! << 16) | (b[at + 14]! << 8) | b[at + 15]!
  const row = addresses.find(w0, w1, w2, w3)
  return row < 0 ? addresses.add(w0, w1, w2, w3) : row
}
