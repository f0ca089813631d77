import { CONDITIONS, type ModeRow } from '../../standard/catalog.ts'
import { type AssetBase, type AssetClass, CERTAIN, OUT, POSSIBLE } from './asset-classes.ts'
import type { Basis } from './basis.ts'
import { flowConditions } from './flows.ts'
import { type Apart, classGroup, type Group } from './groups.ts'
import type { Holding } from './holdings.ts'
import type { Open } from './levels.ts'
import { NETWORK_DEVICE } from './rows.ts'
import { NA } from './standing.ts'
import type { Way } from './ways.ts'

/** The items of a row in a place: groups with how certainly they are items, and what of the set is not known. */
export interface Selection {
  readonly groups: readonly Group[]
  /** `POSSIBLE` or `CERTAIN`, by group. */
  readonly certain: readonly number[]
  readonly open: readonly Open[]
  /** How many items there are in all groups. */
  readonly count: number
  /** The same items whatever the row: those of rows that count alike. */
  readonly whole: readonly Group[]
}

/** Makes a selection of groups. */
export function selectionOf(groups: readonly Group[], certain: readonly number[], open: readonly Open[]): Selection {
  let count = 0
  for (const group of groups) count += group.count
  return { groups, certain, open, count, whole: groups }
}

/** The same for a row in which classes stand apart from their group by what was seen on them alone. */
export function splitFor(selection: Selection, apart: readonly Apart[]): Selection {
  const lessened = new Set<AssetClass>()
  for (const part of apart) lessened.add(part.class)
  const groups: Group[] = []
  const certain: number[] = []
  for (let i = 0; i < selection.groups.length; i++) {
    const group = selection.groups[i]!
    const { of, cells } = group
    const before = groups.length
    for (const part of apart) if (part.group === group) groups.push(classGroup(cells, [part.class], part.most))
    if (of.kind !== 'class' || groups.length === before) groups.push(group)
    else {
      const rest = of.classes.filter((c) => !lessened.has(c))
      if (rest.length > 0) groups.push(classGroup(cells, rest, NA))
    }
    while (certain.length < groups.length) certain.push(selection.certain[i]!)
  }
  return { groups, certain, open: selection.open, count: selection.count, whole: selection.whole }
}

const NOTHING_OPEN: readonly Open[] = []
const BOUNDARY = CONDITIONS.indexOf('boundary')

/** Reads the row for a place; `undefined` where the row does not speak about conduits. `reached` tells of a way whether it leads from outside. */
export function itemsOf(
  basis: Basis,
  holding: Holding,
  row: number,
  mode: ModeRow,
  reached: (way: Way) => number,
): Selection | undefined {
  const isConduit = holding.place.kind === 'conduit'
  if (isConduit && mode.conduit === 'none') return undefined
  const groups: Group[] = []
  const certain: number[] = []
  const open: Open[] = []
  const add = (group: Group, membership: number) => {
    if (membership === OUT) return
    groups.push(group)
    certain.push(membership)
  }
  const components = () => {
    for (const group of holding.classes)
      if (group.of.kind === 'class') add(group, concerned(basis, holding, row, mode, group.of.base))
    if (!holding.complete) open.push('assets-not-complete')
  }
  const waysKnown = () => {
    if (!holding.waysKnown) open.push('access-points-not-declared')
  }
  const flows = () => {
    for (const group of holding.flows) {
      if (group.of.kind !== 'flow') continue
      const { flow, crosses, certain: ends } = group.of
      add(group, Math.min(ends, flowConditions(flow, isConduit ? CERTAIN : crosses, mode.when)))
    }
    if (!holding.flowsKnown) open.push('flows-not-complete')
  }
  switch (mode.over) {
    case 'location':
      add(holding.self, CERTAIN)
      break
    case 'flow':
      flows()
      break
    case 'flow-or-store':
      flows()
      if (!isConduit) components()
      break
    case 'account':
      for (const group of holding.classes)
        if (group.of.kind === 'class' && group.of.base.accounts.length === 0)
          add(group, concerned(basis, holding, row, mode, group.of.base))
      for (const group of holding.accounts) {
        if (group.of.kind !== 'account') continue
        const { account, class: owner } = group.of
        const human = account.human === 'yes' ? CERTAIN : account.human === 'no' ? OUT : undefined
        add(group, concerned(basis, holding, row, mode, owner.base, human))
      }
      if (!holding.complete) open.push('assets-not-complete')
      break
    case 'boundary-access-point':
      for (const group of holding.ways) if (!isDoor(group)) add(group, CERTAIN)
      waysKnown()
      break
    case 'untrusted-access-point':
      for (const group of holding.ways) if (group.of.kind === 'way') add(group, reached(group.of.way))
      waysKnown()
      break
    case 'network-connection': {
      const membership = mode.when === 'essential' ? holding.essential : CERTAIN
      for (const group of holding.ways) if (isNetwork(group)) add(group, membership)
      for (const group of holding.links) add(group, membership)
      // A limit on load counts on every link to an essential function, those inside the zone too.
      if (mode.when === 'essential') for (const group of holding.inside) add(group, membership)
      waysKnown()
      break
    }
    case 'radio-access-point':
      components()
      for (const group of holding.ways)
        if (group.of.kind === 'way' && group.of.way.kind === 'wireless') add(group, CERTAIN)
      waysKnown()
      break
    case 'attach-point':
      components()
      if (mode.mode === 'ANY' && !isConduit) {
        for (const group of holding.ways) if (isSocket(group)) add(group, CERTAIN)
        waysKnown()
      }
      break
    default:
      components()
  }
  return selectionOf(groups, certain, open.length === 0 ? NOTHING_OPEN : open)
}

/** How certainly a class of components is an item: its type, the condition of the row, and for a conduit the part it plays. */
function concerned(basis: Basis, holding: Holding, row: number, mode: ModeRow, c: AssetBase, human?: number): number {
  const { types, when } = basis.rows
  const place = holding.place
  let membership = human ?? c.conditions[when[row]!]!
  if (when[row] === BOUNDARY) membership = CERTAIN
  if (membership === OUT) return OUT
  if (place.kind === 'conduit') {
    if (mode.conduit === 'boundary' && !c.enforces.includes(place.index)) return OUT
    if (mode.conduit === 'devices' && c.types !== 0 && (c.types & NETWORK_DEVICE) === 0) return OUT
  }
  if (c.types === 0) return POSSIBLE
  return (c.types & types[row]!) === 0 ? OUT : membership
}

/** A door lets people in, not data: it belongs to the boundary of ZCR 1.1 and is no way that a device could guard. */
function isDoor(group: Group): boolean {
  return group.of.kind === 'way' && group.of.way.kind === 'door'
}

function isNetwork(group: Group): boolean {
  if (group.of.kind !== 'way') return false
  const { kind } = group.of.way
  return kind === 'network' || kind === 'wireless' || kind === 'modem' || kind === 'other'
}

function isSocket(group: Group): boolean {
  if (group.of.kind !== 'way' || group.of.way.beyond >= 0) return false
  const { kind } = group.of.way
  return kind === 'usb' || kind === 'network' || kind === 'person'
}
