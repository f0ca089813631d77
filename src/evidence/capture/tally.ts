import { EXAMPLES, Examples } from './examples.ts'
import type { Frame } from '../dissector.ts'

const STRIDE = 4
const PACKETS = 0
const BYTES = 1
const FIRST = 2
const LAST = 3

/** What one row of a tally says: packets, bytes on the wire, first and last time. */
export interface Sums {
  readonly packets: number
  readonly bytes: number
  readonly first: number
  readonly last: number
}

/** Packets, bytes, times and example frames by row number, without an object per row. */
export class Tally {
  readonly examples = new Examples()
  #rows = 0
  #sums = new Float64Array(64 * STRIDE)

  /** Counts one frame; rows must be begun in order. */
  add(row: number, bytes: number, frame: Frame): void {
    const at = row * STRIDE
    if (row >= this.#rows) this.#begin(row, frame.time)
    const sums = this.#sums
    const packets = sums[at + PACKETS]! + 1
    sums[at + PACKETS] = packets
    sums[at + BYTES] = sums[at + BYTES]! + bytes
    const { time } = frame
    if (time > sums[at + LAST]!) sums[at + LAST] = time
    else if (time < sums[at + FIRST]!) sums[at + FIRST] = time
    if (packets <= EXAMPLES) this.examples.add(row, frame)
  }

  /** Whether later frames of a row are no examples any more. */
  hasExamples(row: number): boolean {
    return this.#sums[row * STRIDE + PACKETS]! >= EXAMPLES
  }

  /** Counts frames of which none is an example, for a row that was begun. */
  addMore(row: number, packets: number, bytes: number, first: number, last: number): void {
    const at = row * STRIDE
    const sums = this.#sums
    sums[at + PACKETS] = sums[at + PACKETS]! + packets
    sums[at + BYTES] = sums[at + BYTES]! + bytes
    if (last > sums[at + LAST]!) sums[at + LAST] = last
    if (first < sums[at + FIRST]!) sums[at + FIRST] = first
  }

  of(row: number): Sums {
    const at = row * STRIDE
    const sums = this.#sums
    return {
      packets: sums[at + PACKETS]!,
      bytes: sums[at + BYTES]!,
      first: sums[at + FIRST]!,
      last: sums[at + LAST]!,
    }
  }

  #begin(row: number, time: number): void {
    if ((row + 1) * STRIDE > this.#sums.length) {
      const larger = new Float64Array(Math.max(this.#sums.length * 2, (row + 1) * STRIDE))
      larger.set(this.#sums)
      this.#sums = larger
    }
    this.#rows = row + 1
    this.#sums[row * STRIDE + FIRST] = time
    this.#sums[row * STRIDE + LAST] = time
  }
}
