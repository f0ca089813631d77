import type { Sha256 } from '../../groundwork/canonical.ts'
import type { Micros } from '../../groundwork/day.ts'
import type { Ip } from '../../groundwork/ip.ts'
import type { Mac } from '../../groundwork/mac.ts'
import { byText } from '../../groundwork/order.ts'
import {
  C2S,
  type Direction,
  type Dissector,
  type FactKind,
  type Frame,
  type OperationMeaning,
  type OutcomeCode,
  type Sink,
} from '../dissector.ts'
import type { CaptureLimits } from '../limits.ts'
import { type FactSeen, type Operation, OUTCOMES } from '../observation.ts'
import { Examples } from './examples.ts'
import { IntTable } from './int-table.ts'
import type { Misses } from './misses.ts'
import { NameSets } from './name-sets.ts'
import { ObjectSets } from './object-sets.ts'
import { sortedBy } from './sorted.ts'

const MAX_FACT = 1024
/** Facts that are looked up by place and kind before a key is made; a power of two. */
const RECENT = 1 << 15
const NO_OBJECTS: Readonly<Record<string, string>> = {}
const CODE_BITS = 0xfffffff

interface FactRow {
  readonly number: number
  readonly kind: FactKind
  readonly subject: string
  readonly value: string
  count: number
}

interface RecentFact {
  place: number
  kind: FactKind
  about: string
  row: FactRow
}

/** What the dissectors report to: folds messages per conversation, dissector, code, direction and outcome. */
export class Operations implements Sink {
  readonly #dissectors: readonly Dissector[]
  readonly #limits: CaptureLimits
  readonly #misses: Misses
  readonly #subject: (conversation: number, direction: Direction) => string
  readonly #cells: IntTable
  readonly #examples = new Examples()
  readonly #objects: (ObjectSets | undefined)[] = []
  readonly #names: (NameSets | undefined)[] = []
  /** By cell, what it was told as a whole last. */
  readonly #told: (object | undefined)[] = []
  #counts = new Float64Array(64)
  #times = new Float64Array(128)
  /** The cell met last in each conversation and direction, plus one. */
  #recent = new Int32Array(128)
  readonly #facts = new Map<string, FactRow>()
  readonly #kinds = new Map<FactKind, number>()
  /** Facts told lately, by conversation and direction and the number of their kind. */
  readonly #recentFacts: (RecentFact | undefined)[] = []
  readonly #factExamples = new Examples()

  #conversation = 0
  #dissector = 0
  #frame: Frame
  #cell = -1

  constructor(
    dissectors: readonly Dissector[],
    limits: CaptureLimits,
    misses: Misses,
    frame: Frame,
    subject: (conversation: number, direction: Direction) => string,
  ) {
    this.#dissectors = dissectors
    this.#limits = limits
    this.#misses = misses
    this.#frame = frame
    this.#subject = subject
    this.#cells = new IntTable(limits.operations)
  }

  /** Says whose messages come next. */
  of(conversation: number, dissector: number, frame: Frame): void {
    this.#conversation = conversation
    this.#dissector = dissector
    this.#frame = frame
    this.#cell = -1
  }

  operation(code: number, outcome: OutcomeCode): void {
    const { direction, time } = this.#frame
    const conversation = this.#conversation
    const key = ((code & CODE_BITS) << 3) | (direction << 2) | outcome
    const recent = conversation * 2 + direction
    let cell = recent < this.#recent.length ? this.#recent[recent]! - 1 : -1
    const k = cell << 2
    if (cell < 0 || this.#cells.keys[k + 1] !== key || this.#cells.keys[k + 2] !== this.#dissector) {
      cell = this.#cellOf(conversation, key)
      this.#cell = cell
      if (cell < 0) return this.#misses.add('operations', 0, 0, this.#frame)
    }
    this.#cell = cell
    const count = this.#counts[cell]! + 1
    this.#counts[cell] = count
    if (time > this.#times[cell * 2 + 1]!) this.#times[cell * 2 + 1] = time
    else if (time < this.#times[cell * 2]!) this.#times[cell * 2] = time
    // More than three looks, as messages of one frame are one example.
    if (count < 16) this.#examples.add(cell, this.#frame)
  }

  object(kind: number, from: number, to: number): void {
    if (this.#cell < 0) return
    const sets = (this.#objects[this.#cell] ??= new ObjectSets(this.#limits.objects))
    sets.add(kind, from, to)
  }

  named(kind: number, bytes: Uint8Array, from: number, to: number): void {
    if (this.#cell < 0) return
    const sets = (this.#names[this.#cell] ??= new NameSets(this.#limits.objects))
    sets.add(kind, bytes, from, to)
  }

  told(all: object): boolean {
    if (this.#cell < 0 || this.#told[this.#cell] === all) return true
    this.#told[this.#cell] = all
    return false
  }

  fact(kind: FactKind, value: string, about: 'sender' | 'receiver' | Ip | Mac = 'sender'): void {
    let number = this.#kinds.get(kind)
    if (number === undefined) this.#kinds.set(kind, (number = this.#kinds.size))
    const place = this.#conversation * 2 + this.#frame.direction
    const slot = (Math.imul(place, 61) + number) & (RECENT - 1)
    const recent = this.#recentFacts[slot]
    let row: FactRow | undefined
    // The same said again, as in every answer of a server: no key need be made.
    if (recent !== undefined && recent.place === place && recent.kind === kind && recent.about === about)
      if (recent.row.value === value) row = recent.row
    if (row === undefined) {
      row = this.#factRow(kind, value.length > MAX_FACT ? value.slice(0, MAX_FACT) : value, about)
      if (!row) return this.#misses.add('facts', 0, 0, this.#frame)
      if (recent === undefined) this.#recentFacts[slot] = { place, kind, about, row }
      else {
        recent.place = place
        recent.kind = kind
        recent.about = about
        recent.row = row
      }
    }
    row.count++
    if (row.count < 4) this.#factExamples.add(row.number, this.#frame)
  }

  #factRow(kind: FactKind, value: string, about: 'sender' | 'receiver' | Ip | Mac): FactRow | undefined {
    let subject: string = about
    if (about === 'sender' || about === 'receiver') {
      const side = (about === 'sender') === (this.#frame.direction === C2S) ? C2S : ((1 - C2S) as Direction)
      subject = this.#subject(this.#conversation, side)
    }
    const key = `${subject} ${kind.attribute} ${kind.by} ${value}`
    let row = this.#facts.get(key)
    if (!row && this.#facts.size < this.#limits.facts) {
      row = { number: this.#facts.size, kind, subject, value, count: 0 }
      this.#facts.set(key, row)
    }
    return row
  }

  lost(bytes: number): void {
    this.#misses.addText(`${this.#dissectors[this.#dissector]!.id}: bytes that are no message`, bytes, this.#frame)
  }

  /** The operations of each conversation that has some, in canonical order; after the last fold (`whole`) objects are forgotten. */
  fold(source: Sha256, file: string, whole: boolean): ReadonlyMap<number, readonly Operation[]> {
    const found = new Map<number, Operation[]>()
    const meanings = new Map<string, Meaning>()
    const names = new Map<Dissector, Map<number, string>>()
    const records = new Map<string, Readonly<Record<string, string>>>()
    for (let cell = 0; cell < this.#cells.size; cell++) {
      const [conversation, key, dissector] = this.#cells.keys.subarray(cell * 4, cell * 4 + 3) as unknown as [
        number,
        number,
        number,
      ]
      const by = this.#dissectors[dissector]!
      const direction = ((key >> 2) & 1) as Direction
      const outcome = (key & 3) as OutcomeCode
      const kind = `${dissector} ${key}`
      let meaning = meanings.get(kind)
      if (!meaning) meanings.set(kind, (meaning = meaningOf(by, (key >> 3) & CODE_BITS, direction, outcome)))
      const { protocol, name, title, class: klass } = meaning
      const operation: Operation = {
        protocol,
        name,
        title,
        class: klass,
        direction: direction === C2S ? 'c2s' : 's2c',
        outcome: OUTCOMES[outcome],
        count: this.#counts[cell]!,
        first: this.#times[cell * 2]! as Micros,
        last: this.#times[cell * 2 + 1]! as Micros,
        frames: this.#examples.refs(cell, source, file),
        objects: this.#objectTexts(by, cell, names, records),
      }
      if (whole) {
        this.#objects[cell] = undefined
        this.#names[cell] = undefined
        this.#told[cell] = undefined
      }
      const list = found.get(conversation)
      if (list) list.push(operation)
      else found.set(conversation, [operation])
    }
    for (const [conversation, list] of found)
      if (list.length > 1)
        found.set(
          conversation,
          sortedBy(list, (o) => `${o.protocol} ${o.name} ${o.direction} ${o.outcome}`),
        )
    return found
  }

  /** The facts, in the order in which they were met. */
  foldFacts(source: Sha256, file: string): FactSeen[] {
    const facts: FactSeen[] = []
    for (const { number, kind, subject, value, count } of this.#facts.values())
      facts.push({
        subject,
        attribute: kind.attribute,
        value,
        by: kind.by,
        count,
        frames: this.#factExamples.refs(number, source, file),
      })
    return facts
  }

  #objectTexts(
    by: Dissector,
    cell: number,
    known: Map<Dissector, Map<number, string>>,
    records: Map<string, Readonly<Record<string, string>>>,
  ): Readonly<Record<string, string>> {
    const sets = this.#objects[cell]
    const names = this.#names[cell]
    if (!sets && !names) return NO_OBJECTS
    const numbers = sets ? [...sets.texts()] : []
    let kinds = known.get(by)
    if (!kinds) known.set(by, (kinds = new Map()))
    const texts = [...numbers, ...(names?.texts() ?? [])].map(([kind, set]): [string, string] => {
      let name = kinds.get(kind)
      if (name === undefined) kinds.set(kind, (name = by.objectName(kind)))
      return [name, set]
    })
    const beyond = (sets?.beyond ?? 0) + (names?.beyond ?? 0)
    if (beyond > 0) texts.push(['not-kept', `${beyond}`])
    if (texts.length > 1) texts.sort(([a], [b]) => byText(a, b))
    // Many conversations touch the same things: they share one record.
    const key = texts.join('\n')
    let record = records.get(key)
    if (!record) records.set(key, (record = Object.fromEntries(texts)))
    return record
  }

  #cellOf(conversation: number, key: number): number {
    let cell = this.#cells.find(conversation, key, this.#dissector, 0)
    if (cell < 0) {
      cell = this.#cells.add(conversation, key, this.#dissector, 0)
      if (cell < 0) return cell
      if (cell >= this.#counts.length) {
        this.#counts = larger(this.#counts, cell * 2)
        this.#times = larger(this.#times, cell * 4)
      }
      this.#times[cell * 2] = this.#frame.time
      this.#times[cell * 2 + 1] = this.#frame.time
    }
    const recent = conversation * 2 + this.#frame.direction
    if (recent >= this.#recent.length) {
      const grown = new Int32Array(recent * 2 + 2)
      grown.set(this.#recent)
      this.#recent = grown
    }
    this.#recent[recent] = cell + 1
    return cell
  }
}

function larger(numbers: Float64Array<ArrayBuffer>, size: number): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(size)
  grown.set(numbers)
  return grown
}

type Meaning = Required<OperationMeaning>

function meaningOf(by: Dissector, code: number, direction: Direction, outcome: OutcomeCode): Meaning {
  return { protocol: by.id, ...by.meaning(code, direction, outcome) }
}
