import {
  ASKED,
  type Carrier,
  type Direction,
  type Dissector,
  DONE,
  type FactKind,
  MAYBE,
  NO,
  type Recognition,
  REFUSED,
  type Sink,
  YES,
} from '../../dissector.ts'
import { asciiText } from '../../../groundwork/bytes.ts'
import { framed, type FramedState, readFramed } from '../framing.ts'
import { u16le, u32le } from '../integers.ts'
import { BY_GROUP, COMMAND, COMMANDS, DENIED, KINDS, ROUTER } from './ads-table.ts'
import { looksLikeDiscovery, netIdText, readDiscovery } from './discovery.ts'
import {
  DETAIL,
  DISCOVERY_CODE,
  known,
  meaning,
  NAME_KIND,
  objectName,
  ROUTER_CODE,
  ROWS,
  rowOf,
  SYSTEM_SERVICE,
} from './meaning.ts'

/** AMS/TCP header, and with the AMS header behind it. */
const PREFIX = 6
const HEAD = 38
/** No more than this of a message is waited for and looked at; whole symbol tables go through in one. */
const VIEW = 16_384
const LARGEST = 0x8000000
const ROUTER_LARGEST = 64

const RESPONSE = 1
const ADS_COMMAND = 4
const KNOWN_FLAGS = 0x81ff

/** From here on offsets name an object of a device behind the master. */
const COE = 0xf302

const PORT = KINDS.indexOf('ams-port')
const GROUP = KINDS.indexOf('index-group')
const ERROR = KINDS.indexOf('error')
const REFUSAL = KINDS.indexOf('denied')

const NET_ID: FactKind = { attribute: 'ams-net-id', by: 'ads' }
const MODULE: FactKind = { attribute: 'module', by: 'ads.device-info' }
const FIRMWARE: FactKind = { attribute: 'firmware', by: 'ads.device-info' }

interface State extends FramedState {
  readonly udp: boolean
  told: boolean
}

const framing = framed<State>({
  look: (state, b, i, to) => look(b, i, to, state.astray),
  length: (_state, b, i) => PREFIX + u32le(b, i + 2),
  view: () => VIEW,
  message(state, b, i, to, out) {
    if (u16le(b, i) === 0) message(state, b, i + PREFIX, to, out)
    else out.operation(ROUTER_CODE | u16le(b, i), ASKED)
  },
})

/** ADS in AMS/TCP frames, and the discovery of TwinCAT devices over UDP (Beckhoff Information System, "AMS/ADS specification"). */
export const ads: Dissector<State> = {
  id: 'ads',
  title: 'Beckhoff ADS',
  hints: { tcp: [48898], udp: [48899] },
  longest: VIEW + HEAD,
  recognizes,
  start: (_direction, carrier) => ({ astray: false, skip: 0, udp: carrier === 'udp', told: false }),
  read(state, bytes, from, to, _at, out) {
    if (state.udp) {
      readDiscovery(bytes, from, to, DISCOVERY_CODE, out)
      return to - from
    }
    return readFramed(framing, state, bytes, from, to, out)
  },
  meaning,
  docs: {
    about: `\`CMD<id>\` is a command and its answer alike, in both directions: devices send notifications by themselves. What an index group does decides the title and class of a request (a read and write that asks for the handle of a symbol is no write; files, registry, routes and processes are reached through groups of the system service on AMS port 10000), and "write control" shows the state that is set. An answer names no group. Lists of reads and writes in one message are looked into. Touched objects are AMS ports, index groups, byte ranges of PLC memory and I/O images, names of symbols, paths of files and of the registry; handles change with every session and are left out. An answer is refused by its error code. "Read device info" gives name and version of what stands behind an AMS port; over UDP a device answers host name, AMS net id, TwinCAT version and operating system. Adding a route over UDP sends user and password in clear text. Of very long messages only the beginning is looked at. TLS (Secure ADS) is not read.`,
    checked: ['captures', 'reference', 'peer'],
    known,
  },
  objectName,
}

function recognizes(
  b: Uint8Array,
  from: number,
  to: number,
  _d: Direction,
  hinted: boolean,
  carrier: Carrier,
): Recognition {
  if (carrier === 'udp') return looksLikeDiscovery(b, from, to)
  return look(b, from, to, !hinted)
}

/** Whether a frame may begin at `i`. Strict: only ADS commands that are known, with data of the length they need. */
function look(b: Uint8Array, i: number, to: number, strict: boolean): Recognition {
  const there = to - i
  if (there > 1 && u16le(b, i) !== 0) {
    if (strict || ROUTER[u16le(b, i)] === undefined) return NO
    if (there < PREFIX) return MAYBE
    return u32le(b, i + 2) <= ROUTER_LARGEST ? YES : NO
  }
  if (there < PREFIX) return MAYBE
  const length = u32le(b, i + 2)
  if (length < HEAD - PREFIX || length > LARGEST) return NO
  if (there < HEAD) return MAYBE
  if (u32le(b, i + 26) !== length - (HEAD - PREFIX)) return NO
  const flags = u16le(b, i + 24)
  if ((flags & ~KNOWN_FLAGS) !== 0) return NO
  if (!strict) return YES
  return flags & ADS_COMMAND && fits(u16le(b, i + 22), (flags & RESPONSE) !== 0, u32le(b, i + 26)) ? YES : NO
}

/** Whether the data of a command can be this long (an answer that failed may have none). */
function fits(command: number, answer: boolean, size: number): boolean {
  if (COMMANDS[command] === undefined) return false
  if (answer) return size === 0 || size >= 4
  switch (command) {
    case COMMAND.read:
      return size === 12
    case COMMAND.write:
      return size >= 12
    case COMMAND.control:
    case COMMAND.notification:
      return size >= 8
    case COMMAND.add:
      return size === 40
    case COMMAND.readWrite:
      return size >= 16
    default:
      return size === (command === 7 ? 4 : 0)
  }
}

/** Reports one message; `i` is its AMS header, `to` the end of what is looked at. */
function message(state: State, b: Uint8Array, i: number, to: number, out: Sink): void {
  const command = u16le(b, i + 16)
  const data = i + 32
  const failed = u32le(b, i + 24)
  const answer = (u16le(b, i + 18) & RESPONSE) !== 0
  if (answer) {
    const result = failed === 0 && command !== COMMAND.notification && data + 4 <= to ? u32le(b, data) : failed
    out.operation(command, result === 0 ? DONE : REFUSED)
    const port = u16le(b, i + 14)
    out.object(PORT, port, port)
    if (result !== 0) {
      out.object(ERROR, result, result)
      if (DENIED.has(result)) out.object(REFUSAL, result, result)
    } else if (command === COMMAND.info) deviceInfo(b, data, to, port, out)
  } else request(b, i, data, to, command, out)
  if (!state.told) {
    state.told = true
    out.fact(NET_ID, netIdText(b, i + 8))
  }
}

function request(b: Uint8Array, i: number, data: number, to: number, command: number, out: Sink): void {
  const port = u16le(b, i + 6)
  const grouped = (command === COMMAND.read || command === COMMAND.write || command === COMMAND.readWrite || command === COMMAND.add) && data + 12 <= to // biome-ignore format: one condition
  const row = grouped ? rowOf(u32le(b, data), port) : 0
  const state = command === COMMAND.control && data + 2 <= to ? u16le(b, data) & 0x3ff : 0
  out.operation(
    command | ((command === COMMAND.control ? state : row) << DETAIL),
    command === COMMAND.notification ? DONE : ASKED,
  )
  out.object(PORT, port, port)
  if (!grouped) return
  const size = u32le(b, data + 8)
  touched(b, data, size, row, out)
  const written =
    command === COMMAND.readWrite && data + 16 <= to ? data + 16 : command === COMMAND.write ? data + 12 : to
  if (written >= to) return
  const end = Math.min(to, written + (command === COMMAND.readWrite ? u32le(b, data + 12) : size))
  const kind = row > 0 ? NAME_KIND[row - 1]! : -1
  const group = u32le(b, data)
  if (kind >= 0) named(b, written, end, kind, out)
  else if (command === COMMAND.readWrite && group >= 0xf080 && group <= 0xf085)
    list(b, written, end, u32le(b, data + 4), group, port, out)
}

/** Entries of a list of reads (group, offset, length), reads and writes (and a second length) or notifications (40 bytes). */
function list(b: Uint8Array, from: number, to: number, count: number, group: number, port: number, out: Sink): void {
  const size = group === 0xf082 ? 16 : group === 0xf085 ? 40 : 12
  let data = from + size * count
  let i = from
  for (let n = 0; n < count && i + size <= to; n++, i += size) {
    const row = rowOf(u32le(b, i), port)
    touched(b, i, u32le(b, i + 8), row, out)
    if (group !== 0xf082) continue
    const end = data + u32le(b, i + 12)
    const kind = row > 0 ? NAME_KIND[row - 1]! : -1
    if (kind >= 0 && end <= to) named(b, data, end, kind, out)
    data = end
  }
}

/** Reports the index group at `i`, and the range of offsets where the group has addresses. */
function touched(b: Uint8Array, i: number, size: number, row: number, out: Sink): void {
  const group = u32le(b, i)
  const offset = u32le(b, i + 4)
  out.object(GROUP, group, group)
  const means = row > 0 ? ROWS[row - 1]! : undefined
  if (means?.bytes !== undefined)
    out.object(BY_GROUP + group, offset, Math.min(offset + Math.max(size, 1) - 1, 0xffffffff))
  else if (means === undefined || means.bits !== undefined || group >= COE) out.object(BY_GROUP + group, offset, offset)
}

function named(b: Uint8Array, from: number, to: number, kind: number, out: Sink): void {
  let end = from
  while (end < to && b[end] !== 0) end++
  if (end > from) out.named(kind, b, from, end)
}

function deviceInfo(b: Uint8Array, i: number, to: number, port: number, out: Sink): void {
  if (i + 24 > to) return
  const zero = b.subarray(i + 8, i + 24).indexOf(0)
  const name = asciiText(b, i + 8, i + 8 + (zero < 0 ? 16 : zero)).trim()
  const version = `${b[i + 4]}.${b[i + 5]}.${u16le(b, i + 6)}`
  out.fact(MODULE, `AMS port ${port}: ${name === '' ? 'no name' : name} ${version}`)
  if (port === SYSTEM_SERVICE && /^twincat/i.test(name)) out.fact(FIRMWARE, version)
}
