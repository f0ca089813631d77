import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { dissectors } from '../../src/evidence/dissectors/registry.ts'
import type { Segment } from '../../src/evidence/observation.ts'
import { framesIn, wholeFlows } from '../kit/captures.ts'
import { chunked, joined, ng, pcapFile, readCapture, saysOf, timeOf } from '../kit/frames.ts'
import { type Luck, luck } from '../kit/luck.ts'
import { CORPUS, testWith } from '../kit/need.ts'
import { asIp6, doubled, fragmented, interleaved, merged, reordered, repeated, split } from '../kit/reshape.ts'
import { tellsOf, type Tells } from '../kit/tells.ts'
import { framesOf, traceOf } from '../kit/trace.ts'
import { cooked, cooked2, mpls, pppoe, tagged, TUNNELS } from '../kit/wrapped.ts'
import { zstdOf } from '../kit/zstd-of.ts'

/** Whatever the way of the same packets, operations, objects and facts stay the same. */

type Frames = readonly Uint8Array[]

const times = (frames: Frames) => frames.map((_, i) => timeOf(0) + i * 1000)
const read = (frames: Frames, link = 1) => readCapture(pcapFile(frames, { link, times: times(frames) }))

/** The segments of TCP streams are cut, put together, repeated and mixed anew. */
const RESHAPED: readonly (readonly [string, (frames: Frames, chance: Luck) => Frames])[] = [
  ['segments cut anew', split],
  ['segments put together', (frames) => merged(frames)],
  ['segments sent again, whole, in part and overlapping', repeated],
  ['segments that overtake each other', reordered],
  ['all of it at once', (frames, chance) => reordered(repeated(split(merged(frames), chance), chance), chance)],
  ['every TCP frame copied', (frames) => doubled(frames)],
  ['connections mixed', interleaved],
  ['packets in fragments of 8 bytes', (frames) => fragmented(frames, 8)],
  ['packets in fragments of 64 bytes, cut anew', (frames, chance) => fragmented(split(frames, chance), 64)],
]

/** The same packets in other link layers. */
const LAYERS: readonly (readonly [string, (frame: Uint8Array) => Uint8Array, number?])[] = [
  ['a VLAN', (frame) => tagged(frame, [0x8100])],
  ['QinQ', (frame) => tagged(frame, [0x88a8, 0x8100])],
  ['MPLS', mpls],
  ['PPPoE in a VLAN', (frame) => tagged(pppoe(frame), [0x8100])],
  ['Linux cooked', cooked, 113],
  ['Linux cooked 2', cooked2, 276],
]

/** Texts with the IPv4 addresses that IPv6 addresses of `asIp6` stand for. */
function as4(tells: Tells): Tells {
  const text = (said: string) =>
    said.replace(/\bfd00::1:([0-9a-f]+):([0-9a-f]+)/g, (_, high: string, low: string) => {
      const [h, l] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
      return `${h >> 8}.${h & 255}.${l >> 8}.${l & 255}`
    })
  const sorted = (texts: readonly string[]) => texts.map(text).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  // What a payload says of a host by its IPv4 address falls together with what is known by the frame.
  return {
    operations: sorted(tells.operations),
    facts: [...new Set(sorted(tells.facts))],
    lost: tells.lost,
  }
}

const encapsulated = (segment: Segment) =>
  segment.conversations.filter((c) => c.operations.length > 0).map((c) => c.encapsulated)

/** `lost` is held where all is understood: else it matters which direction makes the protocol known. */
function holdsFor(frames: Frames, seed: number, name: string, understood: boolean): void {
  const tells = (segment: Segment) => (understood ? tellsOf(segment) : { ...tellsOf(segment), lost: [] })
  const told = tells(read(frames))
  for (const [law, reshape] of RESHAPED)
    expect(tells(read(reshape(frames, luck(seed)))), `${name}: ${law}`).toEqual(told)
  for (const [law, wrap, link] of LAYERS)
    expect(tells(read(frames.map(wrap), link)), `${name}: in ${law}`).toEqual(told)
  for (const size of [65_528, 64])
    expect(as4(tells(read(asIp6(frames, size)))), `${name}: as IPv6 in ${size}`).toEqual(told)
}

function holdsInTunnels(frames: Frames, name: string): void {
  const overIp = frames.filter((frame) => frame[12] === 8 && frame[13] === 0)
  const told = tellsOf(read(overIp))
  for (const [law, wrap] of Object.entries(TUNNELS)) {
    const segment = read(overIp.map(wrap))
    expect(tellsOf(segment), `${name}: in ${law}`).toEqual(told)
    expect(encapsulated(segment).every(Boolean), `${name}: in ${law}`).toBe(true)
  }
}

function holdsInFiles(frames: Frames, seed: number, name: string): void {
  const at = times(frames)
  const plain = pcapFile(frames, { times: at })
  const whole = readCapture(plain)
  const said = saysOf(whole)
  const files: Record<string, Uint8Array> = {
    'big-endian': pcapFile(frames, { little: false, times: at }),
    nanoseconds: pcapFile(frames, { nanos: true, times: at }),
    'big-endian in nanoseconds': pcapFile(frames, { little: false, nanos: true, times: at }),
    gzip: new Uint8Array(gzipSync(plain)),
    zstd: zstdOf(plain),
  }
  for (const [law, file] of Object.entries(files)) expect(saysOf(readCapture(file)), `${name}: ${law}`).toEqual(said)
  const chance = luck(seed)
  const cuts = Array.from({ length: 40 }, () => chance.next(plain.length))
  expect(readCapture(chunked(plain, cuts)), `${name}: in chunks`).toEqual(whole)
  for (const little of [true, false]) {
    const packets = frames.map((frame, i) => ng.packet(frame, little, { ticks: BigInt(at[i]!) }))
    const segment = readCapture(joined([ng.section(little), ng.interface(little), ...packets]))
    expect(withoutPlaces(segment), `${name}: pcapng`).toEqual(withoutPlaces(whole))
  }
}

/** What a segment says but for the places in its file. */
function withoutPlaces(segment: Segment): unknown {
  const apart = new Set(['source', 'to', 'bytes', 'diagnostics', 'reader', 'offset', 'length', 'file'])
  return JSON.parse(JSON.stringify(segment, (key, value: unknown) => (apart.has(key) ? undefined : value)))
}

describe.each([...dissectors.keys()])('%s', (id) => {
  const traced = () => framesOf(traceOf(id))

  test('how its packets come changes nothing', () => {
    const frames = traced()
    expect(tellsOf(read(frames)).operations).not.toEqual([])
    for (const seed of [1, 2]) holdsFor(frames, seed, id, true)
  })

  test('tunnels change nothing, and it is said that they were there', () => {
    holdsInTunnels(traced(), id)
  })

  test('kinds of file, packings and chunks change nothing', () => {
    holdsInFiles(traced(), 7, id)
  })
})

test.each([...dissectors.values()].filter((d) => d.hints.link).map((d) => d.id))(
  '%s tells the same behind an answer over TCP',
  (id) => {
    const told = (frames: Frames) => read(frames).facts.map((f) => `${f.subject} ${f.attribute} ${f.value}`)
    const frames = framesOf(traceOf(id))
    const answered = framesOf(traceOf('modbus-tcp'))
    expect(told([...answered, ...frames]).sort()).toEqual([...told(answered), ...told(frames)].sort())
  },
)

testWith('corpus')(
  'whole connections of real captures',
  () => {
    const folder = join(CORPUS, 'captures')
    let flows = 0
    for (const name of readdirSync(folder).filter((n) => /\.pcap(ng)?$/.test(n))) {
      const frames = wholeFlows(framesIn(name, new Uint8Array(readFileSync(join(folder, name))), 1200)).slice(0, 500)
      flows += read(frames).conversations.filter((c) => c.operations.length > 0).length
      holdsFor(frames, 5, name, false)
      holdsInTunnels(frames, name)
      holdsInFiles(frames.slice(0, 200), 5, name)
    }
    expect(flows).toBeGreaterThan(20)
  },
  300_000,
)
