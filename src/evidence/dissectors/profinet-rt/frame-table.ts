import type { OperationClass } from '../../observation.ts'

/** Frame ids of PROFINET real-time frames (IEC 61158-6-10, clause 4.2.3), as ranges from, to. */
export const FRAMES: readonly {
  readonly from: number
  readonly to: number
  readonly title: string
  readonly class: OperationClass
}[] = [
  { from: 0x0000, to: 0x001f, title: 'time synchronization, other', class: 'session' },
  { from: 0x0020, to: 0x0021, title: 'time synchronization, with follow-up', class: 'session' },
  { from: 0x0022, to: 0x007f, title: 'time synchronization, other', class: 'session' },
  { from: 0x0080, to: 0x0081, title: 'time synchronization', class: 'session' },
  { from: 0x0082, to: 0x00ff, title: 'time synchronization, other', class: 'session' },
  { from: 0x0100, to: 0x06ff, title: 'cyclic process data, isochronous (RT class 3)', class: 'write' },
  { from: 0x0700, to: 0x0fff, title: 'cyclic process data, isochronous and redundant (RT class 3)', class: 'write' },
  { from: 0x1000, to: 0x7fff, title: 'cyclic process data, reserved range', class: 'write' },
  { from: 0x8000, to: 0xbbff, title: 'cyclic process data (RT class 2)', class: 'write' },
  { from: 0xbc00, to: 0xbfff, title: 'cyclic process data, multicast (RT class 2)', class: 'write' },
  { from: 0xc000, to: 0xf7ff, title: 'cyclic process data (RT class 1)', class: 'write' },
  { from: 0xf800, to: 0xfbff, title: 'cyclic process data, multicast (RT class 1)', class: 'write' },
  { from: 0xfc01, to: 0xfc01, title: 'alarm, high priority', class: 'diagnose' },
  { from: 0xfc41, to: 0xfc41, title: 'alarm, high priority, secured', class: 'diagnose' },
  { from: 0xfe01, to: 0xfe01, title: 'alarm, low priority', class: 'diagnose' },
  { from: 0xfe02, to: 0xfe02, title: 'remote service interface', class: 'session' },
  { from: 0xfe41, to: 0xfe41, title: 'alarm, low priority, secured', class: 'diagnose' },
  { from: 0xfe42, to: 0xfe42, title: 'remote service interface, secured', class: 'session' },
  { from: 0xff00, to: 0xff01, title: 'time synchronization, announcement', class: 'session' },
  { from: 0xff20, to: 0xff22, title: 'time synchronization, follow-up', class: 'session' },
  { from: 0xff40, to: 0xff40, title: 'line delay request', class: 'session' },
  { from: 0xff41, to: 0xff41, title: 'line delay answer, with follow-up', class: 'session' },
  { from: 0xff42, to: 0xff42, title: 'line delay follow-up', class: 'session' },
  { from: 0xff43, to: 0xff43, title: 'line delay answer', class: 'session' },
  { from: 0xff80, to: 0xff8f, title: 'part of a frame', class: 'other' },
]

/** Kinds of alarm PDU (clause 4.7): the low half of the byte that names it. */
export const ALARM_PDUS: Readonly<Record<number, string>> = {
  1: 'data',
  2: 'not acknowledged',
  3: 'acknowledged',
  4: 'error, connection ended',
  5: 'fragment acknowledged',
}

/** What a notification is about (AlarmType, clause 5.2.8). */
export const ALARM_TYPES: Readonly<Record<number, string>> = {
  1: 'diagnosis',
  2: 'process',
  3: 'pull',
  4: 'plug',
  5: 'status',
  6: 'update',
  7: 'redundancy',
  8: 'controlled by supervisor',
  9: 'released',
  10: 'plug, wrong submodule',
  11: 'return of submodule',
  12: 'diagnosis disappears',
  13: 'multicast communication mismatch',
  14: 'port data change',
  15: 'synchronization data change',
  16: 'isochronous mode problem',
  17: 'network component problem',
  18: 'time data change',
  19: 'dynamic frame packing problem',
  20: 'media redundancy with planned duplication',
  21: 'several media redundancy managers',
  22: 'upload or retrieval',
  23: 'pull of module',
}

/** What the data status of a cyclic frame says about its provider. */
export const RUNNING = 0
export const STOPPED = 1
export const INVALID = 2
export const PROVIDER = ['', ', provider stopped', ', values not valid'] as const
