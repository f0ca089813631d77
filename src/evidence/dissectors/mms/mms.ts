import { textAt } from '../../../groundwork/bytes.ts'
import {
  ASKED,
  C2S,
  CREDENTIALS,
  type Direction,
  type Dissector,
  DONE,
  type FactKind,
  type OperationMeaning,
  type OutcomeCode,
  REFUSED,
  S2C,
  type Sink,
} from '../../dissector.ts'
import { berContent, berEnd, berFind, berInteger, berTag } from '../ber.ts'
import { calledTsap, cotpMeaning, cotpOutcome } from '../cotp.ts'
import { readFramed } from '../framing.ts'
import { recognizesTpkt, TPKT_LONGEST, tpktFraming, type TpktState, tpktState } from '../tpkt.ts'
import {
  AARE,
  AARQ,
  ABRT,
  hasPassword,
  innerAt,
  presentationAt,
  resultOf,
  SPDU,
  spduOf,
  startsMms,
  userInformationAt,
} from './layers.ts'
import { accessIn, readAccess, tellNames } from './names.ts'
import {
  ACCESS_CLASS,
  ACCESS_DENIED,
  ACCESSES,
  ASSOCIATION,
  OBJECTS,
  PDUS,
  SERVICES,
  UNCONFIRMED,
} from './service-table.ts'

/** Bits of an operation code: kind of PDU, then the access and the choice of a service, or the tag. */
const KIND = 16
const ACCESS = 8
const [REQUEST, RESPONSE, REPORT, FAILURE, PDU, ASSOCIATING, CONNECTION] = [1, 2, 3, 4, 5, 6, 7] as const
const [IDENTIFY, READ, WRITE] = [2, 4, 5]

const ERROR = OBJECTS.indexOf('error')
const ACCESS_ERROR = OBJECTS.indexOf('access-error')
const DENIED = OBJECTS.indexOf('denied')
const TSAP = OBJECTS.indexOf('tsap')

const fact = (attribute: string): FactKind => ({ attribute, by: 'mms.identify' })
const IDENTITY: Readonly<Record<number, FactKind>> = {
  0x80: fact('make'),
  0x81: fact('product'),
  0x82: fact('firmware'),
}
const SECRET: FactKind = { attribute: CREDENTIALS, by: 'mms.associate' }

/** MMS (ISO 9506) over ISO transport on TCP, as IEC 61850-8-1 and TASE.2 (IEC 60870-6) use it. */
export const mms: Dissector<TpktState> = {
  id: 'mms',
  title: 'MMS',
  hints: { tcp: [102] },
  longest: TPKT_LONGEST,
  recognizes: (bytes, from, to, _direction, hinted) => recognizesTpkt(bytes, from, to, hinted, startsMms),
  start: tpktState,
  read: (state, b, from, to, _at, out) => readFramed(framing, state, b, from, to, out),
  meaning,
  docs: {
    about: `Read through TPKT, COTP, session, presentation and ACSE. A confirmed request is \`REQ_<service>\`, its answer \`RES_<service>\` or \`CONF_ERR\` (which does not say what it answers), an unconfirmed message \`UNCONF_<service>\`. Variables, lists, domains, programs and files that a request touches are shown by name, as \`domain/item\`. In names of IEC 61850 the functional constraint says more than the service: writing \`…$CO$…$Oper\` operates a device, \`SBO\` and \`SBOw\` select it, settings, set points, report, GOOSE and logging control have titles and classes of their own. An answer to reading or writing is refused when every item of it failed; errors for want of a right are marked (\`denied\`). Identify gives make, product and firmware. A password of the association is told as present. Associations, releases and aborts are counted with the transport below (\`cotp\`).`,
    checked: ['captures', 'reference'],
    known,
  },
  objectName: (kind) => OBJECTS[kind] ?? `kind ${kind}`,
}

const framing = tpktFraming<TpktState>({
  message(_state, b, from, to, out) {
    const spdu = spduOf(b, from, to)
    const isKnown = spdu === SPDU.DT || (spdu >= SPDU.FN && spdu <= SPDU.AC && spdu !== 0x0b) || spdu === SPDU.AB
    const presentation = isKnown ? presentationAt(b, from, to) : -1
    const at = presentation < 0 ? -1 : innerAt(b, presentation, to)
    const end = at < 0 ? -1 : berEnd(b, at, to)
    if (end > 0 && b[at]! >= AARQ && b[at]! <= ABRT) association(b, at, end, out)
    else if (end > 0) pdu(b, at, end, out)
    else if (spdu === SPDU.RF || spdu === SPDU.AB) out.operation((ASSOCIATING << KIND) | spdu, REFUSED)
    else if (spdu !== SPDU.FN && spdu !== SPDU.DN) out.lost(to - from)
  },
  control(_state, code, b, from, to, out) {
    out.operation((CONNECTION << KIND) | code, cotpOutcome(code))
    const tsap = calledTsap(code, b, from, to)
    if (tsap >= 0) out.object(TSAP, tsap, tsap)
  },
})

function association(b: Uint8Array, i: number, to: number, out: Sink): void {
  const tag = b[i]!
  const answers = tag === AARE || tag === AARE + 2
  const refused = tag === ABRT || (tag === AARE && resultOf(b, i, to) > 0)
  out.operation((ASSOCIATING << KIND) | tag, refused ? REFUSED : answers ? DONE : ASKED)
  if (tag === AARQ && hasPassword(b, i, to)) out.fact(SECRET, 'MMS password', 'receiver')
  const inside = userInformationAt(b, i, to)
  const end = inside < 0 ? -1 : berEnd(b, inside, to)
  if (end > 0) pdu(b, inside, end, out)
}

function pdu(b: Uint8Array, i: number, to: number, out: Sink): void {
  switch (b[i]) {
    case 0xa0:
    case 0xa1:
      return confirmed(b, i, to, out)
    case 0xa2:
      return failure(b, berContent(b, i), to, out)
    case 0xa3:
      return report(b, i, to, out)
    default: {
      const row = PDUS[b[i]!] ?? (b[i]! >= 0x80 ? ASSOCIATION[b[i]!] : undefined)
      if (!row) return out.lost(to - i)
      const outcome = row.name.endsWith('_REQ') ? ASKED : row.name.endsWith('_RES') ? DONE : REFUSED
      out.operation(((PDUS[b[i]!] ? PDU : ASSOCIATING) << KIND) | b[i]!, outcome)
    }
  }
}

function confirmed(b: Uint8Array, start: number, to: number, out: Sink): void {
  const from = berContent(b, start)
  let i = berEnd(b, from, to)
  // A list of modifiers may stand before the service.
  if (i > 0 && b[i] === 0x30) i = berEnd(b, i, to)
  const end = i < 0 ? -1 : berEnd(b, i, to)
  if (end < 0 || b[from] !== 0x02) return out.lost(to - start)
  const choice = choiceOf(b, i)
  if (b[start] === 0xa0) request(b, i, end, choice, out)
  else response(b, berContent(b, i), end, choice, out)
}

/** The number of a tag of the context class, whatever its form; 255 for others and beyond. */
function choiceOf(b: Uint8Array, i: number): number {
  const tag = berTag(b, i)
  const number = tag < 256 ? tag & 0x1f : tag % 0x200000
  return (b[i]! & 0xc0) === 0x80 && number < 255 ? number : 255
}

function request(b: Uint8Array, i: number, to: number, choice: number, out: Sink): void {
  const at = berContent(b, i)
  const names = SERVICES[choice]?.names
  const found = names && (choice === READ || choice === WRITE) ? accessIn(b, at, to, names) : 0
  const access = choice === READ ? readAccess(found) : found
  out.operation((REQUEST << KIND) | (access << ACCESS) | choice, ASKED)
  if (names && at < to) tellNames(b, at, to, names, (b[i]! & 0x20) === 0, out)
}

function response(b: Uint8Array, at: number, to: number, choice: number, out: Sink): void {
  // Before the results of a read its specification may be repeated.
  const list = choice === READ ? berFind(b, at, to, 0xa1) : -1
  const results = choice === WRITE ? at : list < 0 ? -1 : berContent(b, list)
  if (results >= 0) return accessResults(b, results, to, choice, out)
  out.operation((RESPONSE << KIND) | choice, DONE)
  if (choice !== IDENTIFY) return
  for (let i = at, end = 0; (end = berEnd(b, i, to)) > 0; i = end) {
    const kind = IDENTITY[b[i]!]
    const value = kind ? textAt(b, berContent(b, i), end).trim() : ''
    if (kind && value !== '') out.fact(kind, value)
  }
}

/** Results of reading and writing: tag 0 is an error, all others are values. */
function accessResults(b: Uint8Array, from: number, to: number, choice: number, out: Sink): void {
  let good = from >= to
  for (let i = from, end = 0; !good && (end = berEnd(b, i, to)) > 0; i = end) good = b[i] !== 0x80
  out.operation((RESPONSE << KIND) | choice, good ? DONE : REFUSED)
  for (let i = from, end = 0; (end = berEnd(b, i, to)) > 0; i = end) {
    if (b[i] !== 0x80) continue
    const code = berInteger(b, berContent(b, i), end)
    if (!(code >= 0 && code < 256)) continue
    out.object(ACCESS_ERROR, code, code)
    if (code === ACCESS_DENIED) out.object(DENIED, code, code)
  }
}

/** A confirmed error: invoke id, then the service error with its class and code. */
function failure(b: Uint8Array, from: number, to: number, out: Sink): void {
  out.operation(FAILURE << KIND, REFUSED)
  for (let i = from, end = 0; (end = berEnd(b, i, to)) > 0; i = end) {
    if (b[i] !== 0xa2) continue
    const outer = berContent(b, i)
    const inner = outer < end && b[outer] === 0xa0 ? berContent(b, outer) : -1
    const last = inner < 0 ? -1 : berEnd(b, inner, end)
    const code = last < 0 ? Number.NaN : berInteger(b, berContent(b, inner), last)
    if (!(code >= 0 && code < 100)) return
    const number = (b[inner]! & 0x1f) * 100 + code
    out.object(ERROR, number, number)
    if ((b[inner]! & 0x1f) === ACCESS_CLASS && code === ACCESS_DENIED) out.object(DENIED, number, number)
  }
}

function report(b: Uint8Array, start: number, to: number, out: Sink): void {
  const i = berContent(b, start)
  const end = berEnd(b, i, to)
  if (end < 0) return out.lost(to - start)
  const choice = choiceOf(b, i)
  out.operation((REPORT << KIND) | choice, DONE)
  const names = UNCONFIRMED[choice]?.names
  const at = berContent(b, i)
  if (names && at < end) tellNames(b, at, end, names, false, out)
}

function* known() {
  const row = (code: number, direction: Direction, outcome: OutcomeCode) => ({ code, direction, outcome })
  for (const choice of Object.keys(SERVICES).map(Number)) {
    yield row((REQUEST << KIND) | choice, C2S, ASKED)
    if (choice === WRITE)
      for (let access = 1; access < ACCESSES.length; access++)
        yield row((REQUEST << KIND) | (access << ACCESS) | choice, C2S, ASKED)
  }
  for (const choice of Object.keys(UNCONFIRMED).map(Number)) yield row((REPORT << KIND) | choice, S2C, DONE)
  for (const tag of Object.keys(PDUS).map(Number)) yield row((PDU << KIND) | tag, C2S, ASKED)
  yield row(FAILURE << KIND, S2C, REFUSED)
  for (const tag of Object.keys(ASSOCIATION).map(Number)) yield row((ASSOCIATING << KIND) | tag, C2S, ASKED)
}

function meaning(code: number, _direction: Direction, _outcome: OutcomeCode): OperationMeaning {
  const kind = code >> KIND
  const low = code & 0xff
  if (kind === CONNECTION) return cotpMeaning(low)
  if (kind === ASSOCIATING)
    return {
      protocol: 'cotp',
      ...(ASSOCIATION[low] ?? { name: `ACSE_${low}`, title: 'association', class: 'session' }),
    }
  if (kind === FAILURE) return { name: 'CONF_ERR', title: 'confirmed service refused', class: 'other' }
  if (kind === PDU) return PDUS[low] ?? { name: `PDU_${low}`, title: 'unknown message', class: 'other' }
  const name = `${kind === REQUEST ? 'REQ' : kind === RESPONSE ? 'RES' : 'UNCONF'}_${low}`
  const { title, class: klass } = (kind === REPORT ? UNCONFIRMED : SERVICES)[low] ?? UNKNOWN
  const access = ACCESSES[(code >> ACCESS) & 0xff]
  if (kind === REQUEST && access?.title) return { name, title: `${title}: ${access.title}`, class: access.class }
  return { name, title, class: klass }
}

const UNKNOWN = { title: 'unknown service', class: 'other' } as const
