import type { Diagnostic, Parameters, Where } from '../../groundwork/diagnostic.ts'

/** Diagnostics listed per code; beyond, only their number is told. */
const LISTED = 100

/** Gathers what is wrong with one file, so that a file with one mistake in every row stays readable. */
export class Reports<Code extends string> {
  readonly #report: (code: Code, params?: Parameters, where?: Where) => Diagnostic
  readonly #more: (count: number, code: string) => Diagnostic
  readonly #listed: Diagnostic[] = []
  readonly #counts = new Map<string, number>()

  /** `more` says how many of a code are not listed. */
  constructor(
    report: (code: Code, params?: Parameters, where?: Where) => Diagnostic,
    more: (count: number, code: string) => Diagnostic,
  ) {
    this.#report = report
    this.#more = more
  }

  add(code: Code, params: Parameters, where: Where = {}): void {
    const count = (this.#counts.get(code) ?? 0) + 1
    this.#counts.set(code, count)
    if (count <= LISTED) this.#listed.push(this.#report(code, params, where))
  }

  all(): readonly Diagnostic[] {
    const more = [...this.#counts]
      .filter(([, count]) => count > LISTED)
      .map(([code, count]) => this.#more(count - LISTED, code))
    return [...this.#listed, ...more]
  }
}
