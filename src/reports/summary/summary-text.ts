import { codeFrame } from '../../groundwork/code-frame.ts'
import { type DiagnosticKind, printable, sentence } from '../../groundwork/diagnostic.ts'
import type { Interval, SubjectLevels } from '../../assessment/security-levels/levels.ts'
import { FRS } from '../../standard/fr.ts'
import { countsOf } from '../counts.ts'
import { gapsOf } from '../gaps.ts'
import { Places } from '../place.ts'
import type { Assessed } from '../result.ts'

/** Colors of a terminal, or functions that change nothing. */
export interface Paint {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly red: (text: string) => string
  readonly yellow: (text: string) => string
  readonly green: (text: string) => string
}

export const PLAIN: Paint = { bold: same, dim: same, red: same, yellow: same, green: same }

export interface SummaryOptions {
  readonly paint: Paint
  /** How many lines each list may take before it says how many more there are. */
  readonly most: number
  readonly texts: ReadonlyMap<string, string>
  readonly catalog: ReadonlyMap<string, DiagnosticKind>
}

/** What a person can act on, in one screen: levels, the worst gaps, drift, findings, and what is unknown. */
export function summaryText(assessed: Assessed, options: SummaryOptions): string {
  const { plant, asOf } = assessed
  const { bold, dim } = options.paint
  return [
    `${bold(printable(plant.name))} ${dim(`(${plant.id}, ${printable(plant.classification)}) as of ${asOf}, model ${plant.hash.slice(0, 12)}`)}`,
    evidenceLine(assessed),
    '',
    ...faultLines(assessed, options),
    answer(assessed, options.paint),
    '',
    ...levelTable(assessed, options.paint),
    '',
    ...gapLines(assessed, options),
    ...driftLines(assessed, options),
    ...findingLines(assessed, options),
    ...diagnosticLines(assessed, options),
  ].join('\n')
}

function evidenceLine({ inventory, plant }: Assessed): string {
  const found = inventory.hosts.filter((h) => h.state === 'talker').length
  const records = inventory.sources.reduce((n, s) => n + s.records, 0)
  return inventory.sources.length === 0
    ? `No capture or list was read: ${plant.assets.length} assets are declared, and nothing was found that could be held against them.`
    : `${inventory.sources.length} ${inventory.sources.length === 1 ? 'piece' : 'pieces'} of evidence (${records} records): ${found} hosts found, ${plant.assets.length} assets declared, ${inventory.conversations.length} conversations.`
}

function answer(assessed: Assessed, paint: Paint): string {
  const c = countsOf(assessed)
  return [
    paint.bold(`Of ${c.targets} targets (zones and conduits x 7 FRs), at strength documented:`),
    `  ${paint.green(`${c.reached} shown to be reached`)}, ${paint.red(`${c.missed} certainly missed`)}, ${paint.yellow(`${c.unknown} unknown`)}`,
  ].join('\n')
}

function levelTable({ levels }: Assessed, paint: Paint): string[] {
  const width = Math.max(8, ...levels.subjects.map((s) => s.id.length))
  const head = `  ${'SL-T/SL-A'.padEnd(width)}  ${FRS.map((fr) => fr.padEnd(8)).join('')}`
  const line = (s: SubjectLevels) =>
    `  ${s.id.padEnd(width)}  ${FRS.map((fr) => cell(s.target[fr], s.achieved.documented[fr], paint)).join('')}`
  const of = (kind: 'zone' | 'conduit') => levels.subjects.filter((s) => s.kind === kind).map(line)
  const [zones, conduits] = [of('zone'), of('conduit')]
  return [paint.dim(head), ...zones, ...(conduits.length > 0 ? [paint.dim('  conduits'), ...conduits] : [])]
}

function cell(target: number, { low, high }: Interval, paint: Paint): string {
  const text = `${target}/${low === high ? low : `${low}-${high}`}`.padEnd(8)
  return low >= target ? paint.green(text) : high < target ? paint.red(text) : paint.yellow(text)
}

function gapLines(assessed: Assessed, { paint, most }: SummaryOptions): string[] {
  const gaps = gapsOf(assessed)
  const lines = gaps.slice(0, most).map((g) => {
    const level = g.low === g.high ? `${g.low}` : `${g.low}-${g.high}`
    const color = g.high < g.target ? paint.red : paint.yellow
    return `  ${color(`${g.subject} ${g.fr}`)} wants ${g.target}, has ${level}: ${printable(g.reason)}. Next: ${printable(g.next)}.`
  })
  return section('Gaps, worst first', lines, gaps.length, paint)
}

function driftLines(assessed: Assessed, { paint, most }: SummaryOptions): string[] {
  const items = assessed.drift.items.filter((i) => i.severity === 'error' || i.severity === 'warning')
  const sorted = [...items.filter((i) => i.severity === 'error'), ...items.filter((i) => i.severity === 'warning')]
  const lines = sorted.slice(0, most).map((i) => `  ${mark(i.severity, paint)} ${printable(i.message)}`)
  return section('Drift: what the wire shows and the model does not say', lines, sorted.length, paint)
}

function findingLines(assessed: Assessed, { paint, most, texts }: SummaryOptions): string[] {
  const places = new Places(texts)
  const rank = { error: 0, warning: 1, info: 2 }
  const findings = assessed.findings
    .filter((f) => f.verdict === 'not-met')
    .sort((a, b) => rank[a.severity] - rank[b.severity])
  const unknown = assessed.findings.filter((f) => f.verdict === 'unknown').length
  const lines = findings.slice(0, most).map((f) => {
    const origin = f.because[0]
    const place = origin ? paint.dim(` [${places.of(origin)}]`) : ''
    return `  ${mark(f.severity, paint)} ${f.check} ${printable(f.message)}${place}`
  })
  const open =
    unknown > 0
      ? [`  ${paint.yellow(`${unknown} answers of checks are unknown`)}: the model lacks the data they ask for`]
      : []
  return section('Checks of the model', [...lines, ...open], findings.length + open.length, paint)
}

/** What could not be read stands first: everything below is built on the rest. */
function faultLines(assessed: Assessed, { paint, most, texts, catalog }: SummaryOptions): string[] {
  const faults = assessed.diagnostics.filter((d) => d.severity === 'error')
  const lines = faults.slice(0, most).flatMap((d) => [codeFrame(d, texts, catalog), ''])
  return section(
    'Wrong input; what follows is built on the rest',
    lines,
    faults.length,
    paint,
    Math.min(most, faults.length),
  )
}

function diagnosticLines(assessed: Assessed, { paint, most, texts, catalog }: SummaryOptions): string[] {
  const places = new Places(texts)
  const shown = assessed.diagnostics.filter((d) => d.severity === 'warning')
  const lines = shown
    .slice(0, most)
    .map(
      (d) =>
        `  ${mark(d.severity, paint)} ${d.code}: ${sentence(d, catalog)}${paint.dim(` [${places.ofDiagnostic(d) ?? 'model'}]`)}`,
    )
  return section('Diagnostics', lines, shown.length, paint)
}

function section(title: string, lines: readonly string[], total: number, paint: Paint, shown = lines.length): string[] {
  if (lines.length === 0) return []
  const more = total > shown ? [paint.dim(`  and ${total - shown} more`)] : []
  return [paint.bold(title), ...lines, ...more, '']
}

function mark(severity: string | undefined, paint: Paint): string {
  return severity === 'error'
    ? paint.red('error  ')
    : severity === 'warning'
      ? paint.yellow('warning')
      : paint.dim('info   ')
}

function same(text: string): string {
  return text
}
