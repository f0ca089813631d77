import { textAt } from '../../groundwork/bytes.ts'
import { byText } from '../../groundwork/order.ts'

const MAX_NAME = 256
const MAX_NAMES = 64
const NONE: readonly never[] = []

/** Which names of each kind were touched. A name seen before costs a hash over its bytes; only a new one becomes a text. */
export class NameSets {
  readonly #limit: number
  /** Kind and hash of each name, two numbers each, and the names; lists of just the length needed, as there are many sets. */
  #keys: readonly number[] = NONE
  #names: readonly string[] = NONE
  /** Touches that found no room. */
  beyond = 0

  constructor(limit: number) {
    this.#limit = Math.min(limit, MAX_NAMES)
  }

  add(kind: number, bytes: Uint8Array, from: number, to: number): void {
    const end = Math.min(to, from + MAX_NAME)
    let hash = end - from
    for (let i = from; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
    // Two names of one hash are rare, and then the first stands for both.
    const keys = this.#keys
    for (let i = 0; i < keys.length; i += 2) if (keys[i + 1] === hash && keys[i] === kind) return
    if (this.#names.length >= this.#limit || end <= from) {
      this.beyond++
      return
    }
    this.#keys = [...keys, kind, hash]
    this.#names = [...this.#names, textAt(bytes, from, end).replaceAll(',', ';')]
  }

  /** Each kind with its names in order, parted by commas; a comma inside a name becomes a semicolon. */
  *texts(): Iterable<[kind: number, set: string]> {
    const kinds = new Map<number, Set<string>>()
    for (const [i, name] of this.#names.entries()) {
      const kind = this.#keys[2 * i]!
      const names = kinds.get(kind)
      if (names) names.add(name)
      else kinds.set(kind, new Set([name]))
    }
    for (const [kind, names] of kinds) yield [kind, [...names].sort(byText).join(',')]
  }
}
