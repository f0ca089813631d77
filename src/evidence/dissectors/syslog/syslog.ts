import { textAt } from '../../../groundwork/bytes.ts'
import {
  ASKED,
  C2S,
  type Direction,
  type Dissector,
  type FactKind,
  MAYBE,
  NO,
  type OperationMeaning,
  type OutcomeCode,
  type Recognition,
  S2C,
  type Sink,
  YES,
} from '../../dissector.ts'
import { readSteps, WAIT } from '../framing.ts'
import { FACILITIES, MONTHS, SEVERITIES } from './syslog-table.ts'

const LONGEST = 65_536
/** No name is longer (RFC 5424, 6). */
const LONGEST_NAME = 255
const HIGHEST_PRIORITY = 191
const [LF, BLANK, LESS, GREATER, COLON, BRACKET, DASH] = [0x0a, 0x20, 0x3c, 0x3e, 0x3a, 0x5b, 0x2d] as const

/** Kinds: facilities by name, so that each is one number, and names. */
const HOST = FACILITIES.length
const APP = HOST + 1
const KINDS = [...FACILITIES, 'host', 'app']
const NAME: FactKind = { attribute: 'name', by: 'syslog' }

interface State {
  readonly udp: boolean
  told: boolean
}

/** Syslog over UDP and TCP (RFC 3164, RFC 5424, RFC 5426, RFC 6587). */
export const syslog: Dissector<State> = {
  id: 'syslog',
  title: 'Syslog',
  hints: { tcp: [514, 601], udp: [514] },
  longest: LONGEST + 8,
  recognizes(b, from, to, direction: Direction, hinted: boolean, carrier): Recognition {
    if (direction === S2C && carrier === 'tcp') return from < to ? NO : MAYBE
    const start = carrier === 'tcp' ? behindCount(b, from, to) : from
    if (start < 0) return start === -1 ? MAYBE : NO
    return look(b, start, to, hinted, carrier === 'tcp')
  },
  start: (_direction, carrier) => ({ udp: carrier === 'udp', told: false }),
  read(state, bytes, from, to, _at, out) {
    if (state.udp) {
      if (look(bytes, from, to, true, false) === YES) message(state, bytes, from, to, out)
      else out.lost(to - from)
      return to - from
    }
    return readSteps(step, state, bytes, from, to, out)
  },
  meaning,
  docs: {
    about: `\`SEV<n>\` is a message by its severity. Touched objects are the severities of each facility (\`auth\`, \`local0\` …), host names (\`host\`) and applications (\`app\`); texts are not kept. Both forms of header and both framings over TCP (counted octets and lines) are read. The first host name that a sender writes about itself becomes its name; further ones are those of others whose messages it passes on. TLS (port 6514) is not read. Away from its ports only messages with a complete header count as syslog.`,
    checked: ['reference', 'peer'],
    known,
  },
  objectName: (kind) => KINDS[kind] ?? `kind ${kind}`,
}

/** One frame of a stream; an empty line is none and lost to nobody. */
function step(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  const end = endOf(b, i, to)
  if (end <= 0) return end === 0 ? WAIT : 0
  const start = behindCount(b, i, end)
  if (start >= 0 && look(b, start, end, true, true) === YES) message(state, b, start, end, out)
  else if (end - i > 1) return 0
  return end - i
}

/** Where the message of a frame begins: behind a count of octets and a blank (RFC 6587, 3.4.1); -1 when more is needed, -2 when there is none. */
function behindCount(b: Uint8Array, i: number, to: number): number {
  let at = i
  while (at < to && at - i < 6 && b[at]! >= 0x30 && b[at]! <= 0x39) at++
  if (at >= to) return -1
  if (at === i) return i
  return b[at] === BLANK && b[i] !== 0x30 ? at + 1 : -2
}

/** Where the frame at `i` ends: by its count, or behind its line feed; 0 when it is not there yet, -1 when it never will be. */
function endOf(b: Uint8Array, i: number, to: number): number {
  const start = behindCount(b, i, to)
  if (start === -1) return 0
  if (start < 0) return -1
  if (start > i) {
    let count = 0
    for (let k = i; k < start - 1; k++) count = count * 10 + b[k]! - 0x30
    if (count > LONGEST) return -1
    // What is counted must begin like a message.
    if (start < to && b[start] !== LESS) return -1
    return start + count > to ? 0 : start + count
  }
  if (b[i] !== LESS) return b[i] === LF || b[i] === 0 ? i + 1 : -1
  for (let k = i; k < to && k - i < LONGEST; k++) if (b[k] === LF || b[k] === 0) return k + 1
  return to - i >= LONGEST ? -1 : 0
}

/** Whether a message may begin at `i`. Without a hint the header must be complete: version and time, or date and time. */
function look(b: Uint8Array, i: number, to: number, hinted: boolean, stream: boolean): Recognition {
  const more = stream ? MAYBE : NO
  if (i >= to) return more
  if (b[i] !== LESS) return NO
  let at = i + 1
  let priority = 0
  while (at < to && at - i < 4 && b[at]! >= 0x30 && b[at]! <= 0x39) priority = priority * 10 + b[at++]! - 0x30
  if (at >= to) return more
  if (b[at] !== GREATER || at === i + 1 || priority > HIGHEST_PRIORITY) return NO
  if (hinted) return YES
  at++
  if (at + 6 > to) return more
  if (b[at] === 0x31 && b[at + 1] === BLANK)
    return b[at + 2] === DASH || (isDigit(b[at + 2]) && isDigit(b[at + 5])) ? YES : NO
  return dated(b, at, to) ? YES : NO
}

/** `Mmm dd hh:mm:ss`: as far as the first six characters show it. */
function dated(b: Uint8Array, i: number, to: number): boolean {
  if (i + 6 > to || b[i + 3] !== BLANK) return false
  for (const month of MONTHS) if (b[i] === month.charCodeAt(0) && b[i + 1] === month.charCodeAt(1) && b[i + 2] === month.charCodeAt(2)) return true // biome-ignore format: one condition
  return false
}

function message(state: State, b: Uint8Array, i: number, to: number, out: Sink): void {
  let at = i + 1
  let priority = 0
  while (at < to && b[at]! !== GREATER) priority = priority * 10 + b[at++]! - 0x30
  at++
  out.operation(priority & 7, ASKED)
  out.object(priority >> 3, priority & 7, priority & 7)
  if (at + 2 <= to && b[at] === 0x31 && b[at + 1] === BLANK) {
    const host = behindBlank(b, at + 2, to)
    const app = behindBlank(b, host, to)
    names(state, b, host, app - 1, app, wordEnd(b, app, to), out)
  } else if (dated(b, at, to) && at + 16 <= to && b[at + 15] === BLANK) {
    const host = at + 16
    const app = behindBlank(b, host, to)
    // Some write no host name: then the first word is a tag already.
    const tag = tagEnd(b, host, to)
    if (tag < app - 1 || (tag < to && b[tag] === COLON)) names(state, b, host, host, host, tag, out)
    else names(state, b, host, app - 1, app, tagEnd(b, app, to), out)
  }
}

function names(
  state: State,
  b: Uint8Array,
  host: number,
  hostEnd: number,
  app: number,
  appEnd: number,
  out: Sink,
): void {
  if (isName(b, host, hostEnd)) {
    out.named(HOST, b, host, hostEnd)
    if (!state.told) {
      state.told = true
      if (!isAddress(b, host, hostEnd)) out.fact(NAME, textAt(b, host, hostEnd))
    }
  }
  if (isName(b, app, appEnd)) out.named(APP, b, app, appEnd)
}

function isName(b: Uint8Array, from: number, to: number): boolean {
  if (to <= from || to - from > LONGEST_NAME || (to - from === 1 && b[from] === DASH)) return false
  for (let k = from; k < to; k++) if (b[k]! <= BLANK || b[k]! > 0x7e) return false
  return true
}

/** Digits, dots and colons only: an address where the name should stand. */
function isAddress(b: Uint8Array, from: number, to: number): boolean {
  for (let k = from; k < to; k++) if (!isDigit(b[k]) && b[k] !== 0x2e && b[k] !== COLON) return false
  return true
}

function isDigit(octet: number | undefined): boolean {
  return octet !== undefined && octet >= 0x30 && octet <= 0x39
}

function wordEnd(b: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && b[at]! > BLANK) at++
  return at
}

function behindBlank(b: Uint8Array, from: number, to: number): number {
  return Math.min(to, wordEnd(b, from, to) + 1)
}

/** The end of a tag: a colon, a bracket before a process id, or a blank. */
function tagEnd(b: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && b[at]! > BLANK && b[at] !== BRACKET && !(b[at] === COLON && (at + 1 >= to || b[at + 1]! <= BLANK)))
    at++
  return at
}

function* known() {
  for (const severity of SEVERITIES.keys()) yield { code: severity, direction: C2S, outcome: ASKED } as const
}

function meaning(code: number, _direction: Direction, _outcome: OutcomeCode): OperationMeaning {
  return { name: `SEV${code & 7}`, title: `log message: ${SEVERITIES[code & 7]}`, class: 'diagnose' }
}
