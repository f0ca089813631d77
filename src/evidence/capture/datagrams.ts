import { type Direction, type Dissector, type Frame, YES } from '../dissector.ts'
import type { CaptureLimits } from '../limits.ts'
import { Candidates } from './candidates.ts'
import * as f from './flows.ts'
import type { Operations } from './operations.ts'
import type { MutableFrame } from './streams.ts'

/** Datagrams in which a flow without a hint may be recognized. */
const TRIES = 8
/** Bit of a flow's reader: the port of the server is one of its hints. Below stand its number in the registry plus one. */
const HINTED = 1 << 16

/**
 * Hands UDP datagrams one by one to the dissector that recognizes their flow. Who that is stands in the row of the flow; only
 * dissectors that remember something cost an object.
 */
export class Datagrams {
  readonly #dissectors: readonly Dissector[]
  readonly #candidates: Candidates
  readonly #operations: Operations
  readonly #flows: f.Flows
  readonly #frame: MutableFrame = { number: 0, offset: 0, length: 0, time: 0, direction: 0, hinted: false }

  constructor(dissectors: readonly Dissector[], limits: CaptureLimits, operations: Operations, flows: f.Flows) {
    this.#dissectors = dissectors
    this.#candidates = new Candidates(dissectors, 'udp', limits.recognition)
    this.#operations = operations
    this.#flows = flows
  }

  /** Whether any protocol is read over UDP. */
  get some(): boolean {
    return this.#candidates.some
  }

  /** Takes one datagram of a flow; returns false once nobody will recognize the flow. */
  read(
    row: number,
    port: number,
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    frame: Frame,
  ): boolean {
    const { columns } = this.#flows
    const column = this.#flows.at(row)
    const reader = Math.max(0, columns[column + f.READER]!)
    const number = reader === 0 ? -1 : (reader & (HINTED - 1)) - 1
    const hinted = (reader & HINTED) !== 0
    const conversation = columns[column + f.CONVERSATION]!
    if (number < 0) {
      const known = this.#candidates.knows(port, bytes, from, to, direction, false)
      if (known) this.#hand(row, conversation, known.number, known.hinted, direction, bytes, from, to, frame)
      else columns[column + f.TRIES] = Math.max(0, columns[column + f.TRIES]!) + 1
      return known !== undefined || columns[column + f.TRIES]! < TRIES || this.#candidates.isHinted(port)
    }
    if (this.#dissectors[number]!.recognizes(bytes, from, to, direction, hinted, 'udp') === YES) {
      this.#hand(row, conversation, number, hinted, direction, bytes, from, to, frame)
      return true
    }
    // A scanner tries many protocols on one port from one of its own: a datagram of the protocol that belongs there takes the
    // flow from one that was known by content alone.
    const better = hinted ? undefined : this.#candidates.knows(port, bytes, from, to, direction, true)
    if (better) {
      this.#flows.states[row] = undefined
      this.#hand(row, conversation, better.number, true, direction, bytes, from, to, frame)
      return true
    }
    this.#set(frame, direction, hinted)
    this.#operations.of(conversation, number, this.#frame)
    this.#operations.lost(to - from)
    return true
  }

  #hand(
    row: number,
    conversation: number,
    number: number,
    hinted: boolean,
    direction: Direction,
    bytes: Uint8Array,
    from: number,
    to: number,
    frame: Frame,
  ): void {
    const dissector = this.#dissectors[number]!
    this.#flows.columns[this.#flows.at(row) + f.READER] = (number + 1) | (hinted ? HINTED : 0)
    let state = this.#flows.states[row]?.[direction]
    if (state === undefined) {
      state = dissector.start(direction, 'udp')
      if (state !== undefined) (this.#flows.states[row] ??= [undefined, undefined])[direction] = state
    }
    this.#set(frame, direction, hinted)
    this.#operations.of(conversation, number, this.#frame)
    const used = dissector.read(state, bytes, from, to, this.#frame, this.#operations)
    if (used < to - from) this.#operations.lost(to - from - used)
  }

  #set(frame: Frame, direction: Direction, hinted: boolean): void {
    const mine = this.#frame
    mine.number = frame.number
    mine.offset = frame.offset
    mine.length = frame.length
    mine.time = frame.time
    mine.direction = direction
    mine.hinted = hinted
  }
}
