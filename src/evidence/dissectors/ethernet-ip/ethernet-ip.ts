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
  type Recognition,
  REFUSED,
  S2C,
  type Sink,
  YES,
} from '../../dissector.ts'
import { framed, type FramedState, readFramed } from '../framing.ts'
import { u16le, u32le } from '../integers.ts'
import { DH_HEAD, message, pccc } from './cip.ts'
import { CIP, COMMANDS, CYCLIC, DOMAIN, ENCAPSULATION, PCCC } from './cip-table.ts'
import { listedIdentity, listedSecurity, type Told } from './identity.ts'
import { cipMeaning, knownRequests } from './meanings.ts'
import { KIND, objectName } from './path.ts'
import { commandMeaning, fileName, isCommand, isReply, knownCommands } from './pccc.ts'

/** Encapsulation header (CIP Volume 2, clause 2-3). */
const HEAD = 24
const LARGEST = 65_511
const [LIST_SERVICES, LIST_IDENTITY, LIST_INTERFACES] = [0x04, 0x63, 0x64]
const [REGISTER, UNREGISTER, SEND_RR, SEND_UNIT, START_DTLS] = [0x65, 0x66, 0x6f, 0x70, 0xc8]
/** Status of the encapsulation that says that CIP without protection is not allowed here. */
const NOT_ALLOWED = 0x6a

/** Types of items in the common packet format (CIP Volume 2, clause 2-6), and that of the 1761-NET-ENI for PCCC. */
const ITEM = {
  none: 0x00,
  identity: 0x0c,
  security: 0x86,
  pccc: 0x91,
  connection: 0xa1,
  connected: 0xb1,
  unconnected: 0xb2,
  sequenced: 0x8002,
} as const
const MOST_ITEMS = 16
const MOST_IDENTITIES = 256
/** Interface handle and timeout before the items of a message. */
const BEFORE_ITEMS = 6

/** Bit of a code of cyclic data: nothing but a sign of life. */
const HEARTBEAT = 1

interface State extends Told, FramedState {
  readonly direction: Direction
  readonly datagrams: boolean
}

const framing = framed<State>({
  look: (state, b, i, to) => look(b, i, to, state.astray),
  length: (_state, b, i) => HEAD + u16le(b, i + 2),
  message: encapsulated,
})

/** EtherNet/IP with CIP and PCCC (ODVA, The CIP Networks Library, volumes 1 and 2). */
export const ethernetIp: Dissector<State> = {
  id: 'ethernet-ip',
  title: 'EtherNet/IP with CIP',
  hints: { tcp: [44_818], udp: [44_818, 2222] },
  longest: HEAD + LARGEST,
  recognizes,
  start: (direction: Direction, carrier: Carrier) => ({
    astray: false,
    skip: 0,
    vendor: -1,
    serial: -1,
    hash: 0,
    own: -1,
    direction,
    datagrams: carrier === 'udp',
  }),
  read(state, b, from, to, _at, out) {
    if (state.datagrams) {
      datagram(state, b, from, to, out)
      return to - from
    }
    return readFramed(framing, state, b, from, to, out)
  },
  meaning,
  docs: {
    about: `Three layers are read, each under a protocol of its own: the encapsulation (\`CMD_<command>\`), CIP (\`cip\`: \`SVC_<service>_req\` and \`_res\`) and PCCC (\`pccc\`: \`PCCC_<command>_<function>\`); cyclic data on UDP is \`CIPIO\` (\`cip-io\`), and counts as writing unless it is only a sign of life. Services in a multiple service packet and in an unconnected send are counted each by itself. What a request means depends on the class of object that its path names: the same service writes a tag, downloads firmware or closes a connection. A reply names no class and is judged by its status and layout; what it answers shows in the request. PCCC replies count as the reply of the service that carries them, and refuse by their own status. Requests that engineering tools sign are counted as services 36 and 37, with the class and path of what is inside. Touched are instances and attributes by class, tags by name, connection points, slots and routes, files of PCCC controllers, sizes of connections. A refusal shows its general and extended status, and is marked (\`denied\`) where it is for want of a right. Answers to "list identity" give make, product, product code, serial number, firmware, kind of device, state, the key switch of Logix controllers, and the state of CIP Security. An answer of an identity object does not tell whether the device or a module behind it speaks, so it gives a \`module\`. The diagnostic status of SLC 500 and MicroLogix gives order number, series and mode. Who opens a connection or sends PCCC tells vendor and serial number (\`originator\`). Classes of the range that is free to makers are read as Rockwell's; their names and services follow public research where Rockwell has published none. The peers of the trace were clients; what answers them there is a script of ours.`,
    checked: ['captures', 'reference', 'peer'],
    known,
  },
  objectName: (kind) => objectName(kind, fileName),
}

function recognizes(
  b: Uint8Array,
  from: number,
  to: number,
  _direction: Direction,
  hinted: boolean,
  carrier: Carrier,
): Recognition {
  if (carrier !== 'udp') return look(b, from, to, !hinted)
  if (isCyclic(b, from, to, hinted)) return YES
  if (to - from < HEAD || look(b, from, to, !hinted) !== YES) return NO
  const end = from + HEAD + u16le(b, from + 2)
  return end === to || (hinted && end < to) ? YES : NO
}

/** Whether a message may begin at `i`. Strict: the command must be known and what it holds must have the size it asks for. */
function look(b: Uint8Array, i: number, to: number, strict: boolean): Recognition {
  const there = to - i
  const command = there > 0 ? b[i]! : 0
  // Commands are below 0x100, options are always zero, and so are the upper bytes of a status.
  if (strict && there > 0 && (COMMANDS[command] === undefined || command < LIST_SERVICES)) return NO
  if (there > 1 && b[i + 1] !== 0) return NO
  for (let k = 10; k < HEAD && k < there; k++) if ((k < 12 || k >= 20) && b[i + k] !== 0) return NO
  if (there < 4) return MAYBE
  const size = u16le(b, i + 2)
  if (size > LARGEST || (strict && !fits(command, size))) return NO
  if (there < HEAD) return MAYBE
  return strict ? lookInside(b, i, to, command, size) : YES
}

/** Whether the data of a command may have a size; none at all is how every command is refused. */
function fits(command: number, size: number): boolean {
  switch (command) {
    case REGISTER:
      return size === 4 || size === 0
    case UNREGISTER:
      return size === 0
    case SEND_RR:
    case SEND_UNIT:
      return size === 0 || size >= 16
    case START_DTLS:
      return size === 2 || size === 0
    default:
      return size === 0 || size >= 2
  }
}

function lookInside(b: Uint8Array, i: number, to: number, command: number, size: number): Recognition {
  const status = u32le(b, i + 8)
  const at = i + HEAD
  if (size === 0)
    return verdict(command === SEND_RR || command === SEND_UNIT || command === REGISTER ? status > 0 : true)
  if (status !== 0) return NO
  if (command === REGISTER || command === START_DTLS)
    return to - at < 2 ? MAYBE : verdict(command === START_DTLS || u16le(b, at) === 1)
  if (command === LIST_IDENTITY || command === LIST_SERVICES || command === LIST_INTERFACES) {
    if (to - at < 2) return MAYBE
    const count = u16le(b, at)
    if (count === 0) return verdict(size === 2)
    if (to - at < 6) return MAYBE
    const itemSize = u16le(b, at + 4)
    return verdict(count === 1 ? 6 + itemSize === size : count <= MOST_IDENTITIES && 6 + itemSize < size)
  }
  if (command !== SEND_RR && command !== SEND_UNIT) return NO
  if (to - at < 12) return MAYBE
  const count = u16le(b, at + BEFORE_ITEMS)
  const first = u16le(b, at + 8)
  const firstSize = u16le(b, at + 10)
  if (u32le(b, at) !== 0 || count < 2 || count > MOST_ITEMS) return NO
  if (first === ITEM.connection ? firstSize !== 4 : firstSize !== 0) return NO
  const second = at + 12 + firstSize
  if (to - second < 4) return MAYBE
  const type = u16le(b, second)
  if (type !== ITEM.connected && type !== ITEM.unconnected && type !== ITEM.pccc) return NO
  const end = second + 4 + u16le(b, second + 2)
  return verdict(count === 2 ? end === at + size : end < at + size)
}

/** Whether a datagram is cyclic data: an address with a sequence number, and data of the size it states. */
function isCyclic(b: Uint8Array, i: number, to: number, padded: boolean): boolean {
  if (to - i < 14 || b[i + 1] !== 0 || b[i]! < 2 || b[i]! > MOST_ITEMS) return false
  const first = u16le(b, i + 2)
  const size = u16le(b, i + 4)
  // An address without a sequence number is not what the specification asks for here, and is met.
  if (first === ITEM.sequenced ? size !== 8 : !padded || first !== ITEM.connection || size !== 4) return false
  const data = cyclicData(b, i)
  if (data > to || u16le(b, data - 4) !== ITEM.connected) return false
  const end = data + u16le(b, data - 2)
  return end === to || (end < to && (padded || b[i]! > 2))
}

/** Where the data of cyclic data begins. */
function cyclicData(b: Uint8Array, i: number): number {
  return i + 10 + u16le(b, i + 4)
}

function datagram(state: State, b: Uint8Array, from: number, to: number, out: Sink): void {
  if (isCyclic(b, from, to, true)) {
    const size = u16le(b, cyclicData(b, from) - 2)
    // Two bytes are a sequence number alone.
    out.operation((CYCLIC << DOMAIN) | (size <= 2 ? HEARTBEAT : 0), DONE)
    out.object(KIND['io-size'], size, size)
    return
  }
  const end = to - from < HEAD ? to + 1 : from + HEAD + u16le(b, from + 2)
  if (end > to || look(b, from, to, false) !== YES) out.lost(to - from)
  else encapsulated(state, b, from, end, out)
}

/** One whole message; what follows its head depends on the command. */
function encapsulated(state: State, b: Uint8Array, i: number, end: number, out: Sink): void {
  const command = b[i]!
  const status = u16le(b, i + 8)
  const outcome = status !== 0 ? REFUSED : state.direction === C2S ? ASKED : DONE
  out.operation((ENCAPSULATION << DOMAIN) | command, outcome)
  if (status !== 0) {
    out.object(KIND.status, status, status)
    if (status === NOT_ALLOWED) out.object(KIND.denied, status, status)
  }
  const data = i + HEAD
  if (command === SEND_RR || command === SEND_UNIT) {
    if (data + BEFORE_ITEMS <= end && u32le(b, data) === 0) items(state, b, data + BEFORE_ITEMS, end, out)
  } else if (command === LIST_IDENTITY) identities(state, b, data, end, out)
}

function items(state: State, b: Uint8Array, from: number, end: number, out: Sink): void {
  const count = from + 2 <= end ? Math.min(u16le(b, from), MOST_ITEMS) : 0
  let i = from + 2
  for (let n = 0; n < count && i + 4 <= end; n++) {
    const type = u16le(b, i)
    const at = i + 4
    const to = Math.min(end, at + u16le(b, i + 2))
    if (type === ITEM.unconnected) message(state, b, at, to, out)
    else if (type === ITEM.connected && at + 2 <= to) connected(state, b, at + 2, to, out)
    else if (type === ITEM.pccc) pccc(state, b, at, to, out)
    i = to
  }
}

/** Data of a connection, behind its sequence number: CIP, or PCCC with the head that a connection to DH+ puts before it. */
function connected(state: State, b: Uint8Array, i: number, to: number, out: Sink): void {
  const inner = i + DH_HEAD
  if (i < to && b[i] === 0 && (isReply(b, inner, to) || (isCommand(b, inner, to) && b[inner + 1] === 0)))
    pccc(state, b, inner, to, out)
  else message(state, b, i, to, out)
}

function identities(state: State, b: Uint8Array, from: number, end: number, out: Sink): void {
  const count = from + 2 <= end ? Math.min(u16le(b, from), MOST_IDENTITIES) : 0
  let several = 0
  for (let n = 0, i = from + 2; n < count && i + 4 <= end; n++, i += 4 + u16le(b, i + 2))
    if (u16le(b, i) === ITEM.identity) several++
  for (let n = 0, i = from + 2; n < count && i + 4 <= end; n++, i += 4 + u16le(b, i + 2)) {
    const to = Math.min(end, i + 4 + u16le(b, i + 2))
    if (u16le(b, i) === ITEM.identity) listedIdentity(state, b, i + 4, to, several > 1, out)
    else if (u16le(b, i) === ITEM.security && several <= 1) listedSecurity(b, i + 4, to, out)
  }
}

function* known() {
  const asked = (code: number) => ({ code, direction: C2S, outcome: ASKED }) as const
  for (const command of Object.keys(COMMANDS).map(Number)) yield asked((ENCAPSULATION << DOMAIN) | command)
  for (const code of knownRequests()) yield asked(code)
  for (const code of knownCommands()) yield asked((PCCC << DOMAIN) | code)
  for (const code of [0, HEARTBEAT]) yield { code: (CYCLIC << DOMAIN) | code, direction: S2C, outcome: DONE } as const
}

function meaning(code: number): OperationMeaning {
  const domain = code >> DOMAIN
  if (domain === CIP) return cipMeaning(code)
  if (domain === PCCC) return commandMeaning(code)
  if (domain === CYCLIC)
    return code & HEARTBEAT
      ? { protocol: 'cip-io', name: 'CIPIO', title: 'sign of life of an I/O connection', class: 'session' }
      : { protocol: 'cip-io', name: 'CIPIO', title: 'cyclic I/O data', class: 'write' }
  const command = code & 0xffff
  const row = COMMANDS[command] ?? { title: 'unknown command', class: 'other' as const }
  return { name: `CMD_${command.toString(16).padStart(4, '0')}`, ...row }
}

function verdict(fits: boolean): Recognition {
  return fits ? YES : NO
}
