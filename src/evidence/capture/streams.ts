import { type Direction, type Dissector, type Frame, NO, type Recognition, YES } from '../dissector.ts'
import type { CaptureLimits } from '../limits.ts'
import { Candidates } from './candidates.ts'
import type { Misses } from './misses.ts'
import type { Operations } from './operations.ts'
import { type EarlySegment, type Half, NO_EARLY, NO_PIECES, NOTHING, type PieceFrame, type Stream } from './stream.ts'

/** Farther than this from the wanted sequence number (either way), a segment belongs to another life of the flow. */
const WINDOW = 1 << 22
/** A hole older than this is taken for a loss when a further segment arrives. */
const IDLE = 60e6
/** Beginnings of segments in which a flow without a hint may be recognized when its first bytes were missed. */
const TRIES = 8
/** What it costs to remember the frame of a piece, in bytes. */
const PIECE_SIZE = 64

/** Fills a frame object again. */
export interface MutableFrame extends Frame {
  number: number
  offset: number
  length: number
  time: number
  direction: Direction
  hinted: boolean
}

/**
 * Puts TCP segments of each direction in order and hands the bytes to the dissector that recognizes them. Repeated bytes are
 * dropped; a segment that comes early waits for the missing one until a limit is reached, then the loss is counted and the
 * stream goes on where a dissector recognizes a beginning again.
 */
export class Streams {
  readonly #limits: CaptureLimits
  readonly #operations: Operations
  readonly #misses: Misses
  readonly #candidates: Candidates
  readonly #frame: MutableFrame = { number: 0, offset: 0, length: 0, time: 0, direction: 0, hinted: false }
  #held = 0

  constructor(dissectors: readonly Dissector[], limits: CaptureLimits, operations: Operations, misses: Misses) {
    this.#limits = limits
    this.#operations = operations
    this.#misses = misses
    this.#candidates = new Candidates(dissectors, 'tcp', limits.recognition)
  }

  /** Whether any protocol is read over TCP, so that flows need a stream at all. */
  get some(): boolean {
    return this.#candidates.some
  }

  /**
   * Takes one TCP segment with payload. `cut` bytes were sent behind `to` and not captured. Returns false once it is sure that
   * nobody will ever recognize this flow, so that its segments need not be handed over any more.
   */
  segment(
    stream: Stream,
    direction: Direction,
    sequence: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    cut: number,
    frame: MutableFrame,
  ): boolean {
    const half = stream.halves[direction]
    if (half.inStep && sequence === half.next && cut === 0 && stream.hinted && half.isBare) {
      // Nearly all segments: the next bytes of a stream that is known, with nothing held and nothing early.
      half.next = (sequence + to - from) | 0
      frame.direction = direction
      frame.hinted = true
      this.#readBare(stream, half, bytes, from, to, frame)
      if (half.held.length > 0) this.#account(stream, half)
      return true
    }
    if (!half.begun) {
      half.begun = true
      half.next = sequence
    }
    const ahead = (sequence - half.next) | 0
    if (ahead === 0) this.#accept(stream, half, bytes, from, to, cut, frame)
    else if (ahead > WINDOW || ahead < -WINDOW) {
      this.#flush(stream, half)
      this.#lose(stream, half)
      half.next = sequence
      this.#accept(stream, half, bytes, from, to, cut, frame)
    } else if (ahead < 0) {
      if (to - from + cut <= -ahead) return true
      // Only the part behind what was seen is new.
      const start = Math.min(to, from - ahead)
      const lostCut = Math.max(0, cut - Math.max(0, -ahead - (to - from)))
      this.#accept(stream, half, bytes, start, to, lostCut, frame)
    } else return this.#early(stream, half, sequence, bytes.slice(from, to), cut, frame)
    if (half.early.length > 0) this.#drain(stream, half)
    if (half.held.length > 0 || half.counted > 0) this.#account(stream, half)
    return this.#lives(stream)
  }

  /** Whether anybody may still recognize a flow; one that is given up holds nothing any more. */
  #lives(stream: Stream): boolean {
    if (!stream.halves[0].dead || !stream.halves[1].dead) return true
    for (const half of stream.halves) this.#drop(half)
    return false
  }

  /** Counts what a direction holds; where all directions together hold too much, this one lets it go. */
  #account(stream: Stream, half: Half): void {
    const holds = half.held.length + half.pieces.length * PIECE_SIZE
    this.#held += holds - half.counted
    half.counted = holds
    if (this.#held <= this.#limits.held) return
    const frame = half.pieces.at(-1) ?? half.heldFrom
    if (half.heldLength > 0 && frame) {
      this.#set(frame, half.direction, stream.hinted)
      this.#misses.add('held', 0, half.heldLength, this.#frame)
      half.release(half.heldLength)
      this.#lose(stream, half)
    }
    half.held = NOTHING
    this.#held -= half.counted
    half.counted = 0
  }

  #drop(half: Half): void {
    this.#held -= half.counted + half.earlyBytes
    half.counted = 0
    half.earlyBytes = 0
    half.early = NO_EARLY
    half.pieces = NO_PIECES
    half.heldLength = 0
    half.held = NOTHING
  }

  /** The flow is over or the capture ends: what still waits for missing bytes is read past the holes. */
  finish(stream: Stream): void {
    for (const half of stream.halves) {
      this.#flush(stream, half)
      this.#settle(stream, half, true)
      if (stream.dissector && half.heldLength > 0) this.#lose(stream, half)
      this.#drop(half)
    }
  }

  /** Bytes that follow those accepted before. */
  #accept(
    stream: Stream,
    half: Half,
    bytes: Uint8Array,
    from: number,
    to: number,
    cut: number,
    frame: PieceFrame,
  ): void {
    half.next = (half.next + (to - from) + cut) | 0
    if (!half.dead && to > from) this.#deliver(stream, half, bytes, from, to, frame)
    if (cut > 0) this.#gap(stream, half, cut, frame)
  }

  #deliver(stream: Stream, half: Half, bytes: Uint8Array, from: number, to: number, frame: PieceFrame): void {
    if (half.inStep && !stream.hinted && half.heldLength === 0) this.#takeBack(stream, half, bytes, from, to)
    if (half.inStep) this.#read(stream, half, bytes, from, to, frame)
    else this.#recognize(stream, half, bytes, from, to, frame)
  }

  /** What belongs on the port takes a stream from a protocol that was known by content alone: junk in front must not hide it. */
  #takeBack(stream: Stream, half: Half, bytes: Uint8Array, from: number, to: number): void {
    const better = this.#candidates.isHinted(stream.port)
      ? this.#candidates.knows(stream.port, bytes, from, to, half.direction, true)
      : undefined
    if (!better) return
    for (const each of stream.halves) if (stream.dissector && each.heldLength > 0) this.#lose(stream, each)
    stream.dissector = better.dissector
    stream.dissectorNumber = better.number
    stream.hinted = true
    for (const each of stream.halves) {
      each.state = undefined
      each.inStep = false
    }
    this.#begin(stream, half)
  }

  #read(stream: Stream, half: Half, bytes: Uint8Array, from: number, to: number, frame: PieceFrame): void {
    this.#set(frame, half.direction, stream.hinted)
    if (half.heldLength === 0) return this.#readBare(stream, half, bytes, from, to, this.#frame)
    const dissector = stream.dissector!
    this.#operations.of(stream.conversation, stream.dissectorNumber, this.#frame)
    half.hold(bytes, from, to)
    const used = dissector.read(half.state, half.held, 0, half.heldLength, this.#frame, this.#operations)
    if (used > 0) half.release(used)
    if (half.heldLength > 0) half.heldFrom = pieceOf(frame)
    if (half.heldLength > dissector.longest) this.#lose(stream, half)
  }

  /** Hands over bytes where nothing is held from before. */
  #readBare(stream: Stream, half: Half, bytes: Uint8Array, from: number, to: number, frame: Frame): void {
    const dissector = stream.dissector!
    this.#operations.of(stream.conversation, stream.dissectorNumber, frame)
    const used = dissector.read(half.state, bytes, from, to, frame, this.#operations)
    if (used === to - from) return
    half.hold(bytes, from + used, to)
    half.heldFrom = pieceOf(frame)
    if (half.heldLength > dissector.longest) this.#lose(stream, half)
  }

  /** Shows what nobody has recognized yet, with the bytes held before it, to those who may know it. */
  #recognize(stream: Stream, half: Half, bytes: Uint8Array, from: number, to: number, frame: PieceFrame): void {
    if (half.heldLength === 0) {
      const says = this.#candidates.ask(stream, half, bytes, from, to, false)
      if (says === YES) {
        this.#begin(stream, half)
        return this.#read(stream, half, bytes, from, to, frame)
      }
      if (says === NO) return this.#pass(stream, half, to - from, frame)
    }
    half.hold(bytes, from, to)
    if (half.pieces === NO_PIECES) half.pieces = []
    half.pieces.push({ ...pieceOf(frame), end: half.base + half.heldLength })
    this.#settle(stream, half, false)
  }

  /** Decides about bytes that nobody has recognized yet, segment by segment, as far as those who may know them are sure. */
  #settle(stream: Stream, half: Half, final: boolean): void {
    let says: Recognition = NO
    let passed = 0
    let at = 0
    for (const piece of half.pieces) {
      says = this.#candidates.ask(stream, half, half.held, at, half.heldLength, final)
      if (says !== NO) break
      // Where the beginning was missed, a later segment may be the first that begins with a message.
      this.#pass(stream, half, piece.end - half.base - at, piece)
      at = piece.end - half.base
      passed++
    }
    if (passed > 0) {
      half.release(at)
      half.pieces.splice(0, passed)
    }
    if (says === YES) this.#replay(stream, half)
  }

  /** Nobody knows these bytes: they are counted where a protocol is known, and the next segment may begin anew. */
  #pass(stream: Stream, half: Half, size: number, frame: PieceFrame): void {
    half.tries++
    if (stream.dissector) this.#lost(stream, half, size, frame)
    else if (!this.#candidates.isHinted(stream.port) && (half.fromStart || half.tries >= TRIES)) half.dead = true
  }

  #begin(stream: Stream, half: Half): void {
    half.state = stream.dissector!.start(half.direction, 'tcp')
    half.inStep = true
    // The other side may have been given up for want of anybody who knew it.
    for (const each of stream.halves) each.dead = false
  }

  /** The bytes held are a beginning: they are read frame by frame, as if they had been recognized at once. */
  #replay(stream: Stream, half: Half): void {
    const { held, pieces, base } = half
    half.held = NOTHING
    half.heldLength = 0
    half.pieces = NO_PIECES
    this.#begin(stream, half)
    let from = 0
    for (const piece of pieces) {
      this.#deliver(stream, half, held, from, piece.end - base, piece)
      from = piece.end - base
    }
  }

  /** Keeps a segment until the missing ones before it arrive; returns true, as the flow is still of interest. */
  #early(stream: Stream, half: Half, sequence: number, bytes: Uint8Array, cut: number, frame: Frame): boolean {
    const oldest = half.early[0]
    if (half.dead) {
      half.next = (sequence + bytes.length + cut) | 0
      return this.#lives(stream)
    }
    if (half.early === NO_EARLY) half.early = []
    let at = half.early.length
    while (at > 0 && ((half.early[at - 1]!.sequence - sequence) | 0) > 0) at--
    half.early.splice(at, 0, { ...pieceOf(frame), sequence, bytes, cut })
    half.earlyBytes += bytes.length
    this.#held += bytes.length
    const full = this.#held > this.#limits.held
    if (full) this.#misses.add('held', 0, bytes.length, frame)
    if (
      full ||
      half.earlyBytes > this.#limits.reorder ||
      half.early.length > this.#limits.reorderSegments ||
      (oldest && frame.time - oldest.time > IDLE)
    )
      this.#flush(stream, half)
    if (half.held.length > 0 || half.counted > 0) this.#account(stream, half)
    return true
  }

  /** Reads on with early segments that have become due. */
  #drain(stream: Stream, half: Half): void {
    let done = 0
    for (const segment of half.early) {
      const ahead = (segment.sequence - half.next) | 0
      if (ahead > 0) break
      done++
      this.#acceptEarly(stream, half, segment, -ahead)
    }
    if (done > 0) half.early.splice(0, done)
  }

  #acceptEarly(stream: Stream, half: Half, segment: EarlySegment, known: number): void {
    const { bytes, cut } = segment
    half.earlyBytes -= bytes.length
    this.#held -= bytes.length
    if (known < bytes.length + cut)
      this.#accept(
        stream,
        half,
        bytes,
        Math.min(known, bytes.length),
        bytes.length,
        Math.max(0, cut - Math.max(0, known - bytes.length)),
        segment,
      )
  }

  /** Gives up waiting: every hole before an early segment is a loss. */
  #flush(stream: Stream, half: Half): void {
    while (half.early.length > 0) {
      const first = half.early[0]!
      const missing = (first.sequence - half.next) | 0
      if (missing > 0) {
        half.next = first.sequence
        this.#gap(stream, half, missing, first)
      }
      this.#drain(stream, half)
    }
  }

  /** Bytes of the stream are not in the capture. */
  #gap(stream: Stream, half: Half, missing: number, frame: PieceFrame): void {
    this.#set(frame, half.direction, stream.hinted)
    this.#misses.add('gap', 0, missing, this.#frame)
    this.#lose(stream, half)
  }

  /** What is held can never become whole; the stream must be recognized again. */
  #lose(stream: Stream, half: Half): void {
    const frame = half.pieces.at(-1) ?? half.heldFrom
    if (half.heldLength > 0 && stream.dissector && frame) this.#lost(stream, half, half.heldLength, frame)
    half.release(half.heldLength)
    half.pieces = NO_PIECES
    half.inStep = false
    half.state = undefined
    half.fromStart = false
  }

  #lost(stream: Stream, half: Half, bytes: number, frame: PieceFrame): void {
    this.#set(frame, half.direction, stream.hinted)
    this.#operations.of(stream.conversation, stream.dissectorNumber, this.#frame)
    this.#operations.lost(bytes)
  }

  #set(frame: PieceFrame, direction: Direction, hinted: boolean): void {
    const mine = this.#frame
    mine.number = frame.number
    mine.offset = frame.offset
    mine.length = frame.length
    mine.time = frame.time
    mine.direction = direction
    mine.hinted = hinted
  }
}

function pieceOf({ number, offset, length, time }: PieceFrame): PieceFrame {
  return { number, offset, length, time }
}
