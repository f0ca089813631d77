import { contentId, type Sha256 } from '../../groundwork/canonical.ts'
import type { Desk } from './desk.ts'
import { entryOf, type Mapping, type Node, plainValue } from './node.ts'

/** What a decision is about. */
export type RecordKind = 'not-applicable' | 'resolution'

/** One line for `decisions/*.ndjson`: content, the id of the record before it, and the hash of both as its id. */
export function decisionLine(
  record: RecordKind,
  content: Readonly<Record<string, unknown>>,
  previous: Sha256 | null,
): string {
  const body = { record, ...content, previous }
  return JSON.stringify({ ...body, id: contentId(body) })
}

/**
 * The records that count, by kind, without what makes them a record. A line whose id is not the hash of its content is
 * reported and left out; one whose predecessor is missing is reported and kept. The same line twice counts once.
 */
export function countedRecords(lines: Iterable<Node>, desk: Desk): ReadonlyMap<string, readonly Mapping[]> {
  const counted = new Map<string, Mapping[]>()
  const ids = new Set<string>()
  const follows: { previous: string; at: Node }[] = []
  for (const line of lines) {
    const kind = entryOf(line, 'record')
    const id = entryOf(line, 'id')
    if (line.kind !== 'map' || kind?.kind !== 'scalar' || id?.kind !== 'scalar') {
      desk.report('PLANT_RECORD', { why: 'it has no "record" or no "id"' }, line)
      continue
    }
    const content = { ...line, entries: line.entries.filter((entry) => entry.key.value !== 'id') }
    const hash = contentId(plainValue(content))
    if (hash !== id.value) {
      desk.report('PLANT_RECORD', { why: 'its id is not the hash of its content' }, id, () => `the hash is ${hash}`)
      continue
    }
    if (ids.has(hash)) continue
    ids.add(hash)
    const previous = entryOf(line, 'previous')
    if (previous?.kind === 'scalar' && previous.value !== 'null')
      follows.push({ previous: previous.value, at: previous })
    const entries = content.entries.filter(({ key }) => key.value !== 'record' && key.value !== 'previous')
    counted.set(kind.value, [...(counted.get(kind.value) ?? []), { ...content, entries }])
  }
  for (const { previous, at } of follows) if (!ids.has(previous)) desk.report('PLANT_RECORD_CHAIN', { previous }, at)
  return counted
}
