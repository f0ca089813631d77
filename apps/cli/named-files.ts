import { existsSync, readFileSync } from 'node:fs'
import { basename, join, parse } from 'node:path'
import type { Vantage } from '../../src/evidence/observation.ts'
import { readerFor } from '../../src/evidence/open-evidence.ts'
import { type EvidenceReader, HEAD_BYTES } from '../../src/evidence/reader.ts'
import { unpackedName } from '../../src/evidence/unpack/unpack.ts'
import type { Sha256 } from '../../src/groundwork/canonical.ts'
import { ip } from '../../src/groundwork/ip.ts'
import { mac } from '../../src/groundwork/mac.ts'
import { filesBelow, isFolder, readRangesInside } from './files.ts'

/** A file that may be evidence, under the name that reports show. */
export interface EvidenceFile {
  readonly path: string
  readonly name: string
  readonly vantage: Vantage
  readonly hash?: Sha256
  /** A file that says how the columns of a list are to be read; the one beside the list when not named. */
  readonly mapping?: string | undefined
}

/** What a person says of the files on the command line. */
export interface About {
  /** The one thing they are about: an address or a name. */
  readonly subject?: string
  readonly mapping?: string
}

/** The vantage of evidence of which nobody has said where it was taken. */
const GUESSED: Vantage = { site: 'site', space: 'site', tap: undefined, covers: [], declared: false }

/** The files that a person named on the command line: files, all files of folders, or `-`. */
export function namedFiles(names: readonly string[], { subject, mapping }: About = {}): EvidenceFile[] {
  const vantage = subject === undefined ? GUESSED : { ...GUESSED, subject: subjectOf(subject) }
  const files = names.flatMap((name): EvidenceFile[] => {
    if (name === '-') return [{ path: '-', name: 'standard input', vantage, mapping }]
    if (!isFolder(name)) return [{ path: name, name: basename(name), vantage, mapping }]
    const below = filesBelow(name).filter((file) => !file.endsWith(MAPPING))
    return below.map((file) => ({ path: join(name, file), name: file, vantage, mapping }))
  })
  return distinct(files)
}

/** What the name of a mapping ends with; before it stands the name of its list. */
export const MAPPING = '.mapping.yaml'

/** An address or a name as the subject of facts. */
function subjectOf(text: string): string {
  return ip(text) ?? mac(text) ?? `name:${text}`
}

/** The mapping of a list: the one that was named, else the one beside it. */
export function mappingOf({ path, mapping }: EvidenceFile): { file: string; text: string } | undefined {
  const file = mapping ?? (path !== '-' && existsSync(`${path}${MAPPING}`) ? `${path}${MAPPING}` : undefined)
  return file === undefined ? undefined : { file: basename(file), text: readFileSync(file, 'utf8') }
}

/** The same files with names of which none stands twice: `tap.pcap`, `tap-2.pcap`. */
function distinct(files: readonly EvidenceFile[]): EvidenceFile[] {
  const used = new Set<string>()
  return files.map((file) => {
    const { dir, name, ext } = parse(file.name)
    let free = file.name
    for (let n = 2; used.has(free); n++) free = `${dir === '' ? '' : `${dir}/`}${name}-${n}${ext}`
    used.add(free)
    return { ...file, name: free }
  })
}

/** The reader that knows a file by its first bytes or its name. */
export function readerOf(file: EvidenceFile): EvidenceReader | undefined {
  return readerFor(readRangesInside(file.path, [{ offset: 0, length: HEAD_BYTES }])[0]!, unpackedName(file.name))
}
