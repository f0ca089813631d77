import type { Direction } from '../dissector.ts'
import { IntTable } from './int-table.ts'
import type { Stream } from './stream.ts'

/** Columns of a flow's row. */
export const CONVERSATION = 0
export const BITS = 1
export const LAST_FRAME = 2
/** Rows of `Addresses`: source and target of the packets of side 0, then of side 1. */
export const SOURCE_0 = 3
export const VLAN = 7
/** Sequence number of the SYN (or one before the first one seen) of side 0, then of side 1. */
export const BASE_0 = 8
const STRIDE = 10

/** Bits of a flow: which side is the client, whether the base of side 0 (and, one bit higher, of side 1) is known, whether nobody reads it. */
export const CLIENT_IS_1 = 1
export const BASE_KNOWN_0 = 2
export const OPAQUE = 8
/** A SYN of side 0 (and, one bit higher, of side 1) was seen. */
export const SYN_0 = 16

const NOT_YET = -1

/** Open flows by both addresses, both ports and transport, either way round; each row is a few numbers. */
export class Flows {
  readonly limit: number
  readonly rows: IntTable
  readonly streams: (Stream | undefined)[] = []
  columns = new Int32Array(64 * STRIDE)
  /** Flows let go to stay within the limit. */
  letGo = 0

  constructor(limit: number) {
    this.limit = limit
    this.rows = new IntTable(limit)
  }

  /** Begins a row that `rows.add` has made, or begins it again. */
  begin(row: number, conversation: number, bits: number): void {
    const at = row * STRIDE
    if (at + STRIDE > this.columns.length) {
      const larger = new Int32Array(this.columns.length * 2)
      larger.set(this.columns)
      this.columns = larger
    }
    this.columns.fill(NOT_YET, at, at + STRIDE)
    this.columns[at + CONVERSATION] = conversation
    this.columns[at + BITS] = bits
    this.columns[at + LAST_FRAME] = 0
    this.streams[row] = undefined
  }

  at(row: number): number {
    return row * STRIDE
  }

  /** Which way a packet of `side` (0 or 1) goes. */
  direction(row: number, side: number): Direction {
    return (side ^ (this.columns[row * STRIDE + BITS]! & CLIENT_IS_1)) as Direction
  }

  get isFull(): boolean {
    return this.rows.size >= this.limit
  }

  /** Lets the longer idle half of all flows go; `over` is told each stream that ends with it. */
  letIdleGo(over: (stream: Stream) => void): void {
    const size = this.rows.size
    const lasts = new Int32Array(size)
    for (let row = 0; row < size; row++) lasts[row] = this.columns[row * STRIDE + LAST_FRAME]!
    const middle = lasts.slice().sort((a, b) => a - b)[size >> 1]!
    const kept: number[] = []
    for (let row = 0; row < size; row++) {
      const stream = this.streams[row]
      if (lasts[row]! > middle) kept.push(row)
      else if (stream) over(stream)
    }
    for (const [to, from] of kept.entries()) {
      this.columns.copyWithin(to * STRIDE, from * STRIDE, from * STRIDE + STRIDE)
      this.streams[to] = this.streams[from]
    }
    this.streams.length = kept.length
    this.rows.keep(Int32Array.from(kept))
    this.letGo += size - kept.length
  }
}
