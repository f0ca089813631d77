import { CONDITIONS } from '../../standard/catalog.ts'
import { assetSubject, CERTAIN, type Classes, OUT, POSSIBLE } from './asset-classes.ts'
import { type Basis, inForce, type Place } from './basis.ts'
import { type Cells, type Folder, NONE } from './cells.ts'
import type { Subject } from './facts.ts'
import { flowsOf } from './flows.ts'
import { type Apart, type Group, groupsOf, linksOf, membersOf, type Notice } from './groups.ts'
import type { GroundGap } from './levels.ts'
import { NA } from './standing.ts'
import { linkWay, type Way, waysOf } from './ways.ts'

/** What a zone or conduit holds, as far as it is counted by any row. */
export interface Holding {
  readonly place: Place
  /** Positions in the plant of its components, in the order of their ids. */
  readonly members: Int32Array
  readonly classes: readonly Group[]
  /** By row, the classes that stand apart in it. */
  readonly apart: ReadonlyMap<number, readonly Apart[]>
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

/** What all places hold, and the cells of every class by its number. */
export interface Holdings {
  readonly holdings: readonly Holding[]
  readonly cells: readonly Cells[]
}

/** Gathers what every place holds; each class, way and flow is folded once. */
export function holdingsOf(basis: Basis, classes: Classes, folder: Folder, notice: Notice): Holdings {
  const { asOf } = basis.inputs
  const { held, apart, cells } = groupsOf(basis, classes, folder, notice)
  const members = membersOf(basis, classes)
  const { links, inside } = linksOf(basis, classes)
  const ways = waysOf(basis)
  const flows = flowsOf(basis, classes, cells, folder)
  const conduitsComplete = basis.places.map(() => true)
  for (const place of basis.places) {
    if (place.kind !== 'conduit') continue
    const complete = inForce(place.conduit.complete, asOf)
    for (const zone of place.conduit.joins) {
      const index = basis.placeOf.get(`zone:${zone}`)
      if (index !== undefined && !complete) conduitsComplete[index] = false
    }
  }
  const wayGroup = (way: Way): Group => ({
    cells: cellsOfWay(way, folder),
    most: NA,
    count: 1,
    of: { kind: 'way', way },
  })
  const holdings = basis.places.map((place): Holding => {
    const p = place.index
    const components = held[p]!
    const wayGroups = ways[p]!.map(wayGroup)
    const complete = inForce(place.kind === 'zone' ? place.zone.complete : place.conduit.complete, asOf)
    const waysKnown = place.kind === 'zone' ? place.zone.accessPoints !== undefined : wayGroups.length > 0
    const gaps: GroundGap[] = []
    if (components.length === 0) gaps.push('no-assets')
    if (components.some((g) => g.of.kind === 'class' && g.of.base.types === 0)) gaps.push('unknown-types')
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
      accounts: accountGroups(components, folder, basis),
      ways: wayGroups,
      links: links[p]!.map((asset) => wayGroup(linkWay(basis, p, asset))),
      inside: inside[p]!.map((asset) => wayGroup(linkWay(basis, p, asset))),
      flows: flows[p]!,
    }
    const own: Group = {
      cells: [folder.fold(self)],
      most: NA,
      count: 1,
      of: { kind: 'place', subject: self },
    }
    const { compensated, served } = rowsTouched(basis, [...Object.values(things), [own]])
    return {
      place,
      members: members[p]!,
      classes: components,
      accounts: things.accounts,
      ways: things.ways,
      links: things.links,
      inside: things.inside,
      flows: things.flows,
      apart: apart[p]!,
      self: own,
      complete,
      waysKnown,
      flowsKnown: complete && conduitsComplete[p]!,
      essential: essentialOf(basis, place, components, flows[p]!, complete),
      compensated,
      served,
      gaps,
    }
  })
  return { holdings, cells }
}

function rowsTouched(basis: Basis, things: readonly (readonly Group[])[]) {
  const compensated = new Uint8Array(basis.rows.ids.length)
  const served = new Uint8Array(basis.rows.ids.length)
  // Most things share what measures say about them.
  const comps = new Set<Uint8Array>()
  const bonds = new Set<Cells['bonds']>()
  for (const groups of things)
    for (const { cells } of groups)
      for (const each of cells) {
        comps.add(each.comp)
        bonds.add(each.bonds)
      }
  for (const comp of comps) for (let row = 0; row < comp.length; row++) if (comp[row] !== NONE) compensated[row] = 1
  for (const byRow of bonds) for (let row = 0; row < byRow.length; row++) if (byRow[row]) served[row] = 1
  return { compensated, served }
}

function cellsOfWay(way: Way, folder: Folder): readonly Cells[] {
  if (way.enforcers.length === 0) return [folder.foldUnguarded(way.self)]
  return way.enforcers.map((subject) => folder.fold(subject))
}

/** Accounts as things: each named by itself and by everything that names its asset. */
function accountGroups(components: readonly Group[], folder: Folder, basis: Basis): readonly Group[] {
  const owners = components
    .flatMap((g) => (g.of.kind === 'class' && g.of.base.accounts.length > 0 ? g.of.classes : []))
    .sort((a, b) => a.index - b.index)
  return owners.flatMap((owner) =>
    owner.base.accounts.map((account): Group => {
      const device = assetSubject(basis, owner.first)
      const { keys, own } = device.named
      const subject = { ...device, named: { ...device.named, keys: [`account:${account.id}`, ...keys], own: own + 1 } }
      return {
        cells: [folder.fold(subject)],
        most: NA,
        count: 1,
        of: { kind: 'account', account, class: owner, subject },
      }
    }),
  )
}

function essentialOf(
  basis: Basis,
  place: Place,
  held: readonly Group[],
  flows: readonly Group[],
  complete: boolean,
): number {
  if (flows.some((g) => g.of.kind === 'flow' && basis.essentialFlows.has(g.of.flow.id))) return CERTAIN
  const each = held.map((g) => (g.of.kind === 'class' ? g.of.base.conditions[ESSENTIAL]! : OUT))
  if (each.includes(CERTAIN)) return CERTAIN
  return place.kind === 'zone' && complete && each.length > 0 && !each.includes(POSSIBLE) ? OUT : POSSIBLE
}
