import { defineCheck, linesOf, type Subject } from '../check.ts'

export const flowSkipsLevels = defineCheck({
  id: 'FLW-01',
  folder: 'flow-skips-levels',
  title: 'Flow between zones jumps more than one Purdue level',
  severity: 'warning',
  traces: ['iec-62443-3-3:SR 5.1', 'iec-62443-3-3:SR 5.2'],
  data: ['flows with both ends', 'the Purdue level of assets or zones'],
  about:
    'Levels are walls one behind the other: whoever breaks one still stands before the next. A flow that jumps over a level takes them in one step, and the level in between can neither look at it nor stop it. Relay it through a system of the level between, for instance a historian or a broker. The level of an asset is its own, else that of its zone, else the usual one of its kind.',
  *run({ plant, index }) {
    for (const flow of plant.flows) {
      if (index.crosses(flow) === false) continue
      const ends = [index.end(flow.from), index.end(flow.to)] as const
      const [from, to] = ends
      const jump = from.level === undefined || to.level === undefined ? undefined : Math.abs(from.level - to.level)
      const lost = ends.filter((end) => end.level === undefined || end.zones.length === 0)
      if (lost.length > 0 || jump === undefined)
        yield {
          on: flow,
          verdict: 'unknown',
          message: `how many levels flow "${flow.id}" jumps is not known`,
          missing: lost.map((end) => `${end.level === undefined ? 'the Purdue level' : 'the zone'} of "${end.name}"`),
        }
      else if (jump > 1)
        yield {
          on: flow,
          verdict: 'not-met',
          message: `flow "${flow.id}" goes from "${from.name}" at level ${from.level} to "${to.name}" at level ${to.level}`,
          because: linesOf(ends.flatMap((end): readonly Subject[] => (end.asset ? [end.asset] : end.zones))),
          next: 'relay it through a system of the level between',
        }
      else yield { on: flow, verdict: 'met', message: `flow "${flow.id}" stays within one level of its start` }
    }
  },
})
