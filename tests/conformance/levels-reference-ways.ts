import type { Conduit } from '../../src/plant/plant.ts'
import type { ModeRow } from '../../src/standard/catalog.ts'
import type { RequirementId } from '../../src/standard/requirement-id.ts'
import { rowId } from './levels-kit.ts'
import { all, type Answer, any, type Place, type Thing, type WayIn } from './levels-reference-facts.ts'
import { ReferenceThings } from './levels-reference-things.ts'

/** Ways through boundaries, and the ways that lead to them from outside. */
export abstract class ReferenceWays extends ReferenceThings {
  ways(place: Place): WayIn[] {
    const { zones, conduits, assets } = this.given.plant
    const devices = (ids: readonly string[]) =>
      [...new Set(ids)].flatMap((id) => assets.find((a) => a.id === id && !a.passive) ?? [])
    const brought = (c: Conduit, zone: string): WayIn => ({
      id: `${c.id}@${zone}`,
      place: place.id,
      kind: c.medium === 'physical' ? 'door' : c.medium,
      beyond: place.kind === 'zone' ? `conduit:${c.id}` : `zone:${zone}`,
      declared: undefined,
      enforcers: devices(c.enforcedBy ?? []),
      keys: [`access-point:${c.id}@${zone}`, `zone:${zone}`, `conduit:${c.id}`],
      zone,
    })
    if (place.kind === 'conduit')
      return [...new Set(place.conduit.joins)]
        .filter((z) => zones.some((zone) => zone.id === z))
        .map((z) => brought(place.conduit, z))
    const declared = (place.zone.accessPoints ?? []).map((point): WayIn => {
      const behind = conduits.find((c) => c.id === point.conduit)
      const enforcers = point.enforcers.length > 0 || !behind ? point.enforcers : (behind.enforcedBy ?? [])
      return {
        id: point.id,
        place: place.id,
        kind: point.kind,
        beyond: behind && `conduit:${behind.id}`,
        declared: point,
        enforcers: devices(enforcers),
        keys: [`access-point:${point.id}`, `zone:${place.id}`, ...(behind ? [`conduit:${behind.id}`] : [])],
        zone: place.id,
      }
    })
    const covered = new Set(declared.map((w) => w.beyond))
    return [
      ...declared,
      ...conduits
        .filter((c) => c.joins.includes(place.id as never) && !covered.has(`conduit:${c.id}`))
        .map((c) => brought(c, place.id)),
    ]
  }

  /** A way by its own enforcers. */
  ownWay(place: Place, way: WayIn, row: RequirementId, mode: ModeRow): Answer {
    const itself: Thing = {
      ids: way.keys,
      own: way.keys.slice(0, 1),
      kind: undefined,
      zones: [way.zone],
      asset: undefined,
    }
    if (way.enforcers.length === 0) {
      if (this.how === 'capability')
        return this.capable(itself, row) === 'yes' || this.metWeakly(itself, row)
          ? (this.capable(itself, row) ?? 'no')
          : 'no'
      return this.compensation(itself, row)
    }
    return any(
      way.enforcers.map((asset) => {
        const device = this.thing(asset)
        const both: Thing = {
          ids: [...new Set([...device.ids, ...way.keys])],
          own: [...device.own, way.keys[0]!],
          kind: device.kind,
          zones: [...new Set([...device.zones, ...(way.zone ? [way.zone] : [])])],
          asset,
        }
        return this.passes(place, both, row, mode)
      }),
    )
  }

  /** A way that some statement calls capable, though not strongly enough for this strength. */
  metWeakly(thing: Thing, row: RequirementId): boolean {
    return this.capable(thing, row) === 'unknown'
  }

  way(place: Place, way: WayIn, row: RequirementId, mode: ModeRow): Answer {
    const own = this.ownWay(place, way, row, mode)
    if (!ANY_HOP.includes(row) || way.beyond === undefined) return own
    const paths = this.waysFromOutside(place, way.beyond, row, mode, mode.over === 'boundary-access-point')
    if (paths.length === 0) return own
    // Every way from outside has to be guarded on some hop; a way from where the outside may be is unguarded only perhaps.
    const upstream = all(
      paths.map(({ hops, certain }) => {
        const guarded = any(['no', ...hops])
        return guarded === 'no' && !certain ? 'unknown' : guarded
      }),
    )
    return any([own, upstream])
  }

  /** Whether the outside reaches a way, whatever stands on it. */
  fromOutside(place: Place, way: WayIn): Answer {
    if (way.beyond === undefined) return way.declared?.untrusted ?? 'no'
    const mode = this.given.catalogs.modes.get(rowId('SR 1.13'))!
    const paths = this.waysFromOutside(place, way.beyond, rowId('SR 1.13'), mode, false)
    if (way.declared?.untrusted === 'yes' || paths.some((p) => p.certain)) return 'yes'
    if (paths.length === 0 || way.declared?.untrusted === 'no') return 'no'
    return 'unknown'
  }

  /** Every simple way from outside to a place, not through `without`, with the hops on it. */
  waysFromOutside(without: Place, to: string, row: RequirementId, mode: ModeRow, everyEntry: boolean) {
    const found: { hops: Answer[]; certain: boolean }[] = []
    const of = (key: string) => this.places.find((p) => `${p.kind}:${p.id}` === key)!
    const hop = (zone: Place, conduit: string): Answer[] =>
      this.ways(zone)
        .filter((w) => w.beyond === conduit)
        .map((w) => this.ownWay(zone, w, row, mode))
    const starts = (key: string): { hops: Answer[]; certain: boolean }[] => {
      const place = of(key)
      if (place.kind === 'conduit')
        return this.places.flatMap((p) =>
          p.kind !== 'zone'
            ? []
            : this.ways(p)
                .filter((w) => w.beyond === key && w.declared?.untrusted === 'yes')
                .map(() => ({ hops: [], certain: true })),
        )
      const list: { hops: Answer[]; certain: boolean }[] = []
      if (['external', 'remote'].includes(place.zone.kind)) list.push({ hops: [], certain: true })
      if (['business', 'temporary'].includes(place.zone.kind)) list.push({ hops: [], certain: false })
      for (const way of this.ways(place)) {
        if (way.beyond !== undefined) continue
        const untrusted = everyEntry ? 'yes' : way.declared!.untrusted
        if (untrusted !== 'no') list.push({ hops: [this.ownWay(place, way, row, mode)], certain: untrusted === 'yes' })
      }
      return list
    }
    const walk = (at: string, behind: readonly string[], hops: readonly Answer[]) => {
      for (const start of starts(at)) found.push({ hops: [...hops, ...start.hops], certain: start.certain })
      for (const next of this.neighbors(at)) {
        if (behind.includes(next) || next === `${without.kind}:${without.id}`) continue
        const [zone, conduit] = at.startsWith('zone:') ? [at, next] : [next, at]
        // Parallel ways between the same two count as the weakest of them.
        walk(next, [...behind, next], [...hops, all(hop(of(zone), conduit))])
      }
    }
    walk(to, [to], [])
    return found
  }

  neighbors(key: string): string[] {
    const { conduits, zones } = this.given.plant
    const [kind, id] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)]
    if (kind === 'conduit')
      return conduits
        .find((c) => c.id === id)!
        .joins.filter((z) => zones.some((zone) => zone.id === z))
        .map((z) => `zone:${z}`)
        .concat(this.namedBehind(id))
    const own = conduits.filter((c) => c.joins.includes(id as never)).map((c) => `conduit:${c.id}`)
    const named = this.ways(this.places.find((p) => `${p.kind}:${p.id}` === key)!).flatMap((w) => w.beyond ?? [])
    return [...new Set([...own, ...named])]
  }

  /** Zones whose access points name a conduit that does not join them. */
  namedBehind(conduit: string): string[] {
    const zones = this.given.plant.zones.filter((z) => z.accessPoints?.some((p) => p.conduit === conduit))
    const joins = this.given.plant.conduits.find((c) => c.id === conduit)!.joins
    return zones.filter((z) => !joins.includes(z.id)).map((z) => `zone:${z.id}`)
  }
}

const ANY_HOP = ['SR 1.1 RE 2', 'SR 1.13', 'SR 1.13 RE 1', 'SR 3.2 RE 1'].map(rowId)
