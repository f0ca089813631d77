/** What makes a host look like something. Own data of this project; a role is a guess from traffic, never a declaration. */
export interface RoleRow {
  readonly role: string
  /** `serves`: it answers as server in one of the protocols, or on one of the ports where no protocol was recognized. */
  readonly serves: { readonly protocols: readonly string[]; readonly ports: readonly string[] }
}

/** Protocols in which a controller or field device is the server, as dissectors and catalogs name them. */
export const CONTROLLER_PROTOCOLS: readonly string[] = [
  'modbus-tcp', 'modbus', 'umas', 's7comm', 's7comm-plus', 's7plus', 'ethernet-ip', 'enip', 'cip', 'pccc', 'dnp3', 'iec-104', 'iec104',
  'bacnet-ip', 'bacnet', 'mms', 'ads', 'fins', 'slmp', 'ge-srtp', 'codesys', 'profinet-io', 'pnio_cm', 'hart-ip', 'hartip',
  'synchrophasor', 'knxnet-ip',
] // biome-ignore format: a table

/** The ports of those protocols, for conversations that no dissector read. 102, 502, 44818 … are seldom anything else. */
export const CONTROLLER_PORTS: readonly string[] = [
  'tcp/102', 'tcp/502', 'tcp/2404', 'tcp/44818', 'udp/44818', 'udp/2222', 'tcp/20000', 'udp/20000', 'udp/47808', 'tcp/48898',
  'tcp/9600', 'udp/9600', 'tcp/5007', 'tcp/18245', 'tcp/1217', 'tcp/11740', 'udp/34964', 'tcp/5094', 'udp/5094', 'tcp/4712',
] // biome-ignore format: a table

/** Layer-2 protocols that only devices of automation send. */
export const FIELD_LINKS: readonly string[] = [
  'pn_rt', 'pn_ptcp', 'goose', 'gse', 'sv', 'ecat', 'powerlink', 'sercos', 'cc-link-ie', 'ttethernet',
] // biome-ignore format: a table

/** Roles by what a host serves. */
export const ROLES: readonly RoleRow[] = [
  { role: 'controller', serves: { protocols: CONTROLLER_PROTOCOLS, ports: CONTROLLER_PORTS } },
  { role: 'opc-server', serves: { protocols: ['opc-ua', 'opcua', 'opc-da'], ports: ['tcp/4840'] } },
  { role: 'message-broker', serves: { protocols: ['mqtt', 'mqtt-tls', 'amqp'], ports: ['tcp/1883', 'tcp/8883', 'tcp/5672'] } },
  { role: 'web-server', serves: { protocols: ['http', 'https'], ports: ['tcp/80', 'tcp/443', 'tcp/8080', 'tcp/8443'] } },
  { role: 'file-server', serves: { protocols: ['smb', 'nfs', 'ftp'], ports: ['tcp/445', 'tcp/2049', 'tcp/21'] } },
  { role: 'database', serves: { protocols: ['mssql', 'mysql', 'postgresql', 'oracle'], ports: ['tcp/1433', 'tcp/3306', 'tcp/5432', 'tcp/1521'] } },
  { role: 'name-server', serves: { protocols: ['dns'], ports: ['udp/53', 'tcp/53'] } },
  { role: 'time-server', serves: { protocols: ['ntp'], ports: ['udp/123'] } },
  { role: 'log-server', serves: { protocols: ['syslog', 'syslog-tls'], ports: ['udp/514', 'tcp/6514'] } },
  { role: 'directory-server', serves: { protocols: ['kerberos', 'ldap', 'ldaps'], ports: ['tcp/88', 'udp/88', 'tcp/389', 'tcp/636'] } },
  { role: 'mail-server', serves: { protocols: ['smtp', 'imap'], ports: ['tcp/25', 'tcp/587', 'tcp/993'] } },
  { role: 'printer', serves: { protocols: ['printing', 'ipp'], ports: ['tcp/9100', 'tcp/631'] } },
  { role: 'remote-access', serves: { protocols: ['rdp', 'vnc', 'telnet', 'ssh'], ports: ['tcp/3389', 'tcp/5900', 'tcp/23', 'tcp/22'] } },
] // biome-ignore format: a table

/** From how many controllers on a client counts as supervision rather than as one operator's view. */
export const SUPERVISES_FROM = 3
