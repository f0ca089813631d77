import { registry } from '../../groundwork/order.ts'
import type { EvidenceReader } from '../reader.ts'
import { pcap } from './pcap/reader.ts'
import { pcapng } from './pcapng/reader.ts'
import { assetList } from './asset-list/asset-list.ts'

/** Every kind of evidence file that is read, one line each; asked in this order, those that know by their bytes first. */
export const evidenceReaders: ReadonlyMap<string, EvidenceReader> = registry<EvidenceReader>([pcap, pcapng, assetList])
