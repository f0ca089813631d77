import { assessLevels, type LevelInputs } from '../../src/assessment/security-levels/assess-levels.ts'
import type { SubjectLevels } from '../../src/assessment/security-levels/levels.ts'
import { sha256Of } from '../../src/groundwork/canonical.ts'
import type { Day } from '../../src/groundwork/day.ts'
import type { AssetId, Evidence, Measure, NotApplicable, Plant } from '../../src/plant/plant.ts'
import { CONDITIONS } from '../../src/standard/catalog.ts'
import { FRS, type FR } from '../../src/standard/fr.ts'
import { requirementId } from '../../src/standard/requirement-id.ts'
import type { Strength } from '../../src/standard/verdict.ts'
import { aConduit, aMeasure, anAsset, anEvidence, aPlant, AS_OF, aZone, SPAN } from '../kit/builders.ts'
import { catalogs } from '../kit/catalogs.ts'

/** Pieces for tests of the arithmetic: a zone whose rows stand exactly as a test says. */

export const HASH = sha256Of('a file')
export const FILES = new Map([['evidence/file', HASH]])
export const DECLARED = { by: 'owner', on: '2026-01-01' as Day, until: undefined }
export const rowId = (text: string) => requirementId(text)!
const everyCondition = Object.fromEntries(CONDITIONS.map((c) => [c, 'yes' as const]))

/** A file of the project with everything that its kind needs, about the scope given. */
export function aFile(evidence: Partial<Omit<Evidence, 'id'>> & { readonly id: string }): Evidence {
  return anEvidence({
    kind: 'test-record',
    file: 'evidence/file',
    hash: HASH,
    date: '2026-10-01' as Day,
    by: 'A. Tester',
    device: 'plc' as AssetId,
    scope: [{ kind: 'plant', id: 'plant' }],
    ...evidence,
  })
}

export type Status = 'met' | 'not_met' | 'compensated' | 'unknown' | 'na_justified'

const PARTS: Readonly<Record<Status, (row: string) => { measures?: Measure[]; notApplicable?: NotApplicable[] }>> = {
  met: (row) => ({
    measures: [aMeasure({ id: `m ${row}`, rows: [rowId(row)], on: everything(), evidence: evidenceIds() })],
  }),
  not_met: (row) => ({
    measures: [aMeasure({ id: `m ${row}`, rows: [rowId(row)], on: everything(), status: 'absent' })],
  }),
  compensated: (row) => ({
    measures: [
      aMeasure({
        id: `m ${row}`,
        rows: [rowId(row)],
        on: everything(),
        role: 'compensation',
        evidence: evidenceIds(),
        approval: { by: 'B. Owner', on: '2026-02-01' as Day, until: '2027-02-01' as Day, owner: 'ops', reason: 'no' },
      }),
    ],
  }),
  unknown: () => ({}),
  na_justified: (row) => ({
    notApplicable: [
      {
        id: `na ${row}`,
        on: [{ kind: 'zone', id: 'cell' }],
        rows: [rowId(row)],
        reason: 'there is none',
        owner: 'ops',
        until: '2027-02-01' as Day,
        span: SPAN,
      },
    ],
  }),
}

const everything = (): Measure['on'] => [{ kind: 'zone', id: 'cell' }]
const evidenceIds = () => [aFile({ id: 'test' }).id]

/** One zone with one controller behind one firewall; every row stands as said, and is unknown where nothing is said. */
export function plantWith(status: Readonly<Record<string, Status>>): Plant {
  const parts = Object.entries(status).map(([row, as]) => PARTS[as](row))
  const fw = 'fw' as AssetId
  return aPlant({
    zones: [
      aZone({ id: 'cell', complete: DECLARED, accessPoints: [] }),
      aZone({ id: 'site', kind: 'operations', complete: DECLARED, accessPoints: [] }),
    ],
    conduits: [
      aConduit({ id: 'link', joins: ['cell' as never, 'site' as never], enforcedBy: [fw], complete: DECLARED }),
    ],
    assets: [
      anAsset({
        id: 'plc',
        kind: 'plc',
        zones: ['cell' as never],
        types: ['embedded-device', 'host-device'],
        conditions: everyCondition,
      }),
      anAsset({
        id: 'fw',
        kind: 'firewall',
        conduits: ['link' as never],
        types: ['network-device'],
        conditions: everyCondition,
      }),
    ],
    measures: parts.flatMap((p) => p.measures ?? []),
    notApplicable: parts.flatMap((p) => p.notApplicable ?? []),
    evidence: [aFile({ id: 'test' })],
  })
}

export function inputsOf(plant: Plant, more: Partial<LevelInputs> = {}): LevelInputs {
  return { plant, records: [], catalogs, asOf: AS_OF, files: FILES, ...more }
}

export function levelsOf(plant: Plant, id: string, more: Partial<LevelInputs> = {}): SubjectLevels {
  return assessLevels(inputsOf(plant, more)).levels.subjects.find((s) => s.id === id)!
}

export function lows(subject: SubjectLevels, strength: Strength): number[] {
  return FRS.map((fr) => subject.achieved[strength][fr].low)
}

export const FR_OF = (number: number): FR => FRS[number - 1]!
