import { type Diagnostic, type Parameters, reporter } from '../../groundwork/diagnostic.ts'
import { byText } from '../../groundwork/order.ts'
import type { Span } from '../../groundwork/span.ts'
import { plantDiagnostics } from '../diagnostics.ts'

/** Codes of this room. */
export type PlantCode = keyof typeof plantDiagnostics

const report = reporter(plantDiagnostics)
const SHOWN = 200

/** Collects what is wrong with a plant: at most 200 messages of a kind, in the order of files and places. */
export class Desk {
  readonly #found: Diagnostic[] = []
  readonly #counts = new Map<PlantCode, number>()

  /** Reports one thing; `help` is worked out only when the message is kept. */
  report(code: PlantCode, params: Parameters, at: Span | undefined, help?: () => string | undefined): void {
    const count = (this.#counts.get(code) ?? 0) + 1
    this.#counts.set(code, count)
    if (count > SHOWN) return
    const span = at && { file: at.file, from: at.from, to: at.to }
    this.#found.push(report(code, params, { span, help: help?.() }))
  }

  /** Everything reported so far, in canonical order, with a last word on what was left out. */
  diagnostics(): Diagnostic[] {
    const sorted = [...this.#found].sort(
      (a, b) =>
        byText(a.span?.file ?? '', b.span?.file ?? '') ||
        (a.span?.from ?? 0) - (b.span?.from ?? 0) ||
        byText(a.code, b.code),
    )
    const more = [...this.#counts].filter(([, count]) => count > SHOWN).sort(([a], [b]) => byText(a, b))
    return [...sorted, ...more.map(([of, count]) => report('PLANT_MORE', { of, count: count - SHOWN }))]
  }
}
