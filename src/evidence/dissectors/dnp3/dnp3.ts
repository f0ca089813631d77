import {
  ASKED,
  C2S,
  type Direction,
  type Dissector,
  DONE,
  type FactKind,
  type OperationMeaning,
  type OutcomeCode,
  REFUSED,
  S2C,
  type Sink,
} from '../../dissector.ts'
import { framed, type FramedState, readFramed } from '../framing.ts'
import { u16le } from '../integers.ts'
import {
  AUTHENTICATION_RESPONSE,
  FUNCTIONS,
  PRIMARY,
  READ,
  RESPONSE,
  SECONDARY,
  TOPICS,
  UNSOLICITED,
  WRITE,
} from './function-table.ts'
import { FRAME_LONGEST, frameLength, looksLikeFrame, unblock, userBytes } from './link.ts'
import { addresses, found, indications, objectName, walk } from './objects.ts'
import { Transport } from './transport.ts'

/** Bits of an operation code: application function and topic, or a link function and whether the station is primary. */
const TOPIC = 8
const LINK = 1 << 16
const SECONDARY_LINK = 1 << 8

const DIR = 0x80
const PRM = 0x40
/** Function not supported, objects unknown, parameter error, already executing (IIN2.0 to 2.2 and 2.4). */
const REFUSING = 0x1700
/** Addresses of one direction that are told as facts. */
const TELLS = 8
const ADDRESS: FactKind = { attribute: 'dnp3-address', by: 'dnp3.link' }

/** The user data of the frame at hand; nothing in it outlives a call. */
const data = new Uint8Array(256)

interface State extends FramedState {
  readonly transport: Transport
  /** Own addresses told so far, with the bit for a master at 16. */
  readonly told: number[]
}

const framing = framed<State>({
  look: (_state, b, i, to) => looksLikeFrame(b, i, to),
  length: (_state, b, i) => frameLength(b, i),
  message: (state, b, i, _to, out) => frame(state, b, i, out),
})

/** DNP3 over TCP and UDP (IEEE 1815-2012). */
export const dnp3: Dissector<State> = {
  id: 'dnp3',
  title: 'DNP3',
  hints: { tcp: [20_000], udp: [20_000] },
  longest: FRAME_LONGEST,
  recognizes: looksLikeFrame,
  start: () => ({ astray: false, skip: 0, transport: new Transport(), told: [] }),
  read: (state, b, from, to, _at, out) => readFramed(framing, state, b, from, to, out),
  meaning,
  docs: {
    about: `Link frames are taken by the CRC of their header, and their data by the CRC of each block; transport segments are put together. \`AL_<function>\` is a message of the application layer. \`LL_P<function>\` is a frame of a primary station that ends no message (link tests, and all but the last part of a message), \`LL_S<function>\` one of a secondary station. A response counts as refused when its internal indications say that the function, the objects or the parameters were not accepted, when the status of a command or file is not zero, or when it is an authentication error. Reads, writes and responses are classed by the group of their first object. Touched are addresses (\`from-4-to\` holds the destinations of address 4), variations by group (\`g12\`), point indexes, classes, control codes, indications that are set (0 is IIN1.0, 15 is IIN2.7), paths of files and names of applications. Device attributes (group 0) give make, product, firmware, hardware, serial number, name and location. User names and passwords of files are told as present and not kept.`,
    checked: ['captures', 'reference'],
    known,
  },
  objectName,
}

function frame(state: State, b: Uint8Array, i: number, out: Sink): void {
  const control = b[i + 3]!
  const destination = u16le(b, i + 4)
  const source = u16le(b, i + 6)
  const code = control & 15
  const size = userBytes(b, i)
  const carries = (control & PRM) !== 0 && (code === 3 || code === 4) && size > 0
  if (!carries) return link(control, source, destination, out)
  if (!unblock(b, i, data)) {
    link(control, source, destination, out)
    return out.lost(size)
  }
  tell(state, source, control, out)
  const whole = (data[0]! & 0xc0) === 0xc0
  const message = whole ? data : state.transport.take((source << 16) | destination, data, 0, size)
  const from = whole ? 1 : 0
  const to = whole ? size : (message?.length ?? 0)
  if (!message || to - from < 2) return link(control, source, destination, out)
  application(message, from, to, source, destination, out)
}

function link(control: number, source: number, destination: number, out: Sink): void {
  const code = control & 15
  if (control & PRM) out.operation(LINK | code, ASKED)
  else out.operation(LINK | SECONDARY_LINK | code, code === 0 || code === 11 ? DONE : REFUSED)
  addresses(source, destination, out)
}

/** Reports one message of the application layer: `b[i]` is its control octet. */
function application(b: Uint8Array, i: number, to: number, source: number, destination: number, out: Sink): void {
  const code = b[i + 1]!
  const answers = code >= RESPONSE && code <= AUTHENTICATION_RESPONSE
  const bits = answers && i + 4 <= to ? u16le(b, i + 2) : 0
  const from = Math.min(to, i + (answers ? 4 : 2))
  walk(b, from, to, code, undefined)
  const refused = code !== UNSOLICITED && ((bits & REFUSING) !== 0 || found.refused)
  out.operation(code | (found.topic << TOPIC), !answers ? ASKED : refused ? REFUSED : DONE)
  addresses(source, destination, out)
  if (bits !== 0) indications(bits, out)
  walk(b, from, to, code, out)
}

/** Tells the address of the sender and whether it is the master, once. */
function tell(state: State, source: number, control: number, out: Sink): void {
  const key = source | ((control & DIR) << 16)
  if (state.told.length >= TELLS || state.told.includes(key)) return
  state.told.push(key)
  out.fact(ADDRESS, `${source} (${control & DIR ? 'master' : 'outstation'})`)
}

function* known() {
  const asked = (code: number) => ({ code, direction: C2S, outcome: ASKED }) as const
  for (const code of Object.keys(FUNCTIONS).map(Number)) {
    const topics = code === READ || code === WRITE || code >= RESPONSE ? [...TOPICS.keys()].slice(1) : [0]
    if (code < RESPONSE) for (const topic of topics) yield asked(code | (topic << TOPIC))
    else yield { code, direction: S2C, outcome: DONE } as const
  }
  for (const code of Object.keys(PRIMARY).map(Number)) yield asked(LINK | code)
  for (const code of Object.keys(SECONDARY).map(Number)) yield asked(LINK | SECONDARY_LINK | code)
}

function meaning(code: number, _direction: Direction, _outcome: OutcomeCode): OperationMeaning {
  const low = code & 0xff
  if (code & LINK) {
    const secondary = (code & SECONDARY_LINK) !== 0
    const row = (secondary ? SECONDARY : PRIMARY)[low] ?? { title: 'unknown link function', class: 'other' as const }
    return { name: `LL_${secondary ? 'S' : 'P'}${low}`, ...row }
  }
  const row = FUNCTIONS[low] ?? { title: 'unknown function', class: 'other' as const }
  const topic = TOPICS[(code >> TOPIC) & 0xff]
  const name = `AL_${low}`
  if (!topic) return { name, ...row }
  if (low === READ) return { name, title: `read ${topic.title}`, class: topic.read }
  if (low === WRITE) return { name, title: `write ${topic.title}`, class: topic.write }
  if (low < RESPONSE || low === AUTHENTICATION_RESPONSE) return { name, ...row }
  return { name, title: `${row.title}: ${topic.title}`, class: topic.answer }
}
