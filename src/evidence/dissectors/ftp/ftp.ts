import { asciiText } from '../../../groundwork/bytes.ts'
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
  S2C,
  type Sink,
  YES,
} from '../../dissector.ts'
import { lineEnd, looksLikeReply, replyAt, textEnd, wordFinder } from '../lines.ts'
import { CODE_BASE, KIND_BASE } from '../tls/handshake.ts'
import {
  LONGEST_RECORD,
  looksLikeRecord,
  readTls,
  type TlsState,
  tlsMeaning,
  tlsObjectName,
  tlsState,
} from '../tls/records.ts'
import { COMMANDS, DENIED, KINDS, REPLIES } from './ftp-table.ts'

const LONGEST_LINE = 4096
const LONGEST_TEXT = 200
const REPLY = 0x1000
const SPACE = 0x20
const DASH = 0x2d
const [READY, SYSTEM] = [220, 215]

const command = wordFinder(COMMANDS.map(({ name }) => name))
const place = (name: string) => COMMANDS.findIndex((row) => row.name === name)
const [USER, PASS, SITE, AUTH] = ['USER', 'PASS', 'SITE', 'AUTH'].map(place) as [number, number, number, number]
/** Commands with which a client of FTP alone may begin, or that are seen from the middle. */
const OWN: ReadonlySet<number> = new Set(
  ['USER', 'AUTH', 'FEAT', 'SYST', 'PASV', 'EPSV', 'PORT', 'EPRT', 'TYPE', 'CWD', 'PWD', 'XPWD', 'RETR', 'STOR', 'MLSD', 'CLNT', 'OPTS'].map(place),
) // biome-ignore format: a list
const TOUCHED: readonly number[] = COMMANDS.map(({ touches }) => (touches === undefined ? -1 : KINDS.indexOf(touches)))
const LOGIN = KINDS.indexOf('login')
const PROTECTION = KINDS.indexOf('protection')
const DENIED_OBJECT = KINDS.indexOf('denied')

const BANNER: FactKind = { attribute: 'server-software', by: 'ftp.banner' }
const SYST: FactKind = { attribute: 'os', by: 'ftp.syst' }
const PASSWORD: FactKind = { attribute: CREDENTIALS, by: 'ftp' }
const ANONYMOUS = Uint8Array.from('anonymous', (c) => c.charCodeAt(0))
const SHORT_ANONYMOUS = ANONYMOUS.length
const FTP_WORD = /ftp/i

interface State {
  readonly direction: Direction
  anonymous: boolean
  greeted: boolean
  /** A reply of several lines ends with the line that begins with this number and a blank; 0 outside. */
  open: number
  tls: TlsState | undefined
}

/** FTP: the control connection (RFC 959), with the TLS that it may turn to (RFC 4217). */
export const ftp: Dissector<State> = {
  id: 'ftp',
  title: 'FTP',
  hints: { tcp: [21] },
  longest: Math.max(LONGEST_LINE, LONGEST_RECORD),
  recognizes: (b, from, to, direction, hinted) => recognizes(b, from, to, direction, hinted),
  start: (direction) => ({ direction, anonymous: false, greeted: false, open: 0, tls: undefined }),
  read(state, b, from, to, _at, out) {
    let i = from
    let lost = 0
    while (i < to) {
      if (state.tls) {
        i += readTls(state.tls, b, i, to, out)
        break
      }
      const record = looksLikeRecord(b, i, to)
      if (record === YES) {
        state.tls = tlsState(state.direction)
        continue
      }
      const next = record === MAYBE ? 0 : lineEnd(b, i, to, LONGEST_LINE)
      if (next === 0) break
      if (next < 0) {
        lost++
        i++
        continue
      }
      const known = state.direction === S2C ? reply(state, b, i, next, out) : request(state, b, i, next, out)
      if (!known) lost += next - i
      i = next
    }
    if (lost > 0) out.lost(lost)
    return i - from
  },
  meaning,
  docs: {
    about: `Commands and replies of the control connection are read; replies of several lines count once. Touched objects are files and directories as they were named, and the first word of commands of the server's own (\`SITE\`). A password is told as present, never kept, nor is the user's name; that of an anonymous login is no secret. The greeting names the server's software, the answer to \`SYST\` its system. Behind \`AUTH TLS\` the TLS inside is read and booked under \`tls\`. Data connections are not followed.`,
    checked: ['captures', 'reference', 'peer'],
    known,
  },
  objectName: (kind) => (kind >= KIND_BASE ? tlsObjectName(kind) : (KINDS[kind] ?? `kind ${kind}`)),
}

/** Away from the port a greeting must name FTP, and a command be one that other protocols of lines do not have. */
function recognizes(b: Uint8Array, from: number, to: number, direction: Direction, hinted: boolean): Recognition {
  if (direction === S2C) {
    const seen = looksLikeReply(b, from, to)
    if (seen !== YES || hinted) return seen
    if (replyAt(b, from) !== READY) return NO
    const next = lineEnd(b, from, to, LONGEST_LINE)
    return next === 0 ? MAYBE : next > 0 && FTP_WORD.test(asciiText(b, from, next)) ? YES : NO
  }
  const index = command(b, from, to)
  if (index < 0) return index === -2 ? MAYBE : NO
  if (hinted) return YES
  if (!OWN.has(index)) return NO
  const next = lineEnd(b, from, to, LONGEST_LINE)
  if (next <= 0) return next === 0 ? MAYBE : NO
  // Chat has the same word, with more behind it.
  const end = textEnd(b, from, next)
  return index === USER && b.subarray(from + 5, end).includes(SPACE) ? NO : YES
}

function request(state: State, b: Uint8Array, i: number, next: number, out: Sink): boolean {
  const end = textEnd(b, i, next)
  if (end === i) return true
  const index = command(b, i, next)
  if (index < 0) return false
  out.operation(index, ASKED)
  let at = i + COMMANDS[index]!.name.length
  while (at < end && b[at]! <= SPACE) at++
  const kind = TOUCHED[index]!
  if (kind >= 0 && at < end) out.named(kind, b, at, index === SITE ? wordEnd(b, at, end) : end)
  else if (index === AUTH && at < end) out.named(PROTECTION, b, at, end)
  else if (index === USER) user(state, b, at, end, out)
  else if (index === PASS && at < end && !state.anonymous) out.fact(PASSWORD, 'FTP password', 'receiver')
  return true
}

function user(state: State, b: Uint8Array, at: number, end: number, out: Sink): void {
  const size = end - at
  state.anonymous = size === SHORT_ANONYMOUS || size === 3
  const word = size === 3 ? ANONYMOUS_SHORT : ANONYMOUS
  for (let k = 0; state.anonymous && k < size; k++) state.anonymous = (b[at + k]! | 0x20) === word[k]
  if (state.anonymous) out.named(LOGIN, ANONYMOUS, 0, ANONYMOUS.length)
}

const ANONYMOUS_SHORT = Uint8Array.from('ftp', (c) => c.charCodeAt(0))

function reply(state: State, b: Uint8Array, i: number, next: number, out: Sink): boolean {
  const end = textEnd(b, i, next)
  const isReply = looksLikeReply(b, i, next) === YES
  if (state.open > 0) {
    if (isReply && b[i + 3] !== DASH && replyAt(b, i) === state.open) state.open = 0
    return true
  }
  if (end === i) return true
  if (!isReply) return false
  const number = replyAt(b, i)
  out.operation(REPLY | number, number >= 400 ? REFUSED : number >= 200 && number < 300 ? DONE : ASKED)
  if (DENIED.has(number)) out.object(DENIED_OBJECT, number, number)
  if (b[i + 3] === DASH) state.open = number
  const told = number === SYSTEM ? SYST : number === READY && !state.greeted ? BANNER : undefined
  if (number === READY) state.greeted = true
  if (told && i + 4 < end) {
    const value = asciiText(b, i + 4, Math.min(end, i + 4 + LONGEST_TEXT)).replace(/^[\s(=*-]+|[\s)=*-]+$/g, '')
    if (value !== '') out.fact(told, value)
  }
  return true
}

function wordEnd(b: Uint8Array, at: number, end: number): number {
  let k = at
  while (k < end && b[k]! > SPACE) k++
  return k
}

function* known() {
  for (const code of COMMANDS.keys()) yield { code, direction: C2S, outcome: ASKED } as const
  for (const number of Object.keys(REPLIES))
    yield { code: REPLY | Number(number), direction: S2C, outcome: DONE } as const
}

function meaning(code: number): OperationMeaning {
  if (code >= CODE_BASE) return { ...tlsMeaning(code), protocol: 'tls' }
  if (code >= REPLY) {
    const number = code & 0xfff
    return { name: `${number}`, title: REPLIES[number] ?? 'reply', class: 'session' }
  }
  const row = COMMANDS[code]
  return row
    ? { name: row.name, title: row.title, class: row.class }
    : { name: `COMMAND_${code}`, title: 'unknown command', class: 'other' }
}
