import { FRS } from '../../../standard/fr.ts'
import { type Drawing, zoneDrawing } from '../../drawing/zone-drawing.ts'
import { intervalText } from '../../standing.ts'
import { type Html, html, joined, type Value } from '../markup.ts'
import { nothing, table } from '../parts.ts'
import type { Section, View } from '../view.ts'
import { plural } from '../words.ts'

/** The zone and conduit drawing with its legend, and the same in a table for those who do not see it. */
export async function drawing(view: View): Promise<Section> {
  const title = 'Zones and conduits'
  if (view.assessed.plant.zones.length === 0)
    return { id: 'drawing', title, body: nothing('The model declares no zone.') }
  const drawn = await zoneDrawing(view.assessed, {
    layout: view.options.layout,
    href: (kind, id) => view.hrefOf({ kind, id }),
  })
  const { leftOut } = drawn.picture
  return {
    id: 'drawing',
    title,
    body: html`<p>Zones stand by Purdue level, business at the top. In each zone: SL-A at strength documented for the seven FRs, and the target under it. Red dashed lines are traffic that nobody declared.</p>
      ${leftOut > 0 && html`<p class="rest">${plural(leftOut, 'zone, conduit or alarm is', 'zones, conduits and alarms are')} left out, as the drawing would be too large to read; the tables of levels, drift and conversations name all.</p>`}<div class="scroll picture" tabindex="0" role="region" aria-label="Zone and conduit drawing" style="--least:${Math.round(drawn.width * 0.74)}px">${drawn.svg}</div>
      <p class="fine swipe">The drawing is wider than the screen: move it sideways, or open its tables below.</p>
      ${legend()}<details class="more-list"><summary>The drawing as tables</summary>
      ${alternative(view, drawn)}</details>`,
  }
}

function legend(): Html {
  const swatch = (style: string, text: Value) =>
    html`<li><span class="swatch ${style}" aria-hidden="true"></span>${text}</li>`
  return html`<ul class="legend">${swatch('l-conduit', 'conduit')}${swatch('l-radio', 'wireless conduit')}${swatch('l-hub', 'conduit of more than two zones')}${swatch('l-alarm', '▲ undeclared traffic or host')}<li><span class="sign ok">✓</span>target reached</li>
    <li><span class="sign gap">✗</span>missed for certain</li>
    <li><span class="sign open">?</span>not shown</li>
    <li><svg class="mark drawing" viewBox="0 0 14 18" width="14" height="18" aria-hidden="true"><path class="shield" d="M7 1l6 2v6c0 4-3 6-6 8c-3-2-6-4-6-8v-6z"/></svg>enforcer declared</li>
    <li><svg class="mark drawing" viewBox="0 0 14 18" width="14" height="18" aria-hidden="true"><path class="noshield" d="M7 1l6 2v6c0 4-3 6-6 8c-3-2-6-4-6-8v-6z"/></svg>none, or not stated</li>
    </ul>`
}

function alternative(view: View, { picture }: Drawing): Html {
  const zones = picture.zones.map((zone): Value[] => [
    zone.name,
    zone.kind,
    zone.level ?? 'not stated',
    zone.within === undefined ? '' : view.zoneName(zone.within),
    zone.levels
      ? joined(
          FRS.map((fr) => `${fr} ${intervalText(zone.levels!.achieved.documented[fr])}/T${zone.levels!.target[fr]}`),
          ', ',
        )
      : '',
    joined([...zone.strangers, ...zone.inside.map((what) => `inside: ${what}`)], ', '),
  ])
  const conduits = picture.conduits.map((conduit): Value[] => [
    conduit.name,
    joined(
      conduit.joins.map((zone) => view.zoneName(zone)),
      ', ',
    ),
    conduit.enforcers === undefined
      ? 'not stated'
      : conduit.enforcers.length === 0
        ? 'none'
        : joined(conduit.enforcers, ', '),
  ])
  const name = (id: string) => picture.zones.find((zone) => zone.id === id)?.name ?? id
  const alarms = picture.alarms.map((alarm): Value[] => [`${name(alarm.from)} → ${name(alarm.to)}`, alarm.what])
  return html`${table('Zones of the drawing', ['Zone', 'Kind', 'Purdue level', 'Within', 'SL-A / SL-T', 'Undeclared'], zones)}${conduits.length > 0 && table('Conduits of the drawing', ['Conduit', 'Joins', 'Enforced by'], conduits)}${alarms.length > 0 && table('Undeclared traffic of the drawing', ['Zones', 'Traffic'], alarms)}`
}
