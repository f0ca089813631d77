import type { CaptureLimits } from '../../limits.ts'
import { u16, u32 } from '../numbers.ts'
import { type RecordSink, UnitParser } from '../records.ts'
import { type CaptureInterface, interfaceOf, lossOf, microsOf, UNREAD_INTERFACE } from './options.ts'

const SECTION = 0x0a0d0d0a
const INTERFACE = 1
const OLD_PACKET = 2
const SIMPLE_PACKET = 3
const NAMES = 4
const STATISTICS = 5
const ENHANCED_PACKET = 6
const SECRETS = 10
const JOURNAL = 9

/** Blocks that hold no frames and nothing this product reads. */
const PASSED_OVER: ReadonlySet<number> = new Set([NAMES, SECRETS, JOURNAL])
const SMALLEST = 12

/** Whether a file begins like a pcapng file: a section header block with one of the two byte-order marks. */
export function isPcapng(head: Uint8Array): boolean {
  if (head.length < 12 || u32(head, 0, false) !== SECTION) return false
  const mark = u32(head, 8, false)
  return mark === 0x1a2b3c4d || mark === 0x4d3c2b1a
}

/**
 * Reads pcapng (draft-ietf-opsawg-pcapng): several sections of either byte order, several interfaces with their own link
 * type, clock resolution and offset; enhanced, simple and obsolete packet blocks. Other blocks are passed over and counted.
 * A block whose length cannot be true ends the reading with a diagnostic.
 */
export class PcapngParser extends UnitParser {
  readonly #limits: CaptureLimits
  #little = false
  #inSection = false
  #interfaces: CaptureInterface[] = []
  #lastTime = 0
  #timeless = 0
  /** Frames each interface says it lost: of the sections before, and by interface of this one. */
  #lostBefore = 0
  readonly #lost = new Map<number, number>()

  constructor(file: string, limits: CaptureLimits, sink: RecordSink) {
    super(file, sink)
    this.#limits = limits
    this.wanted = SMALLEST
  }

  protected take(bytes: Uint8Array, from: number, to: number): number {
    let at = from
    while (to - at >= SMALLEST) {
      const offset = this.base + (at - from)
      const type = this.#type(bytes, at, offset)
      if (this.stopped) return at
      const length = u32(bytes, at + 4, this.#little)
      if (length < SMALLEST || length % 4 !== 0) {
        this.stop('CAPTURE_BLOCK_LENGTH', { length, type: hex(type) }, offset)
        return at
      }
      if (!this.#isRead(type) || length > this.#limits.block) {
        this.#passOver(type, length)
        const here = Math.min(length, to - at)
        this.skip = length - here
        at += here
        this.wanted = SMALLEST
        if (this.skip > 0) return at
        this.readTo = offset + length
        continue
      }
      if (at + length > to) {
        this.wanted = length
        return at
      }
      if (u32(bytes, at + length - 4, this.#little) !== length) {
        this.stop('CAPTURE_BLOCK_LENGTH', { length, type: hex(type) }, offset)
        return at
      }
      this.#block(type, bytes, at, at + length - 4, offset, length)
      if (this.stopped) return at
      this.readTo = offset + length
      at += length
      this.wanted = SMALLEST
    }
    return at
  }

  protected finish(left: number): void {
    if (left > 0 || this.skip > 0)
      this.stop('CAPTURE_CUT', { bytes: left, wanted: this.wanted }, this.skip > 0 ? this.readTo : this.base)
  }

  override end(): void {
    super.end()
    if (this.#timeless > 0) this.note('CAPTURE_NO_TIMES', { records: this.#timeless })
    const packets = this.#lostInAll()
    if (packets > 0) this.note('CAPTURE_DROPPED', { packets })
  }

  #lostInAll(): number {
    return [...this.#lost.values()].reduce((sum, lost) => sum + lost, this.#lostBefore)
  }

  /** The type of the block at hand; a section header also sets the byte order for its own length. */
  #type(bytes: Uint8Array, at: number, offset: number): number {
    if (u32(bytes, at, false) === SECTION) {
      const mark = u32(bytes, at + 8, false)
      if (mark !== 0x1a2b3c4d && mark !== 0x4d3c2b1a) this.stop('CAPTURE_BYTE_ORDER', { mark: hex(mark) }, offset + 8)
      this.#little = mark === 0x4d3c2b1a
      this.#inSection = true
      return SECTION
    }
    if (!this.#inSection) this.stop('CAPTURE_BYTE_ORDER', { mark: hex(u32(bytes, at, false)) }, offset)
    return u32(bytes, at, this.#little)
  }

  #isRead(type: number): boolean {
    return type === SECTION || (type >= INTERFACE && type <= ENHANCED_PACKET && type !== NAMES)
  }

  #passOver(type: number, length: number): void {
    if (this.#isRead(type))
      this.sink.skipped(`pcapng block ${hex(type)} longer than ${this.#limits.block} bytes`, length)
    else if (!PASSED_OVER.has(type)) this.sink.skipped(`pcapng block ${hex(type)}`, length)
    // An interface that is not held must still count, or the packets of later ones would be taken for its own.
    if (type === INTERFACE) this.#interfaces.push(UNREAD_INTERFACE)
  }

  #block(type: number, b: Uint8Array, at: number, end: number, offset: number, length: number): void {
    const little = this.#little
    const body = at + 8
    switch (type) {
      case SECTION: {
        if (length < 28) return this.stop('CAPTURE_BLOCK_LENGTH', { length, type: hex(type) }, offset)
        const version = `${u16(b, body + 4, little)}.${u16(b, body + 6, little)}`
        this.#lostBefore = this.#lostInAll()
        this.#lost.clear()
        this.#interfaces = []
        // 1.2 is what some writers put for 1.0.
        if (version !== '1.0' && version !== '1.2')
          this.stop('CAPTURE_VERSION', { version, wanted: '1.0' }, offset + 12)
        return
      }
      case INTERFACE:
        if (this.#interfaces.length >= this.#limits.interfaces)
          return this.stop('CAPTURE_INTERFACES', { limit: this.#limits.interfaces }, offset)
        this.#interfaces.push(interfaceOf(b, body, end, little))
        return
      case STATISTICS:
        if (end - body < 12) break
        // Counters go on from block to block; the last one of an interface tells.
        if (u32(b, body, little) < this.#interfaces.length)
          this.#lost.set(u32(b, body, little), lossOf(b, body, end, little))
        return
      case ENHANCED_PACKET:
      case OLD_PACKET: {
        if (end - body < 20) break
        const captured = u32(b, body + 12, little)
        // The old block holds its interface in 16 bits and a count of drops behind it.
        const from = type === OLD_PACKET ? u16(b, body, little) : u32(b, body, little)
        const wire = u32(b, body + 16, little)
        return this.#packet(b, body + 20, end, captured, wire, from, body + 4, offset, length)
      }
      case SIMPLE_PACKET: {
        if (end - body < 4) break
        const wire = u32(b, body, little)
        const room = end - body - 4
        const captured = Math.min(wire, room, this.#interfaces[0]?.snap || room)
        return this.#packet(b, body + 4, end, captured, wire, 0, -1, offset, length)
      }
    }
    this.stop('CAPTURE_BLOCK_LENGTH', { length, type: hex(type) }, offset)
  }

  #packet(
    b: Uint8Array,
    from: number,
    end: number,
    captured: number,
    wire: number,
    number: number,
    timeAt: number,
    offset: number,
    length: number,
  ): void {
    if (captured > end - from || captured > this.#limits.record)
      return this.stop(
        'CAPTURE_RECORD_TOO_LONG',
        { length: captured, limit: Math.min(end - from, this.#limits.record) },
        offset,
      )
    const of = this.#interfaces[number]
    if (!of) return this.stop('CAPTURE_NO_INTERFACE', { interface: number, known: this.#interfaces.length }, offset)
    // A simple packet block has no time; the frame is placed beside the one before it.
    if (timeAt < 0) this.#timeless++
    else this.#lastTime = microsOf(of, u32(b, timeAt, this.#little), u32(b, timeAt + 4, this.#little))
    this.records++
    this.sink.record(b, from, from + captured, wire, this.#lastTime, of.link, offset, length)
  }
}

function hex(n: number): string {
  return `0x${n.toString(16).padStart(8, '0')}`
}
