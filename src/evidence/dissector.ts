import type { Ip } from '../groundwork/ip.ts'
import type { Mac } from '../groundwork/mac.ts'
import type { OperationClass } from './observation.ts'

/** Which way a message goes: from the client, or from the server. Numbers, for the hot path. */
export const C2S = 0
export const S2C = 1
export type Direction = typeof C2S | typeof S2C

/** How a message ended, as far as it shows by itself; indexes into `OUTCOMES` of observation.ts. */
export const ASKED = 0
export const DONE = 1
export const REFUSED = 2
export type OutcomeCode = typeof ASKED | typeof DONE | typeof REFUSED

/**
 * What a look at the first bytes of one direction says. `NO` and `YES` are final: more bytes of the same stream may not
 * change them. `MAYBE` asks for more bytes (a COTP connection request may lead to S7comm or to MMS).
 */
export const NO = 0
export const MAYBE = 1
export const YES = 2
export type Recognition = typeof NO | typeof MAYBE | typeof YES

/** What carries the bytes: a stream, a datagram, or a frame without IP. */
export type Carrier = 'tcp' | 'udp' | 'link'

/**
 * Server ports where a protocol usually stands. A transport that is not named is never tried; an empty list is tried by content
 * alone. `link` lists EtherTypes or numbers of `capture/link-protocols-table.ts`, and only frames of these are handed over.
 */
export interface PortHints {
  readonly tcp?: readonly number[]
  readonly udp?: readonly number[]
  readonly link?: readonly number[]
}

/**
 * The frame that carried the last byte handed over. One object that the engine fills again and again: read it, never keep it.
 * `number` counts from 1, `offset` and `length` name the record's bytes in the file, `time` is in microseconds since 1970.
 */
export interface Frame {
  readonly number: number
  readonly offset: number
  readonly length: number
  readonly time: number
  readonly direction: Direction
  /** True when the server's port is one of the dissector's hints. */
  readonly hinted: boolean
}

/**
 * What kind of fact it is: `attribute` as in `FactSeen` (`make`, `product`, `order-number`, `firmware`, `serial`, `name`, `role`,
 * `module` …), `by` where it stood (`modbus.device-identification`). One object per kind, made once: the engine keeps it.
 */
export interface FactKind {
  readonly attribute: string
  readonly by: string
}

/** What a dissector reports to. Calls are cheap and folded; only facts make texts. */
export interface Sink {
  /** One message: a code of the dissector's own table (0 to 2^28-1) and how it ended. */
  operation(code: number, outcome: OutcomeCode): void
  /** The latest operation touched the numbers `from` to `to` (inclusive, 0 to 2^32-1) of a kind that `objectName` names. */
  object(kind: number, from: number, to: number): void
  /** The latest operation touched something that has a name and no number (a tag, a topic, a path): `bytes[from, to)`, UTF-8. */
  named(kind: number, bytes: Uint8Array, from: number, to: number): void
  /**
   * Whether the latest operation was told before all that an object stands for; from now on it counts as told. What senders
   * repeat word for word can be read once, and need not be told name by name every time.
   */
  told(all: object): boolean
  /**
   * A device gave something away about itself; about the receiver, or about a host with an address of its own, only where the
   * message says so. What would be a secret is never a value: of clear-text credentials only `attribute: CREDENTIALS` is told,
   * about the server that asks for them, with the kind of credential as value.
   */
  fact(kind: FactKind, value: string, about?: 'sender' | 'receiver' | Ip | Mac): void
  /** Bytes that stood in the stream of this protocol and were not understood: counted, never guessed. */
  lost(bytes: number): void
}

/** The attribute under which clear-text credentials are told: that they were there, never what they were. */
export const CREDENTIALS = 'clear-text-credentials'

/** What one operation code means; read when the capture is folded, never per packet. */
export interface OperationMeaning {
  /** Protocol to book it under when it is not the dissector's own id (one TPKT dissector may meet several). */
  readonly protocol?: string
  /** As the interchange format writes it, e.g. `FC3`, `FC3!EX2`, `JOB_04`. */
  readonly name: string
  /** For people, e.g. `read holding registers`. */
  readonly title: string
  readonly class: OperationClass
}

/** What the generated page of a protocol shows besides its ports. */
export interface DissectorDocs {
  /** A few sentences: what is read, what is not, how answers and names relate, which facts devices give away. */
  readonly about: string
  /**
   * How it was checked: `captures`, function names and counts equal those of third-party captures with truth; `reference`,
   * another dissector reads our trace the same way (a test holds it); `peer`, recorded from a real protocol stack. With none
   * of them the protocol is shown as unverified, here and by `inspect`.
   */
  readonly checked: readonly ('captures' | 'reference' | 'peer')[]
  /** The codes worth a row of their own: usually what a client asks, by code. */
  known(): Iterable<{ readonly code: number; readonly direction: Direction; readonly outcome: OutcomeCode }>
}

/**
 * Reads one protocol out of a byte stream (TCP, in order, without repetitions) or out of datagrams (UDP and frames without IP,
 * one per call; padding behind the message is consumed in silence, and frames without IP are always `C2S`).
 *
 * Laws the engine relies on, held by `dissectors/laws.test.ts` for every entry of the registry and by the test of each:
 * nothing throws on any bytes; how the stream is cut into calls changes no operation; `read` consumes whole messages only,
 * and what it leaves comes again with more bytes behind it; state is per direction, so that the order of the two directions
 * changes nothing. None of its functions uses `this`.
 */
export interface Dissector<State = unknown> {
  /** Folder name and protocol id, e.g. `modbus-tcp`. */
  readonly id: string
  /** For people, e.g. `Modbus TCP`. */
  readonly title: string
  readonly hints: PortHints
  /** Longest message it will wait for, in bytes; a rest that grows beyond is dropped and counted as lost. */
  readonly longest: number
  /**
   * Looks at the beginning of a stream or datagram, or at the bytes after a loss. Be stricter when `hinted` is false.
   * `from` to `to` may be shorter than a header: answer `MAYBE` while it fits so far.
   */
  recognizes(
    this: void,
    bytes: Uint8Array,
    from: number,
    to: number,
    direction: Direction,
    hinted: boolean,
    carrier: Carrier,
  ): Recognition
  /** Fresh state of one direction of one flow, at its beginning and after each loss. Small. */
  start(this: void, direction: Direction, carrier: Carrier): State
  /** Reads whole messages and returns how many bytes they took, 0 to `to - from`. Bytes it cannot place are consumed and reported as `lost`. */
  read(this: void, state: State, bytes: Uint8Array, from: number, to: number, at: Frame, out: Sink): number
  /** The meaning of a code; unknown codes have one too (class `other`). */
  meaning(this: void, code: number, direction: Direction, outcome: OutcomeCode): OperationMeaning
  readonly docs: DissectorDocs
  /** The name of a kind of object as `Operation.objects` shows it, e.g. `unit`, `holding`, `db12`. */
  objectName(this: void, kind: number): string
}
