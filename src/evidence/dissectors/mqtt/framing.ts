import { type Direction, MAYBE, NO, type Recognition, S2C, YES } from '../../dissector.ts'
import { u16 } from '../integers.ts'
import { PACKETS, TYPE } from './mqtt-table.ts'

/** No more than this of a packet is waited for and looked at; the payload of a publication may be very long. */
export const VIEW = 16_384
/** No more of a text becomes a fact or is checked. */
export const LONGEST_TEXT = 200
/** The protocol level of MQTT 5.0. */
export const V5 = 5

/** Whether a packet may begin at `i`. Strict: a CONNECT or CONNACK as it opens a connection. */
export function look(b: Uint8Array, i: number, to: number, direction: Direction, strict: boolean): Recognition {
  if (i >= to) return MAYBE
  const type = b[i]! >> 4
  const row = PACKETS[type]
  if (row === undefined || (type !== TYPE.publish && (b[i]! & 15) !== row.flags)) return NO
  if (strict && type !== (direction === S2C ? TYPE.connack : TYPE.connect)) return NO
  if (type === TYPE.publish && (b[i]! & 6) === 6) return NO
  const head = headOf(b, i, to)
  if (head <= 0) return head < 0 ? NO : MAYBE
  const at = i + head
  const size = remaining(b, i, head)
  switch (type) {
    case TYPE.connect:
      return connects(b, at, to, size)
    case TYPE.connack:
      return size < 2 || size > 1024 ? NO : to - at < 2 ? MAYBE : connectAnswer(b, at, size)
    case TYPE.publish:
      return publishes(b, at, to, size)
    case TYPE.subscribe:
    case TYPE.unsubscribe:
      return size >= 5 ? YES : NO
    case TYPE.suback:
      return size >= 3 ? YES : NO
    case TYPE.unsuback:
      return size >= 2 ? YES : NO
    case 12:
    case 13:
      return size === 0 ? YES : NO
    case TYPE.disconnect:
    case TYPE.auth:
      return size < VIEW ? YES : NO
    default:
      return size >= 2 && size < VIEW ? YES : NO
  }
}

/** `MQTT` with level 4 or 5, or `MQIsdp` with level 3; bridges set the highest bit of the level. */
function connects(b: Uint8Array, at: number, to: number, size: number): Recognition {
  const old = to - at > 1 && b[at + 1] === 6
  const name = old ? '\0\u0006MQIsdp' : '\0\u0004MQTT'
  if (size < name.length + 6) return NO
  for (let k = 0; k < name.length && at + k < to; k++) if (b[at + k] !== name.charCodeAt(k)) return NO
  if (to - at <= name.length) return MAYBE
  const level = b[at + name.length]! & 0x7f
  return (old ? level === 3 : level === 4 || level === V5) ? YES : NO
}

function connectAnswer(b: Uint8Array, at: number, size: number): Recognition {
  if (b[at]! > 1) return NO
  return size === 2 ? (b[at + 1]! <= 5 ? YES : NO) : b[at + 1] === 0 || b[at + 1]! >= 0x80 ? YES : NO
}

/** A topic that fits, without the characters that no topic may hold (MQTT 5.0, 3.3.2.1). */
function publishes(b: Uint8Array, at: number, to: number, size: number): Recognition {
  if (to - at < 2) return size < 2 ? NO : MAYBE
  const length = u16(b, at)
  if (length + 2 > size) return NO
  const end = at + 2 + Math.min(length, LONGEST_TEXT)
  for (let k = at + 2; k < end && k < to; k++)
    if (b[k]! < 0x20 || b[k] === 0x23 || b[k] === 0x2b || b[k] === 0x7f) return NO
  return end > to ? MAYBE : YES
}

/** Bytes of the fixed header: 0 when more are needed, -1 when the length is none. */
export function headOf(b: Uint8Array, i: number, to: number): number {
  for (let k = 1; k <= 4; k++) {
    if (i + k >= to) return 0
    if (b[i + k]! < 0x80) return k + 1
  }
  return -1
}

/** The length that the fixed header at `i` states for what follows it. */
export function remaining(b: Uint8Array, i: number, head: number): number {
  let value = 0
  for (let k = head - 1; k > 0; k--) value = value * 128 + (b[i + k]! & 0x7f)
  return value
}
