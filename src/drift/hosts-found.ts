import { byText } from '../groundwork/order.ts'
import type { Host, HostId, Inventory, Service } from '../inventory/inventory.ts'
import { isLinkLocal } from '../inventory/host-key.ts'
import { servicesByHost, serviceText } from '../inventory/services.ts'
import type { Asset, Plant } from '../plant/plant.ts'
import { rowOrigins } from '../standard/origin.ts'
import { CHANGING, deedsOf } from './deeds.ts'
import type { DriftItem, Match } from './drift.ts'
import { type Mismatch, mismatches } from './identity.ts'
import { declaredAt, framesOf, item, someOf } from './item.ts'
import type { Places } from './places.ts'
import type { Protocols } from './protocols.ts'
import { severityOfHost } from './severity.ts'

/** Hosts that nobody declared. Only what talks counts as found; what was merely addressed or listed is a lesser finding. */
export function hostsFound(inventory: Inventory, plant: Plant, places: Places): readonly DriftItem[] {
  const [changed, meets] = [new Map<HostId, Set<string>>(), new Set<HostId>()]
  for (const c of inventory.conversations) {
    if (places.assetOf(c.server)) meets.add(c.client)
    if (places.assetOf(c.client)) meets.add(c.server)
    if (places.assetOf(c.client)) continue
    if (!deedsOf(c).some((deed) => CHANGING.includes(deed.class) && deed.outcome !== 'refused')) continue
    const targets = changed.get(c.client) ?? new Set()
    changed.set(c.client, targets.add(places.assetOf(c.server)?.id ?? c.serverIp))
  }
  const elsewhere = new Map<string, Set<string>>()
  for (const { id, addresses } of plant.assets)
    for (const { ip } of addresses)
      if (ip !== undefined) elsewhere.set(ip, (elsewhere.get(ip) ?? new Set<string>()).add(id))
  return inventory.hosts
    .filter((host) => !places.assetOf(host.id))
    .map((host) =>
      hostItem(host, places, [...(changed.get(host.id) ?? [])].sort(byText), meets.has(host.id), elsewhere),
    )
}

function hostItem(
  host: Host,
  places: Places,
  changed: readonly string[],
  meets: boolean,
  elsewhere: ReadonlyMap<string, ReadonlySet<string>>,
): DriftItem {
  const place = places.ofHost(host)
  const zone = place.zones[0]?.id
  const where = zone ? ` in zone "${zone}"` : ''
  const list = host.facts.find((fact) => fact.manner === 'listed')
  const others = [...new Set(host.ips.flatMap((ip) => [...(elsewhere.get(ip) ?? [])]))].sort(byText)
  const hint = others.length > 0 ? `; ${someOf(others)} has this address in another address space` : ''
  const message =
    host.state === 'listed'
      ? `${place.text} stands in "${host.sources[0]}" and is not declared`
      : host.state === 'silent'
        ? `${place.text}${where} was addressed, never answered, and is not declared`
        : `${place.text} talks${where} and is not declared${changed.length > 0 ? `; it changes ${someOf(changed)}` : ''}${hint}`
  return item(host.id, {
    kind: 'host-not-declared',
    severity: host.state === 'talker' ? severityOfHost(place, changed.length > 0, meets) : 'info',
    message,
    host: host.id,
    fromZone: zone,
    fields: {
      state: host.state,
      ...(host.ips.length > 0 ? { ips: host.ips.slice(0, 10).join(' ') } : {}),
      ...(host.macs.length > 0 ? { macs: host.macs.slice(0, 10).join(' ') } : {}),
      ...(host.interfaceMaker ? { maker: host.interfaceMaker } : {}),
      ...(host.roles.length > 0 ? { roles: host.roles.join(', ') } : {}),
    },
    because: [...framesOf(host.frames), ...(list ? rowOrigins(list) : [])],
  })
}

/** Services that answer on assets for which somebody said which services are needed (SR 7.7). */
export function servicesFound(
  inventory: Inventory,
  plant: Plant,
  matches: readonly Match[],
  protocols: Protocols,
): readonly DriftItem[] {
  const services = servicesByHost(inventory.services)
  const assets = new Map(plant.assets.map((asset) => [asset.id, asset]))
  // A port that was taken for the server's by its number alone may be a client's.
  const sure = new Set<string>()
  for (const c of inventory.conversations)
    if (c.basis !== 'lower_port' && c.basis !== 'first_sender') sure.add(`${c.server} ${serviceText(c)}`)
  return matches.flatMap(({ host, asset: id }) => {
    const asset = assets.get(id)!
    if (asset.services === undefined) return []
    return (services.get(host) ?? []).flatMap((service) => {
      const text = serviceText(service)
      const row = protocols.row(service)
      if (!service.answered || asset.services!.some((name) => protocols.names(name, service))) return []
      return item(`${host}/${text}`, {
        kind: 'service-not-declared',
        severity: sure.has(`${host} ${text}`) || service.states.includes('open') ? 'warning' : 'info',
        message: `"${id}" answers ${askers(service)} on ${protocols.text(service)}; declared are ${asset.services!.length === 0 ? 'no services' : asset.services!.join(', ')}`,
        host,
        asset: id,
        toZone: asset.zones[0],
        fields: { service: text, ...(row ? { protocol: row.id } : {}), clients: String(service.clients) },
        because: [...framesOf(service.frames), declaredAt(asset.span)],
      })
    })
  })
}

function askers({ clients, states }: Service): string {
  if (clients === 0 && states.includes('open')) return 'a scan or a log'
  return `${clients} ${clients === 1 ? 'client' : 'clients'}`
}

/** Devices that say something else about themselves than is declared, and addresses at which another device answers. */
export function identitiesFound(inventory: Inventory, plant: Plant, matches: readonly Match[]): readonly DriftItem[] {
  const hosts = new Map(inventory.hosts.map((host) => [host.id, host]))
  const assets = new Map(plant.assets.map((asset) => [asset.id, asset]))
  const products = new Map(plant.products.map((product) => [product.id, product]))
  const byIp = new Map<string, Asset>()
  for (const asset of plant.assets) for (const { ip, space } of asset.addresses) byIp.set(`${space}/${ip}`, asset)
  const items = new Map<string, DriftItem>()
  for (const match of matches) {
    const [host, asset] = [hosts.get(match.host)!, assets.get(match.asset)!]
    if (host.state !== 'talker' && !host.manners.includes('listed')) continue
    const product = asset.product === undefined ? undefined : products.get(asset.product)
    const said = mismatches(asset, product, host).map((m) => mismatchItem(asset, host, m))
    for (const found of [...said, ...addressItems(host, asset, match, byIp)]) {
      // A device that is met in several address spaces says the same in each.
      const known = items.get(found.id)
      items.set(found.id, known ? { ...known, because: [...known.because, ...found.because] } : found)
    }
  }
  return [...items.values()]
}

function mismatchItem(asset: Asset, host: Host, m: Mismatch): DriftItem {
  const who = m.listed ? 'a list' : 'the device'
  return item(`${asset.id}/${m.attribute}/${m.found.join(' ')}`, {
    kind: 'identity-mismatch',
    severity: m.listed ? 'info' : m.partly || m.attribute === 'product' ? 'warning' : 'error',
    message: `"${asset.id}" is declared with ${m.attribute} "${m.declared}", and ${who} ${m.partly ? 'also ' : ''}says ${someOf(m.found)}`,
    host: host.id,
    asset: asset.id,
    toZone: asset.zones[0],
    fields: { attribute: m.attribute, declared: m.declared, found: m.found.slice(0, 10).join(' ') },
    because: [
      ...framesOf(m.facts.flatMap((fact) => fact.frames).slice(0, 3)),
      ...m.facts.flatMap((fact) => (fact.frames.length > 0 ? [] : rowOrigins(fact))),
      declaredAt(asset.span),
    ],
  })
}

/** What is wrong with the addresses of a found asset: another MAC, another IP, an IP of somebody else, a MAC that claims its IP. */
function addressItems(host: Host, asset: Asset, match: Match, byIp: ReadonlyMap<string, Asset>): DriftItem[] {
  if (host.state !== 'talker') return []
  const about = (about: string, severity: 'error' | 'warning', declared: string, found: string, message: string) =>
    item(`${asset.id}/${about}`, {
      kind: 'identity-mismatch',
      severity,
      message,
      host: host.id,
      asset: asset.id,
      toZone: asset.zones[0],
      fields: { attribute: about.slice(0, about.indexOf(' ')), declared, found },
      because: [...framesOf(host.frames), declaredAt(asset.span)],
    })
  const items: DriftItem[] = []
  const used = new Set(host.addresses.map(({ space, ip }) => `${space}/${ip}`))
  const here = asset.addresses.filter(({ space, ip }) => used.has(`${space}/${ip}`))
  const macs = here.map((a) => a.mac).filter((mac) => mac !== undefined)
  const other = host.macs.find((mac) => !macs.includes(mac))
  if (match.by === 'ip' && macs.length > 0 && other !== undefined) {
    const says = `"${asset.id}" is declared with MAC "${macs[0]}", and "${other}" answers at its address`
    items.push(about(`mac ${other}`, 'error', macs.join(' '), host.macs.join(' '), says))
  }
  const known = new Set(asset.addresses.map((a) => a.mac))
  for (const { attribute, value } of host.facts)
    if (attribute === 'announced-by' && !known.has(value)) {
      const says = `the address of "${asset.id}" is announced by "${value}" as well`
      items.push(about(`announced-by ${value}`, macs.length > 0 ? 'error' : 'warning', macs.join(' '), value, says))
    }
  for (const { space, ip } of host.addresses) {
    const owner = byIp.get(`${space}/${ip}`)
    const ips = asset.addresses.filter((a) => a.space === space).flatMap((a) => a.ip ?? [])
    if (owner && owner.id !== asset.id) {
      const says = `"${ip}" is declared for "${owner.id}", and "${asset.id}" uses it`
      items.push(about(`ip ${ip}`, 'error', owner.id, asset.id, says))
    } else if (!owner && ips.length > 0 && !isLinkLocal(ip)) {
      const says = `"${asset.id}" uses "${ip}", which is not declared for it`
      items.push(about(`ip ${ip}`, 'warning', ips.join(' '), ip, says))
    }
  }
  return items
}
