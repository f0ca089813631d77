import type { Span } from '../../groundwork/span.ts'

/** What a person typed, with the place of every key and value: the plant as written, before anybody asks what it means. */
export type Node = Scalar | List | Mapping

/** How a scalar was typed: bare words and JSON literals may be numbers, quoted ones are texts, cells of a CSV are either. */
export type ScalarStyle = 'plain' | 'quoted' | 'cell'

/** A value with its place. */
export interface Leaf<T> extends Span {
  readonly value: T
}

export interface Scalar extends Leaf<string> {
  readonly kind: 'scalar'
  readonly style: ScalarStyle
}

export interface List extends Span {
  readonly kind: 'list'
  readonly flow: boolean
  readonly items: readonly Node[]
}

export interface Mapping extends Span {
  readonly kind: 'map'
  readonly flow: boolean
  readonly entries: readonly Entry[]
}

export interface Entry {
  readonly key: Scalar
  readonly value: Node
}

/** How much of a plant is read; every limit has a diagnostic. Lengths are in UTF-16 code units. */
export const LIMITS = {
  files: 5_000,
  yamlLength: 16 * 1024 * 1024,
  listLength: 256 * 1024 * 1024,
  depth: 40,
  /** Values of all YAML files together, and of one CSV or NDJSON file. */
  values: 40_000_000,
  /** Values of one line of NDJSON, cells of one row of CSV. */
  rowValues: 20_000,
  /** Entries of one list of the model. */
  entries: 1_000_000,
} as const

/** What is left of the limit on values; shared by all files of a plant. */
export interface Budget {
  values: number
}

export function scalar(file: string, from: number, to: number, value: string, style: ScalarStyle): Scalar {
  return { kind: 'scalar', file, from, to, value, style }
}

/** Whether nothing was written: an empty value, `~` or `null`, an empty cell. */
export function isNothing(node: Node): boolean {
  return node.kind === 'scalar' && node.style !== 'quoted' && /^(|~|null|Null|NULL)$/.test(node.value)
}

/** The value under a key of a map. */
export function entryOf(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key.value === key)?.value : undefined
}

const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/

/** A scalar as a number, where it was typed as one; numbers in quotes are texts. */
export function numberOf(node: Scalar): number | undefined {
  return node.style !== 'quoted' && NUMBER.test(node.value) ? Number(node.value) : undefined
}

/** The plain JSON value of a node, as the core schema of YAML 1.2 reads it; texts of cells stay texts. */
export function plainValue(node: Node): unknown {
  if (node.kind === 'list') return node.items.map(plainValue)
  if (node.kind === 'map') return Object.fromEntries(node.entries.map((e) => [e.key.value, plainValue(e.value)]))
  if (node.style !== 'plain') return node.value
  if (isNothing(node)) return null
  if (/^(true|True|TRUE)$/.test(node.value)) return true
  if (/^(false|False|FALSE)$/.test(node.value)) return false
  return numberOf(node) ?? node.value
}

/** What a node is, for messages. */
export function describe(node: Node): string {
  if (node.kind === 'list') return 'a list'
  if (node.kind === 'map') return 'a map'
  return isNothing(node) ? 'nothing' : node.style === 'quoted' ? `the text "${node.value}"` : node.value
}
