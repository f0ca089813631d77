import { isNothing, type Node, scalar } from '../written/node.ts'

/** Comparing, finding and replacing nodes: what an edit should lead to, worked out without looking at the text. */

/** A JSON value as nodes without a place. */
export function nodeOf(value: unknown): Node {
  const nowhere = { file: '', from: 0, to: 0, flow: true }
  if (Array.isArray(value)) return { kind: 'list', ...nowhere, items: value.map(nodeOf) }
  if (value === null || typeof value !== 'object')
    return scalar(
      '',
      0,
      0,
      value === null || value === undefined ? 'null' : String(value),
      typeof value === 'string' ? 'quoted' : 'plain',
    )
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return {
    kind: 'map',
    ...nowhere,
    entries: entries.map(([key, inner]) => ({ key: scalar('', 0, 0, key, 'plain'), value: nodeOf(inner) })),
  }
}

/** Whether two nodes say the same: places, quotes and the order of keys do not count, a number is its text. */
export function sameNodes(a: Node, b: Node): boolean {
  if (a.kind === 'scalar' || b.kind === 'scalar') {
    if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b)
    return a.kind === 'scalar' && b.kind === 'scalar' && a.value === b.value
  }
  if (a.kind === 'list')
    return b.kind === 'list' && a.items.length === b.items.length && a.items.every((x, i) => sameNodes(x, b.items[i]!))
  if (b.kind !== 'map' || a.entries.length !== b.entries.length) return false
  const values = new Map(b.entries.map((entry) => [entry.key.value, entry.value]))
  return a.entries.every(({ key, value }) => {
    const other = values.get(key.value)
    return other !== undefined && sameNodes(value, other)
  })
}

/** One step of a path: the value under a key, the item of a list with an id, or with an index. */
export function child(node: Node, step: string): Node | undefined {
  if (node.kind === 'map') return node.entries.find((entry) => entry.key.value === step)?.value
  if (node.kind !== 'list') return undefined
  const byId = node.items.find((item) => child(item, 'id') && scalarText(child(item, 'id')) === step)
  return byId ?? (/^\d{1,6}$/.test(step) ? node.items[Number(step)] : undefined)
}

export function scalarText(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' ? node.value : undefined
}

/** What should become of some nodes of a tree. */
export type Updates = ReadonlyMap<Node, (node: Node) => Node>

/** A tree with some nodes updated; `met` counts how often each was met, which is more than once behind an alias. */
export function updated(node: Node, updates: Updates, met: Map<Node, number>): Node {
  const update = updates.get(node)
  if (update) met.set(node, (met.get(node) ?? 0) + 1)
  const now = update ? update(node) : node
  if (now.kind === 'scalar') return now
  if (now.kind === 'list') return { ...now, items: now.items.map((item) => updated(item, updates, met)) }
  return { ...now, entries: now.entries.map(({ key, value }) => ({ key, value: updated(value, updates, met) })) }
}
