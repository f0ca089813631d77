/** An element directly below the root, as its bytes stand in the file. */
export interface Element {
  readonly name: string
  /** UTF-8 text from the `<` of its start to the `>` of its end. */
  readonly text: string
  readonly line: number
  readonly offset: number
  readonly length: number
}

/** What stops the reading, or leaves an element out. */
export interface ElementFault {
  readonly kind: 'doctype' | 'not-xml' | 'long'
  readonly line: number
  readonly offset: number
  readonly why: string
}

/** Elements inside elements. */
const DEPTH = 64
/** Longest comment, tag or declaration; more is no XML that a scan writes. */
const LONGEST_MARKUP = 1 << 20

const [LT, GT, SLASH, QUERY, QUOTE, APOSTROPHE, BRACKET, NEWLINE] = [0x3c, 0x3e, 0x2f, 0x3f, 0x22, 0x27, 0x5b, 0x0a]

type Mode = 'text' | 'open' | 'tag' | 'comment' | 'cdata' | 'instruction' | 'declaration'

/**
 * Cuts XML that comes in chunks of any size into the elements below its root, without holding more than one of them. It knows
 * as much of XML as is needed to find their ends: comments, CDATA, instructions, quotes in tags. Entities are not looked at,
 * and a DOCTYPE with an internal subset stops it.
 */
export class ElementCutter {
  readonly #longest: number
  readonly #take: (element: Element) => void
  readonly #fault: (fault: ElementFault) => void
  readonly #root: (tag: Element) => void
  #mode: Mode = 'text'
  #quote = 0
  /** Bytes of the markup at hand that are needed to tell what it is: its first ones, or the name of a tag. */
  #markup: number[] = []
  #markupLength = 0
  #markupAt = { line: 1, offset: 0 }
  #before = 0
  #before2 = 0
  #depth = 0
  #line = 1
  #rootLine = 1
  #at = 0
  #held: Uint8Array[] = []
  #heldBytes = 0
  #over = false
  #element: { readonly line: number; readonly offset: number; name: string } | undefined
  #stopped = false
  #finished = false

  /** `root` is told the start tag of the root as an element of its own, `take` each whole element below it. */
  constructor(
    longest: number,
    {
      root,
      take,
      fault,
    }: { root: (tag: Element) => void; take: (element: Element) => void; fault: (fault: ElementFault) => void },
  ) {
    this.#longest = longest
    this.#root = root
    this.#take = take
    this.#fault = fault
  }

  /** Whether nothing more is read. */
  get stopped(): boolean {
    return this.#stopped
  }

  feed(chunk: Uint8Array): void {
    let kept = 0
    for (let i = 0; i < chunk.length && !this.#stopped; i++) {
      const b = chunk[i]!
      const inside = this.#element !== undefined || this.#mode !== 'text'
      this.#byte(b)
      this.#at++
      if (b === NEWLINE) this.#line++
      // Between the elements nothing is held.
      if (!inside && this.#mode !== 'text') kept = i
      else if (inside && this.#element === undefined && this.#mode === 'text') {
        this.#hold(chunk.subarray(kept, i + 1))
        this.#hand()
      }
    }
    if (!this.#stopped && (this.#element !== undefined || this.#mode !== 'text')) this.#hold(chunk.subarray(kept))
  }

  /** Call once, after the last chunk: what the file ends inside of, if of anything. */
  end(): { readonly inside: string; readonly line: number } | undefined {
    if (this.#stopped || this.#finished) return undefined
    if (this.#element) return { inside: `<${this.#element.name}>`, line: this.#element.line }
    if (this.#mode !== 'text') return { inside: 'a tag', line: this.#markupAt.line }
    return this.#depth > 0 ? { inside: 'the root', line: this.#rootLine } : { inside: 'the prolog', line: 1 }
  }

  #byte(b: number): void {
    switch (this.#mode) {
      case 'text':
        if (b === LT) this.#open()
        return
      case 'open':
        return this.#opened(b)
      case 'tag':
        return this.#tag(b)
      case 'comment':
        return this.#until(b, this.#before === 0x2d && this.#before2 === 0x2d)
      case 'cdata':
        return this.#until(b, this.#before === 0x5d && this.#before2 === 0x5d)
      case 'instruction':
        return this.#until(b, this.#before === QUERY)
      case 'declaration':
        return this.#declaration(b)
    }
  }

  #open(): void {
    this.#mode = 'open'
    this.#markup = []
    this.#markupLength = 0
    this.#markupAt = { line: this.#line, offset: this.#at }
    this.#before = 0
    this.#before2 = 0
  }

  #opened(b: number): void {
    this.#markup.push(b)
    const start = String.fromCharCode(...this.#markup)
    if (start === '?') this.#mode = 'instruction'
    else if ('!--'.startsWith(start) || '![CDATA['.startsWith(start)) {
      if (start === '!--') this.#mode = 'comment'
      else if (start === '![CDATA[') this.#mode = 'cdata'
    } else if (start.startsWith('!')) {
      this.#mode = 'declaration'
      if (b === BRACKET) this.#stop('doctype', 'a declaration with declarations inside')
    } else if (/^\/?[A-Za-z_]/.test(start)) this.#mode = 'tag'
    else if (start !== '/') this.#stop('not-xml', 'a "<" begins no tag')
  }

  #tag(b: number): void {
    if (this.#quote !== 0) {
      if (b === this.#quote) this.#quote = 0
    } else if (b === QUOTE || b === APOSTROPHE) this.#quote = b
    else if (b === LT) return this.#stop('not-xml', 'a "<" stands inside a tag')
    else if (b === GT) return this.#closeTag()
    if (this.#markup.length < 100) this.#markup.push(b)
    if (b !== 0x20) this.#before = b
    this.#longer()
  }

  #closeTag(): void {
    const text = String.fromCharCode(...this.#markup)
    const name = /^\/?([\w.:-]+)/.exec(text)?.[1] ?? ''
    this.#mode = 'text'
    if (this.#markup[0] === SLASH) {
      this.#depth--
      if (this.#depth < 0) return this.#stop('not-xml', `</${name}> ends an element that did not begin`)
      if (this.#depth === 1) this.#finish()
      if (this.#depth === 0) this.#finished = true
      return
    }
    if (this.#finished) return this.#stop('not-xml', 'a second root begins')
    if (this.#depth === 1 && !this.#element) this.#element = { ...this.#markupAt, name }
    if (this.#before === SLASH) {
      if (this.#depth === 1) this.#finish()
      return
    }
    this.#depth++
    if (this.#depth > DEPTH) this.#stop('not-xml', `elements stand more than ${DEPTH} deep in each other`)
    if (this.#depth !== 1) return
    this.#rootTag = { name, ...this.#markupAt }
    this.#rootLine = this.#markupAt.line
  }

  #rootTag: { readonly name: string; readonly line: number; readonly offset: number } | undefined
  #done: { readonly name: string; readonly line: number; readonly offset: number } | undefined

  #finish(): void {
    this.#done = this.#element
    this.#element = undefined
  }

  #until(b: number, ready: boolean): void {
    if (b === GT && ready) this.#mode = 'text'
    this.#before2 = this.#before
    this.#before = b
    this.#longer()
  }

  #declaration(b: number): void {
    if (b === GT) this.#mode = 'text'
    else if (b === BRACKET) this.#stop('doctype', 'a declaration with declarations inside')
    this.#longer()
  }

  // Inside an element its own limit holds.
  #longer(): void {
    this.#markupLength++
    if (!this.#element && this.#markupLength > LONGEST_MARKUP) this.#stop('not-xml', 'a tag or comment does not end')
  }

  #stop(kind: ElementFault['kind'], why: string): void {
    this.#stopped = true
    this.#held = []
    this.#fault({ kind, why, ...this.#markupAt })
  }

  #hold(part: Uint8Array): void {
    if (this.#over || this.#heldBytes + part.length > this.#longest) {
      this.#over = true
      this.#held = []
    } else this.#held.push(part.slice())
    this.#heldBytes += part.length
  }

  /** Hands on what is held, when it is the root's start or a whole element; comments and the like are let go. */
  #hand(): void {
    const of = this.#done ?? this.#rootTag
    if (of && this.#over) this.#fault({ kind: 'long', why: of.name, line: of.line, offset: of.offset })
    else if (of) {
      const text = new TextDecoder().decode(joined(this.#held, this.#heldBytes))
      const element = { name: of.name, text, line: of.line, offset: of.offset, length: this.#heldBytes }
      if (this.#done) this.#take(element)
      else this.#root(element)
    }
    this.#done = undefined
    this.#rootTag = undefined
    this.#held = []
    this.#heldBytes = 0
    this.#over = false
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
