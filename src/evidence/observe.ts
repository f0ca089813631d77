import { canonicalJson } from '../groundwork/canonical.ts'
import type { Diagnostic } from '../groundwork/diagnostic.ts'
import { byText } from '../groundwork/order.ts'
import type { Observations, Segment } from './observation.ts'
import { openEvidence } from './open-evidence.ts'
import type { OpenOptions } from './reader.ts'

/** One file of evidence whose bytes are in memory. */
export interface Evidence extends OpenOptions {
  readonly chunks: Iterable<Uint8Array>
}

/** Reads evidence that is in memory; what no reader knows comes back as a diagnostic. */
export function observe(evidence: Iterable<Evidence>): {
  readonly observations: Observations
  readonly diagnostics: readonly Diagnostic[]
} {
  const segments: Segment[] = []
  const diagnostics: Diagnostic[] = []
  for (const { chunks, ...options } of evidence) {
    const intake = openEvidence(options)
    for (const chunk of chunks) intake.feed(chunk)
    const taken = intake.end()
    if (taken.segment) segments.push(taken.segment)
    diagnostics.push(...taken.diagnostics)
  }
  return { observations: observationsOf(segments), diagnostics }
}

/** Segments as a set in canonical order. Of two with one key (source and byte range) the lesser by canonical text stays, so that order decides nothing. */
export function observationsOf(segments: Iterable<Segment>): Observations {
  const byKey = new Map<string, Segment>()
  for (const segment of segments) {
    const key = keyOf(segment)
    const known = byKey.get(key)
    byKey.set(key, known ? lesser(known, segment) : segment)
  }
  const ordered = [...byKey].sort(([a], [b]) => byText(a, b))
  return { segments: ordered.map(([, segment]) => segment) }
}

/** The union of two sets of segments: associative, commutative, idempotent. */
export function mergeObservations(a: Observations, b: Observations): Observations {
  return observationsOf([...a.segments, ...b.segments])
}

function keyOf({ source, from, to }: Segment): string {
  return `${source} ${String(from).padStart(16, '0')} ${String(to).padStart(16, '0')}`
}

function lesser(a: Segment, b: Segment): Segment {
  return a === b || canonicalJson(a) <= canonicalJson(b) ? a : b
}
