import { byText } from '../../../groundwork/order.ts'
import { type Diagnostic, sentence } from '../../../groundwork/diagnostic.ts'
import type { Evidence } from '../../../plant/plant.ts'
import { LIMITS } from '../limits.ts'
import { type Html, html, type Value } from '../markup.ts'
import { badge, nothing, rest, table } from '../parts.ts'
import type { Section, View } from '../view.ts'
import { count } from '../words.ts'

const RANK = { error: 0, warning: 1, info: 2 } as const

/** What the levels rest on, and everything that was said about the input: what was weaker than it looked, and what could not be read. */
export function evidence(view: View): Section {
  const declared = view.assessed.plant.evidence
  const shown = declared.slice(0, LIMITS.evidence)
  const head = ['Evidence', 'Kind', 'Can be at most', 'Dated', 'In force until', 'File', 'SHA-256']
  const list =
    declared.length === 0
      ? nothing('The model declares no evidence: every measure is a claim.')
      : html`${table(
          'Declared evidence',
          head,
          shown.map((one) => line(view, one)),
          { tools: true, style: 'wide', cards: true },
        )}${rest(declared.length, shown.length, 'pieces of evidence', 'the plant model')}`
  return {
    id: 'evidence',
    title: 'Evidence and diagnostics',
    body: html`<p>Strength is derived from kind, file, hash, scope and date, never typed: claimed &lt; documented &lt; observed &lt; tested. What was weaker than it looked is said below.</p>${list}<h3>Diagnostics</h3>${diagnostics(view)}`,
  }
}

function line(view: View, one: Evidence): Value[] {
  const kind = view.assessed.catalogs.evidenceKinds.get(one.kind)
  const expired = one.until !== undefined && one.until < view.assessed.asOf
  return [
    one.id,
    kind?.name ?? one.kind,
    kind?.ceiling ?? '',
    html`<span class="day">${one.date ?? ''}</span>`,
    html`<span class="day">${one.until ?? ''}</span> ${expired && badge('not-met', 'expired')}`,
    one.file ?? html`<span class="muted">no file</span>`,
    one.hash === undefined
      ? html`<span class="muted">no hash</span>`
      : html`<code title="${one.hash}">${one.hash.slice(0, 12)}…</code>`,
  ]
}

function diagnostics(view: View): Html {
  const sorted = [...view.assessed.diagnostics].sort(
    (a, b) => RANK[a.severity] - RANK[b.severity] || byText(a.code, b.code),
  )
  if (sorted.length === 0) return nothing('Nothing was wrong with the input.')
  const shown = sorted.slice(0, LIMITS.diagnostics)
  const all = (severity: Diagnostic['severity']) => sorted.filter((one) => one.severity === severity).length
  return html`<p>${count(all('error'))} errors, ${count(all('warning'))} warnings, ${count(all('info'))} notes.</p><ul class="items">${shown.map((one) => item(view, one))}</ul>${rest(sorted.length, shown.length, 'diagnostics', 'diagnostics.csv')}`
}

function item(view: View, one: Diagnostic): Html {
  const place = view.places.ofDiagnostic(one)
  return html`<li>${badge(one.severity)} ${sentence(one, view.options.catalog)} <code>${one.code}</code> ${place !== undefined && html`<span class="o">${place}</span>`}${one.help !== undefined && html`<span class="muted"> ${one.help}</span>`}</li>`
}
