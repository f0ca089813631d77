import type { PlacedEdge, PlacedNode } from '../../groundwork/ports.ts'
import { FRS } from '../../standard/fr.ts'
import type { SubjectLevels } from '../../assessment/security-levels/levels.ts'
import { type Html, html, trusted } from '../html/markup.ts'
import { intervalText, standing, STANDINGS, type Standing } from '../standing.ts'
import { conduitName, smallLines, ZONE_WIDTH } from './boxes.ts'
import type { PictureAlarm, PictureConduit, PictureZone } from './picture.ts'
import { fitted, textWidth } from './text-width.ts'

type Points = PlacedEdge['points']

/** A zone: name, kind and level, SL-T and SL-A for each FR, what stands in it, and what nobody declared. */
export function zoneBox(zone: PictureZone, at: PlacedNode, outer: boolean, href: string | undefined): Html {
  const left = at.x + 13
  const inner = (outer ? ZONE_WIDTH : at.width) - 28
  const level = zone.level === undefined ? 'level not stated' : `level ${zone.level}`
  let y = at.y + 20
  const parts: Html[] = [
    html`<text class="name" x="${px(left)}" y="${px(y)}">${fitted(zone.name, 14.5, inner)}</text>`,
    html`<text class="small" x="${px(left)}" y="${px((y += 16))}">${fitted(`${zone.kind} · ${level}`, 11, inner)}</text>`,
  ]
  if (zone.levels) {
    parts.push(vector(zone.levels, left, y + 10))
    y += 50
  }
  for (const text of smallLines(zone)) {
    y += 15
    parts.push(html`<text class="small" x="${px(left)}" y="${px(y)}">${text}</text>`)
  }
  y += 6
  for (const text of warnings(zone)) {
    parts.push(chip(text, left, y + 2, inner))
    y += 21
  }
  const box = html`<rect class="zone k-${zone.kind}${outer && ' outer'}" x="${px(at.x)}" y="${px(at.y)}" width="${px(at.width)}" height="${px(at.height)}" rx="7"/>`
  return linked(href, html`<g><title>${zone.name}</title>${box}${parts}</g>`)
}

/** The label of a conduit, which its lines run into: name, who enforces it, how many FRs reach their target. */
export function conduitBox(conduit: PictureConduit, at: PlacedNode, href: string | undefined): Html {
  const width = at.width - 36
  const left = at.x + 28
  const enforcers = conduit.enforcers
  const who =
    enforcers === undefined ? 'enforcer not stated' : enforcers.length === 0 ? 'no enforcer' : enforcers.join(', ')
  const shield = enforcers !== undefined && enforcers.length > 0
  const lines = conduitName(conduit)
  const below = at.y + 1 + 15 * lines.length
  const names = lines.map(
    (text, i) => html`<text class="cname" x="${px(left)}" y="${px(at.y + 16 + 15 * i)}">${text}</text>`,
  )
  return linked(
    href,
    html`<g><title>Conduit ${conduit.name}: ${who}</title><rect class="hub" x="${px(at.x)}" y="${px(at.y)}" width="${px(at.width)}" height="${px(at.height)}" rx="${conduit.joins.length > 2 ? 4 : px(Math.min(26, at.height / 2))}"/><path class="${shield ? 'shield' : 'noshield'}" d="M${px(at.x + 17)} ${px(at.y + 17)}l6 2v6c0 4-3 6-6 8c-3-2-6-4-6-8v-6z"/>${names}<text class="small" x="${px(left)}" y="${px(below + 13)}">${fitted(who, 11, width)}</text>${
      conduit.levels ? score(conduit.levels, left - 14, below + 26) : undefined
    }</g>`,
  )
}

/** The label of undeclared traffic between two zones. */
export function alarmBox(alarm: PictureAlarm, at: PlacedNode): Html {
  const middle = at.x + at.width / 2
  return html`<g><title>Undeclared traffic: ${alarm.what}</title><rect class="alarmbox" x="${px(at.x)}" y="${px(at.y)}" width="${px(at.width)}" height="${px(at.height)}" rx="5"/><text class="alarmtext" text-anchor="middle" x="${px(middle)}" y="${px(at.y + 14)}">▲ undeclared</text><text class="alarmtext" text-anchor="middle" x="${px(middle)}" y="${px(at.y + 27)}">${fitted(alarm.what, 11, at.width - 12)}</text></g>`
}

/** A line with rounded corners, with a light rim so that crossings can be told apart, and an arrow where it has a direction. */
export function line(points: Points, style: string, arrow: 'start' | 'end' | undefined): Html {
  const path = trusted(rounded(simplified(points)))
  const end = arrow && arrowAt(arrow === 'end' ? points : [...points].reverse())
  return html`<path class="halo" d="${path}"/><path class="${style}" d="${path}"/>${end}`
}

function warnings(zone: PictureZone): string[] {
  const { strangers, inside } = zone
  return [
    ...(strangers.length > 0
      ? [
          `▲ undeclared: ${strangers.length === 1 ? strangers[0]!.replace(/^[^/]*\//, '') : `${strangers.length} hosts`}`,
        ]
      : []),
    ...(inside.length > 0 ? [`▲ undeclared inside: ${inside.join(', ')}`] : []),
  ]
}

function chip(text: string, x: number, y: number, most: number): Html {
  const shown = fitted(text, 11, most - 12)
  const width = Math.min(most, textWidth(shown, 11) + 14)
  return html`<rect class="alarmbox" x="${px(x)}" y="${px(y)}" width="${px(width)}" height="17" rx="4"/><text class="alarmtext" x="${px(x + 7)}" y="${px(y + 12.5)}">${shown}</text>`
}

// Seven columns in the order of 3-3 Annex A; above SL-A the abbreviation, below the sign and the target.
function vector(levels: SubjectLevels, x: number, y: number): Html {
  return html`${FRS.map((fr, i) => {
    const how = standing(levels.target[fr], levels.achieved.documented[fr])
    const left = x + i * 28
    return html`<text class="fr" x="${px(left + 13)}" y="${px(y + 6)}">${fr}</text><rect class="c-${how}" x="${px(left)}" y="${px(y + 9)}" width="26" height="31" rx="3"/><text class="level t-${how}" x="${px(left + 13)}" y="${px(y + 22)}">${intervalText(levels.achieved.documented[fr])}</text><text class="fr t-${how}" x="${px(left + 13)}" y="${px(y + 35)}">${STANDINGS[how].sign} T${levels.target[fr]}</text>`
  })}`
}

function score(levels: SubjectLevels, x: number, y: number): Html {
  const count = (wanted: Standing) =>
    FRS.filter((fr) => standing(levels.target[fr], levels.achieved.documented[fr]) === wanted).length
  const words = (['ok', 'open', 'gap'] as const).map((how, i) => {
    return html`<text class="level t-${how}" text-anchor="start" x="${px(x + 14 + i * 34)}" y="${px(y)}">${STANDINGS[how].sign} ${count(how)}</text>`
  })
  return html`${words}<text class="small" x="${px(x + 102)}" y="${px(y)}">FRs</text>`
}

function linked(href: string | undefined, content: Html): Html {
  return href === undefined ? content : html`<a href="${href}">${content}</a>`
}

function simplified(points: Points): Points {
  return points.filter((p, i) => {
    const [a, b] = [points[i - 1], points[i + 1]]
    if (!a || !b) return true
    return !((near(a.x, p.x) && near(p.x, b.x)) || (near(a.y, p.y) && near(p.y, b.y)))
  })
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.6
}

function rounded(points: Points): string {
  const [first, ...rest] = points
  if (!first) return ''
  let path = `M${px(first.x)} ${px(first.y)}`
  rest.forEach((p, i) => {
    const [before, after] = [points[i]!, rest[i + 1]]
    if (!after) path += `L${px(p.x)} ${px(p.y)}`
    else {
      const [from, to] = [towards(p, before), towards(p, after)]
      path += `L${px(from.x)} ${px(from.y)}Q${px(p.x)} ${px(p.y)} ${px(to.x)} ${px(to.y)}`
    }
  })
  return path
}

/** The point at most 7 pixels from a corner on the way to its neighbor. */
function towards(corner: Points[number], neighbor: Points[number]): Points[number] {
  const length = Math.hypot(neighbor.x - corner.x, neighbor.y - corner.y)
  const share = length === 0 ? 0 : Math.min(7, length / 2) / length
  return { x: corner.x + (neighbor.x - corner.x) * share, y: corner.y + (neighbor.y - corner.y) * share }
}

function arrowAt(points: Points): Html | undefined {
  const [before, end] = [points.at(-2), points.at(-1)]
  if (!before || !end) return undefined
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1
  const [ux, uy] = [(end.x - before.x) / length, (end.y - before.y) / length]
  const corner = (side: number) => `${px(end.x - 10 * ux - 5 * side * uy)} ${px(end.y - 10 * uy + 5 * side * ux)}`
  return html`<path class="arrow" d="${trusted(`M${px(end.x)} ${px(end.y)}L${corner(1)}L${corner(-1)}z`)}"/>`
}

/** A coordinate with at most one decimal. */
function px(value: number): string {
  return String(Math.round(value * 10) / 10)
}
