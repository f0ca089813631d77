import { ip4Text } from '../../../groundwork/ip.ts'
import { PROFINET_DCP } from '../../capture/link-protocols-table.ts'
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
  REFUSED,
  type Sink,
  YES,
} from '../../dissector.ts'
import { profinetId, profinetMaker } from '../profinet-vendors-table.ts'
import { u16, u32 } from '../integers.ts'
import { tellText } from '../tell.ts'
import { CHANGES, changeOf, REQUEST, RESPONSE, ROLES, SERVICES, UNSUPPORTED } from './dcp-table.ts'

/** Frame id, service id and type, transaction id, response delay, length of the blocks. */
const HEAD = 12
const LONGEST = 1518
const [HELLO_FRAME, IDENTIFY_RESPONSE_FRAME] = [0xfefc, 0xfeff]
const [GET, SET, IDENTIFY, HELLO] = [3, 4, 5, 6]

/** Bits of an operation code: service, type of message, and what a set changes. */
const TYPE = 4
const CHANGED = 8

const NAME_OBJECT = 0
const IP_OBJECT = 1
const OPTION_OBJECT = 2
const OBJECTS = ['name', 'ip', 'option'] as const

const BY = 'profinet.dcp'
const NAME: FactKind = { attribute: 'name', by: BY }
const PRODUCT: FactKind = { attribute: 'product', by: BY }
const VENDOR: FactKind = { attribute: 'vendor-id', by: BY }
const DEVICE: FactKind = { attribute: 'device-id', by: BY }
const MAKE: FactKind = { attribute: 'make', by: BY }
const ROLE: FactKind = { attribute: 'role', by: BY }
const IP: FactKind = { attribute: 'ip', by: BY }
const GATEWAY: FactKind = { attribute: 'gateway', by: BY }
const ALIAS: FactKind = { attribute: 'alias', by: BY }

/** PROFINET discovery and basic configuration (DCP; IEC 61158-5-10 and 61158-6-10, clause 4.3). */
export const profinetDcp: Dissector<null> = {
  id: 'profinet-dcp',
  title: 'PROFINET DCP',
  hints: { link: [PROFINET_DCP] },
  longest: LONGEST,
  recognizes: (b, from, to) => (looksLikeDcp(b, from, to) ? YES : NO),
  start: () => null,
  read(_state, b, from, to, _at, out) {
    if (to - from < HEAD) {
      if (to > from) out.lost(to - from)
      return to - from
    }
    const said = from + HEAD + u16(b, from + 10)
    // A record that was cut short still says who asked for what.
    message(b, from, Math.min(to, said), out)
    if (said > to) out.lost(said - to)
    return to - from
  },
  meaning,
  docs: {
    about: `Frames with EtherType 0x8892 and frame ids 0xfefc to 0xfeff. Names are \`DCP_<service>_<type>\` (type 0 asks, 1 answers, 5 refuses). A set shows what it changes: name of station and IP address are written, blinking and resets are control; its answer is refused when any block of it is. The name that is looked for or set and an address that is set are shown as objects. Answers to identify and get, and hello, give name of station, product, vendor and device id, make (for well-known vendor ids), role, address and gateway, about the MAC that sends.`,
    checked: ['captures', 'reference'],
    known,
  },
  objectName: (kind) => OBJECTS[kind] ?? `kind ${kind}`,
}

function looksLikeDcp(b: Uint8Array, i: number, to: number): boolean {
  if (to - i < HEAD) return false
  const frame = u16(b, i)
  const type = b[i + 3]! & 7
  return (
    frame >= HELLO_FRAME &&
    frame <= IDENTIFY_RESPONSE_FRAME &&
    b[i + 2]! >= GET &&
    b[i + 2]! <= HELLO &&
    (type === REQUEST || type === RESPONSE || type === UNSUPPORTED)
  )
}

function message(b: Uint8Array, i: number, to: number, out: Sink): void {
  const service = b[i + 2]!
  const type = b[i + 3]! & 7
  const code = service | (type << TYPE)
  const blocks = i + HEAD
  if (type === UNSUPPORTED) return out.operation(code, REFUSED)
  const answers = type === RESPONSE
  if (service === SET) {
    out.operation(
      code | (changesIn(b, blocks, to, answers) << CHANGED),
      answers ? (isRefused(b, blocks, to) ? REFUSED : DONE) : ASKED,
    )
    if (!answers) setTo(b, blocks, to, out)
    return
  }
  if (service === GET && answers) out.operation(code, isRefused(b, blocks, to) ? REFUSED : DONE)
  else out.operation(code, answers ? DONE : ASKED)
  if (answers || service === HELLO) facts(b, blocks, to, out)
  else if (service === GET) for (let k = blocks; k + 2 <= to; k += 2) out.object(OPTION_OBJECT, u16(b, k), u16(b, k))
  else if (service === IDENTIFY) lookedFor(b, blocks, to, out)
}

/** Where the block behind the one at `i` begins: blocks are filled up to an even length. */
function next(b: Uint8Array, i: number): number {
  const length = u16(b, i + 2)
  return i + 4 + length + (length & 1)
}

/** Which bits of `CHANGES` a set asks for; its answer names the same options inside its response blocks. */
function changesIn(b: Uint8Array, from: number, to: number, answers: boolean): number {
  let bits = 0
  for (let i = from; i + 4 <= to; i = next(b, i)) {
    const at = answers && b[i] === 5 && b[i + 1] === 4 ? i + 4 : i
    if (at + 2 > to) break
    const change = changeOf(b[at]!, b[at + 1]!)
    if (change >= 0) bits |= 1 << change
  }
  return bits
}

/** Whether any response block (option 5, suboption 4) carries an error. */
function isRefused(b: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i + 4 <= to; i = next(b, i))
    if (b[i] === 5 && b[i + 1] === 4 && i + 7 <= to && b[i + 6] !== 0) return true
  return false
}

const text = new Uint8Array(16)

function setTo(b: Uint8Array, from: number, to: number, out: Sink): void {
  for (let i = from; i + 6 <= to; i = next(b, i)) {
    const end = Math.min(to, i + 4 + u16(b, i + 2))
    // Behind the block qualifier.
    if (b[i] === 2 && b[i + 1] === 2 && end > i + 6) out.named(NAME_OBJECT, b, i + 6, end)
    else if (b[i] === 1 && (b[i + 1] === 2 || b[i + 1] === 3) && end >= i + 10) {
      const address = ip4Text(u32(b, i + 6))
      for (let k = 0; k < address.length; k++) text[k] = address.charCodeAt(k)
      out.named(IP_OBJECT, text, 0, address.length)
    }
  }
}

function lookedFor(b: Uint8Array, from: number, to: number, out: Sink): void {
  for (let i = from; i + 4 <= to; i = next(b, i)) {
    const end = Math.min(to, i + 4 + u16(b, i + 2))
    if (b[i] === 2 && (b[i + 1] === 2 || b[i + 1] === 6) && end > i + 4) out.named(NAME_OBJECT, b, i + 4, end)
    else out.object(OPTION_OBJECT, u16(b, i), u16(b, i))
  }
}

/** What a station says about itself; each block begins with two bytes about how its value came about. */
function facts(b: Uint8Array, from: number, to: number, out: Sink): void {
  for (let i = from; i + 6 <= to; i = next(b, i)) {
    const at = i + 6
    const end = Math.min(to, i + 4 + u16(b, i + 2))
    if (b[i] === 1 && (b[i + 1] === 2 || b[i + 1] === 3)) {
      if (at + 4 <= end) out.fact(IP, ip4Text(u32(b, at)))
      if (at + 12 <= end && u32(b, at + 8) !== 0 && u32(b, at + 8) !== u32(b, at))
        out.fact(GATEWAY, ip4Text(u32(b, at + 8)))
    }
    if (b[i] !== 2) continue
    switch (b[i + 1]) {
      case 1:
        tellText(PRODUCT, b, at, end, out)
        break
      case 2:
        tellText(NAME, b, at, end, out)
        break
      case 3:
        if (at + 4 <= end) ids(u16(b, at), u16(b, at + 2), out)
        break
      case 4:
        if (at < end) for (let bit = 0; bit < ROLES.length; bit++) if (b[at]! & (1 << bit)) out.fact(ROLE, ROLES[bit]!)
        break
      case 6:
        tellText(ALIAS, b, at, end, out)
    }
  }
}

function ids(vendor: number, device: number, out: Sink): void {
  out.fact(VENDOR, profinetId(vendor))
  out.fact(DEVICE, profinetId(device))
  const make = profinetMaker(vendor)
  if (make) out.fact(MAKE, make)
}

function* known() {
  for (const service of Object.keys(SERVICES).map(Number))
    for (const type of [REQUEST, RESPONSE, UNSUPPORTED]) {
      const code = service | (type << TYPE)
      const outcome = type === REQUEST ? ASKED : type === RESPONSE ? DONE : REFUSED
      if (service === SET && type === REQUEST)
        for (const bit of CHANGES.keys())
          yield { code: code | (1 << (bit + CHANGED)), direction: C2S, outcome } as const
      else if (service !== HELLO || type === REQUEST) yield { code, direction: C2S, outcome } as const
    }
}

function meaning(code: number, _direction: Direction, outcome: OutcomeCode): OperationMeaning {
  const service = code & 0xf
  const type = (code >> TYPE) & 0xf
  const row = SERVICES[service] ?? { title: 'unknown service', class: 'other' as const }
  const changes = CHANGES.filter((_, bit) => code & (1 << (bit + CHANGED)))
  const what = changes.map((change) => change.title).join(' and ')
  const suffix = type === REQUEST ? '' : outcome === REFUSED ? ', refused' : ', answered'
  const kind = changes.some((change) => change.class === 'control') ? 'control' : row.class
  return {
    name: `DCP_${service}_${type}`,
    title: `${row.title}${what === '' ? '' : ` ${what}`}${suffix}`,
    class: service === SET && type === REQUEST && changes.length === 0 ? 'session' : kind,
  }
}
