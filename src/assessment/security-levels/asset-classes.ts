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

/** Assets about which everything is equal but what was seen on each. */
export interface AssetBase {
  /** The member with the least id; it stands for all. */
  first: Asset
  size: number
}

/** Assets about which everything that decides a row is equal, so that each class is judged once. */
export interface AssetClass extends AssetBase {
  readonly index: number
  /** Number of the base whose facts it shares. */
  readonly base: number
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
  readonly bases: readonly AssetBase[]
  readonly classes: readonly AssetClass[]
  readonly of: Int32Array
}

/** Sorts the assets into classes. The order of the plant decides nothing but the numbers of the classes. */
export function classify(basis: Basis): Classes {
  const { plant } = basis.inputs
  const of = new Int32Array(plant.assets.length).fill(-1)
  const bases: AssetBase[] = []
  const classes: AssetClass[] = []
  const accounts = accountsByAsset(plant.accounts)
  const typesOf = remembered(typeBits)
  const conditionsKey = remembered(keyOfConditions)
  const versions = new Set(basis.evidence.map((e) => e.version))
  const pairs = new Pairs()
  const named = namedOneByOne(basis)
  const classOf = new Map<number, AssetClass>()
  const baseOf = new Map<number, number>()
  for (let i = 0; i < plant.assets.length; i++) {
    const asset = plant.assets[i]!
    if (asset.passive) continue
    const listed = accounts.get(asset.id) ?? NO_ACCOUNTS
    const enforced = basis.enforces.get(asset.id)
    let key = pairs.of(
      pairs.text(asset.zones.length === 1 ? asset.zones[0]! : listKey(asset.zones)),
      pairs.text(asset.kind),
    )
    key = pairs.of(key, pairs.text(asset.product ?? ''))
    key = pairs.of(key, pairs.text(conditionsKey(asset.conditions)))
    const flags = `${typesOf(asset.types)}${asset.wireless[0]}${asset.remote[0]}${basis.essential.has(asset.id) ? 'e' : ''}`
    key = pairs.of(key, pairs.text(flags))
    if (asset.conduits.length > 0 || enforced)
      key = pairs.of(key, pairs.text(`${listKey(conduitsOf(basis, asset))}\u0000${listKey(enforced ?? [])}`))
    if (versions.has(asset.firmware) && asset.firmware !== undefined) key = pairs.of(key, pairs.text(asset.firmware))
    if (named.has(asset.id)) key = pairs.of(key, pairs.text(individually(basis, asset.id)))
    if (listed.length > 0) key = pairs.of(key, pairs.text(listKey(listed.map((a) => a.id))))
    let base = baseOf.get(key)
    if (base === undefined) {
      baseOf.set(key, (base = bases.length))
      bases.push({ first: asset, size: 0 })
    }
    join(bases[base]!, asset)
    const seen = basis.recordScopes.isEmpty ? '' : whatWasSeen(basis, asset.id)
    if (seen !== '') key = pairs.of(key, pairs.text(seen))
    let found = classOf.get(key)
    if (!found) {
      found = {
        index: classes.length,
        base,
        first: asset,
        size: 0,
        types: typesOf(asset.types),
        conditions: conditionsOf(basis, asset, listed),
        places: placesOf(basis, asset),
        enforces: (enforced ?? []).flatMap((id) => basis.placeOf.get(`conduit:${id}`) ?? []),
        accounts: listed,
      }
      classOf.set(key, found)
      classes.push(found)
    }
    join(found, asset)
    of[i] = found.index
  }
  return { bases, classes, of }
}

function join(group: AssetBase, asset: Asset) {
  group.size++
  if (asset.id < group.first.id) group.first = asset
}

/** Numbers for texts and for pairs of numbers, equal for equal ones. */
class Pairs {
  readonly #texts = new Map<string, number>()
  readonly #pairs = new Map<number, number>()
  #next = 0

  text(text: string): number {
    let known = this.#texts.get(text)
    if (known === undefined) this.#texts.set(text, (known = this.#next++))
    return known
  }

  of(a: number, b: number): number {
    const key = a * 2 ** 26 + b
    let known = this.#pairs.get(key)
    if (known === undefined) this.#pairs.set(key, (known = this.#next++))
    return known
  }
}

function listKey(ids: readonly string[]): string {
  return ids.length < 2 ? (ids[0] ?? '') : [...ids].sort(byText).join('\u0001')
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

/** Whether a condition holds for an asset, as the plant as meant says; what nobody says is unknown. */
export function conditionOf(basis: Basis, asset: Asset, condition: Condition, accounts: readonly Account[]): number {
  if (condition === 'always') return CERTAIN
  if (condition === 'essential' && basis.essential.has(asset.id)) return CERTAIN
  if (condition === 'accounts' && accounts.length > 0) return CERTAIN
  const own = asset.conditions[condition]
  if (own !== undefined) return own === 'yes' ? CERTAIN : OUT
  if (condition === 'radio') return membership(asset.wireless)
  return condition === 'remote-sessions' && asset.remote === 'yes' ? CERTAIN : POSSIBLE
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

function keyOfConditions(conditions: Asset['conditions']): string {
  return CONDITIONS.map((condition) => (conditions[condition] ?? '-')[0]).join('')
}

/** The same function, asked once per object: very many assets share their lists and maps. */
function remembered<Of extends object, T>(of: (value: Of) => T): (value: Of) => T {
  const known = new Map<Of, T>()
  return (value) => {
    let result = known.get(value)
    if (result === undefined) known.set(value, (result = of(value)))
    return result
  }
}

/** Assets that any scope names by their own id. */
function namedOneByOne(basis: Basis): ReadonlySet<string> {
  const found = new Set<string>()
  for (const scopes of scopesOf(basis)) for (const id of scopes.ids('asset')) found.add(id)
  return found
}

function scopesOf(basis: Basis) {
  return [basis.measureScopes, basis.evidenceScopes, basis.resolutionScopes, basis.systemScopes]
}

/** Everything that names this asset by its id. */
function individually(basis: Basis, id: string): string {
  return scopesOf(basis)
    .map((scopes) => scopes.of(`asset:${id}`).join(','))
    .join(';')
}

/** What records say about this asset by its id; equal contradictions keep assets in one class. */
function whatWasSeen(basis: Basis, id: string): string {
  const records = basis.recordScopes.of(`asset:${id}`)
  if (records.length === 0) return ''
  const said = records.map((index) => {
    const { row, record } = basis.records[index]!
    return `${row} ${record.effect} ${record.strength} ${record.day}`
  })
  return said.length === 1 ? said[0]! : said.sort(byText).join(',')
}
