import { inForce } from '../../security-levels/basis.ts'
import { are, defineCheck, linesOf, listed } from '../check.ts'

export const wirelessSharesWiredZone = defineCheck({
  id: 'SEP-04',
  folder: 'wireless-shares-wired-zone',
  title: 'Wireless devices share a zone with wired ones',
  severity: 'warning',
  traces: ['iec-62443-3-2:ZCR 3.5', 'iec-62443-3-3:SR 1.6', 'iec-62443-2-1:NET 2.2'],
  data: ['which assets talk by radio', 'a declaration that the asset list of the zone is complete'],
  about:
    'Radio ends where its signal ends, not at a wall. A zone that holds wired and wireless devices has the weaker boundary of the two, and everything in it can be reached from the yard. 3-2 recommends a zone of their own for wireless devices, with a conduit in between. Wired network equipment does not count as a mix, a radio access point does.',
  *run({ plant, index, asOf }) {
    for (const zone of plant.zones) {
      if (zone.kind === 'external') continue
      const here = index.assetsIn(zone)
      const radio = here.filter((a) => a.wireless === 'yes')
      const wired = here.filter((a) => a.wireless === 'no' && a.class !== 'neutral')
      const unknown = here.filter((a) => a.wireless === 'unknown')
      const missing = unknown.map((a) => `whether "${a.id}" talks by radio`)
      if (!inForce(zone.complete, asOf)) missing.push(`that the asset list of "${zone.id}" is complete`)
      if (radio.length > 0 && wired.length > 0)
        yield {
          on: zone,
          verdict: 'not-met',
          message: `${listed(radio)} ${are(radio)} wireless and in "${zone.id}" with wired ${listed(wired)}`,
          because: [...linesOf(radio), ...linesOf(wired)],
          next: `give ${listed(radio)} a zone of kind wireless, with an enforced conduit to "${zone.id}"`,
        }
      else if (missing.length > 0)
        yield {
          on: zone,
          verdict: 'unknown',
          message: `whether radio and wire are apart in "${zone.id}" is not known`,
          missing,
          next: 'state `wireless: yes` or `no` on these assets, and have the owner declare the asset list complete',
        }
      else yield { on: zone, verdict: 'met', message: `radio and wire are apart in "${zone.id}"` }
    }
  },
})
