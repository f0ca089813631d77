import type { Segment } from '../evidence/observation.ts'
import { hostKey, isHostIp, isLinkLocal, isUnicastMac } from './host-key.ts'

/** Which IP and which MAC are one machine, and which MACs carry packets of others. Keys carry the space: spaces never mix. */
export interface Bindings {
  /** Pairs of host keys (IP, MAC) that are one machine. */
  readonly pairs: readonly (readonly [string, string])[]
  /** Keys of MACs that carried several IPs which are not theirs: a router stands on the hop. */
  readonly routers: ReadonlySet<string>
  /** Keys of IPs that were only ever the target of frames to a group MAC: broadcast addresses of a subnet. */
  readonly broadcast: ReadonlySet<string>
  /**
   * Announced IPs with the MACs in question: those that were not taken for theirs, and where several were, all of them. An
   * exchange of devices, a standby pair, or a forgery.
   */
  readonly disputed: ReadonlyMap<string, ReadonlySet<string>>
}

/** One MAC that announces more IPv4 addresses than this answers on behalf of others (proxy ARP, RFC 1027). */
const OWN_ADDRESSES = 8

/** Pairs of IP and MAC, looked up from both sides. */
class Edges {
  readonly macsOf = new Map<string, Set<string>>()
  readonly ipsOf = new Map<string, Set<string>>()

  add(ip: string, mac: string): void {
    link(this.macsOf, ip, mac)
    link(this.ipsOf, mac, ip)
  }

  alone(ip: string, mac: string): boolean {
    return this.macsOf.get(ip)!.size === 1 || this.ipsOf.get(mac)!.size === 1
  }
}

interface Sightings {
  readonly announced: Edges
  readonly carried: Edges
  readonly targeted: Edges
  readonly listed: Edges
  readonly broadcast: ReadonlySet<string>
  readonly linkLocal: ReadonlySet<string>
}

/**
 * Decides which sightings bind. Announced by ARP, or listed: bound, unless both sides have other partners too. Carried, as
 * sender or as target: bound only when it is the one IP that the MAC ever carried, as on a routed hop one MAC carries many
 * hosts; a link-local address is never routed. A list does not overrule the wire.
 */
export function bind(segments: readonly Segment[]): Bindings {
  const seen = sightings(segments)
  const bound = new Edges()
  const disputed = new Map<string, Set<string>>()
  const carries = carriedBy(seen)
  const routers = new Set<string>()
  for (const [mac, ips] of seen.announced.ipsOf) if (count4(ips) > OWN_ADDRESSES) routers.add(mac)
  const own = new Edges()
  for (const [ip, macs] of seen.announced.macsOf) for (const mac of macs) if (!routers.has(mac)) own.add(ip, mac)

  for (const [ip, macs] of own.macsOf) {
    const taken = [...macs].filter((mac) => own.alone(ip, mac))
    for (const mac of taken) bound.add(ip, mac)
    for (const mac of macs) if (taken.length > 1 || !taken.includes(mac)) link(disputed, ip, mac)
  }

  const singles = new Map<string, boolean>()
  const single = (mac: string) => {
    let says = singles.get(mac)
    if (says === undefined) {
      const ips = carries.get(mac)!
      const four = ips.size > 2 ? 2 : count4(ips)
      says = !routers.has(mac) && four <= 1 && ips.size - four <= 1
      singles.set(mac, says)
    }
    return says
  }
  let near: ReadonlyMap<string, ReadonlySet<string>> | undefined
  // An IP that several such MACs carried was seen on both sides of a router: its own is the one it used to its neighbors.
  const ownOf = (ip: string, macs: ReadonlySet<string>) => {
    if (seen.linkLocal.has(ip)) return macs.size === 1 ? [...macs] : []
    const able = [...macs].filter(single)
    if (able.length < 2) return able
    near ??= toNeighbors(segments)
    const used = near.get(ip)
    const own = able.filter((mac) => used?.has(mac))
    return own.length === 1 ? own : []
  }
  for (const [ip, macs] of seen.carried.macsOf)
    if (!own.macsOf.has(ip)) for (const mac of ownOf(ip, macs)) bound.add(ip, mac)
  for (const [ip, macs] of seen.targeted.macsOf)
    if (!own.macsOf.has(ip) && !seen.carried.macsOf.has(ip) && !seen.broadcast.has(ip))
      for (const mac of macs) if (!seen.linkLocal.has(ip) && single(mac)) bound.add(ip, mac)

  const onWire = { ips: new Set(bound.macsOf.keys()), macs: new Set(bound.ipsOf.keys()) }
  for (const [ip, macs] of seen.listed.macsOf)
    for (const mac of macs)
      if (!onWire.ips.has(ip) && !onWire.macs.has(mac) && seen.listed.alone(ip, mac)) bound.add(ip, mac)

  for (const [mac, ips] of carries) {
    const others = [...ips].filter((ip) => !bound.macsOf.get(ip)?.has(mac) && !disputed.get(ip)?.has(mac))
    if (others.length > 1 || others.some((ip) => bound.macsOf.has(ip))) routers.add(mac)
  }
  const pairs = [...bound.macsOf].flatMap(([ip, macs]) => [...macs].map((mac) => [ip, mac] as const))
  return { pairs, routers, broadcast: seen.broadcast, disputed }
}

function sightings(segments: readonly Segment[]): Sightings {
  const edges = { arp: new Edges(), source: new Edges(), destination: new Edges(), list: new Edges() }
  const toGroup = new Set<string>()
  const met = new Set<string>()
  const linkLocal = new Set<string>()
  for (const { addresses, vantage } of segments)
    for (const address of addresses) {
      const { ip, mac, by } = address
      if (ip === undefined || !isHostIp(ip)) continue
      const key = hostKey(vantage.space, ip)
      if (address.sent > 0 || by !== 'destination' || (mac !== undefined && isUnicastMac(mac))) met.add(key)
      if (isLinkLocal(ip)) linkLocal.add(key)
      if (mac === undefined) continue
      if (isUnicastMac(mac)) edges[by].add(key, hostKey(vantage.space, mac))
      else if (by === 'destination') toGroup.add(key)
    }
  const broadcast = broadcastOf(segments, toGroup, met)
  const { arp: announced, source: carried, destination: targeted, list: listed } = edges
  return { announced, carried, targeted, listed, broadcast, linkLocal }
}

/** The MACs that each IP used towards IPs of its own /24, where no router stands between. */
function toNeighbors(segments: readonly Segment[]): ReadonlyMap<string, ReadonlySet<string>> {
  const near = new Map<string, Set<string>>()
  for (const { conversations, vantage } of segments)
    for (const { client, server, clientMacs, serverMacs } of conversations) {
      const cut = client.lastIndexOf('.') + 1
      if (cut === 0 || client.slice(0, cut) !== server.slice(0, cut)) continue
      for (const mac of clientMacs) link(near, hostKey(vantage.space, client), hostKey(vantage.space, mac))
      for (const mac of serverMacs) link(near, hostKey(vantage.space, server), hostKey(vantage.space, mac))
    }
  return near
}

/** Addresses that only ever went with a group MAC. Readers may leave them out: they are servers that are met nowhere else. */
function broadcastOf(
  segments: readonly Segment[],
  toGroup: ReadonlySet<string>,
  met: Set<string>,
): ReadonlySet<string> {
  const known = new Set<string>()
  for (const { addresses, vantage } of segments)
    for (const { ip } of addresses) if (ip !== undefined) known.add(hostKey(vantage.space, ip))
  const unmet = new Set<string>(toGroup)
  for (const { addresses, conversations, vantage } of segments)
    if (addresses.length > 0)
      for (const { server, packets, encapsulated } of conversations) {
        if (packets.s2c > 0 || encapsulated) continue
        const key = hostKey(vantage.space, server)
        if (!known.has(key)) unmet.add(key)
      }
  if (unmet.size === 0) return unmet
  for (const { conversations, vantage } of segments)
    for (const { client, server, packets, encapsulated } of conversations) {
      if (packets.c2s > 0) met.add(hostKey(vantage.space, client))
      // Inside a tunnel no MAC tells: it counts as met.
      if (packets.s2c > 0 || encapsulated) met.add(hostKey(vantage.space, server))
    }
  return new Set([...unmet].filter((key) => !met.has(key)))
}

/** The routable IPs that each MAC carried as sender or target, its own among them. */
function carriedBy(seen: Sightings): Map<string, Set<string>> {
  const carries = new Map<string, Set<string>>()
  for (const edges of [seen.announced, seen.carried, seen.targeted])
    for (const [mac, ips] of edges.ipsOf)
      for (const ip of ips) {
        if (!seen.linkLocal.has(ip) && !seen.broadcast.has(ip)) link(carries, mac, ip)
        else if (!carries.has(mac)) carries.set(mac, new Set())
      }
  return carries
}

function count4(ipKeys: ReadonlySet<string>): number {
  let count = 0
  for (const key of ipKeys) if (!key.slice(key.lastIndexOf('/') + 1).includes(':')) count++
  return count
}

function link(graph: Map<string, Set<string>>, from: string, to: string): void {
  const known = graph.get(from)
  if (known) known.add(to)
  else graph.set(from, new Set([to]))
}
