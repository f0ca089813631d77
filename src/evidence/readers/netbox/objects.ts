import { at, type JsonMap, type JsonValue, textAt } from '../json-value.ts'

/** Kinds of objects of the API that say something here. */
export type NetboxKind = 'device' | 'interface' | 'address' | 'prefix' | 'vlan' | 'mac'

/** Objects of one file. */
export const MOST_OBJECTS = 500_000
/** Lists inside lists and maps. */
const DEPTH = 4

const BY_URL: ReadonlyMap<string, NetboxKind> = new Map([
  ['dcim/devices', 'device'],
  ['virtualization/virtual-machines', 'device'],
  ['dcim/interfaces', 'interface'],
  ['virtualization/interfaces', 'interface'],
  ['ipam/ip-addresses', 'address'],
  ['ipam/prefixes', 'prefix'],
  ['ipam/vlans', 'vlan'],
  ['dcim/mac-addresses', 'mac'],
])

/** What an object is: by the address it has in the API, else by keys that no other kind has. */
function kindOf(object: JsonMap): string | undefined {
  const url = /\/(?:api\/)?((?:dcim|ipam|virtualization|tenancy|extras|circuits|wireless|vpn|users)\/[\w-]+)\//.exec(
    textAt(object, 'url') ?? '',
  )?.[1]
  if (url !== undefined) return BY_URL.get(url) ?? url
  const has = (...keys: readonly string[]) => keys.every((key) => object.entries.has(key))
  if (has('device_type') && (has('role') || has('device_role'))) return 'device'
  if (has('address', 'assigned_object_type')) return 'address'
  if (has('device', 'name', 'type', 'enabled')) return 'interface'
  if (has('prefix', 'is_pool')) return 'prefix'
  return has('vid', 'name') ? 'vlan' : undefined
}

/** What stands in a file: objects by kind, what else there was, and pages that are not whole. */
export class NetboxObjects {
  readonly #byKind = new Map<string, JsonMap[]>()
  readonly others = new Map<string, number>()
  /** Pages that say how many objects there are, and how many came. */
  readonly short: { readonly there: number; readonly count: number }[] = []
  full = false
  #count = 0

  constructor(root: JsonValue) {
    this.#take(root, 0)
    this.#pages()
  }

  of(kind: NetboxKind): readonly JsonMap[] {
    return this.#byKind.get(kind) ?? []
  }

  get count(): number {
    return this.#count
  }

  readonly #counted = new Map<string, { there: number; count: number }>()

  #take(value: JsonValue, depth: number): void {
    if (depth > DEPTH || value.kind === 'scalar') return
    if (value.kind === 'list') {
      for (const item of value.items) this.#take(item, depth + 1)
      return
    }
    const results = at(value, 'results')
    if (results?.kind === 'list') {
      this.#page(value, results.items)
      for (const item of results.items) this.#take(item, depth + 1)
      return
    }
    const kind = kindOf(value)
    if (kind === undefined) {
      let inside = 0
      for (const [key, child] of value.entries)
        if (child.kind !== 'scalar' && (child.kind === 'list' || at(child, 'results'))) {
          inside++
          this.#take(child, depth + 1)
        } else if (key === 'results') inside++
      if (inside === 0)
        this.others.set('objects of no known kind', (this.others.get('objects of no known kind') ?? 0) + 1)
      return
    }
    if (!BY_KIND.has(kind)) {
      this.others.set(`NetBox ${kind}`, (this.others.get(`NetBox ${kind}`) ?? 0) + 1)
      return
    }
    if (this.#count >= MOST_OBJECTS) {
      this.full = true
      return
    }
    this.#count++
    const known = this.#byKind.get(kind)
    if (known) known.push(value)
    else this.#byKind.set(kind, [value])
  }

  // Pages of one list say the same total; together they have to hold as many objects.
  #page(page: JsonMap, items: readonly JsonValue[]): void {
    const count = Number(textAt(page, 'count'))
    const [first] = items
    if (!Number.isInteger(count) || first?.kind !== 'map') return
    const key = `${kindOf(first)} ${count}`
    const known = this.#counted.get(key)
    if (known) known.there += items.length
    else this.#counted.set(key, { there: items.length, count })
  }

  #pages(): void {
    for (const { there, count } of this.#counted.values()) if (there < count) this.short.push({ there, count })
  }
}

const BY_KIND: ReadonlySet<string> = new Set(['device', 'interface', 'address', 'prefix', 'vlan', 'mac'])

/** A value that is a text, or an object with a name, label or value, as the API gives choices and relations. */
export function namedAt(value: JsonValue | undefined, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path)
  if (found?.kind !== 'map') return textAt(found)
  for (const key of ['name', 'label', 'display', 'value', 'address', 'model']) {
    const text = textAt(found, key)
    if (text !== undefined) return text
  }
  return undefined
}
