import {
  ASKED,
  C2S,
  DONE,
  type Dissector,
  MAYBE,
  NO,
  type OperationMeaning,
  type Recognition,
  REFUSED,
  S2C,
  type Sink,
  YES,
} from '../../dissector.ts'
import { readSteps, WAIT } from '../framing.ts'
import {
  BODY,
  CHUNK,
  CHUNK_END,
  CHUNK_SIZE,
  chunkEnd,
  chunkSize,
  HEAD,
  LOGIN,
  login,
  NOTHING,
  PERHAPS_BODY,
  PERHAPS_OTHER,
  pass,
  SILENCE,
  type State,
  TRAILER,
} from './bodies.ts'
import { FILES, type Fields, FORM, forgetBody, freshFields, HTML, takeField, tellCredentials, XML } from './fields.ts'
import { DENIED, KINDS, METHODS, STATUS } from './http-table.ts'
import { freshPage } from './page.ts'
import { carriesPassword } from './secrets.ts'
import { looksLikeStart, looksLikeStatus, methodAt, methodLength, statusAt } from './start-line.ts'

/** Longest header with its start line. */
const LONGEST_HEAD = 65_536
/** Pages of one connection that are looked at for what the device is. */
const PAGES = 4

const LF = 0x0a
const CR = 0x0d
const LONGEST_SCHEME = 10
const LONGEST_SETTINGS = 120
const LAST_SETTING = 16

const PATH = KINDS.indexOf('path')
const HOST = KINDS.indexOf('host')
const ACTION = KINDS.indexOf('soap-action')
const UPGRADE = KINDS.indexOf('upgrade')
const DENIED_OBJECT = KINDS.indexOf('denied')
const CONNECT = METHODS.findIndex(({ name }) => name === 'CONNECT')
const POST = METHODS.findIndex(({ name }) => name === 'POST')
const PRI = METHODS.findIndex(({ name }) => name === 'PRI')
/** Codes: the method, whether it sends files, or a status from here on. */
const WITH_FILES = 0x100
const STATUS_CODES = 0x1000

/** HTTP 1.0 and 1.1 (RFC 9110 and 9112). */
export const http: Dissector<State> = {
  id: 'http',
  title: 'HTTP',
  hints: { tcp: [80, 8080, 8000, 8008, 8081, 8088, 3128, 5985] },
  longest: LONGEST_HEAD,
  recognizes: (b, from, to, direction) => {
    const seen = looksLikeStart(b, from, to)
    return seen === NO && direction === S2C ? looksLikeSettings(b, from, to) : seen
  },
  start: (direction) => ({ direction, next: HEAD, left: 0, fields: freshFields(), page: undefined, pages: 0 }),
  read: (state, b, from, to, _at, out) => readSteps(step, state, b, from, to, out),
  meaning,
  docs: {
    about: `Requests count under their method, answers under their status; which request an answer belongs to is not followed, so how a write ended is told by the statuses beside it. Touched objects are hosts and paths (without queries and parameters), SOAP actions and the protocols that a connection is upgraded to; statuses for want of a right are marked (\`denied\`). A form that carries files counts as a transfer of files. Bodies are passed over, by length, by chunks or up to the end of the connection; so is everything behind CONNECT, an upgrade (to web sockets, to HTTP/2) or the preface of HTTP/2. Servers give their software and the realm they ask logins for, clients their software; descriptions of UPnP devices and titles of pages that name an industrial product give make, product and serial. Basic and bearer credentials and passwords in forms, JSON and addresses are told as present; a login by Digest is told, and is none in clear.`,
    checked: ['captures', 'reference', 'peer'],
    known,
  },
  objectName: (kind) => KINDS[kind] ?? `kind ${kind}`,
}

/** Takes what comes next at `i` and returns its length. */
function step(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  switch (state.next) {
    case HEAD:
      return head(state, b, i, to, out)
    case BODY:
    case CHUNK:
      return pass(state, b, i, to, out)
    case CHUNK_SIZE:
      return chunkSize(state, b, i, to)
    case CHUNK_END:
    case TRAILER:
      return chunkEnd(state, b, i, to)
    case LOGIN:
      return login(state, b, i, to, out)
    case PERHAPS_BODY:
      return perhapsBody(state, b, i, to, out)
    case PERHAPS_OTHER: {
      const seen = looksLikeStart(b, i, to)
      if (seen === MAYBE) return WAIT
      state.next = seen === YES ? HEAD : SILENCE
      return step(state, b, i, to, out)
    }
    default:
      return pass(state, b, i, to, out)
  }
}

/** A whole header with its start line. */
function head(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  // Empty lines before a message are allowed (RFC 9112, 2.2).
  if (b[i] === LF) return 1
  if (b[i] === CR) return i + 1 >= to ? WAIT : b[i + 1] === LF ? 2 : NOTHING
  const seen = looksLikeStart(b, i, to)
  if (seen === MAYBE) return WAIT
  if (seen === NO) {
    const settings = state.direction === S2C ? looksLikeSettings(b, i, to) : NO
    if (settings === YES) state.next = SILENCE
    return settings === YES ? to - i : settings === NO ? NOTHING : WAIT
  }
  const end = headEnd(b, i, to)
  if (end < 0) return to - i >= LONGEST_HEAD ? NOTHING : WAIT
  if (end - i > LONGEST_HEAD) return NOTHING
  forgetBody(state.fields)
  if (looksLikeStatus(b, i, end) === YES) answer(state, b, i, end, out)
  else request(state, b, i, end, out)
  return end - i
}

/** Where the header that begins at `i` ends, behind its empty line; -1 when that has not come. */
function headEnd(b: Uint8Array, i: number, to: number): number {
  for (let k = i; k < to; k++) {
    if (b[k] !== LF) continue
    if (k + 1 < to && b[k + 1] === LF) return k + 2
    if (k + 2 < to && b[k + 1] === CR && b[k + 2] === LF) return k + 3
  }
  return -1
}

function request(state: State, b: Uint8Array, i: number, end: number, out: Sink): void {
  const { fields } = state
  const method = methodAt(b, i, end)
  const lineEnd = b.indexOf(LF, i)
  eachField(fields, true, b, lineEnd + 1, end, out)
  out.operation(method | (fields.content === FILES ? WITH_FILES : 0), ASKED)
  const named = target(fields, method, b, i + methodLength(method) + 1, lineEnd, out)
  if (!named && fields.hostEnd > 0) out.named(HOST, b, fields.hostAt, fields.hostEnd)
  if (fields.actionEnd > fields.actionAt) out.named(ACTION, b, fields.actionAt, fields.actionEnd)
  if (fields.upgradeEnd > 0) out.named(UPGRADE, b, fields.upgradeAt, fields.upgradeEnd)
  state.left = fields.length
  if (method === PRI) state.next = SILENCE
  else if (fields.chunked) state.next = CHUNK_SIZE
  else if (fields.length > 0) state.next = fields.content === FORM ? LOGIN : BODY
  else state.next = method === CONNECT || fields.upgradeEnd > 0 ? PERHAPS_OTHER : HEAD
}

/** Tells what a request is for (RFC 9112, 3.2), without query and parameters, and whether its host is told with it. */
function target(fields: Fields, method: number, b: Uint8Array, from: number, lineEnd: number, out: Sink): boolean {
  let i = from
  let end = from
  while (end < lineEnd && b[end]! > 0x20) end++
  if (method === CONNECT) {
    out.named(HOST, b, i, end)
    return true
  }
  let named = false
  if (b[i] !== 0x2f && b[i] !== 0x2a) {
    const authority = behindScheme(b, i, end)
    let slash = authority
    let host = authority
    for (; slash < end && b[slash] !== 0x2f; slash++) if (b[slash] === 0x40) host = slash + 1
    if (host > authority) tellCredentials(fields, 'HTTP password in an address', out)
    named = authority > i && slash > host
    if (named) out.named(HOST, b, host, slash)
    i = slash
  }
  let k = i
  while (k < end && b[k] !== 0x3f && b[k] !== 0x3b && b[k] !== 0x23) k++
  if (k > i) out.named(PATH, b, i, k)
  if (carriesPassword(b, k, end)) tellCredentials(fields, 'HTTP password in an address', out)
  return named
}

/** The place behind `://`, or `from` where there is no scheme. */
function behindScheme(b: Uint8Array, from: number, to: number): number {
  for (let i = from; i + 2 < to && i < from + LONGEST_SCHEME; i++)
    if (b[i] === 0x3a) return b[i + 1] === 0x2f && b[i + 2] === 0x2f ? i + 3 : from
  return from
}

function answer(state: State, b: Uint8Array, i: number, end: number, out: Sink): void {
  const { fields } = state
  const status = statusAt(b, i)
  eachField(fields, false, b, b.indexOf(LF, i) + 1, end, out)
  out.operation(
    STATUS_CODES | status,
    status === 101 || (status >= 200 && status < 400) ? DONE : status < 200 ? ASKED : REFUSED,
  )
  if (DENIED.has(status)) out.object(DENIED_OBJECT, status, status)
  if (fields.upgradeEnd > 0 && status === 101) out.named(UPGRADE, b, fields.upgradeAt, fields.upgradeEnd)
  state.page = undefined
  state.left = fields.length
  if (status === 101) state.next = SILENCE
  else if (status < 200 || status === 204 || status === 304 || (fields.length === 0 && !fields.chunked))
    state.next = HEAD
  else {
    state.next = PERHAPS_BODY
    if (status !== 200 || fields.packed || state.pages >= PAGES || (fields.content !== HTML && fields.content !== XML))
      return
    state.page = freshPage(fields.content === HTML)
    state.pages++
  }
}

function eachField(fields: Fields, isRequest: boolean, b: Uint8Array, from: number, to: number, out: Sink): void {
  for (let i = from; i < to; ) {
    let k = i
    while (k < to && b[k] !== LF) k++
    takeField(fields, isRequest, b, i, k > i && b[k - 1] === CR ? k - 1 : k, out)
    i = k + 1
  }
}

/** An answer to HEAD names a body that does not come: then the next answer stands here. */
function perhapsBody(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  const seen = looksLikeStatus(b, i, to)
  if (seen === MAYBE) return WAIT
  state.next = seen === YES ? HEAD : state.fields.chunked ? CHUNK_SIZE : state.fields.length > 0 ? BODY : SILENCE
  return step(state, b, i, to, out)
}

/** The settings with which a server begins HTTP/2 (RFC 9113, 3.4 and 6.5). */
function looksLikeSettings(b: Uint8Array, i: number, to: number): Recognition {
  const there = to - i
  if (there > 0 && b[i] !== 0) return NO
  if (there > 1 && b[i + 1] !== 0) return NO
  if (there > 2 && (b[i + 2] === 0 || b[i + 2]! % 6 !== 0 || b[i + 2]! > LONGEST_SETTINGS)) return NO
  if (there > 3 && b[i + 3] !== 4) return NO
  for (let k = 4; k < 10; k++) if (there > k && b[i + k] !== 0) return NO
  if (there > 10 && (b[i + 10] === 0 || b[i + 10]! > LAST_SETTING)) return NO
  return there < 11 ? MAYBE : YES
}

function* known() {
  for (const method of METHODS.keys()) yield { code: method, direction: C2S, outcome: ASKED } as const
  yield { code: POST | WITH_FILES, direction: C2S, outcome: ASKED } as const
  for (const status of Object.keys(STATUS))
    yield { code: STATUS_CODES | Number(status), direction: S2C, outcome: DONE } as const
}

function meaning(code: number): OperationMeaning {
  if (code >= STATUS_CODES) {
    const status = code & 0xfff
    return { name: `${status}`, title: STATUS[status] ?? 'status', class: status === 101 ? 'session' : 'other' }
  }
  const row = METHODS[code & 0xff]
  if (!row) return { name: `METHOD_${code & 0xff}`, title: 'unknown method', class: 'other' }
  return code & WITH_FILES ? { name: row.name, title: `${row.title}: files in a form`, class: 'file' } : row
}
