import type { Catalogs } from '../../standard/catalog.ts'
import { didYouMean } from '../../groundwork/near.ts'
import type { Span } from '../../groundwork/span.ts'
import type { Desk } from '../written/desk.ts'
import { describe, type Leaf, type Node, numberOf, type Scalar } from '../written/node.ts'

/** A JSON Schema (draft-07) of one value. */
export type JsonSchema = { readonly [key: string]: unknown }

/** What reading a shape needs: the catalogs, a desk for what is wrong, and a list for what is kept without being used. */
export interface Reading {
  readonly catalogs: Catalogs
  readonly desk: Desk
  /** Keys that lead to what is being read, e.g. `functions[]`, `needs`. */
  readonly path: string[]
  /** Says that a key below the path is kept and not used. */
  unused(key: string, at: Span): void
  /** Says that the entry with an id was left out. */
  lost(id: string): void
}

/** What writing the JSON Schema of a shape needs; `define` puts a schema under a name and gives the reference to it. */
export interface Schemas {
  readonly catalogs: Catalogs
  define(name: string, make: () => JsonSchema): JsonSchema
}

/**
 * One description of a form that a person can type: the reader of the plant and the JSON Schema of editors both come from it.
 * `read` gives `undefined` and reports when the node has another form.
 */
export interface Shape<T> {
  /** For messages: "a number from 0 to 4". */
  readonly expects: string
  read(node: Node, reading: Reading): T | undefined
  schema(schemas: Schemas): JsonSchema
}

/** A key of a map: what it holds, its hover text, whether it must stand there, and whether anything reads it yet. */
export interface Field<T> {
  readonly shape: Shape<T>
  readonly says: string
  readonly needed: boolean
  readonly strict: boolean
  readonly used: boolean
}

/** A key that may stand in a map. */
export function may<T>(shape: Shape<T>, says: string): Field<T> {
  return { shape, says, needed: false, strict: false, used: true }
}

/**
 * A key that limits what the map says (a last day, a list of operations): it may be missing, but when it is written and cannot
 * be read the whole map is left out, since it would say more without it.
 */
export function strictly<T>(shape: Shape<T>, says: string): Field<T> {
  return { shape, says, needed: false, strict: true, used: true }
}

/** A key without which the map means nothing. */
export function must<T>(shape: Shape<T>, says: string): Field<T> {
  return { shape, says, needed: true, strict: false, used: true }
}

/** A key that is part of the model and that nothing reads yet: it is accepted, kept, and listed as unused. */
export function kept(says: string, shape: Shape<unknown> = anything): Field<never> {
  return { shape, says, needed: false, strict: false, used: false } as Field<never>
}

export type Fields = Readonly<Record<string, Field<unknown>>>

/** The values read from a map: what was missing, empty or wrong is absent; `at` is the place of the map. */
export type Read<F extends Fields> = {
  readonly [K in keyof F]?: F[K] extends Field<infer T> ? T : never
} & { readonly at: Span }

/** Reports that a node has another form than expected. */
export function wrong(node: Node, expects: string, reading: Reading, help?: () => string | undefined): undefined {
  reading.desk.report('PLANT_WRONG_SHAPE', { expected: expects, found: describe(node) }, node, help)
  return undefined
}

/** Any value: kept as it was written. */
export const anything: Shape<Node> = { expects: 'a value', read: (node) => node, schema: () => ({}) }

/** A text; numbers and words without quotes count as typed, so that `firmware: 2.10` stays "2.10". */
export const text: Shape<Scalar> = {
  expects: 'a text',
  read: (node, reading) => (node.kind === 'scalar' ? node : wrong(node, 'a text', reading)),
  schema: () => ({ type: ['string', 'number', 'boolean'] }),
}

/** A text of a form that a function reads; `undefined` from it is reported as a bad value. */
export function parsed<T>(
  expects: string,
  parse: (text: string) => T | undefined,
  schema: JsonSchema = { type: ['string', 'number'] },
): Shape<Leaf<T>> {
  return {
    expects,
    read(node, reading) {
      if (node.kind !== 'scalar') return wrong(node, expects, reading)
      const value = parse(node.value.trim())
      if (value !== undefined) return { value, file: node.file, from: node.from, to: node.to }
      reading.desk.report('PLANT_BAD_VALUE', { text: node.value, expected: expects }, node)
      return undefined
    },
    schema: () => schema,
  }
}

/** A number within bounds. */
export function number(expects: string, from: number, to: number, whole = true): Shape<Leaf<number>> {
  return {
    expects,
    read(node, reading) {
      const value = node.kind === 'scalar' ? numberOf(node) : undefined
      if (value === undefined || value < from || value > to || (whole && !Number.isInteger(value))) {
        const quoted = node.kind === 'scalar' && node.style === 'quoted' && /^-?[\d.]+$/.test(node.value)
        return wrong(node, expects, reading, () => (quoted ? `write ${node.value} without quotes` : undefined))
      }
      return { value, file: node.file, from: node.from, to: node.to }
    },
    schema: () => ({ type: whole ? 'integer' : 'number', minimum: from, maximum: to }),
  }
}

/** Words of a closed list, with a hover text each. */
export function word<W extends string>(
  expects: string,
  words: (catalogs: Catalogs) => Readonly<Record<W, string>>,
  name?: string,
): Shape<Leaf<W>> {
  return {
    expects,
    read(node, reading) {
      if (node.kind !== 'scalar') return wrong(node, expects, reading)
      const known = words(reading.catalogs)
      const { value, file, from, to } = node
      if (Object.hasOwn(known, value)) return { value: value as W, file, from, to }
      const help = () => didYouMean(value, Object.keys(known))
      reading.desk.report('PLANT_UNKNOWN_WORD', { word: value, expected: expects }, node, help)
      return undefined
    },
    schema(schemas) {
      const make = () => enumSchema(words(schemas.catalogs))
      return name === undefined ? make() : schemas.define(name, make)
    },
  }
}

/** A closed list with a hover text for each word, as the YAML language server reads them. */
function enumSchema(words: Readonly<Record<string, string>>): JsonSchema {
  return { enum: Object.keys(words), enumDescriptions: Object.values(words) }
}

/** A long closed list as alternatives, so that pointing at one word shows its text alone. */
export function wordSchemas(words: Readonly<Record<string, string>>): JsonSchema[] {
  return Object.entries(words).map(([value, description]) => ({ const: value, description }))
}

const YES: Readonly<Record<string, 'yes' | 'no' | 'unknown'>> = {
  yes: 'yes',
  true: 'yes',
  no: 'no',
  false: 'no',
  unknown: 'unknown',
}

/** `yes`, `no` or `unknown`; `true` and `false` count as yes and no. */
export const ternary: Shape<Leaf<'yes' | 'no' | 'unknown'>> = {
  expects: 'yes, no or unknown',
  read(node, reading) {
    const value = node.kind === 'scalar' && Object.hasOwn(YES, node.value) ? YES[node.value] : undefined
    if (value === undefined) return wrong(node, 'yes, no or unknown', reading)
    return { value, file: node.file, from: node.from, to: node.to }
  },
  schema: () => ({ enum: ['yes', 'no', 'unknown', true, false] }),
}
