import Papa from 'papaparse'
import { type Addresses, cellText, ips, macs } from './cells.ts'
import type { Columns, Headings, SheetColumns } from './columns.ts'
import type { Field } from './header-table.ts'
import type { ListReports } from './list-reports.ts'
import { type Mapping, sameHeading } from './mapping.ts'
import type { Sheet } from './workbook.ts'

/** Rows of one list. */
const MOST_ROWS = 500_000

/** Where a row stands: `at` in words, for messages. */
export interface RowPlace {
  readonly at: string
  /** Line or row, from 1. */
  readonly line: number
  readonly sheet?: string
  /** Range of offsets in the decoded text. */
  readonly span?: readonly [number, number]
}

/** One asset as the list has it. */
export interface Row {
  readonly place: RowPlace
  /** Addresses that belong together as far as the row says so. */
  readonly bindings: readonly (readonly [ip: string | undefined, mac: string | undefined])[]
  /** Under what its facts stand: each IP, else each MAC, else its name. */
  readonly subjects: readonly string[]
  readonly values: readonly (readonly [attribute: string, value: string])[]
}

/** Reads the rows behind the headings (RFC 4180, with the separator found) and hands each on; returns how many there were. */
export function readRows(
  text: string,
  columns: Columns,
  mapping: Mapping | undefined,
  reports: ListReports,
  take: (row: Row) => void,
): number {
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
      const place = { at: `line ${line}`, line, span }
      for (let i = body.indexOf('\n', start); i >= 0 && i < end; i = body.indexOf('\n', i + 1)) line++
      start = end
      if (result.errors.some((error) => error.type === 'Quotes')) reports.add('LIST_QUOTES', {}, place)
      if (result.data.every((cell) => cell.trim() === '')) return
      if (++rows > MOST_ROWS) {
        rows = MOST_ROWS
        reports.add('LIST_LIMIT', { limit: MOST_ROWS, what: 'rows' }, place)
        parser.abort()
        return
      }
      take(rowOf(result.data, place, columns, mapping, reports))
    },
  })
  return rows
}

/** Reads the rows of a sheet behind its headings and hands each on; returns how many there were. */
export function readSheet(
  sheet: Sheet,
  columns: SheetColumns,
  mapping: Mapping | undefined,
  reports: ListReports,
  take: (row: Row) => void,
): number {
  let rows = 0
  for (const { row, cells } of sheet.rows) {
    if (row <= columns.line || cells.every((cell) => cell.trim() === '')) continue
    rows++
    const place = { at: `sheet "${sheet.name}", row ${row}`, line: row, sheet: sheet.name }
    take(rowOf(cells, place, columns, mapping, reports))
  }
  return rows
}

function rowOf(
  cells: readonly string[],
  place: RowPlace,
  { headings, fields }: Headings,
  mapping: Mapping | undefined,
  reports: ListReports,
): Row {
  if (cells.length > headings.length && cells.slice(headings.length).some((cell) => cell.trim() !== ''))
    reports.add('LIST_ROW_LONG', { cells: cells.length, columns: headings.length }, place)
  const values: [Field, string][] = []
  const found = { ip: [] as string[], mac: [] as string[] }
  const take = (field: Field, value: string, column: string) => {
    if (field === 'ip' || field === 'mac') {
      const read: Addresses = field === 'ip' ? ips(value) : macs(value)
      for (const address of read.found) if (!found[field].includes(address)) found[field].push(address)
      for (const wrong of read.wrong) reports.add('LIST_CELL', { column, ...wrong }, place)
    } else values.push([field, value])
  }
  for (const [i, field] of fields.entries()) {
    const written = field === undefined ? '' : cellText(cells[i] ?? '')
    if (field === undefined || written === '') continue
    const value = mapping?.values.get(field)?.get(sameHeading(written)) ?? written
    if (value !== '') take(field, value, headings[i]!)
  }
  for (const [field, value] of mapping?.constants ?? [])
    if (!values.some(([known]) => known === field)) take(field, value, field)
  return {
    place,
    bindings: bindings(found.ip, found.mac),
    subjects: subjects(found, values, place, reports),
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
  place: RowPlace,
  reports: ListReports,
): readonly string[] {
  if (found.ip.length > 0) return found.ip
  if (found.mac.length > 0) return found.mac
  const name = values.find(([field]) => field === 'name') ?? values.find(([field]) => field === 'id')
  if (name) return [`name:${name[1]}`]
  reports.add('LIST_ROW_WITHOUT_NAME', {}, place)
  return [`name:${place.at}`]
}

function trimmedEnd(text: string, from: number, end: number): number {
  while (end > from && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--
  return end
}
