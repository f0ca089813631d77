import { type Carrier, type Direction, type Dissector, MAYBE, NO, type Recognition, YES } from '../dissector.ts'
import type { Half, Stream } from './stream.ts'

/** A dissector that may know a flow, with its number in the registry. */
export interface Candidate {
  readonly dissector: Dissector
  readonly number: number
  readonly hinted: boolean
}

/** A carrier with ports. */
export type Transport = Exclude<Carrier, 'link'>

/** Who may know the flows of a transport: all its dissectors, those that hint at the server's port first. */
export class Candidates {
  readonly #carrier: Transport
  readonly #all: readonly Candidate[]
  readonly #hinted: ReadonlySet<number>
  /** Those of each hinted port that was met: most files meet few. */
  readonly #byPort = new Map<number, readonly Candidate[]>()
  /** How many bytes are shown to somebody who is not sure yet. */
  readonly #limit: number

  constructor(dissectors: readonly Dissector[], carrier: Transport, limit: number) {
    this.#carrier = carrier
    this.#all = candidates(dissectors, carrier)
    this.#hinted = new Set(dissectors.flatMap((dissector) => dissector.hints[carrier] ?? []))
    this.#limit = limit
  }

  /** Whether any protocol is read over this transport, so that its flows need to be looked at. */
  get some(): boolean {
    return this.#all.length > 0
  }

  /** Whether somebody hints at the port, so that a flow is never given up. */
  isHinted(port: number): boolean {
    return this.#hinted.has(port)
  }

  /** Who knows a datagram or the beginning of a segment, of all or of those alone who hint at the port. */
  knows(
    port: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    direction: Direction,
    hintedOnly: boolean,
  ): Candidate | undefined {
    for (const candidate of this.#of(port)) {
      const { dissector, hinted } = candidate
      if (hintedOnly && !hinted) return undefined
      if (dissector.recognizes(bytes, from, to, direction, hinted, this.#carrier) === YES) return candidate
    }
    return undefined
  }

  /**
   * Shows bytes of one direction of a stream to those in question; the first that is sure becomes its dissector. When the bytes
   * are `final`, no more will come and "maybe" counts as no.
   */
  ask(stream: Stream, half: Half, bytes: Uint8Array, from: number, to: number, final: boolean): Recognition {
    const { direction } = half
    const open = !final && to - from < this.#limit
    if (stream.dissector) {
      const says = stream.dissector.recognizes(bytes, from, to, direction, stream.hinted, this.#carrier)
      return says === MAYBE && !open ? NO : says
    }
    for (const { dissector, number, hinted } of this.#of(stream.port)) {
      const says = dissector.recognizes(bytes, from, to, direction, hinted, this.#carrier)
      if (says === YES) {
        stream.dissector = dissector
        stream.dissectorNumber = number
        stream.hinted = hinted
        return YES
      }
      // Whoever stands first and is not sure yet may not be overtaken, or how the stream is cut would decide.
      if (says === MAYBE && open) return MAYBE
    }
    return NO
  }

  #of(port: number): readonly Candidate[] {
    const known = this.#byPort.get(port)
    if (known || !this.#hinted.has(port)) return known ?? this.#all
    const all = this.#all.map((each) => ({ ...each, hinted: each.dissector.hints[this.#carrier]!.includes(port) }))
    const here = [...all.filter((c) => c.hinted), ...all.filter((c) => !c.hinted)]
    this.#byPort.set(port, here)
    return here
  }
}

function candidates(dissectors: readonly Dissector[], carrier: Transport): readonly Candidate[] {
  return dissectors.flatMap((dissector, number) =>
    dissector.hints[carrier] === undefined ? [] : [{ dissector, number, hinted: false }],
  )
}
