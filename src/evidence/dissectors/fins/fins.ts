import {
  ASKED,
  C2S,
  type Carrier,
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
import { framed, type FramedState, readFramed } from '../framing.ts'
import { u16, u32 } from '../integers.ts'
import { AREAS, COMMANDS, DENIED, FRAMES, FROM_FILE, isBit, KINDS } from './fins-table.ts'
import { identity } from './identity.ts'

/** FINS header with the command, and the FINS/TCP header before it. */
const HEAD = 12
const TCP_HEAD = 16
/** The specification allows 2,012 bytes. */
const LARGEST = 8192
const MAGIC = 0x46494e53
const FRAME_SEND = 2

const RESPONSE = 0x40
/** Bits of an operation code: the command, whether a file is the source, whether it is a frame of FINS/TCP itself. */
const SOURCE_IS_FILE = 1 << 16
const FRAME_CODE = 1 << 17
/** A relay or CPU error is told by these bits of an otherwise good end code (W342, 5-1-3). */
const END_CODE = 0x7f3f

const NODE = KINDS.indexOf('node')
const NETWORK = KINDS.indexOf('network')
const ERROR = KINDS.indexOf('error')
const REFUSAL = KINDS.indexOf('denied')
const PARAMETER_AREA = KINDS.indexOf('parameter-area')
const PROGRAM = KINDS.indexOf('program')
const MODE = KINDS.indexOf('mode')
const FILE = KINDS.indexOf('file')
const AREA_NAMES = [...new Set(AREAS.values())]
const AREA_KIND: Int32Array = Int32Array.from({ length: 256 }, (_, code) => AREA_NAMES.indexOf(AREAS.get(code) ?? ''))
/** Kinds from here on are memory areas that an operation acts on, those that it only copies from, and areas without a name. */
const AREA = 0x100
const SOURCE = 0x200
const UNNAMED = 0x300

const PASSWORD: FactKind = { attribute: CREDENTIALS, by: 'fins' }

interface State extends FramedState {
  readonly udp: boolean
}

const framing = framed<State>({
  look: (_state, b, i, to) => look(b, i, to),
  length: (_state, b, i) => 8 + u32(b, i + 4),
  message(_state, b, i, to, out) {
    const command = u32(b, i + 8)
    if (command === FRAME_SEND) {
      if (!isMessage(b, i + TCP_HEAD, to, true)) return to - i
      return message(b, i + TCP_HEAD, to, out)
    }
    const failed = u32(b, i + 12) !== 0
    out.operation(FRAME_CODE | Math.min(command, 0xffff), failed ? REFUSED : command === 1 ? DONE : ASKED)
  },
})

/** FINS over UDP and in FINS/TCP frames (Omron W342, W421). */
export const fins: Dissector<State> = {
  id: 'fins',
  title: 'Omron FINS',
  hints: { tcp: [9600], udp: [9600] },
  longest: LARGEST,
  recognizes: (b, from, to, _direction: Direction, hinted: boolean, carrier: Carrier): Recognition =>
    carrier === 'tcp' ? look(b, from, to) : isMessage(b, from, to, hinted) ? YES : NO,
  start: (_direction, carrier) => ({ astray: false, skip: 0, udp: carrier === 'udp' }),
  read(state, bytes, from, to, _at, out) {
    if (state.udp) {
      if (isMessage(bytes, from, to, true)) message(bytes, from, to, out)
      else out.lost(to - from)
      return to - from
    }
    return readFramed(framing, state, bytes, from, to, out)
  },
  meaning,
  docs: {
    about: `\`CMD_<command>\` is a command and its answer alike; which one it is stands in the header, not in the direction, as controllers ask each other. An answer is refused by its end code (bits that tell of an error of the CPU or of a relay do not count). Touched objects are words of memory areas (a bit touches its word; words that are only copied from are \`<area>-source\`), parameter areas, programs, modes of "run", files, and the node that was asked. "Read controller data" gives model and version, "read connection data" the units beside the CPU, "read name" the name of a network node. Passwords of protected programs are told, never kept. Frames of FINS/TCP itself stand under \`fins-tcp\`.`,
    checked: ['captures', 'reference', 'peer'],
    known,
  },
  objectName,
}

/** Whether a FINS/TCP frame may begin at `i`. */
function look(b: Uint8Array, i: number, to: number): Recognition {
  const there = to - i
  for (let k = 0; k < 4 && k < there; k++) if (b[i + k] !== ((MAGIC >> (24 - 8 * k)) & 0xff)) return NO
  if (there < 8) return MAYBE
  const length = u32(b, i + 4)
  return length >= TCP_HEAD - 8 && length + 8 <= LARGEST ? YES : NO
}

/** Whether a FINS message stands there; without a hint only a command that is known, from a header as real nodes send it. */
function isMessage(b: Uint8Array, i: number, to: number, hinted: boolean): boolean {
  if (to - i < HEAD || (b[i]! & 0x3e) !== 0 || b[i + 1] !== 0 || b[i + 2]! > 7 || b[i + 3]! > 0x7f || b[i + 6]! > 0x7f) return false // biome-ignore format: one condition
  const command = u16(b, i + 10)
  if (hinted) return command >> 8 > 0 && command >> 8 < 0x30
  if (COMMANDS[command] === undefined || b[i]! < 0x80 || to - i > 2012) return false
  return b[i]! & RESPONSE ? to - i >= HEAD + 2 : fits(command, to - i - HEAD)
}

/** Whether the parameters of a command have the length it asks for. */
function fits(command: number, size: number): boolean {
  switch (command) {
    case 0x0101:
    case 0x230a:
      return size === 6
    case 0x0102:
      return size > 6
    case 0x0103:
      return size === 8
    case 0x0104:
      return size >= 4 && size % 4 === 0
    case 0x0105:
      return size === 10
    case 0x0201:
    case 0x0601:
    case 0x0701:
      return size === (command === 0x0201 ? 6 : 0)
    case 0x0401:
    case 0x0501:
      return size <= 3
    default:
      return size > 0
  }
}

/** Reports one message; `i` is the ICF at its beginning. */
function message(b: Uint8Array, i: number, to: number, out: Sink): void {
  const command = u16(b, i + 10)
  const from = i + HEAD
  if (b[i]! & RESPONSE) {
    const end = from + 2 <= to ? u16(b, from) & END_CODE : 0
    out.operation(command, end === 0 ? DONE : REFUSED)
    if (end !== 0) {
      out.object(ERROR, end, end)
      if (DENIED.has(end)) out.object(REFUSAL, end, end)
    } else identity(b, from + 2, to, command, out)
    return
  }
  const intoDevice = FROM_FILE[command] !== undefined && from + 2 <= to && u16(b, from) !== 0
  out.operation(command | (intoDevice ? SOURCE_IS_FILE : 0), ASKED)
  out.object(NODE, b[i + 4]!, b[i + 4]!)
  if (b[i + 3] !== 0) out.object(NETWORK, b[i + 3]!, b[i + 3]!)
  objects(b, from, to, command, out)
}

function objects(b: Uint8Array, i: number, to: number, command: number, out: Sink): void {
  switch (command) {
    case 0x0101:
    case 0x0102:
    case 0x0103:
    case 0x230a:
      if (i + 6 <= to) area(b, i, u16(b, i + 4), AREA, out)
      return
    case 0x0104:
      for (let at = i; at + 4 <= to; at += 4) area(b, at, 1, AREA, out)
      return
    case 0x0105:
      if (i + 10 > to) return
      area(b, i + 4, u16(b, i + 8), AREA, out)
      area(b, i, u16(b, i + 8), SOURCE, out)
      return
    case 0x2301: {
      const count = i + 2 <= to ? u16(b, i) : 0
      for (let n = 0, at = i + 4; n < count && at + 4 <= to; n++, at += 6) area(b, at, 1, AREA, out)
      return
    }
    case 0x0201:
    case 0x0202:
    case 0x0203:
      if (i + 2 <= to) out.object(PARAMETER_AREA, u16(b, i), u16(b, i))
      return
    case 0x0304:
    case 0x0305:
      // Program, protect code, first and last word, then four bytes of password.
      if (i + 15 <= to && u32(b, i + 11) !== 0) out.fact(PASSWORD, 'FINS program protection password', 'receiver')
      return program(b, i, to, out)
    case 0x0306:
    case 0x0307:
    case 0x0308:
      return program(b, i, to, out)
    case 0x0401:
      program(b, i, to, out)
      if (i + 3 <= to) out.object(MODE, b[i + 2]!, b[i + 2]!)
      return
    default:
      if (command >> 8 === 0x22) files(b, i, to, command, out)
  }
}

function program(b: Uint8Array, i: number, to: number, out: Sink): void {
  if (i + 2 <= to) out.object(PROGRAM, u16(b, i), u16(b, i))
}

/** Reports the words from the address at `i` (area, word, bit) on. */
function area(b: Uint8Array, i: number, count: number, base: number, out: Sink): void {
  if (count === 0) return
  const code = b[i]!
  const kind = AREA_KIND[code]!
  const word = u16(b, i + 1)
  const last = isBit(code) ? (word * 16 + (b[i + 3]! & 15) + count - 1) >> 4 : word + count - 1
  if (kind < 0) out.object(UNNAMED + code, word, Math.min(last, 0xffff))
  else out.object(base + kind, word, Math.min(Math.max(last, word), 0xffff))
}

/** File names are eight characters, a dot and three, filled with blanks. */
function files(b: Uint8Array, i: number, to: number, command: number, out: Sink): void {
  switch (command) {
    case 0x2202:
    case 0x2209:
      return file(b, i + 2, to, out)
    case 0x2203:
    case 0x2205:
      return file(b, i + 4, to, out)
    case 0x2207:
      file(b, i + 2, to, out)
      return file(b, i + 16, to, out)
    case 0x2208:
      file(b, i + 2, to, out)
      return file(b, i + 14, to, out)
    case 0x220a:
    case 0x220b:
      if (i + 8 > to) return
      if (command === 0x220a) area(b, i + 2, u16(b, i + 6), AREA, out)
      else out.object(PARAMETER_AREA, u16(b, i + 2), u16(b, i + 2))
      return file(b, i + 10, to, out)
    case 0x220c:
      if (i + 4 <= to) out.object(PROGRAM, u16(b, i + 2), u16(b, i + 2))
      return file(b, i + 14, to, out)
  }
}

function file(b: Uint8Array, from: number, to: number, out: Sink): void {
  if (from + 12 > to) return
  for (let k = from; k < from + 12; k++) if (b[k]! < 0x20 || b[k]! > 0x7e) return
  let end = from + 12
  while (end > from && b[end - 1] === 0x20) end--
  if (end > from) out.named(FILE, b, from, end)
}

function* known() {
  for (const code of Object.keys(COMMANDS).map(Number)) yield { code, direction: C2S, outcome: ASKED } as const
  for (const code of Object.keys(FROM_FILE).map(Number))
    yield { code: code | SOURCE_IS_FILE, direction: C2S, outcome: ASKED } as const
  for (const code of Object.keys(FRAMES).map(Number))
    yield { code: code | FRAME_CODE, direction: C2S, outcome: ASKED } as const
}

function meaning(code: number, _direction: Direction, _outcome: OutcomeCode): OperationMeaning {
  const low = code & 0xffff
  if (code & FRAME_CODE) {
    const row = FRAMES[low] ?? { title: `FINS/TCP command ${low}`, class: 'other' as const }
    return { protocol: 'fins-tcp', name: `TCP${low}`, ...row }
  }
  const row = (code & SOURCE_IS_FILE ? FROM_FILE[low] : undefined) ?? COMMANDS[low]
  const name = `CMD_${low.toString(16).padStart(4, '0')}`
  return { name, title: row?.title ?? 'unknown command', class: row?.class ?? 'other' }
}

function objectName(kind: number): string {
  if (kind >= UNNAMED) return `area-${(kind - UNNAMED).toString(16)}`
  if (kind >= SOURCE) return `${AREA_NAMES[kind - SOURCE] ?? kind}-source`
  return (kind >= AREA ? AREA_NAMES[kind - AREA] : KINDS[kind]) ?? `kind ${kind}`
}
