import type { Diagnostic, Parameters } from '../../../groundwork/diagnostic.ts'
import { type AssetListFault, assetListFault } from './diagnostics.ts'

/** Diagnostics listed per code; beyond, only their number is told. */
const LISTED = 100

/** Gathers what is wrong with one list, so that a list with one mistake in every row stays readable. */
export class Reports {
  readonly #file: string
  readonly #listed: Diagnostic[] = []
  readonly #counts = new Map<AssetListFault, number>()

  constructor(file: string) {
    this.#file = file
  }

  /** `span` is the range of offsets in the decoded text. */
  add(code: AssetListFault, params: Parameters, span?: readonly [number, number]): void {
    const count = (this.#counts.get(code) ?? 0) + 1
    this.#counts.set(code, count)
    if (count > LISTED) return
    const where = span ? { span: { file: this.#file, from: span[0], to: span[1] } } : {}
    this.#listed.push(assetListFault(code, params, where))
  }

  all(): readonly Diagnostic[] {
    const more = [...this.#counts]
      .filter(([, count]) => count > LISTED)
      .map(([code, count]) => assetListFault('LIST_MORE', { count: count - LISTED, code }))
    return [...this.#listed, ...more]
  }
}
