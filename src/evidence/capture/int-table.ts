const EMPTY = -1
const LONG_PROBE = 64

/**
 * A hash table from four 32-bit numbers to a row number (0, 1, 2 …), by open addressing over typed arrays: no object per
 * entry. Long probes, as made by input that aims at the hash, change the seed; so an attack costs a rebuild, not a hang.
 */
export class IntTable {
  readonly limit: number
  size = 0
  /** The keys by row, four numbers each. */
  keys: Int32Array
  #slots: Int32Array
  #mask: number
  #seed = 0x9e3779b9 | 0
  #reseeds = 0
  #last = 0

  constructor(limit: number, expected = 64) {
    this.limit = limit
    let capacity = 16
    while (capacity < expected * 2) capacity *= 2
    this.#slots = new Int32Array(capacity).fill(EMPTY)
    this.#mask = capacity - 1
    this.keys = new Int32Array(capacity * 2)
  }

  /** The row of a key, or -1. */
  find(a: number, b: number, c: number, d: number): number {
    const keys = this.keys
    // Packets come in trains: the row found last is often wanted again.
    const l = this.#last << 2
    if (keys[l + 2] === c && keys[l] === a && keys[l + 1] === b && keys[l + 3] === d && this.#last < this.size)
      return this.#last
    const slots = this.#slots
    const mask = this.#mask
    let slot = this.#hash(a, b, c, d) & mask
    for (;;) {
      const row = slots[slot]!
      if (row === EMPTY) return EMPTY
      const k = row << 2
      if (keys[k] === a && keys[k + 1] === b && keys[k + 2] === c && keys[k + 3] === d) {
        this.#last = row
        return row
      }
      slot = (slot + 1) & mask
    }
  }

  /** Adds a key that is not there and returns its row; -1 when the table is full. Numbers must be within 32 bits with sign. */
  add(a: number, b: number, c: number, d: number): number {
    const row = this.size
    if (row >= this.limit) return EMPTY
    if (row * 2 >= this.#mask) this.#rebuild((this.#mask + 1) * 2)
    const k = row << 2
    this.keys[k] = a
    this.keys[k + 1] = b
    this.keys[k + 2] = c
    this.keys[k + 3] = d
    this.size = row + 1
    if (this.#place(row) > LONG_PROBE && this.#reseeds < 16) {
      this.#reseeds++
      this.#seed = (Math.imul(this.#seed, 0x85ebca6b) + a + Math.imul(b, 31)) | 1
      this.#rebuild(this.#reseeds % 4 === 0 ? (this.#mask + 1) * 2 : this.#mask + 1)
    }
    return row
  }

  /** Keeps only the rows named, in their order, as rows 0, 1, 2 … */
  keep(rows: Int32Array): void {
    const kept = new Int32Array(this.keys.length)
    for (let i = 0; i < rows.length; i++) {
      const k = rows[i]! << 2
      kept.set(this.keys.subarray(k, k + 4), i << 2)
    }
    this.keys = kept
    this.size = rows.length
    this.#rebuild(this.#mask + 1)
  }

  #place(row: number): number {
    const k = row << 2
    const keys = this.keys
    let slot = this.#hash(keys[k]!, keys[k + 1]!, keys[k + 2]!, keys[k + 3]!) & this.#mask
    let probes = 0
    while (this.#slots[slot] !== EMPTY) {
      slot = (slot + 1) & this.#mask
      probes++
    }
    this.#slots[slot] = row
    return probes
  }

  #rebuild(capacity: number): void {
    this.#slots = capacity === this.#slots.length ? this.#slots.fill(EMPTY) : new Int32Array(capacity).fill(EMPTY)
    this.#mask = capacity - 1
    if (this.keys.length < capacity * 2) {
      const larger = new Int32Array(capacity * 2)
      larger.set(this.keys)
      this.keys = larger
    }
    for (let row = 0; row < this.size; row++) this.#place(row)
  }

  #hash(a: number, b: number, c: number, d: number): number {
    let h = Math.imul(a ^ this.#seed, 0xcc9e2d51)
    h = (h << 15) | (h >>> 17)
    h = Math.imul(h ^ b, 0x1b873593)
    h = (h << 13) | (h >>> 19)
    h = Math.imul(h ^ c, 0x85ebca6b)
    h = (h << 16) | (h >>> 16)
    h = Math.imul(h ^ d, 0xc2b2ae35)
    h ^= h >>> 15
    h = Math.imul(h, 0x27d4eb2d)
    return h ^ (h >>> 13)
  }
}
