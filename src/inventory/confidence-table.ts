/**
 * How far each way of learning a fact can be trusted, 0 to 1: own estimates of this project. A longer entry wins over a
 * shorter one (`s7comm.szl` over `s7comm`). What the device answers about itself over its own protocol stands highest, what
 * anybody on the link can announce lower, a list of unknown age lower still, what traffic only suggests lowest.
 */
const CONFIDENCE: Readonly<Record<string, number>> = {
  's7comm.szl': 0.95,
  s7comm: 0.8,
  'modbus.device-identification': 0.95,
  'modbus.server-id': 0.9,
  modbus: 0.8,
  'enip.list_identity': 0.95,
  'ethernet-ip.list-identity': 0.95,
  cip: 0.9,
  'pccc.diagnostic-status': 0.95,
  'mms.identify': 0.95,
  'bacnet.i_am': 0.9,
  opcua: 0.85,
  pn_dcp: 0.85,
  lldp: 0.8,
  cdp: 0.8,
  snmp: 0.9,
  http: 0.6,
  ssh: 0.7,
  dhcp: 0.6,
  browser: 0.6,
  mdns: 0.5,
  dns: 0.5,
  'asset-list': 0.6,
  netbox: 0.6,
  sbom: 0.6,
  'host-inventory': 0.9,
  'bacnet.property': 0.95,
  ftp: 0.8,
  goose: 0.8,
  ntlm: 0.6,
  rdp: 0.6,
  tls: 0.9,
  zeek: 0.6,
  nse: 0.9,
  'nmap.service': 0.7,
  'nmap.mac-vendor': 0.6,
  'nmap.os': 0.4,
  'nmap.hostname': 0.4,
  'arp-table': 0.8,
  'mac-table': 0.8,
  prompt: 0.8,
  arp: 0.7,
  serves: 0.7,
  'serves-port': 0.4,
  programs: 0.7,
  sends: 0.6,
  polls: 0.5,
  reads: 0.4,
  routes: 0.7,
}

/** For a way of learning that the table does not know. */
const UNKNOWN_WAY = 0.4

/** How far a way of learning, e.g. `s7comm.szl.module`, can be trusted. */
export function confidenceOf(by: string): number {
  for (let way = by; ; way = way.slice(0, way.lastIndexOf('.'))) {
    const known = CONFIDENCE[way]
    if (known !== undefined) return known
    if (!way.includes('.')) return UNKNOWN_WAY
  }
}
