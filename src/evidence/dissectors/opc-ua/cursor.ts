/** Variants, diagnostic infos and data values inside each other that are followed. */
const DEEPEST = 16

/** Kinds of node id (OPC 10000-6, 5.2.2.9). */
export const NUMERIC = 0
export const STRING = 1
export const GUID = 2
export const OPAQUE = 3

/**
 * Reads the binary encoding of OPC UA (OPC 10000-6, clause 5.2) in place. Past the end every read gives 0 and sets `over`;
 * whoever loops over a count stops there, and as each element takes at least one byte no loop is longer than the message.
 */
export class Cursor {
  bytes: Uint8Array = new Uint8Array(0)
  at = 0
  to = 0
  over = false
  /** What `string` found last: an empty range for null and for an empty string. */
  from = 0
  end = 0
  /** What `nodeId` found last; a string, GUID or opaque id lies in `from` to `end`. */
  namespace = 0
  kind = NUMERIC
  number = 0

  set(bytes: Uint8Array, from: number, to: number): void {
    this.bytes = bytes
    this.at = from
    this.to = to
    this.over = false
  }

  skip(length: number): void {
    if (length > this.to - this.at || length < 0) {
      this.over = true
      this.at = this.to
    } else this.at += length
  }

  u8(): number {
    if (this.at >= this.to) {
      this.over = true
      return 0
    }
    return this.bytes[this.at++]!
  }

  u16(): number {
    const low = this.u8()
    return low | (this.u8() << 8)
  }

  u32(): number {
    const low = this.u16()
    return this.over ? 0 : low + this.u16() * 0x10000
  }

  /** How many elements an array has; null counts as none. */
  count(): number {
    const count = this.u32() | 0
    return count < 0 || this.over ? 0 : count
  }

  /** A string, byte string or XML element. */
  string(): void {
    const length = this.count()
    this.from = this.at
    this.skip(length)
    this.end = this.over ? this.from : this.at
  }

  /** A node id or expanded node id. */
  nodeId(): void {
    const mask = this.u8()
    const form = mask & 0x3f
    this.kind = form <= 2 ? NUMERIC : form - 2
    this.number = 0
    this.namespace = 0
    this.from = 0
    this.end = 0
    if (form === 0) this.number = this.u8()
    else if (form === 1) {
      this.namespace = this.u8()
      this.number = this.u16()
    } else if (form <= 5) {
      this.namespace = this.u16()
      if (form === 2) this.number = this.u32()
      else if (form === 4) {
        this.from = this.at
        this.skip(16)
        this.end = this.at
      } else this.string()
    } else this.skip(-1)
    if (!(mask & 0xc0)) return
    const { from, end } = this
    if (mask & 0x80) this.string()
    if (mask & 0x40) this.skip(4)
    this.from = from
    this.end = end
  }

  /** Passes an extension object; its type is what `nodeId` found last, its body lies in `from` to `end`. */
  extension(): void {
    this.nodeId()
    const body = this.u8()
    if (body === 1 || body === 2) this.string()
    else {
      this.from = this.at
      this.end = this.at
    }
  }

  localizedText(): void {
    const mask = this.u8()
    if (mask & 1) this.string()
    this.from = this.at
    this.end = this.at
    if (mask & 2) this.string()
  }

  qualifiedName(): void {
    this.skip(2)
    this.string()
  }

  diagnosticInfo(depth = 0): void {
    const mask = this.u8()
    // Symbolic id, namespace, localized text and locale are indexes of four bytes each.
    for (let bit = 1; bit <= 8; bit <<= 1) if (mask & bit) this.skip(4)
    if (mask & 0x10) this.string()
    if (mask & 0x20) this.skip(4)
    if (!(mask & 0x40)) return
    if (depth >= DEEPEST) this.skip(-1)
    else this.diagnosticInfo(depth + 1)
  }

  /** Passes a data value; returns its status code. */
  dataValue(depth = 0): number {
    const mask = this.u8()
    if (mask & 1) this.variant(depth + 1)
    const status = mask & 2 ? this.u32() : 0
    if (mask & 4) this.skip(8)
    if (mask & 0x10) this.skip(2)
    if (mask & 8) this.skip(8)
    if (mask & 0x20) this.skip(2)
    return status
  }

  variant(depth = 0): void {
    const mask = this.u8()
    const type = mask & 0x3f
    if (depth >= DEEPEST) return this.skip(-1)
    if (!(mask & 0x80)) this.value(type, depth)
    else {
      const size = sizeOf(type)
      const count = this.count()
      if (size > 0) this.skip(count * size)
      // Elements of no type take no bytes: their count must not be run through.
      else if (type > 0) for (let n = 0; n < count && !this.over; n++) this.value(type, depth)
    }
    if (mask & 0x40) this.skip(this.count() * 4)
  }

  /** Passes one value of a built-in type. */
  value(type: number, depth: number): void {
    const size = sizeOf(type)
    if (size > 0) return this.skip(size)
    if (type === 0) return
    if (type === 17 || type === 18) this.nodeId()
    else if (type === 20) this.qualifiedName()
    else if (type === 21) this.localizedText()
    else if (type === 22) this.extension()
    else if (type === 23) this.dataValue(depth + 1)
    else if (type === 24) this.variant(depth + 1)
    else if (type === 25) this.diagnosticInfo(depth + 1)
    else this.string()
  }
}

/** Bytes of a built-in type of fixed size (OPC 10000-6, 5.1.2); 0 for all others. */
function sizeOf(type: number): number {
  if (type === 0) return 0
  if (type <= 3) return 1
  if (type <= 5) return 2
  if (type <= 7 || type === 10 || type === 19) return 4
  if (type <= 9 || type === 11 || type === 13) return 8
  return type === 14 ? 16 : 0
}
