import { readCapture } from './frames.ts'
import { pcapOfTrace, traceOf } from './trace.ts'

/** What the trace of a dissector says, read by the whole engine, one line per kind of message and per fact. */
export interface HeardInTrace {
  /** `<sender>: <name> <outcome>[ <count>x], <title> (<class>)[ <objects>]`, by sender. */
  readonly operations: readonly string[]
  /** `<subject> <attribute>: <value> (<by>)`. */
  readonly facts: readonly string[]
}

export function heardInTrace(id: string): HeardInTrace {
  const { conversations, links, facts } = readCapture(pcapOfTrace(traceOf(id)))
  const sides = conversations.flatMap((c) =>
    c.operations.map((o) => [o.direction === 'c2s' ? c.client : c.server, o] as const),
  )
  const heard = [...sides, ...links.flatMap((l) => l.operations.map((o) => [l.from, o] as const))]
  return {
    operations: heard.map(([from, { name, outcome, count, title, class: kind, objects }]) => {
      const touched = Object.entries(objects).map(([what, which]) => ` ${what}=${which}`)
      return `${from}: ${name} ${outcome}${count > 1 ? ` ${count}x` : ''}, ${title} (${kind})${touched.join('')}`
    }),
    facts: facts.map(({ subject, attribute, value, by }) => `${subject} ${attribute}: ${value} (${by})`),
  }
}
