/** The entry of a table under a text from a file; names that every object has, such as `constructor`, find nothing. */
export function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
