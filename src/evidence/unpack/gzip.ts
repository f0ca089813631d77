import { Gunzip } from 'fflate'
import { isFault } from './fault.ts'
import type { Unpacked, UnpackFault, Unpacker } from './unpack.ts'

/** Small enough that what one piece can grow to (1032 times) stays small, and that many tiny members do not nest deeply. */
const PIECE = 4096
/** Packed bytes of which nothing comes, before the file is taken for a trap: a stored block is shorter, and so is any header. */
const BARREN = 1 << 20

/** Unpacks gzip (RFC 1952), also of several members. */
export class Gzip implements Unpacker {
  fault: { readonly why: UnpackFault; readonly at: number } | undefined
  readonly #inflate: Gunzip
  #read = 0
  #fruitful = 0
  #wanted = true

  constructor(take: Unpacked) {
    this.#inflate = new Gunzip((bytes) => {
      if (bytes.length === 0) return
      this.#fruitful = this.#read
      this.#wanted &&= take(bytes)
    })
  }

  push(chunk: Uint8Array): boolean {
    for (let at = 0; at < chunk.length; at += PIECE) {
      // The library keeps what it is given; the chunk is the caller's to use again.
      const piece = chunk.slice(at, at + PIECE)
      this.#read += piece.length
      if (!this.#feed(piece, false) || !this.#wanted) return false
      if (this.#read - this.#fruitful > BARREN) return this.#fail('damaged')
    }
    return true
  }

  end(): void {
    if (!this.fault && this.#wanted) this.#feed(new Uint8Array(0), true)
  }

  #feed(piece: Uint8Array, last: boolean): boolean {
    try {
      this.#inflate.push(piece, last)
      return true
    } catch (error) {
      if (!isFault(error)) throw error
      return this.#fail(last ? 'cut' : 'damaged')
    }
  }

  #fail(why: UnpackFault): false {
    this.fault ??= { why, at: this.#read }
    return false
  }
}
