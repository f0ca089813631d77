import { printable } from '../groundwork/diagnostic.ts'
import { type FrameRef, frameName } from '../standard/origin.ts'

/** A value as YAML of one line. */
export type Value = string | number | readonly Value[] | { readonly [key: string]: Value | undefined }

/** YAML in flow style, on one line: `{ id: a, only: [read] }`. What is undefined is left out. */
export function flowStyle(value: Value): string {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return scalar(value)
  if (Array.isArray(value)) return `[${value.map((v: Value) => flowStyle(v)).join(', ')}]`
  const entries = Object.entries(value as Record<string, Value | undefined>).filter(([, v]) => v !== undefined)
  return `{ ${entries.map(([k, v]) => `${k}: ${flowStyle(v!)}`).join(', ')} }`
}

/** A text as a YAML scalar: bare where no reader can take it for anything else, quoted otherwise. */
export function scalar(text: string): string {
  const bare = /^[A-Za-z][\w./-]*$/.test(text) || /^\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?$/.test(text)
  return bare && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text) ? text : JSON.stringify(text)
}

/** A comment: never more than its line, whatever evidence has put into a name. */
export function comment(text: string): string {
  return `# ${printable(text.replace(/\s+/g, ' '))}`
}

/** Where something was seen, for comments: `tap.pcap, frame 3`. */
export function seenIn(frames: readonly FrameRef[]): string {
  const [first] = frames
  return first ? `${first.file}, ${frameName(first)}` : ''
}

/** Gives ids that are free: letters, digits, `-`, `_` and `.`, each once. */
export class Ids {
  readonly #taken = new Set<string>()

  free(wanted: string): string {
    const slug = slugOf(wanted)
    for (let n = 1; ; n++) {
      const id = n === 1 ? slug : `${slug.slice(0, 90)}-${n}`
      if (this.#taken.has(id)) continue
      this.#taken.add(id)
      return id
    }
  }
}

// Words that YAML or the model read as something else.
const RESERVED = /^(any|y|n|yes|no|on|off|true|false|null)$/

/** A text made into an id; `x` where nothing of it can stand in one. */
export function slugOf(text: string): string {
  const slug = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_.]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, 96)
  return slug === '' || RESERVED.test(slug) ? `x${slug && `-${slug}`}` : slug
}
