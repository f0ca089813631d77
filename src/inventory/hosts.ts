import { byKey, byText, sortedUnique } from '../groundwork/order.ts'
import { MANNERS, type Segment } from '../evidence/observation.ts'
import { type Bindings, bind } from './bindings.ts'
import { earliestFrames } from './frames.ts'
import { Groups } from './groups.ts'
import { ipOrder, isLinkLocal } from './host-key.ts'
import { joinByIdentity } from './identity.ts'
import type { Host, HostFact, HostId } from './inventory.ts'
import type { Knowledge } from './knowledge.ts'
import { mergeFacts, type Sighting, sightingsOf, span } from './sightings.ts'

/** The maker of a network interface by its MAC, or `undefined`. Apps fill it from a table of the IEEE registry. */
export type MakerOf = (mac: string) => string | undefined

/** Hosts without the roles that only their conversations show, and the way from an address to its host. */
export interface FoundHosts {
  readonly hosts: ReadonlyMap<HostId, Host>
  /** The id of the host behind a key `<space>/<address>`; a key that is no host is its own id. */
  readonly idOf: (key: string) => HostId
}

/** Merges addresses into hosts: by what binds IP and MAC, then by serial number, certificate and listed name. */
export function findHosts(segments: readonly Segment[], makerOf: MakerOf, knowledge: Knowledge): FoundHosts {
  const bindings = bind(segments)
  const sightings = sightingsOf(segments, bindings.broadcast, knowledge)
  const groups = new Groups()
  for (const key of sightings.keys()) groups.add(key)
  for (const [ip, mac] of bindings.pairs) if (sightings.has(ip) && sightings.has(mac)) groups.join(ip, mac)
  joinByIdentity(sightings, groups)

  const hosts = new Map<HostId, Host>()
  const ids = new Map<string, HostId>()
  for (const [name, members] of groups.members()) {
    const host = hostOf(
      members.sort(byText).map((key) => sightings.get(key)!),
      bindings,
      makerOf,
      knowledge,
    )
    hosts.set(host.id, host)
    ids.set(name, host.id)
  }
  return { hosts, idOf: (key) => ids.get(groups.find(key)) ?? (key as HostId) }
}

function hostOf(members: readonly Sighting[], bindings: Bindings, makerOf: MakerOf, knowledge: Knowledge): Host {
  const head = firstBy(members, (s) => `${rank(s)} ${s.space} ${s.kind === 'ip' ? ipOrder(s.text) : s.text}`)
  const macs = sortedUnique(members.filter((s) => s.kind === 'mac').map((s) => s.text))
  const manners = MANNERS.filter((manner) => members.some((s) => s.manners.includes(manner)))
  const [first, last] = span(members.flatMap((s) => [s.first, s.last]))
  const ips = sortedBy(
    members.filter((s) => s.kind === 'ip'),
    (s) => `${s.space} ${ipOrder(s.text)}`,
  )
  const facts = [...members.flatMap((s) => s.facts), ...disputes(members, bindings, knowledge.confidenceOf('arp'))]
  return {
    id: head.key as HostId,
    space: head.space,
    ips: sortedBy([...new Set(ips.map((s) => s.text))], ipOrder),
    addresses: ips.map((s) => ({ space: s.space, ip: s.text })),
    macs,
    interfaceMaker: macs.map(makerOf).find((maker) => maker !== undefined),
    manners,
    state: state(members, manners),
    first,
    last,
    facts: mergeFacts(facts),
    roles: [],
    routes: members.some((s) => bindings.routers.has(s.key)),
    sources: sortedUnique(members.flatMap((s) => [...s.files])),
    frames: earliestFrames(members.flatMap((s) => s.frames)),
  }
}

// Most hosts have one address, for which no key need be made.
function sortedBy<T>(values: readonly T[], key: (value: T) => string): readonly T[] {
  return values.length < 2 ? values : [...values].sort(byKey(key))
}

function firstBy<T>(values: readonly T[], key: (value: T) => string): T {
  return sortedBy(values, key)[0]!
}

// What a host is called by: an IP that it used on the wire, then any other IP, then a MAC, then a name.
function rank(s: Sighting): number {
  if (s.kind === 'name') return 4
  if (s.kind === 'mac') return 3
  return isLinkLocal(s.text) ? 2 : s.manners.includes('seen') || s.manners.includes('answered') ? 0 : 1
}

function state(members: readonly Sighting[], manners: readonly string[]): Host['state'] {
  if (members.some((s) => s.sent)) return 'talker'
  return manners.includes('seen') || manners.includes('answered') ? 'silent' : 'listed'
}

function disputes(members: readonly Sighting[], { disputed }: Bindings, confidence: number): HostFact[] {
  return members.flatMap((s) =>
    [...(disputed.get(s.key) ?? [])].map((mac) => ({
      attribute: 'announced-by',
      value: mac.slice(s.space.length + 1),
      by: 'arp',
      manner: 'seen' as const,
      confidence,
      count: 1,
      file: sortedUnique(s.files)[0]!,
      frames: earliestFrames(s.frames),
    })),
  )
}
