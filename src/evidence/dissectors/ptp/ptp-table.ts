import type { OperationClass } from '../../observation.ts'

/** Kinds of message (IEEE 1588-2019, 13.3.2.3) by number. */
export const MESSAGES: Readonly<
  Record<number, { readonly name: string; readonly title: string; readonly class: OperationClass }>
> = {
  0: { name: 'SYNC', title: 'time', class: 'session' },
  1: { name: 'DELAY_REQ', title: 'delay request', class: 'session' },
  2: { name: 'PDELAY_REQ', title: 'line delay request', class: 'session' },
  3: { name: 'PDELAY_RESP', title: 'line delay answer', class: 'session' },
  8: { name: 'FOLLOW_UP', title: 'time follow-up', class: 'session' },
  9: { name: 'DELAY_RESP', title: 'delay answer', class: 'session' },
  10: { name: 'PDELAY_RESP_FOLLOW_UP', title: 'line delay follow-up', class: 'session' },
  11: { name: 'ANNOUNCE', title: 'announces a clock', class: 'diagnose' },
  12: { name: 'SIGNALING', title: 'signaling', class: 'session' },
  13: { name: 'MANAGEMENT', title: 'management', class: 'diagnose' },
}

/** What a management message does (15.4.1.6), by action. */
export const ACTIONS: readonly { readonly title: string; readonly class: OperationClass }[] = [
  { title: 'get', class: 'read' },
  { title: 'set', class: 'write' },
  { title: 'answer', class: 'read' },
  { title: 'command', class: 'control' },
  { title: 'acknowledge', class: 'control' },
]

/** Messages of version 1 by the control field (IEEE 1588-2002, 8.2.9), as numbers of `MESSAGES`. */
export const VERSION_1: readonly number[] = [0, 1, 8, 9, 13]
