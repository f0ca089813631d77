import { SEVERITIES } from '../groundwork/diagnostic.ts'
import type { Conversation } from '../inventory/inventory.ts'
import type { Plant, Zone, ZoneId, ZoneKind } from '../plant/plant.ts'
import { CHANGING, type Deed } from './deeds.ts'
import type { DriftItem } from './drift.ts'
import { type Place, sameZone } from './places.ts'

export type Severity = NonNullable<DriftItem['severity']>

/** Zones in which something must not be touched by what nobody declared. */
const CRITICAL: ReadonlySet<ZoneKind> = new Set(['control', 'safety'])

/** Zones whose people and machines are many, change daily, and are not listed one by one in a model of the plant. */
const UNLISTED: ReadonlySet<ZoneKind> = new Set(['business', 'external', 'remote'])

/** Zones from which an attack is expected first. */
const OUTSIDE: ReadonlySet<ZoneKind> = new Set(['external', 'remote'])

/** Protocols by which machines find and name each other; what they say to the whole link is no flow that anybody plans. */
const CHATTER: ReadonlySet<string> = new Set([
  'dhcp', 'mdns', 'llmnr', 'netbios', 'ssdp', 'igmp', 'arp', 'lldp', 'stp', 'ospf', 'vrrp',
]) // biome-ignore format: a table

/** Zones in which traffic that stays inside is expected to be declared: it has flows of its own, or a complete asset list. */
export function strictZones(plant: Plant): ReadonlySet<ZoneId> {
  const strict = new Set(plant.zones.filter((zone) => zone.complete).map((zone) => zone.id))
  const zonesOf = new Map(plant.assets.map((asset) => [asset.id, asset.zones]))
  const zones = (end: Plant['flows'][number]['from']): readonly ZoneId[] =>
    end.kind === 'zone' ? [end.id] : end.kind === 'asset' ? (zonesOf.get(end.id) ?? []) : []
  for (const { from, to } of plant.flows) for (const zone of zones(from)) if (zones(to).includes(zone)) strict.add(zone)
  return strict
}

/** Whether a conversation is how machines find each other, rather than a flow. */
export function isChatter(protocol: string | undefined, to: Place): boolean {
  return to.group || (protocol !== undefined && CHATTER.has(protocol))
}

/**
 * How bad an undeclared conversation is. Error: somebody must act today, as something changed a device across or from outside
 * of what is declared, or a boundary of a control or safety zone, or one to the outside, lets through what nobody declared.
 * Nothing that was merely asked is an error: the boundary held, or nobody was there. Inside one zone, between declared
 * assets, it is information, unless that zone declares its own flows or a complete list.
 */
export function severityOfFlow(
  c: Conversation,
  from: Place,
  to: Place,
  deeds: readonly Deed[],
  strict: ReadonlySet<ZoneId>,
): Severity {
  const inside = sameZone(from, to)
  const stranger = !from.asset || !to.asset
  if (!c.answered) return inside && !stranger ? 'info' : from.zones.length + to.zones.length > 0 ? 'warning' : 'info'
  const changes = deeds.some((deed) => CHANGING.includes(deed.class) && deed.outcome !== 'refused')
  if (changes && (!inside || stranger)) return 'error'
  const strictly = inside && [...from.zones, ...to.zones].some((zone) => strict.has(zone.id))
  if (inside) return strictly || (stranger && touches(CRITICAL, to.zones)) ? 'warning' : 'info'
  if (from.zones.length === 0 && to.zones.length === 0) return 'info'
  if (from.conduits.length + to.conduits.length > 0) return 'warning'
  if (touches(CRITICAL, from.zones) || touches(CRITICAL, to.zones) || touches(OUTSIDE, from.zones)) return 'error'
  return 'warning'
}

/**
 * How bad a host is that talks and is not declared. Error when it changed a device, or talks in a zone whose list somebody
 * declared complete. Information in zones whose machines nobody lists one by one, and where the model knows nothing, unless
 * it is a router: it joins networks.
 */
export function severityOfHost(place: Place, changed: boolean, meetsDeclared: boolean): Severity {
  const [zone] = place.zones
  if (changed || (zone?.complete && !UNLISTED.has(zone.kind))) return 'error'
  if (zone) return UNLISTED.has(zone.kind) ? 'info' : 'warning'
  return meetsDeclared || place.host?.routes ? 'warning' : 'info'
}

/** The graver of two severities. */
export function worse(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b) ? a : b
}

function touches(kinds: ReadonlySet<ZoneKind>, zones: readonly Zone[]): boolean {
  return zones.some((zone) => kinds.has(zone.kind))
}
