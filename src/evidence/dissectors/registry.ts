import { registry } from '../../groundwork/order.ts'
import type { Dissector } from '../dissector.ts'
import { ads } from './ads/ads.ts'
import { bacnet } from './bacnet/bacnet.ts'
import { cdp } from './cdp/cdp.ts'
import { dhcp } from './dhcp/dhcp.ts'
import { dnp3 } from './dnp3/dnp3.ts'
import { dns } from './dns/dns.ts'
import { ethercat } from './ethercat/ethercat.ts'
import { ethernetIp } from './ethernet-ip/ethernet-ip.ts'
import { fins } from './fins/fins.ts'
import { ftp } from './ftp/ftp.ts'
import { goose } from './goose/goose.ts'
import { hartIp } from './hart-ip/hart-ip.ts'
import { http } from './http/http.ts'
import { iec104 } from './iec104/iec104.ts'
import { kerberos } from './kerberos/kerberos.ts'
import { ldap } from './ldap/ldap.ts'
import { lldp } from './lldp/lldp.ts'
import { llmnr } from './llmnr/llmnr.ts'
import { mdns } from './mdns/mdns.ts'
import { mms } from './mms/mms.ts'
import { modbusRtuTcp } from './modbus-rtu-tcp/modbus-rtu-tcp.ts'
import { modbusTcp } from './modbus-tcp/modbus-tcp.ts'
import { mqtt } from './mqtt/mqtt.ts'
import { msrpc } from './msrpc/msrpc.ts'
import { netbiosDgm } from './netbios-dgm/netbios-dgm.ts'
import { netbiosNs } from './netbios-ns/netbios-ns.ts'
import { ntp } from './ntp/ntp.ts'
import { opcUa } from './opc-ua/opc-ua.ts'
import { profinetCm } from './profinet-cm/profinet-cm.ts'
import { profinetDcp } from './profinet-dcp/profinet-dcp.ts'
import { profinetRt } from './profinet-rt/profinet-rt.ts'
import { ptp } from './ptp/ptp.ts'
import { rdp } from './rdp/rdp.ts'
import { s7comm } from './s7comm/s7comm.ts'
import { sampledValues } from './sampled-values/sampled-values.ts'
import { slmp } from './slmp/slmp.ts'
import { smb } from './smb/smb.ts'
import { snmp } from './snmp/snmp.ts'
import { ssdp } from './ssdp/ssdp.ts'
import { ssh } from './ssh/ssh.ts'
import { stp } from './stp/stp.ts'
import { synchrophasor } from './synchrophasor/synchrophasor.ts'
import { syslog } from './syslog/syslog.ts'
import { telnet } from './telnet/telnet.ts'
import { tls } from './tls/tls.ts'
import { vnc } from './vnc/vnc.ts'

/**
 * Every protocol that is read, one line each. Order decides where two dissectors recognize the same bytes and no port speaks
 * for either: the stricter ones come first.
 */
export const dissectors: ReadonlyMap<string, Dissector> = registry<Dissector>([
  dnp3,
  synchrophasor,
  rdp,
  s7comm,
  mms,
  profinetCm,
  goose,
  sampledValues,
  profinetDcp,
  profinetRt,
  lldp,
  cdp,
  stp,
  ethercat,
  ptp,
  ethernetIp,
  bacnet,
  opcUa,
  ads,
  iec104,
  smb,
  msrpc,
  tls,
  ssh,
  vnc,
  ftp,
  telnet,
  http,
  snmp,
  syslog,
  dhcp,
  netbiosNs,
  netbiosDgm,
  ssdp,
  dns,
  mdns,
  llmnr,
  ldap,
  kerberos,
  fins,
  slmp,
  hartIp,
  mqtt,
  modbusRtuTcp,
  ntp,
  modbusTcp,
])
