import { defineCheck } from '../check.ts'

export const assetInNoZone = defineCheck({
  id: 'ZON-02',
  folder: 'asset-in-no-zone',
  title: 'Asset stands in no zone',
  severity: 'error',
  traces: ['iec-62443-3-2:ZCR 6.3', 'iec-62443-3-2:ZCR 3.1'],
  data: ['the zone of each asset'],
  about:
    'Requirements, targets and boundaries are decided for zones and conduits. An asset that stands in none of them is in no drawing, has no target, and no level speaks about it; it is protected by luck. Devices that enforce a conduit stand in that conduit and need no zone.',
  *run({ plant, index }) {
    for (const asset of plant.assets) {
      if (asset.zones.length > 0 || asset.conduits.length > 0 || index.enforces(asset))
        yield { on: asset, verdict: 'met', message: `"${asset.id}" stands in a zone or conduit` }
      else
        yield {
          on: asset,
          verdict: 'not-met',
          message: `"${asset.id}" is in no zone and no conduit`,
          next: 'write `in:` with the zone it stands in, or with the conduit if it enforces one',
        }
    }
  },
})
