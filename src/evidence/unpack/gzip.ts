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
  readonly #piece = new Uint8Array(PIECE)
  #held = 0
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
    for (let at = 0; at < chunk.length && this.#goesOn; ) {
      // Always the same pieces, however the bytes come, or where damage is met would depend on it.
      const step = Math.min(PIECE - this.#held, chunk.length - at)
      this.#piece.set(chunk.subarray(at, at + step), this.#held)
      this.#held += step
      at += step
      if (this.#held === PIECE) this.#flush()
    }
    return this.#goesOn
  }

  end(): void {
    if (this.#goesOn) this.#flush()
    if (this.#goesOn) this.#feed(new Uint8Array(0), true)
  }

  get #goesOn(): boolean {
    return this.fault === undefined && this.#wanted
  }

  #flush(): void {
    // The library keeps what it is given.
    const piece = this.#piece.slice(0, this.#held)
    this.#held = 0
    this.#read += piece.length
    if (this.#feed(piece, false) && this.#read - this.#fruitful > BARREN) this.#fail('damaged')
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
