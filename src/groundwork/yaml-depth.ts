/**
 * Where a YAML text is nested deeper than `most`, or nothing: by brackets and by indentation, on the text alone. Parsers of
 * YAML recurse, so this is asked before one starts.
 */
export function tooDeepAt(text: string, most: number): number | undefined {
  let brackets = 0
  let column = 0
  let leading = true
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (c === '\n') {
      column = 0
      leading = true
    } else if (leading && (c === ' ' || c === '-' || c === '?')) {
      if (++column > most * 2) return i
    } else {
      leading = false
      if (c === '[' || c === '{') brackets++
      else if (c === ']' || c === '}') brackets = Math.max(0, brackets - 1)
      if (brackets > most) return i
    }
  }
  return undefined
}
