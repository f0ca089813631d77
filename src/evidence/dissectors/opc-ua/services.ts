import { type Sink, ASKED, DONE, REFUSED } from '../../dissector.ts'
import { Cursor, NUMERIC } from './cursor.ts'
import {
  application,
  askedUrl,
  buildInfo,
  certificateFacts,
  endpoint,
  modeFact,
  registered,
  secretIn,
} from './identity.ts'
import { ATTRIBUTE, tellMode, tellNode, tellStatus, tellToken } from './objects.ts'
import {
  BUILD_INFO,
  HISTORY_DELETES,
  METHODS,
  SERVER_STATUS,
  SERVICE_FAULT,
  SERVICES,
  TOKENS,
} from './service-table.ts'

/** Operation codes of services: this bit, a detail (what is called, who logs in …), and the node id of the message's type. */
export const SERVICE = 1 << 24
export const DETAIL = 16

const BAD = 0x80000000
const CODES_KEPT = 8
const [CALL, ACTIVATE, CHANGE_HISTORY] = [712, 467, 700]
/** Details of a change of history. */
export const HISTORY_DELETE = 1

/** Indexes into `SERVICES` plus one, negative for answers, by the node id of the message. */
const BY_ID = new Map(
  SERVICES.flatMap(({ request, response }, n) => [
    [request, n + 1],
    [response, -n - 1],
  ]),
)
/** Indexes into `METHODS` plus one. */
const METHOD_BY_ID = new Map(METHODS.flatMap(({ ids }, n) => ids.map((id) => [id, n + 1] as const)))

/** Whether a node id is that of a message type of OPC UA. */
export function isService(id: number): boolean {
  return id === SERVICE_FAULT || BY_ID.has(id)
}

/** Whether a message type is a request, whose sender is the client. */
export function isRequest(id: number): boolean {
  return (BY_ID.get(id) ?? 0) > 0
}

const c = new Cursor()
/** What a walk found: details of the request; how the items of an answer ended. */
let detail = 0
let good = 0
let bad = 0
const codes = new Float64Array(CODES_KEPT)

/** The type of the message whose body lies in `from` to `to`: the number of a node id of namespace 0, or -1. */
export function messageType(b: Uint8Array, from: number, to: number): number {
  c.set(b, from, to)
  c.nodeId()
  return !c.over && c.kind === NUMERIC && c.namespace === 0 && c.number <= 0xffff ? c.number : -1
}

/** Reports one message of a service; `from` is where its type stands. */
export function message(b: Uint8Array, from: number, to: number, id: number, out: Sink): void {
  const index = BY_ID.get(id) ?? 0
  c.set(b, from, to)
  c.nodeId()
  detail = 0
  good = 0
  bad = 0
  if (index > 0) request(id, SERVICES[index - 1]!.asks, out)
  else if (index < 0 || id === SERVICE_FAULT) answer(id, index < 0 ? SERVICES[-index - 1]!.answers : '', out)
  else out.operation(SERVICE | id, ASKED)
}

function request(id: number, layout: string, out: Sink): void {
  // Authentication token, time, handle, diagnostics wanted, audit entry, timeout, additional header (OPC 10000-4, 7.33).
  walk('nduusux', 0, 7, undefined, false)
  const { at, over } = c
  // What is called, and who logs in, is part of the operation; it has to be known before anything is told.
  if (id === CALL || id === ACTIVATE || id === CHANGE_HISTORY) walk(layout, 0, layout.length, undefined, false)
  out.operation(SERVICE | (detail << DETAIL) | id, ASKED)
  c.at = at
  c.over = over
  if (!over) walk(layout, 0, layout.length, out, false)
}

function answer(id: number, layout: string, out: Sink): void {
  walk('du', 0, 2, undefined, false)
  const result = c.u32()
  if (result >= BAD || id === SERVICE_FAULT) {
    out.operation(SERVICE | id, REFUSED)
    if (!c.over && result >= BAD) tellStatus(result, out)
    return
  }
  walk('i[s]x', 0, 5, undefined, false)
  if (!c.over) walk(layout, 0, layout.length, out, true)
  out.operation(SERVICE | id, bad > 0 && good === 0 ? REFUSED : DONE)
  for (let n = 0; n < bad && n < CODES_KEPT; n++) tellStatus(codes[n]!, out)
}

/** Passes the fields of `layout[p, end)` and tells what is worth it; without `out` only what a request is about is found. */
function walk(layout: string, p: number, end: number, out: Sink | undefined, answers: boolean): void {
  for (let i = p; i < end && !c.over; i++) {
    if (layout[i] !== '[') {
      field(layout.charCodeAt(i), out, answers)
      continue
    }
    const close = closing(layout, i)
    const count = c.count()
    for (let n = 0; n < count && !c.over; n++) walk(layout, i + 1, close, out, answers)
    i = close
  }
}

function closing(layout: string, from: number): number {
  let depth = 0
  for (let i = from; ; i++) {
    if (layout[i] === '[') depth++
    else if (layout[i] === ']' && --depth === 0) return i
  }
}

function field(letter: number, out: Sink | undefined, answers: boolean): void {
  switch (letter) {
    case 0x62: // b
      return c.skip(1)
    case 0x75: // u
      return c.skip(4)
    case 0x64: // d
      return c.skip(8)
    case 0x73: // s
      return c.string()
    case 0x5a: // Z
      c.string()
      return out ? certificateFacts(c, out) : undefined
    case 0x6e: // n
      return c.nodeId()
    case 0x78: // x
      return c.extension()
    case 0x76: // v
      return c.variant()
    case 0x71: // q
      return c.qualifiedName()
    case 0x6c: // l
      return c.localizedText()
    case 0x69: // i
      return c.diagnosticInfo()
    case 0x4e: // N
    case 0x4d: // M
      return node(letter === 0x4d, out)
    case 0x41: // A
      return attribute(out)
    case 0x43: // C
      return status(c.u32())
    case 0x56: // V
      return answers ? value(out) : void c.dataValue()
    case 0x54: // T
      return token(out)
    case 0x48: // H
      return historyDetails(out)
    case 0x45: // E
      return endpoint(c, out)
    case 0x44: // D
      return application(c, answers, out)
    case 0x50: // P
      return registered(c, out)
    case 0x55: // U
      return askedUrl(c, out)
    case 0x52: // R
      return mode(out)
  }
}

function node(isMethod: boolean, out: Sink | undefined): void {
  c.nodeId()
  if (isMethod && detail === 0 && c.kind === NUMERIC && c.namespace === 0) detail = METHOD_BY_ID.get(c.number) ?? 0
  if (out && !c.over) tellNode(c, isMethod, out)
}

function attribute(out: Sink | undefined): void {
  const id = c.u32()
  if (out && !c.over) out.object(ATTRIBUTE, id, id)
}

function status(code: number): void {
  if (c.over) return
  if (code < BAD) good++
  else {
    if (bad < CODES_KEPT) codes[bad] = code
    bad++
  }
}

/** A data value of an answer; one that holds what the server says about its build is opened. */
function value(out: Sink | undefined): void {
  const start = c.at
  status(c.dataValue())
  const hasVariant = (c.bytes[start]! & 1) !== 0
  if (!out || c.over || !hasVariant || c.bytes[start + 1] !== 22) return
  const { at, to } = c
  c.at = start + 2
  c.extension()
  if (c.namespace === 0 && c.kind === NUMERIC && (c.number === BUILD_INFO || c.number === SERVER_STATUS)) {
    c.at = c.from
    c.to = c.end
    // The status of a server begins with two times and its state.
    if (c.number === SERVER_STATUS) c.skip(20)
    buildInfo(c, out)
  }
  c.at = at
  c.to = to
  c.over = false
}

function token(out: Sink | undefined): void {
  c.extension()
  const index = c.namespace === 0 ? TOKENS.findIndex(({ id }) => id === c.number) : -1
  detail = index + 1
  if (!out || c.over || index < 0) return
  tellToken(index, out)
  secretIn(c, c.number, out)
}

function historyDetails(out: Sink | undefined): void {
  c.extension()
  const { at, number, from, end, over } = c
  if (HISTORY_DELETES.has(number)) detail = HISTORY_DELETE
  if (!out || over) return
  c.at = from
  if (from < end) c.nodeId()
  if (from < end && !c.over) tellNode(c, false, out)
  c.at = at
  c.over = over
}

function mode(out: Sink | undefined): void {
  const agreed = c.u32()
  if (!out || c.over) return
  tellMode(agreed, out)
  modeFact(agreed, 'receiver', out)
}
