/** Writes values as YAML and JSON text, in the style that stands around them. */

const SAFE = /^[A-Za-z_][\w./@()+-]*(?: [\w./@()+-]+)*$/
const ALSO_SAFE = /^(?:\d{4}-\d{2}-\d{2}|\d+(?:\.\d+){2,}(?:\/\d{1,2})?)$/
const WORDS = /^(?:null|true|false|y|n|on|off)$/i

/** A value on one line: as JSON, or as YAML with quotes only where they are needed. */
export function inline(value: unknown, json: boolean): string {
  if (Array.isArray(value)) return `[${value.map((item) => inline(item, json)).join(', ')}]`
  if (typeof value === 'string') return !json && isPlain(value) ? value : quoted(value)
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  if (entries.length === 0) return '{}'
  const parts = entries.map(([key, inner]) => `${keyText(key, json)}: ${inline(inner, json)}`)
  return json ? `{${parts.join(', ')}}` : `{ ${parts.join(', ')} }`
}

/** A map over several lines, the first without indentation: one key a line, lists of maps item by item. */
export function block(value: Readonly<Record<string, unknown>>, indent: string, newline: string): string {
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([key, inner]) => {
      const isMaps = Array.isArray(inner) && inner.length > 0 && inner.every((item) => isMap(item))
      if (!isMaps) return `${keyText(key, false)}: ${inline(inner, false)}`
      const items = inner.map((item) => `${newline}${indent}  - ${inline(item, false)}`)
      return `${keyText(key, false)}:${items.join('')}`
    })
    .join(`${newline}${indent}`)
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

export function keyText(key: string, json: boolean): string {
  return !json && isPlain(key) ? key : quoted(key)
}

function isPlain(text: string): boolean {
  return text.length <= 200 && !WORDS.test(text) && (SAFE.test(text) || ALSO_SAFE.test(text))
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    // oxlint-disable-next-line no-control-regex
    /[\u007f-\u00a0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/g,
    (c) => (isSurrogatePair(c) ? c : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  )
}

// JSON.stringify has already escaped lone surrogates; what is left of them are pairs, which stay as they are.
function isSurrogatePair(c: string): boolean {
  return c >= '\ud800' && c <= '\udfff'
}
