import { byText } from '../../groundwork/order.ts'
import type { Asset, Account } from '../../plant/plant.ts'
import { CONDITIONS, type Condition } from '../../standard/catalog.ts'
import type { Ternary } from '../../standard/verdict.ts'
import { type Basis, conduitsOf, namedAsset } from './basis.ts'
import type { Subject } from './facts.ts'
import { remembered } from './remembered.ts'
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
export interface AssetClass {
  readonly index: number
  readonly base: AssetBase
  /** The member with the least id; it stands for all. */
  readonly first: Asset
  size: number
}

/** Assets in classes; `of` is the class of each asset of the plant by position, -1 for parts without rows of their own. */
export interface Classes {
  readonly classes: readonly AssetClass[]
  /** Positions of all assets of the plant, in the order of their ids. */
  readonly order: readonly number[]
  readonly of: Int32Array
}

/** Sorts the assets into classes, in the order of their ids: the order of the plant decides nothing. */
export function classify(basis: Basis): Classes {
  const { plant } = basis.inputs
  const of = new Int32Array(plant.assets.length).fill(-1)
  const classes: AssetClass[] = []
  const accounts = accountsByAsset(plant.accounts)
  const answersOf = remembered(answersReader())
  const versions = new Set(basis.evidence.map((e) => e.version))
  const named = namedOneByOne(basis)
  // One look for most assets, of which nothing says anything by their ids.
  const told = new Uint8Array(plant.assets.length)
  for (const by of [accounts.keys(), basis.enforces.keys(), basis.essential, named, basis.recordScopes.assets()])
    for (const id of by) told[basis.positions.get(id) ?? -1] = 1
  const order = orderOf(plant.assets)
  const numberOfText = numberOfTexts()
  const [numberOfPlace, numberOfMake, numberOfBranch] = [numberOfPairs(), numberOfPairs(), numberOfPairs()]
  const [numberOfBase, numberOfClass] = [numberOfPairs(), numberOfPairs()]
  const bases: AssetBase[] = []
  /** The classes of assets that nothing sets apart within their branch: most are in one of them. */
  const plain: (number | undefined)[] = []
  const classOf = (asset: Asset, isTold: boolean): number => {
    const listed = (isTold && accounts.get(asset.id)) || NO_ACCOUNTS
    const enforced = isTold ? basis.enforces.get(asset.id) : undefined
    const essential = isTold && basis.essential.has(asset.id)
    const types = typeBits(asset.types)
    const flags = types | (TERNARY[asset.wireless] << 4) | (TERNARY[asset.remote] << 6) | (essential ? 256 : 0)
    // Most assets stand in one zone and are named by nothing: they have no more than that.
    let rest = ''
    if (asset.conduits.length > 0 || enforced)
      rest += `\u0000c${listKey(conduitsOf(basis, asset))}\u0000${listKey(enforced ?? [])}`
    if (asset.firmware !== undefined && versions.has(asset.firmware)) rest += `\u0000f${asset.firmware}`
    if (isTold && named.has(asset.id)) rest += `\u0000n${individually(basis, asset.id)}`
    if (listed.length > 0) rest += `\u0000a${listKey(listed.map((a) => a.id))}`
    const zones = asset.zones.length === 1 ? asset.zones[0]! : listKey(asset.zones)
    const place = numberOfPlace(numberOfText(zones), numberOfText(asset.kind))
    const answers = answersOf(asset.conditions)
    const make = numberOfMake(numberOfText(asset.product ?? ''), answers.number * 512 + flags)
    const branch = numberOfBranch(place, make)
    const seen = isTold ? whatWasSeen(basis, asset.id) : ''
    const known = rest === '' && seen === '' ? plain[branch] : undefined
    if (known !== undefined) return known
    const baseNumber = numberOfBase(branch, rest === '' ? -1 : numberOfText(rest))
    const index = numberOfClass(baseNumber, seen === '' ? -1 : numberOfText(seen))
    if (rest === '' && seen === '') plain[branch] = index
    if (index < classes.length) return index
    const base = (bases[baseNumber] ??= {
      number: baseNumber,
      first: asset,
      size: 0,
      types,
      conditions: conditionsOf(basis, asset, answers, listed),
      places: placesOf(basis, asset),
      enforces: (enforced ?? []).flatMap((id) => basis.placeOf.get(`conduit:${id}`) ?? []),
      accounts: listed,
    })
    classes.push({ index, base, first: asset, size: 0 })
    return index
  }
  for (let i = 0; i < order.length; i++) {
    const position = order[i]!
    const asset = plant.assets[position]!
    if (asset.passive) continue
    const index = classOf(asset, told[position] === 1)
    of[position] = index
    classes[index]!.size++
    classes[index]!.base.size++
  }
  return { classes, order, of }
}

/** Positions of the assets in the order of their ids, in which most lists stand already. */
function orderOf(assets: readonly Asset[]): readonly number[] {
  const order: number[] = []
  let inOrder = true
  for (let i = 0; i < assets.length; i++) {
    order.push(i)
    if (i > 0 && byText(assets[i - 1]!.id, assets[i]!.id) > 0) inOrder = false
  }
  return inOrder ? order : order.sort((a, b) => byText(assets[a]!.id, assets[b]!.id))
}

const TERNARY = { no: 0, yes: 1, unknown: 2 } as const

/** Numbers texts from 0; equal ones have equal numbers. */
function numberOfTexts(): (text: string) => number {
  const numbers = new Map<string, number>()
  return (text) => {
    let number = numbers.get(text)
    if (number === undefined) numbers.set(text, (number = numbers.size))
    return number
  }
}

/** The same for pairs of numbers, of which the first are dense. */
function numberOfPairs(): (a: number, b: number) => number {
  const known: Map<number, number>[] = []
  let count = 0
  return (a, b) => {
    const numbers = (known[a] ??= new Map())
    let number = numbers.get(b)
    if (number === undefined) numbers.set(b, (number = count++))
    return number
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
function conditionOf(
  basis: Basis,
  asset: Asset,
  condition: Condition,
  said: number,
  accounts: readonly Account[],
): number {
  if (condition === 'always') return CERTAIN
  if (condition === 'essential' && basis.essential.has(asset.id)) return CERTAIN
  if (condition === 'accounts' && accounts.length > 0) return CERTAIN
  if (said !== 0) return said === SAID_YES ? CERTAIN : OUT
  if (condition === 'radio') return membership(asset.wireless)
  return condition === 'remote-sessions' && asset.remote === 'yes' ? CERTAIN : POSSIBLE
}

/** A yes, no or unknown as membership. */
export function membership(ternary: Ternary): number {
  return ternary === 'yes' ? CERTAIN : ternary === 'no' ? OUT : POSSIBLE
}

function conditionsOf(basis: Basis, asset: Asset, { says }: Answers, accounts: readonly Account[]): Uint8Array {
  const found = new Uint8Array(CONDITIONS.length)
  for (let i = 0; i < found.length; i++) found[i] = conditionOf(basis, asset, CONDITIONS[i]!, says[i]!, accounts)
  return found
}

/** What is said about every condition of the catalog, by its index: 0 where nobody says anything. */
interface Answers {
  readonly number: number
  readonly says: Uint8Array
}

const SAID_YES = 1
const SAID_NO = 2
const INDEX_OF: ReadonlyMap<string, number> = new Map(CONDITIONS.map((condition, i) => [condition, i]))
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

/** Reads conditions; equal ones have equal numbers. */
function answersReader(): (conditions: Asset['conditions']) => Answers {
  const numberOf = numberOfTexts()
  return (conditions) => {
    const says = new Uint8Array(CONDITIONS.length)
    for (const [condition, answer] of Object.entries(conditions)) {
      const index = INDEX_OF.get(condition)
      if (index !== undefined && answer !== undefined) says[index] = answer === 'yes' ? SAID_YES : SAID_NO
    }
    return { number: numberOf(says.join('')), says }
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
