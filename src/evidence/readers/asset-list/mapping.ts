import { isAlias, isMap, isScalar, parseDocument, type Pair, visit, type YAMLMap } from 'yaml'
import type { Diagnostic, Parameters } from '../../../groundwork/diagnostic.ts'
import { didYouMean } from '../../../groundwork/near.ts'
import { LineIndex } from '../../../groundwork/span.ts'
import { tooDeepAt } from '../../../groundwork/yaml-depth.ts'
import { type AssetListFault, assetListFault } from './diagnostics.ts'
import { FIELDS, type Field } from './header-table.ts'

/** What stands under a column of a list: an attribute, or that nobody needs it. */
export type Meaning = Field | 'ignore'

/** How a person says that a list is to be read. */
export interface Mapping {
  /** The file it stands in. */
  readonly file: string
  /** The sheet of a workbook; all whose headings fit when not said. */
  readonly sheet: string | undefined
  /** Line or row of the headings, 0 where there are none and columns are named A, B, C …; looked for when not said. */
  readonly header: number | undefined
  readonly separator: string | undefined
  /** Meaning by heading in the form of `sameHeading`, with the heading as written. */
  readonly columns: ReadonlyMap<string, { readonly heading: string; readonly means: Meaning; readonly line: number }>
  /** Values of rows that say nothing else. */
  readonly constants: readonly (readonly [Field, string])[]
  /** Words of the list by attribute and in lower case, with what they mean. */
  readonly values: ReadonlyMap<Field, ReadonlyMap<string, string>>
}

/** The text of a mapping and where it stands. */
export interface MappingText {
  readonly file: string
  readonly text: string
}

const LARGEST = 262_144
const DEPTH = 8
const KEYS = ['sheet', 'header', 'separator', 'columns', 'constants', 'values']
const MEANINGS: readonly string[] = [...FIELDS, 'ignore']

/** A heading as a mapping names it: case and blanks do not count. */
export function sameHeading(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim()
}

/** Reads a mapping; what is wrong in it is said with its line, and the rest counts. */
export function readMapping({ file, text }: MappingText): {
  readonly mapping: Mapping | undefined
  readonly diagnostics: readonly Diagnostic[]
} {
  const diagnostics: Diagnostic[] = []
  const lines = new LineIndex(text)
  const report = (code: AssetListFault, at: number, params: Parameters, help?: string) =>
    diagnostics.push(assetListFault(code, { file, line: lines.at(at).line, ...params }, { help }))
  const deep = text.length > LARGEST ? LARGEST : tooDeepAt(text, DEPTH)
  if (deep !== undefined) {
    report('LIST_MAPPING_SYNTAX', deep, { why: 'it is too long or nested too deeply for a mapping' })
    return { mapping: undefined, diagnostics }
  }
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false })
  for (const error of document.errors.slice(0, 10)) report('LIST_MAPPING_SYNTAX', error.pos[0], { why: error.message })
  let aliases = false
  visit(document, { Alias: () => void (aliases = true) })
  const root = document.contents
  if (aliases) report('LIST_MAPPING_SYNTAX', 0, { why: 'a mapping uses no aliases' })
  else if (diagnostics.length === 0 && !isMap(root))
    report('LIST_MAPPING_SYNTAX', 0, { why: 'a map with "columns:" was expected' })
  if (diagnostics.length > 0 || !isMap(root)) return { mapping: undefined, diagnostics }

  const entries = entriesOf(root)
  for (const { key, at } of entries)
    if (!KEYS.includes(key)) report('LIST_MAPPING_KEY', at, { key }, didYouMean(key, KEYS))
  const single = (key: string) => {
    const found = entries.find((entry) => entry.key === key)
    return found && isScalar(found.value) ? { text: String(found.value.value ?? ''), at: found.at } : undefined
  }
  const inside = (key: string) => {
    const found = entries.find((entry) => entry.key === key)
    if (!found) return []
    if (isMap(found.value)) return entriesOf(found.value)
    report('LIST_MAPPING_SYNTAX', found.at, { why: `"${key}" is a map` })
    return []
  }
  const meaning = (word: string, at: number, words: readonly string[]): Meaning | undefined => {
    if (words.includes(word)) return word as Meaning
    report(
      'LIST_MAPPING_ATTRIBUTE',
      at,
      { attribute: word },
      didYouMean(word, words) ?? `known here: ${words.join(', ')}`,
    )
    return undefined
  }
  const textOf = (value: unknown) => (isScalar(value) ? String(value.source ?? value.value ?? '').trim() : undefined)

  const columns = new Map<string, { heading: string; means: Meaning; line: number }>()
  for (const { key, value, at } of inside('columns')) {
    const means = meaning(textOf(value) ?? '', at, MEANINGS)
    if (means) columns.set(sameHeading(key), { heading: key, means, line: lines.at(at).line })
  }
  const constants = inside('constants').flatMap(({ key, value, at }): [Field, string][] => {
    const field = meaning(key, at, FIELDS) as Field | undefined
    const constant = textOf(value)
    return field && constant ? [[field, constant.slice(0, 500)]] : []
  })
  const values = new Map<Field, ReadonlyMap<string, string>>()
  for (const { key, value, at } of inside('values')) {
    const field = meaning(key, at, FIELDS) as Field | undefined
    if (!isMap(value)) report('LIST_MAPPING_SYNTAX', at, { why: `under "${key}" stand words and what they mean` })
    else if (field)
      values.set(
        field,
        new Map(entriesOf(value).map((e) => [sameHeading(e.key), (textOf(e.value) ?? '').slice(0, 500)])),
      )
  }
  if (columns.size === 0 && diagnostics.length === 0)
    report('LIST_MAPPING_SYNTAX', 0, { why: '"columns:" names no column' })
  const header = single('header')
  if (header && !/^\d{1,6}$/.test(header.text))
    report('LIST_MAPPING_SYNTAX', header.at, { why: '"header" is the number of a line' })
  const separator = single('separator')
  if (separator && !SEPARATOR_WORDS.has(separator.text) && separator.text.length !== 1)
    report('LIST_MAPPING_SYNTAX', separator.at, { why: '"separator" is one character, or the word tab' })
  const mapping: Mapping = {
    file,
    sheet: single('sheet')?.text,
    header: header && /^\d{1,6}$/.test(header.text) ? Number(header.text) : undefined,
    separator: separator && (SEPARATOR_WORDS.get(separator.text) ?? separator.text.slice(0, 1)),
    columns,
    constants,
    values,
  }
  return { mapping: columns.size === 0 ? undefined : mapping, diagnostics }
}

const SEPARATOR_WORDS: ReadonlyMap<string, string> = new Map([
  ['tab', '\t'],
  ['\\t', '\t'],
  ['comma', ','],
  ['semicolon', ';'],
])

function entriesOf(map: YAMLMap): { key: string; value: unknown; at: number }[] {
  return map.items.flatMap(({ key, value }: Pair) => {
    if (!isScalar(key) || isAlias(value)) return []
    return [{ key: String(key.source ?? key.value ?? ''), value, at: key.range?.[0] ?? 0 }]
  })
}
