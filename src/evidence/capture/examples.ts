import type { Sha256 } from '../../groundwork/canonical.ts'
import type { Micros } from '../../groundwork/day.ts'
import type { FrameRef } from '../../standard/origin.ts'
import type { Frame } from '../dissector.ts'

/** How many frames of a row are kept. */
export const EXAMPLES = 3
const NONE: readonly FrameRef[] = []

/** The first three frames of each row of a table, as numbers. */
export class Examples {
  #counts = new Uint8Array(64)
  #numbers = new Float64Array(64 * EXAMPLES * 4)

  add(row: number, frame: Frame): void {
    if (row >= this.#counts.length) this.#grow(row)
    const n = this.#counts[row]!
    if (n >= EXAMPLES) return
    const at = (row * EXAMPLES + n) * 4
    // Two messages of one kind in one frame are one example.
    if (n > 0 && this.#numbers[at - 4] === frame.number) return
    this.#numbers[at] = frame.number
    this.#numbers[at + 1] = frame.offset
    this.#numbers[at + 2] = frame.length
    this.#numbers[at + 3] = frame.time
    this.#counts[row] = n + 1
  }

  /** The frames of a row in the order of the file, at most so many. Lists are made at their length: there are many of them. */
  refs(row: number, source: Sha256, file: string, most = EXAMPLES): readonly FrameRef[] {
    const count = Math.min(most, this.#counts[row] ?? 0)
    if (count === 0) return NONE
    const first = this.#ref(row, 0, source, file)
    if (count === 1) return [first]
    const second = this.#ref(row, 1, source, file)
    const refs = count === 2 ? [first, second] : [first, second, this.#ref(row, 2, source, file)]
    return refs.sort((a, b) => a.frame - b.frame)
  }

  #ref(row: number, n: number, source: Sha256, file: string): FrameRef {
    const at = (row * EXAMPLES + n) * 4
    const numbers = this.#numbers
    return {
      source,
      file,
      frame: numbers[at]!,
      offset: numbers[at + 1]!,
      length: numbers[at + 2]!,
      time: numbers[at + 3]! as Micros,
    }
  }

  #grow(row: number): void {
    let size = this.#counts.length
    while (size <= row) size *= 2
    const counts = new Uint8Array(size)
    counts.set(this.#counts)
    this.#counts = counts
    const numbers = new Float64Array(size * EXAMPLES * 4)
    numbers.set(this.#numbers)
    this.#numbers = numbers
  }
}
