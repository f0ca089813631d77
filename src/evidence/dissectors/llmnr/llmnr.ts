import { multicastDns } from '../dns-multicast.ts'

/** Link-local multicast name resolution (RFC 4795). */
export const llmnr = multicastDns({
  id: 'llmnr',
  title: 'LLMNR',
  port: 5355,
  facts: { name: { attribute: 'name', by: 'llmnr.answer' } },
  types: [1, 28, 255],
  about:
    'Messages are those of DNS. Whoever answers first is believed, which is why the protocol should be off in a plant. Touched objects are the names asked for; answers give hosts their names.',
})
