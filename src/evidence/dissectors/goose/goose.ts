import { textAt } from '../../../groundwork/bytes.ts'
import { C2S, type Dissector, DONE, type FactKind, NO, type OperationMeaning, type Sink } from '../../dissector.ts'
import { berContent, berEnd, berInteger } from '../ber.ts'
import { apduAt, appidOf, hasExtension, isSimulated, looksLikeFrame } from '../iec61850-link.ts'

const GOOSE_PDU = 0x61
const MANAGEMENT_PDU = 0x60

/** Bits of an operation code. */
const CHANGE = 1
const SIMULATED = 2
const UNFINISHED = 4
const SECURED = 8
const MANAGEMENT = 16

const OBJECTS = ['appid', 'control-block', 'data-set', 'goose-id', 'configuration', 'state'] as const
const [APPID, CONTROL_BLOCK, DATA_SET, GOOSE_ID, CONFIGURATION, STATE] = [0, 1, 2, 3, 4, 5] as const

const DEVICE: FactKind = { attribute: 'logical-device', by: 'goose' }
const ROLE: FactKind = { attribute: 'role', by: 'goose' }
const SLASH = 0x2f
/** Publishers of one sender that are remembered as told. */
const TOLD = 16

/** What is remembered of one sender and receiver: hashes of the logical devices that were told. */
interface State {
  readonly told: Int32Array
  count: number
}

/** GOOSE (IEC 61850-8-1, clause 18 and annex A), and the messages that manage it as far as their name. */
export const goose: Dissector<State> = {
  id: 'goose',
  title: 'GOOSE',
  hints: { link: [0x88b8, 0x88b9] },
  longest: 1522,
  recognizes(bytes, from, to) {
    if (to - from <= 8) return NO
    const says = looksLikeFrame(bytes, from, to, GOOSE_PDU)
    return says === NO ? looksLikeFrame(bytes, from, to, MANAGEMENT_PDU) : says
  },
  start: () => ({ told: new Int32Array(TOLD), count: 0 }),
  read(state, bytes, from, to, _at, out) {
    const end = berEnd(bytes, apduAt(from), to)
    if (end < 0) return 0
    message(state, bytes, from, end, to, out)
    return to - from
  },
  meaning,
  docs: {
    about: `Every frame is a \`GOOSE\`: a change of state (sequence number 0) is told apart from its repetition, simulated messages, those of a publisher that still needs commissioning, and those with a security extension (IEC 62351-6) as well. Objects are APPID, control block, data set, GOOSE id, configuration revision and, of changes, the state numbers; the sender gives the logical device it publishes for. Values are not read. Management messages are counted as \`GSE\`.`,
    checked: ['captures', 'reference'],
    known,
  },
  objectName: (kind) => OBJECTS[kind] ?? `kind ${kind}`,
}

function message(state: State, b: Uint8Array, from: number, end: number, to: number, out: Sink): void {
  const apdu = apduAt(from)
  const appid = appidOf(b, from)
  if (b[apdu] === MANAGEMENT_PDU) {
    out.operation(MANAGEMENT, DONE)
    out.object(APPID, appid, appid)
    return
  }
  let code = isSimulated(b, from) ? SIMULATED : 0
  if (hasExtension(b, from, end, to)) code |= SECURED
  let stateNumber = -1
  let revision = -1
  for (let i = berContent(b, apdu), next = 0; (next = berEnd(b, i, end)) > 0; i = next) {
    const at = berContent(b, i)
    if (b[i] === 0x85) stateNumber = berInteger(b, at, next)
    else if (b[i] === 0x86 && berInteger(b, at, next) === 0) code |= CHANGE
    else if (b[i] === 0x87 && b[next - 1] !== 0) code |= SIMULATED
    else if (b[i] === 0x88) revision = berInteger(b, at, next)
    else if (b[i] === 0x89 && b[next - 1] !== 0) code |= UNFINISHED
  }
  out.operation(code, DONE)
  out.object(APPID, appid, appid)
  number(CONFIGURATION, revision, out)
  if (code & CHANGE) number(STATE, stateNumber, out)
  for (let i = berContent(b, apdu), next = 0; (next = berEnd(b, i, end)) > 0; i = next) {
    const at = berContent(b, i)
    if (b[i] === 0x80) {
      name(CONTROL_BLOCK, b, at, next, out)
      device(state, b, at, next, out)
    } else if (b[i] === 0x82) name(DATA_SET, b, at, next, out)
    else if (b[i] === 0x83) name(GOOSE_ID, b, at, next, out)
    else if (b[i] === 0xab) return
  }
}

function number(kind: number, value: number, out: Sink): void {
  if (value >= 0 && value < 2 ** 32) out.object(kind, value, value)
}

function name(kind: number, b: Uint8Array, from: number, to: number, out: Sink): void {
  if (to > from) out.named(kind, b, from, to)
}

/** Tells the logical device of a control block reference (`device/LLN0$GO$name`) when it is met first. */
function device(state: State, b: Uint8Array, from: number, to: number, out: Sink): void {
  let end = from
  let hash = 1
  for (; end < to && b[end] !== SLASH; end++) hash = Math.imul(hash ^ b[end]!, 0x01000193)
  if (end === from || end === to || state.count === TOLD) return
  for (let n = 0; n < state.count; n++) if (state.told[n] === hash) return
  state.told[state.count++] = hash
  out.fact(DEVICE, textAt(b, from, end))
  out.fact(ROLE, 'GOOSE publisher')
}

function* known() {
  for (const code of [0, CHANGE, SIMULATED, CHANGE | SIMULATED, UNFINISHED, SECURED, MANAGEMENT])
    yield { code, direction: C2S, outcome: DONE } as const
}

function meaning(code: number): OperationMeaning {
  if (code & MANAGEMENT) return { name: 'GSE', title: 'GOOSE management', class: 'diagnose' }
  const parts = [code & CHANGE ? 'change of state' : 'state, repeated']
  if (code & SIMULATED) parts.push('simulated')
  if (code & UNFINISHED) parts.push('publisher needs commissioning')
  if (code & SECURED) parts.push('with security extension')
  return { name: 'GOOSE', title: parts.join(', '), class: 'write' }
}
