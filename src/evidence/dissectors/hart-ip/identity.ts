import { hexText, textAt } from '../../../groundwork/bytes.ts'
import type { FactKind, Sink } from '../../dissector.ts'
import { u16, u24 } from '../integers.ts'
import { MAKERS } from './command-table.ts'

const BY = 'hart-ip.identity'
const kind = (attribute: string, by = BY): FactKind => ({ attribute, by })
const MAKE = kind('make')
const VENDOR = kind('vendor-id')
const TYPE = kind('device-type')
const UNIQUE_ID = kind('hart-unique-id')
const REVISION = kind('hart-revision')
const DEVICE_REVISION = kind('device-revision')
const FIRMWARE = kind('firmware')
const HARDWARE = kind('hardware')
const NAME = kind('name', 'hart-ip.tag')
const TAG = kind('tag', 'hart-ip.tag')
const DESCRIPTION = kind('description', 'hart-ip.tag')
const UNIT = kind('process-unit', 'hart-ip.tag')
const MODULE = kind('module')

/** Device profiles of a server that speaks for others: I/O system, WirelessHART gateway (HCF_SPEC-183, table 57). */
const FOR_OTHERS: ReadonlySet<number> = new Set([4, 132])
/** Latin-1 text of fixed length. */
const LONG_TAG = 32
const EXPANSION = 254
/** Universal revision from which a device type has 16 bits. */
const EXPANDED = 7

/** What one direction remembers: the long address of the server itself, once it has told it; -1 before. */
export interface IdentityState {
  own: number
}

/** A device as its answers come: its long address as a number, or -1 where it answers by its polling address. */
type Device = number

/**
 * Reports what the answer to a command says about the device. Whatever stands behind the server is told as a module of it:
 * only answers to a polling address, and those of the same device later, are about the server itself. `b[i]` is behind the status.
 */
export function readIdentity(
  state: IdentityState,
  command: number,
  b: Uint8Array,
  i: number,
  to: number,
  device: Device,
  out: Sink,
): void {
  switch (command) {
    case 0:
    case 11:
    case 21:
      return identifier(state, b, i, to, device, out)
    case 13:
      if (i + 18 > to) return
      tell(state, device, TAG, packed(b, i, i + 6), out)
      return tell(state, device, DESCRIPTION, packed(b, i + 6, i + 18), out)
    case 20:
      if (i + LONG_TAG <= to) tell(state, device, NAME, textOf(b, i, i + LONG_TAG), out)
      return
    case 520:
      if (i + LONG_TAG <= to) tell(state, device, UNIT, textOf(b, i, i + LONG_TAG), out)
      return
    case 84:
      if (i + 44 <= to) subDevice(b, i, out)
  }
}

/** The answer to command 0, 11 or 21 (HCF_SPEC-127, clause 6.1); older devices end before their manufacturer's wide id. */
function identifier(state: IdentityState, b: Uint8Array, i: number, to: number, device: Device, out: Sink): void {
  if (i + 12 > to || b[i] !== EXPANSION) return
  const expanded = b[i + 4]! >= EXPANDED
  const profile = i + 22 <= to ? b[i + 21]! : 0
  const id = (u16(b, i + 1) & 0x3fff) * 0x1000000 + u24(b, i + 9)
  if (device < 0 || FOR_OTHERS.has(profile)) state.own = id
  const vendor = expanded && i + 19 <= to ? u16(b, i + 17) : b[i + 1]!
  const type = expanded ? hexText(b, i + 1, i + 3) : hexText(b, i + 2, i + 3)
  const make = MAKERS[vendor]
  const unique = hexText(b, i + 1, i + 3) + hexText(b, i + 9, i + 12)
  if (state.own !== id) {
    out.fact(MODULE, `HART ${label(id)}: ${make ?? `vendor 0x${hexWord(vendor)}`}, device revision ${b[i + 5]}`)
    return
  }
  if (make !== undefined) out.fact(MAKE, make)
  out.fact(VENDOR, `0x${hexWord(vendor)}`)
  out.fact(TYPE, `0x${type}`)
  out.fact(UNIQUE_ID, unique)
  out.fact(REVISION, `${b[i + 4]}`)
  out.fact(DEVICE_REVISION, `${b[i + 5]}`)
  out.fact(FIRMWARE, `${b[i + 6]}`)
  out.fact(HARDWARE, `${b[i + 7]! >> 3}`)
}

/** The answer to command 84: what stands at a channel of an I/O card. */
function subDevice(b: Uint8Array, i: number, out: Sink): void {
  const id = (u16(b, i + 6) & 0x3fff) * 0x1000000 + u24(b, i + 8)
  const vendor = u16(b, i + 4)
  const tag = textOf(b, i + 12, i + 44)
  const what = [MAKERS[vendor] ?? `vendor 0x${hexWord(vendor)}`, `HART ${label(id)}`, ...(tag === '' ? [] : [tag])]
  out.fact(MODULE, `card ${b[i + 2]}, channel ${b[i + 3]}: ${what.join(', ')}`)
}

function tell(state: IdentityState, device: Device, what: FactKind, value: string, out: Sink): void {
  if (value === '') return
  if (device < 0 || device === state.own) out.fact(what, value)
  else out.fact(MODULE, `HART ${label(device)}: ${what === NAME ? 'long tag' : what.attribute} ${value}`)
}

/** A long address as people write it: type and number in hex. */
function label(id: number): string {
  const digits = id.toString(16).padStart(10, '0')
  return `${digits.slice(0, 4)}-${digits.slice(4)}`
}

function hexWord(n: number): string {
  return n.toString(16).padStart(4, '0')
}

function textOf(b: Uint8Array, from: number, to: number): string {
  return textAt(b, from, to)
    .replace(/[. ]+$/, '')
    .trim()
}

/** Text of four letters in three bytes (HCF_SPEC-127, packed ASCII). */
function packed(b: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let i = from; i + 3 <= to; i += 3) {
    const bits = u24(b, i)
    for (let shift = 18; shift >= 0; shift -= 6) {
      const letter = (bits >> shift) & 0x3f
      text += String.fromCharCode(letter < 0x20 ? letter + 0x40 : letter)
    }
  }
  // Bytes that were never written read as "@".
  return /[A-Z0-9]{2}/.test(text) ? text.replace(/@+$/, '').trim() : ''
}
