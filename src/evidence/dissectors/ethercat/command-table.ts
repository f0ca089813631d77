import type { OperationClass } from '../../observation.ts'

/** Commands of datagrams (ETG.1000.4, clause 5.4.1.2) by number. */
export const COMMANDS: readonly { readonly name: string; readonly title: string; readonly class: OperationClass }[] = [
  { name: 'NOP', title: 'nothing', class: 'other' },
  { name: 'APRD', title: 'read by position', class: 'read' },
  { name: 'APWR', title: 'write by position', class: 'write' },
  { name: 'APRW', title: 'read and write by position', class: 'write' },
  { name: 'FPRD', title: 'read by station', class: 'read' },
  { name: 'FPWR', title: 'write by station', class: 'write' },
  { name: 'FPRW', title: 'read and write by station', class: 'write' },
  { name: 'BRD', title: 'read from all', class: 'read' },
  { name: 'BWR', title: 'write to all', class: 'write' },
  { name: 'BRW', title: 'read from and write to all', class: 'write' },
  { name: 'LRD', title: 'read process data', class: 'read' },
  { name: 'LWR', title: 'write process data', class: 'write' },
  { name: 'LRW', title: 'exchange process data', class: 'write' },
  { name: 'ARMW', title: 'distribute by position', class: 'write' },
  { name: 'FRMW', title: 'distribute by station', class: 'write' },
]

/** What writing to some registers means (ETG.1000.4, clause 6; Beckhoff register description), in the order of the detail. */
export const REGISTERS: readonly {
  readonly from: number
  readonly to: number
  readonly title: string
  readonly class: OperationClass
}[] = [
  { from: 0x0010, to: 0x0011, title: 'station address', class: 'control' },
  { from: 0x0040, to: 0x0041, title: 'reset', class: 'control' },
  { from: 0x0100, to: 0x0103, title: 'port control', class: 'control' },
  { from: 0x0120, to: 0x0121, title: 'state', class: 'control' },
  { from: 0x0400, to: 0x0443, title: 'watchdog', class: 'control' },
  { from: 0x0500, to: 0x050f, title: 'EEPROM', class: 'program' },
  { from: 0x0600, to: 0x06ff, title: 'mapping of process data', class: 'control' },
  { from: 0x0800, to: 0x08ff, title: 'sync managers', class: 'control' },
  { from: 0x0900, to: 0x09ff, title: 'distributed clocks', class: 'session' },
]

/** States that a slave is told to take (ETG.1000.6, clause 6.1). */
export const STATES: Readonly<Record<number, string>> = {
  1: 'init',
  2: 'pre-operational',
  3: 'bootstrap',
  4: 'safe-operational',
  8: 'operational',
}

/** What mailboxes carry (ETG.1000.4, clause 5.6; ETG.1000.6), in the order of the detail. */
export const MAILBOX: readonly { readonly name: string; readonly title: string; readonly class: OperationClass }[] = [
  { name: 'AOE', title: 'ADS over EtherCAT', class: 'other' },
  { name: 'EOE', title: 'Ethernet over EtherCAT', class: 'other' },
  { name: 'COE', title: 'CANopen message', class: 'other' },
  { name: 'SDO_READ', title: 'read object', class: 'read' },
  { name: 'SDO_WRITE', title: 'write object', class: 'write' },
  { name: 'SDO_ABORT', title: 'object transfer refused', class: 'other' },
  { name: 'SDO_INFO', title: 'read object dictionary', class: 'read' },
  { name: 'EMERGENCY', title: 'emergency message', class: 'diagnose' },
  { name: 'FOE_READ', title: 'read file', class: 'file' },
  { name: 'FOE_WRITE', title: 'write file', class: 'program' },
  { name: 'FOE_DATA', title: 'part of a file', class: 'file' },
  { name: 'FOE_ERROR', title: 'file transfer refused', class: 'file' },
  { name: 'SOE_READ', title: 'read drive parameter', class: 'read' },
  { name: 'SOE_WRITE', title: 'write drive parameter', class: 'write' },
  { name: 'SOE', title: 'drive message', class: 'other' },
  { name: 'MAILBOX_ERROR', title: 'mailbox error', class: 'other' },
]
