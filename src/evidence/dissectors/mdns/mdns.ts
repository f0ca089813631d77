import type { FactKind } from '../../dissector.ts'
import { multicastDns } from '../dns-multicast.ts'

const kind = (attribute: string): FactKind => ({ attribute, by: 'mdns.answer' })

/** Multicast DNS and service discovery (RFC 6762, RFC 6763). */
export const mdns = multicastDns({
  id: 'mdns',
  title: 'mDNS',
  port: 5353,
  facts: { name: kind('name'), os: kind('os'), product: kind('product'), service: kind('announced-service') },
  types: [1, 12, 16, 28, 33, 255],
  about:
    'Messages are those of DNS: `Q0_<type>` asks, `R0_<type>` announces. Touched objects are the names asked for and the services announced. Announcements give hosts their names, services, models (TXT `model`, `md`, `ty`) and systems (HINFO).',
})
