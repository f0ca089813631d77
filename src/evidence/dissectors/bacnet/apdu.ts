import { ASKED, DONE, REFUSED, type Sink } from '../../dissector.ts'
import { ABORT, CACK, CODE, CONF, DETAIL, ERR, OF_PROGRAM, REJECT, SACK, SEGACK, UNCONF } from './meaning.ts'
import { FILE, PROGRAM } from './object-table.ts'
import { answerObjects, choice, requestObjects, unconfirmedObjects, writtenObject } from './objects.ts'
import { CONFIRMED, UNCONFIRMED } from './service-table.ts'
import { readTag, tag, tagNumber } from './tags.ts'

/** Kinds of APDU (clause 20.1.1), in the upper half of the first byte. */
const [CONFIRMED_REQUEST, UNCONFIRMED_REQUEST, SIMPLE_ACK, COMPLEX_ACK, SEGMENT_ACK, ERROR, REJECTED, ABORTED] = [
  0, 1, 2, 3, 4, 5, 6, 7,
]
const SEGMENTED = 0x08
const NEGATIVE = 0x02
const ENUMERATED = 9
const [COMMUNICATION_CONTROL, REINITIALIZE_DEVICE, WRITE_PROPERTY, WRITE_PROPERTIES] = [17, 20, 15, 16]

/** Where the service choice of the APDU at `i` stands; -1 for kinds that have none. */
function choiceAt(b: Uint8Array, i: number): number {
  const parted = b[i]! & SEGMENTED ? 2 : 0
  switch (b[i]! >> 4) {
    case CONFIRMED_REQUEST:
      return i + 3 + parted
    case UNCONFIRMED_REQUEST:
      return i + 1
    case SIMPLE_ACK:
    case ERROR:
      return i + 2
    case COMPLEX_ACK:
      return i + 2 + parted
    default:
      return -1
  }
}

/** Whether an APDU with a known service begins at `i`. */
export function startsApdu(b: Uint8Array, i: number, to: number): boolean {
  const kind = b[i]! >> 4
  if (kind > ABORTED) return false
  const at = choiceAt(b, i)
  if (at < 0) return to - i >= (kind === SEGMENT_ACK ? 4 : 3)
  return at < to && (kind === UNCONFIRMED_REQUEST ? UNCONFIRMED : CONFIRMED)[b[at]!] !== undefined
}

/** Reports one APDU; false where there is none. */
export function apdu(b: Uint8Array, i: number, to: number, out: Sink): boolean {
  const kind = b[i]! >> 4
  const at = choiceAt(b, i)
  if (kind > ABORTED || (at < 0 ? i + 3 : at + 1) > to) return false
  // Parts behind the first begin in the middle of something.
  const first = (kind !== CONFIRMED_REQUEST && kind !== COMPLEX_ACK) || !(b[i]! & SEGMENTED) || b[at - 2] === 0
  const service = at < 0 ? 0 : b[at]!
  const code = service << CODE
  switch (kind) {
    case CONFIRMED_REQUEST:
      out.operation(CONF | code | ((first ? detailOf(b, at + 1, to, service) : 0) << DETAIL), ASKED)
      if (first) requestObjects(b, at + 1, to, service, out)
      return true
    case UNCONFIRMED_REQUEST:
      out.operation(UNCONF | code, ASKED)
      unconfirmedObjects(b, at + 1, to, service, out)
      return true
    case SIMPLE_ACK:
      out.operation(SACK | code, DONE)
      return true
    case COMPLEX_ACK:
      out.operation(CACK | code, DONE)
      if (first) answerObjects(b, at + 1, to, service, out)
      return true
    case SEGMENT_ACK:
      out.operation(SEGACK, b[i]! & NEGATIVE ? REFUSED : DONE)
      return true
    case ERROR:
      out.operation(ERR | code | (errorOf(b, at + 1, to) << DETAIL), REFUSED)
      return true
    case REJECTED:
      out.operation(REJECT | (b[i + 2]! << CODE), REFUSED)
      return true
    default:
      out.operation(ABORT | (b[i + 2]! << CODE), REFUSED)
      return true
  }
}

/** What kind of state is asked for (counted from 1), or that a program or file is written to; 0 for all else. */
function detailOf(b: Uint8Array, i: number, to: number, service: number): number {
  if (service === COMMUNICATION_CONTROL) return Math.min(100, choice(b, i, to, 1) + 1)
  if (service === REINITIALIZE_DEVICE) return Math.min(100, choice(b, i, to, 0) + 1)
  if (service !== WRITE_PROPERTY && service !== WRITE_PROPERTIES) return 0
  const identifier = writtenObject(b, i, to)
  const type = identifier < 0 ? -1 : identifier >>> 22
  return type === PROGRAM || type === FILE ? OF_PROGRAM : 0
}

/** The error code of an Error (clause 20.1.7), which some services wrap into context tag 0; plus one. */
function errorOf(b: Uint8Array, from: number, to: number): number {
  let i = readTag(b, from, to)
  if (i >= 0 && tag.opening) i = readTag(b, i, to)
  if (i < 0 || tag.context || tag.number !== ENUMERATED) return 0
  i = readTag(b, i, to)
  return i < 0 || tag.context || tag.number !== ENUMERATED ? 0 : Math.min(0xffe, tagNumber(b)) + 1
}
