import { ASKED, CREDENTIALS, DONE, type FactKind, type OutcomeCode, REFUSED, type Sink } from '../../dissector.ts'
import { u16le, u32le } from '../integers.ts'
import {
  AUDITED,
  CONNECTION_MANAGER,
  DOMAIN,
  EXECUTE,
  EXECUTE_DH,
  FORWARD_CLOSE,
  FORWARD_OPEN,
  IDENTITY,
  LARGE_FORWARD_OPEN,
  MULTIPLE,
  NO_CLASS,
  PCCC,
  PCCC_OBJECT,
  PRIVILEGE_VIOLATION,
  ROUTER,
  SAFETY_SUPERVISOR,
  SIGNED,
  SYMBOL,
  TAG,
  UNCONNECTED_SEND,
} from './cip-table.ts'
import {
  diagnosticStatus,
  identityListReply,
  identityReply,
  interfaceReply,
  originator,
  type Told,
} from './identity.ts'
import { carrierCode, classOf, DETAILS, replyCode, requestCode, RESET } from './meanings.ts'
import { isSafetyPath, KIND, touchAttribute, walk } from './path.ts'
import { commandCode, commandRow, isCommand, isReply, refusal, replyCode as pcccReplyCode, touchFiles } from './pccc.ts'

/** Messages of CIP (CIP Volume 1, clause 2-4), requests and replies, with what is embedded in them. */

const DEEPEST = 4
const MOST_ATTRIBUTES = 64
/** Vendor and serial number before a PCCC command, with the byte that counts them. */
const REQUESTOR = 7
/** Links and nodes of DH+ before a PCCC command. */
export const DH_HEAD = 8
/** Sequence number and signature behind a signed request, and the head before an audited one. */
const SIGNATURE = 24
const AUDIT_HEAD = 8

const SAFETY_PASSWORD: FactKind = { attribute: CREDENTIALS, by: 'cip.safety-supervisor' }
const PASSWORD_BYTES = 16

/** General status (CIP Volume 1, appendix B). */
const [SUCCESS, CONNECTION_FAILURE, PARTIAL, EMBEDDED_ERROR, PROCESSING] = [0x00, 0x01, 0x06, 0x1e, 0xff]

/** Reads the request or reply in `b[i, to)`. The route of an outer message is that of all inside. */
export function message(
  state: Told,
  b: Uint8Array,
  i: number,
  to: number,
  out: Sink,
  depth = 0,
  routeFrom = 0,
  routeTo = 0,
): void {
  if (i >= to) return
  if (b[i]! & 0x80) reply(state, b, i, to, out, depth)
  else request(state, b, i, to, out, depth, routeFrom, routeTo)
}

/** Reads the PCCC command or reply in `b[from, to)`, which stands in CIP or in an item of its own. */
export function pccc(state: Told, b: Uint8Array, from: number, to: number, out: Sink): void {
  if (isReply(b, from, to)) {
    out.operation((PCCC << DOMAIN) | pcccReplyCode(b, from), refusal(b, from, to, undefined) ? REFUSED : DONE)
    insideReply(state, b, from, to, out)
  } else if (isCommand(b, from, to)) {
    out.operation((PCCC << DOMAIN) | commandCode(b, from, to), ASKED)
    touchFiles(b, from, to, out)
  } else if (to > from) out.lost(to - from)
}

function request(
  state: Told,
  b: Uint8Array,
  i: number,
  to: number,
  out: Sink,
  depth: number,
  routeFrom: number,
  routeTo: number,
): void {
  const service = b[i]!
  const path = Math.min(to, i + 2)
  const data = i + 2 > to ? to : Math.min(to, path + 2 * b[i + 1]!)
  const cls = walk(b, path, data)
  const inner = carried(b, cls, service, data, to)
  out.operation(
    inner > 0 ? carrierOf(b, cls, service, inner, to) : requestCode(cls, service, detail(b, cls, service, data, to)),
    ASKED,
  )
  walk(b, path, data, out)
  if (routeTo > routeFrom) walk(b, routeFrom, routeTo, out)
  if (service === MULTIPLE) several(state, b, data, to, out, depth, routeFrom, routeTo)
  else if (inner > 0 && cls === PCCC_OBJECT) {
    if (service === EXECUTE && b[data] === REQUESTOR) originator(state, b, data + 1, out)
    pccc(state, b, inner, to, out)
  } else if (inner > 0) walk(b, inner + 2, innerData(b, inner, to), out)
  else if (cls === CONNECTION_MANAGER) connection(state, b, service, data, to, out, depth)
  else if (cls === SAFETY_SUPERVISOR) password(b, service, data, to, out)
  else if (service === 0x03 || service === 0x04) attributes(b, cls, service, data, to, out)
}

/** The services of a multiple service packet: how many, where each begins, and then each. */
function several(
  state: Told,
  b: Uint8Array,
  from: number,
  to: number,
  out: Sink,
  depth: number,
  routeFrom: number,
  routeTo: number,
): void {
  const count = from + 2 <= to ? u16le(b, from) : 0
  let at = from + 2 + 2 * count
  if (depth >= DEEPEST || at > to) return
  for (let n = 0; n < count; n++) {
    const start = from + u16le(b, from + 2 + 2 * n)
    const end = n + 1 < count ? from + u16le(b, from + 4 + 2 * n) : to
    if (start < at || end <= start || end > to) return
    message(state, b, start, end, out, depth + 1, routeFrom, routeTo)
    at = end
  }
}

/** Services of the connection manager (CIP Volume 1, clause 3-5.5): what is sent on, opened and closed. */
function connection(
  state: Told,
  b: Uint8Array,
  service: number,
  i: number,
  to: number,
  out: Sink,
  depth: number,
): void {
  if (service === UNCONNECTED_SEND && i + 4 <= to) {
    const end = Math.min(to, i + 4 + u16le(b, i + 2))
    const route = end + ((end - i) & 1)
    const routeFrom = Math.min(to, route + 2)
    const routeTo = Math.min(to, routeFrom + 2 * (route < to ? b[route]! : 0))
    walk(b, routeFrom, routeTo, out)
    if (depth < DEEPEST) message(state, b, i + 4, end, out, depth + 1, routeFrom, routeTo)
  } else if (service === FORWARD_CLOSE && i + 12 <= to) {
    walk(b, i + 12, Math.min(to, i + 12 + 2 * b[i + 10]!), out)
    originator(state, b, i + 4, out)
  } else if ((service === FORWARD_OPEN || service === LARGE_FORWARD_OPEN) && pathOf(service, i) <= to) {
    const large = service === LARGE_FORWARD_OPEN
    const toTarget = large ? u32le(b, i + 26) & 0xffff : u16le(b, i + 26) & 0x1ff
    const toOriginator = large ? u32le(b, i + 34) & 0xffff : u16le(b, i + 32) & 0x1ff
    const path = pathOf(service, i)
    const transport = b[path - 2]! & 15
    out.object(KIND['transport-class'], transport, transport)
    out.object(KIND['size-to-target'], toTarget, toTarget)
    out.object(KIND['size-to-originator'], toOriginator, toOriginator)
    walk(b, path, Math.min(to, path + 2 * b[path - 1]!), out)
    originator(state, b, i + 12, out)
  }
}

/** Where the connection path of a forward open begins, whose data is at `i`. */
function pathOf(service: number, i: number): number {
  return i + (service === LARGE_FORWARD_OPEN ? 40 : 36)
}

/** What a request tells besides its class and service: what kind of connection, how deep a reset. */
function detail(b: Uint8Array, cls: number, service: number, i: number, to: number): number {
  if (cls === IDENTITY && service === RESET) return i < to && (b[i] === 1 || b[i] === 2) ? DETAILS.factory : 0
  if (cls !== CONNECTION_MANAGER || (service !== FORWARD_OPEN && service !== LARGE_FORWARD_OPEN)) return 0
  const path = pathOf(service, i)
  if (path > to) return 0
  if (isSafetyPath(b, path, Math.min(to, path + 2 * b[path - 1]!))) return DETAILS.safety
  return (b[path - 2]! & 15) <= 1 ? DETAILS.io : DETAILS.messages
}

/** Where the message begins that another one carries and that is not counted as CIP; 0 where there is none. */
function carried(b: Uint8Array, cls: number, service: number, data: number, to: number): number {
  if (cls === PCCC_OBJECT && data < to && (service === EXECUTE || service === EXECUTE_DH)) {
    const inner = data + (service === EXECUTE ? b[data]! : DH_HEAD)
    return inner > data && isCommand(b, inner, to) ? inner : 0
  }
  if (cls !== ROUTER || (service !== SIGNED && service !== AUDITED)) return 0
  const inner = data + (service === SIGNED ? 0 : AUDIT_HEAD)
  return inner + 2 + SIGNATURE <= to && innerData(b, inner, to) <= to - SIGNATURE ? inner : 0
}

function carrierOf(b: Uint8Array, cls: number, service: number, inner: number, to: number): number {
  if (cls === PCCC_OBJECT) return carrierCode(service, commandRow(commandCode(b, inner, to)).class)
  return carrierCode(service, classOf(walk(b, inner + 2, innerData(b, inner, to)), b[inner]! & 0x7f))
}

/** The end of the path of a request at `i` of which two bytes are there. */
function innerData(b: Uint8Array, i: number, to: number): number {
  return Math.min(to, i + 2 + 2 * b[i + 1]!)
}

function attributes(b: Uint8Array, cls: number, service: number, i: number, to: number, out: Sink): void {
  const count = i + 2 <= to ? u16le(b, i) : 0
  // Between attributes that are set stand values whose size their class knows.
  const most = service === 0x04 ? Math.min(count, 1) : Math.min(count, MOST_ATTRIBUTES)
  for (let n = 0; n < most && i + 4 + 2 * n <= to; n++) touchAttribute(cls, u16le(b, i + 2 + 2 * n), out)
}

/** Tells that a password crossed; sixteen zeros stand for none (CIP Volume 5, safety supervisor). */
function password(b: Uint8Array, service: number, data: number, to: number, out: Sink): void {
  const at = service === 0x4f || service === 0x51 ? data : service >= 0x52 && service <= 0x54 ? data + 1 : to
  if (at + PASSWORD_BYTES > to) return
  for (let i = at; i < at + PASSWORD_BYTES; i++)
    if (b[i] !== 0) return out.fact(SAFETY_PASSWORD, 'CIP Safety password', 'receiver')
}

function reply(state: Told, b: Uint8Array, i: number, to: number, out: Sink, depth: number): void {
  const service = b[i]! & 0x7f
  if (to - i < 4) {
    out.operation(replyCode(NO_CLASS, service), ASKED)
    return
  }
  const status = b[i + 2]!
  const data = Math.min(to, i + 4 + 2 * b[i + 3]!)
  const inner = service === EXECUTE && status === SUCCESS ? carriedReply(b, data, to) : 0
  const outcome = inner > 0 && refusal(b, inner, to, undefined) ? REFUSED : outcomeOf(service, status)
  out.operation(replyCode(inner > 0 ? PCCC_OBJECT : givenAway(service, status, to - data), service), outcome)
  if (outcome === REFUSED && status !== SUCCESS) {
    out.object(KIND.status, status, status)
    if (data - i >= 6) out.object(KIND['extended-status'], u16le(b, i + 4), u16le(b, i + 4))
    if (status === PRIVILEGE_VIOLATION) out.object(KIND.denied, status, status)
  }
  if (inner > 0) insideReply(state, b, inner, to, out)
  else if (service === MULTIPLE) several(state, b, data, to, out, depth, 0, 0)
  else if (service === 0x03 && status === SUCCESS) identityListReply(state, b, data, to, out)
  else if (service === 0x01 && status === SUCCESS) {
    identityReply(state, b, data, to, out)
    interfaceReply(b, data, to, out)
  }
}

function outcomeOf(service: number, status: number): OutcomeCode {
  if (status === SUCCESS || status === PARTIAL) return DONE
  if (status === EMBEDDED_ERROR && service === MULTIPLE) return DONE
  return status === PROCESSING ? ASKED : REFUSED
}

/** The class whose reply it is, as far as service, status and size of the data give it away. */
function givenAway(service: number, status: number, size: number): number {
  switch (service) {
    case FORWARD_OPEN:
    case LARGE_FORWARD_OPEN:
      return CONNECTION_MANAGER
    case FORWARD_CLOSE:
      return size >= 8 || status === CONNECTION_FAILURE ? CONNECTION_MANAGER : TAG
    case UNCONNECTED_SEND:
      return status !== SUCCESS && status !== PARTIAL && (size === 1 || status === CONNECTION_FAILURE)
        ? CONNECTION_MANAGER
        : TAG
    case 0x55:
      return SYMBOL
    default:
      return TAG
  }
}

/** Where a PCCC reply begins in the data of a reply; 0 where the layout does not prove that there is one. */
function carriedReply(b: Uint8Array, data: number, to: number): number {
  const inner = data + REQUESTOR
  return data < to && b[data] === REQUESTOR && isReply(b, inner, to) ? inner : 0
}

function insideReply(state: Told, b: Uint8Array, from: number, to: number, out: Sink): void {
  if (!refusal(b, from, to, out) && b[from] === 0x46) diagnosticStatus(state, b, from + 4, to, out)
}
