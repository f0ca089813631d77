import type { Diagnostic } from '../../../groundwork/diagnostic.ts'
import { NO_TIME } from '../../../groundwork/day.ts'
import type { CaptureLimits } from '../../limits.ts'
import { Fold, limitOf } from '../fold.ts'
import type { RecordPlace } from '../talk-fold.ts'
import type { Line } from '../lines.ts'
import { Reports } from '../reports.ts'
import { type ZeekLogFault, zeekLogFault } from './diagnostics.ts'
import { jsonLine } from './json-line.ts'
import type { LogKind } from './kind.ts'
import { kindByFields, kindByFile, kindByPath } from './kinds.ts'
import { Fields, jsonRow, MARKS, type Marks, type Row, unescaped } from './row.ts'

/** Columns of one log. */
const MOST_COLUMNS = 1000
/** From so many bytes on the cells of a line are copied. */
const LONG_LINE = 4096
/** Different sets of keys in one file of JSON lines for which the kind is remembered. */
const MOST_SHAPES = 1000

/** Whether a first line is JSON as Zeek writes it: an object with a time and something that only its logs have. */
export function looksLikeJson(line: string): boolean {
  return (
    /^\s*\{/.test(line) &&
    /"(?:ts|_write_ts)"\s*:/.test(line) &&
    /"(?:uid|uids|_path|id\.orig_h|id)"\s*:|"host"\s*:.*"(?:port_num|software_type|device_type)"|"device_type"|"port_num"/.test(
      line,
    )
  )
}

/** Whether a first line holds names of fields alone, as `zeek-cut` users keep them: `ts`, then more names. */
export function looksLikeNames(line: string): boolean {
  return /^ts\t[\w.$]+(?:\t[\w.$]+)*$/.test(line)
}

/** Reads the lines of a log one by one into a fold. */
export class LogRows {
  readonly fold: Fold
  readonly #file: string
  readonly #limits: CaptureLimits
  readonly #reports = new Reports<ZeekLogFault>(zeekLogFault, (count, code) =>
    zeekLogFault('ZEEK_MORE', { count, code }),
  )
  readonly #shapes = new Map<string, { readonly path: string; readonly kind: LogKind | undefined }>()
  #marks: Marks = MARKS
  #fields: Fields | undefined
  #path: string | undefined
  #kind: LogKind | undefined
  #records = 0
  #timeless = 0
  #headless: { readonly line: number; readonly offset: number } | undefined
  #headlessRows = 0
  #hint: { readonly kind: LogKind | undefined } | undefined
  #opened = false
  #closed = false
  #whole = false
  #last: Line | undefined

  constructor(file: string, limits: CaptureLimits) {
    this.#file = file
    this.#limits = limits
    this.fold = new Fold(limits)
  }

  /** Rows that were read whole. */
  get records(): number {
    return this.#records
  }

  /** Whether all traffic that passed the vantage stands in the file. */
  get whole(): boolean {
    return this.#whole
  }

  line(line: Line): void {
    if (!line.ended) this.#last = line
    const { text } = line
    if (text === '' || text.startsWith('### ')) return
    if (text.startsWith('#')) this.#header(line)
    else if (text.startsWith('{')) this.#json(line)
    else if (!this.#fields && looksLikeNames(text)) this.#setFields(text.split('\t'), line)
    else this.#columns(line)
  }

  tooLong(line: number, offset: number, limit: number): void {
    this.#reports.add('ZEEK_LINE_LONG', { line, limit }, this.#place(offset))
  }

  /** What was wrong; call once, after the last line. */
  close(): readonly Diagnostic[] {
    if (this.#headless)
      this.#reports.add(
        'ZEEK_NO_FIELDS',
        { line: this.#headless.line, rows: this.#headlessRows },
        this.#place(this.#headless.offset),
      )
    if (this.#timeless > 0) this.#reports.add('ZEEK_NO_TIMES', { rows: this.#timeless }, this.#place(0))
    for (const [what, lost] of this.fold.lost())
      this.#reports.add('ZEEK_LIMIT', { what, limit: limitOf(what, this.#limits), lost }, this.#place(0))
    if (this.#opened && !this.#closed) this.#reports.add('ZEEK_NOT_CLOSED', {}, this.#place(this.#last?.offset ?? 0))
    return this.#reports.all()
  }

  #header(line: Line): void {
    const { text } = line
    const [name, value] = cut(text, this.#marks.separator)
    switch (name) {
      case '#separator':
        return this.#separator(line, value)
      case '#set_separator':
        this.#marks = { ...this.#marks, set: unescaped(value) || MARKS.set }
        return
      case '#empty_field':
        this.#marks = { ...this.#marks, empty: value }
        return
      case '#unset_field':
        this.#marks = { ...this.#marks, unset: value }
        return
      case '#path':
        this.#path = value.slice(0, 100)
        this.#fields = undefined
        return
      case '#open':
        this.#opened = true
        this.#closed = false
        return
      case '#close':
        this.#closed = true
        return
      case '#fields':
        return this.#setFields(value.split(this.#marks.separator), line)
    }
  }

  #separator(line: Line, value: string): void {
    const separator = unescaped(value.trim())
    const usable = separator.length > 0 && separator.length <= 4
    if (!usable) this.#reports.add('ZEEK_HEADER', { line: line.number, header: '#separator' }, this.#place(line.offset))
    this.#marks = { ...MARKS, separator: usable ? separator : MARKS.separator }
    this.#fields = undefined
    this.#path = undefined
  }

  #setFields(names: readonly string[], line: Line): void {
    if (names.length > MOST_COLUMNS) {
      this.#reports.add('ZEEK_LIMIT', { what: 'columns', limit: MOST_COLUMNS, lost: 1 }, this.#place(line.offset))
      return
    }
    this.#fields = new Fields(names)
    const named = this.#path === undefined ? undefined : kindByPath(this.#path)
    this.#kind = named ?? kindByFields(this.#fields, this.#file)
    if (!named && this.#kind && this.#path === undefined)
      this.#reports.add('ZEEK_KIND_GUESSED', { line: line.number, kind: this.#kind.path }, this.#place(line.offset))
    this.#whole ||= this.#kind?.whole === true
  }

  #columns(line: Line): void {
    if (!this.#fields) {
      this.#headless ??= { line: line.number, offset: line.offset }
      this.#headlessRows++
      const hint = (this.#hint ??= { kind: kindByFile(this.#file) }).kind
      this.fold.missed(
        `rows without names of fields${hint ? `, perhaps of a Zeek log "${hint.path}"` : ''}`,
        line.length,
        place(line, NO_TIME),
      )
      return
    }
    const cells = line.text.split(this.#marks.separator, MOST_COLUMNS + 1)
    const { length } = this.#fields.names
    if (cells.length !== length) {
      if (!line.ended && cells.length < length) this.#cut(line)
      else this.#wrong(line, `it has ${cells.length} cells where the header names ${length}`)
      return
    }
    this.#read(
      line,
      this.#fields.row(cells, this.#marks, line.length > LONG_LINE),
      this.#kind,
      this.#path ?? 'without a name',
    )
  }

  #json(line: Line): void {
    const values = jsonLine(line.text)
    if (!values) {
      if (line.ended) this.#wrong(line, 'it holds no JSON object')
      else this.#cut(line)
      return
    }
    const row = jsonRow(values)
    const path = row.text('_path')
    const shape = path === undefined ? [...values.keys()].join('\t') : `_path ${path}`
    let known = this.#shapes.get(shape)
    if (!known) {
      const kind =
        (path === undefined ? undefined : kindByPath(path)) ?? kindByFields(new Fields([...values.keys()]), this.#file)
      known = { path: path?.slice(0, 100) ?? 'without a name', kind }
      if (path === undefined && kind && ![...this.#shapes.values()].some((other) => other.kind === kind))
        this.#reports.add('ZEEK_KIND_GUESSED', { line: line.number, kind: kind.path }, this.#place(line.offset))
      if (this.#shapes.size < MOST_SHAPES) this.#shapes.set(shape, known)
      this.#whole ||= kind?.whole === true
    }
    this.#read(line, row, known.kind, known.path)
  }

  #read(line: Line, row: Row, kind: LogKind | undefined, path: string): void {
    const at = place(line, row.time())
    if (!kind) {
      this.#records++
      this.fold.missed(`rows of Zeek log "${path}", which is not read`, line.length, at)
      return
    }
    const wrong = kind.read(row, this.fold, at)
    if (wrong !== undefined) {
      this.#wrong(line, wrong)
      return
    }
    this.#records++
    if (at.time === NO_TIME) this.#timeless++
  }

  #wrong(line: Line, why: string): void {
    this.#reports.add('ZEEK_ROW', { line: line.number, why }, this.#place(line.offset))
  }

  #cut(line: Line): void {
    this.#reports.add('ZEEK_CUT', { line: line.number }, this.#place(line.offset))
  }

  #place(offset: number) {
    return { place: { file: this.#file, offset } }
  }
}

function place(line: Line, time: RecordPlace['time']): RecordPlace {
  return { line: line.number, offset: line.offset, length: line.length, time }
}

// The separator line parts by a blank, all others by the separator itself.
function cut(text: string, separator: string): [string, string] {
  const at = text.startsWith('#separator') ? text.search(/\s/) : text.indexOf(separator)
  return at < 0
    ? [text, '']
    : [text.slice(0, at), text.slice(at + (text.startsWith('#separator') ? 1 : separator.length))]
}
