import { byText } from '../groundwork/order.ts'
import type { Span } from '../groundwork/span.ts'
import type { FrameRef, Origin } from '../standard/origin.ts'
import { DRIFT_KINDS, type DriftItem, type DriftKind } from './drift.ts'

/** What every item says; the rest is undefined unless given. */
type Said = Pick<DriftItem, 'kind' | 'severity' | 'message'> & Partial<DriftItem>

/** An item whose id is its kind and what it is about, so that it stays the same as long as the thing does. */
export function item(about: string, said: Said): DriftItem {
  return {
    id: `${said.kind}:${about}`,
    host: undefined,
    asset: undefined,
    flow: undefined,
    conversation: undefined,
    conduit: undefined,
    fromZone: undefined,
    toZone: undefined,
    fields: {},
    because: [],
    ...said,
  }
}

/** Items in canonical order: by kind in the order of the list of kinds, then by id. */
export function inOrder(items: readonly DriftItem[]): readonly DriftItem[] {
  return [...items].sort((a, b) => ORDER.get(a.kind)! - ORDER.get(b.kind)! || byText(a.id, b.id))
}

const ORDER: ReadonlyMap<DriftKind, number> = new Map(DRIFT_KINDS.map((kind, i) => [kind, i]))

/** Frames as links of the chain behind an item. */
export function framesOf(frames: readonly FrameRef[]): Origin[] {
  return frames.map((frame) => ({ kind: 'frame', frame }))
}

/** Where something is declared, as a link of the chain. */
export function declaredAt(span: Span): Origin {
  return { kind: 'line', span }
}

/** A few of many names for a message, and how many there are. */
export function someOf(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).map((name) => `"${name}"`)
  return names.length > most ? `${shown.join(', ')} and ${names.length - most} more` : shown.join(', ')
}
