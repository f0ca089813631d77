import { type Cell, Rows, separatorOf } from '../written/csv.ts'
import { isMap } from './render.ts'
import type { Splice } from './splice.ts'

/** Edits of rows in a CSV: an entity is a row, a field is one column, or several with the same beginning. */

/** A value as cells: the rest of the column name and the text; `undefined` when cells cannot say it. */
export function cellsOf(value: unknown, prefix = ''): Map<string, string> | undefined {
  if (value === undefined || value === null) return new Map()
  if (Array.isArray(value)) {
    if (value.length === 1 && isMap(value[0])) return cellsOf(value[0], prefix)
    if (!value.every((item) => typeof item !== 'object' && !/[;]/.test(String(item)))) return undefined
    return new Map([[prefix, value.length === 0 ? '[]' : value.join('; ')]])
  }
  if (!isMap(value)) return new Map([[prefix, String(value).trim()]])
  const cells = new Map<string, string>()
  for (const [key, inner] of Object.entries(value)) {
    const below = cellsOf(inner, prefix === '' ? key : `${prefix}.${key}`)
    if (!below || /\.(?!\d)/.test(key)) return undefined
    for (const [name, text] of below) cells.set(name, text)
  }
  return cells
}

/** Changes the cells of one row, adding columns where they are missing. */
export class CsvChanger {
  readonly #text: string
  readonly #separator: string
  readonly #newline: string
  readonly #header: readonly Cell[]
  /** Columns added by changes so far, behind those of the header. */
  readonly #added: string[] = []

  constructor(text: string) {
    this.#text = text
    this.#newline = text.includes('\r\n') ? '\r\n' : '\n'
    const start = text.startsWith('\ufeff') ? 1 : 0
    this.#separator = separatorOf(text.slice(start, (text.indexOf('\n', start) + 1 || text.length + 1) - 1))
    this.#header = new Rows(text, start, this.#separator).next() ?? []
  }

  /** The cells of the row at a place, by column name; empty ones are left out. */
  cells(from: number): Map<string, string> {
    return this.#named(new Rows(this.#text, from, this.#separator).next() ?? [])
  }

  #named(row: readonly Cell[]): Map<string, string> {
    return new Map(row.flatMap(({ text }, i) => (text === '' ? [] : [[this.#header[i]?.text ?? '', text] as const])))
  }

  /** A row with other texts in some of its cells; an empty text empties the cell. The rest of the row stays as it was typed. */
  set(from: number, to: number, cells: ReadonlyMap<string, string>): Splice {
    const row = new Rows(this.#text, from, this.#separator).next() ?? []
    const typed = row.map((cell) => this.#text.slice(cell.from, cell.to))
    for (const [name, text] of cells) typed[this.#column(name)] = this.#quoted(text)
    return { from, to, text: Array.from(typed, (cell) => cell ?? '').join(this.#separator) }
  }

  /** The cells of every row by its id; of two rows with one id the first. */
  rowsById(): Map<string, Map<string, string>> {
    const start = this.#text.startsWith('\ufeff') ? 1 : 0
    const rows = new Rows(this.#text, start, this.#separator)
    rows.next()
    const byId = new Map<string, Map<string, string>>()
    for (let row = rows.next(); row; row = rows.next()) {
      const cells = this.#named(row)
      const id = cells.get('id')
      if (id !== undefined && !byId.has(id)) byId.set(id, cells)
    }
    return byId
  }

  /** A new row at the end. */
  append(cells: ReadonlyMap<string, string>): Splice {
    const row: string[] = []
    for (const [name, text] of cells) row[this.#column(name)] = this.#quoted(text)
    const end = this.#text.length
    const before = end === 0 || this.#text.endsWith('\n') ? '' : this.#newline
    return {
      from: end,
      to: end,
      text: `${before}${Array.from(row, (cell) => cell ?? '').join(this.#separator)}${this.#newline}`,
    }
  }

  remove(from: number, to: number): Splice {
    const end = this.#text.indexOf('\n', to)
    return { from, to: end < 0 ? this.#text.length : end + 1, text: '' }
  }

  /** What has to be added to the header for the changes so far. */
  header(): Splice[] {
    const end = this.#header.at(-1)?.to ?? 0
    const names = this.#added.map(
      (name, i) => (i === 0 && this.#header.length === 0 ? '' : this.#separator) + this.#quoted(name),
    )
    return names.length === 0 ? [] : [{ from: end, to: end, text: names.join('') }]
  }

  #column(name: string): number {
    const known = this.#header.findIndex((cell) => cell.text === name)
    if (known >= 0) return known
    const added = this.#added.indexOf(name)
    return this.#header.length + (added >= 0 ? added : this.#added.push(name) - 1)
  }

  #quoted(text: string): string {
    return text.includes(this.#separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
}
