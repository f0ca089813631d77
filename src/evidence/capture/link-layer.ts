import { viewOf } from '../../groundwork/bytes.ts'
import { CISCO_SNAP, LLC, OTHER_SNAP, PROFINET_DCP, PROFINET_PTCP, PROFINET_RT } from './link-protocols-table.ts'
import type { Packet } from './packet.ts'

export const ETHERTYPE_IP4 = 0x0800
export const ETHERTYPE_IP6 = 0x86dd
export const ETHERTYPE_ARP = 0x0806
const ETHERTYPE_PROFINET = 0x8892
const ETHERTYPE_MPLS = 0x8847
const ETHERTYPE_PPPOE = 0x8864

/** Link types of the LINKTYPE registry that are read. */
const NULL = 0
const ETHERNET = 1
const RAW_OLD = 12
const RAW_OPENBSD = 14
const RAW = 101
const LOOP = 108
const LINUX_COOKED = 113
const RAW_IP4 = 228
const RAW_IP6 = 229
const LINUX_COOKED_2 = 276

const MAX_TAGS = 8

/** What reading a link header came to. */
export const READ = 0
export const CUT = 1
const UNKNOWN_LINK = 2
export type LinkResult = typeof READ | typeof CUT | typeof UNKNOWN_LINK

/** Reads the link header of a frame into `p`: MACs, VLANs, protocol, and where the payload lies. */
export function readLink(p: Packet, b: Uint8Array, from: number, to: number, link: number): LinkResult {
  p.to = to
  if (link === ETHERNET) return readEthernet(p, b, from, to)
  p.sourceHigh = -1
  p.sourceLow = 0
  p.targetHigh = -1
  p.targetLow = 0
  p.vlan = 0
  switch (link) {
    case RAW:
    case RAW_OLD:
    case RAW_OPENBSD:
    case RAW_IP4:
    case RAW_IP6:
      return readRaw(p, b, from, to)
    case NULL:
    case LOOP:
      // The address family in the byte order of the recording machine; whatever it says, IP shows itself by its version.
      return to - from < 5 ? CUT : readRaw(p, b, from + 4, to)
    case LINUX_COOKED:
      return readCooked(p, b, from, to, 4, 6, 14, 16)
    case LINUX_COOKED_2:
      return readCooked(p, b, from, to, 11, 12, 0, 20)
    default:
      return UNKNOWN_LINK
  }
}

/** Reads an Ethernet header (IEEE 802.3, 802.1Q, 802.2) at `from`; also for frames inside tunnels. */
function readEthernet(p: Packet, b: Uint8Array, from: number, to: number): LinkResult {
  p.vlan = 0
  if (to - from < 14) return CUT
  const view = viewOf(b)
  p.targetHigh = view.getUint16(from)
  p.targetLow = view.getInt32(from + 2)
  p.sourceHigh = view.getUint16(from + 6)
  p.sourceLow = view.getInt32(from + 8)
  return readType(p, b, from + 12, to)
}

/** Reads VLAN tags and the type or length behind the addresses. */
function readType(p: Packet, b: Uint8Array, from: number, to: number): LinkResult {
  let at = from
  for (let tags = 0; ; tags++) {
    if (to - at < 2) return CUT
    const type = viewOf(b).getUint16(at)
    if (type !== 0x8100 && type !== 0x88a8 && type !== 0x9100 && type !== 0x9200) {
      p.at = at + 2
      p.to = to
      if (type < 0x600) return readLlc(p, b, at + 2, Math.min(to, at + 2 + type))
      p.protocol = type
      if (type === ETHERTYPE_PROFINET) p.protocol = profinetOf(b, at + 2, to)
      else if (type === ETHERTYPE_MPLS) throughLabels(p, b, to)
      else if (type === ETHERTYPE_PPPOE) throughPppoe(p, b, to)
      return READ
    }
    if (to - at < 4 || tags >= MAX_TAGS) return CUT
    const id = ((b[at + 2]! & 0x0f) << 8) | b[at + 3]!
    if (tags === 0) p.vlan = 1 + id
    else if (tags === 1) p.vlan += 4097 * (1 + id)
    at += 4
  }
}

function readLlc(p: Packet, b: Uint8Array, at: number, to: number): LinkResult {
  if (to - at < 3) return CUT
  p.to = to
  if (b[at] !== 0xaa || b[at + 1] !== 0xaa) {
    p.protocol = LLC + b[at]!
    return READ
  }
  if (to - at < 8) return CUT
  const organization = (b[at + 3]! << 16) | (b[at + 4]! << 8) | b[at + 5]!
  const type = (b[at + 6]! << 8) | b[at + 7]!
  p.at = at + 8
  p.protocol = organization === 0 ? type : organization === 0x00000c ? CISCO_SNAP + type : OTHER_SNAP
  return READ
}

/** Looks below the labels of MPLS (RFC 3032) for IP, which shows itself by its version; anything else stays MPLS. */
function throughLabels(p: Packet, b: Uint8Array, to: number): void {
  for (let at = p.at, labels = 0; to - at > 4 && labels < MAX_TAGS; at += 4, labels++) {
    if (!(b[at + 2]! & 1)) continue
    const version = b[at + 4]! >> 4
    if (version !== 4 && version !== 6) return
    p.protocol = version === 4 ? ETHERTYPE_IP4 : ETHERTYPE_IP6
    p.at = at + 4
    return
  }
}

/** Looks into a PPPoE session frame (RFC 2516) for IP; anything else stays PPPoE. */
function throughPppoe(p: Packet, b: Uint8Array, to: number): void {
  if (to - p.at < 8) return
  const type = (b[p.at + 6]! << 8) | b[p.at + 7]!
  if (type !== 0x0021 && type !== 0x0057) return
  p.protocol = type === 0x0021 ? ETHERTYPE_IP4 : ETHERTYPE_IP6
  p.at += 8
}

/** PROFINET by frame id (IEC 61158-6-10): discovery, time and delay messages, all else real-time data and alarms. */
function profinetOf(b: Uint8Array, at: number, to: number): number {
  const id = to - at < 2 ? -1 : (b[at]! << 8) | b[at + 1]!
  if (id >= 0xfefc && id <= 0xfeff) return PROFINET_DCP
  if ((id >= 0 && id <= 0x00ff) || (id >= 0xff00 && id <= 0xff8f)) return PROFINET_PTCP
  return PROFINET_RT
}

function readRaw(p: Packet, b: Uint8Array, at: number, to: number): LinkResult {
  if (to - at < 1) return CUT
  const version = b[at]! >> 4
  p.at = at
  p.protocol = version === 4 ? ETHERTYPE_IP4 : version === 6 ? ETHERTYPE_IP6 : 0
  return version === 4 || version === 6 ? READ : UNKNOWN_LINK
}

/** Linux "cooked" captures: only the sender's address is there. Lengths and places differ between the two versions. */
function readCooked(
  p: Packet,
  b: Uint8Array,
  from: number,
  to: number,
  lengthAt: number,
  addressAt: number,
  typeAt: number,
  header: number,
): LinkResult {
  if (to - from < header) return CUT
  // Version 1 holds the address length in two bytes, version 2 in one.
  const length = header === 16 ? b[from + lengthAt + 1]! : b[from + lengthAt]!
  if (length === 6) {
    const at = from + addressAt
    p.sourceHigh = (b[at]! << 8) | b[at + 1]!
    p.sourceLow = (b[at + 2]! << 24) | (b[at + 3]! << 16) | (b[at + 4]! << 8) | b[at + 5]!
  }
  // Version 1 ends with the type; version 2 begins with it.
  const type = (b[from + typeAt]! << 8) | b[from + typeAt + 1]!
  if (header === 16 && (type === 0x8100 || type === 0x88a8)) return readType(p, b, from + typeAt, to)
  p.at = from + header
  if (type === 4) return readLlc(p, b, p.at, to)
  p.protocol = type === ETHERTYPE_PROFINET ? profinetOf(b, p.at, to) : type
  if (type === 0x8100 || type === 0x88a8) return readTagBehind(p, b, to)
  return READ
}

/** Version 2 of the cooked format names the tag's type in its header; the tag itself begins the payload. */
function readTagBehind(p: Packet, b: Uint8Array, to: number): LinkResult {
  if (to - p.at < 4) return CUT
  const outer = 1 + (((b[p.at]! & 0x0f) << 8) | b[p.at + 1]!)
  const result = readType(p, b, p.at + 2, to)
  p.vlan = outer + 4097 * (p.vlan % 4097)
  return result
}
