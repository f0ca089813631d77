import {
  ASKED,
  C2S,
  type Direction,
  type Dissector,
  DONE,
  type FactKind,
  MAYBE,
  NO,
  type OperationMeaning,
  type OutcomeCode,
  type Recognition,
  S2C,
  type Sink,
  YES,
} from '../../dissector.ts'
import { framed, type FramedState, readFramed } from '../framing.ts'
import { u16le } from '../integers.ts'
import { ASDU_HEAD, asduLength, asduOutcome, fromStation, touched, variant } from './asdu.ts'
import { CAUSES, COUNTERS_CHANGED, OBJECTS, TYPES, UNNUMBERED } from './type-table.ts'

const START = 0x68
/** Start, length and four octets of control. */
const HEAD = 6
const LONGEST = 255

/** Bits of an operation code: type, cause, test bit and variant of an ASDU; S and U frames have codes of their own. */
const CAUSE = 8
const TEST = 1 << 14
const VARIANT = 1 << 15
const SUPERVISORY = 1 << 16
const UNNUMBERED_FRAME = 1 << 17

/** Common addresses of one direction that are told as facts. */
const TELLS = 8
const COMMON_ADDRESS: FactKind = { attribute: 'common-address', by: 'iec104.asdu' }

interface State extends FramedState {
  /** Common addresses told so far. */
  readonly told: number[]
}

const framing = framed<State>({
  look: (state, b, i, to) => look(b, i, to, state.astray, state.astray),
  length: (_state, b, i) => 2 + b[i + 1]!,
  message,
})

/** IEC 60870-5-104 (edition 2.0, 2006). */
export const iec104: Dissector<State> = {
  id: 'iec104',
  title: 'IEC 60870-5-104',
  hints: { tcp: [2404] },
  longest: LONGEST,
  recognizes: (b, from, to, _direction, hinted) => look(b, from, to, !hinted, true),
  start: () => ({ astray: false, skip: 0, told: [] }),
  read: (state, b, from, to, _at, out) => readFramed(framing, state, b, from, to, out),
  meaning,
  docs: {
    about: `All frames are read, several of one segment too. \`I_TI<type>_COT<cause>\` is an ASDU, \`S\` a bare acknowledgement, \`U_<function>\` starts, stops or tests the transfer. An ASDU counts as refused by its P/N bit, by a cause from 44 to 47, or by the qualifier of a file message; information that a station sends by itself counts as done. Whether a command selects or executes, and the test bit, stand in the title. Touched are common addresses, information object addresses (\`ioa\`, with SQ as a range), originator addresses other than 0, qualifiers of interrogations and resets, and file names, which are numbers. Lengths are those of the standard's network profile: cause and common address of two octets, object addresses of three. Values are not kept.`,
    checked: ['captures', 'reference'],
    known,
  },
  objectName: (kind) => OBJECTS[kind] ?? `kind ${kind}`,
}

/**
 * Whether an APDU may begin at `i` (clause 5). `exact`: type and cause are not 0, and a type of a fixed size has the length
 * that its number of objects asks for. `strict`: type and cause are those of the standard.
 */
function look(b: Uint8Array, i: number, to: number, strict: boolean, exact: boolean): Recognition {
  const there = to - i
  if (there > 0 && b[i] !== START) return NO
  if (there > 1 && (b[i + 1]! < 4 || b[i + 1]! > LONGEST - 2)) return NO
  if (there < 3) return MAYBE
  const format = b[i + 2]! & 3
  if (format === 3) return unnumbered(b, i, there)
  if (format === 1) return supervisory(b, i, there)
  if (b[i + 1]! < 4 + ASDU_HEAD || (there > 4 && b[i + 4]! & 1)) return NO
  if (there < HEAD + 3) return MAYBE
  const type = b[i + HEAD]!
  const cause = b[i + HEAD + 2]! & 0x3f
  if (!exact) return YES
  if (type === 0 || cause === 0 || (strict && (TYPES[type] === undefined || CAUSES[cause] === undefined))) return NO
  const length = asduLength(b, i + HEAD)
  return length !== undefined && length !== b[i + 1]! - 4 ? NO : YES
}

function unnumbered(b: Uint8Array, i: number, there: number): Recognition {
  if (b[i + 1] !== 4 || UNNUMBERED[b[i + 2]! >> 2] === undefined) return NO
  for (let n = 3; n < HEAD && n < there; n++) if (b[i + n] !== 0) return NO
  return there < HEAD ? MAYBE : YES
}

function supervisory(b: Uint8Array, i: number, there: number): Recognition {
  if (b[i + 1] !== 4 || b[i + 2] !== 1 || (there > 3 && b[i + 3] !== 0) || (there > 4 && b[i + 4]! & 1)) return NO
  return there < HEAD ? MAYBE : YES
}

function message(state: State, b: Uint8Array, i: number, to: number, out: Sink): void {
  const control = b[i + 2]!
  if ((control & 3) === 3) {
    const code = control >> 2
    out.operation(UNNUMBERED_FRAME | code, code === 2 || code === 8 || code === 32 ? DONE : ASKED)
  } else if (control & 1) out.operation(SUPERVISORY, ASKED)
  else asdu(state, b, i + HEAD, to, out)
}

function asdu(state: State, b: Uint8Array, i: number, to: number, out: Sink): void {
  const cause = b[i + 2]!
  const code = b[i]! | ((cause & 0x3f) << CAUSE) | (cause & 0x80 ? TEST : 0) | (variant(b, i, to) ? VARIANT : 0)
  out.operation(code, asduOutcome(b, i, to))
  touched(b, i, to, out)
  if (state.told.length >= TELLS || !fromStation(b, i)) return
  const station = u16le(b, i + 4)
  if (state.told.includes(station)) return
  state.told.push(station)
  out.fact(COMMON_ADDRESS, `${station}`)
}

function* known() {
  const asked = (code: number) => ({ code, direction: C2S, outcome: ASKED }) as const
  for (const type of Object.keys(TYPES).map(Number)) {
    if (type < 45 || type === 70) yield { code: type | (3 << CAUSE), direction: S2C, outcome: DONE } as const
    else yield asked(type | ((type >= 120 ? 13 : type >= 81 && type <= 95 ? 14 : type === 102 ? 5 : 6) << CAUSE))
  }
  yield asked(101 | (6 << CAUSE) | VARIANT)
  yield asked(SUPERVISORY)
  for (const code of Object.keys(UNNUMBERED).map(Number)) yield asked(UNNUMBERED_FRAME | code)
}

function meaning(code: number, _direction: Direction, _outcome: OutcomeCode): OperationMeaning {
  const type = code & 0xff
  if (code & UNNUMBERED_FRAME)
    return { name: `U_${type}`, title: UNNUMBERED[type] ?? 'unknown control function', class: 'session' }
  if (code & SUPERVISORY) return { name: 'S', title: 'acknowledgement', class: 'session' }
  const cause = (code >> CAUSE) & 0x3f
  const changed = type === 101 && code & VARIANT
  const row = changed ? COUNTERS_CHANGED : (TYPES[type] ?? { title: `type ${type}`, class: 'other' as const })
  const title = `${row.title}${code & VARIANT && !changed ? ', select' : ''}: ${CAUSES[cause] ?? `cause ${cause}`}`
  return { name: `I_TI${type}_COT${cause}`, title: code & TEST ? `${title} (test)` : title, class: row.class }
}
