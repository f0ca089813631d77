import { didYouMean } from '../../groundwork/near.ts'
import type { Span } from '../../groundwork/span.ts'
import { entryOf, isNothing, type Mapping, type Node, scalar } from '../written/node.ts'
import { type Fields, type JsonSchema, type Read, type Reading, type Schemas, type Shape, wrong } from './shape.ts'

/** Forms made of other forms: lists, maps with known keys, maps whose keys people choose, and alternatives. */

/**
 * A list; a single value counts as a list of one, a cell of a CSV as the values between its semicolons. What cannot be read is
 * left out; when nothing is left of what was written, it counts as not written, since an empty list says "none".
 */
export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  return {
    expects: `a list, each ${item.expects}`,
    read(node, reading) {
      const written = parts(node)
      const items = itemsOf(written, item, reading)
      return items.length === 0 && written.length > 0 ? undefined : items
    },
    schema: (schemas) => listSchema(item.schema(schemas)),
  }
}

/** A list that is empty (nothing known) as soon as one of its items cannot be read, where a part of it would say too much. */
export function wholeList<T>(item: Shape<T>): Shape<readonly T[]> {
  return {
    expects: `a list, each ${item.expects}`,
    read(node, reading) {
      const written = parts(node)
      const items = itemsOf(written, item, reading)
      return items.length === written.length ? items : []
    },
    schema: (schemas) => listSchema(item.schema(schemas)),
  }
}

function itemsOf<T>(written: readonly Node[], item: Shape<T>, reading: Reading): T[] {
  const items: T[] = []
  for (const part of written) {
    const value = isNothing(part) ? wrong(part, item.expects, reading) : item.read(part, reading)
    if (value !== undefined) items.push(value)
  }
  return items
}

function listSchema(one: JsonSchema): JsonSchema {
  return { anyOf: [{ type: 'array', items: one }, one] }
}

/** The nodes that a list is made of. */
function parts(node: Node): readonly Node[] {
  if (node.kind === 'list') return node.items
  if (node.kind !== 'scalar' || node.style !== 'cell') return [node]
  if (node.value === '[]') return []
  if (!node.value.includes(';')) return [node]
  return node.value
    .split(';')
    .map((value) => value.trim())
    .filter((value) => value !== '')
    .map((value) => scalar(node.file, node.from, node.to, value, 'cell'))
}

/** A map with known keys; unknown ones are reported with a suggestion and left out. */
export function map<F extends Fields>(
  where: string,
  fields: F,
  name?: string,
): Shape<Read<F>> & { readonly fields: F } {
  const known = new Map(Object.entries(fields))
  const needed = [...known].filter(([, field]) => field.needed).map(([key]) => key)
  const make = (schemas: Schemas): JsonSchema => ({
    type: 'object',
    properties: Object.fromEntries(
      [...known].map(([key, { shape, says, used, needed }]) => [
        key,
        {
          ...(needed ? shape.schema(schemas) : orNull(shape.schema(schemas))),
          description: used ? says : `${says} (Kept; not used yet.)`,
        },
      ]),
    ),
    ...(needed.length > 0 ? { required: needed } : {}),
    additionalProperties: false,
  })
  return {
    fields,
    expects: where,
    read(node, reading) {
      if (node.kind !== 'map') return wrong(node, where, reading, () => `keys: ${[...known.keys()].join(', ')}`)
      const out: Record<string, unknown> = { at: node }
      let missing = needed.length
      let lost = false
      for (const { key, value } of node.entries) {
        const field = known.get(key.value)
        if (!field) {
          const help = () => didYouMean(key.value, known.keys()) ?? `known here: ${[...known.keys()].join(', ')}`
          reading.desk.report('PLANT_UNKNOWN_KEY', { key: key.value, where }, key, help)
        } else if (isNothing(value)) continue
        else {
          if (!field.used) reading.unused(key.value, key)
          reading.path.push(key.value)
          const read = field.shape.read(value, reading)
          reading.path.pop()
          if (read === undefined) {
            lost ||= field.strict
            continue
          }
          if (field.used) out[key.value] = read
          if (field.needed) missing--
        }
      }
      if (missing === 0 && !lost) return out as Read<F>
      reportMissing(node, where, needed, reading)
      const id = entryOf(node, 'id')
      if (id?.kind === 'scalar') reading.lost(id.value)
      return undefined
    },
    schema: (schemas) => (name === undefined ? make(schemas) : schemas.define(name, () => make(schemas))),
  }
}

/** A key may stand there with nothing behind it; that counts as not written. */
function orNull(schema: JsonSchema): JsonSchema {
  if (Array.isArray(schema['type'])) return { ...schema, type: [...schema['type'], 'null'] }
  if (typeof schema['type'] === 'string') return { ...schema, type: [schema['type'], 'null'] }
  if (Array.isArray(schema['anyOf'])) return { ...schema, anyOf: [...schema['anyOf'], { type: 'null' }] }
  if (Array.isArray(schema['enum'])) return { ...schema, enum: [...schema['enum'], null] }
  return typeof schema['$ref'] === 'string' ? { anyOf: [schema, { type: 'null' }] } : schema
}

function reportMissing(node: Mapping, where: string, needed: readonly string[], reading: Reading): void {
  for (const key of needed) {
    // What was written and could not be read has been reported already.
    const written = node.entries.some((entry) => entry.key.value === key && !isNothing(entry.value))
    if (!written) reading.desk.report('PLANT_MISSING_KEY', { where, key }, headOf(node))
  }
}

/** The first line of a map: enough to show where it is. */
function headOf(node: Mapping): Span {
  const first = node.entries[0]
  return { file: node.file, from: node.from, to: first ? Math.min(node.to, first.value.to) : node.to }
}

/** A map whose keys people choose: rows of the standard, levels of a scale. */
export function dictionary<K, V>(
  expects: string,
  key: Shape<K>,
  value: Shape<V>,
): Shape<readonly { readonly key: K; readonly value: V }[]> {
  return {
    expects,
    read(node, reading) {
      if (node.kind !== 'map') return wrong(node, expects, reading)
      const out: { key: K; value: V }[] = []
      for (const entry of node.entries) {
        const k = key.read(entry.key, reading)
        const v = k === undefined || isNothing(entry.value) ? undefined : value.read(entry.value, reading)
        if (k !== undefined && v !== undefined) out.push({ key: k, value: v })
      }
      return out
    },
    schema: (schemas) => ({
      type: 'object',
      propertyNames: key.schema(schemas),
      additionalProperties: value.schema(schemas),
    }),
  }
}

/** A value of one of two forms: the first where it is written as a map, else the second. */
export function either<M, S>(asMap: Shape<M>, other: Shape<S>): Shape<M | S> {
  return {
    expects: `${other.expects}, or ${asMap.expects}`,
    read: (node, reading): M | S | undefined =>
      node.kind === 'map' ? asMap.read(node, reading) : other.read(node, reading),
    schema: (schemas) => ({ anyOf: [other.schema(schemas), asMap.schema(schemas)] }),
  }
}
