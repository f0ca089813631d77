import type { Sha256 } from '../../groundwork/canonical.ts'
import { byKey } from '../../groundwork/order.ts'
import type { Frame } from '../dissector.ts'
import type { NotUnderstood } from '../observation.ts'
import { IntTable } from './int-table.ts'
import { linkProtocolName } from './link-protocols-table.ts'
import { Tally } from './tally.ts'

/** Kinds of what is not understood; each has a number that tells one from another, or 0. */
const MISS_TEXTS = {
  link: (n: number) => (n < 0 ? 'frames of an interface that is not described' : `link type ${n}`),
  linkCut: () => 'frames that end inside their link header',
  linkTalk: (n: number) => `${linkProtocolName(n)} frames, content not read`,
  arp: () => 'ARP messages that are cut or not for IPv4 over Ethernet',
  ipCut: (n: number) => `IPv${n} packets that end inside their header`,
  ipWrong: (n: number) => `IPv${n} headers that cannot be true`,
  fragment: (n: number) => `fragments of IPv${n} packets that never became whole`,
  transportCut: (n: number) => `${n === 17 ? 'UDP' : 'TCP'} packets that end inside their header`,
  tunnel: () => 'tunnels nested too deep',
  inTunnel: (n: number) => `${linkProtocolName(n)} frames in a tunnel, not read`,
  tunnelCut: () => 'tunnel headers that are cut or not read',
  addresses: () => 'packets of addresses beyond the limit',
  conversations: () => 'packets of conversations beyond the limit',
  links: () => 'frames of layer-2 conversations beyond the limit',
  operations: () => 'messages beyond the limit of kinds',
  facts: () => 'facts beyond the limit',
  held: () => 'TCP bytes that waited for others, beyond the limit',
  gap: () => 'TCP bytes missing in the capture',
} as const

export type MissKind = keyof typeof MISS_TEXTS

const KINDS = Object.keys(MISS_TEXTS) as MissKind[]
const NUMBER_OF = Object.fromEntries(KINDS.map((kind, i) => [kind, i])) as Record<MissKind, number>
const BY_TEXT = 1000
const MAX_ROWS = 4096

/** Counts what was in the capture and was not understood, so that nothing is dropped in silence. */
export class Misses {
  readonly #rows = new IntTable(MAX_ROWS)
  readonly #tally = new Tally()
  readonly #texts: string[] = []
  readonly #textRows = new Map<string, number>()

  /** Counts one frame (or message) of a kind. */
  add(kind: MissKind, number: number, bytes: number, frame: Frame): void {
    this.#add(NUMBER_OF[kind], number, bytes, frame)
  }

  /** Counts under a text; for what is rare or has no number. */
  addText(text: string, bytes: number, frame: Frame): void {
    let number = this.#textRows.get(text)
    if (number === undefined) {
      // The last text stands for all that came too late for one of their own.
      number = Math.min(this.#texts.length, MAX_ROWS / 2)
      if (number < MAX_ROWS / 2) this.#textRows.set(text, number)
      this.#texts[number] = number < MAX_ROWS / 2 ? text : 'other things'
    }
    this.#add(BY_TEXT, number, bytes, frame)
  }

  /** How often a kind was met. */
  count(kind: MissKind, number = 0): number {
    const row = this.#rows.find(NUMBER_OF[kind], number, 0, 0)
    return row < 0 ? 0 : this.#tally.of(row).packets
  }

  fold(source: Sha256, file: string): NotUnderstood[] {
    const found: NotUnderstood[] = []
    for (let row = 0; row < this.#rows.size; row++) {
      const kind = this.#rows.keys[row * 4]!
      const number = this.#rows.keys[row * 4 + 1]!
      const what = kind === BY_TEXT ? this.#texts[number]! : MISS_TEXTS[KINDS[kind]!](number)
      const { packets, bytes } = this.#tally.of(row)
      found.push({ what, packets, bytes, frames: this.#tally.examples.refs(row, source, file) })
    }
    return found.sort(byKey((miss) => miss.what))
  }

  #add(kind: number, number: number, bytes: number, frame: Frame): void {
    let row = this.#rows.find(kind, number, 0, 0)
    if (row < 0) row = this.#rows.add(kind, number, 0, 0)
    if (row < 0) row = MAX_ROWS - 1
    this.#tally.add(row, bytes, frame)
  }
}
