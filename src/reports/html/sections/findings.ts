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
    body: html`<p>${plural(wrong.length, 'finding')}, ${plural(unknown.length, 'answer')} unknown, ${count(of('met').length)} met, ${count(of('not-applicable').length)} not applicable.</p>
      ${shown.length === 0 ? nothing('No check found anything wrong.') : html`<ul class="cards">${[...groupBy(shown, ({ check, severity }) => `${severity} ${check}`).values()].map((list) => card(view, list))}</ul>`}${rest(wrong.length, shown.length, 'findings', 'findings.csv')}${
        groups.length > 0 &&
        html`<h3>Unknown: what the checks could not answer</h3>
      ${groups.map(([check, list]) => unanswered(view, check, list))}`
      }`,
  }
}

/** All findings of one check and severity: the next step stands once where it is the same for all. */
function card(view: View, list: readonly Finding[]): Html {
  const { check, severity, next } = list[0]!
  const same = list.every((finding) => finding.next === next)
  const step = (text: string | undefined) => text !== undefined && html`<p class="next"><span>Next</span> ${text}</p>`
  const items = list.map(
    (finding) =>
      html`<li><code>${finding.subject}</code> ${finding.message}${view.reasons.origins(finding.because)}${!same && step(finding.next)}</li>`,
  )
  return html`<li class="card ${TONE[severity]}"><div class="row"><strong>${check} ${titleOf(view, check)}</strong>${badge(severity, list.length > 1 ? `${severity} × ${count(list.length)}` : severity)}</div>
    <ul class="items">${items}</ul>
    ${same && step(next)}<p class="fine">${traces(view, check)}</p>
    </li>`
}

const TONE = { error: 'gap', warning: 'open', info: 'quiet' } as const

function unanswered(view: View, check: string, list: readonly Finding[]): Html {
  const shown = list.slice(0, LIMITS.unknownPerCheck)
  const items = shown.map(
    (finding) =>
      html`<li><code>${finding.subject}</code> ${finding.message}${finding.missing !== undefined && finding.missing.length > 0 && html` <span class="muted">To be known: ${joined(finding.missing.slice(0, LIMITS.blockers), ', ')}${finding.missing.length > LIMITS.blockers && ` and ${finding.missing.length - LIMITS.blockers} more`}.</span>`}</li>`,
  )
  return html`<details class="more-list"><summary>${badge('unknown')} ${check} ${titleOf(view, check)} <span class="muted">${count(list.length)}</span></summary>
    <ul class="items">${items}</ul>
    ${rest(list.length, shown.length, 'of them', 'findings.csv')}<p class="fine">${traces(view, check)}</p>
    </details>`
}

function titleOf(view: View, check: string): string {
  return view.options.checks?.get(check)?.title ?? ''
}

function traces(view: View, check: string): Html | undefined {
  const about = view.options.checks?.get(check)
  return about && html`<span class="muted">Speaks to ${joined(about.traces, ', ')}.</span>`
}
