/** A place in a text: file name as the user knows it, and offsets in UTF-16 code units, `to` exclusive. */
export interface Span {
  readonly file: string
  readonly from: number
  readonly to: number
}

/** Line and column, both from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Where the lines of a text begin; turns offsets into positions when they are shown. */
export class LineIndex {
  readonly text: string
  readonly #starts: number[] = [0]

  constructor(text: string) {
    this.text = text
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) this.#starts.push(i + 1)
  }

  /** The position of an offset; offsets beyond the end count as the end. */
  at(offset: number): Position {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: Math.min(offset, this.text.length) - this.#starts[low]! + 1 }
  }

  /** The text of a line (from 1) without its line end. */
  line(number: number): string {
    const start = this.#starts[number - 1] ?? this.text.length
    const end = this.#starts[number] ?? this.text.length + 1
    return this.text.slice(start, end - 1).replace(/\r$/, '')
  }

  /** The offset at which a line (from 1) begins. */
  start(number: number): number {
    return this.#starts[number - 1] ?? this.text.length
  }
}
