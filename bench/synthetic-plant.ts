import { sha256Of } from '../src/groundwork/canonical.ts'
import type { Day } from '../src/groundwork/day.ts'
import { prefix } from '../src/groundwork/ip.ts'
import type {
  Asset,
  AssetId,
  ConduitId,
  Evidence,
  EvidenceId,
  FlowId,
  Measure,
  MeasureId,
  Plant,
  Product,
  Zone,
  ZoneId,
} from '../src/plant/plant.ts'
import type { Catalogs, Condition } from '../src/standard/catalog.ts'
import { evidenceRecord, type EvidenceRecord } from '../src/standard/evidence-record.ts'
import type { RequirementId } from '../src/standard/requirement-id.ts'
import {
  aConduit,
  aFlow,
  aMeasure,
  anAsset,
  anEvidence,
  aPlant,
  aProduct,
  AS_OF,
  aTarget,
  aZone,
  SPAN,
} from '../tests/kit/builders.ts'

/** A plant of any size from a seed: uneven, nested, a third of it unknown, a tenth of it contradicted. */
export interface SyntheticPlant {
  readonly plant: Plant
  readonly records: readonly EvidenceRecord[]
  readonly files: ReadonlyMap<string, ReturnType<typeof sha256Of>>
  readonly asOf: Day
  /** How many different kinds of assets there are, a kind being zone, kind, product and conditions. */
  readonly models: number
}

const FILE_HASH = sha256Of('a synthetic file')
const KINDS = [
  'plc',
  'remote-io',
  'hmi-panel',
  'hmi-station',
  'vsd',
  'switch-managed',
  'scada-server',
  'ied',
  'gateway',
  'sensor',
]
const ZONE_KINDS = [
  'control',
  'control',
  'control',
  'safety',
  'operations',
  'wireless',
  'dmz',
  'business',
  'remote',
] as const
const ASKED: readonly Condition[] = [
  'human-interface',
  'accounts',
  'passwords',
  'mobile-code',
  'sessions',
  'confidential-info',
  'radio',
  'essential',
]

/** Makes the plant; equal sizes and seeds give equal plants. */
export function syntheticPlant(size: number, catalogs: Catalogs, seed = 62_443): SyntheticPlant {
  const lot = new Lot(seed)
  const rows = [...catalogs.sr.keys()]
  const components = [...catalogs.cr.keys()]
  const zones = makeZones(lot, Math.max(10, Math.min(200, Math.round(size / 500))))
  const products = makeProducts(lot, Math.max(50, Math.min(600, Math.round(size / 180))), components)
  const models = makeModels(lot, zones, products, catalogs, Math.max(100, Math.round(size / 23)))
  const assets: Asset[] = []
  for (let i = 0; i < size; i++) assets.push(oneOf(models[lot.skewed(models.length)]!, i))
  const { conduits, flows, enforcers } = makeConduits(lot, zones, assets)
  const firewall = catalogs.assetKinds.get('firewall')!
  for (const [position, conduit] of enforcers) {
    const asset = assets[position]!
    assets[position] = {
      ...asset,
      kind: firewall.id,
      class: firewall.class,
      types: firewall.types,
      conditions: { ...firewall.conditions, ...asset.conditions },
      product: undefined,
      zones: [],
      conduits: [conduit],
      passive: false,
      wireless: 'unknown',
      portable: 'no',
    }
  }
  const { measures, evidence } = makeMeasures(lot, zones, conduits, assets, rows)
  const statements = products.map((p) =>
    anEvidence({ ...onFile(statementOf(p.id)), kind: 'certificate', scope: [{ kind: 'product', id: p.id }] }),
  )
  const plant = aPlant({
    id: 'synthetic',
    name: 'synthetic',
    zones,
    conduits,
    flows,
    assets,
    products,
    measures,
    evidence: [...evidence, ...statements],
    functions: [
      {
        id: 'making',
        name: 'Making',
        assets: assets.filter((_, i) => i % 97 === 0).map((a) => a.id),
        flows: [],
        span: SPAN,
      },
    ],
    accounts: assets
      .filter((a, i) => i % 211 === 0 && !a.passive)
      .map((a, i) => ({
        id: `account-${i}`,
        on: [a.id],
        human: i % 3 === 0 ? 'unknown' : 'yes',
        shared: 'no',
        span: SPAN,
      })),
    hash: sha256Of(`synthetic ${size} ${seed}`),
  })
  return {
    plant,
    records: makeRecords(lot, assets, rows),
    files: new Map([['evidence/file', FILE_HASH]]),
    asOf: AS_OF,
    models: models.length,
  }
}

/** A seeded lot (mulberry32), so that no run depends on chance. */
class Lot {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** A number from 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  /** Small numbers far more often than large ones. */
  skewed(limit: number): number {
    return Math.floor(this.next() ** 1.7 * limit)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!
  }
}

function makeZones(lot: Lot, count: number): Zone[] {
  return Array.from({ length: count }, (_, i) => {
    const id = `zone-${pad(i)}`
    const parent = i > 4 && lot.chance(0.6) ? (`zone-${pad(lot.below(i))}` as ZoneId) : undefined
    return aZone({
      id,
      kind: lot.pick(ZONE_KINDS),
      within: parent,
      networks: [prefix(`10.${i}.0.0/16`)!],
      complete: lot.chance(0.6) ? { by: 'owner', on: '2026-01-01' as Day, until: undefined } : undefined,
      target: aTarget((1 + lot.below(3)) as 1 | 2 | 3),
      accessPoints: lot.chance(0.7)
        ? Array.from({ length: lot.below(3) }, (_, n) => ({
            id: `${id}/way-${n}`,
            kind: lot.pick(['usb', 'person', 'serial'] as const),
            conduit: undefined,
            enforcers: [],
            untrusted: lot.pick(['no', 'unknown', 'yes'] as const),
            span: SPAN,
          }))
        : undefined,
    })
  })
}

function makeProducts(lot: Lot, count: number, components: readonly RequirementId[]): Product[] {
  return Array.from({ length: count }, (_, i) => {
    const id = `maker-${i % 37}/model-${i}`
    const evidence = [statementOf(id)]
    const stated = components.filter(() => lot.chance(0.5))
    return aProduct({
      id,
      types: lot.chance(0.8) ? [lot.pick(['embedded-device', 'host-device', 'network-device'] as const)] : [],
      capability: new Map(
        stated.map((row) => [
          row,
          {
            says: lot.chance(0.75) ? 'met' : lot.pick(['not-met', 'unknown'] as const),
            evidence,
            note: undefined,
            span: SPAN,
          },
        ]),
      ),
    })
  })
}

/** A kind of asset that stands somewhere; three in ten lack their kind, their product or their conditions. */
interface Model {
  readonly asset: Asset
}

function makeModels(
  lot: Lot,
  zones: readonly Zone[],
  products: readonly Product[],
  catalogs: Catalogs,
  count: number,
): Model[] {
  return Array.from({ length: count }, (_, i) => {
    const zone = zones[i < zones.length ? i : lot.skewed(zones.length)]!
    const unknown = lot.chance(0.3) ? lot.pick(['kind', 'product', 'conditions'] as const) : undefined
    const kind = unknown === 'kind' ? undefined : catalogs.assetKinds.get(lot.pick(KINDS))
    const product = unknown === 'product' ? undefined : products[lot.skewed(products.length)]!
    const conditions: Partial<Record<Condition, 'yes' | 'no'>> = { ...kind?.conditions }
    if (unknown !== 'conditions') for (const c of ASKED) conditions[c] ??= lot.chance(0.4) ? 'yes' : 'no'
    const asset = anAsset({
      id: 'model',
      zones: [zone.id],
      kind: kind?.id ?? 'unknown',
      types: product && product.types.length > 0 ? product.types : (kind?.types ?? []),
      passive: kind?.passive ?? false,
      class: kind?.class ?? 'unknown',
      level: kind?.level,
      wireless: usually(kind?.wireless),
      portable: usually(kind?.portable),
      product: product?.id,
      conditions,
      firmware: `${1 + lot.below(4)}.${lot.below(9)}`,
    })
    return { asset }
  })
}

function usually(there: boolean | undefined): 'yes' | 'no' | 'unknown' {
  return there === undefined ? 'unknown' : there ? 'yes' : 'no'
}

function oneOf(model: Model, i: number): Asset {
  const id = `asset-${pad(i)}` as AssetId
  return { ...model.asset, id, name: id }
}

function makeConduits(lot: Lot, zones: readonly Zone[], assets: readonly Asset[]) {
  const enforcers = new Map<number, ConduitId>()
  const flows: Plant['flows'][number][] = []
  const conduits = Array.from({ length: Math.round(zones.length * 1.3) }, (_, i) => {
    const id = `conduit-${pad(i)}` as ConduitId
    const joins = new Set<ZoneId>([zones[i % zones.length]!.id])
    for (let n = lot.chance(0.3) ? 2 + lot.below(3) : 1; n > 0; n--) joins.add(lot.pick(zones).id)
    const enforcedBy: AssetId[] = []
    for (let n = lot.below(3); n > 0; n--) {
      const position = lot.below(assets.length)
      if (enforcers.has(position)) continue
      enforcers.set(position, id)
      enforcedBy.push(assets[position]!.id)
    }
    const own = Array.from({ length: lot.below(8) }, (_, n) =>
      aFlow({
        id: `${id}/flow-${n}` as FlowId,
        conduit: id,
        from: { kind: 'zone', id: lot.pick([...joins]) },
        to: { kind: 'asset', id: lot.pick(assets).id },
        encrypted: lot.pick(['yes', 'no', 'unknown'] as const),
        confidential: lot.pick(['yes', 'no', 'unknown'] as const),
      }),
    )
    flows.push(...own)
    const complete = lot.chance(0.6) ? { by: 'owner', on: '2026-01-01' as Day, until: undefined } : undefined
    return aConduit({
      id,
      joins: [...joins].sort(),
      enforcedBy: enforcedBy.sort(),
      flows: own,
      complete,
      target: aTarget(2),
    })
  })
  return { conduits, flows, enforcers }
}

function makeMeasures(
  lot: Lot,
  zones: readonly Zone[],
  conduits: Plant['conduits'],
  assets: readonly Asset[],
  rows: readonly RequirementId[],
) {
  const measures: Measure[] = []
  const evidence: Evidence[] = []
  const places = [
    ...zones.map((z) => ({ kind: 'zone' as const, id: z.id as string })),
    ...conduits.map((c) => ({ kind: 'conduit' as const, id: c.id as string })),
  ]
  for (const place of places) {
    for (let n = 3 + lot.below(8); n > 0; n--) {
      const id = `${place.id}-measure-${n}`
      const piece = anEvidence({
        ...onFile(`${id}-shown`),
        kind: lot.pick(['document', 'review', 'configuration', 'test-record', 'capture', 'certificate'] as const),
        device: assets[0]!.id,
        scope: lot.chance(0.9) ? [place] : [{ kind: 'asset-kind', id: 'plc', within: [] }],
        until: lot.chance(0.08) ? ('2026-06-30' as Day) : undefined,
      })
      evidence.push(piece)
      measures.push(
        aMeasure({
          id: id,
          rows: rows.filter(() => lot.chance(0.12)),
          on: [place],
          role: lot.chance(0.1) ? 'compensation' : 'direct',
          status: lot.chance(0.9) ? 'in-place' : 'planned',
          evidence: lot.chance(0.9) ? [piece.id] : [],
          approval: { by: 'owner', on: '2026-01-01' as Day, until: '2027-01-01' as Day, owner: 'ops', reason: 'no' },
        }),
      )
    }
  }
  for (let n = 0; n < 20; n++) {
    const piece = anEvidence({
      ...onFile(`service-${n}-shown`),
      kind: 'document',
      scope: [{ kind: 'plant', id: 'synthetic' }],
    })
    evidence.push(piece)
    const served = zones.filter(() => lot.chance(0.5))
    measures.push(
      aMeasure({
        id: `service-${n}` as MeasureId,
        role: 'service',
        rows: rows.filter(() => lot.chance(0.05)),
        on: served.map((z) => ({ kind: 'zone', id: z.id })),
        providedBy: lot.pick(assets).id,
        evidence: [piece.id],
        boundBy: [piece.id],
      }),
    )
  }
  return { measures, evidence }
}

/** A tenth of the assets is contradicted by what was seen, a few more are weakened. */
function makeRecords(lot: Lot, assets: readonly Asset[], rows: readonly RequirementId[]): EvidenceRecord[] {
  const records: EvidenceRecord[] = []
  for (const asset of assets) {
    const kind = lot.next()
    if (kind > 0.12) continue
    records.push(
      evidenceRecord({
        requirement: lot.pick(rows),
        subject: { kind: 'asset', id: asset.id },
        effect: kind < 0.1 ? 'contradicts' : 'weakens',
        strength: 'observed',
        day: '2026-10-20' as Day,
        because: 'seen otherwise',
        origins: [],
        inputs: [],
      }),
    )
  }
  return records
}

function statementOf(product: string): EvidenceId {
  return `statement-${product.replace('/', '-')}` as EvidenceId
}

function onFile(id: string) {
  return { id: id as EvidenceId, file: 'evidence/file', hash: FILE_HASH, date: '2026-05-01' as Day, by: 'A. Tester' }
}

function pad(n: number): string {
  return String(n).padStart(6, '0')
}
