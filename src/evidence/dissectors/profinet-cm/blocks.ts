import { asciiText } from '../../../groundwork/bytes.ts'
import { macAt } from '../../../groundwork/mac.ts'
import type { FactKind, Sink } from '../../dissector.ts'
import { isUuid, uuid } from '../dce-rpc.ts'
import { profinetId, profinetMaker } from '../profinet-vendors-table.ts'
import { u16, u32 } from '../integers.ts'
import { tellText } from '../tell.ts'
import { OBJECTS, RELATIONS } from './operation-table.ts'

/** The UUIDs of PROFINET IO: interfaces differ in the first field, objects end with instance, device id and vendor id. */
export const PNIO = uuid('dea00000-6c97-11d1-8271-00a02442df7d')
/** Bytes that the UUIDs of all objects have in common. */
const OBJECT_HEAD = 10

/** Type, length and version of a block. */
const BLOCK_HEAD = 6
/** Blocks of one call that are looked at; a datagram has no room for more. */
const MOST_BLOCKS = 512

const [AR_REQUEST, CR_REQUEST, EXPECTED] = [0x0101, 0x0102, 0x0104]
const [AR_ANSWER, CR_ANSWER, SERVER_ANSWER] = [0x8101, 0x8102, 0x8106]
const READ_ANSWER = 0x8009
/** Length of the header of a read or write, as request and as answer. */
const RECORD_HEAD = 64
const [IM0, IM1, IM3] = [0x0020, 0x0021, 0x0023]
const NO_FRAME = 0xffff
const SUPERVISOR = 0x0006
const BOTH_WAYS = 3

const SLOT = OBJECTS.indexOf('slot')
const SUBSLOT = OBJECTS.indexOf('subslot')
const FRAME_ID = OBJECTS.indexOf('frame-id')

const BY = 'profinet.cm'
const NAME: FactKind = { attribute: 'name', by: BY }
const MAC: FactKind = { attribute: 'mac', by: BY }
const ROLE: FactKind = { attribute: 'role', by: BY }
const VENDOR: FactKind = { attribute: 'vendor-id', by: BY }
const DEVICE: FactKind = { attribute: 'device-id', by: BY }
const MAKE: FactKind = { attribute: 'make', by: BY }
const IM = 'profinet.im'
const IM_VENDOR: FactKind = { attribute: 'vendor-id', by: IM }
const IM_MAKE: FactKind = { attribute: 'make', by: IM }
const ORDER_NUMBER: FactKind = { attribute: 'order-number', by: IM }
const SERIAL: FactKind = { attribute: 'serial', by: IM }
const HARDWARE: FactKind = { attribute: 'hardware', by: IM }
const FIRMWARE: FactKind = { attribute: 'firmware', by: IM }
const TAG: FactKind = { attribute: 'tag', by: IM }
const LOCATION: FactKind = { attribute: 'location', by: IM }
const DESCRIPTION: FactKind = { attribute: 'description', by: IM }
const MODULE: FactKind = { attribute: 'module', by: IM }

/** Whether a UUID names an object of PROFINET IO; the caller has checked that 16 bytes are there. */
export function isPnioObject(b: Uint8Array, i: number, little: boolean): boolean {
  return isUuid(b, i, little, PNIO, 0, OBJECT_HEAD)
}

/** Tells device and vendor id out of the UUID of an object. */
export function tellObjectIds(
  b: Uint8Array,
  i: number,
  little: boolean,
  about: 'sender' | 'receiver',
  out: Sink,
): void {
  if (!isPnioObject(b, i, little)) return
  const vendor = u16(b, i + 14)
  out.fact(DEVICE, profinetId(u16(b, i + 12)), about)
  out.fact(VENDOR, profinetId(vendor), about)
  const make = profinetMaker(vendor)
  if (make) out.fact(MAKE, make, about)
}

/** Which row of `RELATIONS` a connect asks for; -1 for none of them. */
export function relationOf(b: Uint8Array, from: number, to: number): number {
  if (from + 8 > to || u16(b, from) !== AR_REQUEST) return -1
  const type = u16(b, from + BLOCK_HEAD)
  return RELATIONS.findIndex(([known]) => known === type)
}

/** What a connect says: who asks, and which slots and frames it is about. */
export function connectRequest(b: Uint8Array, from: number, to: number, out: Sink): void {
  for (let i = from, n = 0; i + BLOCK_HEAD <= to && n < MOST_BLOCKS; n++) {
    const end = Math.min(to, i + 4 + u16(b, i + 2))
    const type = u16(b, i)
    if (type === AR_REQUEST && i + 58 <= end) {
      const supervises = u16(b, i + 6) === SUPERVISOR
      out.fact(ROLE, supervises ? 'engineering' : 'controller')
      if (!supervises) out.fact(ROLE, 'field-device', 'receiver')
      tellMac(b, i + 26, out)
      tellObjectIds(b, i + 32, false, 'sender', out)
      tellText(NAME, b, i + 58, Math.min(end, i + 58 + u16(b, i + 56)), out)
    } else if (type === CR_REQUEST && i + 20 <= end) frameId(u16(b, i + 18), out)
    else if (type === EXPECTED) expected(b, i + BLOCK_HEAD, end, out)
    i = Math.max(end, i + 4)
  }
}

/** What the answer to a connect says about its sender. */
export function connectAnswer(b: Uint8Array, from: number, to: number, out: Sink): void {
  for (let i = from, n = 0; i + BLOCK_HEAD <= to && n < MOST_BLOCKS; n++) {
    const end = Math.min(to, i + 4 + u16(b, i + 2))
    const type = u16(b, i)
    if (type === AR_ANSWER && i + 32 <= end) tellMac(b, i + 26, out)
    else if (type === CR_ANSWER && i + 12 <= end) frameId(u16(b, i + 10), out)
    else if (type === SERVER_ANSWER && i + 8 <= end) tellText(NAME, b, i + 8, Math.min(end, i + 8 + u16(b, i + 6)), out)
    i = Math.max(end, i + 4)
  }
}

function frameId(id: number, out: Sink): void {
  if (id !== NO_FRAME) out.object(FRAME_ID, id, id)
}

/** Slots and subslots of an ExpectedSubmoduleBlock (clause 5.2.4.9). */
function expected(b: Uint8Array, from: number, to: number, out: Sink): void {
  if (from + 2 > to) return
  let i = from + 2
  for (let apis = u16(b, from); apis > 0 && i + 14 <= to; apis--) {
    out.object(SLOT, u16(b, i + 4), u16(b, i + 4))
    let submodules = u16(b, i + 12)
    for (i += 14; submodules > 0 && i + 8 <= to; submodules--) {
      out.object(SUBSLOT, u16(b, i), u16(b, i))
      i += 8 + ((u16(b, i + 6) & BOTH_WAYS) === BOTH_WAYS ? 12 : 6)
    }
  }
}

/** Identification and maintenance records (I&M; PI profile guideline, and clause 5.2.7) inside the answer to a read. */
export function readAnswer(b: Uint8Array, from: number, to: number, out: Sink): void {
  if (from + RECORD_HEAD > to || u16(b, from) !== READ_ANSWER) return
  const slot = u16(b, from + 28)
  const subslot = u16(b, from + 30)
  const end = Math.min(to, from + RECORD_HEAD + u32(b, from + 36))
  for (let i = from + RECORD_HEAD; i + BLOCK_HEAD <= end; ) {
    const last = Math.min(end, i + 4 + u16(b, i + 2))
    const type = u16(b, i)
    if (type === IM0 && i + 60 <= last) identity(b, i, slot, subslot, out)
    else if (slot === 0 && type === IM1 && i + 60 <= last) {
      tellText(TAG, b, i + 6, i + 38, out)
      tellText(LOCATION, b, i + 38, i + 60, out)
    } else if (slot === 0 && type === IM3) tellText(DESCRIPTION, b, i + 6, last, out)
    i = Math.max(last, i + 4)
  }
}

function identity(b: Uint8Array, i: number, slot: number, subslot: number, out: Sink): void {
  const order = asciiText(b, i + 8, i + 28).trim()
  const serial = asciiText(b, i + 28, i + 44).trim()
  const prefix = asciiText(b, i + 46, i + 47).trim()
  const firmware = `${prefix}${b[i + 47]}.${b[i + 48]}.${b[i + 49]}`
  if (slot > 0) {
    const parts = [order, serial === '' ? '' : `serial ${serial}`, `hardware ${u16(b, i + 44)}`, `firmware ${firmware}`]
    out.fact(MODULE, `slot ${slot}.${subslot}: ${parts.filter((part) => part !== '').join(', ')}`)
    return
  }
  const vendor = u16(b, i + 6)
  out.fact(IM_VENDOR, profinetId(vendor))
  const make = profinetMaker(vendor)
  if (make) out.fact(IM_MAKE, make)
  if (order !== '') out.fact(ORDER_NUMBER, order)
  if (serial !== '') out.fact(SERIAL, serial)
  out.fact(HARDWARE, `${u16(b, i + 44)}`)
  out.fact(FIRMWARE, firmware)
}

function tellMac(b: Uint8Array, i: number, out: Sink): void {
  const address = macAt(b, i)
  if (address !== '00:00:00:00:00:00') out.fact(MAC, address)
}
