import type { Sink } from '../../dissector.ts'
import { u16le, u32le } from '../integers.ts'
import { readAttribute } from './attributes.ts'
import { fileObject, fileRefused, tellsCredentials } from './files.ts'
import { RESPONSE, WITH_VALUES } from './function-table.ts'
import { POINTS, SIZE_IS_VARIATION, SIZES, TOPIC_OF_GROUP } from './object-table.ts'

/** Kinds of numbers a message touches; below these, groups and points are counted up from a base of their own. */
const KINDS = ['class', 'control-code', 'indication', 'file', 'application'] as const
const [CLASS, CONTROL_CODE, INDICATION, FILE, APPLICATION] = [0, 1, 2, 3, 4]
const ADDRESS = 1 << 20
const GROUP = 2 << 20
const POINT = 3 << 20

const TOPIC_POINTS = 1
const TOPIC_OTHER = 14
/** Most object headers of one message that are looked at. */
const MOST_HEADERS = 512
/** Index range of "all points". */
const ALL = 0xffff

/** What a walk over the objects of a message found; one object that each walk fills anew. */
export const found = { topic: 0, refused: false }

/** The name of a kind of object: `from-4-to` holds destinations, `g12` variations, `binary-command` indexes. */
export function objectName(kind: number): string {
  const low = kind & (ADDRESS - 1)
  if (kind - low === ADDRESS) return `from-${low}-to`
  if (kind - low === GROUP) return `g${low}`
  if (kind - low === POINT) return POINTS[low] ?? `g${low}-index`
  return KINDS[kind] ?? `kind ${kind}`
}

/** Reports who speaks to whom. */
export function addresses(source: number, destination: number, out: Sink): void {
  out.object(ADDRESS | source, destination, destination)
}

/** Reports the internal indications that are set, as numbers from 0 (IIN1.0) to 15 (IIN2.7). */
export function indications(bits: number, out: Sink): void {
  for (let n = 0; n < 16; n++) if (bits & (1 << n)) out.object(INDICATION, n, n)
}

/**
 * Goes over the object headers of a message (IEEE 1815-2012, clause 4.2.2.7). Without a sink it only fills `found`; with one
 * it reports what is touched and told. What cannot be followed any further is counted as lost.
 */
export function walk(b: Uint8Array, from: number, to: number, code: number, out: Sink | undefined): void {
  if (!out) {
    found.topic = 0
    found.refused = false
  }
  let p = from
  for (let n = 0; n < MOST_HEADERS && p + 3 <= to; n++) {
    const next = header(b, p, to, code, out)
    if (next < 0) {
      if (out && to > p) out.lost(to - p)
      return
    }
    p = next
  }
  if (out && p < to) out.lost(to - p)
}

/** One object header with its objects; returns where the next one begins, or -1. */
function header(b: Uint8Array, i: number, to: number, code: number, out: Sink | undefined): number {
  const group = b[i]!
  const variation = b[i + 1]!
  const prefix = (b[i + 2]! >> 4) & 7
  const range = b[i + 2]! & 15
  if (!out) setTopic(group)
  out?.object(GROUP | group, variation, variation)

  let p = i + 3
  if (range === 6) {
    if (prefix !== 0) return -1
    if (out) all(group, variation, out)
    return p
  }
  const spans = range < 6
  const wide = widthOf(range)
  if (wide === 0 || p + (spans ? 2 : 1) * wide > to) return -1
  const first = number(b, p, wide)
  const last = spans ? number(b, p + wide, wide) : first - 1
  if (spans && last < first) return -1
  const count = spans ? last - first + 1 : first
  p += spans ? 2 * wide : wide
  if (group === 60 && variation > 0 && out) out.object(CLASS, variation - 1, variation - 1)

  const values = WITH_VALUES.has(code) || group === 120 || ((code === 11 || code === 12) && group === 50)
  if (prefix === 7) return -1
  if (prefix >= 4) return sized(b, p, to, group, variation, count, prefix === 6 ? 4 : prefix - 3, out)
  if (prefix > 0) return indexed(b, p, to, code, group, variation, count, prefix === 3 ? 4 : prefix, values, out)
  if (spans && out && group !== 0) points(group, first, last, out)
  if (!values || count === 0) return p
  if (group === 0) return attributes(b, p, to, variation, first, count, out)
  const size = sizeOf(group, variation)
  if (size === undefined) return -1
  const end = p + (size < 0 ? Math.ceil((count * -size) / 8) : count * size)
  if (end > to) return -1
  if (!out && size > 0 && code === RESPONSE && commands(group))
    for (let at = p + size; at <= end; at += size) status(b, at)
  return end
}

/** Objects that each stand behind their index. */
function indexed(
  b: Uint8Array,
  from: number,
  to: number,
  code: number,
  group: number,
  variation: number,
  count: number,
  wide: number,
  values: boolean,
  out: Sink | undefined,
): number {
  const size = values ? sizeOf(group, variation) : 0
  if (size === undefined || size < 0) return -1
  let p = from
  for (let n = 0; n < count; n++) {
    const end = p + wide + size
    if (end > to) return -1
    if (out) {
      const index = number(b, p, wide)
      points(group, index, index, out)
      if (size > 0 && group === 12 && variation === 1 && code !== RESPONSE)
        out.object(CONTROL_CODE, b[p + wide]!, b[p + wide]!)
    } else if (size > 0 && code === RESPONSE && commands(group)) status(b, end)
    p = end
  }
  return p
}

/** Objects that each stand behind their size in bytes. */
function sized(
  b: Uint8Array,
  from: number,
  to: number,
  group: number,
  variation: number,
  count: number,
  wide: number,
  out: Sink | undefined,
): number {
  let p = from
  for (let n = 0; n < count; n++) {
    if (p + wide > to) return -1
    const start = p + wide
    const end = start + number(b, p, wide)
    if (end > to) return -1
    if (!out) found.refused ||= group === 70 ? fileRefused(b, start, end, variation) : group === 120 && variation === 7
    else if (group === 70) {
      fileObject(b, start, end, variation, FILE, out)
      if (variation === 2) tellsCredentials(out)
    } else if (group === 90) out.named(APPLICATION, b, start, end)
    p = end
  }
  return p
}

/** Device attributes: each a type, a length and a value. */
function attributes(
  b: Uint8Array,
  from: number,
  to: number,
  variation: number,
  first: number,
  count: number,
  out: Sink | undefined,
): number {
  let p = from
  for (let n = 0; n < count; n++) {
    if (p + 2 > to || p + 2 + b[p + 1]! > to) return -1
    const end = p + 2 + b[p + 1]!
    // Sets other than the first belong to users.
    if (out && first + n === 0) readAttribute(b, p, end, variation, out)
    p = end
  }
  return p
}

function all(group: number, variation: number, out: Sink): void {
  if (group === 60 && variation > 0) out.object(CLASS, variation - 1, variation - 1)
  else points(group, 0, ALL, out)
}

function points(group: number, from: number, to: number, out: Sink): void {
  if (POINTS[group] !== undefined) out.object(POINT | group, from, to)
}

/** The first object says what a message is about; a time or an authentication only where nothing else follows. */
function setTopic(group: number): void {
  if (found.topic !== 0 && found.topic !== TOPIC_OF_GROUP[50] && found.topic !== TOPIC_OF_GROUP[120]) return
  found.topic = TOPIC_OF_GROUP[group] ?? (POINTS[group] === undefined ? TOPIC_OTHER : TOPIC_POINTS)
}

/** Bytes of each number of a range (start and stop) or of a count; 0 where the range code has no meaning. */
function widthOf(range: number): number {
  if (range < 6) return 1 << (range % 3)
  return range === 11 ? 1 : range <= 9 ? 1 << (range - 7) : 0
}

function commands(group: number): boolean {
  return group === 12 || group === 41
}

/** The status of a command is its last byte, the highest bit apart. */
function status(b: Uint8Array, end: number): void {
  if ((b[end - 1]! & 0x7f) !== 0) found.refused = true
}

function sizeOf(group: number, variation: number): number | undefined {
  return SIZE_IS_VARIATION.has(group) ? variation : SIZES[group]?.[variation - 1]
}

function number(b: Uint8Array, i: number, wide: number): number {
  return wide === 1 ? b[i]! : wide === 2 ? u16le(b, i) : u32le(b, i)
}
