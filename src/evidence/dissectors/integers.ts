/** Integers at a place in bytes, for dissectors that have checked that the bytes are there. `le` is least significant byte first. */

export function u16(b: Uint8Array, i: number): number {
  return (b[i]! << 8) | b[i + 1]!
}

export function u16le(b: Uint8Array, i: number): number {
  return b[i]! | (b[i + 1]! << 8)
}

export function u24(b: Uint8Array, i: number): number {
  return (b[i]! << 16) | (b[i + 1]! << 8) | b[i + 2]!
}

export function u24le(b: Uint8Array, i: number): number {
  return b[i]! | (b[i + 1]! << 8) | (b[i + 2]! << 16)
}

export function u32(b: Uint8Array, i: number): number {
  return b[i]! * 0x1000000 + u24(b, i + 1)
}

export function u32le(b: Uint8Array, i: number): number {
  return u24le(b, i) + b[i + 3]! * 0x1000000
}
