import type { DriftItem } from '../../drift/drift.ts'
import type { Micros } from '../../groundwork/day.ts'
import { sortedUnique } from '../../groundwork/order.ts'
import type { ZoneId } from '../../plant/plant.ts'
import type { SubjectRef } from '../../standard/evidence-record.ts'
import type { FrameRef } from '../../standard/origin.ts'
import { asset, sighting } from './sightings.ts'
import type { Sighting, Signal } from './signal.ts'
import { protocolOf, type TrafficView } from './view.ts'

/** Signals about what the report of components says (SR 7.8), needed services (SR 7.7), time (SR 2.11) and records (SR 2.8). */

/** A difference between found and declared as a sighting; `undefined` where no frame shows it. */
function fromDrift(item: DriftItem, row: string, subject: SubjectRef, sure: boolean): Sighting | undefined {
  const frames = item.because.flatMap((origin): FrameRef[] => (origin.kind === 'frame' ? [origin.frame] : []))
  if (frames.length === 0) return undefined
  return {
    row,
    subject,
    sure,
    says: item.message,
    last: Math.max(...frames.map((frame) => frame.time)) as Micros,
    frames,
    declared: item.because.filter((origin) => origin.kind !== 'frame'),
    files: [],
  }
}

const needlessService: Signal = {
  id: 'needless-service',
  title: 'A service answers that is not on the list of needed ones',
  sees: 'An answered service on an asset for which somebody has listed the needed ones. Without a list nothing is said, and a port that may be a client’s is shown only.',
  rows: [{ row: 'SR 7.7', side: 'contradict' }],
  *find({ drift }) {
    for (const item of drift.items) {
      if (item.kind !== 'service-not-declared' || item.asset === undefined) continue
      const found = fromDrift(item, 'SR 7.7', asset(item.asset), item.severity === 'warning')
      if (found) yield found
    }
  },
}

const hostNotInModel: Signal = {
  id: 'host-not-in-model',
  title: 'A host talks in a zone, and the model does not know it',
  sees: 'A host that sent traffic from an address inside the networks of a zone, and that is none of the declared assets. Hosts outside all zones or in an external one, hosts that were only addressed, and hosts that only a list knows do not count.',
  rows: [{ row: 'SR 7.8', side: 'contradict' }],
  *find({ drift, hosts, zones }) {
    for (const item of drift.items) {
      if (item.kind !== 'host-not-declared' || item.fromZone === undefined || item.host === undefined) continue
      if (zones.get(item.fromZone as ZoneId)?.kind === 'external') continue
      const host = hosts.get(item.host)
      if (host?.state !== 'talker' || !host.manners.includes('seen')) continue
      const found = fromDrift(item, 'SR 7.8', { kind: 'zone', id: item.fromZone }, true)
      if (found) yield found
    }
  },
}

const identityDiffers: Signal = {
  id: 'identity-differs',
  title: 'A device says something else about itself than the model',
  sees: 'Firmware, serial number or address that the device gave away itself and that differ from the declared ones. What a list says does not count; a product name that reads otherwise, or a value of which the device says both, is shown only.',
  rows: [{ row: 'SR 7.8', side: 'contradict' }],
  *find({ drift }) {
    for (const item of drift.items) {
      if (item.kind !== 'identity-mismatch' || item.asset === undefined || item.severity === 'info') continue
      const found = fromDrift(item, 'SR 7.8', asset(item.asset), item.severity === 'error')
      if (found) yield found
    }
  },
}

const IDENTITY: ReadonlySet<string> = new Set(['firmware', 'serial'])

const identityAgrees: Signal = {
  id: 'identity-agrees',
  title: 'A device says about itself what the model says',
  sees: 'A declared asset that gave away firmware or serial number, and no identity of it differs.',
  rows: [{ row: 'SR 7.8', side: 'support' }],
  *find({ drift, hosts, assets }) {
    const differs = new Set(drift.items.filter((item) => item.kind === 'identity-mismatch').map((item) => item.asset))
    for (const match of drift.matches) {
      const declared = assets.get(match.asset)
      const host = hosts.get(match.host)
      if (!declared || !host || differs.has(match.asset) || host.last === undefined) continue
      const facts = host.facts.filter(
        ({ attribute, manner }) =>
          IDENTITY.has(attribute) && manner !== 'listed' && declared[attribute as 'firmware' | 'serial'] !== undefined,
      )
      if (facts.length === 0) continue
      yield {
        row: 'SR 7.8',
        subject: asset(declared.id),
        sure: true,
        says: `"${declared.id}" says ${sortedUnique(facts.map((fact) => `${fact.attribute} ${fact.value}`)).join(', ')}, as declared`,
        last: host.last,
        frames: facts.flatMap((fact) => fact.frames),
        declared: [{ kind: 'line', span: declared.span }],
        files: facts.map((fact) => fact.file),
      }
    }
  },
}

const TIME: ReadonlySet<string> = new Set(['ntp', 'nts', 'ptp'])

const timeExchange: Signal = {
  id: 'time-exchange',
  title: 'A component takes its time from a source, declared or not',
  sees: 'An answered exchange of NTP by an asset with a server. With a declared flow to it, the binding is shown (interval and offset are not looked at, so it settles nothing); without one, while another source is declared for the asset, the owner has to answer.',
  rows: [
    { row: 'SR 2.11 RE 1', side: 'support', shownOnly: true },
    { row: 'SR 2.11 RE 1', side: 'contradict' },
  ],
  *find(view) {
    const declared = declaredSources(view)
    for (const talk of view.talks) {
      const protocol = protocolOf(talk)
      const { asset: client } = talk.client
      if (!protocol || !TIME.has(protocol.row.id) || !client || !talk.c.answered || !talk.directed) continue
      if (talk.flows.length > 0)
        yield {
          ...sighting(talk, 'SR 2.11 RE 1', asset(client.id), talk.text, { flows: talk.flows }),
          side: 'support',
        }
      else if (declared.has(client.id))
        yield {
          ...sighting(
            talk,
            'SR 2.11 RE 1',
            asset(client.id),
            `${talk.text}, which is none of its declared time sources`,
            { sure: protocol.sure },
          ),
          side: 'contradict',
        }
    }
  },
}

function declaredSources(view: TrafficView): ReadonlySet<string> {
  const clients = new Set<string>()
  for (const flow of view.plant.flows)
    if (TIME.has(flow.protocol)) {
      if (flow.from.kind === 'asset') clients.add(flow.from.id)
      if (flow.from.kind === 'zone')
        for (const { id, zones } of view.plant.assets) if (zones.includes(flow.from.id)) clients.add(id)
    }
  return clients
}

const LOGS: ReadonlySet<string> = new Set(['syslog', 'syslog-tls'])

const logsLeave: Signal = {
  id: 'logs-leave',
  title: 'Log messages leave a component',
  sees: 'Syslog from an asset; towards a declared collector it also shows the binding (RE 1). An answer is not needed, as plain syslog has none.',
  rows: [
    { row: 'SR 2.8', side: 'support' },
    { row: 'SR 2.8 RE 1', side: 'support' },
  ],
  *find(view) {
    for (const talk of view.talks) {
      const protocol = protocolOf(talk)
      const { asset: client } = talk.client
      if (!protocol || !LOGS.has(protocol.row.id) || !client || talk.c.packets.c2s === 0) continue
      const rows = talk.flows.length > 0 ? ['SR 2.8', 'SR 2.8 RE 1'] : ['SR 2.8']
      for (const row of rows)
        yield sighting(talk, row, asset(client.id), `${talk.text}: log messages`, {
          sure: protocol.sure,
          flows: talk.flows,
        })
    }
  },
}

export const inventorySignals: readonly Signal[] = [
  logsLeave,
  timeExchange,
  needlessService,
  hostNotInModel,
  identityDiffers,
  identityAgrees,
]
