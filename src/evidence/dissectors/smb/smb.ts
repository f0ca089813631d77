import {
  ASKED,
  type Dissector,
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
import { u24 } from '../integers.ts'
import { type Bindings, freshBindings, RPC_BASE, rpcKnown, rpcMeaning } from '../rpc.ts'
import { A_PIPE, SESSION_CODES, SMB1_CODES, SMB2_CODES } from './common.ts'
import { smb1Message } from './smb1.ts'
import { smb2Messages } from './smb2.ts'
import { CHANGES, CONTROLS, KINDS, OPENINGS, SESSION, SMB1, SMB2, TRANS2 } from './smb-table.ts'

const HEAD = 4
/** Bytes of one message that are looked at; data behind them is passed over. */
const VIEW = 4096
/** Kinds of message by their first byte, behind which `SMB` stands (MS-SMB2, 2.2.1, 2.2.41, 2.2.42). */
const SMB1_MESSAGE = 0xff
const SMB2_MESSAGE = 0xfe
const ENCRYPTED = 0xfd
const COMPRESSED = 0xfc
const SHORTEST = 32
/** Messages of the session service (RFC 1002, 4.3.1), by type, and the length each has; 0 stands for messages of SMB. */
const SESSION_LENGTHS: Readonly<Record<number, number>> = { 0x81: 68, 0x82: 0, 0x83: 1, 0x84: 6, 0x85: 0 }
const SESSION_REQUEST = 0x81
const ENCODED_NAME = 34
const CREATE1 = 0xa2
const OPEN1 = 0x2d
const TRANS2_COMMAND = 0x32
const [CREATE2, IOCTL2, SET_INFO2] = [5, 11, 17]
const CALLED = KINDS.indexOf('called-name')
const CALLING = KINDS.indexOf('calling-name')

interface State extends FramedState {
  readonly bindings: Bindings
}

const framing = framed<State>({
  look: (_state, b, i, to) => look(b, i, to),
  length: (_state, b, i) => HEAD + lengthAt(b, i),
  view: () => VIEW,
  message,
})

/** SMB 1 to 3 over TCP and the NetBIOS session service (MS-CIFS, MS-SMB, MS-SMB2, RFC 1002). */
export const smb: Dissector<State> = {
  id: 'smb',
  title: 'SMB',
  hints: { tcp: [445, 139] },
  longest: VIEW + HEAD,
  recognizes: (b, from, to, _direction, hinted) => recognizes(b, from, to, hinted),
  start: () => ({ astray: false, skip: 0, bindings: freshBindings() }),
  read: (state, b, from, to, _at, out) => readFramed(framing, state, b, from, to, out),
  meaning,
  docs: {
    about: `Every command of SMB 1, 2 and 3 counts, also those chained in one message, and answers by their status: what refuses is named (\`status\`), and marked where a right or proof was missing (\`denied\`). Touched objects are shares, files (openings say whether they read, write or delete), pipes and dialects. Calls that cross a pipe count under \`msrpc\`, by interface and procedure: services, registry, scheduled tasks, accounts, shutdown; answers to calls do not say which. Logins show their kind (\`login\`: NTLMv1, NTLMv2, Kerberos, anonymous), never the account. NTLM messages, negotiation and login give names of host and domain, the version of the system, the dialect chosen and whether signing is required. Encrypted messages of SMB 3 are counted.`,
    checked: ['captures', 'reference', 'peer'],
    known,
  },
  objectName: (kind) => KINDS[kind] ?? `kind ${kind}`,
}

function recognizes(b: Uint8Array, from: number, to: number, hinted: boolean): Recognition {
  const seen = look(b, from, to)
  if (seen !== YES || b[from] === 0 || b[from] === SESSION_REQUEST || hinted) return seen
  // What has no content of its own is believed where a message of SMB follows.
  const next = from + HEAD + lengthAt(b, from)
  return next >= to ? MAYBE : b[next] === 0 ? look(b, next, to) : NO
}

/** Whether a message begins at `i`: of SMB by its four bytes, of the session service by its length. */
function look(b: Uint8Array, i: number, to: number): Recognition {
  const there = to - i
  if (there < 1) return MAYBE
  const wanted = b[i] === 0 ? -1 : SESSION_LENGTHS[b[i]!]
  if (wanted === undefined) return NO
  if (
    wanted >= 0 &&
    ((there > 1 && b[i + 1] !== 0) || (there > 2 && b[i + 2] !== 0) || (there > 3 && b[i + 3] !== wanted))
  )
    return NO
  if (there < HEAD) return MAYBE
  if (wanted >= 0) return b[i] === SESSION_REQUEST ? lookName(b, i + HEAD, to) : YES
  if (lengthAt(b, i) < SHORTEST) return NO
  if (there > 4 && b[i + 4]! < COMPRESSED) return NO
  if ((there > 5 && b[i + 5] !== 0x53) || (there > 6 && b[i + 6] !== 0x4d) || (there > 7 && b[i + 7] !== 0x42))
    return NO
  return there < 8 ? MAYBE : YES
}

/** An encoded name begins with its length and holds letters from A to P (RFC 1001, 14.1). */
function lookName(b: Uint8Array, i: number, to: number): Recognition {
  if (i < to && b[i] !== 0x20) return NO
  for (let k = i + 1; k < i + 33; k++) {
    if (k >= to) return MAYBE
    if (b[k]! < 0x41 || b[k]! > 0x50) return NO
  }
  return YES
}

function lengthAt(b: Uint8Array, i: number): number {
  return u24(b, i + 1)
}

function message(state: State, b: Uint8Array, i: number, to: number, out: Sink): void {
  const from = i + HEAD
  if (b[i] !== 0) return session(b, i, from, to, out)
  switch (b[from]) {
    case SMB1_MESSAGE:
      return smb1Message(state.bindings, b, from, to, out)
    case SMB2_MESSAGE:
      return smb2Messages(state.bindings, b, from, to, out)
    case ENCRYPTED:
      return out.operation(SESSION_CODES | 5, ASKED)
    case COMPRESSED:
      return out.operation(SESSION_CODES | 6, ASKED)
  }
}

function session(b: Uint8Array, i: number, from: number, to: number, out: Sink): void {
  const index = b[i]! - SESSION_REQUEST
  out.operation(SESSION_CODES | index, index === 1 ? DONE : index === 2 ? REFUSED : ASKED)
  if (index !== 0 || from + 2 * ENCODED_NAME > to) return
  name(CALLED, b, from + 1, out)
  name(CALLING, b, from + 1 + ENCODED_NAME, out)
}

const NAME = new Uint8Array(15)

/** A NetBIOS name: two letters for each byte, filled with blanks; the sixteenth byte tells the service. */
function name(kind: number, b: Uint8Array, from: number, out: Sink): void {
  let length = 0
  for (let k = 0; k < NAME.length; k++) {
    const c = ((b[from + 2 * k]! - 0x41) << 4) | (b[from + 2 * k + 1]! - 0x41)
    NAME[k] = c
    if (c > 0x20) length = k + 1
  }
  if (length > 0) out.named(kind, NAME, 0, length)
}

function* known() {
  const codes = [
    ...Object.keys(SMB1).map((command) => SMB1_CODES | (Number(command) << 8)),
    ...TRANS2.map((_, n) => SMB1_CODES | (TRANS2_COMMAND << 8) | (n + 1)),
    ...SMB2.map((_, command) => SMB2_CODES | (command << 8)),
    ...OPENINGS.map((_, index) => SMB2_CODES | (CREATE2 << 8) | (index + 1)),
    ...CONTROLS.map((_, detail) => SMB2_CODES | (IOCTL2 << 8) | detail),
    ...Object.keys(CHANGES).map((detail) => SMB2_CODES | (SET_INFO2 << 8) | Number(detail)),
    ...SESSION.map((_, index) => SESSION_CODES | index),
  ]
  for (const code of codes) yield { code, direction: 0, outcome: ASKED } as const
  yield* rpcKnown()
}

function meaning(code: number): OperationMeaning {
  if (code >= RPC_BASE) return { ...rpcMeaning(code), protocol: 'msrpc' }
  const family = code & 0xff0000
  const command = (code >> 8) & 0xff
  const detail = code & 0xff
  if (family === SESSION_CODES && SESSION[code & 0xffff]) return SESSION[code & 0xffff]!
  const row = family === SMB1_CODES ? SMB1[command] : family === SMB2_CODES ? SMB2[command] : undefined
  const prefix = family === SMB1_CODES ? 'SMB1' : 'SMB2'
  if (!row) return { name: `${prefix}_COMMAND_${command}`, title: 'unknown command', class: 'other' }
  const [title, kind] = detailed(family, command, detail) ?? [row.title, row.class]
  return { name: `${prefix}_${row.name}`, title, class: kind }
}

function detailed(
  family: number,
  command: number,
  detail: number,
): readonly [string, OperationMeaning['class']] | undefined {
  if (family === SMB1_CODES) {
    if (command === TRANS2_COMMAND && detail > 0) return TRANS2[detail - 1]
    return command === CREATE1 || (command === OPEN1 && detail === A_PIPE) ? OPENINGS[detail - 1] : undefined
  }
  if (command === CREATE2) return OPENINGS[detail - 1]
  if (command === SET_INFO2 && CHANGES[detail]) return [CHANGES[detail], 'file']
  const control = command === IOCTL2 ? CONTROLS[detail] : undefined
  return control ? [control[1], control[2]] : undefined
}
