import { OBJECT_INTERFACES } from './rpc-objects-table.ts'
import type { RpcInterface } from './rpc-procedures.ts'
import { WINDOWS_INTERFACES } from './rpc-windows-table.ts'

/** Every interface of remote procedure calls whose procedures are told by name; an operation code holds the place in this list. */
export const INTERFACES: readonly RpcInterface[] = [...WINDOWS_INTERFACES, ...OBJECT_INTERFACES]
