import { hexText } from '../../../groundwork/bytes.ts'
import {
  ASKED,
  C2S,
  type Dissector,
  DONE,
  type FactKind,
  NO,
  type OperationMeaning,
  REFUSED,
  type Sink,
  YES,
} from '../../dissector.ts'
import { u16 } from '../integers.ts'
import { ACTIONS, MESSAGES, VERSION_1 } from './ptp-table.ts'

const ETHERTYPE = 0x88f7
const LONGEST = 1600
/** Header of version 2, and of version 1 up to its control field. */
const HEAD = 34
const HEAD_1 = 40
const CONTROL_1 = 32

const DOMAIN = 4
const CLOCK = 20
const [ANNOUNCE, MANAGEMENT] = [11, 13]
const ANNOUNCE_LENGTH = 64
const GRANDMASTER = 53
const ACTION = 46
const TLV = 48
const MANAGEMENT_ERROR = 2
const [RESPONSE, ACKNOWLEDGE] = [2, 4]

/** Bits of an operation code: kind of message, action of a management message plus one, whether it is of version 1. */
const DETAIL = 4
const OLD = 1 << 8

const DOMAIN_OBJECT = 0
const MANAGED_OBJECT = 1
const OBJECTS = ['domain', 'management-id'] as const

const BY = 'ptp'
const CLOCK_ID: FactKind = { attribute: 'clock-id', by: BY }
const MASTER: FactKind = { attribute: 'grandmaster', by: BY }
const ROLE: FactKind = { attribute: 'role', by: BY }

/** Precision time (IEEE 1588 versions 1 and 2, IEEE 802.1AS), over Ethernet and UDP. */
export const ptp: Dissector<null> = {
  id: 'ptp',
  title: 'PTP',
  hints: { udp: [319, 320], link: [ETHERTYPE] },
  longest: LONGEST,
  recognizes: (b, from, to, _direction, hinted) => (hinted && kindOf(b, from, to) >= 0 ? YES : NO),
  start: () => null,
  read(_state, b, from, to, _at, out) {
    const kind = kindOf(b, from, to)
    if (kind < 0) {
      if (to > from) out.lost(to - from)
    } else if (kind & OLD) out.operation(kind, ASKED)
    else message(b, from, Math.min(to, from + u16(b, from + 2)), kind, out)
    return to - from
  },
  meaning(code): OperationMeaning {
    const row = MESSAGES[code & 0xf]
    if (!row) return { name: `TYPE_${code & 0xf}`, title: 'unknown message', class: 'other' }
    const action = ACTIONS[((code >> DETAIL) & 0xf) - 1]
    const title = `${row.title}${action ? `: ${action.title}` : ''}${code & OLD ? ' (version 1)' : ''}`
    return { name: row.name, title, class: action?.class ?? row.class }
  },
  docs: {
    about: `Messages by type, with their domain as object; management messages are told apart by what they do (get, set, command), with the number of what is managed. Announcements give the clock of the sender and its grandmaster; a sender that is its own grandmaster is a time server. Of version 1 only the type is read.`,
    checked: ['reference', 'peer'],
    *known() {
      for (const code of Object.keys(MESSAGES).map(Number)) yield { code, direction: C2S, outcome: ASKED } as const
      for (const n of ACTIONS.keys())
        yield { code: MANAGEMENT | ((n + 1) << DETAIL), direction: C2S, outcome: ASKED } as const
    },
  },
  objectName: (object) => OBJECTS[object] ?? `kind ${object}`,
}

/** The kind of message at `i`, with `OLD` for version 1; -1 where there is none. */
function kindOf(b: Uint8Array, i: number, to: number): number {
  if (to - i < HEAD) return -1
  const version = b[i + 1]! & 0xf
  if (version === 2) return MESSAGES[b[i]! & 0xf] && u16(b, i + 2) >= HEAD ? b[i]! & 0xf : -1
  if (version !== 1 || b[i] !== 0 || to - i < HEAD_1) return -1
  const kind = VERSION_1[b[i + CONTROL_1]!]
  return kind === undefined ? -1 : kind | OLD
}

function message(b: Uint8Array, i: number, to: number, kind: number, out: Sink): void {
  if (kind === MANAGEMENT && i + TLV <= to) management(b, i, to, out)
  else out.operation(kind, ASKED)
  out.object(DOMAIN_OBJECT, b[i + DOMAIN]!, b[i + DOMAIN]!)
  if (kind !== ANNOUNCE || i + ANNOUNCE_LENGTH > to) return
  const clock = hexText(b, i + CLOCK, i + CLOCK + 8)
  const master = hexText(b, i + GRANDMASTER, i + GRANDMASTER + 8)
  out.fact(CLOCK_ID, clock)
  out.fact(MASTER, master)
  if (clock === master) out.fact(ROLE, 'time-server')
}

function management(b: Uint8Array, i: number, to: number, out: Sink): void {
  const action = b[i + ACTION]! & 0xf
  const holds = i + TLV + 6 <= to
  const fails = holds && u16(b, i + TLV) === MANAGEMENT_ERROR
  const answers = action === RESPONSE || action === ACKNOWLEDGE
  out.operation(MANAGEMENT | (Math.min(15, action + 1) << DETAIL), answers ? (fails ? REFUSED : DONE) : ASKED)
  // An error status has its code before the number of what was managed.
  const at = i + TLV + (fails ? 6 : 4)
  if (holds && at + 2 <= to) out.object(MANAGED_OBJECT, u16(b, at), u16(b, at))
}
