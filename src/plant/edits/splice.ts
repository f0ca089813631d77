import type { Entry, List, Mapping, Node } from '../written/node.ts'
import { block, inline, isMap, keyText } from './render.ts'
import { nodeOf } from './tree.ts'

/** A change of a text: what stands from `from` to `to` is replaced. */
export interface Splice {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** A change of one text, and what it should make of one node; `why` where the text cannot be changed in place. */
export type Change =
  | { readonly splice: Splice; readonly old: Node; readonly update: (node: Node) => Node }
  | { readonly why: string }

/** Applies changes that do not overlap; those at one place in their order. */
export function spliced(text: string, splices: readonly Splice[]): string {
  const sorted = splices.map((splice, i) => ({ ...splice, i })).sort((a, b) => a.from - b.from || a.i - b.i)
  let out = ''
  let at = 0
  for (const { from, to, text: insert } of sorted) {
    if (from < at) continue
    out += text.slice(at, from) + insert
    at = to
  }
  return out + text.slice(at)
}

/** Changes maps and lists of one text: only the lines concerned are written anew, everything else stays as it was typed. */
export class Changer {
  readonly #text: string
  readonly #json: boolean
  readonly #newline: string

  constructor(text: string, json: boolean) {
    this.#text = text
    this.#json = json
    this.#newline = text.includes('\r\n') ? '\r\n' : '\n'
  }

  /** Puts another value in the place of one that stands under a key or in a list. */
  replace(old: Node, key: Entry['key'] | undefined, value: unknown): Change {
    const update = () => nodeOf(value)
    if (this.#inFlow(old)) return { splice: { from: old.from, to: old.to, text: this.#inline(value) }, old, update }
    // Blocks begin behind their key or dash, with a mark or a line break that goes away with them.
    const from = key ? this.#colon(key) : this.#dash(old)
    if (from === undefined) return { why: 'its place in the text is unusual' }
    const to = Math.max(from, this.#trimmed(old.to))
    const text =
      key === undefined && isMap(value) ? block(value, this.#columnOf(from + 1), this.#newline) : this.#inline(value)
    return { splice: { from, to, text: ` ${text}` }, old, update }
  }

  /** Adds a key to a map. */
  addKey(map: Mapping, name: string, value: unknown): Change {
    const update = withEntry(name, value)
    const text = `${keyText(name, this.#json)}: ${this.#inline(value)}`
    const last = map.entries.at(-1)
    if (map.flow) {
      const at = last ? last.value.to : map.from + 1
      const insert = last ? `, ${text}` : this.#json ? text : ` ${text} `
      return { splice: { from: at, to: last ? at : map.to - 1, text: insert }, old: map, update }
    }
    if (!last) return { why: 'its place in the text is unusual' }
    const at = this.#lineEnd(Math.max(last.key.to, this.#trimmed(last.value.to)))
    const indent = this.#columnOf(map.entries[0]!.key.from)
    return { splice: { from: at, to: at, text: `${this.#newline}${indent}${text}` }, old: map, update }
  }

  /** Takes a key out of a map. */
  removeKey(map: Mapping, name: string, outer: Entry['key'] | undefined): Change {
    const i = map.entries.findIndex((entry) => entry.key.value === name)
    const update = (node: Node): Node =>
      node.kind === 'map' ? { ...node, entries: node.entries.filter((e) => e.key.value !== name) } : node
    const entry = map.entries[i]!
    const next = map.entries[i + 1]
    const previous = map.entries[i - 1]
    if (map.entries.length === 1 && !map.flow) return this.replace(map, outer, {})
    if (map.flow || (next && !previous)) {
      const from = next || !previous ? entry.key.from : previous.value.to
      const to = next ? next.key.from : entry.value.to
      return { splice: { from, to, text: '' }, old: map, update }
    }
    const from = this.#lineStart(entry.key.from)
    return { splice: this.#wholeLines(from, Math.max(entry.key.to, this.#trimmed(entry.value.to))), old: map, update }
  }

  /** Adds an item to a list. */
  addItem(list: List, value: unknown, outer: Entry['key'] | undefined): Change {
    const update = (node: Node): Node =>
      node.kind === 'list' ? { ...node, items: [...node.items, nodeOf(value)] } : node
    const last = list.items.at(-1)
    if (list.flow && last)
      return { splice: { from: last.to, to: last.to, text: `, ${this.#inline(value)}` }, old: list, update }
    if (list.flow && this.#json)
      return { splice: { from: list.from, to: list.to, text: `[${this.#inline(value)}]` }, old: list, update }
    if (list.flow && outer) return this.beginList(list, outer, value)
    if (list.flow)
      return { splice: { from: list.from, to: list.to, text: `[${this.#inline(value)}]` }, old: list, update }
    const dash = last && this.#dash(last)
    if (!last || dash === undefined) return { why: 'its place in the text is unusual' }
    const indent = this.#columnOf(dash - 1)
    const at = this.#lineEnd(Math.max(dash, this.#trimmed(last.to)))
    const text = `${this.#newline}${indent}- ${this.#item(value, `${indent}  `, last.kind === 'map' && !last.flow)}`
    return { splice: { from: at, to: at, text }, old: list, update }
  }

  /** Takes an item out of a list. */
  removeItem(list: List, item: Node, outer: Entry['key'] | undefined): Change {
    const i = list.items.indexOf(item)
    const update = (node: Node): Node =>
      node.kind === 'list' ? { ...node, items: node.items.filter((other) => other !== item) } : node
    const next = list.items[i + 1]
    const previous = list.items[i - 1]
    if (list.flow) {
      const from = next || !previous ? item.from : previous.to
      return { splice: { from, to: next ? next.from : item.to, text: '' }, old: list, update }
    }
    if (list.items.length === 1) return this.replace(list, outer, [])
    const dash = this.#dash(item)
    if (dash === undefined) return { why: 'its place in the text is unusual' }
    const from = this.#lineStart(dash - 1)
    if (this.#text.slice(from, dash - 1).trim() !== '') return { why: 'it shares its line with something else' }
    return { splice: this.#wholeLines(from, Math.max(dash, this.#trimmed(item.to))), old: list, update }
  }

  /** A list of one where a key has nothing behind it. */
  beginList(old: Node, key: Entry['key'], value: unknown): Change {
    if (this.#json || this.#lineStart(key.from) !== key.from) return this.replace(old, key, [value])
    const text = `${this.#newline}  - ${this.#item(value, '    ', false)}`
    const from = this.#colon(key)
    return { splice: { from, to: Math.max(from, this.#trimmed(old.to)), text }, old, update: () => nodeOf([value]) }
  }

  /** A new top-level key at the end of the text. */
  appendKey(root: Mapping, name: string, value: unknown): Change {
    const end = this.#text.length
    const before = end === 0 || this.#text.endsWith('\n') ? '' : this.#newline
    const rest = Array.isArray(value)
      ? value.map((item) => `${this.#newline}  - ${this.#item(item, '    ', false)}`).join('')
      : ` ${this.#inline(value)}`
    const text = `${before}${keyText(name, false)}:${rest}${this.#newline}`
    return { splice: { from: end, to: end, text }, old: root, update: withEntry(name, value) }
  }

  #item(value: unknown, indent: string, asBlock: boolean): string {
    const line = this.#inline(value)
    return isMap(value) && Object.keys(value).length > 0 && (asBlock || line.length > 160)
      ? block(value, indent, this.#newline)
      : line
  }

  #inline(value: unknown): string {
    return inline(value, this.#json)
  }

  /** Whether a value can be replaced by exactly its own characters: flow collections, and texts on their line. */
  #inFlow(node: Node): boolean {
    if (node.kind !== 'scalar') return node.flow
    const typed = this.#text.slice(node.from, node.to)
    return node.from < node.to && (node.style === 'plain' || /^(".*"|'.*')$/s.test(typed))
  }

  /** Behind the colon of a key. */
  #colon(key: Entry['key']): number {
    return this.#text.indexOf(':', key.to) + 1
  }

  /** Behind the dash of an item of a block list. */
  #dash(item: Node): number | undefined {
    const before = this.#text.slice(Math.max(0, item.from - 500), item.from)
    const match = /-[ \t\r\n]*$/.exec(before)
    return match ? item.from - match[0].length + 1 : undefined
  }

  #trimmed(to: number): number {
    let at = to
    while (at > 0 && /\s/.test(this.#text[at - 1]!)) at--
    return at
  }

  #lineStart(at: number): number {
    return this.#text.lastIndexOf('\n', at - 1) + 1
  }

  /** The end of a line without its line break. */
  #lineEnd(at: number): number {
    const end = this.#text.indexOf('\n', at)
    if (end < 0) return this.#text.length
    return this.#text[end - 1] === '\r' ? end - 1 : end
  }

  #wholeLines(from: number, to: number): Splice {
    const end = this.#text.indexOf('\n', to)
    // The last line of a text has no line break of its own: the one before it goes.
    if (end < 0) return { from: Math.max(0, this.#lineEnd(Math.max(0, from - 1))), to: this.#text.length, text: '' }
    return { from, to: end + 1, text: '' }
  }

  /** Blanks as wide as what stands before a place on its line. */
  #columnOf(at: number): string {
    return ' '.repeat(at - this.#lineStart(at))
  }
}

function withEntry(name: string, value: unknown): (node: Node) => Node {
  const { entries } = nodeOf({ [name]: value }) as Mapping
  return (node) => (node.kind === 'map' ? { ...node, entries: [...node.entries, ...entries] } : node)
}
