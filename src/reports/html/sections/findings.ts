import { byText, groupBy } from '../../../groundwork/order.ts'
import type { Finding } from '../../../standard/finding.ts'
import { LIMITS } from '../limits.ts'
import { type Html, html, joined } from '../markup.ts'
import { badge, nothing, rest } from '../parts.ts'
import type { Section, View } from '../view.ts'
import { count, plural } from '../words.ts'

const RANK = { error: 0, warning: 1, info: 2 } as const

/** Answers of the checks: what is wrong, what cannot be answered yet and what it would take, and how much is right. */
export function findings(view: View): Section {
  const of = (verdict: Finding['verdict']) => view.assessed.findings.filter((finding) => finding.verdict === verdict)
  const wrong = of('not-met').sort(
    (a, b) => RANK[a.severity] - RANK[b.severity] || byText(a.check, b.check) || byText(a.subject, b.subject),
  )
  const shown = wrong.slice(0, LIMITS.findings)
  const unknown = of('unknown')
  const groups = [...groupBy(unknown, (finding) => finding.check)].sort(([a], [b]) => byText(a, b))
  return {
    id: 'findings',
    title: 'Checks of the model',
    body: html`<p>${plural(wrong.length, 'finding')}, ${plural(unknown.length, 'answer')} unknown, ${count(of('met').length)} met, ${count(of('not-applicable').length)} not applicable.</p>${shown.length === 0 ? nothing('No check found anything wrong.') : html`<ul class="cards">${shown.map((finding) => card(view, finding))}</ul>`}${rest(wrong.length, shown.length, 'findings')}${groups.length > 0 && html`<h3>Unknown: what the checks could not answer</h3>${groups.map(([check, list]) => unanswered(view, check, list))}`}`,
  }
}

function card(view: View, finding: Finding): Html {
  const tone = finding.severity === 'error' ? 'gap' : finding.severity === 'warning' ? 'open' : 'quiet'
  return html`<li class="card ${tone}"><div class="row"><strong>${finding.check} ${titleOf(view, finding.check)}</strong>${badge(finding.severity)}</div><p><span class="req">${finding.subject}</span> ${finding.message}</p>${finding.next !== undefined && html`<p class="next"><span>Next</span> ${finding.next}</p>`}<p class="fine">${traces(view, finding.check)} ${view.reasons.origins(finding.because)}</p></li>`
}

function unanswered(view: View, check: string, list: readonly Finding[]): Html {
  const shown = list.slice(0, LIMITS.unknownPerCheck)
  const items = shown.map(
    (finding) =>
      html`<li><span class="req">${finding.subject}</span> ${finding.message}${finding.missing !== undefined && finding.missing.length > 0 && html` <span class="muted">To be known: ${joined(finding.missing.slice(0, LIMITS.blockers), ', ')}${finding.missing.length > LIMITS.blockers && ` and ${finding.missing.length - LIMITS.blockers} more`}.</span>`}</li>`,
  )
  return html`<details class="more-list"><summary>${badge('unknown')} ${check} ${titleOf(view, check)} <span class="muted">${count(list.length)}</span></summary><ul class="items">${items}</ul>${rest(list.length, shown.length, 'of them')}<p class="fine">${traces(view, check)}</p></details>`
}

function titleOf(view: View, check: string): string {
  return view.options.checks?.get(check)?.title ?? ''
}

function traces(view: View, check: string): Html | undefined {
  const about = view.options.checks?.get(check)
  return about && html`<span class="muted">Speaks to ${joined(about.traces, ', ')}.</span>`
}
