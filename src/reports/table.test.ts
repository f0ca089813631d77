import { expect, test } from 'vitest'
import { bytesText, grouped, type Table, tableCsv, tableJson, tableText } from './table.ts'

const table: Table = {
  name: 'hosts',
  columns: [
    { key: 'host', title: 'Host' },
    { key: 'bytes', title: 'Bytes', align: 'right' },
  ],
  rows: [
    { host: '=cmd|"/c calc"!A1', bytes: -5 },
    { host: 'a,b\r\nc\u0007', bytes: 1234567 },
    { host: undefined, bytes: 0 },
  ],
}

test('a CSV cell is quoted where RFC 4180 asks, and never runs as a formula', () => {
  expect(tableCsv(table)).toBe(`Host,Bytes\r\n"'=cmd|""/c calc""!A1",-5\r\n"a,b\r\nc\\u0007",1234567\r\n,0\r\n`)
  for (const start of ['=', '+', '-', '@', '\t', '\r'])
    expect(tableCsv({ ...table, rows: [{ host: `${start}x` }] })).toMatch(/\r\n"?'/)
})

test('text is aligned, fits the width and shows control characters instead of sending them', () => {
  const lines = tableText(table, { width: 24, color: false }).split('\n')
  expect(lines).toHaveLength(4)
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(24)
  expect(lines[2]).toMatch(/^a,b\\u.*… {2}1 234 567$/)
  expect(lines.join('')).not.toContain('\u0007')
})

test('JSON leaves empty cells out', () => {
  expect(tableJson(table)[2]).toEqual({ bytes: 0 })
})

test('figures are grouped by thousands', () => {
  expect([grouped(0), grouped(999), grouped(1000), grouped(1234567)]).toEqual(['0', '999', '1 000', '1 234 567'])
  expect([bytesText(999), bytesText(1500), bytesText(999_999), bytesText(2.5e9)]).toEqual([
    '999 B',
    '1.5 kB',
    '1.0 MB',
    '2.5 GB',
  ])
})
