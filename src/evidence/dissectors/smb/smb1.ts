import { textAt } from '../../../groundwork/bytes.ts'
import { ASKED, CREDENTIALS, DONE, type FactKind, type OutcomeCode, REFUSED, type Sink } from '../../dissector.ts'
import { u16le, u32le } from '../integers.ts'
import type { Bindings } from '../rpc.ts'
import {
  A_PIPE,
  DIALECT,
  DIALECT_FACT,
  FILE,
  isPipe,
  LOGIN,
  SHARE,
  SIGNING_FACT,
  SMB1_CODES,
  TO_DELETE,
  TO_READ,
  TO_WRITE,
  TRANSACTION_OBJECT,
  tellCall,
  tellName,
  tellOpened,
  tellProof,
  tellStatus,
  tellWord,
} from './common.ts'

/** Messages of SMB 1 (MS-CIFS, MS-SMB). */

const HEADER = 32
const MOST_CHAINED = 8
const MOST_DIALECTS = 16
const ANSWER = 0x80
const UNICODE = 0x8000
const NT_STATUS = 0x4000
const NO_MORE = 0xff
const CHANGES_DATA = 0x50010116
const DELETE_RIGHT = 0x00010000
const DELETE_ON_CLOSE = 0x1000
const MORE_PROCESSING = 0xc0000016
const PIPE_CALL = 0x26
const LONGEST_TEXT = 256
/** Lengths that answers to a challenge have; a shorter password is one. */
const HASH = 24
const ACCESS_DENIED = 0xc0000022

const [TRANSACTION, READ_ANDX, WRITE_ANDX, TRANSACTION2, NEGOTIATE, SESSION_SETUP, TREE_CONNECT, NT_CREATE, OPEN_ANDX] =
  [0x25, 0x2e, 0x2f, 0x32, 0x72, 0x73, 0x75, 0xa2, 0x2d] as const
/** What a name in a request is of, where it is of no file. */
const NAMES: Readonly<Record<number, number>> = { [TREE_CONNECT]: SHARE, [TRANSACTION]: TRANSACTION_OBJECT }
/** Commands behind which another one may stand in the same message. */
const CHAINS: ReadonlySet<number> = new Set([0x24, 0x2d, 0x2e, 0x2f, 0x73, 0x74, 0x75, 0xa2])
/** Commands whose data are a format byte and a name. */
const NAMED: ReadonlySet<number> = new Set([0, 1, 2, 3, 6, 7, 8, 9, 0x0e, 0x0f, 0x10, 0x81, 0x82, 0x83, 0xc0])
/** Errors of DOS (class 1) and of the server (class 2) for want of a right (MS-CIFS, 2.2.2.4). */
const DOS_DENIED = [0x0001_0005, 0x0002_0002, 0x0002_0004, 0x0002_08c1]

const fact = (attribute: string): FactKind => ({ attribute, by: 'smb.session-setup' })
const [OS, SOFTWARE, DOMAIN] = [fact('os'), fact('smb-software'), fact('domain')]
const PASSWORD = fact(CREDENTIALS)
const NAME: FactKind = { attribute: 'name', by: 'smb.negotiate' }
const SERVER_DOMAIN: FactKind = { attribute: 'domain', by: 'smb.negotiate' }

/** One command of a message: its parameter words (`count` of them) and its data, in the bytes of the message from `from` to `to`. */
interface Command {
  readonly number: number
  readonly b: Uint8Array
  readonly from: number
  readonly words: number
  readonly count: number
  readonly data: number
  readonly to: number
  readonly wide: boolean
}

/** Takes the message at `from`, of which the bytes before `to` are there, with the commands chained to it. */
export function smb1Message(bindings: Bindings, b: Uint8Array, from: number, to: number, out: Sink): void {
  const isAnswer = (b[from + 9]! & ANSWER) !== 0
  const flags = u16le(b, from + 10)
  const wide = (flags & UNICODE) !== 0
  const status = statusOf(b, from, flags)
  let number = b[from + 4]!
  let at = from + HEADER
  for (let n = 0; n < MOST_CHAINED; n++) {
    const words = at + 1
    const count = at < to ? b[at]! : 0
    const command: Command = { number, b, from, words, count, data: words + 2 * count + 2, to, wide }
    if (isAnswer) answer(bindings, command, status, out)
    else request(bindings, command, out)
    if (!CHAINS.has(number) || count < 2 || words + 4 > to || b[words] === NO_MORE) return
    number = b[words]!
    const next = from + u16le(b, words + 2)
    if (next <= at || next >= to) return
    at = next
  }
}

/** The status as one number: of NT, or class and code of DOS brought into an order of their own below. */
function statusOf(b: Uint8Array, from: number, flags: number): number {
  if (flags & NT_STATUS) return u32le(b, from + 5)
  return b[from + 5] === 0 ? 0 : (b[from + 5]! << 16) | u16le(b, from + 7)
}

function request(bindings: Bindings, command: Command, out: Sink): void {
  const { number, b, from, words, count, data, to, wide } = command
  const name = nameIn(command)
  const detail = detailOf(command, name)
  out.operation(SMB1_CODES | (number << 8) | detail, ASKED)
  if (name > 0) {
    if (number === NT_CREATE || number === OPEN_ANDX) tellOpened(detail === A_PIPE, b, name, to, wide, out)
    else tellName(NAMES[number] ?? FILE, b, name, to, wide, out)
  }
  switch (number) {
    case NEGOTIATE:
      return dialects(b, data, to, out)
    case SESSION_SETUP:
      return login(command, out)
    case WRITE_ANDX:
      if (count >= 12 && words + 24 <= to)
        tellCall(bindings, u16le(b, words + 4), b, from + u16le(b, words + 22), to, out)
      return
    case TRANSACTION:
      if (count >= 16 && words + 32 <= to && u16le(b, words + 28) === PIPE_CALL)
        tellCall(bindings, u16le(b, words + 30), b, from + u16le(b, words + 24), to, out)
  }
}

/** Where the name in a request begins, or 0. */
function nameIn({ number, b, from, words, count, data, to, wide }: Command): number {
  if (data >= to) return 0
  const aligned = (at: number) => (wide && ((at - from) & 1) !== 0 ? at + 1 : at)
  if (NAMED.has(number)) return b[data] === 4 ? aligned(data + 1) : 0
  if (number === NT_CREATE || number === OPEN_ANDX || number === TRANSACTION) return aligned(data)
  if (number === TREE_CONNECT && count >= 4 && words + 8 <= to) return aligned(data + u16le(b, words + 6))
  if (number === TRANSACTION2 && count >= 15 && words + 30 <= to) {
    // Names stand in the parameters, behind what each transaction has of its own.
    const ahead = [28, 12, undefined, undefined, undefined, 6, 6, undefined, undefined, undefined, undefined, undefined, undefined, 4][
      u16le(b, words + 28)
    ] // biome-ignore format: a table
    const at = from + u16le(b, words + 20) + (ahead ?? 0)
    return ahead === undefined || at >= to || at <= from ? 0 : at
  }
  return 0
}

function detailOf({ number, b, words, count, to, wide }: Command, name: number): number {
  if (number === TRANSACTION2) return count >= 15 && words + 30 <= to ? Math.min(16, u16le(b, words + 28)) + 1 : 0
  if (number === OPEN_ANDX) return name > 0 && isPipe(b, name, to, wide) ? A_PIPE : TO_READ
  if (number !== NT_CREATE || count < 24 || words + 48 > to) return 0
  if (name > 0 && isPipe(b, name, to, wide)) return A_PIPE
  const access = u32le(b, words + 15)
  if (u32le(b, words + 39) & DELETE_ON_CLOSE) return TO_DELETE
  return access & CHANGES_DATA ? TO_WRITE : access & DELETE_RIGHT ? TO_DELETE : TO_READ
}

function dialects(b: Uint8Array, data: number, to: number, out: Sink): void {
  for (let i = data, n = 0; i < to && b[i] === 2 && n < MOST_DIALECTS; n++) {
    let end = i + 1
    while (end < to && b[end] !== 0) end++
    if (end > i + 1) out.named(DIALECT, b, i + 1, end)
    i = end + 1
  }
}

/** How a client logs in: with a token, or with answers to a challenge, or with a password as it is. */
function login({ b, from, words, count, data, to, wide }: Command, out: Sink): void {
  if (count === 12 && words + 24 <= to) {
    const end = Math.min(to, data + u16le(b, words + 14))
    tellProof(b, data, end, out)
    return texts(b, from, end, to, wide, [OS, SOFTWARE], out)
  }
  if (count !== 13 || words + 26 > to) return
  const [ansi, unicode] = [u16le(b, words + 14), u16le(b, words + 16)]
  const proof = unicode > HASH ? 'NTLMv2' : ansi === HASH || unicode === HASH ? 'NTLMv1' : ''
  if (proof !== '') tellWord(LOGIN, proof, out)
  else if (ansi > 1 && ansi < HASH) out.fact(PASSWORD, 'SMB password', 'receiver')
  // The account is passed over; behind it stand the domain and what the client is.
  texts(b, from, Math.min(to, data + ansi + unicode), to, wide, [undefined, undefined, OS, SOFTWARE], out)
}

function answer(bindings: Bindings, command: Command, status: number, out: Sink): void {
  const { number, b, from, words, count, data, to, wide } = command
  const outcome = outcomeOf(status)
  out.operation(SMB1_CODES | (number << 8), outcome)
  if (outcome === REFUSED) return tellStatus(DOS_DENIED.includes(status) ? ACCESS_DENIED : status, out)
  switch (number) {
    case NEGOTIATE:
      return chosen(command, out)
    case SESSION_SETUP: {
      const token = count === 4 && words + 8 <= to ? u16le(b, words + 6) : 0
      if (token > 0) tellProof(b, data, Math.min(to, data + token), out)
      if (count === 3 || count === 4) texts(b, from, Math.min(to, data + token), to, wide, [OS, SOFTWARE, DOMAIN], out)
      return
    }
    case READ_ANDX:
      if (count === 12 && words + 14 <= to) tellCall(bindings, 0, b, from + u16le(b, words + 12), to, out)
      return
    case TRANSACTION:
      if (count >= 10 && words + 16 <= to) tellCall(bindings, 0, b, from + u16le(b, words + 14), to, out)
  }
}

function chosen({ b, from, words, count, data, to, wide }: Command, out: Sink): void {
  out.fact(DIALECT_FACT, 'SMB 1')
  if (count !== 17 || words + 34 > to) return
  out.fact(SIGNING_FACT, b[words + 2]! & 8 ? 'required' : 'not required')
  const extended = (u32le(b, words + 19) & 0x80000000) !== 0
  if (!extended) texts(b, from, Math.min(to, data + b[words + 33]!), to, wide, [SERVER_DOMAIN, NAME], out, false)
}

/** Texts that stand one behind the other and end with a zero; what has no kind is passed over. */
function texts(
  b: Uint8Array,
  from: number,
  at: number,
  to: number,
  wide: boolean,
  kinds: readonly (FactKind | undefined)[],
  out: Sink,
  align = true,
): void {
  let i = align && wide && ((at - from) & 1) !== 0 ? at + 1 : at
  const step = wide ? 2 : 1
  for (const kind of kinds) {
    let end = i
    while (end + step <= to && !(b[end] === 0 && b[end + step - 1] === 0)) end += step
    const value = textAt(b, i, Math.min(end, i + LONGEST_TEXT), wide).trim()
    if (kind && value !== '') out.fact(kind, value)
    i = end + step
    if (i >= to) return
  }
}

function outcomeOf(status: number): OutcomeCode {
  if (status === 0 || status === MORE_PROCESSING) return DONE
  // Warnings and successes of NT; errors of DOS have a class of 1 to 255 and a code.
  return status >= 0x40000000 && status < 0xc0000000 ? DONE : status < 0x10000 ? DONE : REFUSED
}
