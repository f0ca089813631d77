import type { Account, Asset, Flow } from '../../plant/plant.ts'
import { type AssetBase, type AssetClass, assetSubject, type Classes, placesOf } from './asset-classes.ts'
import { type Basis, namedAsset, type RecordFact } from './basis.ts'
import { type Cells, type Folder, lessBy, type Noticed } from './cells.ts'
import type { Subject } from './facts.ts'
import { NA, type Standing } from './standing.ts'
import type { Way } from './ways.ts'

/** Items that stand alike: classes of assets, or one way, flow, account, or the place itself. */
export interface Group {
  /** What there is to pass by; the best of them counts. More than one only where a way has several enforcers. */
  readonly cells: readonly Cells[]
  /** How they stand at most by what was seen on these items alone. */
  readonly most: Standing
  readonly count: number
  readonly of:
    | { readonly kind: 'class'; readonly base: AssetBase; readonly classes: readonly AssetClass[] }
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

/** A class that stands apart from its group in a row, by what was seen on its members alone. */
export interface Apart {
  readonly group: Group
  readonly class: AssetClass
  readonly most: Standing
}

/** Where each fact about a class is noticed, for diagnostics. */
export type Notice = (first: Asset, size: number) => Noticed

/** Folds and groups the classes of assets; by place its groups and what stands apart from them, and the cells of every class. */
export function groupsOf(basis: Basis, classes: Classes, folder: Folder, notice: Notice) {
  const { groups, groupOf, apart } = classGroups(basis, classes, folder, notice)
  const held: Group[][] = basis.places.map(() => [])
  // The members of a class are in the same places, all of them.
  for (const group of groups)
    if (group.of.kind === 'class') for (const place of group.of.base.places) held[place]!.push(group)
  return { held, apart: apartByPlace(basis, groupOf, apart), cells: groupOf.map((group) => group.cells[0]!) }
}

function apartByPlace(basis: Basis, groupOf: readonly Group[], apart: readonly Lessened[]) {
  const found = basis.places.map(() => new Map<number, Apart[]>())
  for (const { row, most, class: c } of apart) {
    const part = { group: groupOf[c.index]!, class: c, most }
    for (const place of c.base.places) {
      const list = found[place]!.get(row)
      if (list) list.push(part)
      else found[place]!.set(row, [part])
    }
  }
  return found
}

/** A class of which less is left in a row than of its base. */
interface Lessened {
  readonly row: number
  readonly most: Standing
  readonly class: AssetClass
}

/** Positions of the components of every place, in the order of their ids. */
export function membersOf(basis: Basis, { classes, order, of }: Classes): readonly Int32Array[] {
  const filled = new Int32Array(basis.places.length)
  for (const { base, size } of classes) for (const place of base.places) filled[place]! += size
  const members = Array.from(filled, (size) => new Int32Array(size))
  filled.fill(0)
  for (let i = 0; i < order.length; i++) {
    const position = order[i]!
    if (of[position]! < 0) continue
    const { places } = classes[of[position]!]!.base
    for (let p = 0; p < places.length; p++) members[places[p]!]![filled[places[p]!]!++] = position
  }
  return members
}

/** Assets that join zones, and parts without software that are links: those between places, and those inside of one. */
export function linksOf(basis: Basis, { classes, order, of }: Classes) {
  const { assets } = basis.inputs.plant
  const links: Asset[][] = basis.places.map(() => [])
  const inside: Asset[][] = basis.places.map(() => [])
  const zonesOf = classes.map(({ base }) => base.places.filter((place) => basis.places[place]!.kind === 'zone'))
  for (let i = 0; i < order.length; i++) {
    const index = of[order[i]!]!
    if (index >= 0 && zonesOf[index]!.length < 2) continue
    const asset = assets[order[i]!]!
    if (index >= 0) for (const zone of zonesOf[index]!) links[zone]!.push(asset)
    else if (asset.types.includes('network-device')) {
      const places = placesOf(basis, asset)
      for (const place of places) (places.length > 1 ? links : inside)[place]!.push(asset)
    }
  }
  return { links, inside }
}

/** A group of classes with the same cells. */
export function classGroup(cells: readonly Cells[], classes: readonly AssetClass[], most: Standing): Group {
  let count = 0
  for (let i = 0; i < classes.length; i++) count += classes[i]!.size
  return { cells, most, count, of: { kind: 'class', base: classes[0]!.base, classes } }
}

/** Folds classes and groups them; those that differ only in what was seen to be otherwise share the facts of their base. */
function classGroups(basis: Basis, { classes }: Classes, folder: Folder, notice: Notice) {
  const ofBase: { readonly cells: readonly Cells[]; readonly classes: AssetClass[] }[] = []
  const all: typeof ofBase = []
  const apart: Lessened[] = []
  for (const c of classes) {
    const seen = basis.recordScopes.ofAsset(c.first.id).map((index) => basis.records[index]!)
    if (seen.length > 0 && isMoreThanBase(basis, c, seen)) {
      all.push({ cells: [folder.fold(assetSubject(basis, c.first), notice(c.first, c.size))], classes: [c] })
      continue
    }
    const { first, size, number } = c.base
    let group = ofBase[number]
    if (!group) {
      group = { cells: [folder.fold(assetSubject(basis, first), notice(first, size), true)], classes: [] }
      ofBase[number] = group
      all.push(group)
    }
    group.classes.push(c)
    if (seen.length > 0)
      for (const [row, most] of lessBy(group.cells[0]!, seen, notice(c.first, c.size)))
        apart.push({ row, most, class: c })
  }
  const groups = all.map((group) => classGroup(group.cells, group.classes, NA))
  const groupOf: Group[] = []
  for (const group of groups) if (group.of.kind === 'class') for (const c of group.of.classes) groupOf[c.index] = group
  return { groups, groupOf, apart }
}

/** Whether what was seen on a class alone does more than take away, or may be resolved. */
function isMoreThanBase(basis: Basis, { first }: AssetClass, seen: readonly RecordFact[]): boolean {
  if (seen.some(({ effect }) => effect === 'shows')) return true
  return basis.resolutions.length > 0 && basis.resolutionScopes.naming(namedAsset(basis, first)).length > 0
}
