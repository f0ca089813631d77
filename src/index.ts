/** The front door: every public name. Everything here runs from bytes alone, in Node and in a browser. */

// The journey, from texts and observations to the result that reports show.
export { type AssessInput, assessProject, type Declared, declaredPlant, type Journey } from './journey.ts'

// Evidence: bytes to observations.
export { mergeObservations } from './evidence/observe.ts'
export type { Observations, Segment, Vantage } from './evidence/observation.ts'
export type { EvidenceReader, Intake, OpenOptions } from './evidence/reader.ts'
export { evidenceReaders } from './evidence/readers/registry.ts'
export { dissectors } from './evidence/dissectors/registry.ts'
export type { Dissector, Sink } from './evidence/dissector.ts'
export { otTruth } from './evidence/ot-truth.ts'

// Found: hosts, services, conversations.
export type { Inventory } from './inventory/inventory.ts'
export { makerLookup } from './inventory/makers.ts'
export { takeInventory } from './inventory/take-inventory.ts'

// Declared: the owner's plant model.
export { applyEdits } from './plant/apply-edits.ts'
export type { Edit, EditConflict, EditResult } from './plant/edit.ts'
export type { Plant, ProjectFiles } from './plant/plant.ts'
export { plantSchema } from './plant/schema.ts'
export { projectTextFiles, readPlant } from './plant/written/read-plant.ts'
export { understand } from './plant/understand.ts'

// Where found meets declared.
export { compare } from './drift/compare.ts'
export type { Drift } from './drift/drift.ts'

// The standard: rows, levels, explanations.
export type { Catalogs } from './standard/catalog.ts'
export { explain } from './standard/explain.ts'
export { explanationText } from './standard/explanation.ts'
export { readSl, writeSl } from './standard/notation.ts'
export { catalogsFrom, parseCatalogTexts } from './standard/read-catalogs.ts'

// The assessment.
export { checks } from './assessment/checks/registry.ts'
export { runChecks } from './assessment/checks/run-checks.ts'
export { assessLevels, explainLevel, explainRow } from './assessment/security-levels/assess-levels.ts'
export type { Levels, Reason } from './assessment/security-levels/levels.ts'
export { recordsFromHosts } from './assessment/host-facts/from-hosts.ts'
export { recordsFromTraffic } from './assessment/traffic/from-traffic.ts'

// What acts: a first model from evidence.
export { firstPlant } from './segmentation/first-plant.ts'

// Reports.
export { diagnostics, showDiagnostic } from './diagnostics.ts'
export { countsOf, failures } from './reports/counts.ts'
export { exhibitRequests, makeExhibit } from './reports/exhibits.ts'
export { gapsOf } from './reports/gaps.ts'
export { htmlReport } from './reports/html/html-report.ts'
export { assessmentJson } from './reports/json/assessment-json.ts'
export { assessmentJsonSchema } from './reports/json/assessment-schema.ts'
export type { Assessed, Exhibit } from './reports/result.ts'
export { summaryText } from './reports/summary/summary-text.ts'
