import { defineCheck } from '../check.ts'

export const zoneWithoutOwner = defineCheck({
  id: 'CHR-02',
  folder: 'zone-without-owner',
  title: 'Zone without an accountable owner',
  severity: 'error',
  traces: ['iec-62443-3-2:ZCR 6.4'],
  data: ['zones'],
  about:
    'Every zone has an organization that answers for it: it declares the asset list complete, accepts the risk that remains, approves changes. Without one, nobody can sign for the levels of the zone. Zones of kind `external` lie outside the system and are not asked.',
  *run({ plant }) {
    for (const zone of plant.zones) {
      if (zone.kind === 'external') continue
      if (zone.owner !== undefined)
        yield { on: zone, verdict: 'met', message: `"${zone.owner}" answers for "${zone.id}"` }
      else
        yield {
          on: zone,
          verdict: 'not-met',
          message: `nobody is named who answers for zone "${zone.id}"`,
          next: 'write `owner:` with the organization or role that is accountable',
        }
    }
  },
})
