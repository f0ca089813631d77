import { CERTAIN, OUT, POSSIBLE } from './asset-classes.ts'
import type { Basis } from './basis.ts'
import { ifAtAll, NA, NO, type Standing } from './standing.ts'
import { isOutside, type Way } from './ways.ts'

/** No way from outside leads there. */
export const APART: Standing = NA

/**
 * How well a place is guarded on the ways from untrusted networks, for one row (`inner_zones` of the modes): a way stands as the
 * best of its hops, a place as the worst of its ways. `entries: all` takes every access point that leads out of the model as
 * a way from outside, as portable media do not ask whether a network is trusted.
 */
export class Outside {
  /** Hops from every place, as pairs of the place they lead to and their standing. */
  readonly #hops: number[][]
  readonly #start: Uint8Array
  readonly #reach: Uint8Array
  readonly #through: Int32Array
  /** The places to which the worst way goes on from each place. */
  readonly #next: readonly number[][]
  #last: { readonly place: number; readonly reach: Uint8Array } | undefined

  constructor(
    basis: Basis,
    ways: readonly (readonly Way[])[],
    standing: (way: Way) => Standing,
    entries: 'untrusted' | 'all',
  ) {
    this.#hops = basis.places.map(() => [])
    this.#start = new Uint8Array(basis.places.length).fill(APART)
    for (const place of basis.places) {
      if (place.kind === 'zone') this.#begin(place.index, isOutside(place.zone), NO)
      const weakest = new Map<number, Standing>()
      for (const way of ways[place.index]!) {
        const stands = standing(way)
        if (way.beyond >= 0) weakest.set(way.beyond, Math.min(weakest.get(way.beyond) ?? APART, stands))
        if (way.beyond < 0) this.#begin(place.index, entries === 'all' ? CERTAIN : way.untrusted, stands)
        else if (way.origin === 'declared' && way.untrusted === CERTAIN) this.#begin(way.beyond, CERTAIN, NO)
      }
      if (place.kind === 'zone')
        for (const [conduit, stands] of weakest) {
          this.#hops[place.index]!.push(conduit, stands)
          this.#hops[conduit]!.push(place.index, stands)
        }
    }
    this.#reach = this.#start.slice()
    this.#through = new Int32Array(basis.places.length).fill(-1)
    this.#spread(this.#reach, basis.places.keys(), -1, this.#through)
    this.#next = basis.places.map(() => [])
    this.#through.forEach((from, to) => this.#next[from]?.push(to))
  }

  /** How well the other side of a way is guarded against the outside, without going through the place itself; `APART`: no way leads there. */
  behind(way: Way): Standing {
    if (way.beyond < 0) return APART
    for (let at = way.beyond, steps = 0; at >= 0 && steps <= this.#hops.length; at = this.#through[at]!, steps++)
      if (at === way.place) return this.#around(way.place)[way.beyond]!
    return this.#reach[way.beyond]!
  }

  /** The same without going through a place; the last place is asked about way by way. */
  #around(place: number): Uint8Array {
    if (this.#last?.place === place) return this.#last.reach
    const reach = this.#reach.slice()
    reach[place] = APART
    // Only what is reached through the place is reached otherwise without it.
    const beyond = [...this.#next[place]!]
    for (let i = 0; i < beyond.length; i++) beyond.push(...this.#next[beyond[i]!]!)
    const from = new Set(beyond)
    for (const at of beyond) {
      reach[at] = this.#start[at]!
      const hops = this.#hops[at]!
      for (let i = 0; i < hops.length; i += 2) from.add(hops[i]!)
    }
    this.#spread(reach, from, place)
    this.#last = { place, reach }
    return reach
  }

  #begin(place: number, membership: number, standing: Standing) {
    if (membership === OUT) return
    const stands = membership === POSSIBLE ? ifAtAll(standing) : standing
    this.#start[place] = Math.min(this.#start[place]!, stands)
  }

  /** Spreads the worst way on from some places: as the shortest path, with "the best of the hops" for the sum. */
  #spread(reach: Uint8Array, from: Iterable<number>, without: number, through?: Int32Array) {
    const places = [...from]
    const queue: number[] = []
    for (let level = 0; level < APART; level++) {
      for (const place of places) if (reach[place] === level) queue.push(place)
      for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
        const hops = this.#hops[at]!
        for (let i = 0; i < hops.length; i += 2) {
          const to = hops[i]!
          const stands = level > hops[i + 1]! ? level : hops[i + 1]!
          if (to === without || stands >= reach[to]!) continue
          reach[to] = stands
          if (through) through[to] = at
          if (stands === level) queue.push(to)
        }
      }
    }
  }
}

/** Whether a way leads from an untrusted network into its place; `open` is how its other side is reached when no hop guards. */
export function leadsFromOutside(way: Way, open: Standing): number {
  if (way.beyond < 0) return way.untrusted
  if (open === NO || (way.origin === 'declared' && way.untrusted === CERTAIN)) return CERTAIN
  if (open >= APART || (way.origin === 'declared' && way.untrusted === OUT)) return OUT
  return POSSIBLE
}

/** Standing of a way: by its own enforcers, or by a hop further out; where no way leads there from outside, by its own alone. */
export function guarded(own: Standing, behind: Standing): Standing {
  return behind >= APART ? own : Math.max(own, behind)
}
