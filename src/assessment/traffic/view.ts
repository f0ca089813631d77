import type { Drift } from '../../drift/drift.ts'
import { type Deed, deedsOf } from '../../drift/deeds.ts'
import { type Place, Places } from '../../drift/places.ts'
import { Protocols } from '../../drift/protocols.ts'
import { indexById } from '../../groundwork/order.ts'
import type { Conversation, Host, HostId, Inventory } from '../../inventory/inventory.ts'
import type { Asset, AssetId, Flow, Plant, Zone, ZoneId } from '../../plant/plant.ts'
import type { Catalogs, ProtocolRow } from '../../standard/catalog.ts'

export interface TrafficInput {
  readonly plant: Plant
  readonly inventory: Inventory
  readonly drift: Drift
  readonly catalogs: Pick<Catalogs, 'modes' | 'protocols'>
}

/** A conversation with its two places in the plant, the declared flows that permit it, and what was spoken. */
export interface Talk {
  readonly c: Conversation
  readonly client: Place
  readonly server: Place
  readonly flows: readonly Flow[]
  /** Protocols recognized by content. */
  readonly spoken: readonly ProtocolRow[]
  /** The protocol that usually stands at the port, where nothing was recognized. */
  readonly guessed: ProtocolRow | undefined
  /** Somebody saw who opened it, or the port says so: what is said about client and server holds. */
  readonly directed: boolean
  readonly deeds: readonly Deed[]
  /** For people: `"hmi-1" (10.1.1.12) to "plc-1" (10.1.1.11) by modbus-tcp on tcp/502`. */
  readonly text: string
}

/** What signals look at: the inventory as the plant knows it. */
export interface TrafficView {
  readonly plant: Plant
  readonly inventory: Inventory
  readonly drift: Drift
  readonly talks: readonly Talk[]
  readonly zones: ReadonlyMap<ZoneId, Zone>
  readonly assets: ReadonlyMap<AssetId, Asset>
  readonly hosts: ReadonlyMap<HostId, Host>
  readonly places: Places
}

/** Looks everything up once. */
export function trafficView({ plant, inventory, drift, catalogs }: TrafficInput): TrafficView {
  const places = new Places(plant, inventory.hosts, drift.matches)
  const protocols = new Protocols(catalogs.protocols)
  const flows = indexById(plant.flows)
  const permitted = new Map(drift.flowMatches.map((match) => [match.conversation, match.flows]))
  const talks = inventory.conversations.map((c): Talk => {
    const [client, server] = [places.client(c), places.server(c)]
    const spoken = protocols.recognized(c).flatMap((id) => catalogs.protocols.get(id) ?? [])
    return {
      c,
      client,
      server,
      flows: (permitted.get(c.id) ?? []).flatMap((id) => flows.get(id) ?? []),
      spoken,
      guessed: protocols.recognized(c).length === 0 ? protocols.row(c) : undefined,
      directed: c.basis === 'syn' || c.basis === 'synack' || c.basis === 'port',
      deeds: deedsOf(c),
      text: `${client.text} to ${server.text} by ${protocols.text(c)}`,
    }
  })
  return {
    plant,
    inventory,
    drift,
    talks,
    zones: indexById(plant.zones),
    assets: indexById(plant.assets),
    hosts: indexById(inventory.hosts),
    places,
  }
}

/** The protocol of a talk as far as anybody can say, and whether its content says so. */
export function protocolOf(talk: Talk): { readonly row: ProtocolRow; readonly sure: boolean } | undefined {
  const [row] = talk.spoken
  if (row) return { row, sure: true }
  return talk.guessed && { row: talk.guessed, sure: false }
}
