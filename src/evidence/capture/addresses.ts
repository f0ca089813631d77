import type { Sha256 } from '../../groundwork/canonical.ts'
import type { Micros } from '../../groundwork/day.ts'
import { type Ip, ip4Text, ip6At } from '../../groundwork/ip.ts'
import { type Mac, macAt } from '../../groundwork/mac.ts'
import type { AddressSeen } from '../observation.ts'
import type { Frame } from '../dissector.ts'
import { IntTable } from './int-table.ts'
import { sortedBy } from './sorted.ts'
import { Tally } from './tally.ts'

export const BY_SOURCE = 0
export const BY_DESTINATION = 1
export const BY_ARP = 2
type By = typeof BY_SOURCE | typeof BY_DESTINATION | typeof BY_ARP
const BY_NAMES = ['source', 'destination', 'arp'] as const

/** A row that stands for "names no single host": group addresses, the unspecified one, none at all. */
const NO_ADDRESS = -1
/** The table is full. */
export const NO_ROOM = -2

const FAMILY_SHIFT = 18
const NO_MAC = 1 << 21

/** Which MAC went with which IP, in which way: source, destination, or announced by ARP. */
export class Addresses {
  /** IPv6 addresses by row; everywhere else they are this row number. */
  readonly ip6: IntTable
  readonly #rows: IntTable
  readonly #tally = new Tally()
  readonly #texts4 = new Map<number, Ip>()
  readonly #texts6 = new Map<number, Ip>()
  readonly #macTexts: Mac[] = []
  readonly #scratch = new Uint8Array(16)

  constructor(limit: number) {
    this.ip6 = new IntTable(limit)
    this.#rows = new IntTable(limit)
  }

  /**
   * The row of a pair, made when it is new. `family` 0 means no IP, as does one that names no single host; `high` -1 means no
   * MAC. `NO_ADDRESS` where nothing is left that names a host.
   */
  row(family: number, ip: number, high: number, low: number, by: By): number {
    if (family !== 0 && !this.isUnicast(family, ip)) {
      family = 0
      ip = 0
    }
    if (high >= 0) {
      if (high & 0x100) return NO_ADDRESS
      if (high === 0 && low === 0) high = -1
    }
    if (family === 0 && high < 0) return NO_ADDRESS
    const meta = metaOf(family, high, by)
    const mac = high < 0 ? 0 : low
    const row = this.#rows.find(ip, mac, meta, 0)
    if (row >= 0) return row
    const added = this.#rows.add(ip, mac, meta, 0)
    return added < 0 ? NO_ROOM : added
  }

  count(row: number, bytes: number, frame: Frame): void {
    this.#tally.add(row, bytes, frame)
  }

  /** Whether later packets of a row are no examples any more. */
  hasExamples(row: number): boolean {
    return this.#tally.hasExamples(row)
  }

  /** Counts packets of which none is an example, for a row that was counted before. */
  countMore(row: number, packets: number, bytes: number, first: number, last: number): void {
    this.#tally.addMore(row, packets, bytes, first, last)
  }

  /** Whether an address can name one host. */
  isUnicast(family: number, ip: number): boolean {
    if (family === 4) return ip !== 0 && ip !== -1 && ip >>> 28 !== 14
    const at = ip << 2
    const keys = this.ip6.keys
    if (keys[at]! >>> 24 === 0xff) return false
    return (keys[at]! | keys[at + 1]! | keys[at + 2]! | keys[at + 3]!) !== 0
  }

  ipText(family: number, ip: number): Ip {
    const texts = family === 4 ? this.#texts4 : this.#texts6
    let text = texts.get(ip)
    if (text === undefined) texts.set(ip, (text = family === 4 ? ip4Text(ip) : this.#ip6Text(ip)))
    return text
  }

  #ip6Text(ip: number): Ip {
    const bytes = this.#scratch
    for (let i = 0; i < 16; i++) bytes[i] = this.ip6.keys[(ip << 2) + (i >> 2)]! >>> (24 - 8 * (i & 3))
    return ip6At(bytes, 0)
  }

  macText(high: number, low: number): Mac {
    const bytes = this.#scratch
    for (let i = 0; i < 2; i++) bytes[i] = high >>> (8 - 8 * i)
    for (let i = 0; i < 4; i++) bytes[i + 2] = low >>> (24 - 8 * i)
    return macAt(bytes, 0)
  }

  /** The MAC of a row as text, or nothing where its link layer has none. */
  macOf(row: number): Mac | undefined {
    const meta = this.#rows.keys[row * 4 + 2]!
    if (meta & NO_MAC) return undefined
    return (this.#macTexts[row] ??= this.macText(meta & 0xffff, this.#rows.keys[row * 4 + 1]!))
  }

  fold(source: Sha256, file: string): AddressSeen[] {
    const seen: AddressSeen[] = []
    for (let row = 0; row < this.#rows.size; row++) {
      const meta = this.#rows.keys[row * 4 + 2]!
      const family = (meta >> FAMILY_SHIFT) & 7
      const by = BY_NAMES[(meta >> 16) & 3]!
      const { packets, first, last } = this.#tally.of(row)
      seen.push({
        ip: family === 0 ? undefined : this.ipText(family, this.#rows.keys[row * 4]!),
        mac: this.macOf(row),
        by,
        sent: by === 'destination' ? 0 : packets,
        received: by === 'destination' ? packets : 0,
        first: first as Micros,
        last: last as Micros,
        frames: this.#tally.examples.refs(row, source, file),
      })
    }
    return sortedBy(seen, (a) => `${a.ip ?? ''} ${a.mac ?? ''} ${a.by}`)
  }
}

function metaOf(family: number, high: number, by: By): number {
  return (high < 0 ? NO_MAC : high) | (by << 16) | (family << FAMILY_SHIFT)
}
