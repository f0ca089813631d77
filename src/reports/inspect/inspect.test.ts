import { expect, test } from 'vitest'
import { catalogs } from '../../../tests/kit/catalogs.ts'
import { aFact, aLink, anAddress, anOperation, aSegment, aTalk } from '../../../tests/kit/segments.ts'
import { takeInventory } from '../../inventory/take-inventory.ts'
import { tableCsv } from '../table.ts'
import { inspectJson, inspectTables } from './inspect-tables.ts'
import { inspectText } from './inspect-text.ts'

const scan = Array.from({ length: 90 }, (_, port) =>
  aTalk('10.0.0.9', '10.0.0.2', port + 1, { answered: false, packets: { c2s: 1, s2c: 0 } }),
)
const plc = aTalk('10.0.0.1', '10.0.0.2', 502, {
  protocols: ['modbus-tcp'],
  operations: [
    anOperation({ direction: 'c2s', outcome: 'asked', count: 7 }),
    anOperation({ count: 6 }),
    anOperation({ class: 'write', name: 'FC6', title: 'write single register', count: 1200 }),
  ],
})
const arp = ['02:00:00:00:00:0a', '02:00:00:00:00:0b'].map((mac) => anAddress({ ip: '10.0.0.1', mac, by: 'arp' }))
const inventory = takeInventory(
  {
    segments: [
      aSegment('tap', {
        addresses: [...arp, anAddress({ ip: '10.0.0.2' })],
        conversations: [plc, ...scan],
        links: [aLink({ protocol: 'lldp' })],
        facts: [aFact('10.0.0.2', 'product', '=PX-15\u001b[31m')],
        notUnderstood: [{ what: 'udp port 9', packets: 3, bytes: 180, frames: [] }],
      }),
    ],
  },
  { oui: () => 'Acme', catalogs },
)

test('a screen begins with assets, then what changes devices, and tells a scan in one line', () => {
  const text = inspectText(inventory, { width: 100, color: false })
  expect(text).not.toContain('\u001b')
  const at = ['Assets (4 talked)', 'Conversations (91)', 'Layer 2', 'Addresses in question', 'Not understood'].map(
    (t) => text.indexOf(t),
  )
  expect(at).toEqual([...at].sort((a, b) => a - b))
  expect(at[0]).toBeGreaterThan(0)
  expect(text).toMatch(
    /10\.0\.0\.1 > 10\.0\.0\.2 {2}tcp\/502 modbus-tcp .*\n +write +write single register \(FC6\): 1 200 done\n +read +read holding registers \(FC3\): 7 asked, 6 done\n/,
  )
  expect(text).toMatch(/10\.0\.0\.9 > 10\.0\.0\.2 {2}90 services {2}90 packets, no answer from any\n/)
  expect(text).toContain('10.0.0.1 is announced by 02:00:00:00:00:0a, 02:00:00:00:00:0b')
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(130)
})

test('tables hold every row, and no cell runs as a formula', () => {
  const tables = inspectTables(inventory)
  expect(tables.map((t) => [t.name, t.rows.length])).toEqual([
    ['assets', 4], ['facts', 5], ['services', 91], ['conversations', 91], ['operations', 3], ['layer-2', 1], ['sources', 1], ['not-understood', 1],
  ]) // biome-ignore format: a table
  for (const table of tables)
    for (const row of table.rows)
      for (const key of Object.keys(row)) expect(table.columns.map((c) => c.key)).toContain(key)
  expect(tableCsv(tables[0]!)).toContain(",'=PX-15")
  expect(inspectJson(inventory)['assets']).toHaveLength(4)
})
