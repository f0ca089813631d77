import { PROFINET_PTCP, PROFINET_RT } from '../../capture/link-protocols-table.ts'
import {
  ASKED,
  C2S,
  type Direction,
  type Dissector,
  DONE,
  NO,
  type OperationMeaning,
  type OutcomeCode,
  REFUSED,
  type Sink,
  YES,
} from '../../dissector.ts'
import { u16 } from '../integers.ts'
import { ALARM_PDUS, ALARM_TYPES, FRAMES, INVALID, PROVIDER, RUNNING, STOPPED } from './frame-table.ts'

const LONGEST = 1518
/** Cycle counter, data status and transfer status at the end of a cyclic frame. */
const STATUS = 4
const [VALID_BIT, RUN_BIT, SUBFRAMES_BIT, IGNORE_BIT] = [0x04, 0x10, 0x40, 0x80]

const [CYCLIC_FROM, CYCLIC_TO] = [0x0100, 0xfbff]
/** Frame id, two endpoints, kind, flags, two sequence numbers, length of what follows. */
const ALARM_HEAD = 14
const [DATA, NEGATIVE, ACKNOWLEDGED, ENDED] = [1, 2, 3, 4]

/** Bits of an operation code: frame id, then state of the provider or kind of alarm PDU, then the type of an alarm. */
const DETAIL = 16
const ALARM_TYPE = 20

const SLOT = 0
const SUBSLOT = 1
const OBJECTS = ['slot', 'subslot'] as const

/** PROFINET real-time frames: cyclic process data, alarms, and the time protocol PTCP (IEC 61158-6-10). */
export const profinetRt: Dissector<null> = {
  id: 'profinet-rt',
  title: 'PROFINET real time',
  hints: { link: [PROFINET_RT, PROFINET_PTCP] },
  longest: LONGEST,
  recognizes: (b, from, to) => (to - from >= 2 && rowOf(u16(b, from)) ? YES : NO),
  start: () => null,
  read(_state, b, from, to, _at, out) {
    const frame = to - from < 2 ? -1 : u16(b, from)
    if (frame < 0 || !rowOf(frame)) {
      if (to > from) out.lost(to - from)
    } else if (frame >= CYCLIC_FROM && frame <= CYCLIC_TO)
      out.operation(frame | (provider(b, from, to) << DETAIL), ASKED)
    else if (frame === 0xfc01 || frame === 0xfe01) alarm(b, from, to, frame, out)
    else out.operation(frame, ASKED)
    return to - from
  },
  meaning,
  docs: {
    about: `Frames with EtherType 0x8892 other than DCP, named \`RT_<frame id>\` (in hex). Cyclic frames carry process values to the other side's image and count as writing, whichever side sends; a provider that has stopped or marks its values as not valid is told apart by the data status. What the values are is known only to the project. Alarms show kind, type, slot and subslot; an error PDU ends the connection. PTCP (frame ids up to 0x00ff, and 0xff00 to 0xff43) keeps time and measures lines.`,
    checked: ['captures', 'reference'],
    known,
  },
  objectName: (kind) => OBJECTS[kind] ?? `kind ${kind}`,
}

function rowOf(frame: number): (typeof FRAMES)[number] | undefined {
  let low = 0
  let high = FRAMES.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const row = FRAMES[middle]!
    if (frame < row.from) high = middle - 1
    else if (frame > row.to) low = middle + 1
    else return row
  }
  return undefined
}

/** The state of the provider by the data status (clause 4.7.2.1.3); where it is to be ignored or stands per part of the frame, none is told. */
function provider(b: Uint8Array, from: number, to: number): number {
  if (to - from < 2 + STATUS) return RUNNING
  const status = b[to - 2]!
  if (status & (IGNORE_BIT | SUBFRAMES_BIT)) return RUNNING
  return status & VALID_BIT ? (status & RUN_BIT ? RUNNING : STOPPED) : INVALID
}

function alarm(b: Uint8Array, from: number, to: number, frame: number, out: Sink): void {
  const kind = from + 7 <= to ? b[from + 6]! & 0xf : 0
  const body = from + ALARM_HEAD
  const holds = kind === DATA && body + 18 <= to && u16(b, from + 12) >= 18
  const type = holds ? u16(b, body + 6) & 0xff : 0
  const outcome = kind === ACKNOWLEDGED ? DONE : kind === NEGATIVE || kind === ENDED ? REFUSED : ASKED
  out.operation(frame | (kind << DETAIL) | (type << ALARM_TYPE), outcome)
  if (!holds) return
  // Block type, length and version, alarm type, API; then where it happened.
  out.object(SLOT, u16(b, body + 12), u16(b, body + 12))
  out.object(SUBSLOT, u16(b, body + 14), u16(b, body + 14))
}

function* known() {
  for (const { from } of FRAMES) {
    if (from === 0xfc01 || from === 0xfe01)
      for (const kind of Object.keys(ALARM_PDUS).map(Number))
        yield { code: from | (kind << DETAIL), direction: C2S, outcome: ASKED } as const
    else yield { code: from, direction: C2S, outcome: ASKED } as const
  }
}

function meaning(code: number, _direction: Direction, _outcome: OutcomeCode): OperationMeaning {
  const frame = code & 0xffff
  const detail = (code >> DETAIL) & 0xf
  const row = rowOf(frame) ?? { title: 'unknown frame', class: 'other' as const }
  const name = `RT_${frame.toString(16).padStart(4, '0')}`
  if (frame >= CYCLIC_FROM && frame <= CYCLIC_TO)
    return { name, title: `${row.title}${PROVIDER[detail] ?? ''}`, class: row.class }
  if (frame !== 0xfc01 && frame !== 0xfe01) return { name, title: row.title, class: row.class }
  const type = (code >> ALARM_TYPE) & 0xff
  const about = ALARM_TYPES[type] ?? (type === 0 ? '' : type < 0x20 ? `type ${type}` : 'of the maker or a profile')
  const kind = ALARM_PDUS[detail] ?? `kind ${detail}`
  return { name, title: `${row.title}: ${kind}${about === '' ? '' : `, ${about}`}`, class: row.class }
}
