import type { Micros } from '../groundwork/day.ts'
import { byKey, byText, sortedUnique } from '../groundwork/order.ts'
import type { FrameRef } from '../standard/origin.ts'
import { earliestFrames } from './frames.ts'
import type { Conversation, Host, HostId, Service } from './inventory.ts'

interface Open {
  readonly host: HostId
  readonly transport: string
  readonly port: number
  protocols: readonly string[]
  readonly clients: Set<HostId>
  answered: boolean
  first: Micros
  last: Micros
  frames: readonly FrameRef[]
}

/** The ports on which hosts were spoken to, in canonical order; group addresses offer none. */
export function servicesOf(
  conversations: readonly Conversation[],
  hosts: ReadonlyMap<HostId, Host>,
): readonly Service[] {
  const open = new Map<string, Open>()
  for (const c of conversations) {
    if (c.port === undefined || !hosts.has(c.server)) continue
    const key = `${c.server}\t${c.transport}\t${String(c.port).padStart(5, '0')}`
    let service = open.get(key)
    if (!service) {
      const { server: host, transport, port, answered, first, last } = c
      service = {
        host,
        transport,
        port,
        answered,
        first,
        last,
        protocols: c.protocols,
        clients: new Set(),
        frames: c.frames,
      }
      open.set(key, service)
    }
    service.answered ||= c.answered
    service.first = c.first < service.first ? c.first : service.first
    service.last = c.last > service.last ? c.last : service.last
    service.clients.add(c.client)
    if (service.protocols !== c.protocols && c.protocols.some((protocol) => !service.protocols.includes(protocol)))
      service.protocols = sortedUnique([...service.protocols, ...c.protocols])
    if (service.frames !== c.frames) service.frames = earliestFrames([service.frames, c.frames])
  }
  return [...open.entries()]
    .sort(byKeyOfEntry)
    .map(([, { host, transport, port, protocols, answered, clients, first, last, frames }]) => {
      const examples = earliestFrames([frames])
      return { host, transport, port, protocols, answered, clients: clients.size, first, last, frames: examples }
    })
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
