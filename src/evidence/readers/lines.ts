/** One line of a text file as it was cut out of its bytes. */
export interface Line {
  /** Without the line end and without a byte order mark. */
  readonly text: string
  /** From 1. */
  readonly number: number
  /** Of the first byte of the line in the file, and how many bytes it has without its end. */
  readonly offset: number
  readonly length: number
  /** False for a last line behind which no line end stands. */
  readonly ended: boolean
}

const NEWLINE = 0x0a
const RETURN = 0x0d

/**
 * Cuts UTF-8 bytes that come in chunks of any size into lines (LF or CRLF). A line longer than `longest` bytes is not held:
 * `tooLong` is told instead, with its number and offset.
 */
export class LineCutter {
  readonly #longest: number
  readonly #take: (line: Line) => void
  readonly #tooLong: (number: number, offset: number) => void
  readonly #decoder = new TextDecoder('utf-8')
  #held: Uint8Array[] = []
  #heldBytes = 0
  #over = false
  #number = 1
  #start = 0
  #at = 0

  constructor(longest: number, take: (line: Line) => void, tooLong: (number: number, offset: number) => void) {
    this.#longest = longest
    this.#take = take
    this.#tooLong = tooLong
  }

  feed(chunk: Uint8Array): void {
    let from = 0
    for (;;) {
      const end = chunk.indexOf(NEWLINE, from)
      if (end < 0) break
      this.#finish(chunk.subarray(from, end), true)
      from = end + 1
      this.#at += 1
      this.#start = this.#at
      this.#number++
    }
    if (from < chunk.length) this.#hold(chunk.subarray(from))
  }

  /** Call once, after the last chunk. */
  end(): void {
    if (this.#heldBytes > 0 || this.#over) this.#finish(new Uint8Array(), false)
  }

  #hold(part: Uint8Array): void {
    this.#at += part.length
    if (this.#over || this.#heldBytes + part.length > this.#longest) {
      this.#over = true
      this.#held = []
      this.#heldBytes = 0
      return
    }
    this.#held.push(part.slice())
    this.#heldBytes += part.length
  }

  #finish(last: Uint8Array, ended: boolean): void {
    const length = this.#heldBytes + last.length
    this.#at += last.length
    if (this.#over || length > this.#longest) this.#tooLong(this.#number, this.#start)
    else this.#hand(this.#heldBytes === 0 ? last : joined(this.#held, last, length), ended)
    this.#over = false
    this.#held = []
    this.#heldBytes = 0
  }

  #hand(bytes: Uint8Array, ended: boolean): void {
    const length = bytes.at(-1) === RETURN ? bytes.length - 1 : bytes.length
    const text = this.#decoder.decode(bytes.subarray(0, length))
    this.#take({ text, number: this.#number, offset: this.#start, length, ended })
  }
}

/**
 * A copy of a part of a text that does not keep the whole text alive, as parts do in the usual engines: for short values out
 * of long lines.
 */
export function ownText(part: string): string {
  return ` ${part}`.slice(1)
}

function joined(parts: readonly Uint8Array[], last: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  bytes.set(last, at)
  return bytes
}
