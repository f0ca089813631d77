import { asciiText, textAt } from '../../../groundwork/bytes.ts'
import {
  ASKED,
  C2S,
  CREDENTIALS,
  type Direction,
  type Dissector,
  DONE,
  type FactKind,
  MAYBE,
  NO,
  type OperationMeaning,
  type Recognition,
  REFUSED,
  type Sink,
  YES,
} from '../../dissector.ts'
import { u16, u32 } from '../integers.ts'
import { CODE_BASE, KIND_BASE } from '../tls/handshake.ts'
import { LONGEST_RECORD, readTls, type TlsState, tlsMeaning, tlsObjectName, tlsState } from '../tls/records.ts'
import { KINDS, MESSAGES, SECURITY } from './vnc-table.ts'

const [VERSION, TYPES, CHOICE, CHALLENGE, RESPONSE, RESULT, CLIENT_INIT, SERVER_INIT, PLAIN_LOGIN] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9,
] as const
const CLIENT = 0x100
const PRESSED = 0x205
const BANNER = 12
const CHALLENGE_SIZE = 16
const SERVER_INIT_SIZE = 24
const LONGEST_TEXT = 4096
const MOST_RECTANGLES = 255
const LONGEST_NAME = 200

const [NONE, PASSWORD, TLS_TYPE, VENCRYPT] = [1, 2, 18, 19] as const
/** A kind of VeNCrypt that sends name and password without TLS around. */
const PLAIN = 256
const VENCRYPT_BASE = 256

const kindOf = (name: (typeof KINDS)[number]) => KINDS.indexOf(name)
const [VERSION_OBJECT, SECURITY_OBJECT, DENIED, SHARED] = (['version', 'security', 'denied', 'shared'] as const).map(
  kindOf,
) as [number, number, number, number]
const DESKTOP: FactKind = { attribute: 'desktop-name', by: 'vnc.server-init' }
const OFFERED: FactKind = { attribute: 'vnc-security', by: 'vnc.security' }
const PLAIN_FACT: FactKind = { attribute: CREDENTIALS, by: 'vnc.plain-login' }
const START = ascii('RFB ')

/** What comes next. */
const FIRST = 0
const SECURITY_LIST = 1
const OLD_SECURITY = 2
const PROOF = 3
const RESULT_NEXT = 4
const INIT = 5
const SESSION = 6
const VENCRYPT_NEXT = 7
const PLAIN_NEXT = 8
const SILENCE = 9

interface State {
  readonly direction: Direction
  next: number
  /** The way that is chosen, or the only one that was offered; 0 while nobody has said. */
  type: number
  offersNone: boolean
  offersVencrypt: boolean
  tls: TlsState | undefined
  skip: number
}

/** VNC: the Remote Framebuffer protocol 3.3 to 3.8 (RFC 6143). */
export const vnc: Dissector<State> = {
  id: 'vnc',
  title: 'VNC',
  hints: { tcp: [5900, 5901, 5902, 5903] },
  longest: Math.max(LONGEST_TEXT + 16, LONGEST_RECORD),
  recognizes: (b, from, to) => looksLikeBanner(b, from, to),
  start: (direction) => ({
    direction, next: FIRST, type: 0, offersNone: false, offersVencrypt: false, tls: undefined, skip: 0,
  }), // biome-ignore format: a list
  read(state, b, from, to, _at, out) {
    let i = from
    let lost = 0
    while (i < to) {
      if (state.skip > 0) {
        const size = Math.min(state.skip, to - i)
        state.skip -= size
        i += size
        continue
      }
      if (state.tls) {
        i += readTls(state.tls, b, i, to, out)
        break
      }
      const used = state.direction === C2S ? clientStep(state, b, i, to, out) : serverStep(state, b, i, to, out)
      if (used === WAIT) break
      if (used === 0 && state.next === FIRST) {
        lost++
        i++
      } else i += used
    }
    if (lost > 0) out.lost(lost)
    return i - from
  },
  meaning,
  docs: {
    about: `Read are versions, the ways to prove oneself that are offered and chosen (\`none\` means that nobody proves anything), the result, the name of the desktop, and of the client all messages: asking for the picture is read, keys and pressed buttons are control. Pictures are passed over. With VeNCrypt or TLS the TLS inside is read and booked under \`tls\`; what follows other ways to prove oneself is passed over. A login in clear is told as present.`,
    checked: ['reference', 'peer'],
    *known() {
      for (const code of Object.keys(MESSAGES)) yield { code: Number(code), direction: C2S, outcome: ASKED } as const
    },
  },
  objectName: (kind) => (kind >= KIND_BASE ? tlsObjectName(kind) : (KINDS[kind] ?? `kind ${kind}`)),
}

/** More bytes are needed. */
const WAIT = -1

/** Whether `RFB 003.008` or another version begins at `i`. */
function looksLikeBanner(b: Uint8Array, i: number, to: number): Recognition {
  for (let k = 0; k < BANNER; k++) {
    if (i + k >= to) return MAYBE
    const c = b[i + k]!
    const fits = k < 4 ? c === START[k] : k === 7 ? c === 0x2e : k === 11 ? c === 0x0a : c >= 0x30 && c <= 0x39
    if (!fits) return NO
  }
  return YES
}

/** The banner of either side; what follows depends on whether it is older than 3.7. */
function banner(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  const seen = looksLikeBanner(b, i, to)
  if (seen !== YES) return seen === MAYBE ? WAIT : 0
  out.operation(VERSION, ASKED)
  out.named(VERSION_OBJECT, b, i + 4, i + 11)
  const number = Number(asciiText(b, i + 4, i + 7)) * 1000 + Number(asciiText(b, i + 8, i + 11))
  state.next = number < 3007 ? OLD_SECURITY : SECURITY_LIST
  return BANNER
}

function serverStep(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
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

function clientStep(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
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

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0))
}

function meaning(code: number): OperationMeaning {
  if (code >= CODE_BASE) return { ...tlsMeaning(code), protocol: 'tls' }
  return MESSAGES[code] ?? { name: `MESSAGE_${code & 0xff}`, title: 'unknown message', class: 'other' }
}
