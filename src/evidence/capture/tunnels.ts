import { ETHERTYPE_IP4, ETHERTYPE_IP6 } from './link-layer.ts'

/** What a tunnel carries: nothing (it is none), an Ethernet frame, an IP packet, or something that is not read. */
export const INNER_NONE = 0
export const INNER_ETHERNET = 1
export const INNER_IP = 2
export const INNER_UNREAD = 3
export type Inner = typeof INNER_NONE | typeof INNER_ETHERNET | typeof INNER_IP | typeof INNER_UNREAD

/** Where the inner frame begins, and its EtherType where it is an IP packet; one object, filled anew. */
export interface Tunnel {
  at: number
  protocol: number
}

const IPIP = 4
const UDP = 17
const IP6_IN_IP = 41
const GRE = 47
const VXLAN = 4789

/** Looks whether an IP payload `b[at, to)` is a tunnel: IP in IP (RFC 2003, 4213), GRE (RFC 2784, 2890) with Ethernet, IP or ERSPAN, VXLAN (RFC 7348). */
export function innerOf(t: Tunnel, b: Uint8Array, at: number, to: number, transport: number): Inner {
  switch (transport) {
    case IPIP:
    case IP6_IN_IP:
      t.at = at
      t.protocol = transport === IPIP ? ETHERTYPE_IP4 : ETHERTYPE_IP6
      return INNER_IP
    case GRE:
      return gre(t, b, at, to)
    case UDP:
      // Server port and the one flag that must be set (RFC 7348, section 5).
      if (to - at < 16 || ((b[at + 2]! << 8) | b[at + 3]!) !== VXLAN || b[at + 8] !== 0x08) return INNER_NONE
      t.at = at + 16
      return INNER_ETHERNET
    default:
      return INNER_NONE
  }
}

function gre(t: Tunnel, b: Uint8Array, at: number, to: number): Inner {
  if (to - at < 4) return INNER_UNREAD
  const flags = (b[at]! << 8) | b[at + 1]!
  const type = (b[at + 2]! << 8) | b[at + 3]!
  // Version 1 is PPTP; routing (0x4000) has not been in use since RFC 2784.
  if ((flags & 7) !== 0 || flags & 0x4000) return INNER_UNREAD
  const numbered = (flags & 0x1000) !== 0
  t.at = at + 4 + (flags & 0x8000 ? 4 : 0) + (flags & 0x2000 ? 4 : 0) + (numbered ? 4 : 0)
  switch (type) {
    case ETHERTYPE_IP4:
    case ETHERTYPE_IP6:
      t.protocol = type
      return t.at < to ? INNER_IP : INNER_UNREAD
    case 0x6558:
      return INNER_ETHERNET
    case 0x88be:
      // ERSPAN II has a header of its own and is always numbered; version I has neither.
      if (numbered) t.at += 8
      return INNER_ETHERNET
    case 0x22eb:
      // The last bit of the ERSPAN III header announces eight bytes more.
      if (to - t.at < 12) return INNER_UNREAD
      t.at += b[t.at + 11]! & 1 ? 20 : 12
      return INNER_ETHERNET
    default:
      return INNER_UNREAD
  }
}
