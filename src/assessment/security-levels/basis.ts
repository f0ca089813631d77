import type { Sha256 } from '../../groundwork/canonical.ts'
import type { Day } from '../../groundwork/day.ts'
import { type Diagnostic, reporter } from '../../groundwork/diagnostic.ts'
import { byKey, byText } from '../../groundwork/order.ts'
import type {
  Asset,
  Conduit,
  Declared,
  Evidence,
  Measure,
  NotApplicable,
  Plant,
  Product,
  Resolution,
  Statement,
  SystemStatement,
  Zone,
} from '../../plant/plant.ts'
import type { Catalogs, EvidenceColumn } from '../../standard/catalog.ts'
import type { EvidenceRecord } from '../../standard/evidence-record.ts'
import type { RequirementId } from '../../standard/requirement-id.ts'
import { rank } from '../../standard/verdict.ts'
import { assessmentDiagnostics } from '../diagnostics.ts'
import { remembered } from './remembered.ts'
import { NOTHING, type RowTable, rowTable } from './rows.ts'
import { ScopeIndex, type Named } from './scopes.ts'
import { deriveStrength, scopeOf } from './strength.ts'

const report = reporter(assessmentDiagnostics)

/** What levels are computed from; `files` are the hashes of the files that the project holds. */
export interface LevelInputs {
  readonly plant: Plant
  readonly records: readonly EvidenceRecord[]
  readonly catalogs: Catalogs
  readonly asOf: Day
  readonly files: ReadonlyMap<string, Sha256>
}

/** A zone or conduit by number: zones first, each kind in the order of ids. */
export type Place =
  | { readonly kind: 'zone'; readonly index: number; readonly id: string; readonly zone: Zone }
  | { readonly kind: 'conduit'; readonly index: number; readonly id: string; readonly conduit: Conduit }

export interface MeasureFact {
  readonly kind: 'measure'
  readonly index: number
  readonly measure: Measure
  readonly rows: readonly number[]
  readonly evidence: readonly number[]
  readonly boundBy: readonly number[]
  readonly provider: Asset | undefined
  /** False: it carries nothing at all (expired, or a compensation that nobody approved). */
  readonly inForce: boolean
}

export interface RecordFact {
  readonly kind: 'record'
  readonly record: EvidenceRecord
  readonly row: number
  readonly effect: EvidenceRecord['effect']
  readonly subject: EvidenceRecord['subject']
}

/** An answer in a statement on a product (rows of 4-2) or on a system (rows of 3-3). */
export interface StatementFact {
  readonly kind: 'statement'
  readonly by: Product | SystemStatement
  readonly row: RequirementId
  readonly statement: Statement
  readonly evidence: readonly number[]
}

export type FactSource = MeasureFact | RecordFact | StatementFact

export interface ResolutionFact {
  readonly resolution: Resolution
  readonly rows: ReadonlySet<number>
  readonly evidence: readonly number[]
  readonly missing: string | undefined
}

/** The inputs, looked up and numbered once; everything after it only reads. */
export interface Basis {
  readonly inputs: LevelInputs
  readonly rows: RowTable
  readonly places: readonly Place[]
  readonly placeOf: ReadonlyMap<string, number>
  /** Where each asset stands in the plant, by its id. */
  readonly positions: ReadonlyMap<string, number>
  /** Conduits that an asset enforces, by asset. */
  readonly enforces: ReadonlyMap<string, readonly string[]>
  readonly essential: ReadonlySet<string>
  readonly essentialFlows: ReadonlySet<string>
  readonly evidence: readonly Evidence[]
  /** Rank of each piece of evidence at its best, -1 for nothing. */
  readonly ranks: Int8Array
  readonly columns: readonly (EvidenceColumn | 'none')[]
  /** What each piece of evidence does for each row. */
  readonly values: readonly Uint8Array[]
  readonly evidenceScopes: ScopeIndex
  readonly measures: readonly MeasureFact[]
  readonly measureScopes: ScopeIndex
  readonly records: readonly RecordFact[]
  readonly recordScopes: ScopeIndex
  readonly resolutions: readonly ResolutionFact[]
  readonly resolutionScopes: ScopeIndex
  /** Statements of each product by row of 4-2. */
  readonly products: ReadonlyMap<string, ReadonlyMap<RequirementId, StatementFact>>
  readonly systems: readonly (readonly StatementFact[])[]
  readonly systemScopes: ScopeIndex
  /** Rows that a person in force calls not applicable, by place. */
  readonly notApplicable: readonly ReadonlyMap<number, NotApplicable>[]
  readonly diagnostics: Diagnostic[]
}

/** Numbers everything and says what of it has no effect. */
export function basisOf(inputs: LevelInputs): Basis {
  const { plant, catalogs, asOf, files } = inputs
  const rows = rowTable(catalogs)
  const diagnostics: Diagnostic[] = []
  const zones = [...plant.zones].sort(byKey((z) => z.id))
  const conduits = [...plant.conduits].sort(byKey((c) => c.id))
  const places: Place[] = [
    ...zones.map((zone, index): Place => ({ kind: 'zone', index, id: zone.id, zone })),
    ...conduits.map((conduit, i): Place => ({ kind: 'conduit', index: zones.length + i, id: conduit.id, conduit })),
  ]
  const placeOf = new Map<string, number>()
  for (const place of places) {
    const key = `${place.kind}:${place.id}`
    if (!placeOf.has(key)) placeOf.set(key, place.index)
  }
  const evidence = [...plant.evidence].sort(byKey((e) => e.id))
  const evidenceIndex = new Map(evidence.map((e, i) => [e.id as string, i]))
  const ranks = new Int8Array(evidence.length)
  const kinds = catalogs.evidenceKinds
  evidence.forEach((e, i) => {
    const derived = deriveStrength(e, { asOf, files, kinds })
    ranks[i] = derived.strength === undefined ? -1 : rank(derived.strength)
    diagnostics.push(...derived.diagnostics)
  })
  const known = (ids: readonly string[]) => ids.map((id) => evidenceIndex.get(id)).filter((i) => i !== undefined)
  const rowsOf = (what: string, ids: readonly RequirementId[], span: Measure['span']) =>
    [...new Set(ids)].flatMap((id) => {
      const row = rows.index.get(id)
      if (row !== undefined) return [row]
      diagnostics.push(report('LEVEL_ROW_UNKNOWN', { what, row: id }, { span }))
      return []
    })
  const positions = positionsOf(plant.assets)
  const measures = [...plant.measures].sort(byKey((m) => m.id)).map((measure, index): MeasureFact => {
    const fact = {
      kind: 'measure' as const,
      index,
      measure,
      rows: rowsOf(measure.id, measure.rows, measure.span),
      evidence: known(measure.evidence),
      boundBy: known(measure.boundBy),
      provider: measure.providedBy === undefined ? undefined : plant.assets[positions.get(measure.providedBy) ?? -1],
      inForce: true,
    }
    fact.inForce = measureInForce(fact, rows, ranks, asOf, diagnostics)
    return fact
  })
  const late = inputs.records.filter((record) => record.day > asOf).length
  if (late > 0) diagnostics.push(report('LEVEL_RECORD_AHEAD', { count: late, asOf }))
  const records = inputs.records
    .filter((record) => record.day <= asOf)
    .map((record) => ({ id: record.id, fact: recordFact(record, rows) }))
    .sort((a, b) => byText(a.id, b.id))
    .map(({ fact }) => fact)
  const resolutions = plant.resolutions.map((resolution): ResolutionFact => {
    const { by, date, span } = resolution
    const used = known(resolution.evidence)
    const late = date === undefined || date > asOf
    const weak = used.every((e) => ranks[e]! < rank('documented') || evidence[e]!.date === undefined)
    const missing =
      by === undefined
        ? 'nobody is named'
        : late
          ? 'it has no day, or one after the assessment'
          : weak
            ? 'no dated evidence for it is at least documented'
            : undefined
    if (missing) diagnostics.push(report('LEVEL_RESOLUTION_WITHOUT_EFFECT', { by: by ?? '', missing }, { span }))
    return {
      resolution,
      rows: new Set(rowsOf(`resolution by ${by ?? 'nobody'}`, resolution.rows, span)),
      evidence: used,
      missing,
    }
  })
  const columns = evidence.map((e) => kinds.get(e.kind)?.column ?? 'none')
  const nothing = new Uint8Array(rows.ids.length).fill(NOTHING)
  const evidenceOf = remembered(known)
  const statements = (by: Product | SystemStatement) =>
    Array.from(by.capability, ([row, statement]): StatementFact => {
      return { kind: 'statement', by, row, statement, evidence: evidenceOf(statement.evidence) }
    })
  const systems = [...plant.systems].sort(byKey((s) => s.id))
  return {
    inputs,
    rows,
    places,
    placeOf,
    positions,
    enforces: enforcersOf(conduits),
    essential: new Set(plant.functions.flatMap((f) => f.assets)),
    essentialFlows: new Set(plant.functions.flatMap((f) => f.flows)),
    evidence,
    ranks,
    columns,
    values: columns.map((column) => (column === 'none' ? nothing : rows.values[column])),
    evidenceScopes: new ScopeIndex(evidence.map(scopeOf)),
    measures,
    measureScopes: new ScopeIndex(measures.map((m) => m.measure.on)),
    records,
    recordScopes: new ScopeIndex(records.map((r) => [r.subject])),
    resolutions,
    resolutionScopes: new ScopeIndex(resolutions.map((r) => r.resolution.on)),
    products: new Map(
      plant.products.map((product) => [product.id, new Map(statements(product).map((fact) => [fact.row, fact]))]),
    ),
    systems: systems.map((system) => statements(system).sort(byKey((fact) => fact.row))),
    systemScopes: new ScopeIndex(systems.map((s) => s.on)),
    notApplicable: notApplicableOf(plant, places, placeOf, rows, asOf, diagnostics),
    diagnostics,
  }
}

function recordFact(record: EvidenceRecord, rows: RowTable): RecordFact {
  const { requirement, effect, subject } = record
  return { kind: 'record', record, row: rows.index.get(requirement) ?? -1, effect, subject }
}

/** The asset of an id; undefined where the plant has none. */
export function assetOf({ inputs, positions }: Basis, id: string): Asset | undefined {
  return inputs.plant.assets[positions.get(id) ?? -1]
}

function positionsOf(assets: readonly Asset[]): ReadonlyMap<string, number> {
  const positions = new Map<string, number>()
  for (let i = 0; i < assets.length; i++) if (!positions.has(assets[i]!.id)) positions.set(assets[i]!.id, i)
  return positions
}

/** Whether a declaration is in force on a day; last days are inclusive. */
export function inForce(declared: Declared | undefined, asOf: Day): boolean {
  return declared !== undefined && declared.on <= asOf && (declared.until === undefined || declared.until >= asOf)
}

/** Everything by which an asset can be named; an enforcer belongs to its conduit. */
export function namedAsset(basis: Basis, asset: Asset): Named {
  const keys = [`asset:${asset.id}`]
  if (asset.product !== undefined) keys.push(`product:${asset.product}`)
  for (const zone of asset.zones) keys.push(`zone:${zone}`)
  for (const conduit of conduitsOf(basis, asset)) keys.push(`conduit:${conduit}`)
  return { keys, own: 1, assetKind: asset.kind, zones: asset.zones }
}

/** The conduits an asset stands in, whether assigned to them or enforcing them. */
export function conduitsOf(basis: Basis, asset: Asset): readonly string[] {
  const enforced = basis.enforces.get(asset.id)
  return enforced ? [...new Set([...asset.conduits, ...enforced])].sort(byText) : asset.conduits
}

function enforcersOf(conduits: readonly Conduit[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const conduit of conduits)
    for (const asset of conduit.enforcedBy ?? []) {
      const list = found.get(asset)
      if (list) list.push(conduit.id)
      else found.set(asset, [conduit.id])
    }
  return found
}

function measureInForce(
  fact: Omit<MeasureFact, 'inForce'>,
  rows: RowTable,
  ranks: Int8Array,
  asOf: Day,
  diagnostics: Diagnostic[],
): boolean {
  const { measure } = fact
  const where = { span: measure.span }
  const named = { measure: measure.id as string }
  if (measure.role === 'compensation') {
    const missing = missingApproval(measure, asOf)
    if (missing) {
      diagnostics.push(report('LEVEL_COMPENSATION_INCOMPLETE', { ...named, missing }, where))
      return false
    }
  }
  if (measure.until !== undefined && measure.until < asOf) {
    diagnostics.push(report('LEVEL_MEASURE_EXPIRED', { ...named, until: measure.until, asOf }, where))
    return false
  }
  if (measure.status === 'in-place' && !fact.evidence.some((e) => ranks[e]! >= 0))
    diagnostics.push(report('LEVEL_MEASURE_WITHOUT_EVIDENCE', named, where))
  if (measure.role === 'service') {
    if (!fact.provider) diagnostics.push(report('LEVEL_SERVICE_WITHOUT_PROVIDER', named, where))
    for (const row of fact.rows)
      if (rows.modes[row]?.mode !== 'SVC' && rows.modes[row]?.mayBeMetBy.length === 0)
        diagnostics.push(report('LEVEL_SERVICE_NOT_ADMITTED', { ...named, row: rows.ids[row]! }, where))
  }
  return true
}

function missingApproval(measure: Measure, asOf: Day): string | undefined {
  const { by, on, until, owner, reason } = measure.approval ?? {}
  const missing = Object.entries({ approver: by, 'day of approval': on, 'last day': until, owner, reason })
    .filter(([, value]) => value === undefined)
    .map(([name]) => name)
  if (missing.length > 0) return `it has no ${missing.join(', no ')}`
  if (on! > asOf) return `it was approved on ${on}, after the day of the assessment`
  return until! < asOf ? `its approval ended on ${until}` : undefined
}

function notApplicableOf(
  plant: Plant,
  places: readonly Place[],
  placeOf: ReadonlyMap<string, number>,
  rows: RowTable,
  asOf: Day,
  diagnostics: Diagnostic[],
): readonly ReadonlyMap<number, NotApplicable>[] {
  const found = places.map(() => new Map<number, NotApplicable>())
  for (const entry of [...plant.notApplicable].sort(byKey((e) => e.id))) {
    const missing = [
      entry.reason === undefined ? 'it has no reason' : undefined,
      entry.owner === undefined ? 'it has no owner' : undefined,
      entry.until === undefined ? 'it has no last day' : undefined,
      entry.until !== undefined && entry.until < asOf ? `its last day was ${entry.until}` : undefined,
      entry.on.some((on) => on.kind !== 'zone' && on.kind !== 'conduit')
        ? 'it names something else than zones and conduits'
        : undefined,
    ].filter((text) => text !== undefined)
    if (missing.length > 0) {
      const params = { entry: entry.id, missing: missing.join('; ') }
      diagnostics.push(report('LEVEL_NOT_APPLICABLE_INCOMPLETE', params, { span: entry.span }))
      continue
    }
    for (const id of entry.rows) {
      const row = rows.index.get(id)
      if (row === undefined)
        diagnostics.push(report('LEVEL_ROW_UNKNOWN', { what: entry.id, row: id }, { span: entry.span }))
      else
        for (const on of entry.on) {
          const place = placeOf.get(`${on.kind}:${on.id}`)
          if (place !== undefined && !found[place]!.has(row)) found[place]!.set(row, entry)
        }
    }
  }
  return found
}
