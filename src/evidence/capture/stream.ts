import type { Direction, Dissector } from '../dissector.ts'

/** Where in the file a piece of a stream came from. */
export interface PieceFrame {
  readonly number: number
  readonly offset: number
  readonly length: number
  readonly time: number
}

/** A segment that came before one that is still missing. */
export interface EarlySegment extends PieceFrame {
  readonly sequence: number
  readonly bytes: Uint8Array
  /** Bytes the sender sent behind these that were not captured. */
  readonly cut: number
}

/** The end of what one frame brought, counted as `Half.base` is; kept while nobody has recognized the stream. */
export interface HeldPiece extends PieceFrame {
  readonly end: number
}

/** Shared by all flows that hold nothing. */
export const NO_PIECES: HeldPiece[] = []
export const NO_EARLY: EarlySegment[] = []
/** No bytes held. */
export const NOTHING = new Uint8Array(0)

/** Buffers beyond are not kept for the life of a flow. */
const LARGE_BUFFER = 16_384

/** Pieces below are copied byte by byte: a view would cost more. */
const SMALL = 64

/** One direction of a flow that may carry a protocol. */
export class Half {
  readonly direction: Direction
  /** The next sequence number wanted, as a signed 32-bit number; meaningless before `begun`. */
  next = 0
  begun = false
  /** The very first byte of the stream is known to be the first: a SYN was seen. */
  fromStart = false
  /** The dissector's state while the stream is in step; undefined before it is recognized and after a loss. */
  state: unknown
  inStep = false
  /** Bytes of a message that is not whole, or that nobody has recognized yet. */
  held: Uint8Array = NOTHING
  heldLength = 0
  /** Bytes that were held before those that are. */
  base = 0
  /** What the streams have counted as held here. */
  counted = 0
  /** The frame that brought the last held bytes. */
  heldFrom: PieceFrame | undefined
  pieces: HeldPiece[] = NO_PIECES
  /** Sorted by sequence number. */
  early: EarlySegment[] = NO_EARLY
  earlyBytes = 0
  /** Segments in which nobody recognized anything. */
  tries = 0
  dead = false

  constructor(direction: Direction) {
    this.direction = direction
  }

  /** Nothing is held, waits or is counted as held. */
  get isBare(): boolean {
    return this.heldLength === 0 && this.early.length === 0 && this.counted === this.held.length
  }

  /** As new, for another flow. */
  begin(): void {
    this.begun = false
    this.fromStart = false
    this.state = undefined
    this.inStep = false
    this.heldLength = 0
    this.base = 0
    this.heldFrom = undefined
    this.pieces = NO_PIECES
    this.early = NO_EARLY
    this.earlyBytes = 0
    this.tries = 0
    this.dead = false
  }

  /** Appends to the held bytes. */
  hold(bytes: Uint8Array, from: number, to: number): void {
    const size = this.heldLength + to - from
    if (size > this.held.length) {
      const larger = new Uint8Array(Math.max(256, size, this.held.length * 2))
      larger.set(this.held.subarray(0, this.heldLength))
      this.held = larger
    }
    if (to - from < SMALL) for (let i = from, at = this.heldLength; i < to; i++, at++) this.held[at] = bytes[i]!
    else this.held.set(bytes.subarray(from, to), this.heldLength)
    this.heldLength = size
  }

  /** Drops the first bytes that are held. */
  release(count: number): void {
    this.base += Math.min(count, this.heldLength)
    if (count >= this.heldLength) this.heldLength = 0
    else {
      this.held.copyWithin(0, count, this.heldLength)
      this.heldLength -= count
    }
    // A large buffer for one large message is not kept for the life of the flow.
    if (this.heldLength === 0 && this.held.length > LARGE_BUFFER) this.held = NOTHING
  }
}

/** Both directions of a flow, and the protocol once it is recognized. */
export class Stream {
  readonly halves: readonly [Half, Half] = [new Half(0), new Half(1)]
  conversation = 0
  port = 0
  dissector: Dissector | undefined
  /** Its number in the registry. */
  dissectorNumber = -1
  hinted = false

  /** As new, for a flow of a conversation with this port of the server. */
  begin(conversation: number, port: number): void {
    this.conversation = conversation
    this.port = port
    this.dissector = undefined
    this.dissectorNumber = -1
    this.hinted = false
    for (const half of this.halves) half.begin()
  }
}
