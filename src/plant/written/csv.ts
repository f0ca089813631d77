import type { Desk } from './desk.ts'
import { type Budget, type Entry, LIMITS, type Node, type Scalar, scalar } from './node.ts'

/**
 * Reads the rows of a CSV (RFC 4180; comma, semicolon or tab as the header shows) one by one, each as a map. A column `a.b` is
 * the key `b` inside `a` (dots before digits belong to rows of the standard); empty cells are left out. Rows with too many cells are reported and left out.
 */
export function* readCsv(file: string, text: string, desk: Desk, budget: Budget): Generator<Node> {
  const start = text.startsWith('\ufeff') ? 1 : 0
  const firstLine = text.slice(start, (text.indexOf('\n', start) + 1 || text.length + 1) - 1)
  const rows = new Rows(text, start, separatorOf(firstLine))
  const header = rows.next() ?? []
  if (header.length > LIMITS.rowValues) {
    desk.report(
      'PLANT_TOO_LARGE',
      { what: 'columns of a CSV', limit: LIMITS.rowValues },
      { file, from: start, to: start },
    )
    return
  }
  const columns = columnsOf(header, file, desk)
  for (let row = rows.next(); row; row = rows.next()) {
    if (rows.openQuote !== undefined) {
      const at = { file, from: rows.openQuote, to: rows.openQuote + 1 }
      desk.report('PLANT_SYNTAX', { why: 'a quoted cell has no end' }, at)
      return
    }
    const from = row[0]!.from
    const to = row.at(-1)!.to
    const extra = row[columns.length]
    if (extra) {
      const why = `this row has more cells than the header, which has ${columns.length}`
      desk.report('PLANT_SYNTAX', { why }, { file, from: extra.from, to: Math.max(extra.to, extra.from + 1) })
      continue
    }
    const entries: Entry[] = []
    for (const [i, cell] of row.entries()) {
      const path = columns[i]!
      if (path.length === 0 || cell.text === '') continue
      const value = scalar(file, cell.from, cell.to, cell.text, 'cell')
      const entry = { key: path.at(-1)!, value }
      if (path.length === 1) entries.push(entry)
      else inside(entries, path, file, cell).push(entry)
    }
    if (entries.length === 0) continue
    budget.values -= entries.length
    yield { kind: 'map', file, from, to, flow: false, entries }
    if (budget.values <= 0) {
      desk.report('PLANT_TOO_LARGE', { what: 'values in a plant', limit: LIMITS.values }, { file, from, to })
      return
    }
  }
}

/** For each column the keys that lead to its value; none for a column that is passed over. */
function columnsOf(header: readonly Cell[], file: string, desk: Desk): (readonly Scalar[])[] {
  const names = new Set<string>()
  return header.map(({ text: name, from, to }) => {
    const path = name === '' ? [] : name.split(/\.(?!\d)/).map((key) => scalar(file, from, to, key, 'cell'))
    if (path.length > LIMITS.depth)
      desk.report('PLANT_TOO_LARGE', { what: 'depth of a column', limit: LIMITS.depth }, path[0])
    else if (names.has(name)) desk.report('PLANT_DUPLICATE_KEY', { key: name }, path[0])
    else {
      // A column that is also the beginning of another one would be a value and a map at once.
      const clash = [...names].some((other) => other.startsWith(`${name}.`) || name.startsWith(`${other}.`))
      if (name !== '') names.add(name)
      if (!clash) return path
      desk.report('PLANT_SYNTAX', { why: `"${name}" is both a value and a group of columns` }, path[0])
    }
    return []
  })
}

/** The entries of the map in which the last key of a path stands, made where they are missing. */
function inside(entries: Entry[], path: readonly Scalar[], file: string, cell: Cell): Entry[] {
  let at = entries
  for (const key of path.slice(0, -1)) {
    const found = at.find((entry) => entry.key.value === key.value)?.value
    const inner: Entry[] = found?.kind === 'map' ? (found.entries as Entry[]) : []
    if (!found)
      at.push({ key, value: { kind: 'map', file, from: cell.from, to: cell.to, flow: false, entries: inner } })
    at = inner
  }
  return at
}

/** The separator that stands most often in the header line: comma, semicolon or tab. */
export function separatorOf(header: string): string {
  const count = (c: string) => header.split(c).length
  return [',', ';', '\t'].reduce((best, c) => (count(c) > count(best) ? c : best))
}

/** A cell of a CSV: its text without quotes and blanks around it, and its place with both. */
export interface Cell {
  readonly text: string
  readonly from: number
  readonly to: number
}

/** Walks the rows of a CSV; empty lines are passed over, and so are cells beyond any limit. */
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
      // More cells than any header may have: the rest of the line is passed over.
      if (row.length > LIMITS.rowValues) this.#at = (text.indexOf('\n', this.#at) + 1 || text.length + 1) - 1
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
    return { text: this.#text.slice(from, to).trim(), from, to }
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
      return { text: (inside + rest.text).trim(), from, to: rest.to }
    }
  }
}
