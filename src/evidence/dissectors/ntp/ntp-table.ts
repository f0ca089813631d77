import type { OperationClass } from '../../observation.ts'

/** What is known about a code: a title for people and its class. */
export interface CodeRow {
  readonly title: string
  readonly class: OperationClass
}

/** Association modes (RFC 5905, 3). */
export const MODES: readonly CodeRow[] = [
  { title: 'reserved mode', class: 'other' },
  { title: 'symmetric active', class: 'session' },
  { title: 'symmetric passive', class: 'session' },
  { title: 'client', class: 'read' },
  { title: 'server', class: 'read' },
  { title: 'broadcast', class: 'session' },
  { title: 'control', class: 'diagnose' },
  { title: 'private control', class: 'diagnose' },
]

/** Operations of control messages, mode 6 (RFC 9327, 2). */
export const CONTROL: Readonly<Record<number, CodeRow>> = {
  1: { title: 'read status', class: 'diagnose' },
  2: { title: 'read variables', class: 'diagnose' },
  3: { title: 'write variables', class: 'control' },
  4: { title: 'read clock variables', class: 'diagnose' },
  5: { title: 'write clock variables', class: 'control' },
  6: { title: 'set trap address', class: 'control' },
  7: { title: 'trap', class: 'diagnose' },
  8: { title: 'configure', class: 'control' },
  9: { title: 'save configuration', class: 'file' },
  10: { title: 'read list of recent clients', class: 'diagnose' },
  11: { title: 'read ordered list', class: 'diagnose' },
  12: { title: 'request a nonce', class: 'diagnose' },
  31: { title: 'clear trap address', class: 'control' },
}

/** Requests of private messages, mode 7, of the reference implementation: those that only read; all others change the daemon. */
export const PRIVATE_READS: ReadonlySet<number> = new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 19, 20, 28, 31, 36, 37, 42, 44, 45]) // biome-ignore format: a list
export const MONITOR_LIST: ReadonlySet<number> = new Set([20, 42])

/** Kinds of numbers and names. */
export const KINDS = ['version', 'stratum', 'reference', 'error'] as const
