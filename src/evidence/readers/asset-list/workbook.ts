import { timeText, type Micros } from '../../../groundwork/day.ts'
import { scanXml, type XmlFault, type XmlSink } from '../xml-scan.ts'
import { ZipFault, ZipFiles } from './unzip.ts'

/** What one workbook may hold. */
const WORKBOOK_LIMITS = { sheets: 100, rows: 200_000, columns: 256, cells: 4_000_000, strings: 1_000_000, cell: 2_000 } as const // biome-ignore format: short

/** A row with a cell that says something: its number in the sheet, and its cells from the first column on. */
export interface SheetRow {
  readonly row: number
  readonly cells: readonly string[]
}

export interface Sheet {
  readonly name: string
  readonly hidden: boolean
  readonly rows: readonly SheetRow[]
  /** Cells with a formula: what was computed last is read, nothing is computed here. */
  readonly formulas: number
  /** What was let go within the sheet. */
  readonly beyond: readonly string[]
}

export interface Workbook {
  readonly sheets: readonly Sheet[]
  /** What could not be read, in words. */
  readonly faults: readonly string[]
}

/** Whether bytes begin like a workbook: a ZIP archive of the office formats that is neither text nor slides, or one called so. */
export function looksLikeWorkbook(head: Uint8Array, name: string): boolean {
  if (head[0] !== 0x50 || head[1] !== 0x4b || head[2] !== 3 || head[3] !== 4) return false
  const text = new TextDecoder('windows-1252').decode(head)
  if (/\.(xlsx|xlsm)$/i.test(name) || text.includes('xl/')) return true
  return text.includes('[Content_Types].xml') && !/word\/|ppt\//.test(text)
}

/**
 * Reads the sheets of a workbook (SpreadsheetML, ISO/IEC 29500) as texts. Formulas are not computed, links not followed,
 * entities not resolved; damage and limits are said, and what stands before them counts.
 */
export function readWorkbook(bytes: Uint8Array): Workbook {
  const zip = ZipFiles.open(bytes)
  if (zip instanceof ZipFault) return { sheets: [], faults: [zip.why] }
  const faults: string[] = []
  const part = (name: string, sink: XmlSink): boolean => {
    const text = zip.text(name)
    if (text instanceof ZipFault) faults.push(text.why)
    if (typeof text !== 'string') return false
    const fault = scanXml(text, sink)
    if (fault) faults.push(`"${name}" ${WHY[fault.why]}`)
    return fault?.why !== 'doctype'
  }
  const listed: { name: string; id: string; hidden: boolean }[] = []
  let from1904 = false
  const named = part('xl/workbook.xml', {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributes.get('date1904') ?? '')
      const id = name === 'sheet' ? attributes.get('id') : undefined
      const hidden = id !== undefined && /hidden/i.test(attributes.get('state') ?? '')
      if (id !== undefined) listed.push({ name: (attributes.get('name') ?? '').slice(0, 100), id, hidden })
    },
    ...NOTHING,
  })
  if (!named && faults.length === 0) faults.push('it holds no workbook')
  const targets = new Map<string, string>()
  part('xl/_rels/workbook.xml.rels', {
    open(name, attributes) {
      if (name !== 'Relationship') return
      const target = attributes.get('Target') ?? ''
      const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`
      const type = attributes.get('Type') ?? ''
      targets.set(/\/(sharedStrings|styles)$/.exec(type)?.[1] ?? attributes.get('Id') ?? '', path)
    },
    ...NOTHING,
  })
  const strings = sharedStrings((sink) => part(targets.get('sharedStrings') ?? 'xl/sharedStrings.xml', sink), faults)
  const dates = dateStyles((sink) => part(targets.get('styles') ?? 'xl/styles.xml', sink))
  if (listed.length > WORKBOOK_LIMITS.sheets)
    faults.push(`it has ${listed.length} sheets; only the first ${WORKBOOK_LIMITS.sheets} are read`)
  let cells: number = WORKBOOK_LIMITS.cells
  const sheets = listed.slice(0, WORKBOOK_LIMITS.sheets).flatMap(({ name, id, hidden }): Sheet[] => {
    const path = targets.get(id)
    if (path === undefined || !path.includes('worksheets/')) return []
    const reader = new SheetReader({ strings, dates, from1904, cells })
    part(path, reader)
    cells = reader.left
    return [{ name, hidden, rows: reader.rows, formulas: reader.formulas, beyond: [...reader.beyond] }]
  })
  return { sheets, faults }
}

const NOTHING = { close: () => undefined, text: () => undefined }

const WHY: Readonly<Record<XmlFault['why'], string>> = {
  doctype: 'declares a document type (DOCTYPE), which no workbook needs, and is not read',
  broken: 'is broken off or no XML; what stands before counts',
  deep: 'is nested too deeply; what stands before counts',
}

function sharedStrings(part: (sink: XmlSink) => boolean, faults: string[]): readonly string[] {
  const strings: string[] = []
  let text: string | undefined
  let inText = false
  let phonetic = false
  let full = false
  part({
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') phonetic = true
      else if (name === 't') inText = true
    },
    close(name) {
      if (name === 'rPh') phonetic = false
      else if (name === 't') inText = false
      else if (name === 'si') {
        if (strings.length < WORKBOOK_LIMITS.strings) strings.push(text ?? '')
        else full = true
        text = undefined
      }
    },
    text(more) {
      if (inText && !phonetic && text !== undefined && text.length < WORKBOOK_LIMITS.cell) text += more
    },
  })
  if (full) faults.push(`it holds more than ${WORKBOOK_LIMITS.strings} different texts; further ones are not read`)
  return strings
}

/** For each cell style, whether its numbers are dates: by the built-in formats, and by letters of dates in own ones. */
function dateStyles(part: (sink: XmlSink) => boolean): readonly boolean[] {
  const own = new Map<string, boolean>()
  const styles: boolean[] = []
  let inCells = false
  part({
    open(name, attributes) {
      if (name === 'numFmt') {
        const code = (attributes.get('formatCode') ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')
        own.set(attributes.get('numFmtId') ?? '', /[dy]|mmm|h:m/i.test(code))
      } else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells) {
        const format = attributes.get('numFmtId') ?? ''
        styles.push(own.get(format) ?? /^(1[4-9]|2[0-2]|2[7-9]|3[0-6]|4[5-7]|5[0-8])$/.test(format))
      }
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
    text: () => undefined,
  })
  return styles
}

interface SheetContext {
  readonly strings: readonly string[]
  readonly dates: readonly boolean[]
  readonly from1904: boolean
  readonly cells: number
}

class SheetReader implements XmlSink {
  readonly rows: SheetRow[] = []
  readonly beyond = new Set<string>()
  formulas = 0
  left: number
  readonly #context: SheetContext
  #row = 0
  #cells: string[] = []
  #column = 0
  #type = ''
  #style = 0
  #value = ''
  #inCell = false
  #inValue = false

  constructor(context: SheetContext) {
    this.#context = context
    this.left = context.cells
  }

  open(name: string, attributes: { get(name: string): string | undefined }): void {
    if (name === 'row') {
      const number = Number(attributes.get('r') ?? this.#row + 1)
      this.#row = Number.isInteger(number) && number > 0 ? number : this.#row + 1
      this.#cells = []
      this.#column = 0
    } else if (name === 'c') {
      // The place of a cell may be left out: then it follows the one before.
      this.#column = columnOf(attributes.get('r') ?? '') ?? this.#column + 1
      this.#type = attributes.get('t') ?? 'n'
      this.#style = Number(attributes.get('s') ?? 0)
      this.#value = ''
      this.#inCell = true
    } else if (this.#inCell && name === 'f') this.formulas++
    else if (this.#inCell && (name === 'v' || name === 't')) this.#inValue = true
    else if (name === 'rPh') this.#inValue = false
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#inValue = false
    else if (name === 'c' && this.#inCell) {
      this.#inCell = false
      const text = this.#textOf()
      if (text === '') return
      if (this.#column > WORKBOOK_LIMITS.columns) this.beyond.add(`columns beyond ${WORKBOOK_LIMITS.columns}`)
      else if (this.left === 0) this.beyond.add(`cells beyond ${WORKBOOK_LIMITS.cells} of the workbook`)
      else {
        this.left--
        while (this.#cells.length < this.#column) this.#cells.push('')
        this.#cells[this.#column - 1] = text
      }
    } else if (name === 'row' && this.#cells.length > 0) {
      if (this.rows.length < WORKBOOK_LIMITS.rows) this.rows.push({ row: this.#row, cells: this.#cells })
      else this.beyond.add(`rows beyond ${WORKBOOK_LIMITS.rows}`)
      this.#cells = []
    }
  }

  text(text: string): void {
    if (this.#inValue && this.#value.length < WORKBOOK_LIMITS.cell) this.#value += text
  }

  #textOf(): string {
    const value = this.#value.slice(0, WORKBOOK_LIMITS.cell)
    switch (this.#type) {
      case 's':
        return this.#context.strings[Number(value)] ?? ''
      case 'n': {
        const number = Number(value)
        if (value.trim() === '' || !Number.isFinite(number)) return ''
        return this.#context.dates[this.#style] ? dateText(number, this.#context.from1904) : String(number)
      }
      case 'b':
        return value === '1' ? 'true' : 'false'
      case 'e':
        return ''
      default:
        return value
    }
  }
}

/** The number of the column in a cell's address (`AB12` is 28); nothing where there is none. */
function columnOf(address: string): number | undefined {
  const letters = /^\$?([A-Za-z]{1,3})\$?\d/.exec(address)?.[1]
  if (letters === undefined) return undefined
  let column = 0
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64
  return column
}

// Days are counted from the last day of 1899, with a 29th of February 1900 that never was; some workbooks count from 1904.
function dateText(serial: number, from1904: boolean): string {
  const days = from1904 ? serial + 1462 : serial
  const micros = Math.round((days - 25_569) * 86_400) * 1e6
  if (days < 61 || days > 2_958_465) return String(serial)
  const text = timeText(micros as Micros)
  return Number.isInteger(serial) ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ')
}
