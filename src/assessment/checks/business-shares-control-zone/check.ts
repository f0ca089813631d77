import { inForce } from '../../security-levels/basis.ts'
import { are, defineCheck, linesOf, listed } from '../check.ts'

export const businessSharesControlZone = defineCheck({
  id: 'SEP-01',
  folder: 'business-shares-control-zone',
  title: 'Business and control assets share a zone',
  severity: 'error',
  traces: ['iec-62443-3-2:ZCR 3.2', 'iec-62443-3-3:SR 5.1', 'iec-62443-2-1:NET 1.1'],
  data: [
    'what each asset is for: business, control or safety',
    'a declaration that the asset list of the zone is complete',
  ],
  about:
    'Business systems meet mail, browsers and visitors; control systems meet the process. They need different protection and different rhythms of change, so 3-2 puts them into different zones. In one zone every office computer is a neighbor of the controllers, and no boundary between them can be shown.',
  *run({ plant, index, asOf }) {
    for (const zone of plant.zones) {
      if (zone.kind === 'external') continue
      const here = index.assetsIn(zone)
      const business = here.filter((a) => a.class === 'business')
      const control = here.filter((a) => a.class === 'iacs' || a.class === 'safety')
      const unknown = here.filter((a) => a.class === 'unknown')
      const missing = unknown.map((a) => `what "${a.id}" is for`)
      if (!inForce(zone.complete, asOf)) missing.push(`that the asset list of "${zone.id}" is complete`)
      if (business.length > 0 && control.length > 0)
        yield {
          on: zone,
          verdict: 'not-met',
          message: `${listed(business)} ${are(business)} business, ${listed(control)} ${are(control)} control, and all stand in "${zone.id}"`,
          because: [...linesOf(business), ...linesOf(control)],
          next: `move ${listed(business.length <= control.length ? business : control)} into a zone of its own, with a conduit between the two`,
        }
      else if (missing.length > 0)
        yield {
          on: zone,
          verdict: 'unknown',
          message: `whether business and control are apart in "${zone.id}" is not known`,
          missing,
          next: 'state the class of these assets, and have the owner declare the asset list complete',
        }
      else yield { on: zone, verdict: 'met', message: `business and control are apart in "${zone.id}"` }
    }
  },
})
