import { asciiText } from '../../../groundwork/bytes.ts'
import { ASKED, DONE, type FactKind, type OperationMeaning, REFUSED, type Sink } from '../../dissector.ts'
import { u16, u32 } from '../integers.ts'
import {
  CHANGE_STATE,
  CREATE_SESSION,
  END_SESSION,
  EXECUTION_UNIT,
  INTEGRITY,
  PLUS_DETAILS,
  PLUS_FUNCTIONS,
  PLUS_VERSIONS,
  PROTECTIONS,
  SESSION_CREATED,
  SESSIONS,
  SET_UP_SESSION,
  SUBSCRIBE,
  TLS,
} from './plus-table.ts'

/** Bits of an operation code below its type: version, opcode, detail, function. */
const VERSION = 13
const OPCODE = 11
const DETAIL = 8
const TLS_CODE = 0xffff

const [REQUEST, RESPONSE, NOTIFICATION, RESPONSE_2] = [0x31, 0x32, 0x33, 0x02]
/** Opcodes by the two bits of a code; a message that goes on with an earlier one has none. */
const OPCODES: readonly number[] = [0, REQUEST, RESPONSE, NOTIFICATION]
const HEAD = 4
const DIGEST = 0x20
const REQUEST_HEAD = 14
const RESPONSE_HEAD = 10
/** How numbers from 0x70000000 begin when they are written with seven bits to the byte. */
const FIVE_BYTES_OF_A_SESSION = 0x87
const CREATE = 0x04ca
const DELETE = 0x04d4
/** Creating and deleting objects, reading a challenge, aborting, beginning TLS. */
const SETTING_UP: ReadonlySet<number> = new Set([CREATE, DELETE, 0x0586, 0x059a, 0x05b3])
const SETTERS: ReadonlySet<number> = new Set([0x04f2, 0x0542, 0x057c])

const BY = 's7comm-plus.session'
const PROTECTION: FactKind = { attribute: 'session-protection', by: BY }
const ORDER_NUMBER: FactKind = { attribute: 'order-number', by: BY }
const FIRMWARE: FactKind = { attribute: 'firmware', by: BY }
const SEMICOLON = 0x3b
const SIX = 0x36
const LONGEST_ORDER_NUMBER = 24
const LONGEST_FIRMWARE = 16

/** What one direction remembers: the protection that was told last, and whether TLS has begun. */
export interface PlusState {
  protection: number
}

/** Whether a TLS record (RFC 8446, 5.1) may begin at `i`: engineering stations since TIA V17 put S7comm-plus into TLS, and that into TPKT. */
export function startsTls(b: Uint8Array, i: number, to: number): boolean {
  return to - i >= 3 && b[i]! >= 0x14 && b[i]! <= 0x17 && b[i + 1] === 3 && b[i + 2]! <= 4
}

/** Whether bytes of this direction belong to TLS: all that follow its first record do. */
export function isInTls(state: PlusState, b: Uint8Array, i: number, to: number): boolean {
  return state.protection === TLS || startsTls(b, i, to)
}

/** Reports a part of a TLS session inside TPKT. `isRequest` says that the client sent it. */
export function readTls(state: PlusState, isRequest: boolean, type: number, out: Sink): void {
  out.operation(type | TLS_CODE, ASKED)
  protect(state, TLS, isRequest, out)
}

/** Reports one message of S7comm-plus, `b[i]` being its protocol id; `type` are the upper bits of operation codes. */
export function readPlus(state: PlusState, b: Uint8Array, i: number, to: number, type: number, out: Sink): void {
  const version = versionOf(b[i + 1]!)
  const hasDigest = i + HEAD < to && b[i + HEAD] === DIGEST
  const at = i + HEAD + (hasDigest ? 1 + DIGEST : 0)
  const opcode = at < to ? opcodeOf(b[at]!) : 0
  let code = type | (version << VERSION) | (opcode << OPCODE)
  const index = opcode > 0 && opcode < 3 && at + RESPONSE_HEAD <= to ? functionAt(b, at + 3) : -1
  const detail = index < 0 ? 0 : opcode === 1 ? detailOf(b, at, to) : answerDetail(b, at, to)
  const isRefusal = opcode === 2 && index >= 0 && PLUS_FUNCTIONS[index]!.answers && returned(b, at, to) < 0
  code |= (detail << DETAIL) | (index + 1)
  out.operation(code, isRefusal ? REFUSED : opcode > 1 ? DONE : ASKED)
  if (opcode === 2 && index >= 0 && PLUS_FUNCTIONS[index]!.code === CREATE) identity(b, at, to, out)
  // Sessions are set up before they are protected, and answers do not say what they are about.
  const isSetUp =
    opcode === 2 || (index >= 0 && SETTING_UP.has(PLUS_FUNCTIONS[index]!.code)) || detail === SET_UP_SESSION
  if (opcode > 0 && version > 0 && version <= 3 && !isSetUp)
    protect(state, hasDigest ? INTEGRITY : version, opcode === 1, out)
}

function opcodeOf(byte: number): number {
  return byte === RESPONSE_2 ? 2 : Math.max(0, OPCODES.indexOf(byte))
}

/** Index into `PLUS_VERSIONS` plus one; 0 for others. */
function versionOf(byte: number): number {
  let n = PLUS_VERSIONS.length
  while (n > 0 && PLUS_VERSIONS[n - 1]!.byte !== byte) n--
  return n
}

/** Index into `PLUS_FUNCTIONS`, or -1. */
function functionAt(b: Uint8Array, i: number): number {
  const code = u16(b, i)
  let n = PLUS_FUNCTIONS.length - 1
  while (n >= 0 && PLUS_FUNCTIONS[n]!.code !== code) n--
  return n
}

/** What a request works on: the object id that follows its head. */
function detailOf(b: Uint8Array, at: number, to: number): number {
  if (at + REQUEST_HEAD + 4 > to) return 0
  const code = u16(b, at + 3)
  const object = u32(b, at + REQUEST_HEAD)
  if (code === CREATE) return object === SESSIONS ? CREATE_SESSION : isSession(object) ? SUBSCRIBE : 0
  if (code === DELETE) return isSession(object) ? END_SESSION : 0
  if (!SETTERS.has(code)) return 0
  return object === EXECUTION_UNIT ? CHANGE_STATE : isSession(object) ? SET_UP_SESSION : 0
}

/** What an answer gives back: the object that was created or deleted. */
function answerDetail(b: Uint8Array, at: number, to: number): number {
  const code = u16(b, at + 3)
  if (code !== CREATE && code !== DELETE) return 0
  const from = endOfNumber(b, at + RESPONSE_HEAD, to)
  // How many objects were created, then the first of them with seven bits to the byte; or the deleted one as it is.
  if (code === CREATE) return from + 6 <= to && b[from + 1] === FIVE_BYTES_OF_A_SESSION ? SESSION_CREATED : 0
  return from + 4 <= to && isSession(u32(b, from)) ? END_SESSION : 0
}

function isSession(object: number): boolean {
  return object >= 0x70000000 && object < 0x80000000
}

/** A return value (up to nine bytes, seven bits each but the last) holds an error code in its lowest 16 bits, negative for errors. */
function returned(b: Uint8Array, at: number, to: number): number {
  const from = at + RESPONSE_HEAD
  const end = endOfNumber(b, from, to)
  let value = 0
  for (let i = from; i < end; i++) value = i - from === 8 ? (value << 8) | b[i]! : (value << 7) | (b[i]! & 0x7f)
  return (value << 16) >> 16
}

function endOfNumber(b: Uint8Array, from: number, to: number): number {
  let i = from
  while (i < to && i < from + 8 && b[i]! >= 0x80) i++
  return Math.min(to, i + 1)
}

/** The text `1;<order number>;<version>` in the answer to whoever creates a session. */
function identity(b: Uint8Array, from: number, to: number, out: Sink): void {
  for (let i = from; i + 8 < to; i++) {
    if (b[i] !== SEMICOLON || b[i + 1] !== SIX) continue
    const middle = endOfText(b, i + 1, Math.min(to, i + 1 + LONGEST_ORDER_NUMBER))
    if (middle >= to || b[middle] !== SEMICOLON) continue
    const end = endOfText(b, middle + 1, Math.min(to, middle + 1 + LONGEST_FIRMWARE))
    const firmware = /^[A-Z]?(\d+(?:\.\d+)+)/.exec(asciiText(b, middle + 1, end))
    if (!firmware) continue
    out.fact(ORDER_NUMBER, asciiText(b, i + 1, middle).trim())
    out.fact(FIRMWARE, firmware[1]!)
    return
  }
}

function endOfText(b: Uint8Array, from: number, to: number): number {
  let i = from
  while (i < to && b[i]! >= 0x20 && b[i]! < 0x7f && b[i] !== SEMICOLON) i++
  return i
}

function protect(state: PlusState, protection: number, isRequest: boolean, out: Sink): void {
  if (state.protection === protection) return
  state.protection = protection
  out.fact(PROTECTION, PROTECTIONS[protection]!, isRequest ? 'receiver' : 'sender')
}

/** The meaning of a code without its type. */
export function plusMeaning(code: number): OperationMeaning {
  const protocol = 's7comm-plus'
  if (code === TLS_CODE) return { protocol: 'tls', name: 'TLS', title: 'TLS inside ISO transport', class: 'other' }
  const version = PLUS_VERSIONS[(code >> VERSION) - 1]?.title ?? 'unknown version'
  const opcode = OPCODES[(code >> OPCODE) & 3]
  const detail = PLUS_DETAILS[(code >> DETAIL) & 7]
  const row = (detail?.title ? detail : undefined) ?? PLUS_FUNCTIONS[(code & 0xff) - 1]
  const name = 'S7PLUS'
  if (row) return { protocol, name, title: `${row.title} (${version})`, class: row.class }
  const title = opcode === NOTIFICATION ? 'notification' : opcode === 0 ? 'more of a message' : 'unknown function'
  return { protocol, name, title: `${title} (${version})`, class: opcode === NOTIFICATION ? 'read' : 'other' }
}

/** The codes that a page lists, without their type. */
export function* plusCodes(): Iterable<number> {
  const request = (3 << VERSION) | (1 << OPCODE)
  for (let index = 0; index < PLUS_FUNCTIONS.length; index++) yield request | (index + 1)
  for (let detail = 1; detail < PLUS_DETAILS.length; detail++) yield request | (detail << DETAIL) | 1
  yield (3 << VERSION) | (3 << OPCODE)
  yield TLS_CODE
}
