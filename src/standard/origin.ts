import type { Sha256 } from '../groundwork/canonical.ts'
import type { Day, Micros } from '../groundwork/day.ts'
import type { Span } from '../groundwork/span.ts'

/** One link of the chain behind a figure: where a fact comes from, down to the frame, line or document. */
export type Origin =
  | { readonly kind: 'line'; readonly span: Span }
  | { readonly kind: 'frame'; readonly frame: FrameRef }
  | { readonly kind: 'row'; readonly file: string; readonly line: number; readonly sheet?: string }
  | {
      readonly kind: 'document'
      readonly evidence: string
      readonly file: string | undefined
      readonly hash: Sha256 | undefined
      readonly date: Day | undefined
    }
  | { readonly kind: 'catalog'; readonly row: string }

/** A frame of a capture, or a line of a text that tells of traffic: number from 1, the byte range of its record in the file, its time. */
export interface FrameRef {
  /** What `frame` counts where it is not frames. */
  readonly unit?: 'line'
  readonly source: Sha256
  readonly file: string
  readonly frame: number
  readonly offset: number
  readonly length: number
  readonly time: Micros
}

/** `frame 7` or `line 7`. */
export function frameName({ unit, frame }: Pick<FrameRef, 'unit' | 'frame'>): string {
  return `${unit ?? 'frame'} ${frame}`
}

/** The row of a list, or the line of a text, from which a fact comes; none where it comes from neither. */
export function rowOrigins(fact: {
  readonly file: string
  readonly line?: number
  readonly sheet?: string
}): readonly Origin[] {
  const { file, line, sheet } = fact
  return line === undefined ? [] : [{ kind: 'row', file, line, ...(sheet === undefined ? {} : { sheet }) }]
}
