import { openCapture } from '../../capture/open-capture.ts'
import type { EvidenceReader } from '../../reader.ts'
import { isPcap, PcapParser } from './pcap.ts'

/** Captures in the classic format of tcpdump. */
export const pcap: EvidenceReader = {
  id: 'pcap',
  title: 'pcap capture',
  recognizes: isPcap,
  open: (options) => openCapture('pcap', (file, limits, sink) => new PcapParser(file, limits, sink), options),
}
