import { registry } from '../../groundwork/order.ts'
import type { EvidenceReader } from '../reader.ts'
import { pcap } from './pcap/reader.ts'
import { pcapng } from './pcapng/reader.ts'
import { zeekLog } from './zeek-log/zeek-log.ts'
import { nmapXml } from './nmap-xml/nmap-xml.ts'
import { assetList } from './asset-list/asset-list.ts'
import { netbox } from './netbox/netbox.ts'
import { sbom } from './sbom/sbom.ts'
import { hostInventory } from './host-inventory/host-inventory.ts'
import { addressTable } from './address-table/address-table.ts'

/** Every kind of evidence file that is read, one line each; asked in this order, those that know by their bytes first. */
export const evidenceReaders: ReadonlyMap<string, EvidenceReader> = registry<EvidenceReader>([
  pcap,
  pcapng,
  zeekLog,
  nmapXml,
  netbox,
  sbom,
  hostInventory,
  assetList,
  addressTable,
])
