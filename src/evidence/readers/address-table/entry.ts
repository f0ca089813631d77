import { ip } from '../../../groundwork/ip.ts'
import { isGroupMac, type Mac, mac } from '../../../groundwork/mac.ts'
import { type Column, HEADINGS, OWN } from './columns-table.ts'

/** One line of a table: a binding of IP and MAC, or a MAC behind a port; `incomplete` has no MAC. */
export interface Entry {
  readonly ip: string | undefined
  readonly mac: Mac | undefined
  readonly vlan: string | undefined
  readonly port: string | undefined
  readonly name: string | undefined
  /** It is an address of the device that printed the table. */
  readonly own: boolean
}

/** A part of a line that looks like an address and is none. */
export interface WrongEntry {
  readonly value: string
  readonly expected: string
}

const EMPTY: Entry = { ip: undefined, mac: undefined, vlan: undefined, port: undefined, name: undefined, own: false }
/** Headings that are found in one line, those inside longer ones among them. */
const MOST_HEADINGS = 40
const INCOMPLETE = /^[<(]?(?:incomplete|unvollst\S*|failed|none)[>)]?$/i

/** The columns that a line of headings names, in their order; `undefined` when it is no such line. */
export function headingsOf(line: string): readonly Column[] | undefined {
  const text = line.toLowerCase()
  const found: { readonly at: number; readonly length: number; readonly column: Column }[] = []
  for (const [heading, column] of HEADINGS)
    for (let at = text.indexOf(heading); at >= 0; at = text.indexOf(heading, at + 1))
      if (isWord(text, at, heading.length)) found.push({ at, length: heading.length, column })
  if (found.length > MOST_HEADINGS) return undefined
  found.sort((a, b) => a.at - b.at || b.length - a.length)
  const kept = found.filter(
    (one, i) => !found.some((other, k) => k !== i && covers(other, one) && (other.length > one.length || k < i)),
  )
  const columns = kept.map(({ column }) => column)
  const addresses = columns.filter((column) => column === 'mac').length
  return addresses === 1 && columns.length >= 2 && !/\d{3}/.test(text.replaceAll(/ipv[46]/g, '')) ? columns : undefined
}

function isWord(text: string, at: number, length: number): boolean {
  return !/[a-z0-9]/.test(text[at - 1] ?? ' ') && !/[a-z0-9]/.test(text[at + length] ?? ' ')
}

function covers(a: { at: number; length: number }, b: { at: number; length: number }): boolean {
  return a.at <= b.at && a.at + a.length >= b.at + b.length
}

/** Reads a line; `undefined` when it is no entry. `columns` are those of the headings above it, where there were any. */
export function entryOf(line: string, columns: readonly Column[] | undefined): Entry | WrongEntry | undefined {
  return neighbor(line) ?? unixArp(line) ?? tabular(line, columns)
}

/** `ip neigh`: `10.0.0.1 dev eth0 lladdr 02:00:00:00:00:01 REACHABLE`. */
function neighbor(line: string): Entry | WrongEntry | undefined {
  const match =
    /^\s*(\S+)(?: dev (\S+))(?: lladdr (\S+))?(?:\s+(?:router|proxy|extern_learn|offload))*\s+([A-Z]+)\s*$/.exec(line)
  if (!match) return undefined
  const [, address, , hardware, state] = match
  const found = ip(address!)
  if (found === undefined) return { value: address!, expected: 'IP address' }
  if (hardware === undefined || state === 'FAILED' || state === 'INCOMPLETE') return { ...EMPTY, ip: found }
  return bound(found, hardware)
}

/** `arp -a` of Unix: `name (10.0.0.1) at 02:00:00:00:00:01 [ether] on eth0`. */
function unixArp(line: string): Entry | WrongEntry | undefined {
  const match = /^\s*(\S+) \(([0-9a-fA-F.:]+)\) at (\S+)/.exec(line)
  if (!match) return undefined
  const [, name, address, hardware] = match
  const found = ip(address!)
  if (found === undefined) return { value: address!, expected: 'IP address' }
  if (INCOMPLETE.test(hardware!)) return { ...EMPTY, ip: found }
  const entry = bound(found, hardware!)
  return 'expected' in entry || name === '?' ? entry : { ...entry, name }
}

function bound(address: string, hardware: string): Entry | WrongEntry {
  const found = hardwareOf(hardware)
  return found
    ? { ...EMPTY, ip: address, mac: found.mac, vlan: found.vlan }
    : { value: hardware, expected: 'MAC address' }
}

function tabular(line: string, columns: readonly Column[] | undefined): Entry | WrongEntry | undefined {
  const tokens = line.trim().split(/\s+/, 40)
  const at = tokens.findIndex((token) => hardwareOf(token) !== undefined)
  // Eight bytes of hardware address could be read as IPv6.
  const isIp = (token: string) => /[.:]/.test(token) && hardwareOf(token) === undefined
  const address = tokens.map((token) => (isIp(token) ? ip(token) : undefined)).find((found) => found !== undefined)
  if (at < 0) {
    const rest = tokens.find((token) => INCOMPLETE.test(token))
    if (address !== undefined && rest !== undefined) return { ...EMPTY, ip: address }
    const broken = tokens.find((token) => LIKE_MAC.test(token))
    return broken !== undefined && (columns !== undefined || address !== undefined)
      ? { value: broken, expected: 'MAC address' }
      : undefined
  }
  const { mac: hardware, vlan: inside } = hardwareOf(tokens[at]!)!
  const cells = columns ? cellsOf(tokens, at, columns) : new Map<Column, string>()
  if (address === undefined && !columns) return undefined
  // A binding without headings says its interface last: `Vlan10`.
  const port =
    cells.get('port') ??
    (address === undefined ? undefined : tokens.slice(at + 1).find((token) => /^Vl(?:an)?\d+$/i.test(token)))
  const isVlan = port === undefined ? undefined : /^Vl(?:an)?\s?(\d+)$/i.exec(port)?.[1]
  const kind = cells.get('kind')?.toLowerCase() ?? ''
  const vlan = inside ?? (/^\d{1,4}$/.test(cells.get('vlan') ?? '') ? cells.get('vlan') : isVlan)
  const own = OWN.has((port ?? '').toLowerCase()) || OWN.has(kind) || (address !== undefined && isOwnArp(tokens, at))
  return {
    ip: address,
    mac: hardware,
    vlan,
    port: own || isVlan !== undefined ? undefined : port,
    name: undefined,
    own,
  }
}

/** In Cisco's table an entry without age is an interface of the device itself. */
function isOwnArp(tokens: readonly string[], at: number): boolean {
  return tokens[0] === 'Internet' && tokens[at - 1] === '-'
}

/** Cells by column, counted from the MAC to both sides, so that marks before the first column move nothing. */
function cellsOf(tokens: readonly string[], at: number, columns: readonly Column[]): Map<Column, string> {
  const cells = new Map<Column, string>()
  const center = columns.indexOf('mac')
  for (const [i, column] of columns.entries()) {
    const place = at + i - center
    if (column === 'mac' || place < 0 || place >= tokens.length) continue
    const last = i === columns.length - 1 && tokens.length > place + 1
    // An interface may be written in two words: `Gi 1/0/1`.
    const text = last && column === 'port' ? tokens.slice(place, place + 2).join(' ') : tokens[place]!
    if (!cells.has(column) && text !== '-' && text !== '---') cells.set(column, text)
  }
  // Entries of the device itself have no port, so that what follows stands one column early.
  const end = tokens.at(-1)!.toLowerCase()
  if (OWN.has(end)) cells.set('kind', end)
  return cells
}

const LIKE_MAC =
  /^(?:[0-9a-f]{1,2}[:-]){3,7}[0-9a-f]{1,2}$|^[0-9a-f]{4}\.[0-9a-f]{4}\.?[0-9a-f]{0,4}$|^[0-9a-f]{6}-[0-9a-f]{1,6}$/i

/** A MAC in any form that devices print; with eight bytes the first two are the VLAN (Hirschmann). */
function hardwareOf(token: string): { readonly mac: Mac; readonly vlan: string | undefined } | undefined {
  const plain = mac(token)
  if (plain && token.length > 12) return { mac: plain, vlan: undefined }
  if (/^[0-9a-f]{6}-[0-9a-f]{6}$/i.test(token)) return { mac: mac(token.replace('-', ''))!, vlan: undefined }
  if (/^[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}$/i.test(token))
    return { mac: mac(token.replaceAll('-', '.'))!, vlan: undefined }
  if (/^(?:[0-9a-f]{2}:){7}[0-9a-f]{2}$/i.test(token)) {
    const vlan = Number.parseInt(token.slice(0, 2) + token.slice(3, 5), 16)
    return { mac: mac(token.slice(6))!, vlan: vlan >= 1 && vlan <= 4094 ? String(vlan) : undefined }
  }
  // Some systems leave leading zeros away.
  if (/^(?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2}$/i.test(token)) {
    const full = token
      .split(':')
      .map((pair) => pair.padStart(2, '0'))
      .join(':')
    return { mac: mac(full)!, vlan: undefined }
  }
  return undefined
}

/** Whether an address can stand for one machine. */
export function isMachine(address: Mac): boolean {
  return address !== '00:00:00:00:00:00' && !isGroupMac(address)
}
