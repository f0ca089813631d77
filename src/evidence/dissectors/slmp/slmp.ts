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
  type Sink,
  YES,
} from '../../dissector.ts'
import { framed, type FramedState, framedState, readFramed } from '../framing.ts'
import { COMMANDS, DENIED, KINDS } from './slmp-table.ts'
import { deviceName, FIRST_DEVICE, readObjects, readTypeName } from './objects.ts'
import { numberAt } from './number.ts'

/** The largest answer holds 960 words, on newer controllers some more; in ASCII each byte takes two characters. */
const LARGEST = 16_384
/** Answers do not say to what, unless they refuse it: their code, beside those of commands. */
const ANSWER = 1 << 16
/** Where an answer that refuses says what: route, command and subcommand (bytes). */
const ERROR_INFORMATION = 9
const OWN_STATION = 0xff

const NETWORK = KINDS.indexOf('network')
const STATION = KINDS.indexOf('station')
const ERROR = KINDS.indexOf('error')
const REFUSAL = KINDS.indexOf('denied')

const framing = framed<FramedState>({
  look: (state, b, i, to) => look(b, i, to, state.astray),
  length: (_state, b, i) => sizeOf(b, i),
  message: (_state, b, i, to, out) => message(b, i, to, out),
})

/** SLMP and the MELSEC communication protocol, frames 3E and 4E in binary and ASCII (SH-080956, SH-080008). */
export const slmp: Dissector<FramedState> = {
  id: 'slmp',
  title: 'SLMP (MELSEC)',
  hints: { tcp: [1025, 5006, 5007, 5010], udp: [1025, 5006, 5007, 5010, 61450, 61451] },
  longest: LARGEST,
  recognizes: (b, from, to, _direction: Direction, hinted: boolean, carrier): Recognition => {
    const seen = look(b, from, to, !hinted)
    return seen === YES && carrier === 'udp' && from + sizeOf(b, from) > to ? NO : seen
  },
  start: framedState,
  read: (state, b, from, to, _at, out) => readFramed(framing, state, b, from, to, out),
  meaning,
  docs: {
    about: `Frames 3E and 4E are read, in binary and ASCII; 1E frames, MELSOFT (ports 5006 and 5007 under another header) and SLMP over CC-Link IE without IP are not. \`CMD_<command>\` is a request. An answer does not say to what: one that went well is \`RES\`, one that was refused names its command and the end code. Touched objects are ranges of devices (\`d\`, \`m\`, \`w\` …, addresses as numbers, bits and words as the controller counts them), memory addresses, and network and station where they are not the controller's own. The answer to "read type name" gives the model. Remote passwords are told, never kept. Labels are not named. Away from the usual ports a stream counts as SLMP when lengths, routes and commands fit.`,
    checked: ['peer'],
    known,
  },
  objectName: (kind) => (kind < FIRST_DEVICE ? KINDS[kind] : deviceName(kind)) ?? `kind ${kind}`,
}

/** Whether a frame may begin at `i`. Strict: only known commands of fitting length, and answers that went well or say what they refuse. */
function look(b: Uint8Array, i: number, to: number, strict: boolean): Recognition {
  const there = to - i
  if (there < 1) return MAYBE
  const ascii = isAscii(b, i)
  const first = b[i]!
  if (!ascii && first !== 0x50 && first !== 0x54 && first !== 0xd0 && first !== 0xd4) return NO
  if (ascii) {
    if (there > 1 && b[i + 1] !== 0x30 && b[i + 1] !== 0x34) return NO
    for (let k = 2; k < 4 && k < there; k++) if (b[i + k] !== 0x30) return NO
  } else if (there > 1 && b[i + 1] !== 0) return NO
  if (there < 4) return MAYBE
  const head = headOf(b, i)
  // A request goes on with timer, command and subcommand, an answer with its end code.
  const answer = isAnswer(b, i)
  const unit = ascii ? 2 : 1
  const least = (answer ? 2 : 6) * unit
  if (there < head + least) return MAYBE
  const size = numberAt(b, i + head - 2 * unit, 2, ascii)
  if (size < least || head + size > LARGEST) return NO
  if (head > 9 * unit && numberAt(b, i + 4 * unit, 2, ascii) !== 0) return NO
  const command = numberAt(b, i + head + 2 * unit, 2, ascii)
  if (!answer && command < 0) return NO
  if (!isRoute(b, i + head - 7 * unit, ascii)) return NO
  if (!strict) return YES
  if (answer) {
    const code = numberAt(b, i + head, 2, ascii)
    return code === 0 || (code >= 0x4000 && size >= (2 + ERROR_INFORMATION) * unit) ? YES : NO
  }
  const sub = numberAt(b, i + head + 4 * unit, 2, ascii)
  return COMMANDS[command] !== undefined && fits(command, sub, size / unit) ? YES : NO
}

/** Network 0 to 239, a station, a module that exists (SH-080956, 4.2), and a station on its multidrop line. */
function isRoute(b: Uint8Array, i: number, ascii: boolean): boolean {
  const unit = ascii ? 2 : 1
  const network = numberAt(b, i, 1, ascii)
  const module = numberAt(b, i + 2 * unit, 2, ascii)
  const drop = numberAt(b, i + 4 * unit, 1, ascii)
  return network >= 0 && network <= 239 && drop >= 0 && drop <= 31 && (module === 0x3ff || (module >= 0x3d0 && module <= 0x3e3) || (module >= 0 && module <= 0x1ff)) // biome-ignore format: one condition
}

/** Whether the request can be this long; `size` counts timer, command, subcommand and data, in bytes of a binary frame. */
function fits(command: number, sub: number, size: number): boolean {
  switch (command) {
    case 0x0401:
      return (sub === 0 || sub === 1) ? size === 12 : (sub === 2 || sub === 3) ? size === 14 : (sub & 0xfffc) === 0x80 // biome-ignore format: a table
    case 0x1401:
      return sub <= 3 ? size > 12 : (sub & 0xfffc) === 0x80
    case 0x0101:
    case 0x0802:
    case 0x1617:
      return size <= 7
    case 0x1001:
      return size === 10
    case 0x1002:
    case 0x1003:
    case 0x1005:
    case 0x1006:
      return size === 8 || size === 6
    default:
      return sub < 0x200
  }
}

function message(b: Uint8Array, i: number, to: number, out: Sink): void {
  const ascii = isAscii(b, i)
  const unit = ascii ? 2 : 1
  const data = i + headOf(b, i)
  if (isAnswer(b, i)) answer(b, data, to, ascii, out)
  else {
    const command = numberAt(b, data + 2 * unit, 2, ascii)
    out.operation(command, ASKED)
    const network = numberAt(b, data - 7 * unit, 1, ascii)
    const station = numberAt(b, data - 6 * unit, 1, ascii)
    if (network >= 0 && station >= 0 && (network !== 0 || station !== OWN_STATION)) {
      out.object(NETWORK, network, network)
      out.object(STATION, station, station)
    }
    readObjects(b, data + 6 * unit, to, ascii, command, numberAt(b, data + 4 * unit, 2, ascii), out)
  }
}

function answer(b: Uint8Array, i: number, to: number, ascii: boolean, out: Sink): void {
  const unit = ascii ? 2 : 1
  const code = numberAt(b, i, 2, ascii)
  if (code === 0) {
    out.operation(ANSWER, DONE)
    readTypeName(b, i + 2 * unit, to, ascii, out)
    return
  }
  const told = i + 11 * unit <= to ? numberAt(b, i + 7 * unit, 2, ascii) : -1
  out.operation(told >= 0 ? told : ANSWER, REFUSED)
  if (code < 0) return
  out.object(ERROR, code, code)
  if (DENIED.has(code)) out.object(REFUSAL, code, code)
}

function isAscii(b: Uint8Array, i: number): boolean {
  return b[i] === 0x35 || b[i] === 0x44
}

function isAnswer(b: Uint8Array, i: number): boolean {
  return b[i]! >= 0xd0 || b[i] === 0x44
}

/** Bytes up to the one behind the length; 4E frames have a serial number more. */
function headOf(b: Uint8Array, i: number): number {
  return isAscii(b, i) ? (b[i + 1] === 0x34 ? 26 : 18) : b[i]! & 4 ? 13 : 9
}

function sizeOf(b: Uint8Array, i: number): number {
  const head = headOf(b, i)
  return head + (isAscii(b, i) ? numberAt(b, i + head - 4, 2, true) : numberAt(b, i + head - 2, 2, false))
}

function* known() {
  for (const code of Object.keys(COMMANDS).map(Number)) yield { code, direction: C2S, outcome: ASKED } as const
  yield { code: ANSWER, direction: C2S, outcome: DONE } as const
}

function meaning(code: number, _direction: Direction, _outcome: OutcomeCode): OperationMeaning {
  if (code & ANSWER) return { name: 'RES', title: 'answer', class: 'other' }
  const number = code & 0xffff
  const row = COMMANDS[number] ?? { title: 'unknown command', class: 'other' as const }
  return { name: `CMD_${number.toString(16).padStart(4, '0')}`, ...row }
}
