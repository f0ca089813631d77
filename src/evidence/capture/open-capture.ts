import type { Sha256 } from '../../groundwork/canonical.ts'
import { captureFault } from '../diagnostics.ts'
import type { Dissector } from '../dissector.ts'
import { dissectors } from '../dissectors/registry.ts'
import { DEFAULT_LIMITS } from '../limits.ts'
import type { Intake, OpenOptions } from '../reader.ts'
import type { CaptureParser, RecordSink } from '../readers/records.ts'
import type { CaptureLimits } from '../limits.ts'
import { plainHash } from '../plain-hash.ts'
import { Capture } from './capture.ts'
import { foldCapture } from './segment.ts'

/** Stands for the hash of a file that is not whole yet. */
const NOT_YET = '0'.repeat(64) as Sha256

/** Makes the parser of one capture format. */
export type ParserMaker = (file: string, limits: CaptureLimits, sink: RecordSink) => CaptureParser

/** Opens a capture: bytes go in by chunks of any size, a segment comes out; memory is bounded by the limits. `using` is for tests. */
export function openCapture(
  reader: string,
  parserFor: ParserMaker,
  options: OpenOptions,
  using: readonly Dissector[] = [...dissectors.values()],
): Intake {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const capture = new Capture(limits, using)
  const parser = parserFor(options.file, limits, capture)
  const hash = options.hash ?? plainHash()
  let bytes = 0
  const segmentOf = (source: Sha256, whole: boolean) => {
    const { file, vantage } = options
    return foldCapture(capture, { file, source, reader, vantage, to: parser.readTo, bytes, whole }, limits)
  }
  return {
    feed(chunk) {
      bytes += chunk.length
      hash.update(chunk)
      parser.feed(chunk)
    },
    soFar() {
      capture.tell()
      return segmentOf(NOT_YET, false)
    },
    end() {
      parser.end()
      capture.end()
      if (capture.records === 0)
        capture.report(captureFault('CAPTURE_EMPTY', {}, { place: { file: options.file, offset: 0 } }))
      return segmentOf(hash.digest(), true)
    },
  }
}
