import { contains, type IpBits, ipBits, type Prefix, prefix } from '../groundwork/ip.ts'
import type { SourceRead } from '../inventory/inventory.ts'
import type { Asset, Conduit, Flow, FlowEnd, Plant, Zone } from '../plant/plant.ts'
import type { Protocols } from './protocols.ts'

/**
 * What the vantages of the captures that were read could have seen, as far as a person has declared it. Only there is silence
 * a finding; everywhere else it is unknown.
 */
export class Coverage {
  readonly #spaces = new Map<string, Prefix[]>()
  readonly #zones: ReadonlyMap<string, Zone>
  readonly #assets: ReadonlyMap<string, Asset>
  readonly #inZone = new Map<string, Asset[]>()
  readonly #conduits: ReadonlyMap<string, Conduit>
  readonly #protocols: Protocols

  constructor(plant: Plant, sources: readonly SourceRead[], protocols: Protocols) {
    this.#zones = new Map(plant.zones.map((zone) => [zone.id, zone]))
    this.#assets = new Map(plant.assets.map((asset) => [asset.id, asset]))
    this.#conduits = new Map(plant.conduits.map((conduit) => [conduit.id, conduit]))
    this.#protocols = protocols
    for (const asset of plant.assets)
      for (const zone of asset.zones) this.#inZone.set(zone, [...(this.#inZone.get(zone) ?? []), asset])
    for (const { manner, file, vantage, excerpt } of sources) {
      if (manner !== 'seen' || excerpt) continue
      const declared = plant.vantages.find((v) => v.file === file || file.endsWith(`/${v.file}`))
      if (!declared && !vantage.declared) continue
      const { space, covers } = declared ?? vantage
      const prefixes = covers.map((text) => prefix(text)).filter((p) => p !== undefined)
      this.#spaces.set(space, [...(this.#spaces.get(space) ?? []), ...prefixes])
    }
  }

  /** Whether traffic of an asset would have been seen: one of its IPs lies in what a vantage covers. */
  asset(asset: Asset): boolean {
    return asset.addresses.some(({ ip, space }) => {
      const bits = ip === undefined ? undefined : ipBits(ip)
      return bits !== undefined && this.#sees(space, bits)
    })
  }

  /** Whether a flow would have been seen: all that one of its ends stands for is covered, and it runs over IP. */
  flow(flow: Flow): boolean {
    const conduit = flow.conduit === undefined ? undefined : this.#conduits.get(flow.conduit)
    if (conduit && (conduit.medium === 'serial' || conduit.medium === 'physical')) return false
    if (this.#protocols.isLinkOnly(flow)) return false
    const spaces = new Set(conduit?.joins.map((zone) => this.#zones.get(zone)?.space))
    return this.#end(flow.from, spaces) || this.#end(flow.to, spaces)
  }

  #end(end: FlowEnd, spaces: ReadonlySet<string | undefined>): boolean {
    switch (end.kind) {
      case 'asset': {
        const asset = this.#assets.get(end.id)
        return asset !== undefined && this.asset(asset)
      }
      case 'zone':
        return this.#zone(end.id)
      case 'network':
        return [...this.#spaces].some(
          ([space, prefixes]) => (spaces.size === 0 || spaces.has(space)) && prefixes.some((p) => holds(p, end.prefix)),
        )
      case 'any':
        return false
    }
  }

  #zone(id: string): boolean {
    const zone = this.#zones.get(id)
    if (!zone) return false
    const prefixes = this.#spaces.get(zone.space) ?? []
    if (zone.networks.length > 0) return zone.networks.every((network) => prefixes.some((p) => holds(p, network)))
    const assets = (this.#inZone.get(id) ?? []).filter((asset) => !asset.passive)
    return assets.length > 0 && assets.every((asset) => this.asset(asset))
  }

  #sees(space: string, bits: IpBits): boolean {
    return (this.#spaces.get(space) ?? []).some((p) => contains(p, bits))
  }
}

function holds(outer: Prefix, inner: Prefix): boolean {
  return outer.family === inner.family && outer.length <= inner.length && contains(outer, inner)
}
