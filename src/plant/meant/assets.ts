import { byText } from '../../groundwork/order.ts'
import type { AssetKind, Condition } from '../../standard/catalog.ts'
import type { Ternary } from '../../standard/verdict.ts'
import type { WrittenAsset, WrittenConditions } from '../model/structure.ts'
import type { Address, Asset, AssetId, Conduit, ConduitId, Product, ProductId, Zone, ZoneId } from '../plant.ts'
import { type Meaning, spanOf, ternaryOf } from './context.ts'
import { holds } from './structure.ts'

/** What an asset can get from elsewhere: its product, its kind, the places it stands in. */
export interface Surroundings {
  readonly zones: ReadonlyMap<string, Zone>
  readonly conduits: ReadonlyMap<string, Conduit>
  readonly products: ReadonlyMap<string, Product>
}

/** Assets from written to meant: what an asset says itself comes first, then its product, then its kind. */
export function assetsOf(written: readonly WrittenAsset[], around: Surroundings, meaning: Meaning): Asset[] {
  return written.map((asset) => assetOf(asset, around, meaning)).sort((a, b) => byText(a.id, b.id))
}

function assetOf(asset: WrittenAsset, around: Surroundings, meaning: Meaning): Asset {
  const id = asset.id!.value as AssetId
  const zones: ZoneId[] = []
  const conduits: ConduitId[] = []
  for (const ref of asset.in ?? []) {
    const found = meaning.names.find(['zone', 'conduit'], ref)
    if (found?.kind === 'zone') zones.push(found.id as ZoneId)
    else if (found) conduits.push(found.id as ConduitId)
  }
  const kind = meaning.catalogs.assetKinds.get(asset.kind?.value ?? '')
  const productId = meaning.names.one('product', asset.product) as ProductId | undefined
  const product = productId === undefined ? undefined : around.products.get(productId)
  return {
    id,
    name: asset.name?.value ?? id,
    zones: zones.length > 1 ? [...new Set(zones)].sort(byText) : zones,
    conduits: conduits.length > 1 ? [...new Set(conduits)].sort(byText) : conduits,
    kind: kind?.id ?? 'unknown',
    class: asset.class?.value ?? kind?.class ?? 'unknown',
    level: asset.level?.value ?? kind?.level,
    types: typesOf(asset, product, kind),
    passive: kind?.passive ?? false,
    product: productId,
    firmware: asset.firmware?.value,
    serial: asset.serial?.value,
    addresses: addressesOf(asset, zones, conduits, around, meaning),
    wireless: usually(asset.wireless, kind?.wireless),
    portable: usually(asset.portable, kind?.portable),
    remote: ternaryOf(asset.remote),
    conditions: { ...kind?.conditions, ...product?.conditions, ...conditionsOf(asset.conditions) },
    services:
      asset.services &&
      [...new Set(asset.services.map(({ value }) => meaning.catalogs.protocolIds.get(value.id) ?? value.id))].sort(
        byText,
      ),
    owner: asset.owner?.value,
    span: spanOf(asset.at),
  }
}

function typesOf(asset: WrittenAsset, product: Product | undefined, kind: AssetKind | undefined): Asset['types'] {
  if (asset.types) return uniqueSorted(asset.types.map((type) => type.value))
  return product && product.types.length > 0 ? product.types : (kind?.types ?? [])
}

/** The conditions that were answered; "unknown" is the same as not written. */
export function conditionsOf(written: WrittenConditions | undefined): Asset['conditions'] {
  if (!written) return {}
  const { at: _, ...answers } = written
  const known = Object.entries(answers).flatMap(([key, { value }]) =>
    value === 'unknown' ? [] : [[key, value] as const],
  )
  return Object.fromEntries(known.sort(([a], [b]) => byText(a, b))) as Partial<Record<Condition, 'yes' | 'no'>>
}

function usually(written: { readonly value: Ternary } | undefined, kind: boolean | undefined): Ternary {
  if (written) return written.value
  return kind === undefined ? 'unknown' : kind ? 'yes' : 'no'
}

export function uniqueSorted<T extends string>(texts: readonly T[]): T[] {
  return [...new Set(texts)].sort(byText)
}

function addressesOf(
  asset: WrittenAsset,
  zones: readonly ZoneId[],
  conduits: readonly ConduitId[],
  around: Surroundings,
  meaning: Meaning,
): Address[] {
  const addresses: Address[] = []
  for (const written of asset.addresses ?? []) {
    const at = 'at' in written ? written.at : written
    const ip = 'at' in written ? written.ip?.value : written.value.ip
    const mac = 'at' in written ? written.mac?.value : written.value.mac
    if (ip === undefined && mac === undefined) continue
    const named = 'at' in written ? meaning.names.one('address-space', written.space) : undefined
    const space = named ?? spaceOf(asset, ip ?? mac!, zones, conduits, around, meaning)
    addresses.push({ ip, mac, space, span: spanOf(at) })
  }
  return addresses
}

/** The space of an address that does not name one: that of the places its asset stands in, as far as they agree. */
function spaceOf(
  asset: WrittenAsset,
  address: string,
  zones: readonly ZoneId[],
  conduits: readonly ConduitId[],
  around: Surroundings,
  meaning: Meaning,
): string {
  const direct = zones.length === 1 && conduits.length === 0 ? around.zones.get(zones[0]!) : undefined
  if (direct) return direct.space
  const places = [...zones, ...conduits.flatMap((id) => around.conduits.get(id)?.joins ?? [])]
    .map((id) => around.zones.get(id))
    .filter((zone) => zone !== undefined)
  const spaces = uniqueSorted(places.map((zone) => zone.space))
  if (spaces.length === 1) return spaces[0]!
  const fitting = uniqueSorted(places.filter((zone) => holds(zone, address)).map((zone) => zone.space))
  const space = fitting[0] ?? spaces[0] ?? meaning.sites[0]!.spaces[0]!.id
  if (spaces.length > 1 && fitting.length !== 1)
    meaning.desk.report(
      'PLANT_SPACE_UNCLEAR',
      { address, asset: asset.id!.value, space },
      asset.id,
      () => `write space: ${spaces.join(' or ')}`,
    )
  return space
}
