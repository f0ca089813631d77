import { C2S, type Direction, type Dissector, MAYBE, NO, type Recognition, YES } from '../../dissector.ts'
import { reflectedCrc, reflectedTable } from '../crc16.ts'
import { framed, type FramedState, readFramed } from '../framing.ts'
import { u16, u16le } from '../integers.ts'
import { answerLength, known, meaning, message, NOT_YET, OPEN, requestLength } from '../modbus.ts'
import { FUNCTIONS, OBJECTS } from '../modbus-tcp/function-table.ts'

/** Unit id and function; behind the data the CRC. */
const HEAD = 2
const CHECK = 2
/** Longest frame on a serial line (MODBUS over Serial Line V1.02, clause 2.5.1). */
const LONGEST = 256
/** Addresses above are reserved. */
const LAST_UNIT = 247
const CRC = reflectedTable(0xa001)

interface State extends FramedState {
  readonly direction: Direction
}

const framing = framed<State>({
  look: (state, b, i, to) => look(b, i, to, state.direction, state.astray),
  length: (state, b, i) => lengthOf(b, i, LONGEST, state.direction) + CHECK,
  message: (state, b, i, to, out) => message(b, i, to - CHECK, state.direction, true, out),
})

/** Modbus RTU frames over TCP, as converters of serial lines send them (MODBUS over Serial Line V1.02, clause 2.5). */
export const modbusRtuTcp: Dissector<State> = {
  id: 'modbus-rtu-tcp',
  title: 'Modbus RTU over TCP',
  // Beside Modbus TCP, which would take some of these frames for its own.
  hints: { tcp: [502] },
  longest: LONGEST,
  recognizes: (b, from, to, direction) => look(b, from, to, direction, true),
  start: (direction) => ({ astray: false, skip: 0, direction }),
  read: (state, b, from, to, _at, out) => readFramed(framing, state, b, from, to, out),
  meaning,
  docs: {
    about: `Frames of a serial line that a converter passes on as they are: unit id, function and CRC, without the header of Modbus TCP. Only a function of a known length with a right CRC makes a stream one of these, on whatever port. Functions, exceptions and touched objects are those of [Modbus TCP](modbus-tcp.md); what a unit says about itself is told as of something behind the converter (\`unit-5-firmware\`). Functions whose length is not known end at the first right CRC.`,
    checked: ['reference'],
    known,
  },
  objectName: (kind) => OBJECTS[kind] ?? `kind ${kind}`,
}

/** Whether a frame begins at `i`: its CRC must be right. Strict: a unit and a function that exist, with values that may be. */
function look(b: Uint8Array, i: number, to: number, direction: Direction, strict: boolean): Recognition {
  const there = to - i
  if (strict && there > 0 && b[i]! > LAST_UNIT) return NO
  if (there < HEAD) return MAYBE
  const code = b[i + 1]!
  if (direction === C2S && code & 0x80) return NO
  if (strict && FUNCTIONS[code & 0x7f] === undefined) return NO
  const length = wanted(b, i, there, direction)
  if (length === NOT_YET) return MAYBE
  if (length === OPEN) return strict ? NO : open(b, i, there)
  if (length + CHECK > LONGEST) return NO
  if (strict && !sensible(b, i, there, direction)) return NO
  if (there < length + CHECK) return MAYBE
  return checks(b, i, i + length) ? YES : NO
}

/** Unit id, function and data; where the function does not say, up to the first right CRC. */
function lengthOf(b: Uint8Array, i: number, there: number, direction: Direction): number {
  const length = wanted(b, i, there, direction)
  return length === OPEN ? firstEnd(b, i, Math.min(b.length - i, LONGEST)) : length
}

function wanted(b: Uint8Array, i: number, there: number, direction: Direction): number {
  if (direction === C2S) return requestLength(b, i, there)
  return b[i + 1] === 43 ? identificationLength(b, i, there) : answerLength(b, i, there)
}

/** Length of an answer to FC43/14, whose objects each have their own (MODBUS Application Protocol V1.1b3, clause 6.21). */
function identificationLength(b: Uint8Array, i: number, there: number): number {
  if (there < 3) return NOT_YET
  if (b[i + 2] !== 14) return OPEN
  if (there < 8) return NOT_YET
  let length = 8
  for (let n = 0; n < b[i + 7]!; n++) {
    if (there < length + 2) return length + 2 > LONGEST ? LONGEST : NOT_YET
    length += 2 + b[i + length + 1]!
  }
  return length
}

/** Whether a frame of a function without a known length ends within what is there. */
function open(b: Uint8Array, i: number, there: number): Recognition {
  if (firstEnd(b, i, Math.min(there, LONGEST)) > 0) return YES
  return there < LONGEST ? MAYBE : NO
}

/** The first length behind which a right CRC stands; 0 when there is none. */
function firstEnd(b: Uint8Array, i: number, there: number): number {
  let crc = 0xffff
  for (let length = 0; length + CHECK <= there; length++) {
    if (length >= HEAD && crc === u16le(b, i + length)) return length
    crc = reflectedCrc(CRC, b, i + length, i + length + 1, crc)
  }
  return 0
}

/** Whether the values of a frame may be: as a CRC of 16 bits alone is met by chance. */
function sensible(b: Uint8Array, i: number, there: number, direction: Direction): boolean {
  const code = b[i + 1]!
  if (code & 0x80) return there < 3 || (b[i + 2]! > 0 && b[i + 2]! < 12)
  if (direction !== C2S) return there < 3 || code > 4 || (b[i + 2]! > 0 && (code < 3 || b[i + 2]! % 2 === 0))
  if (there < 6) return true
  const count = u16(b, i + 4)
  if (code === 5) return count === 0 || count === 0xff00
  if (code <= 4) return count > 0 && count <= (code < 3 ? 2000 : 125)
  if (there < 7) return true
  if (code === 15) return b[i + 6] === Math.ceil(count / 8)
  return code !== 16 || b[i + 6] === 2 * count
}

function checks(b: Uint8Array, from: number, to: number): boolean {
  return reflectedCrc(CRC, b, from, to, 0xffff) === u16le(b, to)
}
