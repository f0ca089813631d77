import { Places } from '../../../drift/places.ts'
import type { Host, Service } from '../../../inventory/inventory.ts'
import { valuesOf } from '../../../inventory/values.ts'
import { dayOf } from '../../../groundwork/day.ts'
import { byText, groupBy, indexById, sortedUnique } from '../../../groundwork/order.ts'
import type { Asset } from '../../../plant/plant.ts'
import { LIMITS } from '../limits.ts'
import { html, joined, type Value } from '../markup.ts'
import { badge, nothing, rest, table } from '../parts.ts'
import type { Section, View } from '../view.ts'
import { count, plural } from '../words.ts'

/** Declared assets beside found hosts: strangers first, then what disagrees, then the rest. */
export function inventory(view: View): Section {
  const { plant, inventory: found, drift } = view.assessed
  const assets = indexById<string, Asset>(plant.assets)
  const hosts = indexById<string, Host>(found.hosts)
  const hostsOf = groupBy(drift.matches, (match) => match.asset)
  const matched = new Set<string>(drift.matches.map((match) => match.host))
  const services = groupBy(found.services, (service) => service.host)
  const disputed = new Set<string | undefined>(
    drift.items.filter((item) => item.severity !== undefined).map((item) => item.asset),
  )
  const strangers = found.hosts.filter((host) => !matched.has(host.id) && host.state !== 'listed')
  const listed = found.hosts.filter((host) => !matched.has(host.id) && host.state === 'listed')
  const declared = [...assets.values()].sort(
    (a, b) => Number(disputed.has(b.id)) - Number(disputed.has(a.id)) || byText(a.id, b.id),
  )
  const all = strangers.length + declared.length + listed.length
  const rows: Value[][] = []
  const places = new Places(plant, found.hosts, drift.matches)
  const zoneOf = (host: Host) => places.ofHost(host).zones[0]?.name
  const room = () => rows.length < LIMITS.inventory
  for (const host of strangers) if (room()) rows.push(stranger(host, services.get(host.id) ?? [], zoneOf(host)))
  for (const asset of declared)
    if (room()) {
      const own = (hostsOf.get(asset.id) ?? []).flatMap((match) => hosts.get(match.host) ?? [])
      rows.push(
        known(
          view,
          asset,
          own,
          own.flatMap((host) => services.get(host.id) ?? []),
          disputed.has(asset.id),
        ),
      )
    }
  for (const host of listed) if (room()) rows.push(stranger(host, services.get(host.id) ?? [], zoneOf(host)))
  const head = ['Asset or host', 'Standing', 'Zone', 'Kind', 'Address', 'Identity', 'Services', 'Seen']
  return {
    id: 'inventory',
    title: 'Inventory',
    body: html`<p>${plural(plant.assets.length, 'asset')} declared, ${plural(found.hosts.filter((host) => host.state !== 'listed').length, 'host')} found, ${count(strangers.length)} of them in no list of the model.</p>
      ${rows.length === 0 ? nothing('Nothing is declared and nothing was found.') : table('Declared assets and found hosts', head, rows, { tools: true, style: 'wide hosts', cards: true })}${rest(all, rows.length, 'assets and hosts', 'the plant model and assets.csv')}`,
  }
}

function stranger(host: Host, services: readonly Service[], zone: string | undefined): Value[] {
  const standing = host.state === 'listed' ? badge('warning', 'listed only') : badge('error', 'not declared')
  return [
    host.ips[0] ?? host.macs[0] ?? host.id,
    standing,
    zone === undefined ? html`<span class="muted">none</span>` : zone,
    joined(host.roles, ', '),
    addresses(host.ips, host.macs),
    identity([host]),
    servicesOf(services),
    seen([host]),
  ]
}

function known(
  view: View,
  asset: Asset,
  own: readonly Host[],
  services: readonly Service[],
  disputed: boolean,
): Value[] {
  const talks = own.some((host) => host.state === 'talker')
  const standing = disputed
    ? badge('warning', 'differs')
    : talks
      ? badge('met', 'found')
      : own.length > 0
        ? badge('unknown', 'addressed only')
        : badge('unknown', 'not found')
  const zones = [...asset.zones.map((zone) => view.zoneName(zone)), ...asset.conduits.map((id) => `conduit ${id}`)]
  return [
    asset.name === asset.id ? asset.id : html`${asset.name} <span class="muted">${asset.id}</span>`,
    standing,
    zones.length === 0 ? html`<span class="muted">none</span>` : joined(zones, ', '),
    asset.kind,
    addresses(
      asset.addresses.flatMap((address) => address.ip ?? []),
      asset.addresses.flatMap((address) => address.mac ?? []),
    ),
    html`${asset.product !== undefined && html`<span><span class="muted">declared</span> ${asset.product} ${asset.firmware ?? ''}</span><br>`}${identity(own)}`,
    servicesOf(services),
    seen(own),
  ]
}

function addresses(ips: readonly string[], macs: readonly string[]): Value {
  const all = [...ips, ...macs]
  const shown = all.slice(0, 4).map((text) => html`<code>${text}</code>`)
  return html`${joined(shown, html`<br>`)}${all.length > 4 && ` and ${all.length - 4} more`}`
}

const IDENTITY = ['make', 'product', 'order-number', 'firmware', 'serial', 'os', 'name']

/** What the hosts of one asset say about themselves; values that disagree stand side by side. */
function identity(hosts: readonly Host[]): Value {
  const lines: Value[] = IDENTITY.flatMap((attribute) => {
    const values = sortedUnique(hosts.flatMap((host) => valuesOf(host, attribute)))
    if (values.length === 0) return []
    const more = values.length > 3 && ` and ${values.length - 3} more`
    return html`<span class="muted">${attribute}</span> ${values.slice(0, 3).join(' / ')}${more}`
  })
  const makers = sortedUnique(hosts.flatMap((host) => host.interfaceMaker ?? []))
  if (makers.length > 0) lines.push(html`<span class="muted">interface by ${makers.slice(0, 2).join(', ')}</span>`)
  return joined(lines, html`<br>`)
}

function servicesOf(services: readonly Service[]): Value {
  const texts = services.map((service) => {
    const name = service.protocols.length > 0 ? ` ${service.protocols.join('/')}` : ''
    return `${service.transport}/${service.port}${name}${service.answered ? '' : ` (${service.states.join(', ') || 'no answer'})`}`
  })
  const all = sortedUnique(texts)
  const shown = all.slice(0, 6).map((text) => html`<span class="nobr">${text}</span>`)
  return html`${joined(shown, html`<br>`)}${all.length > 6 && ` and ${all.length - 6} more`}`
}

function seen(hosts: readonly Host[]): Value {
  const first = hosts.flatMap((host) => host.first ?? []).sort((a, b) => a - b)[0]
  const last = hosts.flatMap((host) => host.last ?? []).sort((a, b) => b - a)[0]
  if (first === undefined || last === undefined) return ''
  const [from, to] = [dayOf(first), dayOf(last)]
  return html`<span class="nobr">${from === to ? from : `${from} to ${to}`}</span>`
}
