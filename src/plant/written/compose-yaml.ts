import {
  COLLECTION_STYLE,
  type Event,
  EVENT_ID,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  YAMLException,
} from 'js-yaml'
import type { Parameters } from '../../groundwork/diagnostic.ts'
import type { Span } from '../../groundwork/span.ts'
import type { Desk, PlantCode } from './desk.ts'
import { type Budget, type Entry, LIMITS, type Node, type Scalar, scalar } from './node.ts'

/** Where and why a text could not be parsed. */
export class Fault {
  readonly at: number
  readonly why: string

  constructor(at: number, why: string) {
    this.at = at
    this.why = why
  }
}

interface Open {
  readonly kind: 'list' | 'map'
  readonly from: number
  readonly flow: boolean
  readonly items: Node[]
  readonly entries: Entry[]
  readonly keys: Set<string>
  readonly anchor: string | undefined
  readonly before: number
  /** How deep it goes, aliases counted. */
  depth: number
  key: Scalar | 'none' | 'skip'
}

const COLON = /[ \t\r\n]*:/y

/** Builds nodes from the events of one file, or of parts of it; anchors live as long as the file. */
export class Composer {
  readonly file: string
  readonly #desk: Desk
  readonly #budget: Budget
  readonly #anchors = new Map<string, { node: Node; weight: number; depth: number }>()
  /** What is wrong besides the syntax; told only when the text could be read. */
  #told: (() => void)[] = []
  #text = ''
  #base = 0
  #used = 0

  constructor(file: string, desk: Desk, budget: Budget) {
    this.file = file
    this.#desk = desk
    this.#budget = budget
  }

  /** Reads a text that begins at an offset of the file; a fault when it is broken. */
  read(text: string, base: number): Node | Fault | undefined {
    const { values } = this.#budget
    this.#told = []
    try {
      const events = parseEvents(text, { maxDepth: LIMITS.depth })
      this.#text = text
      this.#base = base
      const node = this.#compose(events)
      for (const tell of this.#told) tell()
      return node
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error
      this.#budget.values = values
      return new Fault(base + Math.min(error.mark?.position ?? 0, text.length), error.reason)
    }
  }

  #report(code: PlantCode, params: Parameters, at: Span, help?: () => string): void {
    this.#told.push(() => this.#desk.report(code, params, at, help))
  }

  #compose(events: readonly Event[]): Node | undefined {
    const open: Open[] = []
    let root: Node | undefined
    let cursor = 0
    let documents = 0
    const place = (node: Node, weight: number, anchor: string | undefined, depth: number) => {
      if (anchor !== undefined) this.#anchors.set(anchor, { node, weight, depth })
      const parent = open.at(-1)
      if (parent) parent.depth = Math.max(parent.depth, depth + 1)
      if (!parent) root = node
      else if (parent.kind === 'list') parent.items.push(node)
      else if (parent.key === 'none') parent.key = this.#key(parent, node)
      else {
        if (parent.key !== 'skip') parent.entries.push({ key: parent.key, value: node })
        parent.key = 'none'
      }
    }
    for (const event of events) {
      if (this.#budget.values <= 0) break
      switch (event.type) {
        case EVENT_ID.DOCUMENT:
          documents++
          if (documents === 2) {
            this.#report('PLANT_SEVERAL_DOCUMENTS', {}, this.#span(cursor, cursor))
            return root
          }
          break
        case EVENT_ID.SEQUENCE:
        case EVENT_ID.MAPPING: {
          this.#tag(event.tagStart, event.tagEnd)
          this.#spend(1)
          open.push({
            kind: event.type === EVENT_ID.SEQUENCE ? 'list' : 'map',
            from: event.start,
            flow: event.style === COLLECTION_STYLE.FLOW,
            items: [],
            entries: [],
            keys: new Set(),
            anchor: this.#name(event.anchorStart, event.anchorEnd),
            before: this.#used - 1,
            depth: 1,
            key: 'none',
          })
          cursor = Math.max(cursor, event.start + (event.style === COLLECTION_STYLE.FLOW ? 1 : 0))
          break
        }
        case EVENT_ID.SCALAR: {
          const tag = this.#tag(event.tagStart, event.tagEnd)
          const quoted = event.style === SCALAR_STYLE.DOUBLE_QUOTED || event.style === SCALAR_STYLE.SINGLE_QUOTED
          const plain = event.style === SCALAR_STYLE.PLAIN && tag !== '!!str' && tag !== '!'
          let from = event.valueStart
          let to = event.valueEnd
          if (from < 0) from = to = this.#emptyAt(open.at(-1), Math.max(cursor, event.tagEnd, event.anchorEnd))
          else if (quoted) {
            from--
            to++
          }
          cursor = Math.max(cursor, to)
          this.#spend(1)
          const span = this.#span(from, to)
          const node = scalar(
            this.file,
            span.from,
            span.to,
            getScalarValue(this.#text, event),
            plain ? 'plain' : 'quoted',
          )
          place(node, 1, this.#name(event.anchorStart, event.anchorEnd), 0)
          break
        }
        case EVENT_ID.ALIAS: {
          cursor = Math.max(cursor, event.anchorEnd)
          const name = this.#text.slice(event.anchorStart, event.anchorEnd)
          const target = this.#anchors.get(name)
          const span = this.#span(event.anchorStart - 1, event.anchorEnd)
          const deep = target !== undefined && open.length + target.depth > LIMITS.depth
          if (!target) this.#report('PLANT_BAD_VALUE', { text: `*${name}`, expected: 'an anchor above' }, span)
          else if (deep) this.#report('PLANT_TOO_LARGE', { what: 'depth of aliases', limit: LIMITS.depth }, span)
          const { node, weight, depth } =
            target && !deep ? target : { node: scalar(this.file, span.from, span.to, '', 'plain'), weight: 1, depth: 0 }
          this.#spend(weight)
          place(node, weight, undefined, depth)
          break
        }
        case EVENT_ID.POP: {
          const done = open.pop()
          if (!done) break
          if (done.flow) cursor = this.#closing(cursor)
          const { from, to } = this.#span(done.from, Math.max(cursor, done.from))
          const { file } = this
          place(
            done.kind === 'list'
              ? { kind: 'list', file, from, to, flow: done.flow, items: done.items }
              : { kind: 'map', file, from, to, flow: done.flow, entries: done.entries },
            this.#used - done.before,
            done.anchor,
            done.depth,
          )
          break
        }
      }
    }
    return root
  }

  #key(parent: Open, node: Node): Scalar | 'skip' {
    if (node.kind !== 'scalar') {
      this.#report('PLANT_YAML_FEATURE', { what: 'a list or map as a key' }, node)
      return 'skip'
    }
    if (node.value === '<<' && node.style === 'plain') {
      this.#report('PLANT_YAML_FEATURE', { what: 'a merge key' }, node, () => 'write the keys out')
      return 'skip'
    }
    if (parent.keys.has(node.value)) {
      this.#report('PLANT_DUPLICATE_KEY', { key: node.value }, node)
      return 'skip'
    }
    parent.keys.add(node.value)
    return node
  }

  /** Counts values; what an alias stands for counts every time, so that nested aliases cannot multiply unseen. */
  #spend(weight: number): void {
    this.#used += weight
    const before = this.#budget.values
    this.#budget.values -= weight
    if (before > 0 && this.#budget.values <= 0)
      this.#report('PLANT_TOO_LARGE', { what: 'values in a plant', limit: LIMITS.values }, this.#span(0, 0))
  }

  #tag(start: number, end: number): string | undefined {
    if (start < 0) return undefined
    const tag = this.#text.slice(start, end)
    if (!/^!!(str|int|float|bool|null|seq|map)$|^!$/.test(tag))
      this.#report('PLANT_YAML_FEATURE', { what: `the tag ${tag}` }, this.#span(start, end))
    return tag
  }

  #name(start: number, end: number): string | undefined {
    return start < 0 ? undefined : this.#text.slice(start, end)
  }

  #emptyAt(parent: Open | undefined, cursor: number): number {
    if (parent?.kind !== 'map' || parent.key === 'none') return cursor
    COLON.lastIndex = cursor
    return COLON.test(this.#text) ? COLON.lastIndex : cursor
  }

  #closing(cursor: number): number {
    for (let i = cursor; i < this.#text.length; i++) {
      const c = this.#text[i]
      if (c === '#') i = (this.#text.indexOf('\n', i) + 1 || this.#text.length) - 1
      else if (c === ']' || c === '}') return i + 1
    }
    return this.#text.length
  }

  #span(from: number, to: number) {
    return { file: this.file, from: this.#base + from, to: this.#base + to }
  }
}
