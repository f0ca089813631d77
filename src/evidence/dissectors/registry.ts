import { registry } from '../../groundwork/order.ts'
import type { Dissector } from '../dissector.ts'
import { ads } from './ads/ads.ts'
import { dnp3 } from './dnp3/dnp3.ts'
import { modbusTcp } from './modbus-tcp/modbus-tcp.ts'
import { s7comm } from './s7comm/s7comm.ts'

/**
 * Every protocol that is read, one line each. Order decides where two dissectors recognize the same bytes and no port speaks
 * for either: the stricter ones come first.
 */
export const dissectors: ReadonlyMap<string, Dissector> = registry<Dissector>([dnp3, s7comm, ads, modbusTcp])
