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
/** Small enough that a chunk is still in the processor cache when it is hashed and read. */
const CHUNK = 1 << 18
const ROUNDS = 5
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
  const times = { ours: [] as number[], theirs: [] as number[], reading: [] as number[] }
  let segment = read(mix.file)
  let used = 0
  // The two take turns, so that what else the machine does meets both.
  for (let round = 0; round < ROUNDS; round++) {
    times.reading.push(...timed(1, () => eachChunk(mix.file, () => undefined)))
    const before = process.cpuUsage()
    times.ours.push(...timed(1, () => void (segment = read(mix.file))))
    const { user, system } = process.cpuUsage(before)
    used += (user + system) / 1e6 / ROUNDS
    if (hasTshark()) times.theirs.push(...timed(1, () => tshark(mix.file)))
  }
  const ours = median(times.ours)
  const messages = segment.conversations.flatMap((c) => c.operations).reduce((sum, o) => sum + o.count, 0)
  const name = 'reading a capture in full, one thread'
  const rows: BenchRow[] = [
    { name: `${name}: megabytes per second`, input, figure: mix.bytes / 1e6 / ours, unit: 'MB/s' },
    { name: `${name}: packets per second`, input, figure: mix.packets / ours, unit: 'packets/s' },
    { name: `${name}: CPU time`, input, figure: used, unit: 's' },
    {
      name: `${name}: what was found`,
      input,
      figure: segment.conversations.length,
      unit: `conversations with ${messages} messages`,
    },
    {
      name: `${name}, against reading the bytes alone`,
      input,
      figure: ours,
      unit: 's',
      versus: 'as fast as reading the bytes alone',
      ratio: median(times.reading) / ours,
    },
  ]
  if (times.theirs.length === 0) return rows
  const theirs = median(times.theirs)
  rows.push({
    name: `${name}, with all dissectors`,
    input,
    figure: ours,
    unit: 's',
    versus: `as fast as tshark -z conv,tcp -z conv,udp (${theirs.toFixed(1)} s)`,
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

function hasTshark(): boolean {
  return spawnSync('tshark', ['--version'], { stdio: 'ignore' }).status === 0
}

function tshark(file: string): void {
  spawnSync('tshark', ['-q', '-r', file, '-z', 'conv,tcp', '-z', 'conv,udp'], { stdio: 'ignore' })
}
