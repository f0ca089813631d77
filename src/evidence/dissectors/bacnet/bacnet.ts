import { LLC } from '../../capture/link-protocols-table.ts'
import {
  ASKED,
  type Carrier,
  type Dissector,
  DONE,
  type FactKind,
  NO,
  REFUSED,
  type Sink,
  YES,
} from '../../dissector.ts'
import { u16 } from '../integers.ts'
import { apdu, startsApdu } from './apdu.ts'
import { origin } from './identity.ts'
import { BVLC, BVLC6, CODE, DETAIL, known, meaning, NL } from './meaning.ts'
import { NETWORK_NUMBER, objectName } from './object-table.ts'
import { LINK, LINK6 } from './service-table.ts'

const LONGEST = 65_535
/** The IEEE 802.2 address of BACnet, and the control field behind it (clause 7). */
const SAP = 0x82
const UNNUMBERED = 0x03
const OVER_IP4 = 0x81
const OVER_IP6 = 0x82
const LINK_HEAD = 4

const [RESULT, WRITE_TABLE, TABLE, FORWARDED, REGISTER, FOREIGN_TABLE, DELETE] = [0, 1, 3, 4, 5, 7, 8]
const [DISTRIBUTE, UNICAST, BROADCAST, SECURED] = [9, 10, 11, 12]

/** Control bits of the network layer (clause 6.2.2). */
const [IS_MESSAGE, HAS_DESTINATION, HAS_SOURCE, RESERVED] = [0x80, 0x20, 0x08, 0x50]
const EVERY_NETWORK = 0xffff
const LONGEST_ADDRESS = 18
const [I_AM_ROUTER, OF_VENDORS] = [1, 0x80]

const ROUTER: FactKind = { attribute: 'role', by: 'bacnet.network' }
const MANAGER: FactKind = { attribute: 'role', by: 'bacnet.link' }

/** BACnet over UDP and over IEEE 802.2 (ASHRAE 135, ISO 16484-5; annexes J and U). */
export const bacnet: Dissector<Carrier> = {
  id: 'bacnet',
  title: 'BACnet',
  hints: {
    udp: Array.from({ length: 16 }, (_, n) => 47808 + n),
    link: [LLC + SAP],
  },
  longest: LONGEST,
  recognizes(b, from, to, _direction, hinted, carrier) {
    if (carrier === 'link')
      return to - from >= 5 && b[from + 1] === SAP && b[from + 2] === UNNUMBERED && b[from + 3] === 1 ? YES : NO
    return looksLikeLink(b, from, to, hinted) ? YES : NO
  },
  start: (_direction, carrier) => carrier,
  read(carrier, b, from, to, _at, out) {
    origin.forwarded = -1
    origin.network = -1
    if (carrier === 'link' ? to - from < 5 : !looksLikeLink(b, from, to, true)) {
      if (to > from) out.lost(to - from)
    } else if (carrier === 'link') npdu(b, from + 3, to, out)
    else {
      const said = from + u16(b, from + 2)
      link(b, from, Math.min(to, said), out)
      if (said > to) out.lost(said - to)
    }
    return to - from
  },
  meaning,
  docs: {
    about: `BACnet/IP and BACnet/IPv6 on any port from 47808 to 47823, or anywhere when lengths and inner layers fit; BACnet over IEEE 802.2 as well. One datagram gives up to three names: \`BVLC_<function>\` (\`BVLC6_…\` over IPv6), \`NL_<type>\` for messages of the network layer, and for services \`CONF_\`, \`UNCONF_\`, \`SACK_\`, \`CACK_\` or \`ERR_<choice>\`, \`SEGACK\`, \`REJECT\`, \`ABORT\`. Touched objects are shown by type with their instances (a type alone, to be created, as instance 4194303), with the numbers of properties; of the network layer, network numbers. I-Am gives device instance, vendor id and make; read answers of the device object give name, product, firmware, software, make, location, description and serial number. What a device says through a forwarding device is told about its own address; a device behind a router is told under the router's address, as \`module\` and as \`device-<instance>-…\`. Passwords of restarts and of communication control are told as present. Of segmented messages only the first part is read for objects.`,
    checked: ['captures', 'reference', 'peer'],
    known,
  },
  objectName,
}

/** Shortest message of each function over IPv4, as far as it has a size of its own (annex J.2). */
const SHORTEST: Readonly<Record<number, number>> = {
  [RESULT]: 6,
  [FORWARDED]: 12,
  [REGISTER]: 6,
  [DELETE]: 10,
  [DISTRIBUTE]: 6,
  [UNICAST]: 6,
  [BROADCAST]: 6,
}

function looksLikeLink(b: Uint8Array, from: number, to: number, hinted: boolean): boolean {
  if (to - from < LINK_HEAD) return false
  const over6 = b[from] === OVER_IP6
  if (b[from] !== OVER_IP4 && !over6) return false
  const func = b[from + 1]!
  const length = u16(b, from + 2)
  if ((over6 ? LINK6 : LINK)[func] === undefined || length < LINK_HEAD) return false
  if (!over6 && length < (SHORTEST[func] ?? LINK_HEAD)) return false
  // A capture may have cut the datagram short; a stranger's bytes must fit to the last.
  if (hinted) return true
  if (length !== to - from) return false
  const inside = from + (over6 ? inside6(func) : inside4(func))
  if (inside > from) return startsNpdu(b, inside, to)
  return fixedLength(over6, func, length)
}

/** Whether a function without a message inside has the one length that it can have. */
function fixedLength(over6: boolean, func: number, length: number): boolean {
  if (over6) return length === (func === 0 ? 9 : func === 4 ? 28 : length) && length >= 7 && length <= 28
  switch (func) {
    case RESULT:
    case REGISTER:
      return length === 6
    case WRITE_TABLE:
    case TABLE:
    case FOREIGN_TABLE:
      return (length - LINK_HEAD) % 10 === 0
    case DELETE:
      return length === 10
    default:
      return length === LINK_HEAD
  }
}

/** Where the network layer begins behind the function of a message, counted from its start; 0 where there is none. */
function inside4(func: number): number {
  return func === FORWARDED ? 10 : func >= DISTRIBUTE && func <= BROADCAST ? LINK_HEAD : 0
}

function inside6(func: number): number {
  return func === 1 ? 10 : func === 2 || func === 12 ? 7 : func === 8 ? 25 : 0
}

function link(b: Uint8Array, from: number, to: number, out: Sink): void {
  const func = b[from + 1]!
  const over6 = b[from] === OVER_IP6
  const kind = (over6 ? BVLC6 : BVLC) | (func << CODE)
  if (func === RESULT) {
    const at = over6 ? from + 7 : from + 4
    const result = at + 2 <= to ? u16(b, at) : 0
    out.operation(kind | (Math.min(0xfff, result >> 4) << DETAIL), result === 0 ? DONE : REFUSED)
  } else out.operation(kind, !over6 && (func === TABLE || func === FOREIGN_TABLE) ? DONE : ASKED)
  if (!over6 && func === SECURED) return
  if (!over6 && (func === TABLE || func === FOREIGN_TABLE)) out.fact(MANAGER, 'bacnet-broadcast-manager')
  const inside = over6 ? inside6(func) : inside4(func)
  if (inside === 0 || from + inside >= to) return
  if (!over6 && func === FORWARDED) origin.forwarded = from + 4
  npdu(b, from + inside, to, out)
}

/** Whether a network layer message begins at `i` that leads to a known kind of inside. */
function startsNpdu(b: Uint8Array, i: number, to: number): boolean {
  if (to - i < 2 || b[i] !== 1 || b[i + 1]! & RESERVED) return false
  const inside = behindAddresses(b, i, to)
  if (inside < 0 || inside >= to) return false
  return b[i + 1]! & IS_MESSAGE ? b[inside]! <= 0x13 || b[inside]! >= OF_VENDORS : startsApdu(b, inside, to)
}

/** Where the payload begins behind destination, source and hop count; -1 where they do not fit. */
function behindAddresses(b: Uint8Array, i: number, to: number): number {
  const control = b[i + 1]!
  let at = i + 2
  if (control & HAS_DESTINATION) {
    if (at + 3 > to || b[at + 2]! > LONGEST_ADDRESS) return -1
    at += 3 + b[at + 2]!
  }
  if (control & HAS_SOURCE) {
    // A source has a network of its own and an address there.
    if (at + 3 > to || b[at + 2]! > LONGEST_ADDRESS || b[at + 2] === 0) return -1
    at += 3 + b[at + 2]!
  }
  return control & HAS_DESTINATION ? at + 1 : at
}

function npdu(b: Uint8Array, i: number, to: number, out: Sink): void {
  const inside = to - i < 2 || b[i] !== 1 ? -1 : behindAddresses(b, i, to)
  if (inside < 0 || inside >= to) return out.lost(to - i)
  const control = b[i + 1]!
  const destination = control & HAS_DESTINATION ? u16(b, i + 2) : EVERY_NETWORK
  if (control & HAS_SOURCE) origin.network = i + 2 + (control & HAS_DESTINATION ? 3 + b[i + 4]! : 0)
  if (control & IS_MESSAGE) message(b, inside, to, out)
  else if (!apdu(b, inside, to, out)) return out.lost(to - inside)
  if (destination !== EVERY_NETWORK) out.object(NETWORK_NUMBER, destination, destination)
  if (origin.network >= 0) out.object(NETWORK_NUMBER, u16(b, origin.network), u16(b, origin.network))
}

function message(b: Uint8Array, i: number, to: number, out: Sink): void {
  const type = b[i]!
  out.operation(NL | (type << CODE), type === 3 ? REFUSED : type === 1 || type === 7 || type === 19 ? DONE : ASKED)
  const networks = i + 1
  if (type === 0 || type === I_AM_ROUTER || type === 4 || type === 5) {
    for (let at = networks; at + 2 <= to; at += 2) out.object(NETWORK_NUMBER, u16(b, at), u16(b, at))
  } else if ((type === 2 || type === 8 || type === 9 || type === 19) && networks + 2 <= to)
    out.object(NETWORK_NUMBER, u16(b, networks), u16(b, networks))
  else if (type === 3 && networks + 3 <= to) out.object(NETWORK_NUMBER, u16(b, networks + 1), u16(b, networks + 1))
  if (type === I_AM_ROUTER && origin.forwarded < 0 && origin.network < 0) out.fact(ROUTER, 'bacnet-router')
}
