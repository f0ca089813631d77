import Papa from 'papaparse'
import { type Addresses, cellText, ips, macs } from './cells.ts'
import type { Columns } from './columns.ts'
import type { Reports } from './reports.ts'

/** Rows of one list. */
const MOST_ROWS = 500_000

/** One asset as the list has it. */
export interface Row {
  /** Line on which the row begins, from 1. */
  readonly line: number
  readonly span: readonly [number, number]
  /** Addresses that belong together as far as the row says so. */
  readonly bindings: readonly (readonly [ip: string | undefined, mac: string | undefined])[]
  /** Under what its facts stand: each IP, else each MAC, else its name. */
  readonly subjects: readonly string[]
  readonly values: readonly (readonly [attribute: string, value: string])[]
}

/** Reads the rows behind the headings (RFC 4180, with the separator found) and hands each on; returns how many there were. */
export function readRows(text: string, columns: Columns, reports: Reports, take: (row: Row) => void): number {
  // Every kind of line end as one, without moving any offset.
  const body = text.slice(columns.from).replaceAll('\r\n', ' \n').replaceAll('\r', '\n')
  let rows = 0
  let start = 0
  let line = columns.line
  Papa.parse<string[]>(body, {
    delimiter: columns.separator,
    newline: '\n',
    step(result, parser) {
      const end = Math.min(result.meta.cursor, body.length)
      const span = [columns.from + start, columns.from + trimmedEnd(body, start, end)] as const
      const at = line
      for (let i = body.indexOf('\n', start); i >= 0 && i < end; i = body.indexOf('\n', i + 1)) line++
      start = end
      if (result.errors.some((error) => error.type === 'Quotes')) reports.add('LIST_QUOTES', { line: at }, span)
      if (result.data.every((cell) => cell.trim() === '')) return
      if (++rows > MOST_ROWS) {
        rows = MOST_ROWS
        reports.add('LIST_LIMIT', { limit: MOST_ROWS, what: 'rows' }, span)
        parser.abort()
        return
      }
      take(rowOf(result.data, at, span, columns, reports))
    },
  })
  return rows
}

function rowOf(
  cells: readonly string[],
  line: number,
  span: readonly [number, number],
  columns: Columns,
  reports: Reports,
): Row {
  if (cells.length > columns.headings.length && cells.slice(columns.headings.length).some((cell) => cell.trim() !== ''))
    reports.add('LIST_ROW_LONG', { line, cells: cells.length, columns: columns.headings.length }, span)
  const values: [string, string][] = []
  const found = { ip: [] as string[], mac: [] as string[] }
  for (const [i, field] of columns.fields.entries()) {
    const value = field === undefined ? '' : cellText(cells[i] ?? '')
    if (field === undefined || value === '') continue
    if (field === 'ip' || field === 'mac') {
      const read: Addresses = field === 'ip' ? ips(value) : macs(value)
      for (const address of read.found) if (!found[field].includes(address)) found[field].push(address)
      for (const wrong of read.wrong) reports.add('LIST_CELL', { line, column: columns.headings[i]!, ...wrong }, span)
    } else values.push([field, value])
  }
  return {
    line,
    span,
    bindings: bindings(found.ip, found.mac),
    subjects: subjects(found, values, line, span, reports),
    values,
  }
}

/** Addresses in equal number go pairwise; one of a kind goes with all of the other; else nobody knows what belongs to what. */
function bindings(
  ipsFound: readonly string[],
  macsFound: readonly string[],
): (readonly [string | undefined, string | undefined])[] {
  if (ipsFound.length === macsFound.length) return ipsFound.map((ip, i) => [ip, macsFound[i]])
  if (macsFound.length === 1) return ipsFound.map((ip) => [ip, macsFound[0]])
  if (ipsFound.length === 1 && macsFound.length > 0) return macsFound.map((mac) => [ipsFound[0], mac])
  return [...ipsFound.map((ip) => [ip, undefined] as const), ...macsFound.map((mac) => [undefined, mac] as const)]
}

function subjects(
  found: { readonly ip: readonly string[]; readonly mac: readonly string[] },
  values: readonly (readonly [string, string])[],
  line: number,
  span: readonly [number, number],
  reports: Reports,
): readonly string[] {
  if (found.ip.length > 0) return found.ip
  if (found.mac.length > 0) return found.mac
  const name = values.find(([field]) => field === 'name') ?? values.find(([field]) => field === 'id')
  if (name) return [`name:${name[1]}`]
  reports.add('LIST_ROW_WITHOUT_NAME', { line }, span)
  return [`name:line ${line}`]
}

function trimmedEnd(text: string, from: number, end: number): number {
  while (end > from && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--
  return end
}
