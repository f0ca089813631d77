import type { Operation, Segment } from '../../src/evidence/observation.ts'

/** What a segment tells of traffic, without all that depends on how the packets were cut: texts in canonical order. */
export interface Tells {
  /** `client > server transport/port | protocol/name direction outcome ×count kind=set …`. */
  readonly operations: readonly string[]
  /** `subject attribute=value (by)`. */
  readonly facts: readonly string[]
  /** `what: bytes`, for bytes that are no message and for gaps. */
  readonly lost: readonly string[]
}

const sorted = (texts: readonly string[]) => [...texts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))

/** What a segment tells. */
export function tellsOf(segment: Segment): Tells {
  const talks = segment.conversations.flatMap((c) =>
    c.operations.map((o) => `${c.client} > ${c.server} ${c.transport}/${c.port} | ${operationText(o)}`),
  )
  const links = segment.links.flatMap((l) => l.operations.map((o) => `${l.from} ${l.protocol} | ${operationText(o)}`))
  return {
    operations: sorted([...talks, ...links]),
    facts: sorted(segment.facts.map((f) => `${f.subject} ${f.attribute}=${f.value} (${f.by})`)),
    lost: sorted(
      segment.notUnderstood.filter((m) => /no message|missing/.test(m.what)).map((m) => `${m.what}: ${m.bytes}`),
    ),
  }
}

function operationText({ protocol, name, direction, outcome, count, objects }: Operation): string {
  const sets = sorted(Object.entries(objects).map(([kind, set]) => `${kind}=${set}`))
  return [`${protocol}/${name}`, direction, outcome, `×${count}`, ...sets].join(' ')
}
