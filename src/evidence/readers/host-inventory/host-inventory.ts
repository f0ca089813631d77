import type { Micros } from '../../../groundwork/day.ts'
import { NO_TIME } from '../../../groundwork/day.ts'
import { ip, ipBits } from '../../../groundwork/ip.ts'
import { mac } from '../../../groundwork/mac.ts'
import { groupBy } from '../../../groundwork/order.ts'
import { LineIndex } from '../../../groundwork/span.ts'
import type { AddressSeen, FactSeen, NotUnderstood, Vantage } from '../../observation.ts'
import type { EvidenceReader, OpenOptions } from '../../reader.ts'
import { decodeText } from '../decode.ts'
import { type DocumentFault, documentReports } from '../document-diagnostics.ts'
import { at, type JsonValue, oneLine, readJson, readJsonRange, startOf, textAt } from '../json-value.ts'
import type { Reports } from '../reports.ts'
import { WholeFile, type WholeFileContent } from '../whole-file.ts'
import { type HostInventoryFault, hostInventoryDiagnostics } from './diagnostics.ts'
import { hostFirewall } from './host-firewall.ts'
import { type HostRow, HostRows, MOST_ROWS, tableByColumns, tableOf, type Tell } from './host-rows.ts'
import { OSQUERY_TABLES, type RowFact } from './osquery-table.ts'

/** Bytes of one file. */
const LARGEST = 64 << 20

type Told = Reports<DocumentFault | HostInventoryFault>

/** What osquery found on a machine: result logs of scheduled queries, and output of `osqueryi --json`. */
export const hostInventory: EvidenceReader = {
  id: 'host-inventory',
  title: 'host inventory (osquery results, JSON)',
  recognizes(head, name) {
    const { text } = decodeText(head)
    const begin = text.slice(startOf(text)).trimStart()
    if (!/^[[{]/.test(begin)) return false
    if (/^\{\s*"(snapshot|diffResults)"\s*:/.test(begin)) return true
    if (/"hostIdentifier"\s*:/.test(begin) && /"(columns|snapshot|diffResults|unixTime|calendarTime)"\s*:/.test(begin))
      return true
    if (/^\{\s*"(action|name|columns)"\s*:/.test(begin) && /"unixTime"\s*:/.test(begin)) return true
    if (begin.startsWith('{'))
      return [...begin.matchAll(/"(\w+)"\s*:\s*\[\s*[{\]]/g)].some(([, key]) => Object.hasOwn(OSQUERY_TABLES, key!))
    const first = /^\[\s*\{([^{}[\]]*)/.exec(begin)?.[1]
    if (first === undefined) return false
    const columns = [...first.matchAll(/"([a-z0-9_]+)"\s*:/g)].map((m) => m[1]!)
    const file = name.slice(name.lastIndexOf('/') + 1)
    return (
      tableOf(file, Object.fromEntries(columns.map((c) => [c, '']))) !== undefined ||
      tableByColumns(columns) !== undefined
    )
  },
  open: (options) =>
    new WholeFile(options, { id: hostInventory.id, manner: 'answered', largest: LARGEST, read: readInventory }),
}

function readInventory(bytes: Uint8Array, cut: boolean, options: OpenOptions): WholeFileContent {
  const reports = documentReports(hostInventoryDiagnostics)
  const { text, encoding } = decodeText(bytes)
  if (encoding === 'Windows-1252') reports.add('DOCUMENT_ENCODING', { encoding })
  const rows = new HostRows()
  readRows(text, cut, options.file, rows, reports)
  if (rows.full) reports.add('DOCUMENT_LIMIT', { limit: MOST_ROWS, what: 'rows', lost: 'further ones are not read' })
  return contentOf(rows.all, options, reports)
}

function readRows(text: string, cut: boolean, file: string, rows: HostRows, reports: Told): void {
  if (cut) reports.add('DOCUMENT_LIMIT', { limit: LARGEST, what: 'bytes', lost: 'the rest of the file is not read' })
  if (!isLines(text)) {
    const document = cut ? undefined : readJson(text, reports)
    if (document) takeValue(document.root, file, rows, (value) => document.lineOf(value), reports)
    return
  }
  const lines = new LineIndex(text)
  const lineOf = ({ at: offset }: { readonly at: number }) => lines.at(offset).line
  for (let from = startOf(text); from < text.length; ) {
    const end = text.indexOf('\n', from)
    // The last line of a file that was cut is let go.
    if (end < 0 && cut) return
    const to = end < 0 ? text.length : end
    if (text.slice(from, to).trim() !== '') {
      const entry = readJsonRange(text, from, to, lineOf, reports, 'the line is left out')
      if (entry) takeValue(entry, file, rows, lineOf, reports)
    }
    from = to + 1
  }
}

/** Whether a text is a log of one object per line rather than one document. */
function isLines(text: string): boolean {
  const begin = text.slice(startOf(text), startOf(text) + 65_536).trimStart()
  if (!begin.startsWith('{')) return false
  const first = begin.slice(0, (begin.indexOf('\n') + 1 || begin.length + 1) - 1).trimEnd()
  return first.endsWith('}') || (first.length > 60_000 && !/^\{\s*$/.test(first))
}

/** A document or one line of a log: an entry of a result log, a list of such, the rows of one table, or tables by name. */
function takeValue(
  value: JsonValue,
  file: string,
  rows: HostRows,
  lineOf: (v: JsonValue) => number,
  reports: Told,
): void {
  const told: Tell = (code, params) => reports.add(code, params)
  const name = file.slice(file.lastIndexOf('/') + 1)
  if (value.kind === 'list') {
    const [first] = value.items
    if (first && isLogged(first)) for (const entry of value.items) takeValue(entry, file, rows, lineOf, reports)
    else rows.listed(name, undefined, value.items, lineOf)
    return
  }
  if (value.kind === 'map' && isLogged(value)) {
    if (rows.log(value, lineOf, told)) return
  } else if (value.kind === 'map') {
    const host = textAt(value, 'host') ?? textAt(value, 'hostname') ?? textAt(value, 'hostIdentifier')
    const wrapped = at(value, 'rows')
    if (wrapped?.kind === 'list') return rows.listed(textAt(value, 'table') ?? name, host, wrapped.items, lineOf)
    const lists = [...value.entries].flatMap(([table, list]) => (list.kind === 'list' ? [{ table, list }] : []))
    for (const { table, list } of lists) rows.listed(table, host, list.items, lineOf)
    if (lists.length > 0) return
  }
  reports.add('HOST_TABLE_UNKNOWN', { line: lineOf(value), query: textAt(value, 'name') ?? '', rows: 1 })
}

function isLogged(value: JsonValue): boolean {
  return ['columns', 'snapshot', 'diffResults'].some((key) => at(value, key) !== undefined)
}

function contentOf(all: readonly HostRow[], { file, vantage }: OpenOptions, reports: Told): WholeFileContent {
  const addresses: AddressSeen[] = []
  const facts: FactSeen[] = []
  const missed = new Map<string, { line: number; rows: number }>()
  for (const rows of groupBy(all, (row) => row.host ?? '').values())
    factsOfHost(rows, { file, vantage, reports, addresses, facts, missed })
  const times = all.flatMap((row) => row.at ?? [])
  for (const [query, { line, rows }] of missed) reports.add('HOST_TABLE_UNKNOWN', { line, query, rows })
  if (all.length > 0 && times.length === 0 && vantage.taken === undefined) reports.add('HOST_NO_TIME', {})
  const spread = (pick: (a: number, b: number) => number) =>
    times.length === 0 ? undefined : ((times.reduce(pick) * 1e6) as Micros)
  return {
    records: all.length,
    addresses,
    facts,
    first: spread((a, b) => Math.min(a, b)),
    last: spread((a, b) => Math.max(a, b)),
    notUnderstood: [...missed].map(
      ([query, { rows }]): NotUnderstood => ({ what: `rows of "${query}"`, packets: rows, bytes: 0, frames: [] }),
    ),
    diagnostics: reports.all(),
  }
}

interface Taking {
  readonly file: string
  readonly vantage: Vantage
  readonly reports: Told
  readonly addresses: AddressSeen[]
  readonly facts: FactSeen[]
  readonly missed: Map<string, { line: number; rows: number }>
}

function factsOfHost(rows: readonly HostRow[], { file, vantage, reports, addresses, facts, missed }: Taking): void {
  const ends = addressesOf(rows)
  const name = rows.find((row) => row.table === 'system_info')?.columns['hostname'] ?? rows[0]!.host
  const subject = vantage.subject ?? ends.subject ?? (name === undefined ? undefined : `name:${name}`)
  if (subject === undefined) reports.add('HOST_NO_NAME', {})
  const about = subject ?? `name:${file.slice(file.lastIndexOf('/') + 1).replace(/\.(json|ndjson|log)$/, '')}`
  for (const pair of ends.pairs)
    addresses.push({ ...pair, by: 'list', sent: 0, received: 0, first: pair.time, last: pair.time, frames: [] })
  const seen = new Map<string, { fact: FactSeen; count: number }>()
  const note = (on: string, fact: RowFact, table: string, row: HostRow) => {
    const fields = Object.fromEntries(Object.entries(fact.fields ?? {}).flatMap(([k, v]) => (v ? [[k, v]] : [])))
    const key = [on, fact.attribute, fact.value, table, ...Object.entries(fields).flat()].join('\u0001')
    const known = seen.get(key)
    if (known) known.count++
    else
      seen.set(key, {
        count: 1,
        fact: {
          subject: on,
          attribute: fact.attribute,
          value: oneLine(fact.value),
          by: `host-inventory.${table}`,
          count: 1,
          frames: [],
          line: row.line,
          ...(row.at === undefined ? {} : { time: (row.at * 1e6) as Micros }),
          ...(Object.keys(fields).length > 0 ? { fields } : {}),
        },
      })
  }
  for (const row of rows) {
    const table = row.table === undefined ? undefined : OSQUERY_TABLES[row.table]
    if (!table) {
      const known = missed.get(row.query)
      if (known) known.rows++
      else missed.set(row.query, { line: row.line, rows: 1 })
      continue
    }
    const lacks = table.needs.filter((column) => row.columns[column] === undefined && !MAY_BE_EMPTY.has(column))
    if (lacks.length > 0) {
      reports.add('HOST_ROW_PARTIAL', { line: row.line, table: row.table!, columns: lacks.join(', ') })
      continue
    }
    const read = table.facts(row.columns, row.at)
    for (const fact of read) if (fact.value) note(about, fact, row.table!, row)
    // Its other addresses are the same machine: name and serial number say so.
    for (const fact of read)
      if (fact.attribute === 'name' || fact.attribute === 'serial')
        for (const other of ends.others) if (other !== about) note(other, fact, row.table!, row)
  }
  const firewall = hostFirewall(rows)
  if (firewall) note(about, firewall.fact, 'iptables', firewall.row)
  if (name !== undefined && !rows.some((row) => row.table === 'system_info'))
    note(about, { attribute: 'name', value: name }, 'log', rows[0]!)
  for (const { fact, count } of seen.values()) facts.push({ ...fact, count })
}

/** Columns that stand empty where there is nothing to say; the row is whole without them. */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set([
  'address',
  'path',
  'source',
  'installed_on',
  'program_arguments',
  'policy',
  'name',
  'tty',
  'version',
  'common_name',
])

interface Ends {
  /** Under what the facts of the host stand. */
  readonly subject: string | undefined
  readonly others: readonly string[]
  readonly pairs: readonly {
    readonly ip: string | undefined
    readonly mac: string | undefined
    readonly time: Micros
  }[]
}

/** The addresses of the machine itself: none that every machine has, and none that only lives on its link. */
function addressesOf(rows: readonly HostRow[]): Ends {
  const macs = new Map<string, string>()
  const times = new Map<string, Micros>()
  for (const { table, columns, at: time } of rows) {
    const address = table === 'interface_details' ? mac(columns['mac'] ?? '') : undefined
    if (address && address !== '00:00:00:00:00:00') {
      macs.set(columns['interface']!, address)
      times.set(address, time === undefined ? NO_TIME : ((time * 1e6) as Micros))
    }
  }
  const pairs = rows.flatMap(({ table, columns, at: time }) => {
    if (table !== 'interface_addresses') return []
    const address = ip((columns['address'] ?? '').replace(/%.*$/, ''))
    if (!address || !isOwn(address)) return []
    return [
      {
        ip: address,
        mac: macs.get(columns['interface']!),
        time: time === undefined ? NO_TIME : ((time * 1e6) as Micros),
      },
    ]
  })
  const paired = new Set(pairs.map((pair) => pair.mac))
  const alone = [...macs.values()].filter((address) => !paired.has(address))
  const first = pairs.find((pair) => !pair.ip.includes(':')) ?? pairs[0]
  return {
    subject: first?.ip ?? alone[0],
    others: [...pairs.map((pair) => pair.ip), ...alone],
    pairs: [...pairs, ...alone.map((address) => ({ ip: undefined, mac: address, time: times.get(address)! }))],
  }
}

function isOwn(address: string): boolean {
  const bits = ipBits(address)
  return bits !== undefined && !/^(127\.|169\.254\.|0\.0\.0\.0$|::1?$|fe[89ab])/.test(address)
}
