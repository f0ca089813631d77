import {
  ASKED,
  C2S,
  type Carrier,
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
import { framed, type FramedState, readFramed } from '../framing.ts'
import { u16 } from '../integers.ts'
import { COMMANDS, MESSAGE_IDS, MESSAGE_TYPES, OBJECTS } from './command-table.ts'
import type { IdentityState } from './identity.ts'
import { DEVICE, direct, EXTENDED, IN_DIRECT, INSIDE_77, isExactPdu, outcome, pdu } from './pdu.ts'

/** Version, type, id, status, sequence number and length. */
const HEAD = 8
/** Master type and inactivity timer. */
const INITIATE = 13
const LONGEST = 4096
const [REQUEST, RESPONSE, PUBLISH] = [0, 1, 2]
const [SESSION_INITIATE, SESSION_CLOSE, KEEP_ALIVE, TOKEN_PASSING, DIRECT] = [0, 1, 2, 3, 4]

/** What came with the edition of 2020, messages 4 and 5 with their commands, is a protocol of its own: most tools do not see it. */
const DIRECT_PROTOCOL = 'hart-direct'

/** Bits of the operation code of a message: type and id; commands have numbers of their own. */
const MESSAGE = 1 << 24
const ID = 4

interface State extends FramedState, IdentityState {}

const framing = framed<State>({
  look: (state, b, i, to) => look(b, i, to, state.astray, 'tcp'),
  length: (_state, b, i) => u16(b, i + 6),
  message,
})

/** HART-IP over TCP and UDP, with the HART commands it carries (HCF_SPEC-085; HART 5 to 7). */
export const hartIp: Dissector<State> = {
  id: 'hart-ip',
  title: 'HART-IP',
  hints: { tcp: [5094], udp: [5094] },
  longest: LONGEST,
  recognizes: (b, from, to, _direction, hinted, carrier) => look(b, from, to, !hinted, carrier),
  start: () => ({ astray: false, skip: 0, own: -1 }),
  read: (state, b, from, to, _at, out) => readFramed(framing, state, b, from, to, out),
  meaning,
  docs: {
    about: `\`MT<type>_ID<id>\` is a HART-IP message, \`CMD<n>\` a HART command inside one, in short or long frames. Direct PDUs and audit logs, which came with the edition of 2020, stand under a protocol of their own, \`hart-direct\`. Extended commands stand under \`CMD31\` and commands for sub-devices under \`CMD77\`, with title and class of the command inside. An answer counts as refused by its response code (warnings count as done; an answer that is delayed as neither); codes other than 0 are shown. Touched are devices by long address (\`device-264e\` holds the numbers of that type), polling addresses, device variables, I/O cards and channels. Identity comes from commands 0, 11, 13, 20, 21, 84 and 520: make, type, revisions and tags. What answers under a polling address, or says that it is a gateway, is the server itself; other devices are told as its modules. Passwords and keys that are written are told as present and not kept. The session may go on over another UDP port, where content alone decides.`,
    checked: ['captures', 'reference'],
    known,
  },
  objectName: (kind) =>
    kind >= DEVICE ? `device-${(kind - DEVICE).toString(16).padStart(4, '0')}` : (OBJECTS[kind] ?? `kind ${kind}`),
}

/** Whether a message may begin at `i`. Strict: the body must be what type and id ask for. */
function look(b: Uint8Array, i: number, to: number, strict: boolean, carrier: Carrier): Recognition {
  const there = to - i
  if (there > 0 && b[i] !== 1 && b[i] !== 2) return NO
  if (there > 1 && MESSAGE_TYPES[b[i + 1]!] === undefined) return NO
  if (there > 2 && MESSAGE_IDS[b[i + 2]!] === undefined) return NO
  if (there > 3 && b[i + 1] === REQUEST && b[i + 3] !== 0) return NO
  if (there < HEAD) return MAYBE
  const size = u16(b, i + 6)
  if (size < HEAD || size > LONGEST || (carrier === 'udp' && size > there)) return NO
  const id = b[i + 2]!
  // A request is as long as its id asks for, whoever listens.
  if (b[i + 1] === REQUEST && !fits(id, size)) return NO
  if (!strict) return YES
  if (b[i + 1]! > PUBLISH || !fits(id, size) || id > TOKEN_PASSING) return NO
  if (id === SESSION_INITIATE) return there < HEAD + 1 ? MAYBE : b[i + HEAD]! <= 1 ? YES : NO
  if (id !== TOKEN_PASSING) return YES
  if (there < size) return MAYBE
  return isExactPdu(b, i + HEAD, i + size) ? YES : NO
}

function fits(id: number, size: number): boolean {
  if (id === SESSION_INITIATE) return size === INITIATE
  return id === SESSION_CLOSE || id === KEEP_ALIVE ? size === HEAD : size > HEAD
}

function message(state: State, b: Uint8Array, i: number, to: number, out: Sink): void {
  const type = b[i + 1]!
  const id = b[i + 2]!
  out.operation(MESSAGE | (id << ID) | type, messageOutcome(type, b[i + 3]!))
  if (type > PUBLISH) return
  if (id === TOKEN_PASSING) pdu(state, b, i + HEAD, to, out)
  else if (id === DIRECT) direct(state, b, i + HEAD, to, type !== REQUEST, out)
}

function messageOutcome(type: number, status: number): OutcomeCode {
  if (type === REQUEST) return ASKED
  if (type === PUBLISH) return DONE
  return type === RESPONSE ? outcome(status) : REFUSED
}

function* known() {
  const asked = (code: number) => ({ code, direction: C2S, outcome: ASKED }) as const
  for (const id of Object.keys(MESSAGE_IDS).map(Number)) yield asked(MESSAGE | (id << ID) | REQUEST)
  for (const number of Object.keys(COMMANDS).map(Number)) yield asked(number < 256 ? number : number | EXTENDED)
}

function meaning(code: number, _direction: Direction, _outcome: OutcomeCode): OperationMeaning {
  if (code & MESSAGE) {
    const type = code & 15
    const id = (code >> ID) & 0xff
    const row = MESSAGE_IDS[id] ?? { title: `message ${id}`, class: 'other' as const }
    return {
      ...(id < DIRECT ? {} : { protocol: DIRECT_PROTOCOL }),
      name: `MT${type}_ID${id}`,
      title: `${row.title}: ${MESSAGE_TYPES[type] ?? `type ${type}`}`,
      class: row.class,
    }
  }
  const number = code & 0xffff
  const row = COMMANDS[number] ?? rangeOf(number)
  if (code & INSIDE_77) return { name: 'CMD77', title: `to a sub-device: ${row.title}`, class: row.class }
  if (code & IN_DIRECT) return { protocol: DIRECT_PROTOCOL, name: `CMD${number}`, ...row }
  return { name: code & EXTENDED ? 'CMD31' : `CMD${number}`, title: row.title, class: row.class }
}

/** Numbers that the standard leaves to device families and makers. */
function rangeOf(number: number): { title: string; class: 'other' } {
  if (number >= 128 && number <= 253) return { title: `command ${number} of the maker`, class: 'other' }
  return { title: `command ${number}`, class: 'other' }
}
