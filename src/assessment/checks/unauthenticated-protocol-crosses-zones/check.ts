import type { Flow } from '../../../plant/plant.ts'
import type { ProtocolRow } from '../../../standard/catalog.ts'
import type { Ternary } from '../../../standard/verdict.ts'
import { defineCheck, linesOf, listed } from '../check.ts'

export const unauthenticatedProtocolCrossesZones = defineCheck({
  id: 'PRO-01',
  folder: 'unauthenticated-protocol-crosses-zones',
  title: 'Protocol without authentication crosses zones',
  severity: 'error',
  traces: ['iec-62443-3-3:SR 1.2', 'iec-62443-3-3:SR 3.1'],
  data: ['flows with both ends and their protocol', 'whether the ends authenticate, where the protocol leaves it open'],
  about:
    'Many protocols of automation take every message for genuine: whoever can send a packet is the operator. Inside a zone that may be accepted; across a boundary it means that the boundary device alone decides who commands the process. Use the protected form of the protocol (OPC UA with security, Modbus/TCP Security, IEC 62351 …), or carry it in a tunnel that authenticates its ends and declare the tunnel as the protocol of the conduit.',
  *run({ plant, index, catalogs }) {
    for (const flow of plant.flows) {
      const crosses = index.crosses(flow)
      if (crosses === false) continue
      const protocol = catalogs.protocols.get(flow.protocol)
      const proven = authenticates(flow, protocol)
      const name = protocol?.name ?? flow.protocol
      if (proven === 'yes')
        yield { on: flow, verdict: 'met', message: `the ends of flow "${flow.id}" authenticate each other` }
      else if (proven === 'no' && crosses)
        yield {
          on: flow,
          verdict: 'not-met',
          message: `flow "${flow.id}" carries ${name} from ${listed(index.end(flow.from).zones)} to ${listed(index.end(flow.to).zones)}, and nothing proves who is speaking`,
          because: linesOf([...index.end(flow.from).zones, ...index.end(flow.to).zones]),
          next: 'use a form of the protocol that authenticates, or a tunnel that does, and declare it',
        }
      else
        yield {
          on: flow,
          verdict: 'unknown',
          message: `whether the ends of flow "${flow.id}" (${name}) authenticate each other across a boundary is not known`,
          missing: [
            ...(proven === 'no' ? [] : [missing(flow, protocol)]),
            ...(crosses === undefined ? ['the zones of both its ends'] : []),
          ],
        }
    }
  },
})

// What the protocol cannot do by itself, a word in the model cannot make true: then something else has to be named.
function authenticates(flow: Flow, protocol: ProtocolRow | undefined): Ternary {
  if (flow.authenticated === 'no') return 'no'
  if (protocol?.authenticates === 'always') return 'yes'
  if (protocol?.authenticates === 'never') return flow.authenticated === 'yes' ? 'unknown' : 'no'
  return flow.authenticated
}

function missing(flow: Flow, protocol: ProtocolRow | undefined): string {
  if (protocol?.authenticates === 'never') return `what authenticates the ends, for ${protocol.name} itself does not`
  return `whether "${flow.id}" runs in a mode that authenticates (\`authenticated: yes\` or \`no\`)`
}
