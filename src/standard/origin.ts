import type { Sha256 } from '../groundwork/canonical.ts'
import type { Day, Micros } from '../groundwork/day.ts'
import type { Span } from '../groundwork/span.ts'

/** One link of the chain behind a figure: where a fact comes from, down to the frame, line or document. */
export type Origin =
  | { readonly kind: 'line'; readonly span: Span }
  | { readonly kind: 'frame'; readonly frame: FrameRef }
  | { readonly kind: 'row'; readonly file: string; readonly line: number }
  | {
      readonly kind: 'document'
      readonly evidence: string
      readonly file: string | undefined
      readonly hash: Sha256 | undefined
      readonly date: Day | undefined
    }
  | { readonly kind: 'catalog'; readonly row: string }

/** A frame of a capture: number from 1, the byte range of its record in the file, its time. */
export interface FrameRef {
  readonly source: Sha256
  readonly file: string
  readonly frame: number
  readonly offset: number
  readonly length: number
  readonly time: Micros
}
