import { byText } from '../../groundwork/order.ts'
import type { Asset, Account } from '../../plant/plant.ts'
import { CONDITIONS, type Condition } from '../../standard/catalog.ts'
import type { Ternary } from '../../standard/verdict.ts'
import { type Basis, conduitsOf, namedAsset } from './basis.ts'
import type { Subject } from './facts.ts'
import { typeBits } from './rows.ts'

export const OUT = 0
export const POSSIBLE = 1
export const CERTAIN = 2

/** Assets about which everything that decides a row is equal, so that each class is judged once. */
export interface AssetClass {
  readonly index: number
  /** The member with the least id; it stands for all. */
  first: Asset
  size: number
  readonly types: number
  /** Per condition of the catalog: whether it holds, as membership. */
  readonly conditions: Uint8Array
  /** Places that its members belong to. */
  readonly places: readonly number[]
  /** Those of them that are conduits which its members enforce. */
  readonly enforces: readonly number[]
  /** Accounts that are listed for its members one by one. */
  readonly accounts: readonly Account[]
}

/** Assets in classes; `of` is the class of each asset of the plant by position, -1 for parts without rows of their own. */
export interface Classes {
  readonly classes: readonly AssetClass[]
  readonly of: Int32Array
}

/** The class of each asset by its id, made when it is first asked for. */
export function classLookup(basis: Basis, { classes, of }: Classes): (asset: string) => AssetClass | undefined {
  let positions: Map<string, number> | undefined
  return (asset) => {
    positions ??= new Map(basis.inputs.plant.assets.map((a, i) => [a.id, i]))
    const position = positions.get(asset)
    return position === undefined ? undefined : classes[of[position]!]
  }
}

/** Sorts the assets into classes. The order of the plant decides nothing but the numbers of the classes. */
export function classify(basis: Basis): Classes {
  const { plant } = basis.inputs
  const of = new Int32Array(plant.assets.length).fill(-1)
  const classes: AssetClass[] = []
  const byKey = new Map<string, AssetClass>()
  const accounts = accountsByAsset(plant.accounts)
  const versions = new Set(basis.evidence.map((e) => e.version))
  for (let i = 0; i < plant.assets.length; i++) {
    const asset = plant.assets[i]!
    if (asset.passive) continue
    const listed = accounts.get(asset.id) ?? NO_ACCOUNTS
    const enforced = basis.enforces.get(asset.id)
    const key = [
      asset.zones.length === 1 ? asset.zones[0] : [...asset.zones].sort(byText).join('\u0001'),
      asset.conduits.length === 0 && !enforced ? '' : [...conduitsOf(basis, asset)].sort(byText).join('\u0001'),
      enforced?.join('\u0001'),
      asset.kind,
      asset.product ?? '',
      typeBits(asset.types),
      conditionKey(asset),
      basis.essential.has(asset.id) ? 'e' : '',
      versions.has(asset.firmware) ? (asset.firmware ?? '') : '',
      individually(basis, asset.id),
      listed.map((a) => a.id).join('\u0001'),
    ].join('\u0000')
    const found = byKey.get(key)
    if (found) {
      found.size++
      if (asset.id < found.first.id) found.first = asset
      of[i] = found.index
      continue
    }
    const made: AssetClass = {
      index: classes.length,
      first: asset,
      size: 1,
      types: typeBits(asset.types),
      conditions: conditionsOf(basis, asset, listed),
      places: placesOf(basis, asset),
      enforces: (enforced ?? []).flatMap((id) => basis.placeOf.get(`conduit:${id}`) ?? []),
      accounts: listed,
    }
    byKey.set(key, made)
    classes.push(made)
    of[i] = made.index
  }
  return { classes, of }
}

/** An asset as a thing that facts are about. */
export function assetSubject(basis: Basis, asset: Asset): Subject {
  return { named: namedAsset(basis, asset), asset, types: typeBits(asset.types) }
}

/** The places an asset belongs to, by number, each once. */
export function placesOf(basis: Basis, asset: Asset): readonly number[] {
  const found = new Set<number>()
  for (const zone of asset.zones) add(`zone:${zone}`)
  for (const conduit of conduitsOf(basis, asset)) add(`conduit:${conduit}`)
  return [...found].sort((a, b) => a - b)

  function add(key: string) {
    const place = basis.placeOf.get(key)
    if (place !== undefined) found.add(place)
  }
}

/** Whether a condition holds for an asset, from the asset itself, its product or its kind; what nobody says is unknown. */
export function conditionOf(basis: Basis, asset: Asset, condition: Condition, accounts: readonly Account[]): number {
  if (condition === 'always') return CERTAIN
  if (condition === 'essential' && basis.essential.has(asset.id)) return CERTAIN
  if (condition === 'accounts' && accounts.length > 0) return CERTAIN
  const { assetKinds } = basis.inputs.catalogs
  const own = asset.conditions[condition]
  if (own !== undefined) return own === 'yes' ? CERTAIN : OUT
  if (condition === 'radio' && asset.wireless !== 'unknown') return membership(asset.wireless)
  if (condition === 'remote-sessions' && asset.remote === 'yes') return CERTAIN
  const product = asset.product === undefined ? undefined : basis.productById.get(asset.product)?.conditions[condition]
  const said = product ?? assetKinds.get(asset.kind)?.conditions[condition]
  return said === undefined ? POSSIBLE : said === 'yes' ? CERTAIN : OUT
}

/** A yes, no or unknown as membership. */
export function membership(ternary: Ternary): number {
  return ternary === 'yes' ? CERTAIN : ternary === 'no' ? OUT : POSSIBLE
}

function conditionsOf(basis: Basis, asset: Asset, accounts: readonly Account[]): Uint8Array {
  return Uint8Array.from(CONDITIONS, (condition) => conditionOf(basis, asset, condition, accounts))
}

const NO_ACCOUNTS: readonly Account[] = []

function accountsByAsset(accounts: readonly Account[]): ReadonlyMap<string, readonly Account[]> {
  const found = new Map<string, Account[]>()
  for (const account of [...accounts].sort((a, b) => byText(a.id, b.id)))
    for (const asset of new Set(account.on)) {
      const list = found.get(asset)
      if (list) list.push(account)
      else found.set(asset, [account])
    }
  return found
}

function conditionKey(asset: Asset): string {
  let key = `${asset.wireless[0]}${asset.remote[0]}`
  for (const condition in asset.conditions) key += `${condition}=${asset.conditions[condition as Condition]},`
  return key
}

/** Everything that names this asset by its id; records by what they say, so that equal contradictions stay one class. */
function individually(basis: Basis, id: string): string {
  let key = ''
  for (const index of [basis.measureScopes, basis.evidenceScopes, basis.resolutionScopes, basis.systemScopes])
    key += index.isEmpty ? ';' : `${index.of(`asset:${id}`).join(',')};`
  if (basis.recordScopes.isEmpty) return key
  const records = basis.recordScopes.of(`asset:${id}`)
  if (records.length === 0) return key
  const said = records.map((index) => {
    const { row, record } = basis.records[index]!
    return `${row} ${record.effect} ${record.strength} ${record.day}`
  })
  return key + said.sort(byText).join(',')
}
