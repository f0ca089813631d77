import { type Dissector, type FactKind, NO, YES } from '../../dissector.ts'
import { dnsCodes, dnsMeaning, dnsObject, looksLikeDns, readDns } from '../dns-message.ts'

const kind = (attribute: string): FactKind => ({ attribute, by: 'mdns.answer' })
const FACTS = { name: kind('name'), os: kind('os'), product: kind('product'), service: kind('announced-service') }

/** Multicast DNS and service discovery (RFC 6762, RFC 6763). */
export const mdns: Dissector<undefined> = {
  id: 'mdns',
  title: 'mDNS',
  hints: { udp: [5353] },
  longest: 65_535,
  recognizes: (b, from, to, _direction, hinted) => (hinted && looksLikeDns(b, from, to) ? YES : NO),
  start: () => undefined,
  read(_state, b, from, to, _at, out) {
    if (!readDns(b, from, to, FACTS, out)) out.lost(to - from)
    return to - from
  },
  meaning: (code) => dnsMeaning(code),
  docs: {
    about:
      'Messages are those of DNS: `Q0_<type>` asks, `R0_<type>` announces. Touched objects are the names asked for and the services announced. Announcements give hosts their names, services, models (TXT `model`, `md`, `ty`) and systems (HINFO).',
    checked: ['reference'],
    known: () => dnsCodes([0], [1, 12, 16, 28, 33, 255]),
  },
  objectName: dnsObject,
}
