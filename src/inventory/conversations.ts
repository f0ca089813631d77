import { BASES, type ConversationSeen, type Segment } from '../evidence/observation.ts'
import { byKey, byText, groupBy, sortedUnique } from '../groundwork/order.ts'
import { earliestFrames } from './frames.ts'
import { hostKey } from './host-key.ts'
import type { Conversation, HostId } from './inventory.ts'
import { mergeOperations, turned } from './operations.ts'
import { earlier, later } from './times.ts'

interface Part {
  readonly seen: ConversationSeen
  readonly file: string
  /** Client and server stand the other way round in the whole. */
  readonly turned: boolean
}

interface Group {
  readonly key: string
  readonly space: string
  readonly client: string
  readonly server: string
  readonly transport: string
  readonly port: number | undefined
  readonly encapsulated: boolean
  rank: number
  first: number
  parts: Part[]
}

const LOWER_PORT = BASES.indexOf('lower_port')

/**
 * Conversations over all segments, one per space, client, server, transport and port of the server. One that was seen the
 * other way round on a weaker basis is folded onto the stronger one, when its port or its protocols show that it is the same.
 */
export function mergeConversations(
  segments: readonly Segment[],
  hostOf: (key: string) => HostId,
): readonly Conversation[] {
  const seen = segments.filter((segment) => segment.conversations.length > 0)
  const merged: Conversation[] = []
  const groups = grouped(seen.length === 1 ? takeAlone(seen[0]!, hostOf, merged) : seen)
  foldTurned(groups)
  for (const group of groups.values()) merged.push(whole(group, hostOf))
  return merged.sort(byKey((conversation) => conversation.id))
}

/**
 * Adds the conversations of the only segment that can merge with no other: each is one already, and none is the other direction
 * of one that was seen on a weak basis. A scan makes hundreds of thousands of them, for which no group need be made. Returns what
 * is left.
 */
function takeAlone(
  { conversations, file, vantage }: Segment,
  hostOf: (key: string) => HostId,
  alone: Conversation[],
): Parameters<typeof grouped>[0] {
  const { space } = vantage
  const wanted = new Set<string>()
  for (const seen of conversations)
    if (BASES.indexOf(seen.basis) >= LOWER_PORT) wanted.add(pairKey({ space, ...ends(seen) }))
  const sources = [file]
  const hosts = new Map<string, HostId>()
  const hostAt = (ip: string) => {
    let host = hosts.get(ip)
    if (host === undefined) hosts.set(ip, (host = hostOf(hostKey(space, ip))))
    return host
  }
  const rest: ConversationSeen[] = []
  for (const seen of conversations)
    if (wanted.size > 0 && wanted.has(pairKey({ space, ...ends(seen) }))) rest.push(seen)
    else alone.push(single(idOf(space, seen), space, seen, sources, hostAt))
  return [{ conversations: rest, file, vantage }]
}

function ends({ client, server, transport, encapsulated }: ConversationSeen) {
  return { client, server, transport, encapsulated }
}

function grouped(segments: readonly Pick<Segment, 'conversations' | 'file' | 'vantage'>[]): Map<string, Group> {
  const groups = new Map<string, Group>()
  for (const { conversations, file, vantage } of segments)
    for (const seen of conversations) {
      const key = idOf(vantage.space, seen)
      const rank = BASES.indexOf(seen.basis)
      const part: Part = { seen, file, turned: false }
      const group = groups.get(key)
      if (group) {
        group.parts.push(part)
        group.rank = Math.min(group.rank, rank)
        group.first = Math.min(group.first, seen.first)
      } else {
        const { client, server, transport, port, encapsulated, first } = seen
        const { space } = vantage
        groups.set(key, { key, space, client, server, transport, port, encapsulated, rank, first, parts: [part] })
      }
    }
  return groups
}

function idOf(space: string, c: ConversationSeen): string {
  const port = c.port === undefined ? '' : `/${c.port}`
  // Joined, it is one string; added up, it would keep its parts.
  return [space, '/', c.client, '>', c.server, '/', c.transport, port, c.encapsulated ? '/encapsulated' : ''].join('')
}

function foldTurned(groups: Map<string, Group>): void {
  // Only a weak basis can be turned, and only where the other direction was met too: most conversations end here.
  const weak = [...groups.values()].filter((group) => group.rank >= LOWER_PORT)
  if (weak.length === 0) return
  const wanted = new Set(weak.map(pairKey))
  const pairs = groupBy(
    [...groups.values()].filter((group) => wanted.has(pairKey(group))),
    pairKey,
  )
  for (const pair of pairs.values()) {
    if (pair.length < 2) continue
    pair.sort((a, b) => a.rank - b.rank || a.first - b.first || byText(a.key, b.key))
    // By port and by protocol, so that a scan of all ports of a host does not cost the square of them.
    const byEnd = new Map<string, Group[]>()
    for (const group of pair) {
      const target = group.rank < LOWER_PORT ? undefined : strongerOf(group, byEnd)
      if (target) {
        target.parts.push(...group.parts.map((part) => ({ ...part, turned: !part.turned })))
        target.first = Math.min(target.first, group.first)
        groups.delete(group.key)
        continue
      }
      for (const end of [`port ${group.port}`, ...protocolsOf(group).map((p) => `protocol ${p}`)]) {
        const key = `${group.client} ${end}`
        const known = byEnd.get(key)
        if (known) known.push(group)
        else byEnd.set(key, [group])
      }
    }
  }
}

function pairKey({
  space,
  client,
  server,
  transport,
  encapsulated,
}: Pick<Group, 'space' | 'client' | 'server' | 'transport' | 'encapsulated'>): string {
  const pair = client < server ? `${client}/${server}` : `${server}/${client}`
  return `${space}/${pair}/${transport}/${encapsulated}`
}

// The groups already in `byEnd` have a basis that is stronger, or as weak and earlier.
function strongerOf(weak: Group, byEnd: ReadonlyMap<string, readonly Group[]>): Group | undefined {
  const samePort = byEnd.get(`${weak.server} port ${weak.port}`)?.[0]
  if (samePort) return samePort
  const protocols = protocolsOf(weak)
  if (protocols.length === 0) return undefined
  const fitting = (byEnd.get(`${weak.server} protocol ${protocols[0]}`) ?? []).filter((strong) => {
    const known = protocolsOf(strong)
    return strong.rank < weak.rank && protocols.every((p) => known.includes(p))
  })
  return fitting.length === 1 ? fitting[0] : undefined
}

function protocolsOf(group: Group): string[] {
  if (group.parts.length === 1) return [...group.parts[0]!.seen.protocols]
  return sortedUnique(group.parts.flatMap((part) => part.seen.protocols))
}

function whole(group: Group, hostOf: (key: string) => HostId): Conversation {
  const { parts } = group
  const hostAt = (ip: string) => hostOf(hostKey(group.space, ip))
  if (parts.length === 1) return single(group.key, group.space, parts[0]!.seen, [parts[0]!.file], hostAt)
  const seen = parts.map((part) => part.seen)
  const sum = (of: 'packets' | 'bytes', way: 'c2s' | 's2c') =>
    parts.reduce((total, p) => total + p.seen[of][p.turned ? (way === 'c2s' ? 's2c' : 'c2s') : way], 0)
  return {
    id: group.key,
    space: group.space,
    client: hostAt(group.client),
    server: hostAt(group.server),
    clientIp: group.client,
    serverIp: group.server,
    transport: group.transport,
    port: group.port,
    encapsulated: group.encapsulated,
    basis: BASES[group.rank]!,
    protocols: sortedUnique(seen.flatMap((s) => s.protocols)),
    operations: mergeOperations(parts.map((p) => (p.turned ? p.seen.operations.map(turned) : p.seen.operations))),
    packets: { c2s: sum('packets', 'c2s'), s2c: sum('packets', 's2c') },
    bytes: { c2s: sum('bytes', 'c2s'), s2c: sum('bytes', 's2c') },
    answered: parts.some(answered),
    first: seen.reduce((first, s) => earlier(first, s.first), seen[0]!.first),
    last: seen.reduce((last, s) => later(last, s.last), seen[0]!.last),
    frames: earliestFrames(seen.map((s) => s.frames)),
    sources: sortedUnique(parts.map((p) => p.file)),
  }
}

function single(
  key: string,
  space: string,
  seen: ConversationSeen,
  sources: readonly string[],
  hostAt: (ip: string) => HostId,
): Conversation {
  return {
    id: key,
    space,
    client: hostAt(seen.client),
    server: hostAt(seen.server),
    clientIp: seen.client,
    serverIp: seen.server,
    transport: seen.transport,
    port: seen.port,
    encapsulated: seen.encapsulated,
    basis: seen.basis,
    protocols: seen.protocols.length < 2 ? seen.protocols : sortedUnique(seen.protocols),
    operations: seen.operations.length < 2 ? seen.operations : mergeOperations([seen.operations]),
    packets: seen.packets,
    bytes: seen.bytes,
    answered: seen.answered,
    first: seen.first,
    last: seen.last,
    frames: earliestFrames([seen.frames]),
    sources,
  }
}

// Turned, the side taken for the client is the server; it has answered once both sides have sent.
function answered({ seen, turned }: Part): boolean {
  return turned ? seen.packets.c2s > 0 && (seen.packets.s2c > 0 || seen.transport !== 'tcp') : seen.answered
}
