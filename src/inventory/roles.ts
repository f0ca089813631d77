import { byText, sortedUnique } from '../groundwork/order.ts'
import type { FrameRef } from '../standard/origin.ts'
import { confidenceOf } from './confidence-table.ts'
import { byFrame, earliestFrames } from './frames.ts'
import type { Conversation, Host, HostFact, HostId, LinkConversation } from './inventory.ts'
import { CONTROLLER_PORTS, CONTROLLER_PROTOCOLS, FIELD_LINKS, ROLES, SUPERVISES_FROM } from './roles-table.ts'
import { serviceText } from './services.ts'
import { mergeFacts } from './sightings.ts'

interface Reason {
  readonly by: Set<string>
  count: number
  readonly files: Set<string>
  frames: readonly FrameRef[]
}

const controllerProtocols = new Set(CONTROLLER_PROTOCOLS)
const controllerPorts = new Set(CONTROLLER_PORTS)
const fieldLinks = new Set(FIELD_LINKS)
const byProtocol = new Map(ROLES.flatMap(({ role, serves }) => serves.protocols.map((protocol) => [protocol, role])))
const byPort = new Map(ROLES.flatMap(({ role, serves }) => serves.ports.map((port) => [port, role])))

/** Gives hosts the roles that their answered conversations and their layer-2 talk show, each with its reason as a fact. */
export function withRoles(
  hosts: ReadonlyMap<HostId, Host>,
  conversations: readonly Conversation[],
  links: readonly LinkConversation[],
): ReadonlyMap<HostId, Host> {
  const reasons = new Map<HostId, Map<string, Reason>>()
  const controllersOf = new Map<HostId, Map<HostId, Conversation>>()
  for (const c of conversations) {
    if (!c.answered) continue
    const service = serviceText(c)
    const known = c.protocols.filter((protocol) => byProtocol.has(protocol))
    for (const protocol of known) note(reasons, c.server, byProtocol.get(protocol)!, `serves.${protocol}`, c)
    const portRole = c.protocols.length === 0 ? byPort.get(service) : undefined
    if (portRole) note(reasons, c.server, portRole, `serves-port.${service}`, c)
    const toController =
      c.protocols.some((protocol) => controllerProtocols.has(protocol)) ||
      (c.protocols.length === 0 && controllerPorts.has(service))
    if (!toController) continue
    for (const operation of c.operations)
      if (operation.class === 'program' && operation.outcome === 'done')
        note(reasons, c.client, 'engineering', `programs.${operation.protocol}`, { ...c, frames: operation.frames })
    const polled = controllersOf.get(c.client)
    if (polled) polled.set(c.server, c)
    else controllersOf.set(c.client, new Map([[c.server, c]]))
  }
  for (const [client, controllers] of controllersOf) {
    const role = controllers.size >= SUPERVISES_FROM ? 'supervision' : 'controller-client'
    for (const c of controllers.values())
      note(
        reasons,
        client,
        role,
        `polls.${controllers.size} ${controllers.size === 1 ? 'controller' : 'controllers'}`,
        c,
      )
  }
  for (const link of links) {
    if (!fieldLinks.has(link.protocol)) continue
    const sources = hosts.get(link.from)?.sources ?? []
    note(reasons, link.from, 'field-device', `sends.${link.protocol}`, { frames: link.frames, sources })
  }
  return new Map([...hosts].map(([id, host]) => [id, withReasons(host, reasons.get(id))]))
}

function withReasons(host: Host, reasons: ReadonlyMap<string, Reason> | undefined): Host {
  const roles = new Map(reasons)
  if (host.routes)
    roles.set('router', { by: new Set(['routes']), count: 1, files: new Set(host.sources), frames: host.frames })
  if (roles.size === 0) return host
  const facts = [...roles].map(([role, reason]): HostFact => {
    const by = sortedUnique(reason.by)
    return {
      attribute: 'role',
      value: role,
      by: by.join(' '),
      manner: 'seen',
      confidence: Math.max(...by.map(confidenceOf)),
      count: reason.count,
      file: sortedUnique(reason.files)[0]!,
      frames: reason.frames,
    }
  })
  return { ...host, roles: [...roles.keys()].sort(byText), facts: mergeFacts([...host.facts, ...facts]) }
}

function note(
  reasons: Map<HostId, Map<string, Reason>>,
  host: HostId,
  role: string,
  by: string,
  c: Pick<Conversation, 'frames' | 'sources'>,
): void {
  let roles = reasons.get(host)
  if (!roles) reasons.set(host, (roles = new Map()))
  let reason = roles.get(role)
  if (!reason) roles.set(role, (reason = { by: new Set(), count: 0, files: new Set(), frames: [] }))
  reason.by.add(by)
  reason.count++
  for (const file of c.sources) reason.files.add(file)
  const last = reason.frames[2]
  if (!last || c.frames.some((frame) => byFrame(frame, last) < 0))
    reason.frames = earliestFrames([reason.frames, c.frames])
}
