import type { ZoneKind } from '../plant/plant.ts'

/**
 * The kind of asset that a role suggests, the most telling role first. Own data of this project: guesses for a person to
 * confirm, never used for anything but a first proposal.
 */
export const KIND_BY_ROLE: readonly (readonly [role: string, kind: string])[] = [
  ['controller', 'plc'],
  ['engineering', 'engineering-station'],
  ['opc-server', 'opc-server'],
  ['supervision', 'scada-server'],
  ['controller-client', 'hmi-station'],
  ['router', 'router'],
  ['printer', 'printer'],
  ['directory-server', 'domain-controller'],
  ['log-server', 'log-server'],
  ['mail-server', 'mail-server'],
]

/** What a zone is taken for by the roles inside it: the first row of which one role is there. */
export const ZONE_BY_ROLE: readonly {
  readonly roles: readonly string[]
  readonly kind: ZoneKind
  readonly level: number
  readonly says: string
}[] = [
  { roles: ['controller'], kind: 'control', level: 1, says: 'hosts that serve as controllers' },
  {
    roles: ['supervision', 'controller-client', 'engineering', 'opc-server', 'message-broker'],
    kind: 'operations',
    level: 2,
    says: 'hosts that talk to controllers or collect their values',
  },
]

/** What a zone without any such role is taken for. */
export const OTHER_ZONE = { kind: 'business' as ZoneKind, level: 4, says: 'no host that serves or polls a controller' }
