import type { Brand } from './brand.ts'

/** An IPv4 address in dotted form or an IPv6 address as RFC 5952 writes it. */
export type Ip = Brand<string, 'Ip'>

/** An address as a number of 32 or 128 bits. */
export interface IpBits {
  readonly family: 4 | 6
  readonly bits: bigint
}

/** A prefix: the address with its host bits cleared, and its length. */
export interface Prefix {
  readonly family: 4 | 6
  readonly bits: bigint
  readonly length: number
}

/** Reads an address in any usual form into the one canonical text; `undefined` when it is none. Zones (`%eth0`) are refused. */
export function ip(text: string): Ip | undefined {
  const value = ipBits(text)
  return value && ipText(value)
}

/** Reads an address into its bits; IPv4 octets with leading zeros are refused, as they are read differently by different tools. */
export function ipBits(text: string): IpBits | undefined {
  return text.includes(':') ? parse6(text) : parse4(text)
}

/** The canonical text of an address (RFC 5952 for IPv6). */
export function ipText(value: IpBits): Ip {
  if (value.family === 4) return ip4Text(Number(value.bits))
  const groups = Array.from({ length: 8 }, (_, i) => Number((value.bits >> BigInt(112 - 16 * i)) & 0xffffn))
  return text6(groups) as Ip
}

/** Dotted text of a 32-bit number. */
export function ip4Text(bits: number): Ip {
  return `${bits >>> 24}.${(bits >>> 16) & 255}.${(bits >>> 8) & 255}.${bits & 255}` as Ip
}

/** The IPv6 address held in 16 bytes; the caller has checked that they are there. */
export function ip6At(bytes: Uint8Array, at: number): Ip {
  return text6(Array.from({ length: 8 }, (_, i) => (bytes[at + 2 * i]! << 8) | bytes[at + 2 * i + 1]!)) as Ip
}

/** Reads `10.0.0.0/8`, or a bare address as a prefix of full length. Host bits that are set are refused. */
export function prefix(text: string): Prefix | undefined {
  const [address, size, more] = text.split('/')
  const value = more === undefined && address !== undefined ? ipBits(address) : undefined
  if (!value) return undefined
  const width = value.family === 4 ? 32 : 128
  if (size !== undefined && !/^\d{1,3}$/.test(size)) return undefined
  const length = size === undefined ? width : Number(size)
  if (length > width) return undefined
  const host = (1n << BigInt(width - length)) - 1n
  return (value.bits & host) === 0n ? { family: value.family, bits: value.bits, length } : undefined
}

/** The canonical text of a prefix. */
export function prefixText(p: Prefix): string {
  return `${ipText(p)}/${p.length}`
}

/** Whether a prefix contains an address. */
export function contains(p: Prefix, value: IpBits): boolean {
  if (p.family !== value.family) return false
  const shift = BigInt((p.family === 4 ? 32 : 128) - p.length)
  return p.bits >> shift === value.bits >> shift
}

/** Whether two prefixes share an address. */
export function overlaps(a: Prefix, b: Prefix): boolean {
  return a.length <= b.length ? contains(a, b) : contains(b, a)
}

/** Whether an address can name one host: not unspecified, not multicast, not the limited broadcast (RFC 1122, RFC 4291). */
export function isUnicast(value: IpBits): boolean {
  if (value.bits === 0n) return false
  if (value.family === 6) return value.bits >> 120n !== 0xffn
  return value.bits >> 28n !== 0xen && value.bits !== 0xffffffffn
}

/** Whether an address is private or otherwise never routed on the public internet (RFC 1918, 3927, 4193, 6598, loopback). */
export function isPrivate(value: IpBits): boolean {
  return PRIVATE.some((p) => contains(p, value))
}

const PRIVATE = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '100.64.0.0/10',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
  '::1',
].map((text) => prefix(text)!)

function parse4(text: string): IpBits | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  if (!match) return undefined
  let bits = 0n
  for (const octet of match.slice(1)) {
    if (Number(octet) > 255 || (octet.length > 1 && octet.startsWith('0'))) return undefined
    bits = (bits << 8n) | BigInt(octet)
  }
  return { family: 4, bits }
}

function parse6(text: string): IpBits | undefined {
  if (!/^[0-9a-fA-F:.]{2,45}$/.test(text)) return undefined
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = groups6(halves[0]!)
  const tail = halves.length === 2 ? groups6(halves[1]!) : []
  if (!head || !tail) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const groups = [...head, ...Array.from({ length: halves.length === 2 ? missing : 0 }, () => 0), ...tail]
  return { family: 6, bits: groups.reduce((bits, group) => (bits << 16n) | BigInt(group), 0n) }
}

function groups6(text: string): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [i, part] of parts.entries()) {
    if (part.includes('.')) {
      const v4 = i === parts.length - 1 ? parse4(part) : undefined
      if (!v4) return undefined
      groups.push(Number(v4.bits >> 16n), Number(v4.bits & 0xffffn))
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups
}

function text6(groups: readonly number[]): string {
  let best = { from: -1, length: 1 }
  for (let i = 0; i < 8; i++) {
    let j = i
    while (j < 8 && groups[j] === 0) j++
    if (j - i > best.length) best = { from: i, length: j - i }
    if (j > i) i = j - 1
  }
  const hex = groups.map((g) => g.toString(16))
  if (groups.slice(0, 5).every((g) => g === 0) && groups[5] === 0xffff)
    return `::ffff:${ip4Text(((groups[6]! << 16) | groups[7]!) >>> 0)}`
  if (best.from < 0) return hex.join(':')
  return `${hex.slice(0, best.from).join(':')}::${hex.slice(best.from + best.length).join(':')}`
}
