/** A closed range of whole numbers. */
export interface Interval {
  readonly from: number
  readonly to: number
}

/**
 * A set of whole numbers as sorted, disjoint, never adjacent closed ranges: ports, register ranges, frame numbers.
 * Values are immutable; equal sets have equal `ranges`.
 */
export class IntervalSet {
  static readonly empty = new IntervalSet([])
  readonly ranges: readonly Interval[]

  private constructor(ranges: readonly Interval[]) {
    this.ranges = ranges
  }

  /** A set from ranges in any order; ranges whose end lies before their start are left out. */
  static of(...ranges: readonly Interval[]): IntervalSet {
    const sorted = ranges.filter((r) => r.from <= r.to).sort((a, b) => a.from - b.from)
    const merged: { from: number; to: number }[] = []
    for (const { from, to } of sorted) {
      const last = merged.at(-1)
      if (last && from <= last.to + 1) last.to = Math.max(last.to, to)
      else merged.push({ from, to })
    }
    return merged.length === 0 ? IntervalSet.empty : new IntervalSet(merged)
  }

  /** Reads `80,443,1024-2047`; `undefined` when a part is no number or range. */
  static parse(text: string): IntervalSet | undefined {
    const ranges: Interval[] = []
    for (const part of text.split(',')) {
      const match = /^\s*(\d{1,15})(?:\s*-\s*(\d{1,15}))?\s*$/.exec(part)
      if (!match) return undefined
      const from = Number(match[1])
      const to = match[2] === undefined ? from : Number(match[2])
      if (to < from) return undefined
      ranges.push({ from, to })
    }
    return IntervalSet.of(...ranges)
  }

  get size(): number {
    return this.ranges.reduce((n, r) => n + r.to - r.from + 1, 0)
  }

  has(value: number): boolean {
    let low = 0
    let high = this.ranges.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const range = this.ranges[middle]!
      if (value < range.from) high = middle - 1
      else if (value > range.to) low = middle + 1
      else return true
    }
    return false
  }

  union(other: IntervalSet): IntervalSet {
    return IntervalSet.of(...this.ranges, ...other.ranges)
  }

  intersect(other: IntervalSet): IntervalSet {
    const found: Interval[] = []
    for (let i = 0, j = 0; i < this.ranges.length && j < other.ranges.length; ) {
      const a = this.ranges[i]!
      const b = other.ranges[j]!
      found.push({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) })
      if (a.to < b.to) i++
      else j++
    }
    return IntervalSet.of(...found)
  }

  minus(other: IntervalSet): IntervalSet {
    const left: Interval[] = []
    for (const range of this.ranges) {
      let from = range.from
      for (const hole of other.ranges) {
        if (hole.to < from) continue
        if (hole.from > range.to) break
        left.push({ from, to: hole.from - 1 })
        from = hole.to + 1
      }
      left.push({ from, to: range.to })
    }
    return IntervalSet.of(...left)
  }

  toString(): string {
    return this.ranges.map((r) => (r.from === r.to ? `${r.from}` : `${r.from}-${r.to}`)).join(',')
  }
}
