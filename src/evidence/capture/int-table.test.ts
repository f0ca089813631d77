import fc from 'fast-check'
import { expect, test } from 'vitest'
import { IntTable } from './int-table.ts'

const key = fc.tuple(fc.nat(2), fc.constantFrom(0, 1, -5), fc.constantFrom(-1, 0, 0x7fffffff, -0x80000000), fc.nat(2))

test('a table of numbers answers as a map of texts does', () => {
  fc.assert(
    fc.property(
      fc.array(key, { minLength: 150, maxLength: 300 }),
      fc.array(fc.nat(), { maxLength: 20 }),
      (keys, dropped) => {
        const table = new IntTable(80)
        const map = new Map<string, number>()
        const [answers, expected]: [number[], number[]] = [[], []]
        for (const [a, b, c, d] of keys) {
          const text = `${a} ${b} ${c} ${d}`
          answers.push(table.find(a, b, c, d))
          expected.push(map.get(text) ?? -1)
          if (map.has(text)) continue
          answers.push(table.add(a, b, c, d))
          expected.push(map.size < 80 ? map.size : -1)
          if (map.size < 80) map.set(text, map.size)
        }
        expect(answers).toEqual(expected)
        const gone = new Set(dropped.map((n) => n % Math.max(1, map.size)))
        const kept = [...map].filter(([, row]) => !gone.has(row))
        table.keep(Int32Array.from(kept.map(([, row]) => row)))
        expect(table.size).toBe(kept.length)
        const left = new Map(kept.map(([text], i) => [text, i]))
        expect([...map.keys()].map((text) => table.find(...numbers(text)))).toEqual(
          [...map.keys()].map((text) => left.get(text) ?? -1),
        )
      },
    ),
  )
})

test('keys that differ in one number only stay quick to find', () => {
  for (const place of [0, 1, 2, 3]) {
    const table = new IntTable(1 << 17)
    const keyOf = (n: number) =>
      [0, 1, 2, 3].map((i) => (i === place ? Math.imul(n, 0x10000) : 7)) as [number, number, number, number]
    const before = performance.now()
    for (let n = 0; n < 60_000; n++) table.add(...keyOf(n))
    let found = 0
    for (let n = 0; n < 60_000; n++) if (table.find(...keyOf(n)) === n) found++
    expect(found).toBe(60_000)
    expect(performance.now() - before).toBeLessThan(5000)
  }
})

function numbers(text: string): [number, number, number, number] {
  return text.split(' ').map(Number) as [number, number, number, number]
}
