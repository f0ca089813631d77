import type { Micros } from '../../../groundwork/day.ts'
import type { FactSeen, NotUnderstood } from '../../observation.ts'
import type { EvidenceReader, OpenOptions } from '../../reader.ts'
import { decodeText } from '../decode.ts'
import { type DocumentFault, documentReports } from '../document-diagnostics.ts'
import { oneLine, readJson, startOf, textAt } from '../json-value.ts'
import type { Reports } from '../reports.ts'
import { WholeFile, type WholeFileContent } from '../whole-file.ts'
import type { Bill, Part } from './bill.ts'
import { readCycloneDx } from './cyclonedx.ts'
import { readCycloneDxXml } from './cyclonedx-xml.ts'
import { type SbomFault, sbomDiagnostics } from './diagnostics.ts'
import { readSpdx } from './spdx.ts'
import { readSpdxTags } from './spdx-tags.ts'

/** Bytes of one document. */
const LARGEST = 64 << 20
/** Longest list of what a component needs, in characters. */
const NEEDS = 1_000

type Told = Reports<DocumentFault | SbomFault>
type Form = 'cyclonedx-json' | 'cyclonedx-xml' | 'spdx-json' | 'spdx-tags'

/**
 * A bill of materials: CycloneDX (JSON, XML) or SPDX 2 (JSON, lines of tags). It is a list: somebody wrote down, or a build
 * recorded, what should be inside; nobody looked at the installed thing.
 */
export const sbom: EvidenceReader = {
  id: 'sbom',
  title: 'SBOM (CycloneDX JSON or XML, SPDX 2 JSON or tags)',
  recognizes: (head, name) => formOf(decodeText(head).text, name) !== undefined,
  open: (options) => new WholeFile(options, { id: sbom.id, manner: 'listed', largest: LARGEST, read: readSbom }),
}

function formOf(text: string, name: string): Form | undefined {
  const begin = text.slice(startOf(text), 65_536).trimStart()
  if (begin.startsWith('{')) {
    if (/"bomFormat"\s*:\s*"CycloneDX"|"\$schema"\s*:\s*"[^"]*cyclonedx/i.test(begin)) return 'cyclonedx-json'
    if (/"spdxVersion"\s*:\s*"SPDX-2/.test(begin)) return 'spdx-json'
    // Some tools write these keys last.
    if (/(^|[./\\])(bom|cdx)\.json$/i.test(name)) return 'cyclonedx-json'
    return /\.spdx\.json$/i.test(name) ? 'spdx-json' : undefined
  }
  if (begin.startsWith('<')) return /cyclonedx\.org\/schema\/bom\//.test(begin) ? 'cyclonedx-xml' : undefined
  return /^SPDXVersion:[ \t]*SPDX-2/m.test(begin) ? 'spdx-tags' : undefined
}

function readSbom(bytes: Uint8Array, cut: boolean, options: OpenOptions): WholeFileContent {
  const reports: Told = documentReports(sbomDiagnostics)
  const { text, encoding } = decodeText(bytes)
  if (encoding === 'Windows-1252') reports.add('DOCUMENT_ENCODING', { encoding })
  if (cut) reports.add('DOCUMENT_LIMIT', { limit: LARGEST, what: 'bytes', lost: 'nothing of the file is read' })
  const bill = cut ? undefined : billOf(text, options.file, reports)
  if (!bill) return { records: 0, addresses: [], facts: [], notUnderstood: [], diagnostics: reports.all() }
  const about = subjectOf(bill, options, reports)
  sayBill(bill, reports)
  const created = timeOf(bill.created)
  return {
    records: bill.parts.length,
    addresses: [],
    facts: factsOf(bill, about, options.vantage.subject !== undefined),
    ...(created === undefined ? {} : { first: created, last: created }),
    notUnderstood: [...bill.unused].map(
      ([what, count]): NotUnderstood => ({ what, packets: count, bytes: 0, frames: [] }),
    ),
    diagnostics: reports.all(),
  }
}

function billOf(text: string, file: string, reports: Told): Bill | undefined {
  const form = formOf(text, file)
  if (form === 'cyclonedx-xml') {
    const document = readCycloneDxXml(text, reports)
    return document && readCycloneDx(document.root, (value) => document.lineOf(value))
  }
  if (form === 'spdx-tags') {
    const document = readSpdxTags(text, reports)
    return readSpdx(document.root, (value) => document.lineOf(value))
  }
  const document = readJson(text, reports)
  if (!document) return undefined
  const lineOf = (value: Parameters<typeof document.lineOf>[0]) => document.lineOf(value)
  const spdx = form === 'spdx-json' || textAt(document.root, 'spdxVersion') !== undefined
  return spdx ? readSpdx(document.root, lineOf) : readCycloneDx(document.root, lineOf)
}

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  CycloneDX: ['1.4', '1.5', '1.6', '1.7'],
  SPDX: ['2.2', '2.3'],
}

function sayBill(bill: Bill, reports: Told): void {
  const known = KNOWN[bill.format]!
  if (bill.version === undefined || !known.includes(bill.version))
    reports.add('SBOM_VERSION', {
      format: bill.format,
      version: bill.version ?? 'of no version',
      known: known.join(', '),
    })
  for (const line of bill.nameless) reports.add('SBOM_NAMELESS', { line })
  for (const { what, limit } of bill.beyond) reports.add('SBOM_LIMIT', { what, limit })
  if (bill.unused.size > 0) {
    const what = [...bill.unused].map(([name, count]) => `${name} (${count})`).slice(0, 20)
    reports.add('SBOM_NOT_USED', { what: what.join(', ') })
  }
}

function subjectOf({ subject }: Bill, { file, vantage }: OpenOptions, reports: Told): string {
  if (vantage.subject !== undefined) return vantage.subject
  if (subject) {
    reports.add('SBOM_PROPOSED', { name: subject.name })
    return `name:${subject.name}`
  }
  reports.add('SBOM_NO_SUBJECT', {})
  return `name:${file.slice(file.lastIndexOf('/') + 1).replace(/(\.(spdx|cdx|bom))?\.(json|xml|spdx|txt)$/i, '')}`
}

/** Kinds of products that are a device or what runs it, so that name and version of the bill are those of the asset. */
const DEVICES: ReadonlySet<string> = new Set(['device', 'firmware', 'device-driver', 'operating-system', 'platform'])

function factsOf(bill: Bill, about: string, bound: boolean): FactSeen[] {
  const by = `sbom.${bill.format.toLowerCase()}`
  const facts: FactSeen[] = []
  const note = (
    attribute: string,
    value: string,
    line: number,
    fields: Readonly<Record<string, string | undefined>> = {},
  ) => {
    const stated = Object.fromEntries(Object.entries(fields).flatMap(([key, text]) => (text ? [[key, text]] : [])))
    const more = Object.keys(stated).length > 0 ? { fields: stated } : {}
    facts.push({ subject: about, attribute, value: oneLine(value), by, count: 1, frames: [], line, ...more })
  }
  const named = new Map(
    [...bill.parts, ...(bill.subject ? [bill.subject] : [])].flatMap((p) =>
      p.ref === undefined ? [] : [[p.ref, nameOf(p)]],
    ),
  )
  if (bill.subject) {
    const { name, version, supplier, type, line } = bill.subject
    if (!bound || DEVICES.has(type ?? '')) {
      note('product', name, line)
      if (supplier) note('make', supplier, line)
      if (version) note('firmware', version, line)
    }
    note('bill-of', name, line, fieldsOf(bill.subject, bill, named))
  }
  for (const part of bill.parts) note('component', part.name, part.line, fieldsOf(part, bill, named))
  for (const { id, state, justification, says, affects, line } of bill.statements) {
    const on = affects.map((ref) => named.get(ref) ?? ref).join(', ')
    note('vulnerability', id, line, { state, justification, says, on: on.slice(0, NEEDS) })
  }
  return facts
}

function nameOf({ name, version }: Part): string {
  return version === undefined ? name : `${name} ${version}`
}

function fieldsOf(
  part: Part,
  { needs }: Bill,
  named: ReadonlyMap<string, string>,
): Readonly<Record<string, string | undefined>> {
  const { version, purl, cpe, supplier, type, scope, within, hashes, ref } = part
  const needed = ref === undefined ? [] : (needs.get(ref) ?? [])
  const list = needed
    .slice(0, 100)
    .map((to) => named.get(to) ?? to)
    .join(', ')
  const needsText =
    needed.length > 100 || list.length > NEEDS ? `${list.slice(0, NEEDS)} … (${needed.length} in all)` : list
  return { version, purl, cpe, supplier, type, scope, within, needs: needsText, ...hashes }
}

/** A time as RFC 3339 writes it; nothing where it is none or has no offset. */
function timeOf(text: string | undefined): Micros | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):?(\d\d))$/.exec(text ?? '')
  if (!match) return undefined
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const offset = match[7] === undefined ? 0 : (Number(match[8]) * 60 + Number(match[9])) * (match[7] === '-' ? -1 : 1)
  const seconds = Date.UTC(year, month - 1, day, hour, minute - offset, second) / 1000
  return seconds >= 0 && seconds < 9e9 ? ((seconds * 1e6) as Micros) : undefined
}
