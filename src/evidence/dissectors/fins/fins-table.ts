import type { OperationClass } from '../../observation.ts'

/** What is known about a command: a title for people and its class. */
export interface CodeRow {
  readonly title: string
  readonly class: OperationClass
}

/** FINS commands (Omron W342 and W227, chapter 5; W421 for those of Ethernet units), main and sub request code. */
export const COMMANDS: Readonly<Record<number, CodeRow>> = {
  0x0101: { title: 'read memory area', class: 'read' },
  0x0102: { title: 'write memory area', class: 'write' },
  0x0103: { title: 'fill memory area', class: 'write' },
  0x0104: { title: 'read several memory areas', class: 'read' },
  0x0105: { title: 'transfer memory area', class: 'write' },
  0x0201: { title: 'read parameter area', class: 'read' },
  0x0202: { title: 'write parameter area', class: 'program' },
  0x0203: { title: 'clear parameter area', class: 'program' },
  0x0220: { title: 'read data link table', class: 'read' },
  0x0221: { title: 'write data link table', class: 'program' },
  0x0304: { title: 'protect program area', class: 'control' },
  0x0305: { title: 'clear protection of program area', class: 'control' },
  0x0306: { title: 'read program area', class: 'file' },
  0x0307: { title: 'write program area', class: 'program' },
  0x0308: { title: 'clear program area', class: 'program' },
  0x0401: { title: 'run', class: 'control' },
  0x0402: { title: 'stop', class: 'control' },
  0x0403: { title: 'reset unit', class: 'control' },
  0x0501: { title: 'read controller data', class: 'diagnose' },
  0x0502: { title: 'read connection data', class: 'diagnose' },
  0x0601: { title: 'read controller status', class: 'diagnose' },
  0x0602: { title: 'read network status', class: 'diagnose' },
  0x0603: { title: 'read data link status', class: 'diagnose' },
  0x0620: { title: 'read cycle time', class: 'diagnose' },
  0x0701: { title: 'read clock', class: 'read' },
  0x0702: { title: 'set clock', class: 'control' },
  0x0801: { title: 'loop back', class: 'diagnose' },
  0x0802: { title: 'results of broadcast test', class: 'diagnose' },
  0x0803: { title: 'broadcast test', class: 'diagnose' },
  0x0920: { title: 'read or clear messages, read failure', class: 'diagnose' },
  0x0c01: { title: 'acquire access right', class: 'session' },
  0x0c02: { title: 'acquire access right by force', class: 'control' },
  0x0c03: { title: 'release access right', class: 'session' },
  0x2101: { title: 'clear errors', class: 'control' },
  0x2102: { title: 'read error log', class: 'diagnose' },
  0x2103: { title: 'clear error log', class: 'control' },
  0x2140: { title: 'read log of write accesses', class: 'diagnose' },
  0x2141: { title: 'clear log of write accesses', class: 'control' },
  0x2201: { title: 'read file names', class: 'file' },
  0x2202: { title: 'read file', class: 'file' },
  0x2203: { title: 'write file', class: 'file' },
  0x2204: { title: 'format file memory', class: 'file' },
  0x2205: { title: 'delete file', class: 'file' },
  0x2206: { title: 'set volume label', class: 'file' },
  0x2207: { title: 'copy file', class: 'file' },
  0x2208: { title: 'rename file', class: 'file' },
  0x2209: { title: 'check file', class: 'file' },
  0x220a: { title: 'transfer memory area to a file', class: 'file' },
  0x220b: { title: 'transfer parameter area to a file', class: 'file' },
  0x220c: { title: 'transfer program area to a file', class: 'file' },
  0x220f: { title: 'read index of file memory', class: 'file' },
  0x2210: { title: 'read file memory', class: 'file' },
  0x2211: { title: 'write file memory', class: 'file' },
  0x2215: { title: 'make or remove folder', class: 'file' },
  0x2220: { title: 'transfer memory cassette', class: 'program' },
  0x2301: { title: 'force or release bits', class: 'control' },
  0x2302: { title: 'release all forced bits', class: 'control' },
  0x230a: { title: 'read forced bits', class: 'read' },
  0x2601: { title: 'set name', class: 'control' },
  0x2602: { title: 'delete name', class: 'control' },
  0x2603: { title: 'read name', class: 'diagnose' },
  0x2701: { title: 'socket: open UDP', class: 'session' },
  0x2702: { title: 'socket: receive by UDP', class: 'other' },
  0x2703: { title: 'socket: send by UDP', class: 'other' },
  0x2704: { title: 'socket: close UDP', class: 'session' },
  0x2710: { title: 'socket: wait for TCP', class: 'session' },
  0x2711: { title: 'socket: open TCP', class: 'session' },
  0x2712: { title: 'socket: receive by TCP', class: 'other' },
  0x2713: { title: 'socket: send by TCP', class: 'other' },
  0x2714: { title: 'socket: close TCP', class: 'session' },
  0x2720: { title: 'ping from the unit', class: 'diagnose' },
  0x2730: { title: 'change peer of FINS/TCP', class: 'control' },
  0x2731: { title: 'read state of FINS/TCP', class: 'diagnose' },
  0x2750: { title: 'write address table', class: 'control' },
  0x2757: { title: 'set address of the unit', class: 'control' },
  0x2760: { title: 'read address table', class: 'diagnose' },
  0x2761: { title: 'read routing table of the unit', class: 'diagnose' },
  0x2762: { title: 'read protocol counters', class: 'diagnose' },
  0x2763: { title: 'read memory state of the unit', class: 'diagnose' },
  0x2764: { title: 'read state of sockets', class: 'diagnose' },
  0x2765: { title: 'read addresses of the unit', class: 'diagnose' },
  0x2801: { title: 'send explicit message', class: 'other' },
}

/** Transfers from a file into the device, where the first parameter of 220A, 220B and 220C is 1 (or 2: compare). */
export const FROM_FILE: Readonly<Record<number, CodeRow>> = {
  0x220a: { title: 'transfer a file to memory area', class: 'write' },
  0x220b: { title: 'transfer a file to parameter area', class: 'program' },
  0x220c: { title: 'transfer a file to program area', class: 'program' },
}

/** Commands of the FINS/TCP header other than 2, which carries a FINS message (W421, 7-4). */
export const FRAMES: Readonly<Record<number, CodeRow>> = {
  0: { title: 'ask for a node address', class: 'session' },
  1: { title: 'assign a node address', class: 'session' },
  3: { title: 'refuse a frame', class: 'session' },
  6: { title: 'confirm the connection', class: 'session' },
}

const bank = (code: number, count: number, first: number) =>
  Array.from({ length: count }, (_, i): [number, string] => [code + i, `em${(first + i).toString(16)}`])

/** Memory areas by code (W342, 5-2-2): words, single bits and forced bits of an area are booked under its name, as words. */
export const AREAS: ReadonlyMap<number, string> = new Map<number, string>([
  ...[0x00, 0x30, 0x70, 0x80, 0xb0, 0xf0].map((code): [number, string] => [code, 'cio']),
  ...[0x31, 0x71, 0xb1, 0xf1].map((code): [number, string] => [code, 'work']),
  ...[0x32, 0x72, 0xb2, 0xf2].map((code): [number, string] => [code, 'holding']),
  ...[0x33, 0xb3].map((code): [number, string] => [code, 'auxiliary']),
  ...[0x01, 0x09, 0x49, 0x81, 0x89].map((code): [number, string] => [code, 'timer-counter']),
  ...[0x02, 0x82].map((code): [number, string] => [code, 'dm']),
  [0x03, 'transition'],
  [0x04, 'step'],
  [0x06, 'task-flag'],
  [0x46, 'task-status'],
  [0x07, 'clock-pulse'],
  [0x0a, 'em'],
  [0x98, 'em'],
  [0xbc, 'data-register'],
  [0x9c, 'data-register'],
  [0xdc, 'index-register'],
  ...bank(0x20, 16, 0),
  ...bank(0xa0, 16, 0),
  ...bank(0x90, 8, 0),
  ...bank(0xe0, 9, 16),
  ...bank(0x60, 9, 16),
])

/** Areas whose addresses name a bit: the third byte of an address is the bit. */
export function isBit(code: number): boolean {
  return (
    (code < 0x80 && !(code >= 0x60 && code <= 0x68) && code !== 0x46) || (code >= 0xe0 && code <= 0xe8) || code >= 0xf0
  )
}

/** End codes (W342, 5-1-3) that say that a right was missing: protected for reading or writing, read-only, access right held by others. */
export const DENIED: ReadonlySet<number> = new Set([0x2002, 0x2101, 0x2102, 0x3001])

/** Kinds of numbers besides memory areas. */
export const KINDS = ['node', 'network', 'error', 'denied', 'parameter-area', 'program', 'mode', 'file'] as const
