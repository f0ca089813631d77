import { LineIndex } from '../../../groundwork/span.ts'
import type { DocumentReports } from '../document-diagnostics.ts'
import { type JsonDocument, type JsonValue, startOf } from '../json-value.ts'

/** Lines of one document. */
const LINES = 4_000_000

/** Tags of a package by the key of the JSON form. */
const PACKAGE: ReadonlyMap<string, string> = new Map([
  ['SPDXID', 'SPDXID'],
  ['PackageVersion', 'versionInfo'],
  ['PackageSupplier', 'supplier'],
  ['PackageOriginator', 'originator'],
  ['PrimaryPackagePurpose', 'primaryPackagePurpose'],
])

type Entries = Map<string, JsonValue>

/** Brings the lines `Tag: value` of SPDX 2 into the form of its JSON. */
export function readSpdxTags(text: string, reports: DocumentReports): JsonDocument {
  const lines = new LineIndex(text)
  const root: Entries = new Map()
  const packages: JsonValue[] = []
  const relationships: JsonValue[] = []
  let into: Entries | undefined
  let section: 'document' | 'package' | 'other' = 'document'
  let count = 0
  for (let from = startOf(text); from < text.length; ) {
    const end = text.indexOf('\n', from)
    const to = end < 0 ? text.length : end
    const at = from
    if (++count > LINES) {
      reports.add('DOCUMENT_LIMIT', { limit: LINES, what: 'lines', lost: 'further ones are not read' })
      break
    }
    const match = /^([A-Za-z][A-Za-z0-9]*):[ \t]*(.*)$/.exec(text.slice(from, Math.min(to, from + 8_000)).trimEnd())
    from = to + 1
    if (!match) continue
    const tag = match[1]!
    let value = match[2]!
    if (value.startsWith('<text>')) {
      const close = text.indexOf('</text>', at)
      value = (close < 0 ? value : text.slice(text.indexOf('<text>', at), close)).slice('<text>'.length, 4_000)
      // A text that nobody closed ends with its line, so that the rest of the document stays.
      if (close >= 0) from = Math.max(from, text.indexOf('\n', close) + 1 || text.length + 1)
      else
        reports.add('DOCUMENT_SYNTAX', {
          line: lines.at(at).line,
          why: '<text> has no end',
          lost: 'it ends with its line',
        })
    }
    const scalar: JsonValue = { kind: 'scalar', at, text: value, quoted: true }
    if (tag === 'PackageName') {
      section = 'package'
      into = new Map([['name', scalar]])
      packages.push({ kind: 'map', at, entries: into })
    } else if (OTHERS.has(tag)) {
      section = 'other'
      counts(root, OTHERS.get(tag)!, at)
    } else if (tag === 'Relationship') {
      const [subject, type, object] = value.split(/\s+/)
      relationships.push(map(at, { spdxElementId: subject, relationshipType: type, relatedSpdxElement: object }))
    } else if (tag === 'SPDXVersion') root.set('spdxVersion', scalar)
    else if (tag === 'Created' && section === 'document') root.set('creationInfo', map(at, { created: value }))
    else if (section === 'package' && into) packageTag(into, tag, value, scalar)
  }
  root.set('packages', { kind: 'list', at: 0, items: packages })
  root.set('relationships', { kind: 'list', at: 0, items: relationships })
  return { root: { kind: 'map', at: 0, entries: root }, lineOf: ({ at }) => lines.at(at).line }
}

const OTHERS: ReadonlyMap<string, string> = new Map([
  ['FileName', 'files'],
  ['SnippetSPDXID', 'snippets'],
  ['LicenseID', 'hasExtractedLicensingInfos'],
  ['Annotator', 'annotations'],
  ['Reviewer', 'reviews'],
  ['ExternalDocumentRef', 'externalDocumentRefs'],
])

function packageTag(into: Entries, tag: string, value: string, scalar: JsonValue): void {
  const key = PACKAGE.get(tag)
  if (key !== undefined && !into.has(key)) into.set(key, scalar)
  else if (tag === 'PackageChecksum') {
    const [algorithm, checksumValue] = value.split(/:\s*/)
    push(into, 'checksums', map(scalar.at, { algorithm, checksumValue }))
  } else if (tag === 'ExternalRef') {
    const [referenceCategory, referenceType, referenceLocator] = value.split(/\s+/)
    push(into, 'externalRefs', map(scalar.at, { referenceCategory, referenceType, referenceLocator }))
  }
}

function push(into: Entries, key: string, value: JsonValue): void {
  const list = into.get(key)
  const items = list?.kind === 'list' ? (list.items as JsonValue[]) : []
  if (!list) into.set(key, { kind: 'list', at: value.at, items })
  if (items.length < 100) items.push(value)
}

// Only how many there are is told of these.
function counts(root: Entries, name: string, at: number): void {
  const list = root.get(name)
  if (list?.kind === 'list') (list.items as JsonValue[]).push(NOTHING)
  else root.set(name, { kind: 'list', at, items: [NOTHING] })
}

const NOTHING: JsonValue = { kind: 'scalar', at: 0, text: '', quoted: true }

function map(at: number, values: Readonly<Record<string, string | undefined>>): JsonValue {
  const entries = Object.entries(values).flatMap(([key, text]): [string, JsonValue][] =>
    text === undefined ? [] : [[key, { kind: 'scalar', at, text, quoted: true }]],
  )
  return { kind: 'map', at, entries: new Map(entries) }
}
