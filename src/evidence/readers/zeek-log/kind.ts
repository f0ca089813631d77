import type { Fold } from '../fold.ts'
import type { RecordPlace } from '../talk-fold.ts'
import type { Fields, Row } from './row.ts'

/** One kind of log: how it is known and what its rows say. */
export interface LogKind {
  /** As `#path` has it. */
  readonly path: string
  /** Fields by which a log without a name is taken for this kind; empty where they say too little. */
  readonly needs: readonly string[]
  /** The log holds all traffic that passed (conn.log), so that what is missing in it did not pass. */
  readonly whole?: boolean
  /** Tells what a row says; a sentence when the row is wrong. */
  read(row: Row, out: Fold, at: RecordPlace): string | undefined
}

/** Whether a log has every field by which a kind is known. */
export function fits(kind: LogKind, fields: Fields): boolean {
  return kind.needs.length > 0 && kind.needs.every((field) => fields.has(field))
}
