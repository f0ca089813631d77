import { uniqueValue } from '../inventory/identity.ts'
import type { Host } from '../inventory/inventory.ts'
import { byText } from '../groundwork/order.ts'
import type { Asset, Plant } from '../plant/plant.ts'
import type { Match } from './drift.ts'

/**
 * Which found or listed host is which declared asset: by MAC, then by IP, both inside one address space; then by a serial
 * number that only one asset has; then by name, only for assets without a declared address, as anybody can take a name.
 */
export function matchHosts(hosts: readonly Host[], plant: Plant): readonly Match[] {
  const index = indexOf(plant)
  const matches: Match[] = []
  for (const host of hosts) {
    const match = matchOf(host, index)
    if (match) matches.push(match)
  }
  return matches
}

interface Index {
  readonly byMac: ReadonlyMap<string, Asset>
  readonly byIp: ReadonlyMap<string, Asset>
  readonly bySerial: ReadonlyMap<string, Asset | undefined>
  readonly byName: ReadonlyMap<string, Asset | undefined>
}

function indexOf(plant: Plant): Index {
  const [byMac, byIp] = [new Map<string, Asset>(), new Map<string, Asset>()]
  const [bySerial, byName] = [new Map<string, Asset | undefined>(), new Map<string, Asset | undefined>()]
  const spaceOf = new Map(plant.zones.map((zone) => [zone.id, zone.space]))
  for (const asset of [...plant.assets].sort((a, b) => byText(a.id, b.id))) {
    for (const { ip, mac, space } of asset.addresses) {
      if (mac !== undefined && !byMac.has(`${space}/${mac}`)) byMac.set(`${space}/${mac}`, asset)
      if (ip !== undefined && !byIp.has(`${space}/${ip}`)) byIp.set(`${space}/${ip}`, asset)
    }
    const serial = asset.serial === undefined ? undefined : uniqueValue('serial', asset.serial)
    if (serial) bySerial.set(serial, bySerial.has(serial) ? undefined : asset)
    if (asset.addresses.some((a) => a.ip !== undefined || a.mac !== undefined)) continue
    for (const zone of asset.zones)
      for (const name of new Set([asset.id.toLowerCase(), asset.name.toLowerCase()])) {
        const key = `${spaceOf.get(zone)}/${name}`
        byName.set(key, byName.has(key) && byName.get(key) !== asset ? undefined : asset)
      }
  }
  return { byMac, byIp, bySerial, byName }
}

function matchOf(host: Host, index: Index): Match | undefined {
  const byMac = spacesOf(host).flatMap((space) => host.macs.map((mac) => index.byMac.get(`${space}/${mac}`)))
  const byIp = host.addresses.map(({ space, ip }) => index.byIp.get(`${space}/${ip}`))
  const [macOwner, ipOwner] = [byMac.find((asset) => asset), byIp.find((asset) => asset)]
  // A boundary device forwards: its MAC under the address of another asset is how that asset looks from here.
  if (macOwner && !(ipOwner && ipOwner !== macOwner && macOwner.conduits.length > 0))
    return { host: host.id, asset: macOwner.id, by: 'mac' }
  if (ipOwner) return { host: host.id, asset: ipOwner.id, by: 'ip' }
  for (const { attribute, value } of host.facts) {
    const key = attribute === 'serial' ? uniqueValue(attribute, value) : undefined
    const asset = key ? index.bySerial.get(key) : undefined
    if (asset) return { host: host.id, asset: asset.id, by: 'serial' }
  }
  const names = host.facts.filter((fact) => fact.attribute === 'name').map((fact) => fact.value)
  if (host.id.includes('/name:')) names.push(host.id.slice(host.id.indexOf('/name:') + '/name:'.length))
  for (const name of names) {
    const asset = index.byName.get(`${host.space}/${name.toLowerCase()}`)
    if (asset) return { host: host.id, asset: asset.id, by: 'name' }
  }
  return undefined
}

function spacesOf(host: Host): readonly string[] {
  return [...new Set([host.space, ...host.addresses.map((a) => a.space)])]
}
