import { contains, type Prefix, prefixText } from '../../groundwork/ip.ts'
import { byKey, indexById } from '../../groundwork/order.ts'
import type { Asset, Conduit, Flow, FlowEnd, Plant, Zone } from '../../plant/plant.ts'
import type { Catalogs } from '../../standard/catalog.ts'

/** Where one end of a flow stands: its zones (those that its conduit joins, for an enforcer); empty when nobody can say. */
export interface End {
  readonly name: string
  readonly zones: readonly Zone[]
  readonly asset: Asset | undefined
  /** Purdue level, as far as known. */
  readonly level: number | undefined
}

/** Lookups over a plant, made once for all checks. */
export class PlantIndex {
  readonly zones: ReadonlyMap<string, Zone>
  readonly conduits: ReadonlyMap<string, Conduit>
  readonly assets: ReadonlyMap<string, Asset>
  readonly #inZone = new Map<string, Asset[]>()
  readonly #conduitsOf = new Map<string, Conduit[]>()
  readonly #enforcers = new Set<string>()
  readonly #ends = new Map<FlowEnd, End>()
  readonly #catalogs: Catalogs

  constructor(plant: Plant, catalogs: Catalogs) {
    this.zones = indexById<string, Zone>(plant.zones)
    this.conduits = indexById<string, Conduit>(plant.conduits)
    this.assets = indexById<string, Asset>(plant.assets)
    this.#catalogs = catalogs
    for (const asset of plant.assets) for (const zone of asset.zones) push(this.#inZone, zone, asset)
    for (const assets of this.#inZone.values()) assets.sort(byKey((asset) => asset.id))
    for (const conduit of plant.conduits) {
      for (const zone of conduit.joins) push(this.#conduitsOf, zone, conduit)
      for (const asset of conduit.enforcedBy ?? []) this.#enforcers.add(asset)
    }
  }

  /** The assets assigned to a zone itself; nothing is inherited from zones inside it. */
  assetsIn(zone: Zone): readonly Asset[] {
    return this.#inZone.get(zone.id) ?? []
  }

  conduitsOf(zone: Zone): readonly Conduit[] {
    return this.#conduitsOf.get(zone.id) ?? []
  }

  /** Whether some conduit names the asset as an enforcer, so that it stands in that conduit. */
  enforces(asset: Asset): boolean {
    return this.#enforcers.has(asset.id)
  }

  /**
   * The level of an asset: its own where it has one of its own, else that of its only zone, else the usual one of its kind,
   * so that our defaults never outweigh what an owner has declared.
   */
  levelOf(asset: Asset): number | undefined {
    const usual = this.#catalogs.assetKinds.get(asset.kind)?.level
    if (asset.level !== undefined && asset.level !== usual) return asset.level
    const zone = asset.zones.length === 1 ? this.zones.get(asset.zones[0]!) : undefined
    return zone?.level ?? asset.level
  }

  end(end: FlowEnd): End {
    let found = this.#ends.get(end)
    if (!found) {
      found = this.#look(end)
      this.#ends.set(end, found)
    }
    return found
  }

  #look(end: FlowEnd): End {
    switch (end.kind) {
      case 'asset': {
        const asset = this.assets.get(end.id)
        const ids = asset?.zones.length
          ? asset.zones
          : [...this.conduits.values()]
              .filter((c) => asset?.conduits.includes(c.id) || c.enforcedBy?.includes(end.id))
              .flatMap((c) => c.joins)
        return { name: end.id, zones: this.#zonesOf(ids), asset, level: asset && this.levelOf(asset) }
      }
      case 'zone': {
        const zone = this.zones.get(end.id)
        return { name: end.id, zones: zone ? [zone] : [], asset: undefined, level: zone?.level }
      }
      case 'network': {
        const zones = [...this.zones.values()].filter((z) => z.networks.some((n) => holds(n, end.prefix)))
        const only = zones.length === 1 ? zones : []
        return { name: prefixText(end.prefix), zones: only, asset: undefined, level: only[0]?.level }
      }
      case 'any':
        return { name: 'any', zones: [], asset: undefined, level: undefined }
    }
  }

  #zonesOf(ids: readonly string[]): readonly Zone[] {
    return [...new Set(ids)].flatMap((id) => this.zones.get(id) ?? [])
  }

  /** Whether a flow goes from one zone to another: `undefined` when the zone of an end is not known. */
  crosses(flow: Flow): boolean | undefined {
    const from = this.end(flow.from).zones
    const to = this.end(flow.to).zones
    if (from.length === 0 || to.length === 0) return undefined
    return !from.some((zone) => to.includes(zone))
  }
}

// A prefix that only partly lies in a network, or in several of them, stands nowhere for sure.
function holds(network: Prefix, part: Prefix): boolean {
  return network.length <= part.length && contains(network, part)
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
