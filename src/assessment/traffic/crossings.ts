import type { Conduit, Plant, Zone, ZoneId } from '../../plant/plant.ts'
import type { SubjectRef } from '../../standard/evidence-record.ts'
import { sameZone } from '../../drift/places.ts'
import type { Talk } from './view.ts'

/** A talk between two zones, with the conduits that could carry it. */
export interface Crossing {
  readonly talk: Talk
  readonly from: Zone
  readonly to: Zone
  readonly conduits: readonly Conduit[]
}

/** Kinds of zones whose inside belongs to the control system. */
const INSIDE: ReadonlySet<string> = new Set(['control', 'safety', 'operations', 'wireless'])

/** Whether a zone holds the control system itself. */
export function isInside(zone: Zone): boolean {
  return INSIDE.has(zone.kind)
}

/** Finds the conduits between zones; a conduit that joins a zone around one of the two counts for it. */
export class Boundaries {
  readonly #conduits: readonly Conduit[]
  readonly #zones: ReadonlyMap<ZoneId, Zone>
  readonly #known = new Map<string, readonly Conduit[]>()

  constructor(plant: Plant, zones: ReadonlyMap<ZoneId, Zone>) {
    this.#conduits = plant.conduits
    this.#zones = zones
  }

  /** A talk as a crossing: both ends in one known zone each, and not the same; what ran inside a tunnel is left out, as its addresses may belong elsewhere. */
  crossing(talk: Talk): Crossing | undefined {
    const { client, server, c } = talk
    const [from] = client.zones
    const [to] = server.zones
    if (!from || !to || c.encapsulated || client.group || server.group || sameZone(client, server)) return undefined
    return { talk, from, to, conduits: this.#between(from, to) }
  }

  #between(a: Zone, b: Zone): readonly Conduit[] {
    const key = `${a.id} ${b.id}`
    let found = this.#known.get(key)
    if (!found) {
      const [left, right] = [this.#around(a), this.#around(b)]
      found = this.#conduits.filter(
        ({ joins }) =>
          joins.some((zone) => left.has(zone)) && joins.some((zone) => right.has(zone)) && joins.length > 1,
      )
      this.#known.set(key, found)
    }
    return found
  }

  #around(zone: Zone): ReadonlySet<ZoneId> {
    const ids = new Set<ZoneId>()
    for (let at: Zone | undefined = zone; at && !ids.has(at.id); at = at.within && this.#zones.get(at.within))
      ids.add(at.id)
    return ids
  }
}

/** The ways through the boundary that a crossing concerns: the ends of the one conduit that could carry it, else all ways of both zones. */
export function waysOf({ from, to, conduits }: Crossing): readonly SubjectRef[] {
  const [conduit, other] = conduits
  const zones = [from, to]
  if (!conduit || other) return zones.map(({ id }) => ({ kind: 'zone', id }))
  return zones.flatMap((zone): SubjectRef[] => {
    if (!conduit.joins.includes(zone.id)) return [{ kind: 'zone', id: zone.id }]
    const declared = (zone.accessPoints ?? []).filter((point) => point.conduit === conduit.id)
    const ids = [`${conduit.id}@${zone.id}`, ...declared.map((point) => point.id)]
    return ids.map((id) => ({ kind: 'access-point', id }))
  })
}
