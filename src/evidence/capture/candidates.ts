import { type Dissector, MAYBE, NO, type Recognition, YES } from '../dissector.ts'
import type { Half, Stream } from './stream.ts'

export type Carrier = 'tcp' | 'udp'

interface Candidate {
  readonly dissector: Dissector
  readonly number: number
  readonly hinted: boolean
}

/** Who may know a flow: all dissectors of its transport, those that hint at the server's port first. */
export class Candidates {
  readonly #all: Readonly<Record<Carrier, readonly Candidate[]>>
  readonly #byPort: Readonly<Record<Carrier, ReadonlyMap<number, readonly Candidate[]>>>
  /** How many bytes are shown to somebody who is not sure yet. */
  readonly #limit: number

  constructor(dissectors: readonly Dissector[], limit: number) {
    this.#all = { tcp: candidates(dissectors, 'tcp'), udp: candidates(dissectors, 'udp') }
    this.#byPort = { tcp: candidatesByPort(dissectors, 'tcp'), udp: candidatesByPort(dissectors, 'udp') }
    this.#limit = limit
  }

  /** Whether any protocol is read over this transport, so that flows need a stream at all. */
  wants(carrier: Carrier): boolean {
    return this.#all[carrier].length > 0
  }

  /** Whether somebody hints at the port, so that a flow is never given up. */
  isHinted(carrier: Carrier, port: number): boolean {
    return this.#byPort[carrier].has(port)
  }

  /** Shows bytes of one direction to those in question; the first that is sure becomes the dissector of the stream. */
  ask(carrier: Carrier, stream: Stream, half: Half, bytes: Uint8Array, from: number, to: number): Recognition {
    const { direction } = half
    const open = to - from < this.#limit
    if (stream.dissector) {
      const says = stream.dissector.recognizes(bytes, from, to, direction, stream.hinted)
      return says === MAYBE && !open ? NO : says
    }
    for (const { dissector, number, hinted } of this.#byPort[carrier].get(stream.port) ?? this.#all[carrier]) {
      const says = dissector.recognizes(bytes, from, to, direction, hinted)
      if (says === YES) {
        stream.dissector = dissector
        stream.dissectorNumber = number
        stream.hinted = hinted
        return YES
      }
      // Whoever stands first and is not sure yet may not be overtaken, or how the stream is cut would decide.
      if (says === MAYBE && open && carrier === 'tcp') return MAYBE
    }
    return NO
  }
}

function candidatesByPort(
  dissectors: readonly Dissector[],
  carrier: Carrier,
): ReadonlyMap<number, readonly Candidate[]> {
  const ports = new Set(dissectors.flatMap((dissector) => dissector.hints[carrier] ?? []))
  return new Map([...ports].map((port) => [port, candidates(dissectors, carrier, port)]))
}

function candidates(dissectors: readonly Dissector[], carrier: Carrier, port?: number): readonly Candidate[] {
  const all = dissectors.flatMap((dissector, number): Candidate[] => {
    const ports = dissector.hints[carrier]
    return ports ? [{ dissector, number, hinted: port !== undefined && ports.includes(port) }] : []
  })
  return [...all.filter((c) => c.hinted), ...all.filter((c) => !c.hinted)]
}
