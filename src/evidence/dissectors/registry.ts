import { registry } from '../../groundwork/order.ts'
import type { Dissector } from '../dissector.ts'
import { ads } from './ads/ads.ts'
import { bacnet } from './bacnet/bacnet.ts'
import { dnp3 } from './dnp3/dnp3.ts'
import { ethernetIp } from './ethernet-ip/ethernet-ip.ts'
import { fins } from './fins/fins.ts'
import { hartIp } from './hart-ip/hart-ip.ts'
import { iec104 } from './iec104/iec104.ts'
import { mms } from './mms/mms.ts'
import { modbusTcp } from './modbus-tcp/modbus-tcp.ts'
import { mqtt } from './mqtt/mqtt.ts'
import { opcUa } from './opc-ua/opc-ua.ts'
import { profinetCm } from './profinet-cm/profinet-cm.ts'
import { profinetDcp } from './profinet-dcp/profinet-dcp.ts'
import { profinetRt } from './profinet-rt/profinet-rt.ts'
import { s7comm } from './s7comm/s7comm.ts'
import { slmp } from './slmp/slmp.ts'
import { snmp } from './snmp/snmp.ts'
import { synchrophasor } from './synchrophasor/synchrophasor.ts'

/**
 * Every protocol that is read, one line each. Order decides where two dissectors recognize the same bytes and no port speaks
 * for either: the stricter ones come first.
 */
export const dissectors: ReadonlyMap<string, Dissector> = registry<Dissector>([
  dnp3,
  synchrophasor,
  s7comm,
  mms,
  profinetCm,
  profinetDcp,
  profinetRt,
  ethernetIp,
  bacnet,
  opcUa,
  ads,
  iec104,
  snmp,
  fins,
  slmp,
  hartIp,
  mqtt,
  modbusTcp,
])
