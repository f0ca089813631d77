import { defineCheck, linesOf, listed } from '../check.ts'

export const businessOpensSessionToControl = defineCheck({
  id: 'FLW-03',
  folder: 'business-opens-session-to-control',
  title: 'Business zone opens a session to level 2 or below',
  severity: 'error',
  traces: ['iec-62443-3-3:SR 5.2 RE 1', 'iec-62443-3-3:SR 5.1'],
  data: ['flows with both ends', 'the kind of each zone', 'the Purdue level of assets or zones'],
  about:
    'Whoever opens a session chooses when and what is asked. If office computers may open sessions towards controllers and operator stations, every office computer that is lost is an attacker in front of them. Let control send outwards to a system that business may read, in the DMZ or at level 3, and let nothing be opened inwards.',
  *run({ plant, index }) {
    for (const flow of plant.flows) {
      if (index.crosses(flow) === false) continue
      const [from, to] = [index.end(flow.from), index.end(flow.to)]
      const business = from.zones.filter((zone) => zone.kind === 'business')
      const mayBeBusiness = from.zones.length === 0
      if (!mayBeBusiness && business.length === 0) continue
      const missing = [
        ...(mayBeBusiness ? [`the zone of "${from.name}", which opens it`] : []),
        ...(to.level === undefined ? [`the Purdue level of "${to.name}"`] : []),
      ]
      if (to.level !== undefined && to.level > 2)
        yield { on: flow, verdict: 'met', message: `flow "${flow.id}" ends at level ${to.level}` }
      else if (missing.length > 0)
        yield {
          on: flow,
          verdict: 'unknown',
          message: `whether flow "${flow.id}" is opened from business into level 2 or below is not known`,
          missing,
        }
      else
        yield {
          on: flow,
          verdict: 'not-met',
          message: `flow "${flow.id}" is opened by "${from.name}" in business zone ${listed(business)} towards "${to.name}" at level ${to.level}`,
          because: linesOf([...business, ...(to.asset ? [to.asset] : to.zones)]),
          next: 'turn it round: let control send to a system in the DMZ or at level 3 that business may ask',
        }
    }
  },
})
