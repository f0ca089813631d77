import {
  ASKED,
  C2S,
  type Direction,
  DONE,
  MAYBE,
  NO,
  type OperationMeaning,
  type Recognition,
  REFUSED,
  type Sink,
  YES,
} from '../../dissector.ts'
import { framed, type FramedState, readFramed } from '../framing.ts'
import { u16, u24 } from '../integers.ts'
import {
  ALERT_CODES,
  CODE_BASE,
  type Handshake,
  handshakeMessage,
  KIND_BASE,
  kindOf,
  oldClientHello,
  RECORD_CODES,
  recordCode,
} from './handshake.ts'
import { ALERTS, DENIED, HANDSHAKE, KINDS, RECORDS } from './tls-table.ts'

/** Longest record of any version (RFC 5246, 6.2.3) with its header. */
export const LONGEST_RECORD = 18_432 + 5
/** Longest handshake message put together: chains of certificates are shorter. */
const LONGEST_MESSAGE = 65_536
const HEAD = 5
const MESSAGE_HEAD = 4

/** Kinds of record (RFC 8446, 5.1; RFC 6520). */
const CHANGE_CIPHER = 20
const ALERT = 21
const HANDSHAKE_RECORD = 22
const DATA = 23
const HEARTBEAT = 24

const [CHANGE, ENCRYPTED, ENCRYPTED_ALERT, APPLICATION_DATA, BEAT, OVERREAD] = (
  [
    'CHANGE_CIPHER_SPEC',
    'ENCRYPTED_HANDSHAKE',
    'ENCRYPTED_ALERT',
    'APPLICATION_DATA',
    'HEARTBEAT',
    'HEARTBEAT_OVERREAD',
  ] as const
).map(recordCode) as [number, number, number, number, number, number]
const DENIED_OBJECT = kindOf('denied')

/** One direction of a TLS stream. */
export interface TlsState extends FramedState, Handshake {
  /** The sender has said that it encrypts from here on. */
  encrypts: boolean
  /** A handshake message whose end has not come, and how much of it is there. */
  part: Uint8Array | undefined
  filled: number
}

/** A direction that begins. */
export function tlsState(direction: Direction): TlsState {
  return { astray: false, skip: 0, direction, suite: -1, encrypts: false, part: undefined, filled: 0 }
}

/** Whether a record begins at `i`, by its header alone. */
export function looksLikeRecord(b: Uint8Array, i: number, to: number): Recognition {
  const there = to - i
  if (there > 0 && (b[i]! < CHANGE_CIPHER || b[i]! > HEARTBEAT)) return NO
  if ((there > 1 && b[i + 1] !== 3) || (there > 2 && b[i + 2]! > 4)) return NO
  if (there > 3 && b[i + 3]! > LONGEST_RECORD >> 8) return NO
  if (there < HEAD) return MAYBE
  const length = u16(b, i + 3)
  return length + HEAD <= LONGEST_RECORD && (length > 0 || b[i] === DATA) ? YES : NO
}

/**
 * Whether a stream of TLS begins at `i`: with a hello, or with other records where the port hints at it or a second record
 * follows the first.
 */
export function looksLikeTls(b: Uint8Array, i: number, to: number, hinted: boolean): Recognition {
  if (i < to && isOld(b, i)) return looksLikeOldHello(b, i, to)
  const record = looksLikeRecord(b, i, to)
  if (record !== YES) return record
  const length = u16(b, i + 3)
  if (b[i] === HANDSHAKE_RECORD) {
    const hello = looksLikeHello(b, i + HEAD, to, length)
    if (hello !== NO) return hello
  } else if ((b[i] === CHANGE_CIPHER && length !== 1) || (b[i] === ALERT && length < 2)) return NO
  if (b[i] === ALERT && length === 2) return looksLikeAlert(b, i + HEAD, to)
  if (hinted) return YES
  return i + HEAD + length <= to ? looksLikeRecord(b, i + HEAD + length, to) : MAYBE
}

/** An alert in clear, with which a server may turn down what it was offered. */
function looksLikeAlert(b: Uint8Array, i: number, to: number): Recognition {
  if (i < to && b[i] !== 1 && b[i] !== 2) return NO
  return to - i < 2 ? MAYBE : ALERTS[b[i + 1]!] === undefined ? NO : YES
}

/** A client or server hello inside a record of some length (RFC 8446, 4.1). */
function looksLikeHello(b: Uint8Array, i: number, to: number, length: number): Recognition {
  if (i < to && b[i] !== 1 && b[i] !== 2) return NO
  if (length < MESSAGE_HEAD + 38) return NO
  if (to - i < MESSAGE_HEAD + 2) return MAYBE
  const size = u24(b, i + 1)
  return size >= 38 && size <= LONGEST_MESSAGE && b[i + 4] === 3 && b[i + 5]! <= 4 ? YES : NO
}

/** A client hello in the form of SSL 2.0, whose parts fill it exactly. */
function looksLikeOldHello(b: Uint8Array, i: number, to: number): Recognition {
  const there = to - i
  if (there > 2 && b[i + 2] !== 1) return NO
  if (there > 4 && !(b[i + 3] === 3 && b[i + 4]! <= 4) && !(b[i + 3] === 0 && b[i + 4] === 2)) return NO
  if (there < 11) return MAYBE
  const [suites, session, challenge] = [u16(b, i + 5), u16(b, i + 7), u16(b, i + 9)]
  const fits = oldLength(b, i) === 11 + suites + session + challenge
  return fits &&
    suites % 3 === 0 &&
    suites > 0 &&
    (session === 0 || session === 16) &&
    challenge >= 16 &&
    challenge <= 32
    ? YES
    : NO
}

/** A record of SSL 2.0 begins with its length. */
function isOld(b: Uint8Array, i: number): boolean {
  return b[i]! >= 0x80
}

function oldLength(b: Uint8Array, i: number): number {
  return 2 + (((b[i]! & 0x7f) << 8) | b[i + 1]!)
}

const framing = framed<TlsState>({
  look(state, b, i, to) {
    const seen = looksLikeRecord(b, i, to)
    return seen === NO && isOld(b, i) && state.suite < 0 ? looksLikeOldHello(b, i, to) : seen
  },
  length: (_state, b, i) => (isOld(b, i) ? oldLength(b, i) : HEAD + u16(b, i + 3)),
  view: (b, i) => (b[i] === DATA ? HEAD : Infinity),
  message(state, b, i, to, out) {
    if (isOld(b, i)) oldClientHello(b, i + 3, to, out)
    else record(state, b[i]!, b, i + HEAD, to, out)
  },
})

/** Reads whole records and returns the bytes they took; what is none is skipped byte by byte and counted as lost. */
export function readTls(state: TlsState, b: Uint8Array, from: number, to: number, out: Sink): number {
  return readFramed(framing, state, b, from, to, out)
}

function record(state: TlsState, type: number, b: Uint8Array, from: number, to: number, out: Sink): void {
  switch (type) {
    case CHANGE_CIPHER:
      out.operation(CHANGE, ASKED)
      state.encrypts = true
      state.filled = 0
      return
    case DATA:
      return out.operation(APPLICATION_DATA, ASKED)
    case ALERT:
      return alert(b, from, to, out)
    case HEARTBEAT: {
      // Type, length and at least sixteen bytes of padding behind the payload: who asks for more reads foreign memory.
      const over = to - from >= 3 && !state.encrypts && b[from] === 1 && 3 + u16(b, from + 1) > to - from
      return out.operation(over ? OVERREAD : BEAT, ASKED)
    }
    default:
      return handshake(state, b, from, to, out)
  }
}

function alert(b: Uint8Array, from: number, to: number, out: Sink): void {
  if (to - from !== 2 || b[from]! > 2) return out.operation(ENCRYPTED_ALERT, ASKED)
  const number = b[from + 1]!
  out.operation(CODE_BASE + ALERT_CODES + number, b[from] === 2 ? REFUSED : ASKED)
  if (DENIED.has(number)) out.object(DENIED_OBJECT, number, number)
}

function handshake(state: TlsState, b: Uint8Array, from: number, to: number, out: Sink): void {
  if (state.filled === 0 && isEncrypted(state, b, from, to)) return out.operation(ENCRYPTED, ASKED)
  let [bytes, i, end] = [b, from, to]
  if (state.filled > 0) {
    append(state, b, from, to)
    bytes = state.part!
    i = 0
    end = state.filled
  }
  while (end - i >= MESSAGE_HEAD) {
    const next = i + MESSAGE_HEAD + u24(bytes, i + 1)
    if (HANDSHAKE[bytes[i]!] === undefined || next - i > LONGEST_MESSAGE) {
      out.operation(ENCRYPTED, ASKED)
      i = end
    } else if (next > end) break
    else {
      handshakeMessage(state, bytes[i]!, bytes, i + MESSAGE_HEAD, next, out)
      i = next
    }
  }
  if (bytes === b) {
    state.filled = 0
    if (i < end) append(state, b, i, end)
  } else {
    bytes.copyWithin(0, i, end)
    state.filled = end - i
    if (state.filled === 0) state.part = undefined
  }
}

/** Behind the change of cipher only hellos of TLS 1.3 are still in clear, and then alone in their record. */
function isEncrypted(state: TlsState, b: Uint8Array, from: number, to: number): boolean {
  if (to - from < MESSAGE_HEAD) return state.encrypts
  const size = MESSAGE_HEAD + u24(b, from + 1)
  if (!state.encrypts) return HANDSHAKE[b[from]!] === undefined || size > LONGEST_MESSAGE
  return !((b[from] === 1 || b[from] === 2) && size === to - from && to - from > 6 && b[from + 4] === 3)
}

function append(state: TlsState, b: Uint8Array, from: number, to: number): void {
  const wanted = state.filled + to - from
  if (state.part === undefined || state.part.length < wanted) {
    const grown = new Uint8Array(Math.max(1024, wanted * 2))
    if (state.part) grown.set(state.part.subarray(0, state.filled))
    state.part = grown
  }
  state.part.set(b.subarray(from, to), state.filled)
  state.filled = wanted
}

/** The meaning of a code from `CODE_BASE` on, to be booked under `tls`. */
export function tlsMeaning(code: number): OperationMeaning {
  const number = code - CODE_BASE
  if (number >= ALERT_CODES) {
    const alert = number - ALERT_CODES
    return { name: `ALERT_${alert}`, title: `alert: ${ALERTS[alert] ?? 'unknown'}`, class: 'session' }
  }
  const row = number >= RECORD_CODES ? RECORDS[number - RECORD_CODES] : HANDSHAKE[number]
  return row ?? { name: `MESSAGE_${number}`, title: 'unknown message', class: 'other' }
}

/** The name of a kind of object from `KIND_BASE` on. */
export function tlsObjectName(kind: number): string {
  return KINDS[kind - KIND_BASE] ?? `kind ${kind}`
}

/** The codes worth a row of their own. */
export function* tlsKnown() {
  for (const type of Object.keys(HANDSHAKE))
    yield { code: CODE_BASE + Number(type), direction: C2S, outcome: DONE } as const
  for (const index of RECORDS.keys())
    yield { code: CODE_BASE + RECORD_CODES + index, direction: C2S, outcome: ASKED } as const
  for (const number of Object.keys(ALERTS))
    yield { code: CODE_BASE + ALERT_CODES + Number(number), direction: C2S, outcome: ASKED } as const
}
