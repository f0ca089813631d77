import { hexText } from '../groundwork/bytes.ts'
import { sha256Of } from '../groundwork/canonical.ts'
import { timeText } from '../groundwork/day.ts'
import { SEVERITIES, type Severity } from '../groundwork/diagnostic.ts'
import { byText } from '../groundwork/order.ts'
import type { SourceRead } from '../inventory/inventory.ts'
import type { EvidenceRecord } from '../standard/evidence-record.ts'
import type { FrameRef, Origin } from '../standard/origin.ts'
import type { Assessed, Exhibit } from './result.ts'

/** Bytes of a record that are kept: enough for addresses and the message, little enough to keep thousands. */
const KEPT = 512

/** Frames that are kept for one assessment; the gravest first. */
const MOST = 2000

/** The frames that drift, findings and records cite, each once, the gravest first and then by time: what to read for exhibits. */
export function exhibitRequests(
  assessed: Pick<Assessed, 'drift' | 'findings'>,
  records: readonly EvidenceRecord[],
): readonly FrameRef[] {
  const cited = new Map<string, { readonly frame: FrameRef; rank: number }>()
  const cite = (origins: readonly Origin[], severity: Severity) => {
    const rank = SEVERITIES.indexOf(severity)
    for (const origin of origins) {
      if (origin.kind !== 'frame') continue
      const key = `${origin.frame.source} ${origin.frame.offset}`
      const known = cited.get(key)
      if (!known) cited.set(key, { frame: origin.frame, rank })
      else known.rank = Math.min(known.rank, rank)
    }
  }
  for (const item of assessed.drift.items) if (item.severity !== undefined) cite(item.because, item.severity)
  for (const finding of assessed.findings) cite(finding.because, finding.severity)
  for (const record of records) cite(record.origins, record.effect === 'contradicts' ? 'error' : 'warning')
  return [...cited.values()]
    .sort((a, b) => a.rank - b.rank || a.frame.time - b.frame.time || bySource(a.frame, b.frame))
    .slice(0, MOST)
    .map(({ frame }) => frame)
}

/**
 * Makes an exhibit of the bytes of a frame, as read from its file at the frame's offset. Its hash is the SHA-256 of the bytes
 * that are kept (at most 512), so that an exhibit proves itself; `length` is the length of the whole record.
 */
export function makeExhibit(frame: FrameRef, bytes: Uint8Array, vantage: SourceRead['vantage']): Exhibit {
  const kept = bytes.subarray(0, KEPT)
  return {
    hash: sha256Of(kept),
    source: frame.source,
    file: frame.file,
    ...(frame.unit ? { unit: frame.unit } : {}),
    frame: frame.frame,
    time: timeText(frame.time),
    vantage: [vantage.site, vantage.space, vantage.tap].filter((part) => part !== undefined).join('/'),
    bytes: hexText(kept),
    length: frame.length,
  }
}

function bySource(a: FrameRef, b: FrameRef): number {
  return byText(a.source, b.source) || a.offset - b.offset
}
