import type { DriftItem } from '../../../drift/drift.ts'
import { FRS } from '../../../standard/fr.ts'
import { STRENGTHS } from '../../../standard/verdict.ts'
import { countsOf } from '../../counts.ts'
import type { Gap } from '../../gaps.ts'
import { intervalText, standing, STANDINGS } from '../../standing.ts'
import { LIMITS } from '../limits.ts'
import { type Html, html, type Value } from '../markup.ts'
import { badge, nothing } from '../parts.ts'
import type { Section, View } from '../view.ts'
import { count, plural } from '../words.ts'

/** The first screen: one honest paragraph, four figures, the worst gaps, and what the wire and the checks raise alarm about. */
export function summary(view: View): Section {
  return {
    id: 'summary',
    title: 'In short',
    body: html`${answer(view)}${tiles(view)}<div class="columns"><div><h3>Worst gaps first</h3>${worst(view)}</div><div><h3>What needs a decision now</h3>${alarms(view)}</div></div>`,
  }
}

function answer(view: View): Html {
  const { levels, plant, inventory, drift } = view.assessed
  const whole = (kind: 'zone' | 'conduit') => {
    const all = levels.subjects.filter((subject) => subject.kind === kind)
    const standings = all.map((subject) =>
      FRS.map((fr) => standing(subject.target[fr], subject.achieved.documented[fr])),
    )
    return {
      all: all.length,
      reached: standings.filter((list) => list.every((how) => how === 'ok' || how === 'quiet')).length,
      missed: standings.filter((list) => list.includes('gap')).length,
      open: standings.filter((list) => !list.includes('gap') && list.includes('open')).length,
    }
  }
  const [zones, conduits] = [whole('zone'), whole('conduit')]
  const undeclared = (kind: DriftItem['kind']) =>
    drift.items.filter((item) => item.kind === kind && item.severity !== 'info').length
  const [hosts, flows] = [undeclared('host-not-declared'), undeclared('flow-not-declared')]
  const seen =
    inventory.sources.length === 0
      ? html`No capture and no list was held against the model, so nothing here says whether it is true.`
      : html`The evidence shows <strong>${plural(hosts, 'host')}</strong> and <strong>${plural(flows, 'flow')}</strong> that nobody declared.`
  const missed = zones.missed + conduits.missed
  const open = zones.open + conduits.open
  const parts = [
    ...(missed > 0 ? [`${count(missed)} of them ${missed === 1 ? 'misses' : 'miss'} a target for certain`] : []),
    ...(open > 0 ? [`for ${count(open)} ${missed > 0 ? 'more ' : ''}it is unknown`] : []),
  ]
  const standings = parts.length > 0 && sentenceOf(parts.join('; '))
  return html`<p class="lead">At strength <strong>documented</strong>, <strong>${count(zones.reached)} of ${plural(zones.all, 'zone')}</strong> and <strong>${count(conduits.reached)} of ${plural(conduits.all, 'conduit')}</strong> of ${plant.name} are shown to reach their target in all seven foundational requirements. ${standings} ${seen} Unknown is counted as not reached.</p>`
}

function sentenceOf(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function tiles(view: View): Html {
  const counts = countsOf(view.assessed)
  const { subjects } = view.assessed.levels
  const share = (n: number) => (counts.targets === 0 ? 0 : Math.round((1000 * n) / counts.targets) / 10)
  const tile = (tone: string, figure: number, text: Value) =>
    html`<div class="tile ${tone}"><b>${count(figure)}</b><span>${text}</span></div>`
  const bars = STRENGTHS.map((strength) => {
    const reached = subjects.reduce(
      (sum, subject) => sum + FRS.filter((fr) => subject.achieved[strength][fr].low >= subject.target[fr]).length,
      0,
    )
    const headline = strength === 'documented'
    return html`<div class="bar${headline && ' headline'}"><span>${strength}${headline && html`<span class="vh"> (headline)</span>`}</span><span class="track"><i style="width:${share(reached)}%"></i></span><span class="figure">${count(reached)}</span></div>`
  })
  return html`<div class="tiles">${tile('ok', counts.reached, html`${STANDINGS.ok.sign} targets shown to be reached, of ${count(counts.targets)}`)}${tile('gap', counts.missed, html`${STANDINGS.gap.sign} certainly missed`)}${tile('open', counts.unknown, html`${STANDINGS.open.sign} unknown`)}<div class="tile bars"><span class="head">Targets reached by strength of evidence</span>${bars}</div>
    </div>
    <p class="fine">A target is one foundational requirement of one zone or conduit: ${plural(subjects.length, 'zone or conduit', 'zones and conduits')} × 7.</p>`
}

function worst(view: View): Html {
  if (view.gaps.length === 0) return nothing('No gap: every target is shown to be reached.')
  const picked = onePerSubject(view.gaps).slice(0, LIMITS.worstGaps)
  return html`<ol class="cards">${picked.map((gap) => gapCard(view, gap))}</ol><p class="more"><a href="#gaps">All ${plural(view.gaps.length, 'gap')}</a></p>`
}

/** The worst gap of each zone or conduit, so that one bad zone does not hide the others. */
function onePerSubject(gaps: readonly Gap[]): readonly Gap[] {
  const seen = new Set<string>()
  return gaps.filter(({ kind, subject }) => {
    const key = `${kind}/${subject}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** A gap in a few lines: where, from what to what, why, and the next step. */
function gapCard(view: View, gap: Gap): Html {
  const subject = { kind: gap.kind, id: gap.subject }
  const how = standing(gap.target, gap)
  return html`<li class="card ${how}"><div class="row"><a href="${view.hrefOf(subject, gap.fr)}"><strong>${view.nameOf(subject)}</strong> · ${gap.fr}</a><span class="to">SL-T ${gap.target} <span aria-hidden="true">→</span><span class="vh">, reached</span> SL-A ${intervalText(gap)} ${badge(how === 'gap' ? 'not-met' : 'unknown', STANDINGS[how].word)}</span></div>
    <p>${gap.reason}</p>
    <p class="next"><span>Next</span> ${gap.next}</p>
    </li>`
}

/** What to do about a difference of grave severity. */
const NEXT: Readonly<Partial<Record<DriftItem['kind'], string>>> = {
  'host-not-declared': 'find out what it is; declare it, or take it off the network',
  'service-not-declared': 'find out who needs it; declare it, or switch it off',
  'flow-not-declared': 'find out who opens it; declare it with its reason, or block it',
  'operation-not-declared': 'find out who needs it; permit it in the flow, or stop it',
  'identity-mismatch': 'look at the device; correct the model, or the device',
}

function alarms(view: View): Html {
  const { drift, findings, diagnostics } = view.assessed
  const wire = drift.items.filter((item) => item.severity === 'error')
  // A check that repeats what drift says about the same thing is not shown twice.
  const said = new Set(wire.map((item) => item.message))
  const failed = findings.filter(
    ({ verdict, severity, message }) => verdict === 'not-met' && severity === 'error' && !said.has(message),
  )
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error')
  const card = (tag: string, message: string, next: string | undefined) =>
    html`<li class="card gap"><p>${badge('error', tag)} ${message}</p>${next !== undefined && html`<p class="next"><span>Next</span> ${next}</p>`}</li>`
  const cards = [
    ...wire.map((item) => card('drift', item.message, NEXT[item.kind])),
    ...failed.map((finding) => card(finding.check, finding.message, finding.next)),
  ]
  const more = cards.length - LIMITS.alarms
  const wrong =
    errors.length > 0 &&
    html`<p class="note">${badge('error', plural(errors.length, 'error'))} in the input itself: see <a href="#evidence">evidence and diagnostics</a>.</p>`
  if (cards.length === 0) return html`${nothing('Nothing of severity error on the wire or in the checks.')}${wrong}`
  return html`<ul class="cards">${cards.slice(0, LIMITS.alarms)}</ul><p class="more">${more > 0 && `${plural(more, 'more', 'more')}: `}<a href="#drift">drift</a>, <a href="#findings">checks</a></p>${wrong}`
}
