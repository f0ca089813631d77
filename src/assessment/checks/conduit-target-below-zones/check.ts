import { FRS } from '../../../standard/fr.ts'
import { defineCheck, linesOf } from '../check.ts'

export const conduitTargetBelowZones = defineCheck({
  id: 'SLV-03',
  folder: 'conduit-target-below-zones',
  title: 'Target of a conduit is below that of a zone it joins',
  severity: 'warning',
  traces: ['iec-62443-3-2:ZCR 5.6'],
  data: ['the target (SL-T) of each conduit and of the zones it joins'],
  about:
    'A conduit carries what its zones exchange. If its target in some FR is lower than that of a zone it joins, the zone relies on something that is meant to be weaker than itself. That can be right, for example when the ends protect the traffic by themselves; then the reason stands beside the target (`sl-t: { …, reason: … }`).',
  *run({ plant, index }) {
    for (const conduit of plant.conduits) {
      const { stated, reason } = conduit.target
      const zones = conduit.joins.flatMap((id) => index.zones.get(id) ?? [])
      const below = FRS.flatMap((fr) => {
        const own = stated[fr]
        const above = zones.filter((zone) => own !== undefined && (zone.target.stated[fr] ?? 0) > own)
        return above.map((zone) => ({ fr, own, zone, theirs: zone.target.stated[fr] }))
      })
      const missing = [conduit, ...zones].flatMap((place) => {
        const open = FRS.filter((fr) => place.target.stated[fr] === undefined)
        return open.length > 0 ? [`the target of "${place.id}" for ${open.join(', ')}`] : []
      })
      if (zones.length === 0) missing.push(`the zones that "${conduit.id}" joins`)
      if (below.length > 0 && reason === undefined) {
        const { fr, own, zone, theirs } = below[0]!
        const frs = [...new Set(below.map((b) => b.fr))]
        yield {
          on: conduit,
          verdict: 'not-met',
          message: `the target of "${conduit.id}" is below that of a zone it joins in ${frs.join(', ')}: ${fr} is ${own}, and "${zone.id}" wants ${theirs}`,
          because: linesOf([...new Set(below.map((b) => b.zone))]),
          next: 'raise the target of the conduit, or write the reason beside it',
        }
      } else if (missing.length > 0 && below.length === 0)
        yield {
          on: conduit,
          verdict: 'unknown',
          message: `whether the target of "${conduit.id}" suits its zones is not known`,
          missing,
        }
      else
        yield {
          on: conduit,
          verdict: 'met',
          message:
            below.length > 0
              ? `the lower target of "${conduit.id}" has its reason`
              : `the target of "${conduit.id}" suits its zones`,
        }
    }
  },
})
