import { decodeText } from '../decode.ts'
import { findColumns, findSheetColumns, type Headings } from './columns.ts'
import { FIELDS } from './header-table.ts'
import { looksLikeWorkbook, readWorkbook } from './workbook.ts'

/**
 * The mapping by which a list would be read without one, as YAML for a person to correct and save beside the list; nothing
 * where no headings are known. Of a workbook the first sheet with known headings is taken.
 */
export function guessMapping(bytes: Uint8Array, file: string): string | undefined {
  if (!looksLikeWorkbook(bytes, file)) {
    const columns = findColumns(decodeText(bytes).text)
    return columns && mappingText(file, columns, columns.line - 1, { separator: columns.separator })
  }
  for (const sheet of readWorkbook(bytes).sheets) {
    const columns = sheet.hidden ? undefined : findSheetColumns(sheet.rows)
    if (columns) return mappingText(file, columns, columns.line, { sheet: sheet.name })
  }
  return undefined
}

function mappingText(
  file: string,
  { headings, fields, twice }: Headings,
  header: number,
  kind: { readonly sheet?: string; readonly separator?: string },
): string {
  const name = file.slice(file.lastIndexOf('/') + 1).replace(/[^\w. -]/g, '_')
  const lines = headings.flatMap((heading, i): string[] => {
    if (heading === '') return []
    const field = fields[i]
    if (field !== undefined) return [`  ${quoted(heading)}: ${field}`]
    const first = twice.find(({ column }) => column === heading)
    if (first) return [`  ${quoted(heading)}: ignore # says the same as ${quoted(first.first)}`]
    return [`  # ${quoted(heading)}: not understood; write what it means, or ignore`]
  })
  return `${[
    `# How ${name} is read: a guess. Correct it and save it as ${name}.mapping.yaml beside the list.`,
    `# A column can mean: ${FIELDS.join(', ')}, ignore.`,
    ...(kind.sheet === undefined ? [] : [`sheet: ${quoted(kind.sheet)}`]),
    ...(kind.separator === undefined ? [] : [`separator: ${kind.separator === '\t' ? 'tab' : quoted(kind.separator)}`]),
    `header: ${header}`,
    'columns:',
    ...lines,
    '# constants: { zone: cell-1 }          # for every row that says nothing else',
    '# values: { kind: { SPS: plc } }       # words of the list, and what they mean',
  ].join('\n')}\n`
}

// JSON texts are YAML, and none of them can run on into a comment or another line.
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
