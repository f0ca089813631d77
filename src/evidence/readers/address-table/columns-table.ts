/** What a column of a table holds. */
export type Column = 'mac' | 'ip' | 'vlan' | 'port' | 'kind' | 'other'

/** Headings as switches, routers and hosts print them, in lower case; of two that begin at one place the longer counts. */
export const HEADINGS: readonly (readonly [text: string, column: Column])[] = [
  ['mac address', 'mac'], ['mac-address', 'mac'], ['mac addr', 'mac'], ['macaddr', 'mac'], ['destination address', 'mac'],
  ['hardware address', 'mac'], ['hardware addr', 'mac'], ['hwaddress', 'mac'], ['physical address', 'mac'], ['physische adresse', 'mac'],
  ['physikal. adresse', 'mac'], ['physikalische adresse', 'mac'], ['linklayer address', 'mac'],
  ['ip address', 'ip'], ['ip addr', 'ip'], ['ipv4 address', 'ip'], ['internet address', 'ip'], ['internetadresse', 'ip'], ['address', 'ip'],
  ['vlan id', 'vlan'], ['vlan-id', 'vlan'], ['vlan', 'vlan'], ['vid', 'vlan'], ['fid', 'vlan'],
  ['destination port', 'port'], ['located on port', 'port'], ['slot.port', 'port'], ['slot/port', 'port'], ['ports', 'port'], ['port', 'port'],
  ['interface', 'port'], ['iface', 'port'], ['netif', 'port'],
  ['address type', 'kind'], ['entry type', 'kind'], ['type', 'kind'], ['typ', 'kind'], ['status', 'kind'], ['state', 'kind'],
  ['ifindex', 'other'], ['age(min)', 'other'], ['age (min)', 'other'], ['age', 'other'], ['aging', 'other'], ['learn', 'other'],
  ['protocols', 'other'], ['protocol', 'other'], ['hwtype', 'other'], ['flags', 'other'], ['mask', 'other'], ['creator', 'other'],
  ['moves', 'other'], ['last move', 'other'], ['secure', 'other'], ['ntfy', 'other'],
] // biome-ignore format: a table

/** What stands for a port when the address is the device's own. */
export const OWN: ReadonlySet<string> = new Set(['cpu', 'router', 'switch', 'self', 'management', 'mgmt', 'internal', 'local', 'host', 'sup-eth1(r)', 'drop']) // biome-ignore format: a table

/** Lines that belong to a table and are no entry, by how they begin. */
export const AROUND: readonly string[] = [
  'total mac', 'total number', 'total', 'legend', 'mac address table', 'multicast entries', 'unicast entries', 'displaying entries',
  'status and counters', 'ip arp table', 'number of', 'codes:', 'dynamic address count', 'static address', 'aging time', 'age -',
  'address-family', 'mac-address-table', 'building', 'more:', '--more--', '-- more', 'terminal', 'interface:', 'schnittstelle:', 'learning',
] // biome-ignore format: a table
