import { hexText, textAt } from '../../../groundwork/bytes.ts'
import type { FactKind, Sink } from '../../dissector.ts'
import { u16, u32 } from '../integers.ts'
import { CONFIGURATION_3, OBJECTS } from './frame-table.ts'

const BY = 'synchrophasor.configuration'
const NAME: FactKind = { attribute: 'name', by: BY }
const MODULE: FactKind = { attribute: 'module', by: BY }
const STREAM: FactKind = { attribute: 'stream-id', by: BY }
const UUID: FactKind = { attribute: 'uuid', by: BY }
const LOCATION: FactKind = { attribute: 'location', by: BY }
const DESCRIPTION: FactKind = { attribute: 'description', by: 'synchrophasor.header' }

const PMU = OBJECTS.indexOf('pmu')
const NAME_LENGTH = 16
/** Measuring units of one frame that are looked at. */
const MOST_UNITS = 512
/** More than this is no text for a person. */
const LONGEST_TEXT = 1024

/** Reports the units that a configuration frame of any kind lists; `i` is behind the common header, `to` before the check word. */
export function readConfiguration(b: Uint8Array, i: number, to: number, type: number, stream: number, out: Sink): void {
  const third = type === CONFIGURATION_3
  // A third configuration may come in several frames, and only the first begins with a unit.
  if (third && u16(b, i) > 1) return
  const units = u16(b, i + (third ? 6 : 4))
  out.fact(STREAM, `${stream}`)
  let p = i + (third ? 8 : 6)
  for (let n = 0; n < Math.min(units, MOST_UNITS) && p > 0; n++)
    p = third ? thirdUnit(b, p, to, units, out) : unit(b, p, to, units, out)
}

/** Reports the text of a header frame. */
export function readHeader(b: Uint8Array, from: number, to: number, out: Sink): void {
  const text = textAt(b, from, Math.min(to, from + LONGEST_TEXT)).trim()
  if (text !== '') out.fact(DESCRIPTION, text)
}

/** A unit of configurations 1 and 2 (IEEE C37.118.2-2011, table 8); returns where it ends, or -1 when it does not. */
function unit(b: Uint8Array, p: number, to: number, units: number, out: Sink): number {
  const numbers = p + NAME_LENGTH
  if (numbers + 10 > to) return -1
  told(b, p, numbers, u16(b, numbers), units, out)
  const [phasors, analogs, digitals] = [u16(b, numbers + 4), u16(b, numbers + 6), u16(b, numbers + 8)]
  const names = phasors + analogs + 16 * digitals
  const end = numbers + 10 + NAME_LENGTH * names + 4 * (phasors + analogs + digitals) + 4
  return end > to ? -1 : end
}

/** A unit of configuration 3 (table 10): names behind their length, an identity of its own, and a place on earth. */
function thirdUnit(b: Uint8Array, p: number, to: number, units: number, out: Sink): number {
  if (p >= to) return -1
  const numbers = p + 1 + b[p]!
  if (numbers + 26 > to) return -1
  told(b, p + 1, numbers, u16(b, numbers), units, out)
  const id = hexText(b, numbers + 2, numbers + 18)
  if (units === 1 && !/^(00|ff)*$/.test(id)) out.fact(UUID, id)
  const [phasors, analogs, digitals] = [u16(b, numbers + 20), u16(b, numbers + 22), u16(b, numbers + 24)]
  let at = numbers + 26
  for (let names = phasors + analogs + 16 * digitals; names > 0; names--) {
    if (at >= to) return -1
    at += 1 + b[at]!
  }
  at += 12 * phasors + 8 * analogs + 4 * digitals
  const end = at + 25
  if (end > to) return -1
  if (units === 1) place(b, at, out)
  return end
}

function told(b: Uint8Array, from: number, to: number, id: number, units: number, out: Sink): void {
  out.object(PMU, id, id)
  const name = textAt(b, from, to).trim()
  // Of a concentrator, each unit is a part.
  if (units > 1) out.fact(MODULE, name === '' ? `PMU ${id}` : `PMU ${id}: ${name}`)
  else if (name !== '') out.fact(NAME, name)
}

function place(b: Uint8Array, at: number, out: Sink): void {
  const latitude = float(u32(b, at))
  const longitude = float(u32(b, at + 4))
  // Infinity stands for unknown.
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return
  out.fact(LOCATION, `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`)
}

/** A single-precision number from its bits (IEEE 754). */
function float(bits: number): number {
  const view = new DataView(new ArrayBuffer(4))
  view.setUint32(0, bits)
  return view.getFloat32(0)
}
