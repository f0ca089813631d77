import { byText, sortedUnique } from '../../groundwork/order.ts'
import { rank } from '../../standard/verdict.ts'
import type { AssetClass, Classes } from './asset-classes.ts'
import type { Group } from './groups.ts'
import type { Holding } from './holdings.ts'
import type { Selection } from './items.ts'
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

type Named = Omit<Blockers, 'cappedBy'>

const NONE: readonly string[] = []
const NOBODY: Blockers = { blockers: NONE, count: 0, cappedBy: NONE }

/** Finds what keeps rows unsatisfied (LEVELS, Results); best asked about one place after the other. */
export class BlockerFinder {
  readonly #judge: Judge
  readonly #classes: Classes
  /** Whether each group of the selection at hand fails; and whether each class does, for the time of one look. */
  readonly #fails: boolean[] = []
  readonly #failing: Uint8Array
  readonly #found: string[] = []
  /** The names of all items of the selections of one place, as rows that nobody says anything about share them. */
  readonly #whole = new Map<Selection['whole'], Named>()
  #place: Holding | undefined

  constructor(judge: Judge, classes: Classes) {
    this.#judge = judge
    this.#classes = classes
    this.#failing = new Uint8Array(classes.classes.length)
  }

  /** What keeps a row of a place unsatisfied. */
  of(holding: Holding, row: number, judged: Judged): Blockers {
    if (holds(judged.standing.all, HEADLINE)) return NOBODY
    if (holding !== this.#place) this.#whole.clear()
    this.#place = holding
    const { selection } = judged
    const setOpen = selection.open.length > 0
    const mode = this.#judge.basis.rows.modes[row]
    if (mode?.mode === 'SVC') return this.#ofService(holding, judged)
    for (let i = 0; i < selection.groups.length; i++)
      this.#fails[i] = !holds(this.#judge.standingOf(holding, selection, i, row, 'all'), HEADLINE)
    const named = this.#namesOf(holding, selection)
    const { blockers, count } = named
    return { blockers, count, cappedBy: !setOpen && count === 1 ? blockers : NONE }
  }

  /** For a service: the items that are not bound to the best there is, and the service itself where it fails. */
  #ofService(holding: Holding, judged: Judged): Blockers {
    const { selection } = judged
    const alone = new Set<string>()
    let best: Named | undefined
    for (const candidate of judged.candidates) {
      for (let i = 0; i < candidate.items.length; i++) this.#fails[i] = !holds(candidate.items[i]!, HEADLINE)
      const items = this.#namesOf(holding, selection)
      const fails = !holds(candidate.service, HEADLINE)
      const itself = fails && candidate.source.measure.role === 'service'
      const found = itself
        ? { blockers: [candidate.source.measure.id, ...items.blockers].slice(0, MOST), count: items.count + 1 }
        : items
      if (!best || found.count < best.count) best = found
      if (selection.open.length > 0 || found.count !== 1) continue
      // The place of a service is no fact about it: with it shown, the row would still hold only while connected.
      if (!itself ? !fails || candidate.source.measure.role !== 'service' : candidate.where === 'here')
        alone.add(found.blockers[0]!)
    }
    if (!best) return NOBODY
    return { blockers: best.blockers, count: best.count, cappedBy: [...alone].sort(byText) }
  }

  #namesOf(holding: Holding, selection: Selection): Named {
    for (let i = 0; i < selection.groups.length; i++) if (!this.#fails[i]) return this.#findNames(holding, selection)
    let known = this.#whole.get(selection.whole)
    if (!known) this.#whole.set(selection.whole, (known = this.#findNames(holding, selection)))
    return known
  }

  #findNames(holding: Holding, { groups }: Selection): Named {
    const others: string[] = []
    let components = 0
    for (let i = 0; i < groups.length; i++) {
      if (!this.#fails[i]) continue
      const group = groups[i]!
      if (group.of.kind === 'class') {
        components += group.count
        this.#mark(group.of.classes, 1)
      } else others.push(idOf(group))
    }
    const named = this.#firstOf(holding, Math.min(components, MOST))
    for (let i = 0; i < groups.length; i++) {
      const { of } = groups[i]!
      if (this.#fails[i] && of.kind === 'class') this.#mark(of.classes, 0)
    }
    const names = others.length === 0 ? named : inOrder([...others, ...named])
    return { blockers: names.length > MOST ? names.slice(0, MOST) : names, count: components + inOrder(others).length }
  }

  #mark(classes: readonly AssetClass[], value: number) {
    for (let i = 0; i < classes.length; i++) this.#failing[classes[i]!.index] = value
  }

  /** The first components of the failing classes in the order of their ids. */
  #firstOf({ members }: Holding, wanted: number): readonly string[] {
    const { assets } = this.#judge.basis.inputs.plant
    const { of } = this.#classes
    let count = 0
    for (let i = 0; i < members.length && count < wanted; i++)
      if (this.#failing[of[members[i]!]!] === 1) this.#found[count++] = assets[members[i]!]!.id
    return this.#found.slice(0, count)
  }
}

/** Names sorted, each once; they mostly are already. */
function inOrder(names: readonly string[]): readonly string[] {
  for (let i = 1; i < names.length; i++) if (names[i - 1]! >= names[i]!) return sortedUnique(names)
  return names
}

/** The name by which a single item is shown. */
export function idOf(group: Group): string {
  switch (group.of.kind) {
    case 'class':
      return group.of.classes[0]!.first.id
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
