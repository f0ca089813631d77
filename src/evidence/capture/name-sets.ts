import { textAt } from '../../groundwork/bytes.ts'
import { byText } from '../../groundwork/order.ts'

const MAX_NAME = 256
const MAX_NAMES = 64
const NONE: readonly never[] = []

/** Which names of each kind were touched: lists of just the length needed, as there are many sets. */
export class NameSets {
  readonly #limit: number
  #kinds: readonly number[] = NONE
  #names: readonly string[] = NONE
  /** Touches that found no room. */
  beyond = 0

  constructor(limit: number) {
    this.#limit = Math.min(limit, MAX_NAMES)
  }

  /** A name said before is found as the same text again, without being decoded. */
  add(kind: number, bytes: Uint8Array, from: number, to: number): void {
    const name = textAt(bytes, from, Math.min(to, from + MAX_NAME))
    const names = this.#names
    for (let i = 0; i < names.length; i++) if (names[i] === name && this.#kinds[i] === kind) return
    if (names.length >= this.#limit || name === '') {
      this.beyond++
      return
    }
    this.#kinds = [...this.#kinds, kind]
    this.#names = [...names, name]
  }

  /** Each kind with its names in order, parted by commas; a comma inside a name becomes a semicolon. */
  *texts(): Iterable<[kind: number, set: string]> {
    const kinds = new Map<number, Set<string>>()
    for (const [i, name] of this.#names.entries()) {
      const kind = this.#kinds[i]!
      const names = kinds.get(kind)
      if (names) names.add(name.replaceAll(',', ';'))
      else kinds.set(kind, new Set([name.replaceAll(',', ';')]))
    }
    for (const [kind, names] of kinds) yield [kind, [...names].sort(byText).join(',')]
  }
}
