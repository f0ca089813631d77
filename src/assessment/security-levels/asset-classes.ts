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
  readonly number: number
  /** The member with the least id; it stands for all. */
  readonly first: Asset
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

/** Assets about which everything that decides a row is equal, so that each class is judged once. */
export interface AssetClass extends AssetBase {
  readonly index: number
  readonly base: AssetBase
}

/** Assets in classes; `of` is the class of each asset of the plant by position, -1 for parts without rows of their own. */
export interface Classes {
  readonly classes: readonly AssetClass[]
  /** Positions of all assets of the plant, in the order of their ids. */
  readonly order: readonly number[]
  readonly of: Int32Array
  /** Positions of the members of a class, in the order of their ids. */
  members(of: AssetClass): Int32Array
}

/** Sorts the assets into classes, in the order of their ids: the order of the plant decides nothing. */
export function classify(basis: Basis): Classes {
  const { plant } = basis.inputs
  const of = new Int32Array(plant.assets.length).fill(-1)
  const classes: AssetClass[] = []
  const accounts = accountsByAsset(plant.accounts)
  const typesOf = remembered(typeBits)
  const conditionsNumber = remembered(numberOfConditions())
  const versions = new Set(basis.evidence.map((e) => e.version))
  const named = namedOneByOne(basis)
  // One look for most assets, of which nothing says anything by their ids.
  const told = new Set(
    [accounts, basis.enforces, basis.essential, named]
      .flatMap((by) => [...by.keys()])
      .concat([...basis.recordScopes.assets()]),
  )
  const order = [...plant.assets.keys()].sort((a, b) => byText(plant.assets[a]!.id, plant.assets[b]!.id))
  const root = new Branch()
  let bases = 0
  const classOf = (asset: Asset): number => {
    const isTold = told.has(asset.id)
    const listed = (isTold && accounts.get(asset.id)) || NO_ACCOUNTS
    const enforced = isTold ? basis.enforces.get(asset.id) : undefined
    const essential = isTold && basis.essential.has(asset.id)
    const types = typesOf(asset.types)
    const flags = types | (TERNARY[asset.wireless] << 4) | (TERNARY[asset.remote] << 6) | (essential ? 256 : 0)
    const whole = conditionsNumber(asset.conditions) * 512 + flags
    // Most assets stand in one zone and are named by nothing: the rest of the path is one step for them.
    let rest = ''
    if (asset.conduits.length > 0 || enforced)
      rest += `\u0000c${listKey(conduitsOf(basis, asset))}\u0000${listKey(enforced ?? [])}`
    if (asset.firmware !== undefined && versions.has(asset.firmware)) rest += `\u0000f${asset.firmware}`
    if (isTold && named.has(asset.id)) rest += `\u0000n${individually(basis, asset.id)}`
    if (listed.length > 0) rest += `\u0000a${listKey(listed.map((a) => a.id))}`
    const zones = asset.zones.length === 1 ? asset.zones[0]! : listKey(asset.zones)
    let branch = root
      .to(zones)
      .to(asset.kind)
      .to(asset.product ?? '')
      .to(whole)
    if (rest !== '') branch = branch.to(rest)
    const seen = isTold ? whatWasSeen(basis, asset.id) : ''
    const leaf = seen === '' ? branch : branch.to(`seen ${seen}`)
    if (leaf.class >= 0) return leaf.class
    const base = (branch.base ??= {
      number: bases++,
      first: asset,
      size: 0,
      types,
      conditions: conditionsOf(basis, asset, listed),
      places: placesOf(basis, asset),
      enforces: (enforced ?? []).flatMap((id) => basis.placeOf.get(`conduit:${id}`) ?? []),
      accounts: listed,
    })
    leaf.class = classes.length
    classes.push({ ...base, first: asset, index: classes.length, base })
    return leaf.class
  }
  for (const i of order) if (!plant.assets[i]!.passive) of[i] = classOf(plant.assets[i]!)
  const { starts, members } = membersOf(classes.length, order, of)
  for (const c of classes) {
    c.size = starts[c.index + 1]! - starts[c.index]!
    c.base.size += c.size
  }
  return { classes, order, of, members: ({ index }) => members.subarray(starts[index], starts[index + 1]) }
}

/** The positions of the members of all classes, class after class, and where each class starts. */
function membersOf(count: number, order: readonly number[], of: Int32Array) {
  const starts = new Int32Array(count + 1)
  for (const index of of) if (index >= 0) starts[index + 1]!++
  for (let index = 0; index < count; index++) starts[index + 1]! += starts[index]!
  const next = starts.slice()
  const members = new Int32Array(starts[count]!)
  for (const i of order) if (of[i]! >= 0) members[next[of[i]!]!++] = i
  return { starts, members }
}

const TERNARY = { no: 0, yes: 1, unknown: 2 } as const

/** A step on the way from what assets have in common to their class. */
class Branch {
  #next: Map<string | number, Branch> | undefined
  base: AssetBase | undefined
  /** Number of the class; -1 for none. */
  class = -1

  to(key: string | number): Branch {
    this.#next ??= new Map()
    let next = this.#next.get(key)
    if (!next) this.#next.set(key, (next = new Branch()))
    return next
  }
}

function listKey(ids: readonly string[]): string {
  return ids.length < 2 ? (ids[0] ?? '') : [...ids].sort(byText).join('\u0001')
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

/** Numbers conditions; equal ones have equal numbers. */
function numberOfConditions(): (conditions: Asset['conditions']) => number {
  const numbers = new Map<string, number>()
  return (conditions) => {
    const key = CONDITIONS.map((condition) => (conditions[condition] ?? '-')[0]).join('')
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    return number
  }
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
  for (const scopes of scopesOf(basis)) for (const id of scopes.assets()) found.add(id)
  return found
}

function scopesOf(basis: Basis) {
  return [basis.measureScopes, basis.evidenceScopes, basis.resolutionScopes, basis.systemScopes]
}

/** Everything that names this asset by its id. */
function individually(basis: Basis, id: string): string {
  return scopesOf(basis)
    .map((scopes) => scopes.ofAsset(id).join(','))
    .join(';')
}

/** What records say about this asset by its id; equal contradictions keep assets in one class. */
function whatWasSeen(basis: Basis, id: string): string {
  const records = basis.recordScopes.ofAsset(id)
  if (records.length === 0) return ''
  const said = records.map((index) => {
    const { row, record } = basis.records[index]!
    return `${row} ${record.effect} ${record.strength} ${record.day}`
  })
  return said.length === 1 ? said[0]! : said.sort(byText).join(',')
}
