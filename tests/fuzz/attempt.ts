import { openCapture } from '../../src/evidence/capture/open-capture.ts'
import type { Dissector, Sink } from '../../src/evidence/dissector.ts'
import { dissectors } from '../../src/evidence/dissectors/registry.ts'
import { type CaptureLimits, DEFAULT_LIMITS } from '../../src/evidence/limits.ts'
import type { Segment } from '../../src/evidence/observation.ts'
import { openEvidence } from '../../src/evidence/open-evidence.ts'
import type { EvidenceReader, Taken } from '../../src/evidence/reader.ts'
import { PcapParser } from '../../src/evidence/readers/pcap/pcap.ts'
import { PcapngParser } from '../../src/evidence/readers/pcapng/pcapng.ts'
import { evidenceReaders } from '../../src/evidence/readers/registry.ts'
import { takeInventory } from '../../src/inventory/take-inventory.ts'
import { catalogs } from '../kit/catalogs.ts'
import { HERE } from '../kit/frames.ts'

/** A file that is made to hurt, and where it is cut into chunks. */
export interface Input {
  readonly name: string
  readonly bytes: Uint8Array
  /** Sizes of chunks, again and again. */
  readonly chunks: readonly number[]
}

/** Limits so small that they are reached. */
const SMALL: Partial<CaptureLimits> = {
  flows: 24,
  conversations: 40,
  addresses: 60,
  links: 12,
  operations: 60,
  objects: 8,
  facts: 12,
  block: 8192,
  reorder: 4000,
  reorderSegments: 8,
  held: 6000,
  fragments: 6,
}

/** What the dissectors were asked and said while one input was read. */
interface Work {
  /** Calls of `recognizes` and `read`. */
  asked: number
  /** Calls of the sink. */
  told: number
}

/** No message says more per byte: a bit field of one byte may name eight things, each with an object. */
const TOLD_PER_BYTE = 8
/** Calls that one packet may cause at most per dissector: one for each of its bytes when all of them are astray, and some more. */
const ASKED_PER_BYTE = 4

let work: Work = { asked: 0, told: 0 }
const counted = [...dissectors.values()].map(countedDissector)

/** The registry of readers, with the captures read by dissectors that count and hold the contract of `dissector.ts`. */
const readers: ReadonlyMap<string, EvidenceReader> = new Map(
  [...evidenceReaders].map(([id, reader]): [string, EvidenceReader] => {
    if (id !== 'pcap' && id !== 'pcapng') return [id, reader]
    const Parser = id === 'pcap' ? PcapParser : PcapngParser
    const open: EvidenceReader['open'] = (options) =>
      openCapture(id, (file, limits, sink) => new Parser(file, limits, sink), options, counted)
    return [id, { id, title: reader.title, recognizes: (head, name) => reader.recognizes(head, name), open }]
  }),
)

/** Reads an input with small limits; throws where something does not hold. */
export function attempt({ name, bytes, chunks }: Input): Taken {
  work = { asked: 0, told: 0 }
  const taken = read(name, bytes, chunks)
  if (taken.segment) holds(taken.segment, bytes)
  return taken
}

/** The step behind the reading: whatever was read makes an inventory. */
export function makesInventory({ segment }: Taken): void {
  if (segment) takeInventory({ segments: [segment] }, { oui: () => undefined, catalogs })
}

/** Throws unless an input gives the same in chunks as in one. */
export function sameInChunks({ name, bytes, chunks }: Input): void {
  const [whole, parts] = [JSON.stringify(read(name, bytes, [bytes.length])), JSON.stringify(read(name, bytes, chunks))]
  if (whole !== parts) throw new Error('the file gives something else in chunks than in one')
}

function read(name: string, bytes: Uint8Array, chunks: readonly number[]): Taken {
  const intake = openEvidence({ file: name, vantage: HERE, limits: SMALL }, readers)
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const size = Math.max(1, chunks[n % chunks.length]!)
    // A chunk may be reused by the caller, so nobody may keep it.
    const chunk = bytes.slice(at, at + size)
    intake.feed(chunk)
    chunk.fill(0xa5)
    at += size
  }
  return intake.end()
}

/** That tables stay within limits and that work and result go with the size of the file. */
function holds(segment: Segment, bytes: Uint8Array): void {
  const isCapture = segment.reader === 'pcap' || segment.reader === 'pcapng'
  const size = bytes.length
  const limits = { ...DEFAULT_LIMITS, ...SMALL }
  const operations = [...segment.conversations, ...segment.links].flatMap((c) => c.operations)
  const bound = (what: string, there: number, most: number) => {
    if (!(there <= most)) throw new Error(`${what}: ${there}, and at most ${most} may be`)
  }
  if (isCapture) {
    bound('conversations', segment.conversations.length, limits.conversations)
    bound('addresses', segment.addresses.length, limits.addresses)
    bound('links', segment.links.length, limits.links)
    // Link frames have tables of their own.
    bound('facts', segment.facts.length, 2 * limits.facts)
    bound('operations', operations.length, 2 * limits.operations)
    for (const { objects } of operations) bound('kinds of objects', Object.keys(objects).length, 2 * limits.objects + 1)
    bound('things not understood', segment.notUnderstood.length, 5200)
    bound('the place up to which was read', segment.to, Math.max(size, segment.bytes))
    bound('messages and facts of dissectors', work.told, TOLD_PER_BYTE * (segment.to + 1))
    bound('calls of dissectors', work.asked, ASKED_PER_BYTE * counted.length * (segment.to + 100))
  }
  bound('the size of what was found', JSON.stringify(segment).length, 100_000 + 400 * Math.max(size, segment.to))
}

/** A dissector that counts what it is asked and says, and throws where its contract does not hold. */
function countedDissector(dissector: Dissector): Dissector {
  const wrong = (what: string) => {
    throw new Error(`${dissector.id}: ${what}`)
  }
  let out: Sink
  const sink: Sink = {
    operation(code, outcome) {
      work.told++
      if (!Number.isInteger(code) || code < 0 || code >= 2 ** 28) wrong(`code ${code}`)
      out.operation(code, outcome)
    },
    object(kind, from, to) {
      work.told++
      if (!(from <= to && from >= 0 && to < 2 ** 32)) wrong(`object ${from}-${to}`)
      out.object(kind, from, to)
    },
    named(kind, bytes, from, to) {
      work.told++
      if (!(from <= to && from >= 0 && to <= bytes.length)) wrong(`name ${from}-${to} of ${bytes.length}`)
      out.named(kind, bytes, from, to)
    },
    told: (all) => out.told(all),
    fact(kind, value, about) {
      work.told++
      if (value.length > 8192) wrong(`a fact of ${value.length} characters`)
      out.fact(kind, value, about)
    },
    lost(bytes) {
      work.told++
      if (!(bytes > 0)) wrong(`lost ${bytes}`)
      out.lost(bytes)
    },
  }
  return {
    ...dissector,
    recognizes(bytes, from, to, direction, hinted, carrier) {
      work.asked++
      return dissector.recognizes(bytes, from, to, direction, hinted, carrier)
    },
    read(state, bytes, from, to, at, told) {
      work.asked++
      out = told
      const used = dissector.read(state, bytes, from, to, at, sink)
      if (!(used >= 0 && used <= to - from)) wrong(`consumed ${used} of ${to - from}`)
      return used
    },
  }
}
