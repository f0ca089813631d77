import { byText } from '../../groundwork/order.ts'
import { prefix, type Prefix } from '../../groundwork/ip.ts'
import type { WrittenConduit, WrittenFlow, WrittenZone } from '../model/structure.ts'
import type { AccessPoint, AssetId, Conduit, ConduitId, Flow, FlowEnd, FlowId, Zone, ZoneId } from '../plant.ts'
import type { Leaf } from '../written/node.ts'
import { declaredOf, type Meaning, spanOf, targetOf, ternaryOf } from './context.ts'

/** Zones, conduits and flows: from written to meant. */

/** Where a zone is: its parent, site and address space; what assets need to know before zones are complete. */
export interface Place {
  readonly within: string | undefined
  readonly site: string
  readonly space: string
  readonly networks: readonly Prefix[]
}

export interface Places {
  readonly zones: ReadonlyMap<string, Place>
  /** The zones that each conduit joins. */
  readonly joins: ReadonlyMap<string, readonly ZoneId[]>
}

export function placesOf(zones: readonly WrittenZone[], conduits: readonly WrittenConduit[], meaning: Meaning): Places {
  const { names, desk, sites } = meaning
  const parents = nesting(zones, meaning)
  const byId = new Map(zones.map((zone) => [zone.id!.value, zone]))
  const places = new Map<string, Place>()
  const place = (id: string) => {
    const zone = byId.get(id)!
    const within = parents.get(id)
    const above = within === undefined ? undefined : places.get(within)
    const named = names.one('site', zone.site)
    if (!named && !above && sites.length > 1) desk.report('PLANT_SITE_UNCLEAR', { id, site: sites[0]!.id }, zone.id)
    const site = sites.find((s) => s.id === (named ?? above?.site)) ?? sites[0]!
    const usual = above && site.id === above.site ? above.space : (site.spaces[0]?.id ?? site.id)
    const space = names.one('address-space', zone.space) ?? usual
    const networks = (zone.networks ?? []).map((network) => network.value)
    places.set(id, { within, site: site.id, space, networks })
  }
  // Outermost first, without recursion: a chain of nested zones may be long.
  for (const zone of zones) {
    const chain: string[] = []
    for (let at: string | undefined = zone.id!.value; at !== undefined && !places.has(at); at = parents.get(at))
      chain.push(at)
    for (const id of chain.reverse()) place(id)
  }
  const joins = conduits.map((conduit) => [conduit.id!.value, names.all('zone', conduit.joins) as ZoneId[]] as const)
  return { zones: places, joins: new Map(joins) }
}

export function zonesOf(written: readonly WrittenZone[], places: Places, meaning: Meaning): Zone[] {
  return written
    .map((zone): Zone => {
      const id = zone.id!.value as ZoneId
      const { within, site, space, networks } = places.zones.get(id)!
      return {
        id,
        name: zone.name?.value ?? id,
        kind: zone.kind?.value ?? 'control',
        level: zone.level?.value,
        within: within as ZoneId | undefined,
        site,
        space,
        networks,
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

export function conduitsOf(
  written: readonly WrittenConduit[],
  places: Places,
  flows: readonly Flow[],
  meaning: Meaning,
): Conduit[] {
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
        joins: places.joins.get(id) ?? [],
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
