import { timeText } from '../../groundwork/day.ts'
import { type DiagnosticKind, sentence } from '../../groundwork/diagnostic.ts'
import type { Origin } from '../../standard/origin.ts'
import { countsOf } from '../counts.ts'
import { gapsOf } from '../gaps.ts'
import { Places } from '../place.ts'
import type { Assessed } from '../result.ts'
import type { AssessmentJson } from './assessment-schema.ts'

/** What a report needs besides the result: who made it, the texts that spans point into, and the sentences of diagnostics. */
export interface ReportContext {
  readonly generator: string
  readonly texts: ReadonlyMap<string, string>
  readonly catalog: ReadonlyMap<string, DiagnosticKind>
}

/** The assessment as one JSON value by `assessmentSchema`. */
export function assessmentJson(assessed: Assessed, { generator, texts, catalog }: ReportContext): AssessmentJson {
  const places = new Places(texts)
  const because = (origins: readonly Origin[]) => origins.map((o) => ({ kind: o.kind, place: places.of(o) }))
  const { plant, levels, inventory } = assessed
  const { targets, reached, missed, unknown, driftErrors, findingErrors, diagnosticErrors } = countsOf(assessed)
  return defined({
    schema: 'cofferdam-assessment/1',
    generator,
    asOf: assessed.asOf,
    headline: 'documented',
    plant: {
      id: plant.id,
      name: plant.name,
      classification: plant.classification,
      hash: plant.hash,
      zones: plant.zones.length,
      conduits: plant.conduits.length,
      assets: plant.assets.length,
    },
    sources: inventory.sources.map((s) => ({
      sha256: s.source,
      file: s.file,
      reader: s.reader,
      manner: s.manner,
      site: s.vantage.site,
      space: s.vantage.space,
      tap: s.vantage.tap,
      from: s.first === undefined ? undefined : timeText(s.first),
      to: s.last === undefined ? undefined : timeText(s.last),
      records: s.records,
    })),
    summary: { targets, reached, missed, unknown, driftErrors, findingErrors, diagnosticErrors },
    levels: levels.subjects.map(({ kind, id, target, stated, capability, groundGaps, achieved, rows }) => ({
      kind,
      id,
      target,
      stated,
      capability,
      groundGaps,
      achieved,
      rows,
    })),
    gaps: gapsOf(assessed),
    findings: assessed.findings.map(({ because: origins, ...finding }) => ({ ...finding, because: because(origins) })),
    drift: assessed.drift.items.map((item) => ({
      id: item.id,
      kind: item.kind,
      severity: item.severity,
      message: item.message,
      host: item.host,
      asset: item.asset,
      flow: item.flow,
      conduit: item.conduit,
      conversation: item.conversation,
      fromZone: item.fromZone,
      toZone: item.toZone,
      because: because(item.because),
    })),
    diagnostics: assessed.diagnostics.map((d) => ({
      code: d.code,
      severity: d.severity,
      message: sentence(d, catalog),
      place: places.ofDiagnostic(d),
      help: d.help,
    })),
    notUsedYet: plant.unused.map((u) => u.path),
  }) as AssessmentJson
}

/** A copy without the keys whose value is `undefined`. */
function defined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(defined)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([, v]) => v !== undefined)
  return Object.fromEntries(entries.map(([k, v]) => [k, defined(v)]))
}
