import { ASKED, C2S, type Dissector, DONE, NO, type OperationMeaning, type Sink, YES } from '../../dissector.ts'
import { u16le, u32le } from '../integers.ts'
import { COMMANDS, MAILBOX, REGISTERS, STATES } from './command-table.ts'
import { DRIVE_PARAMETER, FILE, isMailbox, mailbox, OBJECT } from './mailbox.ts'

const ETHERTYPE = 0x88a4
const LONGEST = 1600
/** Length and kind of the frame; command, index, address, length and interrupt of a datagram; working counter behind its data. */
const FRAME_HEAD = 2
const HEAD = 10
const COUNTER = 2
const DATAGRAMS = 1
const MORE = 0x8000
const MOST_DATAGRAMS = 200

const [LRD, LRW] = [10, 12]
const STATE_REGISTER = 0x0120

const STATION = 3
const REGISTER = 4
const LOGICAL = 5
const OBJECTS = new Map([
  [OBJECT, 'object'],
  [DRIVE_PARAMETER, 'drive-parameter'],
  [FILE, 'file'],
  [STATION, 'station'],
  [REGISTER, 'register'],
  [LOGICAL, 'logical'],
])

/** Bits of an operation code: command, or row of a mailbox; then for writes the row of a register plus one, and a state. */
const IN_MAILBOX = 0x100
const WRITTEN = 9
const STATE = 14

/** EtherCAT (IEC 61158-4-12 and 61158-6-12; ETG.1000). */
export const ethercat: Dissector<null> = {
  id: 'ethercat',
  title: 'EtherCAT',
  hints: { link: [ETHERTYPE] },
  longest: LONGEST,
  recognizes: (b, from, to) => (isFrame(b, from, to) ? YES : NO),
  start: () => null,
  read(_state, b, from, to, _at, out) {
    if (!isFrame(b, from, to)) {
      if (to > from) out.lost(to - from)
    } else if (u16le(b, from) >> 12 !== DATAGRAMS) out.operation(0xff, ASKED)
    else datagrams(b, from + FRAME_HEAD, Math.min(to, from + FRAME_HEAD + (u16le(b, from) & 0x7ff)), out)
    return to - from
  },
  meaning,
  docs: {
    about: `Each datagram of a frame is named by its command (\`FPRD\`, \`LRW\` …), or by what its mailbox carries (\`SDO_READ\`, \`SDO_WRITE\`, \`FOE_WRITE\` …). Writes to registers that change the state, reset, address or EEPROM of a slave are told apart. A frame passes all slaves and comes back: with a working counter of zero a datagram counts as asked, else as done. Touched are stations, registers, ranges of process data, objects, drive parameters and files. Which slave is which device is not worked out.`,
    checked: ['reference'],
    known,
  },
  objectName: (kind) => OBJECTS.get(kind) ?? `kind ${kind}`,
}

function isFrame(b: Uint8Array, from: number, to: number): boolean {
  if (to - from < FRAME_HEAD) return false
  const kind = u16le(b, from) >> 12
  if (kind !== DATAGRAMS) return kind === 4 || kind === 5
  return to - from >= FRAME_HEAD + HEAD && b[from + FRAME_HEAD]! < COMMANDS.length
}

function datagrams(b: Uint8Array, from: number, to: number, out: Sink): void {
  let i = from
  for (let n = 0; n < MOST_DATAGRAMS; n++) {
    if (i + HEAD > to || b[i]! >= COMMANDS.length) return out.lost(Math.max(1, to - i))
    const size = u16le(b, i + 6)
    const data = i + HEAD
    const end = data + (size & 0x7ff)
    if (end + COUNTER > to) return out.lost(to - i)
    datagram(b, i, data, end, out)
    if (!(size & MORE)) return
    i = end + COUNTER
  }
}

function datagram(b: Uint8Array, i: number, data: number, end: number, out: Sink): void {
  const command = b[i]!
  const outcome = u16le(b, end) > 0 ? DONE : ASKED
  if (command >= LRD && command <= LRW) {
    const address = u32le(b, i + 2)
    out.operation(command, outcome)
    if (end > data) out.object(LOGICAL, address, Math.min(0xffffffff, address + end - data - 1))
    return
  }
  const register = u16le(b, i + 4)
  const byStation = command === 4 || command === 5
  if ((byStation || command === 1 || command === 2) && isMailbox(b, data, end, register)) {
    mailbox(b, data, end, mailboxCode, out)
  } else {
    out.operation(command | detail(b, command, register, data, end), outcome)
    if (command > 0) out.object(REGISTER, register, Math.min(0xffff, register + Math.max(0, end - data - 1)))
  }
  if (byStation || command === 6 || command === 14) out.object(STATION, u16le(b, i + 2), u16le(b, i + 2))
}

function mailboxCode(row: number): number {
  return IN_MAILBOX | row
}

function writes(command: number): boolean {
  return COMMANDS[command]?.class === 'write'
}

function detail(b: Uint8Array, command: number, register: number, data: number, end: number): number {
  if (!writes(command)) return 0
  const row = REGISTERS.findIndex(({ from, to }) => register >= from && register <= to)
  const state = register === STATE_REGISTER && data < end ? b[data]! & 0xf : 0
  return ((row + 1) << WRITTEN) | (state << STATE)
}

function* known() {
  for (const code of COMMANDS.keys()) yield { code, direction: C2S, outcome: ASKED } as const
  for (const row of REGISTERS.keys())
    yield { code: 5 | ((row + 1) << WRITTEN), direction: C2S, outcome: ASKED } as const
  for (const row of MAILBOX.keys()) yield { code: mailboxCode(row), direction: C2S, outcome: ASKED } as const
}

function meaning(code: number): OperationMeaning {
  const number = code & 0xff
  if (code & IN_MAILBOX) return MAILBOX[number] ?? { name: `MAILBOX_${number}`, title: 'unknown', class: 'other' }
  const command = COMMANDS[number]
  if (!command) return { name: `CMD_${number}`, title: number === 0xff ? 'other frame' : 'unknown', class: 'other' }
  const register = REGISTERS[((code >> WRITTEN) & 0x1f) - 1]
  if (!register) return command
  const state = (code >> STATE) & 0xf
  const to = state === 0 ? '' : ` ${STATES[state] ?? state}`
  return { name: command.name, title: `${command.title}: ${register.title}${to}`, class: register.class }
}
