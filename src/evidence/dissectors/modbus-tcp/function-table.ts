import type { OperationClass } from '../../observation.ts'

/** What is known about a code of a protocol: a title for people and its class. */
export interface CodeRow {
  readonly title: string
  readonly class: OperationClass
}

/** Public function codes (MODBUS Application Protocol V1.1b3, clause 5.1) and those of makers that are met in plants. */
export const FUNCTIONS: Readonly<Record<number, CodeRow>> = {
  1: { title: 'read coils', class: 'read' },
  2: { title: 'read discrete inputs', class: 'read' },
  3: { title: 'read holding registers', class: 'read' },
  4: { title: 'read input registers', class: 'read' },
  5: { title: 'write single coil', class: 'write' },
  6: { title: 'write single register', class: 'write' },
  7: { title: 'read exception status', class: 'diagnose' },
  8: { title: 'diagnostics', class: 'diagnose' },
  9: { title: 'program (Modicon 484)', class: 'program' },
  10: { title: 'poll (Modicon 484)', class: 'program' },
  11: { title: 'get communication event counter', class: 'diagnose' },
  12: { title: 'get communication event log', class: 'diagnose' },
  13: { title: 'program controller (Modicon 584/984)', class: 'program' },
  14: { title: 'poll program controller (Modicon 584/984)', class: 'program' },
  15: { title: 'write multiple coils', class: 'write' },
  16: { title: 'write multiple registers', class: 'write' },
  17: { title: 'report server id', class: 'diagnose' },
  18: { title: 'program (Modicon 884, Micro 84)', class: 'program' },
  19: { title: 'reset communication link (Modicon 884, Micro 84)', class: 'control' },
  20: { title: 'read file record', class: 'file' },
  21: { title: 'write file record', class: 'file' },
  22: { title: 'mask write register', class: 'write' },
  23: { title: 'read and write multiple registers', class: 'write' },
  24: { title: 'read FIFO queue', class: 'read' },
  43: { title: 'encapsulated interface transport', class: 'other' },
  90: { title: 'Schneider UMAS', class: 'other' },
}

/** Sub-functions of FC8 (clause 6.8): asking is diagnosis; restarting, silencing and clearing change the device. */
export const DIAGNOSTICS: Readonly<Record<number, CodeRow>> = {
  0: { title: 'return query data', class: 'diagnose' },
  1: { title: 'restart communications option', class: 'control' },
  2: { title: 'return diagnostic register', class: 'diagnose' },
  3: { title: 'change ASCII input delimiter', class: 'control' },
  4: { title: 'force listen only mode', class: 'control' },
  10: { title: 'clear counters and diagnostic register', class: 'control' },
  11: { title: 'return bus message count', class: 'diagnose' },
  12: { title: 'return bus communication error count', class: 'diagnose' },
  13: { title: 'return bus exception error count', class: 'diagnose' },
  14: { title: 'return server message count', class: 'diagnose' },
  15: { title: 'return server no response count', class: 'diagnose' },
  16: { title: 'return server NAK count', class: 'diagnose' },
  17: { title: 'return server busy count', class: 'diagnose' },
  18: { title: 'return bus character overrun count', class: 'diagnose' },
  20: { title: 'clear overrun counter and flag', class: 'control' },
  21: { title: 'get or clear Modbus Plus statistics', class: 'control' },
}

/** MEI types of FC43 (clause 6.19). */
export const ENCAPSULATED: Readonly<Record<number, CodeRow>> = {
  13: { title: 'CANopen general reference', class: 'other' },
  14: { title: 'read device identification', class: 'diagnose' },
}

/** Exception codes (clause 7). */
export const EXCEPTIONS: Readonly<Record<number, string>> = {
  1: 'illegal function',
  2: 'illegal data address',
  3: 'illegal data value',
  4: 'server device failure',
  5: 'acknowledge',
  6: 'server device busy',
  7: 'negative acknowledge',
  8: 'memory parity error',
  10: 'gateway path unavailable',
  11: 'gateway target failed to respond',
}

/** Objects of a device identification (clause 6.21) and the attribute of the inventory each one gives. */
export const IDENTIFICATION: Readonly<Record<number, string>> = {
  0: 'make',
  1: 'order-number',
  2: 'firmware',
  3: 'url',
  4: 'product',
  5: 'model',
  6: 'name',
}

/**
 * Functions inside FC90, as public research on Schneider's UMAS names them; the maker has published none. A request names
 * its function, an answer only says that it went well (0xfe) or not (0xfd).
 */
export const UMAS: Readonly<Record<number, CodeRow>> = {
  0x01: { title: 'begin communication', class: 'session' },
  0x02: { title: 'read controller id', class: 'diagnose' },
  0x03: { title: 'read project information', class: 'diagnose' },
  0x04: { title: 'read controller information', class: 'diagnose' },
  0x06: { title: 'read memory card information', class: 'diagnose' },
  0x0a: { title: 'repeat', class: 'session' },
  0x10: { title: 'reserve controller', class: 'session' },
  0x11: { title: 'release controller', class: 'session' },
  0x12: { title: 'keep reservation alive', class: 'session' },
  0x20: { title: 'read memory block', class: 'read' },
  0x21: { title: 'write memory block', class: 'program' },
  0x22: { title: 'read variables', class: 'read' },
  0x23: { title: 'write variables', class: 'write' },
  0x24: { title: 'read coils and registers', class: 'read' },
  0x25: { title: 'write coils and registers', class: 'write' },
  0x30: { title: 'begin upload', class: 'file' },
  0x31: { title: 'upload block', class: 'file' },
  0x32: { title: 'end upload', class: 'file' },
  0x33: { title: 'begin download', class: 'program' },
  0x34: { title: 'download block', class: 'program' },
  0x35: { title: 'end download', class: 'program' },
  0x40: { title: 'start controller', class: 'control' },
  0x41: { title: 'stop controller', class: 'control' },
  0x50: { title: 'monitor variables', class: 'read' },
  0x58: { title: 'check controller', class: 'diagnose' },
  0x70: { title: 'read I/O object', class: 'read' },
  0x71: { title: 'write I/O object', class: 'write' },
  0x73: { title: 'read module status', class: 'diagnose' },
}

/**
 * Kinds of numbers a message touches, by the number with which they are reported. Addresses are those of the PDU, from 0.
 * FC23 reports the range it writes as `holding` and the one it reads as `holding-read`.
 */
export const OBJECTS = ['unit', 'coil', 'discrete', 'holding', 'input', 'file', 'fifo', 'holding-read'] as const
