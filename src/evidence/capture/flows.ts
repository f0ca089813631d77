import type { Direction } from '../dissector.ts'
import { IntTable } from './int-table.ts'
import type { Packet } from './packet.ts'
import type { Stream } from './stream.ts'

/** Columns of a flow's row. */
export const CONVERSATION = 0
export const BITS = 1
export const LAST_FRAME = 2
/** Rows of `Addresses`: source and target of the packets of side 0, then of side 1. */
export const SOURCE_0 = 3
/** Sequence number of the SYN (or one before the first one seen) of side 0, then of side 1. */
export const BASE_0 = 7
/** Sequence number of the FIN of side 0, then of side 1. */
export const FIN_0 = 9
/** What the latest packet of side 0 looked like below IP (source MAC high and low, target MAC high and low, VLANs), then of side 1. */
const LINK_0 = 11
const LINK_SIZE = 5
/** Who reads the datagrams of a UDP flow, and in how many nobody knew it. */
export const READER = LINK_0 + 2 * LINK_SIZE
export const TRIES = READER + 1
const STRIDE = TRIES + 1

/** Per side: packets and bytes not yet told to conversation and addresses, their first and last time. */
const SUMS = 8
export const PENDING = 0
export const PENDING_BYTES = 2
export const PENDING_FIRST = 4
export const PENDING_LAST = 6

/** Bits of a flow: which side is the client, whether the base of side 0 (and, one bit higher, of side 1) is known, whether nobody reads it. */
export const CLIENT_IS_1 = 1
export const BASE_KNOWN_0 = 2
export const OPAQUE = 8
/** A SYN of side 0 (and, one bit higher, of side 1) was seen. */
export const SYN_0 = 16
/** Both sides have ended the stream. */
export const CLOSED = 64
/** What is forgotten when a closed flow goes on. */
export const RUNNING = CLOSED | (3 * 16) | (3 * 512)
/** Side 0 (and, one bit higher, side 1) has sent payload. */
export const CARRIED_0 = 128
/** A FIN of side 0 (and, one bit higher, of side 1) was seen. */
export const FIN_SEEN_0 = 512
/** From here, how many packets of each side (2 bits, up to 3) were told to conversation and addresses one by one. */
const TOLD_0 = 2048

const NOT_YET = -1

/** Open flows by both addresses, both ports and transport, either way round; each row is a few numbers. */
export class Flows {
  readonly limit: number
  rows: IntTable
  readonly streams: (Stream | undefined)[] = []
  /** What the dissector of a UDP flow remembers of each direction. */
  readonly states: ([unknown, unknown] | undefined)[] = []
  columns = new Int32Array(64 * STRIDE)
  sums = new Float64Array(64 * SUMS)
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
      const sums = new Float64Array(this.sums.length * 2)
      sums.set(this.sums)
      this.sums = sums
    }
    const { columns, sums } = this
    // Rows are short: a loop is done before the library function would have begun.
    for (let i = row * SUMS; i < row * SUMS + SUMS; i++) sums[i] = 0
    for (let i = at; i < at + STRIDE; i++) columns[i] = NOT_YET
    columns[at + CONVERSATION] = conversation
    columns[at + BITS] = bits
    columns[at + LAST_FRAME] = 0
    this.streams[row] = undefined
    this.states[row] = undefined
  }

  /** Lets go of all rows and of the memory that they took. */
  clear(): void {
    this.rows = new IntTable(this.limit)
    this.streams.length = 0
    this.states.length = 0
    this.columns = new Int32Array(64 * STRIDE)
    this.sums = new Float64Array(64 * SUMS)
  }

  at(row: number): number {
    return row * STRIDE
  }

  /** Which way a packet of `side` (0 or 1) goes. */
  direction(row: number, side: number): Direction {
    return (side ^ (this.columns[row * STRIDE + BITS]! & CLIENT_IS_1)) as Direction
  }

  /**
   * Counts a packet of a side that looks like the one before it; false for the first packets and whenever VLAN or MACs change:
   * these are told to conversation and addresses one by one, as they may be examples.
   */
  counts(row: number, side: number, p: Packet, bytes: number, time: number): boolean {
    const { columns } = this
    const at = row * STRIDE
    const link = at + LINK_0 + side * LINK_SIZE
    if (
      columns[link + 1] !== p.sourceLow ||
      columns[link + 3] !== p.targetLow ||
      columns[link] !== p.sourceHigh ||
      columns[link + 2] !== p.targetHigh ||
      columns[link + 4] !== p.vlan
    ) {
      columns[link] = p.sourceHigh
      columns[link + 1] = p.sourceLow
      columns[link + 2] = p.targetHigh
      columns[link + 3] = p.targetLow
      columns[link + 4] = p.vlan
      columns[at + BITS] = columns[at + BITS]! & ~((TOLD_0 * 3) << (side * 2))
      return false
    }
    const told = TOLD_0 << (side * 2)
    if ((columns[at + BITS]! & (told * 3)) !== told * 3) {
      columns[at + BITS] = columns[at + BITS]! + told
      return false
    }
    const { sums } = this
    const s = row * SUMS + side
    const packets = sums[s]!
    sums[s] = packets + 1
    sums[s + PENDING_BYTES] = sums[s + PENDING_BYTES]! + bytes
    if (packets === 0) {
      sums[s + PENDING_FIRST] = time
      sums[s + PENDING_LAST] = time
    } else if (time > sums[s + PENDING_LAST]!) sums[s + PENDING_LAST] = time
    else if (time < sums[s + PENDING_FIRST]!) sums[s + PENDING_FIRST] = time
    return true
  }

  /** No packet of a side is told one by one any more, as long as VLAN and MACs stay the same. */
  countOnly(row: number, side: number): void {
    const at = row * STRIDE + BITS
    this.columns[at] = this.columns[at]! | ((TOLD_0 * 3) << (side * 2))
  }

  /** Where in `sums` the columns `PENDING…` of a side stand. */
  sumsAt(row: number, side: number): number {
    return row * SUMS + side
  }

  get isFull(): boolean {
    return this.rows.size >= this.limit
  }

  /** Lets the longer idle half of all flows go; `over` is told each row before it goes. */
  letIdleGo(over: (row: number) => void): void {
    const size = this.rows.size
    const lasts = new Int32Array(size)
    for (let row = 0; row < size; row++) lasts[row] = this.columns[row * STRIDE + LAST_FRAME]!
    const middle = lasts.slice().sort((a, b) => a - b)[size >> 1]!
    const kept: number[] = []
    for (let row = 0; row < size; row++) {
      if (lasts[row]! > middle) kept.push(row)
      else over(row)
    }
    for (const [to, from] of kept.entries()) {
      this.columns.copyWithin(to * STRIDE, from * STRIDE, from * STRIDE + STRIDE)
      this.sums.copyWithin(to * SUMS, from * SUMS, from * SUMS + SUMS)
      this.streams[to] = this.streams[from]
      this.states[to] = this.states[from]
    }
    this.streams.length = kept.length
    this.states.length = kept.length
    this.rows.keep(Int32Array.from(kept))
    this.letGo += size - kept.length
  }
}
