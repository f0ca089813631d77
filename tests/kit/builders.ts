import { sha256Of } from '../../src/groundwork/canonical.ts'
import type { Day, Micros } from '../../src/groundwork/day.ts'
import type { Span } from '../../src/groundwork/span.ts'
import type { Inventory } from '../../src/inventory/inventory.ts'
import type {
  Asset,
  AssetId,
  Conduit,
  ConduitId,
  Evidence,
  EvidenceId,
  Flow,
  FlowId,
  Measure,
  MeasureId,
  Plant,
  Product,
  ProductId,
  Target,
  Zone,
  ZoneId,
} from '../../src/plant/plant.ts'
import { flat } from '../../src/standard/fr.ts'
import type { FrameRef } from '../../src/standard/origin.ts'

/** Builders that give a complete value from the few fields a test is about. */

export const SPAN: Span = { file: 'plant.yaml', from: 0, to: 0 }
export const AS_OF = '2026-11-01' as Day

type Open<T, Id extends keyof T> = Partial<Omit<T, Id>> & { readonly [K in Id]: string }

export function aTarget(level: 0 | 1 | 2 | 3 | 4 = 1): Target {
  return { stated: flat(level), vector: flat(level), rule: 'stated', reason: undefined, span: SPAN }
}

export function aZone(zone: Open<Zone, 'id'>): Zone {
  return {
    name: zone.id,
    kind: 'control',
    level: undefined,
    within: undefined,
    site: 'site',
    space: 'site',
    networks: [],
    owner: undefined,
    complete: undefined,
    target: aTarget(),
    accessPoints: undefined,
    justification: undefined,
    span: SPAN,
    ...zone,
    id: zone.id as ZoneId,
  }
}

export function aConduit(conduit: Open<Conduit, 'id'>): Conduit {
  return {
    name: conduit.id,
    joins: [],
    medium: 'network',
    owner: undefined,
    enforcedBy: undefined,
    monitoredBy: undefined,
    nat: false,
    flows: [],
    complete: undefined,
    target: aTarget(),
    span: SPAN,
    ...conduit,
    id: conduit.id as ConduitId,
  }
}

export function anAsset(asset: Open<Asset, 'id'>): Asset {
  return {
    name: asset.id,
    zones: [],
    conduits: [],
    kind: 'unknown',
    class: 'unknown',
    level: undefined,
    types: [],
    passive: false,
    product: undefined,
    firmware: undefined,
    serial: undefined,
    addresses: [],
    wireless: 'unknown',
    portable: 'unknown',
    remote: 'unknown',
    conditions: {},
    services: undefined,
    owner: undefined,
    span: SPAN,
    ...asset,
    id: asset.id as AssetId,
  }
}

export function aFlow(flow: Open<Flow, 'id'> & Pick<Flow, 'from' | 'to'>): Flow {
  return {
    conduit: undefined,
    protocol: 'modbus-tcp',
    transport: undefined,
    ports: [],
    only: undefined,
    authenticated: 'unknown',
    encrypted: 'unknown',
    confidential: 'unknown',
    why: undefined,
    until: undefined,
    span: SPAN,
    ...flow,
    id: flow.id as FlowId,
  }
}

export function aProduct(product: Open<Product, 'id'>): Product {
  return {
    name: product.id,
    supplier: undefined,
    types: [],
    conditions: {},
    capability: new Map(),
    span: SPAN,
    ...product,
    id: product.id as ProductId,
  }
}

export function aMeasure(measure: Open<Measure, 'id'>): Measure {
  return {
    name: measure.id,
    role: 'direct',
    rows: [],
    on: [],
    status: 'in-place',
    evidence: [],
    until: undefined,
    approval: undefined,
    providedBy: undefined,
    boundBy: [],
    span: SPAN,
    ...measure,
    id: measure.id as MeasureId,
  }
}

export function anEvidence(evidence: Open<Evidence, 'id'>): Evidence {
  return {
    kind: 'document',
    file: undefined,
    hash: undefined,
    date: undefined,
    until: undefined,
    scope: [],
    device: undefined,
    by: undefined,
    span: SPAN,
    ...evidence,
    id: evidence.id as EvidenceId,
  }
}

export function aPlant(plant: Partial<Plant> = {}): Plant {
  return {
    id: 'plant',
    name: 'A plant',
    sector: undefined,
    entity: undefined,
    classification: 'internal',
    sites: [{ id: 'site', name: 'Site', timeZone: undefined, spaces: [{ id: 'site', name: undefined }], span: SPAN }],
    risk: { tolerable: undefined, floor: 1, slTRule: 'stated' },
    functions: [],
    zones: [],
    conduits: [],
    flows: [],
    assets: [],
    products: [],
    systems: [],
    measures: [],
    evidence: [],
    notApplicable: [],
    resolutions: [],
    accounts: [],
    vantages: [],
    unused: [],
    hash: sha256Of('a plant'),
    ...plant,
  }
}

export function anInventory(inventory: Partial<Inventory> = {}): Inventory {
  return { sources: [], hosts: [], services: [], conversations: [], links: [], notUnderstood: [], ...inventory }
}

export function aFrame(frame: Partial<FrameRef> = {}): FrameRef {
  return {
    source: sha256Of('a capture'),
    file: 'evidence/tap.pcap',
    frame: 1,
    offset: 24,
    length: 76,
    time: 1_790_000_000_000_000 as Micros,
    ...frame,
  }
}
