import type { RequirementId } from '../../../standard/requirement-id.ts'
import type { Gap } from '../../gaps.ts'
import { intervalText, standing } from '../../standing.ts'
import { LIMITS } from '../limits.ts'
import { html, joined, type Value } from '../markup.ts'
import { badge, nothing, rest, table } from '../parts.ts'
import type { Section, View } from '../view.ts'
import { count } from '../words.ts'

/** Every target that is not shown to be reached: what must change, what must be shown, and what caps it. */
export function gaps(view: View): Section {
  const shown = view.gaps.slice(0, LIMITS.gaps)
  const certain = view.gaps.filter((gap) => gap.high < gap.target).length
  const head = ['Zone or conduit', 'FR', 'SL-T', 'SL-A', 'Must change', 'Must be shown', 'Capped by', 'Next step']
  const body =
    view.gaps.length === 0
      ? nothing('No gap: every target is shown to be reached at strength documented.')
      : html`<p>${count(certain)} of them are there whatever the unknown turns out to be; for the other ${count(view.gaps.length - certain)} evidence is missing. “Capped by” names what keeps a row unsatisfied all by itself.</p>${table(
          'Gaps at strength documented, worst first',
          head,
          shown.map((gap) => line(view, gap)),
          { tools: true, style: 'wide gap-rows', cards: true },
        )}${rest(view.gaps.length, shown.length, 'gaps', 'gaps.csv')}`
  return { id: 'gaps', title: 'Gaps', body }
}

function line(view: View, gap: Gap): Value[] {
  const subject = { kind: gap.kind, id: gap.subject }
  const how = standing(gap.target, gap)
  const levels = view.assessed.levels.subjects.find((one) => one.kind === gap.kind && one.id === gap.subject)
  const rows = new Set<RequirementId>([...gap.mustChange, ...gap.mustShow])
  const caps = [...new Set((levels?.rows ?? []).filter((row) => rows.has(row.row)).flatMap((row) => row.cappedBy))]
  const unable = gap.capabilityHigh < gap.target && html`<p class="fine">products: SL-C ≤ ${gap.capabilityHigh}</p>`
  return [
    html`<a href="${view.hrefOf(subject, gap.fr)}">${view.nameOf(subject)}</a>`,
    gap.fr,
    gap.target,
    html`<span class="nobr">${intervalText(gap)} ${badge(how === 'gap' ? 'not-met' : 'unknown', how === 'gap' ? 'missed' : 'not shown')}</span>${unable}`,
    ids(gap.mustChange),
    ids(gap.mustShow),
    html`${joined(caps.slice(0, LIMITS.blockers), ', ')}${caps.length > LIMITS.blockers && ` and ${caps.length - LIMITS.blockers} more`}`,
    gap.next,
  ]
}

function ids(rows: readonly RequirementId[]): Value {
  const shown = rows.slice(0, 5).map((row) => html`<span class="req">${row}</span>`)
  return html`${joined(shown, ', ')}${rows.length > shown.length && ` and ${rows.length - shown.length} more`}`
}
