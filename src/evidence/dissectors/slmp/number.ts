/**
 * The number of `size` bytes (1 to 4) at `i`: least significant byte first in binary frames, hex digits in ASCII frames;
 * -1 where they are none. The caller has checked that the bytes are there.
 */
export function numberAt(b: Uint8Array, i: number, size: number, ascii: boolean): number {
  if (ascii) return digitsAt(b, i, 2 * size, 16)
  let value = 0
  for (let k = size - 1; k >= 0; k--) value = value * 256 + b[i + k]!
  return value
}

/** The number that `count` digits to a base show, blanks before it allowed; -1 where they are none. */
export function digitsAt(b: Uint8Array, i: number, count: number, base: 10 | 16): number {
  let value = 0
  for (let k = i; k < i + count; k++) {
    const c = b[k]!
    const digit = c >= 0x30 && c <= 0x39 ? c - 0x30 : base === 16 && c >= 0x41 && c <= 0x46 ? c - 55 : base === 16 && c >= 0x61 && c <= 0x66 ? c - 87 : c === 0x20 && value === 0 ? 0 : -1 // biome-ignore format: a table
    if (digit < 0) return -1
    value = value * base + digit
  }
  return value
}
