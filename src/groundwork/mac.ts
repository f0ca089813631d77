import type { Brand } from './brand.ts'

/** A MAC address as six lower-case hex pairs with colons. */
export type Mac = Brand<string, 'Mac'>

/** Reads `02:00:00:00:01:11`, `02-00-00-00-01-11` or `0200.0000.0111`; `undefined` when it is none. */
export function mac(text: string): Mac | undefined {
  const hex = text.trim().toLowerCase()
  if (/^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/.test(hex)) return hex.replaceAll('-', ':') as Mac
  if (/^([0-9a-f]{4}\.){2}[0-9a-f]{4}$/.test(hex) || /^[0-9a-f]{12}$/.test(hex))
    return hex.replaceAll('.', '').replace(/(..)(?=.)/g, '$1:') as Mac
  return undefined
}

/** The MAC held in six bytes; the caller has checked that they are there. */
export function macAt(bytes: Uint8Array, at: number): Mac {
  let text = ''
  for (let i = at; i < at + 6; i++) text += `${i > at ? ':' : ''}${bytes[i]!.toString(16).padStart(2, '0')}`
  return text as Mac
}

/** Whether the group bit is set (IEEE 802-2014, 8.2): multicast and broadcast. */
export function isGroupMac(address: Mac): boolean {
  return (Number.parseInt(address.slice(0, 2), 16) & 1) === 1
}

/** Whether the address was set locally, so that its first bytes name no maker. */
export function isLocalMac(address: Mac): boolean {
  return (Number.parseInt(address.slice(0, 2), 16) & 2) === 2
}
