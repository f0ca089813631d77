import { type Carrier, type Dissector, MAYBE, NO, type Recognition, YES } from '../dissector.ts'
import type { Half, Stream } from './stream.ts'

interface Candidate {
  readonly dissector: Dissector
  readonly number: number
  readonly hinted: boolean
}

/** A carrier with ports. */
export type Transport = Exclude<Carrier, 'link'>

/** Who may know a flow: all dissectors of its transport, those that hint at the server's port first. */
export class Candidates {
  readonly #all: Readonly<Record<Transport, readonly Candidate[]>>
  readonly #byPort: Readonly<Record<Transport, ReadonlyMap<number, readonly Candidate[]>>>
  /** How many bytes are shown to somebody who is not sure yet. */
  readonly #limit: number

  constructor(dissectors: readonly Dissector[], limit: number) {
    this.#all = { tcp: candidates(dissectors, 'tcp'), udp: candidates(dissectors, 'udp') }
    this.#byPort = { tcp: candidatesByPort(dissectors, 'tcp'), udp: candidatesByPort(dissectors, 'udp') }
    this.#limit = limit
  }

  /** Whether any protocol is read over this transport, so that flows need a stream at all. */
  wants(carrier: Transport): boolean {
    return this.#all[carrier].length > 0
  }

  /** Whether somebody hints at the port, so that a flow is never given up. */
  isHinted(carrier: Transport, port: number): boolean {
    return this.#byPort[carrier].has(port)
  }

  /**
   * Shows bytes of one direction to those in question; the first that is sure becomes the dissector of the stream. When they
   * are `final`, no more will come and "maybe" counts as no.
   */
  ask(
    carrier: Transport,
    stream: Stream,
    half: Half,
    bytes: Uint8Array,
    from: number,
    to: number,
    final: boolean,
  ): Recognition {
    const { direction } = half
    const open = !final && to - from < this.#limit
    if (stream.dissector) {
      const says = stream.dissector.recognizes(bytes, from, to, direction, stream.hinted, carrier)
      if (says === NO && carrier === 'udp' && !stream.hinted) return this.#takeBack(stream, half, bytes, from, to)
      return says === MAYBE && !open ? NO : says
    }
    for (const { dissector, number, hinted } of this.#byPort[carrier].get(stream.port) ?? this.#all[carrier]) {
      const says = dissector.recognizes(bytes, from, to, direction, hinted, carrier)
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

  /**
   * A scanner tries many protocols on one port from one of its own: a datagram of the protocol that belongs there takes the
   * flow from one that was known by content alone.
   */
  #takeBack(stream: Stream, half: Half, bytes: Uint8Array, from: number, to: number): Recognition {
    for (const { dissector, number, hinted } of this.#byPort.udp.get(stream.port) ?? []) {
      if (!hinted || dissector.recognizes(bytes, from, to, half.direction, true, 'udp') !== YES) continue
      stream.dissector = dissector
      stream.dissectorNumber = number
      stream.hinted = true
      for (const each of stream.halves) each.state = undefined
      return YES
    }
    return NO
  }
}

function candidatesByPort(
  dissectors: readonly Dissector[],
  carrier: Transport,
): ReadonlyMap<number, readonly Candidate[]> {
  const ports = new Set(dissectors.flatMap((dissector) => dissector.hints[carrier] ?? []))
  return new Map([...ports].map((port) => [port, candidates(dissectors, carrier, port)]))
}

function candidates(dissectors: readonly Dissector[], carrier: Transport, port?: number): readonly Candidate[] {
  const all = dissectors.flatMap((dissector, number): Candidate[] => {
    const ports = dissector.hints[carrier]
    return ports ? [{ dissector, number, hinted: port !== undefined && ports.includes(port) }] : []
  })
  return [...all.filter((c) => c.hinted), ...all.filter((c) => !c.hinted)]
}
