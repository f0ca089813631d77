import type { OperationClass } from '../../observation.ts'

/**
 * Code tables of S7comm. Siemens has published no specification; numbers and meanings follow what public dissectors and
 * libraries agree on, in words of our own.
 */

export interface CodeRow {
  readonly title: string
  readonly class: OperationClass
}

/** Message types (ROSCTR). */
export const JOB = 1
export const ACK = 2
export const ACK_DATA = 3
export const USERDATA = 7

/** Functions of jobs and their acknowledgements. */
export const FUNCTIONS: Readonly<Record<number, CodeRow>> = {
  0x00: { title: 'CPU service', class: 'other' },
  0x04: { title: 'read variables', class: 'read' },
  0x05: { title: 'write variables', class: 'write' },
  0x1a: { title: 'request download', class: 'program' },
  0x1b: { title: 'download block', class: 'program' },
  0x1c: { title: 'end download', class: 'program' },
  0x1d: { title: 'start upload', class: 'file' },
  0x1e: { title: 'upload', class: 'file' },
  0x1f: { title: 'end upload', class: 'file' },
  0x28: { title: 'PLC control', class: 'control' },
  0x29: { title: 'PLC stop', class: 'control' },
  0xf0: { title: 'set up communication', class: 'session' },
}

/** Program invocation services of PLC control (0x28), by the beginning of their name; the first that fits counts. */
export const SERVICES: readonly (CodeRow & { readonly service: string })[] = [
  { service: 'P_PROGRAM', title: 'PLC control: warm restart', class: 'control' },
  { service: 'P_PROGRAM (C)', title: 'PLC control: cold restart', class: 'control' },
  { service: '_INSE', title: 'PLC control: activate a block', class: 'program' },
  { service: '_INS2', title: 'PLC control: activate a block', class: 'program' },
  { service: '_DELE', title: 'PLC control: delete a block', class: 'program' },
  { service: '_MODU', title: 'PLC control: copy working memory to load memory', class: 'program' },
  { service: '_GARB', title: 'PLC control: compress memory', class: 'control' },
  { service: '_N_LOGIN_', title: 'NC service: log in', class: 'session' },
  { service: '_N_LOGOUT', title: 'NC service: log out', class: 'session' },
  { service: '_N_NEWPWD', title: 'NC service: change the password', class: 'control' },
  { service: '_N_F_', title: 'NC service: work on a file', class: 'file' },
  { service: '_N_', title: 'NC service', class: 'control' },
  { service: '', title: 'PLC control: unknown service', class: 'control' },
]

/** Groups of user data messages. */
export const GROUPS: Readonly<Record<number, string>> = {
  0: 'mode transition',
  1: 'programmer command',
  2: 'cyclic data',
  3: 'block function',
  4: 'CPU function',
  5: 'security',
  6: 'BSEND/BRECV',
  7: 'time',
  15: 'NC programming',
}

/** Classes of groups whose functions are not listed one by one, or not all. */
export const GROUP_CLASSES: Readonly<Record<number, OperationClass>> = {
  0: 'diagnose',
  2: 'read',
  3: 'diagnose',
  6: 'write',
  15: 'program',
}

/** Functions inside a group, under `group * 256 + subfunction`. */
export const SUBFUNCTIONS: Readonly<Record<number, CodeRow>> = {
  0x0000: { title: 'mode transition: stop', class: 'diagnose' },
  0x0001: { title: 'mode transition: warm restart', class: 'diagnose' },
  0x0002: { title: 'mode transition: run', class: 'diagnose' },
  0x0003: { title: 'mode transition: hot restart', class: 'diagnose' },
  0x0004: { title: 'mode transition: hold', class: 'diagnose' },
  0x0006: { title: 'mode transition: cold restart', class: 'diagnose' },
  0x0009: { title: 'mode transition: redundant run', class: 'diagnose' },
  0x000b: { title: 'mode transition: link up', class: 'diagnose' },
  0x000c: { title: 'mode transition: update', class: 'diagnose' },
  0x0101: { title: 'watch a block', class: 'diagnose' },
  0x0102: { title: 'watch variables', class: 'read' },
  0x0103: { title: 'read interrupt stack', class: 'diagnose' },
  0x0104: { title: 'read block stack', class: 'diagnose' },
  0x0105: { title: 'read local data stack', class: 'diagnose' },
  0x0106: { title: 'measure times', class: 'diagnose' },
  0x0107: { title: 'select forced variables', class: 'control' },
  0x0108: { title: 'modify variables', class: 'write' },
  0x0109: { title: 'force variables', class: 'control' },
  0x010a: { title: 'set a breakpoint', class: 'control' },
  0x010b: { title: 'leave hold', class: 'control' },
  0x010c: { title: 'reset memory', class: 'control' },
  0x010d: { title: 'disable a watch job', class: 'diagnose' },
  0x010e: { title: 'enable a watch job', class: 'diagnose' },
  0x010f: { title: 'delete a watch job', class: 'diagnose' },
  0x0110: { title: 'list watch jobs', class: 'diagnose' },
  0x0111: { title: 'read a watch job', class: 'diagnose' },
  0x0112: { title: 'replace a watch job', class: 'diagnose' },
  0x0113: { title: 'watch a block (2)', class: 'diagnose' },
  0x0116: { title: 'flash the LED', class: 'control' },
  0x0201: { title: 'cyclic reading of variables', class: 'read' },
  0x0204: { title: 'end cyclic reading', class: 'read' },
  0x0205: { title: 'reading of variables on change', class: 'read' },
  0x0207: { title: 'reading of variables on change, changed', class: 'read' },
  0x0208: { title: 'cyclic reading of data records', class: 'read' },
  0x0301: { title: 'list blocks', class: 'diagnose' },
  0x0302: { title: 'list blocks of a type', class: 'diagnose' },
  0x0303: { title: 'read block information', class: 'diagnose' },
  0x0401: { title: 'read system status list', class: 'diagnose' },
  0x0402: { title: 'subscribe to messages', class: 'diagnose' },
  0x0403: { title: 'diagnostic message', class: 'diagnose' },
  0x0405: { title: 'alarm', class: 'diagnose' },
  0x0406: { title: 'notification', class: 'diagnose' },
  0x0407: { title: 'lock alarms', class: 'control' },
  0x0408: { title: 'unlock alarms', class: 'control' },
  0x0409: { title: 'scan message', class: 'diagnose' },
  0x040b: { title: 'acknowledge an alarm', class: 'control' },
  0x040c: { title: 'alarm was acknowledged', class: 'diagnose' },
  0x040d: { title: 'alarm was locked', class: 'diagnose' },
  0x040e: { title: 'alarm was unlocked', class: 'diagnose' },
  0x0411: { title: 'alarm with acknowledgement', class: 'diagnose' },
  0x0412: { title: 'alarm without acknowledgement', class: 'diagnose' },
  0x0413: { title: 'query alarms', class: 'diagnose' },
  0x0416: { title: 'notification (8)', class: 'diagnose' },
  0x0501: { title: 'send password', class: 'session' },
  0x0502: { title: 'clear password', class: 'session' },
  0x0600: { title: 'block data transfer', class: 'write' },
  0x0f01: { title: 'request NC download', class: 'program' },
  0x0f02: { title: 'download NC block', class: 'program' },
  0x0f03: { title: 'continue NC download', class: 'program' },
  0x0f04: { title: 'end NC download', class: 'program' },
  0x0f06: { title: 'start NC upload', class: 'file' },
  0x0f07: { title: 'NC upload', class: 'file' },
  0x0f08: { title: 'continue NC upload', class: 'file' },
  0x0701: { title: 'read clock', class: 'read' },
  0x0702: { title: 'set clock', class: 'control' },
  0x0703: { title: 'read clock', class: 'read' },
  0x0704: { title: 'set clock', class: 'control' },
}

/** Error words that say that a right was missing: write protection, protection level, password, refused access. */
export const DENIED: ReadonlySet<number> = new Set([0x0116, 0x0119, 0x8703, 0xd0a1, 0xd241, 0xd242, 0xd602])
/** The return code of an item that may not be accessed, and the one that says success. */
export const ITEM_DENIED = 0x03
export const ITEM_DONE = 0xff

/** Memory areas, by their number in an address: what `Operation.objects` calls them. */
export const AREAS: Readonly<Record<number, string>> = {
  0x01: 'data-record',
  0x03: 'system-info',
  0x05: 'system-flag',
  0x06: 'analog-input',
  0x07: 'analog-output',
  0x1c: 'counter',
  0x1d: 'timer',
  0x1e: 'counter-200',
  0x1f: 'timer-200',
  0x80: 'peripheral',
  0x81: 'input',
  0x82: 'output',
  0x83: 'memory',
  0x84: 'db',
  0x85: 'instance-db',
  0x86: 'local',
  0x87: 'local-of-caller',
}

/** Bytes of one element, by transport size of an address; a bit touches the byte it stands in. */
export const ELEMENT_BYTES: Readonly<Record<number, number>> = {
  0x01: 1,
  0x02: 1,
  0x03: 1,
  0x04: 2,
  0x05: 2,
  0x06: 4,
  0x07: 4,
  0x08: 4,
  0x0a: 4,
  0x0b: 4,
  0x0c: 2,
  0x0f: 8,
  0x13: 1,
  0x1c: 1,
  0x1d: 1,
}

/** Block types as two characters of a file name. */
export const BLOCK_TYPES: Readonly<Record<string, string>> = {
  '08': 'ob',
  '09': 'cmod',
  '0A': 'db',
  '0B': 'sdb',
  '0C': 'fc',
  '0D': 'sfc',
  '0E': 'fb',
  '0F': 'sfb',
}

/** Kinds of numbers besides memory areas, reported as `OTHER_KINDS + index`. Error words and item codes stand under `error`, those for want of rights also under `denied`. */
export const KINDS = [
  'error',
  'denied',
  'tsap',
  'rack',
  'slot',
  'szl',
  ...Object.values(BLOCK_TYPES).map((t) => `block-${t}`),
]
export const OTHER_KINDS = 1 << 24
