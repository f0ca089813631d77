import { type DiagnosticKind, sentence } from '../groundwork/diagnostic.ts'
import { FRS } from '../standard/fr.ts'
import { STRENGTHS } from '../standard/verdict.ts'
import { gapsOf } from './gaps.ts'
import { inspectTables } from './inspect/inspect-tables.ts'
import { Places } from './place.ts'
import type { Assessed } from './result.ts'
import { intervalText } from './standing.ts'
import type { Cell, Table } from './table.ts'

/** Every table of an assessment, for CSV: levels, gaps, drift, findings, diagnostics, and those of the inventory. */
export function assessmentTables(
  assessed: Assessed,
  texts: ReadonlyMap<string, string>,
  catalog: ReadonlyMap<string, DiagnosticKind>,
): readonly Table[] {
  const places = new Places(texts)
  return [
    levelsTable(assessed),
    table(
      'gaps',
      gapsOf(assessed).map((g) => ({
        kind: g.kind,
        subject: g.subject,
        fr: g.fr,
        target: g.target,
        low: g.low,
        high: g.high,
        'capability high': g.capabilityHigh,
        'must change': g.mustChange.join('; '),
        'must be shown': g.mustShow.join('; '),
        reason: g.reason,
        next: g.next,
      })),
      [
        'kind',
        'subject',
        'fr',
        'target',
        'low',
        'high',
        'capability high',
        'must change',
        'must be shown',
        'reason',
        'next',
      ],
    ),
    table(
      'drift',
      assessed.drift.items.map((d) => ({
        kind: d.kind,
        severity: d.severity,
        message: d.message,
        host: d.host,
        asset: d.asset,
        flow: d.flow,
        conduit: d.conduit,
        from: d.fromZone,
        to: d.toZone,
        because: d.because.map((o) => places.of(o)).join('; '),
      })),
      ['kind', 'severity', 'message', 'host', 'asset', 'flow', 'conduit', 'from', 'to', 'because'],
    ),
    table(
      'findings',
      assessed.findings.map((f) => ({
        check: f.check,
        subject: f.subject,
        verdict: f.verdict,
        severity: f.severity,
        message: f.message,
        missing: f.missing?.join('; '),
        next: f.next,
        because: f.because.map((o) => places.of(o)).join('; '),
      })),
      ['check', 'subject', 'verdict', 'severity', 'message', 'missing', 'next', 'because'],
    ),
    table(
      'diagnostics',
      assessed.diagnostics.map((d) => ({
        code: d.code,
        severity: d.severity,
        message: sentence(d, catalog),
        place: places.ofDiagnostic(d),
        help: d.help,
      })),
      ['code', 'severity', 'message', 'place', 'help'],
    ),
    ...inspectTables(assessed.inventory),
  ]
}

function levelsTable({ levels }: Assessed): Table {
  const rows = levels.subjects.flatMap((s) =>
    FRS.map((fr) => ({
      kind: s.kind,
      subject: s.id,
      fr,
      'sl-t': s.target[fr],
      stated: s.stated.includes(fr),
      'sl-c': intervalText(s.capability[fr]),
      ...Object.fromEntries(STRENGTHS.map((strength) => [`sl-a ${strength}`, intervalText(s.achieved[strength][fr])])),
    })),
  )
  return table('levels', rows, [
    'kind',
    'subject',
    'fr',
    'sl-t',
    'stated',
    'sl-c',
    ...STRENGTHS.map((s) => `sl-a ${s}`),
  ])
}

function table(name: string, rows: readonly Readonly<Record<string, Cell>>[], keys: readonly string[]): Table {
  return { name, columns: keys.map((key) => ({ key, title: key })), rows }
}
