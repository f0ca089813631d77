import { assessLevels, explainLevel, explainRow } from './assessment/security-levels/assess-levels.ts'
import { recordsFromHosts } from './assessment/host-facts/from-hosts.ts'
import { runChecks } from './assessment/checks/run-checks.ts'
import { recordsFromTraffic } from './assessment/traffic/from-traffic.ts'
import { compare } from './drift/compare.ts'
import { evidenceFault } from './evidence/diagnostics.ts'
import type { Observations, Segment } from './evidence/observation.ts'
import { type Day, dayOf } from './groundwork/day.ts'
import type { Diagnostic } from './groundwork/diagnostic.ts'
import type { MakerOf } from './inventory/hosts.ts'
import { takeInventory } from './inventory/take-inventory.ts'
import type { Plant, ProjectFiles } from './plant/plant.ts'
import { understand } from './plant/understand.ts'
import { readPlant } from './plant/written/read-plant.ts'
import type { Assessed } from './reports/result.ts'
import type { Catalogs } from './standard/catalog.ts'
import type { EvidenceRecord } from './standard/evidence-record.ts'

/** The plant as meant, with everything that was wrong on the way from its texts. */
export interface Declared {
  readonly plant: Plant
  readonly diagnostics: readonly Diagnostic[]
}

export interface AssessInput {
  readonly files: ProjectFiles
  readonly declared: Declared
  readonly observations: Observations
  readonly catalogs: Catalogs
  readonly makers: MakerOf
  /** The date for which everything is judged; nothing here asks a clock. */
  readonly asOf: Day
}

/** The result for reports, and the records that traffic and host inventories gave. */
export interface Journey {
  readonly assessed: Assessed
  readonly records: readonly EvidenceRecord[]
}

/** From the texts of a project to the plant as meant. */
export function declaredPlant(files: ProjectFiles, catalogs: Catalogs): Declared {
  const { written, diagnostics } = readPlant(files)
  const understood = understand(written, { catalogs, files })
  return { plant: understood.plant, diagnostics: [...diagnostics, ...understood.diagnostics] }
}

/** The whole journey, one stage after the other; each is a pure function of those before. */
export function assessProject({ files, declared, observations, catalogs, makers, asOf }: AssessInput): Journey {
  const { plant } = declared
  const inTime = observations.segments.filter((s) => s.first === undefined || dayOf(s.first) <= asOf)
  const tooLate = observations.segments.filter((s) => !inTime.includes(s)).map((s) => afterDay(s, asOf))
  const inventory = takeInventory({ segments: inTime }, { oui: makers, catalogs })
  const drift = compare(inventory, plant, { catalogs })
  const records = [
    ...recordsFromTraffic({ plant, inventory, drift, catalogs }),
    ...recordsFromHosts({ plant, inventory, drift, catalogs }),
  ]
  const input = { plant, records, catalogs, asOf, files: files.hashes }
  const { levels, diagnostics } = assessLevels(input)
  const findings = runChecks({ plant, inventory, drift, levels, catalogs, asOf, files: files.hashes })
  const read = inTime.flatMap((segment) => segment.diagnostics)
  return {
    records,
    assessed: {
      asOf,
      plant,
      inventory,
      drift,
      levels,
      findings,
      diagnostics: [...declared.diagnostics, ...tooLate, ...read, ...diagnostics],
      catalogs,
      exhibits: [],
      why: (subject, row, strength) => explainRow(input, subject, row, strength),
      whyLevel: (subject, fr, strength) => explainLevel(input, subject, fr, strength),
    },
  }
}

/** An assessment for a day of the past must not know what was recorded later. */
function afterDay({ file, first }: Segment, asOf: Day): Diagnostic {
  return evidenceFault('EVIDENCE_AFTER_DAY', { day: dayOf(first!), asOf }, { place: { file, offset: 0 } })
}
