import {
  ASKED,
  C2S,
  CREDENTIALS,
  type Direction,
  type Dissector,
  DONE,
  type FactKind,
  NO,
  type OperationMeaning,
  type OutcomeCode,
  type Recognition,
  REFUSED,
  type Sink,
  YES,
} from '../../dissector.ts'
import { berContent, berEnd, berInteger, berTag } from '../ber.ts'
import { type Oids, sawOid } from './oids.ts'
import { agentAddress, engineFacts, variable } from './identity.ts'
import { DENIED, KINDS, LEVELS, PDUS } from './snmp-table.ts'

const SEQUENCE = 0x30
const INTEGER = 0x02
const OCTETS = 0x04
const OID = 0x06
const FIRST_PDU = 0xa0
const [GET, GET_NEXT, RESPONSE, SET, TRAP_1, INFORM, TRAP, REPORT] = [0, 1, 2, 3, 4, 6, 7, 8] as const
const V2C = 1
const V3 = 3
const MOST_VARIABLES = 512

/** Bits of an operation code: PDU, then version and security level; encrypted PDUs have a number of their own. */
const LEVEL = 4
const ENCRYPTED = 15

const OID_KIND = KINDS.indexOf('oid')
const ERROR = KINDS.indexOf('error')
const REFUSAL = KINDS.indexOf('denied')
const TRAP_KIND = KINDS.indexOf('trap')
const COMMUNITY: FactKind = { attribute: CREDENTIALS, by: 'snmp' }
/** Reports of the user-based security model (RFC 3414, 5): unsupported level, unknown user, wrong digest, decryption error. */
const USM = [0x2b, 6, 1, 6, 3, 15, 1, 1]
const REFUSING: ReadonlySet<number> = new Set([1, 3, 5, 6])
const TRAP_OID = [0x2b, 6, 1, 6, 3, 1, 1, 4, 1, 0]

interface State extends Oids {
  told: boolean
}

/** SNMP versions 1, 2c and 3 over UDP (RFC 1157, RFC 3416, RFC 3412). */
export const snmp: Dissector<State> = {
  id: 'snmp',
  title: 'SNMP',
  hints: { udp: [161, 162] },
  longest: 65_535,
  recognizes: (b, from, to, _direction: Direction, hinted: boolean): Recognition => look(b, from, to, hinted),
  start: () => ({ seen: undefined, told: false }),
  read(state, bytes, from, to, _at, out) {
    if (look(bytes, from, to, true) === YES) message(state, bytes, from, to, out)
    else out.lost(to - from)
    return to - from
  },
  meaning,
  docs: {
    about: `Versions 1, 2c and 3 are read, the last as \`snmpv3\`; the title tells the version and, for 3, the security level. Of encrypted messages only that they are there. A response is refused by its error status; \`REPORT\` is refused where it tells of a missing user, a wrong key or an unsupported level. Touched objects are object ids down to the column of a table (ten arcs), without instances; traps name theirs. Community strings are clear-text credentials: told as present, never kept. From the answers come description, name, location and make (by the enterprise number) of the system group, model, serial number, hardware, firmware and software of the first physical entity, models of further ones, and MAC and IP addresses of interfaces; version 3 gives the engine id.`,
    checked: ['reference', 'peer'],
    known,
  },
  objectName: (kind) => KINDS[kind] ?? `kind ${kind}`,
}

/** Whether a message fills the datagram: version, community and PDU, or version, header, security parameters and data. */
function look(b: Uint8Array, from: number, to: number, hinted: boolean): Recognition {
  const end = berEnd(b, from, to)
  if (end < 0 || b[from] !== SEQUENCE || (end !== to && !hinted)) return NO
  const version = berContent(b, from)
  const second = berEnd(b, version, end)
  if (second < 0 || b[version] !== INTEGER || second - version !== 3) return NO
  const third = berEnd(b, second, end)
  if (third < 0) return NO
  switch (b[version + 2]) {
    case 0:
    case V2C: {
      const pdu = b[third]! - FIRST_PDU
      const fits = b[second] === OCTETS && pdu >= 0 && pdu < PDUS.length && berEnd(b, third, end) === end
      return third < end && fits ? YES : NO
    }
    case V3: {
      const data = berEnd(b, third, end)
      return b[second] === SEQUENCE && data > 0 && data < end && b[third] === OCTETS && berEnd(b, data, end) === end
        ? YES
        : NO
    }
    default:
      return NO
  }
}

function message(state: State, b: Uint8Array, from: number, to: number, out: Sink): void {
  const end = berEnd(b, from, to)
  const version = berContent(b, from)
  const second = version + 3
  const third = berEnd(b, second, end)
  if (b[version + 2] === V3) return secured(state, b, second, third, end, out)
  const kind = b[third]! - FIRST_PDU
  pdu(state, b, third, end, kind | (b[version + 2]! << LEVEL), out)
  if (!state.told) {
    state.told = true
    const about = kind === RESPONSE ? 'sender' : 'receiver'
    out.fact(COMMUNITY, `SNMP ${LEVELS[b[version + 2]!]} community`, about)
  }
}

/** Version 3: `i` is the header, `parameters` the security parameters. */
function secured(state: State, b: Uint8Array, i: number, parameters: number, end: number, out: Sink): void {
  const data = berEnd(b, parameters, end)
  // Message id, largest size, flags, security model.
  let at = berContent(b, i)
  for (let n = 0; n < 2 && at > 0; n++) at = berEnd(b, at, parameters)
  const flags =
    at > 0 && at < parameters && berEnd(b, at, parameters) > 0 && b[at] === OCTETS ? b[berContent(b, at)]! : 0
  const level = (2 + (flags & 2 ? 2 : flags & 1)) << LEVEL
  if (b[data] !== SEQUENCE) {
    out.operation(ENCRYPTED | level, ASKED)
    return
  }
  // Context engine id, context name, PDU.
  let inside = berContent(b, data)
  const engine = inside
  for (let n = 0; n < 2 && inside > 0; n++) inside = berEnd(b, inside, end)
  const kind = inside > 0 && inside < end ? b[inside]! - FIRST_PDU : -1
  if (kind < 0 || kind >= PDUS.length || berEnd(b, inside, end) < 0) {
    out.operation(ENCRYPTED | level, ASKED)
    return
  }
  pdu(state, b, inside, end, kind | level, out)
  if (!state.told && b[engine] === OCTETS && (kind === RESPONSE || kind === TRAP || kind === REPORT)) {
    state.told = true
    engineFacts(b, berContent(b, engine), berEnd(b, engine, end), out)
  }
}

function pdu(state: State, b: Uint8Array, i: number, to: number, code: number, out: Sink): void {
  const kind = code & 15
  const end = berEnd(b, i, to)
  let at = berContent(b, i)
  let agent = -1
  let status = 0
  // Request id, error status and index; the first trap has enterprise, agent, generic and specific trap and a time.
  for (let n = 0; n < (kind === TRAP_1 ? 5 : 3); n++) {
    const next = at > 0 ? berEnd(b, at, end) : -1
    if (next < 0) break
    if (n === 1 && kind === TRAP_1) agent = at
    else if (n === 1) status = berInteger(b, berContent(b, at), next)
    at = next
  }
  const failed = kind === RESPONSE && status !== 0 && status > 0
  const refused = failed || (kind === REPORT && at > 0 && refusing(b, at, end))
  out.operation(code, refused ? REFUSED : kind === RESPONSE ? DONE : ASKED)
  // A number no error has: refused, and no more can be said.
  if (failed && status < 2 ** 32) {
    out.object(ERROR, status, status)
    if (DENIED.has(status)) out.object(REFUSAL, status, status)
  }
  if (agent > 0) {
    const enterprise = berContent(b, i)
    agentAddress(b, enterprise, agent, end, out)
    if (b[enterprise] === OID) sawOid(state, b, berContent(b, enterprise), agent, code, TRAP_KIND, out)
  }
  if (at > 0 && at < end && b[at] === SEQUENCE && berEnd(b, at, end) > 0)
    variables(state, b, at, end, code, !failed && told(kind), out)
}

function variables(
  state: State,
  b: Uint8Array,
  list: number,
  to: number,
  code: number,
  tells: boolean,
  out: Sink,
): void {
  const end = berEnd(b, list, to)
  for (
    let i = berContent(b, list), next = 0, n = 0;
    n < MOST_VARIABLES && (next = berEnd(b, i, end)) > 0;
    i = next, n++
  ) {
    const oid = berContent(b, i)
    const value = b[i] === SEQUENCE ? berEnd(b, oid, next) : -1
    if (value < 0 || b[oid] !== OID) continue
    sawOid(state, b, berContent(b, oid), value, code, OID_KIND, out)
    if (!tells || value >= next || berEnd(b, value, next) < 0) continue
    if (b[value] === OID && isAt(b, berContent(b, oid), value, TRAP_OID))
      sawOid(state, b, berContent(b, value), next, code, TRAP_KIND, out)
    else variable(b, berContent(b, oid), value, berTag(b, value), berContent(b, value), next, out)
  }
}

/** Whether the values in a message are what a device says of itself: a request may hold anything, and so does one that is sent back. */
function told(kind: number): boolean {
  return kind === RESPONSE || kind === TRAP || kind === TRAP_1 || kind === INFORM
}

function refusing(b: Uint8Array, list: number, to: number): boolean {
  if (b[list] !== SEQUENCE || berEnd(b, list, to) < 0) return false
  const first = berContent(b, list)
  const oid = berEnd(b, first, to) > 0 ? berContent(b, first) : -1
  const end = oid > 0 ? berEnd(b, oid, to) : -1
  if (end < 0) return false
  const from = berContent(b, oid)
  return end - from > USM.length && isAt(b, from, from + USM.length, USM) && REFUSING.has(b[from + USM.length]!)
}

function isAt(b: Uint8Array, from: number, to: number, what: readonly number[]): boolean {
  return to - from === what.length && what.every((octet, k) => b[from + k] === octet)
}

function* known() {
  for (const [kind] of PDUS.entries()) {
    const levels = kind === TRAP_1 ? [0] : kind === GET || kind === GET_NEXT || kind === RESPONSE || kind === SET ? [0, 1, 2, 3] : kind === REPORT ? [2, 3] : [1, 2, 3] // biome-ignore format: a table
    for (const level of levels) yield { code: kind | (level << LEVEL), direction: C2S, outcome: ASKED } as const
  }
  yield { code: ENCRYPTED | (4 << LEVEL), direction: C2S, outcome: ASKED } as const
}

function meaning(code: number, _direction: Direction, _outcome: OutcomeCode): OperationMeaning {
  const level = LEVELS[(code >> LEVEL) & 7] ?? 'unknown version'
  const row = PDUS[code & 15]
  // Version 3 is another protocol to whoever declares or filters it.
  const version = ((code >> LEVEL) & 7) >= 2 ? { protocol: 'snmpv3' } : {}
  if (row) return { ...version, name: row.name, title: `${row.title} (${level})`, class: row.class }
  return { ...version, name: 'ENCRYPTED', title: `message (${level})`, class: 'other' }
}
