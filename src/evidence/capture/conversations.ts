import { type Basis, BASES } from '../observation.ts'
import { C2S, type Direction, type Frame, S2C } from '../dissector.ts'
import { EXAMPLES, Examples } from './examples.ts'
import { IntTable } from './int-table.ts'
import { SmallSets } from './small-sets.ts'

const STRIDE = 8
const PACKETS = 0
const BYTES = 2
const FIRST = 4
const LAST = 5
const FLOWS = 6
const FLAGS = 7

const ANSWERED = 8
const PAYLOAD = 16
const BASIS = 7
const FAMILY_6 = 1 << 8
const ENCAPSULATED = 1 << 9
const VLANS = 2

/** Sums below this are shared between conversations. */
const SHARED = 256

interface BothWays {
  readonly c2s: number
  readonly s2c: number
}

/** Which addresses, transport and port a conversation has, as numbers. */
export interface ConversationKey {
  readonly family: 4 | 6
  readonly client: number
  readonly server: number
  readonly transport: number
  readonly port: number | undefined
  readonly encapsulated: boolean
}

/** The conversations of a capture as rows of numbers: client, server, transport, server port; the client's own ports are folded away. */
export class Conversations {
  readonly #rows: IntTable
  readonly examples = new Examples()
  #numbers = new Float64Array(64 * STRIDE)
  readonly #pairs = new Map<number, BothWays>()
  /** Sets by conversation: MACs of the client, MACs of the server (as rows of the addresses), VLANs. */
  readonly #sets = [new SmallSets(), new SmallSets(), new SmallSets()] as const

  constructor(limit: number) {
    this.#rows = new IntTable(limit)
  }

  get size(): number {
    return this.#rows.size
  }

  /** The row of a conversation, with one more flow in it; -1 when the table is full. `basis` is an index into `BASES`. */
  open(
    client: number,
    server: number,
    port: number,
    transport: number,
    family: number,
    encapsulated: boolean,
    basis: number,
    time: number,
  ): number {
    const meta = transport | (family === 6 ? FAMILY_6 : 0) | (encapsulated ? ENCAPSULATED : 0)
    let row = this.#rows.find(client, server, port, meta)
    if (row < 0) {
      row = this.#rows.add(client, server, port, meta)
      if (row < 0) return row
      this.#begin(row, time)
    }
    const at = row * STRIDE
    this.#numbers[at + FLOWS]!++
    this.strengthen(row, basis)
    return row
  }

  /** Notes a stronger reason for who is the client. */
  strengthen(row: number, basis: number): void {
    const at = row * STRIDE + FLAGS
    const flags = this.#numbers[at]!
    if (basis < (flags & BASIS)) this.#numbers[at] = (flags & ~BASIS) | basis
  }

  /** Counts one packet. */
  count(row: number, direction: Direction, bytes: number, frame: Frame): void {
    const at = row * STRIDE
    const numbers = this.#numbers
    const packets = numbers[at + PACKETS + direction]! + 1
    numbers[at + PACKETS + direction] = packets
    numbers[at + BYTES + direction] = numbers[at + BYTES + direction]! + bytes
    const { time } = frame
    if (time > numbers[at + LAST]!) numbers[at + LAST] = time
    else if (time < numbers[at + FIRST]!) numbers[at + FIRST] = time
    if (packets <= EXAMPLES) this.examples.add(row, frame)
  }

  /** Whether later packets of a direction are no examples any more. */
  hasExamples(row: number, direction: Direction): boolean {
    return this.#numbers[row * STRIDE + PACKETS + direction]! >= EXAMPLES
  }

  /** Counts packets of which none is an example. */
  countMore(row: number, direction: Direction, packets: number, bytes: number, first: number, last: number): void {
    const at = row * STRIDE
    const numbers = this.#numbers
    numbers[at + PACKETS + direction] = numbers[at + PACKETS + direction]! + packets
    numbers[at + BYTES + direction] = numbers[at + BYTES + direction]! + bytes
    if (last > numbers[at + LAST]!) numbers[at + LAST] = last
    if (first < numbers[at + FIRST]!) numbers[at + FIRST] = first
  }

  /** The server answered: it accepted the connection, or sent something. */
  answered(row: number): void {
    const at = row * STRIDE + FLAGS
    this.#numbers[at] = this.#numbers[at]! | ANSWERED
  }

  /** A packet carried payload; from the server it is an answer. */
  payload(row: number, direction: Direction): void {
    const at = row * STRIDE + FLAGS
    this.#numbers[at] = this.#numbers[at]! | (direction === S2C ? ANSWERED | PAYLOAD : PAYLOAD)
  }

  addMac(row: number, side: Direction, addressRow: number): void {
    this.#sets[side].add(row, addressRow)
  }

  addVlan(row: number, vlan: number): void {
    this.#sets[VLANS].add(row, vlan)
  }

  /** How often a VLAN or MAC of a conversation found no room. */
  get beyond(): number {
    return this.#sets.reduce((sum, set) => sum + set.beyond, 0)
  }

  macsOf(row: number, side: Direction): readonly number[] {
    return this.#sets[side].of(row)
  }

  vlansOf(row: number): readonly number[] {
    return this.#sets[VLANS].of(row)
  }

  key(row: number): ConversationKey {
    const keys = this.#rows.keys
    const meta = keys[row * 4 + 3]!
    const port = keys[row * 4 + 2]!
    return {
      family: meta & FAMILY_6 ? 6 : 4,
      client: keys[row * 4]!,
      server: keys[row * 4 + 1]!,
      transport: meta & 0xff,
      port: port < 0 ? undefined : port,
      encapsulated: (meta & ENCAPSULATED) !== 0,
    }
  }

  /** The port of the server, -1 where the transport has none. */
  portOf(row: number): number {
    return this.#rows.keys[row * 4 + 2]!
  }

  sums(row: number) {
    const at = row * STRIDE
    const n = this.#numbers
    const flags = n[at + FLAGS]!
    return {
      packets: this.#both(n[at + PACKETS + C2S]!, n[at + PACKETS + S2C]!),
      bytes: this.#both(n[at + BYTES + C2S]!, n[at + BYTES + S2C]!),
      first: n[at + FIRST]!,
      last: n[at + LAST]!,
      flows: n[at + FLOWS]!,
      answered: (flags & ANSWERED) !== 0,
      carried: (flags & PAYLOAD) !== 0,
      basis: BASES[flags & BASIS] as Basis,
    }
  }

  /** A pair of sums; small ones are shared, as scans make many of them. */
  #both(c2s: number, s2c: number): BothWays {
    if (c2s >= SHARED || s2c >= SHARED) return { c2s, s2c }
    const key = c2s * SHARED + s2c
    let pair = this.#pairs.get(key)
    if (!pair) this.#pairs.set(key, (pair = { c2s, s2c }))
    return pair
  }

  #begin(row: number, time: number): void {
    const at = row * STRIDE
    if (at + STRIDE > this.#numbers.length) {
      const larger = new Float64Array(this.#numbers.length * 2)
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    this.#numbers[at + FIRST] = time
    this.#numbers[at + LAST] = time
    this.#numbers[at + FLAGS] = BASIS
  }
}
