import { isGroupMac, type Mac } from '../groundwork/mac.ts'
import type { HostId, Inventory, LinkConversation } from '../inventory/inventory.ts'
import type { Flow, FlowId, Plant } from '../plant/plant.ts'
import type { DriftItem } from './drift.ts'
import type { Met } from './flows-found.ts'
import { framesOf, item } from './item.ts'
import { endKey, type Place, type Places, sameZone } from './places.ts'
import type { Protocols, Spoken } from './protocols.ts'

/** What layer-2 talk says about the declared flows of protocols that never leave a link. */
export interface LinksFound {
  readonly items: readonly DriftItem[]
  readonly met: ReadonlyMap<FlowId, Met>
}

/**
 * Holds industrial layer-2 talk (PROFINET, GOOSE, EtherCAT …) against the declared flows. Undeclared it is information, as no
 * filter stands inside a link; between two zones it is a warning: they share a link that no conduit may have been meant to be.
 */
export function linksFound(inventory: Inventory, plant: Plant, places: Places, protocols: Protocols): LinksFound {
  const declared = plant.flows.filter((flow) => protocols.isLinkOnly(flow))
  const hosts = new Map(inventory.hosts.map((host) => [host.id, host]))
  const byMac = new Map<string, HostId>()
  for (const { id, space, macs } of inventory.hosts) for (const mac of macs) byMac.set(`${space}/${mac}`, id)
  const items = new Map<string, DriftItem>()
  const met = new Map<FlowId, Met>()
  for (const link of inventory.links) {
    const spoken: Spoken = { protocols: [link.protocol], transport: 'ethernet', port: undefined }
    const row = protocols.row(spoken)
    const sender = hosts.get(link.from)
    if (!sender || row?.routable !== false || row.family !== 'industrial') continue
    const receiver = hosts.get(byMac.get(`${sender.space}/${link.to}`) ?? ('' as HostId))
    const [from, to] = [places.ofHost(sender), receiver && places.ofHost(receiver)]
    const group = isGroupMac(link.to as Mac)
    const flows = declared.filter((flow) => protocols.declares(flow, spoken) && joins(flow, from, to, group))
    for (const flow of flows) {
      const known = met.get(flow.id)
      met.set(flow.id, {
        answered: true,
        conversations: (known?.conversations ?? 0) + 1,
        frames: known?.frames ?? link.frames,
      })
    }
    if (flows.length > 0) continue
    const found = undeclared(link, row.id, from, to)
    if (!items.has(found.id)) items.set(found.id, found)
  }
  return { items: [...items.values()], met }
}

// What is sent to a group is meant for whoever listens: the sender decides.
function joins(flow: Flow, from: Place, to: Place | undefined, group: boolean): boolean {
  return from.ends.includes(endKey(flow.from)) && (group || (to?.ends.includes(endKey(flow.to)) ?? false))
}

function undeclared(link: LinkConversation, protocol: string, from: Place, to: Place | undefined): DriftItem {
  const across = to !== undefined && from.zones.length > 0 && to.zones.length > 0 && !sameZone(from, to)
  const target = to ? to.text : `"${link.to}"`
  const zones = across ? `, from zone "${from.zones[0]!.id}" into zone "${to.zones[0]!.id}"` : ''
  return item(`${link.from}>${link.to}/${protocol}`, {
    kind: 'flow-not-declared',
    severity: across ? 'warning' : 'info',
    message: `${from.text} sends ${protocol} to ${target} on layer 2${zones}, and no flow declares it`,
    host: link.from,
    asset: (to?.asset ?? from.asset)?.id,
    fromZone: from.zones[0]?.id,
    toZone: (to ?? from).zones[0]?.id,
    fields: { protocol, client: link.from, server: link.to, layer: '2', frames: String(link.packets) },
    because: framesOf(link.frames),
  })
}
