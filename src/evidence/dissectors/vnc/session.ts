import { asciiText } from '../../../groundwork/bytes.ts'
import { ASKED, type Direction, MAYBE, NO, type Recognition, type Sink, YES } from '../../dissector.ts'
import { WAIT } from '../framing.ts'
import { type TlsState } from '../tls/records.ts'
import { KINDS } from './vnc-table.ts'

/** What both sides of a connection share. */

const VERSION = 1
export const [TYPES, CHOICE, CHALLENGE, RESPONSE, RESULT, CLIENT_INIT, SERVER_INIT, PLAIN_LOGIN] = [
  2, 3, 4, 5, 6, 7, 8, 9,
] as const
const BANNER = 12
export const CHALLENGE_SIZE = 16
export const LONGEST_TEXT = 4096

export const [NONE, PASSWORD, TLS_TYPE, VENCRYPT] = [1, 2, 18, 19] as const

const kindOf = (name: (typeof KINDS)[number]) => KINDS.indexOf(name)
const VERSION_OBJECT = kindOf('version')
export const SECURITY_OBJECT = kindOf('security')
export const DENIED = kindOf('denied')
export const SHARED = kindOf('shared')

/** What comes next. */
export const FIRST = 0
export const SECURITY_LIST = 1
export const OLD_SECURITY = 2
export const PROOF = 3
export const RESULT_NEXT = 4
export const INIT = 5
export const SESSION = 6
export const VENCRYPT_NEXT = 7
export const PLAIN_NEXT = 8
export const SILENCE = 9

/** One direction of a connection. */
export interface State {
  readonly direction: Direction
  next: number
  /** The way that is chosen, or the only one that was offered; 0 while nobody has said. */
  type: number
  offersNone: boolean
  offersVencrypt: boolean
  tls: TlsState | undefined
  skip: number
}

/** Bytes of a text of ASCII. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0))
}

const START = ascii('RFB ')

/** Whether `RFB 003.008` or another version begins at `i`. */
export function looksLikeBanner(b: Uint8Array, i: number, to: number): Recognition {
  for (let k = 0; k < BANNER; k++) {
    if (i + k >= to) return MAYBE
    const c = b[i + k]!
    const fits = k < 4 ? c === START[k] : k === 7 ? c === 0x2e : k === 11 ? c === 0x0a : c >= 0x30 && c <= 0x39
    if (!fits) return NO
  }
  return YES
}

/** The banner of either side; what follows depends on whether it is older than 3.7. */
export function banner(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  const seen = looksLikeBanner(b, i, to)
  if (seen !== YES) return seen === MAYBE ? WAIT : 0
  out.operation(VERSION, ASKED)
  out.named(VERSION_OBJECT, b, i + 4, i + 11)
  const number = Number(asciiText(b, i + 4, i + 7)) * 1000 + Number(asciiText(b, i + 8, i + 11))
  state.next = number < 3007 ? OLD_SECURITY : SECURITY_LIST
  return BANNER
}
