import { Decompress } from 'fzstd'
import { damage, isFault } from './fault.ts'
import type { Unpacked, UnpackFault, Unpacker } from './unpack.ts'

/** Largest window that is granted (RFC 8878 clause 3.1.1.1.2 recommends to support 8 MiB; `--long` makes 128 MiB). */
const WINDOW = 1 << 27
/** Bytes of window that may be moved: this much in all, and beyond it so many times what was read and given. */
const FREE_WORK = 2 ** 33
const WORK = 2048
const MAGIC = 0xfd2fb528
const SKIPPABLE = 0x184d2a50
/** A magic and the longest frame header. */
const HEAD = 18

/** What the next bytes are: the beginning of a frame, bytes to pass over, a block header, a block, a checksum. */
type Stand = 'frame' | 'skip' | 'block-head' | 'block' | 'checksum'

/**
 * Unpacks Zstandard (RFC 8878). It walks frames and blocks itself and gives each frame to a decompressor of its own, so that
 * the window is known before memory is taken for it and many frames do not nest.
 */
export class Zstd implements Unpacker {
  fault: { readonly why: UnpackFault; readonly at: number } | undefined
  readonly #take: Unpacked
  #inflate: Decompress | undefined
  #stand: Stand = 'frame'
  readonly #head = new Uint8Array(HEAD)
  #held = 0
  /** Bytes left of what is passed over or handed on. */
  #left = 0
  #lastBlock = false
  #checksum = false
  #read = 0
  /** Where the block that is read begins. */
  #blockAt = 0
  #given = 0
  #window = 0
  /** The library moves its window once per block, which tiny blocks make dear. */
  #work = 0
  #wanted = true

  constructor(take: Unpacked) {
    this.#take = take
  }

  push(chunk: Uint8Array): boolean {
    let at = 0
    while (at < chunk.length && !this.fault && this.#wanted) {
      const before = at
      at = this.#step(chunk, at)
      this.#read += at - before
    }
    return !this.fault && this.#wanted
  }

  end(): void {
    const whole = this.#stand === 'frame' ? this.#held === 0 : this.#stand === 'skip' && this.#left === 0
    if (!this.fault && this.#wanted && !whole) this.#fail('cut')
  }

  #step(chunk: Uint8Array, at: number): number {
    switch (this.#stand) {
      case 'frame':
        this.#head[this.#held++] = chunk[at]!
        this.#frame()
        return at + 1
      case 'block-head':
        this.#head[this.#held++] = chunk[at]!
        if (this.#held === 3) this.#block()
        return at + 1
      default: {
        const to = Math.min(chunk.length, at + this.#left)
        // The library keeps what it is given; the chunk is the caller's to use again.
        if (this.#stand === 'block') this.#give(chunk.slice(at, to))
        this.#left -= to - at
        if (this.#left === 0) this.#next()
        return to
      }
    }
  }

  /** Reads the beginning of a frame as soon as all of it is there. */
  #frame(): void {
    const head = this.#head
    if (this.#held < 5) return
    const magic = number(head, 0, 4)
    if (magic >= SKIPPABLE && magic <= SKIPPABLE + 15) {
      if (this.#held < 8) return
      this.#left = number(head, 4, 4)
      this.#held = 0
      this.#stand = this.#left > 0 ? 'skip' : 'frame'
      return
    }
    if (magic !== MAGIC) return this.#fail('damaged')
    const flags = head[4]!
    const single = (flags & 32) !== 0
    const dictionary = [0, 1, 2, 4][flags & 3]!
    const size = [single ? 1 : 0, 2, 4, 8][flags >> 6]!
    if (this.#held < 5 + (single ? 0 : 1) + dictionary + size) return
    const at = 5 + (single ? 0 : 1) + dictionary
    let window = number(head, at, size) + (size === 2 ? 256 : 0)
    if (!single) window = 2 ** (10 + (head[5]! >> 3)) * (1 + (head[5]! & 7) / 8)
    if (window > WINDOW) return this.#fail('window')
    this.#window = window
    this.#checksum = (flags & 4) !== 0
    this.#inflate = new Decompress((bytes) => {
      // The library would write beyond its window (RFC 8878 clause 3.1.1.2.4: no block is larger than that).
      if (bytes.length > this.#window) throw damage()
      this.#given += bytes.length
      if (bytes.length > 0) this.#wanted &&= this.#take(bytes)
    })
    this.#give(head.slice(0, this.#held))
    this.#held = 0
    this.#stand = 'block-head'
  }

  #block(): void {
    const word = number(this.#head, 0, 3)
    this.#lastBlock = (word & 1) !== 0
    this.#work += this.#window
    if (this.#work > FREE_WORK && this.#work > WORK * (this.#read + this.#given)) return this.#fail('limit')
    this.#left = ((word >> 1) & 3) === 1 ? 1 : word >> 3
    this.#give(this.#head.slice(0, 3))
    this.#held = 0
    this.#blockAt = this.#read
    this.#stand = 'block'
    if (this.#left === 0) this.#next()
  }

  /** What follows a part that is read to its end. */
  #next(): void {
    if (this.#stand === 'block' && !this.#lastBlock) this.#stand = 'block-head'
    else if (this.#stand === 'block' && this.#checksum) {
      this.#stand = 'checksum'
      this.#left = 4
    } else {
      this.#stand = 'frame'
      this.#inflate = undefined
    }
  }

  #give(bytes: Uint8Array): void {
    try {
      this.#inflate?.push(bytes)
    } catch (error) {
      if (!isFault(error)) throw error
      this.#fail('damaged')
    }
  }

  #fail(why: UnpackFault): void {
    // What is wrong inside a block shows when all of it is there, however it came.
    this.fault ??= { why, at: this.#stand === 'block' && why === 'damaged' ? this.#blockAt : this.#read }
  }
}

/** A little-endian number of up to eight bytes. */
function number(b: Uint8Array, at: number, size: number): number {
  let value = 0
  for (let i = size - 1; i >= 0; i--) value = value * 256 + b[at + i]!
  return value
}
