import { viewOf } from '../../../groundwork/bytes.ts'
import type { CaptureLimits } from '../../limits.ts'
import { u16 } from '../numbers.ts'
import { type RecordSink, UnitParser } from '../records.ts'

const FILE_HEADER = 24
const RECORD_HEADER = 16

/** The first four bytes as a big-endian number, for the forms that are read: byte order and how many units make a second. */
const MAGICS: ReadonlyMap<number, { readonly little: boolean; readonly nanos: boolean }> = new Map([
  [0xa1b2c3d4, { little: false, nanos: false }],
  [0xd4c3b2a1, { little: true, nanos: false }],
  [0xa1b23c4d, { little: false, nanos: true }],
  [0x4d3cb2a1, { little: true, nanos: true }],
])

/** Forms of the format with other record headers, which are reported and not read. */
const VARIANTS: ReadonlyMap<number, string> = new Map([
  [0xa1b2cd34, 'the patched libpcap form with longer record headers'],
  [0x34cdb2a1, 'the patched libpcap form with longer record headers'],
  [0xa1e2cb12, 'the Nokia form'],
  [0x12cbe2a1, 'the Nokia form'],
  [0x1c0001ac, 'the IXIA hardware form'],
  [0xac01001c, 'the IXIA hardware form'],
  [0x1c0001ab, 'the IXIA software form'],
  [0xab01001c, 'the IXIA software form'],
])

/** Whether a file begins like a pcap file of any form, also of those that are only reported. */
export function isPcap(head: Uint8Array): boolean {
  return head.length >= 4 && (MAGICS.has(magicOf(head)) || VARIANTS.has(magicOf(head)))
}

function magicOf(head: Uint8Array): number {
  return ((head[0]! << 24) | (head[1]! << 16) | (head[2]! << 8) | head[3]!) >>> 0
}

/**
 * Reads the classic capture format (draft-ietf-opsawg-pcap): both byte orders, times in micro- or nanoseconds.
 * A record header that cannot be true ends the reading with a diagnostic; there is no mark in this format to go on from.
 */
export class PcapParser extends UnitParser {
  readonly #limits: CaptureLimits
  #little = false
  #nanos = false
  #link = -1

  constructor(file: string, limits: CaptureLimits, sink: RecordSink) {
    super(file, sink)
    this.#limits = limits
    this.wanted = FILE_HEADER
  }

  protected take(bytes: Uint8Array, from: number, to: number): number {
    let at = from
    if (this.#link < 0) {
      if (to - at < FILE_HEADER) return at
      this.#header(bytes, at)
      if (this.stopped) return at
      at += FILE_HEADER
      this.readTo = this.base + (at - from)
    }
    const little = this.#little
    const limit = this.#limits.record
    const view = viewOf(bytes)
    while (to - at >= RECORD_HEADER) {
      const length = view.getUint32(at + 8, little)
      if (length > limit) {
        this.stop('CAPTURE_RECORD_TOO_LONG', { length, limit }, this.base + (at - from))
        return at
      }
      const end = at + RECORD_HEADER + length
      if (end > to) {
        this.wanted = RECORD_HEADER + length
        return at
      }
      const offset = this.base + (at - from)
      const seconds = view.getUint32(at, little)
      const part = view.getUint32(at + 4, little)
      this.records++
      this.readTo = offset + RECORD_HEADER + length
      this.sink.record(
        bytes,
        at + RECORD_HEADER,
        end,
        view.getUint32(at + 12, little),
        seconds * 1e6 + (this.#nanos ? Math.floor(part / 1000) : part),
        this.#link,
        offset,
        RECORD_HEADER + length,
      )
      at = end
    }
    this.wanted = RECORD_HEADER
    return at
  }

  protected finish(left: number): void {
    if (this.#link < 0) this.stop('CAPTURE_CUT_IN_HEADER', { bytes: left, wanted: FILE_HEADER }, 0)
    else if (left > 0) this.stop('CAPTURE_CUT', { bytes: left, wanted: this.wanted }, this.base)
  }

  #header(bytes: Uint8Array, at: number): void {
    const number = magicOf(bytes.subarray(at))
    const magic = MAGICS.get(number)
    if (!magic) {
      this.stop('CAPTURE_VARIANT', { variant: VARIANTS.get(number) ?? 'an unknown form' }, 0)
      return
    }
    this.#little = magic.little
    this.#nanos = magic.nanos
    const major = u16(bytes, at + 4, magic.little)
    const minor = u16(bytes, at + 6, magic.little)
    // Before 2.3 the two lengths of a record header stood the other way round; nothing has written that since 1998.
    if (major !== 2 || minor < 4) this.stop('CAPTURE_VERSION', { version: `${major}.${minor}`, wanted: '2.4' }, 4)
    else this.#link = u16(bytes, at + (magic.little ? 20 : 22), magic.little)
  }
}
