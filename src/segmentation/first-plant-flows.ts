import { deedsOf } from '../drift/deeds.ts'
import { byKey, groupBy, sortedUnique, byText } from '../groundwork/order.ts'
import type { Conversation, HostId, Inventory } from '../inventory/inventory.ts'
import type { Catalogs } from '../standard/catalog.ts'
import type { FrameRef } from '../standard/origin.ts'
import type { Guess, ProposedZone } from './first-plant-guess.ts'
import { type Ids, seenIn } from './first-plant-text.ts'

/** A flow as proposed. */
export interface ProposedFlow {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly protocol: string
  readonly ports: readonly number[] | undefined
  readonly only: readonly string[] | undefined
  readonly why: string
}

/** The flows between two zones, in either direction. */
export interface ProposedConduit {
  readonly id: string
  readonly joins: readonly [string, string]
  readonly flows: readonly ProposedFlow[]
}

export interface ProposedFlows {
  readonly conduits: readonly ProposedConduit[]
  /** Inside zones, or with an end of which nobody knows the zone. */
  readonly others: readonly ProposedFlow[]
  /** What was seen and is not proposed, with the reason. */
  readonly left: readonly string[]
}

/** From so many unanswered services between two hosts on, asking is a search and no need. */
const SEARCH_FROM = 4

/** From so many flows on, the clients of a conduit are taken together by zone. */
const MANY_FLOWS = 200

interface Need {
  readonly from: string
  readonly to: string
  readonly fromZone: ProposedZone | undefined
  readonly toZone: ProposedZone | undefined
  readonly protocol: string
  readonly port: number | undefined
  classes: Set<string> | undefined
  packets: number
  answered: boolean
  frames: readonly FrameRef[]
}

/** Proposes flows for what was seen between hosts: searches and talk to groups are left out, and said. */
export function guessFlows(
  inventory: Inventory,
  guess: Guess,
  catalogs: Pick<Catalogs, 'protocols' | 'protocolIds'>,
): ProposedFlows {
  const [left, needs] = [new Map<string, number>(), new Map<string, Need>()]
  const leave = (why: string) => left.set(why, (left.get(why) ?? 0) + 1)
  const searches = searchesOf(inventory)
  const hosts = new Set(inventory.hosts.map((host) => host.id))
  for (const c of inventory.conversations) {
    const [from, to] = [endOf(c.client, guess), endOf(c.server, guess)]
    if (!from || !to) leave(`to ${c.serverIp}: ${hosts.has(c.server) ? 'it never answered' : 'a group address'}`)
    else if (from.id === to.id) leave(`inside "${from.id}"`)
    else if (!c.answered && searches.has(pairOf(c)))
      leave(`from ${c.clientIp} to ${c.serverIp}: many services asked for and none answered. A search? Who runs it?`)
    else {
      const spoken = protocolOf(c, catalogs)
      if (!spoken)
        leave(`from ${c.clientIp} to ${c.serverIp}: "${c.transport}" has no name in the catalog of protocols`)
      else {
        const packets = c.packets.c2s + c.packets.s2c
        const { answered, frames } = c
        need(needs, from, to, { ...spoken, classes: classesOf(c), packets, answered, frames })
      }
    }
  }
  linkNeeds(inventory, guess, catalogs, needs, leave)
  const { conduits, others } = arranged([...needs.values()], guess.ids)
  return { conduits, others, left: [...left].sort(byKey(([why]) => why)).map(([why, n]) => `${why} (${n})`) }
}

interface End {
  readonly id: string
  readonly zone: ProposedZone | undefined
}

function endOf(host: HostId, guess: Guess): End | undefined {
  const asset = guess.assets.get(host)
  if (asset) return { id: asset.id, zone: asset.zone }
  const zone = guess.outside.get(host)
  return zone && { id: zone.id, zone }
}

/** What a need is made from: a conversation, or layer-2 talk. */
type Met = Pick<Need, 'protocol' | 'port' | 'classes' | 'packets' | 'answered' | 'frames'>

function need(needs: Map<string, Need>, from: End, to: End, met: Met): void {
  const key = `${from.id} ${to.id} ${met.protocol} ${met.port ?? ''}`
  const known = needs.get(key)
  if (!known) {
    needs.set(key, { from: from.id, to: to.id, fromZone: from.zone, toZone: to.zone, ...met })
    return
  }
  known.packets += met.packets
  known.answered ||= met.answered
  if (met.classes && known.classes) for (const cls of met.classes) known.classes.add(cls)
  else known.classes = undefined
}

// Layer-2 protocols of automation between two machines; what goes to a group is for whoever listens.
function linkNeeds(
  inventory: Inventory,
  guess: Guess,
  { protocols, protocolIds }: Pick<Catalogs, 'protocols' | 'protocolIds'>,
  needs: Map<string, Need>,
  leave: (why: string) => void,
): void {
  const byMac = new Map<string, HostId>()
  for (const { id, space, macs } of inventory.hosts) for (const mac of macs) byMac.set(`${space}/${mac}`, id)
  const spaces = new Map(inventory.hosts.map((host) => [host.id, host.space]))
  for (const { from, to, protocol: name, packets, frames } of inventory.links) {
    const row = protocols.get(protocolIds.get(name.replaceAll('_', '-')) ?? '')
    if (row?.routable !== false || row.family !== 'industrial') continue
    const target = byMac.get(`${spaces.get(from)}/${to}`)
    const [sender, receiver] = [endOf(from, guess), target && endOf(target, guess)]
    if (!sender || !receiver) leave(`${row.id} on layer 2 to ${to}: a group address, or nobody who answered`)
    else if (sender.id !== receiver.id)
      need(needs, sender, receiver, {
        protocol: row.id,
        port: undefined,
        classes: undefined,
        packets,
        answered: true,
        frames,
      })
  }
}

// What was refused is no need. Sessions come with every class.
function classesOf(c: Conversation): Set<string> | undefined {
  const needed = deedsOf(c).filter((deed) => deed.outcome !== 'refused' && deed.class !== 'session')
  return needed.length === 0 ? undefined : new Set(needed.map((deed) => deed.class))
}

function protocolOf(
  c: Conversation,
  { protocols, protocolIds }: Pick<Catalogs, 'protocols' | 'protocolIds'>,
): { protocol: string; port: number | undefined } | undefined {
  const { transport, port } = c
  // What carries another protocol (COTP below S7) only opens and closes sessions.
  const busy = new Set(c.operations.filter((o) => o.class !== 'session').map((o) => o.protocol))
  for (const name of [...c.protocols.filter((p) => busy.has(p)), ...c.protocols]) {
    const id = protocolIds.get(name)
    const row = id === undefined ? undefined : protocols.get(id)
    if (!row) continue
    const usual =
      (transport === 'tcp' || transport === 'udp') && port !== undefined && row.ports[transport]?.includes(port)
    return { protocol: row.id, port: usual ? undefined : port }
  }
  if (transport === 'tcp' || transport === 'udp')
    return port === undefined || port < 1 ? undefined : { protocol: `${transport}/${port}`, port: undefined }
  const id = protocolIds.get(transport)
  return id === undefined ? undefined : { protocol: id, port: undefined }
}

function arranged(needs: readonly Need[], ids: Ids): Pick<ProposedFlows, 'conduits' | 'others'> {
  const between = needs.filter((n) => n.fromZone && n.toZone && n.fromZone !== n.toZone)
  const others = needs.filter((n) => !n.fromZone || !n.toZone || n.fromZone === n.toZone)
  const pairs = groupBy(between, (n) => sortedUnique([n.fromZone!.id, n.toZone!.id]).join('\n'))
  const conduits = [...pairs].sort(byKey(([key]) => key)).map(([key, members]): ProposedConduit => {
    const joins = key.split('\n') as [string, string]
    const id = ids.free(joins.join('--'))
    return { id, joins, flows: flowsFrom(members.length > MANY_FLOWS ? byZone(members) : members, ids) }
  })
  return { conduits, others: flowsFrom(others, ids) }
}

function byZone(needs: readonly Need[]): readonly Need[] {
  const groups = groupBy(needs, (n) => `${n.fromZone!.id} ${n.to} ${n.protocol} ${n.port ?? ''}`)
  return [...groups.values()].map((group) => {
    const [head] = group as [Need, ...Need[]]
    if (group.length === 1) return head
    const classes = group.every((n) => n.classes) ? new Set(group.flatMap((n) => [...n.classes!])) : undefined
    const packets = group.reduce((sum, n) => sum + n.packets, 0)
    return { ...head, from: head.fromZone!.id, classes, packets, answered: group.some((n) => n.answered) }
  })
}

function flowsFrom(needs: readonly Need[], ids: Ids): readonly ProposedFlow[] {
  return [...needs].sort(byKey((n) => `${n.from} ${n.to} ${n.protocol} ${n.port ?? ''}`)).map((n) => {
    const zoned = n.from === n.fromZone?.id && n.fromZone.kind !== 'external'
    const notes = [
      `${n.packets} ${n.packets === 1 ? 'packet' : 'packets'}`,
      ...(n.answered ? [] : ['never answered: is it needed?']),
      ...(zoned ? [`many hosts of "${n.from}", taken together`] : []),
      seenIn(n.frames),
    ]
    return {
      id: ids.free(`${n.from}-${n.to}-${n.protocol}${n.port === undefined ? '' : `-${n.port}`}`),
      from: n.from,
      to: n.to,
      protocol: n.protocol,
      ports: n.port === undefined ? undefined : [n.port],
      only: n.classes && [...n.classes].sort(byText),
      why: notes.filter((note) => note !== '').join('; '),
    }
  })
}

function searchesOf({ conversations }: Inventory): ReadonlySet<string> {
  const asked = groupBy(
    conversations.filter((c) => !c.answered && c.transport === 'tcp'),
    pairOf,
  )
  return new Set([...asked].filter(([, list]) => list.length >= SEARCH_FROM).map(([pair]) => pair))
}

function pairOf(c: Conversation): string {
  return `${c.client} ${c.server}`
}
