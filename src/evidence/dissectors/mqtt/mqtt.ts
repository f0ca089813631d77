import { textAt } from '../../../groundwork/bytes.ts'
import {
  ASKED,
  C2S,
  CREDENTIALS,
  type Direction,
  type Dissector,
  DONE,
  type FactKind,
  NO,
  type OperationMeaning,
  type OutcomeCode,
  REFUSED,
  S2C,
  type Sink,
  YES,
} from '../../dissector.ts'
import { framed, type FramedState, readFramed } from '../framing.ts'
import { u16 } from '../integers.ts'
import { headOf, LONGEST_TEXT, look, remaining, V5, VIEW } from './framing.ts'
import { DENIED, KINDS, PACKETS, SPARKPLUG, TYPE } from './mqtt-table.ts'

const TOPIC = KINDS.indexOf('topic')
const WILL_TOPIC = KINDS.indexOf('will-topic')
const CLIENT = KINDS.indexOf('client')
const QOS = KINDS.indexOf('qos')
const RETAIN = KINDS.indexOf('retain')
const VERSION = KINDS.indexOf('version')
const REASON = KINDS.indexOf('reason')
const REFUSAL = KINDS.indexOf('denied')
/** Bits of an operation code: packet type, then the kind of Sparkplug message or whether a user name is missing. */
const DETAIL = 4

const LOGIN: FactKind = { attribute: CREDENTIALS, by: 'mqtt.connect' }
const CLIENT_ID: FactKind = { attribute: 'mqtt-client-id', by: 'mqtt.connect' }
const SOFTWARE: FactKind = { attribute: 'server-software', by: 'mqtt.sys' }
const SYS_VERSION = bytesOf('$SYS/broker/version')
const SPARKPLUG_B = bytesOf('spBv1.0/')
const SPARKPLUG_WORDS = SPARKPLUG.map(({ word }) => bytesOf(word))

interface State extends FramedState {
  readonly direction: Direction
  /** 3, 4 or 5; 0 while nobody has said. */
  version: number
}

const framing = framed<State>({
  look(state, b, i, to) {
    const seen = look(b, i, to, state.direction, false)
    // Two zeros behind a byte of garbage may look like a ping; in the middle of nowhere only longer packets are believed.
    const length = seen === YES && state.astray ? lengthAt(b, i, to) : 4
    return length < 4 && i + length <= to ? NO : seen
  },
  length: (_state, b, i, to) => lengthAt(b, i, to),
  view: () => VIEW,
  message: (state, b, i, to, out) => packet(state, b, i, i + headOf(b, i, to), to, out),
})

/** MQTT 3.1, 3.1.1 and 5.0 over TCP (OASIS standards). */
export const mqtt: Dissector<State> = {
  id: 'mqtt',
  title: 'MQTT',
  hints: { tcp: [1883] },
  longest: VIEW + 8,
  recognizes: (b, from, to, direction, hinted) => look(b, from, to, direction, !hinted),
  start: (direction) => ({ astray: false, skip: 0, direction, version: 0 }),
  read: (state, b, from, to, _at, out) => readFramed(framing, state, b, from, to, out),
  meaning,
  docs: {
    about: `All packet types of 3.1, 3.1.1 and 5.0 are read. Touched objects are topics and topic filters (\`topic\`, those of last wills \`will-topic\`), client ids, quality of service, retained publications (\`retain\` 1), the protocol version and reason codes that refuse something. A publication counts as write when a client sends it and as read when the broker delivers it; Sparkplug B topics (\`spBv1.0\`) are told apart, and its commands are control. With topic aliases of 5.0 only the first publication names its topic. User names and passwords are told as present, never kept, and a connect without a user name says so in its title. A broker gives away its software where somebody subscribes to \`$SYS/broker/version\`. MQTT in TLS or inside HTTP is not read.`,
    checked: ['reference', 'peer'],
    known,
  },
  objectName: (kind) => KINDS[kind] ?? `kind ${kind}`,
}

function lengthAt(b: Uint8Array, i: number, to: number): number {
  const head = headOf(b, i, to)
  return head + remaining(b, i, head)
}

/** Reports the packet that begins at `i`; `p` is the place behind its fixed header, `to` the end of what is looked at. */
function packet(state: State, b: Uint8Array, i: number, p: number, to: number, out: Sink): void {
  const type = b[i]! >> 4
  switch (type) {
    case TYPE.connect:
      return connect(state, b, p, to, out)
    case TYPE.connack:
      // 5.0 always has the length of its properties behind the two bytes that 3.1.1 has.
      state.version = to - p > 2 ? V5 : 4
      return answer(type, b, p + 1, to, out)
    case TYPE.publish:
      return publish(state, b, i, p, to, out)
    case TYPE.subscribe:
    case TYPE.unsubscribe:
      return subscribe(state, b, p, to, type, out)
    case TYPE.suback:
    case TYPE.unsuback:
      return subscribed(state, b, p, to, type, out)
    case TYPE.disconnect:
    case TYPE.auth:
      return answer(type, b, p, to, out)
    default:
      if (type >= TYPE.puback && type <= TYPE.pubcomp) answer(type, b, p + 2, to, out)
      else out.operation(type, ASKED)
  }
}

/** A packet that may end with a reason at `at`. */
function answer(type: number, b: Uint8Array, at: number, to: number, out: Sink): void {
  const reason = at < to ? b[at]! : 0
  const refused = type === TYPE.connack ? reason !== 0 : reason >= 0x80
  out.operation(type, refused ? REFUSED : type === TYPE.disconnect || type === TYPE.auth ? ASKED : DONE)
  if (refused) refusal(reason, out)
}

function refusal(reason: number, out: Sink): void {
  out.object(REASON, reason, reason)
  if (DENIED.has(reason)) out.object(REFUSAL, reason, reason)
}

function connect(state: State, b: Uint8Array, p: number, to: number, out: Sink): void {
  const level = p + 2 + u16(b, p)
  if (level + 4 > to) return out.operation(TYPE.connect, ASKED)
  const flags = b[level + 1]!
  state.version = b[level]! & 0x7f
  out.operation(TYPE.connect | ((flags & 0x80 ? 0 : 1) << DETAIL), ASKED)
  out.object(VERSION, state.version, state.version)
  let at = properties(state, b, level + 4, to)
  const client = at
  at = behindText(b, at, to)
  if (at > client + 2) {
    out.named(CLIENT, b, client + 2, at)
    out.fact(CLIENT_ID, textAt(b, client + 2, Math.min(at, client + 2 + LONGEST_TEXT)))
  }
  if (at > 0 && flags & 4) {
    const will = properties(state, b, at, to)
    at = behindText(b, will, to)
    if (at > will + 2) out.named(WILL_TOPIC, b, will + 2, at)
  }
  if (flags & 0x40) out.fact(LOGIN, flags & 0x80 ? 'MQTT user name and password' : 'MQTT password', 'receiver')
  else if (flags & 0x80) out.fact(LOGIN, 'MQTT user name', 'receiver')
}

function publish(state: State, b: Uint8Array, i: number, p: number, to: number, out: Sink): void {
  const from = p + 2
  const end = p + 2 <= to ? Math.min(to, from + u16(b, p)) : to
  const sparkplug = from < end ? sparkplugOf(b, from, end) : 0
  out.operation(TYPE.publish | (sparkplug << DETAIL), ASKED)
  const quality = (b[i]! >> 1) & 3
  out.object(QOS, quality, quality)
  if (b[i]! & 1) out.object(RETAIN, 1, 1)
  if (from >= end) return
  out.named(TOPIC, b, from, end)
  if (end - from === SYS_VERSION.length && startsWith(b, from, end, SYS_VERSION)) {
    const payload = state.version === V5 ? properties(state, b, end, to) : end
    const text = payload > 0 ? textAt(b, payload, Math.min(to, payload + LONGEST_TEXT)).replace(/^\.+/, '') : ''
    if (text !== '') out.fact(SOFTWARE, text)
  }
}

function subscribe(state: State, b: Uint8Array, p: number, to: number, type: number, out: Sink): void {
  out.operation(type, ASKED)
  const options = type === TYPE.subscribe ? 1 : 0
  let at = state.version === V5 ? properties(state, b, p + 2, to) : p + 2
  // Nobody has said which version it is: filters of 3.1.1 begin at once, and none is empty.
  if (state.version === 0 && !filtersFit(b, at, to, options)) at = propertiesAt(b, at, to)
  while (at > 0 && at + 2 < to) {
    const next = behindText(b, at, to)
    if (next < 0) return
    if (next > at + 2) out.named(TOPIC, b, at + 2, next)
    at = next + options
  }
}

function filtersFit(b: Uint8Array, from: number, to: number, options: number): boolean {
  let at = from
  while (at < to) {
    const next = behindText(b, at, to)
    if (next <= at + 2) return false
    at = next + options
  }
  return at === to
}

/** Refused when no filter was taken. */
function subscribed(state: State, b: Uint8Array, p: number, to: number, type: number, out: Sink): void {
  const from = state.version === V5 ? properties(state, b, p + 2, to) : p + 2
  let refused = from > 0 && from < to
  for (let k = from; k > 0 && k < to; k++) if (b[k]! < 0x80) refused = false
  out.operation(type, refused ? REFUSED : DONE)
  for (let k = from; k > 0 && k < to; k++) if (b[k]! >= 0x80) refusal(b[k]!, out)
}

/** The place behind the properties of 5.0 at `at`; -1 when they do not fit. Other versions have none. */
function properties(state: State, b: Uint8Array, at: number, to: number): number {
  return state.version === V5 ? propertiesAt(b, at, to) : at
}

function propertiesAt(b: Uint8Array, at: number, to: number): number {
  if (at < 1) return -1
  const head = headOf(b, at - 1, to)
  if (head <= 0) return -1
  const end = at - 1 + head + remaining(b, at - 1, head)
  return end <= to ? end : -1
}

function behindText(b: Uint8Array, at: number, to: number): number {
  return at > 0 && at + 2 <= to && at + 2 + u16(b, at) <= to ? at + 2 + u16(b, at) : -1
}

/** Which Sparkplug message a topic names, counted from 1; 0 when none. */
function sparkplugOf(b: Uint8Array, from: number, to: number): number {
  if (!startsWith(b, from, to, SPARKPLUG_B)) return 0
  const second = from + SPARKPLUG_B.length
  const slash = b.indexOf(0x2f, second) + 1
  for (let n = 0; n < SPARKPLUG_WORDS.length; n++) {
    const word = SPARKPLUG_WORDS[n]!
    if (startsWith(b, second, to, word) || (slash > 0 && slash < to && startsWith(b, slash, to, word))) return n + 1
  }
  return 0
}

function startsWith(b: Uint8Array, from: number, to: number, what: Uint8Array): boolean {
  if (to - from < what.length) return false
  for (let k = 0; k < what.length; k++) if (b[from + k] !== what[k]) return false
  return true
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0))
}

function* known() {
  for (let type: number = TYPE.connect; type <= TYPE.auth; type++) {
    const direction = type === TYPE.connack || type === TYPE.suback || type === TYPE.unsuback || type === 13 ? S2C : C2S
    yield { code: type, direction, outcome: ASKED } as const
  }
  yield { code: TYPE.connect | (1 << DETAIL), direction: C2S, outcome: ASKED } as const
  yield { code: TYPE.publish, direction: S2C, outcome: ASKED } as const
  for (const n of SPARKPLUG.keys())
    yield { code: TYPE.publish | ((n + 1) << DETAIL), direction: C2S, outcome: ASKED } as const
}

function meaning(code: number, direction: Direction, _outcome: OutcomeCode): OperationMeaning {
  const type = code & 15
  const detail = (code >> DETAIL) & 15
  const row = PACKETS[type]
  if (row === undefined) return { name: `TYPE${type}`, title: 'unknown packet', class: 'other' }
  if (type === TYPE.connect && detail === 1)
    return { name: row.name, title: 'connect without user name', class: row.class }
  if (type !== TYPE.publish) return { name: row.name, title: row.title, class: row.class }
  const sparkplug = SPARKPLUG[detail - 1]
  const told = direction === S2C ? 'deliver' : row.title
  return {
    name: row.name,
    title: sparkplug ? `${told}: ${sparkplug.title}` : told,
    class: sparkplug?.class ?? (direction === S2C ? 'read' : row.class),
  }
}
