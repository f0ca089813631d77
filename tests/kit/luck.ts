import { joined } from './frames.ts'

/** Chance with a fixed beginning, so that a failure comes again. */
export interface Luck {
  /** A whole number from 0 to below `below`. */
  readonly next: (below: number) => number
  readonly bytes: (length: number) => Uint8Array
  readonly pick: <T>(list: readonly T[]) => T
}

/** Chance by xorshift32, its seed stirred so that neighbors are not alike. */
export function luck(seed: number): Luck {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 1
  const next = (below: number): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
  for (let n = 0; n < 4; n++) next(2)
  return {
    next,
    bytes: (length) => Uint8Array.from({ length }, () => next(256)),
    pick: (list) => list[next(list.length)]!,
  }
}

/** Values that lead to the edges of lengths, counts and enumerations. */
const EDGES = [0, 1, 2, 3, 4, 7, 8, 15, 16, 127, 128, 129, 254, 255]

/** Bytes with some changed, flipped by a bit, put in, left out, doubled or cut off; what stands before `from` stays. */
export function damaged(bytes: Uint8Array, { next, bytes: random, pick }: Luck, from = 0): Uint8Array {
  if (bytes.length <= from) return bytes
  const copy = bytes.slice()
  const at = from + next(bytes.length - from)
  const length = next(40)
  switch (next(6)) {
    case 0:
      for (let n = next(12); n >= 0; n--)
        copy[from + next(copy.length - from)] = next(2) === 0 ? pick(EDGES) : next(256)
      return copy
    case 1:
      for (let n = next(4); n >= 0; n--) copy[from + next(copy.length - from)]! ^= 1 << next(8)
      return copy
    case 2:
      return joined([copy.subarray(0, at), random(length), copy.subarray(at)])
    case 3:
      return joined([copy.subarray(0, at), copy.subarray(Math.min(copy.length, at + length))])
    case 4:
      return joined([copy.subarray(0, Math.min(copy.length, at + length)), copy.subarray(at)])
    default:
      return copy.subarray(0, at)
  }
}
