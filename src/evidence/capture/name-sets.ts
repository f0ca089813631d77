import { textAt } from '../../groundwork/bytes.ts'
import { byText } from '../../groundwork/order.ts'

const MAX_NAME = 256
const MAX_NAMES = 64

/** Which names of each kind were touched. A name seen before costs a hash over its bytes; only a new one becomes a text. */
export class NameSets {
  readonly #limit: number
  readonly #kinds = new Map<number, Map<number, string>>()
  #held = 0
  /** Touches that found no room. */
  beyond = 0

  constructor(limit: number) {
    this.#limit = Math.min(limit, MAX_NAMES)
  }

  add(kind: number, bytes: Uint8Array, from: number, to: number): void {
    const end = Math.min(to, from + MAX_NAME)
    let hash = end - from
    for (let i = from; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
    let names = this.#kinds.get(kind)
    // Two names of one hash are rare, and then the first stands for both.
    if (names?.has(hash)) return
    if (this.#held >= this.#limit || end <= from) {
      this.beyond++
      return
    }
    if (!names) this.#kinds.set(kind, (names = new Map()))
    names.set(hash, textAt(bytes, from, end).replaceAll(',', ';'))
    this.#held++
  }

  /** Each kind with its names in order, parted by commas; a comma inside a name becomes a semicolon. */
  *texts(): Iterable<[kind: number, set: string]> {
    for (const [kind, names] of this.#kinds) yield [kind, [...new Set(names.values())].sort(byText).join(',')]
  }
}
