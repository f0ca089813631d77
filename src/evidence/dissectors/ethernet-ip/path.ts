import type { Sink } from '../../dissector.ts'
import { u16le, u32le } from '../integers.ts'
import { CLASSES, NO_CLASS, TAG } from './cip-table.ts'

/** Kinds of objects by number: a class with its instances, its attributes, a port with the addresses behind it, and others. */
const ATTRIBUTE = 0x10000
const PORT = 0x20000
const OTHER = 0x30000
const PCCC_FILE = 0x1000000
const OTHER_KINDS = [
  'tag', 'element', 'route', 'class', 'connection-point', 'transport-class', 'size-to-target', 'size-to-originator',
  'configuration-size', 'status', 'extended-status', 'denied', 'pccc-status', 'plc2-address', 'pccc-address', 'io-size',
] as const // biome-ignore format: a list
const BACKPLANE = 1

/** Types of logical segments, and segments that are of one kind only. */
const [CLASS, INSTANCE, MEMBER, CONNECTION_POINT, ATTRIBUTE_ID] = [0, 1, 2, 3, 4]
const [SAFETY_SEGMENT, DATA, EXTENDED_SYMBOL] = [0x50, 0x80, 0x91]

/** Kinds that are neither a class nor a port. */
export const KIND = Object.fromEntries(OTHER_KINDS.map((name, i) => [name, OTHER + i])) as Readonly<
  Record<(typeof OTHER_KINDS)[number], number>
>

/** The kind of a PCCC file: its type (0 where the address does not tell) and number. */
export function fileKind(type: number, file: number): number {
  return PCCC_FILE | (type << 16) | file
}

/** The name of a kind of object; `fileName` names those of PCCC files. */
export function objectName(kind: number, fileName: (type: number, file: number) => string): string {
  if (kind >= PCCC_FILE) return fileName((kind >> 16) & 0xff, kind & 0xffff)
  if (kind >= OTHER) return OTHER_KINDS[kind - OTHER] ?? `kind ${kind}`
  if (kind >= PORT) return kind === PORT + BACKPLANE ? 'slot' : `port-${kind - PORT}`
  return kind >= ATTRIBUTE ? `${className(kind - ATTRIBUTE)}-attribute` : className(kind)
}

function className(cls: number): string {
  return CLASSES[cls] ?? `class-0x${cls.toString(16).padStart(2, '0')}`
}

/** Reports that attributes of a class were touched. */
export function touchAttribute(cls: number, attribute: number, out: Sink): void {
  if (cls < TAG) out.object(ATTRIBUTE + cls, attribute, attribute)
}

/** Names of tags that come in several segments are put together here, and read at once. */
const NAME = new Uint8Array(256)

/**
 * Walks a padded path (CIP Volume 1, appendix C) and returns the class it leads to: the first one, `TAG` where a name comes
 * before any, `NO_CLASS` where neither does. With a sink it reports instances, attributes, tags, slots and connection points.
 */
export function walk(b: Uint8Array, from: number, to: number, out?: Sink): number {
  let key = NO_CLASS
  let cls = -1
  let alone = false
  let filled = 0
  for (let i = from; i < to; ) {
    const next = segmentEnd(b, i, to)
    if (next > to) break
    const segment = b[i]!
    if (segment >> 5 === 0) port(b, i, next, out)
    else if (segment >> 5 === 1) {
      const type = (segment >> 2) & 7
      const value = (segment & 3) === 0 ? b[i + 1]! : (segment & 3) === 1 ? u16le(b, i + 2) : u32le(b, i + 2)
      if (type === CLASS) {
        if (alone) touch(cls, 0, out)
        cls = value
        alone = true
        if (key === NO_CLASS && value < TAG) key = value
      } else if (type === INSTANCE || type === CONNECTION_POINT) {
        if (type === INSTANCE) touch(cls, value, out)
        else out?.object(KIND['connection-point'], value, value)
        alone = false
      } else if (type === MEMBER) out?.object(KIND.element, value, value)
      else if (type === ATTRIBUTE_ID && out && cls >= 0) touchAttribute(cls, value, out)
    } else if (segment === DATA) {
      if (next > i + 2) out?.object(KIND['configuration-size'], next - i - 2, next - i - 2)
    } else if (isSymbol(segment)) {
      if (key === NO_CLASS) key = TAG
      const start = segment === EXTENDED_SYMBOL ? i + 2 : i + 1
      if (out) filled = append(b, start, start + symbolSize(b, i, to), filled)
    }
    i = next
  }
  if (alone) touch(cls, 0, out)
  if (filled > 0) out?.named(KIND.tag, NAME, 0, filled)
  return key
}

/** Whether a connection path holds the segment that makes a connection one of CIP Safety (CIP Volume 5). */
export function isSafetyPath(b: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i = segmentEnd(b, i, to)) if (b[i] === SAFETY_SEGMENT) return true
  return false
}

/** The end of a segment with its filling; beyond `to` where its form is not known or it is cut off. */
function segmentEnd(b: Uint8Array, i: number, to: number): number {
  const segment = b[i]!
  const second = i + 1 < to ? b[i + 1]! : 0
  const none = to + 1
  switch (segment >> 5) {
    case 0: {
      const head = 1 + (segment & 0x10 ? 1 : 0) + ((segment & 15) === 15 ? 2 : 0)
      const size = segment & 0x10 ? second : 1
      return (segment & 15) === 0 || size === 0 ? none : i + head + size + ((head + size) & 1)
    }
    case 1: {
      const format = segment & 3
      const type = (segment >> 2) & 7
      // An electronic key: vendor, device type, product code and revision, and in its fifth form a serial number.
      if (type === 5) return second === 4 ? i + 10 : second === 5 ? i + 14 : none
      return type === 7 || format === 3 ? none : i + 2 + 2 * format
    }
    case 2:
      return segment & 0x10 ? i + 2 + 2 * second : i + 2
    default: {
      if (segment === DATA) return i + 2 + 2 * second
      if (!isSymbol(segment) || symbolSize(b, i, to) === 0) return none
      const size = symbolSize(b, i, to) + (segment === EXTENDED_SYMBOL ? 2 : 1)
      return i + size + (size & 1)
    }
  }
}

function isSymbol(segment: number): boolean {
  return segment === EXTENDED_SYMBOL || segment >> 5 === 3
}

function symbolSize(b: Uint8Array, i: number, to: number): number {
  return b[i] === EXTENDED_SYMBOL ? (i + 1 < to ? b[i + 1]! : 0) : b[i]! & 0x1f
}

function touch(cls: number, instance: number, out: Sink | undefined): void {
  if (cls >= 0 && cls < TAG) out?.object(cls, instance, instance)
  else if (cls >= TAG) out?.object(KIND.class, cls, cls)
}

/** A port segment, whole as it is: which way a message goes on, to a slot, a node number or an address in text. */
function port(b: Uint8Array, i: number, end: number, out: Sink | undefined): void {
  let number = b[i]! & 15
  let at = i + 1
  const size = b[i]! & 0x10 ? b[at++]! : 1
  if (number === 15) {
    number = u16le(b, at)
    at += 2
  }
  if (size === 1) out?.object(PORT + number, b[at]!, b[at]!)
  else out?.named(KIND.route, b, at, Math.min(end, at + size))
}

function append(b: Uint8Array, from: number, to: number, filled: number): number {
  let at = filled
  if (at > 0 && at < NAME.length) NAME[at++] = 0x2e
  for (let i = from; i < to && at < NAME.length; i++) NAME[at++] = b[i]!
  return at
}
