import { NO_TIME } from '../../../groundwork/day.ts'
import { sha256Of } from '../../../groundwork/canonical.ts'
import { DEFAULT_LIMITS } from '../../limits.ts'
import type { EvidenceReader, OpenOptions } from '../../reader.ts'
import { decodeText } from '../decode.ts'
import { Fold, limitOf } from '../fold.ts'
import type { RecordPlace } from '../talk-fold.ts'
import { Reports } from '../reports.ts'
import { WholeFile, type WholeFileContent } from '../whole-file.ts'
import { AROUND, type Column } from './columns-table.ts'
import { type AddressTableFault, addressTableFault } from './diagnostics.ts'
import { type Entry, entryOf, headingsOf, isMachine } from './entry.ts'
import { promptOf } from './prompt.ts'

/** Bytes of one file. */
const LARGEST = 32 << 20
const MOST_LINES = 1_000_000
const LONGEST_LINE = 2000
/** Lines among which an entry is looked for. */
const LOOKED_AT = 100

/** What switches, routers and hosts print of their ARP and MAC address tables. */
export const addressTable: EvidenceReader = {
  id: 'address-table',
  title: 'ARP or MAC address table (output of show arp, show mac address-table, ip neigh, arp -a)',
  recognizes(head) {
    const { text, encoding } = decodeText(head)
    return (encoding === 'UTF-16' || !head.includes(0)) && looksLikeTable(text)
  },
  open: (options) =>
    new WholeFile(options, {
      id: addressTable.id,
      manner: 'answered',
      largest: LARGEST,
      read: (bytes, cut, of) => read(bytes, cut, of),
    }),
}

const COMMANDS =
  /\b(?:show|sh|display)\s+(?:ip\s+)?(?:arp|mac[- ]?addr\S*)|\bip\s+(?:-\S+\s+)*n(?:eigh\S*)?\b|\barp\s+-/i

function looksLikeTable(text: string): boolean {
  let columns: readonly Column[] | undefined
  let named = false
  for (const line of text.split(/\r\n|\r|\n/, LOOKED_AT)) {
    const short = line.slice(0, LONGEST_LINE)
    if (promptOf(short) && COMMANDS.test(short)) named = true
    const headings = headingsOf(short)
    if (headings) {
      columns = headings
      continue
    }
    const entry = entryOf(short, columns)
    if (entry && !('expected' in entry) && (entry.mac === undefined ? named || columns !== undefined : true))
      return true
  }
  return named && columns !== undefined
}

interface State {
  device: string | undefined
  columns: readonly Column[] | undefined
  incomplete: number
  records: number
}

function read(bytes: Uint8Array, cut: boolean, { file, limits }: OpenOptions): WholeFileContent {
  const { text } = decodeText(bytes)
  const reports = new Reports<AddressTableFault>(addressTableFault, (count, code) => addressTableFault('TABLE_MORE', { count, code })) // biome-ignore format: one value
  const all = { ...DEFAULT_LIMITS, ...limits }
  const fold = new Fold(all)
  const state: State = { device: undefined, columns: undefined, incomplete: 0, records: 0 }
  // A file that was cut ends inside a line: that line is let go.
  const end = cut ? text.lastIndexOf('\n') + 1 : text.length
  if (cut) reports.add('TABLE_LIMIT', { limit: LARGEST, what: 'bytes', lost: 'the rest is not read' })
  let line = 0
  for (let from = 0; from < end; ) {
    if (++line > MOST_LINES) {
      reports.add(
        'TABLE_LIMIT',
        { limit: MOST_LINES, what: 'lines', lost: 'the rest is not read' },
        span(file, from, from),
      )
      break
    }
    const stop = nextEnd(text, from, end)
    readLine(text.slice(from, Math.min(stop, from + LONGEST_LINE)), place(line, from, stop), state, fold, reports, file)
    from = afterEnd(text, stop)
    if (from >= end && stop === end && !cut) reports.add('TABLE_LAST_LINE', { line }, span(file, stop, stop))
  }
  if (state.incomplete > 0) reports.add('TABLE_INCOMPLETE', { entries: state.incomplete })
  if (state.records === 0) reports.add('TABLE_NO_ENTRIES', {})
  for (const [what, lost] of fold.lost())
    reports.add('TABLE_LIMIT', { limit: limitOf(what, all), what, lost: `${lost} times something was not kept` })
  const { addresses, facts, notUnderstood } = fold.lists(sha256Of(bytes), file)
  // Offsets of the text are those of the bytes only where each character is one of them.
  const exact = text.length === bytes.length && !cut
  const placed = <T extends { readonly frames: readonly unknown[] }>(list: readonly T[]) =>
    exact ? list : list.map((one) => ({ ...one, frames: [] }))
  return {
    records: state.records,
    addresses: placed(addresses),
    facts: placed(facts),
    notUnderstood: placed(notUnderstood),
    diagnostics: reports.all(),
  }
}

function readLine(
  line: string,
  at: RecordPlace,
  state: State,
  fold: Fold,
  reports: Reports<AddressTableFault>,
  file: string,
): void {
  const bare = line.trim()
  if (bare === '' || /^[-=+|\s]+$/.test(bare)) return
  const prompt = promptOf(line)
  if (prompt) {
    if (prompt.device !== undefined) state.device = prompt.device
    state.columns = undefined
    return
  }
  const headings = headingsOf(line)
  if (headings) {
    state.columns = headings
    return
  }
  const entry = entryOf(line, state.columns)
  if (entry === undefined) {
    const lower = bare.toLowerCase().replace(/^[*\s]+/, '')
    if (!AROUND.some((start) => lower.startsWith(start)))
      fold.missed('lines that are no entry of a table', at.length, at)
    return
  }
  if ('expected' in entry) {
    const value = entry.value.slice(0, 80)
    reports.add('TABLE_ENTRY', { line: at.line, value, expected: entry.expected }, span(file, at.offset, at.offset + at.length)) // biome-ignore format: one step
    return
  }
  state.records++
  if (entry.mac === undefined) state.incomplete++
  else take(entry, at, state.device, fold)
}

function take(entry: Entry, at: RecordPlace, device: string | undefined, fold: Fold): void {
  const { ip, mac, vlan, port, name, own } = entry
  // Group addresses stand in the tables too and are nobody.
  if (mac === undefined || !isMachine(mac)) return
  fold.address({ ip, mac, by: ip === undefined ? 'source' : 'arp' }, at, { sent: 1 })
  const subject = ip ?? mac
  const fact = (attribute: string, value: string, by: string, fields?: Readonly<Record<string, string>>) =>
    fold.fact({ subject, attribute, value, by, line: at.line, ...(fields ? { fields } : {}) }, at)
  if (port !== undefined) {
    const fields = {
      port,
      ...(device === undefined ? {} : { switch: device }),
      ...(vlan === undefined ? {} : { vlan }),
    }
    fact('switch-port', device === undefined ? port : `${device} ${port}`, 'mac-table', fields)
  }
  if (vlan !== undefined) fact('vlan', vlan, ip === undefined ? 'mac-table' : 'arp-table')
  if (name !== undefined) fact('name', name, 'dns.ptr')
  if (own && device !== undefined) fact('name', device, 'prompt')
}

function place(line: number, from: number, to: number): RecordPlace {
  return { line, offset: from, length: to - from, time: NO_TIME }
}

function span(file: string, from: number, to: number) {
  return { span: { file, from, to } }
}

function nextEnd(text: string, from: number, end: number): number {
  for (let i = from; i < end; i++) {
    const c = text.charCodeAt(i)
    if (c === 10 || c === 13) return i
  }
  return end
}

function afterEnd(text: string, stop: number): number {
  return text[stop] === '\r' && text[stop + 1] === '\n' ? stop + 2 : stop + 1
}
