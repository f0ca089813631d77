import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Carrier } from '../../src/evidence/dissector.ts'
import { dissectors } from '../../src/evidence/dissectors/registry.ts'
import { evidenceReaders } from '../../src/evidence/readers/registry.ts'
import { framesIn } from '../kit/captures.ts'
import { joined, ng, pcapFile, timeOf } from '../kit/frames.ts'
import { damaged, type Luck, luck } from '../kit/luck.ts'
import { doubled, fragmented, interleaved, merged, reordered, repeated, split } from '../kit/reshape.ts'
import { framesOf, type Trace, traceOf } from '../kit/trace.ts'
import { TUNNELS } from '../kit/wrapped.ts'
import { zstdOf } from '../kit/zstd-of.ts'
import type { Input } from './attempt.ts'
import { samplesOf } from './samples.ts'

/** Where real traffic and lists are found. */
export interface Places {
  /** The folder of the repository. */
  readonly root: string
  /** The folder of third-party captures, where it is there. */
  readonly corpus: string | undefined
}

/** What can be fuzzed: a protocol, a reader, or something that belongs to none. */
export interface Target {
  readonly id: string
  /** The input of a seed, the same each time. */
  input(seed: number): Input
}

/** Frames of a capture that inputs are made from. */
const SLICE = 40

/** Everything that can be fuzzed. */
export function targetsAt(places: Places): Target[] {
  const captures = capturesAt(places)
  const traces = new Map([...dissectors.keys()].filter(hasTrace).map((id) => [id, traceOf(id)]))
  const target = (id: string, make: (chance: Luck) => Omit<Input, 'chunks'>): Target => ({
    id,
    input(seed) {
      const chance = luck(seed)
      const { name, bytes } = make(chance)
      const sizes = chance.next(3) === 0 ? [1 + chance.next(60)] : [1 + chance.next(4000), 1 + chance.next(500)]
      return { name, bytes, chunks: sizes }
    },
  })
  const protocols = [...traces].map(([id, trace]) =>
    target(id, (chance) => ({
      name: 'x.pcap',
      bytes: fileOf(spoiledFrames(trace, [...traces.values()], chance), chance),
    })),
  )
  const lists = [...evidenceReaders.keys()]
    .filter((id) => id !== 'pcap' && id !== 'pcapng')
    .map((id) => {
      const samples = samplesOf(id, places.root, places.corpus)
      return target(id, (chance) => spoiledText(chance.pick(samples), samples, chance))
    })
  const slice = (chance: Luck) => {
    const frames = chance.pick(captures)
    const from = chance.next(Math.max(1, frames.length - SLICE))
    return frames.slice(from, from + 1 + chance.next(SLICE))
  }
  const real = target('captures', (chance) => {
    const frames = [...slice(chance), ...(chance.next(2) === 0 ? slice(chance) : [])]
    const bad = frames.map((frame) =>
      chance.next(3) === 0 ? damaged(frame, chance, chance.pick([0, 14, 34, 54])) : frame,
    )
    return { name: 'x.pcap', bytes: fileOf(bad, chance) }
  })
  const formats = (['pcap', 'pcapng'] as const).map((id) =>
    target(id, (chance) => {
      const file = id === 'pcap' ? pcapFile(slice(chance), pcapOptions(chance)) : pcapngOf(slice(chance), chance)
      return { name: `x.${id}`, bytes: damaged(file, chance, id === 'pcap' ? 4 : 12) }
    }),
  )
  const packed = target('packed', (chance) => {
    const file = pcapFile(slice(chance))
    const whole = chance.next(2) === 0 ? new Uint8Array(gzipSync(file)) : zstdOf(file)
    return { name: 'x.pcap.gz', bytes: damaged(whole, chance, 4) }
  })
  return [...protocols, ...lists, real, ...formats, packed]
}

/** Frames of the captures of the examples and the corpus. */
function capturesAt({ root, corpus }: Places): Uint8Array[][] {
  const examples = readdirSync(join(root, 'examples')).map((name) =>
    join(root, 'examples', name, 'evidence', 'captures'),
  )
  const folders = [...examples, ...(corpus === undefined ? [] : [join(corpus, 'captures')])].filter((f) =>
    existsSync(f),
  )
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.pcap(ng)?$/.test(name))
      .sort((a, b) => (a < b ? -1 : 1))
      .map((name) => framesIn(name, new Uint8Array(readFileSync(join(folder, name))), 1500).map(({ bytes }) => bytes)),
  )
}

function hasTrace(id: string): boolean {
  return existsSync(new URL(`../../src/evidence/dissectors/${id}/trace.txt`, import.meta.url))
}

/** The conversations of a trace with messages of its own and of others damaged, left out, put in and sent elsewhere. */
function spoiledFrames(trace: Trace, all: readonly Trace[], chance: Luck): Uint8Array[] {
  const { next, pick, bytes: random } = chance
  const own = trace.talks.flatMap((talk) => talk.pieces.map(({ bytes }) => bytes))
  const talk = pick(trace.talks)
  const chosen = next(3) === 0 ? trace.talks : [talk]
  const talks = chosen.map((each) => {
    const first = next(Math.max(1, each.pieces.length - 30))
    const pieces = each.pieces.slice(next(2) === 0 ? 0 : first).flatMap(({ direction, bytes }) => {
      switch (next(12)) {
        case 0:
          return []
        case 1:
          return [
            { direction, bytes: random(next(80)) },
            { direction, bytes },
          ]
        case 2:
          return [{ direction, bytes: joined([bytes.subarray(0, next(bytes.length + 1)), pick(own)]) }]
        case 3:
          return [{ direction, bytes: pick(pick(all).talks.filter((t) => t.pieces.length > 0)).pieces[0]!.bytes }]
        case 4:
          return [{ direction: next(2) as 0 | 1, bytes }]
        case 5:
        case 6:
        case 7:
          return [{ direction, bytes: damaged(damaged(bytes, chance), chance) }]
        case 8:
        case 9:
          return [{ direction, bytes: damaged(bytes, chance) }]
        default:
          return [{ direction, bytes }]
      }
    })
    return { ...each, pieces: pieces.slice(0, 60) }
  })
  return movedAbout(framesOf({ ...trace, talks: talks.filter((t) => within(t.carrier, t.pieces.length)) }), chance)
}

const within = (carrier: Carrier, pieces: number) => pieces > 0 || carrier === 'tcp'

/** Frames as a network may bring them. */
function movedAbout(frames: readonly Uint8Array[], chance: Luck): Uint8Array[] {
  const ways = [
    () => split(frames, chance),
    () => merged(frames),
    () => repeated(frames, chance),
    () => reordered(frames, chance),
    () => doubled(frames),
    () => interleaved(frames, chance),
    () => fragmented(frames, 8 * (1 + chance.next(20))),
    () => frames.map((frame, i) => (frame[12] === 8 ? chance.pick(Object.values(TUNNELS))(frame, i) : frame)),
    () => frames.filter(() => chance.next(8) > 0),
    () => frames.map((frame) => (chance.next(8) === 0 ? damaged(frame, chance) : frame)),
    () => frames.map((frame) => (chance.next(8) === 0 ? frame.subarray(0, chance.next(frame.length + 1)) : frame)),
  ]
  const moved = chance.next(2) === 0 ? frames : chance.pick(ways)()
  return moved.slice(0, 400)
}

const pcapOptions = ({ next, pick }: Luck) => ({
  little: next(2) === 0,
  nanos: next(4) === 0,
  link: next(12) === 0 ? pick([0, 12, 101, 113, 228, 276]) : 1,
})

function fileOf(frames: readonly Uint8Array[], chance: Luck): Uint8Array {
  const step = chance.pick([1, 1000, 1_000_000, 100_000_000])
  const times = frames.map((_, i) => timeOf(0) + i * step)
  return chance.next(5) === 0 ? pcapngOf(frames, chance) : pcapFile(frames, { ...pcapOptions(chance), times })
}

function pcapngOf(frames: readonly Uint8Array[], { next }: Luck): Uint8Array {
  const little = next(2) === 0
  const packets = frames.map((frame, i) => {
    if (next(6) === 0) return ng.old(frame, little)
    return next(6) === 0 ? ng.simple(frame, little) : ng.packet(frame, little, { ticks: BigInt(timeOf(i)) })
  })
  return joined([ng.section(little), ng.interface(little), ...packets])
}

/** What texts break at, and numbers that are too much. */
const WORDS = [
  '"', "'", '<', '>', '</', '/>', '<!--', '-->', '<![CDATA[', ']]>', '&', '&amp;', '{', '}', '[', ']', ':', ',', ';', '\t', '\r\n',
  '\n', '\\', '\\u0000', '\0', '﻿', '-1', '0', '1e999', '4294967296', '99999999999999999999', 'NaN', 'null', 'true', '__proto__', 'constructor',
  '10.0.0.1', '::1', '255.255.255.255', '02:00:00:00:00:01', '(empty)', '-', '#', '=', ' ', '…',
] // biome-ignore format: a list of words

/** A text with words put in, lines doubled, left out, exchanged or taken from another, and bytes damaged. */
function spoiledText(
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  samples: readonly { readonly bytes: Uint8Array }[],
  chance: Luck,
): { name: string; bytes: Uint8Array } {
  const { next, pick } = chance
  const encode = (text: string) => new TextEncoder().encode(text)
  let made = bytes
  for (let n = next(5); n >= 0; n--) {
    const [at, other] = [next(made.length + 1), next(made.length + 1)]
    const [from, to] = [Math.min(at, other), Math.max(at, other)]
    switch (next(7)) {
      case 0:
        made = joined([made.subarray(0, at), encode(pick(WORDS)), made.subarray(at)])
        break
      case 1:
        made = joined([
          made.subarray(0, from),
          encode(pick(WORDS).repeat(1 + next(200))),
          made.subarray(Math.min(to, from + 40)),
        ])
        break
      case 2: {
        const lines = new TextDecoder('latin1').decode(made).split('\n')
        lines.splice(next(lines.length), next(3), ...(next(2) === 0 ? [pick(lines)] : []))
        made = Uint8Array.from(Buffer.from(lines.join('\n'), 'latin1'))
        break
      }
      case 3: {
        const second = pick(samples).bytes
        made = joined([made.subarray(0, at), second.subarray(next(second.length + 1))])
        break
      }
      case 4:
        made = joined([made.subarray(0, to), made.subarray(from, Math.min(to, from + 500)), made.subarray(to)])
        break
      default:
        made = damaged(made, chance)
    }
  }
  return { name, bytes: made.subarray(0, 60_000) }
}
