import Papa from 'papaparse'
import { type Field, fieldOf, REPEATED } from './header-table.ts'

/** Separators, the likeliest first where two fit equally well. */
const SEPARATORS = [';', ',', '\t', '|'] as const
/** Lines among which the headings are looked for; exports often begin with a title and a date. */
export const HEADER_LINES = 20

/** How the columns of a list are to be read. */
export interface Columns {
  readonly separator: string
  /** Offset of the line behind the headings, and its number from 1. */
  readonly from: number
  readonly line: number
  readonly headings: readonly string[]
  /** Field of each column; `undefined` for those that are not read. */
  readonly fields: readonly (Field | undefined)[]
  /** Columns that repeat a field: their own heading and the one that counts. */
  readonly twice: readonly { readonly column: string; readonly first: string }[]
}

/** Finds the line with the most known headings among the first ones: at least two, one of them an address, name or id. */
export function findColumns(text: string): Columns | undefined {
  const head = text.slice(0, 65_536).replaceAll('\r\n', ' \n').replaceAll('\r', '\n')
  let best: Columns | undefined
  let most = 1
  let from = 0
  for (let line = 1; line <= HEADER_LINES && from < head.length; line++) {
    const end = lineEnd(head, from)
    const row = head.slice(from, end)
    for (const separator of SEPARATORS) {
      const columns = columnsOf(row, separator, end + 1, line + 1)
      const known = columns.fields.filter((field) => field !== undefined).length
      if (known > most && columns.fields.some((field) => field && NAMING.has(field))) {
        best = columns
        most = known
      }
    }
    from = end + 1
  }
  return best
}

const NAMING: ReadonlySet<Field> = new Set(['ip', 'mac', 'name', 'id'])

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

function columnsOf(row: string, separator: string, from: number, line: number): Columns {
  const cells = (Papa.parse<string[]>(row, { delimiter: separator }).data[0] ?? []).map((cell) => cell.trim())
  const first = new Map<Field, string>()
  const twice: { column: string; first: string }[] = []
  const fields = cells.map((cell) => {
    const field = fieldOf(cell)
    if (field === undefined) return undefined
    const before = first.get(field)
    if (before !== undefined && !REPEATED.has(field)) {
      twice.push({ column: cell, first: before })
      return undefined
    }
    if (before === undefined) first.set(field, cell)
    return field
  })
  return { separator, from, line, headings: cells, fields, twice }
}
