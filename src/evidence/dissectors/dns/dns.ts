import { type Dissector, type FactKind, MAYBE, NO, YES } from '../../dissector.ts'
import { DNS_HEAD, dnsCodes, dnsMeaning, dnsObject, looksLikeDns, readDns } from '../dns-message.ts'
import { u16 } from '../integers.ts'

const NAME: FactKind = { attribute: 'name', by: 'dns.answer' }
const FACTS = { name: NAME }
const LONGEST = 65_537

interface State {
  readonly stream: boolean
}

/** DNS over UDP and TCP (RFC 1035, RFC 7766). */
export const dns: Dissector<State> = {
  id: 'dns',
  title: 'DNS',
  hints: { udp: [53], tcp: [53] },
  longest: LONGEST,
  recognizes(b, from, to, _direction, hinted, carrier) {
    // Away from its port a query is too short to be sure of.
    if (!hinted) return NO
    if (carrier !== 'tcp') return looksLikeDns(b, from, to) ? YES : NO
    if (to - from < 2) return MAYBE
    const length = u16(b, from)
    if (length < DNS_HEAD) return NO
    if (to - from < 2 + length) return to - from >= 5 && ((b[from + 4]! >> 3) & 15) > 6 ? NO : MAYBE
    return looksLikeDns(b, from + 2, from + 2 + length) ? YES : NO
  },
  start: (_direction, carrier) => ({ stream: carrier === 'tcp' }),
  read(state, b, from, to, _at, out) {
    if (!state.stream) {
      if (!readDns(b, from, to, FACTS, out)) out.lost(to - from)
      return to - from
    }
    let at = from
    while (to - at >= 2) {
      const end = at + 2 + u16(b, at)
      if (end > to) break
      if (!readDns(b, at + 2, end, FACTS, out)) out.lost(end - at)
      at = end
    }
    return at - from
  },
  meaning: (code) => dnsMeaning(code),
  docs: {
    about:
      '`Q<operation>_<type>` is a request by operation code and the type of the first question, `R…` its answer. Touched objects are the names asked for, and the response codes of refusals. A dynamic update counts as write, the transfer of a whole zone as file. Answers with addresses give these hosts their names. DNS over TLS or HTTPS is not read.',
    checked: ['reference'],
    known: () => dnsCodes([0, 4, 5], [1, 2, 5, 6, 12, 15, 16, 28, 33, 252, 255]),
  },
  objectName: dnsObject,
}
