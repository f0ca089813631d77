import type { JsonMap, JsonValue } from '../json-value.ts'
import { at, itemsAt, textAt } from '../json-value.ts'
import { type Columns, OSQUERY_TABLES } from './osquery-table.ts'

/** Rows held for one file. */
export const MOST_ROWS = 500_000
/** Columns of one row. */
const COLUMNS = 200

/** A row as the log left it, with the table it is of. */
export interface HostRow {
  readonly host: string | undefined
  readonly query: string
  readonly table: string | undefined
  readonly columns: Columns
  readonly line: number
  /** Seconds since 1970. */
  readonly at: number | undefined
}

/** Reports on a line of a log. */
export type Tell = (code: 'HOST_REMOVED_UNKNOWN', params: Readonly<Record<string, string | number>>) => void

/**
 * The rows of a file as they are in the end: what a query added and later removed is gone, a snapshot takes the place of
 * the one before it, and a query that begins a new epoch begins anew.
 */
export class HostRows {
  readonly #queries = new Map<string, { epoch: string | undefined; rows: Map<string, HostRow>; begun: boolean }>()
  #count = 0
  /** True once rows were left out for want of room. */
  full = false

  get all(): readonly HostRow[] {
    return [...this.#queries.values()].flatMap(({ rows }) => [...rows.values()])
  }

  /** One line of a result log (snapshot, event or batch); false where it is none. */
  log(entry: JsonMap, lineOf: (value: JsonValue) => number, told: Tell): boolean {
    const query = textAt(entry, 'name')
    const action = textAt(entry, 'action')
    if (query === undefined) return false
    const host =
      textAt(entry, 'decorations', 'hostname') ?? textAt(entry, 'hostIdentifier') ?? textAt(entry, 'hostname')
    const unix = Number(textAt(entry, 'unixTime'))
    const time = Number.isInteger(unix) && unix > 0 && unix < 9e9 ? unix : undefined
    const rowOf = (row: JsonValue): HostRow => {
      const columns = columnsOf(row)
      return { host, query, columns, table: tableOf(query, columns), line: lineOf(row), at: time }
    }
    const state = this.#query(`${host ?? ''}\n${query}`)
    const snapshot = at(entry, 'snapshot')
    const epoch = textAt(entry, 'epoch')
    if (snapshot?.kind === 'list') {
      this.#clear(state)
      state.begun = true
      for (const row of snapshot.items) this.#add(state, rowOf(row))
      return true
    }
    if (epoch !== state.epoch || textAt(entry, 'counter') === '0') {
      if (epoch !== state.epoch) this.#clear(state)
      state.epoch = epoch
      state.begun = true
    }
    const columns = at(entry, 'columns')
    const added = columns && action === 'added' ? [columns] : itemsAt(entry, 'diffResults', 'added')
    const removed = columns && action === 'removed' ? [columns] : itemsAt(entry, 'diffResults', 'removed')
    if (added.length === 0 && removed.length === 0) return at(entry, 'diffResults') !== undefined
    let unknown = 0
    for (const row of removed) {
      if (state.rows.delete(keyOf(columnsOf(row)))) this.#count--
      else unknown++
    }
    if (unknown > 0) told('HOST_REMOVED_UNKNOWN', { line: lineOf(entry), query, rows: unknown })
    for (const row of added) this.#add(state, rowOf(row))
    return true
  }

  /** Rows that were asked for by hand: output of `osqueryi --json`, alone or under the name of a table. */
  listed(query: string, host: string | undefined, rows: readonly JsonValue[], lineOf: (value: JsonValue) => number) {
    const state = this.#query(`${host ?? ''}\n${query}\n${this.#queries.size}`)
    for (const row of rows) {
      const columns = columnsOf(row)
      this.#add(state, { host, query, columns, table: tableOf(query, columns), line: lineOf(row), at: undefined })
    }
  }

  #query(key: string) {
    let state = this.#queries.get(key)
    if (!state) this.#queries.set(key, (state = { epoch: undefined, rows: new Map(), begun: false }))
    return state
  }

  #clear(state: { rows: Map<string, HostRow> }) {
    this.#count -= state.rows.size
    state.rows.clear()
  }

  #add(state: { rows: Map<string, HostRow> }, row: HostRow) {
    const key = keyOf(row.columns)
    if (this.#count >= MOST_ROWS && !state.rows.has(key)) {
      this.full = true
      return
    }
    if (!state.rows.has(key)) this.#count++
    state.rows.set(key, row)
  }
}

/** The columns of a row as texts; what is no text or number is left out. */
function columnsOf(row: JsonValue): Columns {
  const columns: Record<string, string> = Object.create(null)
  if (row.kind !== 'map') return columns
  let count = 0
  for (const key of row.entries.keys()) {
    if (++count > COLUMNS) break
    const text = textAt(row, key)
    if (text !== undefined) columns[key] = text
  }
  return columns
}

function keyOf(columns: Columns): string {
  return Object.keys(columns)
    .sort((a, b) => (a < b ? -1 : 1))
    .map((key) => `${key}\u0001${columns[key]}`)
    .join('\u0002')
}

/** The table that a row is of: by the name of its query where the columns bear it out, else by the columns alone. */
export function tableOf(query: string, columns: Columns): string | undefined {
  const name = query.toLowerCase()
  const named = TABLES.find(
    (table) => endsWithTable(name, table) && OSQUERY_TABLES[table]!.needs.some((c) => c in columns),
  )
  return named ?? tableByColumns(Object.keys(columns))
}

/** The table whose columns these are; a table counts when all it needs is there and, of what marks it, the most. */
export function tableByColumns(names: readonly string[]): string | undefined {
  const there = new Set(names)
  let best: string | undefined
  let most = 0
  for (const table of TABLES) {
    const { needs, signs } = OSQUERY_TABLES[table]!
    if (!needs.every((column) => there.has(column))) continue
    const found = signs.filter((column) => there.has(column)).length
    if (signs.length > 0 && found === 0) continue
    if (needs.length + found > most) {
      most = needs.length + found
      best = table
    }
  }
  return best
}

// Longer names first, so that "user_groups" is not taken for "groups".
const TABLES = Object.keys(OSQUERY_TABLES).sort((a, b) => b.length - a.length || (a < b ? -1 : 1))

/** Whether a query or a file is named after a table: `users`, `pack_baseline_users`, `users.json`, `users_snapshot`. */
function endsWithTable(name: string, table: string): boolean {
  const bare = name.replace(/\.(json|ndjson|log)$/, '').replace(/[_-](snapshot|inventory|all)$/, '')
  return bare.endsWith(table) && !/[a-z0-9]/.test(bare[bare.length - table.length - 1] ?? '')
}
