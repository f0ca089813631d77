import { expect, test } from 'vitest'
import { catalogs } from '../../../tests/kit/catalogs.ts'
import { aFact, aSegment } from '../../../tests/kit/segments.ts'
import { takeInventory } from '../../inventory/take-inventory.ts'
import { fieldsText, toldTable } from './told-table.ts'

test('facts with details are counted by host and kind, with examples, and what is left out is said', () => {
  const facts = [
    ...['a', 'b', 'c', 'd'].map((name) =>
      aFact('10.0.0.1', 'component', name, { fields: { version: '1', purl: 'x' } }),
    ),
    aFact('10.0.0.1', 'service', 'sshd', { fields: { state: 'running' } }),
    aFact('10.0.0.1', 'share', 'C$', { fields: { path: 'C:' } }),
    aFact('10.0.0.1', 'name', 'plain'),
  ]
  const inventory = takeInventory({ segments: [aSegment('x', { facts })] }, { oui: () => undefined, catalogs })
  expect(toldTable(inventory, 9).rows).toEqual([
    { host: '10.0.0.1', what: 'component', count: 4, examples: 'a 1; b 1; c 1 …' },
    { host: '10.0.0.1', what: 'service', count: 1, examples: 'sshd (state running)' },
    { host: '10.0.0.1', what: 'share', count: 1, examples: 'C$' },
  ])
  expect(toldTable(inventory, 2).rows.at(-1)).toMatchObject({ examples: '1 more kinds; --csv and --json show all' })
  expect(fieldsText({ state: 'on', how: 'x' })).toBe('state on, how x')
})
