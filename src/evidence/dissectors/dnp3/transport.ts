const MORE = 64
/** Longest message put together; devices agree on 2 to 4 KB. */
const LONGEST = 32_768
/** Pairs of addresses whose messages may be under way at the same time in one direction. */
const PAIRS = 4

/** A message of which some segments have come. */
interface Part {
  readonly pair: number
  next: number
  bytes: Uint8Array
  filled: number
}

/** Puts transport segments together (IEEE 1815-2012, clause 8), for a few pairs of addresses at a time. */
export class Transport {
  readonly #parts: Part[] = []

  /**
   * Takes a segment that is not a whole message; `b[at]` is its transport octet. Returns the message that it ends, or
   * undefined when it ends none: more is to come, or its beginning is missing.
   */
  take(pair: number, b: Uint8Array, at: number, to: number): Uint8Array | undefined {
    const first = (b[at]! & 0x40) !== 0
    const last = (b[at]! & 0x80) !== 0
    const sequence = b[at]! & 63
    const index = this.#parts.findIndex((part) => part.pair === pair)
    let part = this.#parts[index]
    if (first) {
      if (index >= 0) this.#parts.splice(index, 1)
      else if (this.#parts.length >= PAIRS) this.#parts.shift()
      part = { pair, next: sequence, bytes: new Uint8Array(1024), filled: 0 }
      this.#parts.push(part)
    } else if (!part) return undefined
    // A segment that comes twice changes nothing.
    else if (sequence === (part.next + MORE - 1) % MORE) return undefined
    if (sequence !== part.next || part.filled + to - at - 1 > LONGEST) {
      this.#parts.splice(this.#parts.indexOf(part), 1)
      return undefined
    }
    append(part, b, at + 1, to)
    part.next = (sequence + 1) % MORE
    if (!last) return undefined
    this.#parts.splice(this.#parts.indexOf(part), 1)
    return part.bytes.subarray(0, part.filled)
  }
}

function append(part: Part, b: Uint8Array, from: number, to: number): void {
  const wanted = part.filled + to - from
  if (wanted > part.bytes.length) {
    const grown = new Uint8Array(wanted * 2)
    grown.set(part.bytes.subarray(0, part.filled))
    part.bytes = grown
  }
  part.bytes.set(b.subarray(from, to), part.filled)
  part.filled = wanted
}
