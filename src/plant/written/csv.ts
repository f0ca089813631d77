import type { Desk } from './desk.ts'
import { type Budget, type Entry, LIMITS, type List, type Mapping, type Node, scalar } from './node.ts'

/**
 * Reads a CSV (RFC 4180; comma, semicolon or tab as the header shows) as a list of maps. A column `a.b` is the key `b` inside `a`;
 * empty cells are left out. Rows with too many cells are reported and left out.
 */
export function readCsv(file: string, text: string, desk: Desk, budget: Budget): List {
  const start = text.startsWith('\ufeff') ? 1 : 0
  const items: Node[] = []
  const list: List = { kind: 'list', file, from: start, to: text.length, flow: false, items }
  const firstLine = text.slice(start, (text.indexOf('\n', start) + 1 || text.length + 1) - 1)
  const rows = new Rows(text, start, separatorOf(firstLine))
  const header = rows.next()
  if (!header) return list
  const columns: (readonly string[])[] = []
  const names = new Set<string>()
  for (const cell of header) {
    const name = cell.text.trim()
    if (names.has(name) && name !== '') {
      desk.report('PLANT_DUPLICATE_KEY', { key: name }, { file, from: cell.from, to: cell.to })
      columns.push([])
    } else columns.push(name === '' ? [] : name.split('.'))
    names.add(name)
  }
  if (columns.some((path) => path.length > LIMITS.depth)) {
    desk.report('PLANT_TOO_LARGE', { what: 'depth of a column name', limit: LIMITS.depth }, list)
    return list
  }
  for (let row = rows.next(); row; row = rows.next()) {
    const from = row[0]!.from
    const to = row.at(-1)!.to
    const extra = row[columns.length]
    if (rows.openQuote !== undefined) {
      const at = { file, from: rows.openQuote, to: rows.openQuote + 1 }
      desk.report('PLANT_SYNTAX', { why: 'a quoted cell has no end' }, at)
      break
    }
    if (extra) {
      const why = `this row has ${row.length} cells, the header has ${columns.length}`
      desk.report('PLANT_SYNTAX', { why }, { file, from: extra.from, to: Math.max(extra.to, extra.from + 1) })
      continue
    }
    const map: Mapping & { entries: Entry[] } = { kind: 'map', file, from, to, flow: false, entries: [] }
    for (const [i, cell] of row.entries()) {
      const path = columns[i]!
      if (cell.text.trim() === '' || path.length === 0) continue
      const name = header[i]!
      budget.values--
      let at = map
      for (const key of path.slice(0, -1)) {
        const found = at.entries.find((entry) => entry.key.value === key)?.value
        if (found && found.kind !== 'map') break
        const inner: Mapping & { entries: Entry[] } = (found as (Mapping & { entries: Entry[] }) | undefined) ?? {
          kind: 'map',
          file,
          from: cell.from,
          to: cell.to,
          flow: false,
          entries: [],
        }
        if (!found) at.entries.push({ key: scalar(file, name.from, name.to, key, 'cell'), value: inner })
        at = inner
      }
      const value = scalar(file, cell.from, cell.to, cell.text.trim(), 'cell')
      at.entries.push({ key: scalar(file, name.from, name.to, path.at(-1)!, 'cell'), value })
    }
    if (map.entries.length > 0) items.push(map)
    if (budget.values <= 0) {
      desk.report('PLANT_TOO_LARGE', { what: 'values in a plant', limit: LIMITS.values }, map)
      break
    }
  }
  return list
}

/** The separator that stands most often in the header line: comma, semicolon or tab. */
export function separatorOf(header: string): string {
  const count = (c: string) => header.split(c).length
  return [',', ';', '\t'].reduce((best, c) => (count(c) > count(best) ? c : best))
}

/** A cell of a CSV: its text without quotes, and its place with them. */
export interface Cell {
  readonly text: string
  readonly from: number
  readonly to: number
}

/** Walks the rows of a CSV; lines without any cell text are passed over. */
export class Rows {
  readonly #text: string
  readonly #separator: string
  #at: number
  /** Where a quote opened that never closes; the last row is broken then. */
  openQuote: number | undefined

  constructor(text: string, at: number, separator: string) {
    this.#text = text
    this.#at = at
    this.#separator = separator
  }

  next(): Cell[] | undefined {
    while (this.#at < this.#text.length) {
      const row = this.#row()
      if (row.length > 1 || row[0]!.to > row[0]!.from) return row
    }
    return undefined
  }

  #row(): Cell[] {
    const text = this.#text
    const row: Cell[] = []
    for (;;) {
      row.push(text[this.#at] === '"' ? this.#quoted() : this.#bare())
      if (text[this.#at] === this.#separator) {
        this.#at++
        continue
      }
      if (text[this.#at] === '\r') this.#at++
      this.#at++
      return row
    }
  }

  #bare(): Cell {
    const from = this.#at
    let to = from
    for (; to < this.#text.length; to++) {
      const c = this.#text[to]
      if (c === this.#separator || c === '\n' || (c === '\r' && this.#text[to + 1] === '\n')) break
    }
    this.#at = to
    return { text: this.#text.slice(from, to), from, to }
  }

  #quoted(): Cell {
    const from = this.#at
    for (let i = this.#text.indexOf('"', from + 1); ; i = this.#text.indexOf('"', i + 2)) {
      if (i < 0) {
        this.openQuote = from
        this.#at = this.#text.length
        return { text: '', from, to: this.#text.length }
      }
      if (this.#text[i + 1] === '"') continue
      this.#at = i + 1
      const rest = this.#bare()
      const inside = this.#text.slice(from + 1, i).replaceAll('""', '"')
      return { text: inside + rest.text, from, to: rest.to }
    }
  }
}
