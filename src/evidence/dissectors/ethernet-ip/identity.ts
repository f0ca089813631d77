import { textAt } from '../../../groundwork/bytes.ts'
import { type Ip, ip4Text, ipBits, isUnicast } from '../../../groundwork/ip.ts'
import type { FactKind, Sink } from '../../dissector.ts'
import { u16le, u32, u32le } from '../integers.ts'
import { DEVICE_TYPES, MODES, SECURITY_STATES, STATES, VENDORS } from './identity-table.ts'

/** What devices say of themselves: identity (CIP Volume 1, clause 5A-2), TCP/IP interface, and PCCC's diagnostic status. */

const LISTED = 'ethernet-ip.list-identity'
const fact = (attribute: string, by = LISTED): FactKind => ({ attribute, by })
const MAKE = fact('make')
const VENDOR_ID = fact('vendor-id')
const ROLE = fact('role')
const PRODUCT_CODE = fact('product-code')
const PRODUCT = fact('product')
const FIRMWARE = fact('firmware')
const SERIAL = fact('serial')
const STATE = fact('state')
const KEY_SWITCH = fact('key-switch')
const ADDRESS = fact('ip')
const SECURITY = fact('cip-security')
const MODULE = fact('module', 'cip.identity')
const ORIGINATOR = fact('originator', 'cip.originator')
const HOST_NAME = fact('name', 'cip.tcp-ip-interface')
const DOMAIN = fact('domain', 'cip.tcp-ip-interface')
const DIAGNOSTIC = 'pccc.diagnostic-status'
const ORDER_NUMBER = fact('order-number', DIAGNOSTIC)
const PCCC_MAKE = fact('make', DIAGNOSTIC)
const HARDWARE = fact('hardware', DIAGNOSTIC)
const MODE = fact('state', DIAGNOSTIC)

const ROCKWELL = 1
const CONTROLLER = 0x0e
/** Vendor, device type, product code, revision, status, serial number and the length of the name. */
const HEAD = 15
const LONGEST_NAME = 32
/** Encapsulation version and socket address before the identity in a list. */
const SOCKET = 18

/** What one direction has told already, so that what comes with every message is told once. */
export interface Told {
  vendor: number
  serial: number
  hash: number
  /** The serial number that the device itself gave, by which it is told from modules behind it. */
  own: number
}

/**
 * Reports an item of an answer to "list identity" (CIP Volume 2, clause 2-4.2). Where one answer lists several devices,
 * each is reported about the address it names.
 */
export function listedIdentity(state: Told, b: Uint8Array, i: number, to: number, several: boolean, out: Sink): void {
  const at = i + SOCKET
  if (at + HEAD > to) return
  const nameTo = at + HEAD + b[at + 14]!
  if (nameTo > to) return
  const bits = u32(b, i + 6)
  const address = ip4Text(bits)
  const about: 'sender' | Ip = several && unicast(address) ? address : 'sender'
  const vendor = u16le(b, at)
  const type = u16le(b, at + 2)
  const make = VENDORS[vendor]
  if (make !== undefined) out.fact(MAKE, make, about)
  out.fact(VENDOR_ID, `${vendor}`, about)
  if (DEVICE_TYPES[type] !== undefined) out.fact(ROLE, DEVICE_TYPES[type], about)
  out.fact(PRODUCT_CODE, `${u16le(b, at + 4)}`, about)
  out.fact(FIRMWARE, `${b[at + 6]! & 0x7f}.${b[at + 7]}`, about)
  out.fact(SERIAL, serialText(b, at + 10), about)
  const name = textAt(b, at + HEAD, nameTo).trim()
  if (name !== '') out.fact(PRODUCT, name, about)
  const condition = nameTo < to ? STATES[b[nameTo]!] : undefined
  if (condition !== undefined) out.fact(STATE, condition, about)
  const key = keySwitch(vendor, type, u16le(b, at + 8))
  if (key !== undefined) out.fact(KEY_SWITCH, key, about)
  if (!several) {
    state.own = u32le(b, at + 10)
    if (unicast(address)) out.fact(ADDRESS, address)
  }
}

/** Reports the state of CIP Security that stands beside an identity (CIP Volume 8). */
export function listedSecurity(b: Uint8Array, i: number, to: number, out: Sink): void {
  const condition = i + 3 <= to ? SECURITY_STATES[b[i + 2]!] : undefined
  if (condition !== undefined) out.fact(SECURITY, condition)
}

/**
 * Reports the module that an answer to "get all attributes" describes, where its layout proves that the identity object
 * answers. The answer does not say whether the device itself or a module behind it speaks, so it is told as a module.
 */
export function identityReply(state: Told, b: Uint8Array, from: number, to: number, out: Sink): void {
  if (to - from < HEAD) return
  const size = b[from + 14]!
  const end = from + HEAD + size
  if (size === 0 || size > LONGEST_NAME || end > to || to - end > 32) return
  if (u16le(b, from) === 0 || b[from + 6] === 0 || !isPrintable(b, from + HEAD, end)) return
  tellModule(state, b, from, from + 2, from + 4, from + 6, from + 10, from + HEAD, end, out)
}

/** Bytes of the attributes of an identity in a list, by number; 0 is a short text. */
const ATTRIBUTE_BYTES: readonly (number | undefined)[] = [undefined, 2, 2, 2, 2, 2, 4, 0, 1]

/** The same from an answer to "get a list of attributes": all that was asked must be attributes of an identity, name and serial among them. */
export function identityListReply(state: Told, b: Uint8Array, from: number, to: number, out: Sink): void {
  const count = to - from >= 2 ? u16le(b, from) : 0
  if (count < 4 || count > 8) return
  let vendor = -1
  let type = -1
  let code = -1
  let revision = -1
  let serial = -1
  let name = -1
  let i = from + 2
  for (let n = 0; n < count; n++) {
    if (i + 5 > to || u16le(b, i + 2) !== 0) return
    const attribute = u16le(b, i)
    const bytes = ATTRIBUTE_BYTES[attribute]
    if (bytes === undefined) return
    i += 4
    if (attribute === 1) vendor = i
    else if (attribute === 2) type = i
    else if (attribute === 3) code = i
    else if (attribute === 4) revision = i
    else if (attribute === 6) serial = i
    else if (attribute === 7) name = i
    i += bytes === 0 ? 1 + b[i]! : bytes
  }
  if (i !== to || vendor < 0 || serial < 0 || name < 0 || type < 0 || code < 0 || revision < 0) return
  const end = name + 1 + b[name]!
  if (b[name] === 0 || b[name]! > LONGEST_NAME || !isPrintable(b, name + 1, end)) return
  tellModule(state, b, vendor, type, code, revision, serial, name + 1, end, out)
}

function tellModule(
  state: Told,
  b: Uint8Array,
  vendorAt: number,
  typeAt: number,
  codeAt: number,
  revisionAt: number,
  serialAt: number,
  name: number,
  end: number,
  out: Sink,
): void {
  if (u32le(b, serialAt) === state.own || !isNews(state, b, vendorAt, end)) return
  const vendor = u16le(b, vendorAt)
  const type = u16le(b, typeAt)
  const parts = [
    VENDORS[vendor] ?? `vendor ${vendor}`,
    DEVICE_TYPES[type] ?? `device type ${type}`,
    `product code ${u16le(b, codeAt)}`,
    `firmware ${b[revisionAt]! & 0x7f}.${b[revisionAt + 1]}`,
    `serial ${serialText(b, serialAt)}`,
  ]
  out.fact(MODULE, `${textAt(b, name, end).trim()} (${parts.join(', ')})`)
}

/**
 * Reports host name and domain that an answer of the TCP/IP interface object gives (CIP Volume 2, clause 5-4), about the
 * address that stands in it. The path to the link object in its middle proves the layout.
 */
export function interfaceReply(b: Uint8Array, from: number, to: number, out: Sink): void {
  const i = from + 18
  if (i + 24 > to || u16le(b, from + 12) !== 2 || b[from + 14] !== 0x20 || b[from + 15] !== 0xf6) return
  const address = ip4Text(u32le(b, i))
  const size = u16le(b, i + 20)
  const domainTo = i + 22 + size
  // A text of odd length is followed by a byte of filling.
  const nameAt = domainTo + (size & 1)
  if (!unicast(address) || nameAt + 2 > to) return
  const nameTo = nameAt + 2 + u16le(b, nameAt)
  if (nameTo > to || !isPrintable(b, i + 22, domainTo) || !isPrintable(b, nameAt + 2, nameTo)) return
  const domain = textAt(b, i + 22, domainTo).trim()
  const name = textAt(b, nameAt + 2, nameTo).trim()
  if (domain !== '') out.fact(DOMAIN, domain, address)
  if (name !== '') out.fact(HOST_NAME, name, address)
}

/** Reports who opens a connection or runs a command: vendor and serial number that the sender gives for itself. */
export function originator(state: Told, b: Uint8Array, i: number, out: Sink): void {
  const vendor = u16le(b, i)
  const serial = u32le(b, i + 2)
  if (vendor === state.vendor && serial === state.serial) return
  state.vendor = vendor
  state.serial = serial
  out.fact(ORIGINATOR, `${VENDORS[vendor] ?? `vendor ${vendor}`}, serial ${serialText(b, i + 2)}`)
}

/** Reports order number, series and mode of a SLC 500 or MicroLogix; `from` to `to` is the data of a diagnostic status. */
export function diagnosticStatus(state: Told, b: Uint8Array, from: number, to: number, out: Sink): void {
  if (to - from < 19 || b[from + 1] !== 0xee || !isPrintable(b, from + 5, from + 16)) return
  if (!isNews(state, b, from, from + 19)) return
  const order = textAt(b, from + 5, from + 16).trim()
  if (!/^\d{4}-[A-Z0-9]/.test(order)) return
  out.fact(PCCC_MAKE, 'Rockwell Automation')
  out.fact(ORDER_NUMBER, order)
  out.fact(HARDWARE, `series ${String.fromCharCode(0x41 + (b[from + 4]! >> 5))}`)
  const mode = MODES[b[from + 18]! & 0x1f]
  if (mode !== undefined) out.fact(MODE, mode)
}

/** Logix controllers show the position of their key in the upper bits of the status word. */
function keySwitch(vendor: number, type: number, status: number): string | undefined {
  return vendor === ROCKWELL && type === CONTROLLER
    ? [undefined, 'run', 'program', 'remote'][(status >> 12) & 3]
    : undefined
}

/** Whether bytes differ from those looked at before; what is polled again and again makes no text each time. */
function isNews(state: Told, b: Uint8Array, from: number, to: number): boolean {
  let hash = to - from
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ b[i]!, 0x01000193)
  if (hash === state.hash) return false
  state.hash = hash
  return true
}

function isPrintable(b: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (b[i]! < 0x20 || b[i] === 0x7f) return false
  return true
}

function unicast(address: Ip): boolean {
  return isUnicast(ipBits(address)!)
}

function serialText(b: Uint8Array, i: number): string {
  return `0x${u32le(b, i).toString(16).padStart(8, '0')}`
}
