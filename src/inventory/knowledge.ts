import type { Catalogs } from '../standard/catalog.ts'
import type { ProtocolRoles, Role } from '../standard/identity-rows.ts'
import { factReader } from './fingerprints.ts'
import type { HostFact } from './inventory.ts'
import { trustIn } from './trust.ts'

/** The catalogs that taking an inventory asks. */
export type IdentityCatalogs = Pick<
  Catalogs,
  'fingerprints' | 'makes' | 'ways' | 'roles' | 'protocolRoles' | 'protocols' | 'protocolIds'
>

/** What catalogs say about facts and roles, ready to be asked often. */
export interface Knowledge {
  /** How far a way of learning, e.g. `s7comm.szl`, can be trusted. */
  readonly confidenceOf: (by: string) => number
  /** What follows from a fact: other facts with its place and manner. */
  readonly read: (fact: HostFact) => readonly HostFact[]
  readonly roles: ReadonlyMap<string, Role>
  /** Roles of those who speak a protocol, by any of its names. */
  readonly rolesIn: (protocol: string) => ProtocolRoles | undefined
  /** Roles of those on a service whose protocol nobody recognized. */
  readonly rolesAt: ReadonlyMap<string, ProtocolRoles>
  /** Protocols that hide another one, such as TLS. */
  readonly covers: ReadonlySet<string>
}

/** Prepares catalogs for one inventory. */
export function knowledgeOf(catalogs: IdentityCatalogs): Knowledge {
  const { protocolIds, protocolRoles, protocols } = catalogs
  const idOf = (protocol: string) => protocolIds.get(protocol.toLowerCase()) ?? protocol
  const byId = new Map(protocolRoles.flatMap((row) => (row.protocol === undefined ? [] : [[idOf(row.protocol), row]])))
  return {
    confidenceOf: trustIn(catalogs.ways),
    read: factReader(catalogs),
    roles: new Map(catalogs.roles.map((role) => [role.id, role])),
    rolesIn: (protocol) => byId.get(idOf(protocol)),
    covers: new Set([...protocols.values()].flatMap(({ over }) => over ?? [])),
    rolesAt: new Map(protocolRoles.flatMap((row) => row.ports.map((port) => [port, row]))),
  }
}
