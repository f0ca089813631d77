import type { Desk } from './desk.ts'
import { type Budget, type Entry, LIMITS, type Node, scalar } from './node.ts'

/** Reads NDJSON line by line: one JSON value (RFC 8259) each, with the place of every key and value; broken lines are reported and left out. */
export function* readNdjson(file: string, text: string, desk: Desk, budget: Budget): Generator<Node> {
  for (let from = text.startsWith('\ufeff') ? 1 : 0; from < text.length; ) {
    const end = text.indexOf('\n', from)
    const to = end < 0 ? text.length : end
    if (/\S/.test(text.slice(from, Math.min(to, from + 200))) || text.slice(from, to).trim() !== '') {
      const reader = new JsonReader(file, text, from, to, desk)
      const node = reader.line()
      if (node) yield node
      else desk.report('PLANT_SYNTAX', { why: reader.why }, { file, from: reader.at, to: reader.at + 1 })
      budget.values -= reader.values
      if (budget.values <= 0) {
        desk.report('PLANT_TOO_LARGE', { what: 'values in a plant', limit: LIMITS.values }, { file, from, to })
        return
      }
    }
    from = to + 1
  }
}

const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y

/** A reader of one line; after a failure `at` and `why` tell where and why. */
class JsonReader {
  at: number
  why = ''
  values = 0
  readonly #file: string
  readonly #text: string
  readonly #end: number
  readonly #desk: Desk

  constructor(file: string, text: string, from: number, to: number, desk: Desk) {
    this.#file = file
    this.#text = text
    this.at = from
    this.#end = to
    this.#desk = desk
  }

  line(): Node | undefined {
    const node = this.#value(0)
    if (!node) return undefined
    this.#space()
    return this.at < this.#end ? this.#fail('there is more after the end of the value') : node
  }

  #value(depth: number): Node | undefined {
    this.#space()
    this.values++
    const from = this.at
    const c = this.at < this.#end ? this.#text[this.at] : undefined
    if (this.values > LIMITS.rowValues) return this.#fail(`more than ${LIMITS.rowValues} values on a line`)
    if (depth > LIMITS.depth) return this.#fail(`nested more than ${LIMITS.depth} deep`)
    if (c === '{') return this.#map(from, depth)
    if (c === '[') return this.#list(from, depth)
    if (c === '"') {
      const text = this.#string()
      return text === undefined ? undefined : scalar(this.#file, from, this.at, text, 'quoted')
    }
    LITERAL.lastIndex = this.at
    const match = LITERAL.exec(this.#text)
    if (!match || LITERAL.lastIndex > this.#end) return this.#fail('a JSON value was expected')
    this.at = LITERAL.lastIndex
    return scalar(this.#file, from, this.at, match[0], 'plain')
  }

  #map(from: number, depth: number): Node | undefined {
    const entries: Entry[] = []
    const keys = new Set<string>()
    this.at++
    this.#space()
    if (this.#take('}')) return { kind: 'map', file: this.#file, from, to: this.at, flow: true, entries }
    for (;;) {
      this.#space()
      const start = this.at
      if (this.#text[start] !== '"' || start >= this.#end) return this.#fail('a key in quotes was expected')
      const name = this.#string()
      if (name === undefined) return undefined
      const key = scalar(this.#file, start, this.at, name, 'quoted')
      this.#space()
      if (!this.#take(':')) return this.#fail('":" was expected')
      const value = this.#value(depth + 1)
      if (!value) return undefined
      if (keys.has(name)) this.#desk.report('PLANT_DUPLICATE_KEY', { key: name }, key)
      else entries.push({ key, value })
      keys.add(name)
      this.#space()
      if (this.#take('}')) return { kind: 'map', file: this.#file, from, to: this.at, flow: true, entries }
      if (!this.#take(',')) return this.#fail('"," or "}" was expected')
    }
  }

  #list(from: number, depth: number): Node | undefined {
    const items: Node[] = []
    this.at++
    this.#space()
    if (this.#take(']')) return { kind: 'list', file: this.#file, from, to: this.at, flow: true, items }
    for (;;) {
      const value = this.#value(depth + 1)
      if (!value) return undefined
      items.push(value)
      this.#space()
      if (this.#take(']')) return { kind: 'list', file: this.#file, from, to: this.at, flow: true, items }
      if (!this.#take(',')) return this.#fail('"," or "]" was expected')
    }
  }

  #string(): string | undefined {
    const from = this.at
    let escaped = false
    for (let i = from + 1; i < this.#end; i++) {
      const code = this.#text.charCodeAt(i)
      if (code === 0x22) {
        this.at = i + 1
        if (!escaped) return this.#text.slice(from + 1, i)
        return this.#unescape(from + 1, i)
      }
      if (code === 0x5c) {
        escaped = true
        i++
      } else if (code < 0x20) {
        this.at = i
        return this.#fail('a control character stands in a text')
      }
    }
    return this.#fail('a text has no closing quote')
  }

  #unescape(from: number, to: number): string | undefined {
    let text = ''
    for (let i = from; i < to; i++) {
      if (this.#text[i] !== '\\') {
        text += this.#text[i]
        continue
      }
      const c = this.#text[++i]!
      const hex = c === 'u' ? this.#text.slice(i + 1, i + 5) : ''
      if (c === 'u' && /^[0-9a-fA-F]{4}$/.test(hex)) {
        text += String.fromCharCode(Number.parseInt(hex, 16))
        i += 4
      } else if (ESCAPES.has(c)) text += ESCAPES.get(c)!
      else {
        this.at = i - 1
        return this.#fail('an unknown escape stands in a text')
      }
    }
    return text
  }

  #take(c: string): boolean {
    if (this.at >= this.#end || this.#text[this.at] !== c) return false
    this.at++
    return true
  }

  #space(): void {
    while (this.at < this.#end && /[ \t\r]/.test(this.#text[this.at]!)) this.at++
  }

  #fail(why: string): undefined {
    this.why = why
    return undefined
  }
}

const ESCAPES = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])
