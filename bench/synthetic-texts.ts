import type { Asset, Measure, Plant, Scope } from '../src/plant/plant.ts'
import { CONDITIONS } from '../src/standard/catalog.ts'

/** A plant as its files, for measuring the whole way from text: assets as CSV or NDJSON beside the model, or inside it as YAML. */
export function plantTexts(plant: Plant, assets: 'csv' | 'ndjson' | 'yaml'): ReadonlyMap<string, string> {
  const lines = [
    'cofferdam: 1',
    `plant: { id: ${plant.id} }`,
    ...section('functions', plant.functions, (f) => ({ id: f.id, needs: { assets: f.assets } })),
    ...section('zones', plant.zones, (z) => ({
      id: z.id,
      kind: z.kind,
      within: z.within,
      networks: z.networks.map((n) => `10.${Number((n.bits >> 16n) & 255n)}.0.0/16`),
      complete: z.complete && { by: z.complete.by, on: z.complete.on },
      'sl-t': z.target.vector.IAC,
      'access-points': z.accessPoints?.map((p) => ({
        id: p.id.slice(z.id.length + 1),
        kind: p.kind,
        untrusted: p.untrusted,
      })),
    })),
    ...section('conduits', plant.conduits, (c) => ({
      id: c.id,
      joins: c.joins,
      'enforced-by': c.enforcedBy,
      complete: c.complete && { by: c.complete.by, on: c.complete.on },
      'sl-t': c.target.vector.IAC,
      flows: c.flows.map((f) => ({
        id: f.id.slice(c.id.length + 1),
        from: 'id' in f.from ? f.from.id : 'any',
        to: 'id' in f.to ? f.to.id : 'any',
        protocol: f.protocol,
        encrypted: f.encrypted,
        confidential: f.confidential,
      })),
    })),
    ...section('products', plant.products, (p) => ({
      id: p.id,
      types: p.types,
      capability: Object.fromEntries(
        [...p.capability].map(([row, s]) => [row, { says: s.says, evidence: s.evidence }]),
      ),
    })),
    ...section('measures', plant.measures, measureText),
    ...section('evidence', plant.evidence, (e) => ({
      id: e.id,
      kind: e.kind,
      file: e.file,
      hash: e.hash,
      date: e.date,
      until: e.until,
      device: e.device,
      by: e.by,
      on: e.scope.map(scopeText),
    })),
    ...section('accounts', plant.accounts, (a) => ({ id: a.id, on: a.on, human: a.human, shared: a.shared })),
  ]
  if (assets === 'yaml') lines.push(...section('assets', plant.assets, assetText))
  else lines.push(`assets: { from: assets.${assets} }`)
  const texts = new Map([['plant.yaml', `${lines.join('\n')}\n`]])
  if (assets === 'csv') texts.set('assets.csv', csv(plant.assets))
  if (assets === 'ndjson')
    texts.set('assets.ndjson', plant.assets.map((a) => `${JSON.stringify(assetText(a))}\n`).join(''))
  return texts
}

// Flow maps in the spelling of JSON are YAML as people write it, one entry a line.
function section<T>(name: string, values: readonly T[], written: (value: T) => object): string[] {
  return values.length === 0 ? [] : [`${name}:`, ...values.map((value) => `  - ${JSON.stringify(written(value))}`)]
}

function measureText(m: Measure): object {
  const on = m.on.map(scopeText)
  const rows = m.rows
  const { by, until, on: approvedOn, owner, reason } = m.approval ?? {}
  return {
    id: m.id,
    ...(m.role === 'compensation' ? { compensates: rows } : { satisfies: rows }),
    ...(m.role === 'service' ? { serves: on } : { on }),
    status: m.status,
    evidence: m.evidence,
    ...(m.role === 'compensation' ? { 'approved-by': by, 'approved-on': approvedOn, until, owner, reason } : {}),
    'provided-by': m.providedBy,
    'bound-by': m.boundBy.length > 0 ? m.boundBy : undefined,
  }
}

function scopeText(scope: Scope): string | object {
  if (scope.kind === 'plant') return 'plant'
  return scope.kind === 'asset-kind' ? { kind: scope.id } : `${scope.kind}:${scope.id}`
}

function assetText(a: Asset): Record<string, unknown> {
  return {
    id: a.id,
    in: [...a.zones, ...a.conduits],
    kind: a.kind === 'unknown' ? undefined : a.kind,
    product: a.product,
    firmware: a.firmware,
    conditions: Object.fromEntries(Object.entries(a.conditions).filter(([condition]) => condition !== 'always')),
  }
}

function csv(assets: readonly Asset[]): string {
  const header = ['id', 'in', 'kind', 'product', 'firmware', ...CONDITIONS.slice(1).map((c) => `conditions.${c}`)]
  const rows = assets.map((a) =>
    [
      a.id,
      [...a.zones, ...a.conduits].join(';'),
      a.kind === 'unknown' ? '' : a.kind,
      a.product ?? '',
      a.firmware ?? '',
      ...CONDITIONS.slice(1).map((c) => a.conditions[c] ?? ''),
    ].join(','),
  )
  return `${[header.join(','), ...rows].join('\n')}\n`
}
