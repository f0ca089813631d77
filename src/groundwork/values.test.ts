import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { asciiText, ByteReader, hexText } from './bytes.ts'
import { canonicalJson, contentId, sha256Of } from './canonical.ts'
import { codeFrame } from './code-frame.ts'
import { day, dayOf, daysBetween, type Micros, timeText } from './day.ts'
import { diagnosticCatalog, type DiagnosticTable, reporter } from './diagnostic.ts'
import { isGroupMac, isLocalMac, mac, macAt } from './mac.ts'
import { didYouMean, distance, nearest } from './near.ts'
import { registry } from './order.ts'
import { LineIndex } from './span.ts'

describe('days and times', () => {
  test('agree with the calendar of the platform', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7_900_000_000_000 }), fc.nat(999), (ms, us) => {
        const iso = new Date(ms).toISOString()
        expect(timeText((ms * 1000 + us) as Micros)).toBe(`${iso.slice(0, -1)}${String(us).padStart(3, '0')}Z`)
        expect(day(iso.slice(0, 10))).toBe(dayOf((ms * 1000) as Micros))
      }),
    )
  })

  test('what is no day, and how far days lie apart', () => {
    for (const text of ['2026-02-29', '2026-13-01', '2026-00-10', '26-01-01', '2026-1-1', ''])
      expect(day(text)).toBeUndefined()
    expect(day('2024-02-29')).toBe('2024-02-29')
    expect(daysBetween(day('2024-02-28')!, day('2024-03-01')!)).toBe(2)
    expect(daysBetween(day('2026-11-01')!, day('2026-10-01')!)).toBe(-31)
  })
})

describe('bytes', () => {
  test('a reader never leaves its bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 12 }),
        fc.array(fc.constantFrom(1, 2, 4, 8, 3), { maxLength: 8 }),
        (bytes, steps) => {
          const reader = new ByteReader(bytes)
          for (const step of steps) {
            if (step === 1) reader.u8()
            else if (step === 2) reader.u16()
            else if (step === 4) reader.u32()
            else if (step === 8) reader.u64()
            else expect(reader.take(3).length).toBeLessThanOrEqual(3)
            expect(reader.at).toBeLessThanOrEqual(bytes.length)
          }
          expect(reader.over).toBe(steps.reduce((n, s) => n + s, 0) > bytes.length)
        },
      ),
    )
  })

  test('texts', () => {
    expect(asciiText(Uint8Array.of(65, 0, 66, 200, 32, 0, 0))).toBe('A.B.')
    expect(hexText(Uint8Array.of(0, 255, 16))).toBe('00ff10')
  })
})

test('a content id does not depend on the order of keys, and is SHA-256', () => {
  expect(contentId({ b: [1, { d: 2, c: undefined }], a: 'x' })).toBe(contentId({ a: 'x', b: [1, { d: 2 }] }))
  fc.assert(
    fc.property(fc.string(), (t) => void expect(sha256Of(t)).toBe(createHash('sha256').update(t).digest('hex'))),
  )
  fc.assert(
    fc.property(
      fc.jsonValue(),
      (v) => void expect(JSON.parse(canonicalJson(v))).toEqual(JSON.parse(JSON.stringify(v))),
    ),
  )
})

test('MAC addresses', () => {
  expect(mac('02-00-00-00-01-AB')).toBe('02:00:00:00:01:ab')
  expect(mac('0200.0000.01ab')).toBe('02:00:00:00:01:ab')
  expect(mac('02:00:00:00:01')).toBeUndefined()
  expect(macAt(Uint8Array.of(9, 1, 2, 3, 4, 5, 255), 1)).toBe('01:02:03:04:05:ff')
  expect([isGroupMac(mac('01:00:5e:00:00:01')!), isLocalMac(mac('02:00:00:00:00:01')!)]).toEqual([true, true])
})

describe('near misses', () => {
  test('distance agrees with its definition on short words', () => {
    const word = fc.string({ maxLength: 4, unit: fc.constantFrom('a', 'b') })
    fc.assert(
      fc.property(word, word, (a, b) => {
        const d = distance(a, b, 9)
        expect(d).toBe(distance(b, a, 9))
        expect(d === 0).toBe(a === b)
        expect(d).toBeGreaterThanOrEqual(Math.abs(a.length - b.length))
      }),
    )
    expect(distance('ab', 'ba', 3)).toBe(1)
  })

  test('suggestions', () => {
    expect(nearest('cel-3', ['cell-3', 'dmz', 'business'])).toEqual(['cell-3'])
    expect(didYouMean('xyz', ['met', 'not-met'])).toBe('known here: met, not-met')
    expect(didYouMean('xyz', [])).toBeUndefined()
  })
})

describe('diagnostics', () => {
  const table = {
    PLANT_UNKNOWN_ZONE: {
      severity: 'error',
      message: 'conduit "{conduit}" leads to "{zone}", which is not a zone',
      about: '',
    },
  } as const satisfies DiagnosticTable
  const report = reporter(table)
  const catalog = diagnosticCatalog([table])

  test('a frame shows sentence, place, line and way out', () => {
    const text = 'zones: []\nconduits:\n  - id: c\n    to: cel-3\n'
    const found = report(
      'PLANT_UNKNOWN_ZONE',
      { conduit: 'c', zone: 'cel-3' },
      {
        span: { file: 'plant.yaml', from: text.indexOf('cel-3'), to: text.indexOf('cel-3') + 5 },
        help: 'did you mean "cell-3"?',
      },
    )
    expect(codeFrame(found, new Map([['plant.yaml', text]]), catalog)).toBe(
      [
        'error PLANT_UNKNOWN_ZONE: conduit "c" leads to "cel-3", which is not a zone',
        'plant.yaml:4:9',
        '4 |     to: cel-3',
        '  |         ^^^^^ did you mean "cell-3"?',
      ].join('\n'),
    )
  })

  test('a hostile text cannot turn the terminal around', () => {
    const found = report('PLANT_UNKNOWN_ZONE', { conduit: '\u001b[2J\u202e', zone: 'z'.repeat(500) })
    const shown = codeFrame(found, new Map(), catalog)
    // oxlint-disable-next-line no-control-regex
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
    expect(shown.length).toBeLessThan(400)
  })

  test('any span into any text gives a frame', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(50), fc.nat(50), (text, from, length) => {
        const found = report('PLANT_UNKNOWN_ZONE', {}, { span: { file: 'f', from, to: from + length } })
        expect(codeFrame(found, new Map([['f', text]]), catalog)).toContain('f:')
      }),
    )
  })

  test('a code used twice is refused when loaded', () => {
    expect(() => diagnosticCatalog([table, table])).toThrow('twice')
    expect(() => registry([{ id: 'a' }, { id: 'a' }])).toThrow('twice')
  })
})

test('positions agree with counting line ends', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r') }), fc.nat(30), (text, offset) => {
      const at = Math.min(offset, text.length)
      const before = text.slice(0, at).split('\n')
      expect(new LineIndex(text).at(offset)).toEqual({ line: before.length, column: before.at(-1)!.length + 1 })
    }),
  )
})
