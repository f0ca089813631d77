import { at, itemsAt, type JsonValue, textAt } from '../json-value.ts'
import { type Bill, Gathering, hashesOf, type LineOf, type Part } from './bill.ts'

/** Keys of a document that are read; all others are counted. */
const READ: ReadonlySet<string> = new Set([
  'spdxVersion', 'dataLicense', 'SPDXID', 'name', 'documentNamespace', 'creationInfo', 'documentDescribes', 'packages', 'relationships', 'comment',
]) // biome-ignore format: a table

/** Relations that say that the second is part of, or needed by, the first; and those that say it the other way round. */
const NEEDS: ReadonlySet<string> = new Set([
  'DEPENDS_ON', 'CONTAINS', 'STATIC_LINK', 'DYNAMIC_LINK', 'HAS_PREREQUISITE', 'HAS_OPTIONAL_COMPONENT', 'HAS_OPTIONAL_DEPENDENCY',
]) // biome-ignore format: a table
const NEEDED_BY: ReadonlySet<string> = new Set([
  'DEPENDENCY_OF', 'CONTAINED_BY', 'PREREQUISITE_FOR', 'OPTIONAL_COMPONENT_OF', 'RUNTIME_DEPENDENCY_OF', 'BUILD_DEPENDENCY_OF',
  'DEV_DEPENDENCY_OF', 'OPTIONAL_DEPENDENCY_OF', 'TEST_DEPENDENCY_OF', 'PROVIDED_DEPENDENCY_OF',
]) // biome-ignore format: a table

/** Reads SPDX 2 (ISO/IEC 5962) from its JSON, or from its lines of tags brought into the same form. */
export function readSpdx(root: JsonValue, lineOf: LineOf): Bill {
  const found = new Gathering()
  const described = new Set(itemsAt(root, 'documentDescribes').flatMap((id) => textAt(id) ?? []))
  for (const relation of itemsAt(root, 'relationships')) {
    const [from, to] = [textAt(relation, 'spdxElementId'), textAt(relation, 'relatedSpdxElement')]
    const type = textAt(relation, 'relationshipType')?.toUpperCase()
    if (!from || !to || !type) continue
    if (type === 'DESCRIBES') described.add(to)
    else if (type === 'DESCRIBED_BY') described.add(from)
    else if (NEEDS.has(type)) found.relate(from, to)
    else if (NEEDED_BY.has(type)) found.relate(to, from)
    else found.pass(`SPDX relations ${type.slice(0, 40)}`, 1)
  }
  let subject: Part | undefined
  for (const value of itemsAt(root, 'packages')) {
    const part = partOf(value, lineOf)
    if (!part) found.nameless.push(lineOf(value))
    // A document that describes several packages describes none of them alone.
    else if (described.size === 1 && part.ref !== undefined && described.has(part.ref)) subject = part
    else if (!found.add(part)) break
    for (const reference of itemsAt(value, 'externalRefs'))
      if (
        /^SECURITY$/i.test(textAt(reference, 'referenceCategory') ?? '') &&
        !/^cpe/i.test(textAt(reference, 'referenceType') ?? '')
      )
        found.pass('SPDX references to advisories', 1)
  }
  if (root.kind === 'map')
    for (const [key, value] of root.entries)
      if (!READ.has(key)) found.pass(`SPDX "${key.slice(0, 40)}"`, value.kind === 'list' ? value.items.length : 1)
  return {
    format: 'SPDX',
    version: textAt(root, 'spdxVersion')?.replace(/^SPDX-/, ''),
    created: textAt(root, 'creationInfo', 'created'),
    subject,
    parts: found.parts,
    needs: found.needs,
    statements: [],
    unused: found.unused,
    nameless: found.nameless,
    beyond: found.beyond,
  }
}

function partOf(value: JsonValue, lineOf: LineOf): Part | undefined {
  const name = stated(textAt(value, 'name'))
  if (name === undefined) return undefined
  const references = itemsAt(value, 'externalRefs')
  const locator = (type: RegExp) => {
    const reference = references.find((one) => type.test(textAt(one, 'referenceType') ?? ''))
    return reference && stated(textAt(reference, 'referenceLocator'))
  }
  return {
    ref: textAt(value, 'SPDXID'),
    name,
    version: stated(textAt(value, 'versionInfo')),
    type: textAt(value, 'primaryPackagePurpose')?.toLowerCase().replaceAll('_', '-'),
    purl: locator(/^purl$/i),
    cpe: locator(/(^|\/)cpe2[23]Type$/i),
    supplier: stated(textAt(value, 'supplier') ?? textAt(value, 'originator'))?.replace(
      /^(Organization|Person|Tool): */i,
      '',
    ),
    hashes: hashesOf(
      itemsAt(value, 'checksums').map((one) => [textAt(one, 'algorithm'), textAt(one, 'checksumValue')]),
    ),
    scope: undefined,
    within: undefined,
    line: lineOf(at(value, 'name') ?? value),
  }
}

// Both words are written where the author says nothing.
function stated(text: string | undefined): string | undefined {
  return text === 'NOASSERTION' || text === 'NONE' ? undefined : text
}
