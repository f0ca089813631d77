import { textAt } from '../../../groundwork/bytes.ts'
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
  REFUSED,
  S2C,
  type Sink,
  YES,
} from '../../dissector.ts'
import { berContent, berEnd, berInteger, berSize } from '../ber.ts'
import { framed, type FramedState, readFramed } from '../framing.ts'
import { u32 } from '../integers.ts'
import { ASKING, DENIED, KINDS, MESSAGES } from './kerberos-table.ts'

const LARGEST = 65_536
const LONGEST_TEXT = 255
const SEQUENCE = 0x30
const INTEGER = 0x02
const GENERAL_STRING = 0x1b
/** Application tags are constructed; context tags too. */
const APPLICATION = 0x60
const FIELD = 0xa0
const [AS_REQ, AS_REP, TGS_REQ, TGS_REP, AP_REQ, ERROR_MESSAGE] = [10, 11, 12, 13, 14, 30] as const
/** Type of an address that is a NetBIOS name. */
const NETBIOS = 20
const MOST = 32

const ETYPE = KINDS.indexOf('etype')
const REALM = KINDS.indexOf('realm')
const SERVICE = KINDS.indexOf('service')
const SERVICE_HOST = KINDS.indexOf('service-host')
const ERROR = KINDS.indexOf('error')
const REFUSAL = KINDS.indexOf('denied')

const SERVED: FactKind = { attribute: 'realm', by: 'kerberos' }
const CLIENT_NAME: FactKind = { attribute: 'name', by: 'kerberos.address' }

interface State extends FramedState {
  readonly udp: boolean
}

const framing = framed<State>({
  look: (_state, b, i, to) => inTcp(b, i, to),
  length: (_state, b, i) => 4 + u32(b, i),
  message: (_state, b, i, to, out) => message(b, i + 4, to, out),
})

/** Kerberos 5 over UDP and TCP (RFC 4120). */
export const kerberos: Dissector<State> = {
  id: 'kerberos',
  title: 'Kerberos',
  hints: { tcp: [88], udp: [88] },
  longest: LARGEST + 4,
  recognizes: (b, from, to, _direction: Direction, _hinted: boolean, carrier): Recognition =>
    carrier === 'tcp'
      ? inTcp(b, from, to)
      : look(b, from, to, to) === YES && berSize(b, from, to) <= to - from
        ? YES
        : NO,
  start: (_direction, carrier) => ({ astray: false, skip: 0, udp: carrier === 'udp' }),
  read(state, bytes, from, to, _at, out) {
    if (state.udp) {
      if (look(bytes, from, to, to) === YES) message(bytes, from, to, out)
      else out.lost(to - from)
      return to - from
    }
    return readFramed(framing, state, bytes, from, to, out)
  },
  meaning,
  docs: {
    about: `Messages are named as in RFC 4120. Touched objects are encryption types (offered by a request, used by an answer; 1 to 3 are DES, 23 and 24 RC4, 17 to 20 AES), realms, and the service a ticket is asked for by its first two parts. A \`KRB-ERROR\` refuses, but for those that only ask for pre-authentication or for TCP. Names of users are not kept. A key distribution center gives away its realm, a Windows client its NetBIOS name. Changes of passwords (port 464) are not read.`,
    checked: ['reference', 'peer'],
    known,
  },
  objectName: (kind) => KINDS[kind] ?? `kind ${kind}`,
}

/** A length and a message that fills it (RFC 4120, 7.2.2). */
function inTcp(b: Uint8Array, i: number, to: number): Recognition {
  if (to - i < 4) return (to - i > 0 && b[i] !== 0) || (to - i > 1 && b[i + 1]! > 1) ? NO : MAYBE
  const length = u32(b, i)
  return length < 10 || length > LARGEST ? NO : look(b, i + 4, to, i + 4 + length)
}

/** Whether a message may begin at `i` and end at `end`: application tag, sequence, and version 5 in its first or second field. */
function look(b: Uint8Array, i: number, to: number, end: number): Recognition {
  if (i >= to) return MAYBE
  if (MESSAGES[b[i]! - APPLICATION] === undefined) return NO
  const size = berSize(b, i, to)
  if (size === 0) return MAYBE
  if (size < 0 || i + size > end) return NO
  const sequence = berContent(b, i)
  if (sequence >= to) return MAYBE
  if (b[sequence] !== SEQUENCE) return NO
  const inner = berSize(b, sequence, to)
  if (inner === 0) return MAYBE
  if (inner < 0 || sequence + inner !== i + size) return NO
  // [0] or [1], then INTEGER 5: five octets.
  const version = berContent(b, sequence)
  const pattern = [b[i] === 0x6a || b[i] === 0x6c ? FIELD + 1 : FIELD, 3, INTEGER, 1, 5]
  for (let k = 0; k < 5; k++) {
    if (version + k >= to) return MAYBE
    if (b[version + k] !== pattern[k]) return NO
  }
  return YES
}

function message(b: Uint8Array, i: number, to: number, out: Sink): void {
  const type = b[i]! - APPLICATION
  const sequence = berContent(b, i)
  const end = Math.min(to, Math.max(berEnd(b, sequence, to), sequence))
  if (type === ERROR_MESSAGE) return failure(b, sequence, end, out)
  const answer = type === AS_REP || type === TGS_REP
  out.operation(type, answer ? DONE : ASKED)
  if (type === AS_REQ || type === TGS_REQ) request(b, sequence, end, out)
  else if (answer) {
    const realm = field(b, sequence, 3, end)
    if (realm > 0) text(b, realm, end, REALM, out)
    const ticket = field(b, sequence, 5, end)
    aboutTicket(b, ticket, end, out)
    // A ticket for a service may be one of another realm; the first ticket is of the realm that the sender serves.
    if (type === AS_REP && realm > 0) served(b, realm, end, out)
    encrypted(b, field(b, sequence, 6, end), end, out)
  } else if (type === AP_REQ) aboutTicket(b, field(b, sequence, 3, end), end, out)
}

/** The service that a ticket is for; `i` is its application tag. */
function aboutTicket(b: Uint8Array, i: number, end: number, out: Sink): void {
  if (i > 0 && berContent(b, i) < end) principal(b, field(b, berContent(b, i), 2, end), end, out)
}

function served(b: Uint8Array, realm: number, to: number, out: Sink): void {
  const end = b[realm] === GENERAL_STRING ? berEnd(b, realm, to) : -1
  const from = end > 0 ? berContent(b, realm) : end
  if (end > from) out.fact(SERVED, textAt(b, from, Math.min(end, from + LONGEST_TEXT)))
}

function request(b: Uint8Array, sequence: number, end: number, out: Sink): void {
  const body = field(b, sequence, 4, end)
  if (body < 0) return
  const realm = field(b, body, 2, end)
  if (realm > 0) text(b, realm, end, REALM, out)
  principal(b, field(b, body, 3, end), end, out)
  const types = field(b, body, 8, end)
  const typesEnd = types > 0 ? berEnd(b, types, end) : -1
  if (typesEnd > 0)
    for (let i = berContent(b, types), next = 0, n = 0; n < MOST && (next = berEnd(b, i, typesEnd)) > 0; i = next, n++)
      etype(b, i, next, out)
  const addresses = field(b, body, 9, end)
  const addressesEnd = addresses > 0 ? berEnd(b, addresses, end) : -1
  if (addressesEnd > 0)
    for (
      let i = berContent(b, addresses), next = 0, n = 0;
      n < MOST && (next = berEnd(b, i, addressesEnd)) > 0;
      i = next, n++
    )
      address(b, i, next, out)
}

function address(b: Uint8Array, i: number, end: number, out: Sink): void {
  const type = field(b, i, 0, end)
  const value = field(b, i, 1, end)
  const valueEnd = value > 0 ? berEnd(b, value, end) : -1
  if (type < 0 || valueEnd < 0 || berInteger(b, berContent(b, type), berEnd(b, type, end)) !== NETBIOS) return
  const name = textAt(b, berContent(b, value), Math.min(valueEnd, berContent(b, value) + 15)).trim()
  if (/^[\w-]+$/.test(name)) out.fact(CLIENT_NAME, name)
}

function failure(b: Uint8Array, sequence: number, end: number, out: Sink): void {
  const code = field(b, sequence, 6, end)
  const codeEnd = code > 0 ? berEnd(b, code, end) : -1
  const value = codeEnd > 0 ? berInteger(b, berContent(b, code), codeEnd) : -1
  out.operation(ERROR_MESSAGE, ASKING.has(value) ? ASKED : REFUSED)
  if (value >= 0 && value < 0x10000) out.object(ERROR, value, value)
  if (DENIED.has(value)) out.object(REFUSAL, value, value)
  const realm = field(b, sequence, 9, end)
  if (realm > 0) text(b, realm, end, REALM, out)
  principal(b, field(b, sequence, 10, end), end, out)
}

/** The first two parts of the name of a service: `krbtgt` and a realm, `host` and a host. `i` is its sequence of type and parts. */
function principal(b: Uint8Array, i: number, end: number, out: Sink): void {
  const parts = i > 0 ? field(b, i, 1, end) : -1
  const partsEnd = parts > 0 ? berEnd(b, parts, end) : -1
  if (partsEnd < 0) return
  const first = berContent(b, parts)
  text(b, first, partsEnd, SERVICE, out)
  const second = berEnd(b, first, partsEnd)
  if (second > 0 && second < partsEnd) text(b, second, partsEnd, SERVICE_HOST, out)
}

function text(b: Uint8Array, i: number, to: number, kind: number, out: Sink): void {
  const end = i < to ? berEnd(b, i, to) : -1
  if (end > 0 && b[i] === GENERAL_STRING && end > berContent(b, i)) out.named(kind, b, berContent(b, i), end)
}

/** The type of encrypted data; `i` is its sequence. */
function encrypted(b: Uint8Array, i: number, end: number, out: Sink): void {
  const type = i > 0 ? field(b, i, 0, end) : -1
  const typeEnd = type > 0 ? berEnd(b, type, end) : -1
  if (typeEnd > 0) etype(b, type, typeEnd, out)
}

/** Types below zero are of private use (old Windows) and left out. */
function etype(b: Uint8Array, i: number, end: number, out: Sink): void {
  const value = b[i] === INTEGER ? berInteger(b, berContent(b, i), end) : -1
  if (value >= 0 && value < 0x10000) out.object(ETYPE, value, value)
}

/** Where the element inside field `number` of the sequence at `i` begins; -1 when there is no such field. */
function field(b: Uint8Array, i: number, number: number, to: number): number {
  const end = i < to && b[i] === SEQUENCE ? berEnd(b, i, to) : -1
  if (end < 0) return -1
  for (let at = berContent(b, i), next = 0; (next = berEnd(b, at, end)) > 0; at = next) {
    if (b[at] !== FIELD + number) continue
    const inside = berContent(b, at)
    return inside < next && berEnd(b, inside, next) === next ? inside : -1
  }
  return -1
}

function* known() {
  for (const type of Object.keys(MESSAGES).map(Number))
    yield {
      code: type,
      direction: type === AS_REP || type === TGS_REP || type === ERROR_MESSAGE ? S2C : C2S,
      outcome: ASKED,
    } as const
}

function meaning(code: number, _direction: Direction, _outcome: OutcomeCode): OperationMeaning {
  return MESSAGES[code & 31] ?? { name: `APPLICATION ${code & 31}`, title: 'unknown message', class: 'other' }
}
