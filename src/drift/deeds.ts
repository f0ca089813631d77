import type { Operation, OperationClass, Outcome } from '../evidence/observation.ts'
import { OPERATION_CLASSES } from '../evidence/observation.ts'
import type { Conversation } from '../inventory/inventory.ts'
import type { FrameRef } from '../standard/origin.ts'

/** What a client did to a server in one class of operations, and how it ended as far as the wire shows. */
export interface Deed {
  readonly class: OperationClass
  readonly outcome: Outcome
  readonly titles: readonly string[]
  readonly count: number
  readonly frames: readonly FrameRef[]
}

/** Classes that change what a device does. */
export const CHANGING: readonly OperationClass[] = ['write', 'program', 'control']

const RANK: Readonly<Record<Outcome, number>> = { refused: 0, asked: 1, done: 2 }

/**
 * The deeds of a conversation, by class. Done where any answer said so; else asked where a request was never answered;
 * refused only where every answer refused. What a server sends on its own is no deed of the client.
 */
export function deedsOf(c: Conversation): readonly Deed[] {
  if (c.operations.length === 0) return []
  const deeds: Deed[] = []
  const classes = classesOf(c.operations)
  for (const cls of OPERATION_CLASSES) {
    const operations = c.operations.filter((o) => classes(o).has(cls))
    if (operations.length === 0) continue
    const outcomes = new Set(operations.map((o) => o.outcome))
    const outcome: Outcome = outcomes.has('done') ? 'done' : outcomes.has('refused') ? 'refused' : 'asked'
    const telling = operations.filter((o) => o.outcome === outcome)
    const requests = operations.filter((o) => o.direction === 'c2s')
    const titles = [...new Set((requests.length > 0 ? requests : telling).map((o) => o.title))]
    const count = telling.reduce((sum, o) => sum + o.count, 0)
    deeds.push({ class: cls, outcome, titles, count, frames: telling.flatMap((o) => o.frames).slice(0, 3) })
  }
  return deeds.sort((a, b) => RANK[b.outcome] - RANK[a.outcome])
}

// An answer does not always say what it answers: the acknowledgment of PLC control (S7) stands for a start as for a download.
// It takes the classes of the requests with its function; its own where no request was seen.
function classesOf(operations: readonly Operation[]): (o: Operation) => ReadonlySet<OperationClass> {
  const asked = new Map<string, Set<OperationClass>>()
  for (const o of operations) {
    if (o.direction !== 'c2s') continue
    const key = functionOf(o)
    asked.set(key, (asked.get(key) ?? new Set()).add(o.class))
  }
  return (o) => (o.direction === 's2c' ? asked.get(functionOf(o)) : undefined) ?? new Set([o.class])
}

/** The function of a message by its name: `JOB_28` and `ACK3_28`, `REQ_5` and `RES_5`, `FC3` and `FC3!EX2`, `SVC_4d_req` and `SVC_4d_res` are one each. */
function functionOf({ protocol, name }: Operation): string {
  return `${protocol} ${name.replace(/^(?:JOB|ACK3|REQ|RES)_/, '').replace(/!.*$|_re[qs]$/, '')}`
}

/** `write, program` for messages and fields. */
export function classesText(deeds: readonly Deed[]): string {
  return deeds.map((deed) => (deed.outcome === 'done' ? deed.class : `${deed.class} (${deed.outcome})`)).join(', ')
}
