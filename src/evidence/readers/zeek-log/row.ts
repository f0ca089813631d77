import { type Ip, ip } from '../../../groundwork/ip.ts'
import { type Mac, mac } from '../../../groundwork/mac.ts'
import { type Micros, NO_TIME } from '../../../groundwork/day.ts'
import { ownText } from '../lines.ts'

/** The separators and marks that the header of a log declares; those of an unchanged Zeek to begin with. */
export interface Marks {
  readonly separator: string
  readonly set: string
  readonly empty: string
  readonly unset: string
}

export const MARKS: Marks = { separator: '\t', set: ',', empty: '(empty)', unset: '-' }

/** Names under which the ends of a connection stand when the log was written with another scope separator or names of its own. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  'id.orig_h': ['id_orig_h', 'id$orig_h', 'src', 'src_ip', 'source.ip'],
  'id.orig_p': ['id_orig_p', 'id$orig_p', 'src_port', 'source.port'],
  'id.resp_h': ['id_resp_h', 'id$resp_h', 'dst', 'dst_ip', 'dest_ip', 'destination.ip'],
  'id.resp_p': ['id_resp_p', 'id$resp_p', 'dst_port', 'dest_port', 'destination.port'],
}

/** Latest time that a microsecond count still holds exactly (year 2255). */
const LATEST = 9e9

/** Addresses that were read last: a log names few of them again and again. */
const recent = new Map<string, Ip | undefined>()
const MOST_RECENT = 10_000

function knownIp(text: string): Ip | undefined {
  if (recent.has(text)) return recent.get(text)
  if (recent.size >= MOST_RECENT) recent.clear()
  const found = ip(text)
  // Longer texts are no addresses, and are not kept.
  if (text.length <= 45) recent.set(text, found)
  return found
}

/** One row of a log, by the names of its fields; a field that is unset, empty or not there is `undefined`. */
export class Row {
  readonly #value: (field: string) => string | readonly string[] | undefined

  constructor(value: (field: string) => string | readonly string[] | undefined) {
    this.#value = value
  }

  text(field: string): string | undefined {
    const found = this.#value(field) ?? this.#other(field)
    const text = typeof found === 'string' ? found : found?.join(',')
    return text === '' ? undefined : text
  }

  list(field: string): readonly string[] {
    const found = this.#value(field)
    return found === undefined || found === '' ? [] : typeof found === 'string' ? found.split(',') : found
  }

  /** A whole number, also in hex (`0x1d`). */
  number(field: string): number | undefined {
    const text = this.text(field)
    return text !== undefined && /^(?:\d{1,15}|0[xX][0-9a-fA-F]{1,12})$/.test(text) ? Number(text) : undefined
  }

  flag(field: string): boolean | undefined {
    const text = this.text(field)
    return text === 'T' || text === 'true' ? true : text === 'F' || text === 'false' ? false : undefined
  }

  ip(field: string): Ip | undefined {
    const text = this.text(field)
    return text === undefined ? undefined : knownIp(text)
  }

  mac(field: string): Mac | undefined {
    const text = this.text(field)
    return text === undefined ? undefined : mac(text)
  }

  port(field: string): number | undefined {
    const number = this.number(field)
    return number !== undefined && number < 65_536 ? number : undefined
  }

  /** Microseconds since 1970; `NO_TIME` where the field is masked, missing or no time. */
  time(field = 'ts'): Micros {
    const text = this.text(field)
    if (text === undefined) return NO_TIME
    return /^\d{1,12}(?:\.\d{1,9})?$/.test(text) ? seconds(text) : rfc3339(text)
  }

  #other(field: string): string | readonly string[] | undefined {
    for (const name of OTHER_NAMES[field] ?? []) {
      const found = this.#value(name)
      if (found !== undefined) return found
    }
    return undefined
  }
}

/** The field names of a header line, or of the keys of a JSON row. */
export class Fields {
  readonly names: readonly string[]
  readonly #at: ReadonlyMap<string, number>

  constructor(names: readonly string[]) {
    this.names = names
    this.#at = new Map(names.map((name, i) => [name, i]))
  }

  has(field: string): boolean {
    return this.#at.has(field) || (OTHER_NAMES[field] ?? []).some((name) => this.#at.has(name))
  }

  /** A row of separated cells; of a long line they are copied, so that what is kept of them does not keep the line. */
  row(cells: readonly string[], marks: Marks, long: boolean): Row {
    return new Row((field) => {
      const at = this.#at.get(field)
      const part = at === undefined ? undefined : cells[at]
      const cell = long && part !== undefined ? ownText(part) : part
      if (cell === undefined || cell === marks.unset) return undefined
      if (cell === marks.empty) return ''
      if (marks.set === ',' && !cell.includes('\\x')) return cell
      return cell.includes(marks.set) ? cell.split(marks.set).map(unescaped) : unescaped(cell)
    })
  }
}

/** A row of one JSON object, its keys already flat. */
export function jsonRow(values: ReadonlyMap<string, string | readonly string[]>): Row {
  return new Row((field) => values.get(field))
}

/** A text with the bytes that Zeek wrote as `\x09` in their place. */
export function unescaped(text: string): string {
  if (!text.includes('\\x')) return text
  return text.replace(/(?:\\x[0-9a-fA-F]{2})+/g, (run) =>
    new TextDecoder().decode(Uint8Array.from(run.slice(2).split('\\x'), (pair) => Number.parseInt(pair, 16))),
  )
}

function seconds(text: string): Micros {
  const value = Number(text)
  return (value > LATEST ? NO_TIME : Math.round(value * 1e6)) as Micros
}

function rfc3339(text: string): Micros {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/.test(text)) return NO_TIME
  const whole = Date.parse(text.replace(/\.\d+/, ''))
  const part = /\.(\d+)/.exec(text)?.[1] ?? ''
  const micros = whole * 1000 + Number(part.slice(0, 6).padEnd(6, '0'))
  return (whole >= 0 && whole <= LATEST * 1000 ? micros : NO_TIME) as Micros
}
