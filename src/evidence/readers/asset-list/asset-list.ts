import { didYouMean } from '../../../groundwork/near.ts'
import type { EvidenceReader, OpenOptions } from '../../reader.ts'
import { decodeText } from '../decode.ts'
import { WholeFile, type WholeFileContent } from '../whole-file.ts'
import { findColumns, findSheetColumns, HEADER_LINES, type Headings } from './columns.ts'
import { ListReports } from './list-reports.ts'
import { Listed } from './listed.ts'
import { type Mapping, readMapping, sameHeading } from './mapping.ts'
import { readRows, readSheet } from './rows.ts'
import { looksLikeWorkbook, readWorkbook, type Sheet } from './workbook.ts'

/** Bytes of one list. */
const LARGEST = 64 << 20

/**
 * An asset list in CSV or XLSX: headings in English or German, or named by a mapping; any usual separator and encoding; a row
 * is an asset.
 */
export const assetList: EvidenceReader = {
  id: 'asset-list',
  title: 'asset list (CSV, XLSX)',
  recognizes(head, name) {
    if (looksLikeWorkbook(head, name)) return true
    const { text, encoding } = decodeText(head)
    return (encoding === 'UTF-16' || !head.includes(0)) && findColumns(text) !== undefined
  },
  open: (options) => new WholeFile(options, { id: assetList.id, manner: 'listed', largest: LARGEST, read: readList }),
}

function readList(bytes: Uint8Array, cut: boolean, { file, mapping: written }: OpenOptions): WholeFileContent {
  const reports = new ListReports(file)
  const { mapping, diagnostics } = written ? readMapping(written) : { mapping: undefined, diagnostics: [] }
  const listed = new Listed(reports, assetList.id)
  // A mapping that cannot be read must not be replaced by a guess in silence.
  if (!written || mapping) {
    if (looksLikeWorkbook(bytes, file)) readSheets(bytes, cut, mapping, listed, reports)
    else readText(bytes, cut, mapping, listed, reports)
  }
  const { rows, facts, addresses } = listed
  return { records: rows, addresses, facts, notUnderstood: [], diagnostics: [...diagnostics, ...reports.all()] }
}

function readText(bytes: Uint8Array, cut: boolean, mapping: Mapping | undefined, listed: Listed, reports: ListReports) {
  const { text, encoding } = decodeText(bytes)
  if (encoding === 'Windows-1252') reports.add('LIST_ENCODING', { encoding })
  const columns = findColumns(text, mapping)
  if (!columns) {
    if (mapping) reports.add('LIST_MAPPING_FITS_NOT', { file: mapping.file })
    else reports.add('LIST_NO_HEADER', { lines: HEADER_LINES })
    return
  }
  sayColumns(columns, mapping, reports)
  // A file that was cut ends inside a row: that row is let go.
  const whole = cut ? text.slice(0, text.lastIndexOf('\n') + 1) : text
  if (cut) reports.add('LIST_LIMIT', { limit: LARGEST, what: 'bytes' })
  listed.rows += readRows(whole, columns, mapping, reports, (row) => listed.take(row))
}

function readSheets(
  bytes: Uint8Array,
  cut: boolean,
  mapping: Mapping | undefined,
  listed: Listed,
  reports: ListReports,
) {
  if (cut) {
    reports.add('LIST_LIMIT', { limit: LARGEST, what: 'bytes' })
    return
  }
  const { sheets, faults } = readWorkbook(bytes)
  for (const why of faults) reports.add('LIST_WORKBOOK', { why })
  const wanted = mapping?.sheet === undefined ? sheets : sheets.filter(({ name }) => name === mapping.sheet)
  if (wanted.length === 0 && sheets.length > 0) {
    const help = didYouMean(
      mapping!.sheet!,
      sheets.map(({ name }) => name),
    )
    reports.add('LIST_MAPPING_SHEET', { file: mapping!.file, sheet: mapping!.sheet! }, undefined, help)
    return
  }
  let read = 0
  for (const sheet of wanted) if (takeSheet(sheet, mapping, listed, reports)) read++
  if (read === 0 && sheets.length > 0 && faults.length === 0) {
    if (mapping) reports.add('LIST_MAPPING_FITS_NOT', { file: mapping.file })
    else reports.add('LIST_NO_HEADER', { lines: HEADER_LINES })
  }
}

function takeSheet(sheet: Sheet, mapping: Mapping | undefined, listed: Listed, reports: ListReports): boolean {
  if (sheet.rows.length === 0) return false
  const columns = sheet.hidden && mapping?.sheet === undefined ? undefined : findSheetColumns(sheet.rows, mapping)
  if (!columns) {
    const why = sheet.hidden ? 'it is hidden' : 'no row names the columns of an asset list'
    reports.add('LIST_SHEET_NOT_READ', { sheet: sheet.name, rows: sheet.rows.length, why })
    return false
  }
  sayColumns(columns, mapping, reports)
  if (sheet.formulas > 0) reports.add('LIST_FORMULAS', { sheet: sheet.name, cells: sheet.formulas })
  for (const what of sheet.beyond) reports.add('LIST_SHEET_LIMIT', { sheet: sheet.name, what })
  listed.rows += readSheet(sheet, columns, mapping, reports, (row) => listed.take(row))
  return true
}

function sayColumns({ headings, twice, unread }: Headings, mapping: Mapping | undefined, reports: ListReports): void {
  const there = new Set(headings.map(sameHeading))
  for (const [key, { heading, line }] of mapping?.columns ?? [])
    if (!there.has(key)) {
      const help = didYouMean(heading, headings)
      reports.add('LIST_MAPPING_COLUMN', { file: mapping!.file, line, column: heading }, undefined, help)
    }
  for (const pair of twice) reports.add('LIST_COLUMN_TWICE', pair)
  if (unread.length > 0) reports.add('LIST_COLUMN_NOT_READ', { columns: unread.slice(0, 50).join(', ') })
}
