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
  type OutcomeCode,
  type Recognition,
  REFUSED,
  S2C,
  type Sink,
  YES,
} from '../../dissector.ts'
import { berContent, berEnd, berSize } from '../ber.ts'
import { framed, type FramedState, framedState, readFramed } from '../framing.ts'
import { u32 } from '../integers.ts'
import { BINDS, DENIED, EXTENSIONS, FINE, GOES_ON, KINDS, OPERATIONS } from './ldap-table.ts'
import { readEntry } from './entry.ts'

/** No more than this of a message is waited for and looked at: entries may hold pictures. */
const VIEW = 16_384
const LARGEST = 0x4000000
const SEQUENCE = 0x30
const INTEGER = 0x02
const OCTETS = 0x04
const ENUMERATED = 0x0a

const OP = {
  bind: 0x60, bound: 0x61, search: 0x63, entry: 0x64, reference: 0x73, modify: 0x66, add: 0x68, delete: 0x4a, rename: 0x6c,
  compare: 0x6e, extend: 0x77, extended: 0x78, intermediate: 0x79,
} as const // biome-ignore format: a list
const [SIMPLE, SASL, NTLM] = [0x80, 0xa3, 0x8a] as const
const ANSWERS: ReadonlySet<number> = new Set([0x61, 0x64, 0x65, 0x67, 0x69, 0x6b, 0x6d, 0x6f, 0x73, 0x78, 0x79])

const DN = KINDS.indexOf('dn')
const MECHANISM = KINDS.indexOf('mechanism')
const EXTENSION = KINDS.indexOf('extension')
const RESULT = KINDS.indexOf('result')
const REFUSAL = KINDS.indexOf('denied')
/** Bits of an operation code: identifier octet, then the way of a bind or the row of an extension; sealed messages have their own. */
const DETAIL = 8
const SEALED = 0

const LOGIN: FactKind = { attribute: CREDENTIALS, by: 'ldap.bind' }
/** The ways of SASL that carry a password as it is. */
const BARE = ['PLAIN', 'LOGIN'].map((word) => Uint8Array.from(word, (c) => c.charCodeAt(0)))
const OIDS = EXTENSIONS.map(({ oid }) => Uint8Array.from(oid, (c) => c.charCodeAt(0)))

const framing = framed<FramedState>({
  look: (_state, b, i, to) => lookFurther(b, i, to),
  // Behind the beginning of TLS nothing is read any more.
  length: (_state, b, i, to) => (b[i] === 0 ? 4 + u32(b, i) : isTls(b[i]!) ? Infinity : berSize(b, i, to)),
  view: (b, i) => (isTls(b[i]!) ? 2 : VIEW),
  message(_state, b, i, to, out) {
    if (b[i] === 0) out.operation(SEALED, ASKED)
    else if (!isTls(b[i]!)) message(b, i, to, out)
  },
})

/** LDAP over TCP and UDP (RFC 4511; MS-ADTS for the locator of domain controllers). */
export const ldap: Dissector<FramedState> = {
  id: 'ldap',
  title: 'LDAP',
  hints: { tcp: [389, 3268], udp: [389] },
  longest: VIEW + 8,
  recognizes: (b, from, to, _direction: Direction, _hinted: boolean, carrier): Recognition => {
    const seen = look(b, from, to)
    return seen === MAYBE && carrier !== 'tcp' ? NO : seen
  },
  start: framedState,
  read: (state, b, from, to, _at, out) => readFramed(framing, state, b, from, to, out),
  meaning,
  docs: {
    about: `Operations are named as in RFC 4511. An answer is refused by its result code; comparisons and binds that go on are not refused. A bind shows how the client says who it is; passwords in clear text (simple binds, SASL PLAIN and LOGIN, changes of passwords) are told as present, never kept, and neither are names of users. Touched objects are the names of entries that are searched from, changed, added, renamed, compared or deleted (\`dn\`), mechanisms of SASL and object ids of extended operations. The root entry of a server gives away its host name, software and domain, and so does the answer of a domain controller over UDP. What follows "start TLS" is not read; messages sealed by SASL are only counted.`,
    checked: ['reference', 'peer'],
    known,
  },
  objectName: (kind) => KINDS[kind] ?? `kind ${kind}`,
}

/** Also what may follow: after "start TLS" a record of TLS, after a bind with SASL a length and a sealed message. */
function lookFurther(b: Uint8Array, i: number, to: number): Recognition {
  if (b[i] === 0) return looksSealed(b, i, to)
  if (!isTls(b[i]!)) return look(b, i, to)
  return i + 1 >= to ? MAYBE : b[i + 1] === 3 ? YES : NO
}

/** Types of TLS records; no message begins with one. */
function isTls(octet: number): boolean {
  return octet >= 0x14 && octet <= 0x17
}

/** Whether a message may begin at `i`: a sequence of an id and an operation that is known and fits into it. */
function look(b: Uint8Array, i: number, to: number): Recognition {
  if (i >= to) return MAYBE
  if (b[i] !== SEQUENCE || (i + 1 < to && b[i + 1] === 0x80)) return NO
  const size = berSize(b, i, to)
  if (size === 0) return MAYBE
  if (size < 7 || size > LARGEST) return NO
  const id = berContent(b, i)
  if (id >= to) return MAYBE
  if (b[id] !== INTEGER) return NO
  if (id + 1 >= to) return MAYBE
  const length = b[id + 1]!
  if (length < 1 || length > 4) return NO
  const op = id + 2 + length
  if (op >= to) return MAYBE
  if (OPERATIONS[b[op]!] === undefined || (b[id + 2]! & 0x80) !== 0) return NO
  const inner = berSize(b, op, to)
  if (inner === 0) return MAYBE
  return inner > 0 && op + inner <= i + size ? YES : NO
}

/** Whether a length and a token of GSS-API or NTLM may stand at `i`. */
function looksSealed(b: Uint8Array, i: number, to: number): Recognition {
  if (to - i < 6) return MAYBE
  const token = b[i + 4]!
  const length = u32(b, i)
  return length >= 16 && length <= LARGEST && ((token === 5 && b[i + 5] === 4) || token === 0x60 || (token === 1 && b[i + 5] === 0)) ? YES : NO // biome-ignore format: one condition
}

/** Reports the message at `i`, of which what stands before `to` is looked at. */
function message(b: Uint8Array, i: number, to: number, out: Sink): void {
  const op = berEnd(b, berContent(b, i), to)
  const code = b[op]!
  const from = berContent(b, op)
  const end = Math.min(to, op + Math.max(0, berSize(b, op, to)))
  switch (code) {
    case OP.bind:
      return bind(b, from, end, out)
    case OP.extend:
      return extend(b, from, end, out)
    case OP.entry:
      out.operation(code, DONE)
      return readEntry(b, from, end, out)
    case OP.reference:
    case OP.intermediate:
      return out.operation(code, DONE)
    case OP.delete:
      out.operation(code, ASKED)
      return name(b, from, end, out)
    default:
      if (ANSWERS.has(code)) return result(b, code, from, end, out)
      out.operation(code, ASKED)
      if (code === OP.search || code === OP.modify || code === OP.add || code === OP.rename || code === OP.compare)
        if (b[from] === OCTETS && berEnd(b, from, end) > 0) name(b, berContent(b, from), berEnd(b, from, end), out)
  }
}

function name(b: Uint8Array, from: number, to: number, out: Sink): void {
  if (to > from) out.named(DN, b, from, to)
}

/** Version, name of the user, and a choice of ways to prove it. */
function bind(b: Uint8Array, from: number, to: number, out: Sink): void {
  const user = berEnd(b, from, to)
  const choice = user > 0 ? berEnd(b, user, to) : -1
  const end = choice > 0 ? berEnd(b, choice, to) : -1
  if (end < 0) return out.operation(OP.bind, ASKED)
  const content = berContent(b, choice)
  if (b[choice] === SIMPLE) {
    const empty = content === end
    out.operation(OP.bind | ((empty ? 1 : 2) << DETAIL), ASKED)
    if (!empty) out.fact(LOGIN, 'LDAP password', 'receiver')
    return
  }
  out.operation(OP.bind | ((b[choice] === SASL ? 3 : (b[choice]! & ~3) === (NTLM & ~3) || b[choice] === 0x89 ? 4 : 0) << DETAIL), ASKED) // biome-ignore format: a choice
  const mechanism = b[choice] === SASL ? berEnd(b, content, end) : -1
  if (mechanism < 0 || b[content] !== OCTETS) return
  out.named(MECHANISM, b, berContent(b, content), mechanism)
  for (const word of BARE)
    if (isAt(b, berContent(b, content), mechanism, word)) out.fact(LOGIN, 'LDAP password', 'receiver')
}

function extend(b: Uint8Array, from: number, to: number, out: Sink): void {
  const end = berEnd(b, from, to)
  const oid = end > 0 ? berContent(b, from) : to
  let row = 0
  for (let n = 0; n < OIDS.length; n++) if (isAt(b, oid, end, OIDS[n]!)) row = n + 1
  out.operation(OP.extend | (row << DETAIL), ASKED)
  if (end > oid) out.named(EXTENSION, b, oid, end)
  if (EXTENSIONS[row - 1]?.class === 'write') out.fact(LOGIN, 'LDAP password', 'receiver')
}

/** An answer begins with its result code. */
function result(b: Uint8Array, code: number, from: number, to: number, out: Sink): void {
  const end = berEnd(b, from, to)
  if (end < 0 || b[from] !== ENUMERATED) return out.operation(code, DONE)
  const value = b[end - 1]!
  const refused = !FINE.has(value) && value !== GOES_ON
  out.operation(code, refused ? REFUSED : value === GOES_ON ? ASKED : DONE)
  if (!refused) return
  out.object(RESULT, value, value)
  if (DENIED.has(value)) out.object(REFUSAL, value, value)
}

function isAt(b: Uint8Array, from: number, to: number, what: Uint8Array): boolean {
  if (to - from !== what.length) return false
  for (let k = 0; k < what.length; k++) if (b[from + k] !== what[k]) return false
  return true
}

function* known() {
  for (const code of Object.keys(OPERATIONS).map(Number))
    yield { code, direction: ANSWERS.has(code) ? S2C : C2S, outcome: ASKED } as const
  for (const way of BINDS.keys()) yield { code: OP.bind | (way << DETAIL), direction: C2S, outcome: ASKED } as const
  for (const row of EXTENSIONS.keys())
    yield { code: OP.extend | ((row + 1) << DETAIL), direction: C2S, outcome: ASKED } as const
  yield { code: SEALED, direction: C2S, outcome: ASKED } as const
}

function meaning(code: number, _direction: Direction, _outcome: OutcomeCode): OperationMeaning {
  const op = code & 0xff
  const detail = (code >> DETAIL) & 0xff
  if (op === SEALED) return { name: 'sealed', title: 'message sealed by SASL', class: 'other' }
  const row = OPERATIONS[op]
  if (!row) return { name: `op${op.toString(16)}`, title: 'unknown operation', class: 'other' }
  if (op === OP.bind) return { name: row.name, title: BINDS[detail] ?? row.title, class: row.class }
  const extension = op === OP.extend ? EXTENSIONS[detail - 1] : undefined
  return extension ? { name: row.name, title: extension.title, class: extension.class } : row
}
