import { IntervalSet } from '../../groundwork/interval-set.ts'
import { byText, sortedUnique } from '../../groundwork/order.ts'
import { ownText } from './lines.ts'

/** Names of objects that are kept for one kind of message. */
const MOST_NAMES = 200
const LONGEST_NAME = 120
/** Kinds of objects of one kind of message. */
const MOST_KINDS = 64

/** Gathers touched objects by kind, numbers as ranges and names as a list, within a limit. */
export class ObjectFold {
  readonly #limit: number
  readonly #numbers = new Map<string, { from: number; to: number }[]>()
  readonly #names = new Map<string, Set<string>>()
  #lost = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  add(kind: string, values: readonly (number | string | readonly [number, number])[]): void {
    if (!this.#numbers.has(kind) && !this.#names.has(kind) && this.#numbers.size + this.#names.size >= MOST_KINDS) {
      this.#lost++
      return
    }
    for (const value of values) {
      if (typeof value === 'string') this.#name(kind, value)
      else if (typeof value === 'number') this.#range(kind, value, value)
      else this.#range(kind, value[0], value[1])
    }
  }

  /** How many ranges and names were left out. */
  get lost(): number {
    return this.#lost
  }

  /** As `Operation.objects` holds them. */
  texts(): Readonly<Record<string, string>> {
    const kinds = sortedUnique([...this.#numbers.keys(), ...this.#names.keys()])
    return Object.fromEntries(
      kinds.map((kind) => {
        const numbers = IntervalSet.of(...(this.#numbers.get(kind) ?? [])).toString()
        const names = [...(this.#names.get(kind) ?? [])].sort(byText)
        return [kind, [...(numbers === '' ? [] : [numbers]), ...names].join(',')]
      }),
    )
  }

  #range(kind: string, from: number, to: number): void {
    const known = this.#numbers.get(kind)
    const last = known?.at(-1)
    if (!known) this.#numbers.set(kind, [{ from, to }])
    else if (from < last!.from || to > last!.to) known.push({ from, to })
    // Twice the limit, so that the sorting is paid once in a while only.
    if (known && known.length >= 2 * this.#limit) {
      const { ranges } = IntervalSet.of(...known)
      this.#lost += Math.max(0, ranges.length - this.#limit)
      this.#numbers.set(kind, ranges.slice(0, this.#limit))
    }
  }

  #name(kind: string, value: string): void {
    const names = this.#names.get(kind) ?? new Set<string>()
    // A comma parts the names in the text.
    const name = ownText(value.slice(0, LONGEST_NAME)).replaceAll(',', ' ')
    if (names.size < MOST_NAMES) names.add(name)
    else if (!names.has(name)) this.#lost++
    this.#names.set(kind, names)
  }
}
