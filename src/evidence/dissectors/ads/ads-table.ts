import type { OperationClass } from '../../observation.ts'

/** What is known about a code: a title for people and its class. */
export interface CodeRow {
  readonly title: string
  readonly class: OperationClass
}

/** Command ids that carry something to look at. */
export const COMMAND = { info: 1, read: 2, write: 3, control: 5, add: 6, notification: 8, readWrite: 9 } as const

/** ADS commands (Beckhoff Information System, "ADS commands"), by the command id of the AMS header. */
export const COMMANDS: Readonly<Record<number, CodeRow>> = {
  1: { title: 'read device info', class: 'diagnose' },
  2: { title: 'read', class: 'read' },
  3: { title: 'write', class: 'write' },
  4: { title: 'read state', class: 'diagnose' },
  5: { title: 'write control', class: 'control' },
  6: { title: 'add notification', class: 'read' },
  7: { title: 'delete notification', class: 'session' },
  8: { title: 'notification', class: 'read' },
  9: { title: 'read and write', class: 'write' },
}

/** ADS states that "write control" sets. */
export const STATES: readonly string[] = [
  'invalid', 'idle', 'reset', 'initialize', 'start', 'run', 'stop', 'save configuration', 'load configuration',
  'power failure', 'power good', 'error', 'shut down', 'suspend', 'resume', 'configuration mode', 'reconfigure',
  'stopping', 'incompatible', 'exception',
] // biome-ignore format: a list

/** What an index group means. Without `class` that of the command counts. */
export interface GroupRow {
  readonly group: number
  readonly title: string
  readonly class?: OperationClass
  /** What reading does there, where it is something else than writing. */
  readonly reads?: OperationClass
  /** Offsets are addresses of bytes, kept as ranges under this name. */
  readonly bytes?: string
  /** Offsets are addresses of bits. */
  readonly bits?: string
  /** The data of the request is a name: of this kind. */
  readonly named?: string
}

/** Index groups of every ADS device and of the PLC runtime. */
export const GROUPS: readonly GroupRow[] = [
  { group: 0x4000, title: 'PLC inputs', bytes: 'plc-input' },
  { group: 0x4010, title: 'PLC outputs', bytes: 'plc-output' },
  { group: 0x4020, title: 'PLC memory', bytes: 'memory' },
  { group: 0x4021, title: 'PLC memory bit', bits: 'memory-bit' },
  { group: 0x4025, title: 'size of PLC memory', class: 'diagnose' },
  { group: 0x4030, title: 'retained data', bytes: 'retain' },
  { group: 0x4035, title: 'size of retained data', class: 'diagnose' },
  { group: 0x4040, title: 'PLC data', bytes: 'data' },
  { group: 0x4045, title: 'size of PLC data', class: 'diagnose' },
  { group: 0xf000, title: 'symbol table', class: 'diagnose' },
  { group: 0xf001, title: 'symbol name', class: 'diagnose' },
  { group: 0xf002, title: 'symbol value' },
  { group: 0xf003, title: 'handle of a symbol', class: 'session', named: 'symbol' },
  { group: 0xf004, title: 'value of a symbol by name', named: 'symbol' },
  { group: 0xf005, title: 'value of a symbol by handle' },
  { group: 0xf006, title: 'release of a handle', class: 'session' },
  { group: 0xf007, title: 'information about a symbol', class: 'diagnose', named: 'symbol' },
  { group: 0xf008, title: 'version of the symbols', class: 'diagnose' },
  { group: 0xf009, title: 'information about a symbol', class: 'diagnose', named: 'symbol' },
  { group: 0xf00a, title: 'download of symbols', class: 'program' },
  { group: 0xf00b, title: 'upload of symbols', class: 'diagnose' },
  { group: 0xf00c, title: 'size of the symbols', class: 'diagnose' },
  { group: 0xf00d, title: 'download of symbols', class: 'program' },
  { group: 0xf00e, title: 'upload of data types', class: 'diagnose' },
  { group: 0xf00f, title: 'size of the symbols', class: 'diagnose' },
  { group: 0xf010, title: 'notification of a handle' },
  { group: 0xf011, title: 'information about a data type', class: 'diagnose', named: 'data-type' },
  { group: 0xf020, title: 'input image', bytes: 'input' },
  { group: 0xf021, title: 'input image bit', bits: 'input-bit' },
  { group: 0xf025, title: 'size of the input image', class: 'diagnose' },
  { group: 0xf030, title: 'output image', bytes: 'output' },
  { group: 0xf031, title: 'output image bit', bits: 'output-bit' },
  { group: 0xf035, title: 'size of the output image', class: 'diagnose' },
  { group: 0xf040, title: 'clearing of the inputs', class: 'control' },
  { group: 0xf050, title: 'clearing of the outputs', class: 'control' },
  { group: 0xf080, title: 'list of reads', class: 'read' },
  { group: 0xf081, title: 'list of writes', class: 'write' },
  { group: 0xf082, title: 'list of reads and writes', class: 'write' },
  { group: 0xf083, title: 'list of reads', class: 'read' },
  { group: 0xf084, title: 'list of reads', class: 'read' },
  { group: 0xf085, title: 'list of notifications to add', class: 'read' },
  { group: 0xf086, title: 'list of notifications to delete', class: 'session' },
  { group: 0xf100, title: 'state of the device', reads: 'diagnose' },
  { group: 0xf302, title: 'CANopen object of an EtherCAT device' },
  { group: 0xf401, title: 'open a file of an EtherCAT device for reading', class: 'file', named: 'path' },
  { group: 0xf402, title: 'open a file of an EtherCAT device for writing', class: 'file', named: 'path' },
  { group: 0xf403, title: 'close a file of an EtherCAT device', class: 'file' },
  { group: 0xf404, title: 'read a file of an EtherCAT device', class: 'file' },
  { group: 0xf405, title: 'write a file of an EtherCAT device', class: 'file' },
  { group: 0xf420, title: 'Sercos parameter of an EtherCAT drive' },
]

/** Index groups of the system service (AMS port 10000). */
export const SERVICES: readonly GroupRow[] = [
  { group: 100, title: 'open for creation', class: 'file', named: 'path' },
  { group: 101, title: 'open for reading', class: 'file', named: 'path' },
  { group: 102, title: 'open for writing', class: 'file', named: 'path' },
  { group: 110, title: 'create a file', class: 'file', named: 'path' },
  { group: 111, title: 'close a file', class: 'file' },
  { group: 120, title: 'open a file', class: 'file', named: 'path' },
  { group: 121, title: 'close a file', class: 'file' },
  { group: 122, title: 'read a file', class: 'file' },
  { group: 123, title: 'write a file', class: 'file' },
  { group: 124, title: 'seek in a file', class: 'file' },
  { group: 125, title: 'tell the place in a file', class: 'file' },
  { group: 126, title: 'read a line of a file', class: 'file' },
  { group: 127, title: 'write a line of a file', class: 'file' },
  { group: 130, title: 'ask for the end of a file', class: 'file' },
  { group: 131, title: 'delete a file', class: 'file', named: 'path' },
  { group: 132, title: 'rename a file', class: 'file', named: 'path' },
  { group: 133, title: 'find files', class: 'file', named: 'path' },
  { group: 138, title: 'make a folder', class: 'file', named: 'path' },
  { group: 139, title: 'remove a folder', class: 'file', named: 'path' },
  { group: 200, title: 'registry of the operating system', class: 'control', reads: 'diagnose', named: 'registry' },
  { group: 300, title: 'send mail', class: 'control' },
  { group: 400, title: 'time of the operating system', class: 'control', reads: 'diagnose' },
  { group: 500, title: 'start a process', class: 'control', named: 'process' },
  { group: 600, title: 'AMS net id of the device', class: 'control', reads: 'diagnose' },
  { group: 700, title: 'system information', class: 'control', reads: 'diagnose' },
  { group: 701, title: 'network adapters', class: 'control', reads: 'diagnose' },
  { group: 702, title: 'address of a host name', class: 'diagnose' },
  { group: 801, title: 'add a route', class: 'control' },
  { group: 802, title: 'delete a route', class: 'control' },
  { group: 803, title: 'list routes', class: 'diagnose' },
]

/** Frames of the router itself, by the first word of the AMS/TCP header. */
export const ROUTER: Readonly<Record<number, CodeRow>> = {
  0x0001: { title: 'close an AMS port', class: 'session' },
  0x1000: { title: 'open an AMS port', class: 'session' },
  0x1001: { title: 'state of the router', class: 'session' },
  0x1002: { title: 'ask for the local AMS net id', class: 'diagnose' },
}

/** Services of the discovery protocol (UDP 48899), as open libraries agree; the maker has published none. */
export const DISCOVERY: Readonly<Record<number, CodeRow>> = {
  1: { title: 'identify', class: 'diagnose' },
  6: { title: 'add a route', class: 'control' },
}

/** Error codes (Beckhoff Information System, "ADS return codes") that say that a right was missing. */
export const DENIED: ReadonlySet<number> = new Set([0x12, 0x704, 0x723])

/** Kinds of numbers by the number with which they are reported; from `BY_GROUP` on they are offsets in an index group. */
export const KINDS = ['ams-port', 'index-group', 'error', 'denied', 'symbol', 'data-type', 'path', 'registry', 'process'] as const // biome-ignore format: a list
export const BY_GROUP = 0x100

/** Platforms in the operating system version of an identify answer. */
export const PLATFORMS: Readonly<Record<number, string>> = { 2: 'Windows NT', 3: 'Windows CE', 8: 'TwinCAT/BSD' }
