import type { Sha256 } from '../../../src/groundwork/canonical.ts'

/** Bytes of one slot: stays in the cache of the processor between the threads. */
const SLOT = 1 << 18
const SLOTS = 16
/** Words before the slots: slots written, slots read, state, size of the file (two words), lengths of the slots. */
const WRITTEN = 0
const READ = 1
const STATE = 2
const SIZE = 3
const LENGTHS = 5
const DIGEST = 128
const HEAD = 256
/** How long a thread may take to begin, in milliseconds. */
const PATIENCE = 10_000

const NEW = 0
const OPEN = 1
const ENDED = 2
const FAILED = 3
const UNWANTED = 4

/**
 * A ring of buffers between the thread that reads and hashes a file and the one that dissects it. Both wait without work when
 * the other is slow; what is written is read in order, once.
 */
export class Ring {
  readonly memory: SharedArrayBuffer
  readonly #words: Int32Array

  constructor(memory = new SharedArrayBuffer(HEAD + SLOT * SLOTS)) {
    this.memory = memory
    this.#words = new Int32Array(memory, 0, HEAD / 4)
  }

  /** The writer: the next free slot, once there is one; `undefined` when nobody wants more. */
  slot(): Uint8Array | undefined {
    const words = this.#words
    const written = words[WRITTEN]!
    for (;;) {
      if (Atomics.load(words, STATE) === UNWANTED) return undefined
      const read = Atomics.load(words, READ)
      if (written - read < SLOTS) return new Uint8Array(this.memory, HEAD + (written % SLOTS) * SLOT, SLOT)
      Atomics.wait(words, READ, read, 1000)
    }
  }

  /** The writer: hands over the slot with `length` bytes in it. */
  write(length: number): void {
    const words = this.#words
    words[LENGTHS + (words[WRITTEN]! % SLOTS)] = length
    Atomics.add(words, WRITTEN, 1)
    Atomics.notify(words, WRITTEN)
  }

  /** The writer: it begins, with a file of so many bytes. */
  begin(size: number): void {
    this.#words[SIZE] = Math.floor(size / 2 ** 31)
    this.#words[SIZE + 1] = size % 2 ** 31
    Atomics.compareExchange(this.#words, STATE, NEW, OPEN)
  }

  /** The writer: no more will come; without a digest, as the file could not be read. */
  end(digest: Sha256 | undefined): void {
    const words = this.#words
    new Uint8Array(this.memory, DIGEST, 64).set(new TextEncoder().encode(digest ?? ''))
    Atomics.store(words, STATE, digest === undefined ? FAILED : ENDED)
    Atomics.notify(words, WRITTEN)
  }

  /** The reader, at the end: the digest of all bytes. */
  digest(): Sha256 {
    return String.fromCharCode(...new Uint8Array(this.memory, DIGEST, 64)) as Sha256
  }

  /** The size of the file as far as it is known. */
  get size(): number {
    return this.#words[SIZE]! * 2 ** 31 + this.#words[SIZE + 1]!
  }

  /**
   * The reader: copies of what was written, in order; `take` returns false when it needs no more. False when the writer did not
   * begin or failed at the beginning: then nothing was handed over.
   */
  drain(take: (chunk: Uint8Array) => boolean): boolean {
    const words = this.#words
    // Texts cannot be decoded from shared memory everywhere, and bytes of one kind are read faster than bytes of two.
    const copy = new Uint8Array(SLOT)
    for (let waited = 0; Atomics.load(words, STATE) === NEW; waited += 50) {
      if (waited > PATIENCE) {
        Atomics.store(words, STATE, UNWANTED)
        return false
      }
      Atomics.wait(words, STATE, NEW, 50)
    }
    for (let read = 0; ; read++) {
      while (Atomics.load(words, WRITTEN) === read) {
        const state = Atomics.load(words, STATE)
        if (state !== OPEN && Atomics.load(words, WRITTEN) === read) {
          if (state === FAILED && read > 0) throw new Error('the file could not be read to its end')
          return state === ENDED
        }
        Atomics.wait(words, WRITTEN, read, 50)
      }
      const length = words[LENGTHS + (read % SLOTS)]!
      copy.set(new Uint8Array(this.memory, HEAD + (read % SLOTS) * SLOT, length))
      Atomics.add(words, READ, 1)
      Atomics.notify(words, READ)
      if (!take(copy.subarray(0, length))) {
        Atomics.store(words, STATE, UNWANTED)
        Atomics.notify(words, READ)
        return true
      }
    }
  }
}
