import type { Edit, EditConflict, EditResult } from './edit.ts'
import { EditRound } from './edits/round.ts'

/**
 * Applies edits to the texts of a plant: only the lines concerned are written anew, so comments, order and style stay. An edit
 * whose `before` no longer holds, whose entity is missing, or that a text cannot take in place is a conflict; the others are
 * applied. `add` with a field puts `after` into the list at that field (or begins it); `set` puts a value under a key, and takes
 * the key away when `after` is undefined; steps of a field are keys, ids of list entries, or indexes.
 */
export function applyEdits(texts: ReadonlyMap<string, string>, edits: readonly Edit[]): EditResult {
  let now: ReadonlyMap<string, string> = texts
  const conflicts: EditConflict[] = []
  // Edits of different entities are applied together, those of one entity one after the other.
  const rounds: Edit[][] = []
  const seen = new Map<string, number>()
  for (const edit of edits) {
    const key = `${edit.entity.list} ${edit.entity.id}`
    const round = seen.get(key) ?? 0
    seen.set(key, round + 1)
    ;(rounds[round] ??= []).push(edit)
  }
  for (const round of rounds) {
    const result = new EditRound(now).apply(round)
    now = result.texts
    conflicts.push(...result.conflicts)
  }
  const order = new Map(edits.map((edit, i) => [edit, i]))
  conflicts.sort((a, b) => (order.get(a.edit) ?? 0) - (order.get(b.edit) ?? 0))
  return { texts: now, conflicts }
}

/** The edit that takes another one back, for texts to which that one was applied. */
export function inverseOf(edit: Edit): Edit {
  const { entity, field, before, after } = edit
  if (field.length === 0 && edit.do !== 'set')
    return { ...edit, do: edit.do === 'add' ? 'remove' : 'add', before: after, after: before }
  if (edit.do !== 'add') return { do: 'set', entity, field, before: after, after: before }
  const list = before === undefined ? [] : Array.isArray(before) ? before : [before]
  return { do: 'set', entity, field, before: [...list, after], after: before }
}
