import fc from 'fast-check'
import { expect, test } from 'vitest'
import { IntervalSet } from './interval-set.ts'

const aSet = fc
  .array(fc.tuple(fc.nat(30), fc.nat(6)))
  .map((pairs) => IntervalSet.of(...pairs.map(([from, n]) => ({ from, to: from + n }))))
const members = (s: IntervalSet) => Array.from({ length: 50 }, (_, i) => i).filter((i) => s.has(i))

test('the algebra agrees with sets of numbers', () => {
  fc.assert(
    fc.property(aSet, aSet, (a, b) => {
      const [x, y] = [members(a), members(b)]
      expect(members(a.union(b))).toEqual([...new Set([...x, ...y])].sort((p, q) => p - q))
      expect(members(a.intersect(b))).toEqual(x.filter((n) => y.includes(n)))
      expect(members(a.minus(b))).toEqual(x.filter((n) => !y.includes(n)))
      expect(a.size).toBe(x.length)
    }),
  )
})

test('equal sets have equal ranges, and texts read back', () => {
  fc.assert(
    fc.property(aSet, (a) => {
      expect(IntervalSet.of(...members(a).map((n) => ({ from: n, to: n }))).ranges).toEqual(a.ranges)
      if (a.size > 0) expect(IntervalSet.parse(a.toString())!.ranges).toEqual(a.ranges)
    }),
  )
})

test('what is no set', () => {
  for (const text of ['', 'a', '1-', '5-3', '1,,2', '-1']) expect(IntervalSet.parse(text), text).toBeUndefined()
})
