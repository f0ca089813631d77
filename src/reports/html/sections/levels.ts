import type { SubjectLevels } from '../../../assessment/security-levels/levels.ts'
import { groupBy } from '../../../groundwork/order.ts'
import { FRS, frTitle } from '../../../standard/fr.ts'
import { STRENGTHS } from '../../../standard/verdict.ts'
import { intervalText } from '../../standing.ts'
import { LIMITS } from '../limits.ts'
import { type Html, html } from '../markup.ts'
import { levelCell, rest } from '../parts.ts'
import type { Section, View } from '../view.ts'

/** The seven-FR table: SL-A of every zone and conduit against its SL-T, at a strength the reader chooses; documented is the headline. */
export function levels(view: View): Section {
  const { subjects } = view.assessed.levels
  const shown = subjects.slice(0, LIMITS.levelRows)
  const strengths = STRENGTHS.map(
    (strength) =>
      html`<label><input type="radio" name="strength" value="${strength}"${strength === 'documented' && html` checked`}> ${strength}${strength === 'documented' && ' (headline)'}</label>`,
  )
  const kinds = (['zone', 'conduit'] as const).map((kind) => {
    const rows = shown.filter((subject) => subject.kind === kind)
    if (rows.length === 0) return undefined
    return html`<tbody><tr class="group"><th scope="rowgroup" colspan="8">${kind === 'zone' ? 'Zones' : 'Conduits'}</th></tr>${rows.map((subject) => row(view, subject))}</tbody>`
  })
  return {
    id: 'levels',
    title: 'Security levels',
    body: html`<p>SL-A, the level reached, for each of the seven foundational requirements (FR), with its target SL-T under it and SL-C, what the products can do. <span class="nobr">“1…3”</span> means: 1 is shown, 3 is possible if everything unknown turns out well. Levels of different FRs are never added up. SL-A can lie above SL-C: by compensation, or where what is said of a measure and of a product disagree, which the diagnostics name. Every figure leads to its reasons.</p>
      <div class="levels"><fieldset class="choice"><legend>Strength of evidence that counts</legend>${strengths}</fieldset>
      <div class="scroll" tabindex="0" role="region" aria-label="Table of security levels"><table class="seven"><caption>SL-A against SL-T and SL-C, by zone and conduit</caption>
      <thead>
      <tr><th scope="col">Zone or conduit</th>${FRS.map((fr) => html`<th scope="col"><abbr title="${frTitle(fr)}">${fr}</abbr></th>`)}</tr></thead>
      ${kinds}</table></div>
      </div>
      ${rest(subjects.length, shown.length, 'zones and conduits', 'levels.csv')}<p class="fine">✓ target reached · ✗ missed whatever the unknown turns out to be · ? not shown to be reached · T target · C capability</p>`,
  }
}

function row(view: View, subject: SubjectLevels): Html {
  const cells = FRS.map((fr) => {
    // One figure for all strengths at which it is the same; the style sheet shows the one that is asked for.
    const same = groupBy(STRENGTHS, (strength) => intervalText(subject.achieved[strength][fr]))
    const figures = [...same.values()].map((group) =>
      levelCell(subject.target[fr], subject.achieved[group[0]!][fr], group.map((strength) => ` ${strength}`).join('')),
    )
    return html`<td><a href="${view.hrefOf(subject, fr)}">${figures}</a><small>C ${intervalText(subject.capability[fr])}</small></td>`
  })
  return html`<tr><th scope="row"><a href="${view.hrefOf(subject)}">${view.nameOf(subject)}</a></th>${cells}</tr>`
}
