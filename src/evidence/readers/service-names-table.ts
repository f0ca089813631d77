import { lookUp } from './look-up.ts'

/** Protocols as Zeek's analyzers and nmap call them, and as our dissectors do, or else the protocol catalog. */
const NAMES: Readonly<Record<string, string>> = {
  modbus: 'modbus-tcp', mbap: 'modbus-tcp', s7comm: 's7comm', 's7comm-plus': 's7comm-plus', dnp3: 'dnp3', 'dnp3-tcp': 'dnp3',
  'dnp3-udp': 'dnp3', enip: 'ethernet-ip', 'ethernetip-1': 'ethernet-ip', 'ethernetip-2': 'ethernet-ip', cip: 'cip', bacnet: 'bacnet',
  opcua: 'opc-ua', 'opcua-binary': 'opc-ua', 'opcua-tcp': 'opc-ua', 'profinet-io-cm': 'profinet-cm', iec104: 'iec104', 'iec-104': 'iec104',
  ssl: 'tls', tls: 'tls', quic: 'tls', 'ssl/http': 'https', https: 'https', 'krb-tcp': 'kerberos', krb: 'kerberos', 'kerberos-sec': 'kerberos',
  'dce-rpc': 'msrpc', 'ldap-tcp': 'ldap', 'ldap-udp': 'ldap', rfb: 'vnc', 'ms-wbt-server': 'rdp', 'microsoft-ds': 'smb', domain: 'dns',
  'ge-srtp': 'ge-srtp', 'omron-fins': 'fins', 'hart-ip': 'hart-ip', 'synchrophasor-tcp': 'synchrophasor', 'synchrophasor-udp': 'synchrophasor',
  'snmp-udp': 'snmp', gtpv1: 'gtp', teredo: 'teredo', ayiya: 'ayiya', 'ftp-data': 'ftp', gridftp: 'ftp', 'http-proxy': 'http',
} // biome-ignore format: a table

/** The name of a protocol here; one that is not known keeps its own in the same form. */
export function protocolOf(name: string): string {
  const form = name.toLowerCase().replace(/^spicy_/, '').replaceAll('_', '-') // biome-ignore format: one form
  return lookUp(NAMES, form) ?? form.slice(0, 60)
}
