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

/** What was made of bytes before, found by the bytes themselves: at most `size` results (a power of two), new ones in place of old. */
export class Remembered<T> {
  readonly #size: number
  readonly #longest: number
  readonly #make: (bytes: Uint8Array, from: number, to: number) => T
  readonly #bytes: (Uint8Array | undefined)[] = []
  readonly #made: T[] = []

  /** Of ranges longer than `longest` nothing is remembered. */
  constructor(size: number, longest: number, make: (bytes: Uint8Array, from: number, to: number) => T) {
    this.#size = size
    this.#longest = longest
    this.#make = make
  }

  /** What is made of a range of bytes. */
  of(bytes: Uint8Array, from: number, to: number): T {
    if (to - from > this.#longest) return this.#make(bytes, from, to)
    let hash = to - from
    // Some bytes are enough to find the place; what stands there is compared whole.
    for (let i = from, step = 1 + (hash >> 4); i < to; i += step) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
    const slot = (hash ^ (hash >>> 15)) & (this.#size - 1)
    const known = this.#bytes[slot]
    if (known && isSame(known, bytes, from, to)) return this.#made[slot]!
    const made = this.#make(bytes, from, to)
    this.#bytes[slot] = bytes.slice(from, to)
    this.#made[slot] = made
    return made
  }
}

/** What devices say they say again and again. */
const texts = new Remembered(2048, 128, (bytes, from, to) => decoded(bytes, from, to, false))

/** Text in UTF-8 (or UTF-16 as Windows writes it) from foreign bytes, without the filling zeros at its end; control characters become dots. */
export function textAt(bytes: Uint8Array, from: number, to: number, wide = false): string {
  const end = Math.max(from, to)
  return wide ? decoded(bytes, from, end, true) : texts.of(bytes, from, end)
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

let viewed: Uint8Array = new Uint8Array(0)
let view = new DataView(viewed.buffer)

/** A view of bytes that reads numbers of several bytes at once; made once as long as the same bytes are asked for again. */
export function viewOf(bytes: Uint8Array): DataView {
  if (bytes !== viewed) {
    viewed = bytes
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
  return view
}
