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
const GTP_U = 2152
const TEREDO = 3544
const AYIYA = 5072
/** Extension headers of one GTP packet that are passed over. */
const MAX_EXTENSIONS = 8

/** Looks whether an IP payload `b[at, to)` is a tunnel: IP in IP (RFC 2003, 4213), GRE (RFC 2784, 2890) with Ethernet, IP or ERSPAN, VXLAN (RFC 7348), GTP-U (3GPP TS 29.281), Teredo (RFC 4380), AYIYA. */
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
      return to - at < 16 ? INNER_NONE : overUdp(t, b, at, to)
    default:
      return INNER_NONE
  }
}

function overUdp(t: Tunnel, b: Uint8Array, at: number, to: number): Inner {
  const source = (b[at]! << 8) | b[at + 1]!
  const target = (b[at + 2]! << 8) | b[at + 3]!
  const inside = at + 8
  // Server port and the one flag that must be set (RFC 7348, section 5).
  if (target === VXLAN && b[inside] === 0x08) {
    t.at = inside + 8
    return INNER_ETHERNET
  }
  if (source === GTP_U || target === GTP_U) return gtp(t, b, inside, to)
  if (source === TEREDO || target === TEREDO) return teredo(t, b, inside, to)
  return source === AYIYA || target === AYIYA ? ayiya(t, b, inside, to) : INNER_NONE
}

/** A packet of a user in GTP-U version 1 (clause 5.1): flags, message 255, length, endpoint, and what the flags announce. */
function gtp(t: Tunnel, b: Uint8Array, at: number, to: number): Inner {
  if ((b[at]! & 0xf0) !== 0x30 || b[at + 1] !== 255) return INNER_NONE
  let inside = at + 8
  if (b[at]! & 7) {
    let next = b[at]! & 4 && inside + 4 <= to ? b[inside + 3]! : 0
    inside += 4
    for (let n = 0; next !== 0 && inside < to; n++) {
      const size = b[inside]! << 2
      if (size === 0 || n >= MAX_EXTENSIONS || inside + size > to) return INNER_UNREAD
      next = b[inside + size - 1]!
      inside += size
    }
  }
  return ipAt(t, b, inside, to)
}

/** IPv6 over UDP, behind an authentication (clause 5.1.1) and an indication of the origin, where they stand. */
function teredo(t: Tunnel, b: Uint8Array, at: number, to: number): Inner {
  let inside = at
  if (b[inside] === 0 && b[inside + 1] === 1) inside += 13 + b[inside + 2]! + b[inside + 3]!
  if (inside + 8 <= to && b[inside] === 0 && b[inside + 1] === 0) inside += 8
  return inside + 40 <= to && b[inside]! >> 4 === 6 ? ipAt(t, b, inside, to) : INNER_NONE
}

/** "Anything in anything" (draft-massar-v6ops-ayiya-02): identity and signature of stated sizes before the packet. */
function ayiya(t: Tunnel, b: Uint8Array, at: number, to: number): Inner {
  const [operation, next] = [b[at + 2]! & 15, b[at + 3]!]
  if (operation !== 1 || (next !== IP6_IN_IP && next !== IPIP)) return INNER_NONE
  return ipAt(t, b, at + 8 + (1 << (b[at]! >> 4)) + ((b[at + 1]! >> 4) << 2), to)
}

/** An IP packet, which shows itself by its version. */
function ipAt(t: Tunnel, b: Uint8Array, at: number, to: number): Inner {
  const version = at < to ? b[at]! >> 4 : 0
  if (version !== 4 && version !== 6) return INNER_UNREAD
  t.at = at
  t.protocol = version === 4 ? ETHERTYPE_IP4 : ETHERTYPE_IP6
  return INNER_IP
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
