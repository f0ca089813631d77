import { textAt } from '../../../groundwork/bytes.ts'
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
import { readSteps, WAIT } from '../framing.ts'
import { u16, u16le, u32le } from '../integers.ts'
import { CODE_BASE, KIND_BASE } from '../tls/handshake.ts'
import {
  LONGEST_RECORD,
  looksLikeRecord,
  looksLikeTls,
  readTls,
  type TlsState,
  tlsMeaning,
  tlsObjectName,
  tlsState,
} from '../tls/records.ts'
import { COTP, looksLikeTpkt, TPKT_LONGEST, tpktLength } from '../tpkt.ts'
import { FAILURES, KINDS, MESSAGES, METHODS, PROTOCOLS, STANDARD } from './rdp-table.ts'

const TPKT_HEAD = 4
/** Length of a connection request or confirm behind its length octet, when nothing stands in it. */
const BARE = 6
const [REQUEST, CONFIRM, INITIAL, RESPONSE, FAST_PATH, OTHER, CLIENT_INFO] = [1, 2, 3, 4, 5, 6, 7] as const
const T125 = 16
const SEND_DATA = 25
/** Kinds of negotiation (MS-RDPBCGR, 2.2.1.1.1, 2.2.1.2.1 and 2.2.1.2.2). */
const NEGOTIATE = 1
const CHOSEN = 2
const FAILED = 3
const NEGOTIATION = 8
const NEEDS_CREDENTIALS = new Set([5, 6])
const INFO_PACKET = 0x40
const ENCRYPTED = 0x08
const CORE = 0xc001
const SERVER_SECURITY = 0x0c02
const NAME_AT = 24
const NAME_BYTES = 32
const MOST_BLOCKS = 16

const kindOf = (name: (typeof KINDS)[number]) => KINDS.indexOf(name)
const [REQUESTED_OBJECT, CHOSEN_OBJECT, COOKIE, REFUSAL, DENIED] = (
  ['requested', 'chosen', 'cookie', 'refusal', 'denied'] as const
).map(kindOf) as [number, number, number, number, number]
const SECURITY: FactKind = { attribute: 'rdp-security', by: 'rdp.connection-confirm' }
const METHOD: FactKind = { attribute: 'rdp-security', by: 'rdp.connect-response' }
const WEAK: FactKind = { attribute: 'weak-cryptography', by: 'rdp.connect-response' }
const NAME: FactKind = { attribute: 'name', by: 'rdp.connect-initial' }
const LOGIN: FactKind = { attribute: CREDENTIALS, by: 'rdp.client-info' }

const ascii = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0))
const COOKIE_WORD = ascii('Cookie: ')
const USER_WORD = ascii('mstshash=')
const [CLIENT_KEY, SERVER_KEY] = [ascii('Duca'), ascii('McDn')]
const [WITH_USER, WITH_TOKEN] = [ascii('user name'), ascii('routing token')]

interface State {
  readonly direction: Direction
  /** Once the connection is agreed on, all behind it is TLS. */
  tls: TlsState | undefined
  /** Messages of T.125 have begun: short ones may stand between them. */
  open: boolean
}

/** The Remote Desktop Protocol of Windows (MS-RDPBCGR), with the TLS inside. */
export const rdp: Dissector<State> = {
  id: 'rdp',
  title: 'Remote Desktop',
  hints: { tcp: [3389] },
  longest: Math.max(LONGEST_RECORD, TPKT_LONGEST, 0x7fff),
  recognizes: (b, from, to, _direction, hinted) => recognizes(b, from, to, hinted),
  start: (direction) => ({ direction, tls: undefined, open: false }),
  read: (state, b, from, to, _at, out) => readSteps(step, state, b, from, to, out),
  meaning,
  docs: {
    about: `Read are the connection (which protection the client asks for and the server chooses: that of RDP itself, TLS or CredSSP; whether a cookie names a user, never who), the TLS inside with its certificates (booked under \`tls\`), and where RDP protects itself the settings: name of the client, way of encryption. That protection proves no server and is told as \`weak-cryptography\`. What happens inside a session is counted as data. A login without any encryption is told as present. RDP over UDP is not read.`,
    checked: ['reference', 'peer'],
    *known() {
      for (const code of Object.keys(MESSAGES)) yield { code: Number(code), direction: C2S, outcome: ASKED } as const
    },
  },
  objectName: (kind) => (kind >= KIND_BASE ? tlsObjectName(kind) : (KINDS[kind] ?? `kind ${kind}`)),
}

/** A whole message, or what is there of the TLS inside. */
function step(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  if (!state.tls && !state.open && looksLikeRecord(b, i, to) === YES) state.tls = tlsState(state.direction)
  if (state.tls) return readTls(state.tls, b, i, to, out) || WAIT
  const length = lengthAt(state, b, i, to)
  if (i + length > to) return WAIT
  if (length > 0) message(state, b, i, i + length, out)
  return length
}

/** A connection request or confirm with what only RDP puts there, or settings of T.124; on the port also a later message. */
function recognizes(b: Uint8Array, from: number, to: number, hinted: boolean): Recognition {
  if (from < to && b[from] !== 3) return hinted ? looksLikeTls(b, from, to, true) : NO
  for (let i = from; i < to; ) {
    const tpkt = looksLikeTpkt(b, i, to)
    if (tpkt !== YES) return tpkt
    const code = b[i + 5]! & 0xf0
    const end = i + tpktLength(b, i)
    const own =
      code === COTP.CR || code === COTP.CC ? lookConnection(b, i, end, to) : lookData(b, i + 7, end, to, hinted)
    // Without anything of its own, a connection request may be anybody's.
    if (own !== MAYBE || end > to) return own
    if (hinted) return YES
    i = end
  }
  return MAYBE
}

function lookConnection(b: Uint8Array, i: number, end: number, to: number): Recognition {
  const bare = b[i + 4] === BARE
  if (b[i + 4]! < BARE || i + 5 + b[i + 4]! !== end) return NO
  if (bare) return MAYBE
  const at = i + 5 + BARE
  if (at >= to) return MAYBE
  if (b[at] === COOKIE_WORD[0]) {
    for (let k = 1; k < COOKIE_WORD.length; k++) {
      if (at + k >= end) return NO
      if (at + k >= to) return MAYBE
      if (b[at + k] !== COOKIE_WORD[k]) return NO
    }
    return YES
  }
  if (b[at]! < NEGOTIATE || b[at]! > FAILED || at + NEGOTIATION > end) return NO
  if (at + 4 > to) return MAYBE
  return u16le(b, at + 2) === NEGOTIATION ? YES : NO
}

/** Settings (T.125, 7: connect-initial and connect-response) begin with two bytes; on the port any message of T.125 will do. */
function lookData(b: Uint8Array, at: number, end: number, to: number, hinted: boolean): Recognition {
  if (at >= end) return NO
  if (at >= to) return MAYBE
  if (b[at] !== 0x7f) return hinted && MESSAGES[T125 + (b[at]! >> 2)] !== undefined ? YES : NO
  if (at + 1 >= to) return at + 1 >= end ? NO : MAYBE
  return b[at + 1] === 0x65 || b[at + 1] === 0x66 ? YES : NO
}

/** Length of the message at `i`; 0 where none begins, `WAIT` where more bytes must tell. */
function lengthAt(state: State, b: Uint8Array, i: number, to: number): number {
  if (b[i] === 3) {
    const seen = looksLikeTpkt(b, i, to)
    if (seen !== NO) return seen === MAYBE ? WAIT : tpktLength(b, i)
  }
  if (!state.open && looksLikeRecord(b, i, to) === MAYBE) return WAIT
  // Fast path (MS-RDPBCGR, 2.2.8.1.2 and 2.2.9.1.2): two bits of zero, and a length of one or two bytes.
  if (!state.open || (b[i]! & 3) !== 0) return 0
  if (to - i < 3) return WAIT
  const length = b[i + 1]! & 0x80 ? u16(b, i + 1) & 0x7fff : b[i + 1]!
  return length >= 3 ? length : 0
}

function message(state: State, b: Uint8Array, i: number, end: number, out: Sink): void {
  if (b[i] !== 3) return out.operation(FAST_PATH, ASKED)
  const code = b[i + 5]! & 0xf0
  if (code === COTP.CR) return connectionRequest(b, i + TPKT_HEAD + 1 + BARE, end, out)
  if (code === COTP.CC) return connectionConfirm(b, i + TPKT_HEAD + 1 + BARE, end, out)
  if (code !== COTP.DT || i + 7 >= end) return out.operation(OTHER, ASKED)
  state.open = true
  data(b, i + 7, end, out)
}

function connectionRequest(b: Uint8Array, from: number, end: number, out: Sink): void {
  out.operation(REQUEST, ASKED)
  let at = from
  if (at < end && b[at] === COOKIE_WORD[0]) {
    const words = starts(b, at + COOKIE_WORD.length, end, USER_WORD) ? WITH_USER : WITH_TOKEN
    out.named(COOKIE, words, 0, words.length)
    while (at < end && b[at] !== 0x0a) at++
    at++
  }
  const asked = at + NEGOTIATION <= end && b[at] === NEGOTIATE ? u32le(b, at + 4) : 0
  if (asked === 0) return tell(REQUESTED_OBJECT, STANDARD, out)
  for (const [bit, name] of PROTOCOLS.entries()) if (asked & (1 << bit)) tell(REQUESTED_OBJECT, name, out)
}

function connectionConfirm(b: Uint8Array, at: number, end: number, out: Sink): void {
  const kind = at + NEGOTIATION <= end ? b[at]! : 0
  const number = kind === 0 ? 0 : u32le(b, at + 4)
  if (kind === FAILED) {
    out.operation(CONFIRM, REFUSED)
    tell(REFUSAL, FAILURES[number] ?? `${number}`, out)
    if (NEEDS_CREDENTIALS.has(number)) tell(DENIED, FAILURES[number]!, out)
    return
  }
  out.operation(CONFIRM, DONE)
  const bit = kind === CHOSEN && number > 0 ? 31 - Math.clz32(number) : -1
  const name = bit < 0 ? STANDARD : (PROTOCOLS[bit] ?? `protocol ${number}`)
  tell(CHOSEN_OBJECT, name, out)
  out.fact(SECURITY, name)
}

function data(b: Uint8Array, at: number, end: number, out: Sink): void {
  if (b[at] === 0x7f && at + 1 < end) {
    const answer = b[at + 1] === 0x66
    out.operation(answer ? RESPONSE : INITIAL, answer ? DONE : ASKED)
    return settings(b, at, end, answer ? SERVER_KEY : CLIENT_KEY, out)
  }
  const choice = b[at]! >> 2
  if (choice === SEND_DATA && login(b, at + 6, end, out)) return
  out.operation(MESSAGES[T125 + choice] === undefined ? OTHER : T125 + choice, ASKED)
}

/** The client's login (MS-RDPBCGR, 2.2.1.11.1.1), where it is not encrypted; `at` is behind the head of T.125, at its length. */
function login(b: Uint8Array, at: number, end: number, out: Sink): boolean {
  const flagsAt = at < end ? at + (b[at]! & 0x80 ? 2 : 1) : end
  if (flagsAt + 18 > end) return false
  const flags = u16le(b, flagsAt)
  if ((flags & INFO_PACKET) === 0 || (flags & ENCRYPTED) !== 0) return false
  out.operation(CLIENT_INFO, ASKED)
  if (u16le(b, flagsAt + 16) > 0) out.fact(LOGIN, 'RDP password', 'receiver')
  return true
}

/** Blocks of settings (2.2.1.3 and 2.2.1.4) behind the key that T.124 has before them. */
function settings(b: Uint8Array, from: number, end: number, key: Uint8Array, out: Sink): void {
  let at = from
  while (at < end && !starts(b, at, end, key)) at++
  at += key.length
  if (at >= end) return
  at += b[at]! & 0x80 ? 2 : 1
  for (let n = 0; n < MOST_BLOCKS && at + 4 <= end; n++) {
    const size = u16le(b, at + 2)
    if (size < 4 || at + size > end) return
    const type = u16le(b, at)
    if (type === CORE && size >= NAME_AT + NAME_BYTES) {
      const name = textAt(b, at + NAME_AT, at + NAME_AT + NAME_BYTES, true)
        .replace(/\..*$/, '')
        .trim()
      if (name !== '') out.fact(NAME, name)
    } else if (type === SERVER_SECURITY && size >= 12) {
      const method = u32le(b, at + 4)
      // With TLS around it, no method at all is the rule; this message is then not in clear.
      const says = METHODS[method] ?? `method ${method}`
      out.fact(METHOD, `RDP, ${says}`)
      out.fact(WEAK, `protection of RDP itself (${says})`)
    }
    at += size
  }
}

function tell(kind: number, text: string, out: Sink): void {
  const bytes = ascii(text)
  out.named(kind, bytes, 0, bytes.length)
}

function starts(b: Uint8Array, at: number, end: number, word: Uint8Array): boolean {
  if (at + word.length > end) return false
  for (let k = 0; k < word.length; k++) if (b[at + k] !== word[k]) return false
  return true
}

function meaning(code: number): OperationMeaning {
  if (code >= CODE_BASE) return { ...tlsMeaning(code), protocol: 'tls' }
  return MESSAGES[code] ?? { name: `MESSAGE_${code}`, title: 'unknown message', class: 'other' }
}
