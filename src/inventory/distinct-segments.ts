import type { Segment } from '../evidence/observation.ts'
import { canonicalJson } from '../groundwork/canonical.ts'
import { byText, groupBy } from '../groundwork/order.ts'

/**
 * Each piece of evidence once, in canonical order: of two readings of one byte range (a capture kept under two names) the
 * same one is taken whatever the order, and a range that lies inside a longer one of the same file is not counted again.
 */
export function distinctSegments(segments: Iterable<Segment>): readonly Segment[] {
  const kept: Segment[] = []
  for (const group of groupBy(segments, (segment) => segment.source).values()) {
    group.sort((a, b) => a.from - b.from || b.to - a.to || byText(a.file, b.file) || byContent(a, b))
    let end = -1
    for (const segment of group) {
      if (segment.to <= end) continue
      kept.push(segment)
      end = segment.to
    }
  }
  return kept.sort((a, b) => byText(a.source, b.source) || a.from - b.from)
}

// Only for two readings of the very same range under one name, so that the cost does not matter.
function byContent(a: Segment, b: Segment): number {
  return a === b ? 0 : byText(canonicalJson(a), canonicalJson(b))
}
