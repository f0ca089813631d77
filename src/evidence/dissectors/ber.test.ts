import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hex } from '../../../tests/kit/dissect.ts'
import { berContent, berEnd, berInteger, berOid, berSize, berTag } from './ber.ts'

const size = (digits: string) => berSize(hex(digits), 0, hex(digits).length)

test('sizes in short, long and indefinite form, and what is not whole or no element', () => {
  expect(size('30 03 020105')).toBe(5)
  expect(size('30 81 80')).toBe(131)
  expect(size('bf8148 82 0100')).toBe(262)
  expect(size('30 80 020105 0000')).toBe(7)
  expect(size('30 80 a0 80 020105 0000 0000 ff')).toBe(11)
  for (const part of ['', '30', '30 82 01', 'bf81', '30 80 020105 00']) expect(size(part), part).toBe(0)
  for (const none of ['30 ff', '30 85 0000000001', '04 80 0000', 'ff ff ff ff 01 00', '3080'.repeat(17)])
    expect(size(none), none).toBe(-1)
})

test('a walk over children ends with the parent and stays inside it', () => {
  const b = hex('30 80 020105 bf48 03 040122 8001ff 0000 020100')
  const end = berEnd(b, 0, b.length)
  const tags: number[] = []
  for (let i = berContent(b, 0), next = 0; (next = berEnd(b, i, end)) > 0; i = next) tags.push(berTag(b, i))
  expect(tags).toEqual([0x02, 0xbf * 2 ** 21 + 0x48, 0x80, 0])
  expect(berEnd(b, 0, 5)).toBe(-1)
})

test('integers keep their sign, identifiers their arcs', () => {
  const integer = (digits: string) => berInteger(hex(digits), 0, hex(digits).length)
  expect(['05', 'ff', '0080', '7fffffff', '00ffffffffff', '80000000'].map(integer)).toEqual([
    5, -1, 128, 2147483647, 1099511627775, -2147483648,
  ])
  expect([integer(''), integer('00'.repeat(10))]).toEqual([Number.NaN, Number.NaN])
  const oid = (digits: string) => berOid(hex(digits), 0, hex(digits).length)
  expect(['2b06010401', '28ca220203', '883703', '2a8648', '2a86', ''].map(oid)).toEqual([
    '1.3.6.1.4.1',
    '1.0.9506.2.3',
    '2.999.3',
    '1.2.840',
    '',
    '',
  ])
})

test('on any bytes nothing is read outside, and what is accepted lies inside', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(80), (b, to) => {
      const limit = Math.min(to, b.length)
      const shown = b.slice(0, limit)
      for (let i = 0; i < limit; i++) {
        expect(berSize(b, i, limit)).toBe(berSize(shown, i, limit))
        const end = berEnd(b, i, limit)
        if (end < 0) continue
        expect(end).toBeLessThanOrEqual(limit)
        expect(berContent(b, i)).toBeLessThanOrEqual(end)
        expect(berTag(b, i)).toBeGreaterThanOrEqual(0)
      }
    }),
    { numRuns: 2000 },
  )
})
