import { byKey } from '../../groundwork/order.ts'
import type { AccessPoint, Asset, Conduit, Zone, ZoneKind } from '../../plant/plant.ts'
import { CERTAIN, membership, OUT, POSSIBLE } from './asset-classes.ts'
import { assetOf, type Basis, namedAsset } from './basis.ts'
import type { Subject } from './facts.ts'
import { typeBits } from './rows.ts'

/** A way through the boundary of a place: declared, or brought along by a conduit, or an asset that stands in two zones. */
export interface Way {
  readonly id: string
  readonly place: number
  readonly kind: AccessPoint['kind']
  /** The place on the other side of it: the conduit of a zone, the zone of a conduit; -1 where it leads outside the model. */
  readonly beyond: number
  /** Whether it is itself a way in from an untrusted network, as far as somebody said so. */
  readonly untrusted: number
  /** Whether somebody declared it, or a conduit brought it along, or it is an asset that joins zones. */
  readonly origin: 'declared' | 'conduit' | 'asset'
  /** Enforcers on it; facts about each are those about the device and about the way together. */
  readonly enforcers: readonly Subject[]
  /** The way by itself, without any device. */
  readonly self: Subject
  readonly declared: AccessPoint | undefined
}

/** Zones that the outside reaches by their nature; for some kinds nobody can say without knowing the plant. */
const OUTSIDE: Readonly<Record<ZoneKind, number>> = {
  external: CERTAIN,
  remote: CERTAIN,
  business: POSSIBLE,
  temporary: POSSIBLE,
  dmz: OUT,
  operations: OUT,
  control: OUT,
  safety: OUT,
  wireless: OUT,
}

/** Whether people or networks that nobody has vetted are inside a zone of this kind. */
export function isOutside(zone: Zone): number {
  return OUTSIDE[zone.kind]
}

/** The ways through the boundary of every place, by place, in the order of their ids (LEVELS, Inputs). */
export function waysOf(basis: Basis): readonly (readonly Way[])[] {
  const ways: Way[][] = basis.places.map(() => [])
  const covered = new Set<string>()
  for (const place of basis.places) {
    if (place.kind !== 'zone') continue
    for (const point of place.zone.accessPoints ?? []) {
      const behind = point.conduit === undefined ? undefined : basis.placeOf.get(`conduit:${point.conduit}`)
      if (behind !== undefined) covered.add(`${place.index} ${behind}`)
      ways[place.index]!.push(declaredWay(basis, place.index, place.id, point, behind))
    }
  }
  for (const place of basis.places) {
    if (place.kind !== 'conduit') continue
    for (const id of new Set(place.conduit.joins)) {
      const zone = basis.placeOf.get(`zone:${id}`)
      if (zone === undefined) continue
      ways[place.index]!.push(conduitWay(basis, place.conduit, place.index, zone, id))
      if (!covered.has(`${zone} ${place.index}`))
        ways[zone]!.push(conduitWay(basis, place.conduit, zone, place.index, id))
    }
  }
  return ways.map((list) => list.sort(byKey((way) => way.id)))
}

/** An asset that stands in several zones is a link between them; it is its own enforcer unless it has no software (modes). */
export function linkWay(basis: Basis, place: number, asset: Asset): Way {
  const own = { named: namedAsset(basis, asset), asset, types: typeBits(asset.types) }
  return {
    id: asset.id,
    place,
    kind: 'network',
    beyond: -1,
    untrusted: OUT,
    origin: 'asset',
    enforcers: asset.passive ? [] : [own],
    // What its product could do is of no use on a part without software.
    self: { ...own, asset: undefined, types: 0 },
    declared: undefined,
  }
}

function declaredWay(basis: Basis, place: number, zone: string, point: AccessPoint, behind: number | undefined): Way {
  const conduit = behind === undefined ? undefined : basis.places[behind]
  const enforcers =
    point.enforcers.length > 0 || conduit?.kind !== 'conduit' ? point.enforcers : (conduit.conduit.enforcedBy ?? [])
  const keys = [`access-point:${point.id}`, `zone:${zone}`]
  if (conduit) keys.push(`conduit:${conduit.id}`)
  return {
    id: point.id,
    place,
    kind: point.kind,
    beyond: behind ?? -1,
    untrusted: membership(point.untrusted),
    origin: 'declared',
    enforcers: enforcers.flatMap((id) => enforcer(basis, keys, zone, id)),
    self: wayItself(keys, zone),
    declared: point,
  }
}

function conduitWay(basis: Basis, conduit: Conduit, place: number, beyond: number, zone: string): Way {
  const id = `${conduit.id}@${zone}`
  // The end at a zone belongs to zone and conduit; the same end seen from the conduit belongs to both as well.
  const keys = [`access-point:${id}`, `zone:${zone}`, `conduit:${conduit.id}`]
  return {
    id,
    place,
    kind: conduit.medium === 'physical' ? 'door' : conduit.medium,
    beyond,
    untrusted: POSSIBLE,
    origin: 'conduit',
    enforcers: [...new Set(conduit.enforcedBy ?? [])].flatMap((asset) => enforcer(basis, keys, zone, asset)),
    self: wayItself(keys, zone),
    declared: undefined,
  }
}

function wayItself(keys: readonly string[], zone: string): Subject {
  return { named: { keys, own: 1, assetKind: undefined, zones: [zone] }, asset: undefined, types: 0 }
}

/** A device on a way: what is said about the device, and what is said about the way, is said about it. */
function enforcer(basis: Basis, keys: readonly string[], zone: string, id: string): readonly Subject[] {
  const asset = assetOf(basis, id)
  if (!asset || asset.passive) return []
  const device = namedAsset(basis, asset)
  const [own, ...classes] = device.keys
  const [way, ...places] = keys
  return [
    {
      named: {
        keys: [own!, way!, ...new Set([...classes, ...places])],
        own: 2,
        assetKind: device.assetKind,
        zones: [...new Set([...device.zones, zone])],
      },
      asset,
      types: typeBits(asset.types),
    },
  ]
}
