import type { OtTruth } from '../../src/evidence/ot-truth.ts'

/** One capture: the truth, and what was found where it could be read. */
export interface ScoredPair {
  readonly truth: OtTruth
  readonly found: OtTruth | undefined
}

/** How well the functions of a protocol are read, over all captures. */
export interface ProtocolScore {
  readonly protocol: string
  /** Pairs of hosts that speak it, and how many of their function sets are exactly equal. */
  readonly pairs: number
  readonly exact: number
  /** Functions (sender, receiver, function) in the truth, found, and in both. */
  readonly wanted: number
  readonly found: number
  readonly both: number
  /** Messages in the truth and found. */
  readonly messages: readonly [wanted: number, found: number]
}

/** The functions of all captures by protocol; a function is a row of sender, receiver and name, as for the scorer. */
export function byProtocol(captures: readonly ScoredPair[]): readonly ProtocolScore[] {
  const scores = new Map<string, { -readonly [key in keyof ProtocolScore]: ProtocolScore[key] }>()
  for (const { truth, found } of captures) {
    const [wanted, have] = [rowsOf(truth), found ? rowsOf(found) : new Map<string, Map<string, number>>()]
    for (const key of new Set([...wanted.keys(), ...have.keys()])) {
      const protocol = key.slice(0, key.indexOf(' '))
      const [w, h] = [wanted.get(key) ?? new Map<string, number>(), have.get(key) ?? new Map<string, number>()]
      const both = [...w.keys()].filter((name) => h.has(name)).length
      const empty = { protocol, pairs: 0, exact: 0, wanted: 0, found: 0, both: 0, messages: [0, 0] as const }
      const score = scores.get(protocol) ?? empty
      scores.set(protocol, {
        protocol,
        pairs: score.pairs + (w.size > 0 ? 1 : 0),
        exact: score.exact + (w.size > 0 && both === w.size && both === h.size ? 1 : 0),
        wanted: score.wanted + w.size,
        found: score.found + h.size,
        both: score.both + both,
        messages: [score.messages[0] + sum(w), score.messages[1] + sum(h)],
      })
    }
  }
  return [...scores.values()].sort((a, b) => (a.protocol < b.protocol ? -1 : 1))
}

/** The scores as a table of fixed columns. */
export function protocolTable(scores: readonly ProtocolScore[]): string {
  const cell = (text: string | number, width: number) => `${text}`.padStart(width)
  const share = (n: number, of: number) => (of === 0 ? '-' : ((100 * n) / of).toFixed(1))
  const head = `${'protocol'.padEnd(12)}${['pairs', 'exact', 'functions', 'prec', 'recall', 'messages', 'found'].map((t) => cell(t, 10)).join('')}`
  const lines = scores.map(({ protocol, pairs, exact, wanted, found, both, messages }) =>
    [
      protocol.padEnd(12),
      ...[pairs, exact, wanted, share(both, found), share(both, wanted), ...messages].map((value) => cell(value, 10)),
    ].join(''),
  )
  return [head, ...lines, ''].join('\n')
}

/** Counts by protocol and pair of hosts, then by sender and function. */
function rowsOf(one: OtTruth): Map<string, Map<string, number>> {
  const rows = new Map<string, Map<string, number>>()
  for (const { client, server, fns } of one.conversations)
    for (const [protocol, directions] of Object.entries(fns))
      for (const [direction, names] of Object.entries(directions))
        for (const [name, count] of Object.entries(names)) {
          const key = `${protocol.toLowerCase()} ${[client, server].sort().join(' ')}`
          const sender = direction === 'c2s' ? client : server
          const list = rows.get(key) ?? new Map<string, number>()
          rows.set(key, list)
          list.set(`${sender} ${name}`, (list.get(`${sender} ${name}`) ?? 0) + count)
        }
  return rows
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, n) => total + n, 0)
}
