import { C2S, type Direction, type Dissector, MAYBE, NO, type Recognition, YES } from '../../dissector.ts'
import { framed, type FramedState, readFramed } from '../framing.ts'
import { u16 } from '../integers.ts'
import { answerLength, known, meaning, message, NOT_YET, OPEN, requestLength } from '../modbus.ts'
import { FUNCTIONS, OBJECTS } from './function-table.ts'

/** An MBAP header, unit id and function code. */
const HEAD = 8
/** Largest PDU by the specification is 253 bytes, and the unit id before it. */
const LARGEST = 254
/** UMAS and some gateways go beyond; more than this is no Modbus. */
const LARGEST_UMAS = 2048
/** Functions of no fixed length that a stream is recognized by: those of the oldest controllers would let chance in. */
const FREE: ReadonlySet<number> = new Set([8, 43, 90])

interface State extends FramedState {
  readonly direction: Direction
}

const framing = framed<State>({
  look: (state, b, i, to) => look(b, i, to, state.direction, state.astray),
  length: (_state, b, i) => 6 + u16(b, i + 4),
  message: (state, b, i, to, out) => message(b, i + 6, to, state.direction, false, out),
})

/** Modbus over TCP (MODBUS Messaging on TCP/IP V1.0b; MODBUS Application Protocol V1.1b3). */
export const modbusTcp: Dissector<State> = {
  id: 'modbus-tcp',
  title: 'Modbus TCP',
  hints: { tcp: [502] },
  longest: LARGEST_UMAS + 6,
  recognizes: (bytes, from, to, direction, hinted) => look(bytes, from, to, direction, !hinted),
  start: (direction) => ({ astray: false, skip: 0, direction }),
  read: (state, b, from, to, _at, out) => readFramed(framing, state, b, from, to, out),
  meaning,
  docs: {
    about: `All public functions are read, requests and answers alike; \`FC<n>!EX<m>\` is an answer to function n that refuses it with exception m (exception 5, "in processing", counts as neither done nor refused). Functions of other makers are counted under their number. UMAS requests show their inner function, UMAS answers only whether they went well. Touched objects are addresses of the PDU, from 0, by unit id; FC23 shows the range it reads as \`holding-read\`. Answers to FC43/14 give make, order number, firmware, product, model and name (under unit ids other than 0, 1 and 255, of what stands behind a gateway: \`unit-5-firmware\`), those to FC17 a server id, likewise. Away from port 502 a stream counts as Modbus when lengths and functions fit.`,
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
  if (code & 0x80 && direction === C2S) return NO
  const wanted = direction === C2S ? requestLength(b, i + 6, there - 6) : answerLength(b, i + 6, there - 6)
  if (wanted === NOT_YET) return MAYBE
  return (wanted === OPEN ? length >= 4 && FREE.has(code & 0x7f) : wanted === length) ? YES : NO
}
