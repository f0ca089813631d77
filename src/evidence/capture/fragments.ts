import type { Frame } from '../dissector.ts'
import type { CaptureLimits } from '../limits.ts'
import type { Misses } from './misses.ts'
import { FIRST_FRAGMENT, type Packet } from './packet.ts'

const MAX_PARTS = 512
const LONGEST = 65_535

interface Part {
  readonly from: number
  readonly bytes: Uint8Array
}

/** An IP packet whose parts have not all come. */
interface Pending {
  readonly family: number
  readonly parts: Part[]
  readonly frame: Frame
  held: number
  /** What the first fragment says: the protocol, and where its payload begins behind further headers. */
  transport: number
  start: number
  /** Length of the whole, once its last part is there. */
  length: number
}

/**
 * Puts fragmented IP packets together (RFC 791 clause 3.2, RFC 8200 clause 4.5). What is held is bounded: the packet that has
 * waited longest is let go, and the fragments of all that never became whole are counted.
 */
export class Fragments {
  readonly #pending = new Map<string, Pending>()
  readonly #limits: CaptureLimits
  readonly #misses: Misses
  #held = 0

  constructor(limits: CaptureLimits, misses: Misses) {
    this.#limits = limits
    this.#misses = misses
  }

  /** Takes the fragment that `p` points at; the payload of the whole packet once all is there, with its protocol in `p`. */
  add(p: Packet, b: Uint8Array, depth: number, frame: Frame): Uint8Array | undefined {
    const { family, sourceIp, targetIp, fragmentId, fragmentFrom: from } = p
    const size = p.to - p.at
    const key = `${family} ${sourceIp} ${targetIp} ${fragmentId} ${family === 4 ? p.transport : ''} ${depth}`
    let pending = this.#pending.get(key)
    if (!pending) {
      if (this.#pending.size >= this.#limits.fragments) this.#letGo(this.#pending.keys().next().value!)
      pending = { family, transport: 0, start: -1, parts: [], frame: { ...frame }, held: 0, length: -1 }
      this.#pending.set(key, pending)
    }
    // A part that was cut by the capture, or claims too much, can never become whole.
    if (size < p.length || from + size > LONGEST || pending.parts.length >= MAX_PARTS) {
      this.#misses.add('fragment', family, size, frame)
      return undefined
    }
    pending.parts.push({ from, bytes: b.slice(p.at, p.to) })
    pending.held += size
    this.#held += size
    if (p.fragment === FIRST_FRAGMENT) {
      pending.transport = p.transport
      pending.start = from
    }
    if (p.lastFragment) pending.length = from + size
    const whole = joined(pending)
    if (whole) {
      p.transport = pending.transport
      this.#drop(key, pending)
    } else if (this.#held > this.#limits.held) this.#letGo(this.#pending.keys().next().value!)
    return whole
  }

  /** After the last packet: what is still here never became whole. */
  end(): void {
    for (const key of this.#pending.keys()) this.#letGo(key)
  }

  #letGo(key: string): void {
    const pending = this.#pending.get(key)!
    for (const { bytes } of pending.parts) this.#misses.add('fragment', pending.family, bytes.length, pending.frame)
    this.#drop(key, pending)
  }

  #drop(key: string, pending: Pending): void {
    this.#held -= pending.held
    this.#pending.delete(key)
  }
}

/** The whole payload, when its parts leave no hole; of bytes that two parts claim, those that stand first in the packet hold. */
function joined({ parts, start, length }: Pending): Uint8Array | undefined {
  if (length < start || start < 0) return undefined
  parts.sort((a, b) => a.from - b.from)
  let to = start
  for (const part of parts) {
    if (part.from > to) return undefined
    to = Math.max(to, part.from + part.bytes.length)
  }
  if (to < length) return undefined
  const whole = new Uint8Array(length - start)
  let filled = start
  for (const { from, bytes } of parts) {
    const fresh = bytes.subarray(Math.max(0, filled - from), Math.max(0, length - from))
    if (fresh.length > 0) whole.set(fresh, Math.max(filled, from) - start)
    filled = Math.max(filled, Math.min(length, from + bytes.length))
  }
  return whole
}
