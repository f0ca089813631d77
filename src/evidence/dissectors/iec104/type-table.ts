import type { OperationClass } from '../../observation.ts'

/** What is known about a type of ASDU: size of one element without its address, where it has a fixed one. */
interface TypeRow {
  readonly title: string
  readonly class: OperationClass
  readonly size?: number
}

/** Types of ASDU (IEC 60870-5-101:2003, clause 7.2.1.1; IEC 60870-5-104:2006, table 1; security types of IEC 60870-5-7). */
export const TYPES: Readonly<Record<number, TypeRow>> = {
  1: { title: 'single-point information', class: 'read', size: 1 },
  2: { title: 'single-point information, short time', class: 'read', size: 4 },
  3: { title: 'double-point information', class: 'read', size: 1 },
  4: { title: 'double-point information, short time', class: 'read', size: 4 },
  5: { title: 'step position', class: 'read', size: 2 },
  6: { title: 'step position, short time', class: 'read', size: 5 },
  7: { title: 'bitstring', class: 'read', size: 5 },
  8: { title: 'bitstring, short time', class: 'read', size: 8 },
  9: { title: 'normalized value', class: 'read', size: 3 },
  10: { title: 'normalized value, short time', class: 'read', size: 6 },
  11: { title: 'scaled value', class: 'read', size: 3 },
  12: { title: 'scaled value, short time', class: 'read', size: 6 },
  13: { title: 'floating-point value', class: 'read', size: 5 },
  14: { title: 'floating-point value, short time', class: 'read', size: 8 },
  15: { title: 'counter', class: 'read', size: 5 },
  16: { title: 'counter, short time', class: 'read', size: 8 },
  17: { title: 'protection event, short time', class: 'read', size: 6 },
  18: { title: 'protection start events, short time', class: 'read', size: 7 },
  19: { title: 'protection output circuit, short time', class: 'read', size: 7 },
  20: { title: 'single points with change detection', class: 'read', size: 5 },
  21: { title: 'normalized value without quality', class: 'read', size: 2 },
  30: { title: 'single-point information with time', class: 'read', size: 8 },
  31: { title: 'double-point information with time', class: 'read', size: 8 },
  32: { title: 'step position with time', class: 'read', size: 9 },
  33: { title: 'bitstring with time', class: 'read', size: 12 },
  34: { title: 'normalized value with time', class: 'read', size: 10 },
  35: { title: 'scaled value with time', class: 'read', size: 10 },
  36: { title: 'floating-point value with time', class: 'read', size: 12 },
  37: { title: 'counter with time', class: 'read', size: 12 },
  38: { title: 'protection event with time', class: 'read', size: 10 },
  39: { title: 'protection start events with time', class: 'read', size: 11 },
  40: { title: 'protection output circuit with time', class: 'read', size: 11 },
  41: { title: 'security statistics', class: 'diagnose', size: 14 },
  45: { title: 'single command', class: 'control', size: 1 },
  46: { title: 'double command', class: 'control', size: 1 },
  47: { title: 'regulating step command', class: 'control', size: 1 },
  48: { title: 'setpoint, normalized', class: 'control', size: 3 },
  49: { title: 'setpoint, scaled', class: 'control', size: 3 },
  50: { title: 'setpoint, floating-point', class: 'control', size: 5 },
  51: { title: 'bitstring command', class: 'control', size: 4 },
  58: { title: 'single command with time', class: 'control', size: 8 },
  59: { title: 'double command with time', class: 'control', size: 8 },
  60: { title: 'regulating step command with time', class: 'control', size: 8 },
  61: { title: 'setpoint with time, normalized', class: 'control', size: 10 },
  62: { title: 'setpoint with time, scaled', class: 'control', size: 10 },
  63: { title: 'setpoint with time, floating-point', class: 'control', size: 12 },
  64: { title: 'bitstring command with time', class: 'control', size: 11 },
  70: { title: 'end of initialization', class: 'session', size: 1 },
  81: { title: 'authentication challenge', class: 'session' },
  82: { title: 'authentication reply', class: 'session' },
  83: { title: 'authentication in aggressive mode', class: 'session' },
  84: { title: 'session key status request', class: 'session' },
  85: { title: 'session key status', class: 'session' },
  86: { title: 'session key change', class: 'session' },
  87: { title: 'authentication error', class: 'session' },
  90: { title: 'user status change', class: 'session' },
  91: { title: 'update key change request', class: 'session' },
  92: { title: 'update key change reply', class: 'session' },
  93: { title: 'update key change, symmetric', class: 'session' },
  94: { title: 'update key change, asymmetric', class: 'session' },
  95: { title: 'update key change confirmation', class: 'session' },
  100: { title: 'interrogation', class: 'read', size: 1 },
  101: { title: 'counter interrogation', class: 'read', size: 1 },
  102: { title: 'read command', class: 'read', size: 0 },
  103: { title: 'clock synchronization', class: 'control', size: 7 },
  104: { title: 'test command', class: 'diagnose', size: 2 },
  105: { title: 'reset process', class: 'control', size: 1 },
  106: { title: 'delay acquisition', class: 'diagnose', size: 2 },
  107: { title: 'test command with time', class: 'diagnose', size: 9 },
  110: { title: 'parameter, normalized', class: 'write', size: 3 },
  111: { title: 'parameter, scaled', class: 'write', size: 3 },
  112: { title: 'parameter, floating-point', class: 'write', size: 5 },
  113: { title: 'parameter activation', class: 'write', size: 1 },
  120: { title: 'file ready', class: 'file', size: 6 },
  121: { title: 'section ready', class: 'file', size: 7 },
  122: { title: 'call or select file', class: 'file', size: 4 },
  123: { title: 'last section or segment', class: 'file', size: 5 },
  124: { title: 'acknowledge file', class: 'file', size: 4 },
  125: { title: 'file segment', class: 'file' },
  126: { title: 'file directory', class: 'file', size: 13 },
  127: { title: 'query log', class: 'file', size: 16 },
}

/** Freezing and resetting counters goes by the same type as asking for them. */
export const COUNTERS_CHANGED = { title: 'counter freeze or reset', class: 'control' } as const

/** Causes of transmission (IEC 60870-5-101:2003, clause 7.2.3). */
export const CAUSES: Readonly<Record<number, string>> = {
  1: 'cyclic',
  2: 'background scan',
  3: 'spontaneous',
  4: 'initialized',
  5: 'requested',
  6: 'activation',
  7: 'activation confirmed',
  8: 'deactivation',
  9: 'deactivation confirmed',
  10: 'activation ended',
  11: 'caused by a remote command',
  12: 'caused by a local command',
  13: 'file transfer',
  14: 'authentication',
  15: 'session key',
  16: 'update key',
  20: 'station interrogation',
  ...Object.fromEntries(Array.from({ length: 16 }, (_, n) => [21 + n, `interrogation of group ${n + 1}`])),
  37: 'counter interrogation',
  38: 'counter interrogation of group 1',
  39: 'counter interrogation of group 2',
  40: 'counter interrogation of group 3',
  41: 'counter interrogation of group 4',
  44: 'unknown type',
  45: 'unknown cause',
  46: 'unknown common address',
  47: 'unknown object address',
}

/** Unnumbered control functions by the number in their name (IEC 60870-5-104:2006, clause 5.3). */
export const UNNUMBERED: Readonly<Record<number, string>> = {
  1: 'start data transfer',
  2: 'start of data transfer confirmed',
  4: 'stop data transfer',
  8: 'stop of data transfer confirmed',
  16: 'test frame',
  32: 'test frame confirmed',
}

/**
 * Kinds of numbers a message touches. `qualifier` is that of interrogations (20: whole station), counter interrogations and
 * process resets; `ioa` are information object addresses.
 */
export const OBJECTS = ['common-address', 'ioa', 'originator', 'qualifier', 'file'] as const
