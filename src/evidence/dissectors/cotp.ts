import { ASKED, DONE, type OperationMeaning, type OutcomeCode, REFUSED } from '../dissector.ts'
import { COTP } from './tpkt.ts'

/** What is told of COTP connections (X.224 clause 13) below any protocol that uses them: booked under `cotp`. */

const TITLES: Readonly<Record<number, string>> = {
  [COTP.CR]: 'connection request',
  [COTP.CC]: 'connection confirm',
  [COTP.DR]: 'disconnect request',
  [COTP.DC]: 'disconnect confirm',
  [COTP.ER]: 'TPDU error',
}
const CALLED_TSAP = 0xc2

/** The meaning of a TPDU code other than data. */
export function cotpMeaning(code: number): OperationMeaning {
  const name = Object.entries(COTP).find(([, value]) => value === code)?.[0]
  return {
    protocol: 'cotp',
    name: name ?? `TPDU_${code.toString(16).padStart(2, '0')}`,
    title: TITLES[code] ?? 'transport control',
    class: 'session',
  }
}

/** How the exchange that a TPDU belongs to ended. */
export function cotpOutcome(code: number): OutcomeCode {
  return code === COTP.CR ? ASKED : code === COTP.CC ? DONE : REFUSED
}

/**
 * The called TSAP of a connection request or confirm (clause 13.3.4) where it has the usual two bytes, otherwise -1; `from` to
 * `to` is the header behind the TPDU code.
 */
export function calledTsap(code: number, b: Uint8Array, from: number, to: number): number {
  if (code !== COTP.CR && code !== COTP.CC) return -1
  for (let i = from + 5; i + 2 <= to; i += 2 + b[i + 1]!)
    if (b[i] === CALLED_TSAP && b[i + 1] === 2 && i + 4 <= to) return (b[i + 2]! << 8) | b[i + 3]!
  return -1
}
