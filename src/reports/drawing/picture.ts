import { byText, groupBy } from '../../groundwork/order.ts'
import { prefixText } from '../../groundwork/ip.ts'
import type { Conduit, Zone } from '../../plant/plant.ts'
import type { SubjectLevels } from '../../assessment/security-levels/levels.ts'
import type { Assessed } from '../result.ts'

/** What the zone and conduit drawing shows, before anything has a place: ZCR 3 with what the wire adds to it. */
export interface Picture {
  readonly zones: readonly PictureZone[]
  readonly conduits: readonly PictureConduit[]
  readonly alarms: readonly PictureAlarm[]
  /** Zones, conduits and alarms that are left out because the drawing would be too large to read. */
  readonly leftOut: number
}

export interface PictureZone {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly level: number | undefined
  readonly within: string | undefined
  /** Small texts: what stands in it, and its networks. */
  readonly lines: readonly string[]
  readonly levels: SubjectLevels | undefined
  /** Hosts found in it that nobody declared. */
  readonly strangers: readonly string[]
  /** Undeclared traffic inside it, as protocol names with counts. */
  readonly inside: readonly string[]
}

export interface PictureConduit {
  readonly id: string
  readonly name: string
  /** Zones of the picture it joins. */
  readonly joins: readonly string[]
  /** `undefined`: nobody has said. */
  readonly enforcers: readonly string[] | undefined
  readonly medium: string
  readonly levels: SubjectLevels | undefined
}

/** Undeclared traffic between two zones, all of one pair together. */
export interface PictureAlarm {
  readonly from: string
  readonly to: string
  readonly count: number
  readonly what: string
}

/** The id of the place for hosts that stand in no declared zone. */
const NOWHERE = ' nowhere'

/** More than this cannot be read on one drawing, and takes long to lay out. */
const MOST = { zones: 60, conduitEnds: 130, alarms: 24 }

/** Collects what is to be drawn. */
export function pictureOf(assessed: Assessed): Picture {
  const { plant, drift } = assessed
  const shown = zonesShown(plant.zones)
  const stands = standIns(plant.zones, shown)
  const levels = new Map(assessed.levels.subjects.map((subject) => [`${subject.kind}/${subject.id}`, subject]))
  const assets = groupBy(
    plant.assets.flatMap((asset) => asset.zones.map((zone) => ({ zone: stands(zone) ?? '', kind: asset.kind }))),
    ({ zone }) => zone,
  )
  // Of severity info are what only a list says and what is said to everybody: the drift section has them.
  const undeclared = drift.items.filter((item) => item.severity === 'error' || item.severity === 'warning')
  const strangers = groupBy(
    undeclared.filter((item) => item.kind === 'host-not-declared'),
    (item) => stands(item.fromZone ?? item.toZone) ?? NOWHERE,
  )
  const traffic = groupBy(
    undeclared
      .filter((item) => item.kind === 'flow-not-declared' || item.kind === 'operation-not-declared')
      .map((item) => ({
        from: stands(item.fromZone) ?? NOWHERE,
        to: stands(item.toZone) ?? NOWHERE,
        what: item.fields['protocol'] ?? item.fields['service'] ?? '',
      })),
    ({ from, to }) => JSON.stringify([from, to]),
  )
  const alarms: PictureAlarm[] = []
  const inside = new Map<string, string[]>()
  for (const group of traffic.values()) {
    const { from, to } = group[0]!
    const what = [...groupBy(group, (one) => one.what)].map(([name, all]) => counted(name || 'traffic', all.length))
    if (from === to && from !== NOWHERE) inside.set(from, what)
    else alarms.push({ from, to, count: group.length, what: what.join(', ') })
  }
  const zones = shown.map(
    (zone): PictureZone => ({
      id: zone.id,
      name: zone.name,
      kind: zone.kind,
      level: zone.level,
      within: zone.within === undefined ? undefined : stands(zone.within),
      lines: [kinds(assets.get(zone.id) ?? []), zone.networks.map(prefixText).join(' ') || 'no network declared'],
      levels: levels.get(`zone/${zone.id}`),
      strangers: (strangers.get(zone.id) ?? []).map((item) => item.host ?? item.message),
      inside: inside.get(zone.id) ?? [],
    }),
  )
  const outside = strangers.get(NOWHERE) ?? []
  const sorted = alarms.sort((a, b) => b.count - a.count || byText(a.from, b.from) || byText(a.to, b.to))
  const loudest = sorted.slice(0, MOST.alarms)
  const named = new Set(loudest.flatMap(({ from, to }) => [from, to]))
  if (outside.length > 0 || named.has(NOWHERE)) zones.push(nowhere(outside.map((item) => item.host ?? item.message)))
  const conduits = plant.conduits.map((conduit) => conduitOf(conduit, stands, levels))
  let ends = 0
  const drawn = conduits.filter(({ joins }) => joins.length > 0 && (ends += joins.length) <= MOST.conduitEnds)
  return {
    zones,
    conduits: drawn,
    alarms: loudest,
    leftOut: plant.zones.length - shown.length + conduits.length - drawn.length + sorted.length - loudest.length,
  }
}

function conduitOf(
  conduit: Conduit,
  stands: (zone: string | undefined) => string | undefined,
  levels: ReadonlyMap<string, SubjectLevels>,
): PictureConduit {
  const joins = [...new Set(conduit.joins.map(stands).filter((zone) => zone !== undefined))]
  return {
    id: conduit.id,
    name: conduit.name,
    joins: joins.length > 1 || conduit.joins.length === 1 ? joins : [],
    enforcers: conduit.enforcedBy,
    medium: conduit.medium,
    levels: levels.get(`conduit/${conduit.id}`),
  }
}

/** All zones if they are few; else those that stand in no other; else the first of them. */
function zonesShown(zones: readonly Zone[]): readonly Zone[] {
  if (zones.length <= MOST.zones) return zones
  const outer = zones.filter((zone) => zone.within === undefined)
  return outer.slice(0, MOST.zones)
}

/** Which zone of the picture stands for a zone: itself, or the nearest around it that is drawn. */
function standIns(zones: readonly Zone[], shown: readonly Zone[]) {
  const byId = new Map<string, Zone>(zones.map((zone) => [zone.id, zone]))
  const drawn = new Set<string>(shown.map((zone) => zone.id))
  return (id: string | undefined): string | undefined => {
    const visited = new Set<string>()
    let at = id
    while (at !== undefined && !drawn.has(at) && !visited.has(at)) {
      visited.add(at)
      at = byId.get(at)?.within
    }
    return at !== undefined && drawn.has(at) ? at : undefined
  }
}

function nowhere(strangers: readonly string[]): PictureZone {
  return {
    id: NOWHERE,
    name: 'In no declared zone',
    kind: 'unknown',
    level: undefined,
    within: undefined,
    lines: ['addresses that no zone lists'],
    levels: undefined,
    strangers,
    inside: [],
  }
}

function kinds(assets: readonly { readonly kind: string }[]): string {
  if (assets.length === 0) return 'no assets declared'
  const counts = [...groupBy(assets, (asset) => asset.kind)]
    .map(([kind, all]) => ({ kind, count: all.length }))
    .sort((a, b) => b.count - a.count || byText(a.kind, b.kind))
  return counts.map(({ kind, count }) => counted(kind, count)).join(', ')
}

function counted(name: string, count: number): string {
  return count === 1 ? name : `${count} × ${name}`
}
