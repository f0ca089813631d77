import { textAt } from '../../../groundwork/bytes.ts'
import { ASKED, DONE, type FactKind, REFUSED, type Sink } from '../../dissector.ts'
import { WAIT } from '../framing.ts'
import { u32 } from '../integers.ts'
import { tlsState } from '../tls/records.ts'
import {
  CHALLENGE,
  CHALLENGE_SIZE,
  DENIED,
  FIRST,
  INIT,
  LONGEST_TEXT,
  NONE,
  OLD_SECURITY,
  PASSWORD,
  PROOF,
  RESULT,
  RESULT_NEXT,
  SECURITY_LIST,
  SECURITY_OBJECT,
  SERVER_INIT,
  SILENCE,
  type State,
  TLS_TYPE,
  TYPES,
  VENCRYPT,
  VENCRYPT_NEXT,
  ascii,
  banner,
} from './session.ts'
import { SECURITY } from './vnc-table.ts'

const SERVER_INIT_SIZE = 24
const LONGEST_NAME = 200
const DESKTOP: FactKind = { attribute: 'desktop-name', by: 'vnc.server-init' }
const OFFERED: FactKind = { attribute: 'vnc-security', by: 'vnc.security' }

/** Takes what comes next of a server at `i` and returns its length. */
export function serverStep(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  switch (state.next) {
    case FIRST:
      return banner(state, b, i, to, out)
    case OLD_SECURITY:
      return oldSecurity(state, b, i, to, out)
    case SECURITY_LIST:
      // A server of a later version falls back to one number of four bytes for a client of 3.3.
      if (b[i] === 0 && i + 4 > to) return WAIT
      if (b[i] === 0 && u32(b, i) > 0 && u32(b, i) <= 2) return oldSecurity(state, b, i, to, out)
      return securityList(state, b, i, to, out)
    case PROOF:
      return serverProof(state, b, i, to, out)
    case RESULT_NEXT:
      return result(state, b, i, to, out)
    case INIT:
      return serverInit(state, b, i, to, out)
    case VENCRYPT_NEXT:
      return toTls(state, b, i, to)
    default:
      return to - i
  }
}

/** Version 3.3: the server says which way it is, in four bytes. */
function oldSecurity(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  if (i + 4 > to) return WAIT
  state.type = u32(b, i)
  out.operation(TYPES, state.type === 0 ? REFUSED : ASKED)
  if (state.type > 0 && state.type < 256) way(state.type, out)
  state.next = state.type === NONE ? INIT : state.type === PASSWORD ? PROOF : SILENCE
  return 4
}

function securityList(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  const count = b[i]!
  if (i + 1 + count > to) return WAIT
  out.operation(TYPES, count === 0 ? REFUSED : ASKED)
  for (let k = i + 1; k <= i + count; k++) {
    way(b[k]!, out)
    if (b[k] === NONE) state.offersNone = true
    if (b[k] === VENCRYPT) state.offersVencrypt = true
  }
  state.type = count === 1 ? b[i + 1]! : 0
  state.next = count === 0 ? SILENCE : PROOF
  return 1 + count
}

function way(type: number, out: Sink): void {
  const name = SECURITY[type] ?? `type ${type}`
  const bytes = ascii(name)
  out.named(SECURITY_OBJECT, bytes, 0, bytes.length)
  out.fact(OFFERED, name)
}

/** What the server sends to the way that was chosen; the choice itself went the other way and shows by what comes. */
function serverProof(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  if (i + 4 > to) return WAIT
  const four = u32(b, i)
  const type =
    state.type || (four === 0 && state.offersNone ? NONE : b[i] === 0 && state.offersVencrypt ? VENCRYPT : PASSWORD)
  if (type === NONE) {
    // Version 3.7 sends no result here.
    state.next = four <= 2 ? RESULT_NEXT : INIT
    return serverStep(state, b, i, to, out)
  }
  if (type === PASSWORD) {
    if (i + CHALLENGE_SIZE > to) return WAIT
    out.operation(CHALLENGE, ASKED)
    state.next = RESULT_NEXT
    return CHALLENGE_SIZE
  }
  state.next = type === VENCRYPT || type === TLS_TYPE ? VENCRYPT_NEXT : SILENCE
  return serverStep(state, b, i, to, out)
}

function result(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  if (i + 4 > to) return WAIT
  const code = u32(b, i)
  out.operation(RESULT, code === 0 ? DONE : REFUSED)
  if (code !== 0) out.object(DENIED, code, code)
  state.next = code === 0 ? INIT : SILENCE
  return 4
}

function serverInit(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  if (i + SERVER_INIT_SIZE > to) return WAIT
  const length = u32(b, i + 20)
  if (length > LONGEST_TEXT) {
    state.next = SILENCE
    return to - i
  }
  const end = i + SERVER_INIT_SIZE + length
  if (end > to) return WAIT
  out.operation(SERVER_INIT, DONE)
  const name = textAt(b, i + SERVER_INIT_SIZE, Math.min(end, i + SERVER_INIT_SIZE + LONGEST_NAME)).trim()
  if (name !== '') out.fact(DESKTOP, name)
  state.next = SILENCE
  return end - i
}

/** What VeNCrypt says before TLS is passed over: a record of TLS shows its beginning. */
function toTls(state: State, b: Uint8Array, i: number, to: number): number {
  if (b[i] !== 0x16) return 1
  if (i + 2 > to) return WAIT
  if (b[i + 1] === 3) state.tls = tlsState(state.direction)
  return b[i + 1] === 3 ? 0 : 1
}
