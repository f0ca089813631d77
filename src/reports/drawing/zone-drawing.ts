import type { Layout, LayoutEdge, Placed, PlacedNode } from '../../groundwork/ports.ts'
import { type Html, html, trusted } from '../html/markup.ts'
import type { Assessed } from '../result.ts'
import { boxesOf, boxId } from './boxes.ts'
import { alarmBox, conduitBox, line, zoneBox } from './parts.ts'
import { type Picture, pictureOf, type PictureZone } from './picture.ts'
import { DARK, DRAWING_STYLE, LIGHT, properties } from './svg-style.ts'

export interface DrawingOptions {
  readonly layout: Layout
  /** With its own style sheet and colors, for a file of its own; without, it takes those of the page around it. */
  readonly standalone?: boolean
  /** Address behind a zone or conduit, where the drawing stands in a page that has one. */
  readonly href?: (kind: 'zone' | 'conduit', id: string) => string | undefined
}

/** A drawing as SVG with the picture it shows, for its table and its legend. */
export interface Drawing {
  readonly svg: Html
  readonly picture: Picture
  readonly width: number
}

/** The zone and conduit drawing (ZCR 3, with drift on it) as an SVG text of its own. */
export async function zoneDrawingSvg(assessed: Assessed, options: DrawingOptions): Promise<string> {
  return (await zoneDrawing(assessed, { standalone: true, ...options })).svg.text
}

/** The zone and conduit drawing: nested zones from business down to the field, conduits between them, drift on top. */
export async function zoneDrawing(assessed: Assessed, options: DrawingOptions): Promise<Drawing> {
  const picture = pictureOf(assessed)
  const { root, edges } = boxesOf(picture)
  const placed = await options.layout.place(root, edges)
  return { svg: svgOf(assessed, picture, placed, edges, options), picture, width: Math.ceil(placed.width) }
}

function svgOf(
  assessed: Assessed,
  picture: Picture,
  placed: Placed,
  edges: readonly LayoutEdge[],
  options: DrawingOptions,
): Html {
  const at = new Map(placed.nodes.map((node) => [node.id, node]))
  const place = (id: string): PlacedNode => at.get(id) ?? { id, x: 0, y: 0, width: 0, height: 0 }
  const [width, height] = [Math.ceil(placed.width), Math.ceil(placed.height)]
  const outer = new Set(picture.zones.map((zone) => zone.within))
  const href = options.href ?? (() => undefined)
  const upwards = new Set(edges.filter((edge) => edge.from.startsWith('zone ')).map((edge) => edge.id))
  const lines = placed.edges.map((edge) => {
    const [kind, index] = edge.id.split(' ')
    const alarm = kind === 'alarm'
    const radio = !alarm && picture.conduits[Number(index)]?.medium === 'wireless'
    return line(
      edge.points,
      alarm ? 'alarm' : radio ? 'conduit radio' : 'conduit',
      alarm && edge.id.endsWith(' 1') ? (upwards.has(edge.id) ? 'start' : 'end') : undefined,
    )
  })
  const described = describe(picture)
  return html`<svg class="drawing" xmlns="http://www.w3.org/2000/svg" role="${options.href ? 'group' : 'img'}" aria-labelledby="drawing-title drawing-desc" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><title id="drawing-title">Zones and conduits of ${assessed.plant.name}</title><desc id="drawing-desc">${described}</desc>${
    options.standalone && html`<style>${trusted(STANDALONE)}</style>`
  }<rect class="paper" width="${width}" height="${height}" rx="6"/>${outerFirst(picture.zones).map((zone) =>
    zoneBox(zone, place(boxId.zone(zone.id)), outer.has(zone.id), href('zone', zone.id)),
  )}${lines}${picture.conduits.map((conduit, i) =>
    conduitBox(conduit, place(boxId.conduit(i)), href('conduit', conduit.id)),
  )}${picture.alarms.map((alarm, i) => alarmBox(alarm, place(boxId.alarm(i))))}</svg>`
}

/** Zones with the large ones before those inside them, which are drawn on top. */
function outerFirst(zones: readonly PictureZone[]): readonly PictureZone[] {
  const depth = new Map<string, number>()
  const depthOf = (zone: PictureZone): number => {
    const known = depth.get(zone.id)
    if (known !== undefined) return known
    depth.set(zone.id, 0)
    const outer = zones.find((one) => one.id === zone.within)
    const own = outer ? depthOf(outer) + 1 : 0
    depth.set(zone.id, own)
    return own
  }
  return [...zones].sort((a, b) => depthOf(a) - depthOf(b))
}

function describe(picture: Picture): string {
  const strangers = picture.zones.reduce((sum, zone) => sum + zone.strangers.length, 0)
  const undeclared = picture.alarms.reduce((sum, alarm) => sum + alarm.count, 0)
  return `${picture.zones.length} zones stacked by Purdue level, ${picture.conduits.length} conduits between them, ${undeclared} undeclared flows between zones, ${strangers} undeclared hosts. The table below says the same in words.`
}

const STANDALONE = `:root{${properties(LIGHT)}}@media (prefers-color-scheme:dark){:root{${properties(DARK)}}}${DRAWING_STYLE}`
