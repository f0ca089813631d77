/** Sorts by a text made once per value, for long lists where making it is most of the work. Code-unit order. */
export function sortedBy<T>(values: readonly T[], key: (value: T) => string): T[] {
  const keyed = values.map((value) => ({ key: key(value), value }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return keyed.map(({ value }) => value)
}
