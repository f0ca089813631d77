import {
  ASKED,
  C2S,
  type Direction,
  type Dissector,
  DONE,
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
import { framed, type FramedState, readFramed } from '../framing.ts'
import { u32le } from '../integers.ts'
import { Cursor } from './cursor.ts'
import {
  certificateFacts,
  helloFact,
  isUaUrl,
  modeFact,
  policyFact,
  policyFrom,
  reverseHelloFacts,
  type Side,
} from './identity.ts'
import { objectName, POLICY, tellStatus } from './objects.ts'
import {
  METHODS,
  SERVICE_FAULT,
  SERVICES,
  SHORT_SIGNATURE,
  SHORT_SIGNATURES,
  SIGNATURE,
  TOKENS,
} from './service-table.ts'
import { DETAIL, HISTORY_DELETE, isRequest, isService, message, messageType, SERVICE } from './services.ts'

const HEAD = 8
/** Type, chunk, size, channel, and two numbers of sequence header or token: shorter secure messages do not exist. */
const SECURE_HEAD = 24
const LONGEST = 1 << 20
/** Of a message in chunks the beginning is kept: enough for thousands of nodes. */
const KEPT = 65_536

/** Types of message (OPC 10000-6, 7.1.2.2 and 6.7.2.2). */
const TYPES = ['HEL', 'ACK', 'ERR', 'RHE', 'OPN', 'MSG', 'CLO'] as const
const [HEL, ACK, ERR, RHE, OPN, MSG] = [0, 1, 2, 3, 4, 5]
const TITLES: readonly string[] = [
  'hello',
  'hello acknowledged',
  'error',
  'hello of a server',
  'channel opening',
  'message',
  'channel closing',
]
const ENCRYPTED = 8
const [FINAL, MORE, ABORTED] = [0x46, 0x43, 0x41]

const UNKNOWN_POLICY = 0
const NO_SECURITY = 1
const SHORT = 2
const LONG = 3

/** What one direction remembers: how its channel is protected, and the beginning of a message whose end has not come. */
interface State extends FramedState {
  readonly direction: Direction
  policy: number
  modeTold: boolean
  /** Which side is the client, where that has shown itself: in a reverse connection it is not the one that connected. */
  sendsRequests: boolean | undefined
  part: Uint8Array | undefined
  filled: number
  requestId: number
}

const framing = framed<State>({
  look: (state, b, i, to) => look(b, i, to, state.astray),
  length: (_state, b, i) => u32le(b, i + 4),
  message: (state, b, i, to, out) => chunk(state, b, i, to, typeAt(b, i, to), out),
})

const c = new Cursor()

/** OPC UA over TCP in its binary encoding (OPC 10000-6, clauses 5.2, 6.7 and 7.1). */
export const opcUa: Dissector<State> = {
  id: 'opc-ua',
  title: 'OPC UA',
  hints: { tcp: [4840, 4841, 4842, 26543, 48010, 48020, 48030, 48031, 49320, 51210, 53530, 62541] },
  longest: LONGEST,
  recognizes: (bytes, from, to, _direction, hinted) => look(bytes, from, to, !hinted),
  start: (direction) => ({
    astray: false,
    skip: 0,
    direction,
    policy: UNKNOWN_POLICY,
    modeTold: false,
    sendsRequests: undefined,
    part: undefined,
    filled: 0,
    requestId: 0,
  }),
  read: (state, b, from, to, _at, out) => readFramed(framing, state, b, from, to, out),
  meaning,
  docs: {
    about: `Each chunk counts under its type (\`HEL\`, \`ACK\`, \`ERR\`, \`RHE\`, \`OPN\`, \`MSG\`, \`CLO\`), and what can be read inside once more under \`SVC_<node id of the message type>\`; chunks are put together first. Of a channel that encrypts only the chunks are seen, and are called encrypted; one that only signs is read like an open one. Opening a channel tells its security policy (\`None\` means that nobody proves anything), and the mode where it can be seen. Requests show the nodes they touch by namespace, called methods, attributes and how a session logs in; those methods of the standard that move files, acknowledge alarms, change certificates, users or the state of the server have a title and class of their own. An answer is refused by its own result, or when every item of it failed; status codes for want of a right are marked (\`denied\`). Applications give their address, name, product, role and certificate (subject, issuer, validity), servers also the endpoints, security and identities they offer and their build. A password that crosses without encryption is told as present.`,
    checked: ['captures', 'reference', 'peer'],
    known,
  },
  objectName,
}

/** Whether a message may begin at `i`. Strict: sizes, versions and addresses inside must fit as well. */
function look(b: Uint8Array, i: number, to: number, strict: boolean): Recognition {
  const there = to - i
  const type = typeAt(b, i, to)
  if (type < 0) return there < 3 && type === -2 ? MAYBE : NO
  if (there < HEAD) return there > 3 && !isChunk(b[i + 3]!, type) ? NO : MAYBE
  const size = u32le(b, i + 4)
  if (!isChunk(b[i + 3]!, type) || size > LONGEST || size < smallest(type)) return NO
  if (!strict) return YES
  switch (type) {
    case ACK:
      return size === 28 ? YES : NO
    case HEL:
      if (there < 32) return MAYBE
      if ((u32le(b, i + 28) | 0) <= 0) return fits(size === 32)
      if (size !== 32 + u32le(b, i + 28) || size < 40 || !isUaUrl(b, i + 32, to)) return NO
      return there < 40 ? MAYBE : YES
    case ERR:
      return there < 16 ? MAYBE : fits(b[i + 11] === 0x80 && size === 16 + Math.max(0, u32le(b, i + 12) | 0))
    case RHE:
      return there < 12 ? MAYBE : fits(u32le(b, i + 8) + 16 <= size)
    case OPN:
      // The address of a policy, as long as such addresses are.
      if (there < 20) return MAYBE
      return fits(
        u32le(b, i + 12) < 256 && b[i + 16] === 0x68 && b[i + 17] === 0x74 && b[i + 18] === 0x74 && b[i + 19] === 0x70,
      )
    default:
      return there < 12 ? MAYBE : fits(u32le(b, i + 8) !== 0)
  }
}

/** Index of the message type at `i`; -1 when there is none, -2 while too little is there to tell. */
function typeAt(b: Uint8Array, i: number, to: number): number {
  const there = Math.min(3, to - i)
  for (let type = 0; type < TYPES.length; type++) {
    const name = TYPES[type]!
    let n = 0
    while (n < there && name.charCodeAt(n) === b[i + n]) n++
    if (n === there) return there === 3 ? type : -2
  }
  return -1
}

function isChunk(letter: number, type: number): boolean {
  return letter === FINAL || ((letter === MORE || letter === ABORTED) && type >= OPN)
}

function smallest(type: number): number {
  return type === HEL ? 32 : type === ACK ? 28 : type === ERR || type === RHE ? 16 : SECURE_HEAD
}

/** Reports one whole chunk. */
function chunk(state: State, b: Uint8Array, i: number, end: number, type: number, out: Sink): void {
  if (type === HEL || type === RHE) {
    state.sendsRequests = type === HEL
    out.operation(type, ASKED)
    c.set(b, i + (type === HEL ? 28 : HEAD), end)
    if (type === HEL) helloFact(c, out)
    else reverseHelloFacts(c, out)
  } else if (type === ACK) {
    state.sendsRequests = false
    out.operation(type, DONE)
  } else if (type === ERR) failure(type, b, i + HEAD, out)
  else if (type === OPN) opening(state, b, i, end, out)
  else secured(state, b, i, end, type, out)
}

function failure(type: number, b: Uint8Array, i: number, out: Sink): void {
  out.operation(type, REFUSED)
  const code = u32le(b, i)
  if (code >= 0x80000000) tellStatus(code, out)
}

/** A chunk with an asymmetric header (OPC 10000-6, 6.7.2.3): policy, the sender's certificate, whose key answers are for. */
function opening(state: State, b: Uint8Array, i: number, end: number, out: Sink): void {
  out.operation(OPN, ASKED)
  c.set(b, i + 12, end)
  c.string()
  const from = policyFrom(b, c.from, c.end)
  const to = c.end
  c.string()
  certificateFacts(c, out)
  c.string()
  const body = c.at + 8
  if (c.over || from === to) return out.lost(end - i)
  out.named(POLICY, b, from, to)
  const policy = policyOf(b, from, to)
  if (policy !== state.policy) state.modeTold = policy === NO_SECURITY
  state.policy = policy
  const id = policy === NO_SECURITY && body < end ? messageType(b, body, end) : -1
  if (id >= 0) state.sendsRequests = isRequest(id)
  policyFact(b, from, to, serverSide(state), out)
  if (id >= 0) message(b, body, end, id, out)
}

function policyOf(b: Uint8Array, from: number, to: number): number {
  if (is(b, from, to, 'None')) return NO_SECURITY
  return SHORT_SIGNATURES.some((name) => is(b, from, to, name)) ? SHORT : LONG
}

/** A chunk with a symmetric header. What cannot be a message type is taken for encrypted. */
function secured(state: State, b: Uint8Array, i: number, end: number, type: number, out: Sink): void {
  const body = i + SECURE_HEAD
  const requestId = u32le(b, i + 20)
  const goesOn = state.filled > 0 && state.requestId === requestId
  if (b[i + 3] === ABORTED && state.policy <= NO_SECURITY && end - body >= 8) {
    failure(type, b, body, out)
    if (goesOn) drop(state)
    return
  }
  const id = goesOn ? messageType(state.part!, 0, state.filled) : messageType(b, body, end)
  const isPlain = goesOn || isService(id) || (state.policy === NO_SECURITY && id >= 0)
  const isHidden = !isPlain && state.policy !== NO_SECURITY
  out.operation(isHidden ? type | ENCRYPTED : type, ASKED)
  if (isPlain && state.sendsRequests === undefined && isService(id)) state.sendsRequests = isRequest(id)
  if (!state.modeTold && state.policy > NO_SECURITY) {
    state.modeTold = true
    modeFact(isPlain ? 2 : 3, serverSide(state), out)
  }
  if (!isPlain) return
  if (b[i + 3] === FINAL && !goesOn) return message(b, body, end, id, out)
  if (!goesOn && state.filled > 0) {
    out.lost(state.filled)
    drop(state)
  }
  append(state, b, body, Math.max(body, end - signature(state)))
  state.requestId = requestId
  if (b[i + 3] !== FINAL) return
  message(state.part!, 0, state.filled, id, out)
  drop(state)
}

function append(state: State, b: Uint8Array, from: number, to: number): void {
  const end = Math.min(to, from + KEPT - state.filled)
  const wanted = state.filled + end - from
  if (state.part === undefined || state.part.length < wanted) {
    const grown = new Uint8Array(Math.min(KEPT, Math.max(1024, wanted * 2)))
    if (state.part) grown.set(state.part.subarray(0, state.filled))
    state.part = grown
  }
  state.part.set(b.subarray(from, end), state.filled)
  state.filled = wanted
}

function drop(state: State): void {
  state.part = undefined
  state.filled = 0
}

function signature(state: State): number {
  return state.policy === SHORT ? SHORT_SIGNATURE : state.policy === LONG ? SIGNATURE : 0
}

function serverSide(state: State): Side {
  return (state.sendsRequests ?? state.direction === C2S) ? 'receiver' : 'sender'
}

function* known() {
  for (let type = 0; type < TYPES.length; type++)
    yield { code: type, direction: type === ACK || type === ERR ? S2C : C2S, outcome: ASKED } as const
  yield { code: MSG | ENCRYPTED, direction: C2S, outcome: ASKED } as const
  for (const { request, title } of SERVICES) {
    const details =
      title === 'call a method'
        ? METHODS.length
        : title === 'activate session'
          ? TOKENS.length
          : title === 'change history'
            ? 1
            : 0
    for (let detail = 0; detail <= details; detail++)
      yield { code: SERVICE | (detail << DETAIL) | request, direction: C2S, outcome: ASKED } as const
  }
  for (const { response } of SERVICES) yield { code: SERVICE | response, direction: S2C, outcome: DONE } as const
  yield { code: SERVICE | SERVICE_FAULT, direction: S2C, outcome: REFUSED } as const
}

function meaning(code: number, _direction: Direction, _outcome: OutcomeCode): OperationMeaning {
  if (code < SERVICE) {
    const type = code & 7
    const title = TITLES[type] ?? 'unknown message'
    const isHidden = (code & ENCRYPTED) !== 0
    return {
      name: TYPES[type] ?? `TYPE_${code}`,
      title: isHidden ? `encrypted ${title}` : title,
      class: isHidden && type === MSG ? 'other' : 'session',
    }
  }
  const id = code & 0xffff
  const name = `SVC_${id}`
  if (id === SERVICE_FAULT) return { name, title: 'service fault', class: 'other' }
  const row = SERVICES.find(({ request, response }) => request === id || response === id)
  if (!row) return { name, title: `unknown service, type ${id}`, class: 'other' }
  return { name, ...detailed(row, (code >> DETAIL) & 0xff) }
}

function detailed(row: (typeof SERVICES)[number], detail: number): Pick<OperationMeaning, 'title' | 'class'> {
  const { title, class: klass } = row
  if (title === 'call a method') return METHODS[detail - 1] ?? { title, class: klass }
  if (title === 'activate session' && TOKENS[detail - 1])
    return { title: `${title}: ${TOKENS[detail - 1]!.name}`, class: klass }
  return { title: title === 'change history' && detail === HISTORY_DELETE ? 'delete history' : title, class: klass }
}

function is(b: Uint8Array, from: number, to: number, text: string): boolean {
  if (to - from !== text.length) return false
  for (let i = 0; i < text.length; i++) if (b[from + i] !== text.charCodeAt(i)) return false
  return true
}

function fits(yes: boolean): Recognition {
  return yes ? YES : NO
}
