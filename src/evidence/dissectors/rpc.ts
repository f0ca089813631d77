import { ASKED, DONE, type OperationMeaning, type OutcomeCode, REFUSED, type Sink } from '../dissector.ts'
import { isUuid, long, uuid } from './dce-rpc.ts'
import { u16, u16le } from './integers.ts'
import { ntlmAt, tellNtlm } from './ntlmssp.ts'
import { INTERFACES } from './rpc-interfaces.ts'

/** Connection-oriented DCE/RPC (C706, 12.6; MS-RPCE), wherever it is carried: booked under `msrpc`. */

/** Length of the header that all PDUs have. */
const HEADER = 16
/** Codes and the kind of object of a refusal begin here, so that dissectors that carry calls have room for their own below. */
export const RPC_BASE = 0x400000
const CALL = 0x200000
const OPNUM_BITS = 10
const MOST_OPNUM = (1 << OPNUM_BITS) - 1
const UNKNOWN = 0x3ff

/** Kinds of PDU (C706, 12.6.4). */
const REQUEST = 0
const RESPONSE = 2
const FAULT = 3
const BIND = 11
const BIND_ACK = 12
const BIND_NAK = 13
const ALTER = 14
const ALTER_ANSWER = 15
const AUTH3 = 16
const LAST_TYPE = 19
const FIRST_FRAGMENT = 0x01

const TYPES: Readonly<Record<number, readonly [name: string, title: string]>> = {
  [RESPONSE]: ['RESPONSE', 'answer to a call'],
  [FAULT]: ['FAULT', 'a call failed'],
  [BIND]: ['BIND', 'bind to an interface'],
  [BIND_ACK]: ['BIND', 'bind to an interface'],
  [BIND_NAK]: ['BIND', 'bind to an interface'],
  [ALTER]: ['ALTER_CONTEXT', 'bind to another interface'],
  [ALTER_ANSWER]: ['ALTER_CONTEXT', 'bind to another interface'],
  [AUTH3]: ['AUTH3', 'prove who it is'],
  17: ['SHUTDOWN', 'ask to close'],
  18: ['CANCEL', 'cancel a call'],
  19: ['ORPHANED', 'give up a call'],
}

const UUIDS = INTERFACES.map((each) => uuid(each.uuid))
const NAMES = INTERFACES.map(({ name }) => Uint8Array.from(name, (c) => c.charCodeAt(0)))
/** The fault for want of a right (MS-ERREF, 2.2). */
const ACCESS_DENIED = 5
const MOST_BINDINGS = 16
const MOST_CONTEXTS = 8

/** What one direction remembers of what it is bound to: keys (of a pipe) and contexts, with the interface of each. */
export interface Bindings {
  readonly keys: number[]
  readonly contexts: number[]
  readonly interfaces: number[]
}

/** The numbers of the kinds of objects that are told with calls. */
export interface RpcKinds {
  readonly interface: number
  readonly denied: number
  readonly login: number
}

/** Nothing is bound yet. */
export function freshBindings(): Bindings {
  return { keys: [], contexts: [], interfaces: [] }
}

/** Whether a whole header of a PDU of version 5 stands in `b[from, to)`; its length may reach beyond. */
export function looksLikeRpc(b: Uint8Array, from: number, to: number): boolean {
  if (to - from < HEADER || b[from] !== 5 || b[from + 1]! > 1 || b[from + 2]! > LAST_TYPE) return false
  const little = isLittleEndian(b, from)
  return (b[from + 4]! & 0xee) === 0 && b[from + 5]! <= 3 && b[from + 6] === 0 && word(b, from + 8, little) >= HEADER
}

/** Bytes of the PDU at `from`, which has been recognized. */
export function rpcLength(b: Uint8Array, from: number): number {
  return word(b, from + 8, isLittleEndian(b, from))
}

/** Tells of the PDU at `from`, of which the bytes before `to` are there; `key` tells pipes apart. */
export function rpcMessage(
  bindings: Bindings,
  key: number,
  b: Uint8Array,
  from: number,
  to: number,
  kinds: RpcKinds,
  out: Sink,
): void {
  const type = b[from + 2]!
  const little = isLittleEndian(b, from)
  if (type === REQUEST) {
    if ((b[from + 3]! & FIRST_FRAGMENT) === 0 || from + 24 > to) return
    const at = find(bindings, key, word(b, from + 20, little))
    const opnum = Math.min(MOST_OPNUM, word(b, from + 22, little))
    out.operation(RPC_BASE | CALL | ((at < 0 ? UNKNOWN : bindings.interfaces[at]!) << OPNUM_BITS) | opnum, ASKED)
  } else if (type === BIND || type === ALTER) {
    out.operation(RPC_BASE | type, ASKED)
    contexts(bindings, key, b, from + 24, to, little, kinds.interface, out)
    proof(b, from, to, little, kinds.login, out)
  } else if (type !== RESPONSE || b[from + 3]! & FIRST_FRAGMENT) {
    out.operation(RPC_BASE | type, outcomeOf(type))
    if (type === BIND_ACK || type === ALTER_ANSWER || type === AUTH3) proof(b, from, to, little, kinds.login, out)
    if (type !== FAULT || from + 28 > to) return
    const status = long(b, from + 24, little)
    if (status === ACCESS_DENIED) out.object(kinds.denied, status, status)
  }
}

/** What stands behind a bind to prove who it is (MS-RPCE, 2.2.2.11): only NTLM says something of its sender. */
function proof(b: Uint8Array, from: number, to: number, little: boolean, login: number, out: Sink): void {
  if (word(b, from + 10, little) === 0) return
  const at = ntlmAt(b, from + HEADER, to)
  if (at >= 0) tellNtlm(b, at, to, login, out)
}

function outcomeOf(type: number): OutcomeCode {
  if (type === FAULT || type === BIND_NAK) return REFUSED
  return type === RESPONSE || type === BIND_ACK || type === ALTER_ANSWER ? DONE : ASKED
}

/** The contexts of a bind (12.6.4.3): a number, the interface, and how values are written. */
function contexts(
  bindings: Bindings,
  key: number,
  b: Uint8Array,
  from: number,
  to: number,
  little: boolean,
  bound: number,
  out: Sink,
): void {
  if (from + 4 > to) return
  const count = Math.min(MOST_CONTEXTS, b[from]!)
  for (let n = 0, i = from + 4; n < count && i + 24 <= to; n++) {
    const known = UUIDS.findIndex((wanted) => isUuid(b, i + 4, little, wanted))
    bind(bindings, key, word(b, i, little), known < 0 ? UNKNOWN : known)
    if (known >= 0) out.named(bound, NAMES[known]!, 0, NAMES[known]!.length)
    i += 24 + b[i + 2]! * 20
  }
}

function bind(bindings: Bindings, key: number, context: number, known: number): void {
  const at = find(bindings, key, context)
  if (at >= 0) bindings.interfaces[at] = known
  else {
    if (bindings.keys.length >= MOST_BINDINGS)
      for (const list of [bindings.keys, bindings.contexts, bindings.interfaces]) list.shift()
    bindings.keys.push(key)
    bindings.contexts.push(context)
    bindings.interfaces.push(known)
  }
}

function find(bindings: Bindings, key: number, context: number): number {
  for (let k = 0; k < bindings.keys.length; k++)
    if (bindings.keys[k] === key && bindings.contexts[k] === context) return k
  return -1
}

/** The meaning of a code from `RPC_BASE` on, to be booked under `msrpc`. */
export function rpcMeaning(code: number): OperationMeaning {
  const type = code & (CALL - 1)
  if ((code & CALL) === 0) {
    const row = TYPES[type]
    return row
      ? { name: row[0], title: row[1], class: 'session' }
      : { name: `PDU_${type}`, title: 'unknown message', class: 'other' }
  }
  const opnum = code & MOST_OPNUM
  const called = INTERFACES[(code >> OPNUM_BITS) & UNKNOWN]
  const [name, title, kind] = called?.procedures[opnum] ?? [`${opnum}`, 'call', 'other']
  return called
    ? { name: `${called.name}_${name}`, title: `${called.name}: ${title}`, class: kind }
    : { name: `CALL_${name}`, title: 'call of an interface that is not known', class: kind }
}

/** The codes worth a row of their own. */
export function* rpcKnown() {
  for (const type of Object.keys(TYPES)) yield { code: RPC_BASE | Number(type), direction: 0, outcome: ASKED } as const
  for (const [index, { procedures }] of INTERFACES.entries())
    for (const opnum of Object.keys(procedures))
      yield { code: RPC_BASE | CALL | (index << OPNUM_BITS) | Number(opnum), direction: 0, outcome: ASKED } as const
}

function isLittleEndian(b: Uint8Array, from: number): boolean {
  return (b[from + 4]! & 0xf0) === 0x10
}

function word(b: Uint8Array, i: number, little: boolean): number {
  return little ? u16le(b, i) : u16(b, i)
}
