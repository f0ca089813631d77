import {
  ASKED,
  C2S,
  type Direction,
  DONE,
  type OperationMeaning,
  type OutcomeCode,
  REFUSED,
  S2C,
  type Sink,
} from '../dissector.ts'
import { u16 } from './integers.ts'
import { DIAGNOSTICS, ENCAPSULATED, EXCEPTIONS, FUNCTIONS, OBJECTS, UMAS } from './modbus-tcp/function-table.ts'
import { ITSELF, readIdentification, readServerId } from './modbus-tcp/identification.ts'

const UNIT = OBJECTS.indexOf('unit')
const COIL = OBJECTS.indexOf('coil')
const HOLDING = OBJECTS.indexOf('holding')
const FILE = OBJECTS.indexOf('file')
const FIFO = OBJECTS.indexOf('fifo')
const HOLDING_READ = OBJECTS.indexOf('holding-read')

/** Bits of an operation code: function, whether it is an exception, and its exception code, sub-function or MEI type. */
const EXCEPTION = 0x80
const DETAIL = 8

/** More bytes are needed to say how long a message is; or its function does not fix its length. */
export const NOT_YET = 0
export const OPEN = -1

/**
 * Bytes of the request at `i` (its unit id) with unit id and function, as its function asks for (MODBUS Application Protocol
 * V1.1b3, clause 6); `there` bytes are at hand.
 */
export function requestLength(b: Uint8Array, i: number, there: number): number {
  const code = b[i + 1]!
  switch (code) {
    case 7:
    case 11:
    case 12:
    case 17:
      return 2
    case 15:
    case 16:
      return there < 7 ? NOT_YET : 7 + b[i + 6]!
    case 20:
    case 21:
      return there < 3 ? NOT_YET : 3 + b[i + 2]!
    case 22:
      return 8
    case 23:
      return there < 11 ? NOT_YET : 11 + b[i + 10]!
    case 24:
      return 4
    case 43:
      return there < 3 ? NOT_YET : b[i + 2] === 14 ? 5 : OPEN
    default:
      return code > 0 && code < 7 ? 6 : OPEN
  }
}

/** Bytes of the answer at `i`, as its function and its own byte count ask for; that of an exception is 3. */
export function answerLength(b: Uint8Array, i: number, there: number): number {
  const code = b[i + 1]!
  if (code & 0x80) return 3
  switch (code) {
    case 1:
    case 2:
    case 3:
    case 4:
    case 12:
    case 17:
    case 20:
    case 21:
    case 23:
      return there < 3 ? NOT_YET : 3 + b[i + 2]!
    case 5:
    case 6:
    case 11:
    case 15:
    case 16:
      return 6
    case 7:
      return 3
    case 22:
      return 8
    case 24:
      return there < 4 ? NOT_YET : 4 + u16(b, i + 2)
    default:
      return OPEN
  }
}

/** Unit ids under which a device on TCP speaks for itself (MODBUS Messaging on TCP/IP V1.0b, clause 4.4.2); 1 is what most are set to. */
function speaksForItself(unit: number): boolean {
  return unit <= 1 || unit === 255
}

/** Reports one whole message; `i` is its unit id, `to` its end. On a serial line every unit stands behind the sender. */
export function message(b: Uint8Array, i: number, to: number, direction: Direction, serial: boolean, out: Sink): void {
  const code = b[i + 1]! & 0x7f
  if (direction !== C2S && b[i + 1]! & 0x80) {
    const exception = i + 2 < to ? b[i + 2]! : 0
    // 5 says that the device has taken the request up and needs time: neither done nor refused.
    out.operation(code | EXCEPTION | (exception << DETAIL), exception === 5 ? ASKED : REFUSED)
  } else out.operation(code | (detail(b, i, to, code, direction) << DETAIL), outcome(b, i, to, code, direction))
  out.object(UNIT, b[i]!, b[i]!)
  if (!(b[i + 1]! & 0x80)) {
    const unit = serial || !speaksForItself(b[i]!) ? b[i]! : ITSELF
    objects(b, i + 2, to, code, direction, unit, out)
  }
}

function detail(b: Uint8Array, i: number, to: number, code: number, direction: Direction): number {
  if (code === 8) return i + 4 <= to ? u16(b, i + 2) : 0xffff
  if (code === 43) return i + 3 <= to ? b[i + 2]! : 0
  return code === 90 && direction === C2S && i + 4 <= to ? b[i + 3]! : 0
}

function outcome(b: Uint8Array, i: number, to: number, code: number, direction: Direction): OutcomeCode {
  if (direction === C2S) return ASKED
  return code === 90 && (i + 4 > to || b[i + 3] !== 0xfe) ? REFUSED : DONE
}

function objects(
  b: Uint8Array,
  i: number,
  to: number,
  code: number,
  direction: Direction,
  unit: number,
  out: Sink,
): void {
  const asks = direction === C2S
  switch (code) {
    case 1:
    case 2:
    case 3:
    case 4:
      if (asks) range(b, i, to, COIL + code - 1, out)
      return
    case 15:
    case 16:
      range(b, i, to, code === 15 ? COIL : HOLDING, out)
      return
    case 5:
    case 6:
    case 22:
      if (i + 2 <= to) out.object(code === 5 ? COIL : HOLDING, u16(b, i), u16(b, i))
      return
    case 20:
    case 21:
      if (asks || code === 21) files(b, i, to, code, out)
      return
    case 23:
      if (!asks) return
      range(b, i, to, HOLDING_READ, out)
      range(b, i + 4, to, HOLDING, out)
      return
    case 24:
      if (asks && i + 2 <= to) out.object(FIFO, u16(b, i), u16(b, i))
      return
    case 17:
      if (!asks && i < to) readServerId(b, i, to, unit, out)
      return
    case 43:
      if (!asks && b[i] === 14) readIdentification(b, i, to, unit, out)
  }
}

function range(b: Uint8Array, i: number, to: number, kind: number, out: Sink): void {
  if (i + 4 > to) return
  const first = u16(b, i)
  const count = u16(b, i + 2)
  if (count > 0) out.object(kind, first, Math.min(first + count - 1, 0xffff))
}

function files(b: Uint8Array, i: number, to: number, code: number, out: Sink): void {
  for (let at = i + 1; at + 7 <= to; ) {
    if (b[at] === 6) out.object(FILE, u16(b, at + 1), u16(b, at + 1))
    at += 7 + (code === 21 ? 2 * u16(b, at + 5) : 0)
  }
}

/** The codes worth a row of their own. */
export function* known() {
  const inner: Readonly<Record<number, object>> = { 8: DIAGNOSTICS, 43: ENCAPSULATED, 90: UMAS }
  for (const number of Object.keys(FUNCTIONS).map(Number)) {
    const details = inner[number] ? Object.keys(inner[number]).map(Number) : [0]
    for (const extra of details) yield { code: number | (extra << DETAIL), direction: C2S, outcome: ASKED } as const
  }
  for (const exception of Object.keys(EXCEPTIONS).map(Number))
    yield { code: 3 | EXCEPTION | (exception << DETAIL), direction: S2C, outcome: REFUSED } as const
}

/** The meaning of a code, whatever carries the messages. */
export function meaning(code: number, direction: Direction, _outcome: OutcomeCode): OperationMeaning {
  const number = code & 0x7f
  const extra = code >> DETAIL
  const row = FUNCTIONS[number] ?? { title: 'unknown function', class: 'other' as const }
  if (code & EXCEPTION) {
    const why = EXCEPTIONS[extra] ?? `exception ${extra}`
    return { name: `FC${number}!EX${extra}`, title: `${row.title}: ${why}`, class: row.class }
  }
  const inner =
    number === 8 ? DIAGNOSTICS[extra] : number === 43 ? ENCAPSULATED[extra] : number === 90 ? UMAS[extra] : undefined
  if (inner) return { name: `FC${number}`, title: inner.title, class: inner.class }
  if (number === 90 && direction !== C2S) return { name: 'FC90', title: 'Schneider UMAS answer', class: 'other' }
  return { name: `FC${number}`, title: row.title, class: row.class }
}
