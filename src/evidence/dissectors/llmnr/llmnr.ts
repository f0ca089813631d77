import { type Dissector, type FactKind, NO, YES } from '../../dissector.ts'
import { dnsCodes, dnsMeaning, dnsObject, looksLikeDns, readDns } from '../dns-message.ts'

const FACTS = { name: { attribute: 'name', by: 'llmnr.answer' } satisfies FactKind }

/** Link-local multicast name resolution (RFC 4795). */
export const llmnr: Dissector<undefined> = {
  id: 'llmnr',
  title: 'LLMNR',
  hints: { udp: [5355] },
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
      'Messages are those of DNS. Whoever answers first is believed, which is why the protocol should be off in a plant. Touched objects are the names asked for; answers give hosts their names.',
    checked: ['reference'],
    known: () => dnsCodes([0], [1, 28, 255]),
  },
  objectName: dnsObject,
}
