import type { Account, Asset, Flow } from '../../plant/plant.ts'
import { CONDITIONS } from '../../standard/catalog.ts'
import { type AssetClass, assetSubject, CERTAIN, type Classes, OUT, placesOf, POSSIBLE } from './asset-classes.ts'
import { type Basis, inForce, type Place } from './basis.ts'
import { type Cells, type Folder, lessened, NONE, type Noticed, withoutEnforcer } from './cells.ts'
import type { Subject } from './facts.ts'
import { flowsOf } from './flows.ts'
import type { GroundGap } from './levels.ts'
import { linkWay, type Way, waysOf } from './ways.ts'

/** Items that stand alike: a class of assets, or one way, flow, account, or the place itself. */
export interface Group {
  /** What there is to pass by; the best of them counts. More than one only where a way has several enforcers. */
  readonly cells: readonly Cells[]
  readonly count: number
  readonly of:
    | { readonly kind: 'class'; readonly class: AssetClass }
    | { readonly kind: 'account'; readonly account: Account; readonly class: AssetClass; readonly subject: Subject }
    | { readonly kind: 'way'; readonly way: Way }
    | {
        readonly kind: 'flow'
        readonly flow: Flow
        readonly crosses: number
        readonly certain: number
        readonly subject: Subject
      }
    | { readonly kind: 'place'; readonly subject: Subject }
}

/** What a zone or conduit holds, as far as it is counted by any row. */
export interface Holding {
  readonly place: Place
  /** Positions in the plant of its components, in the order of their ids. */
  readonly members: readonly number[]
  readonly classes: readonly Group[]
  readonly accounts: readonly Group[]
  readonly ways: readonly Group[]
  /** Assets that join zones, and parts without software that are links. */
  readonly links: readonly Group[]
  readonly inside: readonly Group[]
  readonly flows: readonly Group[]
  readonly self: Group
  readonly complete: boolean
  readonly waysKnown: boolean
  readonly flowsKnown: boolean
  readonly essential: number
  /** Rows for which anything here is compensated, and rows for which anything is bound to a service. */
  readonly compensated: Uint8Array
  readonly served: Uint8Array
  readonly gaps: readonly GroundGap[]
}

const ESSENTIAL = CONDITIONS.indexOf('essential')

/** Where each fact about a class is noticed, for diagnostics. */
export type Notice = (first: Asset, size: number) => Noticed

/** What all places hold, and the cells of every class by its number. */
export interface Holdings {
  readonly holdings: readonly Holding[]
  readonly cells: readonly Cells[]
}

/** Gathers what every place holds; each class, way and flow is folded once. */
export function holdingsOf(basis: Basis, classes: Classes, folder: Folder, notice: Notice): Holdings {
  const { plant, asOf } = basis.inputs
  const cellsOf = classFolder(basis, folder, notice)
  const groupOf = classes.classes.map(
    (c): Group => ({ cells: [cellsOf(c)], count: c.size, of: { kind: 'class', class: c } }),
  )
  const members: number[][] = basis.places.map(() => [])
  const held: Group[][] = basis.places.map(() => [])
  // The members of a class are in the same places, all of them.
  for (const { places, index } of classes.classes) for (const place of places) held[place]!.push(groupOf[index]!)
  const links: Asset[][] = basis.places.map(() => [])
  const inside: Asset[][] = basis.places.map(() => [])
  for (const i of classes.order) {
    const index = classes.of[i]!
    if (index < 0) {
      passiveLink(plant.assets[i]!)
      continue
    }
    const { places } = classes.classes[index]!
    let zones = 0
    for (const place of places) {
      members[place]!.push(i)
      if (basis.places[place]!.kind === 'zone') zones++
    }
    if (zones > 1)
      for (const place of places) if (basis.places[place]!.kind === 'zone') links[place]!.push(plant.assets[i]!)
  }
  const ways = waysOf(basis)
  const flows = flowsOf(basis, classes, groupOf, folder)
  const conduitsComplete = basis.places.map(() => true)
  for (const place of basis.places) {
    if (place.kind !== 'conduit') continue
    const complete = inForce(place.conduit.complete, asOf)
    for (const zone of place.conduit.joins) {
      const index = basis.placeOf.get(`zone:${zone}`)
      if (index !== undefined && !complete) conduitsComplete[index] = false
    }
  }
  const wayGroup = (way: Way): Group => ({ cells: cellsOfWay(way, folder), count: 1, of: { kind: 'way', way } })
  const holdings = basis.places.map((place): Holding => {
    const p = place.index
    const components = held[p]!
    const wayGroups = ways[p]!.map(wayGroup)
    const complete = inForce(place.kind === 'zone' ? place.zone.complete : place.conduit.complete, asOf)
    const waysKnown = place.kind === 'zone' ? place.zone.accessPoints !== undefined : wayGroups.length > 0
    const gaps: GroundGap[] = []
    if (components.length === 0) gaps.push('no-assets')
    if (components.some((g) => g.of.kind === 'class' && g.of.class.types === 0)) gaps.push('unknown-types')
    if (!waysKnown && wayGroups.length === 0) gaps.push('no-access-points')
    const self: Subject = {
      named: {
        keys: [`${place.kind}:${place.id}`],
        own: 1,
        assetKind: undefined,
        zones: place.kind === 'zone' ? [place.id] : [],
      },
      asset: undefined,
      types: 0,
    }
    const things = {
      classes: components,
      accounts: components.flatMap((g) => accountGroups(g, folder, basis)),
      ways: wayGroups,
      links: links[p]!.map((asset) => wayGroup(linkWay(basis, p, asset))),
      inside: inside[p]!.map((asset) => wayGroup(linkWay(basis, p, asset))),
      flows: flows[p]!,
    }
    const own: Group = { cells: [folder.fold(self)], count: 1, of: { kind: 'place', subject: self } }
    return {
      place,
      members: members[p]!,
      ...things,
      self: own,
      complete,
      waysKnown,
      flowsKnown: complete && conduitsComplete[p]!,
      essential: essentialOf(basis, place, components, flows[p]!, complete),
      ...rowsTouched(basis, [...Object.values(things).flat(), own]),
      gaps,
    }
  })
  return { holdings, cells: groupOf.map((group) => group.cells[0]!) }

  function passiveLink(asset: Asset) {
    if (!asset.types.includes('network-device')) return
    const places = placesOf(basis, asset)
    for (const place of places) (places.length > 1 ? links : inside)[place]!.push(asset)
  }
}

/** Folds classes; those that differ only in what was seen to be otherwise share the facts of their base. */
function classFolder(basis: Basis, folder: Folder, notice: Notice): (c: AssetClass) => Cells {
  const bases = new Map<number, Cells>()
  return (c) => {
    const subject = assetSubject(basis, c.first)
    const seen = basis.recordScopes.ofAsset(c.first.id).map((index) => basis.records[index]!)
    const onlyLess = seen.every(({ record: { effect } }) => effect !== 'shows')
    const resolvable = seen.length > 0 && basis.resolutionScopes.naming(subject.named).length > 0
    if (!onlyLess || resolvable) return folder.fold(subject, notice(c.first, c.size))
    let cells = bases.get(c.base.number)
    if (!cells) {
      const { first, size } = c.base
      bases.set(c.base.number, (cells = folder.fold(assetSubject(basis, first), notice(first, size), true)))
    }
    const less = seen.filter(({ record: { effect } }) => effect === 'contradicts' || effect === 'weakens')
    return less.length === 0 ? cells : lessened(cells, less, notice(c.first, c.size))
  }
}

function rowsTouched(basis: Basis, groups: readonly Group[]) {
  const compensated = new Uint8Array(basis.rows.ids.length)
  const served = new Uint8Array(basis.rows.ids.length)
  for (const { cells } of groups)
    for (const { comp, bonds } of cells) {
      for (let row = 0; row < comp.length; row++) if (comp[row] !== NONE) compensated[row] = 1
      for (const row of bonds.keys()) served[row] = 1
    }
  return { compensated, served }
}

function cellsOfWay(way: Way, folder: Folder): readonly Cells[] {
  if (way.enforcers.length === 0) return [withoutEnforcer(folder.fold(way.self))]
  return way.enforcers.map((subject) => folder.fold(subject))
}

/** An account as a thing: named by itself and by everything that names its asset. */
function accountGroups(group: Group, folder: Folder, basis: Basis): readonly Group[] {
  if (group.of.kind !== 'class') return []
  const owner = group.of.class
  return owner.accounts.map((account): Group => {
    const device = assetSubject(basis, owner.first)
    const { keys, own } = device.named
    const subject = { ...device, named: { ...device.named, keys: [`account:${account.id}`, ...keys], own: own + 1 } }
    return { cells: [folder.fold(subject)], count: 1, of: { kind: 'account', account, class: owner, subject } }
  })
}

function essentialOf(
  basis: Basis,
  place: Place,
  held: readonly Group[],
  flows: readonly Group[],
  complete: boolean,
): number {
  if (flows.some((g) => g.of.kind === 'flow' && basis.essentialFlows.has(g.of.flow.id))) return CERTAIN
  const each = held.map((g) => (g.of.kind === 'class' ? g.of.class.conditions[ESSENTIAL]! : OUT))
  if (each.includes(CERTAIN)) return CERTAIN
  return place.kind === 'zone' && complete && each.length > 0 && !each.includes(POSSIBLE) ? OUT : POSSIBLE
}
