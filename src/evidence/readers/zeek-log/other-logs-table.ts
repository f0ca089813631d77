import type { OperationClass } from '../../observation.ts'

/** A log of which only the name of the function is read. */
export interface OtherLog {
  readonly path: string
  readonly protocol: string
  readonly transport: 'tcp' | 'udp'
  readonly ports: readonly number[]
  /** The fields that can name the function, the first that is set counts. */
  readonly functions: readonly string[]
  /** Class of every function of the log; where it is missing the words of the name tell. */
  readonly class?: OperationClass
  /** Fields of what was touched, by the kind under which it is listed. */
  readonly objects?: Readonly<Record<string, string>>
}

/** Logs of further protocols, of Zeek itself, of ICSNPP and of plug-ins. */
export const OTHER_LOGS: readonly OtherLog[] = [
  { path: 'rdp', protocol: 'rdp', transport: 'tcp', ports: [3389], functions: ['security_protocol'], class: 'session' },
  { path: 'kerberos', protocol: 'kerberos', transport: 'tcp', ports: [88], functions: ['request_type'], class: 'session' },
  { path: 'ntlm', protocol: 'ntlm', transport: 'tcp', ports: [445], functions: [], class: 'session' },
  { path: 'radius', protocol: 'radius', transport: 'udp', ports: [1812], functions: ['result'], class: 'session' },
  { path: 'dce_rpc', protocol: 'msrpc', transport: 'tcp', ports: [135], functions: ['operation'], class: 'other', objects: { endpoint: 'endpoint' } },
  { path: 'smb_files', protocol: 'smb', transport: 'tcp', ports: [445], functions: ['action'], class: 'file', objects: { file: 'name' } },
  { path: 'smb_mapping', protocol: 'smb', transport: 'tcp', ports: [445], functions: ['share_type'], class: 'session', objects: { share: 'path' } },
  { path: 'smb_cmd', protocol: 'smb', transport: 'tcp', ports: [445], functions: ['command'], class: 'file' },
  { path: 'ftp', protocol: 'ftp', transport: 'tcp', ports: [21], functions: ['command'], class: 'file' },
  { path: 'smtp', protocol: 'smtp', transport: 'tcp', ports: [25], functions: [], class: 'other' },
  { path: 'syslog', protocol: 'syslog', transport: 'udp', ports: [514], functions: ['severity'], class: 'other' },
  { path: 'ldap', protocol: 'ldap', transport: 'tcp', ports: [389], functions: ['message_type', 'opcode'], class: 'session' },
  { path: 'ldap_search', protocol: 'ldap', transport: 'tcp', ports: [389], functions: ['scope'], class: 'read' },
  { path: 'sip', protocol: 'chat', transport: 'udp', ports: [5060], functions: ['method'], class: 'other' },
  { path: 'mysql', protocol: 'mysql', transport: 'tcp', ports: [3306], functions: ['cmd'], class: 'other' },
  { path: 'socks', protocol: 'socks', transport: 'tcp', ports: [1080], functions: ['status'], class: 'session' },
  { path: 'rfb', protocol: 'vnc', transport: 'tcp', ports: [5900], functions: ['authentication_method'], class: 'session' },
  { path: 'mqtt_subscribe', protocol: 'mqtt', transport: 'tcp', ports: [1883], functions: ['action'], class: 'read', objects: { topic: 'topics' } },
  { path: 'ecat_registers', protocol: 'ethercat', transport: 'udp', ports: [34980], functions: ['command'] },
  { path: 'synchrophasor', protocol: 'synchrophasor', transport: 'tcp', ports: [4712], functions: ['frame_types'], class: 'read' },
  { path: 'synchrophasor_cmd', protocol: 'synchrophasor', transport: 'tcp', ports: [4712], functions: ['command'], class: 'control' },
  { path: 'hart_ip', protocol: 'hart-ip', transport: 'tcp', ports: [5094], functions: ['header_message_id', 'message_id', 'header_message_type'] },
  { path: 'ge_srtp', protocol: 'ge-srtp', transport: 'tcp', ports: [18245], functions: ['service_request_code', 'service_code', 'mailbox_type'] },
  { path: 'genisys', protocol: 'genisys', transport: 'tcp', ports: [10001], functions: ['header'] },
  { path: 'bsap_ip_header', protocol: 'bsap', transport: 'udp', ports: [1234], functions: ['type_name', 'num_msg'] },
  { path: 'bsap_ip_rdb', protocol: 'bsap', transport: 'udp', ports: [1234], functions: ['func_code'] },
  { path: 'roc_plus', protocol: 'roc-plus', transport: 'tcp', ports: [4000], functions: ['opcode'] },
  { path: 'omron_fins', protocol: 'fins', transport: 'udp', ports: [9600], functions: ['command_code', 'command'] },
  { path: 'omron_fins_detail', protocol: 'fins', transport: 'udp', ports: [9600], functions: ['command_code', 'command'] },
  { path: 'c1222', protocol: 'c1222', transport: 'tcp', ports: [1153], functions: ['services', 'service_type'] },
  { path: 'mms', protocol: 'mms', transport: 'tcp', ports: [102], functions: ['service', 'service_type', 'pdu_type', 'operation'] },
] // biome-ignore format: a table
