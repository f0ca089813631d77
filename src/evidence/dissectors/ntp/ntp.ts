import { textAt } from '../../../groundwork/bytes.ts'
import {
  ASKED,
  C2S,
  type Direction,
  type Dissector,
  DONE,
  type FactKind,
  NO,
  type OperationMeaning,
  type OutcomeCode,
  type Recognition,
  REFUSED,
  type Sink,
  YES,
} from '../../dissector.ts'
import { u16 } from '../integers.ts'
import { CONTROL, KINDS, MODES, MONITOR_LIST, PRIVATE_READS } from './ntp-table.ts'

const HEAD = 48
const CONTROL_HEAD = 12
const PRIVATE_HEAD = 8
const [SERVER, BROADCAST, CONTROL_MODE, PRIVATE_MODE] = [4, 5, 6, 7] as const
const UNSYNCHRONIZED = 16
const LONGEST_VARIABLES = 512

const VERSION = KINDS.indexOf('version')
const STRATUM = KINDS.indexOf('stratum')
const REFERENCE = KINDS.indexOf('reference')
const ERROR = KINDS.indexOf('error')
/** Bits of an operation code: mode, then the operation of a control message. */
const DETAIL = 4

const SOFTWARE: FactKind = { attribute: 'server-software', by: 'ntp.variables' }
const SYSTEM: FactKind = { attribute: 'os', by: 'ntp.variables' }
const PROCESSOR: FactKind = { attribute: 'processor', by: 'ntp.variables' }
const CLOCK: FactKind = { attribute: 'clock', by: 'ntp' }

interface State {
  told: boolean
}

/** NTP and SNTP (RFC 5905, RFC 4330), with control messages (RFC 9327). */
export const ntp: Dissector<State> = {
  id: 'ntp',
  title: 'NTP',
  hints: { udp: [123] },
  longest: 65_535,
  recognizes: (b, from, to, _direction: Direction, hinted: boolean): Recognition => look(b, from, to, hinted),
  start: () => ({ told: false }),
  read(state, bytes, from, to, _at, out) {
    if (look(bytes, from, to, true) !== YES) {
      out.lost(to - from)
      return to - from
    }
    const mode = bytes[from]! & 7
    if (mode === CONTROL_MODE) control(bytes, from, to, out)
    else if (mode === PRIVATE_MODE) privately(bytes, from, to, out)
    else time(state, bytes, from, out)
    return to - from
  },
  meaning,
  docs: {
    about: `\`MODE<n>\` is a time message by its association mode; control messages of mode 6 and private ones of mode 7 also name their operation (\`MODE6_<operation>\`, \`MODE7_<request>\`), as they can change the daemon and, with the list of recent clients, multiply traffic. Touched objects are protocol version, stratum and the reference clock or kiss code. A server that is not synchronized or sends a kiss of death counts as refusing. A server of stratum 1 gives away its clock (\`GPS\`, \`PPS\` …), "read variables" the software, operating system and processor. Away from port 123 nothing is taken for NTP.`,
    checked: ['reference', 'peer'],
    known,
  },
  objectName: (kind) => KINDS[kind] ?? `kind ${kind}`,
}

function look(b: Uint8Array, i: number, to: number, hinted: boolean): Recognition {
  const size = to - i
  // Nothing but the port tells a time message from other bytes, and scanners send them to all ports.
  if (!hinted || size < PRIVATE_HEAD) return NO
  const mode = b[i]! & 7
  const version = (b[i]! >> 3) & 7
  if (mode === CONTROL_MODE) return size >= CONTROL_HEAD && version >= 1 && version <= 4 && u16(b, i + 10) <= size - CONTROL_HEAD ? YES : NO // biome-ignore format: one condition
  if (mode === PRIVATE_MODE) return version >= 1 && version <= 4 ? YES : NO
  if (size < HEAD || mode === 0 || version === 0 || version > 4 || b[i + 1]! > UNSYNCHRONIZED) return NO
  return YES
}

function time(state: State, b: Uint8Array, i: number, out: Sink): void {
  const mode = b[i]! & 7
  const stratum = b[i + 1]!
  const answers = mode === SERVER || mode === BROADCAST
  const useless = b[i]! >> 6 === 3 || stratum === 0 || stratum === UNSYNCHRONIZED
  out.operation(mode, answers ? (useless ? REFUSED : DONE) : ASKED)
  const version = (b[i]! >> 3) & 7
  out.object(VERSION, version, version)
  if (!answers) return
  out.object(STRATUM, stratum, stratum)
  if (stratum > 1 || b[i + 12]! < 0x41 || b[i + 12]! > 0x5a) return
  let end = i + 12
  while (end < i + 16 && b[end]! > 0x20 && b[end]! < 0x7f) end++
  out.named(REFERENCE, b, i + 12, end)
  if (stratum === 1 && !state.told) {
    state.told = true
    out.fact(CLOCK, textAt(b, i + 12, end))
  }
}

/** Mode 6: response, error and more bits and the operation, sequence, status, association, offset, count and data. */
function control(b: Uint8Array, i: number, to: number, out: Sink): void {
  const answer = (b[i + 1]! & 0x80) !== 0
  const failed = (b[i + 1]! & 0x40) !== 0
  const operation = b[i + 1]! & 31
  out.operation(CONTROL_MODE | (operation << DETAIL), failed ? REFUSED : answer ? DONE : ASKED)
  const version = (b[i]! >> 3) & 7
  out.object(VERSION, version, version)
  if (failed) out.object(ERROR, b[i + 4]!, b[i + 4]!)
  else if (answer && operation === 2)
    variables(b, i + CONTROL_HEAD, Math.min(to, i + CONTROL_HEAD + u16(b, i + 10)), out)
}

/** `name=value` and `name="value"` with commas between. */
function variables(b: Uint8Array, from: number, to: number, out: Sink): void {
  const text = textAt(b, from, Math.min(to, from + LONGEST_VARIABLES))
  for (const [, name, value] of text.matchAll(/(?:^|[,.\s])(version|system|processor)="([^"]+)"/g))
    out.fact(name === 'version' ? SOFTWARE : name === 'system' ? SYSTEM : PROCESSOR, value!.trim())
}

function privately(b: Uint8Array, i: number, to: number, out: Sink): void {
  const answer = (b[i]! & 0x80) !== 0
  const error = to - i >= PRIVATE_HEAD ? b[i + 4]! >> 4 : 0
  out.operation(PRIVATE_MODE | (b[i + 3]! << DETAIL), answer ? (error === 0 ? DONE : REFUSED) : ASKED)
  if (answer && error !== 0) out.object(ERROR, error, error)
}

function* known() {
  for (const mode of [1, 2, 3, 4, 5]) yield { code: mode, direction: C2S, outcome: ASKED } as const
  for (const operation of Object.keys(CONTROL).map(Number))
    yield { code: CONTROL_MODE | (operation << DETAIL), direction: C2S, outcome: ASKED } as const
  for (const request of MONITOR_LIST)
    yield { code: PRIVATE_MODE | (request << DETAIL), direction: C2S, outcome: ASKED } as const
}

function meaning(code: number, _direction: Direction, _outcome: OutcomeCode): OperationMeaning {
  const mode = code & 7
  const detail = (code >> DETAIL) & 0xff
  if (mode === CONTROL_MODE) {
    const row = CONTROL[detail]
    return {
      name: `MODE6_${detail}`,
      title: `control: ${row?.title ?? `operation ${detail}`}`,
      class: row?.class ?? 'other',
    }
  }
  if (mode === PRIVATE_MODE) {
    const title = MONITOR_LIST.has(detail) ? 'read list of recent clients' : `request ${detail}`
    return {
      name: `MODE7_${detail}`,
      title: `private: ${title}`,
      class: PRIVATE_READS.has(detail) ? 'diagnose' : 'control',
    }
  }
  return { name: `MODE${mode}`, ...MODES[mode]! }
}
