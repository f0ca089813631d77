import type { JsonValue } from '../json-value.ts'

/** Components, relations and nested levels of one document. */
export const BILL_LIMITS = { parts: 200_000, relations: 1_000_000, depth: 32 } as const

/** One component as a document lists it. */
export interface Part {
  /** By what the document itself names it. */
  readonly ref: string | undefined
  readonly name: string
  readonly version: string | undefined
  /** `library`, `firmware`, `operating-system` … */
  readonly type: string | undefined
  readonly purl: string | undefined
  readonly cpe: string | undefined
  readonly supplier: string | undefined
  /** By algorithm as `sha-256`, in lower-case hex. */
  readonly hashes: Readonly<Record<string, string>>
  readonly scope: string | undefined
  /** The component in which it is nested. */
  readonly within: string | undefined
  readonly line: number
}

/** A statement of a document on a weakness and whether it concerns what it describes (VEX). */
export interface Statement {
  readonly id: string
  readonly state: string | undefined
  readonly justification: string | undefined
  readonly says: string | undefined
  /** Refs of the components it is about. */
  readonly affects: readonly string[]
  readonly line: number
}

/** What a bill of materials says, whatever its format. */
export interface Bill {
  readonly format: string
  readonly version: string | undefined
  /** When it was made, as written. */
  readonly created: string | undefined
  /** What it describes. */
  readonly subject: Part | undefined
  readonly parts: readonly Part[]
  /** What a component needs: refs by ref. */
  readonly needs: ReadonlyMap<string, readonly string[]>
  readonly statements: readonly Statement[]
  /** Parts of the document that are not used, with how many entries each has. */
  readonly unused: ReadonlyMap<string, number>
  /** Components without a name, by line. */
  readonly nameless: readonly number[]
  /** Limits that were reached. */
  readonly beyond: readonly { readonly what: string; readonly limit: number }[]
}

export type LineOf = (value: JsonValue) => number

/** An algorithm as `sha-256`, whether written `SHA256`, `SHA-256` or `sha256`. */
export function algorithm(text: string): string {
  return text
    .toLowerCase()
    .replace(/^sha(1|224|256|384|512)$/, 'sha-$1')
    .slice(0, 20)
}

/** Hashes by algorithm; what is no hex is left out. */
export function hashesOf(
  pairs: readonly (readonly [string | undefined, string | undefined])[],
): Record<string, string> {
  const hashes: Record<string, string> = {}
  for (const [name, value] of pairs.slice(0, 20))
    if (name && value && /^[0-9a-f]{16,128}$/i.test(value)) hashes[algorithm(name)] ??= value.toLowerCase()
  return hashes
}

/** Gathers the parts of a document within limits. */
export class Gathering {
  readonly parts: Part[] = []
  readonly nameless: number[] = []
  readonly unused = new Map<string, number>()
  readonly #needs = new Map<string, string[]>()
  readonly #beyond = new Map<string, number>()
  #relations = 0

  get needs(): ReadonlyMap<string, readonly string[]> {
    return this.#needs
  }

  get beyond(): Bill['beyond'] {
    return [...this.#beyond].map(([what, limit]) => ({ what, limit }))
  }

  /** False once there is no room left. */
  add(part: Part): boolean {
    if (this.parts.length >= BILL_LIMITS.parts) {
      this.over('components', BILL_LIMITS.parts)
      return false
    }
    this.parts.push(part)
    return true
  }

  relate(from: string, to: string): void {
    if (++this.#relations > BILL_LIMITS.relations) return this.over('relations', BILL_LIMITS.relations)
    const known = this.#needs.get(from)
    if (known) known.push(to)
    else this.#needs.set(from, [to])
  }

  over(what: string, limit: number): void {
    this.#beyond.set(what, limit)
  }

  pass(what: string, count: number): void {
    if (count > 0) this.unused.set(what, (this.unused.get(what) ?? 0) + count)
  }
}
