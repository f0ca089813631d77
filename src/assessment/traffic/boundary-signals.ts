import { groupBy } from '../../groundwork/order.ts'
import { ipBits, isPrivate } from '../../groundwork/ip.ts'
import { isMacText } from '../../inventory/host-key.ts'
import type { Host } from '../../inventory/inventory.ts'
import type { Zone } from '../../plant/plant.ts'
import type { Place } from '../../drift/places.ts'
import { Boundaries, type Crossing, isInside, waysOf } from './crossings.ts'
import { sighting } from './sightings.ts'
import type { Sighting, Signal } from './signal.ts'
import { protocolOf, type Talk, type TrafficView } from './view.ts'

/** Signals about what crosses the boundaries of zones (FR 5), and about the outside (SR 1.13). */

function crossings(view: TrafficView): readonly Crossing[] {
  const boundaries = new Boundaries(view.plant, view.zones)
  return view.talks.flatMap((talk) => boundaries.crossing(talk) ?? [])
}

const undeclaredCrossing: Signal = {
  id: 'undeclared-crossing',
  title: 'A flow that nobody declared is answered across a boundary',
  sees: 'An answered conversation between two zones that no declared flow permits. Where no conduit joins the two, it took a way that nobody declared (SR 5.2); in any case a flow passed that no conduit permits (RE 1). Requests without an answer do not count.',
  rows: [
    { row: 'SR 5.2', side: 'contradict' },
    { row: 'SR 5.2 RE 1', side: 'contradict' },
  ],
  *find(view) {
    for (const crossing of crossings(view)) {
      const { talk, from, to, conduits } = crossing
      if (!talk.c.answered || talk.flows.length > 0) continue
      const where = `from zone "${from.id}" to zone "${to.id}"`
      for (const subject of waysOf(crossing)) {
        if (conduits.length === 0)
          yield sighting(talk, 'SR 5.2', subject, `${talk.text} was answered ${where}, which no conduit joins`)
        yield sighting(talk, 'SR 5.2 RE 1', subject, `${talk.text} was answered ${where}, and no flow permits it`)
      }
    }
  },
}

const onlyDeclaredCrossings: Signal = {
  id: 'only-declared-crossings',
  title: 'Across a conduit only declared flows are answered, and others are tried in vain',
  sees: 'Between the zones of a conduit at least one declared flow was answered, at least one attempt outside the declared flows was seen to get no answer, and no undeclared flow was answered. Quiet alone does not count.',
  rows: [
    { row: 'SR 5.2', side: 'support' },
    { row: 'SR 5.2 RE 1', side: 'support' },
  ],
  *find(view) {
    const single = crossings(view).filter((crossing) => crossing.conduits.length === 1)
    for (const [id, group] of groupBy(single, (crossing) => crossing.conduits[0]!.id)) {
      const answered = group.filter(({ talk }) => talk.c.answered)
      if (answered.length === 0 || answered.some(({ talk }) => talk.flows.length === 0)) continue
      for (const { talk } of group) {
        if (talk.c.answered || talk.flows.length > 0) continue
        const says = `${talk.text} got no answer across conduit "${id}", where ${answered.length} declared ${answered.length === 1 ? 'conversation was' : 'conversations were'} answered`
        for (const row of ['SR 5.2', 'SR 5.2 RE 1']) yield sighting(talk, row, { kind: 'conduit', id }, says)
      }
    }
  },
}

const sharedBroadcastDomain: Signal = {
  id: 'shared-broadcast-domain',
  title: 'Control and business hosts share a broadcast domain',
  sees: 'An ARP message from the MAC of a business asset straight to that of a control or safety asset, or the other way: only neighbors on one link exchange these. Broadcasts of both in one capture do not count, as a tap on a trunk sees several links; nor does anything a router sends.',
  rows: [{ row: 'SR 5.1', side: 'contradict' }],
  *find(view) {
    const byMac = new Map<string, Host | undefined>()
    for (const host of view.inventory.hosts)
      for (const mac of host.macs)
        byMac.set(`${host.space} ${mac}`, byMac.has(`${host.space} ${mac}`) ? undefined : host)
    for (const link of view.inventory.links) {
      if (link.protocol !== 'arp' || !isMacText(link.to)) continue
      const from = view.hosts.get(link.from)
      const to = from && byMac.get(`${from.space} ${link.to}`)
      if (!from || !to || from.routes || to.routes) continue
      const [a, b] = [view.places.assetOf(from.id), view.places.assetOf(to.id)]
      const sides = [a?.class, b?.class]
      if (!a || !b || !sides.includes('business') || !(sides.includes('iacs') || sides.includes('safety'))) continue
      for (const zone of new Set([...a.zones, ...b.zones]))
        yield {
          row: 'SR 5.1',
          subject: { kind: 'zone', id: zone },
          sure: true,
          says: `"${a.id}" and "${b.id}" exchange ARP: they stand on one link`,
          last: link.last,
          frames: link.frames,
          declared: [a, b].map(({ span }) => ({ kind: 'line', span })),
          files: [],
        }
    }
  },
}

/** Name, address, time, login: what a control network should find inside. */
const NETWORK_SERVICES: ReadonlySet<string> = new Set([
  'dns',
  'dhcp',
  'ntp',
  'nts',
  'kerberos',
  'ldap',
  'ldaps',
  'radius',
  'tacacs',
])

const servedFromOutside: Signal = {
  id: 'network-service-from-outside',
  title: 'A control component is served names, addresses, time or logins from a network outside control',
  sees: 'An answered conversation of a control or safety asset with a server in a business or external zone, or at a public address, in a protocol for names, addresses, time or logins.',
  rows: [{ row: 'SR 5.1 RE 2', side: 'contradict' }],
  *find(view) {
    for (const talk of view.talks) {
      const protocol = protocolOf(talk)
      if (!protocol || !NETWORK_SERVICES.has(protocol.row.id) || !talk.c.answered || !talk.directed) continue
      const { asset } = talk.client
      if (!asset || (asset.class !== 'iacs' && asset.class !== 'safety')) continue
      const [server] = talk.server.zones
      const outside = server ? server.kind === 'business' || server.kind === 'external' : isPublic(talk.server)
      if (!outside) continue
      for (const zone of talk.client.zones.filter(isInside))
        yield sighting(
          talk,
          'SR 5.1 RE 2',
          { kind: 'zone', id: zone.id },
          `${talk.text}, a network service outside control`,
          {
            sure: protocol.sure,
          },
        )
    }
  },
}

const criticalJoined: Signal = {
  id: 'critical-network-joined',
  title: 'A safety network and another network talk to each other',
  sees: 'An answered conversation between a safety zone and a zone of another kind, declared or not.',
  rows: [{ row: 'SR 5.1 RE 3', side: 'contradict' }],
  *find(view) {
    for (const { talk, from, to } of crossings(view)) {
      if (!talk.c.answered || (from.kind === 'safety') === (to.kind === 'safety')) continue
      const safety = from.kind === 'safety' ? from : to
      yield sighting(
        talk,
        'SR 5.1 RE 3',
        { kind: 'zone', id: safety.id },
        `${talk.text} was answered between zone "${from.id}" and zone "${to.id}"`,
      )
    }
  },
}

/** Ids of protocols by which people write or call each other, and which side receives. */
const MESSAGES: ReadonlyMap<string, 'client' | 'server'> = new Map([
  ['smtp', 'server'],
  ['imap', 'client'],
])

const messagesFromOutside: Signal = {
  id: 'messages-between-people',
  title: 'Mail between people reaches a host of the control system',
  sees: 'An answered conversation by which a host inside receives mail: over a boundary (SR 5.3), or from or to any host of the zone, inside as well (RE 1). A host that sends is shown only, as it may be sending alarms.',
  rows: [
    { row: 'SR 5.3', side: 'contradict' },
    { row: 'SR 5.3 RE 1', side: 'contradict' },
  ],
  *find(view) {
    for (const talk of view.talks) {
      const protocol = protocolOf(talk)
      const receiver = protocol && MESSAGES.get(protocol.row.id)
      if (!protocol || !receiver || !talk.c.answered || !talk.directed) continue
      const says = `${talk.text}: mail`
      const receiving = talk[receiver].zones.filter(isInside)
      const crosses = talk.client.zones.length > 0 && talk.server.zones.length > 0 && !shared(talk)
      for (const { id } of crosses ? receiving : [])
        yield sighting(talk, 'SR 5.3', { kind: 'zone', id }, says, { sure: protocol.sure })
      for (const place of [talk.client, talk.server])
        if (place.asset?.zones.some((id) => isInside(view.zones.get(id)!)))
          yield sighting(talk, 'SR 5.3 RE 1', { kind: 'asset', id: place.asset.id }, says, {
            sure: protocol.sure && place === talk[receiver],
          })
    }
  },
}

function shared({ client, server }: Talk): boolean {
  return client.zones.some((zone) => server.zones.includes(zone))
}

const pastAccessPoints: Signal = {
  id: 'past-the-access-points',
  title: 'An untrusted address and an inside component talk past the declared access points',
  sees: 'An answered conversation between an asset in a control, safety, operations or wireless zone and a public address or a remote or external zone, in either direction, that no declared flow permits. Sessions of remote access count as interactive (SR 1.1 RE 2).',
  rows: [
    { row: 'SR 1.13', side: 'contradict' },
    { row: 'SR 1.1 RE 2', side: 'contradict' },
  ],
  *find(view): Iterable<Sighting> {
    for (const talk of view.talks) {
      if (!talk.c.answered || talk.flows.length > 0 || talk.c.encapsulated) continue
      for (const [inside, outside] of [
        [talk.client, talk.server],
        [talk.server, talk.client],
      ] as const) {
        if (!inside.asset || !isUntrusted(outside)) continue
        const protocol = protocolOf(talk)
        for (const zone of inside.zones.filter(isInside)) {
          const says = `${talk.text} was answered, past every declared access point of zone "${zone.id}"`
          yield sighting(talk, 'SR 1.13', { kind: 'zone', id: zone.id }, says)
          if (protocol?.row.family === 'remote-access' && inside === talk.server)
            yield sighting(talk, 'SR 1.1 RE 2', { kind: 'zone', id: zone.id }, says, { sure: protocol.sure })
        }
      }
    }
  },
}

function isUntrusted(place: Place): boolean {
  if (place.group) return false
  if (place.zones.length > 0) return place.zones.every(isOutsideKind)
  return place.asset === undefined && isPublic(place)
}

function isOutsideKind(zone: Zone): boolean {
  return zone.kind === 'external' || zone.kind === 'remote'
}

/** Whether a place is known by addresses of the public internet alone. */
function isPublic({ host, group }: Place): boolean {
  const ips = host?.ips ?? []
  return !group && ips.length > 0 && ips.every((ip) => !isPrivate(ipBits(ip)!))
}

export const boundarySignals: readonly Signal[] = [
  pastAccessPoints,
  sharedBroadcastDomain,
  servedFromOutside,
  criticalJoined,
  undeclaredCrossing,
  onlyDeclaredCrossings,
  messagesFromOutside,
]
