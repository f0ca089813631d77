/**
 * Reads numbers from bytes without ever leaving them: past the end a read gives 0 and sets `over`.
 * For readers off the hot path; dissectors index their bytes themselves.
 */
export class ByteReader {
  readonly bytes: Uint8Array
  readonly end: number
  at: number
  over = false
  readonly #view: DataView

  constructor(bytes: Uint8Array, from = 0, to = bytes.length) {
    this.bytes = bytes
    this.at = from
    this.end = Math.min(to, bytes.length)
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get left(): number {
    return Math.max(0, this.end - this.at)
  }

  u8(): number {
    return this.#take(1) ? this.#view.getUint8(this.at - 1) : 0
  }

  u16(littleEndian = false): number {
    return this.#take(2) ? this.#view.getUint16(this.at - 2, littleEndian) : 0
  }

  u32(littleEndian = false): number {
    return this.#take(4) ? this.#view.getUint32(this.at - 4, littleEndian) : 0
  }

  u64(littleEndian = false): bigint {
    return this.#take(8) ? this.#view.getBigUint64(this.at - 8, littleEndian) : 0n
  }

  /** A view of the next bytes; shorter than asked, with `over` set, at the end. */
  take(length: number): Uint8Array {
    const start = this.at
    const wanted = Math.max(0, length)
    const there = Math.min(wanted, this.left)
    this.#take(wanted)
    return this.bytes.subarray(start, start + there)
  }

  skip(length: number): void {
    this.#take(Math.max(0, length))
  }

  #take(length: number): boolean {
    if (this.over || length > this.end - this.at) {
      this.over = true
      return false
    }
    this.at += length
    return true
  }
}

/** ASCII text of a range: NUL and padding at the end dropped, what cannot be printed shown as `.`. */
export function asciiText(bytes: Uint8Array, from = 0, to = bytes.length): string {
  let text = ''
  for (let i = from; i < Math.min(to, bytes.length); i++) {
    const c = bytes[i]!
    text += c >= 0x20 && c < 0x7f ? String.fromCharCode(c) : c === 0 ? '\0' : '.'
  }
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\0 ]+$/, '').replace(/\0/g, '.')
}

/** Lower-case hex digits of a range. */
export function hexText(bytes: Uint8Array, from = 0, to = bytes.length): string {
  let text = ''
  for (let i = from; i < Math.min(to, bytes.length); i++) text += bytes[i]!.toString(16).padStart(2, '0')
  return text
}

const UTF_8 = new TextDecoder('utf-8')
const UTF_16 = new TextDecoder('utf-16le')

/** Texts decoded before, by a hash of their bytes: what devices say they say again and again. */
const RECENT = 2048
const RECENT_LONGEST = 128
const recentBytes: (Uint8Array | undefined)[] = []
const recentTexts: string[] = []

/** Text in UTF-8 (or UTF-16 as Windows writes it) from foreign bytes, without the filling zeros at its end; control characters become dots. */
export function textAt(bytes: Uint8Array, from: number, to: number, wide = false): string {
  const end = Math.max(from, to)
  if (wide || end - from > RECENT_LONGEST) return decoded(bytes, from, end, wide)
  let hash = end - from
  for (let i = from; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
  const slot = (hash ^ (hash >>> 15)) & (RECENT - 1)
  const known = recentBytes[slot]
  if (known && isSame(known, bytes, from, end)) return recentTexts[slot]!
  const text = decoded(bytes, from, end, false)
  recentBytes[slot] = bytes.slice(from, end)
  recentTexts[slot] = text
  return text
}

function decoded(bytes: Uint8Array, from: number, to: number, wide: boolean): string {
  const text = (wide ? UTF_16 : UTF_8).decode(bytes.subarray(from, to))
  // oxlint-disable-next-line no-control-regex
  return text.replace(/\u0000+$/, '').replace(/[\u0000-\u001f\u007f]/g, '.')
}

function isSame(known: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (known.length !== to - from) return false
  for (let i = 0; i < known.length; i++) if (known[i] !== bytes[from + i]) return false
  return true
}
