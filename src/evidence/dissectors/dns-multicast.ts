import { type Dissector, NO, YES } from '../dissector.ts'
import { dnsCodes, type DnsFacts, dnsMeaning, dnsObject, looksLikeDns, readDns } from './dns-message.ts'

/** What one way of asking all neighbors for names has of its own; `types` are the kinds of record worth a row in its page. */
interface Multicast {
  readonly id: string
  readonly title: string
  readonly port: number
  readonly facts: DnsFacts
  readonly types: readonly number[]
  readonly about: string
}

/** A dissector of messages of DNS (RFC 1035) that are sent to all neighbors, on their port alone. */
export function multicastDns({ id, title, port, facts, types, about }: Multicast): Dissector<undefined> {
  return {
    id,
    title,
    hints: { udp: [port] },
    longest: 65_535,
    recognizes: (b, from, to, _direction, hinted) => (hinted && looksLikeDns(b, from, to) ? YES : NO),
    start: () => undefined,
    read(_state, b, from, to, _at, out) {
      if (!readDns(b, from, to, facts, out)) out.lost(to - from)
      return to - from
    },
    meaning: (code) => dnsMeaning(code),
    docs: { about, checked: ['reference'], known: () => dnsCodes([0], types) },
    objectName: dnsObject,
  }
}
