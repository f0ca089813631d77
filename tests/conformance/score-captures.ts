import { spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Segment } from '../../src/evidence/observation.ts'
import { openEvidence } from '../../src/evidence/open-evidence.ts'
import { type OtTruth, otTruth } from '../../src/evidence/ot-truth.ts'
import { makerLookup } from '../../src/inventory/makers.ts'
import { byProtocol, protocolTable, type ProtocolScore, type ScoredPair } from './score-protocols.ts'

/** Holds our reader against a folder of captures with truth in the interchange format: `NAME`, `truth/NAME.truth.json`, `score.py`. */

const makerOf = makerLookup(createRequire(import.meta.url)('oui-data') as Record<string, string>)

/** Reads a capture in pieces of 1 MiB; `undefined` when no reader knows it. */
export function readCapture(path: string): Segment | undefined {
  const vantage = { site: 'site', space: 'site', tap: undefined, covers: [], declared: false }
  const intake = openEvidence({ file: path, vantage })
  const buffer = new Uint8Array(1 << 20)
  const file = openSync(path, 'r')
  for (let n = readSync(file, buffer); n > 0; n = readSync(file, buffer)) intake.feed(buffer.subarray(0, n))
  closeSync(file)
  return intake.end().segment
}

/** What the scorer said. */
export interface Scored {
  readonly table: string
  /** Functions by protocol over all files, made from the same rows as the scorer's. */
  readonly protocols: readonly ProtocolScore[]
  /** Per file, and `TOTAL`: percentages by measure; for sets `<measure> precision` and `<measure> recall`. */
  readonly figures: ReadonlyMap<string, Readonly<Record<string, number | undefined>>>
}

/**
 * Reads the captures of a folder (all, or the named ones), writes what was found in the interchange format into a temporary
 * folder and runs the folder's scorer over it. Throws when the folder has no truth, or when python3 is missing.
 */
export function scoreCaptures(folder: string, only?: readonly string[], more: readonly string[] = []): Scored {
  const truths = join(folder, 'truth')
  const work = mkdtempSync(join(tmpdir(), 'ot-truth-'))
  const pairs: ScoredPair[] = []
  try {
    for (const part of ['out', 'truth']) mkdirSync(join(work, part))
    const names = readdirSync(truths)
      .filter((name) => name.endsWith('.truth.json'))
      .map((name) => name.slice(0, -'.truth.json'.length))
      .filter((name) => only === undefined || only.includes(name))
    for (const name of names) {
      const truth = readFileSync(join(truths, `${name}.truth.json`), 'utf8')
      writeFileSync(join(work, 'truth', `${name}.truth.json`), truth)
      const capture = join(folder, name)
      const segment = existsSync(capture) ? readCapture(capture) : undefined
      const found = segment && otTruth([segment], makerOf)
      if (found) writeFileSync(join(work, 'out', `${name}.json`), JSON.stringify(found))
      pairs.push({ truth: JSON.parse(truth) as OtTruth, found })
    }
    const scorer = join(folder, 'score.py')
    const run = spawnSync('python3', [scorer, join(work, 'out'), join(work, 'truth'), ...more], { encoding: 'utf8' })
    if (run.error) throw run.error
    if (run.stderr) throw new Error(run.stderr)
    return { table: run.stdout, protocols: byProtocol(pairs), figures: figures(run.stdout, names) }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

const SETS = ['macs', 'ips', 'conversations', 'functions', 'l2', 'identities']
const COLUMNS = [
  ...SETS.flatMap((set) => [`${set} precision`, `${set} recall`]),
  'packets',
  'vendors',
  'function sets',
  'counts',
]

/** The rows of the scorer's table; its first column is 34 characters wide, and `-` stands where there is nothing to count. */
function figures(table: string, names: readonly string[]): Scored['figures'] {
  const found = new Map<string, Record<string, number | undefined>>()
  for (const name of [...names, 'TOTAL']) {
    const line = table.split('\n').find((l) => l.slice(0, 34).trim() === name.slice(0, 33).trim())
    if (!line) continue
    const cells = line.slice(34).trim().split(/\s+/)
    const row = COLUMNS.map((column, i) => [column, cells[i] === '-' ? undefined : Number(cells[i])] as const)
    found.set(name, Object.fromEntries(row))
  }
  return found
}

/** `npm run score:captures -- <folder> [capture …] [--show N] [--exceptions FILE]`: prints the scorer's table, 0 when it could be made. */
export function run(args: readonly string[]): number {
  const [folder, ...rest] = args
  if (folder === undefined || !existsSync(join(folder, 'truth'))) {
    console.error('usage: npm run score:captures -- <folder with captures, truth/ and score.py> [capture …] [--show N]')
    return 2
  }
  const first = rest.findIndex((word) => word.startsWith('--'))
  const only = rest.slice(0, first < 0 ? rest.length : first)
  const more = first < 0 ? [] : rest.slice(first)
  const { table, protocols } = scoreCaptures(folder, only.length > 0 ? only : undefined, more)
  console.log(`${table}\n${protocolTable(protocols)}`)
  return 0
}
