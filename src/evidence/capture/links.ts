import type { Sha256 } from '../../groundwork/canonical.ts'
import type { Micros } from '../../groundwork/day.ts'
import type { Frame } from '../dissector.ts'
import type { LinkConversationSeen, Operation } from '../observation.ts'
import type { Addresses } from './addresses.ts'
import { IntTable } from './int-table.ts'
import { linkProtocolName } from './link-protocols-table.ts'
import type { Packet } from './packet.ts'
import { sortedBy } from './sorted.ts'
import { Tally } from './tally.ts'

/** Frames without IP, by sender, receiver and protocol. */
export class Links {
  readonly #rows: IntTable
  readonly #tally = new Tally()

  constructor(limit: number) {
    this.#rows = new IntTable(limit)
  }

  /** Counts a frame and gives its row; -1 when the table is full. */
  add(p: Packet, bytes: number, frame: Frame): number {
    // A MAC is 48 bits: its upper 16 share one number with those of the other side, the protocol (19 bits) stands alone.
    const highs = ((p.sourceHigh & 0xffff) << 16) | (p.targetHigh & 0xffff)
    // Cooked captures have no receiver; the bit keeps "none" apart from ff:ff:….
    const protocol = p.protocol | (p.targetHigh < 0 ? 1 << 30 : 0)
    const target = p.targetHigh < 0 ? 0 : p.targetLow
    let row = this.#rows.find(highs, p.sourceLow, target, protocol)
    if (row < 0) row = this.#rows.add(highs, p.sourceLow, target, protocol)
    if (row >= 0) this.#tally.add(row, bytes, frame)
    return row
  }

  /** The MAC of one side of a row: 0 the sender, 1 the receiver; empty where there is none. */
  macText(addresses: Addresses, row: number, side: number): string {
    const [highs, from, to, protocol] = this.#key(row)
    if (side === 0) return addresses.macText(highs >>> 16, from)
    return protocol & (1 << 30) ? '' : addresses.macText(highs & 0xffff, to)
  }

  fold(
    addresses: Addresses,
    source: Sha256,
    file: string,
    operations: ReadonlyMap<number, readonly Operation[]>,
  ): LinkConversationSeen[] {
    const seen: LinkConversationSeen[] = []
    for (let row = 0; row < this.#rows.size; row++) {
      const [, , , protocol] = this.#key(row)
      const { packets, bytes, first, last } = this.#tally.of(row)
      seen.push({
        from: this.macText(addresses, row, 0),
        to: this.macText(addresses, row, 1),
        protocol: linkProtocolName(protocol & 0xfffff),
        packets,
        bytes,
        first: first as Micros,
        last: last as Micros,
        frames: this.#tally.examples.refs(row, source, file),
        operations: operations.get(row) ?? [],
      })
    }
    return sortedBy(seen, (l) => `${l.from} ${l.to} ${l.protocol}`)
  }

  #key(row: number): readonly [highs: number, from: number, to: number, protocol: number] {
    const { keys } = this.#rows
    const k = row * 4
    return [keys[k]!, keys[k + 1]!, keys[k + 2]!, keys[k + 3]!]
  }
}
