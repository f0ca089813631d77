import {
  type Event,
  EVENT_ID,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  COLLECTION_STYLE,
  YAMLException,
} from 'js-yaml'
import type { Desk } from './desk.ts'
import { type Budget, type Entry, LIMITS, type Node, type Scalar, scalar } from './node.ts'

/**
 * Reads a YAML 1.2 text into nodes. Where the text is broken, the entry around the fault is reported and left out and the
 * rest is read; `undefined` when nothing is left or the text is empty.
 */
export function readYaml(file: string, text: string, desk: Desk, budget: Budget): Node | undefined {
  if (text.length > LIMITS.yamlLength) {
    const at = { file, from: 0, to: 0 }
    desk.report('PLANT_TOO_LARGE', { what: 'length of a YAML file', limit: LIMITS.yamlLength }, at)
    return undefined
  }
  const composer = new Composer(file, desk, budget)
  const whole = composer.read(text, 0)
  if (!(whole instanceof Fault)) return whole
  const faults: Fault[] = []
  const parts = readParts(composer, text, faults)
  for (const fault of faults.length > 0 ? faults : [whole]) fault.report(desk)
  return parts
}

/** Where and why a text could not be parsed. */
class Fault {
  readonly file: string
  readonly at: number
  readonly why: string

  constructor(file: string, at: number, why: string) {
    this.file = file
    this.at = at
    this.why = why
  }

  report(desk: Desk): void {
    const help = /tab/.test(this.why) ? () => 'indent with spaces' : undefined
    desk.report('PLANT_SYNTAX', { why: this.why }, { file: this.file, from: this.at, to: this.at + 1 }, help)
  }
}

/** Reads a broken text by its top-level keys, and a broken list below such a key by its items. */
function readParts(composer: Composer, text: string, faults: Fault[]): Node | undefined {
  const entries: Entry[] = []
  const starts = [...text.matchAll(/^(?=[A-Za-z_"'][^\n]*:)/gm)].map((match) => match.index)
  for (const [i, start] of starts.entries()) {
    const end = starts[i + 1] ?? text.length
    const part = composer.read(text.slice(start, end), start)
    if (!(part instanceof Fault)) {
      if (part?.kind === 'map') entries.push(...part.entries)
      continue
    }
    const list = readItems(composer, text.slice(start, end), start, faults)
    if (list) entries.push(list)
    else faults.push(part)
  }
  return entries.length > 0
    ? { kind: 'map', file: composer.file, from: 0, to: text.length, flow: false, entries }
    : undefined
}

function readItems(composer: Composer, part: string, base: number, faults: Fault[]): Entry | undefined {
  const head = /^([\w-]+):[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*?( *)- /.exec(part)
  if (!head) return undefined
  const items: Node[] = []
  const starts = [...part.matchAll(new RegExp(`^${head[2]}- `, 'gm'))].map((match) => match.index)
  for (const [i, start] of starts.entries()) {
    const item = composer.read(part.slice(start, starts[i + 1] ?? part.length), base + start)
    if (item instanceof Fault) faults.push(item)
    else if (item?.kind === 'list') items.push(...item.items)
  }
  const from = base + (starts[0] ?? 0)
  const key = scalar(composer.file, base, base + head[1]!.length, head[1]!, 'plain')
  return { key, value: { kind: 'list', file: composer.file, from, to: base + part.length, flow: false, items } }
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
  key: Scalar | 'none' | 'skip'
}

/** Builds nodes from the events of one file; anchors live as long as the file. */
class Composer {
  readonly file: string
  readonly #desk: Desk
  readonly #budget: Budget
  readonly #anchors = new Map<string, { node: Node; weight: number }>()
  #text = ''
  #base = 0
  #used = 0

  constructor(file: string, desk: Desk, budget: Budget) {
    this.file = file
    this.#desk = desk
    this.#budget = budget
  }

  read(text: string, base: number): Node | Fault | undefined {
    try {
      const events = parseEvents(text, { maxDepth: LIMITS.depth })
      this.#text = text
      this.#base = base
      return this.#compose(events)
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error
      return new Fault(this.file, base + Math.min(error.mark?.position ?? 0, text.length), error.reason)
    }
  }

  #compose(events: readonly Event[]): Node | undefined {
    const open: Open[] = []
    let root: Node | undefined
    let cursor = 0
    let documents = 0
    const place = (node: Node, weight: number, anchor: string | undefined) => {
      if (anchor !== undefined) this.#anchors.set(anchor, { node, weight })
      const parent = open.at(-1)
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
            this.#desk.report('PLANT_SEVERAL_DOCUMENTS', {}, this.#span(cursor, cursor))
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
          place(node, 1, this.#name(event.anchorStart, event.anchorEnd))
          break
        }
        case EVENT_ID.ALIAS: {
          cursor = Math.max(cursor, event.anchorEnd)
          const name = this.#text.slice(event.anchorStart, event.anchorEnd)
          const target = this.#anchors.get(name)
          const span = this.#span(event.anchorStart - 1, event.anchorEnd)
          if (!target) this.#desk.report('PLANT_BAD_VALUE', { text: `*${name}`, expected: 'an anchor above' }, span)
          this.#spend(target?.weight ?? 1)
          place(target?.node ?? scalar(this.file, span.from, span.to, '', 'plain'), target?.weight ?? 1, undefined)
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
          )
          break
        }
      }
    }
    return root
  }

  #key(parent: Open, node: Node): Scalar | 'skip' {
    if (node.kind !== 'scalar') {
      this.#desk.report('PLANT_YAML_FEATURE', { what: 'a list or map as a key' }, node)
      return 'skip'
    }
    if (node.value === '<<' && node.style === 'plain') {
      this.#desk.report('PLANT_YAML_FEATURE', { what: 'a merge key' }, node, () => 'write the keys out')
      return 'skip'
    }
    if (parent.keys.has(node.value)) {
      this.#desk.report('PLANT_DUPLICATE_KEY', { key: node.value }, node)
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
      this.#desk.report('PLANT_TOO_LARGE', { what: 'values in a plant', limit: LIMITS.values }, this.#span(0, 0))
  }

  #tag(start: number, end: number): string | undefined {
    if (start < 0) return undefined
    const tag = this.#text.slice(start, end)
    if (!/^!!(str|int|float|bool|null|seq|map)$|^!$/.test(tag))
      this.#desk.report('PLANT_YAML_FEATURE', { what: `the tag ${tag}` }, this.#span(start, end))
    return tag
  }

  #name(start: number, end: number): string | undefined {
    return start < 0 ? undefined : this.#text.slice(start, end)
  }

  #emptyAt(parent: Open | undefined, cursor: number): number {
    if (parent?.kind !== 'map' || parent.key === 'none') return cursor
    const colon = this.#text.indexOf(':', cursor)
    return colon >= 0 && /^\s*$/.test(this.#text.slice(cursor, colon)) ? colon + 1 : cursor
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
