import type { FactKind, Sink } from '../../dissector.ts'
import { ntlmAt, tellNtlm } from '../ntlmssp.ts'
import { type Bindings, looksLikeRpc, rpcMessage } from '../rpc.ts'
import { DENIED, KINDS, PIPES, STATUS } from './smb-table.ts'

/** What SMB 1 and 2 share: families of codes, names in UTF-16, proofs, statuses, pipes. */

/** An operation code: family, command, detail. */
export const SMB1_CODES = 0x10000
export const SMB2_CODES = 0x20000
export const SESSION_CODES = 0x30000

/** Details with which an opening is told, as places in `OPENINGS` counted from 1; answers have none. */
export const TO_READ = 1
export const TO_WRITE = 2
export const TO_DELETE = 3
export const A_PIPE = 4

const kindOf = (name: (typeof KINDS)[number]) => KINDS.indexOf(name)
export const SHARE = kindOf('share')
export const FILE = kindOf('file')
export const TRANSACTION_OBJECT = kindOf('transaction')
export const DIALECT = kindOf('dialect')
const PIPE = kindOf('pipe')
export const LOGIN = kindOf('login')
const STATUS_OBJECT = kindOf('status')
const DENIED_OBJECT = kindOf('denied')
const CALLS = { interface: kindOf('interface'), denied: DENIED_OBJECT, login: LOGIN }

const fact = (attribute: string, by: string): FactKind => ({ attribute, by })
export const DIALECT_FACT = fact('smb-dialect', 'smb.negotiate')
export const SIGNING_FACT = fact('smb-signing', 'smb.negotiate')

/** Longest name that is told, in characters; UTF-8 may take three bytes for each. */
const LONGEST_NAME = 256
const SCRATCH = new Uint8Array(3 * LONGEST_NAME)
const ASCII = new TextEncoder()

const WORDS: ReadonlyMap<number, Uint8Array> = new Map(
  Object.entries(STATUS).map(([n, text]) => [Number(n), ASCII.encode(text)]),
)
const PIPE_NAMES = PIPES.map((name) => ASCII.encode(name))
/** Object identifiers of Kerberos inside SPNEGO (RFC 4178, 4.1.1; MS-KILE), as far as they are equal. */
const KERBEROS = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02] as const

/** Tells a constant text as an object. */
export function tellWord(kind: number, text: string, out: Sink): void {
  const bytes = ASCII.encode(text)
  out.named(kind, bytes, 0, bytes.length)
}

/** Tells a name of the latest operation: in UTF-16 (least significant byte first) or in bytes; it ends at a zero or at `to`. */
export function tellName(kind: number, b: Uint8Array, from: number, to: number, wide: boolean, out: Sink): void {
  const length = utf8Of(b, from, to, wide)
  if (length > 0) out.named(kind, SCRATCH, 0, length)
}

/** Whether the name of what is opened ends with that of a known pipe, whatever the letters' case. */
export function isPipe(b: Uint8Array, from: number, to: number, wide: boolean): boolean {
  const length = utf8Of(b, from, to, wide)
  for (const name of PIPE_NAMES) {
    if (length < name.length || (length > name.length && SCRATCH[length - name.length - 1] !== 0x5c)) continue
    let k = 0
    while (k < name.length && lower(SCRATCH[length - name.length + k]!) === name[k]) k++
    if (k === name.length) return true
  }
  return false
}

/** Tells the name of what is opened, of a pipe without the path before it. */
export function tellOpened(pipe: boolean, b: Uint8Array, from: number, to: number, wide: boolean, out: Sink): void {
  const length = utf8Of(b, from, to, wide)
  if (length === 0) return
  if (!pipe) return out.named(FILE, SCRATCH, 0, length)
  let at = length
  while (at > 0 && SCRATCH[at - 1] !== 0x5c) at--
  for (let k = at; k < length; k++) SCRATCH[k] = lower(SCRATCH[k]!)
  out.named(PIPE, SCRATCH, at, length)
}

/** Tells the status of an answer that refused. */
export function tellStatus(status: number, out: Sink): void {
  const word = WORDS.get(status)
  if (word) {
    out.named(STATUS_OBJECT, word, 0, word.length)
    if (DENIED.has(status)) out.named(DENIED_OBJECT, word, 0, word.length)
  } else tellWord(STATUS_OBJECT, status.toString(16).padStart(8, '0'), out)
}

/** Tells how the sender proves itself by the token in `b[from, to)`, and what it says of itself; never who it is. */
export function tellProof(b: Uint8Array, from: number, to: number, out: Sink): void {
  const at = ntlmAt(b, from, to)
  if (at >= 0) tellNtlm(b, at, to, LOGIN, out)
  else if (kerberosAt(b, from, to)) tellWord(LOGIN, 'Kerberos', out)
}

/** Tells what crosses a pipe, where it is a call; `key` is what the pipe is known by. */
export function tellCall(bindings: Bindings, key: number, b: Uint8Array, from: number, to: number, out: Sink): void {
  if (looksLikeRpc(b, from, to)) rpcMessage(bindings, key, b, from, to, CALLS, out)
}

/** The token of Kerberos itself: in an offer of NTLM its identifier stands among others, before any signature. */
function kerberosAt(b: Uint8Array, from: number, to: number): boolean {
  // A ticket is long; a list of mechanisms alone is not.
  if (to - from < 400) return false
  for (let i = from; i + KERBEROS.length + 2 < to; i++) {
    if (b[i] !== KERBEROS[0]) continue
    let k = 1
    while (k < KERBEROS.length && b[i + k] === KERBEROS[k]) k++
    // Behind the identifier a request to the service begins with two bytes (RFC 4121, 4.1).
    if (k === KERBEROS.length && b[i + k] === 1 && b[i + k + 1] === 0) return true
  }
  return false
}

/** Writes a name as UTF-8 into the scratch bytes and returns its length. */
function utf8Of(b: Uint8Array, from: number, to: number, wide: boolean): number {
  const step = wide ? 2 : 1
  let n = 0
  for (let i = from, count = 0; i + step <= to && count < LONGEST_NAME; i += step, count++) {
    const c = wide ? b[i]! | (b[i + 1]! << 8) : b[i]!
    if (c === 0) break
    if (c < 0x80) SCRATCH[n++] = c
    else if (c < 0x800) {
      SCRATCH[n++] = 0xc0 | (c >> 6)
      SCRATCH[n++] = 0x80 | (c & 0x3f)
    } else {
      SCRATCH[n++] = 0xe0 | (c >> 12)
      SCRATCH[n++] = 0x80 | ((c >> 6) & 0x3f)
      SCRATCH[n++] = 0x80 | (c & 0x3f)
    }
  }
  return n
}

function lower(c: number): number {
  return c >= 0x41 && c <= 0x5a ? c | 0x20 : c
}
