import { registry } from '../../groundwork/order.ts'
import type { EvidenceReader } from '../reader.ts'
import { assetList } from './asset-list/asset-list.ts'

/** Every kind of evidence file that is read, one line each; asked in this order, those that know by their bytes first. */
export const evidenceReaders: ReadonlyMap<string, EvidenceReader> = registry<EvidenceReader>([assetList])
