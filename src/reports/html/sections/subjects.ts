import type { GroundGap, Open, RowResult, SubjectLevels } from '../../../assessment/security-levels/levels.ts'
import { indexById } from '../../../groundwork/order.ts'
import { FRS, type FR, frTitle, type SL } from '../../../standard/fr.ts'
import { byRequirement, type RequirementId } from '../../../standard/requirement-id.ts'
import { STRENGTHS } from '../../../standard/verdict.ts'
import { intervalText, standing, STANDINGS } from '../../standing.ts'
import { LIMITS } from '../limits.ts'
import { type Html, html, joined, type Value } from '../markup.ts'
import { badge, levelCell, rest, sign, table } from '../parts.ts'
import type { Section, View } from '../view.ts'
import { count, plural } from '../words.ts'

/** Every zone and conduit with its levels at all strengths, and behind each FR the rows that hold it down and why. */
export function subjects(view: View): Section {
  const all = view.assessed.levels.subjects
  // Written for the worst first, as the page has room for so much; shown in the order of the plant.
  const ranks = new Map<string, number>()
  for (const gap of view.gaps) {
    const key = `${gap.kind}/${gap.subject}`
    if (!ranks.has(key)) ranks.set(key, ranks.size)
  }
  const rankOf = (subject: SubjectLevels) => ranks.get(`${subject.kind}/${subject.id}`) ?? ranks.size
  const written = new Map<SubjectLevels, Html>()
  let room: number = LIMITS.subjectText
  for (const subject of [...all].sort((a, b) => rankOf(a) - rankOf(b))) {
    if (room <= 0) break
    const text = article(view, subject)
    room -= text.text.length
    written.set(subject, text)
    view.detailed.add(view.anchorOf(subject))
  }
  return {
    id: 'why',
    title: 'Zone by zone, with reasons',
    body: html`<p>Open a zone or conduit for its levels at every strength, and an FR for the rows that decide it: who keeps them unsatisfied, and why, down to the frame, line or document.</p>
      <div class="accordion">${all.filter((subject) => written.has(subject)).map((subject) => written.get(subject))}</div>
      ${rest(all.length, written.size, 'zones and conduits', 'assessment.json')}${view.reasons.full && html`<p class="rest">This page has no room for all reasons. Any other is answered by <code>cofferdam why</code> with the project, a zone or conduit, and an FR or row.</p>`}`,
  }
}

function article(view: View, subject: SubjectLevels): Html {
  const anchor = view.anchorOf(subject)
  const strip = FRS.map((fr) => {
    const how = standing(subject.target[fr], subject.achieved.documented[fr])
    return html`<span class="tick ${how}" title="${fr}: ${STANDINGS[how].word}">${STANDINGS[how].sign}</span>`
  })
  return html`<details class="subject" id="${anchor}"><summary><span class="what"><strong>${view.nameOf(subject)}</strong> <span class="muted">${about(view, subject)}</span></span><span class="strip" aria-hidden="true">${strip}</span></summary>
    <div class="inner">${groundGaps(subject)}${vectors(subject)}${FRS.map((fr) => whyFr(view, subject, fr, anchor))}</div>
    </details>`
}

function groundGaps(subject: SubjectLevels): Html | false {
  if (subject.groundGaps.length === 0) return false
  const what = subject.groundGaps.map((gap) => GROUND[gap])
  return html`<p class="rest">Every level is 0 at the low end, whatever the rows say: ${joined(what, '; ')}.</p>`
}

const GROUND = {
  'no-assets': 'no assets are declared here',
  'unknown-types': 'there are assets of unknown type',
  'no-access-points': 'nobody has declared the access points',
} as const satisfies Record<GroundGap, string>

const STILL_OPEN = {
  'assets-not-complete': 'the asset list is not declared complete',
  'access-points-not-declared': 'access points are not declared',
  'flows-not-complete': 'the list of flows is not declared complete',
  'no-service': 'no service is declared',
  'service-elsewhere': 'the service stands in another zone',
  'not-decided': 'nothing decides it yet',
} as const satisfies Record<Open, string>

function about(view: View, subject: SubjectLevels): string {
  const { plant } = view.assessed
  if (subject.kind === 'zone') {
    const zone = plant.zones.find((one) => one.id === subject.id)
    const level = zone?.level === undefined ? '' : `, Purdue level ${zone.level}`
    return `${zone?.kind ?? ''} zone${level}`
  }
  const conduit = plant.conduits.find((one) => one.id === subject.id)
  return `conduit between ${(conduit?.joins ?? []).map((zone) => view.zoneName(zone)).join(', ')}`
}

function vectors(subject: SubjectLevels): Html {
  const lowest = (of: (fr: FR) => SL) => Math.min(...FRS.map(of))
  const plain = (label: Value, text: (fr: FR) => string, least: Value): Value[] => [
    label,
    ...FRS.map((fr) => html`<span class="plainlv">${text(fr)}</span>`),
    least,
  ]
  const range = (low: number, high: number) => html`<small>${low === high ? low : `${low}…${high}`}</small>`
  const rows = [
    plain(
      'SL-T, target',
      (fr) => `${subject.target[fr]}${subject.stated.includes(fr) ? '' : '*'}`,
      range(
        lowest((fr) => subject.target[fr]),
        lowest((fr) => subject.target[fr]),
      ),
    ),
    plain(
      'SL-C, capability',
      (fr) => intervalText(subject.capability[fr]),
      range(
        lowest((fr) => subject.capability[fr].low),
        lowest((fr) => subject.capability[fr].high),
      ),
    ),
    ...STRENGTHS.map((strength) => {
      const levels = subject.achieved[strength]
      return [
        strength === 'documented' ? html`<strong>SL-A, documented</strong>` : html`SL-A, ${strength}`,
        ...FRS.map((fr) => levelCell(subject.target[fr], levels[fr])),
        range(
          lowest((fr) => levels[fr].low),
          lowest((fr) => levels[fr].high),
        ),
      ]
    }),
  ]
  const floor = FRS.some((fr) => !subject.stated.includes(fr))
  const head = ['Level', ...FRS, html`<small>lowest, for display only</small>`]
  return html`${table(`Levels of ${subject.id} at every strength`, head, rows, { style: 'vectors' })}${floor && html`<p class="fine">* not stated by its owner; the floor of the site stands in.</p>`}${subject.allNotApplicable.length > 0 && html`<p class="fine">All rows are not applicable, with reasons, for ${subject.allNotApplicable.join(', ')}.</p>`}`
}

function whyFr(view: View, subject: SubjectLevels, fr: FR, anchor: string): Html {
  const { sr } = view.assessed.catalogs
  const rowOf = (id: RequirementId) => sr.get(id)
  const target = subject.target[fr]
  const level = subject.achieved.documented[fr]
  const how = standing(target, level)
  const binding = new Set(STRENGTHS.flatMap((s) => subject.binding[s].filter((b) => b.fr === fr).map((b) => b.row)))
  const results = indexById(subject.rows.map((row) => ({ ...row, id: row.row })))
  const held = [...binding].sort((a, b) => (rowOf(a)?.from ?? 0) - (rowOf(b)?.from ?? 0) || byRequirement(a, b))
  const holding = subject.rows.filter((row) => {
    const about = rowOf(row.row)
    return about?.fr === fr && about.from <= target && !binding.has(row.row)
  })
  const summary = html`<summary><span class="what">${fr} <span class="muted">${frTitle(fr)}</span></span><span class="to">SL-T ${target} · SL-C ${intervalText(subject.capability[fr])} · SL-A ${intervalText(level)} ${badge(how === 'gap' ? 'not-met' : how === 'ok' ? 'met' : how === 'open' ? 'unknown' : 'not-applicable', STANDINGS[how].word)}</span></summary>`
  const rows = held.slice(0, LIMITS.rowsPerCell).map((id) => bindingRow(view, id, results.get(id)))
  const bindingTable =
    rows.length > 0 &&
    html`${table(`Rows that bind ${subject.id} in ${fr}`, ['Requirement', 'from', ...STRENGTHS, 'SL-C', 'Kept unsatisfied by'], rows, { style: 'binding' })}${rest(held.length, rows.length, 'rows', 'assessment.json')}`
  const whyRow = (id: RequirementId, letter: string) =>
    !view.reasons.full &&
    html`<details class="chain"><summary>Why ${id} is ${letter.replaceAll('-', ' ')}</summary>${view.reasons.answer(view.assessed.why(subject, id, 'documented'))}</details>`
  const chains = [
    ...held.slice(0, LIMITS.rowsPerCell).map((id) => whyRow(id, results.get(id)?.letter.documented ?? 'unknown')),
    ...holding.slice(0, LIMITS.rowsPerCell).map((row) => whyRow(row.row, row.letter.documented)),
  ]
  const whole =
    !view.reasons.full &&
    html`<details class="chain"><summary>Why SL-A is ${intervalText(level)}</summary>${view.reasons.heads(view.assessed.whyLevel(subject, fr, 'documented'))}</details>`
  return html`<details class="fr" data-why>${summary}<div class="inner" id="${anchor}-${fr}">${rows.length === 0 && html`<p>No row keeps this target from being reached at any strength.</p>`}${bindingTable}${
    holding.length > 0 &&
    html`<p class="fine">Rows up to SL ${target} that hold at every strength: ${joined(
      holding.map((row) => row.row),
      ', ',
    )}.</p>`
  }${whole}${chains}</div></details>`
}

function bindingRow(view: View, id: RequirementId, result: RowResult | undefined): Value[] {
  const about = view.assessed.catalogs.sr.get(id)
  const title = html`<span class="req">${id}</span> ${about?.title ?? ''}`
  if (!result) return [title, about?.from, ...STRENGTHS.map(() => ''), '', '']
  const blockers = result.blockers.slice(0, LIMITS.blockers)
  const alone = new Set(result.cappedBy)
  const names = joined(
    blockers.map((item) => html`${item}${alone.has(item) && html` <em>alone</em>`}`),
    ', ',
  )
  const more = result.blockerCount - blockers.length
  return [
    title,
    `SL ${about?.from ?? '?'}`,
    ...STRENGTHS.map((strength) => sign(result.letter[strength])),
    sign(result.capability),
    html`${names}${more > 0 && ` and ${count(more)} more`}${result.blockerCount > 0 && result.open.length > 0 && '; '}${result.open.map((why) => STILL_OPEN[why]).join('; ')}${result.blockerCount + result.open.length === 0 && html`<span class="muted">${result.items === 0 ? 'nothing to count is known' : plural(result.items, 'item')}</span>`}`,
  ]
}
