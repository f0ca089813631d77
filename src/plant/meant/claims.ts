import { contentId } from '../../groundwork/canonical.ts'
import { ip } from '../../groundwork/ip.ts'
import { didYouMean } from '../../groundwork/near.ts'
import { byText } from '../../groundwork/order.ts'
import type { SubjectRef } from '../../standard/evidence-record.ts'
import { byRequirement, type RequirementId } from '../../standard/requirement-id.ts'
import type {
  WrittenEvidence,
  WrittenMeasure,
  WrittenNotApplicable,
  WrittenProduct,
  WrittenResolution,
  WrittenScope,
  WrittenStatement,
  WrittenSystem,
} from '../model/claims.ts'
import type {
  AssetId,
  Evidence,
  EvidenceId,
  Measure,
  MeasureId,
  NotApplicable,
  Product,
  ProductId,
  Resolution,
  Scope,
  Statement,
  SystemStatement,
  ZoneId,
} from '../plant.ts'
import type { Leaf } from '../written/node.ts'
import { conditionsOf, uniqueSorted } from './assets.ts'
import { type Meaning, projectPath, spanOf } from './context.ts'
import type { Named } from './names.ts'

/** Products, systems, measures, evidence and decisions: from written to meant. */

export function productsOf(written: readonly WrittenProduct[], meaning: Meaning): Product[] {
  return written
    .map((product): Product => {
      const id = product.id!.value as ProductId
      return {
        id,
        name: product.name?.value ?? id,
        supplier: product.supplier?.value,
        types: uniqueSorted((product.types ?? []).map((type) => type.value)),
        conditions: conditionsOf(product.conditions),
        capability: capabilityOf(product.capability, meaning),
        span: spanOf(product.at),
      }
    })
    .sort((a, b) => byText(a.id, b.id))
}

export function systemsOf(written: readonly WrittenSystem[], meaning: Meaning): SystemStatement[] {
  return written
    .map((system) => ({
      id: system.id!.value,
      name: system.name?.value ?? system.id!.value,
      on: subjectsOf(system.on, ['zone', 'conduit', 'asset'], meaning),
      capability: capabilityOf(system.capability, meaning),
      span: spanOf(system.at),
    }))
    .sort((a, b) => byText(a.id, b.id))
}

function capabilityOf(
  written: readonly { readonly key: Leaf<RequirementId>; readonly value: WrittenStatement }[] | undefined,
  { names, desk }: Meaning,
): ReadonlyMap<RequirementId, Statement> {
  const statements = new Map<RequirementId, Statement>()
  for (const { key, value } of written ?? []) {
    // Two spellings of one row are two keys for YAML.
    if (statements.has(key.value)) desk.report('PLANT_DUPLICATE_KEY', { key: key.value }, key)
    else
      statements.set(key.value, {
        says: 'at' in value ? value.says!.value : value.value,
        evidence: 'at' in value ? (names.all('evidence', value.evidence) as EvidenceId[]) : [],
        note: 'at' in value ? value.note?.value : undefined,
        span: { file: key.file, from: key.from, to: 'at' in value ? value.at.to : value.to },
      })
  }
  return new Map([...statements].sort(([a], [b]) => byRequirement(a, b)))
}

const SUBJECTS = ['zone', 'conduit', 'asset', 'product', 'flow', 'account', 'access-point'] as const

export function measuresOf(written: readonly WrittenMeasure[], meaning: Meaning): Measure[] {
  return written.flatMap((measure) => measureOf(measure, meaning)).sort((a, b) => byText(a.id, b.id))
}

function measureOf(measure: WrittenMeasure, meaning: Meaning): Measure[] {
  const id = measure.id!.value as MeasureId
  const { satisfies, compensates, serves, on } = measure
  const clash = (first: string, second: string): Measure[] => {
    meaning.desk.report('PLANT_TWO_ROLES', { id, first, second }, measure.id)
    return []
  }
  if (satisfies && compensates) return clash('satisfies', 'compensates')
  if (compensates && serves) return clash('compensates', 'serves')
  if (serves && on) return clash('serves', 'on')
  const approval = {
    by: measure['approved-by']?.value,
    on: measure['approved-on']?.value,
    until: measure.until?.value,
    owner: measure.owner?.value,
    reason: measure.reason?.value,
  }
  return [
    {
      id,
      name: measure.name?.value ?? id,
      role: compensates ? 'compensation' : serves ? 'service' : 'direct',
      rows: rowsOf(satisfies ?? compensates),
      on: scopesOf(serves ?? on, meaning),
      status: measure.status!.value,
      evidence: meaning.names.all('evidence', measure.evidence) as EvidenceId[],
      until: measure.until?.value,
      approval: compensates ? approval : undefined,
      providedBy: meaning.names.one('asset', measure['provided-by']) as AssetId | undefined,
      boundBy: meaning.names.all('evidence', measure['bound-by']) as EvidenceId[],
      span: spanOf(measure.at),
    },
  ]
}

function rowsOf(written: readonly Leaf<RequirementId>[] | undefined): RequirementId[] {
  return [...new Set((written ?? []).map((row) => row.value))].sort(byRequirement)
}

export function evidenceOf(written: readonly WrittenEvidence[], meaning: Meaning): Evidence[] {
  return written
    .map((piece) => ({
      id: piece.id!.value as EvidenceId,
      kind: piece.kind!.value,
      file: piece.file && projectPath(piece.file, meaning.files),
      hash: piece.hash?.value,
      date: piece.date?.value,
      until: piece.until?.value,
      scope: scopesOf(piece.on, meaning),
      device: meaning.names.one('asset', piece.device) as AssetId | undefined,
      version: piece.version?.value,
      by: piece.by?.value,
      span: spanOf(piece.at),
    }))
    .sort((a, b) => byText(a.id, b.id))
}

export function notApplicableOf(written: readonly WrittenNotApplicable[], meaning: Meaning): NotApplicable[] {
  return written
    .map((entry) => {
      const on = subjectsOf(entry.on, ['zone', 'conduit'], meaning)
      const rows = rowsOf(entry.rows)
      const until = entry.until?.value
      return {
        id: entry.id?.value ?? `na-${contentId([on, rows, until]).slice(0, 12)}`,
        on,
        rows,
        reason: entry.reason?.value,
        owner: entry.owner?.value,
        until,
        span: spanOf(entry.at),
      }
    })
    .sort((a, b) => byText(a.id, b.id))
}

export function resolutionsOf(written: readonly WrittenResolution[], meaning: Meaning): Resolution[] {
  return written
    .map((entry) => ({
      rows: rowsOf(entry.rows),
      on: subjectsOf(entry.on, SUBJECTS, meaning),
      by: entry.by?.value,
      date: entry.date?.value,
      evidence: meaning.names.all('evidence', entry.evidence) as EvidenceId[],
      reason: entry.reason?.value,
      span: spanOf(entry.at),
    }))
    .sort((a, b) => byText(a.span.file, b.span.file) || a.span.from - b.span.from)
}

function subjectsOf(
  written: readonly WrittenScope[] | undefined,
  kinds: readonly Named[],
  { names, desk }: Meaning,
): SubjectRef[] {
  const subjects: SubjectRef[] = []
  for (const scope of written ?? []) {
    if ('at' in scope) {
      const expected = `ids of a ${kinds.join(', ')}`
      desk.report('PLANT_WRONG_SHAPE', { expected, found: 'a kind of assets' }, scope.at)
      continue
    }
    const found = names.find(kinds, scope)
    if (found) subjects.push(found as SubjectRef)
  }
  return subjects.sort((a, b) => byText(a.kind, b.kind) || byText(a.id, b.id))
}

function scopesOf(written: readonly WrittenScope[] | undefined, meaning: Meaning): Scope[] {
  const scopes = (written ?? []).flatMap((scope) => scopeOf(scope, meaning))
  return scopes.sort((a, b) => byText(a.kind, b.kind) || byText(a.id, b.id))
}

function scopeOf(written: WrittenScope, { names, desk, catalogs, plantId }: Meaning): Scope[] {
  if ('at' in written) {
    const within = names.all('zone', written.within) as ZoneId[]
    // A place that means nothing must not become "everywhere".
    if (written.within && within.length === 0) return []
    return [{ kind: 'asset-kind', id: written.kind!.value, within }]
  }
  const { value } = written
  if (value === 'plant') return [{ kind: 'plant', id: plantId }]
  if (value.startsWith('kind:')) {
    const id = value.slice('kind:'.length)
    if (catalogs.assetKinds.has(id)) return [{ kind: 'asset-kind', id, within: [] }]
    desk.report('PLANT_UNKNOWN_WORD', { word: id, expected: 'a kind of asset' }, written, () =>
      didYouMean(id, catalogs.assetKinds.keys()),
    )
    return []
  }
  const address = value.startsWith('address:') ? ip(value.slice('address:'.length)) : undefined
  if (address) return [{ kind: 'address', id: address }]
  const found = names.find(SUBJECTS, written)
  return found ? [found as SubjectRef] : []
}
