import { textAt } from '../../../groundwork/bytes.ts'
import { ASKED, C2S, type Dissector, type FactKind, type Sink } from '../../dissector.ts'
import { readsDatagrams } from '../datagrams.ts'
import { u16le } from '../integers.ts'
import { isNetbiosName, netbiosName, SUFFIXES } from '../netbios-names.ts'

const HEAD = 14
const NAMES = 2 * 34
const [DIRECT_UNIQUE, BROADCAST] = [0x10, 0x12]
const SMB_TRANSACTION = 0x25
const SMB_HEAD = 32
/** Commands of the browser protocol by the first byte in its mailslot ([MS-BRWS] clause 2.2). */
const BROWSER: Readonly<Record<number, string>> = {
  1: 'host announcement',
  2: 'request of announcements',
  8: 'election',
  9: 'request of the backup list',
  10: 'backup list',
  11: 'become a backup browser',
  12: 'domain announcement',
  13: 'master announcement',
  14: 'reset of a browser',
  15: 'announcement of the local master',
}
const [HOST, DOMAIN, LOCAL_MASTER] = [1, 12, 15]
const KINDS = ['name', 'suffix'] as const
const NAME = KINDS.indexOf('name')
const SUFFIX = KINDS.indexOf('suffix')
/** Bit of an operation code: a browser message; the low byte is its command, else the type of datagram. */
const BROWSE = 256

const kind = (attribute: string): FactKind => ({ attribute, by: 'netbios.browser' })
const HOST_NAME = kind('name')
const DOMAIN_NAME = kind('domain')
const DESCRIPTION = kind('description')
const OS = kind('os')
const ROLE = kind('role')

/** NetBIOS datagrams (RFC 1002 clause 4.4) with the browser announcements of Windows and Samba in them. */
export const netbiosDgm: Dissector<undefined> = {
  id: 'netbios-dgm',
  title: 'NetBIOS datagrams',
  hints: { udp: [138] },
  ...readsDatagrams(looks, message),
  meaning(code) {
    const low = code & 0xff
    if (code & BROWSE)
      return {
        protocol: 'browser',
        name: `BROWSER${low}`,
        title: BROWSER[low] ?? `browser message ${low}`,
        class: low === 14 ? 'control' : 'other',
      }
    return { name: `DGM${low}`, title: 'datagram', class: 'other' }
  },
  docs: {
    about:
      '`DGM<type>` is a datagram whose content is not read; `BROWSER<command>` a message of the browser protocol in it. Touched objects are the names that datagrams are for. Announcements give away host name, domain, version of the system, what the host serves, and its comment.',
    checked: ['captures', 'reference'],
    *known() {
      yield { code: DIRECT_UNIQUE, direction: C2S, outcome: ASKED } as const
      for (const command of Object.keys(BROWSER).map(Number))
        yield { code: BROWSE | command, direction: C2S, outcome: ASKED } as const
    },
  },
  objectName: (which) => KINDS[which] ?? `kind ${which}`,
}

function looks(b: Uint8Array, i: number, to: number): boolean {
  return (
    to - i >= HEAD + NAMES &&
    b[i]! >= DIRECT_UNIQUE &&
    b[i]! <= BROADCAST &&
    isNetbiosName(b, i + HEAD, to) &&
    isNetbiosName(b, i + HEAD + 34, to)
  )
}

function message(b: Uint8Array, i: number, to: number, out: Sink): void {
  const data = browserData(b, i + HEAD + NAMES, to)
  out.operation(data < 0 ? b[i]! : BROWSE | b[data]!, ASKED)
  const { bytes, length, suffix } = netbiosName(b, i + HEAD + 34)
  if (length > 0) out.named(NAME, bytes, 0, length)
  out.object(SUFFIX, suffix, suffix)
  if (data >= 0) announcement(b, data, to, out)
}

/** Where the browser message begins inside an SMB transaction to its mailslot; -1 where there is none. */
function browserData(b: Uint8Array, i: number, to: number): number {
  const words = i + SMB_HEAD
  if (words + 35 > to || b[i] !== 0xff || b[i + 1] !== 0x53 || b[i + 2] !== 0x4d || b[i + 3] !== 0x42) return -1
  if (b[i + 4] !== SMB_TRANSACTION || b[words]! < 14) return -1
  const data = i + u16le(b, words + 1 + 24)
  const slot = words + 1 + 2 * b[words]! + 2
  if (data < slot || data >= to || !/^\\MAILSLOT\\BROWSE/i.test(textAt(b, slot, data))) return -1
  return BROWSER[b[data]!] === undefined ? -1 : data
}

function announcement(b: Uint8Array, i: number, to: number, out: Sink): void {
  const command = b[i]!
  if ((command !== HOST && command !== DOMAIN && command !== LOCAL_MASTER) || i + 32 > to) return
  let end = i + 6
  while (end < i + 22 && b[end] !== 0) end++
  const name = textAt(b, i + 6, end).trim()
  if (name !== '') out.fact(command === DOMAIN ? DOMAIN_NAME : HOST_NAME, name)
  if (command === DOMAIN) return
  out.fact(OS, `Windows or Samba ${b[i + 22]}.${b[i + 23]}`)
  // Bits of the server type ([MS-BRWS] clause 2.2.1): 3 and 4 are domain controllers, 2 is a database server.
  if ((b[i + 24]! & 0x18) !== 0) out.fact(ROLE, 'domain-controller')
  if ((b[i + 24]! & 0x04) !== 0) out.fact(ROLE, 'database-server')
  if (command === LOCAL_MASTER) out.fact(ROLE, SUFFIXES[0x1d]!)
  end = i + 32
  while (end < to && b[end] !== 0) end++
  const comment = textAt(b, i + 32, end).trim()
  if (comment !== '') out.fact(DESCRIPTION, comment)
}
