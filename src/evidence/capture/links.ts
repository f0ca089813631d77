import type { Sha256 } from '../../groundwork/canonical.ts'
import type { Micros } from '../../groundwork/day.ts'
import type { Frame } from '../dissector.ts'
import type { LinkConversationSeen } from '../observation.ts'
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

  /** Counts a frame; false when the table is full. */
  add(p: Packet, bytes: number, frame: Frame): boolean {
    // A MAC is 48 bits: its upper 16 share one number with those of the other side, the protocol (19 bits) stands alone.
    const highs = ((p.sourceHigh & 0xffff) << 16) | (p.targetHigh & 0xffff)
    // Cooked captures have no receiver; the bit keeps "none" apart from ff:ff:….
    const protocol = p.protocol | (p.targetHigh < 0 ? 1 << 30 : 0)
    const target = p.targetHigh < 0 ? 0 : p.targetLow
    let row = this.#rows.find(highs, p.sourceLow, target, protocol)
    if (row < 0) row = this.#rows.add(highs, p.sourceLow, target, protocol)
    if (row < 0) return false
    this.#tally.add(row, bytes, frame)
    return true
  }

  fold(addresses: Addresses, source: Sha256, file: string): LinkConversationSeen[] {
    const seen: LinkConversationSeen[] = []
    for (let row = 0; row < this.#rows.size; row++) {
      const [highs, from, to, protocol] = this.#rows.keys.subarray(row * 4, row * 4 + 4) as unknown as [
        number,
        number,
        number,
        number,
      ]
      const { packets, bytes, first, last } = this.#tally.of(row)
      seen.push({
        from: addresses.macText(highs >>> 16, from),
        to: protocol & (1 << 30) ? '' : addresses.macText(highs & 0xffff, to),
        protocol: linkProtocolName(protocol & 0xfffff),
        packets,
        bytes,
        first: first as Micros,
        last: last as Micros,
        frames: this.#tally.examples.refs(row, source, file),
      })
    }
    return sortedBy(seen, (l) => `${l.from} ${l.to} ${l.protocol}`)
  }
}
