/** Compares two texts by code unit: the one order of this project, the same under every locale. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Compares by the text that `key` takes from each value. */
export function byKey<T>(key: (value: T) => string): (a: T, b: T) => number {
  return (a, b) => byText(key(a), key(b))
}

/** A sorted copy without repetitions. */
export function sortedUnique(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort(byText)
}

/** Groups values under a text key, keys in the order of first appearance. */
export function groupBy<T>(values: Iterable<T>, key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const k = key(value)
    const group = groups.get(k)
    if (group) group.push(value)
    else groups.set(k, [value])
  }
  return groups
}

/** A lookup by id; the first of two equal ids wins, so that a reader can report the second one. */
export function indexById<Id extends string, T extends { readonly id: Id }>(values: Iterable<T>): ReadonlyMap<Id, T> {
  const index = new Map<Id, T>()
  for (const value of values) if (!index.has(value.id)) index.set(value.id, value)
  return index
}

/** A registry by id that refuses a repeated id when it is loaded, so that a plug-in cannot shadow another. */
export function registry<T extends { readonly id: string }>(entries: readonly T[]): ReadonlyMap<string, T> {
  const map = new Map<string, T>()
  for (const entry of entries) {
    if (map.has(entry.id)) throw new Error(`registry holds "${entry.id}" twice`)
    map.set(entry.id, entry)
  }
  return map
}
