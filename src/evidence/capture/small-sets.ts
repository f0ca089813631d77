/** How many numbers a set holds; what comes later is only counted. */
export const MOST = 64
const NONE: readonly number[] = []

/** A set of numbers per row, nearly always of one: only further ones cost an object. */
export class SmallSets {
  /** The first number of each row, plus one. */
  #first = new Int32Array(64)
  readonly #more = new Map<number, number[]>()
  /** How often a number found no room. */
  beyond = 0

  add(row: number, value: number): void {
    if (row >= this.#first.length) {
      const larger = new Int32Array(row * 2)
      larger.set(this.#first)
      this.#first = larger
    }
    const first = this.#first[row]!
    if (first === 0) this.#first[row] = value + 1
    else if (first !== value + 1) {
      const more = this.#more.get(row)
      if (!more) this.#more.set(row, [value])
      else if (!more.includes(value)) {
        if (more.length < MOST - 1) more.push(value)
        else this.beyond++
      }
    }
  }

  of(row: number): readonly number[] {
    const first = this.#first[row] ?? 0
    return first === 0 ? NONE : [first - 1, ...(this.#more.get(row) ?? NONE)]
  }
}
