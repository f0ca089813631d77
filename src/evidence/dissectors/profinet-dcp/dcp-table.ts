import type { OperationClass } from '../../observation.ts'

/** Services of DCP (IEC 61158-6-10, clause 4.3). */
export const SERVICES: Readonly<Record<number, { readonly title: string; readonly class: OperationClass }>> = {
  3: { title: 'get', class: 'read' },
  4: { title: 'set', class: 'write' },
  5: { title: 'identify', class: 'diagnose' },
  6: { title: 'hello', class: 'diagnose' },
}

/** Kinds of service messages: the low three bits of the service type. */
export const REQUEST = 0
export const RESPONSE = 1
export const UNSUPPORTED = 5

/** What a set may change, one bit each, in the order in which titles name them. */
export const CHANGES = [
  { title: 'name of station', class: 'write' },
  { title: 'IP address', class: 'write' },
  { title: 'DHCP options', class: 'write' },
  { title: 'signal (blink)', class: 'control' },
  { title: 'factory reset', class: 'control' },
  { title: 'reset to factory', class: 'control' },
  { title: 'other properties', class: 'write' },
] as const satisfies readonly { readonly title: string; readonly class: OperationClass }[]

/** The bit of `CHANGES` that an option and suboption stand for (clause 4.3.1.4); -1 for those that change nothing. */
export function changeOf(option: number, suboption: number): number {
  if (option === 1) return 1
  if (option === 2) return suboption === 2 ? 0 : 6
  if (option === 3) return 2
  if (option !== 5) return 6
  // Start and end of a transaction, and the response block itself.
  if (suboption === 1 || suboption === 2 || suboption === 4) return -1
  return suboption === 3 ? 3 : suboption === 5 ? 4 : suboption === 6 ? 5 : 6
}

/** Roles in which a station stands (suboption 2/4), by bit, in the words of the inventory. */
export const ROLES = ['field-device', 'controller', 'field-device', 'engineering'] as const
