import { openEvidence } from '../../../src/evidence/open-evidence.ts'
import type { Taken } from '../../../src/evidence/reader.ts'
import type { Sha256 } from '../../../src/groundwork/canonical.ts'
import type { Hash } from '../../../src/groundwork/ports.ts'
import { knownHash, nativeHash, readChunks } from '../files.ts'
import { type EvidenceFile, mappingOf } from '../named-files.ts'

/** Told how many bytes of a file of which size (0 when unknown) have been read. */
export type Reading = (done: number, size: number) => void

/** Hands a file over in chunks until `take` says that it needs no more. */
export type ChunkSource = (take: (chunk: Uint8Array, done: number, size: number) => boolean) => void

/** Reads one file of evidence from beginning to end, in bounded memory. */
export function takeFile(file: EvidenceFile, reading: Reading): Taken {
  const hash = file.hash === undefined ? nativeHash() : knownHash(file.hash)
  return takeChunks(file, hash, (take) => readChunks(file.path, take), reading)
}

/** Reads a file of evidence whose chunks come from elsewhere, and whose hash is worked out there. */
export function takeChunks(file: EvidenceFile, hash: Hash, chunks: ChunkSource, reading: Reading): Taken {
  const intake = openEvidence({ file: file.name, vantage: file.vantage, hash, mapping: mappingOf(file) })
  chunks((chunk, done, size) => {
    intake.feed(chunk)
    if (intake.hopeless) return false
    reading(done, size)
    return true
  })
  return intake.end()
}

/** A hash that is asked for at the end. */
export function hashOf(digest: () => Sha256): Hash {
  return { update: () => undefined, digest }
}
