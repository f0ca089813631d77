import { FRS } from '../../../standard/fr.ts'
import { defineCheck } from '../check.ts'

export const targetMissing = defineCheck({
  id: 'SLV-01',
  folder: 'target-missing',
  title: 'Target is missing in some FR',
  severity: 'error',
  traces: ['iec-62443-3-2:ZCR 5.6'],
  data: ['zones and conduits'],
  about:
    'Every zone and conduit has a target for each of the seven foundational requirements; what is not stated takes the floor of the site, which nobody has chosen for this zone. Without a target there is no gap, and without a gap nothing ever needs to be done. Zones of kind `external` lie outside the system and are not asked.',
  *run({ plant }) {
    for (const place of [...plant.zones.filter((zone) => zone.kind !== 'external'), ...plant.conduits]) {
      const open = FRS.filter((fr) => place.target.stated[fr] === undefined)
      if (open.length === 0) yield { on: place, verdict: 'met', message: `"${place.id}" has a target in every FR` }
      else
        yield {
          on: place,
          verdict: 'not-met',
          message: `"${place.id}" has no target ${open.length === FRS.length ? 'at all' : `for ${open.join(', ')}`}; the floor of the site stands in`,
          next: 'state `sl-t:` with seven levels, from the risk of the zone or conduit',
        }
    }
  },
})
