/** One measured claim: what was measured on which input, and where it applies the ratio to another tool and the bar it must pass. */
export interface BenchRow {
  /** The claim, as the README words it. */
  readonly name: string
  readonly input: string
  readonly figure: number
  readonly unit: string
  /** The tool or way it was held against in the same run. */
  readonly versus?: string
  /** How many times faster or smaller than that. */
  readonly ratio?: number
  readonly bar?: string
  readonly ok?: boolean
}

/** The middle of several runs. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
