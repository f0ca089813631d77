import { bytesOf, joined } from './frames.ts'

/** Bytes as a zstd frame of raw blocks, which need no compressor (RFC 8878 clause 3.1.1.2.2). */
export function zstdOf(bytes: Uint8Array): Uint8Array {
  const size = 5000
  const blocks = Array.from({ length: Math.max(1, Math.ceil(bytes.length / size)) }, (_, i) => {
    const block = bytes.subarray(i * size, (i + 1) * size)
    const word = (block.length << 3) | ((i + 1) * size >= bytes.length ? 1 : 0)
    return bytesOf([word & 255, (word >> 8) & 255, word >> 16], block)
  })
  return joined([bytesOf([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x48]), ...blocks])
}
