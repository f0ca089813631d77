import type { LayoutEdge, LayoutNode } from '../../groundwork/ports.ts'
import type { ZoneKind } from '../../plant/plant.ts'
import type { Picture, PictureConduit, PictureZone } from './picture.ts'
import { twoLines } from './text-width.ts'

/** Sizes of what is drawn, in pixels; the SVG writer keeps to them. */
export const ZONE_WIDTH = 222
const CONDUIT_WIDTH = 186
const ALARM = { width: 140, height: 34 }
const TITLE = 44
const VECTOR = 50
const LINE = 15

/** The height of a zone box without what stands inside it. */
function zoneHeight(zone: PictureZone): number {
  const alarms = (zone.strangers.length > 0 ? 1 : 0) + (zone.inside.length > 0 ? 1 : 0)
  return TITLE + (zone.levels ? VECTOR : 0) + LINE * smallLines(zone).length + (alarms > 0 ? 6 + 21 * alarms : 0) + 10
}

/** The small texts of a zone as the lines they take. */
export function smallLines(zone: PictureZone): readonly string[] {
  return zone.lines.flatMap((text) => twoLines(text, 11, ZONE_WIDTH - 28))
}

/** The name of a conduit as the lines it takes. */
export function conduitName(conduit: PictureConduit): readonly string[] {
  return twoLines(conduit.name, 12.5, CONDUIT_WIDTH - 40)
}

/** Ids of the boxes and lines in the layout; the kind is part of it, as a zone and a conduit may share an id. */
export const boxId = {
  zone: (id: string) => `zone ${id}`,
  conduit: (index: number) => `conduit ${index}`,
  alarm: (index: number) => `alarm ${index}`,
}

/** The picture as nested boxes and lines: zones by Purdue level from above, a label box on every conduit and every alarm. */
export function boxesOf(picture: Picture): { readonly root: LayoutNode; readonly edges: readonly LayoutEdge[] } {
  const zones = new Map(picture.zones.map((zone) => [zone.id, zone]))
  const parents = parentsOf(zones)
  const layers = layersOf(picture.zones)
  const inner = new Map<string, LayoutNode[]>()
  const put = (within: string | undefined, node: LayoutNode) => {
    const list = inner.get(within ?? '') ?? []
    list.push(node)
    inner.set(within ?? '', list)
  }
  const edges: LayoutEdge[] = []
  // A label box stands between the boxes it joins: inside the smallest zone around all of them, under the highest of them.
  const link = (id: string, ends: readonly string[], size: { width: number; height: number }) => {
    const home = commonParent(ends, parents)
    const layerOf = (end: string) => layers.get(childOf(home, end, parents)) ?? 0
    const below = Math.min(...ends.map(layerOf)) + 1
    put(home, { id, ...size, layer: below })
    ends.forEach((end, i) => {
      const box = boxId.zone(end)
      if (layerOf(end) < below) edges.push({ id: `${id} ${i}`, from: box, to: id })
      else edges.push({ id: `${id} ${i}`, from: id, to: box })
    })
  }
  picture.conduits.forEach((conduit, i) => {
    link(boxId.conduit(i), conduit.joins, {
      width: CONDUIT_WIDTH,
      height: 36 + LINE * conduitName(conduit).length,
    })
  })
  picture.alarms.forEach((alarm, i) => {
    link(boxId.alarm(i), [alarm.from, alarm.to], ALARM)
  })
  const build = (zone: PictureZone): LayoutNode => {
    const layer = layers.get(zone.id) ?? 0
    const height = zoneHeight(zone)
    const own = picture.zones.filter((other) => parents.get(other.id) === zone.id).map(build)
    const children = [...own, ...(inner.get(zone.id) ?? [])]
    const box = { id: boxId.zone(zone.id), width: ZONE_WIDTH, height, layer }
    return children.length === 0 ? box : { ...box, aside: ZONE_WIDTH + 8, children }
  }
  const roots = picture.zones.filter((zone) => parents.get(zone.id) === undefined).map(build)
  return { root: { id: 'root', children: [...roots, ...(inner.get('') ?? [])] }, edges }
}

/** The zone around each zone; a circle of `within` is cut where it closes. */
function parentsOf(zones: ReadonlyMap<string, PictureZone>): ReadonlyMap<string, string | undefined> {
  const parents = new Map<string, string | undefined>()
  for (const zone of zones.values()) {
    let at = zone.within
    const visited = new Set([zone.id])
    while (at !== undefined && !visited.has(at)) {
      visited.add(at)
      at = parents.has(at) ? parents.get(at) : zones.get(at)?.within
    }
    parents.set(zone.id, at === zone.id ? undefined : zone.within)
  }
  return parents
}

/** Even numbers from above: business at the top, the field at the bottom. Odd ones are for labels. */
function layersOf(zones: readonly PictureZone[]): ReadonlyMap<string, number> {
  const levelOf = (zone: PictureZone) => zone.level ?? USUAL[zone.kind] ?? -1
  const levels = [...new Set(zones.map(levelOf))].sort((a, b) => b - a)
  return new Map(zones.map((zone) => [zone.id, 2 * levels.indexOf(levelOf(zone))]))
}

/** Where a zone is drawn whose level nobody has stated. */
const USUAL: Readonly<Record<string, number>> = {
  external: 5,
  remote: 4,
  business: 4,
  dmz: 3.5,
  operations: 3,
  wireless: 2,
  temporary: 2,
  control: 1,
  safety: 1,
} satisfies Record<ZoneKind, number>

function ancestors(zone: string, parents: ReadonlyMap<string, string | undefined>): string[] {
  const line: string[] = []
  for (let at: string | undefined = zone; at !== undefined; at = parents.get(at)) line.push(at)
  return line
}

function commonParent(ends: readonly string[], parents: ReadonlyMap<string, string | undefined>): string | undefined {
  const [first, ...rest] = [...new Set(ends)].map((end, _, all) =>
    ancestors(end, parents).slice(all.length > 1 ? 0 : 1),
  )
  return first?.find((zone) => rest.every((line) => line.includes(zone)))
}

function childOf(home: string | undefined, zone: string, parents: ReadonlyMap<string, string | undefined>): string {
  const line = ancestors(zone, parents)
  const at = home === undefined ? line.length : line.indexOf(home)
  return line[at - 1] ?? zone
}
