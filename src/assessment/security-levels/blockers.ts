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

/** Finds what keeps rows unsatisfied (LEVELS, Results); best asked about one place after the other. */
export class BlockerFinder {
  readonly #judge: Judge
  readonly #classes: Classes
  readonly #failing: Uint8Array
  #members:
    | { readonly holding: Holding; readonly ids: readonly string[]; readonly classes: readonly number[] }
    | undefined

  constructor(judge: Judge, classes: Classes) {
    this.#judge = judge
    this.#classes = classes
    this.#failing = new Uint8Array(classes.classes.length)
  }

  /** What keeps a row of a place unsatisfied. */
  of(holding: Holding, row: number, judged: Judged): Blockers {
    if (holds(judged.standing.all, HEADLINE)) return NOBODY
    const { selection } = judged
    const setOpen = selection.open.length > 0
    const mode = this.#judge.basis.rows.modes[row]
    if (mode?.mode === 'SVC') return this.#ofService(holding, judged)
    const failing = selection.groups.filter((_, i) => !holds(judged.items[i]!, HEADLINE))
    const named = this.#namesOf(holding, failing)
    return { ...named, cappedBy: !setOpen && named.count === 1 ? named.blockers : [] }
  }

  /** For a service: the items that are not bound to the best there is, and the service itself where it fails. */
  #ofService(holding: Holding, judged: Judged): Blockers {
    const { selection } = judged
    const alone = new Set<string>()
    let best: Blockers | undefined
    for (const candidate of judged.candidates) {
      const failing = selection.groups.filter((_, i) => !holds(candidate.items[i]!, HEADLINE))
      const items = this.#namesOf(holding, failing)
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

  #namesOf(holding: Holding, groups: readonly Group[]): Omit<Blockers, 'cappedBy'> {
    const failing: AssetClass[] = []
    const others = new Set<string>()
    let components = 0
    for (const group of groups) {
      if (group.of.kind === 'class') {
        failing.push(group.of.class)
        components += group.count
      } else others.add(idOf(group))
    }
    const count = components + others.size
    const named = components > MOST ? this.#firstOf(holding, failing) : this.#allOf(failing)
    if (others.size === 0 && components > MOST) return { blockers: named, count }
    return { blockers: [...new Set([...others, ...named])].sort(byText).slice(0, MOST), count }
  }

  #allOf(failing: readonly AssetClass[]): readonly string[] {
    const { assets } = this.#judge.basis.inputs.plant
    return failing.flatMap((c) => Array.from(this.#classes.members(c), (position) => assets[position]!.id))
  }

  /** The first members of classes in the order of their ids, as many as are shown. */
  #firstOf(holding: Holding, failing: readonly AssetClass[]): readonly string[] {
    const { ids, classes } = this.#membersOf(holding)
    for (const { index } of failing) this.#failing[index] = 1
    const found: string[] = []
    for (let i = 0; i < ids.length && found.length < MOST; i++)
      if (this.#failing[classes[i]!] === 1) found.push(ids[i]!)
    for (const { index } of failing) this.#failing[index] = 0
    return found
  }

  #membersOf(holding: Holding) {
    if (this.#members?.holding === holding) return this.#members
    const { assets } = this.#judge.basis.inputs.plant
    const { members } = holding
    const ids = members.map((position) => assets[position]!.id)
    return (this.#members = { holding, ids, classes: members.map((position) => this.#classes.of[position]!) })
  }
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
