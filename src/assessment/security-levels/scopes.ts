import type { Scope } from '../../plant/plant.ts'

/** Everything by which a scope may name a thing. `keys` are `kind:id` texts; the first `own` of them name this thing alone. */
export interface Named {
  readonly keys: readonly string[]
  readonly own: number
  readonly assetKind: string | undefined
  /** Ids of the zones it is in, for scopes that say "of this kind, within these zones". */
  readonly zones: readonly string[]
}

/** Which entries (measures, evidence, records …) name a thing, looked up from the side of the thing. */
export class ScopeIndex {
  readonly #byKey = new Map<string, number[]>()
  /** The same for assets by their bare id, as there are very many of them to ask about. */
  readonly #byAsset = new Map<string, number[]>()
  readonly #byKind = new Map<string, { readonly entry: number; readonly within: readonly string[] }[]>()
  readonly #everywhere: number[] = []

  constructor(scopes: Iterable<readonly Scope[]>) {
    let entry = 0
    for (const list of scopes) {
      for (const scope of list) this.#add(scope, entry)
      entry++
    }
  }

  #add(scope: Scope, entry: number) {
    if (scope.kind === 'plant') this.#everywhere.push(entry)
    else if (scope.kind === 'asset-kind') {
      const list = this.#byKind.get(scope.id)
      if (list) list.push({ entry, within: scope.within })
      else this.#byKind.set(scope.id, [{ entry, within: scope.within }])
    } else {
      const key = `${scope.kind}:${scope.id}`
      const list = addTo(this.#byKey, key, entry)
      if (scope.kind === 'asset') this.#byAsset.set(scope.id, list)
    }
  }

  /** Entries with a scope of exactly this key. */
  of(key: string): readonly number[] {
    return this.#byKey.get(key) ?? NONE
  }

  /** Entries that name an asset by its id. */
  ofAsset(id: string): readonly number[] {
    return this.#byAsset.get(id) ?? NONE
  }

  /** Ids of the assets that are named one by one. */
  assets(): Iterable<string> {
    return this.#byAsset.keys()
  }

  /** Calls back for every entry that names the thing, possibly more than once; `own`: by its own id and not by a class. */
  visit(named: Named, callback: (entry: number, own: boolean) => void) {
    for (const entry of this.#everywhere) callback(entry, false)
    for (let i = 0; i < named.keys.length; i++)
      for (const entry of this.of(named.keys[i]!)) callback(entry, i < named.own)
    if (named.assetKind === undefined) return
    for (const { entry, within } of this.#byKind.get(named.assetKind) ?? [])
      if (within.length === 0 || within.some((zone) => named.zones.includes(zone))) callback(entry, false)
  }

  /** Entries that name the thing, each once, in order. */
  naming(named: Named): readonly number[] {
    const found: number[] = []
    let last = -1
    let inOrder = true
    this.visit(named, (entry) => {
      inOrder &&= entry > last
      last = entry
      found.push(entry)
    })
    return inOrder ? found : [...new Set(found)].sort((a, b) => a - b)
  }
}

/** Which of its names matter about a thing where only some scopes are asked: things of one address are named alike by them. */
export class Audience {
  readonly #keys = new Map<string, number>()
  readonly #kinds = new Map<string, number>()
  readonly #within = new Map<string, number>()

  /** Asks these scopes too. */
  add(scopes: readonly Scope[]) {
    for (const scope of scopes)
      if (scope.kind === 'asset-kind') {
        number(this.#kinds, scope.id)
        for (const zone of scope.within) number(this.#within, zone)
      } else if (scope.kind !== 'plant') number(this.#keys, `${scope.kind}:${scope.id}`)
  }

  /** The address of a thing. */
  of({ keys, own, assetKind, zones }: Named): string {
    let address = ''
    for (let i = 0; i < keys.length; i++) {
      const key = this.#keys.get(keys[i]!)
      if (key !== undefined) address += (i < own ? '!' : '.') + key
    }
    const kind = assetKind === undefined ? undefined : this.#kinds.get(assetKind)
    if (kind === undefined) return address
    address += `:${kind}`
    for (const zone of zones) if (this.#within.has(zone)) address += `/${this.#within.get(zone)}`
    return address
  }
}

function number(numbers: Map<string, number>, text: string) {
  if (!numbers.has(text)) numbers.set(text, numbers.size)
}

const NONE: readonly number[] = []

function addTo(map: Map<string, number[]>, key: string, entry: number): number[] {
  let list = map.get(key)
  if (list) list.push(entry)
  else map.set(key, (list = [entry]))
  return list
}
