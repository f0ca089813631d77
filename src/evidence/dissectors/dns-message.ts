import { textAt } from '../../groundwork/bytes.ts'
import { type Ip, ip4Text, ip6At } from '../../groundwork/ip.ts'
import { ASKED, DONE, type FactKind, type OperationMeaning, REFUSED, type Sink } from '../dissector.ts'
import { KINDS, OPCODES, TRANSFERS, TYPES } from './dns-names-table.ts'
import { u16 } from './integers.ts'

/** Header of a message (RFC 1035 clause 4.1.1). */
export const DNS_HEAD = 12
/** Names follow each other by pointers at most so often, so that a loop ends. */
const MAX_POINTERS = 16
const LONGEST_NAME = 255
/** Records of one message that are looked at. */
const MAX_RECORDS = 64

const NAME = KINDS.indexOf('name')
const CODE = KINDS.indexOf('response-code')
const SERVICE = KINDS.indexOf('service')

/** Bits of an operation code: type asked for, operation, whether it is an answer. */
const OPERATION = 16
const ANSWER = 20

const [A, PTR, HINFO, TXT, AAAA, SRV] = [1, 12, 13, 16, 28, 33]

/** Which facts a protocol of this family takes from answers. */
export interface DnsFacts {
  /** The name of an address, about that address. */
  readonly name: FactKind
  /** What hosts say about themselves in mDNS: system, model, services. */
  readonly os?: FactKind
  readonly product?: FactKind
  readonly service?: FactKind
}

/** A name put together from its labels; one buffer, filled anew. */
const name = new Uint8Array(LONGEST_NAME + 1)
let nameLength = 0

/** Whether a message may stand at `b[i, to)`: known operation, few questions, and every question within its bounds. */
export function looksLikeDns(b: Uint8Array, i: number, to: number): boolean {
  if (to - i < DNS_HEAD) return false
  const operation = (b[i + 2]! >> 3) & 15
  const questions = u16(b, i + 4)
  const records = u16(b, i + 6) + u16(b, i + 8) + u16(b, i + 10)
  if (OPCODES[operation] === undefined || (b[i + 3]! & 0x40) !== 0) return false
  if (questions > 32 || records > 4096 || questions + records === 0) return false
  if ((b[i + 2]! & 0x80) === 0 && (b[i + 3]! & 15) !== 0) return false
  let at = i + DNS_HEAD
  for (let n = 0; n < questions; n++) {
    at = skipName(b, at, to)
    if (at < 0 || at + 4 > to) return false
    at += 4
  }
  return true
}

/** Reads one whole message; false where it is none. */
export function readDns(b: Uint8Array, i: number, to: number, facts: DnsFacts, out: Sink): boolean {
  if (!looksLikeDns(b, i, to)) return false
  const answer = (b[i + 2]! & 0x80) !== 0
  const operation = (b[i + 2]! >> 3) & 15
  const failed = b[i + 3]! & 15
  const questions = u16(b, i + 4)
  const answers = u16(b, i + 6)
  let at = i + DNS_HEAD
  const first = questions > 0 ? u16(b, skipName(b, at, to)) : firstType(b, at, to)
  out.operation(
    first | (operation << OPERATION) | (answer ? 1 << ANSWER : 0),
    !answer ? ASKED : failed === 0 ? DONE : REFUSED,
  )
  if (answer && failed !== 0) out.object(CODE, failed, failed)
  for (let n = 0; n < questions; n++) {
    const end = skipName(b, at, to)
    if (takeName(b, i, at, to)) out.named(NAME, name, 0, nameLength)
    at = end + 4
  }
  if (answer && failed === 0) {
    const more = u16(b, i + 8) + u16(b, i + 10)
    records(b, i, at, to, Math.min(MAX_RECORDS, answers + (facts.service ? more : 0)), facts, out)
  }
  return true
}

function records(
  b: Uint8Array,
  start: number,
  from: number,
  to: number,
  count: number,
  facts: DnsFacts,
  out: Sink,
): void {
  let at = from
  for (let n = 0; n < count; n++) {
    const head = skipName(b, at, to)
    if (head < 0 || head + 10 > to) return
    const type = u16(b, head)
    const data = head + 10
    const end = data + u16(b, head + 8)
    if (end > to) return
    if (type === A && end - data === 4) nameOf(b, start, at, to, ip4At(b, data), facts, out)
    else if (type === AAAA && end - data === 16) nameOf(b, start, at, to, ip6At(b, data), facts, out)
    else if (facts.service) announced(b, start, at, data, end, to, type, facts, out)
    at = end
  }
}

function nameOf(b: Uint8Array, start: number, at: number, to: number, address: Ip, facts: DnsFacts, out: Sink): void {
  if (takeName(b, start, at, to)) out.fact(facts.name, textAt(name, 0, nameLength), address)
}

/** What hosts announce in mDNS (RFC 6763): services by PTR and SRV, the system by HINFO, the model by TXT. */
function announced(
  b: Uint8Array,
  start: number,
  at: number,
  data: number,
  end: number,
  to: number,
  type: number,
  facts: DnsFacts,
  out: Sink,
): void {
  if (type === PTR && takeName(b, start, at, to) && nameStarts('_')) {
    out.named(SERVICE, name, 0, nameLength)
    // The list of kinds of services is no service of the sender.
    if (!nameStarts('_services.')) out.fact(facts.service!, textAt(name, 0, nameLength))
  } else if (type === SRV && takeName(b, start, at, to)) out.named(SERVICE, name, 0, nameLength)
  else if (type === HINFO && facts.os) {
    const cpu = data < end ? data + 1 + b[data]! : end
    const os = cpu < end ? cpu + 1 + b[cpu]! : end
    if (cpu < end && os <= end) out.fact(facts.os, textAt(b, cpu + 1, os))
  } else if (type === TXT && facts.product) model(b, data, end, facts.product, out)
}

const MODEL = /^(?:model|md|ty|product)=\(?(.+?)\)?$/i

function model(b: Uint8Array, from: number, to: number, kind: FactKind, out: Sink): void {
  for (let at = from; at < to; at += 1 + b[at]!) {
    const end = at + 1 + b[at]!
    // Most texts are others: the first letter spares their decoding.
    const letter = b[at + 1]! | 0x20
    if (end > to || end - at < 5 || (letter !== 0x6d && letter !== 0x74 && letter !== 0x70)) continue
    const value = MODEL.exec(textAt(b, at + 1, end))?.[1]
    if (value) out.fact(kind, value.trim())
  }
}

/** The meaning of a code; `prefix` goes before names. */
export function dnsMeaning(code: number): OperationMeaning {
  const type = code & 0xffff
  const operation = (code >> OPERATION) & 15
  const answer = code >> ANSWER !== 0
  const row = OPCODES[operation] ?? { title: `operation ${operation}`, class: 'other' as const }
  const what = TYPES[type] ?? `TYPE${type}`
  const transfer = operation === 0 && TRANSFERS.has(type)
  const title = transfer ? 'transfer of a whole zone' : operation === 0 ? `${row.title} for ${what}` : row.title
  return {
    name: `${answer ? 'R' : 'Q'}${operation}_${what}`,
    title: answer ? `${title}: answer` : title,
    class: transfer ? 'file' : row.class,
  }
}

/** Codes worth a row of the page of a protocol. */
export function* dnsCodes(operations: readonly number[], types: readonly number[]) {
  for (const operation of operations)
    for (const type of operation === 0 ? types : [6])
      yield { code: type | (operation << OPERATION), direction: 0, outcome: ASKED } as const
}

/** The name of a kind of object. */
export function dnsObject(kind: number): string {
  return KINDS[kind] ?? `kind ${kind}`
}

function firstType(b: Uint8Array, at: number, to: number): number {
  const end = skipName(b, at, to)
  return end >= 0 && end + 2 <= to ? u16(b, end) : 0
}

/** The place behind a name, or -1 where it goes beyond the end or is none. */
function skipName(b: Uint8Array, from: number, to: number): number {
  let at = from
  for (let length = 0; at < to; ) {
    const size = b[at]!
    if (size === 0) return at + 1
    if (size >= 0xc0) return at + 2 <= to ? at + 2 : -1
    if (size > 63) return -1
    at += 1 + size
    length += 1 + size
    if (length > LONGEST_NAME) return -1
  }
  return -1
}

/** Puts the name at `from` into the buffer, dots between its labels; `start` is where the message begins, as pointers count from there. */
function takeName(b: Uint8Array, start: number, from: number, to: number): boolean {
  nameLength = 0
  let at = from
  for (let pointers = 0; at < to && pointers < MAX_POINTERS; ) {
    const size = b[at]!
    if (size === 0) return nameLength > 0
    if (size >= 0xc0) {
      if (at + 2 > to) return false
      at = start + (((size & 0x3f) << 8) | b[at + 1]!)
      pointers++
      continue
    }
    if (size > 63 || at + 1 + size > to || nameLength + size + 1 > LONGEST_NAME) return false
    if (nameLength > 0) name[nameLength++] = 0x2e
    name.set(b.subarray(at + 1, at + 1 + size), nameLength)
    nameLength += size
    at += 1 + size
  }
  return false
}

function nameStarts(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (i >= nameLength || name[i] !== text.charCodeAt(i)) return false
  return true
}

function ip4At(b: Uint8Array, i: number): Ip {
  return ip4Text((b[i]! << 24) | (b[i + 1]! << 16) | (b[i + 2]! << 8) | b[i + 3]!)
}
