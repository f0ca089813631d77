import fc from 'fast-check'
import { expect, test } from 'vitest'
import { patternBegins, patternFault, patternGroups } from './safe-pattern.ts'

test.each([
  '^Cisco IOS Software, (?<platform>[^(]+)\\((?<image>[^)]+)\\), Version (?<version>[^,\\s]+)',
  'Version (?<version>\\d[\\d.]*)',
  '^(?:a|b)c?d{2,4}$',
  '^x.*y',
  '^(?:Win(?:32|64))$',
  '^a\\+b\\.c[\\w.-]*$',
  '^[^\\r\\n]*\\r\\n',
])('%s is allowed', (pattern) => {
  expect(patternFault(pattern, false)).toBeUndefined()
  expect(() => new RegExp(pattern)).not.toThrow()
})

test.each([
  ['^(?:a+)+b', 'only a single character'],
  ['^(?:ab)*c', 'only a single character'],
  ['^a+a+a+$', 'two repetitions'],
  ['^.*.*x', 'two repetitions'],
  ['^\\s*.*x', 'two repetitions'],
  ['abc.*x', 'begin with "^"'],
  ['.*x', 'begin with "^"'],
  ['ab\\d+', 'at least 3 fixed'],
  ['^(a)b', 'a group is written'],
  ['^(?=a)b', 'a group is written'],
  ['^(?<a>x)\\1', 'is not known here'],
  ['^\\k<a>', 'is not known here'],
  ['^a$b', 'only at the end'],
  ['^a|b', 'put alternatives'],
  ['^a**', 'repeated'],
  ['^a{1,99}', 'at most 64'],
  ['^[z-a]', 'wrong way'],
  ['^[]', 'empty'],
  ['^(?:a', 'does not end'],
  ['^a)', 'stands alone'],
  ['^(?<a>x)(?<a>y)', 'one name'],
  [`^${'a?'.repeat(20)}b`, 'at most 12'],
  [`^${'a'.repeat(500)}`, 'at most 500'],
])('%s: %s', (pattern, fault) => {
  expect(patternFault(pattern, false)).toContain(fault)
})

test('without letter case a class meets what follows it in the other case', () => {
  expect(patternFault('^[a-z]+X.*y', false)).toBeUndefined()
  expect(patternFault('^[a-z]+X.*y', true)).toContain('two repetitions')
})

test('the first character leaves out only texts that do not fit', () => {
  const begins = (pattern: string, text: string, anyCase = false) => patternBegins(pattern, anyCase)(text)
  expect([begins('^ab', 'ab'), begins('^ab', 'b'), begins('^ab', 'AB', true), begins('^a?b', 'b')]).toEqual([
    true,
    false,
    true,
    true,
  ])
  expect([begins('^(?:x|yz)', 'y'), begins('^a*', ''), begins('^[^a]', 'é'), begins('abc', 'x')]).toEqual([
    true,
    true,
    true,
    true,
  ])
})

test('the names of groups', () => {
  expect(patternGroups('^(?<a>x)(?:y)(?<bC>z)')).toEqual(['a', 'bC'])
})

test('what is allowed compiles, and costs little on texts that nearly fit', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    '\\d',
    '\\w',
    '.',
    '[ab]',
    '[^a]',
    '(?:a|ab)',
    '(?<g>a)',
    ' ',
    '-',
    '$',
    ')',
    '(?:',
    '|',
  )
  const mark = fc.constantFrom('', '', '', '?', '*', '+', '{2,5}', '+?')
  const pattern = fc
    .array(
      fc.tuple(piece, mark).map((pair) => pair.join('')),
      { minLength: 1, maxLength: 8 },
    )
    .map((pieces) => `^${pieces.join('')}`)
  const texts = ['a'.repeat(500), 'ab'.repeat(250), `${'a'.repeat(250)}${' '.repeat(250)}`, '1'.repeat(500)]
  let allowed = 0
  fc.assert(
    fc.property(pattern, (text) => {
      if (patternFault(text, false) !== undefined) return
      allowed++
      const matches = new RegExp(text)
      const begins = patternBegins(text, false)
      const begin = performance.now()
      for (const value of texts) if (matches.exec(`${value}\u0000`)) expect(begins(value)).toBe(true)
      expect(performance.now() - begin).toBeLessThan(200)
    }),
    { numRuns: 3000 },
  )
  expect(allowed).toBeGreaterThan(200)
})
