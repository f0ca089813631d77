import { textAt } from '../../../groundwork/bytes.ts'
import { ip4Text } from '../../../groundwork/ip.ts'
import { type Mac, macAt } from '../../../groundwork/mac.ts'
import { ASKED, C2S, type Dissector, DONE, type FactKind, REFUSED, type Sink } from '../../dissector.ts'
import { readsDatagrams } from '../datagrams.ts'
import { u32 } from '../integers.ts'
import { KINDS, MESSAGES, OPTIONS } from './dhcp-table.ts'

const HEAD = 240
const MAGIC = 0x63825363
const ETHERNET = 1
const [OFFER, ACK, NAK] = [2, 5, 6]

const kind = (attribute: string): FactKind => ({ attribute, by: 'dhcp' })
const NAME = kind('name')
const VENDOR_CLASS = kind('vendor-class')
const ADDRESS = kind('ip')
const ROLE = kind('role')

const REQUESTED = KINDS.indexOf('requested-option')
const SERVER = KINDS.indexOf('server')
const OFFERED = KINDS.indexOf('offered')
const BOOT_FILE = KINDS.indexOf('boot-file')

/** DHCP and BOOTP (RFC 2131, RFC 2132, RFC 951). */
export const dhcp: Dissector<undefined> = {
  id: 'dhcp',
  title: 'DHCP',
  hints: { udp: [67, 68] },
  ...readsDatagrams(looksLikeDhcp, message),
  meaning(code) {
    const { title, class: klass } = MESSAGES[code] ?? { title: `message ${code}`, class: 'other' as const }
    return { name: `DHCP${code}`, title, class: klass }
  },
  docs: {
    about:
      '`DHCP<n>` is a message by its type; 0 is BOOTP. An offer or acknowledgement is done, a refusal refused. Touched objects are the options that a client asks for, servers, and addresses and boot files that were handed out, the addresses as numbers. A client gives away its host name and vendor class, an acknowledgement its address, all under its MAC; who answers is a DHCP server.',
    checked: ['captures', 'reference'],
    *known() {
      for (const code of Object.keys(MESSAGES).map(Number)) yield { code, direction: C2S, outcome: ASKED } as const
    },
  },
  objectName: (which) => KINDS[which] ?? `kind ${which}`,
}

function looksLikeDhcp(b: Uint8Array, i: number, to: number): boolean {
  return to - i >= HEAD && (b[i] === 1 || b[i] === 2) && b[i + 1]! < 38 && b[i + 2]! <= 16 && u32(b, i + 236) === MAGIC
}

function message(b: Uint8Array, i: number, to: number, out: Sink): void {
  const answers = b[i] === 2
  const type = typeOf(b, i, to)
  out.operation(type, type === NAK ? REFUSED : answers ? DONE : ASKED)
  const client = b[i + 1] === ETHERNET && b[i + 2] === 6 ? macAt(b, i + 28) : undefined
  const given = u32(b, i + 16)
  if (answers && given !== 0 && (type === OFFER || type === ACK || type === 0)) out.object(OFFERED, given, given)
  if (answers) out.fact(ROLE, 'dhcp-server')
  if (client && type === ACK && given !== 0) out.fact(ADDRESS, ip4Text(given | 0), client)
  options(b, i + HEAD, to, answers, client, out)
}

function typeOf(b: Uint8Array, i: number, to: number): number {
  let type = 0
  eachOption(i + HEAD, to, b, (option, at, end) => {
    if (option === OPTIONS.messageType && end > at) type = b[at]!
  })
  return type
}

function options(b: Uint8Array, from: number, to: number, answers: boolean, client: Mac | undefined, out: Sink): void {
  eachOption(from, to, b, (option, at, end) => {
    if (option === OPTIONS.hostName && !answers && client) told(NAME, b, at, end, client, out)
    else if (option === OPTIONS.vendorClass && !answers && client) told(VENDOR_CLASS, b, at, end, client, out)
    else if (option === OPTIONS.parameters) for (let n = at; n < end; n++) out.object(REQUESTED, b[n]!, b[n]!)
    else if (option === OPTIONS.server && end - at === 4) out.object(SERVER, u32(b, at), u32(b, at))
    else if (option === OPTIONS.bootFile && answers) out.named(BOOT_FILE, b, at, end)
  })
}

function told(fact: FactKind, b: Uint8Array, from: number, to: number, client: Mac, out: Sink): void {
  const text = textAt(b, from, to).trim()
  if (text !== '') out.fact(fact, text, client)
}

/** Messages are rare: a call for each option costs nothing that counts. */
function eachOption(
  from: number,
  to: number,
  b: Uint8Array,
  take: (option: number, at: number, end: number) => void,
): void {
  for (let at = from; at < to; ) {
    const option = b[at]!
    if (option === OPTIONS.end) return
    if (option === OPTIONS.pad) {
      at++
      continue
    }
    if (at + 2 > to) return
    const end = at + 2 + b[at + 1]!
    if (end > to) return
    take(option, at + 2, end)
    at = end
  }
}
