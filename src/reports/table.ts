import { printable } from '../groundwork/diagnostic.ts'

/** A value of a table; `undefined` is shown as an empty cell. */
export type Cell = string | number | boolean | undefined

export interface Column {
  readonly key: string
  readonly title: string
  readonly align?: 'left' | 'right'
}

/** Rows for the terminal, CSV and JSON alike; `name` is the stem of its file. */
export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
  readonly rows: readonly Readonly<Record<string, Cell>>[]
}

/** How wide a terminal is, in characters, and whether it may be colored. */
export interface TextOptions {
  readonly width: number
  readonly color: boolean
}

/** Marks text for a terminal, or leaves it alone where color is not wanted. */
export function painter(color: boolean) {
  const mark = (code: number) => (text: string) => (color && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text)
  return { bold: mark(1), dim: mark(2), red: mark(31), yellow: mark(33), green: mark(32) }
}

const GAP = 2
const NARROWEST = 6

/** A table for a terminal: one line per row, columns shortened (widest first) until they fit; no header for an empty table. */
export function tableText(table: Table, options: TextOptions): string {
  if (table.rows.length === 0) return ''
  const { bold } = painter(options.color)
  const texts = table.rows.map((row) => table.columns.map((column) => cellText(row[column.key])))
  const wanted = table.columns.map((column, i) =>
    texts.reduce((width, row) => Math.max(width, lengthOf(row[i]!)), lengthOf(column.title)),
  )
  const widths = fit(wanted, options.width - GAP * (table.columns.length - 1))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => pad(shorten(cell, widths[i]!), widths[i]!, table.columns[i]!.align === 'right'))
      .join(' '.repeat(GAP))
      .trimEnd()
  return [bold(line(table.columns.map((column) => column.title))), ...texts.map(line)].join('\n')
}

/** A table as CSV (RFC 4180, CRLF). Text cells that a spreadsheet would run as a formula begin with an apostrophe. */
export function tableCsv(table: Table): string {
  const lines = [table.columns.map((column) => csvCell(column.title))]
  for (const row of table.rows) lines.push(table.columns.map((column) => csvCell(row[column.key])))
  return lines.map((line) => `${line.join(',')}\r\n`).join('')
}

/** A table as a JSON value: rows as objects, empty cells left out. */
export function tableJson(table: Table): readonly Readonly<Record<string, string | number | boolean>>[] {
  return table.rows.map((row) => {
    const object: Record<string, string | number | boolean> = {}
    for (const column of table.columns) {
      const value = row[column.key]
      if (value !== undefined && value !== '') object[column.key] = value
    }
    return object
  })
}

/** A number with a thin grouping that is the same under every locale: `1 234 567`. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ' ')
}

/** A count of bytes for people: `1.4 MB`, powers of 1000. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

function cellText(value: Cell): string {
  if (value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'number' ? grouped(value) : printable(value)
}

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

function csvCell(value: Cell): string {
  if (value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  const shown = value.replace(CONTROL, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const harmless = /^[=+\-@\t\r\n]/.test(shown) ? `'${shown}` : shown
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length++
  return length
}

function shorten(text: string, width: number): string {
  return lengthOf(text) <= width ? text : `${[...text].slice(0, Math.max(0, width - 1)).join('')}…`
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - lengthOf(text)))
  return right ? space + text : text + space
}

// The widest columns give way first, down to a common width; below the narrowest the line runs over instead.
function fit(wanted: readonly number[], room: number): number[] {
  let cap = Math.max(0, ...wanted)
  const sum = (limit: number) => wanted.reduce((total, width) => total + Math.min(width, limit), 0)
  while (cap > NARROWEST && sum(cap) > room) cap--
  return wanted.map((width) => Math.min(width, cap))
}
