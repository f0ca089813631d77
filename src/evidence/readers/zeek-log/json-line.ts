/** How deep objects inside a row are looked into; `{"id": {"orig_h": …}}` needs one level. */
const DEPTH = 4
const MOST_KEYS = 1000

/** The values of a row in JSON by flat key (`id.orig_h`); `undefined` when the line holds no JSON object. */
export function jsonLine(text: string): ReadonlyMap<string, string | readonly string[]> | undefined {
  const parsed = parse(text)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined
  const values = new Map<string, string | readonly string[]>()
  flatten(parsed, '', DEPTH, values)
  return values
}

// A line that is no JSON is wrong input, which JSON.parse can only say by throwing.
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function flatten(object: object, prefix: string, depth: number, into: Map<string, string | readonly string[]>): void {
  for (const [key, value] of Object.entries(object) as [string, unknown][]) {
    if (into.size >= MOST_KEYS) return
    const name = prefix + key
    if (Array.isArray(value))
      into.set(
        name,
        value
          .slice(0, MOST_KEYS)
          .map(scalar)
          .filter((item) => item !== undefined),
      )
    else if (typeof value === 'object' && value !== null) {
      if (depth > 0) flatten(value, `${name}.`, depth - 1, into)
    } else {
      const text = scalar(value)
      if (text !== undefined) into.set(name, text)
    }
  }
}

function scalar(value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? 'T' : 'F'
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
