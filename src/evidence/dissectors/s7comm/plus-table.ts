import type { CodeRow } from './function-table.ts'

/**
 * Functions of S7comm-plus, as public dissectors and drivers agree on; Siemens has published none. `answers` says that an answer
 * begins with a return value.
 */
export const PLUS_FUNCTIONS: readonly (CodeRow & { readonly code: number; readonly answers: boolean })[] = [
  { code: 0x04b1, title: 'error', class: 'other', answers: false },
  { code: 0x04bb, title: 'explore', class: 'diagnose', answers: true },
  { code: 0x04ca, title: 'create an object', class: 'program', answers: true },
  { code: 0x04d4, title: 'delete an object', class: 'program', answers: true },
  { code: 0x04f2, title: 'set a variable', class: 'write', answers: true },
  { code: 0x04fc, title: 'get a variable', class: 'read', answers: true },
  { code: 0x0506, title: 'add a link', class: 'program', answers: true },
  { code: 0x051a, title: 'remove a link', class: 'program', answers: true },
  { code: 0x0524, title: 'get a link', class: 'read', answers: true },
  { code: 0x0542, title: 'set variables', class: 'write', answers: true },
  { code: 0x054c, title: 'get variables', class: 'read', answers: true },
  { code: 0x0556, title: 'begin a change', class: 'program', answers: true },
  { code: 0x0560, title: 'end a change', class: 'program', answers: true },
  { code: 0x056b, title: 'invoke', class: 'control', answers: true },
  { code: 0x057c, title: 'set a variable, streamed', class: 'write', answers: true },
  { code: 0x0586, title: 'get a variable, streamed', class: 'read', answers: true },
  { code: 0x0590, title: 'get addresses of variables', class: 'read', answers: true },
  { code: 0x059a, title: 'abort', class: 'session', answers: false },
  { code: 0x05a9, title: 'error', class: 'other', answers: false },
  { code: 0x05b3, title: 'begin TLS', class: 'session', answers: true },
]

/** What a request or answer is about says more than its function: the number is the detail of an operation. */
export const PLUS_DETAILS: readonly CodeRow[] = [
  { title: '', class: 'other' },
  { title: 'create a session', class: 'session' },
  { title: 'subscribe', class: 'read' },
  { title: 'end a session or subscription', class: 'session' },
  { title: 'change the state of the CPU', class: 'control' },
  { title: 'set up the session', class: 'session' },
  { title: 'create a session or subscription', class: 'session' },
]
export const [CREATE_SESSION, SUBSCRIBE, END_SESSION, CHANGE_STATE, SET_UP_SESSION, SESSION_CREATED] = [
  1, 2, 3, 4, 5, 6,
] as const

/** Object ids: the container of sessions, the unit that runs the program; those of sessions and subscriptions begin with a 7. */
export const SESSIONS = 285
export const EXECUTION_UNIT = 52

/** Versions by their byte, as titles name them; 254 and 255 are keep-alive and system event. */
export const PLUS_VERSIONS: readonly { readonly byte: number; readonly title: string }[] = [
  { byte: 1, title: 'version 1' },
  { byte: 2, title: 'version 2' },
  { byte: 3, title: 'version 3' },
  { byte: 254, title: 'extension' },
  { byte: 255, title: 'system event' },
]

/** How a session is protected, by what is told of it. */
export const PROTECTIONS: readonly string[] = [
  '',
  'none (S7comm-plus version 1)',
  'none (S7comm-plus version 2)',
  'none (S7comm-plus version 3)',
  'integrity (S7comm-plus version 3)',
  'TLS',
]
export const [INTEGRITY, TLS] = [4, 5] as const
