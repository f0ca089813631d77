import { basename, join } from 'node:path'
import { existsSync, readFileSync } from 'node:fs'
import type { Observations, Segment, Vantage } from '../../src/evidence/observation.ts'
import { type EvidenceReader, HEAD_BYTES } from '../../src/evidence/reader.ts'
import { evidenceReaders } from '../../src/evidence/readers/registry.ts'
import { mergeObservations } from '../../src/evidence/observe.ts'
import type { Sha256 } from '../../src/groundwork/canonical.ts'
import type { MakerOf } from '../../src/inventory/hosts.ts'
import { makerLookup } from '../../src/inventory/makers.ts'
import { filesBelow, isFolder, knownHash, nativeHash, readChunks, readRange } from './files.ts'
import type { Io } from './io.ts'

/** A file that may be evidence, under the name that reports show. */
export interface EvidenceFile {
  readonly path: string
  readonly name: string
  readonly vantage: Vantage
  readonly hash?: Sha256
}

/** What was read, and the files that no reader knows. */
export interface Evidence {
  readonly observations: Observations
  readonly unknown: readonly string[]
  /** Where to find the bytes of a source again. */
  readonly paths: ReadonlyMap<string, string>
}

/** The vantage of evidence of which nobody has said where it was taken. */
export const GUESSED: Vantage = { site: 'site', space: 'site', tap: undefined, covers: [], declared: false }

/** The files that a person named on the command line: files, all files of folders, or `-`. */
export function namedFiles(names: readonly string[]): EvidenceFile[] {
  return names.flatMap((name) => {
    if (name === '-') return [{ path: '-', name: 'standard input', vantage: GUESSED }]
    if (!isFolder(name)) return [{ path: name, name: basename(name), vantage: GUESSED }]
    return filesBelow(name).map((file) => ({ path: join(name, file), name: file, vantage: GUESSED }))
  })
}

/** The reader that knows a file by its first bytes or its name. */
export function readerOf(file: EvidenceFile): EvidenceReader | undefined {
  return recognized(readRange(file.path, 0, HEAD_BYTES), file.name)
}

/** Reads evidence file by file, in bounded memory. */
export function takeEvidence(files: readonly EvidenceFile[], io: Io): Evidence {
  const segments: Segment[] = []
  const unknown: string[] = []
  const paths = new Map<string, string>()
  for (const file of files) {
    const segment = takeFile(file, io)
    if (!segment) unknown.push(file.name)
    else {
      segments.push(segment)
      paths.set(segment.source, file.path)
    }
  }
  io.progress('')
  return { observations: mergeObservations({ segments: [] }, { segments }), unknown, paths }
}

function takeFile(file: EvidenceFile, io: Io): Segment | undefined {
  let intake: ReturnType<EvidenceReader['open']> | undefined
  let reader: EvidenceReader | undefined
  readChunks(file.path, (chunk, done, size) => {
    if (done === chunk.length) {
      reader = recognized(chunk.subarray(0, HEAD_BYTES), file.name)
      const hash = file.hash === undefined ? nativeHash() : knownHash(file.hash)
      intake = reader?.open({ file: file.name, vantage: file.vantage, hash })
    }
    intake?.feed(chunk)
    io.progress(`reading ${file.name} ${size > 0 ? `${Math.floor((100 * done) / size)} %` : `${done >> 20} MB`}`)
  })
  return intake?.end()
}

function recognized(head: Uint8Array, name: string): EvidenceReader | undefined {
  return [...evidenceReaders.values()].find((reader) => reader.recognizes(head, name))
}

let makers: MakerOf | undefined

/** Maker by MAC address, from the table that the build has put beside the program. */
export function loadMakers(): MakerOf {
  const file = new URL('oui.json', import.meta.url)
  makers ??= existsSync(file) ? makerLookup(JSON.parse(readFileSync(file, 'utf8'))) : () => undefined
  return makers
}
