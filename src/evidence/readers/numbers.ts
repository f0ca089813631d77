/** A 16-bit number in the byte order of its file; the caller has checked that it is there. */
export function u16(b: Uint8Array, i: number, little: boolean): number {
  return little ? b[i]! | (b[i + 1]! << 8) : (b[i]! << 8) | b[i + 1]!
}

/** A 32-bit number without sign in the byte order of its file; the caller has checked that it is there. */
export function u32(b: Uint8Array, i: number, little: boolean): number {
  return little
    ? (b[i]! | (b[i + 1]! << 8) | (b[i + 2]! << 16) | (b[i + 3]! << 24)) >>> 0
    : ((b[i]! << 24) | (b[i + 1]! << 16) | (b[i + 2]! << 8) | b[i + 3]!) >>> 0
}
