import { defineCheck, linesOf, listed } from '../check.ts'

export const assetInSeveralZones = defineCheck({
  id: 'ZON-01',
  folder: 'asset-in-several-zones',
  title: 'Asset belongs to more than one zone',
  severity: 'error',
  traces: ['iec-62443-3-2:ZCR 3.1', 'iec-62443-3-2:ZCR 6.3'],
  data: ['the zone of each asset'],
  about:
    'A zone is the group of assets that share their security needs, so an asset has one of them. An asset in two zones has two targets, and joins both zones without a conduit that anybody watches: whoever holds it stands on both sides of the wall. A machine that really has a leg in each zone is a boundary device and belongs into the conduit.',
  *run({ plant, index }) {
    for (const asset of plant.assets) {
      const zones = asset.zones.flatMap((id) => index.zones.get(id) ?? [])
      if (asset.zones.length < 2) yield { on: asset, verdict: 'met', message: `"${asset.id}" stands in one place` }
      else
        yield {
          on: asset,
          verdict: 'not-met',
          message: `"${asset.id}" belongs to ${asset.zones.length} zones: ${listed(asset.zones)}`,
          because: linesOf(zones),
          next: 'decide which zone it belongs to; if it has a leg in each, put it into the conduit between them',
        }
    }
  },
})
