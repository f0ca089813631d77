import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Sha256 } from '../../groundwork/canonical.ts'
import type { Manner, Segment } from '../observation.ts'
import type { Intake, OpenOptions } from '../reader.ts'

/** What a reader finds in a file that it reads as a whole; the rest of a segment follows from the file itself. */
export type WholeFileContent = Pick<Segment, 'records' | 'addresses' | 'facts' | 'notUnderstood' | 'diagnostics'> &
  Partial<Pick<Segment, 'first' | 'last'>>

/** How a reader takes a whole file. */
export interface WholeFileReading {
  readonly id: string
  readonly manner: Manner
  /** Bytes that are held; `read` is told when there were more. */
  readonly largest: number
  read(bytes: Uint8Array, cut: boolean, options: OpenOptions): WholeFileContent
}

/** Takes files that make sense as a whole only: holds their bytes up to a limit, hashes all, and reads at the end. */
export class WholeFile implements Intake {
  readonly #options: OpenOptions
  readonly #reading: WholeFileReading
  readonly #hash = sha256.create()
  readonly #chunks: Uint8Array[] = []
  #kept = 0
  #bytes = 0

  constructor(options: OpenOptions, reading: WholeFileReading) {
    this.#options = options
    this.#reading = reading
  }

  feed(chunk: Uint8Array): void {
    const { hash } = this.#options
    if (hash) hash.update(chunk)
    else this.#hash.update(chunk)
    this.#bytes += chunk.length
    const there = Math.min(chunk.length, this.#reading.largest - this.#kept)
    if (there > 0) this.#chunks.push(chunk.slice(0, there))
    this.#kept += Math.max(0, there)
  }

  end(): Segment {
    const { file, vantage, hash } = this.#options
    const { id, manner, largest } = this.#reading
    const bytes = new Uint8Array(this.#kept)
    let at = 0
    for (const chunk of this.#chunks.splice(0)) {
      bytes.set(chunk, at)
      at += chunk.length
    }
    const { first, last, ...content } = this.#reading.read(bytes, this.#bytes > largest, this.#options)
    return {
      source: hash ? hash.digest() : (bytesToHex(this.#hash.digest()) as Sha256),
      from: 0,
      to: this.#bytes,
      file,
      reader: id,
      manner,
      vantage,
      first,
      last,
      bytes: this.#bytes,
      conversations: [],
      links: [],
      services: [],
      ...content,
    }
  }
}
