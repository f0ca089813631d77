import { expect, test } from 'vitest'
import { makerLookup } from './makers.ts'

const maker = makerLookup({
  '001B1B': 'Siemens AG,\nI IA SC MF-K PE 3',
  '70B3D5': 'IEEE Registration Authority\n445 Hoes Lane',
  '70B3D5F2F': 'TELEPLATFORMS\nMoscow',
  '1006480': 'FLEXTRONICS TECHNOLOGIES',
})

test('the longest registered prefix names the maker; the registry itself and local addresses name none', () => {
  expect(maker('00:1b:1b:01:95:2f')).toBe('Siemens AG')
  expect(maker('70:b3:d5:f2:f1:23')).toBe('TELEPLATFORMS')
  expect(maker('70:b3:d5:00:01:23')).toBeUndefined()
  expect(maker('10:06:48:0f:00:00')).toBe('FLEXTRONICS TECHNOLOGIES')
  expect(maker('10:06:48:1f:00:00')).toBeUndefined()
  expect(maker('02:1b:1b:01:95:2f')).toBeUndefined()
})
