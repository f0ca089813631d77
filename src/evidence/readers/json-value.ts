import { type JsonMaker, JsonReader } from '../../groundwork/json.ts'
import { LineIndex } from '../../groundwork/span.ts'
import type { DocumentReports } from './document-diagnostics.ts'

/** A value of a JSON document with its offset in the text. */
export type JsonValue = JsonScalar | JsonList | JsonMap

export interface JsonScalar {
  readonly kind: 'scalar'
  readonly at: number
  readonly text: string
  readonly quoted: boolean
}

export interface JsonList {
  readonly kind: 'list'
  readonly at: number
  readonly items: readonly JsonValue[]
}

export interface JsonMap {
  readonly kind: 'map'
  readonly at: number
  readonly entries: ReadonlyMap<string, JsonValue>
}

/** Longest text that is kept of a value, in UTF-16 code units. */
const LONGEST = 500
const DEPTH = 64
const VALUES = 4_000_000

/** A JSON document that was read, with the lines of its text. */
export interface JsonDocument {
  readonly root: JsonValue
  lineOf(value: { readonly at: number }): number
}

/** Reads a text that is one JSON value; what is wrong is reported, and then there is nothing. */
export function readJson(text: string, reports: DocumentReports): JsonDocument | undefined {
  const lines = new LineIndex(text)
  const lineOf = ({ at }: { readonly at: number }) => lines.at(at).line
  const root = readJsonRange(text, startOf(text), text.length, lineOf, reports, 'nothing of the file is read')
  return root && { root, lineOf }
}

/** Reads the JSON value in a range of a text; `lost` says what is not read after a fault. */
export function readJsonRange(
  text: string,
  from: number,
  to: number,
  lineOf: (place: { readonly at: number }) => number,
  reports: DocumentReports,
  lost: string,
): JsonValue | undefined {
  const maker: JsonMaker<JsonValue, { readonly at: number; readonly name: string }> = {
    scalar: (at, _, value, quoted) => ({ kind: 'scalar', at, text: value, quoted }),
    list: (at, _, items) => ({ kind: 'list', at, items }),
    key: (at, _, name) => ({ at, name }),
    map: (at, _, entries) => ({ kind: 'map', at, entries: new Map(entries.map((e) => [e.key.name, e.value])) }),
    repeated: (key, name) => reports.add('DOCUMENT_REPEATED_KEY', { line: lineOf(key), key: name.slice(0, 80) }),
  }
  const reader = new JsonReader(text, from, to, maker, { depth: DEPTH, values: VALUES, where: 'in the document' })
  const root = reader.whole()
  if (!root) reports.add('DOCUMENT_SYNTAX', { line: lineOf(reader), why: reader.why, lost })
  return root
}

/** Where a text begins behind its byte order mark. */
export function startOf(text: string): number {
  return text.startsWith('\ufeff') ? 1 : 0
}

/** The value at a path of keys. */
export function at(value: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined {
  let here = value
  for (const key of path) here = here?.kind === 'map' ? here.entries.get(key) : undefined
  return here
}

/** A text, number or truth value as text on one line, at most 500 characters; nothing for `null`, empty texts, lists and maps. */
export function textAt(value: JsonValue | undefined, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path)
  if (found?.kind !== 'scalar' || (!found.quoted && found.text === 'null')) return undefined
  const text = oneLine(found.text)
  return text === '' ? undefined : text
}

/** A text on one line, at most 500 characters. */
export function oneLine(text: string): string {
  return text
    .slice(0, 4 * LONGEST)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST)
}

/** The items of a list; none where there is no list. */
export function itemsAt(value: JsonValue | undefined, ...path: readonly string[]): readonly JsonValue[] {
  const found = at(value, ...path)
  return found?.kind === 'list' ? found.items : []
}
