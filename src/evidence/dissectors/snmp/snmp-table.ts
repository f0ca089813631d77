import type { OperationClass } from '../../observation.ts'

/** What is known about a message: its name, a title for people and its class. */
export interface PduRow {
  readonly name: string
  readonly title: string
  readonly class: OperationClass
}

/** PDUs (RFC 1157, RFC 3416), by the number of their context tag. */
export const PDUS: readonly PduRow[] = [
  { name: 'GET', title: 'get', class: 'read' },
  { name: 'GETNEXT', title: 'get next', class: 'read' },
  { name: 'RESPONSE', title: 'response', class: 'other' },
  { name: 'SET', title: 'set', class: 'write' },
  { name: 'TRAP1', title: 'trap', class: 'diagnose' },
  { name: 'GETBULK', title: 'get bulk', class: 'read' },
  { name: 'INFORM', title: 'inform', class: 'diagnose' },
  { name: 'TRAP', title: 'trap', class: 'diagnose' },
  { name: 'REPORT', title: 'report', class: 'session' },
]

/** Versions and, for version 3, security levels (RFC 3412, 6.4), as titles show them. */
export const LEVELS = ['v1', 'v2c', 'v3 without authentication', 'v3 without encryption', 'v3 encrypted'] as const

/** Error status values (RFC 3416, 3) that say that a right was missing. */
export const DENIED: ReadonlySet<number> = new Set([4, 6, 16, 17])

/** Kinds of numbers and names. */
export const KINDS = ['oid', 'error', 'denied', 'trap'] as const

/** Columns of the table of physical entities (RFC 6933) and what they tell about the whole device. */
export const ENTITY: Readonly<Record<number, string>> = {
  8: 'hardware',
  9: 'firmware',
  10: 'software',
  11: 'serial',
  12: 'make',
  13: 'product',
}

/** Makers by the enterprise number in their object ids (IANA, Private Enterprise Numbers). Numbers of agents are left out: they do not tell who made the device. */
export const ENTERPRISES: Readonly<Record<number, string>> = {
  2: 'IBM',
  9: 'Cisco',
  11: 'Hewlett-Packard',
  36: 'DEC',
  42: 'Sun Microsystems',
  43: '3Com',
  63: 'Apple',
  116: 'Hitachi',
  119: 'NEC',
  171: 'D-Link',
  193: 'Ericsson',
  207: 'Allied Telesis',
  211: 'Fujitsu',
  232: 'Compaq',
  236: 'Samsung',
  248: 'Hirschmann',
  253: 'Xerox',
  259: 'Accton',
  318: 'APC',
  343: 'Intel',
  367: 'Ricoh',
  368: 'Axis Communications',
  476: 'Liebert',
  534: 'Eaton',
  637: 'Alcatel-Lucent',
  641: 'Lexmark',
  664: 'ADTRAN',
  674: 'Dell',
  705: 'MGE UPS Systems',
  789: 'NetApp',
  850: 'Tripp Lite',
  890: 'ZyXEL',
  1248: 'Epson',
  1347: 'Kyocera',
  1588: 'Brocade',
  1602: 'Canon',
  1916: 'Extreme Networks',
  1991: 'Foundry Networks',
  2011: 'Huawei',
  2435: 'Brother',
  2606: 'Rittal',
  2620: 'Check Point',
  2636: 'Juniper Networks',
  3375: 'F5 Networks',
  3833: 'Schneider Electric',
  4196: 'Siemens',
  4329: 'Siemens',
  4346: 'Phoenix Contact',
  4526: 'Netgear',
  6486: 'Alcatel-Lucent Enterprise',
  6574: 'Synology',
  6876: 'VMware',
  8691: 'Moxa',
  11863: 'TP-Link',
  12356: 'Fortinet',
  13742: 'Raritan',
  14823: 'Aruba Networks',
  14988: 'MikroTik',
  15004: 'RuggedCom',
  16177: 'Westermo',
  19046: 'Lenovo',
  24681: 'QNAP',
  25053: 'Ruckus',
  25461: 'Palo Alto Networks',
  25506: 'H3C',
  41112: 'Ubiquiti',
}
