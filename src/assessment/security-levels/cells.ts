import type { FactSource, RecordFact } from './basis.ts'
import type { FactSink, Gatherer, Subject } from './facts.ts'
import { ifAtAll, merged, metWith, NO, type Standing, UNKNOWN } from './standing.ts'

/** A service, or a measure for the system as a whole, as one thing stands towards it. */
export interface Bond {
  /** Number of this combination. */
  readonly key: number
  readonly measure: number
  readonly row: number
  readonly service: Standing
  readonly binding: Standing
}

/** How one thing, or all things of one class, stand towards every row by their own facts. */
export interface Cells {
  /** By their own facts, without compensations. */
  readonly bare: Uint8Array
  /** Best compensation, `NONE` where there is none. */
  readonly comp: Uint8Array
  /** SL-C: what products and systems are stated to be capable of. */
  readonly cap: Uint8Array
  /** The best it can be given what was seen: `NO` where traffic contradicts, `UNKNOWN` where it weakens. */
  readonly limit: Uint8Array
  /** By row; nothing where there are none. */
  readonly bonds: readonly (readonly Bond[] | undefined)[]
}

/** No such fact. */
export const NONE = 255
const NO_BONDS: Cells['bonds'] = []

/** What a gathering noticed besides: evidence that names others, facts that disagree, use beyond capability. */
export interface Noticed {
  outOfScope(evidence: number, measure: number): void
  conflict(row: number, how: 'contradicted' | 'not-met' | 'met'): void
  beyond(row: number): void
}

/** What measures say about a thing; facts are ranks from 1 on, 0 for none. */
interface Said {
  readonly met: Uint8Array
  readonly notMet: Uint8Array
  /** How it stands by them alone. */
  readonly bare: Uint8Array
  readonly comp: Uint8Array
  readonly bonds: Cells['bonds']
  readonly outOfScope: (readonly [evidence: number, measure: number])[]
}

/** What the statements on its product say about a thing. */
interface Stated {
  readonly capMet: Uint8Array
  readonly capNot: Uint8Array
  /** What it is capable of by them alone. */
  readonly cap: Uint8Array
  /** Rows that are built in on the certified version, with the rank of the evidence. */
  readonly builtIn: (readonly [row: number, rank: number])[]
}

/** Folds the facts about things into cells; one folder serves many things, one after the other. */
export class Folder implements FactSink {
  readonly #gatherer: Gatherer
  readonly #size: number
  readonly #met: Uint8Array
  readonly #notMet: Uint8Array
  readonly #capMet: Uint8Array
  readonly #capNot: Uint8Array
  readonly #unlimited: Uint8Array
  #limit: Uint8Array
  readonly #unbound: (Bond[] | undefined)[]
  readonly #none: Uint8Array
  readonly #never: Uint8Array
  /** What a way without enforcer can, by what its enforcer could. */
  readonly #unguarded = new Map<Uint8Array, Uint8Array>()
  #comp: Uint8Array
  #shelf = new Uint8Array(0)
  #used = 0
  #bonds: Bond[] = []
  #outOfScope: Said['outOfScope'] = []
  #builtIn: Stated['builtIn'] = []
  /** Whether anything was told since the scratch arrays were filled. */
  #told = false
  readonly #said = new Map<string, Said>()
  readonly #stated = new Map<string, Stated>()
  readonly #known = new Map<number, Bond>()
  constructor(gatherer: Gatherer) {
    this.#gatherer = gatherer
    this.#size = gatherer.basis.rows.ids.length
    this.#met = new Uint8Array(this.#size)
    this.#notMet = new Uint8Array(this.#size)
    this.#capMet = new Uint8Array(this.#size)
    this.#capNot = new Uint8Array(this.#size)
    this.#unlimited = new Uint8Array(this.#size).fill(metWith(3))
    this.#limit = this.#unlimited
    this.#unbound = Array.from({ length: this.#size }, () => undefined)
    this.#none = new Uint8Array(this.#size).fill(NONE)
    this.#never = new Uint8Array(this.#size).fill(NO)
    this.#comp = this.#none
  }

  /** The cells of a thing, from everything that is said about it. */
  fold(subject: Subject, noticed?: Noticed, shared = false): Cells {
    const said = this.#saidByMeasures(subject)
    const stated = this.#statedOnProduct(subject)
    this.#met.set(said.met)
    this.#notMet.set(said.notMet)
    this.#capMet.set(stated.capMet)
    this.#capNot.set(stated.capNot)
    this.#limit = this.#unlimited
    this.#told = false
    this.#gatherer.others(subject, this, shared)
    for (const [row, rank] of stated.builtIn) this.#fact(row, true, rank)
    const bare = this.#told ? this.#standings(this.#met, this.#notMet, this.#limit) : said.bare
    const cap = this.#told ? this.#standings(this.#capMet, this.#capNot, this.#unlimited) : stated.cap
    if (noticed) this.#notice(said, bare, cap, noticed)
    return { bare, comp: said.comp, cap, limit: this.#limit, bonds: said.bonds }
  }

  #standings(met: Uint8Array, notMet: Uint8Array, limit: Uint8Array): Uint8Array {
    const found = this.#copyOf(limit)
    for (let row = 0; row < this.#size; row++)
      found[row] = Math.min(limit[row]!, merged(met[row]! - 1, notMet[row]! - 1))
    return found
  }

  /** A copy among many others in one buffer, as there are tens of thousands of them. */
  #copyOf(values: Uint8Array): Uint8Array {
    if (this.#used + this.#size > this.#shelf.length) {
      this.#shelf = new Uint8Array(this.#size * 512)
      this.#used = 0
    }
    const copy = this.#shelf.subarray(this.#used, (this.#used += this.#size))
    copy.set(values)
    return copy
  }

  /** What measures say about a thing, worked out once for all things that they tell the same. */
  #saidByMeasures(subject: Subject): Said {
    const name = this.#gatherer.nameOfMeasures(subject)
    let said = this.#said.get(name)
    if (said) return said
    this.#met.fill(0)
    this.#notMet.fill(0)
    this.#comp = this.#none
    this.#bonds = []
    this.#outOfScope = []
    this.#gatherer.measures(subject, this)
    const [met, notMet] = [this.#copyOf(this.#met), this.#copyOf(this.#notMet)]
    const bare = this.#standings(met, notMet, this.#unlimited)
    said = {
      met,
      notMet,
      bare,
      comp: this.#comp,
      bonds: this.#bondsByRow(),
      outOfScope: this.#outOfScope,
    }
    this.#said.set(name, said)
    return said
  }

  /** What the statements on its product say about a thing, worked out once for all things that they tell the same. */
  #statedOnProduct(subject: Subject): Stated {
    const name = this.#gatherer.nameOfProduct(subject)
    let stated = this.#stated.get(name)
    if (stated) return stated
    this.#capMet.fill(0)
    this.#capNot.fill(0)
    this.#builtIn = []
    this.#gatherer.product(subject, this)
    const [capMet, capNot] = [this.#copyOf(this.#capMet), this.#copyOf(this.#capNot)]
    const cap = this.#standings(capMet, capNot, this.#unlimited)
    stated = { capMet, capNot, cap, builtIn: this.#builtIn }
    this.#stated.set(name, stated)
    return stated
  }

  /** Cells of a way without any enforcer: not met, whatever is said about it, unless a compensation names it (LEVELS, Items). */
  foldUnguarded(subject: Subject): Cells {
    const { comp, cap, limit } = this.fold(subject)
    let capable = this.#unguarded.get(cap)
    if (!capable) {
      capable = this.#copyOf(cap)
      for (let row = 0; row < this.#size; row++) if (cap[row]! < metWith(0)) capable[row] = NO
      this.#unguarded.set(cap, capable)
    }
    return { bare: this.#never, comp, cap: capable, limit, bonds: NO_BONDS }
  }

  #notice(said: Said, bare: Uint8Array, cap: Uint8Array, noticed: Noticed) {
    for (const [evidence, measure] of said.outOfScope) noticed.outOfScope(evidence, measure)
    for (let row = 0; row < this.#size; row++) {
      // Without any fact that it is met there is neither a conflict nor use beyond capability.
      if (this.#met[row] === 0) continue
      if (bare[row]! > UNKNOWN && cap[row] === NO) noticed.beyond(row)
      if (this.#limit[row] === NO) noticed.conflict(row, 'contradicted')
      else if (this.#notMet[row]! > 0) noticed.conflict(row, bare[row] === NO ? 'not-met' : 'met')
    }
  }

  fact(row: number, met: boolean, rank: number, source: FactSource) {
    if (source.kind === 'statement') this.#builtIn.push([row, rank])
    else this.#fact(row, met, rank)
  }

  #fact(row: number, met: boolean, rank: number) {
    this.#told = true
    const facts = met ? this.#met : this.#notMet
    facts[row] = Math.max(facts[row]!, rank + 1)
  }

  contradicted(row: number) {
    this.#atMost(row, NO)
  }

  weakened(row: number) {
    this.#atMost(row, UNKNOWN)
  }

  #atMost(row: number, most: Standing) {
    this.#told = true
    if (this.#limit === this.#unlimited) this.#limit = this.#copyOf(this.#unlimited)
    this.#limit[row] = Math.min(this.#limit[row]!, most)
  }

  compensated(row: number, standing: Standing) {
    if (this.#comp === this.#none) this.#comp = this.#copyOf(this.#none)
    const before = this.#comp[row]!
    this.#comp[row] = before === NONE ? standing : Math.max(before, standing)
  }

  bound(row: number, source: { readonly index: number }, service: Standing, binding: Standing) {
    this.#bonds.push(this.#bond(source.index, row, service, binding))
  }

  /** One object for equal bonds: most things are bound to the same few services. */
  #bond(measure: number, row: number, service: Standing, binding: Standing): Bond {
    const key = ((measure * this.#size + row) * 8 + service) * 8 + binding
    let known = this.#known.get(key)
    if (!known) this.#known.set(key, (known = { key, measure, row, service, binding }))
    return known
  }

  #bondsByRow(): Cells['bonds'] {
    if (this.#bonds.length === 0) return NO_BONDS
    const made = this.#unbound.slice()
    for (let i = 0; i < this.#bonds.length; i++) {
      const bond = this.#bonds[i]!
      const list = made[bond.row]
      if (list) list.push(bond)
      else made[bond.row] = [bond]
    }
    return made
  }

  capable(row: number, met: boolean, rank: number) {
    this.#told = true
    const facts = met ? this.#capMet : this.#capNot
    facts[row] = Math.max(facts[row]!, rank + 1)
  }

  outOfScope(evidence: number, source: { readonly index: number }) {
    this.#outOfScope.push([evidence, source.index])
  }
}

/** By row, how what was seen on a thing with these cells leaves it at most: not met where contradicted, unknown where weakened. */
export function lessBy(cells: Cells, seen: readonly RecordFact[], noticed: Noticed): ReadonlyMap<number, Standing> {
  const found = new Map<number, Standing>()
  for (const { row, effect } of seen) {
    if (row < 0 || (effect !== 'contradicts' && effect !== 'weakens')) continue
    const most = effect === 'contradicts' ? NO : UNKNOWN
    if (most === NO && cells.bare[row]! > UNKNOWN) noticed.conflict(row, 'contradicted')
    found.set(row, Math.min(found.get(row) ?? most, most))
  }
  return found
}

/** A thing stands as the better of itself and its compensation. */
export function withCompensation(standing: Standing, comp: number): Standing {
  return comp === NONE ? standing : Math.max(standing, comp)
}

/** How a thing is bound to a service, seeing what traffic shows or contradicts of the binding. */
export function boundStanding(cells: Cells, row: number, binding: Standing): Standing {
  return Math.min(cells.limit[row]!, Math.max(binding, cells.bare[row]!))
}

/** The same for things that may not be items at all. */
export function seen(standing: Standing, certain: boolean): Standing {
  return certain ? standing : ifAtAll(standing)
}
