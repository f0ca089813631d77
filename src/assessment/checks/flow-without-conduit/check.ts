import { defineCheck, linesOf, listed } from '../check.ts'

export const flowWithoutConduit = defineCheck({
  id: 'CON-01',
  folder: 'flow-without-conduit',
  title: 'Flow between zones that no conduit joins',
  severity: 'error',
  traces: ['iec-62443-3-2:ZCR 3.1', 'iec-62443-3-2:ZCR 6.4', 'iec-62443-3-3:SR 5.2'],
  data: ['flows with both ends', 'the zones that each conduit joins'],
  about:
    'Whatever passes from one zone to another passes through a conduit: there it is owned, enforced and watched. A flow that is needed between two zones with no conduit between them either runs around the boundary, or the conduit was forgotten; in both cases nobody has decided about it. A flow that names a conduit must have its ends in zones that this conduit joins.',
  *run({ plant, index }) {
    for (const flow of plant.flows) {
      const [from, to] = [index.end(flow.from), index.end(flow.to)]
      const crosses = index.crosses(flow)
      if (crosses === false) continue
      if (crosses === undefined) {
        const lost = [from, to].filter((end) => end.zones.length === 0)
        yield {
          on: flow,
          verdict: 'unknown',
          message: `flow "${flow.id}" cannot be placed: the zone of ${listed(lost.map((e) => e.name))} is not known`,
          missing: lost.map((end) => `the zone of "${end.name}"`),
        }
        continue
      }
      const named = flow.conduit === undefined ? undefined : index.conduits.get(flow.conduit)
      const candidates = named ? [named] : from.zones.flatMap((zone) => index.conduitsOf(zone))
      const joined = candidates.some(
        (c) =>
          from.zones.some((zone) => c.joins.includes(zone.id)) && to.zones.some((zone) => c.joins.includes(zone.id)),
      )
      const way = `from ${listed(from.zones)} to ${listed(to.zones)}`
      if (joined) yield { on: flow, verdict: 'met', message: `a conduit joins the zones of flow "${flow.id}"` }
      else
        yield {
          on: flow,
          verdict: 'not-met',
          message: named
            ? `flow "${flow.id}" goes ${way}, and its conduit "${named.id}" joins ${listed(named.joins)}`
            : `flow "${flow.id}" goes ${way}, and no conduit joins them`,
          because: linesOf([...(named ? [named] : []), ...from.zones, ...to.zones]),
          next: 'declare the conduit with its owner and its enforcers, lead the flow through zones that are joined, or drop it',
        }
    }
  },
})
