import { defineCheck, linesOf } from '../check.ts'

export const zoneWithoutAssets = defineCheck({
  id: 'ZON-04',
  folder: 'zone-without-assets',
  title: 'Zone holds no assets',
  severity: 'warning',
  traces: ['iec-62443-3-2:ZCR 3.1'],
  data: ['zones', 'the zone of each asset'],
  about:
    'A zone in which nothing stands is either left over from an earlier design, or its inventory is missing. In both cases its levels are 0, because nothing can be shown about nothing. A zone that only groups others is fine as long as those hold assets; zones of kind `external` lie outside the system and are not asked.',
  *run({ plant, index }) {
    const direct = new Set(plant.assets.flatMap((asset) => asset.zones))
    const filled = new Set(direct)
    for (const id of direct) {
      for (let at = index.zones.get(id)?.within; at !== undefined && !filled.has(at); at = index.zones.get(at)?.within)
        filled.add(at)
    }
    for (const zone of plant.zones) {
      if (zone.kind === 'external') continue
      if (filled.has(zone.id))
        yield { on: zone, verdict: 'met', message: `assets stand in "${zone.id}" or in zones within it` }
      else
        yield {
          on: zone,
          verdict: 'not-met',
          message: `no asset stands in "${zone.id}"`,
          because: linesOf(index.conduitsOf(zone)),
          next: 'list what stands there, or remove the zone',
        }
    }
  },
})
