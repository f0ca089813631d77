import type { OperationClass } from '../../observation.ts'

/** Services of MMS (ISO 9506-2) by the tag of their choice, and what IEC 61850-8-1 makes of reading and writing variables. */

export interface CodeRow {
  readonly title: string
  readonly class: OperationClass
}

/**
 * Where the names stand that a request touches: a variable specification itself (`variables`) or inside a tag (`read`), the name
 * of an object itself (`object`, a `list` of variables) or inside the first tag (`name`, of a `variable`), an identifier (`domain`,
 * `program`), texts of file names (`file`), the scope of a list (`scope`).
 */
export type Names =
  | 'variables'
  | 'read'
  | 'object'
  | 'list'
  | 'name'
  | 'variable'
  | 'domain'
  | 'program'
  | 'file'
  | 'scope'

interface ServiceRow extends CodeRow {
  readonly names?: Names
}

/** Confirmed services. */
export const SERVICES: Readonly<Record<number, ServiceRow>> = {
  0: { title: 'status', class: 'diagnose' },
  1: { title: 'get name list', class: 'diagnose', names: 'scope' },
  2: { title: 'identify', class: 'diagnose' },
  3: { title: 'rename', class: 'program' },
  4: { title: 'read', class: 'read', names: 'read' },
  5: { title: 'write', class: 'write', names: 'variables' },
  6: { title: 'get variable access attributes', class: 'diagnose', names: 'variable' },
  7: { title: 'define named variable', class: 'program', names: 'variable' },
  8: { title: 'define scattered access', class: 'program', names: 'variable' },
  9: { title: 'get scattered access attributes', class: 'diagnose', names: 'object' },
  10: { title: 'delete variable access', class: 'program' },
  11: { title: 'define named variable list', class: 'write', names: 'list' },
  12: { title: 'get named variable list attributes', class: 'diagnose', names: 'list' },
  13: { title: 'delete named variable list', class: 'write' },
  14: { title: 'define named type', class: 'program', names: 'object' },
  15: { title: 'get named type attributes', class: 'diagnose', names: 'object' },
  16: { title: 'delete named type', class: 'program' },
  17: { title: 'input from an operator', class: 'read' },
  18: { title: 'output to an operator', class: 'write' },
  19: { title: 'take control of a semaphore', class: 'session', names: 'name' },
  20: { title: 'relinquish control of a semaphore', class: 'session', names: 'name' },
  21: { title: 'define semaphore', class: 'program', names: 'name' },
  22: { title: 'delete semaphore', class: 'program', names: 'object' },
  23: { title: 'report semaphore status', class: 'diagnose', names: 'object' },
  24: { title: 'report pool semaphore status', class: 'diagnose', names: 'name' },
  25: { title: 'report semaphore entry status', class: 'diagnose', names: 'name' },
  26: { title: 'initiate download', class: 'program', names: 'domain' },
  27: { title: 'download segment', class: 'program', names: 'domain' },
  28: { title: 'end download', class: 'program', names: 'domain' },
  29: { title: 'initiate upload', class: 'file', names: 'domain' },
  30: { title: 'upload segment', class: 'file' },
  31: { title: 'end upload', class: 'file' },
  32: { title: 'request download of a domain', class: 'program', names: 'domain' },
  33: { title: 'request upload of a domain', class: 'file', names: 'domain' },
  34: { title: 'load content of a domain', class: 'program', names: 'domain' },
  35: { title: 'store content of a domain', class: 'file', names: 'domain' },
  36: { title: 'delete domain', class: 'program', names: 'domain' },
  37: { title: 'get domain attributes', class: 'diagnose', names: 'domain' },
  38: { title: 'create program invocation', class: 'program', names: 'program' },
  39: { title: 'delete program invocation', class: 'program', names: 'program' },
  40: { title: 'start program', class: 'control', names: 'program' },
  41: { title: 'stop program', class: 'control', names: 'program' },
  42: { title: 'resume program', class: 'control', names: 'program' },
  43: { title: 'reset program', class: 'control', names: 'program' },
  44: { title: 'kill program', class: 'control', names: 'program' },
  45: { title: 'get program invocation attributes', class: 'diagnose', names: 'program' },
  46: { title: 'obtain file', class: 'file', names: 'file' },
  47: { title: 'define event condition', class: 'program', names: 'name' },
  48: { title: 'delete event condition', class: 'program' },
  49: { title: 'get event condition attributes', class: 'diagnose', names: 'object' },
  50: { title: 'report event condition status', class: 'diagnose', names: 'object' },
  51: { title: 'alter event condition monitoring', class: 'control', names: 'name' },
  52: { title: 'trigger event', class: 'control', names: 'name' },
  53: { title: 'define event action', class: 'program', names: 'name' },
  54: { title: 'delete event action', class: 'program' },
  55: { title: 'get event action attributes', class: 'diagnose', names: 'object' },
  56: { title: 'report event action status', class: 'diagnose', names: 'object' },
  57: { title: 'define event enrollment', class: 'program', names: 'name' },
  58: { title: 'delete event enrollment', class: 'program' },
  59: { title: 'alter event enrollment', class: 'program', names: 'name' },
  60: { title: 'report event enrollment status', class: 'diagnose', names: 'object' },
  61: { title: 'get event enrollment attributes', class: 'diagnose' },
  62: { title: 'acknowledge event', class: 'control', names: 'name' },
  63: { title: 'get alarm summary', class: 'diagnose' },
  64: { title: 'get alarm enrollment summary', class: 'diagnose' },
  65: { title: 'read journal', class: 'read', names: 'name' },
  66: { title: 'write journal', class: 'write', names: 'name' },
  67: { title: 'clear journal', class: 'control', names: 'name' },
  68: { title: 'report journal status', class: 'diagnose', names: 'object' },
  69: { title: 'create journal', class: 'program', names: 'name' },
  70: { title: 'delete journal', class: 'program', names: 'name' },
  71: { title: 'get capability list', class: 'diagnose' },
  72: { title: 'open file', class: 'file', names: 'file' },
  73: { title: 'read file', class: 'file' },
  74: { title: 'close file', class: 'file' },
  75: { title: 'rename file', class: 'file', names: 'file' },
  76: { title: 'delete file', class: 'file', names: 'file' },
  77: { title: 'list files', class: 'file', names: 'file' },
  78: { title: 'additional service', class: 'other' },
  80: { title: 'get data exchange attributes', class: 'diagnose', names: 'object' },
  81: { title: 'exchange data', class: 'write', names: 'name' },
  82: { title: 'define access control list', class: 'program', names: 'domain' },
  83: { title: 'get access control list attributes', class: 'diagnose' },
  84: { title: 'report access controlled objects', class: 'diagnose', names: 'domain' },
  85: { title: 'delete access control list', class: 'program', names: 'domain' },
  86: { title: 'change access control', class: 'program' },
  87: { title: 'reconfigure program invocation', class: 'program' },
}

/** Unconfirmed services. */
export const UNCONFIRMED: Readonly<Record<number, ServiceRow>> = {
  0: { title: 'information report', class: 'read', names: 'variables' },
  1: { title: 'unsolicited status', class: 'diagnose' },
  2: { title: 'event notification', class: 'diagnose', names: 'name' },
  3: { title: 'additional service', class: 'other' },
}

/** What reading or writing a variable of IEC 61850 does, the gravest last: the index is the detail of an operation. */
export const ACCESSES = [
  { title: '', class: 'read' },
  { title: 'set up reporting', class: 'session' },
  { title: 'set up logging', class: 'write' },
  { title: 'a set point', class: 'write' },
  { title: 'description or configuration', class: 'program' },
  { title: 'settings', class: 'program' },
  { title: 'switch GOOSE or sampled values', class: 'control' },
  { title: 'substitute or block a value', class: 'control' },
  { title: 'cancel a command', class: 'control' },
  { title: 'select before operate', class: 'control' },
  { title: 'operate', class: 'control' },
] as const satisfies readonly CodeRow[]
type Access = (typeof ACCESSES)[number]['title']

/** Functional constraints (IEC 61850-7-2, table of clause 12) whose writing is more than a write. */
export const CONSTRAINTS: Readonly<Record<string, Access>> = {
  BR: 'set up reporting',
  RP: 'set up reporting',
  LG: 'set up logging',
  SP: 'a set point',
  CF: 'description or configuration',
  DC: 'description or configuration',
  SE: 'settings',
  SG: 'settings',
  GO: 'switch GOOSE or sampled values',
  GS: 'switch GOOSE or sampled values',
  MS: 'switch GOOSE or sampled values',
  US: 'switch GOOSE or sampled values',
  BL: 'substitute or block a value',
  SV: 'substitute or block a value',
}

/** Parts of a controllable object under the functional constraint `CO` (IEC 61850-8-1, clause 20). */
export const CONTROLS: Readonly<Record<string, Access>> = {
  Cancel: 'cancel a command',
  SBO: 'select before operate',
  SBOw: 'select before operate',
  Oper: 'operate',
}

/** PDUs other than those of services, by tag. */
export const PDUS: Readonly<Record<number, CodeRow & { readonly name: string }>> = {
  0xa4: { name: 'REJECT', title: 'reject', class: 'other' },
  0x85: { name: 'CANCEL_REQ', title: 'cancel a request', class: 'session' },
  0x86: { name: 'CANCEL_RES', title: 'request canceled', class: 'session' },
  0xa7: { name: 'CANCEL_ERR', title: 'request not canceled', class: 'session' },
  0xa8: { name: 'INIT_REQ', title: 'initiate', class: 'session' },
  0xa9: { name: 'INIT_RES', title: 'initiated', class: 'session' },
  0xaa: { name: 'INIT_ERR', title: 'not initiated', class: 'session' },
}

/** PDUs of the association below (ISO 8650, ACSE) and its orderly end, and of the session (ISO 8327) where it has no other, by tag or SPDU number. */
export const ASSOCIATION: Readonly<Record<number, CodeRow & { readonly name: string }>> = {
  0x60: { name: 'AARQ', title: 'associate', class: 'session' },
  0x61: { name: 'AARE', title: 'associated', class: 'session' },
  0x62: { name: 'RLRQ', title: 'release', class: 'session' },
  0x63: { name: 'RLRE', title: 'released', class: 'session' },
  0x64: { name: 'ABRT', title: 'abort', class: 'session' },
  0x8b: { name: 'CONCL_REQ', title: 'conclude', class: 'session' },
  0x8c: { name: 'CONCL_RES', title: 'concluded', class: 'session' },
  0xad: { name: 'CONCL_ERR', title: 'not concluded', class: 'session' },
  0x0c: { name: 'SES_RF', title: 'session refused', class: 'session' },
  0x19: { name: 'SES_AB', title: 'session aborted', class: 'session' },
}

/** `DataAccessError` and the class of service errors that say that a right was missing. */
export const ACCESS_DENIED = 3
export const ACCESS_CLASS = 7

/** Kinds of what messages touch. `error` is the class of a service error times 100 plus its code. */
export const OBJECTS = [
  'variable',
  'variable-list',
  'domain',
  'program',
  'file',
  'object',
  'error',
  'access-error',
  'denied',
  'tsap',
] as const
