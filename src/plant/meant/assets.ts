import { contains, ipBits } from '../../groundwork/ip.ts'
import { byText } from '../../groundwork/order.ts'
import type { AssetKind } from '../../standard/catalog.ts'
import type { Ternary } from '../../standard/verdict.ts'
import type { WrittenAsset, WrittenConditions } from '../model/structure.ts'
import type { Address, Asset, AssetId, ConduitId, Product, ProductId, ZoneId } from '../plant.ts'
import { type Meaning, spanOf, ternaryOf } from './context.ts'
import type { Places } from './structure.ts'

/** What an asset can get from elsewhere: its product, and the places it stands in. */
export interface Surroundings {
  readonly places: Places
  readonly products: ReadonlyMap<string, Product>
}

type Conditions = Asset['conditions']

/**
 * Assets from written to meant: what an asset says itself comes first, then its product, then its kind. Equal answers about
 * conditions are one value, since very many assets have the same.
 */
export function assetsOf(written: Iterable<WrittenAsset>, around: Surroundings, meaning: Meaning): Asset[] {
  const assets: Asset[] = []
  const made = new Map<string, Conditions>()
  for (const asset of written) {
    const id = asset.id!.value as AssetId
    meaning.names.add('asset', id)
    const kind = meaning.catalogs.assetKinds.get(asset.kind?.value ?? '')
    const stands = standing(asset, meaning)
    const productId = meaning.names.one('product', asset.product) as ProductId | undefined
    const product = productId === undefined ? undefined : around.products.get(productId)
    const { at: _, ...own } = asset.conditions ?? { at: asset.at }
    const key = `${kind?.id ?? ''} ${productId ?? ''} ${Object.entries(own)
      .map(([name, { value }]) => `${name}=${value}`)
      .join(' ')}`
    let conditions = made.get(key)
    if (!conditions) made.set(key, (conditions = conditionsOf(kind?.conditions, product?.conditions, asset.conditions)))
    assets.push({
      id,
      name: asset.name?.value ?? id,
      ...stands,
      kind: kind?.id ?? 'unknown',
      class: asset.class?.value ?? kind?.class ?? 'unknown',
      level: asset.level?.value ?? kind?.level,
      types: typesOf(asset, product, kind),
      passive: kind?.passive ?? false,
      product: productId,
      firmware: asset.firmware?.value,
      serial: asset.serial?.value,
      addresses: addressesOf(asset, stands, around, meaning),
      wireless: usually(asset.wireless, kind?.wireless),
      portable: usually(asset.portable, kind?.portable),
      remote: ternaryOf(asset.remote),
      conditions,
      services: asset.services && servicesOf(asset.services, meaning),
      owner: asset.owner?.value,
      span: spanOf(asset.at),
    })
  }
  return assets.sort((a, b) => byText(a.id, b.id))
}

const NONE: readonly never[] = []

type Standing = Pick<Asset, 'zones' | 'conduits'>

/** The zones and conduits an asset stands in. */
function standing(asset: WrittenAsset, { names }: Meaning): Standing {
  const zones: ZoneId[] = []
  const conduits: ConduitId[] = []
  for (const ref of asset.in ?? NONE) {
    const found = names.find(['zone', 'conduit'], ref)
    if (found?.kind === 'zone') zones.push(found.id as ZoneId)
    else if (found) conduits.push(found.id as ConduitId)
  }
  return { zones: uniqueSorted(zones), conduits: uniqueSorted(conduits) }
}

function typesOf(asset: WrittenAsset, product: Product | undefined, kind: AssetKind | undefined): Asset['types'] {
  if (asset.types) return uniqueSorted(asset.types.map((type) => type.value))
  return product && product.types.length > 0 ? product.types : (kind?.types ?? NONE)
}

function servicesOf(written: NonNullable<WrittenAsset['services']>, { catalogs }: Meaning): string[] {
  return uniqueSorted(written.map(({ value }) => catalogs.protocolIds.get(value.id) ?? value.id))
}

/** Conditions of which later parts have the last word; answering "unknown" takes the usual answer away. */
export function conditionsOf(...parts: readonly (Conditions | WrittenConditions | undefined)[]): Conditions {
  const answers = new Map<string, 'yes' | 'no'>()
  for (const [key, answer] of parts.flatMap((part) => Object.entries(part ?? {}))) {
    const value: unknown = typeof answer === 'object' && 'value' in answer ? answer.value : answer
    if (value === 'yes' || value === 'no') answers.set(key, value)
    else answers.delete(key)
  }
  return Object.fromEntries([...answers].sort(([a], [b]) => byText(a, b)))
}

function usually(written: { readonly value: Ternary } | undefined, kind: boolean | undefined): Ternary {
  if (written) return written.value
  return kind === undefined ? 'unknown' : kind ? 'yes' : 'no'
}

/** A sorted copy of ids without repetitions. */
export function uniqueSorted<T extends string>(texts: readonly T[]): T[] {
  return texts.length < 2 ? [...texts] : [...new Set(texts)].sort(byText)
}

function addressesOf(asset: WrittenAsset, stands: Standing, around: Surroundings, meaning: Meaning): Address[] {
  const addresses: Address[] = []
  for (const written of asset.addresses ?? NONE) {
    const at = 'at' in written ? written.at : written
    const ip = 'at' in written ? written.ip?.value : written.value.ip
    const mac = 'at' in written ? written.mac?.value : written.value.mac
    if (ip === undefined && mac === undefined) continue
    const named = 'at' in written ? meaning.names.one('address-space', written.space) : undefined
    addresses.push({ ip, mac, space: named ?? spaceOf(asset, stands, ip ?? mac!, around, meaning), span: spanOf(at) })
  }
  return addresses
}

/** The space of an address that does not name one: that of the places its asset stands in, as far as they agree. */
function spaceOf(
  asset: WrittenAsset,
  { zones, conduits }: Standing,
  address: string,
  { places }: Surroundings,
  meaning: Meaning,
): string {
  const around = [...zones, ...conduits.flatMap((id) => places.joins.get(id) ?? [])]
    .map((id) => places.zones.get(id))
    .filter((place) => place !== undefined)
  const spaces = uniqueSorted(around.map((place) => place.space))
  if (spaces.length === 1) return spaces[0]!
  const bits = ipBits(address)
  const holding = around.filter(({ networks }) => bits && networks.some((network) => contains(network, bits)))
  const fitting = uniqueSorted(holding.map((place) => place.space))
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
