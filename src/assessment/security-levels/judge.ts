import type { ModeRow } from '../../standard/catalog.ts'
import { byText } from '../../groundwork/order.ts'
import { CERTAIN, placesOf } from './asset-classes.ts'
import type { Basis, MeasureFact } from './basis.ts'
import { boundStanding, type Bond, type Cells, seen, withCompensation } from './cells.ts'
import type { Group, Holding } from './holdings.ts'
import { itemsOf, type Selection } from './items.ts'
import type { Open } from './levels.ts'
import { guarded, leadsFromOutside, Outside } from './outside.ts'
import { ifAtAll, NA, NO, type Standing, UNKNOWN } from './standing.ts'
import type { Way } from './ways.ts'

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
  readonly service: Standing
  readonly bindings: readonly Standing[]
}

/** How a row stands for a place, what its items are, and what besides them keeps it open. */
export interface Judged {
  readonly standing: Readonly<Record<Reading, Standing>>
  readonly selection: Selection
  /** How each group of the selection stands, with everything; nothing for rows of a service. */
  readonly items: readonly Standing[]
  /** For rows of a service: what the row may rest on, best first. */
  readonly candidates: readonly Candidate[]
  readonly open: readonly Open[]
}

const NO_ITEMS: Selection = { groups: [], certain: [], open: [] }
const NONE: readonly never[] = []

/** Decides rows for places; knows about all places, for services elsewhere and ways from outside. */
export class Judge {
  readonly basis: Basis
  readonly holdings: readonly Holding[]
  readonly #cellsOf: (asset: string) => Cells | undefined
  readonly #ways: readonly (readonly Way[])[]
  readonly #groupOfWay = new Map<Way, Group>()
  #island: readonly Readonly<Record<Reading, Standing>>[] = []
  readonly #open: Outside
  readonly #outside = new Map<string, Outside>()
  readonly #joins: readonly ReadonlySet<number>[]
  readonly #providers = new Map<number, readonly number[]>()
  readonly #selections: readonly Map<number, Selection | undefined>[]

  /** `cellsOf` gives the cells of the class of an asset. */
  constructor(basis: Basis, holdings: readonly Holding[], cellsOf: (asset: string) => Cells | undefined) {
    this.basis = basis
    this.#cellsOf = cellsOf
    this.holdings = holdings
    this.#selections = holdings.map(() => new Map<number, Selection | undefined>())
    this.#ways = holdings.map((h) => h.ways.map(wayOf))
    for (const holding of holdings) for (const group of holding.ways) this.#groupOfWay.set(wayOf(group), group)
    this.#joins = neighbors(basis)
    this.#open = new Outside(basis, this.#ways, () => NO, 'untrusted')
    const { island } = basis.rows
    const mode = basis.rows.modes[island]
    this.#island = holdings.map((h) =>
      mode ? this.judge(h, island).standing : { all: UNKNOWN, bare: UNKNOWN, linked: UNKNOWN, capable: UNKNOWN },
    )
  }

  /** How a row stands for a place (DESIGN §7, LEVELS). */
  judge(holding: Holding, row: number): Judged {
    const mode = this.basis.rows.modes[row]
    if (this.basis.notApplicable[holding.place.index]!.has(row)) return judged(NA, NO_ITEMS, NONE)
    if (!mode) return judged(UNKNOWN, NO_ITEMS, ['not-decided'])
    const selection = this.#select(holding, row, mode)
    if (!selection) return judged(NA, NO_ITEMS, NONE)
    if (mode.mode === 'SVC') return this.#judgeService(holding, row, mode, selection)
    const { open } = selection
    if (selection.groups.length === 0)
      return judged(open.length > 0 || mode.ifEmpty === 'applies' ? UNKNOWN : NA, selection, open)
    const items = selection.groups.map((_, i) => this.#standingOf(holding, selection, i, row, 'all'))
    const worst = (reading: Reading) => {
      let least: Standing = NA
      for (let i = 0; i < items.length && least > NO; i++)
        least = Math.min(least, this.#standingOf(holding, selection, i, row, reading))
      return known(least, open)
    }
    const standing = this.#each(holding, row, known(leastOf(items), open), worst)
    return { standing, selection, items, candidates: NONE, open }
  }

  /** What the outside meets before it reaches the other side of a way. */
  behind(way: Way, row: number, reading: Reading): Standing {
    return this.#outsideFor(row, reading).behind(way)
  }

  /** Every reading of a row from the first; readings that nothing here can tell apart are not worked out again. */
  #each(holding: Holding, row: number, all: Standing, standing: (reading: Reading) => Standing): Judged['standing'] {
    const far = this.basis.rows.onAnyHop.includes(row)
    return {
      all,
      bare: far || holding.compensated[row] ? standing('bare') : all,
      linked: far || holding.served[row] ? standing('linked') : all,
      capable: standing('capable'),
    }
  }

  /** The items of a row in a place; rows that count alike share them. */
  #select(holding: Holding, row: number, mode: ModeRow): Selection | undefined {
    const known = this.#selections[holding.place.index]!
    const counting = this.basis.rows.counting[row]!
    if (known.has(counting)) return known.get(counting)
    const made = itemsOf(this.basis, holding, row, mode, (way) => leadsFromOutside(way, this.#open.behind(way)))
    known.set(counting, made)
    return made
  }

  /** How the items of a group stand; possible items count for the low end only. */
  #standingOf(
    holding: Holding,
    { groups, certain }: Selection,
    index: number,
    row: number,
    reading: Reading,
  ): Standing {
    const group = groups[index]!
    let own = this.#own(holding, group, row, reading)
    if (group.of.kind === 'way' && this.basis.rows.onAnyHop.includes(row))
      own = guarded(own, this.#outsideFor(row, reading).behind(group.of.way))
    return seen(own, certain[index] === CERTAIN)
  }

  /** The services that a row of a place may rest on, with how everything is bound to them, before any reading. */
  #services(holding: Holding, row: number, { groups }: Selection): readonly Service[] {
    const services = new Map<number, { service: Standing; bindings: Standing[] }>()
    const unbound = groups.map(({ cells }) => cells.reduce((b, c) => Math.max(b, boundStanding(c, row, UNKNOWN)), NO))
    const take = (cells: Cells, i: number | undefined) => {
      for (const { measure, service, binding } of cells.bonds.get(row) ?? NONE) {
        let known = services.get(measure)
        if (!known) services.set(measure, (known = { service: NO, bindings: unbound.slice() }))
        known.service = Math.max(known.service, service)
        if (i !== undefined) known.bindings[i] = Math.max(known.bindings[i]!, boundStanding(cells, row, binding))
      }
    }
    for (let i = 0; i < groups.length; i++) for (const cells of groups[i]!.cells) take(cells, i)
    if (groups.length === 0) for (const cells of holding.self.cells) take(cells, undefined)
    return [...services].map(([measure, { service, bindings }]) => {
      const source = this.basis.measures[measure]!
      return { source, where: this.#whereabouts(holding, source), service, bindings }
    })
  }

  /** The same, best first, in a reading; `compensated` are the compensations of the groups as far as the reading has any. */
  #candidates(
    holding: Holding,
    { certain }: Selection,
    services: readonly Service[],
    compensated: readonly Standing[],
    reading: Reading,
  ): readonly Candidate[] {
    const found = services.map(({ source, where, service: best, bindings }): Candidate => {
      const service = this.#reach(best, where, holding, reading)
      const items = bindings.map((binding, i) => seen(Math.max(binding, compensated[i] ?? NO), certain[i] === CERTAIN))
      return { source, where, service, items, standing: Math.min(service, leastOf(items)) }
    })
    return found.sort((a, b) => b.standing - a.standing || byText(a.source.measure.id, b.source.measure.id))
  }

  /** Where a service stands, seen from a place: in it, over a declared conduit, elsewhere, or nobody has said. */
  #whereabouts(holding: Holding, source: MeasureFact): Whereabouts {
    if (source.measure.role !== 'service') return 'here'
    if (!source.provider) return 'not-said'
    let places = this.#providers.get(source.index)
    if (!places) this.#providers.set(source.index, (places = placesOf(this.basis, source.provider)))
    if (places.includes(holding.place.index)) return 'here'
    const joined = this.#joins[holding.place.index]!
    return places.some((place) => joined.has(place)) ? 'connected' : 'apart'
  }

  #judgeService(holding: Holding, row: number, mode: ModeRow, selection: Selection): Judged {
    const { groups, certain, open: unknownSet } = selection
    if (groups.length === 0 && (unknownSet.length > 0 || mode.ifEmpty === 'na'))
      return judged(unknownSet.length > 0 ? UNKNOWN : NA, selection, unknownSet)
    const services = this.#services(holding, row, selection)
    const each = holding.compensated[row] ? groups.map((group) => compensationOf(group, row)) : NONE
    const candidates = this.#candidates(holding, selection, services, each, 'all')
    const open: Open[] = [...unknownSet]
    if (candidates.length === 0) open.push('no-service')
    else if (candidates.every((c) => c.where !== 'here')) open.push('service-elsewhere')
    // Items that may not be any are left out at the high end: then nothing is left, and emptiness decides.
    const perhapsEmpty = groups.length > 0 && !certain.includes(CERTAIN)
    const compensated = () => {
      let least: Standing = groups.length === 0 ? NO : NA
      for (let i = 0; i < groups.length && least > NO; i++) {
        least = Math.min(least, seen(each[i] ?? NO, certain[i] === CERTAIN))
      }
      return perhapsEmpty && least === UNKNOWN ? NO : least
    }
    const standing = (reading: Reading) => {
      if (reading === 'capable') {
        const capable = this.#serviceCapability(holding, row, selection, candidates)
        return known(perhapsEmpty && mode.ifEmpty === 'na' ? ifAtAll(capable) : capable, unknownSet)
      }
      const comps = reading === 'bare' ? NONE : each
      const own = reading === 'all' ? candidates : this.#candidates(holding, selection, services, comps, reading)
      const allCompensated = reading === 'bare' || !holding.compensated[row] ? NO : compensated()
      const best = Math.max(own[0]?.standing ?? NO, allCompensated)
      return known(perhapsEmpty && mode.ifEmpty === 'na' ? ifAtAll(best) : best, unknownSet)
    }
    return { standing: this.#each(holding, row, standing('all'), standing), selection, items: NONE, candidates, open }
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
      const systemOnly = this.basis.rows.systemOnly[row] === 1
      service = system === UNKNOWN && systemOnly ? UNKNOWN : NO
      for (const { source, where } of system === NO ? [] : candidates) {
        if (source.measure.status !== 'in-place') continue
        const capable = source.provider ? (this.#cellsOf(source.provider.id)?.cap[row] ?? UNKNOWN) : UNKNOWN
        service = Math.max(service, this.#reach(capable, where, holding, 'capable'))
      }
    }
    const items = groups.map((g, i) => seen(g.cells[0]!.cap[row]!, certain[i] === CERTAIN))
    return Math.min(service, leastOf(items))
  }

  #own(holding: Holding, group: Group, row: number, reading: Reading): Standing {
    const served = holding.served[row] === 1
    const compensated = reading !== 'bare' && holding.compensated[row] === 1
    let best: Standing = NO
    for (const cells of group.cells) {
      if (reading === 'capable') best = Math.max(best, cells.cap[row]!)
      else {
        let standing: Standing = cells.bare[row]!
        if (served)
          for (const bond of cells.bonds.get(row) ?? NONE)
            standing = Math.max(standing, this.#viaService(holding, cells, bond, reading))
        best = Math.max(best, compensated ? withCompensation(standing, cells.comp[row]!) : standing)
      }
    }
    return best
  }

  #viaService(holding: Holding, cells: Cells, bond: Bond, reading: Reading): Standing {
    const where = this.#whereabouts(holding, this.basis.measures[bond.measure]!)
    const service = this.#reach(bond.service, where, holding, reading)
    return Math.min(cells.limit[bond.row]!, service, bond.binding)
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

  #outsideFor(row: number, reading: Reading): Outside {
    const key = `${row} ${reading}`
    const known = this.#outside.get(key)
    if (known) return known
    const standing = (way: Way) => this.#own(this.holdings[way.place]!, this.#groupOfWay.get(way)!, row, reading)
    const entries = this.basis.rows.modes[row]?.over === 'boundary-access-point' ? 'all' : 'untrusted'
    const made = new Outside(this.basis, this.#ways, standing, entries)
    this.#outside.set(key, made)
    return made
  }
}

/** Best compensation of a group; not met where there is none. */
function compensationOf({ cells }: Group, row: number): Standing {
  return cells.reduce((best, c) => withCompensation(best, c.comp[row]!), NO)
}

function judged(standing: Standing, selection: Selection, open: readonly Open[]): Judged {
  const same = { all: standing, bare: standing, linked: standing, capable: standing }
  return { standing: same, selection, items: NONE, candidates: NONE, open }
}

function leastOf(standings: readonly Standing[]): Standing {
  let least: Standing = NA
  for (const standing of standings) if (standing < least) least = standing
  return least
}

/** A set that may be larger than known is never more than unknown. */
function known(standing: Standing, open: readonly Open[]): Standing {
  return open.length > 0 ? Math.min(standing, UNKNOWN) : standing
}

function wayOf(group: Group): Way {
  if (group.of.kind !== 'way') throw new Error('a way is expected here')
  return group.of.way
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
