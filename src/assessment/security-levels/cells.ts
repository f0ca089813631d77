import type { RecordFact } from './basis.ts'
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
  /** By row. */
  readonly bonds: ReadonlyMap<number, readonly Bond[]>
}

/** No such fact. */
export const NONE = 255
const NO_BONDS: Cells['bonds'] = new Map()

/** What a gathering noticed besides: evidence that names others, facts that disagree, use beyond capability. */
export interface Noticed {
  outOfScope(evidence: number, measure: number): void
  conflict(row: number, how: 'contradicted' | 'not-met' | 'met'): void
  beyond(row: number): void
}

/** What measures say about a thing. */
interface Said {
  readonly met: Int8Array
  readonly notMet: Int8Array
  readonly comp: Uint8Array
  readonly bonds: Cells['bonds']
  readonly outOfScope: (readonly [evidence: number, measure: number])[]
}

/** Folds the facts about things into cells; one folder serves many things, one after the other. */
export class Folder implements FactSink {
  readonly #gatherer: Gatherer
  readonly #size: number
  readonly #met: Int8Array
  readonly #notMet: Int8Array
  readonly #capMet: Int8Array
  readonly #capNot: Int8Array
  readonly #unlimited: Uint8Array
  #limit: Uint8Array
  #comp: Uint8Array
  #bonds: Bond[] = []
  #outOfScope: Said['outOfScope'] = []
  readonly #said = new Map<string, Said>()
  readonly #shared = new Map<string, Cells['bonds']>()
  readonly #known = new Map<number, Bond>()
  constructor(gatherer: Gatherer) {
    this.#gatherer = gatherer
    this.#size = gatherer.basis.rows.ids.length
    this.#met = new Int8Array(this.#size)
    this.#notMet = new Int8Array(this.#size)
    this.#capMet = new Int8Array(this.#size)
    this.#capNot = new Int8Array(this.#size)
    this.#unlimited = new Uint8Array(this.#size).fill(metWith(3))
    this.#limit = this.#unlimited
    this.#comp = new Uint8Array(this.#size)
  }

  /** The cells of a thing, from everything that is said about it. */
  fold(subject: Subject, noticed?: Noticed, shared = false): Cells {
    const said = this.#saidByMeasures(this.#gatherer.take(subject))
    if (noticed) for (const [evidence, measure] of said.outOfScope) noticed.outOfScope(evidence, measure)
    this.#met.set(said.met)
    this.#notMet.set(said.notMet)
    this.#capMet.fill(-1)
    this.#capNot.fill(-1)
    this.#limit = this.#unlimited
    this.#gatherer.others(subject, this, shared)
    const bare = new Uint8Array(this.#size)
    const cap = new Uint8Array(this.#size)
    for (let row = 0; row < this.#size; row++) {
      cap[row] = merged(this.#capMet[row]!, this.#capNot[row]!)
      bare[row] = Math.min(this.#limit[row]!, merged(this.#met[row]!, this.#notMet[row]!))
      if (noticed) this.#notice(row, bare[row]!, cap[row]!, noticed)
    }
    return { bare, comp: said.comp, cap, limit: this.#limit, bonds: said.bonds }
  }

  /** What measures say about the thing at hand, worked out once for all things that they tell the same. */
  #saidByMeasures(measures: readonly number[]): Said {
    const name = this.#gatherer.nameOfMeasures(measures)
    let said = this.#said.get(name)
    if (said) return said
    this.#met.fill(-1)
    this.#notMet.fill(-1)
    this.#comp = new Uint8Array(this.#size).fill(NONE)
    this.#bonds = []
    this.#outOfScope = []
    this.#gatherer.measures(measures, this)
    const [met, notMet] = [this.#met.slice(), this.#notMet.slice()]
    said = { met, notMet, comp: this.#comp, bonds: this.#bondsByRow(), outOfScope: this.#outOfScope }
    this.#said.set(name, said)
    return said
  }

  #notice(row: number, bare: Standing, cap: Standing, noticed: Noticed) {
    if (bare > UNKNOWN && cap === NO) noticed.beyond(row)
    if (this.#met[row]! < 0) return
    if (this.#limit[row] === NO) noticed.conflict(row, 'contradicted')
    else if (this.#notMet[row]! >= 0) noticed.conflict(row, bare === NO ? 'not-met' : 'met')
  }

  fact(row: number, met: boolean, rank: number) {
    const facts = met ? this.#met : this.#notMet
    facts[row] = Math.max(facts[row]!, rank)
  }

  contradicted(row: number) {
    this.#atMost(row, NO)
  }

  weakened(row: number) {
    this.#atMost(row, UNKNOWN)
  }

  #atMost(row: number, most: Standing) {
    if (this.#limit === this.#unlimited) this.#limit = this.#unlimited.slice()
    this.#limit[row] = Math.min(this.#limit[row]!, most)
  }

  compensated(row: number, standing: Standing) {
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

  /** The bonds by row; one map for all things with the same bonds. */
  #bondsByRow(): Cells['bonds'] {
    if (this.#bonds.length === 0) return NO_BONDS
    const text = this.#bonds.map((bond) => bond.key).join(' ')
    const known = this.#shared.get(text)
    if (known) return known
    const made = new Map<number, Bond[]>()
    for (const bond of this.#bonds) {
      const list = made.get(bond.row)
      if (list) list.push(bond)
      else made.set(bond.row, [bond])
    }
    this.#shared.set(text, made)
    return made
  }

  capable(row: number, met: boolean, rank: number) {
    const facts = met ? this.#capMet : this.#capNot
    facts[row] = Math.max(facts[row]!, rank)
  }

  outOfScope(evidence: number, source: { readonly index: number }) {
    this.#outOfScope.push([evidence, source.index])
  }
}

/** Cells of a thing with what was seen on it alone, where that only takes away: contradictions and weakenings. */
export function lessened(cells: Cells, seen: readonly RecordFact[], noticed: Noticed): Cells {
  const bare = cells.bare.slice()
  const limit = cells.limit.slice()
  for (const { row, record } of seen) {
    if (row < 0) continue
    const most = record.effect === 'contradicts' ? NO : UNKNOWN
    if (most === NO && cells.bare[row]! > UNKNOWN) noticed.conflict(row, 'contradicted')
    limit[row] = Math.min(limit[row]!, most)
    bare[row] = Math.min(bare[row]!, most)
  }
  return { ...cells, bare, limit }
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

/** Cells of a way without any enforcer: not met, whatever is said about it, unless a compensation names it (LEVELS, Items). */
export function withoutEnforcer(cells: Cells): Cells {
  const { cap } = cells
  return {
    ...cells,
    bare: new Uint8Array(cells.bare.length),
    cap: cap.map((standing) => (standing >= metWith(0) ? standing : NO)),
    bonds: NO_BONDS,
  }
}
