import type { ModeRow } from '../../standard/catalog.ts'
import { CERTAIN } from './asset-classes.ts'
import type { Basis } from './basis.ts'
import { type Cells, seen, withCompensation } from './cells.ts'
import type { Group } from './groups.ts'
import type { Holding } from './holdings.ts'
import { itemsOf, type Selection, selectionOf, splitFor } from './items.ts'
import type { Open } from './levels.ts'
import { guarded, leadsFromOutside, Outside } from './outside.ts'
import { NA, NO, type Standing, UNKNOWN } from './standing.ts'
import { type Candidate, type Reading, READINGS, Services } from './services.ts'
import type { Way } from './ways.ts'

/** How a row stands for a place, what its items are, and what besides them keeps it open. */
export interface Judged {
  readonly standing: Readonly<Record<Reading, Standing>>
  readonly selection: Selection
  /** For rows of a service: what the row may rest on, best first. */
  readonly candidates: readonly Candidate[]
  readonly open: readonly Open[]
}

const NO_ITEMS = selectionOf([], [], [])
const NONE: readonly never[] = []

/** Decides rows for places; knows about all places, for services elsewhere and ways from outside. */
export class Judge {
  readonly basis: Basis
  readonly holdings: readonly Holding[]
  readonly #services: Services
  readonly #ways: readonly (readonly Way[])[]
  readonly #groupOfWay = new Map<Way, Group>()
  readonly #open: Outside
  readonly #outside = new Map<number, Outside>()
  /** The selections of the place that was asked about last. */
  readonly #selections = new Map<number, Selection | undefined>()
  #selected = -1

  /** `cellsOf` gives the cells of the class of an asset. */
  constructor(basis: Basis, holdings: readonly Holding[], cellsOf: (asset: string) => Cells | undefined) {
    this.basis = basis
    this.holdings = holdings
    this.#services = new Services(basis, cellsOf)
    this.#ways = holdings.map((h) => h.ways.map(wayOf))
    for (const holding of holdings) for (const group of holding.ways) this.#groupOfWay.set(wayOf(group), group)
    this.#open = new Outside(basis, this.#ways, () => NO, 'untrusted')
    const row = basis.rows.island
    const mode = basis.rows.modes[row]
    const island = mode ? holdings.map((h) => this.judge(h, row).standing) : NONE
    this.#services.knowIsland(island)
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
    const worst = (reading: Reading) => known(this.#worst(holding, selection, row, reading), open)
    return { standing: this.#each(holding, row, worst('all'), worst), selection, candidates: NONE, open }
  }

  /** What the outside meets before it reaches the other side of a way. */
  behind(way: Way, row: number, reading: Reading): Standing {
    return this.#outsideFor(row, reading).behind(way)
  }

  /** Every reading of a row from the first; readings that nothing here can tell apart are not worked out again. */
  #each(holding: Holding, row: number, all: Standing, standing: (reading: Reading) => Standing): Judged['standing'] {
    const far = this.basis.rows.onAnyHop[row] === 1
    return {
      all,
      bare: far || holding.compensated[row] ? standing('bare') : all,
      linked: far || holding.served[row] ? standing('linked') : all,
      capable: standing('capable'),
    }
  }

  /** The items of a row in a place. */
  #select(holding: Holding, row: number, mode: ModeRow): Selection | undefined {
    const selection = this.#selectAlike(holding, row, mode)
    const apart = holding.apart.get(row)
    return selection && apart ? splitFor(selection, apart) : selection
  }

  /** Rows that count alike share their items as long as nothing was seen on some of them alone. */
  #selectAlike(holding: Holding, row: number, mode: ModeRow): Selection | undefined {
    const known = this.#selections
    if (this.#selected !== holding.place.index) known.clear()
    this.#selected = holding.place.index
    const counting = this.basis.rows.counting[row]!
    if (known.has(counting)) return known.get(counting)
    const made = itemsOf(this.basis, holding, row, mode, (way) => leadsFromOutside(way, this.#open.behind(way)))
    known.set(counting, made)
    return made
  }

  /** How the items of a group of a selection stand; possible items count for the low end only. */
  standingOf(holding: Holding, { groups, certain }: Selection, index: number, row: number, reading: Reading): Standing {
    const group = groups[index]!
    let own = this.#own(holding, group, row, reading)
    if (this.basis.rows.onAnyHop[row] === 1 && group.of.kind === 'way')
      own = guarded(own, this.#outsideFor(row, reading).behind(group.of.way))
    return seen(own, certain[index] === CERTAIN)
  }

  #worst(holding: Holding, selection: Selection, row: number, reading: Reading): Standing {
    let least: Standing = NA
    for (let i = 0; i < selection.groups.length && least > NO; i++) {
      const standing = this.standingOf(holding, selection, i, row, reading)
      if (standing < least) least = standing
    }
    return least
  }

  #judgeService(holding: Holding, row: number, mode: ModeRow, selection: Selection): Judged {
    const { groups, open: unknownSet } = selection
    if (groups.length === 0 && (unknownSet.length > 0 || mode.ifEmpty === 'na'))
      return judged(unknownSet.length > 0 ? UNKNOWN : NA, selection, unknownSet)
    const { candidates, standing: best } = this.#services.judge(holding, row, mode, selection)
    const open: Open[] = [...unknownSet]
    if (candidates.length === 0) open.push('no-service')
    else if (candidates.every((c) => c.where !== 'here')) open.push('service-elsewhere')
    const standing = (reading: Reading) => known(best(reading), unknownSet)
    return { standing: this.#each(holding, row, standing('all'), standing), selection, candidates, open }
  }

  #own(holding: Holding, { cells, most }: Group, row: number, reading: Reading): Standing {
    if (reading === 'capable') return bestCapability(cells, row)
    const served = holding.served[row] === 1
    const compensated = reading !== 'bare' && holding.compensated[row] === 1
    let best: Standing = NO
    for (let i = 0; i < cells.length; i++) {
      const each = cells[i]!
      let standing: Standing = each.bare[row]!
      // Nothing that a service does can be better than what was met and seen already.
      const limit = served && each.bonds[row] ? Math.min(each.limit[row]!, most) : NO
      if (limit > standing)
        standing = Math.max(standing, Math.min(limit, this.#services.via(holding, each, row, reading)))
      if (standing > most) standing = most
      if (compensated) standing = withCompensation(standing, each.comp[row]!)
      if (standing > best) best = standing
    }
    return best
  }

  #outsideFor(row: number, reading: Reading): Outside {
    const key = row * READINGS.length + READINGS.indexOf(reading)
    const known = this.#outside.get(key)
    if (known) return known
    const standing = (way: Way) => this.#own(this.holdings[way.place]!, this.#groupOfWay.get(way)!, row, reading)
    const entries = this.basis.rows.modes[row]?.over === 'boundary-access-point' ? 'all' : 'untrusted'
    const made = new Outside(this.basis, this.#ways, standing, entries)
    this.#outside.set(key, made)
    return made
  }
}

function bestCapability(cells: readonly Cells[], row: number): Standing {
  let best: Standing = NO
  for (let i = 0; i < cells.length; i++) if (cells[i]!.cap[row]! > best) best = cells[i]!.cap[row]!
  return best
}

function judged(standing: Standing, selection: Selection, open: readonly Open[]): Judged {
  const same = { all: standing, bare: standing, linked: standing, capable: standing }
  return { standing: same, selection, candidates: NONE, open }
}

/** A set that may be larger than known is never more than unknown. */
function known(standing: Standing, open: readonly Open[]): Standing {
  return open.length > 0 ? Math.min(standing, UNKNOWN) : standing
}

function wayOf(group: Group): Way {
  if (group.of.kind !== 'way') throw new Error('a way is expected here')
  return group.of.way
}
