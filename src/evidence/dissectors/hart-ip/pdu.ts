import { ASKED, CREDENTIALS, DONE, type FactKind, type OutcomeCode, REFUSED, type Sink } from '../../dissector.ts'
import { u16, u24 } from '../integers.ts'
import { OBJECTS, SECRETS } from './command-table.ts'
import { type IdentityState, readIdentity } from './identity.ts'

/** Bits of the operation code of a command: its number, and whether it stood inside command 31, command 77 or a direct PDU. */
export const EXTENDED = 1 << 16
export const INSIDE_77 = 1 << 17
export const IN_DIRECT = 1 << 18

/** Kinds of objects for devices by type begin here. */
export const DEVICE = 1 << 20

const [BURST, REQUEST, ANSWER] = [1, 2, 6]
const [EXTENSION, TO_SUB_DEVICE] = [31, 77]
const POLL = OBJECTS.indexOf('poll-address')
const VARIABLE = OBJECTS.indexOf('variable')
const RESPONSE_CODE = OBJECTS.indexOf('response-code')
const COMMAND = OBJECTS.indexOf('command')
const CARD = OBJECTS.indexOf('card')
const CHANNEL = OBJECTS.indexOf('channel')
const SECRET: FactKind = { attribute: CREDENTIALS, by: 'hart-ip.command' }

/** Where the command number of the token-passing PDU at `i` stands; -1 when no PDU begins there (HCF_SPEC-081, clause 5). */
function commandAt(b: Uint8Array, i: number, to: number): number {
  let p = i
  while (p < to && b[p] === 0xff) p++
  if (p >= to) return -1
  const type = b[p]! & 7
  if (type !== BURST && type !== REQUEST && type !== ANSWER) return -1
  const at = p + 1 + (b[p]! & 0x80 ? 5 : 1) + ((b[p]! >> 5) & 3)
  return at + 2 > to ? -1 : at
}

/** Whether the bytes are exactly one token-passing PDU with the right check byte. */
export function isExactPdu(b: Uint8Array, i: number, to: number): boolean {
  const at = commandAt(b, i, to)
  if (at < 0 || at + 3 + b[at + 1]! !== to) return false
  let check = 0
  for (let p = i; p < to; p++) if (check !== 0 || b[p] !== 0xff) check ^= b[p]!
  return check === 0
}

/** Reports the token-passing PDU at `i`. */
export function pdu(state: IdentityState, b: Uint8Array, i: number, to: number, out: Sink): void {
  const at = commandAt(b, i, to)
  if (at < 0) {
    if (i < to) out.lost(to - i)
    return
  }
  let p = i
  while (b[p] === 0xff) p++
  const long = (b[p]! & 0x80) !== 0
  const device = long ? (u16(b, p + 1) & 0x3fff) * 0x1000000 + u24(b, p + 3) : -1
  const end = Math.min(to, at + 2 + b[at + 1]!)
  command(state, b[at]!, b, at + 2, end, device, (b[p]! & 7) !== REQUEST, out)
  if (long) out.object(DEVICE | (u16(b, p + 1) & 0x3fff), u24(b, p + 3), u24(b, p + 3))
  else out.object(POLL, b[p + 1]! & 0x3f, b[p + 1]! & 0x3f)
}

/** Reports the commands of a direct PDU: device status, then each command with its number in two bytes (HCF_SPEC-085, clause 10). */
export function direct(state: IdentityState, b: Uint8Array, i: number, to: number, answers: boolean, out: Sink): void {
  let p = i + 2
  while (p + 3 <= to) {
    const end = p + 3 + b[p + 2]!
    if (end > to) break
    directCommand(state, b, p, end, answers, out)
    p = end
  }
  if (p < to) out.lost(to - p)
}

/** In a direct PDU the device status is told once for all, and an answer begins with its response code alone. */
function directCommand(state: IdentityState, b: Uint8Array, p: number, end: number, answers: boolean, out: Sink): void {
  const number = u16(b, p)
  const code = answers && p + 3 < end ? b[p + 3]! : 0
  out.operation(number | IN_DIRECT, answers ? outcome(code) : ASKED)
  if (code !== 0) out.object(RESPONSE_CODE, code, code)
  if (!answers) request(number, b, p + 3, end, out)
  else if (outcome(code) === DONE) readIdentity(state, number, b, p + 4, end, -1, out)
}

function command(
  state: IdentityState,
  number: number,
  b: Uint8Array,
  from: number,
  to: number,
  device: number,
  answers: boolean,
  out: Sink,
): void {
  const status = answers && from < to ? b[from]! : 0
  const data = answers ? Math.min(to, from + 2) : from
  const extended = number === EXTENSION && data + 2 <= to
  const inside = number === TO_SUB_DEVICE ? insideAt(b, data, to) : -1
  const real = extended ? u16(b, data) : inside >= 0 ? b[inside]! : number
  const end = answers ? outcome(status) : ASKED
  out.operation(real | (extended ? EXTENDED : 0) | (inside >= 0 ? INSIDE_77 : 0), end)
  if (status !== 0) out.object(RESPONSE_CODE, status, status)
  if (extended || inside >= 0) out.object(COMMAND, real, real)
  if (number === TO_SUB_DEVICE && data + 2 <= to) {
    out.object(CARD, b[data]!, b[data]!)
    out.object(CHANNEL, b[data + 1]!, b[data + 1]!)
    return
  }
  const rest = data + (extended ? 2 : 0)
  if (!answers) request(real, b, rest, to, out)
  else if (end === DONE) readIdentity(state, real, b, rest, to, device, out)
}

/** Where the number of a command to a sub-device stands: behind card, channel, preambles, delimiter and address. */
function insideAt(b: Uint8Array, data: number, to: number): number {
  if (data + 4 > to) return -1
  const at = data + 4 + (b[data + 3]! & 0x80 ? 5 : 1)
  return at < to ? at : -1
}

/** What a request touches besides the device. */
function request(number: number, b: Uint8Array, from: number, to: number, out: Sink): void {
  if (number === 9 || number === 33) for (let i = from; i < to; i++) out.object(VARIABLE, b[i]!, b[i]!)
  else if ((number >= 52 && number <= 56) || number === 79 || (number >= 80 && number <= 83)) {
    if (from < to) out.object(VARIABLE, b[from]!, b[from]!)
  }
  const secret = SECRETS[number]
  if (secret !== undefined && from < to) out.fact(SECRET, secret, 'receiver')
}

/**
 * How a command ended, by its response code (HCF_SPEC-307): the highest bit is a communication error; some codes are
 * warnings; 33 and 34 say that the answer comes later.
 */
export function outcome(code: number): OutcomeCode {
  if (code === 33 || code === 34) return ASKED
  const warns = code === 8 || code === 14 || (code >= 24 && code <= 27) || code === 30 || code === 31
  return code === 0 || warns || (code >= 96 && code < 128) ? DONE : REFUSED
}
