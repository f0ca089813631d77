import { Inflate } from 'fflate'

/** What the archive of one workbook may cost. */
export const ZIP_LIMITS = {
  entries: 2_000,
  /** Bytes of all files that are unpacked together. */
  unpacked: 96 << 20,
  /** How many times its packed size a file may grow; the first megabyte is free. */
  ratio: 200,
} as const

/** Why an archive, or a file in it, is not read. */
export class ZipFault {
  readonly why: string

  constructor(why: string) {
    this.why = why
  }
}

interface Entry {
  readonly name: string
  readonly method: number
  readonly encrypted: boolean
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

/**
 * Files of a ZIP archive (APPNOTE 6.3), found by its central directory and unpacked one by one within limits: what a file
 * claims to grow to is checked before, and what it does grow to while it is unpacked.
 */
export class ZipFiles {
  readonly #bytes: Uint8Array
  readonly #entries: ReadonlyMap<string, Entry>
  #left: number = ZIP_LIMITS.unpacked

  private constructor(bytes: Uint8Array, entries: ReadonlyMap<string, Entry>) {
    this.#bytes = bytes
    this.#entries = entries
  }

  static open(bytes: Uint8Array): ZipFiles | ZipFault {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const end = endOfDirectory(view)
    if (end < 0) return new ZipFault('it has no directory at its end, as when it was cut')
    const count = view.getUint16(end + 10, true)
    let at = view.getUint32(end + 16, true)
    if (count === 0xffff || at === 0xffffffff) return new ZipFault('it is of the large kind (ZIP64)')
    if (count > ZIP_LIMITS.entries) return new ZipFault(`it holds ${count} files, more than ${ZIP_LIMITS.entries}`)
    const entries = new Map<string, Entry>()
    for (let i = 0; i < count; i++) {
      if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50)
        return new ZipFault('its directory is damaged')
      const [nameLength, extra, comment] = [28, 30, 32].map((o) => view.getUint16(at + o, true)) as [
        number,
        number,
        number,
      ]
      const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength))
      if (!entries.has(name))
        entries.set(name, {
          name,
          encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
          method: view.getUint16(at + 10, true),
          crc: view.getUint32(at + 16, true),
          packed: view.getUint32(at + 20, true),
          size: view.getUint32(at + 24, true),
          offset: view.getUint32(at + 42, true),
        })
      at += 46 + nameLength + extra + comment
    }
    return new ZipFiles(bytes, entries)
  }

  has(name: string): boolean {
    return this.#entries.has(name)
  }

  /** The text of a file in UTF-8; `undefined` when the archive has none of this name. */
  text(name: string): string | ZipFault | undefined {
    const entry = this.#entries.get(name)
    if (!entry) return undefined
    const bytes = this.#unpack(entry)
    return bytes instanceof ZipFault ? bytes : new TextDecoder().decode(bytes)
  }

  #unpack(entry: Entry): Uint8Array | ZipFault {
    const { name, method, packed, size, offset, encrypted } = entry
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength)
    if (encrypted) return new ZipFault(`"${name}" is encrypted`)
    if (offset + 30 > this.#bytes.length || view.getUint32(offset, true) !== 0x04034b50)
      return new ZipFault(`"${name}" does not stand where the directory says`)
    const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
    if (from + packed > this.#bytes.length) return new ZipFault(`"${name}" is cut`)
    const most = Math.min(this.#left, (1 << 20) + ZIP_LIMITS.ratio * packed)
    const tooLarge = new ZipFault(
      this.#left <= most
        ? `its files unpack to more than ${ZIP_LIMITS.unpacked >> 20} MB`
        : `"${name}" grows to more than ${ZIP_LIMITS.ratio} times its packed size`,
    )
    if (size > most) return tooLarge
    const content = this.#bytes.subarray(from, from + packed)
    const bytes = method === 0 ? content : method === 8 ? inflated(content, size) : undefined
    if (!bytes)
      return new ZipFault(method === 8 ? `"${name}" is damaged` : `"${name}" is packed in a way not read here`)
    if (bytes.length !== size || crc32(bytes) !== entry.crc) return new ZipFault(`"${name}" is damaged`)
    this.#left -= bytes.length
    return bytes
  }
}

function endOfDirectory(view: DataView): number {
  for (let i = view.byteLength - 22; i >= Math.max(0, view.byteLength - 22 - 0xffff); i--)
    if (view.getUint32(i, true) === 0x06054b50) return i
  return -1
}

/** Bytes handed over at a time: a slice can grow by a factor of about a thousand before anybody looks. */
const SLICE = 1 << 14

/** Inflates to at most the size that was claimed; nothing where the bytes are no DEFLATE stream or hold more. */
function inflated(packed: Uint8Array, size: number): Uint8Array | undefined {
  const out = new Uint8Array(size)
  let at = 0
  const inflate = new Inflate((chunk) => {
    if (at + chunk.length <= size) out.set(chunk, at)
    at += chunk.length
  })
  for (let i = 0; i < packed.length && at <= size; i += SLICE) {
    try {
      inflate.push(packed.subarray(i, i + SLICE), i + SLICE >= packed.length)
    } catch {
      // The library says "this is no DEFLATE stream" by throwing.
      return undefined
    }
  }
  return at === size ? out : undefined
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c
})

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (let i = 0; i < bytes.length; i++) crc = CRC[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
