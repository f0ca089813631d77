import { indexById } from '../../../groundwork/order.ts'
import type { Flow } from '../../../plant/plant.ts'
import { type Answer, defineCheck } from '../check.ts'

export const undeclaredFlowSeen = defineCheck({
  id: 'CON-09',
  folder: 'undeclared-flow-seen',
  title: 'Traffic was seen that no flow declares',
  severity: 'error',
  traces: ['iec-62443-3-2:ZCR 6.3', 'iec-62443-3-2:ZCR 6.4', 'iec-62443-3-3:SR 5.2 RE 1', 'iec-62443-2-1:CM 1.2'],
  data: ['a capture or another record of traffic', 'the flows that are needed'],
  about:
    'Either the traffic is needed and somebody forgot to declare it, or it is not and nobody stopped it. Both have to be decided by a person; nothing seen ever becomes a declared flow by itself. What was not seen says nothing: a capture covers a place and some hours.',
  *run({ drift, plant }) {
    const flows = indexById<string, Flow>(plant.flows)
    for (const item of drift?.items ?? []) {
      const on = { id: item.conversation ?? item.id }
      if (item.kind === 'flow-not-declared' || item.kind === 'operation-not-declared') {
        const severity = item.severity ?? 'error'
        const next = 'declare the flow with its reason if it is needed; otherwise find out who opens it and block it'
        yield { on, verdict: 'not-met', severity, message: item.message, because: item.because, next } satisfies Answer
      } else if (item.kind === 'flow-agrees') {
        const flow = flows.get(item.flow ?? '')
        yield { on: flow ?? on, verdict: 'met', message: item.message, because: item.because }
      }
    }
  },
})
