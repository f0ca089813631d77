import { ipBits, isPrivate, prefixText } from '../groundwork/ip.ts'
import { byKey, byText, groupBy, sortedUnique } from '../groundwork/order.ts'
import { isLinkLocal, ipOrder } from '../inventory/host-key.ts'
import type { Host, HostFact, HostId, Inventory } from '../inventory/inventory.ts'
import { factsOf } from '../inventory/values.ts'
import type { ZoneKind } from '../plant/plant.ts'
import type { Catalogs } from '../standard/catalog.ts'
import { KIND_BY_ROLE, OTHER_ZONE, ZONE_BY_ROLE } from './first-plant-table.ts'
import { Ids, seenIn, slugOf } from './first-plant-text.ts'

/** A zone as proposed, with the reason. */
export interface ProposedZone {
  readonly id: string
  readonly kind: ZoneKind
  readonly level: number | undefined
  readonly space: string
  readonly networks: readonly string[]
  readonly hosts: readonly Host[]
  readonly why: string
}

/** An asset as proposed, with the reasons. */
export interface ProposedAsset {
  readonly id: string
  readonly host: Host
  readonly zone: ProposedZone | undefined
  readonly kind: string
  readonly product: { readonly id: string; readonly name: string; readonly supplier: string | undefined } | undefined
  readonly firmware: string | undefined
  readonly serial: string | undefined
  readonly why: readonly string[]
}

/** Assets and zones that evidence suggests. Hosts outside the plant are no assets: they stand for zones of kind `external`. */
export interface Guess {
  readonly zones: readonly ProposedZone[]
  readonly assets: ReadonlyMap<HostId, ProposedAsset>
  readonly outside: ReadonlyMap<HostId, ProposedZone>
  readonly ids: Ids
}

/** Proposes zones by subnet (or by what a list says) and kind, and one asset for every host of the plant. */
export function guess(inventory: Inventory, catalogs: Pick<Catalogs, 'assetKinds'>): Guess {
  const ids = new Ids()
  const away = new Set(inventory.hosts.filter((host) => isOutside(host, inventory)).map((host) => host.id))
  const meant = meantTargets(inventory)
  const hosts = inventory.hosts.filter((h) => !away.has(h.id) && (h.state !== 'silent' || meant.has(h.id)))
  const spaces = sortedUnique(inventory.sources.map((source) => source.vantage.space))
  const zones: ProposedZone[] = []
  const zoneOf = new Map<HostId, ProposedZone>()
  const groups = groupBy(hosts, zoneKey)
  for (const key of [...groups.keys()].filter((k) => k !== '').sort(byKey(zoneOrder))) {
    const zone = zoneFrom(groups.get(key)!, spaces, ids)
    zones.push(zone)
    for (const host of zone.hosts) zoneOf.set(host.id, zone)
  }
  const outside = new Map<HostId, ProposedZone>()
  const foreign = groupBy(
    inventory.hosts.filter((host) => away.has(host.id)),
    (host) => host.space,
  )
  for (const [space, members] of [...foreign].sort(([a], [b]) => byText(a, b))) {
    const id = ids.free(foreign.size > 1 ? `outside-${space}` : 'outside')
    const why = `${members.length} public addresses behind a router`
    const zone: ProposedZone = { id, kind: 'external', level: 5, space, networks: [], hosts: [], why }
    zones.push(zone)
    for (const host of members) outside.set(host.id, zone)
  }
  const assets = new Map<HostId, ProposedAsset>()
  for (const host of [...hosts].sort(byKey((h) => `${h.space} ${h.ips[0] === undefined ? h.id : ipOrder(h.ips[0])}`)))
    assets.set(host.id, assetFrom(host, zoneOf.get(host.id), catalogs, ids))
  return { zones, assets, outside, ids }
}

/** The network of an IP as people usually cut them: /24, and /64 for IPv6. */
export function usualNetwork(ip: string): string | undefined {
  const value = ipBits(ip)
  if (!value) return undefined
  const [width, length] = value.family === 4 ? [32, 24] : [128, 64]
  const shift = BigInt(width - length)
  return prefixText({ family: value.family, bits: (value.bits >> shift) << shift, length: length })
}

// A public address that no MAC of the link owns lies behind a router, where the plant has private addresses of its own.
function isOutside(host: Host, inventory: Inventory): boolean {
  if (host.macs.length > 0 || host.state === 'listed' || host.ips.length === 0) return false
  const isPublic = (ip: string) => {
    const bits = ipBits(ip)
    return bits !== undefined && !isPrivate(bits)
  }
  if (!host.ips.every(isPublic)) return false
  return inventory.hosts.some(
    (other) => other.space === host.space && other.ips.some((ip) => !isPublic(ip) && !isLinkLocal(ip)),
  )
}

/** From so many packets on, somebody means the silent host it sends to, as a device means its log server. */
const MEANT_FROM = 3

// Other addresses that never answered are left out: most come from a search of the network.
function meantTargets({ conversations }: Inventory): ReadonlySet<HostId> {
  const meant = conversations.filter((c) => c.transport === 'udp' && c.packets.c2s >= MEANT_FROM)
  return new Set(meant.map((c) => c.server))
}

const BY_LIST = 'list '

function zoneKey(host: Host): string {
  const [listed] = factsOf(host, 'zone')
  if (listed) return `${host.space}\n${BY_LIST}${slugOf(listed.value)}`
  const ip = routableIp(host)
  const network = ip === undefined ? undefined : usualNetwork(ip)
  return network === undefined ? '' : `${host.space}\n${network}`
}

// The address by which it is known in its own space; those behind a translation say nothing about its zone.
function routableIp({ addresses, space }: Host): string | undefined {
  return addresses.find((a) => a.space === space && !isLinkLocal(a.ip))?.ip
}

function zoneOrder(key: string): string {
  const [space, rest] = key.split('\n') as [string, string]
  return `${space} ${rest.startsWith(BY_LIST) ? rest : ipOrder(rest.slice(0, rest.indexOf('/')))}`
}

function zoneFrom(hosts: readonly Host[], spaces: readonly string[], ids: Ids): ProposedZone {
  const [head] = hosts as [Host, ...Host[]]
  const [listed] = factsOf(head, 'zone')
  const row = ZONE_BY_ROLE.find(({ roles }) => hosts.some((host) => roles.some((role) => host.roles.includes(role))))
  const { kind, level, says } = row ?? OTHER_ZONE
  const withRole = hosts.filter((host) => row?.roles.some((role) => host.roles.includes(role)))
  const found = sortedUnique(hosts.flatMap((host) => usualNetwork(routableIp(host) ?? '') ?? []))
  const first = withRole[0]
  const reason = first
    ? `${withRole.length} of ${hosts.length} ${says}, e.g. ${routableIp(first)} (${seenIn(first.frames) || first.sources[0]})`
    : says
  const suffix = head.space === spaces[0] ? '' : `-${head.space}`
  const name = listed
    ? slugOf(listed.value)
    : `${kind}-${slugOf(found[0]!.replace(/(\.0)?\/\d+$/, '')).replaceAll('.', '-')}`
  const asked = listed ? `"${listed.value}" stands in ${placeOf(listed)}` : `hosts of ${found[0]}`
  return {
    id: ids.free(`${name}${suffix}`),
    kind,
    level,
    space: head.space,
    networks: listed ? [] : found,
    hosts,
    why: `${asked}; taken for ${kind}: ${reason}`,
  }
}

function assetFrom(
  host: Host,
  zone: ProposedZone | undefined,
  { assetKinds }: Pick<Catalogs, 'assetKinds'>,
  ids: Ids,
): ProposedAsset {
  const why: string[] = []
  const kind = kindOf(host, assetKinds, why)
  const address = routableIp(host) ?? host.ips[0] ?? host.macs[0] ?? host.id
  const names = [...new Set(factsOf(host, 'name').map((fact) => fact.value))]
  const [name] = names
  if (names.length > 0) why.push(`called ${names.map((n) => `"${n}"`).join(' and ')}`)
  if (host.state === 'silent') why.push('only addressed, it never answered: is it there?')
  if (host.state === 'listed') why.push(`only listed (${host.sources[0]}), not found`)
  if (host.interfaceMaker) why.push(`network interface by ${host.interfaceMaker}`)
  const where = seenIn(host.frames)
  if (where) why.push(where)
  const wanted = name ?? (host.id.includes('/name:') ? host.id.slice(host.id.indexOf('/name:') + 6) : undefined)
  return {
    id: ids.free(wanted ?? `${kind === 'unknown' ? 'host' : kind}-${address.replace(/[.:]/g, '-')}`),
    host,
    zone,
    kind,
    product: productOf(host, why),
    firmware: single(host, 'firmware', why),
    serial: single(host, 'serial', why),
    why,
  }
}

function kindOf(host: Host, kinds: Catalogs['assetKinds'], why: string[]): string {
  for (const fact of factsOf(host, 'kind')) {
    const id = slugOf(fact.value)
    if (!kinds.has(id)) continue
    why.push(`${id}: says ${placeOf(fact)}`)
    return id
  }
  for (const [role, kind] of KIND_BY_ROLE) {
    const reason = host.roles.includes(role) && factsOf(host, 'role').find((fact) => fact.value === role)
    if (!reason || !kinds.has(kind)) continue
    why.push(`${kind}? ${reasonOf(reason)} (${placeOf(reason)}; confidence ${reason.confidence})`)
    return kind
  }
  return 'unknown'
}

// What a device tells of itself stands beside what its traffic looks like.
function reasonOf({ by, value, from }: HostFact): string {
  if (from) return `it tells "${from.value}" (${from.attribute} by ${from.by})`
  return SHOWN.test(by) ? `it ${by.replaceAll('.', ' ')}` : `it tells "${value}" (by ${by})`
}

/** Reasons of roles that traffic shows. */
const SHOWN = /^(?:serves|serves-port|receives|programs|sends|polls)\.|^routes$/

function productOf(host: Host, why: string[]): ProposedAsset['product'] {
  const [product] = [...factsOf(host, 'product'), ...factsOf(host, 'order-number')]
  const make = factsOf(host, 'make')[0]
  if (!product && make) why.push(`made by "${make.value}" (${placeOf(make)})`)
  if (!product) return undefined
  const supplier = make?.value
  why.push(`product by ${product.by} (${placeOf(product)})`)
  const id = [supplier, product.value].flatMap((part) => (part === undefined ? [] : [slugOf(part)])).join('/')
  return { id: id.slice(0, 100), name: product.value, supplier }
}

// One value is taken over; several that disagree are for a person to settle.
function single(host: Host, attribute: string, why: string[]): string | undefined {
  const facts = factsOf(host, attribute)
  const values = sortedUnique(facts.map((fact) => fact.value))
  if (values.length > 1) why.push(`${attribute} is said to be ${values.join(' and ')}`)
  else if (facts[0]) why.push(`${attribute} by ${facts[0].by} (${placeOf(facts[0])})`)
  return values.length === 1 ? values[0] : undefined
}

function placeOf({ file, line, sheet, frames }: HostFact): string {
  if (line === undefined) return seenIn(frames) || file
  return sheet === undefined ? `${file}, line ${line}` : `${file}, sheet "${sheet}", row ${line}`
}
