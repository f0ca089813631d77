import type { Way } from '../standard/identity-rows.ts'

/** For a way of learning that the catalog does not know. */
const UNKNOWN_WAY = 0.4

/** How far ways of learning can be trusted; a longer entry wins over a shorter one (`s7comm.szl` over `s7comm`). */
export function trustIn(ways: readonly Way[]): (by: string) => number {
  const stated = new Map(ways.map(({ way, confidence }) => [way, confidence]))
  const known = new Map<string, number>()
  return (by) => {
    let confidence = known.get(by)
    if (confidence === undefined) known.set(by, (confidence = nearest(by, stated) ?? UNKNOWN_WAY))
    return confidence
  }
}

function nearest(by: string, stated: ReadonlyMap<string, number>): number | undefined {
  for (let way = by; ; way = way.slice(0, way.lastIndexOf('.'))) {
    const confidence = stated.get(way)
    if (confidence !== undefined || !way.includes('.')) return confidence
  }
}
