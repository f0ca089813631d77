/** The table of a 16-bit CRC that takes the low bit of each byte first; `polynomial` with its bits reversed. */
export function reflectedTable(polynomial: number): Uint16Array {
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ polynomial : crc >> 1
    return crc
  })
}

/** Runs a CRC with a table of `reflectedTable` over bytes. */
export function reflectedCrc(table: Uint16Array, b: Uint8Array, from: number, to: number, initial: number): number {
  let crc = initial
  for (let i = from; i < to; i++) crc = (crc >> 8) ^ table[(crc ^ b[i]!) & 0xff]!
  return crc
}

/** The table of a 16-bit CRC that takes the high bit of each byte first. */
export function straightTable(polynomial: number): Uint16Array {
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let crc = byte << 8
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ polynomial : crc << 1
    return crc
  })
}

/** Runs a CRC with a table of `straightTable` over bytes. */
export function straightCrc(table: Uint16Array, b: Uint8Array, from: number, to: number, initial: number): number {
  let crc = initial
  for (let i = from; i < to; i++) crc = ((crc << 8) & 0xffff) ^ table[(crc >> 8) ^ b[i]!]!
  return crc
}
