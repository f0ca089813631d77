import { contains, type IpBits, ipBits, isPrivate, type Prefix, prefixText } from '../groundwork/ip.ts'
import { byText } from '../groundwork/order.ts'
import type { Conversation, Host, HostId } from '../inventory/inventory.ts'
import type { Asset, ConduitId, FlowEnd, Plant, Zone, ZoneId } from '../plant/plant.ts'
import type { Match } from './drift.ts'

/** Where one end of a conversation stands in the plant as declared. */
export interface Place {
  readonly host: Host | undefined
  readonly asset: Asset | undefined
  /** Zones of the asset; where it is assigned nowhere, the zone whose network holds the address. */
  readonly zones: readonly Zone[]
  /** Conduits that the asset stands in: it is a boundary device. */
  readonly conduits: readonly ConduitId[]
  /** A multicast or broadcast address: no host stands behind it. */
  readonly group: boolean
  /** The ends of flows that this place fits, as keys of `endKey`. */
  readonly ends: readonly string[]
  /** For messages: the asset with its address, or the address alone. */
  readonly text: string
}

/** Gives the places of addresses; remembers them, as many conversations share few ends. */
export class Places {
  readonly #hosts: ReadonlyMap<HostId, Host>
  readonly #assetOf = new Map<HostId, Asset>()
  readonly #zones: ReadonlyMap<ZoneId, Zone>
  readonly #networks: Networks
  readonly #endPrefixes: readonly Prefix[]
  readonly #known = new Map<string, Place>()

  constructor(plant: Plant, hosts: readonly Host[], matches: readonly Match[]) {
    const assets = new Map(plant.assets.map((asset) => [asset.id, asset]))
    this.#hosts = new Map(hosts.map((host) => [host.id, host]))
    for (const match of matches) this.#assetOf.set(match.host, assets.get(match.asset)!)
    this.#zones = new Map(plant.zones.map((zone) => [zone.id, zone]))
    this.#networks = new Networks(plant.zones)
    const prefixes = new Map<string, Prefix>()
    for (const { from, to } of plant.flows)
      for (const end of [from, to]) if (end.kind === 'network') prefixes.set(prefixText(end.prefix), end.prefix)
    this.#endPrefixes = [...prefixes.values()]
  }

  assetOf(host: HostId): Asset | undefined {
    return this.#assetOf.get(host)
  }

  ofHost(host: Host): Place {
    return this.#place(host.space, host.ips[0], host.id)
  }

  client(c: Conversation): Place {
    return this.#place(c.space, c.clientIp, c.client)
  }

  server(c: Conversation): Place {
    return this.#place(c.space, c.serverIp, c.server)
  }

  #place(space: string, ip: string | undefined, id: HostId): Place {
    const key = `${space} ${ip} ${id}`
    let place = this.#known.get(key)
    if (!place) this.#known.set(key, (place = this.#make(space, ip, id)))
    return place
  }

  #make(space: string, ip: string | undefined, id: HostId): Place {
    const host = this.#hosts.get(id)
    const asset = this.#assetOf.get(id)
    const bits = ip === undefined ? undefined : ipBits(ip)
    const zones =
      asset && asset.zones.length + asset.conduits.length > 0
        ? asset.zones.map((zone) => this.#zones.get(zone)!).sort((a, b) => byText(a.id, b.id))
        : this.#networks.zonesOf(space, bits)
    const ends = ['any', ...zones.map((zone) => `zone ${zone.id}`)]
    if (asset) ends.push(`asset ${asset.id}`)
    if (bits) for (const p of this.#endPrefixes) if (contains(p, bits)) ends.push(`network ${prefixText(p)}`)
    const address = ip ?? host?.macs[0] ?? id.slice(id.indexOf('/') + 1)
    const text = asset ? `"${asset.id}" (${address})` : `"${address}"`
    return { host, asset, zones, conduits: asset?.conduits ?? [], group: host === undefined, ends, text }
  }
}

/** The key under which an end of a flow is found among `Place.ends`. */
export function endKey(end: FlowEnd): string {
  switch (end.kind) {
    case 'asset':
      return `asset ${end.id}`
    case 'zone':
      return `zone ${end.id}`
    case 'network':
      return `network ${prefixText(end.prefix)}`
    case 'any':
      return 'any'
  }
}

/** Finds the zone whose network holds an address: the longest prefix of its space, the inner zone where two have the same. */
class Networks {
  readonly #spaces = new Map<string, Map<number, Map<string, Zone>>>()
  /** Zones of kind `external` without networks take every public address of their space. */
  readonly #outside = new Map<string, Zone>()

  constructor(zones: readonly Zone[]) {
    const depth = depths(zones)
    const sorted = [...zones].sort((a, b) => depth.get(b.id)! - depth.get(a.id)! || byText(a.id, b.id))
    for (const zone of sorted) {
      if (zone.kind === 'external' && zone.networks.length === 0 && !this.#outside.has(zone.space))
        this.#outside.set(zone.space, zone)
      for (const network of zone.networks) {
        const lengths = this.#spaces.get(zone.space) ?? new Map<number, Map<string, Zone>>()
        this.#spaces.set(zone.space, lengths)
        const size = sizeOf(network.family, network.length)
        const byBits = lengths.get(size) ?? new Map<string, Zone>()
        lengths.set(size, byBits)
        const key = keyOf(network, network.length)
        if (!byBits.has(key)) byBits.set(key, zone)
      }
    }
    for (const [space, lengths] of this.#spaces)
      this.#spaces.set(space, new Map([...lengths].sort(([a], [b]) => b - a)))
  }

  zonesOf(space: string, bits: IpBits | undefined): readonly Zone[] {
    if (!bits) return []
    for (const [size, byBits] of this.#spaces.get(space) ?? []) {
      if (size >= 1000 !== (bits.family === 6)) continue
      const zone = byBits.get(keyOf(bits, size % 1000))
      if (zone) return [zone]
    }
    const outside = isPrivate(bits) ? undefined : this.#outside.get(space)
    return outside ? [outside] : []
  }
}

function sizeOf(family: 4 | 6, length: number): number {
  return family === 4 ? length : 1000 + length
}

function keyOf(value: IpBits, length: number): string {
  return (value.bits >> BigInt((value.family === 4 ? 32 : 128) - length)).toString(36)
}

// How many zones a zone lies in; a circle of `within` (a finding elsewhere) ends the count.
function depths(zones: readonly Zone[]): ReadonlyMap<ZoneId, number> {
  const byId = new Map(zones.map((zone) => [zone.id, zone]))
  const depth = new Map<ZoneId, number>()
  for (const zone of zones) {
    const met = new Set<ZoneId>()
    let at: Zone | undefined = zone
    while (at?.within !== undefined && !met.has(at.id)) {
      met.add(at.id)
      at = byId.get(at.within)
    }
    depth.set(zone.id, met.size)
  }
  return depth
}

/** Whether two places have a zone in common. */
export function sameZone(a: Place, b: Place): boolean {
  return a.zones.some((zone) => b.zones.includes(zone))
}
