import { spawn, spawnSync } from 'node:child_process'
import type { Readable } from 'node:stream'
import { compare } from '../../src/drift/compare.ts'
import type { Segment, Vantage } from '../../src/evidence/observation.ts'
import { openEvidence } from '../../src/evidence/open-evidence.ts'
import type { Taken } from '../../src/evidence/reader.ts'
import { timeText } from '../../src/groundwork/day.ts'
import { printable } from '../../src/groundwork/diagnostic.ts'
import type { Inventory } from '../../src/inventory/inventory.ts'
import { serviceText } from '../../src/inventory/services.ts'
import { takeInventory } from '../../src/inventory/take-inventory.ts'
import type { Plant } from '../../src/plant/plant.ts'
import { loadCatalogs } from './catalogs.ts'
import { nativeHash } from './files.ts'
import { type Io, Stop } from './io.ts'
import { loadMakers } from './take-evidence.ts'

/** A capture that is still being written: its bytes as they come, and a way to end it. */
export interface LiveSource {
  readonly name: string
  readonly chunks: Readable
  stop(): void
  /** Why it ended by itself, where that was no good end. */
  fault(): string | undefined
}

/** What is asked of following a capture. */
export interface Following {
  readonly vantage: Vantage
  /** Held against what is found; without one, what is new is told. */
  readonly plant?: Plant | undefined
  /** Seconds between two looks. */
  readonly every: number
}

/** Programs that listen on an interface and write what they hear to their output, best first. */
const LISTENERS: readonly (readonly [program: string, args: (name: string) => readonly string[]])[] = [
  ['dumpcap', (name) => ['-q', '-P', '-i', name, '-w', '-']],
  // What waits in the kernel when tcpdump is stopped would be lost.
  ['tcpdump', (name) => ['-q', '-U', '--immediate-mode', '-n', '-i', name, '-w', '-']],
]

/** Listens on a network interface through dumpcap or tcpdump; nothing is sent. */
export function listenOn(name: string): LiveSource {
  const found = LISTENERS.find(([program]) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0)
  if (!found) throw new Stop(2, 'neither dumpcap nor tcpdump is installed here; one of them listens for --live')
  const [program, args] = found
  const child = spawn(program, args(name), { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  let stopped = false
  child.stderr.on('data', (text: Buffer) => void (said = `${said}${text.toString()}`.slice(-2000)))
  child.on('error', (error) => void (said = error.message))
  return {
    name,
    chunks: child.stdout,
    stop() {
      stopped = true
      child.kill('SIGINT')
    },
    fault: () => (stopped || !child.exitCode ? undefined : `${program} ended: ${said.trim().split('\n').at(-1)}`),
  }
}

/** Standard input as a capture that may still be written. */
export function followInput(): LiveSource {
  return { name: 'standard input', chunks: process.stdin, stop: () => process.stdin.destroy(), fault: () => undefined }
}

/**
 * Reads a capture as it comes and tells every few seconds what is new: drift against a plant, or hosts, services and
 * conversations. Ends when the source does, and gives all that was read.
 */
export async function follow(source: LiveSource, following: Following, io: Io): Promise<Taken> {
  const { vantage, every } = following
  const intake = openEvidence({ file: source.name, vantage, hash: nativeHash() })
  const news = new News(following, io)
  let bytes = 0
  let fresh = false
  const look = () => {
    if (!fresh) return
    fresh = false
    const segment = intake.soFar()
    if (segment) news.tell(segment)
    io.progress(`${source.name}: ${segment?.records ?? 0} records, ${(bytes / 1e6).toFixed(1)} MB`)
  }
  const timer = setInterval(look, every * 1000)
  try {
    for await (const chunk of source.chunks) {
      intake.feed(chunk as Uint8Array)
      bytes += (chunk as Uint8Array).length
      fresh = true
      if (intake.hopeless) break
    }
  } finally {
    clearInterval(timer)
  }
  const fault = source.fault()
  if (fault !== undefined && bytes === 0) throw new Stop(2, fault)
  const taken = intake.end()
  if (taken.segment) news.tell(taken.segment)
  io.progress('')
  return taken
}

/** What was found beyond the model; what was not seen is for the end of a recording to say. */
const FOUND: ReadonlySet<string> = new Set([
  'host-not-declared',
  'service-not-declared',
  'flow-not-declared',
  'operation-not-declared',
  'identity-mismatch',
])

/** Remembers what was told, so that everything is told once. */
class News {
  readonly #following: Following
  readonly #io: Io
  readonly #told = new Set<string>()

  constructor(following: Following, io: Io) {
    this.#following = following
    this.#io = io
  }

  tell(segment: Segment): void {
    const inventory = takeInventory({ segments: [segment] }, { oui: loadMakers(), catalogs: loadCatalogs() })
    const time = segment.last === undefined ? '' : `${timeText(segment.last)} `
    for (const [key, text] of this.#lines(inventory)) {
      if (this.#told.has(key)) continue
      this.#told.add(key)
      this.#io.progress('')
      this.#io.out(`${time}${printable(text, 500)}`)
    }
  }

  #lines(inventory: Inventory): readonly (readonly [key: string, text: string])[] {
    const { plant } = this.#following
    if (plant) {
      const { items } = compare(inventory, plant, { catalogs: loadCatalogs() })
      return items
        .filter((item) => FOUND.has(item.kind) && item.severity !== undefined)
        .map((item) => [item.id, `${item.severity} ${item.kind}: ${item.message}`])
    }
    const hosts = inventory.hosts.filter((host) => host.state === 'talker')
    const talks = inventory.conversations.filter((c) => c.answered || c.operations.length > 0)
    return [
      ...hosts.map((host) => [host.id, `new host ${host.ips[0] ?? host.macs[0] ?? host.id}`] as const),
      ...talks.map((c) => {
        const what = [serviceText(c), ...c.protocols].join(' ')
        return [`${c.id} ${what}`, `new conversation ${c.clientIp} > ${c.serverIp} ${what}`] as const
      }),
    ]
  }
}
