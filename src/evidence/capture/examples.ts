import type { Sha256 } from '../../groundwork/canonical.ts'
import type { Micros } from '../../groundwork/day.ts'
import type { FrameRef } from '../../standard/origin.ts'
import type { Frame } from '../dissector.ts'

const PER_ROW = 3

/** The first three frames of each row of a table, as numbers. */
export class Examples {
  #counts = new Uint8Array(64)
  #numbers = new Float64Array(64 * PER_ROW * 4)

  add(row: number, frame: Frame): void {
    if (row >= this.#counts.length) this.#grow(row)
    const n = this.#counts[row]!
    if (n >= PER_ROW) return
    const at = (row * PER_ROW + n) * 4
    // Two messages of one kind in one frame are one example.
    if (n > 0 && this.#numbers[at - 4] === frame.number) return
    this.#numbers[at] = frame.number
    this.#numbers[at + 1] = frame.offset
    this.#numbers[at + 2] = frame.length
    this.#numbers[at + 3] = frame.time
    this.#counts[row] = n + 1
  }

  /** The frames of a row in the order of the file. */
  refs(row: number, source: Sha256, file: string): FrameRef[] {
    const refs: FrameRef[] = []
    for (let n = 0; n < (this.#counts[row] ?? 0); n++) {
      const at = (row * PER_ROW + n) * 4
      refs.push({
        source,
        file,
        frame: this.#numbers[at]!,
        offset: this.#numbers[at + 1]!,
        length: this.#numbers[at + 2]!,
        time: this.#numbers[at + 3]! as Micros,
      })
    }
    if (refs.length > 1) refs.sort((a, b) => a.frame - b.frame)
    return refs
  }

  #grow(row: number): void {
    let size = this.#counts.length
    while (size <= row) size *= 2
    const counts = new Uint8Array(size)
    counts.set(this.#counts)
    this.#counts = counts
    const numbers = new Float64Array(size * PER_ROW * 4)
    numbers.set(this.#numbers)
    this.#numbers = numbers
  }
}
