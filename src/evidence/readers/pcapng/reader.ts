import { openCapture } from '../../capture/open-capture.ts'
import type { EvidenceReader } from '../../reader.ts'
import { isPcapng, PcapngParser } from './pcapng.ts'

/** Captures in the newer format of Wireshark. */
export const pcapng: EvidenceReader = {
  id: 'pcapng',
  title: 'pcapng capture',
  recognizes: isPcapng,
  open: (options) => openCapture('pcapng', (file, limits, sink) => new PcapngParser(file, limits, sink), options),
}
