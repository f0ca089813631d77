import { ASKED, CREDENTIALS, type FactKind, type Sink } from '../../dissector.ts'
import { WAIT } from '../framing.ts'
import { u16, u32 } from '../integers.ts'
import { tlsState } from '../tls/records.ts'
import {
  CHALLENGE_SIZE,
  CHOICE,
  CLIENT_INIT,
  FIRST,
  INIT,
  LONGEST_TEXT,
  NONE,
  OLD_SECURITY,
  PASSWORD,
  PLAIN_LOGIN,
  PLAIN_NEXT,
  PROOF,
  RESPONSE,
  SECURITY_LIST,
  SECURITY_OBJECT,
  SESSION,
  SHARED,
  SILENCE,
  type State,
  TLS_TYPE,
  VENCRYPT,
  VENCRYPT_NEXT,
  ascii,
  banner,
} from './session.ts'
import { SECURITY } from './vnc-table.ts'

const CLIENT = 0x100
const PRESSED = 0x205
const MOST_RECTANGLES = 255
/** A kind of VeNCrypt that sends name and password without TLS around. */
const PLAIN = 256
const VENCRYPT_BASE = 256
const PLAIN_FACT: FactKind = { attribute: CREDENTIALS, by: 'vnc.plain-login' }

/** Takes what comes next of a client at `i` and returns its length. */
export function clientStep(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  switch (state.next) {
    case FIRST:
      return banner(state, b, i, to, out)
    case OLD_SECURITY:
      return oldClient(state, b, i, to, out)
    case SECURITY_LIST: {
      const name = ascii(SECURITY[b[i]!] ?? `type ${b[i]!}`)
      state.type = b[i]!
      out.operation(CHOICE, ASKED)
      out.named(SECURITY_OBJECT, name, 0, name.length)
      state.next =
        state.type === NONE ? INIT : state.type === PASSWORD ? PROOF : state.type === VENCRYPT ? VENCRYPT_NEXT : SILENCE
      if (state.type === TLS_TYPE) state.tls = tlsState(state.direction)
      return 1
    }
    case PROOF:
      if (i + CHALLENGE_SIZE > to) return WAIT
      out.operation(RESPONSE, ASKED)
      state.next = INIT
      return CHALLENGE_SIZE
    case INIT: {
      out.operation(CLIENT_INIT, ASKED)
      const shared = b[i] === 0 ? 0 : 1
      out.object(SHARED, shared, shared)
      state.next = SESSION
      return 1
    }
    case VENCRYPT_NEXT:
      return vencrypt(state, b, i, to, out)
    case PLAIN_NEXT:
      return plainLogin(state, b, i, to, out)
    case SESSION:
      return clientMessage(state, b, i, to, out)
    default:
      return to - i
  }
}

/** A client of 3.3 answers a challenge, or begins at once: then a known message stands behind its one byte. */
function oldClient(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  if (i + 5 > to) return WAIT
  const begins =
    b[i]! <= 1 && ((b[i + 1] === 0 && b[i + 2] === 0 && b[i + 3] === 0) || (b[i + 1] === 2 && b[i + 2] === 0))
  state.next = begins ? INIT : PROOF
  return clientStep(state, b, i, to, out)
}

/** Version and kind of VeNCrypt; then TLS, or name and password in clear. */
function vencrypt(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  if (i + 6 > to) return WAIT
  const kind = u32(b, i + 2)
  state.next = kind === PLAIN ? PLAIN_NEXT : kind < VENCRYPT_BASE ? SILENCE : VENCRYPT_NEXT
  if (kind > PLAIN) state.tls = tlsState(state.direction)
  if (state.next === SILENCE && kind === NONE) state.next = INIT
  out.operation(CHOICE, ASKED)
  return 6
}

function plainLogin(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  if (i + 8 > to) return WAIT
  out.operation(PLAIN_LOGIN, ASKED)
  if (u32(b, i + 4) > 0) out.fact(PLAIN_FACT, 'VNC password', 'receiver')
  state.skip = Math.min(LONGEST_TEXT, u32(b, i)) + Math.min(LONGEST_TEXT, u32(b, i + 4))
  state.next = INIT
  return 8
}

/** One message of the client (RFC 6143, 7.5); behind an unknown one nothing can be placed any more. */
function clientMessage(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  const type = b[i]!
  const size = messageSize(type, b, i, to)
  if (size === WAIT) return WAIT
  if (size === 0) {
    state.next = SILENCE
    return to - i
  }
  if (i + Math.min(size, 8) > to) return WAIT
  out.operation(type === 5 && b[i + 1] !== 0 ? PRESSED : CLIENT + type, ASKED)
  const there = Math.min(size, to - i)
  state.skip = size - there
  return there
}

/** Bytes of a message, 0 for an unknown one. */
function messageSize(type: number, b: Uint8Array, i: number, to: number): number {
  const there = to - i
  switch (type) {
    case 0:
      return 20
    case 2:
      return there < 4 ? WAIT : 4 + 4 * u16(b, i + 2)
    case 3:
    case 150:
      return 10
    case 4:
      return 8
    case 5:
      return 6
    case 6: {
      if (there < 8) return WAIT
      // The extended clipboard marks itself by a negative length.
      const length = u32(b, i + 4)
      return 8 + (length > 0x7fffffff ? 0x100000000 - length : length)
    }
    case 248:
      return there < 9 ? WAIT : 9 + b[i + 8]!
    case 251:
      return there < 8 ? WAIT : 8 + 16 * Math.min(MOST_RECTANGLES, b[i + 6]!)
    case 255:
      if (there < 4) return WAIT
      return b[i + 1] === 0 ? 12 : b[i + 1] === 1 && u16(b, i + 2) === 2 ? 10 : 4
    default:
      return 0
  }
}
