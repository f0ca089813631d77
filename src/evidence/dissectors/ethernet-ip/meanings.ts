import type { OperationMeaning } from '../../dissector.ts'
import { OPERATION_CLASSES, type OperationClass } from '../../observation.ts'
import {
  CHANGES,
  CIP,
  type CodeRow,
  COMMON,
  CONNECTION_MANAGER,
  DIAGNOSTIC,
  DOMAIN,
  GETS,
  IDENTITY,
  LARGE_FORWARD_OPEN,
  FORWARD_OPEN,
  MAKES,
  NO_CLASS,
  OF_CLASS,
  PCCC_OBJECT,
  SETS,
  TAG,
} from './cip-table.ts'

/** Bits of a CIP code: class (or what stands for one), detail, service, reply. */
const DETAIL = 16
const SERVICE = 18
const REPLY = 1 << 25
/** In the place of a class: the message carries another one, of the operation class whose number is added. */
const CARRIER = 0xff00

/** What a code tells besides class and service. */
export const DETAILS = { io: 1, safety: 2, messages: 3, factory: 1 } as const

/** Every service that means something of its own in a class. */
const ROWS: ReadonlyMap<number, CodeRow> = new Map(
  [...rows()].map(([cls, service, row]) => [(cls << 7) | service, row]),
)

function* rows(): Iterable<[cls: number, service: number, row: CodeRow]> {
  for (const cls of DIAGNOSTIC)
    for (const service of GETS) yield [cls, service, { title: COMMON[service]!.title, class: 'diagnose' }]
  for (const [cls, row] of Object.entries(CHANGES))
    for (const service of [...SETS, ...MAKES]) yield [Number(cls), service, row]
  for (const [cls, services] of Object.entries(OF_CLASS))
    for (const [service, row] of Object.entries(services)) yield [Number(cls), Number(service), row]
}

/** The code of a request. The class stands in it only where the service means something of its own there. */
export function requestCode(cls: number, service: number, detail: number): number {
  const key = ROWS.has((cls << 7) | service) ? cls : NO_CLASS
  return (CIP << DOMAIN) | (service << SERVICE) | (detail << DETAIL) | key
}

/** The code of a request that carries another one, and is of its class. */
export function carrierCode(service: number, carried: OperationClass): number {
  return (CIP << DOMAIN) | (service << SERVICE) | (CARRIER + OPERATION_CLASSES.indexOf(carried))
}

/** The code of a reply, with the class that its layout gives away. */
export function replyCode(cls: number, service: number): number {
  return requestCode(cls, service, 0) | REPLY
}

/** The class of a request inside another. */
export function classOf(cls: number, service: number): OperationClass {
  return (ROWS.get((cls << 7) | service) ?? COMMON[service])?.class ?? 'other'
}

/** What a code means; the name is `SVC_<service>_<req|res>`. */
export function cipMeaning(code: number): OperationMeaning {
  const service = (code >> SERVICE) & 0x7f
  const reply = (code & REPLY) !== 0
  const name = `SVC_${service.toString(16).padStart(2, '0')}_${reply ? 'res' : 'req'}`
  const cls = code & 0xffff
  const carried = cls === NO_CLASS ? undefined : OPERATION_CLASSES[cls - CARRIER]
  const common = COMMON[service] ?? {
    title: `service 0x${service.toString(16).padStart(2, '0')} of an object`,
    class: 'other',
  }
  if (carried) {
    const { title } = OF_CLASS[PCCC_OBJECT]![service] ?? common
    return { protocol: 'cip', name, title, class: carried }
  }
  const row = ROWS.get((cls << 7) | service) ?? common
  const told = detailTitle(cls, service, (code >> DETAIL) & 3) ?? row.title
  // A reply does not say what kind of object gave it; most that look like this are of tags.
  const title = reply && cls === TAG ? `${told}, as a rule` : told
  return { protocol: 'cip', name, title, class: row.class }
}

/** The requests worth naming: common services, what setting an attribute means by class, and services of one class. */
export function* knownRequests(): Iterable<number> {
  for (const service of Object.keys(COMMON).map(Number)) yield requestCode(NO_CLASS, service, 0)
  for (const cls of Object.keys(CHANGES).map(Number)) yield requestCode(cls, SET_ONE, 0)
  for (const [cls, services] of Object.entries(OF_CLASS))
    for (const service of Object.keys(services).map(Number)) yield requestCode(Number(cls), service, 0)
  yield requestCode(IDENTITY, RESET, DETAILS.factory)
  for (const detail of [DETAILS.io, DETAILS.safety, DETAILS.messages])
    yield requestCode(CONNECTION_MANAGER, FORWARD_OPEN, detail)
}

const SET_ONE = 0x10
/** Service "reset" of every class. */
export const RESET = 0x05

function detailTitle(cls: number, service: number, detail: number): string | undefined {
  if (cls === IDENTITY && service === RESET && detail === DETAILS.factory)
    return 'restart the device with factory settings'
  if (cls !== CONNECTION_MANAGER || (service !== FORWARD_OPEN && service !== LARGE_FORWARD_OPEN)) return undefined
  return [undefined, 'open an I/O connection', 'open a safety connection', 'open a connection for messages'][detail]
}
