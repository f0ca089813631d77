import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Sha256 } from '../src/groundwork/canonical.ts'
import type { Segment } from '../src/evidence/observation.ts'
import { openEvidence } from '../src/evidence/open-evidence.ts'
import { CORPUS } from '../tests/kit/need.ts'
import { type BenchRow, median, timed } from './bench.ts'
import { type CaptureMix, writeCaptureMix } from './capture-mix.ts'

const SIZE = 150e6
const CHUNK = 4 << 20
const ROUNDS = 5
const OTHER_ROUNDS = 3
/** Times faster than tshark, on one thread. */
const BAR = 10

/** Reads a large capture in full and holds that against tshark's conversation tables and against reading the bytes alone. */
export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cofferdam-bench-'))
  try {
    // Both this file and its bundle lie two folders deep.
    const examples = fileURLToPath(new URL('../../examples', import.meta.url))
    const here = fileURLToPath(new URL('../examples', import.meta.url))
    return measure(writeCaptureMix(join(folder, 'mix.pcap'), [join(CORPUS, 'captures'), examples, here], SIZE))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function measure(mix: CaptureMix): BenchRow[] {
  const input = `${(mix.bytes / 1e6).toFixed(0)} MB, ${mix.packets} packets, ${mix.copies} rewritten copies of ${mix.from}`
  let segment: Segment | undefined
  const reading = median(timed(ROUNDS, () => eachChunk(mix.file, () => undefined)))
  const before = process.cpuUsage()
  const all = timed(ROUNDS, () => {
    segment = read(mix.file)
  })
  const used = process.cpuUsage(before)
  const ours = median(all)
  const conversations = segment!.conversations.length
  const operations = segment!.conversations.reduce((n, c) => n + c.operations.reduce((sum, o) => sum + o.count, 0), 0)
  const name = 'reading a capture in full, one thread'
  const rows: BenchRow[] = [
    { name: `${name}: megabytes per second`, input, figure: mix.bytes / 1e6 / ours, unit: 'MB/s' },
    { name: `${name}: packets per second`, input, figure: mix.packets / ours, unit: 'packets/s' },
    { name: `${name}: CPU time`, input, figure: (used.user + used.system) / 1e6 / ROUNDS, unit: 's' },
    {
      name: `${name}: what was found`,
      input,
      figure: conversations,
      unit: `conversations with ${operations} messages`,
    },
    {
      name: `${name}, against reading the bytes alone`,
      input,
      figure: ours,
      unit: 's',
      versus: 'faster than read() (below 1: slower)',
      ratio: reading / ours,
    },
  ]
  const theirs = tshark(mix.file)
  if (theirs !== undefined)
    rows.push({
      name: `${name}, with all dissectors`,
      input,
      figure: ours,
      unit: 's',
      versus: `faster than tshark -z conv,tcp -z conv,udp (${theirs.toFixed(1)} s)`,
      ratio: theirs / ours,
      bar: `${BAR} x`,
      ok: theirs / ours >= BAR,
    })
  return rows
}

function read(file: string): Segment {
  const state = createHash('sha256')
  const intake = openEvidence({
    file: 'mix.pcap',
    vantage: { site: 'bench', space: 'bench', tap: undefined, covers: [], declared: false },
    hash: { update: (chunk) => void state.update(chunk), digest: () => state.digest('hex') as Sha256 },
  })
  eachChunk(file, (chunk) => intake.feed(chunk))
  return intake.end().segment!
}

function eachChunk(file: string, take: (chunk: Uint8Array) => void): void {
  const buffer = new Uint8Array(CHUNK)
  const from = openSync(file, 'r')
  for (let n = readSync(from, buffer); n > 0; n = readSync(from, buffer)) take(buffer.subarray(0, n))
  closeSync(from)
}

function tshark(file: string): number | undefined {
  const call = () => spawnSync('tshark', ['-q', '-r', file, '-z', 'conv,tcp', '-z', 'conv,udp'], { stdio: 'ignore' })
  if (spawnSync('tshark', ['--version'], { stdio: 'ignore' }).status !== 0) return undefined
  return median(timed(OTHER_ROUNDS, () => void call()))
}
