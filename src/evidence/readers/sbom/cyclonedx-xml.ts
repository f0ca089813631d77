import { LineIndex } from '../../../groundwork/span.ts'
import type { DocumentReports } from '../document-diagnostics.ts'
import type { JsonDocument, JsonValue } from '../json-value.ts'
import { scanXml } from '../xml-scan.ts'

/** Elements of one document. */
const ELEMENTS = 4_000_000

/** Elements whose children are a list. */
const LISTS: ReadonlySet<string> = new Set([
  'components', 'dependencies', 'vulnerabilities', 'hashes', 'authors', 'affects', 'services', 'externalReferences',
  'compositions', 'properties', 'annotations', 'formulation', 'licenses', 'declarations', 'tools', 'lifecycles',
]) // biome-ignore format: a table

interface Open {
  readonly name: string
  readonly at: number
  readonly entries: Map<string, JsonValue>
  readonly items: JsonValue[]
  text: string
}

/** Brings the XML of CycloneDX into the form of its JSON; nothing where it is no whole XML document. */
export function readCycloneDxXml(xml: string, reports: DocumentReports): JsonDocument | undefined {
  const lines = new LineIndex(xml)
  const lineOf = ({ at }: { readonly at: number }) => lines.at(at).line
  const stack: Open[] = []
  let root: JsonValue | undefined
  let elements = 0
  const fault = scanXml(xml, {
    open(name, attributes, at) {
      if (++elements > ELEMENTS) return
      const entries = new Map<string, JsonValue>()
      for (const key of ['type', 'bom-ref', 'ref', 'alg'] as const) {
        const value = attributes.get(key)
        if (value !== undefined) entries.set(key, scalar(at, value))
      }
      if (name === 'bom') {
        const version = /cyclonedx\.org\/schema\/bom\/([\d.]+)/.exec(attributes.get('xmlns') ?? '')?.[1]
        if (version !== undefined) entries.set('specVersion', scalar(at, version))
      }
      stack.push({ name, at, entries, items: [], text: '' })
    },
    text(text) {
      const top = stack.at(-1)
      if (top && top.text.length < 4_000) top.text += text
    },
    close() {
      const closed = elements > ELEMENTS ? undefined : stack.pop()
      if (!closed) return
      const value = valueOf(closed)
      const parent = stack.at(-1)
      if (!parent) root = value
      else if (LISTS.has(parent.name) || (parent.name === 'dependency' && closed.name === 'dependency'))
        parent.items.push(parent.name === 'dependency' ? (closed.entries.get('ref') ?? value) : value)
      else if (!parent.entries.has(closed.name)) parent.entries.set(closed.name, value)
    },
  })
  if (fault?.why === 'doctype') {
    reports.add('DOCUMENT_DOCTYPE', { line: lineOf(fault) })
    return undefined
  }
  if (elements > ELEMENTS) reports.add('DOCUMENT_LIMIT', { limit: ELEMENTS, what: 'elements', lost: 'nothing is read' })
  else if (fault) {
    const why = fault.why === 'deep' ? 'elements are nested too deeply' : 'it is broken off or no XML'
    reports.add('DOCUMENT_SYNTAX', { line: lineOf(fault), why, lost: 'nothing of the file is read' })
  }
  return fault || !root || elements > ELEMENTS ? undefined : { root, lineOf }
}

function valueOf({ name, at, entries, items, text }: Open): JsonValue {
  if (LISTS.has(name)) return { kind: 'list', at, items }
  if (name === 'dependency' && items.length > 0) entries.set('dependsOn', { kind: 'list', at, items })
  if (entries.size === 0) return scalar(at, text)
  if (text.trim() !== '') entries.set('content', scalar(at, text))
  return { kind: 'map', at, entries }
}

function scalar(at: number, text: string): JsonValue {
  return { kind: 'scalar', at, text, quoted: true }
}
