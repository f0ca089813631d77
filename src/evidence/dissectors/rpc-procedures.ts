import type { OperationClass } from '../observation.ts'

/** A procedure: its name, what it does, its class. */
type Procedure = readonly [name: string, title: string, kind: OperationClass]

/** An interface of remote procedure calls and those of its procedures that are told by name, by number. */
export interface RpcInterface {
  readonly name: string
  readonly uuid: string
  readonly procedures: Readonly<Record<number, Procedure>>
}

const procedure =
  (kind: OperationClass) =>
  (name: string, title: string): Procedure => [name, title, kind]

/** Procedures by what they do, for the tables of interfaces. */
export const read = procedure('read')
export const write = procedure('write')
export const control = procedure('control')
export const program = procedure('program')
export const session = procedure('session')
