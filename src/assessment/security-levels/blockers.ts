import { byText } from '../../groundwork/order.ts'
import { rank } from '../../standard/verdict.ts'
import type { AssetClass, Classes } from './asset-classes.ts'
import type { Group, Holding } from './holdings.ts'
import type { Judge, Judged } from './judge.ts'
import { holds } from './standing.ts'

const HEADLINE = rank('documented')
const MOST = 50

/** The items that keep a row unsatisfied at the headline strength, at most 50 of them by name, and those that do it alone. */
export interface Blockers {
  readonly blockers: readonly string[]
  readonly count: number
  readonly cappedBy: readonly string[]
}

const NOBODY: Blockers = { blockers: [], count: 0, cappedBy: [] }

/** Finds what keeps a row unsatisfied (LEVELS, Results). */
export function blockersOf(judge: Judge, classes: Classes, holding: Holding, row: number, judged: Judged): Blockers {
  if (holds(judged.standing.all, HEADLINE)) return NOBODY
  const { selection } = judged
  const setOpen = selection.open.length > 0
  const mode = judge.basis.rows.modes[row]
  if (mode?.mode === 'SVC') return serviceBlockers(judge, classes, holding, judged)
  const failing = selection.groups.filter((_, i) => !holds(judged.items[i]!, HEADLINE))
  const named = namesOf(judge, classes, holding, failing)
  return { ...named, cappedBy: !setOpen && named.count === 1 ? named.blockers : [] }
}

/** For a service: the items that are not bound to the best there is, and the service itself where it fails. */
function serviceBlockers(judge: Judge, classes: Classes, holding: Holding, judged: Judged): Blockers {
  const { selection } = judged
  const alone = new Set<string>()
  let best: Blockers | undefined
  for (const candidate of judged.candidates) {
    const failing = selection.groups.filter((_, i) => !holds(candidate.items[i]!, HEADLINE))
    const items = namesOf(judge, classes, holding, failing)
    const fails = !holds(candidate.service, HEADLINE)
    const itself = fails && candidate.source.measure.role === 'service'
    const found = itself
      ? { blockers: [candidate.source.measure.id, ...items.blockers].slice(0, MOST), count: items.count + 1 }
      : items
    if (!best || found.count < best.count) best = { ...found, cappedBy: [] }
    if (selection.open.length > 0 || found.count !== 1) continue
    // The place of a service is no fact about it: with it shown, the row would still hold only while connected.
    if (!itself ? !fails || candidate.source.measure.role !== 'service' : candidate.where === 'here')
      alone.add(found.blockers[0]!)
  }
  return best ? { ...best, cappedBy: [...alone].sort(byText) } : NOBODY
}

function namesOf(
  judge: Judge,
  classes: Classes,
  holding: Holding,
  groups: readonly Group[],
): Omit<Blockers, 'cappedBy'> {
  const ids = new Set<string>()
  const failing = new Set<AssetClass>()
  let components = 0
  for (const group of groups) {
    if (group.of.kind === 'class') {
      failing.add(group.of.class)
      components += group.count
    } else ids.add(idOf(group))
  }
  const count = components + ids.size
  const { assets } = judge.basis.inputs.plant
  if (components <= MOST) {
    for (const { members } of failing) for (const position of members) ids.add(assets[position]!.id)
  } else {
    let taken = 0
    for (const position of holding.members) {
      if (!failing.has(classes.classes[classes.of[position]!]!)) continue
      ids.add(assets[position]!.id)
      if (++taken === MOST) break
    }
  }
  return { blockers: [...ids].sort(byText).slice(0, MOST), count }
}

/** The name by which a single item is shown. */
export function idOf(group: Group): string {
  switch (group.of.kind) {
    case 'class':
      return group.of.class.first.id
    case 'account':
      return group.of.account.id
    case 'way':
      return group.of.way.id
    case 'flow':
      return group.of.flow.id
    case 'place':
      return group.of.subject.named.keys[0]!
  }
}
