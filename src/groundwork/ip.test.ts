import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contains, ip, ip6At, ipBits, ipText, isPrivate, isUnicast, overlaps, prefix, prefixText } from './ip.ts'

const bits4 = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n })
const bits6 = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n })
const anAddress = fc.oneof(
  bits4.map((bits) => ({ family: 4 as const, bits })),
  bits6.map((bits) => ({ family: 6 as const, bits })),
  bits6.map((bits) => ({ family: 6 as const, bits: bits & (2n ** 64n - 1n) })),
)

describe('addresses', () => {
  test('RFC 5952 spelling', () => {
    expect(ip('2001:0DB8:0:0:0:0:2:1')).toBe('2001:db8::2:1')
    expect(ip('2001:db8:0:1:1:1:1:1')).toBe('2001:db8:0:1:1:1:1:1')
    expect(ip('2001:0:0:1:0:0:0:1')).toBe('2001:0:0:1::1')
    expect(ip('2001:db8:0:0:1:0:0:1')).toBe('2001:db8::1:0:0:1')
    expect(ip('::ffff:192.0.2.1')).toBe('::ffff:192.0.2.1')
    expect(ip('::')).toBe('::')
    expect(ip('fe80::')).toBe('fe80::')
  })

  test('what is no address', () => {
    for (const text of [
      '',
      '1.2.3',
      '1.2.3.256',
      '01.2.3.4',
      '1.2.3.4.5',
      ':::',
      '1::2::3',
      '12345::',
      'g::',
      '1:2:3:4:5:6:7:8:9',
      '1:2:3:4:5:6:7::8:9',
      '10.0.0.1/8',
      'fe80::1%eth0',
    ])
      expect(ip(text), text).toBeUndefined()
  })

  test('written and read back', () => {
    fc.assert(fc.property(anAddress, (a) => void expect(ipBits(ipText(a))).toEqual(a)))
  })

  test('16 bytes are read as the text says', () => {
    fc.assert(
      fc.property(bits6, (bits) => {
        const bytes = Uint8Array.from({ length: 16 }, (_, i) => Number((bits >> BigInt(120 - 8 * i)) & 255n))
        expect(ip6At(bytes, 0)).toBe(ipText({ family: 6, bits }))
      }),
    )
  })

  test('unicast and private', () => {
    expect(isUnicast(ipBits('224.0.0.1')!)).toBe(false)
    expect(isUnicast(ipBits('255.255.255.255')!)).toBe(false)
    expect(isUnicast(ipBits('ff02::1')!)).toBe(false)
    expect(isUnicast(ipBits('10.0.0.255')!)).toBe(true)
    expect(isPrivate(ipBits('172.31.255.1')!)).toBe(true)
    expect(isPrivate(ipBits('172.32.0.1')!)).toBe(false)
  })
})

describe('prefixes', () => {
  test('host bits are refused', () => {
    expect(prefix('10.0.0.1/24')).toBeUndefined()
    expect(prefix('10.0.0.0/33')).toBeUndefined()
    expect(prefixText(prefix('10.0.0.0/8')!)).toBe('10.0.0.0/8')
    expect(prefixText(prefix('192.0.2.7')!)).toBe('192.0.2.7/32')
  })

  test('containing agrees with counting', () => {
    fc.assert(
      fc.property(bits4, fc.integer({ min: 0, max: 32 }), bits4, (base, length, other) => {
        const size = 2n ** BigInt(32 - length)
        const p = { family: 4 as const, bits: (base / size) * size, length }
        expect(contains(p, { family: 4, bits: other })).toBe(other >= p.bits && other < p.bits + size)
        const host = { family: 4 as const, bits: other, length: 32 }
        expect(overlaps(p, host)).toBe(contains(p, host))
        expect(overlaps(host, p)).toBe(contains(p, host))
      }),
    )
  })
})
