import { at, itemsAt, type JsonValue, textAt } from '../json-value.ts'
import { type Bill, BILL_LIMITS, Gathering, hashesOf, type LineOf, type Part, type Statement } from './bill.ts'

/** Keys of a document that are read; all others are counted. */
const READ: ReadonlySet<string> = new Set([
  '$schema', 'bomFormat', 'specVersion', 'serialNumber', 'version', 'metadata', 'components', 'dependencies', 'vulnerabilities',
]) // biome-ignore format: a table

/** Reads CycloneDX (ECMA-424) from its JSON, or from its XML brought into the same form. */
export function readCycloneDx(root: JsonValue, lineOf: LineOf): Bill {
  const found = new Gathering()
  const described = at(root, 'metadata', 'component')
  const subject = described && partOf(described, undefined, lineOf)
  if (described && !subject) found.nameless.push(lineOf(described))
  walk(itemsAt(described, 'components'), subject?.name, 1)
  walk(itemsAt(root, 'components'), undefined, 1)
  for (const dependency of itemsAt(root, 'dependencies')) {
    const from = textAt(dependency, 'ref')
    for (const to of itemsAt(dependency, 'dependsOn')) {
      const ref = textAt(to)
      if (from && ref) found.relate(from, ref)
    }
  }
  if (root.kind === 'map')
    for (const [key, value] of root.entries)
      if (!READ.has(key)) found.pass(`CycloneDX "${key.slice(0, 40)}"`, value.kind === 'list' ? value.items.length : 1)
  return {
    format: 'CycloneDX',
    version: textAt(root, 'specVersion'),
    created: textAt(root, 'metadata', 'timestamp'),
    subject,
    parts: found.parts,
    needs: found.needs,
    statements: itemsAt(root, 'vulnerabilities')
      .slice(0, BILL_LIMITS.parts)
      .flatMap((v) => statementOf(v, lineOf)),
    unused: found.unused,
    nameless: found.nameless,
    beyond: found.beyond,
  }

  function walk(list: readonly JsonValue[], within: string | undefined, depth: number): void {
    if (depth > BILL_LIMITS.depth) return found.over('levels of nested components', BILL_LIMITS.depth)
    for (const value of list) {
      const part = partOf(value, within, lineOf)
      if (!part) found.nameless.push(lineOf(value))
      else if (!found.add(part)) return
      walk(itemsAt(value, 'components'), part?.name ?? within, depth + 1)
    }
  }
}

function partOf(value: JsonValue, within: string | undefined, lineOf: LineOf): Part | undefined {
  const name = textAt(value, 'name')
  if (name === undefined) return undefined
  const group = textAt(value, 'group')
  const maker =
    textAt(value, 'supplier', 'name') ??
    textAt(value, 'manufacturer', 'name') ??
    textAt(value, 'publisher') ??
    textAt(itemsAt(value, 'authors')[0], 'name') ??
    textAt(value, 'author')
  return {
    ref: textAt(value, 'bom-ref'),
    name: group === undefined || name.startsWith(`${group}/`) ? name : `${group}/${name}`,
    version: textAt(value, 'version'),
    type: textAt(value, 'type'),
    purl: textAt(value, 'purl'),
    cpe: textAt(value, 'cpe'),
    supplier: maker,
    hashes: hashesOf(itemsAt(value, 'hashes').map((hash) => [textAt(hash, 'alg'), textAt(hash, 'content')])),
    scope: textAt(value, 'scope'),
    within,
    line: lineOf(value),
  }
}

function statementOf(value: JsonValue, lineOf: LineOf): Statement[] {
  const id = textAt(value, 'id')
  if (id === undefined) return []
  return [
    {
      id,
      state: textAt(value, 'analysis', 'state'),
      justification: textAt(value, 'analysis', 'justification'),
      says: textAt(value, 'analysis', 'detail'),
      affects: itemsAt(value, 'affects')
        .slice(0, 100)
        .flatMap((target) => textAt(target, 'ref') ?? []),
      line: lineOf(value),
    },
  ]
}
