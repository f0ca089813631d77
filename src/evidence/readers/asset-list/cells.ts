import { contains, ip, ipBits, isUnicast, prefix } from '../../../groundwork/ip.ts'
import { mac } from '../../../groundwork/mac.ts'
import { EMPTY_CELLS, NO_ADDRESS } from './header-table.ts'

/** Longest value that is kept. */
const LONGEST = 500
/** Most addresses read from one cell. */
const ADDRESSES = 64

/** The text of a cell: blanks and line ends as one blank, the shell that keeps a spreadsheet from counting (`="00123"`) taken off; empty when it says nothing. */
export function cellText(raw: string): string {
  const text = raw.replace(/\s+/g, ' ').trim()
  const bare = (/^="(.*)"$/.exec(text)?.[1] ?? text).replace(/^'(?=\S)/, '').trim()
  return EMPTY_CELLS.has(bare.toLowerCase()) ? '' : bare.slice(0, LONGEST)
}

export interface Addresses {
  readonly found: readonly string[]
  /** Parts that are no address, and what was expected. */
  readonly wrong: readonly { readonly value: string; readonly expected: string }[]
}

/** The IP addresses of a cell, canonical; a prefix length behind a host's address is dropped, a network refused. */
export function ips(cell: string): Addresses {
  return addresses(cell, (part) => {
    const [address, length] = part.split('/')
    const bits = ipBits(address!)
    if (!bits || !isUnicast(bits)) return 'IP address of an asset'
    const network = length === undefined ? undefined : prefix(part)
    const width = bits.family === 4 ? 32 : 128
    if (network && network.length < width - 1 && contains(network, bits)) return 'IP address but a network'
    if (length !== undefined && !/^\d{1,3}$/.test(length)) return 'IP address'
    return { address: ip(address!)! }
  })
}

/** The MAC addresses of a cell, canonical. */
export function macs(cell: string): Addresses {
  // Six pairs parted by blanks are one address, not six values.
  const joined = cell.replace(/\b([0-9a-f]{2}) (?=[0-9a-f]{2}\b)/gi, '$1:')
  return addresses(joined, (part) => {
    const address = mac(part) ?? mac(part.replaceAll('-', ''))
    return address ? { address } : 'MAC address'
  })
}

function addresses(cell: string, read: (part: string) => { address: string } | string): Addresses {
  const found = new Set<string>()
  const wrong: { value: string; expected: string }[] = []
  if (NO_ADDRESS.has(cell.toLowerCase())) return { found: [], wrong }
  for (const part of cell.split(/[\s,;|]+/, ADDRESSES)) {
    if (part === '' || EMPTY_CELLS.has(part.toLowerCase())) continue
    const result = read(part)
    if (typeof result === 'string') wrong.push({ value: part.slice(0, 80), expected: result })
    else found.add(result.address)
  }
  return { found: [...found], wrong }
}
