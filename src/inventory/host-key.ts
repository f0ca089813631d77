import { ipBits } from '../groundwork/ip.ts'
import { isGroupMac, type Mac } from '../groundwork/mac.ts'

/** The text by which an address or a name of a list is known inside its space; what a `HostId` is made of. */
export function hostKey(space: string, subject: string): string {
  return `${space}/${subject}`
}

/** Whether a text is a MAC in canonical form; everything else that is an address is an IP. */
export function isMacText(text: string): boolean {
  return text.length === 17 && text[2] === ':' && /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(text)
}

/** Whether a MAC can name one machine: no group address, not all zero. */
export function isUnicastMac(text: string): boolean {
  return text !== '00:00:00:00:00:00' && !isGroupMac(text as Mac)
}

/** Whether an IP never leaves its link (RFC 3927, RFC 4291), so that the MAC that carried it is its own. */
export function isLinkLocal(text: string): boolean {
  return text.startsWith('169.254.') || (text.startsWith('fe') && LINK_LOCAL_6.test(text))
}

const LINK_LOCAL_6 = /^fe[89ab][0-9a-f]:/

/** Orders IPs for people: IPv4 before IPv6, link-local last, then by number. */
export function ipOrder(text: string): string {
  const value = ipBits(text)
  if (!value) return `9${text}`
  return `${isLinkLocal(text) ? 2 : value.family === 4 ? 0 : 1}${value.bits.toString(16).padStart(32, '0')}`
}

/** Whether an IP can name one machine: not unspecified, not multicast, not broadcast, not loopback. */
export function isHostIp(text: string): boolean {
  if (text === '0.0.0.0' || text === '::' || text === '255.255.255.255') return false
  if (text.includes(':')) return !text.startsWith('ff')
  const first = Number(text.slice(0, text.indexOf('.')))
  return first < 224 || (first >= 240 && first < 256)
}
