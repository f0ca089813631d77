import { hexText } from '../../../groundwork/bytes.ts'
import { ip4Text } from '../../../groundwork/ip.ts'
import type { FactKind, Sink } from '../../dissector.ts'
import { u16, u32 } from '../integers.ts'
import { DEVICE, IDENTITY } from './object-table.ts'
import { isIdentifier, readTag, tag, tagNumber, tagText } from './tags.ts'
import { VENDORS } from './vendor-table.ts'

const I_AM = 'bacnet.i-am'
const INSTANCE: FactKind = { attribute: 'device-instance', by: I_AM }
const VENDOR_ID: FactKind = { attribute: 'vendor-id', by: I_AM }
const MAKE: FactKind = { attribute: 'make', by: I_AM }
const MODULE: FactKind = { attribute: 'module', by: I_AM }
const NAME: FactKind = { attribute: 'name', by: 'bacnet.i-have' }

const BY = 'bacnet.device'
/** Devices behind one router, or behind all of a capture, whose properties are told apart. */
const MOST_KINDS = 4096
const kinds = new Map<string, FactKind>()

const [UNSIGNED, CHARACTERS, ENUMERATED, OBJECT_ID] = [2, 7, 9, 12]

/** From where a message came, beyond the IP header that carried it; indexes into its bytes, -1 for none. */
export const origin = {
  /** The address that a forwarding device names as the sender. */
  forwarded: -1,
  /** The network and address of the sender behind a router. */
  network: -1,
}

function about(b: Uint8Array): Parameters<Sink['fact']>[2] {
  return origin.forwarded < 0 ? 'sender' : ip4Text(u32(b, origin.forwarded))
}

/** An I-Am (clause 16.10.3): device identifier, longest message, segmentation, vendor. */
export function readIAm(b: Uint8Array, from: number, to: number, out: Sink): void {
  let i = readTag(b, from, to)
  if (i < 0 || tag.context || tag.number !== OBJECT_ID || !isIdentifier()) return
  const instance = u32(b, tag.from) & 0x3fffff
  i = readTag(b, i, to)
  if (i >= 0) i = readTag(b, i, to)
  if (i < 0 || tag.context || tag.number !== ENUMERATED) return
  i = readTag(b, i, to)
  if (i < 0 || tag.context || tag.number !== UNSIGNED) return
  const vendor = tagNumber(b)
  const who = about(b)
  out.fact(INSTANCE, `${instance}`, who)
  out.fact(VENDOR_ID, `${vendor}`, who)
  const make = VENDORS[vendor]
  if (origin.network < 0) {
    if (make) out.fact(MAKE, make, who)
  } else out.fact(MODULE, `${placeOf(b)}: device ${instance}, ${make ?? `vendor ${vendor}`}`, who)
}

/** The place of a device behind a router: its network and its address there. */
function placeOf(b: Uint8Array): string {
  const at = origin.network
  const length = b[at + 2]!
  const address = length === 1 ? `${b[at + 3]}` : hexText(b, at + 3, at + 3 + length)
  return `network ${u16(b, at)}, address ${address}`
}

/** An I-Have about the device object itself (clause 16.9.3): its name. `from` stands behind the device identifier. */
export function readIHave(b: Uint8Array, from: number, to: number, out: Sink): void {
  const i = readTag(b, from, to)
  if (i < 0 || tag.number !== OBJECT_ID || !isIdentifier() || u32(b, tag.from) >>> 22 !== DEVICE) return
  if (readTag(b, i, to) < 0 || tag.context || tag.number !== CHARACTERS || origin.network >= 0) return
  const name = tagText(b)
  if (name !== '') out.fact(NAME, name, about(b))
}

/** A property of an object in an answer: what the device object says about its device. The value begins at `i`. */
export function readProperty(b: Uint8Array, object: number, property: number, i: number, to: number, out: Sink): void {
  if (object >>> 22 !== DEVICE) return
  const attribute = IDENTITY.get(property)
  if (attribute === undefined || readTag(b, i, to) < 0 || tag.context) return
  const value = tag.number === CHARACTERS ? tagText(b) : tag.number === UNSIGNED ? `${tagNumber(b)}` : ''
  if (value === '') return
  const kind = kindOf(attribute, object & 0x3fffff)
  if (kind) out.fact(kind, value, about(b))
}

/** A device behind a router is another device than the one with the address: its attributes bear its instance. */
function kindOf(attribute: string, instance: number): FactKind | undefined {
  const name = origin.network < 0 ? attribute : `device-${instance}-${attribute}`
  let kind = kinds.get(name)
  if (!kind && kinds.size < MOST_KINDS) kinds.set(name, (kind = { attribute: name, by: BY }))
  return kind
}
