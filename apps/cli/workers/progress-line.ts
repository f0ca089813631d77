import type { Io } from '../io.ts'
import type { EvidenceFile } from '../named-files.ts'

/** The line is written anew after so many milliseconds. */
const STEP = 100

/** One line on how far the reading is: of how many files, at which rate, and how long it will take. */
export class ProgressLine {
  readonly #files: readonly EvidenceFile[]
  readonly #sizes: readonly number[]
  readonly #done: number[]
  readonly #io: Io
  readonly #begun = performance.now()
  #shown = 0

  constructor(files: readonly EvidenceFile[], sizes: readonly number[], io: Io) {
    this.#files = files
    this.#sizes = sizes
    this.#done = files.map(() => 0)
    this.#io = io
  }

  size(number: number): number {
    return this.#sizes[number]!
  }

  /** So many bytes of a file have been read. */
  tell(number: number, done: number): void {
    this.#done[number] = done
    const now = performance.now()
    if (now - this.#shown < STEP) return
    this.#shown = now
    const read = sum(this.#done)
    const total = sum(this.#sizes)
    const seconds = (now - this.#begun) / 1000
    const rate = read / Math.max(seconds, 0.001)
    const part = total > 0 ? `${Math.floor((100 * read) / total)} %, ` : ''
    const left = total > read && seconds > 1 ? `, ${timeLeft((total - read) / rate)} left` : ''
    this.#io.progress(`reading ${this.#files[number]!.name}: ${part}${mega(read)} MB at ${mega(rate)} MB/s${left}`)
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0)
}

function mega(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)
}

function timeLeft(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`
}
