import {
  ASKED,
  C2S,
  type Direction,
  type Dissector,
  DONE,
  MAYBE,
  NO,
  type OperationMeaning,
  type OutcomeCode,
  type Recognition,
  REFUSED,
  S2C,
  type Sink,
  YES,
} from '../../dissector.ts'
import { DIAGNOSTICS, ENCAPSULATED, EXCEPTIONS, FUNCTIONS, OBJECTS, UMAS } from './function-table.ts'
import { readIdentification, readServerId } from './identification.ts'

/** An MBAP header, unit id and function code. */
const HEAD = 8
/** Largest PDU by the specification is 253 bytes, and the unit id before it. */
const LARGEST = 254
/** UMAS and some gateways go beyond; more than this is no Modbus. */
const LARGEST_UMAS = 2048

const UNIT = OBJECTS.indexOf('unit')
const COIL = OBJECTS.indexOf('coil')
const HOLDING = OBJECTS.indexOf('holding')
const FILE = OBJECTS.indexOf('file')
const FIFO = OBJECTS.indexOf('fifo')
const HOLDING_READ = OBJECTS.indexOf('holding-read')

/** Bits of an operation code: function, whether it is an exception, and its exception code, sub-function or MEI type. */
const EXCEPTION = 0x80
const DETAIL = 8

/** What one direction remembers: whether it stands at a message, after bytes that were none. */
interface State {
  readonly direction: Direction
  astray: boolean
}

/** Modbus over TCP (MODBUS Messaging on TCP/IP V1.0b; MODBUS Application Protocol V1.1b3). */
export const modbusTcp: Dissector<State> = {
  id: 'modbus-tcp',
  title: 'Modbus TCP',
  hints: { tcp: [502] },
  longest: LARGEST_UMAS + 6,
  recognizes: (bytes, from, to, direction, hinted) => look(bytes, from, to, direction, !hinted),
  start: (direction) => ({ direction, astray: false }),
  read(state, bytes, from, to, _at, out) {
    let i = from
    let lost = 0
    while (i < to) {
      const seen = look(bytes, i, to, state.direction, state.astray)
      if (seen === MAYBE) break
      if (seen === NO) {
        state.astray = true
        lost++
        i++
        continue
      }
      const end = i + 6 + u16(bytes, i + 4)
      if (end > to) break
      state.astray = false
      message(bytes, i + 6, end, state.direction, out)
      i = end
    }
    if (lost > 0) out.lost(lost)
    return i - from
  },
  meaning,
  docs: {
    about: `All public functions are read, requests and answers alike; \`FC<n>!EX<m>\` is an answer to function n that refuses it with exception m (exception 5, "in processing", counts as neither done nor refused). Functions of other makers are counted under their number. UMAS requests show their inner function, UMAS answers only whether they went well. Touched objects are addresses of the PDU, from 0, by unit id; FC23 shows the range it reads as \`holding-read\`. Answers to FC43/14 give make, order number, firmware, product, model and name (under unit ids other than 0, 1 and 255, of what stands behind a gateway: \`unit-5-firmware\`), those to FC17 a server id. Away from port 502 a stream counts as Modbus when lengths and functions fit.`,
    checked: ['captures', 'reference', 'peer'],
    known,
  },
  objectName: (kind) => OBJECTS[kind] ?? `kind ${kind}`,
}

/** Whether a message may begin at `i`. Strict: the function must be known and the length must be the one it asks for. */
function look(b: Uint8Array, i: number, to: number, direction: Direction, strict: boolean): Recognition {
  const there = to - i
  if ((there > 2 && b[i + 2] !== 0) || (there > 3 && b[i + 3] !== 0)) return NO
  if (there > 4 && b[i + 4]! > LARGEST_UMAS >> 8) return NO
  if (there < HEAD) return MAYBE
  const length = u16(b, i + 4)
  const code = b[i + 7]!
  if (length < 2 || length > ((code & 0x7f) === 90 ? LARGEST_UMAS : LARGEST)) return NO
  if (!strict) return YES
  if (FUNCTIONS[code & 0x7f] === undefined) return NO
  if (code & 0x80) return direction !== C2S && length === 3 ? YES : NO
  return direction === C2S ? asksFor(b, i, there, code, length) : answersWith(b, i, there, code, length)
}

/** Whether a request has the length that its function asks for. */
function asksFor(b: Uint8Array, i: number, there: number, code: number, length: number): Recognition {
  switch (code) {
    case 7:
    case 11:
    case 12:
    case 17:
      return verdict(length === 2)
    case 15:
    case 16:
      return there < 13 ? MAYBE : verdict(length === 7 + b[i + 12]!)
    case 20:
    case 21:
      return there < 9 ? MAYBE : verdict(length === 3 + b[i + 8]!)
    case 22:
      return verdict(length === 8)
    case 23:
      return there < 17 ? MAYBE : verdict(length === 11 + b[i + 16]!)
    case 24:
      return verdict(length === 4)
    case 43:
      return there < 9 ? MAYBE : verdict(b[i + 8] !== 14 || length === 5)
    default:
      return verdict(code < 7 ? length === 6 : length >= 4)
  }
}

/** Whether an answer has the length that its function and its own byte count ask for. */
function answersWith(b: Uint8Array, i: number, there: number, code: number, length: number): Recognition {
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
      return there < 9 ? MAYBE : verdict(length === 3 + b[i + 8]!)
    case 7:
      return verdict(length === 3)
    case 22:
      return verdict(length === 8)
    case 24:
      return there < 10 ? MAYBE : verdict(length === 4 + u16(b, i + 8))
    case 8:
      return verdict(length >= 4)
    default:
      return verdict(code < 17 ? length === 6 : length >= 4)
  }
}

/** Reports one whole message; `i` is its unit id, `to` its end. */
function message(b: Uint8Array, i: number, to: number, direction: Direction, out: Sink): void {
  const code = b[i + 1]! & 0x7f
  if (direction !== C2S && b[i + 1]! & 0x80) {
    const exception = i + 2 < to ? b[i + 2]! : 0
    // 5 says that the device has taken the request up and needs time: neither done nor refused.
    out.operation(code | EXCEPTION | (exception << DETAIL), exception === 5 ? ASKED : REFUSED)
  } else out.operation(code | (detail(b, i, to, code, direction) << DETAIL), outcome(b, i, to, code, direction))
  out.object(UNIT, b[i]!, b[i]!)
  if (!(b[i + 1]! & 0x80)) objects(b, i + 2, to, code, direction, b[i]!, out)
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

function* known() {
  const inner: Readonly<Record<number, object>> = { 8: DIAGNOSTICS, 43: ENCAPSULATED, 90: UMAS }
  for (const number of Object.keys(FUNCTIONS).map(Number)) {
    const details = inner[number] ? Object.keys(inner[number]).map(Number) : [0]
    for (const extra of details) yield { code: number | (extra << DETAIL), direction: C2S, outcome: ASKED } as const
  }
  for (const exception of Object.keys(EXCEPTIONS).map(Number))
    yield { code: 3 | EXCEPTION | (exception << DETAIL), direction: S2C, outcome: REFUSED } as const
}

function meaning(code: number, direction: Direction, _outcome: OutcomeCode): OperationMeaning {
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

function verdict(fits: boolean): Recognition {
  return fits ? YES : NO
}

function u16(b: Uint8Array, i: number): number {
  return (b[i]! << 8) | b[i + 1]!
}
