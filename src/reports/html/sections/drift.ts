import type { DriftItem } from '../../../drift/drift.ts'
import { groupBy } from '../../../groundwork/order.ts'
import { LIMITS } from '../limits.ts'
import { type Html, html } from '../markup.ts'
import { badge, nothing, rest } from '../parts.ts'
import type { Section, View } from '../view.ts'
import { count, plural } from '../words.ts'

const SEVERITIES = ['error', 'warning', 'info'] as const

/** Differences between what was found and what was declared, by severity, grouped by the conduit or zones they cross. */
export function drift(view: View): Section {
  const { items } = view.assessed.drift
  const differences = items.filter((item) => item.severity !== undefined)
  const agreements = items.filter((item) => item.kind.endsWith('-agrees')).length
  const hidden = items.filter((item) => item.kind.endsWith('-not-covered'))
  const parts = SEVERITIES.map((severity) => {
    const some = differences.filter((item) => item.severity === severity)
    if (some.length === 0) return undefined
    const groups = [...groupBy(some, (item) => placeOf(view, item))]
    return html`<h3>${badge(severity)} <span class="muted">${count(some.length)}</span></h3>${groups.map(([place, list]) => group(view, place, list))}`
  })
  return {
    id: 'drift',
    title: 'Drift: found against declared',
    body: html`<p>${plural(agreements, 'declared asset or flow was', 'declared assets and flows were')} found as declared. ${hidden.length > 0 && html`For ${count(hidden.length)} more no vantage could have seen them: their silence says nothing.`}</p>
      ${differences.length === 0 ? nothing('Nothing was found that the model does not say, as far as the evidence reaches.') : parts}${hidden.length > 0 && notCovered(view, hidden)}`,
  }
}

function placeOf(view: View, item: DriftItem): string {
  if (item.conduit !== undefined) return `Conduit ${view.nameOf({ kind: 'conduit', id: item.conduit })}`
  const { fromZone, toZone } = item
  if (fromZone === undefined && toZone === undefined) return 'In no declared zone'
  if (fromZone === undefined || toZone === undefined || fromZone === toZone)
    return `Inside ${view.zoneName(fromZone ?? toZone)}`
  return `From ${view.zoneName(fromZone)} to ${view.zoneName(toZone)}, past every conduit`
}

function group(view: View, place: string, items: readonly DriftItem[]): Html {
  const shown = items.slice(0, LIMITS.driftPerGroup)
  return html`<section class="group"><h4>${place}</h4>
    <ul class="items">${shown.map((item) => html`<li>${badge('', item.kind.replaceAll('-', ' '))} ${item.message} ${view.reasons.origins(item.because)}</li>`)}</ul>
    ${rest(items.length, shown.length, 'differences', 'drift.csv')}</section>`
}

function notCovered(view: View, items: readonly DriftItem[]): Html {
  const shown = items.slice(0, LIMITS.driftPerGroup)
  return html`<details class="more-list"><summary>Not covered by any vantage: ${count(items.length)}</summary>
    <ul class="items">${shown.map((item) => html`<li>${item.message} ${view.reasons.origins(item.because)}</li>`)}</ul>
    ${rest(items.length, shown.length, 'of them', 'drift.csv')}</details>`
}
