/** Which characters an element takes: one place per ASCII character, the last one for all others. */
type CharSet = Uint8Array

type Node =
  | { readonly kind: 'one'; readonly set: CharSet; readonly literal: boolean }
  | { readonly kind: 'many'; readonly set: CharSet; readonly least: number; readonly varies: boolean }
  | { readonly kind: 'maybe'; readonly of: readonly Node[][] }
  | { readonly kind: 'group'; readonly of: readonly Node[][] }

const OTHERS = 128
const LONGEST = 500
/** Alternatives and optional parts multiply what is tried. */
const MOST_CHOICES = 12
const MOST_REPEATS = 64
/** Shortest fixed beginning of a pattern that may match anywhere, so that it begins in few places of a text. */
const SHORTEST_START = 3

class Fault extends Error {}

/**
 * Why a pattern of a catalog is refused, or `undefined`. Allowed are characters, classes, named groups and groups without
 * capture, alternatives, `?` on anything, other repetitions on single characters alone, and `^` and `$` at the ends. What a
 * repetition takes may not begin what follows it; one exception per pattern that begins with `^`. So the work that a match can
 * cost grows at most with the square of a text's length, whatever the text.
 */
export function patternFault(pattern: string, anyCase: boolean): string | undefined {
  try {
    new Reader(pattern, anyCase).check()
    return undefined
  } catch (error) {
    if (error instanceof Fault) return error.message
    throw error
  }
}

/** The names of a pattern's groups. */
export function patternGroups(pattern: string): readonly string[] {
  return [...pattern.matchAll(/\(\?<([a-z][a-zA-Z]*)>/g)].map(([, name]) => name!)
}

/** Whether a text can fit a pattern that `patternFault` allows, by its first character alone. */
export function patternBegins(pattern: string, anyCase: boolean): (text: string) => boolean {
  const begins = new Reader(pattern, anyCase).begins()
  return (text) => begins === undefined || begins[Math.min(OTHERS, text.charCodeAt(0) || 0)] === 1
}

class Reader {
  readonly #text: string
  readonly #anyCase: boolean
  #at = 0
  #choices = 0
  #loose = 0

  constructor(text: string, anyCase: boolean) {
    this.#text = text
    this.#anyCase = anyCase
  }

  check(): void {
    if (this.#text.length > LONGEST) throw new Fault(`a pattern has at most ${LONGEST} characters`)
    const anchored = this.#take('^')
    const branches = this.#branches(0)
    if (this.#at < this.#text.length) throw new Fault(`")" stands alone at ${this.#at}`)
    if (anchored && branches.length > 1) throw new Fault('put alternatives in (?: ), so that "^" holds for all of them')
    if (!anchored) for (const branch of branches) checkStart(branch)
    if (this.#choices > MOST_CHOICES) throw new Fault(`at most ${MOST_CHOICES} alternatives and optional parts`)
    for (const branch of branches) this.#follow(branch, new Uint8Array(OTHERS + 1))
    if (this.#loose > (anchored ? 1 : 0))
      throw new Fault(
        anchored
          ? 'two repetitions take what may follow them'
          : 'a repetition takes what may follow it; begin with "^"',
      )
    const names = patternGroups(this.#text)
    if (new Set(names).size < names.length) throw new Fault('two groups have one name')
  }

  /** The characters with which a text begins that fits; undefined where it may begin anyhow. */
  begins(): CharSet | undefined {
    if (!this.#take('^')) return undefined
    const any = new Uint8Array(OTHERS + 1).fill(1)
    return this.#branches(0)
      .map((branch) => this.#first(branch, any))
      .reduce(union)
  }

  #take(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false
    this.#at += text.length
    return true
  }

  #branches(depth: number): Node[][] {
    if (depth > 4) throw new Fault('groups nest too deep')
    const branches: Node[][] = [[]]
    while (this.#at < this.#text.length && this.#text[this.#at] !== ')') {
      if (this.#take('|')) {
        branches.push([])
        continue
      }
      if (this.#text[this.#at] === '$') {
        this.#at++
        if (!/^\)*$/.test(this.#text.slice(this.#at))) throw new Fault('"$" stands only at the end')
        continue
      }
      branches.at(-1)!.push(this.#repeated(depth))
    }
    if (branches.length > 1) {
      // Alternatives of which all begin differently are decided by one look.
      const starts = branches.map((branch) => this.#first(branch))
      if (starts.some((a, i) => starts.some((b, j) => j > i && meet(a, b)))) this.#choices++
    }
    return branches
  }

  #repeated(depth: number): Node {
    const element = this.#element(depth)
    const [, mark, least, most] = /^([?*+]|\{(\d{1,2})(?:,(\d{1,2}))?\})/.exec(this.#text.slice(this.#at)) ?? []
    if (mark === undefined) return element
    this.#at += mark.length
    this.#take('?')
    if (/^[?*+{]/.test(this.#text.slice(this.#at))) throw new Fault('a repetition is repeated')
    if (mark === '?') {
      this.#choices++
      return { kind: 'maybe', of: element.kind === 'group' ? element.of : [[element]] }
    }
    if (element.kind !== 'one') throw new Fault('only a single character or class may be repeated')
    if (Number(least ?? 0) > MOST_REPEATS || Number(most ?? 0) > MOST_REPEATS)
      throw new Fault(`at most ${MOST_REPEATS} repetitions can be counted`)
    const varies = least === undefined || (most !== undefined && most !== least)
    return { kind: 'many', set: element.set, least: mark === '*' ? 0 : Number(least ?? 1), varies }
  }

  #element(depth: number): Node {
    const c = this.#text[this.#at]!
    if (c === '(') {
      const head = /^\(\?(?::|<[a-z][a-zA-Z]*>)/.exec(this.#text.slice(this.#at))?.[0]
      if (head === undefined) throw new Fault('a group is written (?<name> ) or (?: )')
      this.#at += head.length
      const of = this.#branches(depth + 1)
      if (!this.#take(')')) throw new Fault('a group does not end')
      return { kind: 'group', of }
    }
    if (c === '[') return { kind: 'one', set: this.#class(), literal: false }
    if (c === '\\') return this.#escape()
    this.#at++
    if (c === '.') return { kind: 'one', set: inverted(setOf('\n\r')), literal: false }
    if ('^$?*+{}|'.includes(c)) throw new Fault(`"${c}" cannot stand at ${this.#at - 1}`)
    return { kind: 'one', set: this.#cased(setOf(c)), literal: true }
  }

  #escape(): Node {
    const c = this.#text[this.#at + 1]
    this.#at += 2
    const known = c === undefined ? undefined : CLASSES[c]
    if (known) return { kind: 'one', set: known, literal: false }
    if (c === undefined || !/[^\p{L}\p{N}\s]/u.test(c)) throw new Fault(`"\\${c ?? ''}" is not known here`)
    return { kind: 'one', set: setOf(c), literal: true }
  }

  #class(): CharSet {
    this.#at++
    const not = this.#take('^')
    const set = new Uint8Array(OTHERS + 1)
    let empty = true
    while (this.#at < this.#text.length && this.#text[this.#at] !== ']') {
      empty = false
      const from = this.#member()
      const isRange = this.#text[this.#at] === '-' && (this.#text[this.#at + 1] ?? ']') !== ']'
      if (typeof from !== 'string' || !isRange) {
        add(set, typeof from === 'string' ? setOf(from) : from)
        continue
      }
      this.#at++
      const to = this.#member()
      if (typeof to !== 'string' || to < from || to > '\u007f') throw new Fault('a range in a class goes the wrong way')
      for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++) set[code] = 1
    }
    if (empty || !this.#take(']')) throw new Fault('a class is empty or does not end')
    const cased = this.#cased(set)
    return not ? inverted(cased) : cased
  }

  #member(): string | CharSet {
    const c = this.#text[this.#at]!
    if (c === '[') throw new Fault('"[" stands in a class')
    if (c !== '\\') {
      this.#at++
      return c
    }
    const escape = this.#escape() as { readonly set: CharSet; readonly literal: boolean }
    return escape.literal ? this.#text[this.#at - 1]! : escape.set
  }

  #cased(set: CharSet): CharSet {
    if (!this.#anyCase) return set
    const both = set.slice()
    for (let code = 65; code <= 90; code++) if (set[code] || set[code + 32]) both[code] = both[code + 32] = 1
    return both
  }

  /** What a branch can begin with, where `after` follows it. */
  #first(branch: readonly Node[], after: CharSet = new Uint8Array(OTHERS + 1)): CharSet {
    let first = after
    for (const node of [...branch].reverse()) first = this.#before(node, first)
    return first
  }

  #before(node: Node, after: CharSet): CharSet {
    if (node.kind === 'one') return node.set
    if (node.kind === 'many') return node.least > 0 ? node.set : union(node.set, after)
    const firsts = node.of.map((branch) => this.#first(branch, after)).reduce(union)
    return node.kind === 'maybe' ? union(firsts, after) : firsts
  }

  /** Counts the repetitions that take what may follow them. */
  #follow(branch: readonly Node[], after: CharSet): void {
    let next = after
    for (const node of [...branch].reverse()) {
      if (node.kind === 'many' && node.varies && meet(node.set, next)) this.#loose++
      if (node.kind === 'maybe' || node.kind === 'group') for (const inner of node.of) this.#follow(inner, next)
      next = this.#before(node, next)
    }
  }
}

function checkStart(branch: readonly Node[]): void {
  const fixed = branch.findIndex((node) => node.kind !== 'one' || !node.literal)
  if ((fixed < 0 ? branch.length : fixed) < SHORTEST_START)
    throw new Fault(`begin with "^" or with at least ${SHORTEST_START} fixed characters`)
}

function setOf(characters: string): CharSet {
  const set = new Uint8Array(OTHERS + 1)
  for (const c of characters) set[Math.min(OTHERS, c.charCodeAt(0))] = 1
  return set
}

function inverted(set: CharSet): CharSet {
  // A character beyond ASCII may be any of the many that are not named.
  return set.map((has, code) => (code === OTHERS || !has ? 1 : 0))
}

function add(set: CharSet, more: CharSet): void {
  for (let code = 0; code <= OTHERS; code++) if (more[code]) set[code] = 1
}

function union(a: CharSet, b: CharSet): CharSet {
  const both = a.slice()
  add(both, b)
  return both
}

function meet(a: CharSet, b: CharSet): boolean {
  return a.some((has, code) => has === 1 && b[code] === 1)
}

const [DIGITS, WORD, SPACE] = [
  setOf('0123456789'),
  setOf('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_'),
  setOf(' \t\n\v\f\r\u00a0'),
]
const CLASSES: Readonly<Record<string, CharSet>> = {
  d: DIGITS,
  w: WORD,
  s: SPACE,
  D: inverted(DIGITS),
  W: inverted(WORD),
  S: inverted(SPACE),
  n: setOf('\n'),
  r: setOf('\r'),
  t: setOf('\t'),
}
