import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dissectors } from '../src/evidence/dissectors/registry.ts'
import type { OtTruth } from '../src/evidence/ot-truth.ts'
import { framesOf, traceOf } from '../tests/kit/trace.ts'
import { type BenchRow, median } from './bench.ts'
import { type CaptureMix, framesBelow, type MixSource, writeCaptureMix } from './capture-mix.ts'
import { type Cost, hasProgram, measured } from './measured.ts'
import { writeScan } from './scan-capture.ts'

const SIZE = 1e9
/** Runs of each, of which the middle one counts; fewer where somebody is in a hurry, and then the rows say so. */
const ROUNDS = Number(process.env['COFFERDAM_BENCH_ROUNDS'] ?? 5)
const COUNTED = 60e6
const MILLION = 1_000_000
// The bundle of a bench lies two folders deep.
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const CLI = join(ROOT, 'dist', 'cli.js')

/** A tool that people would pick instead, and how it reads one file. */
interface Peer {
  readonly name: string
  readonly says: string
  readonly args: (file: string, folder: string) => readonly string[]
  readonly bar?: number
}

const PEERS: readonly Peer[] = [
  {
    name: 'tshark',
    says: 'tshark -z conv,tcp -z conv,udp',
    args: (f) => ['-q', '-r', f, '-z', 'conv,tcp', '-z', 'conv,udp'],
    bar: 12,
  },
  { name: 'ndpiReader', says: 'ndpiReader', args: (f) => ['-q', '-v', '0', '-i', f], bar: 1.5 },
  { name: 'argus', says: 'argus', args: (f) => ['-r', f, '-w', '/dev/null'] },
  { name: 'nfpcapd', says: 'nfpcapd', args: (f, folder) => ['-r', f, '-l', folder] },
  { name: 'cat', says: 'reading the file alone', args: (f) => [f] },
]

/** Reads a large capture of our own recorded traffic, whole processes side by side with what people would pick instead. */
export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cofferdam-bench-'))
  try {
    const recorded = framesBelow(join(ROOT, 'examples'))
    const all = withTraces(recorded)
    const part = writeCaptureMix(join(folder, 'part.pcap'), all, 1)
    const counted = writeCaptureMix(join(folder, 'counted.pcap'), all, COUNTED)
    const mix = writeCaptureMix(join(folder, 'mix.pcap'), recorded, SIZE)
    const several = ['a', 'b', 'c', 'd'].map((n) => writeCaptureMix(join(folder, `${n}.pcap`), recorded, SIZE / 2))
    return [...functions(part, counted), ...speed(mix, folder), ...side(several), ...million(join(folder, 'scan.pcap'))]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The captures of the example plants, and the trace of every protocol. */
function withTraces(recorded: MixSource): MixSource {
  const traces = [...dissectors.keys()].flatMap((id) => framesOf(traceOf(id)))
  return {
    frames: [...recorded.frames, ...traces],
    from: `${recorded.from} and the traces of ${dissectors.size} protocols`,
  }
}

const inspect = (workers: number, ...files: readonly string[]): Cost =>
  measured(process.execPath, [CLI, 'inspect', '--workers', `${workers}`, ...files])

/** Every function of the part must come as often as the mix has copies, to the unit. */
function functions(part: CaptureMix, mix: CaptureMix): BenchRow[] {
  const [one, all] = [part, mix].map(({ file }) => countsOf(file))
  const wrong = [...new Set([...one!.keys(), ...all!.keys()])].filter(
    (name) => (one!.get(name) ?? 0) * mix.copies !== (all!.get(name) ?? 0),
  )
  for (const name of wrong.slice(0, 10))
    console.error(`  ${name}: ${one!.get(name)} x ${mix.copies} is not ${all!.get(name)}`)
  return [
    {
      name: 'reading a capture in full: function counts that differ from copies x counts of the parts',
      input: inputOf(mix),
      figure: wrong.length,
      unit: `of ${one!.size} functions`,
      bar: 'none',
      ok: wrong.length === 0 && one!.size > 100,
    },
  ]
}

/** How often each function was met: `protocol direction name`. */
function countsOf(file: string): ReadonlyMap<string, number> {
  const { out } = measured(process.execPath, [CLI, 'inspect', '--format', 'ot-truth/1', file], true)
  const counts = new Map<string, number>()
  for (const { fns } of (JSON.parse(out) as OtTruth).conversations)
    for (const [protocol, directions] of Object.entries(fns))
      for (const [direction, names] of Object.entries(directions))
        for (const [name, count] of Object.entries(names)) {
          const key = `${protocol} ${direction} ${name}`
          counts.set(key, (counts.get(key) ?? 0) + count)
        }
  return counts
}

/** One worker and two against the peers, taking turns so that what else the machine does meets all. */
function speed(mix: CaptureMix, folder: string): BenchRow[] {
  const input = inputOf(mix)
  const peers = PEERS.filter((peer) => hasProgram(peer.name))
  const costs = new Map<string, Cost[]>()
  const note = (who: string, cost: Cost) => costs.set(who, [...(costs.get(who) ?? []), cost])
  for (let round = 0; round < ROUNDS; round++) {
    note('one', inspect(1, mix.file))
    note('two', inspect(2, mix.file))
    for (const { name, args } of peers) note(name, measured(name, args(mix.file, folder)))
  }
  const middle = (who: string, of: 'wall' | 'cpu' | 'memory') => median(costs.get(who)!.map((cost) => cost[of]))
  const wall = middle('one', 'wall')
  const name = 'reading a capture in full with all dissectors, one worker'
  const memory = middle('one', 'memory') / 1e6
  return [
    { name: `${name}: megabytes per second`, input, figure: mix.bytes / 1e6 / wall, unit: 'MB/s' },
    { name: `${name}: packets per second`, input, figure: mix.packets / wall, unit: 'packets/s' },
    { name: `${name}: CPU time`, input, figure: middle('one', 'cpu'), unit: 's' },
    { name: `${name}: peak memory`, input, figure: memory, unit: 'MB', bar: 'under 300 MB', ok: memory < 300 },
    ...peers.map(({ name: peer, says, bar }): BenchRow => {
      const ratio = middle(peer, 'wall') / wall
      return {
        name,
        input,
        figure: wall,
        unit: 's',
        versus: `as fast as ${says} (${middle(peer, 'wall').toFixed(1)} s wall, ${middle(peer, 'cpu').toFixed(1)} s CPU)`,
        ratio,
        ...(bar === undefined ? {} : { bar: `${bar} x`, ok: ratio >= bar }),
      }
    }),
    {
      name: 'reading a capture in full, two workers',
      input,
      figure: middle('two', 'wall'),
      unit: 's',
      versus: `as fast as one worker (CPU ${middle('two', 'cpu').toFixed(1)} s)`,
      ratio: wall / middle('two', 'wall'),
      bar: 'not slower',
      ok: wall >= middle('two', 'wall'),
    },
  ]
}

/** Several files with two workers against the same with one. */
function side(several: readonly CaptureMix[]): BenchRow[] {
  const files = several.map((mix) => mix.file)
  const walls = { one: [] as number[], two: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    walls.one.push(inspect(1, ...files).wall)
    walls.two.push(inspect(2, ...files).wall)
  }
  const ratio = median(walls.one) / median(walls.two)
  return [
    {
      name: `reading ${files.length} captures, two workers side by side`,
      input: `each: ${inputOf(several[0]!)}`,
      figure: median(walls.two),
      unit: 's',
      versus: 'as fast as one worker reads them',
      ratio,
      bar: '1.6 x',
      ok: ratio >= 1.6,
    },
  ]
}

/** A scan that makes a million conversations. */
function million(file: string): BenchRow[] {
  const { bytes, packets } = writeScan(file, MILLION)
  const cost = inspect(1, file)
  const memory = cost.memory / 1e6
  const input = `${(bytes / 1e6).toFixed(0)} MB, ${packets} packets, ${MILLION} conversations of a scan`
  return [
    { name: 'reading a million conversations', input, figure: cost.wall, unit: 's' },
    {
      name: 'reading a million conversations: peak memory',
      input,
      figure: memory,
      unit: 'MB',
      bar: 'under 1500 MB',
      ok: memory < 1500,
    },
  ]
}

function inputOf({ bytes, packets, copies, plants, from }: CaptureMix): string {
  return `${(bytes / 1e6).toFixed(0)} MB, ${packets} packets, ${copies} copies in ${plants} address plans of ${from} of our own; ${ROUNDS === 1 ? 'one run' : `median of ${ROUNDS}`}`
}
