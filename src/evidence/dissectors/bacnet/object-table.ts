/** Types of objects by number, as the standard writes them (BACnetObjectType, clause 21). */
const TYPES: readonly string[] = [
  'analog-input', 'analog-output', 'analog-value', 'binary-input', 'binary-output', 'binary-value', 'calendar', 'command',
  'device', 'event-enrollment', 'file', 'group', 'loop', 'multi-state-input', 'multi-state-output', 'notification-class',
  'program', 'schedule', 'averaging', 'multi-state-value', 'trend-log', 'life-safety-point', 'life-safety-zone',
  'accumulator', 'pulse-converter', 'event-log', 'global-group', 'trend-log-multiple', 'load-control', 'structured-view',
  'access-door', 'timer', 'access-credential', 'access-point', 'access-rights', 'access-user', 'access-zone',
  'credential-data-input', 'network-security', 'bitstring-value', 'characterstring-value', 'date-pattern-value',
  'date-value', 'datetime-pattern-value', 'datetime-value', 'integer-value', 'large-analog-value', 'octetstring-value',
  'positive-integer-value', 'time-pattern-value', 'time-value', 'notification-forwarder', 'alert-enrollment', 'channel',
  'lighting-output', 'binary-lighting-output', 'network-port', 'elevator-group', 'escalator', 'lift', 'staging',
  'audit-log', 'audit-reporter', 'color', 'color-temperature',
] // biome-ignore format: a list

export const DEVICE = 8
export const FILE = 10
export const PROGRAM = 16

/** Above the types of objects (10 bits): other numbers that messages touch. */
export const PROPERTY = 1024
export const NETWORK_NUMBER = 1025
export const VENDOR = 1026
export const NAME = 1027
export const GROUP = 1028
const OTHERS = ['property', 'network', 'private-vendor', 'object-name', 'write-group'] as const

/** The name of a kind of object; types of makers by number. */
export function objectName(kind: number): string {
  return TYPES[kind] ?? OTHERS[kind - PROPERTY] ?? `object-type-${kind}`
}

/** Properties of the device object that tell what it is, with the attribute of the inventory (clause 12.11). */
export const IDENTITY: ReadonlyMap<number, string> = new Map([
  [12, 'software'],
  [28, 'description'],
  [44, 'firmware'],
  [58, 'location'],
  [70, 'product'],
  [77, 'name'],
  [120, 'vendor-id'],
  [121, 'make'],
  [372, 'serial'],
])
