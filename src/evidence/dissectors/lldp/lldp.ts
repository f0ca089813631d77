import { asciiText } from '../../../groundwork/bytes.ts'
import { ip4Text, ip6At } from '../../../groundwork/ip.ts'
import { macAt } from '../../../groundwork/mac.ts'
import { ASKED, C2S, type Dissector, type FactKind, NO, type Sink, YES } from '../../dissector.ts'
import { u16, u24, u32 } from '../integers.ts'
import { tellText } from '../tell.ts'
import { tellDescription } from './description.ts'
import { CAPABILITIES, MED } from './tlv-table.ts'

const ETHERTYPE = 0x88cc
const LONGEST = 1600
const HEAD = 2
const MOST_TLVS = 200

const [CHASSIS, PORT, TTL, PORT_DESCRIPTION, NAME, DESCRIPTION, CAPABLE, MANAGEMENT] = [1, 2, 3, 4, 5, 6, 7, 8]
const ORGANIZATION = 127
/** Kinds of chassis and port id that are no text (IEEE 802.1AB, 8.5.2.2 and 8.5.3.2): MAC and network address. */
const CHASSIS_MAC = 4
const CHASSIS_ADDRESS = 5
const PORT_MAC = 3
const PORT_ADDRESS = 4
const [FAMILY_IP4, FAMILY_IP6] = [1, 2]

/** Who defines further fields: IEEE 802.1, TIA (media endpoints), PROFIBUS & PROFINET International. */
const [OF_IEEE, OF_TIA, OF_PI] = [0x0080c2, 0x0012bb, 0x000ecf]
const PORT_VLAN = 1
const PI_CHASSIS_MAC = 5

const ANNOUNCES = 0
const LEAVES = 1

const BY = 'lldp'
const kind = (attribute: string): FactKind => ({ attribute, by: BY })
const KINDS = {
  chassis: kind('chassis-id'),
  mac: kind('mac'),
  ip: kind('ip'),
  port: kind('port'),
  portMac: kind('port-mac'),
  portDescription: kind('port-description'),
  name: kind('name'),
  description: kind('description'),
  role: kind('role'),
  management: kind('management-address'),
  vlan: kind('native-vlan'),
}
const MED_KINDS: ReadonlyMap<number, FactKind> = new Map(
  Object.entries(MED).map(([subtype, attribute]) => [Number(subtype), { attribute, by: 'lldp.med' }]),
)

/** Link layer discovery (IEEE 802.1AB), with the fields of PROFINET and of media endpoints (TIA-1057). */
export const lldp: Dissector<null> = {
  id: 'lldp',
  title: 'LLDP',
  hints: { link: [ETHERTYPE] },
  longest: LONGEST,
  recognizes: (b, from, to) => (isAnnouncement(b, from, to) ? YES : NO),
  start: () => null,
  read(_state, b, from, to, _at, out) {
    if (isAnnouncement(b, from, to)) announcement(b, from, to, out)
    else if (to > from) out.lost(to - from)
    return to - from
  },
  meaning: (code) =>
    code === ANNOUNCES
      ? { name: 'ANNOUNCE', title: 'says what it is', class: 'diagnose' }
      : code === LEAVES
        ? { name: 'LEAVE', title: 'says that it leaves', class: 'diagnose' }
        : { name: `KIND_${code}`, title: 'unknown', class: 'other' },
  docs: {
    about: `Announcements between neighbors, about the MAC that sends: system name and description, port, management address, chassis id, role by the capabilities that are enabled, native VLAN. PROFINET devices add the MAC of the device itself, which differs from that of the port. Media endpoints add hardware, firmware, software, serial number, make, model and asset number. Descriptions in the way of Siemens give order number, hardware and firmware as well. A time to live of zero takes the announcement back (\`LEAVE\`).`,
    checked: ['captures', 'reference', 'peer'],
    *known() {
      yield { code: ANNOUNCES, direction: C2S, outcome: ASKED } as const
      yield { code: LEAVES, direction: C2S, outcome: ASKED } as const
    },
  },
  objectName: (object) => `kind ${object}`,
}

/** Whether the three fields that always come first stand there in their order (clause 8.2). */
function isAnnouncement(b: Uint8Array, from: number, to: number): boolean {
  let i = from
  for (let type = CHASSIS; type <= TTL; type++) {
    if (i + HEAD > to || b[i]! >> 1 !== type || lengthOf(b, i) < 2 || i + HEAD + lengthOf(b, i) > to) return false
    i += HEAD + lengthOf(b, i)
  }
  return true
}

function lengthOf(b: Uint8Array, i: number): number {
  return u16(b, i) & 0x1ff
}

function announcement(b: Uint8Array, from: number, to: number, out: Sink): void {
  const port = from + HEAD + lengthOf(b, from)
  const ttl = port + HEAD + lengthOf(b, port)
  out.operation(u16(b, ttl + HEAD) === 0 ? LEAVES : ANNOUNCES, ASKED)
  for (let i = from, n = 0; i + HEAD <= to && b[i]! >> 1 !== 0 && n < MOST_TLVS; n++) {
    const end = i + HEAD + lengthOf(b, i)
    if (end > to) return out.lost(to - i)
    field(b, b[i]! >> 1, i + HEAD, end, out)
    i = end
  }
}

function field(b: Uint8Array, type: number, i: number, end: number, out: Sink): void {
  switch (type) {
    case CHASSIS:
      return chassis(b, i, end, out)
    case PORT:
      return port(b, i, end, out)
    case PORT_DESCRIPTION:
      return tellText(KINDS.portDescription, b, i, end, out)
    case NAME:
      return tellText(KINDS.name, b, i, end, out)
    case DESCRIPTION:
      tellText(KINDS.description, b, i, end, out)
      return tellDescription(asciiText(b, i, end), out)
    case CAPABLE:
      if (end - i >= 4) roles(u16(b, i + 2), out)
      return
    case MANAGEMENT:
      // Length of kind and address, kind, address.
      return address(KINDS.management, b, i + 1, Math.min(end, i + 1 + (i < end ? b[i]! : 0)), out)
    case ORGANIZATION:
      if (end - i >= 4) organization(b, u24(b, i), b[i + 3]!, i + 4, end, out)
  }
}

function chassis(b: Uint8Array, i: number, end: number, out: Sink): void {
  if (b[i] === CHASSIS_MAC && end - i === 7) {
    out.fact(KINDS.chassis, macAt(b, i + 1))
    out.fact(KINDS.mac, macAt(b, i + 1))
  } else if (b[i] === CHASSIS_ADDRESS) address(KINDS.ip, b, i + 1, end, out)
  else tellText(KINDS.chassis, b, i + 1, end, out)
}

function port(b: Uint8Array, i: number, end: number, out: Sink): void {
  if (b[i] === PORT_MAC && end - i === 7) out.fact(KINDS.portMac, macAt(b, i + 1))
  else if (b[i] === PORT_ADDRESS) address(KINDS.port, b, i + 1, end, out)
  else tellText(KINDS.port, b, i + 1, end, out)
}

function address(what: FactKind, b: Uint8Array, i: number, end: number, out: Sink): void {
  if (end - i === 5 && b[i] === FAMILY_IP4) out.fact(what, ip4Text(u32(b, i + 1)))
  else if (end - i === 17 && b[i] === FAMILY_IP6) out.fact(what, ip6At(b, i + 1))
}

function roles(enabled: number, out: Sink): void {
  for (const [bit, role] of CAPABILITIES) if (enabled & bit) out.fact(KINDS.role, role)
}

function organization(b: Uint8Array, who: number, subtype: number, i: number, end: number, out: Sink): void {
  if (who === OF_TIA) {
    const what = MED_KINDS.get(subtype)
    if (what) tellText(what, b, i, end, out)
  } else if (who === OF_PI && subtype === PI_CHASSIS_MAC && end - i >= 6) out.fact(KINDS.mac, macAt(b, i))
  else if (who === OF_IEEE && subtype === PORT_VLAN && end - i >= 2 && u16(b, i) > 0)
    out.fact(KINDS.vlan, `${u16(b, i)}`)
}
