import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Sha256 } from '../../../groundwork/canonical.ts'
import { DEFAULT_LIMITS } from '../../limits.ts'
import type { Segment } from '../../observation.ts'
import type { EvidenceReader, Intake, OpenOptions } from '../../reader.ts'
import { type Line, LineCutter } from '../lines.ts'
import { LogRows, looksLikeJson, looksLikeNames } from './log-rows.ts'

/** Longest row, in bytes. */
const LONGEST_LINE = 1 << 20

/** A log of Zeek, in columns or in JSON, its own or one of ICSNPP. */
export const zeekLog: EvidenceReader = {
  id: 'zeek-log',
  title: 'Zeek log (columns or JSON lines, with ICSNPP)',
  recognizes(head) {
    const text = new TextDecoder().decode(head)
    const first = text.split('\n', 20).find((line) => line.trim() !== '' && !line.startsWith('### '))
    if (first === undefined) return text.startsWith('### BTest baseline data')
    if (/^#(?:separator|fields|path|set_separator)\s/.test(first)) return true
    if (text.startsWith('### BTest baseline data')) return true
    return looksLikeNames(first.replace(/\r$/, '')) || looksLikeJson(first)
  },
  open: (options) => new ZeekLogIntake(options),
}

class ZeekLogIntake implements Intake {
  readonly #options: OpenOptions
  readonly #hash = sha256.create()
  readonly #rows: LogRows
  readonly #cutter: LineCutter
  #bytes = 0

  constructor(options: OpenOptions) {
    this.#options = options
    this.#rows = new LogRows(options.file, { ...DEFAULT_LIMITS, ...options.limits })
    this.#cutter = new LineCutter(
      LONGEST_LINE,
      (line: Line) => this.#rows.line(line),
      (number, offset) => this.#rows.tooLong(number, offset, LONGEST_LINE),
    )
  }

  feed(chunk: Uint8Array): void {
    const { hash } = this.#options
    if (hash) hash.update(chunk)
    else this.#hash.update(chunk)
    this.#bytes += chunk.length
    this.#cutter.feed(chunk)
  }

  end(): Segment {
    const { file, vantage, hash } = this.#options
    this.#cutter.end()
    const source = hash ? hash.digest() : (bytesToHex(this.#hash.digest()) as Sha256)
    const rows = this.#rows
    const diagnostics = rows.close()
    return {
      source,
      from: 0,
      to: this.#bytes,
      file,
      reader: zeekLog.id,
      manner: 'seen',
      vantage,
      ...(rows.whole ? {} : { excerpt: true }),
      records: rows.records,
      bytes: this.#bytes,
      diagnostics,
      ...rows.fold.lists(source, file),
    }
  }
}
