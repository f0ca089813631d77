import { type Diagnostic, reporter } from '../../groundwork/diagnostic.ts'
import type { Asset } from '../../plant/plant.ts'
import { assessmentDiagnostics } from '../diagnostics.ts'
import { classify, type Classes } from './asset-classes.ts'
import { type Basis, basisOf, type LevelInputs } from './basis.ts'
import { Folder, type Noticed } from './cells.ts'
import { Gatherer } from './facts.ts'
import { type Holding, holdingsOf } from './holdings.ts'
import { Judge } from './judge.ts'

const report = reporter(assessmentDiagnostics)

/** Everything prepared to decide any row of any place. */
export interface Engine {
  readonly basis: Basis
  readonly classes: Classes
  readonly holdings: readonly Holding[]
  readonly gatherer: Gatherer
  readonly judge: Judge
  readonly diagnostics: readonly Diagnostic[]
}

// Inputs are values that nobody changes, so what was prepared for them stays right as long as somebody holds them.
const PREPARED = new WeakMap<LevelInputs, Engine>()

/** The engine for inputs, made once for the same value. */
export function engineOf(inputs: LevelInputs): Engine {
  return PREPARED.get(inputs) ?? engineFor(inputs)
}

/** Makes the engine for inputs anew. */
export function engineFor(inputs: LevelInputs): Engine {
  const basis = basisOf(inputs)
  const gatherer = new Gatherer(basis)
  const classes = classify(basis)
  const noticed = new Notices(basis)
  const folder = new Folder(gatherer)
  const { holdings, cells } = holdingsOf(basis, classes, folder, (first, size) => noticed.about(first, size))
  const judge = new Judge(basis, holdings, (asset) => cells[classes.of[basis.positions.get(asset) ?? -1] ?? -1])
  const diagnostics = [
    ...basis.diagnostics,
    ...noticed.diagnostics(),
    ...aboutPlaces(basis, holdings),
    ...aboutRecords(basis),
  ]
  const engine = { basis, classes, holdings, gatherer, judge, diagnostics }
  PREPARED.set(inputs, engine)
  return engine
}

interface Noted {
  count: number
  first: string
}

/** What was noticed about classes of assets, gathered per cause so that it stays short whatever the size of the plant. */
class Notices implements Noticed {
  readonly #basis: Basis
  readonly #outOfScope = new Map<string, Noted & { readonly evidence: number; readonly measure: number }>()
  readonly #conflicts = new Map<number, Noted & { readonly row: number; readonly how: string }>()
  readonly #beyond = new Map<number, Noted>()
  #first = ''
  #size = 0

  constructor(basis: Basis) {
    this.#basis = basis
  }

  /** Turns to a class; what is noticed from here on is about it. */
  about(first: Asset, size: number): Noticed {
    this.#first = first.id
    this.#size = size
    return this
  }

  outOfScope(evidence: number, measure: number) {
    note(this.#outOfScope, `${evidence} ${measure}`, this.#first, this.#size, { evidence, measure })
  }

  conflict(row: number, how: keyof typeof HOW) {
    note(this.#conflicts, row * WAYS.length + WAYS.indexOf(how), this.#first, this.#size, { row, how: HOW[how] })
  }

  beyond(row: number) {
    note(this.#beyond, row, this.#first, this.#size, {})
  }

  diagnostics(): readonly Diagnostic[] {
    const { evidence, measures, rows } = this.#basis
    return [
      ...[...this.#outOfScope.values()].map(({ evidence: e, measure, count, first }) =>
        report(
          'EVIDENCE_OUT_OF_SCOPE',
          { evidence: evidence[e]!.id, measure: measures[measure]!.measure.id, count, item: first },
          { span: evidence[e]!.span },
        ),
      ),
      ...[...this.#conflicts.values()].map(({ row, how, count, first }) =>
        report('LEVEL_CONFLICT', { row: rows.ids[row]!, how, count, item: first }),
      ),
      ...[...this.#beyond].map(([row, { count, first }]) =>
        report('LEVEL_BEYOND_CAPABILITY', { row: rows.ids[row]!, count, item: first }),
      ),
    ]
  }
}

const HOW = {
  contradicted: 'traffic contradicts what is said to be met; it counts until a named person resolves it',
  'not-met': 'not met counts, as nothing stronger shows that it is met',
  met: 'met counts, as the evidence for it is stronger',
} as const

const WAYS = Object.keys(HOW)

function note<Key, Extra extends object>(
  map: Map<Key, Noted & Extra>,
  key: Key,
  first: string,
  size: number,
  extra: Extra,
) {
  const known = map.get(key)
  if (!known) map.set(key, { count: size, first, ...extra })
  else {
    known.count += size
    if (first < known.first) known.first = first
  }
}

function aboutPlaces(basis: Basis, holdings: readonly Holding[]): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  const incomplete = holdings.filter((h) => !h.complete)
  if (incomplete.length > 0)
    found.push(report('LEVEL_ASSETS_NOT_COMPLETE', { count: incomplete.length, subject: incomplete[0]!.place.id }))
  const unknownWays = holdings.filter((h) => h.place.kind === 'zone' && !h.waysKnown)
  if (unknownWays.length > 0)
    found.push(
      report('LEVEL_ACCESS_POINTS_NOT_DECLARED', { count: unknownWays.length, subject: unknownWays[0]!.place.id }),
    )
  const untyped = holdings.filter((h) => h.gaps.includes('unknown-types'))
  if (untyped.length > 0) {
    const [{ place, members }] = untyped as [Holding]
    const item = Array.from(members, (m) => basis.inputs.plant.assets[m]!).find((a) => a.types.length === 0)
    found.push(report('LEVEL_TYPES_UNKNOWN', { count: untyped.length, subject: place.id, item: item?.id ?? '' }))
  }
  return found
}

function aboutRecords(basis: Basis): readonly Diagnostic[] {
  const { plant } = basis.inputs
  const known = new Set<string>([
    ...basis.placeOf.keys(),
    ...plant.products.map((p) => `product:${p.id}`),
    ...plant.flows.map((f) => `flow:${f.id}`),
    ...plant.accounts.map((a) => `account:${a.id}`),
  ])
  const strange = basis.records
    .map(({ subject }) => subject)
    .filter(
      (s) =>
        s.kind !== 'access-point' && !(s.kind === 'asset' ? basis.positions.has(s.id) : known.has(`${s.kind}:${s.id}`)),
    )
    .map((s) => s.id)
    .sort((a, b) => (a < b ? -1 : 1))
  return strange.length === 0 ? [] : [report('LEVEL_RECORD_UNPLACED', { count: strange.length, subject: strange[0]! })]
}
