import { PORT_STATES, type PortState, type Segment } from '../evidence/observation.ts'
import type { Micros } from '../groundwork/day.ts'
import { byKey, byText, sortedUnique } from '../groundwork/order.ts'
import type { FrameRef } from '../standard/origin.ts'
import { earliestFrames } from './frames.ts'
import { hostKey } from './host-key.ts'
import type { Conversation, Host, HostId, Service } from './inventory.ts'
import { earlier, later } from './times.ts'

interface Open {
  readonly host: HostId
  readonly transport: string
  readonly port: number
  protocols: readonly string[]
  readonly clients: Set<HostId>
  readonly states: Set<PortState>
  answered: boolean
  first: Micros
  last: Micros
  frames: readonly FrameRef[]
}

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

/** The ports on which hosts were spoken to, or of which a scan or a log tells, in canonical order; group addresses offer none. */
export function servicesOf(
  segments: readonly Segment[],
  conversations: readonly Conversation[],
  hosts: ReadonlyMap<HostId, Host>,
  idOf: (key: string) => HostId,
): readonly Service[] {
  const open = new Map<string, Open>()
  for (const c of conversations)
    if (c.port !== undefined && hosts.has(c.server))
      meet(open, { ...pick(c), host: c.server, port: c.port, answered: c.answered }).clients.add(c.client)
  for (const { services, vantage } of segments)
    for (const seen of services) {
      const host = idOf(hostKey(vantage.space, seen.host))
      const part = { ...pick(seen), host, port: seen.port, answered: seen.state === 'open' }
      if (hosts.has(host)) meet(open, part).states.add(seen.state)
    }
  return [...open.entries()].sort(byKeyOfEntry).map(([, { clients, states, frames, ...service }]) => ({
    ...service,
    clients: clients.size,
    states: PORT_STATES.filter((state) => states.has(state)),
    frames: earliestFrames([frames]),
  }))
}

function pick<T extends Omit<Part, 'host' | 'answered' | 'port'>>({ transport, protocols, first, last, frames }: T) {
  return { transport, protocols, first, last, frames }
}

function meet(open: Map<string, Open>, part: Part): Open {
  const key = `${part.host}\t${part.transport}\t${String(part.port).padStart(5, '0')}`
  const service = open.get(key)
  if (!service) {
    const fresh = { ...part, clients: new Set<HostId>(), states: new Set<PortState>() }
    open.set(key, fresh)
    return fresh
  }
  service.answered ||= part.answered
  service.first = earlier(service.first, part.first)
  service.last = later(service.last, part.last)
  if (service.protocols !== part.protocols && part.protocols.some((protocol) => !service.protocols.includes(protocol)))
    service.protocols = sortedUnique([...service.protocols, ...part.protocols])
  if (service.frames !== part.frames) service.frames = earliestFrames([service.frames, part.frames])
  return service
}

const byKeyOfEntry = byKey(([key]: [string, Open]) => key)

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
