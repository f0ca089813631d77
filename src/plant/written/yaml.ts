import { Composer, Fault } from './compose-yaml.ts'
import type { Desk } from './desk.ts'
import { type Budget, type Entry, LIMITS, type Node, type Scalar, scalar } from './node.ts'

/**
 * Reads a YAML 1.2 text into nodes. Where the text is broken, the entry around the fault is reported and left out and the
 * rest is read; `undefined` when nothing is left or the text is empty.
 */
export function readYaml(file: string, text: string, desk: Desk, budget: Budget): Node | undefined {
  if (text.length > LIMITS.yamlLength) {
    const what = 'length of a YAML file'
    const help = () => 'put long lists into CSV or NDJSON, or split the file'
    desk.report('PLANT_TOO_LARGE', { what, limit: LIMITS.yamlLength }, { file, from: 0, to: 0 }, help)
    return undefined
  }
  const composer = new Composer(file, desk, budget)
  const whole = composer.read(text, 0)
  return whole instanceof Fault ? new Recovery(composer, text, desk).root(whole) : whole
}

/** After this many faults the rest of a broken file is left out: it is no plant file. */
const FAULTS = 100

/** Reads a broken text by its top-level keys, and broken lists below them by their items. */
class Recovery {
  readonly #composer: Composer
  readonly #text: string
  readonly #desk: Desk
  #faults = 0

  constructor(composer: Composer, text: string, desk: Desk) {
    this.#composer = composer
    this.#text = text
    this.#desk = desk
  }

  root(whole: Fault): Node | undefined {
    const entries: Entry[] = []
    const keys = new Set<string>()
    const add = (entry: Entry) => {
      if (keys.has(entry.key.value)) this.#desk.report('PLANT_DUPLICATE_KEY', { key: entry.key.value }, entry.key)
      else entries.push(entry)
      keys.add(entry.key.value)
    }
    const starts = this.#starts(/^(?=[A-Za-z_"'][^\n]*:)/gm, 0, this.#text.length)
    this.#pieces(starts, this.#text.length, (node, fault, from, to) => {
      if (node?.kind === 'map') for (const entry of node.entries) add(entry)
      if (!fault) return
      const list = this.#list(from, to)
      if (list) add(list)
      else this.#report(fault)
    })
    if (this.#faults === 0) this.#report(whole)
    const { file } = this.#composer
    return entries.length > 0 ? { kind: 'map', file, from: 0, to: this.#text.length, flow: false, entries } : undefined
  }

  /** A list below a key, without the items that cannot be read. */
  #list(from: number, to: number): Entry | undefined {
    const head = /^([\w-]+):[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*?( *)- /.exec(this.#text.slice(from, to))
    if (!head) return undefined
    const { file } = this.#composer
    const items: Node[] = []
    const starts = this.#starts(new RegExp(`^${head[2]}- `, 'gm'), from, to)
    this.#pieces(starts, to, (node, fault) => {
      if (node?.kind === 'list') items.push(...node.items)
      if (fault) this.#report(fault)
    })
    const key: Scalar = scalar(file, from, from + head[1]!.length, head[1]!, 'plain')
    return { key, value: { kind: 'list', file, from: starts[0] ?? from, to, flow: false, items } }
  }

  #starts(pattern: RegExp, from: number, to: number): number[] {
    return [...this.#text.slice(from, to).matchAll(pattern)].map((match) => from + match.index)
  }

  /** Reads runs of pieces as one, and halves the runs that cannot be read until the broken pieces stand alone. */
  #pieces(
    starts: readonly number[],
    end: number,
    take: (node: Node | undefined, fault: Fault | undefined, from: number, to: number) => void,
  ): void {
    const runs: [number, number][] = starts.length === 0 ? [] : [[0, starts.length]]
    for (let run = runs.pop(); run && this.#faults < FAULTS; run = runs.pop()) {
      const [first, last] = run
      const from = starts[first]!
      const to = starts[last] ?? end
      const node = this.#composer.read(this.#text.slice(from, to), from)
      if (!(node instanceof Fault)) take(node, undefined, from, to)
      else if (last - first === 1) take(undefined, node, from, to)
      else {
        const middle = (first + last) >> 1
        runs.push([middle, last], [first, middle])
      }
    }
  }

  #report(fault: Fault): void {
    const { file } = this.#composer
    const help = /tab/.test(fault.why) ? () => 'indent with spaces' : undefined
    this.#desk.report('PLANT_SYNTAX', { why: fault.why }, { file, from: fault.at, to: fault.at + 1 }, help)
    this.#faults++
    if (this.#faults === FAULTS)
      this.#desk.report(
        'PLANT_TOO_LARGE',
        { what: 'faults in a file', limit: FAULTS },
        { file, from: fault.at, to: fault.at },
      )
  }
}
