/** The same function, asked once per object: very many things share their lists and maps. */
export function remembered<Of extends object, T>(of: (value: Of) => T): (value: Of) => T {
  const known = new Map<Of, T>()
  return (value) => {
    let result = known.get(value)
    if (result === undefined) known.set(value, (result = of(value)))
    return result
  }
}
