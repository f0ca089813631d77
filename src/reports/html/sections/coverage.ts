import { timeText } from '../../../groundwork/day.ts'
import { LIMITS } from '../limits.ts'
import { type Html, html, joined, type Value } from '../markup.ts'
import { nothing, rest, table } from '../parts.ts'
import type { Section, View } from '../view.ts'
import { count, plural } from '../words.ts'

/** What the evidence could see, what was in it and not understood, and what this report does not answer. */
export function coverage(view: View): Section {
  return {
    id: 'coverage',
    title: 'What this report does not cover',
    body: html`${limits(view)}<h3>Vantages: where the evidence was taken</h3>${vantages(view)}<h3>Not understood</h3>${notUnderstood(view)}${unused(view)}`,
  }
}

function limits(view: View): Html {
  const { plant, drift } = view.assessed
  const open = plant.zones.filter((zone) => zone.complete === undefined)
  const uncovered = drift.items.filter((item) => item.kind.endsWith('-not-covered')).length
  return html`<ul class="items"><li>It answers for the zones and conduits of the model, at one date, from the evidence listed. It is no certificate, and no statement of conformity with IEC 62443.</li>
    <li>Levels are computed from rows of IEC 62443-3-3 in words of our own; for the normative text, read the standard.</li>
    <li>Risk assessment (ZCR 5), the approval of the owner (ZCR 7), advisories, patch states, policies and training are not judged here.</li>
    <li>What was not seen on the wire is said to be absent only where a vantage covers it: ${plural(uncovered, 'declared asset or flow', 'declared assets and flows')} could not have been seen.</li>
    ${
      open.length > 0 &&
      html`<li>Nobody declared the asset list of ${plural(open.length, 'zone')} complete (${joined(
        open.slice(0, 8).map((zone) => zone.name),
        ', ',
      )}${open.length > 8 && ` and ${count(open.length - 8)} more`}): rows that count all assets stay unknown there.</li>`
    }</ul>`
}

function vantages(view: View): Html {
  const { sources } = view.assessed.inventory
  if (sources.length === 0) return nothing('No capture and no list was read.')
  const shown = sources.slice(0, LIMITS.sources)
  const rows = shown.map((one): Value[] => [
    one.file,
    one.manner,
    html`${one.vantage.tap ?? html`<span class="muted">tap not stated</span>`}${!one.vantage.declared && html` <span class="muted">(guessed, to be confirmed)</span>`}`,
    one.vantage.covers.length === 0
      ? html`<span class="muted">nobody has said</span>`
      : joined(one.vantage.covers.slice(0, 8), ', '),
    one.first === undefined || one.last === undefined
      ? ''
      : html`<span class="nobr">${timeText(one.first).slice(0, 19)}</span> to <span class="nobr">${timeText(one.last).slice(0, 19)}</span>`,
    count(one.records),
  ])
  return html`${table('Vantages', ['File', 'Manner', 'Tap or device', 'Covers', 'Time (UTC)', 'Records'], rows, { cards: true })}${rest(sources.length, shown.length, 'sources', 'sources.csv')}`
}

function notUnderstood(view: View): Html {
  const all = view.assessed.inventory.notUnderstood
  if (all.length === 0) return nothing('Everything in the evidence was understood as far as its readers go.')
  const sorted = [...all].sort((a, b) => b.packets - a.packets)
  const shown = sorted.slice(0, LIMITS.notUnderstood)
  const rows = shown.map((one): Value[] => [
    one.what,
    one.file,
    count(one.packets),
    count(one.bytes),
    view.reasons.origins(one.frames.slice(0, 1).map((frame) => ({ kind: 'frame', frame }))),
  ])
  return html`${table('Not understood', ['What', 'File', 'Packets', 'Bytes', 'For example'], rows, { cards: true })}${rest(all.length, shown.length, 'kinds', 'not-understood.csv')}`
}

function unused(view: View): Html {
  const all = view.assessed.plant.unused
  if (all.length === 0) return html``
  const shown = all.slice(0, LIMITS.unused)
  return html`<h3>Parts of the model that nothing reads yet</h3>
    <ul class="items">${shown.map((one) => html`<li><code>${one.path}</code>${one.count > 1 && ` × ${one.count}`} <span class="o">${view.places.line(one.span.file, one.span.from)}</span></li>`)}</ul>
    ${rest(all.length, shown.length, 'parts', 'assessment.json')}`
}
