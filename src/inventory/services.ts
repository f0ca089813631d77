import { PORT_STATES, type PortState, type Segment } from '../evidence/observation.ts'
import type { Micros } from '../groundwork/day.ts'
import { byText, sortedUnique } from '../groundwork/order.ts'
import type { FrameRef } from '../standard/origin.ts'
import { earliestFrames } from './frames.ts'
import { hostKey } from './host-key.ts'
import type { Conversation, Host, HostId, Service } from './inventory.ts'
import { earlier, later } from './times.ts'

/** What is added to a service: a conversation with it, or what a scan or a log says of it. */
interface Part {
  readonly host: HostId
  readonly transport: string
  readonly port: number
  readonly protocols: readonly string[]
  readonly answered: boolean
  readonly first: Micros
  readonly last: Micros
  readonly frames: readonly FrameRef[]
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

/** A service while it is put together. There may be as many as ports of all hosts: a set is made only for a second client. */
interface Open {
  readonly service: Mutable<Service>
  client: HostId | undefined
  clients: Set<HostId> | undefined
}

const NO_STATES: readonly PortState[] = []
/** One list for each set of states, shared by all services. */
const STATES_KNOWN = new Map<string, readonly PortState[]>()

/** The ports on which hosts were spoken to, or of which a scan or a log tells, in canonical order; group addresses offer none. */
export function servicesOf(
  segments: readonly Segment[],
  conversations: readonly Conversation[],
  hosts: ReadonlyMap<HostId, Host>,
  idOf: (key: string) => HostId,
): readonly Service[] {
  const open = new Map<string, Open>()
  for (const c of conversations) {
    if (c.port === undefined || !hosts.has(c.server)) continue
    const known = meet(open, c.server, c.port, c.answered, c)
    if (known.client === undefined) known.client = c.client
    else if (known.client !== c.client) (known.clients ??= new Set([known.client])).add(c.client)
  }
  for (const { services, vantage } of segments)
    for (const seen of services) {
      const host = idOf(hostKey(vantage.space, seen.host))
      if (!hosts.has(host)) continue
      const { service } = meet(open, host, seen.port, seen.state === 'open', seen)
      service.states = withState(service.states, seen.state)
    }
  return [...open.keys()].sort(byText).map((key) => {
    const { service, client, clients } = open.get(key)!
    // What is done need not be held until all is.
    open.delete(key)
    service.clients = clients?.size ?? (client === undefined ? 0 : 1)
    service.frames = earliestFrames([service.frames])
    return service
  })
}

function withState(states: readonly PortState[], state: PortState): readonly PortState[] {
  if (states.includes(state)) return states
  const all = PORT_STATES.filter((known) => known === state || states.includes(known))
  const key = all.join()
  const known = STATES_KNOWN.get(key)
  if (!known) STATES_KNOWN.set(key, all)
  return known ?? all
}

function meet(
  open: Map<string, Open>,
  host: HostId,
  port: number,
  answered: boolean,
  part: Omit<Part, 'host' | 'port' | 'answered'>,
): Open {
  const { transport, protocols, first, last, frames } = part
  const key = [host, '\t', transport, '\t', String(port).padStart(5, '0')].join('')
  const known = open.get(key)
  if (!known) {
    const service = { host, transport, port, protocols, answered, clients: 0, states: NO_STATES, first, last, frames }
    const fresh: Open = { service, client: undefined, clients: undefined }
    open.set(key, fresh)
    return fresh
  }
  const { service } = known
  service.answered ||= answered
  service.first = earlier(service.first, first)
  service.last = later(service.last, last)
  if (service.protocols !== protocols && protocols.some((protocol) => !service.protocols.includes(protocol)))
    service.protocols = sortedUnique([...service.protocols, ...protocols])
  if (service.frames !== frames) service.frames = earliestFrames([service.frames, frames])
  return known
}

/** Services by the host that offers them. */
export function servicesByHost(services: readonly Service[]): ReadonlyMap<HostId, readonly Service[]> {
  const map = new Map<HostId, Service[]>()
  for (const service of services) {
    const known = map.get(service.host)
    if (known) known.push(service)
    else map.set(service.host, [service])
  }
  return map
}

/** `tcp/502`: a service as people and plant models write it. */
export function serviceText(service: { readonly transport: string; readonly port: number | undefined }): string {
  return service.port === undefined ? service.transport : `${service.transport}/${service.port}`
}

/** Orders services by transport and number of the port. */
export function byService(a: Service, b: Service): number {
  return byText(a.transport, b.transport) || a.port - b.port
}
