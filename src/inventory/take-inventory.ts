import type { Observations, Segment } from '../evidence/observation.ts'
import { NO_TIME } from '../groundwork/day.ts'
import { byKey, groupBy } from '../groundwork/order.ts'
import { mergeConversations } from './conversations.ts'
import { distinctSegments } from './distinct-segments.ts'
import { earliestFrames } from './frames.ts'
import { hostKey } from './host-key.ts'
import { findHosts, type MakerOf } from './hosts.ts'
import type { Inventory, LinkConversation, HostId, SourceRead } from './inventory.ts'
import { type IdentityCatalogs, knowledgeOf } from './knowledge.ts'
import { withRoles } from './roles.ts'
import { mergeOperations } from './operations.ts'
import { servicesOf } from './services.ts'
import { span } from './sightings.ts'
import { earlier, later } from './times.ts'

/** What an inventory needs to know besides the evidence. */
interface InventoryOptions {
  readonly oui: MakerOf
  readonly catalogs: IdentityCatalogs
}

/**
 * The plant as found: observations merged into hosts, services and conversations. The same pieces of evidence give the same
 * bytes, however they were partitioned, ordered or repeated (DESIGN §4).
 */
export function takeInventory(observations: Observations, { oui, catalogs }: InventoryOptions): Inventory {
  const knowledge = knowledgeOf(catalogs)
  const segments = distinctSegments(observations.segments)
  const { hosts, idOf } = findHosts(segments, oui, knowledge)
  const conversations = mergeConversations(segments, idOf)
  const links = linksOf(segments, idOf)
  const found = withRoles(hosts, conversations, links, knowledge)
  return {
    sources: sourcesOf(segments),
    hosts: [...found.values()].sort(byKey((host) => host.id)),
    services: servicesOf(segments, conversations, found, idOf),
    conversations,
    links,
    notUnderstood: notUnderstoodOf(segments),
  }
}

function sourcesOf(segments: readonly Segment[]): readonly SourceRead[] {
  return [...groupBy(segments, (segment) => segment.source).values()].map((parts) => {
    const { source, file, reader, manner, vantage, excerpt } = parts[0]!
    const [first, last] = span(parts.flatMap((part) => [part.first, part.last]))
    const records = parts.reduce((sum, part) => sum + part.records, 0)
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
    const read = { source, file, reader, manner, vantage, first, last, records, bytes }
    return excerpt ? { ...read, excerpt } : read
  })
}

function linksOf(segments: readonly Segment[], idOf: (key: string) => HostId): readonly LinkConversation[] {
  const links = segments.flatMap(({ links, vantage }) =>
    links.map((link) => ({ ...link, from: idOf(hostKey(vantage.space, link.from)) })),
  )
  const groups = groupBy(links, (link) => `${link.from}\t${link.to}\t${link.protocol}`)
  return [...groups.entries()].sort(byKey(([key]) => key)).map(([, group]) => ({
    from: group[0]!.from,
    to: group[0]!.to,
    protocol: group[0]!.protocol,
    packets: group.reduce((sum, link) => sum + link.packets, 0),
    operations: mergeOperations(group.map((link) => link.operations)),
    first: group.reduce((first, link) => earlier(first, link.first), NO_TIME),
    last: group.reduce((last, link) => later(last, link.last), NO_TIME),
    frames: earliestFrames(group.map((link) => link.frames)),
  }))
}

function notUnderstoodOf(segments: readonly Segment[]): Inventory['notUnderstood'] {
  const all = segments.flatMap(({ file, notUnderstood }) => notUnderstood.map((entry) => ({ file, ...entry })))
  const groups = groupBy(all, ({ file, what }) => `${file}\t${what}`)
  return [...groups.entries()].sort(byKey(([key]) => key)).map(([, group]) => ({
    file: group[0]!.file,
    what: group[0]!.what,
    packets: group.reduce((sum, entry) => sum + entry.packets, 0),
    bytes: group.reduce((sum, entry) => sum + entry.bytes, 0),
    frames: earliestFrames(group.map((entry) => entry.frames)),
  }))
}
