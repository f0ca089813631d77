import { inForce } from '../../security-levels/basis.ts'
import { are, defineCheck, linesOf, listed } from '../check.ts'

export const safetySharesZone = defineCheck({
  id: 'SEP-02',
  folder: 'safety-shares-zone',
  title: 'Safety assets share a zone with others',
  severity: 'error',
  traces: ['iec-62443-3-2:ZCR 3.3', 'iec-62443-3-3:SR 5.1', 'iec-62443-2-1:NET 1.3'],
  data: [
    'what each asset is for: business, control or safety',
    'a declaration that the asset list of the zone is complete',
  ],
  about:
    'The safety system is the last thing that stands when the control system is lost, or misused. Where both share a zone, whoever takes the one has the other beside it. 3-2 asks for a zone of their own, or for a zone that is marked as safety related with the reason why the mix is right. Network equipment without a class of its own does not count as a mix.',
  *run({ plant, index, asOf }) {
    for (const zone of plant.zones) {
      if (zone.kind === 'external') continue
      const here = index.assetsIn(zone)
      const safety = here.filter((a) => a.class === 'safety')
      const others = here.filter((a) => a.class === 'iacs' || a.class === 'business')
      const unknown = here.filter((a) => a.class === 'unknown')
      const missing = unknown.map((a) => `what "${a.id}" is for`)
      if (!inForce(zone.complete, asOf)) missing.push(`that the asset list of "${zone.id}" is complete`)
      if (zone.kind === 'safety' && zone.justification !== undefined)
        yield {
          on: zone,
          verdict: 'met',
          message: `"${zone.id}" is marked as safety related, with a reason for what it mixes`,
        }
      else if (safety.length > 0 && others.length > 0)
        yield {
          on: zone,
          verdict: 'not-met',
          message: `${listed(safety)} ${are(safety)} safety and ${safety.length === 1 ? 'stands' : 'stand'} in "${zone.id}" together with ${listed(others)}`,
          because: [...linesOf(safety), ...linesOf(others)],
          next: 'give the safety assets a zone of their own, or mark the zone `kind: safety` with its `justification:`',
        }
      else if (missing.length > 0)
        yield {
          on: zone,
          verdict: 'unknown',
          message: `whether safety stands apart in "${zone.id}" is not known`,
          missing,
          next: 'state the class of these assets, and have the owner declare the asset list complete',
        }
      else yield { on: zone, verdict: 'met', message: `safety assets and others do not mix in "${zone.id}"` }
    }
  },
})
