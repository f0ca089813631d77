import type { Operation, Outcome } from '../evidence/observation.ts'
import { IntervalSet } from '../groundwork/interval-set.ts'
import { byText, sortedUnique } from '../groundwork/order.ts'
import { earliestFrames } from './frames.ts'
import { earlier, later } from './times.ts'

/** Operations of several segments as one list: counts added, times widened, objects united, the earliest frames kept. */
export function mergeOperations(lists: readonly (readonly Operation[])[]): readonly Operation[] {
  const groups = new Map<string, Operation[]>()
  for (const list of lists)
    for (const operation of list) {
      const key = operationKey(operation)
      const group = groups.get(key)
      if (group) group.push(operation)
      else groups.set(key, [operation])
    }
  return [...groups.keys()].sort(byText).map((key) => mergeGroup(groups.get(key)!))
}

/** An operation as it reads when client and server change places. */
export function turned(operation: Operation): Operation {
  return { ...operation, direction: operation.direction === 'c2s' ? 's2c' : 'c2s' }
}

/** The union of two object sets in text form: whole numbers as ranges, anything else as a sorted list. */
function uniteObjects(texts: readonly string[]): string {
  const first = texts[0] ?? ''
  if (texts.every((text) => text === first)) return first
  const sets = texts.map((text) => IntervalSet.parse(text))
  if (sets.every((set) => set !== undefined)) return IntervalSet.of(...sets.flatMap((set) => set.ranges)).toString()
  return sortedUnique(texts.flatMap((text) => text.split(','))).join(',')
}

function operationKey(o: Operation): string {
  return `${o.protocol}\t${o.direction}\t${o.name}\t${OUTCOME_ORDER[o.outcome]}\t${o.class}`
}

const OUTCOME_ORDER: Readonly<Record<Outcome, number>> = { asked: 0, done: 1, refused: 2 }

function mergeGroup(group: readonly Operation[]): Operation {
  const head = group[0]!
  if (group.length === 1) return head
  const kinds = sortedUnique(group.flatMap((o) => Object.keys(o.objects)))
  return {
    protocol: head.protocol,
    name: head.name,
    title: group.reduce((least, o) => (o.title < least ? o.title : least), head.title),
    class: head.class,
    direction: head.direction,
    outcome: head.outcome,
    count: group.reduce((sum, o) => sum + o.count, 0),
    first: group.reduce((first, o) => earlier(first, o.first), head.first),
    last: group.reduce((last, o) => later(last, o.last), head.last),
    frames: earliestFrames(group.map((o) => o.frames)),
    objects: Object.fromEntries(
      kinds.map((kind) => [
        kind,
        uniteObjects(group.map((o) => o.objects[kind]).filter((text): text is string => text !== undefined)),
      ]),
    ),
  }
}
