import type { Diagnostic } from '../groundwork/diagnostic.ts'
import type { Hash } from '../groundwork/ports.ts'
import type { CaptureLimits } from './limits.ts'
import type { Segment, Vantage } from './observation.ts'

/** What a reader is told about one file before its bytes arrive. */
export interface OpenOptions {
  /** The name as the user knows it; shown in diagnostics and frame references. */
  readonly file: string
  readonly vantage: Vantage
  /** Hashes the bytes as they come; without one the library hashes in JavaScript (slower than a native one). */
  readonly hash?: Hash | undefined
  readonly limits?: Partial<CaptureLimits> | undefined
  /** How the columns of a list are to be read, as a person wrote it down. */
  readonly mapping?: { readonly file: string; readonly text: string } | undefined
}

/** Takes one file in chunks of any size; a chunk may be reused by the caller after `feed` returns. */
export interface Intake {
  feed(chunk: Uint8Array): void
  /** What has been read by now, of a file that is still being written; its source is not known yet. Captures can tell. */
  soFar?(): Segment
  /** Call once, after the last chunk. */
  end(): Segment
}

/** One kind of evidence file. `recognizes` sees the first `HEAD_BYTES` (fewer when the file is shorter) and the file's name; bytes go before names. */
export interface EvidenceReader {
  readonly id: string
  /** For people, e.g. `pcap capture`. */
  readonly title: string
  recognizes(head: Uint8Array, name: string): boolean
  open(options: OpenOptions): Intake
}

/** How many bytes a reader may look at before it decides. */
export const HEAD_BYTES = 4096

/** What came of one file: a segment, or none when no reader knows it; diagnostics of the segment are in it, not here. */
export interface Taken {
  readonly segment: Segment | undefined
  readonly diagnostics: readonly Diagnostic[]
}
