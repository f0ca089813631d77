import { byText } from '../../groundwork/order.ts'
import type { ModeRow } from '../../standard/catalog.ts'
import { CERTAIN, placesOf } from './asset-classes.ts'
import type { Basis, MeasureFact } from './basis.ts'
import { boundStanding, type Cells, seen, withCompensation } from './cells.ts'
import type { Group } from './groups.ts'
import type { Holding } from './holdings.ts'
import type { Selection } from './items.ts'
import { ifAtAll, NA, NO, type Standing, UNKNOWN } from './standing.ts'

/** The readings of a row: with everything; without compensations; as if always connected; what it is capable of (SL-C). */
export const READINGS = ['all', 'bare', 'linked', 'capable'] as const
export type Reading = (typeof READINGS)[number]

/** Where a service stands, seen from a place. */
export type Whereabouts = 'here' | 'connected' | 'apart' | 'not-said'

/** A service as a row of a place may rest on it: how it stands, and how each group of items is bound to it. */
export interface Candidate {
  readonly source: MeasureFact
  readonly where: Whereabouts
  readonly service: Standing
  readonly items: readonly Standing[]
  readonly standing: Standing
}

/** A service as it stands by itself, before anything is said about being connected or compensated. */
interface Service {
  readonly source: MeasureFact
  readonly where: Whereabouts
  service: Standing
  readonly bindings: Standing[]
}

/** All that the readings of a row of a service rest on. */
interface Rest {
  readonly holding: Holding
  readonly row: number
  readonly mode: ModeRow
  readonly selection: Selection
  readonly services: readonly Service[]
  readonly candidates: readonly Candidate[]
  /** Compensations of the groups; nothing where there are none. */
  readonly compensated: readonly Standing[]
}

const NONE: readonly never[] = []

/** Decides what services do for places and things: those in a place, those elsewhere, and measures for a system as a whole. */
export class Services {
  readonly #basis: Basis
  readonly #cellsOf: (asset: string) => Cells | undefined
  readonly #joins: readonly ReadonlySet<number>[]
  readonly #providers = new Map<number, readonly number[]>()
  readonly #where: readonly Map<number, Whereabouts>[]
  /** What services do by the bonds of things, for the row of a place that was asked about last. */
  #last: Holding | undefined
  #lastRow = -1
  #lastReading: Reading = 'all'
  readonly #lastBonds: Cells['bonds'][] = []
  readonly #lastBest: Standing[] = []
  #island: readonly Readonly<Record<Reading, Standing>>[] = []

  /** `cellsOf` gives the cells of the class of an asset. */
  constructor(basis: Basis, cellsOf: (asset: string) => Cells | undefined) {
    this.#basis = basis
    this.#cellsOf = cellsOf
    this.#joins = neighbors(basis)
    this.#where = basis.places.map(() => new Map<number, Whereabouts>())
  }

  /** Tells by place how island mode stands; before, nobody knows. */
  knowIsland(island: readonly Readonly<Record<Reading, Standing>>[]) {
    this.#island = island
    // What was remembered so far did not know about it.
    this.#last = undefined
  }

  /** What a row of a service may rest on in a place, best first, and how it stands in a reading. */
  judge(holding: Holding, row: number, mode: ModeRow, selection: Selection) {
    const compensated = holding.compensated[row] === 1 ? compensationsOf(selection, row) : NONE
    const services = this.#resting(holding, row, selection)
    const candidates = this.#candidates(holding, selection, services, compensated)
    const rest: Rest = { holding, row, mode, selection, services, candidates, compensated }
    return { candidates, standing: (reading: Reading) => this.#standing(rest, reading) }
  }

  #standing(rest: Rest, reading: Reading): Standing {
    const { holding, row, mode, selection, candidates } = rest
    // Items that may not be any are left out at the high end: then nothing is left, and emptiness decides.
    const perhapsEmpty = selection.groups.length > 0 && !selection.certain.includes(CERTAIN)
    let best: Standing
    if (reading === 'capable') best = this.#serviceCapability(holding, row, selection, candidates)
    else {
      best = reading === 'all' ? (candidates[0]?.standing ?? NO) : this.#bestService(rest, reading)
      if (reading !== 'bare' && holding.compensated[row] === 1)
        best = Math.max(best, allCompensated(rest, perhapsEmpty))
    }
    return perhapsEmpty && mode.ifEmpty === 'na' ? ifAtAll(best) : best
  }

  /** The best that services do for a thing; remembered from one thing to the next, as most have the same bonds. */
  via(holding: Holding, { bonds }: Cells, row: number, reading: Reading): Standing {
    if (holding !== this.#last || row !== this.#lastRow || reading !== this.#lastReading) {
      this.#last = holding
      this.#lastRow = row
      this.#lastReading = reading
      this.#lastBonds.length = 0
      this.#lastBest.length = 0
    }
    const known = this.#lastBonds.indexOf(bonds)
    if (known >= 0) return this.#lastBest[known]!
    let best: Standing = NO
    for (const bond of bonds[row] ?? NONE) {
      const where = this.#whereabouts(holding, this.#basis.measures[bond.measure]!)
      best = Math.max(best, Math.min(this.#reach(bond.service, where, holding, reading), bond.binding))
    }
    this.#lastBonds.push(bonds)
    this.#lastBest.push(best)
    return best
  }

  /** The services that a row of a place may rest on, with how everything is bound to them, before any reading. */
  #resting(holding: Holding, row: number, { groups }: Selection): readonly Service[] {
    const services: Service[] = []
    for (let i = 0; i < groups.length; i++) {
      const { cells, most } = groups[i]!
      for (let c = 0; c < cells.length; c++)
        for (const { measure, service, binding } of cells[c]!.bonds[row] ?? NONE) {
          const known = this.#serviceOf(services, holding, row, measure, groups)
          known.service = Math.max(known.service, service)
          const bound = Math.min(most, boundStanding(cells[c]!, row, binding))
          known.bindings[i] = Math.max(known.bindings[i]!, bound)
        }
    }
    if (groups.length === 0)
      for (const { bonds } of holding.self.cells)
        for (const { measure, service } of bonds[row] ?? NONE) {
          const known = this.#serviceOf(services, holding, row, measure, groups)
          known.service = Math.max(known.service, service)
        }
    return services
  }

  /** The service of a measure among those that were found, or a new one to which everything is bound as nobody says. */
  #serviceOf(services: Service[], holding: Holding, row: number, measure: number, groups: readonly Group[]): Service {
    for (let i = 0; i < services.length; i++) if (services[i]!.source.index === measure) return services[i]!
    const source = this.#basis.measures[measure]!
    const bindings: Standing[] = []
    for (let i = 0; i < groups.length; i++) bindings.push(Math.min(groups[i]!.most, bestBound(groups[i]!.cells, row)))
    const made = { source, where: this.#whereabouts(holding, source), service: NO, bindings }
    services.push(made)
    return made
  }

  /** The same, best first, with everything; `compensated` are the compensations of the groups. */
  #candidates(
    holding: Holding,
    { certain }: Selection,
    services: readonly Service[],
    compensated: readonly Standing[],
  ): readonly Candidate[] {
    const found: Candidate[] = []
    for (let n = 0; n < services.length; n++) {
      const { source, where, service: best, bindings } = services[n]!
      const service = this.#reach(best, where, holding, 'all')
      const items: Standing[] = []
      for (let i = 0; i < bindings.length; i++) items.push(boundItem(bindings, compensated, certain, i))
      found.push({ source, where, service, items, standing: Math.min(service, leastOf(items)) })
    }
    return found.length < 2
      ? found
      : found.sort((a, b) => b.standing - a.standing || byText(a.source.measure.id, b.source.measure.id))
  }

  /** How the best of the services stands in another reading. */
  #bestService({ holding, selection, services, compensated }: Rest, reading: Reading): Standing {
    const comps = reading === 'bare' ? NONE : compensated
    let best: Standing = NO
    for (let n = 0; n < services.length; n++) {
      const { where, service, bindings } = services[n]!
      let least = this.#reach(service, where, holding, reading)
      for (let i = 0; i < bindings.length && least > best; i++)
        least = Math.min(least, boundItem(bindings, comps, selection.certain, i))
      best = Math.max(best, least)
    }
    return best
  }

  /** Where a service stands, seen from a place: in it, over a declared conduit, elsewhere, or nobody has said. */
  #whereabouts(holding: Holding, source: MeasureFact): Whereabouts {
    const known = this.#where[holding.place.index]!
    let where = known.get(source.index)
    if (!where) known.set(source.index, (where = this.#findWhereabouts(holding, source)))
    return where
  }

  #findWhereabouts(holding: Holding, source: MeasureFact): Whereabouts {
    if (source.measure.role !== 'service') return 'here'
    if (!source.provider) return 'not-said'
    let places = this.#providers.get(source.index)
    if (!places) this.#providers.set(source.index, (places = placesOf(this.#basis, source.provider)))
    if (places.includes(holding.place.index)) return 'here'
    const joined = this.#joins[holding.place.index]!
    return places.some((place) => joined.has(place)) ? 'connected' : 'apart'
  }

  /** SL-C of a service: the service there is, or the system as stated, is capable, and every item can be bound to it. */
  #serviceCapability(
    holding: Holding,
    row: number,
    { groups, certain }: Selection,
    candidates: readonly Candidate[],
  ): Standing {
    const system = holding.self.cells[0]!.cap[row]!
    let service = system
    if (system <= UNKNOWN) {
      const systemOnly = this.#basis.rows.systemOnly[row] === 1
      service = system === UNKNOWN && systemOnly ? UNKNOWN : NO
      for (const { source, where } of system === NO ? [] : candidates) {
        if (source.measure.status !== 'in-place') continue
        const capable = source.provider ? (this.#cellsOf(source.provider.id)?.cap[row] ?? UNKNOWN) : UNKNOWN
        service = Math.max(service, this.#reach(capable, where, holding, 'capable'))
      }
    }
    for (let i = 0; i < groups.length && service > NO; i++)
      service = Math.min(service, seen(groups[i]!.cells[0]!.cap[row]!, certain[i] === CERTAIN))
    return service
  }

  /** A service elsewhere counts while connected; whether it counts alone, island mode of the place decides. */
  #reach(service: Standing, where: Whereabouts, holding: Holding, reading: Reading): Standing {
    switch (where) {
      case 'here':
        return service
      case 'connected': {
        if (reading === 'linked') return service
        const island = this.#island[holding.place.index]?.[reading] ?? UNKNOWN
        return Math.min(service, Math.max(island, UNKNOWN))
      }
      case 'not-said':
        return Math.min(service, UNKNOWN)
      case 'apart':
        return NO
    }
  }
}

/** How the items of a group are bound to a service, or compensated for. */
function boundItem(
  bindings: readonly Standing[],
  compensated: readonly Standing[],
  certain: readonly number[],
  i: number,
): Standing {
  return seen(Math.max(bindings[i]!, compensated[i] ?? NO), certain[i] === CERTAIN)
}

/** How the best of several things is bound to a service that nobody says anything about. */
function bestBound(cells: readonly Cells[], row: number): Standing {
  let best: Standing = NO
  for (let i = 0; i < cells.length; i++) best = Math.max(best, boundStanding(cells[i]!, row, UNKNOWN))
  return best
}

/** Best compensation of each group; not met where there is none. */
function compensationsOf({ groups }: Selection, row: number): readonly Standing[] {
  const found: Standing[] = []
  for (let i = 0; i < groups.length; i++) {
    let best: Standing = NO
    for (const { comp } of groups[i]!.cells) best = withCompensation(best, comp[row]!)
    found.push(best)
  }
  return found
}

/** How a row stands by the compensations of its items alone. */
function allCompensated({ selection, compensated }: Rest, perhapsEmpty: boolean): Standing {
  const { groups, certain } = selection
  let least: Standing = groups.length === 0 ? NO : NA
  for (let i = 0; i < groups.length && least > NO; i++)
    least = Math.min(least, seen(compensated[i] ?? NO, certain[i] === CERTAIN))
  return perhapsEmpty && least === UNKNOWN ? NO : least
}

function leastOf(standings: readonly Standing[]): Standing {
  let least: Standing = NA
  for (const standing of standings) if (standing < least) least = standing
  return least
}

/** For every place, the places that a declared conduit connects with it. */
function neighbors(basis: Basis): readonly ReadonlySet<number>[] {
  const found = basis.places.map(() => new Set<number>())
  for (const place of basis.places) {
    if (place.kind !== 'conduit') continue
    const zones = place.conduit.joins.map((id) => basis.placeOf.get(`zone:${id}`)).filter((z) => z !== undefined)
    for (const zone of zones) {
      found[zone]!.add(place.index)
      found[place.index]!.add(zone)
      for (const other of zones) if (other !== zone) found[zone]!.add(other)
    }
  }
  return found
}
