/** One change of the plant text, as a value: accepted proposals, feeds and every user interface use only this (DESIGN §5). */
export interface Edit {
  readonly do: 'set' | 'add' | 'remove'
  /** List of the model the entity stands in, e.g. `assets`, and its id; the plant itself is `plant` with an empty id. */
  readonly entity: { readonly list: string; readonly id: string }
  /** Path of keys inside the entity; empty for the entity as a whole. */
  readonly field: readonly string[]
  /** What stood there when the edit was made; another value now is a conflict. */
  readonly before: unknown
  readonly after: unknown
  /** Why: shown to the person who accepts it. */
  readonly why?: string
}

/** An edit that could not be applied, and why. */
export interface EditConflict {
  readonly edit: Edit
  readonly why: string
}

export interface EditResult {
  readonly texts: ReadonlyMap<string, string>
  readonly conflicts: readonly EditConflict[]
}
