import type { Taken } from '../../../src/evidence/reader.ts'
import type { EvidenceFile } from '../named-files.ts'

/** What a worker thread is started for: to read whole files one after the other, or to read one file ahead of who dissects it. */
export type WorkerTask =
  | { readonly kind: 'files' }
  | { readonly kind: 'ahead'; readonly path: string; readonly hash: boolean; readonly ring: SharedArrayBuffer }

/** A file for a worker, by its number. */
export interface FileJob {
  readonly number: number
  readonly file: EvidenceFile
}

/** What a worker tells of a file: how far it is, or what came of it. */
export type FileNews =
  | { readonly number: number; readonly done: number; readonly size: number }
  | { readonly number: number; readonly taken: Taken }
