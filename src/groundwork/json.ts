/** Makes the values and keys of whoever reads; offsets are in the text, quotes included, `to` exclusive. */
export interface JsonMaker<T, K> {
  /** A text (`quoted`, without its quotes) or a number, `true`, `false` or `null` as it was typed. */
  scalar(from: number, to: number, text: string, quoted: boolean): T
  list(from: number, to: number, items: readonly T[]): T
  /** Each key stands once. */
  key(from: number, to: number, name: string): K
  map(from: number, to: number, entries: readonly { readonly key: K; readonly value: T }[]): T
  /** A key that stood in its map before; the first one counts. */
  repeated(key: K, name: string): void
}

export interface JsonLimits {
  readonly depth: number
  readonly values: number
  /** Where the values stand, for the message, e.g. `on a line`. */
  readonly where: string
}

/** Names of a map that are looked through one by one. */
const FEW = 16

const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y

/** Reads one value of JSON (RFC 8259) from a range of a text; never throws, and goes no deeper and no further than its limits. */
export class JsonReader<T, K> {
  /** Where it stands; after a failure where it failed. */
  at: number
  /** Why it failed. */
  why = ''
  /** Values read so far. */
  values = 0
  readonly #text: string
  readonly #end: number
  readonly #maker: JsonMaker<T, K>
  readonly #limits: JsonLimits

  constructor(text: string, from: number, to: number, maker: JsonMaker<T, K>, limits: JsonLimits) {
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
    const entries: { readonly key: K; readonly value: T }[] = []
    const names: string[] = []
    let known: Set<string> | undefined
    this.at++
    this.#space()
    if (this.#take('}')) return this.#maker.map(from, this.at, entries)
    for (;;) {
      this.#space()
      const start = this.at
      if (this.#text[start] !== '"' || start >= this.#end) return this.#fail('a key in quotes was expected')
      const name = this.#string()
      if (name === undefined) return undefined
      const key = this.#maker.key(start, this.at, name)
      this.#space()
      if (!this.#take(':')) return this.#fail('":" was expected')
      const value = this.#value(depth + 1)
      if (value === undefined) return undefined
      // Nearly all maps are small: to look through their names costs less than a set of them.
      if (names.length === FEW) known ??= new Set(names)
      if (known ? known.has(name) : names.includes(name)) this.#maker.repeated(key, name)
      else {
        entries.push({ key, value })
        if (known) known.add(name)
        else names.push(name)
      }
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
