import { didYouMean } from '../../groundwork/near.ts'
import type { Desk } from '../written/desk.ts'
import type { Leaf } from '../written/node.ts'

/** Lists of things that something may be named in. */
const NAMED = [
  'zone',
  'conduit',
  'asset',
  'product',
  'flow',
  'account',
  'access-point',
  'evidence',
  'site',
  'address-space',
] as const
export type Named = (typeof NAMED)[number]

const MANY = 2000

/** All ids of a plant by list, and the one place where a reference is looked up. */
export class Names {
  readonly #ids = new Map<Named, Set<string>>(NAMED.map((kind) => [kind, new Set<string>()]))
  /** Full ids of flows by their last part. */
  readonly #flows = new Map<string, string[]>()
  readonly #lost: ReadonlySet<string>
  readonly #desk: Desk

  /** `lost`: ids of entries that were left out with a report of their own; references to them are passed over in silence. */
  constructor(lost: ReadonlySet<string>, desk: Desk) {
    this.#lost = lost
    this.#desk = desk
  }

  add(kind: Named, id: string): void {
    this.#ids.get(kind)!.add(id)
    if (kind !== 'flow') return
    const last = id.slice(id.lastIndexOf('/') + 1)
    this.#flows.set(last, [...(this.#flows.get(last) ?? []), id])
  }

  has(kind: Named, id: string): boolean {
    return this.#ids.get(kind)!.has(id)
  }

  /** What a reference means among some lists; nothing, with a report, when it means nothing or several things. */
  find(kinds: readonly Named[], ref: Leaf<string>): { readonly kind: Named; readonly id: string } | undefined {
    const found = this.look(kinds, ref.value)
    if (found.length === 1) return found[0]
    if (found.length > 1) {
      const [first, second] = found.map((f) => `${f.kind}:${f.id}`)
      this.#desk.report(
        'PLANT_AMBIGUOUS',
        { id: ref.value, first: first!, second: second! },
        ref,
        () => `write ${first}`,
      )
      return undefined
    }
    if (this.#lost.has(ref.value.slice(Math.max(ref.value.indexOf(':'), ref.value.lastIndexOf('/')) + 1)))
      return undefined
    const expected = kinds.map((kind) => `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind.replace('-', ' ')}`).join(' or ')
    this.#desk.report('PLANT_UNKNOWN_REFERENCE', { id: ref.value, expected }, ref, () =>
      this.#suggest(kinds, ref.value),
    )
    return undefined
  }

  #suggest(kinds: readonly Named[], text: string): string | undefined {
    const id = text.replace(/^[a-z-]+:/, '')
    const known = kinds.flatMap((kind) => [...this.#ids.get(kind)!])
    // Among very many ids only those with the same beginning are compared, so that many mistakes stay quick to report.
    return didYouMean(
      id,
      known.length > MANY ? known.filter((other) => other.startsWith(id.slice(0, 3))).slice(0, MANY) : known,
    )
  }

  /** Everything that a text may mean among some lists. */
  look(kinds: readonly Named[], text: string): { readonly kind: Named; readonly id: string }[] {
    const colon = text.indexOf(':')
    const prefix = colon < 0 ? undefined : kinds.find((kind) => kind === text.slice(0, colon))
    const id = prefix === undefined ? text : text.slice(colon + 1)
    const found: { kind: Named; id: string }[] = []
    for (const kind of prefix === undefined ? kinds : [prefix]) {
      if (this.#ids.get(kind)!.has(id)) found.push({ kind, id })
      else if (kind === 'flow') for (const full of this.#flows.get(id) ?? []) found.push({ kind, id: full })
    }
    return found
  }

  /** The ids of a list of references into one list; what is unknown is left out. */
  all(kind: Named, refs: readonly Leaf<string>[] | undefined): string[] {
    const ids: string[] = []
    for (const ref of refs ?? []) {
      const found = this.find([kind], ref)
      if (found && !ids.includes(found.id)) ids.push(found.id)
    }
    return ids
  }

  one(kind: Named, ref: Leaf<string> | undefined): string | undefined {
    return ref && this.find([kind], ref)?.id
  }
}
