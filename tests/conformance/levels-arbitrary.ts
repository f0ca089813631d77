import fc from 'fast-check'
import type { LevelInputs } from '../../src/assessment/security-levels/assess-levels.ts'
import type { Day } from '../../src/groundwork/day.ts'
import type { Account, Approval, Plant, Resolution, Scope, Statement } from '../../src/plant/plant.ts'
import { COMPONENT_TYPES, CONDITIONS, type Condition } from '../../src/standard/catalog.ts'
import { evidenceRecord, type EvidenceRecord, type SubjectRef } from '../../src/standard/evidence-record.ts'
import type { RequirementId } from '../../src/standard/requirement-id.ts'
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
} from '../kit/builders.ts'
import { catalogs } from '../kit/catalogs.ts'
import { aFile, DECLARED, FILES, HASH, rowId } from './levels-kit.ts'

/** Random plants that are small and full of what makes levels hard. */

const ROWS = [...catalogs.sr.keys()]
const COMPONENT_ROWS = [...catalogs.cr.keys()]
/** One row for every way of counting, so that facts meet each other often. */
const POOL = [
  'SR 1.1', 'SR 1.1 RE 1', 'SR 1.1 RE 2', 'SR 1.3 RE 1', 'SR 1.6', 'SR 1.8', 'SR 1.13', 'SR 2.2', 'SR 2.2 RE 1', 'SR 2.3 RE 1', 'SR 2.4',
  'SR 2.8', 'SR 2.11 RE 1', 'SR 3.1', 'SR 3.1 RE 1', 'SR 3.2 RE 1', 'SR 3.8', 'SR 4.1', 'SR 4.1 RE 2', 'SR 4.3', 'SR 5.1', 'SR 5.1 RE 2',
  'SR 5.2', 'SR 5.2 RE 2', 'SR 5.3 RE 1', 'SR 6.1', 'SR 6.2', 'SR 7.1', 'SR 7.1 RE 1', 'SR 7.2', 'SR 7.5', 'SR 7.8',
].map(rowId) // biome-ignore format: a table

const ZONES = ['z1', 'z2', 'z3']
const CONDUITS = ['c1', 'c2']
const ASSETS = ['a1', 'a2', 'a3', 'a4', 'a5']
const EVIDENCE = ['e1', 'e2', 'e3', 'e4', 'e5', 'e6']
const DAYS = ['2026-05-01', '2026-10-15', '2026-11-01', '2026-11-02'] as Day[]

const ternary = fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const)
const often = (weight: number) => fc.nat(99).map((n) => n < weight)
const some = <T>(from: readonly T[], maxLength = 3) => fc.uniqueArray(fc.constantFrom(...from), { maxLength })
const one = <T>(from: readonly T[]) => fc.constantFrom(...from)
const rows = fc.oneof({ weight: 3, arbitrary: some(POOL, 6) }, { weight: 2, arbitrary: fc.constant(ROWS) })
const maybe = <T>(value: fc.Arbitrary<T>, weight = 50) =>
  often(weight).chain((there) => (there ? value : fc.constant(undefined)))
const declared = fc.record({
  by: fc.constant('owner'),
  on: one(DAYS.slice(0, 3)),
  until: maybe(one(['2026-10-31', '2026-11-01', '2027-01-01'] as Day[]), 20),
})

const scope: fc.Arbitrary<Scope> = fc.oneof(
  { weight: 4, arbitrary: one(ZONES).map((id): Scope => ({ kind: 'zone', id })) },
  { weight: 2, arbitrary: one(CONDUITS).map((id): Scope => ({ kind: 'conduit', id })) },
  { weight: 3, arbitrary: one(ASSETS).map((id): Scope => ({ kind: 'asset', id })) },
  { weight: 1, arbitrary: one(['p1', 'p2']).map((id): Scope => ({ kind: 'product', id })) },
  { weight: 1, arbitrary: one(['c1/f', 'f2', 'f3']).map((id): Scope => ({ kind: 'flow', id })) },
  { weight: 1, arbitrary: one(['u1', 'u2']).map((id): Scope => ({ kind: 'account', id })) },
  { weight: 1, arbitrary: one(['z1/w', 'c1@z1', 'c2@z2']).map((id): Scope => ({ kind: 'access-point', id })) },
  {
    weight: 1,
    arbitrary: some(ZONES, 1).map((within): Scope => ({ kind: 'asset-kind', id: 'plc', within: within as never })),
  },
  { weight: 4, arbitrary: fc.constant<Scope>({ kind: 'plant', id: 'plant' }) },
)
const scopes = fc.array(scope, { minLength: 1, maxLength: 3 })

const conditions = fc.record(
  Object.fromEntries(CONDITIONS.map((c) => [c, one(['yes', 'no', undefined] as const)])) as Record<
    Condition,
    fc.Arbitrary<'yes' | 'no' | undefined>
  >,
)
const kindsOfAssets = fc.oneof(
  { weight: 4, arbitrary: conditions },
  { weight: 3, arbitrary: fc.constant(Object.fromEntries(CONDITIONS.map((c) => [c, 'yes']))) },
)

const zone = (id: string) =>
  fc
    .record({
      kind: one(['control', 'operations', 'external', 'business', 'dmz'] as const),
      complete: maybe(declared, 85),
      target: one([1, 2, 3, 4] as const).map(aTarget),
      accessPoints: maybe(
        fc.array(
          fc.record({
            id: fc.constant(`${id}/w`),
            kind: one(['network', 'usb', 'wireless', 'door'] as const),
            conduit: maybe(one(CONDUITS), 30),
            enforcers: some(ASSETS, 2),
            untrusted: ternary,
            span: fc.constant(SPAN),
          }),
          { maxLength: 1 },
        ),
        85,
      ),
    })
    .map((fields) => aZone({ id, ...(fields as object) }))

const conduit = (id: string) =>
  fc
    .record({
      joins: fc.uniqueArray(one(ZONES), { minLength: 1, maxLength: 3 }),
      medium: one(['network', 'wireless', 'serial'] as const),
      enforcedBy: maybe(some(ASSETS, 2), 85),
      complete: maybe(declared, 80),
      target: one([1, 2, 3] as const).map(aTarget),
    })
    .map((fields) => aConduit({ id, ...(fields as object) }))

const asset = (id: string) =>
  fc
    .record({
      zones: fc.oneof({ weight: 5, arbitrary: one(ZONES).map((z) => [z]) }, { weight: 1, arbitrary: some(ZONES, 2) }),
      conduits: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: some(CONDUITS, 1) }),
      kind: one(['plc', 'unknown']),
      types: fc.oneof(
        { weight: 8, arbitrary: fc.uniqueArray(one(COMPONENT_TYPES), { minLength: 1, maxLength: 2 }) },
        { weight: 1, arbitrary: fc.constant([]) },
      ),
      passive: often(8),
      product: maybe(one(['p1', 'p2']), 70),
      firmware: maybe(one(['1.0', '2.0'])),
      wireless: ternary,
      remote: ternary,
      conditions: kindsOfAssets,
    })
    .map((fields) => anAsset({ id, ...(fields as object) }))

const evidence = (id: string) =>
  fc
    .record({
      kind: one([
        'document',
        'configuration',
        'test-record',
        'test-record',
        'certificate',
        'capture',
        'sentence',
        'policy',
        'review',
      ]),
      file: one(['evidence/file', 'evidence/file', 'evidence/file', 'evidence/gone', undefined]),
      hash: one([HASH, HASH, HASH, undefined]),
      date: one([...DAYS.slice(0, 2), ...DAYS, undefined]),
      until: one([undefined, undefined, undefined, '2026-10-31' as Day, '2026-11-01' as Day]),
      scope: fc.oneof({ weight: 5, arbitrary: scopes }, { weight: 1, arbitrary: fc.constant([]) }),
      device: maybe(one(ASSETS), 80),
      by: maybe(fc.constant('a person'), 85),
      version: maybe(one(['1.0', '2.0']), 40),
    })
    .map((fields) => anEvidence({ id, ...(fields as object) }))

const approval: fc.Arbitrary<Approval> = fc.record({
  by: one(['boss', 'boss', 'boss', undefined]),
  on: one([...DAYS.slice(0, 3), '2026-11-02' as Day]),
  until: one(['2027-01-01', '2027-01-01', '2026-11-01', '2026-10-31', undefined] as (Day | undefined)[]),
  owner: one(['ops', 'ops', 'ops', undefined]),
  reason: fc.constant('no other way'),
})

const measure = (id: string) =>
  fc
    .record({
      role: one(['direct', 'direct', 'direct', 'compensation', 'service', 'service'] as const),
      rows,
      on: scopes,
      status: one(['in-place', 'in-place', 'in-place', 'in-place', 'planned', 'absent'] as const),
      evidence: some(EVIDENCE, 3),
      until: one([undefined, undefined, undefined, '2026-10-31' as Day, '2026-11-01' as Day]),
      approval,
      providedBy: maybe(one(ASSETS), 80),
      boundBy: some(EVIDENCE, 2),
    })
    .map((fields) => aMeasure({ id, ...(fields as object) }))

const statement: fc.Arbitrary<Statement> = fc.record({
  says: one(['met', 'met', 'met', 'met', 'not-met', 'unknown', 'not-applicable'] as const),
  evidence: some(EVIDENCE, 2) as fc.Arbitrary<never[]>,
  note: fc.constant(undefined),
  span: fc.constant(SPAN),
})
const statements = (of: readonly RequirementId[], least: number) =>
  fc
    .record({
      said: statement,
      but: fc.array(fc.tuple(one(of), statement), { maxLength: 5 }),
      share: one([0, least, 1]),
    })
    .map(
      ({ said, but, share }) =>
        new Map([...of.slice(0, Math.round(of.length * share)).map((row) => [row, said] as const), ...but]),
    )

const subject: fc.Arbitrary<SubjectRef> = fc.oneof(
  { weight: 4, arbitrary: one(ASSETS).map((id): SubjectRef => ({ kind: 'asset', id })) },
  { weight: 1, arbitrary: one(ZONES).map((id): SubjectRef => ({ kind: 'zone', id })) },
  { weight: 1, arbitrary: one(CONDUITS).map((id): SubjectRef => ({ kind: 'conduit', id })) },
  { weight: 1, arbitrary: one(['c1/f', 'f2']).map((id): SubjectRef => ({ kind: 'flow', id })) },
  { weight: 1, arbitrary: one(['u1', 'u2']).map((id): SubjectRef => ({ kind: 'account', id })) },
  { weight: 1, arbitrary: one(['z1/w', 'c1@z1', 'c2@z2']).map((id): SubjectRef => ({ kind: 'access-point', id })) },
)

export const aRecord: fc.Arbitrary<EvidenceRecord> = fc
  .record({
    requirement: one(POOL),
    subject,
    effect: one(['shows', 'contradicts', 'contradicts', 'weakens', 'supports', 'hint'] as const),
    strength: one(['observed', 'documented'] as const),
    day: one(DAYS),
    because: fc.constant('seen'),
    origins: fc.constant([]),
    inputs: fc.constant([]),
  })
  .map((content) => evidenceRecord(content))

const resolution: fc.Arbitrary<Resolution> = fc.record({
  rows: fc.oneof(some(POOL, 8), fc.constant(POOL)),
  on: fc.array(subject, { minLength: 1, maxLength: 3 }),
  by: one(['a person', 'a person', undefined]),
  date: one(DAYS),
  evidence: some(EVIDENCE, 3) as fc.Arbitrary<never[]>,
  reason: fc.constant('mended'),
  span: fc.constant(SPAN),
})

const account = (id: string) =>
  fc.record({
    id: fc.constant(id),
    on: fc.uniqueArray(one(ASSETS), { minLength: 1, maxLength: 2 }),
    human: ternary,
    shared: ternary,
    span: fc.constant(SPAN),
  }) as unknown as fc.Arbitrary<Account>

const flow = (id: string) =>
  fc
    .record({
      from: fc.oneof(
        one(ASSETS).map((a) => ({ kind: 'asset', id: a })),
        one(ZONES).map((z) => ({ kind: 'zone', id: z })),
        fc.constant({ kind: 'any' }),
      ),
      to: fc.oneof(
        one(ASSETS).map((a) => ({ kind: 'asset', id: a })),
        one(ZONES).map((z) => ({ kind: 'zone', id: z })),
      ),
      conduit: id.startsWith('c1') ? fc.constant('c1') : maybe(one(CONDUITS)),
      encrypted: ternary,
      authenticated: ternary,
      confidential: ternary,
    })
    .map((fields) => aFlow({ id, ...(fields as object) } as never))

const few = <T>(ids: readonly string[], make: (id: string) => fc.Arbitrary<T>) =>
  fc
    .tuple(...ids.map((id) => fc.tuple(often(75), make(id))))
    .map((drawn) => drawn.filter(([there]) => there).map(([, value]) => value))

/** A plant with products, measures, compensations, services, contradictions, expiries and conduits of one to three zones. */
const aRandomPlant: fc.Arbitrary<Plant> = fc
  .record({
    zones: fc.tuple(...ZONES.map(zone)),
    conduits: fc.tuple(...CONDUITS.map(conduit)),
    assets: few(ASSETS, asset),
    products: few(['p1', 'p2'], (id) =>
      fc.record({ capability: statements(COMPONENT_ROWS, 0.5) }).map((fields) => aProduct({ id, ...fields })),
    ),
    systems: few(['s1'], (id) =>
      fc
        .record({ on: fc.array(subject, { maxLength: 3 }), capability: statements(ROWS, 0.4) })
        .map((fields) => ({ id, name: id, span: SPAN, ...fields })),
    ),
    measures: few(['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8'], measure),
    evidence: few(EVIDENCE, evidence),
    flows: few(['c1/f', 'f2', 'f3'], flow),
    accounts: few(['u1', 'u2'], account),
    notApplicable: few(['n1', 'n2'], (id) =>
      fc.record({
        id: fc.constant(id),
        on: fc.array(
          fc.oneof(
            one(ZONES).map((z) => ({ kind: 'zone' as const, id: z })),
            one(CONDUITS).map((c) => ({ kind: 'conduit' as const, id: c })),
          ),
          { minLength: 1, maxLength: 2 },
        ),
        rows: fc.oneof(some(POOL, 5), some(ROWS, 40)),
        reason: one(['none there', undefined]),
        owner: fc.constant('ops'),
        until: one(['2027-01-01', '2026-11-01', '2026-10-31'] as Day[]),
        span: fc.constant(SPAN),
      }),
    ),
    resolutions: fc.array(resolution, { maxLength: 2 }),
    functions: fc.array(
      fc.record({
        id: fc.constant('making'),
        name: fc.constant('making'),
        assets: some(ASSETS, 2) as fc.Arbitrary<never[]>,
        flows: some(['c1/f', 'f2'], 1) as fc.Arbitrary<never[]>,
        span: fc.constant(SPAN),
      }),
      { maxLength: 1 },
    ),
  })
  .map((parts) => aPlant(parts))
  .chain((plant) => one([false, true, true]).map((solid) => (solid ? wellShown(plant) : plant)))

/** The same plant where most is shown, so that levels above 0 are met as well: what is left to go wrong is the rest of it. */
function wellShown(plant: Plant): Plant {
  const everywhere: Scope[] = [{ kind: 'plant', id: 'plant' }]
  return {
    ...plant,
    zones: plant.zones.map((z) => ({ ...z, complete: DECLARED, accessPoints: z.accessPoints ?? [] })),
    conduits: plant.conduits.map((c) => ({ ...c, complete: DECLARED, enforcedBy: c.enforcedBy ?? [] })),
    products: plant.products.map((p) => ({
      ...p,
      capability: new Map([...p.capability].map(([row, said]) => [row, { ...said, evidence: ['e0'] as never[] }])),
    })),
    measures: [...plant.measures, aMeasure({ id: 'm0', rows: ROWS, on: everywhere, evidence: ['e0'] as never[] })],
    evidence: [...plant.evidence, aFile({ id: 'e0', scope: everywhere })],
  }
}

/** A plant with what was seen of it; `inputsOf` makes inputs of it. */
export interface Seen {
  readonly plant: Plant
  readonly records: readonly EvidenceRecord[]
}

export const aSeenPlant: fc.Arbitrary<Seen> = fc.record({
  plant: aRandomPlant,
  records: fc.array(aRecord, { maxLength: 4 }),
})

export function inputsOf({ plant, records }: Seen): LevelInputs {
  return { plant, records, catalogs, asOf: AS_OF, files: FILES }
}
