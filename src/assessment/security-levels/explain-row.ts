import type { ModeRow } from '../../standard/catalog.ts'
import type { RequirementId } from '../../standard/requirement-id.ts'
import { type Strength, rank as rankOf } from '../../standard/verdict.ts'
import { assetSubject } from './asset-classes.ts'
import { idOf } from './blockers.ts'
import type { Engine } from './engine.ts'
import { factReasons, inWords, verdictOf } from './explain-item.ts'
import { classGroup, type Group } from './groups.ts'
import type { Holding } from './holdings.ts'
import type { Selection } from './items.ts'
import type { Judged } from './judge.ts'
import type { Open, Reason } from './levels.ts'
import { APART } from './outside.ts'
import type { Candidate } from './services.ts'
import { holds, letterOf, NO, UNKNOWN } from './standing.ts'

/** How many groups of items, and how many ids of a group, an answer names before it counts the rest. */
const GROUPS_SHOWN = 40
const IDS_SHOWN = 5

/** The answer to "why?" for a row of a place. */
export function rowReason(
  engine: Engine,
  subject: { readonly kind: 'zone' | 'conduit'; readonly id: string },
  id: RequirementId,
  strength: Strength,
): Reason {
  const place = engine.basis.placeOf.get(`${subject.kind}:${subject.id}`)
  const row = engine.basis.rows.index.get(id)
  if (place === undefined) return nothing(`there is no ${subject.kind} "${subject.id}" in the model`)
  if (row === undefined) return nothing(`${id} is not a row of 3-3`)
  return reasonFor(engine, engine.holdings[place]!, row, strength)
}

/** The same, for a place and a row by number. */
export function reasonFor(engine: Engine, holding: Holding, row: number, strength: Strength): Reason {
  const { basis, judge } = engine
  const { place } = holding
  const judged = judge.judge(holding, row)
  const { all, bare, linked } = judged.standing
  const rank = rankOf(strength)
  const letter = letterOf(all, bare, linked, rank)
  const id = basis.rows.ids[row]!
  const mode = basis.rows.modes[row]
  const span = place.kind === 'zone' ? place.zone.span : place.conduit.span
  return {
    says: `${id} in ${place.kind} "${place.id}" at strength ${strength}: ${letter}`,
    verdict: letter,
    origins: [
      { kind: 'line', span },
      { kind: 'catalog', row: id },
    ],
    because: mode ? because(engine, holding, row, mode, judged, rank) : [nothing('no mode row says how it is decided')],
  }
}

function because(
  engine: Engine,
  holding: Holding,
  row: number,
  mode: ModeRow,
  judged: Judged,
  rank: number,
): readonly Reason[] {
  const { basis, judge } = engine
  const entry = basis.notApplicable[holding.place.index]!.get(row)
  if (entry)
    return [
      {
        says: `"${entry.id}" calls it not applicable until ${entry.until}: ${entry.reason} (owner ${entry.owner})`,
        verdict: 'not-applicable',
        origins: [{ kind: 'line', span: entry.span }],
        because: [],
      },
    ]
  if (holding.place.kind === 'conduit' && mode.conduit === 'none')
    return [nothing('the row does not speak about conduits')]
  const { selection } = judged
  const reasons: Reason[] = [leaf(`decided ${HOW[mode.mode]} (${mode.over}, when ${mode.when}): ${mode.why}`)]
  for (const open of judged.open) reasons.push(openReason(open, holding))
  if (selection.groups.length === 0)
    reasons.push(
      leaf(
        selection.open.length > 0
          ? 'nothing is there to count, and nobody has shown that there is nothing'
          : mode.ifEmpty === 'na'
            ? 'nothing is there to count, and the list is declared complete: not applicable'
            : 'nothing is there to count, which changes nothing for this row',
      ),
    )
  const items = classByClass(selection)
  if (mode.mode === 'SVC') {
    for (const candidate of judged.candidates) reasons.push(serviceReason(engine, holding, row, candidate, items, rank))
  }
  const standings = items.map(({ index }) =>
    mode.mode === 'SVC' ? UNKNOWN : judge.standingOf(holding, selection, index, row, 'all'),
  )
  const order = items.map((_, i) => i).sort((a, b) => standings[a]! - standings[b]! || a - b)
  for (const i of order.slice(0, GROUPS_SHOWN)) {
    const { group, index } = items[i]!
    const shown = mode.mode === 'SVC' ? undefined : standings[i]!
    reasons.push(itemReason(engine, holding, row, group, shown, selection.certain[index] === 1, rank))
  }
  const rest = order.slice(GROUPS_SHOWN)
  if (rest.length > 0) {
    const failing = rest.filter((i) => !holds(standings[i]!, rank)).length
    reasons.push(leaf(`${rest.length} more groups of items, ${failing} of them not satisfied`))
  }
  for (const other of mode.presupposes) {
    const index = basis.rows.index.get(other)
    if (index === undefined) continue
    const { all, bare, linked } = judge.judge(holding, index).standing
    reasons.push({
      says: `presupposes ${other}, which is ${letterOf(all, bare, linked, rank)} here (shown only)`,
      verdict: undefined,
      origins: [{ kind: 'catalog', row: other }],
      because: [],
    })
  }
  return reasons
}

/** A group as answers name it, and its index in the selection it comes from. */
interface Item {
  readonly group: Group
  readonly index: number
}

/** The groups of a selection with every class of assets for itself, in the order of classes. */
function classByClass({ groups }: Selection): readonly Item[] {
  const found: Item[] = []
  let classes: { readonly item: Item; readonly of: number }[] = []
  const flush = () => {
    classes.sort((a, b) => a.of - b.of)
    found.push(...classes.map(({ item }) => item))
    classes = []
  }
  groups.forEach((group, index) => {
    if (group.of.kind !== 'class') {
      flush()
      found.push({ group, index })
      return
    }
    for (const c of group.of.classes)
      classes.push({ item: { group: classGroup(group.cells, [c], group.most), index }, of: c.index })
  })
  flush()
  return found
}

const HOW: Readonly<Record<ModeRow['mode'], string>> = {
  ALL: 'over all items',
  ANY: 'on every way, where one enforcer suffices',
  SVC: 'by one service to which every item is bound',
}

function itemReason(
  engine: Engine,
  holding: Holding,
  row: number,
  group: Group,
  standing: number | undefined,
  possible: boolean,
  rank: number,
): Reason {
  const name = namesOf(engine, holding, group)
  const doubt = possible ? ' (perhaps not an item: its kind or a condition is unknown)' : ''
  return {
    says: standing === undefined ? `${name}${doubt}` : `${name}: ${inWords(standing)}${doubt}`,
    verdict: standing === undefined ? undefined : verdictOf(standing, rank),
    origins: originsOf(group),
    because: factsOf(engine, holding, row, group),
  }
}

function factsOf(engine: Engine, holding: Holding, row: number, group: Group): readonly Reason[] {
  switch (group.of.kind) {
    case 'class':
      return factReasons(engine, assetSubject(engine.basis, group.of.classes[0]!.first), row)
    case 'way': {
      const { way } = group.of
      const reasons: Reason[] = []
      if (way.enforcers.length === 0)
        reasons.push({
          says: 'no enforcer is listed for it',
          verdict: 'not-met',
          origins: [],
          because: factReasons(engine, way.self, row),
        })
      for (const enforcer of way.enforcers)
        reasons.push({
          says: `enforcer "${enforcer.asset?.id}"`,
          verdict: undefined,
          origins: enforcer.asset ? [{ kind: 'line', span: enforcer.asset.span }] : [],
          because: factReasons(engine, enforcer, row),
        })
      if (engine.basis.rows.onAnyHop[row] === 1) {
        const behind = engine.judge.behind(way, row, 'all')
        if (behind < APART) reasons.push(leaf(`further out on the way from outside: ${inWords(behind)}`))
      }
      return reasons
    }
    case 'account':
    case 'flow':
    case 'place':
      return factReasons(engine, group.of.subject, row)
  }
}

function serviceReason(
  engine: Engine,
  holding: Holding,
  row: number,
  candidate: Candidate,
  items: readonly Item[],
  rank: number,
): Reason {
  const { source, where, service, standing } = candidate
  const unbound = items.filter(({ index }) => !holds(candidate.items[index]!, rank))
  const stands: Record<Candidate['where'], string> = {
    here: 'it stands here',
    connected:
      'it stands elsewhere over a declared conduit, so it counts alone only if the zone holds out without it (SR 5.2 RE 2)',
    apart: 'no declared conduit leads to it',
    'not-said': 'nobody has said which asset provides it',
  }
  const because: Reason[] = [leaf(`${stands[where]}; by itself ${inWords(service)}`)]
  for (const { group } of unbound.slice(0, GROUPS_SHOWN))
    because.push({
      says: `${namesOf(engine, holding, group)}: binding not shown at this strength`,
      verdict: 'unknown',
      origins: originsOf(group),
      because: factsOf(engine, holding, row, group),
    })
  return {
    says: `rests on "${source.measure.id}": ${inWords(standing)}`,
    verdict: verdictOf(standing, rank),
    origins: [{ kind: 'line', span: source.measure.span }],
    because,
  }
}

function namesOf(engine: Engine, holding: Holding, group: Group): string {
  if (group.of.kind !== 'class')
    return group.of.kind === 'place' ? `the ${holding.place.kind} itself` : `${group.of.kind} ${idOf(group)}`
  const { index } = group.of.classes[0]!
  const { assets } = engine.basis.inputs.plant
  const ids: string[] = []
  for (const position of holding.members) {
    if (engine.classes.of[position] !== index) continue
    ids.push(assets[position]!.id)
    if (ids.length === IDS_SHOWN) break
  }
  const more = group.count - ids.length
  return more > 0 ? `${ids.join(', ')} and ${more} more that stand alike` : ids.join(', ')
}

function originsOf(group: Group): Reason['origins'] {
  switch (group.of.kind) {
    case 'class':
      return [{ kind: 'line', span: group.of.classes[0]!.first.span }]
    case 'account':
      return [{ kind: 'line', span: group.of.account.span }]
    case 'flow':
      return [{ kind: 'line', span: group.of.flow.span }]
    case 'way':
      return group.of.way.declared ? [{ kind: 'line', span: group.of.way.declared.span }] : []
    case 'place':
      return []
  }
}

function openReason(open: Open, holding: Holding): Reason {
  const what = `${holding.place.kind} "${holding.place.id}"`
  const says: Record<Open, string> = {
    'assets-not-complete': `nobody in force has declared the asset list of ${what} complete: there may be more`,
    'access-points-not-declared': `nobody has declared the access points of ${what}: there may be more than those of its conduits`,
    'flows-not-complete': `the lists of ${what} and of its conduits are not all declared complete: there may be more traffic`,
    'no-service': 'no service is named for it',
    'service-elsewhere': 'every service named for it stands elsewhere, or nobody says where',
    'not-decided': 'no mode row says how it is decided',
  }
  return {
    says: says[open],
    verdict: open === 'no-service' ? verdictOf(NO, 0) : verdictOf(UNKNOWN, 0),
    origins: [],
    because: [],
  }
}

function leaf(says: string): Reason {
  return { says, verdict: undefined, origins: [], because: [] }
}

function nothing(says: string): Reason {
  return { says, verdict: 'unknown', origins: [], because: [] }
}
