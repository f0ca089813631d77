import type { CodeRow } from './cip-table.ts'

/** Commands without a function code (DF1 Protocol and Command Set, chapter 7). */
export const PCCC_COMMANDS: Readonly<Record<number, CodeRow>> = {
  0x00: { title: 'protected write', class: 'write' },
  0x01: { title: 'unprotected read', class: 'read' },
  0x02: { title: 'protected bit write', class: 'write' },
  0x05: { title: 'unprotected bit write', class: 'write' },
  0x08: { title: 'unprotected write', class: 'write' },
}

/** Commands with a function code: by command, then by function. */
export const PCCC_FUNCTIONS: Readonly<Record<number, Readonly<Record<number, CodeRow>>>> = {
  0x06: {
    0x00: { title: 'echo', class: 'diagnose' },
    0x01: { title: 'read diagnostic counters', class: 'diagnose' },
    0x02: { title: 'set variables of the link', class: 'control' },
    0x03: { title: 'diagnostic status', class: 'diagnose' },
    0x04: { title: 'set the timeout of the link', class: 'control' },
    0x05: { title: 'set NAKs of the link', class: 'control' },
    0x06: { title: 'set ENQs of the link', class: 'control' },
    0x07: { title: 'reset diagnostic counters', class: 'control' },
    0x08: { title: 'set the size of the data table', class: 'program' },
    0x09: { title: 'read parameters of the link', class: 'diagnose' },
    0x0a: { title: 'set parameters of the link', class: 'control' },
  },
  0x07: {
    0x00: { title: 'disable outputs', class: 'control' },
    0x01: { title: 'enable outputs', class: 'control' },
    0x03: { title: 'enable scanning', class: 'control' },
    0x04: { title: 'enter download mode', class: 'program' },
    0x05: { title: 'leave download or upload mode', class: 'program' },
    0x06: { title: 'enter upload mode', class: 'file' },
  },
  0x0f: {
    0x00: { title: 'word range write', class: 'write' },
    0x01: { title: 'word range read', class: 'read' },
    0x02: { title: 'bit write', class: 'write' },
    0x03: { title: 'file write', class: 'write' },
    0x04: { title: 'file read', class: 'read' },
    0x05: { title: 'download request', class: 'program' },
    0x06: { title: 'upload', class: 'file' },
    0x07: { title: 'shut down', class: 'control' },
    0x08: { title: 'physical write', class: 'program' },
    0x09: { title: 'physical read', class: 'file' },
    0x0a: { title: 'restart', class: 'control' },
    0x11: { title: 'take the right to edit', class: 'session' },
    0x12: { title: 'return the right to edit', class: 'session' },
    0x17: { title: 'read bytes physical', class: 'file' },
    0x18: { title: 'write bytes physical', class: 'program' },
    0x26: { title: 'read, modify and write', class: 'write' },
    0x29: { title: 'read the size of a section', class: 'diagnose' },
    0x3a: { title: 'set the processor mode', class: 'control' },
    0x41: { title: 'disable forces', class: 'control' },
    0x50: { title: 'begin to download all', class: 'program' },
    0x52: { title: 'download completed', class: 'program' },
    0x53: { title: 'begin to upload all', class: 'file' },
    0x55: { title: 'upload completed', class: 'file' },
    0x57: { title: 'initialize the memory', class: 'control' },
    0x5e: { title: 'change the PLC-2 compatibility file', class: 'program' },
    0x67: { title: 'typed write', class: 'write' },
    0x68: { title: 'typed read', class: 'read' },
    0x79: { title: 'read, modify and write elements', class: 'write' },
    0x80: { title: 'change the processor mode', class: 'control' },
    0x81: { title: 'open a file', class: 'file' },
    0x82: { title: 'close a file', class: 'file' },
    0x88: { title: 'execute several commands', class: 'program' },
    0x8f: { title: 'apply the configuration of ports', class: 'program' },
    0xa1: { title: 'protected typed logical read, two fields', class: 'read' },
    0xa2: { title: 'protected typed logical read', class: 'read' },
    0xa7: { title: 'protected typed file read', class: 'file' },
    0xa9: { title: 'protected typed logical write, two fields', class: 'write' },
    0xaa: { title: 'protected typed logical write', class: 'write' },
    0xab: { title: 'protected typed logical write with mask', class: 'write' },
    0xaf: { title: 'protected typed file write', class: 'program' },
  },
}

/** What a logical read or write means by the file that it touches: values, parts of the program, or forces. */
export const DATA_FILE = 0
export const PROGRAM_FILE = 1
export const FORCE_FILE = 2
export const OF_FILE: Readonly<Record<number, { readonly read: CodeRow; readonly write: CodeRow }>> = {
  [PROGRAM_FILE]: {
    read: { title: 'read a program file', class: 'file' },
    write: { title: 'write a program file', class: 'program' },
  },
  [FORCE_FILE]: {
    read: { title: 'read forces', class: 'read' },
    write: { title: 'force inputs or outputs', class: 'control' },
  },
}

/** Letters and bytes per element of the file types in protected typed logical addresses. */
export const FILE_TYPES: Readonly<Record<number, readonly [letter: string, bytes: number]>> = {
  0x82: ['O', 2],
  0x83: ['I', 2],
  0x84: ['S', 2],
  0x85: ['B', 2],
  0x86: ['T', 6],
  0x87: ['C', 6],
  0x88: ['R', 6],
  0x89: ['N', 2],
  0x8a: ['F', 4],
  0x8b: ['O', 2],
  0x8c: ['I', 2],
  0x8d: ['ST', 84],
  0x8e: ['A', 2],
  0x8f: ['D', 2],
  0x91: ['L', 4],
  0x92: ['MG', 50],
  0x93: ['PD', 46],
}

/** Extended status that refuses for want of a right: access denied, no access, protected element. */
export const PCCC_DENIED: ReadonlySet<number> = new Set([0x0b, 0x10, 0x1e])
