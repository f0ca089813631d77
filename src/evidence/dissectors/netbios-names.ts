/** A NetBIOS name has 15 characters and a byte that says what it is for (RFC 1001 clause 14). */
const ENCODED = 32
const decoded = new Uint8Array(16)

/** What the last byte of a name says of its owner, where it tells something (unique names). */
export const SUFFIXES: Readonly<Record<number, string>> = {
  0x00: 'workstation',
  0x03: 'messenger',
  0x1b: 'domain-master-browser',
  0x1c: 'domain-controllers',
  0x1d: 'master-browser',
  0x1e: 'browser-elections',
  0x20: 'file-server',
}

/** Whether an encoded name of first level stands at `i`: length 32, then letters A to P, then the end of the name. */
export function isNetbiosName(b: Uint8Array, i: number, to: number): boolean {
  if (to - i < ENCODED + 2 || b[i] !== ENCODED) return false
  for (let n = i + 1; n <= i + ENCODED; n++) if (b[n]! < 0x41 || b[n]! > 0x50) return false
  return true
}

/** Decodes the name at `i`, which has been checked; its bytes without filling in `bytes`, valid until the next call. */
export function netbiosName(b: Uint8Array, i: number): { bytes: Uint8Array; length: number; suffix: number } {
  for (let n = 0; n < 16; n++) decoded[n] = ((b[i + 1 + 2 * n]! - 0x41) << 4) | (b[i + 2 + 2 * n]! - 0x41)
  let length = 15
  while (length > 0 && (decoded[length - 1] === 0x20 || decoded[length - 1] === 0)) length--
  return { bytes: decoded, length, suffix: decoded[15]! }
}
