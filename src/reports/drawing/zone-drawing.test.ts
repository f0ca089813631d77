import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { elkLayout } from '../../../apps/cli/layout-elk.ts'
import type { LayoutNode, PlacedNode } from '../../groundwork/ports.ts'
import type { Zone, ZoneId } from '../../plant/plant.ts'
import { anAssessed } from '../../../tests/kit/assessed.ts'
import { aConduit, aPlant, aZone } from '../../../tests/kit/builders.ts'
import { boxesOf } from './boxes.ts'
import { pictureOf } from './picture.ts'
import { fitted, textWidth, twoLines } from './text-width.ts'
import { zoneDrawingSvg } from './zone-drawing.ts'

const layout = elkLayout()

function inside(root: LayoutNode): Map<string, string> {
  const parents = new Map<string, string>()
  const walk = (node: LayoutNode) => {
    for (const child of node.children ?? []) {
      parents.set(child.id, node.id)
      walk(child)
    }
  }
  walk(root)
  return parents
}

function overlap(a: PlacedNode, b: PlacedNode): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/** Names boxes of one parent that overlap, and boxes that stick out of theirs. */
async function faults(assessed: ReturnType<typeof anAssessed>): Promise<string[]> {
  const { root, edges } = boxesOf(pictureOf(assessed))
  const placed = await layout.place(root, edges)
  const parents = inside(root)
  const at = new Map(placed.nodes.map((node) => [node.id, node]))
  const found = placed.nodes.flatMap((a, i) =>
    placed.nodes
      .slice(i + 1)
      .filter((b) => parents.get(a.id) === parents.get(b.id) && overlap(a, b))
      .map((b) => `${a.id} overlaps ${b.id}`),
  )
  for (const [id, parent] of parents) {
    const [box, around] = [at.get(id), at.get(parent)]
    if (!box) found.push(`${id} has no place`)
    else if (around && (box.x < around.x || box.x + box.width > around.x + around.width)) found.push(`${id} sticks out`)
  }
  if (placed.edges.some((edge) => edge.points.length < 2)) found.push('a line has no course')
  return found
}

describe('the zone and conduit drawing', () => {
  test('gives every box its own place, business above control', async () => {
    expect(await faults(anAssessed())).toEqual([])
    const { root, edges } = boxesOf(pictureOf(anAssessed()))
    const { nodes } = await layout.place(root, edges)
    const y = (id: string) => nodes.find((node) => node.id === `zone ${id}`)!.y
    const order = ['business', 'dmz', 'operations', 'production', 'cell-1'].map(y)
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  test('draws inner zones on top of those around them, in whatever order they are declared', async () => {
    const { plant } = anAssessed()
    const turned = anAssessed({ plant: { ...plant, zones: [...plant.zones].reverse() } })
    const svg = await zoneDrawingSvg(turned, { layout })
    expect(svg.indexOf('<title>Production')).toBeLessThan(svg.indexOf('<title>Filling cell'))
  })

  test('is the same drawing each time', async () => {
    const first = await zoneDrawingSvg(anAssessed(), { layout })
    expect(await zoneDrawingSvg(anAssessed(), { layout: elkLayout() })).toBe(first)
  })

  test('shows undeclared traffic between zones, inside a zone, and hosts nobody declared', async () => {
    const picture = pictureOf(anAssessed())
    expect(picture.alarms.map(({ from, to, what }) => [from, to, what])).toEqual([
      ['business', 'cell-1', 'http'],
      ['operations', 'cell-1', 'traffic'],
    ])
    const cell = picture.zones.find((zone) => zone.id === 'cell-1')!
    expect([cell.strangers, cell.inside]).toEqual([['site/10.10.4.77'], ['s7comm']])
    expect(await zoneDrawingSvg(anAssessed(), { layout })).toContain('undeclared: 10.10.4.77')
  })

  test('holds for any nesting, even a circle, and conduits between a zone and one inside it', async () => {
    const id = (n: number) => `z${n}` as ZoneId
    const zones = fc.array(
      fc.record({ level: fc.option(fc.constantFrom(0, 1, 2, 3, 3.5, 4)), within: fc.option(fc.nat(7)) }),
      { minLength: 1, maxLength: 8 },
    )
    const joins = fc.array(fc.array(fc.nat(9), { maxLength: 4 }), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(zones, joins, async (some, pairs) => {
        const plant = aPlant({
          zones: some.map(
            ({ level, within }, i): Zone =>
              aZone({ id: id(i), level: level ?? undefined, within: within === null ? undefined : id(within) }),
          ),
          conduits: pairs.map((ends, i) => aConduit({ id: `c${i}`, joins: ends.map(id) })),
        })
        const drift = { items: [], matches: [], flowMatches: [] }
        expect(await faults(anAssessed({ plant, drift }))).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  test('leaves out what nobody could read, and says how much', () => {
    const zones = Array.from({ length: 200 }, (_, i) =>
      aZone({ id: `z${i}`, ...(i % 10 === 0 ? {} : { within: `z${i - (i % 10)}` as ZoneId }) }),
    )
    const picture = pictureOf(anAssessed({ plant: aPlant({ zones }) }))
    expect(picture.zones.filter((zone) => zone.kind !== 'unknown')).toHaveLength(20)
    expect(picture.leftOut).toBe(180)
  })

  test('cuts texts to their width', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 30, max: 300 }), (text, width) => {
        expect(textWidth(fitted(text, 11, width), 11)).toBeLessThanOrEqual(width)
        for (const line of twoLines(text, 11, width)) expect(textWidth(line, 11)).toBeLessThanOrEqual(width)
      }),
    )
  })
})
