import { textAt } from '../../../groundwork/bytes.ts'
import { ip4Text, ip6At } from '../../../groundwork/ip.ts'
import { CISCO_SNAP } from '../../capture/link-protocols-table.ts'
import { ASKED, C2S, type Dissector, type FactKind, NO, type Sink, YES } from '../../dissector.ts'
import { u16, u32 } from '../integers.ts'
import { tellText } from '../tell.ts'

/** Version, time to live, checksum. */
const HEAD = 4
const TLV_HEAD = 4
const LONGEST = 1600
const MOST_TLVS = 200
const MOST_ADDRESSES = 32
const MOST_LINES = 16
const LAST_VERSION = 2

const [DEVICE_ID, ADDRESSES, PORT, CAPABILITIES, SOFTWARE, PLATFORM] = [1, 2, 3, 4, 5, 6]
const [NATIVE_VLAN, SYSTEM_NAME, MANAGEMENT, LOCATION] = [0x0a, 0x14, 0x16, 0x17]
/** How the network protocol of an address is named: IPv4 by its NLPID, IPv6 by IEEE 802.2. */
const NLPID_IP4 = 0xcc

const ROLES: readonly (readonly [bit: number, role: string])[] = [
  [0x01, 'router'],
  [0x02, 'switch'],
  [0x08, 'switch'],
  [0x40, 'repeater'],
  [0x80, 'telephone'],
]

const BY = 'cdp'
const kind = (attribute: string): FactKind => ({ attribute, by: BY })
const KINDS = {
  name: kind('name'),
  product: kind('product'),
  make: kind('make'),
  software: kind('software'),
  firmware: kind('firmware'),
  ip: kind('ip'),
  management: kind('management-address'),
  port: kind('port'),
  role: kind('role'),
  vlan: kind('native-vlan'),
  systemName: kind('system-name'),
  location: kind('location'),
}
const VERSION = /\bVersion:? +([0-9][^\s,]{0,60})/i

/** Cisco discovery (CDP), as Cisco and others who speak it send it. */
export const cdp: Dissector<null> = {
  id: 'cdp',
  title: 'CDP',
  hints: { link: [CISCO_SNAP + 0x2000] },
  longest: LONGEST,
  recognizes: (b, from, to) => (isAnnouncement(b, from, to) ? YES : NO),
  start: () => null,
  read(_state, b, from, to, _at, out) {
    if (isAnnouncement(b, from, to)) {
      out.operation(0, ASKED)
      fields(b, from + HEAD, to, out)
    } else if (to > from) out.lost(to - from)
    return to - from
  },
  meaning: (code) =>
    code === 0
      ? { name: 'ANNOUNCE', title: 'says what it is', class: 'diagnose' }
      : { name: `KIND_${code}`, title: 'unknown', class: 'other' },
  docs: {
    about: `Announcements of Cisco devices and others, about the MAC that sends: device id as name, platform as product, the software text line by line, the version in it as firmware, addresses, management addresses, port, native VLAN, location, and role by capabilities.`,
    checked: ['captures', 'reference', 'peer'],
    *known() {
      yield { code: 0, direction: C2S, outcome: ASKED } as const
    },
  },
  objectName: (object) => `kind ${object}`,
}

function isAnnouncement(b: Uint8Array, from: number, to: number): boolean {
  const first = from + HEAD
  if (first + TLV_HEAD > to || b[from]! < 1 || b[from]! > LAST_VERSION) return false
  return u16(b, first) < 0x40 && u16(b, first + 2) >= TLV_HEAD
}

function fields(b: Uint8Array, from: number, to: number, out: Sink): void {
  for (let i = from, n = 0; i + TLV_HEAD <= to && n < MOST_TLVS; n++) {
    const length = u16(b, i + 2)
    if (length < TLV_HEAD) return
    const end = i + length
    if (end > to) return out.lost(to - i)
    field(b, u16(b, i), i + TLV_HEAD, end, out)
    i = end
  }
}

function field(b: Uint8Array, type: number, i: number, end: number, out: Sink): void {
  switch (type) {
    case DEVICE_ID:
      return tellText(KINDS.name, b, i, end, out)
    case ADDRESSES:
      return addresses(KINDS.ip, b, i, end, out)
    case PORT:
      return tellText(KINDS.port, b, i, end, out)
    case CAPABILITIES:
      if (end - i >= 4) roles(u32(b, i), out)
      return
    case SOFTWARE:
      return software(b, i, end, out)
    case PLATFORM:
      tellText(KINDS.product, b, i, end, out)
      if (/^cisco\b/i.test(textAt(b, i, Math.min(end, i + 6)))) out.fact(KINDS.make, 'Cisco')
      return
    case NATIVE_VLAN:
      if (end - i >= 2) out.fact(KINDS.vlan, `${u16(b, i)}`)
      return
    case SYSTEM_NAME:
      return tellText(KINDS.systemName, b, i, end, out)
    case MANAGEMENT:
      return addresses(KINDS.management, b, i, end, out)
    case LOCATION:
      return tellText(KINDS.location, b, i + 1, end, out)
  }
}

function roles(bits: number, out: Sink): void {
  for (const [bit, role] of ROLES) if (bits & bit) out.fact(KINDS.role, role)
}

/** Lines of the software text; the first version in it is the one that runs. */
function software(b: Uint8Array, i: number, end: number, out: Sink): void {
  let start = i
  let version: string | undefined
  for (let at = i, lines = 0; at <= end && lines < MOST_LINES; at++) {
    if (at < end && b[at] !== 0x0a && b[at] !== 0x0d) continue
    const line = textAt(b, start, at).trim()
    start = at + 1
    if (line === '') continue
    lines++
    out.fact(KINDS.software, line)
    version ??= VERSION.exec(line)?.[1]
  }
  if (version !== undefined) out.fact(KINDS.firmware, version)
}

function addresses(what: FactKind, b: Uint8Array, from: number, end: number, out: Sink): void {
  if (from + 4 > end) return
  const count = Math.min(MOST_ADDRESSES, u32(b, from))
  let i = from + 4
  for (let n = 0; n < count && i + 2 <= end; n++) {
    const protocol = i + 2
    const length = protocol + b[i + 1]!
    if (length + 2 > end) return
    const size = u16(b, length)
    const address = length + 2
    if (address + size > end) return
    if (size === 4 && b[i + 1] === 1 && b[protocol] === NLPID_IP4) out.fact(what, ip4Text(u32(b, address)))
    else if (size === 16 && b[i + 1] === 8 && u16(b, protocol + 6) === 0x86dd) out.fact(what, ip6At(b, address))
    i = address + size
  }
}
