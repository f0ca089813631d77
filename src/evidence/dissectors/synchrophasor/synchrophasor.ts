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
  S2C,
  type Sink,
  YES,
} from '../../dissector.ts'
import { straightCrc, straightTable } from '../crc16.ts'
import { framed, type FramedState, framedState, readFramed } from '../framing.ts'
import { u16, u32 } from '../integers.ts'
import { readConfiguration, readHeader } from './configuration.ts'
import {
  COMMAND,
  COMMANDS,
  CONFIGURATION_1,
  CONFIGURATION_2,
  CONFIGURATION_3,
  DATA,
  FRAMES,
  HEADER,
  OBJECTS,
  SHORTEST,
} from './frame-table.ts'

/** Sync word, size, id code, second and fraction of a second. */
const HEAD = 14
const CHECK = 2
const SYNC = 0xaa
const LATEST_VERSION = 3
/** Longer frames are known by their header, as their check word may not be waited for. */
const LONGEST_AWAITED = 2048

/** Bits of an operation code: type of frame, then the command word. */
const WORD = 3

const STREAM = OBJECTS.indexOf('stream')
const CRC = straightTable(0x1021)

const framing = framed<FramedState>({
  look: (state, b, i, to) => look(b, i, to, state.astray),
  length: (_state, b, i) => u16(b, i + 2),
  message(_state, b, i, to, out) {
    if (checks(b, i, to)) frame(b, i, to, out)
    else out.lost(to - i)
  },
})

/** Synchrophasors of measuring units and concentrators (IEEE C37.118.2-2011, C37.118-2005). */
export const synchrophasor: Dissector<FramedState> = {
  id: 'synchrophasor',
  title: 'IEEE C37.118 synchrophasors',
  hints: { tcp: [4712, 4713], udp: [4712, 4713] },
  longest: 0xffff,
  recognizes: (b, from, to, _direction, hinted) => look(b, from, to, !hinted),
  start: framedState,
  read: (state, b, from, to, _at, out) => readFramed(framing, state, b, from, to, out),
  meaning,
  docs: {
    about: `\`FT<type>\` is a frame: 0 data, 1 header, 2, 3 and 5 configurations, 4 a command with its word in the title. Frames with a wrong check word count as lost. Touched are stream ids and the ids of the measuring units that configurations list. Configurations give the station name (of a concentrator, each unit as a module), stream id, and in version 3 also an identity and a location; header frames give a description. Measured values are not kept.`,
    checked: ['captures', 'reference'],
    known,
  },
  objectName: (kind) => OBJECTS[kind] ?? `kind ${kind}`,
}

/** Whether a frame may begin at `i` (clause 6.2). Strict: its check word must be right, as far as it can be waited for. */
function look(b: Uint8Array, i: number, to: number, strict: boolean): Recognition {
  const there = to - i
  if (there > 0 && b[i] !== SYNC) return NO
  if (there < 2) return MAYBE
  const type = b[i + 1]! >> 4
  const version = b[i + 1]! & 15
  if (FRAMES[type] === undefined || version < 1 || version > LATEST_VERSION) return NO
  if (there < 4) return MAYBE
  const size = u16(b, i + 2)
  if (size < SHORTEST[type]!) return NO
  if (there < HEAD) return MAYBE
  if (!strict) return YES
  if (size <= LONGEST_AWAITED) return size > there ? MAYBE : checks(b, i, i + size) ? YES : NO
  if (type === DATA || type === HEADER || type === COMMAND) return NO
  return there < HEAD + 8 ? MAYBE : plausible(b, i, type, size) ? YES : NO
}

/** Whether a configuration begins with a time base and as many units as may fit. */
function plausible(b: Uint8Array, i: number, type: number, size: number): boolean {
  const at = i + HEAD + (type === CONFIGURATION_3 ? 2 : 0)
  const units = u16(b, at + 4)
  return b[at] === 0 && u32(b, at) > 0 && units > 0 && units * 30 <= size
}

function checks(b: Uint8Array, i: number, end: number): boolean {
  return straightCrc(CRC, b, i, end - CHECK, 0xffff) === u16(b, end - CHECK)
}

function frame(b: Uint8Array, i: number, end: number, out: Sink): void {
  const type = b[i + 1]! >> 4
  const stream = u16(b, i + 4)
  if (type === COMMAND) out.operation(type | (u16(b, i + HEAD) << WORD), ASKED)
  else out.operation(type, DONE)
  out.object(STREAM, stream, stream)
  if (type === CONFIGURATION_1 || type === CONFIGURATION_2 || type === CONFIGURATION_3)
    readConfiguration(b, i + HEAD, end - CHECK, type, stream, out)
  else if (type === HEADER) readHeader(b, i + HEAD, end - CHECK, out)
}

function* known() {
  for (const type of Object.keys(FRAMES).map(Number))
    if (type !== COMMAND) yield { code: type, direction: S2C, outcome: DONE } as const
  for (const word of [...Object.keys(COMMANDS).map(Number), 0x100])
    yield { code: COMMAND | (word << WORD), direction: C2S, outcome: ASKED } as const
}

function meaning(code: number, _direction: Direction, _outcome: OutcomeCode): OperationMeaning {
  const type = code & 7
  const name = `FT${type}`
  if (type !== COMMAND) return { name, ...(FRAMES[type] ?? { title: 'unknown frame', class: 'other' as const }) }
  const word = (code >> WORD) & 0xffff
  const row = COMMANDS[word]
  if (row) return { name, title: `command: ${row.title}`, class: row.class }
  const users = word >= 0x100 && word <= 0xfff
  return { name, title: users ? 'command of the user' : 'reserved command', class: users ? 'control' : 'other' }
}
