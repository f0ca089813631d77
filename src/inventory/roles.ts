import { byText, sortedUnique } from '../groundwork/order.ts'
import type { FrameRef } from '../standard/origin.ts'
import { byFrame, earliestFrames } from './frames.ts'
import type { Conversation, Host, HostFact, HostId, LinkConversation } from './inventory.ts'
import type { Knowledge } from './knowledge.ts'
import { serviceText } from './services.ts'
import { mergeFacts } from './sightings.ts'

interface Reason {
  readonly by: Set<string>
  count: number
  readonly files: Set<string>
  frames: readonly FrameRef[]
}

type Place = Pick<Conversation, 'frames' | 'sources'>

/** Who asks controllers: alone among these a changed program is engineering. */
const CONTROLLER_CLIENT = 'controller-client'
/** From this confidence on what a device tells of its role counts as one of its roles. */
const TOLD_FROM = 0.6
/** From this one on it is believed against what its traffic looks like. */
const SURE_FROM = 0.9
/** So many messages to one who never answers are meant for it; fewer may be a search. */
const MEANT_FROM = 3

/**
 * Gives hosts the roles that their conversations and their layer-2 talk show, each with its reason as a fact, and those that
 * they tell of themselves.
 */
export function withRoles(
  hosts: ReadonlyMap<HostId, Host>,
  conversations: readonly Conversation[],
  links: readonly LinkConversation[],
  knowledge: Knowledge,
): ReadonlyMap<HostId, Host> {
  const { rolesIn, rolesAt, covers } = knowledge
  const reasons = new Map<HostId, Map<string, Reason>>()
  const asked = new Map<HostId, Map<string, Map<HostId, Conversation>>>()
  for (const c of conversations) {
    const service = serviceText(c)
    // Under a cover such as TLS only the port tells what is spoken.
    const atPort = c.protocols.every((protocol) => covers.has(protocol)) ? rolesAt.get(service) : undefined
    const spoken = c.protocols.flatMap((protocol) => {
      const row = rolesIn(protocol)
      return row ? [{ ...row, by: `serves.${protocol}` }] : []
    })
    if (atPort) spoken.push({ ...atPort, by: `serves-port.${service}` })
    if (c.answered && spoken.some(({ client }) => client === CONTROLLER_CLIENT)) programs(reasons, c)
    for (const { server, client, oneWay, by } of spoken) {
      if (oneWay) {
        const meant = c.packets.c2s >= MEANT_FROM && hosts.get(c.server)?.state === 'talker'
        if (server !== undefined && (meant || c.answered)) note(reasons, c.server, server, `receives.${service}`, c)
        continue
      }
      if (!c.answered) continue
      if (server !== undefined) note(reasons, c.server, server, by, c)
      if (client === undefined) continue
      const peers = asked.get(c.client)?.get(client)
      if (peers) peers.set(c.server, c)
      else asked.set(c.client, (asked.get(c.client) ?? new Map()).set(client, new Map([[c.server, c]])))
    }
  }
  noteClients(reasons, asked, knowledge)
  for (const link of links) {
    const sender = rolesIn(link.protocol)?.sender
    if (sender === undefined) continue
    const sources = hosts.get(link.from)?.sources ?? []
    note(reasons, link.from, sender, `sends.${link.protocol}`, { frames: link.frames, sources })
  }
  return new Map([...hosts].map(([id, host]) => [id, withReasons(host, reasons.get(id), knowledge)]))
}

/**
 * Who has changed a program or firmware: an operation that was done. Where the protocol has no answers that tell of programs,
 * one that was asked more often than anything was refused.
 */
function programs(reasons: Map<HostId, Map<string, Reason>>, c: Conversation): void {
  const all = c.operations.filter((operation) => operation.class === 'program')
  const answered = all.some((o) => o.direction === 's2c' || o.outcome !== 'asked')
  const refused = c.operations.reduce((sum, o) => sum + (o.outcome === 'refused' ? o.count : 0), 0)
  for (const { outcome, protocol, frames, count } of all)
    if (outcome === 'done' || (!answered && count > refused))
      note(reasons, c.client, 'engineering', `programs.${protocol}`, { ...c, frames })
}

function noteClients(
  reasons: Map<HostId, Map<string, Reason>>,
  asked: ReadonlyMap<HostId, ReadonlyMap<string, ReadonlyMap<HostId, Conversation>>>,
  { roles }: Knowledge,
): void {
  const among = [...roles.values()].filter((role) => role.among !== undefined)
  for (const [client, byRole] of asked)
    for (const [own, peers] of byRole) {
      const wider = among.find((role) => role.among!.role === own && peers.size >= role.among!.peers)
      const by = `polls.${peers.size} ${peers.size === 1 ? 'host' : 'hosts'}`
      for (const c of peers.values()) note(reasons, client, wider?.id ?? own, by, c)
    }
}

function withReasons(
  host: Host,
  reasons: ReadonlyMap<string, Reason> | undefined,
  { confidenceOf, roles }: Knowledge,
): Host {
  const shown = new Map(reasons)
  if (host.routes)
    shown.set('router', { by: new Set(['routes']), count: 1, files: new Set(host.sources), frames: host.frames })
  const told = new Map<string, number>()
  for (const { attribute, value, manner, confidence } of host.facts)
    if (attribute === 'role' && manner !== 'listed' && confidence >= TOLD_FROM && roles.has(value))
      told.set(value, Math.max(confidence, told.get(value) ?? 0))
  if (shown.size === 0 && told.size === 0) return host
  const facts = [...shown].map(([role, reason]): HostFact => {
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
  const looksLike = [...shown.keys()].filter(
    (role) => !roles.get(role)?.givesWayTo.some((other) => (told.get(other) ?? 0) >= SURE_FROM) || told.has(role),
  )
  return {
    ...host,
    roles: sortedUnique([...looksLike, ...told.keys()]).sort(byText),
    facts: facts.length === 0 ? host.facts : mergeFacts([...host.facts, ...facts]),
  }
}

function note(reasons: Map<HostId, Map<string, Reason>>, host: HostId, role: string, by: string, c: Place): void {
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
