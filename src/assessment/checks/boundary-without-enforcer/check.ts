import { FRS } from '../../../standard/fr.ts'
import { defineCheck, linesOf, listed } from '../check.ts'

export const boundaryWithoutEnforcer = defineCheck({
  id: 'BND-01',
  folder: 'boundary-without-enforcer',
  title: 'Conduit between zones of different targets has no enforcer',
  severity: 'error',
  traces: ['iec-62443-3-3:SR 5.2', 'iec-62443-3-2:ZCR 3.1'],
  data: ['the target (SL-T) of each zone', 'the devices that enforce each conduit'],
  about:
    'Where two zones have different targets, the boundary between them is what makes the difference real. Without a device that decides what passes, the zone with the higher target is as weak as its neighbor. A device without settings, such as an unmanaged switch, decides nothing and does not count.',
  *run({ plant, index }) {
    for (const conduit of plant.conduits) {
      const zones = conduit.joins.flatMap((id) => index.zones.get(id) ?? [])
      const enforcers = conduit.enforcedBy?.flatMap((id) => index.assets.get(id) ?? [])
      const able = enforcers?.filter((asset) => !asset.passive)
      // Only what owners have stated can differ; the floor of the site is nobody's choice for a zone.
      const differ = FRS.some((fr) => new Set(zones.flatMap((zone) => zone.target.stated[fr] ?? [])).size > 1)
      const open = zones.filter((zone) => FRS.some((fr) => zone.target.stated[fr] === undefined))
      const missing = [
        ...(conduit.enforcedBy === undefined
          ? [`what enforces "${conduit.id}" (\`enforced-by:\`, empty for nothing)`]
          : []),
        ...(differ ? [] : open.map((zone) => `the target of "${zone.id}" in every FR`)),
        ...(zones.length < 2 ? [`the zones that "${conduit.id}" joins`] : []),
      ]
      if (able && able.length > 0)
        yield {
          on: conduit,
          verdict: 'met',
          message: `${listed(able)} ${able.length === 1 ? 'enforces' : 'enforce'} "${conduit.id}"`,
        }
      else if (zones.length > 1 && !differ && open.length === 0)
        yield { on: conduit, verdict: 'met', message: `the zones that "${conduit.id}" joins have one target` }
      else if (missing.length > 0)
        yield {
          on: conduit,
          verdict: 'unknown',
          message: `whether "${conduit.id}" needs an enforcer and has one is not known`,
          missing,
        }
      else
        yield {
          on: conduit,
          verdict: 'not-met',
          message: `"${conduit.id}" joins ${listed(zones)} with different targets, and ${enforcers!.length > 0 ? `${listed(enforcers!)} cannot decide what passes` : 'nothing enforces it'}`,
          because: linesOf([...zones, ...enforcers!]),
          next: 'put a firewall or another device that decides into the conduit and name it in `enforced-by:`',
        }
    }
  },
})
