import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Remembered, textAt, viewOf } from './bytes.ts'

const printable = fc.uint8Array({ maxLength: 300 }).map((bytes) => bytes.map((b) => 0x20 + (b % 0x5f)))

test('what is remembered is never mistaken for something else', () => {
  const asked = new Remembered(4, 200, (bytes, from, to) => ({
    text: String.fromCharCode(...bytes.subarray(from, to)),
  }))
  fc.assert(
    fc.property(printable, fc.nat(), (bytes, at) => {
      const other = bytes.slice()
      // Most bytes of long ranges are not looked at to find the place.
      if (other.length > 0) other[at % other.length] = other[at % other.length] === 0x41 ? 0x42 : 0x41
      for (const each of [bytes, other, bytes]) {
        const made = asked.of(each, 0, each.length)
        expect(made.text).toBe(String.fromCharCode(...each))
        if (each.length <= 200) expect(asked.of(each.slice(), 0, each.length)).toBe(made)
      }
      expect(textAt(other, 0, other.length)).toBe(String.fromCharCode(...other))
    }),
  )
})

test('a view follows the bytes that are asked for', () => {
  const buffer = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8])
  const part = buffer.subarray(2)
  for (const bytes of [buffer, part, buffer.subarray(1, 7), new Uint8Array([9, 8, 7, 6]), part]) {
    expect(viewOf(bytes).getUint16(1)).toBe((bytes[1]! << 8) | bytes[2]!)
    expect(viewOf(bytes).byteLength).toBe(bytes.length)
  }
})
