import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cssString, html, joined, trusted } from './markup.ts'

test('a text never becomes markup, wherever it is put', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'<>"\'&;=/ ab\u202e') }), (text) => {
      const { text: page } = html`<p title="${text}">${text}</p>`
      expect(page.replace(/&(amp|lt|gt|quot|#39);/g, '')).toMatch(/^<p title="[^<>"']*">[^<>"']*<\/p>$/)
    }),
  )
})

test('lists are joined, nothing is shown for what is missing, and markup of our own stays', () => {
  expect(html`${['<', trusted('<br>')]}${undefined}${false}${0}${html`<b>${'&'}</b>`}`.text).toBe(
    '&lt;<br>0<b>&amp;</b>',
  )
  expect(html`${joined(['a', 'b'], html`<hr>`)}`.text).toBe('a<hr>b')
})

test('direction and zero-width characters are shown, long texts are cut', () => {
  expect(html`${'a\u202eb\u200bc\u0000'}`.text).toBe('a\\u202eb\\u200bc\\u0000')
  expect(html`${'x'.repeat(10_000)}`.text.length).toBeLessThan(1000)
})

test('a text cannot leave a string of a style sheet', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(cssString(text)).toMatch(/^"([A-Za-z0-9]|\\[0-9a-f]{1,6} )*"$/)
    }),
  )
  expect(cssString('A "}</style>')).toBe('"A\\20 \\22 \\7d \\3c \\2f style\\3e "')
})
