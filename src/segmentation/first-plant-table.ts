import type { ZoneKind } from '../plant/plant.ts'

/**
 * The kind of asset that a role suggests, the most telling role first. Own data of this project: guesses for a person to
 * confirm, never used for anything but a first proposal.
 */
export const KIND_BY_ROLE: readonly (readonly [role: string, kind: string])[] = [
  ['operator-panel', 'hmi-panel'],
  ['drive', 'vsd'],
  ['ups', 'ups'],
  ['camera', 'camera'],
  ['telephone', 'phone'],
  ['controller', 'plc'],
  ['engineering', 'engineering-station'],
  ['opc-server', 'opc-server'],
  ['supervision', 'scada-server'],
  ['controller-client', 'hmi-station'],
  ['firewall', 'firewall'],
  ['wireless-access-point', 'wireless-access-point'],
  ['wireless-controller', 'wireless-controller'],
  ['gateway', 'gateway'],
  ['switch', 'switch-managed'],
  ['router', 'router'],
  ['printer', 'printer'],
  ['directory-server', 'domain-controller'],
  ['log-server', 'log-server'],
  ['time-server', 'time-server'],
  ['mail-server', 'mail-server'],
]

/** What a zone is taken for by the roles inside it: the first row of which one role is there. */
export const ZONE_BY_ROLE: readonly {
  readonly roles: readonly string[]
  readonly kind: ZoneKind
  readonly level: number
  readonly says: string
}[] = [
  {
    roles: ['controller', 'field-device', 'drive'],
    kind: 'control',
    level: 1,
    says: 'hosts that serve as controllers or field devices',
  },
  {
    roles: ['supervision', 'controller-client', 'engineering', 'opc-server', 'message-broker', 'operator-panel'],
    kind: 'operations',
    level: 2,
    says: 'hosts that talk to controllers or collect their values',
  },
  { roles: ['mail-server', 'printer'], kind: 'business', level: 4, says: 'hosts that serve an office' },
]

/** What a zone is taken for where no role says anything: the stricter of the likely answers. */
export const OTHER_ZONE = {
  kind: 'operations' as ZoneKind,
  level: 3,
  says: 'nothing shows what it is for, and this is the stricter guess',
}
