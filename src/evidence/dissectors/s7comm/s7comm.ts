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
  type Sink,
  YES,
} from '../../dissector.ts'
import { calledTsap, cotpMeaning, cotpOutcome } from '../cotp.ts'
import { readFramed } from '../framing.ts'
import { u16 } from '../integers.ts'
import { recognizesTpkt, TPKT_LONGEST, tpktFraming, type TpktState } from '../tpkt.ts'
import {
  ACK,
  ACK_DATA,
  DENIED,
  FUNCTIONS,
  GROUP_CLASSES,
  GROUPS,
  JOB,
  KINDS,
  OTHER_KINDS,
  SERVICES,
  SUBFUNCTIONS,
  USERDATA,
} from './function-table.ts'
import { blockAt, blockName, DENIED_KIND, ERROR_KIND, items, objectName, returnCodes, valueBytes } from './items.ts'
import { isInTls, plusCodes, plusMeaning, type PlusState, readPlus, readTls, startsTls } from './plus.ts'
import { readSzl, type SzlState, szlState } from './szl.ts'

const CLASSIC = 0x32
const PLUS = 0x72
const PLUS_HEAD = 4

/** Bits of an operation code: message type, then function and detail, or type, group and subfunction of user data. */
const TYPE = 16
const CONNECTION = 8
const PLUS_TYPE = 9

const TSAP = OTHER_KINDS + KINDS.indexOf('tsap')
const RACK = OTHER_KINDS + KINDS.indexOf('rack')
const SLOT = OTHER_KINDS + KINDS.indexOf('slot')
const SZL = OTHER_KINDS + KINDS.indexOf('szl')

const [READ, WRITE, REQUEST_DOWNLOAD, END_UPLOAD, CONTROL] = [0x04, 0x05, 0x1a, 0x1f, 0x28]
const PROGRAM = 'P_PROGRAM'
const COLD = 0x43
const COLD_START = SERVICES.findIndex(({ title }) => title === 'PLC control: cold restart')
const SECRET: FactKind = { attribute: CREDENTIALS, by: 's7comm.security' }
const PASSWORD = 0x0501
const UD_KINDS: Readonly<Record<number, string>> = {
  0: 'push',
  3: 'push',
  4: 'req',
  7: 'req',
  8: 'res',
  11: 'res',
}

interface State extends TpktState, PlusState {
  readonly direction: Direction
  readonly szl: SzlState
}

/**
 * S7comm and S7comm-plus over ISO-on-TCP (RFC 1006, X.224). MMS and other users of the same port are not claimed: only a message
 * that begins with one of the two protocol ids is, and on the port TLS.
 */
export const s7comm: Dissector<State> = {
  id: 's7comm',
  title: 'S7comm',
  hints: { tcp: [102] },
  longest: TPKT_LONGEST,
  recognizes: (bytes, from, to, _direction, hinted) => recognizesTpkt(bytes, from, to, hinted, startsS7),
  start: (direction) => ({
    astray: false,
    skip: 0,
    part: undefined,
    filled: 0,
    overfull: false,
    protection: 0,
    direction,
    szl: szlState(),
  }),
  read: (state, b, from, to, _at, out) => readFramed(framing, state, b, from, to, out),
  meaning,
  docs: {
    about: `Read over TPKT and COTP, with data TPDUs put together. \`JOB_<function>\` is a request and \`ACK3_<function>\` its answer (function in hex); \`ACK2\` is a bare acknowledgement. User data is \`UD_<group>_<function>_req\`, its answer ends in \`_res\`, and what a device sends by itself in \`_push\`. An answer counts as refused by its error word, or when every item of it failed; errors for want of a right are marked (\`denied\`). Touched objects are byte ranges of areas and data blocks, and block numbers. Answers to "read system status list" give order number, hardware and firmware version, serial number, names, product, make, plant, location and protection level. A password that is sent is told as present, as its scrambling needs no key. Every message of S7comm-plus is an \`S7PLUS\`, by its version and function; creating a session, subscribing, and changing the state of the CPU are told apart by the object they work on, and the server gives its order number and firmware. How a session is protected is told about the server: not at all, by a digest before each message, or by TLS inside the transport (booked as \`tls\`). Values of S7comm-plus are not read. MMS and other users of port 102 are not claimed.`,
    checked: ['captures', 'reference', 'peer'],
    known,
  },
  objectName,
}

function startsS7(b: Uint8Array, i: number, end: number, to: number, hinted: boolean): Recognition {
  if (i >= to) return MAYBE
  if (hinted && b[i]! >= 0x14 && b[i]! <= 0x17 && end - i >= 3)
    return i + 3 > to ? MAYBE : startsTls(b, i, to) ? YES : NO
  if (b[i] !== CLASSIC && b[i] !== PLUS) return NO
  // A first data TPDU may hold the protocol id alone.
  if (end - i < 2) return hinted && b[i] === CLASSIC ? YES : NO
  if (i + 2 > to) return MAYBE
  const type = b[i + 1]!
  if (b[i] === PLUS) return startsPlus(b, i, end, to, hinted)
  if (type !== JOB && type !== ACK && type !== ACK_DATA && type !== USERDATA) return NO
  if (hinted) return YES
  const head = headLength(type)
  if (end - i < head) return NO
  if (i + head > to) return MAYBE
  return b[i + 2] === 0 && b[i + 3] === 0 && i + head + u16(b, i + 6) + u16(b, i + 8) === end ? YES : NO
}

/** Away from its port the length must fit as well: of the data, or of the data and a trailer. */
function startsPlus(b: Uint8Array, i: number, end: number, to: number, hinted: boolean): Recognition {
  if (hinted) return YES
  if (b[i + 1]! < 1 || b[i + 1]! > 3 || end - i < PLUS_HEAD) return NO
  if (i + PLUS_HEAD > to) return MAYBE
  const rest = end - i - PLUS_HEAD - u16(b, i + 2)
  return rest === 0 || rest === PLUS_HEAD ? YES : NO
}

const framing = tpktFraming<State>({
  message(state, b, i, to, out) {
    if (isInTls(state, b, i, to)) return readTls(state, state.direction === C2S, PLUS_TYPE << TYPE, out)
    if (b[i] === PLUS && to - i >= 2) return readPlus(state, b, i, to, PLUS_TYPE << TYPE, out)
    const type = to - i >= 2 ? b[i + 1]! : 0
    const head = headLength(type)
    if (b[i] !== CLASSIC || to - i < head) {
      out.lost(to - i)
      return
    }
    // Lengths that go beyond the message are cut to it: its function still counts, as far as it is there.
    const parameters = i + head
    const data = Math.min(to, parameters + u16(b, i + 6))
    const end = Math.min(to, data + u16(b, i + 8))
    if (type === JOB) job(b, parameters, data, out)
    else if (type === ACK) acknowledge(b, i, out)
    else if (type === ACK_DATA && data > parameters) acknowledgeData(b, i, parameters, data, end, out)
    else if (type === USERDATA && data - parameters >= 8) userData(state, b, parameters, data, end, out)
    else out.lost(to - i)
  },
  control(_state, code, b, from, to, out) {
    out.operation((CONNECTION << TYPE) | code, cotpOutcome(code))
    tellTsap(calledTsap(code, b, from, to), out)
  },
})

function job(b: Uint8Array, p: number, to: number, out: Sink): void {
  if (to <= p) {
    out.operation(JOB << TYPE, ASKED)
    return
  }
  const f = b[p]!
  out.operation((JOB << TYPE) | (f << 8) | (f === CONTROL ? serviceOf(b, p, to) : 0), ASKED)
  if ((f === READ || f === WRITE) && p + 2 <= to) items(b, p + 2, to, b[p + 1]!, out)
  else if (f >= REQUEST_DOWNLOAD && f <= END_UPLOAD && p + 9 <= to && b[p + 8]! >= 8) blockName(b, p + 9, to, out)
  else if (f === CONTROL) {
    // A list of blocks: how many, one byte of filling, then eight characters each.
    const blocks = p + 12 <= to && u16(b, p + 8) >= 10 ? b[p + 10]! : 0
    for (let n = 0; n < blocks; n++) blockAt(b, p + 12 + 8 * n, to, out)
  }
}

function acknowledge(b: Uint8Array, i: number, out: Sink): void {
  const error = u16(b, i + 10)
  out.operation(ACK << TYPE, error === 0 ? DONE : REFUSED)
  if (error !== 0) wrong(error, out)
}

function acknowledgeData(b: Uint8Array, i: number, p: number, data: number, end: number, out: Sink): void {
  const f = b[p]!
  const error = u16(b, i + 10)
  let done = error === 0
  let denied = false
  if (done && (f === READ || f === WRITE) && p + 2 <= data)
    ({ done, denied } = returnCodes(b, data, end, b[p + 1]!, f === WRITE))
  out.operation((ACK_DATA << TYPE) | (f << 8), done ? DONE : REFUSED)
  if (error !== 0) wrong(error, out)
  if (denied) out.object(DENIED_KIND, 3, 3)
}

function userData(state: State, b: Uint8Array, p: number, data: number, end: number, out: Sink): void {
  const kind = b[p + 5]! >> 4
  const group = b[p + 5]! & 15
  const sub = b[p + 6]!
  const push = kind === 0 || kind === 3
  const response = kind === 8 || kind === 11
  const answers = data - p >= 12
  const error = answers ? u16(b, p + 10) : 0
  const outcome = error !== 0 ? REFUSED : response || push ? DONE : ASKED
  out.operation((USERDATA << TYPE) | (b[p + 5]! << 8) | sub, outcome)
  if (error !== 0) wrong(error, out)
  if (data + 4 > end) return
  const from = data + 4
  const to = Math.min(end, from + valueBytes(b[data + 1]!, u16(b, data + 2)))
  if (group === 2 && !response && !push && from + 4 <= to) items(b, from + 4, to, u16(b, from), out)
  if (((group << 8) | sub) === PASSWORD && !response && to > from) out.fact(SECRET, 'S7 password', 'receiver')
  if (group !== 4 || sub !== 1) return
  if (response && answers && error === 0) readSzl(state.szl, b, from, to, b[p + 8]!, b[p + 9] === 0, out)
  else if (!response && from + 2 <= to) out.object(SZL, u16(b, from), u16(b, from))
}

function wrong(error: number, out: Sink): void {
  out.object(ERROR_KIND, error, error)
  if (DENIED.has(error)) out.object(DENIED_KIND, error, error)
}

/** Index of the PI service: its name stands behind the parameter block, whose length is at byte 8. */
function serviceOf(b: Uint8Array, p: number, to: number): number {
  const at = p + 10 + (p + 10 <= to ? u16(b, p + 8) : 0xffff)
  const unknown = SERVICES.length - 1
  if (at >= to) return unknown
  const end = Math.min(to, at + 1 + b[at]!, at + 17)
  let name = ''
  for (let i = at + 1; i < end; i++) name += String.fromCharCode(b[i]!)
  // Starting with an argument (`C `) is a cold restart, without one a warm restart.
  if (name === PROGRAM && at - p === 12 && b[p + 10] === COLD) return COLD_START
  return SERVICES.findIndex((row) => name.startsWith(row.service))
}

/** Tells the TSAP that is called, with rack and slot where it is one of the usual kind. */
function tellTsap(tsap: number, out: Sink): void {
  if (tsap < 0) return
  out.object(TSAP, tsap, tsap)
  if (tsap >> 8 < 1 || tsap >> 8 > 3) return
  out.object(RACK, (tsap >> 5) & 7, (tsap >> 5) & 7)
  out.object(SLOT, tsap & 31, tsap & 31)
}

function* known() {
  const asked = (code: number) => ({ code, direction: C2S, outcome: ASKED }) as const
  for (const f of Object.keys(FUNCTIONS).map(Number)) {
    const services = f === CONTROL ? [...SERVICES.keys()] : [0]
    for (const service of services) yield asked((JOB << TYPE) | (f << 8) | service)
  }
  // Mode transitions are only ever told by the device.
  for (const id of Object.keys(SUBFUNCTIONS).map(Number))
    yield asked((USERDATA << TYPE) | ((id >> 8 === 0 ? 0 : 0x40) << 8) | ((id >> 8) << 8) | (id & 0xff))
  for (const code of plusCodes()) yield asked((PLUS_TYPE << TYPE) | code)
}

function meaning(code: number, _direction: Direction, _outcome: OutcomeCode): OperationMeaning {
  const type = code >> TYPE
  const f = (code >> 8) & 0xff
  const low = code & 0xff
  if (type === CONNECTION) return cotpMeaning(low)
  if (type === PLUS_TYPE) return plusMeaning(code & 0xffff)
  if (type === ACK) return { name: 'ACK2', title: 'acknowledgement', class: 'other' }
  if (type === USERDATA) {
    const group = f & 15
    const row = SUBFUNCTIONS[(group << 8) | low]
    const title = row?.title ?? `${GROUPS[group] ?? `group ${group}`}, function ${low}`
    const klass = row?.class ?? GROUP_CLASSES[group] ?? 'other'
    return { name: `UD_${group}_${low}_${UD_KINDS[f >> 4] ?? f >> 4}`, title, class: klass }
  }
  const row = FUNCTIONS[f] ?? { title: 'unknown function', class: 'other' as const }
  const { title, class: klass } = (type === JOB && f === CONTROL ? SERVICES[low] : undefined) ?? row
  return { name: `${type === JOB ? 'JOB' : 'ACK3'}_${hex2(f)}`, title, class: klass }
}

function headLength(type: number): number {
  return type === ACK || type === ACK_DATA ? 12 : 10
}

function hex2(n: number): string {
  return n.toString(16).padStart(2, '0')
}
