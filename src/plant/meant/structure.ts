import { byText } from '../../groundwork/order.ts'
import { contains, ipBits, prefix } from '../../groundwork/ip.ts'
import type { WrittenConduit, WrittenFlow, WrittenZone } from '../model/structure.ts'
import type { AccessPoint, AssetId, Conduit, ConduitId, Flow, FlowEnd, FlowId, Zone, ZoneId } from '../plant.ts'
import type { Leaf } from '../written/node.ts'
import { declaredOf, type Meaning, spanOf, targetOf, ternaryOf } from './context.ts'

/** Zones, conduits and flows: from written to meant. */

export function zonesOf(written: readonly WrittenZone[], meaning: Meaning): Zone[] {
  const parents = nesting(written, meaning)
  const byId = new Map(written.map((zone) => [zone.id!.value, zone]))
  const sites = new Map<string, { site: string; space: string }>()
  const place = (id: string): { site: string; space: string } => {
    const known = sites.get(id)
    if (known) return known
    const zone = byId.get(id)!
    const parent = parents.get(id)
    const above = parent === undefined ? undefined : place(parent)
    const named = meaning.names.one('site', zone.site)
    if (!named && !above && meaning.sites.length > 1)
      meaning.desk.report('PLANT_SITE_UNCLEAR', { id, site: meaning.sites[0]!.id }, zone.id)
    const site = meaning.sites.find((s) => s.id === (named ?? above?.site)) ?? meaning.sites[0]!
    const usual = above && site.id === above.site ? above.space : (site.spaces[0]?.id ?? site.id)
    const found = { site: site.id, space: meaning.names.one('address-space', zone.space) ?? usual }
    sites.set(id, found)
    return found
  }
  // Outermost first, so that a long chain of nested zones is never walked by recursion.
  for (const zone of written) {
    const chain: string[] = []
    for (let at: string | undefined = zone.id!.value; at !== undefined && !sites.has(at); at = parents.get(at))
      chain.push(at)
    for (const id of chain.reverse()) place(id)
  }
  return written
    .map((zone): Zone => {
      const id = zone.id!.value as ZoneId
      return {
        id,
        name: zone.name?.value ?? id,
        kind: zone.kind?.value ?? 'control',
        level: zone.level?.value,
        within: parents.get(id) as ZoneId | undefined,
        ...sites.get(id)!,
        networks: (zone.networks ?? []).map((network) => network.value),
        owner: zone.owner?.value,
        complete: declaredOf(zone.complete),
        target: targetOf(zone['sl-t'], meaning),
        accessPoints: accessPointsOf(zone, meaning),
        justification: zone.justification?.value,
        span: spanOf(zone.at),
      }
    })
    .sort((a, b) => byText(a.id, b.id))
}

/** The parent of each zone that has one; zones that would lie within themselves have none. */
function nesting(written: readonly WrittenZone[], { names, desk }: Meaning): Map<string, string> {
  const parents = new Map<string, string>()
  for (const zone of written) {
    const parent = names.one('zone', zone.within)
    if (parent !== undefined) parents.set(zone.id!.value, parent)
  }
  const fine = new Set<string>()
  const circular = new Set<string>()
  for (const zone of written) {
    const path = new Map<string, number>()
    let at: string | undefined = zone.id!.value
    while (at !== undefined && !fine.has(at) && !path.has(at)) {
      path.set(at, path.size)
      at = parents.get(at)
    }
    const start = at !== undefined && !fine.has(at) ? path.get(at) : undefined
    for (const [id, depth] of path) {
      fine.add(id)
      if (start !== undefined && depth >= start) circular.add(id)
    }
  }
  for (const zone of written)
    if (circular.has(zone.id!.value)) desk.report('PLANT_ZONE_CYCLE', { id: zone.id!.value }, zone.within)
  for (const id of circular) parents.delete(id)
  return parents
}

function accessPointsOf(zone: WrittenZone, { names }: Meaning): AccessPoint[] | undefined {
  return zone['access-points']
    ?.map((point) => ({
      id: `${zone.id!.value}/${point.id!.value}`,
      kind: point.kind?.value ?? ('network' as const),
      conduit: names.one('conduit', point.conduit) as ConduitId | undefined,
      enforcers: names.all('asset', point.enforcers) as AssetId[],
      untrusted: ternaryOf(point.untrusted),
      span: spanOf(point.at),
    }))
    .sort((a, b) => byText(a.id, b.id))
}

export function conduitsOf(written: readonly WrittenConduit[], flows: readonly Flow[], meaning: Meaning): Conduit[] {
  const { names } = meaning
  const byConduit = new Map<string, Flow[]>()
  for (const flow of flows) {
    if (flow.conduit === undefined) continue
    const list = byConduit.get(flow.conduit)
    if (list) list.push(flow)
    else byConduit.set(flow.conduit, [flow])
  }
  return written
    .map((conduit): Conduit => {
      const id = conduit.id!.value as ConduitId
      const refs = conduit['enforced-by']
      const enforcers = names.all('asset', refs) as AssetId[]
      return {
        id,
        name: conduit.name?.value ?? id,
        joins: names.all('zone', conduit.joins) as ZoneId[],
        medium: conduit.medium?.value ?? 'network',
        owner: conduit.owner?.value,
        // A list of which nothing could be understood says nothing; only an empty list says "none".
        enforcedBy: refs === undefined || (refs.length > 0 && enforcers.length === 0) ? undefined : enforcers,
        monitoredBy: conduit['monitored-by']?.value,
        nat: conduit.nat?.value === 'yes',
        flows: byConduit.get(id) ?? [],
        complete: declaredOf(conduit.complete),
        target: targetOf(conduit['sl-t'], meaning),
        span: spanOf(conduit.at),
      }
    })
    .sort((a, b) => byText(a.id, b.id))
}

/** All flows by id: those of conduits, and those written outside any. What has an end that means nothing is left out. */
export function flowsOf(conduits: readonly WrittenConduit[], loose: readonly WrittenFlow[], meaning: Meaning): Flow[] {
  const flows: Flow[] = []
  const add = (flow: WrittenFlow, id: string, conduit: string | undefined) => {
    const from = endOf(flow.from!, meaning)
    const to = endOf(flow.to!, meaning)
    if (!from || !to) return
    const { id: written, transport, port } = flow.protocol!.value
    flows.push({
      id: id as FlowId,
      conduit: conduit as ConduitId | undefined,
      from,
      to,
      protocol: meaning.catalogs.protocolIds.get(written) ?? written,
      transport: transport ?? flow.transport?.value,
      ports: [...new Set(port === undefined ? (flow.ports ?? []).map((p) => p.value) : [port])].sort((a, b) => a - b),
      only: flow.only && [...new Set(flow.only.map((word) => word.value))].sort(byText),
      authenticated: ternaryOf(flow.authenticated),
      encrypted: ternaryOf(flow.encrypted),
      confidential: ternaryOf(flow.confidential),
      why: flow.why?.value,
      until: flow.until?.value,
      span: spanOf(flow.at),
    })
  }
  for (const conduit of conduits)
    for (const flow of conduit.flows ?? []) add(flow, `${conduit.id!.value}/${flow.id!.value}`, conduit.id!.value)
  for (const flow of loose) add(flow, flow.id!.value, meaning.names.one('conduit', flow.conduit))
  return flows.sort((a, b) => byText(a.id, b.id))
}

function endOf(ref: Leaf<string>, { names }: Meaning): FlowEnd | undefined {
  if (ref.value === 'any') return { kind: 'any' }
  const known = names.look(['asset', 'zone'], ref.value)
  const network = known.length === 0 ? prefix(ref.value) : undefined
  if (network) return { kind: 'network', prefix: network }
  const found = names.find(['asset', 'zone'], ref)
  if (!found) return undefined
  return found.kind === 'zone' ? { kind: 'zone', id: found.id as ZoneId } : { kind: 'asset', id: found.id as AssetId }
}

/** Whether one of a zone's networks holds an address. */
export function holds(zone: Zone, address: string): boolean {
  const bits = ipBits(address)
  return bits !== undefined && zone.networks.some((network) => contains(network, bits))
}
