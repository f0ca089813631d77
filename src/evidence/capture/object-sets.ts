/**
 * Which numbers of each kind were touched, as sorted, disjoint ranges. The usual poll of ranges seen before costs a
 * comparison; new ranges are merged in.
 */
export class ObjectSets {
  readonly #limit: number
  readonly #kinds: number[] = []
  /** Per kind: from, to, from, to … */
  readonly #ranges: number[][] = []
  #held = 0
  /** Touches that found no room. */
  beyond = 0
  #lastKind = -1
  #lastFrom = 0
  #lastTo = -1

  constructor(limit: number) {
    this.#limit = limit
  }

  add(kind: number, from: number, to: number): void {
    if (kind === this.#lastKind && from >= this.#lastFrom && to <= this.#lastTo) return
    if (!(from <= to)) return
    let index = this.#kinds.indexOf(kind)
    if (index < 0) {
      if (this.#held >= this.#limit) {
        this.beyond++
        return
      }
      index = this.#kinds.length
      this.#kinds.push(kind)
      this.#ranges.push([])
    }
    this.#merge(index, kind, from, to)
  }

  /** Each kind with its ranges as `0-9,100`. */
  *texts(): Iterable<[kind: number, set: string]> {
    for (const [index, kind] of this.#kinds.entries()) {
      const parts: string[] = []
      const ranges = this.#ranges[index]!
      for (let i = 0; i < ranges.length; i += 2)
        parts.push(ranges[i] === ranges[i + 1] ? `${ranges[i]}` : `${ranges[i]}-${ranges[i + 1]}`)
      yield [kind, parts.join(',')]
    }
  }

  #merge(index: number, kind: number, from: number, to: number): void {
    const ranges = this.#ranges[index]!
    // The first range that ends at or after the place just before `from`.
    let low = 0
    let high = ranges.length / 2
    while (low < high) {
      const middle = (low + high) >> 1
      if (ranges[middle * 2 + 1]! < from - 1) low = middle + 1
      else high = middle
    }
    let start = from
    let end = to
    let last = low
    while (last * 2 < ranges.length && ranges[last * 2]! <= to + 1) {
      start = Math.min(start, ranges[last * 2]!)
      end = Math.max(end, ranges[last * 2 + 1]!)
      last++
    }
    if (last === low && this.#held >= this.#limit) {
      this.beyond++
      return
    }
    if (last !== low + 1 || ranges[low * 2] !== start || ranges[low * 2 + 1] !== end) {
      ranges.splice(low * 2, (last - low) * 2, start, end)
      this.#held += 1 - (last - low)
    }
    this.#lastKind = kind
    this.#lastFrom = start
    this.#lastTo = end
  }
}
