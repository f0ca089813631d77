import type { Segment } from './observation.ts'
import { hexText } from '../groundwork/bytes.ts'
import { evidenceFault } from './diagnostics.ts'
import { type EvidenceReader, HEAD_BYTES, type Intake, type OpenOptions, type Taken } from './reader.ts'
import { evidenceReaders } from './readers/registry.ts'
import { openUnpacker, packingOf, unpackedName, unpackFault } from './unpack/unpack.ts'
import { plainHash } from './plain-hash.ts'

/** Takes one file of any kind in chunks; the reader is chosen by its first bytes (and name) as soon as enough are there. */
export interface EvidenceIntake {
  feed(chunk: Uint8Array): void
  /** What has been read by now, for captures that are still being written; nothing as long as the kind is not known. */
  soFar(): Segment | undefined
  /** True once it is certain that nobody knows the file: the rest need not be fed. */
  readonly hopeless: boolean
  /** Call once, after the last chunk. A file that nobody knows gives no segment and a diagnostic that names the known kinds. */
  end(): Taken
}

/**
 * Opens a file of evidence whose kind is not known yet. A file packed with gzip or zstd is unpacked on the way: its hash is that
 * of the packed file, offsets of frames count in what is unpacked.
 */
export function openEvidence(options: OpenOptions, readers = evidenceReaders): EvidenceIntake {
  let inner: EvidenceIntake | undefined
  const begin = new Uint8Array(4)
  let held = 0
  const open = () => {
    inner = packingOf(begin.subarray(0, held)) ? openPacked(begin, options, readers) : openPlain(options, readers)
    inner.feed(begin.slice(0, held))
    return inner
  }
  return {
    get hopeless() {
      return inner?.hopeless ?? false
    },
    soFar: () => inner?.soFar(),
    feed(chunk) {
      if (inner) return inner.feed(chunk)
      const step = Math.min(begin.length - held, chunk.length)
      begin.set(chunk.subarray(0, step), held)
      held += step
      if (held === begin.length) open().feed(chunk.subarray(step))
    },
    end: () => (inner ?? open()).end(),
  }
}

function openPacked(
  begin: Uint8Array,
  options: OpenOptions,
  readers: ReadonlyMap<string, EvidenceReader>,
): EvidenceIntake {
  const packing = packingOf(begin)!
  const hash = options.hash ?? plainHash()
  const inside = { update: () => undefined, digest: () => hash.digest() }
  const inner = openPlain({ ...options, file: unpackedName(options.file), hash: inside }, readers)
  let given = 0
  const unpacker = openUnpacker(packing, (bytes) => {
    given += bytes.length
    inner.feed(bytes)
    return !inner.hopeless
  })
  return {
    get hopeless() {
      return inner.hopeless
    },
    soFar: () => inner.soFar(),
    feed(chunk) {
      hash.update(chunk)
      if (!unpacker.fault) unpacker.push(chunk)
    },
    end() {
      unpacker.end()
      const fault = unpackFault(unpacker, packing, options.file)
      if (given === 0) return { segment: undefined, diagnostics: fault ? [fault] : inner.end().diagnostics }
      const { segment, diagnostics } = inner.end()
      if (!segment) return { segment, diagnostics: fault ? [fault, ...diagnostics] : diagnostics }
      const { file } = options
      return {
        segment: { ...segment, file, diagnostics: fault ? [...segment.diagnostics, fault] : segment.diagnostics },
        diagnostics,
      }
    },
  }
}

function openPlain(options: OpenOptions, readers: ReadonlyMap<string, EvidenceReader>): EvidenceIntake {
  const head = new Uint8Array(HEAD_BYTES)
  let held = 0
  let chosen: Intake | 'none' | undefined
  const decide = (): Intake | 'none' => {
    const reader = readerFor(head.subarray(0, held), options.file, readers)
    const intake = reader ? reader.open(options) : 'none'
    if (intake !== 'none') intake.feed(head.slice(0, held))
    return intake
  }
  return {
    get hopeless() {
      return chosen === 'none'
    },
    soFar: () => (chosen === 'none' ? undefined : chosen?.soFar?.()),
    feed(chunk) {
      let rest = chunk
      if (!chosen) {
        const step = Math.min(HEAD_BYTES - held, chunk.length)
        head.set(chunk.subarray(0, step), held)
        held += step
        if (held < HEAD_BYTES) return
        chosen = decide()
        rest = chunk.subarray(step)
      }
      if (chosen !== 'none' && rest.length > 0) chosen.feed(rest)
    },
    end() {
      const place = { file: options.file, offset: 0 }
      if (!chosen && held === 0)
        return { segment: undefined, diagnostics: [evidenceFault('EVIDENCE_EMPTY', {}, { place })] }
      chosen ??= decide()
      if (chosen !== 'none') return { segment: chosen.end(), diagnostics: [] }
      const help = `kinds that are read: ${[...readers.values()].map((reader) => reader.title).join(', ')}`
      const head16 = hexText(head, 0, Math.min(16, held))
      return {
        segment: undefined,
        diagnostics: [evidenceFault('EVIDENCE_UNKNOWN_KIND', { head: head16 }, { place, help })],
      }
    },
  }
}

/** The reader that knows a file by its first bytes or name, the first in the registry where several do. */
export function readerFor(
  head: Uint8Array,
  name: string,
  readers: ReadonlyMap<string, EvidenceReader> = evidenceReaders,
): EvidenceReader | undefined {
  return [...readers.values()].find((reader) => reader.recognizes(head, name))
}
