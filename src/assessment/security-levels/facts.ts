import type { Asset } from '../../plant/plant.ts'
import type { RequirementId } from '../../standard/requirement-id.ts'
import { rank } from '../../standard/verdict.ts'
import {
  type Basis,
  type FactSource,
  type MeasureFact,
  namedAsset,
  type RecordFact,
  type StatementFact,
} from './basis.ts'
import { ALL_TYPES, SHOWS, SHOWS_CAPABILITY, SHOWS_FOR_VERSION, SHOWS_ITEM, SHOWS_SYSTEM_CAPABILITY } from './rows.ts'
import { Audience, type Named } from './scopes.ts'
import { metWith, NO, type Standing, UNKNOWN } from './standing.ts'
import { scopeOf } from './strength.ts'

const DOCUMENTED = rank('documented')

/** A thing about which facts are gathered: how it is named, and the asset it is or belongs to. */
export interface Subject {
  readonly named: Named
  readonly asset: Asset | undefined
  /** 4-2 types as bits; 0 is unknown. */
  readonly types: number
}

/** Takes the facts about one thing. Ranks are those of strengths, 0 to 3; rows are numbers of the row table. */
export interface FactSink {
  /** It is met, or not, by evidence of this rank. */
  fact(row: number, met: boolean, rank: number, source: FactSource): void
  /** Seen to be otherwise, and nobody has resolved it. */
  contradicted(row: number, source: RecordFact): void
  weakened(row: number, source: RecordFact): void
  /** An approved compensation, and how it stands. */
  compensated(row: number, standing: Standing, source: MeasureFact): void
  /** A service (or a measure for the system as a whole): how it stands itself, and how the binding of this thing to it stands. */
  bound(row: number, source: MeasureFact, service: Standing, binding: Standing): void
  capable(row: number, met: boolean, rank: number, source: StatementFact): void
  /** Evidence of a measure does not name this thing. */
  outOfScope(evidence: number, source: MeasureFact): void
}

/** What evidence is asked for: that a row is met, that something is in place, what a product or a system can do. */
export type Use = 'row' | 'in-place' | 'version' | 'capability' | 'system'

const NOBODY: readonly number[] = []

const NOT_NAMED = 0
const BY_CLASS = 1
const BY_ITSELF = 2

/** Gathers facts; holds the marks of one thing at a time, so that nothing is allocated per row. */
export class Gatherer {
  readonly basis: Basis
  readonly #marks: Uint8Array
  readonly #touched: number[] = []
  #marked = false
  readonly #providers = new Map<number, { readonly marks: ReadonlySet<number>; readonly standing: Int8Array }>()
  readonly #spoken = new Map<string, ReadonlySet<number>>()
  #subject: Subject | undefined

  #toMeasures: Audience | undefined
  readonly #toProducts = new Map<string, { readonly number: number; readonly audience: Audience }>()
  readonly #versions: ReadonlySet<string | undefined>

  constructor(basis: Basis) {
    this.basis = basis
    this.#marks = new Uint8Array(basis.evidence.length)
    this.#versions = new Set(basis.evidence.map((e) => e.version))
  }

  /** Gathers everything that is said about a thing (LEVELS, Facts, Measures, Compensation, Services, SL-C). */
  gather(subject: Subject, sink: FactSink) {
    this.measures(subject, sink)
    this.others(subject, sink, false)
    this.product(subject, sink)
  }

  /** Names what measures say about a thing: things with equal names are told the same by them. */
  nameOfMeasures({ named, asset }: Subject): string {
    this.#toMeasures ??= this.#audienceOfMeasures()
    return this.#toMeasures.of(named) + this.#versionOf(asset)
  }

  /** Gathers what measures say about a thing. */
  measures(subject: Subject, sink: FactSink) {
    this.#take(subject)
    const { measures, measureScopes } = this.basis
    for (const index of measureScopes.naming(subject.named))
      if (measures[index]!.inForce) this.#measure(measures[index]!, sink)
  }

  /** Names what the statements on its product say about a thing; empty where there are none. */
  nameOfProduct({ named, asset, types }: Subject): string {
    const statements = asset?.product === undefined ? undefined : this.basis.products.get(asset.product)
    if (!statements || statements.size === 0) return ''
    let known = this.#toProducts.get(asset!.product!)
    if (!known) {
      known = { number: this.#toProducts.size, audience: new Audience() }
      this.#toProducts.set(asset!.product!, known)
      for (const e of new Set([...statements.values()].flatMap((statement) => statement.evidence)))
        known.audience.add(scopeOf(this.basis.evidence[e]!))
    }
    return `${known.number}/${types}${known.audience.of(named)}${this.#versionOf(asset)}`
  }

  /** Gathers what the statements on its product say about a thing. */
  product(subject: Subject, sink: FactSink) {
    this.#take(subject)
    const { product } = subject.asset ?? {}
    const statements = product === undefined ? undefined : this.basis.products.get(product)
    if (!statements || statements.size === 0) return
    for (const row of this.#rowsSpokenOf(product!, statements)) {
      this.#carry(statements, row, subject.types, 'capability', (met, best, source) =>
        sink.capable(row, met, best, source),
      )
      if (this.basis.rows.values['product-certificate'][row] === SHOWS_FOR_VERSION)
        this.#carry(statements, row, subject.types, 'version', (met, best, source) => {
          if (met) sink.fact(row, true, best, source)
        })
    }
  }

  /** Gathers what was seen on a thing and what is said about systems; where `shared`, without what was seen on this very thing. */
  others(subject: Subject, sink: FactSink, shared: boolean) {
    this.#take(subject)
    const { basis } = this
    const resolving = basis.resolutions.length > 0 ? basis.resolutionScopes.naming(subject.named) : NOBODY
    basis.recordScopes.visit(subject.named, (index, own) => {
      const source = basis.records[index]!
      if (source.row >= 0 && !(own && shared)) this.#record(source, resolving, sink)
    })
    if (basis.systems.length === 0) return
    for (const index of basis.systemScopes.naming(subject.named))
      for (const source of basis.systems[index]!) this.#systemStatement(source, sink)
  }

  /** How evidence of a measure, a binding or a statement is used for a thing, piece by piece; for explanations. */
  uses(subject: Subject, evidence: readonly number[], row: number, use: Use) {
    this.#take(subject)
    return evidence.map((e) => ({
      evidence: e,
      rank: this.#rankOf(e, row, use),
      named: this.#markOf(e) !== NOT_NAMED,
      value: this.#value(e, row),
    }))
  }

  /** Whether a contradiction of a thing is resolved; for explanations. */
  isResolvedFor(subject: Subject, source: RecordFact, resolving: readonly number[]): boolean {
    this.#take(subject)
    return this.isResolved(source, resolving)
  }

  /** Standing of a service by itself for a thing: by evidence that names its provider or the thing. */
  serviceStanding(source: MeasureFact, row: number): Standing {
    const { basis } = this
    if (source.measure.status !== 'in-place') return NO
    const provider = this.#provider(source)
    let best = -1
    for (const e of source.evidence) {
      const named = provider?.marks.has(e) === true || this.#markOf(e) !== NOT_NAMED
      const shown = named && this.#value(e, row) === SHOWS
      if (basis.ranks[e]! >= 0) best = Math.max(best, shown ? basis.ranks[e]! : 0)
    }
    const standing = best < 0 ? UNKNOWN : metWith(best)
    return provider ? Math.min(standing, provider.standing[row]!) : standing
  }

  #take(subject: Subject) {
    if (subject === this.#subject) return
    this.#subject = subject
    this.#marked = false
  }

  /** How evidence names the thing at hand; looked up for all evidence when first asked for a thing. */
  #markOf(evidence: number): number {
    if (!this.#marked) this.#mark()
    return this.#marks[evidence]!
  }

  #mark() {
    for (const e of this.#touched) this.#marks[e] = NOT_NAMED
    this.#touched.length = 0
    this.#marked = true
    if (!this.#subject) return
    this.basis.evidenceScopes.visit(this.#subject.named, (entry, own) => {
      if (this.#marks[entry] === NOT_NAMED) this.#touched.push(entry)
      this.#marks[entry] = Math.max(this.#marks[entry]!, own ? BY_ITSELF : BY_CLASS)
    })
  }

  #audienceOfMeasures(): Audience {
    const audience = new Audience()
    for (const { measure, evidence, boundBy } of this.basis.measures) {
      audience.add(measure.on)
      for (const used of [evidence, boundBy]) for (const e of used) audience.add(scopeOf(this.basis.evidence[e]!))
    }
    return audience
  }

  /** The version that runs, where any evidence was issued for it. */
  #versionOf(asset: Asset | undefined): string {
    const firmware = asset?.firmware
    return firmware !== undefined && this.#versions.has(firmware) ? ` ${firmware}` : ''
  }

  #value(evidence: number, row: number): number {
    return this.basis.values[evidence]![row]!
  }

  /** Rank of one piece of evidence for this use: -1 nothing, 0 where it only claims. */
  #rankOf(e: number, row: number, use: Use): number {
    const best = this.basis.ranks[e]!
    if (best <= 0) return best
    const mark = this.#markOf(e)
    if (mark === NOT_NAMED) return 0
    if (use === 'in-place') {
      const column = this.basis.columns[e]!
      return column === 'none' || column === 'product-certificate' ? 0 : best
    }
    const value = this.#value(e, row)
    return shows(value, use, mark, value === SHOWS_FOR_VERSION && this.#onVersion(e)) ? best : 0
  }

  /** Whether the asset runs the version that the certificate was issued for. */
  #onVersion(e: number): boolean {
    const { version } = this.basis.evidence[e]!
    return version !== undefined && this.#subject?.asset?.firmware === version
  }

  #best(evidence: readonly number[], row: number, use: Use): number {
    let best = -1
    for (let i = 0; i < evidence.length; i++) best = Math.max(best, this.#rankOf(evidence[i]!, row, use))
    return best
  }

  #measure(source: MeasureFact, sink: FactSink) {
    const { measure, rows, evidence } = source
    for (const e of evidence) if (this.basis.ranks[e]! > 0 && this.#markOf(e) === NOT_NAMED) sink.outOfScope(e, source)
    const inPlace = measure.status === 'in-place'
    const { modes } = this.basis.rows
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      const mode = modes[row]
      if (measure.role === 'compensation') {
        const best = this.#best(evidence, row, 'in-place')
        sink.compensated(row, inPlace ? standingOf(best) : NO, source)
      } else if (measure.role === 'service') {
        if (mode?.mode !== 'SVC' && !mode?.mayBeMetBy.length) continue
        const binding = standingOf(this.#best(source.boundBy, row, 'in-place'))
        sink.bound(row, source, this.serviceStanding(source, row), binding)
      } else {
        const best = this.#best(evidence, row, 'row')
        if (mode?.mode === 'SVC') {
          const standing = inPlace ? standingOf(best) : NO
          sink.bound(row, source, standing, standing)
        } else if (!inPlace) sink.fact(row, false, Math.max(0, best), source)
        else if (best >= 0) sink.fact(row, true, best, source)
      }
    }
  }

  #record(source: RecordFact, resolving: readonly number[], sink: FactSink) {
    const { record, row, effect } = source
    switch (effect) {
      case 'shows':
        sink.fact(row, true, rank(record.strength), source)
        return
      case 'contradicts':
        if (!this.isResolved(source, resolving)) sink.contradicted(row, source)
        return
      case 'weakens':
        if (!this.isResolved(source, resolving)) sink.weakened(row, source)
        return
      case 'supports':
      case 'hint':
    }
  }

  /** Whether a named person has resolved it with evidence that is newer, names the thing, and shows the row as documented. */
  isResolved({ record, row }: RecordFact, resolving: readonly number[]): boolean {
    return resolving.some((index) => {
      const { missing, rows, evidence } = this.basis.resolutions[index]!
      if (missing !== undefined || !rows.has(row)) return false
      return evidence.some((e) => {
        const { date } = this.basis.evidence[e]!
        return date !== undefined && date > record.day && this.#rankOf(e, row, 'row') >= DOCUMENTED
      })
    })
  }

  #systemStatement(source: StatementFact, sink: FactSink) {
    const row = this.basis.rows.index.get(source.row)
    if (row === undefined) return
    const best = this.#best(source.evidence, row, 'system')
    if (source.statement.says === 'not-met') sink.capable(row, false, Math.max(0, best), source)
    else if (source.statement.says === 'met' && best >= 0) sink.capable(row, true, best, source)
  }

  /** Rows of 3-3 that the statements on a product speak for. */
  #rowsSpokenOf(product: string, statements: ReadonlyMap<RequirementId, StatementFact>): ReadonlySet<number> {
    const known = this.#spoken.get(product)
    if (known) return known
    const rows = new Set([...statements.keys()].flatMap((cr) => this.basis.rows.carriedBy.get(cr) ?? []))
    this.#spoken.set(product, rows)
    return rows
  }

  /**
   * Carries answers in rows of 4-2 over to a row of 3-3. Every row of 4-2 that concerns one of its types has to be met; only
   * not-met carries over from a partial counterpart; a row for some types only is unknown while the type is unknown.
   */
  #carry(
    statements: ReadonlyMap<string, StatementFact>,
    row: number,
    types: number,
    use: 'capability' | 'version',
    found: (met: boolean, rank: number, source: StatementFact) => void,
  ) {
    let weakest = Number.POSITIVE_INFINITY
    let shownBy: StatementFact | undefined
    let refusal = -1
    let refusedBy: StatementFact | undefined
    for (const carrier of this.basis.rows.carriers[row]!) {
      const concerned = types === 0 ? carrier.types === ALL_TYPES : (types & carrier.types) !== 0
      if (!concerned) {
        if (types === 0 && carrier.full) weakest = -1
        continue
      }
      const source = statements.get(carrier.id)
      const says = source?.statement.says
      const best = source ? this.#best(source.evidence, row, use) : -1
      if (says === 'not-met') {
        if (Math.max(0, best) > refusal) refusal = Math.max(0, best)
        refusedBy ??= source
      }
      if (!carrier.full) continue
      const rankOfThis = says === 'met' ? (use === 'version' && best < DOCUMENTED ? -1 : best) : -1
      if (rankOfThis < weakest) {
        weakest = rankOfThis
        shownBy = source
      }
    }
    if (refusedBy) found(false, refusal, refusedBy)
    else if (shownBy && weakest >= 0 && weakest < Number.POSITIVE_INFINITY) found(true, weakest, shownBy)
  }

  /** Evidence that names the provider of a service, and where what was seen on it contradicts or weakens its rows. */
  #provider(source: MeasureFact) {
    if (!source.provider) return undefined
    const known = this.#providers.get(source.index)
    if (known) return known
    const named = namedAsset(this.basis, source.provider)
    const marks = new Set(this.basis.evidenceScopes.naming(named))
    const standing = new Int8Array(this.basis.rows.ids.length).fill(metWith(3))
    const other = new Gatherer(this.basis)
    other.#take({ named, asset: source.provider, types: 0 })
    const resolving = this.basis.resolutionScopes.naming(named)
    for (const index of this.basis.recordScopes.naming(named)) {
      const { effect, row } = this.basis.records[index]!
      if (row < 0 || (effect !== 'contradicts' && effect !== 'weakens')) continue
      if (other.isResolved(this.basis.records[index]!, resolving)) continue
      standing[row] = Math.min(standing[row]!, effect === 'contradicts' ? NO : UNKNOWN)
    }
    const made = { marks, standing }
    this.#providers.set(source.index, made)
    return made
  }
}

function shows(value: number, use: Use, mark: number, onVersion: boolean): boolean {
  switch (value) {
    case SHOWS:
      return use !== 'version'
    case SHOWS_ITEM:
      return use === 'row' && mark === BY_ITSELF
    case SHOWS_FOR_VERSION:
      return use === 'capability' || use === 'system' || ((use === 'row' || use === 'version') && onVersion)
    case SHOWS_CAPABILITY:
      return use === 'capability' || use === 'system'
    case SHOWS_SYSTEM_CAPABILITY:
      return use === 'system'
    default:
      return false
  }
}

function standingOf(best: number): Standing {
  return best < 0 ? UNKNOWN : metWith(best)
}
