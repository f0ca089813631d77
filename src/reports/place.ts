import { timeText } from '../groundwork/day.ts'
import type { Diagnostic } from '../groundwork/diagnostic.ts'
import { LineIndex } from '../groundwork/span.ts'
import { unreachable } from '../groundwork/brand.ts'
import { frameName, type Origin } from '../standard/origin.ts'

/** Turns places into texts; keeps one line index per file, as many places lie in few files. */
export class Places {
  readonly #texts: ReadonlyMap<string, string>
  readonly #lines = new Map<string, LineIndex>()

  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts
  }

  /** `plant.yaml:12`, `tap.pcap frame 7 (2026-11-01T…)`, `document "review" (file, hash)`. */
  of(origin: Origin): string {
    switch (origin.kind) {
      case 'line':
        return this.line(origin.span.file, origin.span.from)
      case 'frame':
        return `${origin.frame.file} ${frameName(origin.frame)} (${timeText(origin.frame.time)})`
      case 'row':
        return origin.sheet === undefined
          ? `${origin.file}:${origin.line}`
          : `${origin.file}, sheet "${origin.sheet}", row ${origin.line}`
      case 'document': {
        const details = [origin.file, origin.date, origin.hash?.slice(0, 12)].filter((d) => d !== undefined)
        return `evidence "${origin.evidence}"${details.length > 0 ? ` (${details.join(', ')})` : ''}`
      }
      case 'catalog':
        return `catalog row ${origin.row}`
      default:
        return unreachable(origin)
    }
  }

  /** File and line of an offset; the offset itself where the text is not at hand. */
  line(file: string, offset: number): string {
    let index = this.#lines.get(file)
    if (!index) {
      const text = this.#texts.get(file)
      if (text === undefined) return `${file}, offset ${offset}`
      index = new LineIndex(text)
      this.#lines.set(file, index)
    }
    return `${file}:${index.at(offset).line}`
  }

  /** The place of a diagnostic, or nothing when it has none. */
  ofDiagnostic(diagnostic: Diagnostic): string | undefined {
    if (diagnostic.span) return this.line(diagnostic.span.file, diagnostic.span.from)
    const { place } = diagnostic
    return place && `${place.file}${place.record === undefined ? '' : `, record ${place.record}`}, byte ${place.offset}`
  }
}
