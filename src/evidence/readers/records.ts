import type { Diagnostic, Parameters } from '../../groundwork/diagnostic.ts'
import { captureFault, type CaptureFault } from '../diagnostics.ts'

/** Where a capture reader hands over its records, one call each; the bytes are only valid during the call. */
export interface RecordSink {
  /**
   * One captured frame: `bytes[from, to)`, its length on the wire, its time in microseconds since 1970, its link type
   * (LINKTYPE registry), and where the whole record with its header lies in the file.
   */
  record(
    bytes: Uint8Array,
    from: number,
    to: number,
    wire: number,
    time: number,
    link: number,
    offset: number,
    length: number,
  ): void
  /** Something in the file that is no frame and was not understood. */
  skipped(what: string, bytes: number): void
  report(diagnostic: Diagnostic): void
}

/** A push parser for one capture format. */
export interface CaptureParser {
  feed(chunk: Uint8Array): void
  end(): void
  /** Offset just behind the last record that was read whole. */
  readonly readTo: number
}

/**
 * Cuts a byte stream that comes in chunks of any size into whole units. A subclass reads as many units as are there and says
 * how many bytes the next one needs; only a unit that crosses chunks is copied. Holds at most one unit.
 */
export abstract class UnitParser implements CaptureParser {
  /** Offset in the file of the first byte that `take` sees. */
  protected base = 0
  /** Bytes the next unit needs in all, as far as known; set by `take` when it returns early. */
  protected wanted = 1
  /** Bytes to pass over without holding them. */
  protected skip = 0
  /** Set when the file cannot be read further; what follows is only counted. */
  protected stopped = false
  /** Records handed over so far. */
  protected records = 0
  protected readonly sink: RecordSink
  readTo = 0
  readonly #file: string
  #total = 0
  #fault: { readonly code: CaptureFault; readonly params: Parameters; readonly offset: number } | undefined
  #rest = new Uint8Array(1024)
  #held = 0

  constructor(file: string, sink: RecordSink) {
    this.#file = file
    this.sink = sink
  }

  /** Reads whole units from `bytes[from, to)` and returns how far it came; sets `wanted` for the unit it could not read. */
  protected abstract take(bytes: Uint8Array, from: number, to: number): number
  /** Called once at the end with the bytes of a unit that never became whole. */
  protected abstract finish(left: number): void

  feed(chunk: Uint8Array): void {
    this.#total += chunk.length
    let at = 0
    while (at < chunk.length && !this.stopped) {
      if (this.skip > 0) {
        const step = Math.min(this.skip, chunk.length - at)
        this.skip -= step
        this.base += step
        at += step
        if (this.skip === 0) this.readTo = this.base
      } else if (this.#held > 0) at += this.#topUp(chunk, at)
      else at = this.#direct(chunk, at)
    }
  }

  end(): void {
    if (!this.stopped) this.finish(this.#held)
    if (!this.#fault) return
    const { code, params, offset } = this.#fault
    const unread = Math.max(0, this.#total - offset)
    const place = { file: this.#file, offset, record: this.records + 1 }
    this.sink.report(captureFault(code, { ...params, unread }, { place }))
  }

  /** Ends the reading at an offset; reported at the end, when it is known how many bytes stay unread. */
  protected stop(code: CaptureFault, params: Parameters, offset: number): void {
    this.stopped = true
    this.#fault = { code, params, offset }
  }

  /** Reports something about the file as a whole. */
  protected note(code: CaptureFault, params: Parameters): void {
    this.sink.report(captureFault(code, params, { place: { file: this.#file, offset: 0 } }))
  }

  #direct(chunk: Uint8Array, at: number): number {
    const end = this.take(chunk, at, chunk.length)
    this.base += end - at
    if (this.stopped || this.skip > 0) return end
    this.#hold(chunk, end, chunk.length)
    return chunk.length
  }

  #topUp(chunk: Uint8Array, at: number): number {
    const step = Math.min(this.wanted - this.#held, chunk.length - at)
    this.#hold(chunk, at, at + step)
    if (this.#held < this.wanted) return step
    const end = this.take(this.#rest, 0, this.#held)
    this.base += end
    // The rest holds no more than one unit, so it is either still too short or wholly read.
    if (end > 0) this.#held = 0
    return step
  }

  #hold(bytes: Uint8Array, from: number, to: number): void {
    const size = this.#held + to - from
    if (size > this.#rest.length) {
      const larger = new Uint8Array(Math.max(size, this.wanted, this.#rest.length * 2))
      larger.set(this.#rest.subarray(0, this.#held))
      this.#rest = larger
    }
    this.#rest.set(bytes.subarray(from, to), this.#held)
    this.#held = size
  }
}
