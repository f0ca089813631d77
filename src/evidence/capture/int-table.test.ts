import fc from 'fast-check'
import { expect, test } from 'vitest'
import { IntTable } from './int-table.ts'

const key = fc.tuple(fc.nat(2), fc.constantFrom(0, 1, -5), fc.constantFrom(-1, 0, 0x7fffffff, -0x80000000), fc.nat(2))

test('a table of numbers answers as a map of texts does', () => {
  fc.assert(
    fc.property(fc.array(key, { minLength: 150, maxLength: 300 }), fc.array(fc.nat(), { maxLength: 20 }), (keys, dropped) => {
      const table = new IntTable(200)
      const map = new Map<string, number>()
      for (const [a, b, c, d] of keys) {
        const text = `${a} ${b} ${c} ${d}`
        expect(table.find(a, b, c, d)).toBe(map.get(text) ?? -1)
        if (map.has(text)) continue
        const row = table.add(a, b, c, d)
        expect(row).toBe(map.size < 200 ? map.size : -1)
        if (row >= 0) map.set(text, row)
      }
      const gone = new Set(dropped.map((n) => n % Math.max(1, map.size)))
      const kept = [...map].filter(([, row]) => !gone.has(row))
      table.keep(Int32Array.from(kept.map(([, row]) => row)))
      expect(table.size).toBe(kept.length)
      for (const [i, [text]] of kept.entries()) expect(table.find(...numbers(text))).toBe(i)
      for (const [text, row] of map) if (gone.has(row)) expect(table.find(...numbers(text))).toBe(-1)
    }),
  )
})

test('keys that differ in one number only stay quick to find', () => {
  for (const place of [0, 1, 2, 3]) {
    const table = new IntTable(1 << 17)
    const keyOf = (n: number) =>
      [0, 1, 2, 3].map((i) => (i === place ? Math.imul(n, 0x10000) : 7)) as [number, number, number, number]
    const before = performance.now()
    for (let n = 0; n < 60_000; n++) table.add(...keyOf(n))
    for (let n = 0; n < 60_000; n++) expect(table.find(...keyOf(n)) >= 0).toBe(true)
    expect(performance.now() - before).toBeLessThan(5000)
  }
})

function numbers(text: string): [number, number, number, number] {
  return text.split(' ').map(Number) as [number, number, number, number]
}
