import type { Diagnostic } from '../../groundwork/diagnostic.ts'
import { evidenceFault } from '../diagnostics.ts'
import { Gzip } from './gzip.ts'
import { Zstd } from './zstd.ts'

/** A way of packing files that is unpacked on the way in. */
export type Packing = 'gzip' | 'zstd'

/** Takes packed bytes in pieces of any size and hands on what is in them; holds a piece and a window, never the whole. */
export interface Unpacker {
  /** Takes the next bytes; returns false once it can go no further. */
  push(chunk: Uint8Array): boolean
  /** After the last byte. */
  end(): void
  /** Why it ended early: the reason, in the unpacker's words, and how many packed bytes were read by then. */
  readonly fault: { readonly why: UnpackFault; readonly at: number } | undefined
}

/** What can be wrong with packed bytes. */
export type UnpackFault = 'cut' | 'damaged' | 'window' | 'limit'

/** Where unpacked bytes go; false ends the unpacking. */
export type Unpacked = (bytes: Uint8Array) => boolean

/** Bytes that may come of a file, and how many times its own size that may be once it is large. */
const MOST = 2 ** 36
const RATIO = 1024
const LARGE = 2 ** 30

/** How a file is packed, by its first bytes (RFC 1952 clause 2.3.1, RFC 8878 clause 3.1.1); `undefined` when it is not. */
export function packingOf(head: Uint8Array): Packing | undefined {
  if (head.length >= 3 && head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return 'gzip'
  if (head.length < 4) return undefined
  const zstd = head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd
  // Parallel packers begin with a frame that is to be skipped.
  const skippable = head[0]! >> 4 === 5 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18
  return zstd || skippable ? 'zstd' : undefined
}

/** The name without the ending of its packing. */
export function unpackedName(name: string): string {
  return name.replace(/\.(gz|zst|zstd)$/i, '')
}

/** Opens an unpacker that hands on at most so much that a file made to burst ends with a fault and not with a full memory. */
export function openUnpacker(packing: Packing, take: Unpacked): Unpacker {
  let unpacked = 0
  let packed = 0
  let beyond = false
  const bounded = (bytes: Uint8Array): boolean => {
    unpacked += bytes.length
    beyond = unpacked > MOST || (unpacked > LARGE && unpacked > packed * RATIO)
    return !beyond && take(bytes)
  }
  const inner = packing === 'gzip' ? new Gzip(bounded) : new Zstd(bounded)
  return {
    push(chunk) {
      packed += chunk.length
      return inner.push(chunk)
    },
    end: () => inner.end(),
    get fault() {
      return beyond ? ({ why: 'limit', at: packed } as const) : inner.fault
    },
  }
}

/** The diagnostic of an unpacker that ended early. */
export function unpackFault(unpacker: Unpacker, packing: Packing, file: string): Diagnostic | undefined {
  const { fault } = unpacker
  if (!fault) return undefined
  const codes = {
    cut: 'PACKED_CUT',
    damaged: 'PACKED_DAMAGED',
    window: 'PACKED_WINDOW',
    limit: 'PACKED_LIMIT',
  } as const
  return evidenceFault(codes[fault.why], { packing, at: fault.at }, { place: { file, offset: fault.at } })
}
