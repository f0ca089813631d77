import { dayOf, NO_TIME } from '../groundwork/day.ts'
import type { Conversation } from '../inventory/inventory.ts'
import type { AssetId, Conduit, Flow, Plant } from '../plant/plant.ts'
import { endKey, type Place } from './places.ts'
import type { Protocols } from './protocols.ts'

/** The declared flows that speak for a conversation: those in force when it was seen, and those that had run out. */
export interface Permits {
  readonly inForce: readonly Flow[]
  readonly over: readonly Flow[]
}

/** Finds declared flows for conversations by their ends, so that many flows cost no more than few. */
export class DeclaredFlows {
  readonly #byEnds = new Map<string, Flow[]>()
  /** Conduits with address translation, by the assets that enforce them. */
  readonly #nat = new Map<AssetId, Conduit[]>()
  readonly #spaces = new Map<string, ReadonlySet<string>>()
  readonly #protocols: Protocols

  constructor(plant: Plant, protocols: Protocols) {
    this.#protocols = protocols
    for (const flow of plant.flows) {
      const key = `${endKey(flow.from)}\n${endKey(flow.to)}`
      const known = this.#byEnds.get(key)
      if (known) known.push(flow)
      else this.#byEnds.set(key, [flow])
    }
    for (const conduit of plant.conduits)
      if (conduit.nat)
        for (const asset of conduit.enforcedBy ?? []) this.#nat.set(asset, [...(this.#nat.get(asset) ?? []), conduit])
    const spaceOf = new Map(plant.zones.map((zone) => [zone.id, zone.space]))
    for (const { id, joins } of plant.conduits)
      this.#spaces.set(id, new Set(joins.map((zone) => spaceOf.get(zone)).filter((space) => space !== undefined)))
  }

  /**
   * The flows that declare a conversation from `client` to `server`. Where nobody saw who opened it (basis `lower_port` or
   * `first_sender`) a flow the other way round speaks for it too.
   */
  permits(c: Conversation, client: Place, server: Place): Permits {
    const flows = new Map<string, Flow>()
    this.#collect(c, client, server, flows)
    if (c.basis === 'lower_port' || c.basis === 'first_sender') this.#collect(c, server, client, flows)
    const day = c.first === NO_TIME ? undefined : dayOf(c.first)
    const all = [...flows.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
    const inForce = all.filter((flow) => flow.until === undefined || day === undefined || day <= flow.until)
    return { inForce, over: all.filter((flow) => !inForce.includes(flow)) }
  }

  #collect(c: Conversation, from: Place, to: Place, flows: Map<string, Flow>): void {
    for (const a of from.ends)
      for (const b of to.ends)
        for (const flow of this.#byEnds.get(`${a}\n${b}`) ?? [])
          if (this.#inSpace(flow, c.space) && this.#protocols.declares(flow, c)) flows.set(flow.id, flow)
    this.#collectTranslated(c, from, to, flows)
  }

  // Behind address translation a boundary device stands in for the far side.
  #collectTranslated(c: Conversation, from: Place, to: Place, flows: Map<string, Flow>): void {
    for (const [near, device] of [
      [from, to],
      [to, from],
    ] as const)
      for (const conduit of (device.asset && this.#nat.get(device.asset.id)) ?? [])
        for (const flow of conduit.flows) {
          const [nearEnd, farEnd] = near === from ? [flow.from, flow.to] : [flow.to, flow.from]
          const farIsHere = farEnd.kind === 'zone' && near.zones.some((zone) => zone.id === farEnd.id)
          if (near.ends.includes(endKey(nearEnd)) && !farIsHere && this.#protocols.declares(flow, c))
            flows.set(flow.id, flow)
        }
  }

  // A network of a flow counts in the spaces of the zones its conduit joins; the same subnet elsewhere is another one.
  #inSpace(flow: Flow, space: string): boolean {
    if (flow.from.kind !== 'network' && flow.to.kind !== 'network') return true
    const spaces = flow.conduit === undefined ? undefined : this.#spaces.get(flow.conduit)
    return spaces === undefined || spaces.size === 0 || spaces.has(space)
  }
}
