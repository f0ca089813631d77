/** A key of a map with its place: offsets in the text, quotes included. */
export interface JsonKey {
  readonly from: number
  readonly to: number
  readonly name: string
}

export interface JsonEntry<T> extends JsonKey {
  readonly value: T
}

/** Makes the values of whoever reads; offsets are in the text, `to` exclusive. */
export interface JsonMaker<T> {
  /** A text (`quoted`, without its quotes) or a number, `true`, `false` or `null` as it was typed. */
  scalar(from: number, to: number, text: string, quoted: boolean): T
  list(from: number, to: number, items: readonly T[]): T
  /** Each key stands once. */
  map(from: number, to: number, entries: readonly JsonEntry<T>[]): T
  /** A key that stood in its map before; the first one counts. */
  repeated(key: JsonKey): void
}

export interface JsonLimits {
  readonly depth: number
  readonly values: number
  /** Where the values stand, for the message, e.g. `on a line`. */
  readonly where: string
}

const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y

/** Reads one value of JSON (RFC 8259) from a range of a text; never throws, and goes no deeper and no further than its limits. */
export class JsonReader<T> {
  /** Where it stands; after a failure where it failed. */
  at: number
  /** Why it failed. */
  why = ''
  /** Values read so far. */
  values = 0
  readonly #text: string
  readonly #end: number
  readonly #maker: JsonMaker<T>
  readonly #limits: JsonLimits

  constructor(text: string, from: number, to: number, maker: JsonMaker<T>, limits: JsonLimits) {
    this.#text = text
    this.at = from
    this.#end = to
    this.#maker = maker
    this.#limits = limits
  }

  /** The one value of the range, or nothing after a failure; more behind it is a failure as well. */
  whole(): T | undefined {
    const value = this.#value(0)
    if (value === undefined) return undefined
    this.#space()
    return this.at < this.#end ? this.#fail('there is more after the end of the value') : value
  }

  #value(depth: number): T | undefined {
    this.#space()
    this.values++
    const from = this.at
    const c = this.at < this.#end ? this.#text[this.at] : undefined
    if (this.values > this.#limits.values)
      return this.#fail(`more than ${this.#limits.values} values ${this.#limits.where}`)
    if (depth > this.#limits.depth) return this.#fail(`nested more than ${this.#limits.depth} deep`)
    if (c === '{') return this.#map(from, depth)
    if (c === '[') return this.#list(from, depth)
    if (c === '"') {
      const text = this.#string()
      return text === undefined ? undefined : this.#maker.scalar(from, this.at, text, true)
    }
    LITERAL.lastIndex = this.at
    const match = LITERAL.exec(this.#text)
    if (!match || LITERAL.lastIndex > this.#end) return this.#fail('a JSON value was expected')
    this.at = LITERAL.lastIndex
    return this.#maker.scalar(from, this.at, match[0], false)
  }

  #map(from: number, depth: number): T | undefined {
    const entries: JsonEntry<T>[] = []
    const keys = new Set<string>()
    this.at++
    this.#space()
    if (this.#take('}')) return this.#maker.map(from, this.at, entries)
    for (;;) {
      this.#space()
      const start = this.at
      if (this.#text[start] !== '"' || start >= this.#end) return this.#fail('a key in quotes was expected')
      const name = this.#string()
      if (name === undefined) return undefined
      const key = { from: start, to: this.at, name }
      this.#space()
      if (!this.#take(':')) return this.#fail('":" was expected')
      const value = this.#value(depth + 1)
      if (value === undefined) return undefined
      if (keys.has(name)) this.#maker.repeated(key)
      else entries.push({ ...key, value })
      keys.add(name)
      this.#space()
      if (this.#take('}')) return this.#maker.map(from, this.at, entries)
      if (!this.#take(',')) return this.#fail('"," or "}" was expected')
    }
  }

  #list(from: number, depth: number): T | undefined {
    const items: T[] = []
    this.at++
    this.#space()
    if (this.#take(']')) return this.#maker.list(from, this.at, items)
    for (;;) {
      const value = this.#value(depth + 1)
      if (value === undefined) return undefined
      items.push(value)
      this.#space()
      if (this.#take(']')) return this.#maker.list(from, this.at, items)
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
    while (this.at < this.#end && isSpace(this.#text.charCodeAt(this.at))) this.at++
  }

  #fail(why: string): undefined {
    this.why = why
    return undefined
  }
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
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
