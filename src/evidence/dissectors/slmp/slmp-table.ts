import type { OperationClass } from '../../observation.ts'

/** What is known about a command: a title for people and its class. */
export interface CodeRow {
  readonly title: string
  readonly class: OperationClass
}

/** Commands (SLMP Reference Manual SH-080956, MELSEC Communication Protocol Reference Manual SH-080008). */
export const COMMANDS: Readonly<Record<number, CodeRow>> = {
  0x0101: { title: 'read type name', class: 'diagnose' },
  0x0401: { title: 'read devices', class: 'read' },
  0x0403: { title: 'read scattered devices', class: 'read' },
  0x0406: { title: 'read blocks of devices', class: 'read' },
  0x041a: { title: 'read array labels', class: 'read' },
  0x041c: { title: 'read labels', class: 'read' },
  0x0601: { title: 'read memory of a module', class: 'read' },
  0x0613: { title: 'read own memory', class: 'read' },
  0x0619: { title: 'loop back', class: 'diagnose' },
  0x0630: { title: 'read monitored data', class: 'read' },
  0x0801: { title: 'register devices to monitor', class: 'read' },
  0x0802: { title: 'monitor devices', class: 'read' },
  0x0b05: { title: 'read or write parameters', class: 'other' },
  0x0e28: { title: 'compare device information', class: 'diagnose' },
  0x0e30: { title: 'search nodes', class: 'diagnose' },
  0x0e31: { title: 'set address of a node', class: 'control' },
  0x0e32: { title: 'read parameters of a node', class: 'diagnose' },
  0x0e33: { title: 'write parameters of a node', class: 'program' },
  0x0e45: { title: 'read communication setting', class: 'diagnose' },
  0x0e70: { title: 'cyclic data of CC-Link IE Field Basic', class: 'write' },
  0x1001: { title: 'remote run', class: 'control' },
  0x1002: { title: 'remote stop', class: 'control' },
  0x1003: { title: 'remote pause', class: 'control' },
  0x1005: { title: 'remote latch clear', class: 'control' },
  0x1006: { title: 'remote reset', class: 'control' },
  0x1401: { title: 'write devices', class: 'write' },
  0x1402: { title: 'write scattered devices', class: 'write' },
  0x1406: { title: 'write blocks of devices', class: 'write' },
  0x141a: { title: 'write array labels', class: 'write' },
  0x141b: { title: 'write labels', class: 'write' },
  0x1601: { title: 'write memory of a module', class: 'write' },
  0x1613: { title: 'write own memory', class: 'write' },
  0x1617: { title: 'clear errors', class: 'control' },
  0x1630: { title: 'unlock with remote password', class: 'session' },
  0x1631: { title: 'lock with remote password', class: 'session' },
  0x0201: { title: 'read file information', class: 'file' },
  0x0202: { title: 'read file information with title', class: 'file' },
  0x0203: { title: 'read numbers of files', class: 'file' },
  0x0204: { title: 'search file information', class: 'file' },
  0x0205: { title: 'read use of file memory', class: 'file' },
  0x0206: { title: 'read file', class: 'file' },
  0x0808: { title: 'lock or unlock file', class: 'file' },
  0x1202: { title: 'make file', class: 'file' },
  0x1203: { title: 'write file', class: 'file' },
  0x1204: { title: 'change time of file', class: 'file' },
  0x1205: { title: 'delete file', class: 'file' },
  0x1206: { title: 'copy file', class: 'file' },
  0x1207: { title: 'defragment file memory', class: 'file' },
  0x1810: { title: 'read directory', class: 'file' },
  0x1811: { title: 'search directory', class: 'file' },
  0x1820: { title: 'make file', class: 'file' },
  0x1822: { title: 'delete file', class: 'file' },
  0x1824: { title: 'copy file', class: 'file' },
  0x1825: { title: 'change attribute of file', class: 'file' },
  0x1826: { title: 'change time of file', class: 'file' },
  0x1827: { title: 'open file', class: 'file' },
  0x1828: { title: 'read file', class: 'file' },
  0x1829: { title: 'write file', class: 'file' },
  0x182a: { title: 'close file', class: 'file' },
  0x2101: { title: 'data sent on demand', class: 'read' },
  0x3070: { title: 'start self-diagnosis', class: 'diagnose' },
  0x3119: { title: 'set time of a node', class: 'control' },
}

/** A kind of device: code in binary frames, letters in ASCII frames, and whether addresses there are written in hex. */
export interface DeviceRow {
  readonly code: number
  readonly letters: string
  readonly hex?: true
}

/** Devices of a controller (SH-080956, 5.2); the letters in lower case are the names under which addresses are kept. */
export const DEVICES: readonly DeviceRow[] = [
  { code: 0x91, letters: 'SM' },
  { code: 0xa9, letters: 'SD' },
  { code: 0x9c, letters: 'X', hex: true },
  { code: 0x9d, letters: 'Y', hex: true },
  { code: 0x90, letters: 'M' },
  { code: 0x92, letters: 'L' },
  { code: 0x93, letters: 'F' },
  { code: 0x94, letters: 'V' },
  { code: 0xa0, letters: 'B', hex: true },
  { code: 0xa8, letters: 'D' },
  { code: 0xb4, letters: 'W', hex: true },
  { code: 0xc1, letters: 'TS' },
  { code: 0xc0, letters: 'TC' },
  { code: 0xc2, letters: 'TN' },
  { code: 0x51, letters: 'LTS' },
  { code: 0x50, letters: 'LTC' },
  { code: 0x52, letters: 'LTN' },
  { code: 0xc7, letters: 'SS' },
  { code: 0xc6, letters: 'SC' },
  { code: 0xc8, letters: 'SN' },
  { code: 0x59, letters: 'LSTS' },
  { code: 0x58, letters: 'LSTC' },
  { code: 0x5a, letters: 'LSTN' },
  { code: 0xc4, letters: 'CS' },
  { code: 0xc3, letters: 'CC' },
  { code: 0xc5, letters: 'CN' },
  { code: 0x55, letters: 'LCS' },
  { code: 0x54, letters: 'LCC' },
  { code: 0x56, letters: 'LCN' },
  { code: 0xa1, letters: 'SB', hex: true },
  { code: 0xb5, letters: 'SW', hex: true },
  { code: 0x98, letters: 'S' },
  { code: 0xa2, letters: 'DX', hex: true },
  { code: 0xa3, letters: 'DY', hex: true },
  { code: 0xcc, letters: 'Z' },
  { code: 0x62, letters: 'LZ' },
  { code: 0xaf, letters: 'R' },
  { code: 0xb0, letters: 'ZR', hex: true },
  { code: 0x2c, letters: 'RD' },
]

/** End codes that say that the remote password was missing or wrong. */
export const DENIED: ReadonlySet<number> = new Set([
  0xc200, 0xc201, 0xc202, 0xc203, 0xc204, 0xc810, 0xc811, 0xc812, 0xc813, 0xc814, 0xc815, 0xc816,
])

/** Kinds of numbers besides devices. */
export const KINDS = ['network', 'station', 'error', 'denied', 'memory', 'module-memory'] as const
