/** Ranges that are kept in one flat list; beyond, each kind has a list of its own that is searched by halving. */
const FEW = 12
const NONE: readonly number[] = []

/**
 * Which numbers of each kind were touched, as sorted, disjoint ranges. The usual poll of ranges seen before costs a
 * comparison; new ranges are merged in. Nearly all sets are of one or two ranges, and there are many sets: these cost one
 * short list.
 */
export class ObjectSets {
  readonly #limit: number
  /** Kind, from, to of each range, while there are few. */
  #few = NONE
  /** From, to, from, to … by kind, once there are many. */
  #many: Map<number, number[]> | undefined
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
    if (this.#many) this.#addToMany(this.#many, kind, from, to)
    else this.#addToFew(kind, from, to)
  }

  /** Each kind with its ranges as `0-9,100`. */
  *texts(): Iterable<[kind: number, set: string]> {
    for (const [kind, ranges] of this.#many ?? byKind(this.#few)) {
      let text = ''
      for (let i = 0; i < ranges.length; i += 2)
        text += `${i > 0 ? ',' : ''}${ranges[i] === ranges[i + 1] ? ranges[i] : `${ranges[i]}-${ranges[i + 1]}`}`
      yield [kind, text]
    }
  }

  #addToFew(kind: number, from: number, to: number): void {
    const few = this.#few
    let touching = 0
    for (let i = 0; i < few.length; i += 3) {
      if (few[i] !== kind || few[i + 1]! > to + 1 || few[i + 2]! < from - 1) continue
      if (few[i + 1]! <= from && few[i + 2]! >= to) return this.#note(kind, few[i + 1]!, few[i + 2]!)
      touching++
    }
    if (touching === 0 && this.#held >= this.#limit) {
      this.beyond++
      return
    }
    if (touching === 0 && this.#held < FEW) {
      // A new list of just the length needed: most sets never grow again.
      this.#few = [...few, kind, from, to]
      this.#held++
      return this.#note(kind, from, to)
    }
    // Ranges grow together or there are many: the sorted form sees to it.
    const many = new Map(byKind(few))
    this.#addToMany(many, kind, from, to)
    if (this.#held > FEW / 2) {
      this.#many = many
      this.#few = NONE
    } else this.#few = [...many].flatMap(([k, ranges]) => flat(k, ranges))
  }

  #addToMany(many: Map<number, number[]>, kind: number, from: number, to: number): void {
    let ranges = many.get(kind)
    if (!ranges) {
      if (this.#held >= this.#limit) {
        this.beyond++
        return
      }
      many.set(kind, (ranges = []))
    }
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
    this.#note(kind, start, end)
  }

  #note(kind: number, from: number, to: number): void {
    this.#lastKind = kind
    this.#lastFrom = from
    this.#lastTo = to
  }
}

/** Sorted ranges by kind, kinds in the order in which they were met. */
function byKind(few: readonly number[]): Map<number, number[]> {
  const ranges = new Map<number, [number, number][]>()
  for (let i = 0; i < few.length; i += 3) {
    const list = ranges.get(few[i]!)
    if (list) list.push([few[i + 1]!, few[i + 2]!])
    else ranges.set(few[i]!, [[few[i + 1]!, few[i + 2]!]])
  }
  return new Map([...ranges].map(([kind, list]) => [kind, list.sort(([a], [b]) => a - b).flat()]))
}

function flat(kind: number, ranges: readonly number[]): number[] {
  const triples: number[] = []
  for (let i = 0; i < ranges.length; i += 2) triples.push(kind, ranges[i]!, ranges[i + 1]!)
  return triples
}
