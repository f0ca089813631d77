import type { OperationClass } from '../../observation.ts'

/** What is known about a code: a title for people and its class. */
export interface CodeRow {
  readonly title: string
  readonly class: OperationClass
}

export const READ = 1
export const WRITE = 2
export const RESPONSE = 129
export const UNSOLICITED = 130
export const AUTHENTICATION_RESPONSE = 131

/** Function codes of the application layer (IEEE 1815-2012, clause 4.2.2.5 and table 4-1). */
export const FUNCTIONS: Readonly<Record<number, CodeRow>> = {
  0: { title: 'confirm', class: 'session' },
  1: { title: 'read', class: 'read' },
  2: { title: 'write', class: 'write' },
  3: { title: 'select', class: 'control' },
  4: { title: 'operate', class: 'control' },
  5: { title: 'direct operate', class: 'control' },
  6: { title: 'direct operate without answer', class: 'control' },
  7: { title: 'freeze', class: 'control' },
  8: { title: 'freeze without answer', class: 'control' },
  9: { title: 'freeze and clear', class: 'control' },
  10: { title: 'freeze and clear without answer', class: 'control' },
  11: { title: 'freeze at a time', class: 'control' },
  12: { title: 'freeze at a time without answer', class: 'control' },
  13: { title: 'cold restart', class: 'control' },
  14: { title: 'warm restart', class: 'control' },
  15: { title: 'initialize data', class: 'control' },
  16: { title: 'initialize application', class: 'control' },
  17: { title: 'start application', class: 'control' },
  18: { title: 'stop application', class: 'control' },
  19: { title: 'save configuration', class: 'program' },
  20: { title: 'enable unsolicited responses', class: 'control' },
  21: { title: 'disable unsolicited responses', class: 'control' },
  22: { title: 'assign points to classes', class: 'write' },
  23: { title: 'measure delay', class: 'diagnose' },
  24: { title: 'record current time', class: 'diagnose' },
  25: { title: 'open file', class: 'file' },
  26: { title: 'close file', class: 'file' },
  27: { title: 'delete file', class: 'file' },
  28: { title: 'get file information', class: 'file' },
  29: { title: 'authenticate for files', class: 'file' },
  30: { title: 'abort file transfer', class: 'file' },
  31: { title: 'activate configuration', class: 'program' },
  32: { title: 'authentication request', class: 'session' },
  33: { title: 'authentication request without answer', class: 'session' },
  129: { title: 'response', class: 'other' },
  130: { title: 'unsolicited response', class: 'other' },
  131: { title: 'authentication response', class: 'session' },
}

/** Functions of requests whose object headers are followed by values; all others only name points. */
export const WITH_VALUES: ReadonlySet<number> = new Set([
  2, 3, 4, 5, 6, 16, 17, 18, 25, 26, 27, 28, 29, 30, 31, 32, 33, 129, 130, 131,
])

/** Functions of the link layer from a primary station (IEEE 1815-2012, clause 9.2.4.1.3.3). */
export const PRIMARY: Readonly<Record<number, CodeRow>> = {
  0: { title: 'reset link', class: 'session' },
  1: { title: 'reset user process', class: 'control' },
  2: { title: 'test link', class: 'session' },
  3: { title: 'part of a confirmed message', class: 'other' },
  4: { title: 'part of a message', class: 'other' },
  9: { title: 'request link status', class: 'session' },
}

/** Functions of the link layer from a secondary station. */
export const SECONDARY: Readonly<Record<number, CodeRow>> = {
  0: { title: 'link acknowledgement', class: 'session' },
  1: { title: 'link refusal', class: 'session' },
  11: { title: 'link status', class: 'session' },
  14: { title: 'link not functioning', class: 'session' },
  15: { title: 'link service not supported', class: 'session' },
}

/** What a message is about, told by the group of its first object; `title` follows "read", "write" or "response:". */
interface Topic {
  readonly title: string
  readonly read: OperationClass
  readonly write: OperationClass
  readonly answer: OperationClass
}

export const TOPICS: readonly Topic[] = [
  { title: 'nothing', read: 'read', write: 'write', answer: 'other' },
  { title: 'points', read: 'read', write: 'write', answer: 'read' },
  { title: 'classes of events', read: 'read', write: 'write', answer: 'read' },
  { title: 'commands', read: 'read', write: 'control', answer: 'control' },
  { title: 'time', read: 'read', write: 'control', answer: 'other' },
  { title: 'file', read: 'file', write: 'file', answer: 'file' },
  { title: 'device attributes', read: 'diagnose', write: 'write', answer: 'diagnose' },
  { title: 'internal indications', read: 'diagnose', write: 'control', answer: 'diagnose' },
  { title: 'authentication', read: 'session', write: 'session', answer: 'session' },
  { title: 'security statistics', read: 'diagnose', write: 'write', answer: 'diagnose' },
  { title: 'deadbands', read: 'read', write: 'write', answer: 'read' },
  { title: 'virtual terminal', read: 'read', write: 'control', answer: 'read' },
  { title: 'data sets', read: 'read', write: 'write', answer: 'read' },
  { title: 'applications', read: 'read', write: 'control', answer: 'other' },
  { title: 'other objects', read: 'read', write: 'write', answer: 'other' },
]
