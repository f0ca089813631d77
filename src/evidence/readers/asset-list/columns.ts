import Papa from 'papaparse'
import { type Field, fieldOf, REPEATED } from './header-table.ts'
import { type Mapping, sameHeading } from './mapping.ts'
import type { SheetRow } from './workbook.ts'

/** Separators, the likeliest first where two fit equally well. */
const SEPARATORS = [';', ',', '\t', '|'] as const
/** Lines among which the headings are looked for; exports often begin with a title and a date. */
export const HEADER_LINES = 20
/** Columns of a list. */
const MOST_COLUMNS = 1_000

/** What the columns of a list mean. */
export interface Headings {
  readonly headings: readonly string[]
  /** Field of each column; `undefined` for those that are not read. */
  readonly fields: readonly (Field | undefined)[]
  /** Columns that repeat a field: their own heading and the one that counts. */
  readonly twice: readonly { readonly column: string; readonly first: string }[]
  /** Headings that nobody understood and that no mapping tells to pass over. */
  readonly unread: readonly string[]
}

/** How the columns of a text are to be read. */
export interface Columns extends Headings {
  readonly separator: string
  /** Offset of the line behind the headings, and its number from 1. */
  readonly from: number
  readonly line: number
}

/** How the columns of a sheet are to be read; its rows begin behind row `line`. */
export interface SheetColumns extends Headings {
  readonly line: number
}

/** Finds the line with the most known headings among the first ones: at least two, one of them an address, name or id. */
export function findColumns(text: string, mapping?: Mapping): Columns | undefined {
  const deepest = Math.max(HEADER_LINES, mapping?.header ?? 0)
  const head = text
    .slice(0, mapping?.header ? 4_194_304 : 65_536)
    .replaceAll('\r\n', ' \n')
    .replaceAll('\r', '\n')
  let best: Columns | undefined
  let most = 0
  let from = 0
  for (let line = 1; line <= deepest && from < head.length; line++) {
    const end = lineEnd(head, from)
    const row = head.slice(from, end)
    for (const separator of mapping?.separator === undefined ? SEPARATORS : [mapping.separator]) {
      const cells = (Papa.parse<string[]>(row, { delimiter: separator }).data[0] ?? []).map((cell) => cell.trim())
      if (mapping?.header === 0) {
        const headings = headingsOf(letters(cells.length), mapping)
        if (line === 1 && headings.fields.filter(Boolean).length > most) {
          best = { ...headings, separator, from: 0, line: 1 }
          most = headings.fields.filter(Boolean).length
        }
        continue
      }
      if (mapping?.header !== undefined && mapping.header !== line) continue
      const headings = headingsOf(cells, mapping)
      const score = scoreOf(headings, mapping)
      if (score <= most) continue
      best = { ...headings, separator, from: end + 1, line: line + 1 }
      most = score
    }
    from = end + 1
  }
  return best
}

/** The same for the rows of a sheet. */
export function findSheetColumns(rows: readonly SheetRow[], mapping?: Mapping): SheetColumns | undefined {
  if (mapping?.header === 0) {
    const width = rows.reduce((widest, row) => Math.max(widest, row.cells.length), 0)
    const headings = headingsOf(letters(width), mapping)
    return headings.fields.some(Boolean) ? { ...headings, line: 0 } : undefined
  }
  let best: SheetColumns | undefined
  let most = 0
  for (const { row, cells } of mapping?.header === undefined ? rows.slice(0, HEADER_LINES) : rows) {
    if (mapping?.header !== undefined && mapping.header !== row) continue
    const headings = headingsOf(
      cells.map((cell) => cell.trim()),
      mapping,
    )
    const score = scoreOf(headings, mapping)
    if (score <= most) continue
    best = { ...headings, line: row }
    most = score
  }
  return best
}

// A person's word counts from one column on; a guess needs two, one of them a name or an address.
function scoreOf({ fields, headings }: Headings, mapping: Mapping | undefined): number {
  if (mapping) return headings.filter((heading) => mapping.columns.has(sameHeading(heading))).length
  const known = fields.filter((field) => field !== undefined).length
  return known > 1 && fields.some((field) => field && NAMING.has(field)) ? known : 0
}

const NAMING: ReadonlySet<Field> = new Set(['ip', 'mac', 'name', 'id'])

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

/** What a row of headings means, by the mapping where there is one, else by the table of known headings. */
function headingsOf(all: readonly string[], mapping: Mapping | undefined): Headings {
  const headings = all.slice(0, MOST_COLUMNS)
  const first = new Map<Field, string>()
  const twice: { column: string; first: string }[] = []
  const unread: string[] = []
  const fields = headings.map((heading) => {
    const means = mapping ? mapping.columns.get(sameHeading(heading))?.means : fieldOf(heading)
    if (means === undefined && heading !== '') unread.push(heading)
    if (means === undefined || means === 'ignore') return undefined
    const before = first.get(means)
    if (before !== undefined && !REPEATED.has(means)) {
      twice.push({ column: heading, first: before })
      return undefined
    }
    if (before === undefined) first.set(means, heading)
    return means
  })
  return { headings, fields, twice, unread }
}

/** Names of columns as spreadsheets show them: A, B … Z, AA … */
function letters(count: number): string[] {
  return Array.from({ length: Math.min(count, MOST_COLUMNS) }, (_, i) => {
    let name = ''
    for (let n = i + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name
    return name
  })
}
