import { createHash } from 'node:crypto'
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openUnpacker, packingOf } from '../../src/evidence/unpack/unpack.ts'
import type { Sha256 } from '../../src/groundwork/canonical.ts'
import type { Hash } from '../../src/groundwork/ports.ts'
import { byText } from '../../src/groundwork/order.ts'
import { Stop } from './io.ts'

// Stays in the cache of the processor between reading, hashing and dissecting.
const CHUNK = 1 << 18
/** Files of a project folder; more is taken for a mistake (a home folder, a disk). */
const MOST_FILES = 100_000
const PASSED_OVER = new Set(['node_modules', 'out', 'reference'])

/** SHA-256 by the platform: several times faster than one in JavaScript. */
export function nativeHash(): Hash {
  const hash = createHash('sha256')
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') as Sha256 }
}

/** A hash that is known already, for bytes that have been read once. */
export function knownHash(digest: Sha256): Hash {
  return { update: () => undefined, digest: () => digest }
}

/**
 * Hands a file over in chunks until `take` says that it needs no more; the buffer is used again for each. A pipe or standard
 * input (`-`) works as well.
 */
export function readChunks(path: string, take: (chunk: Uint8Array, done: number, size: number) => boolean): void {
  const fd = path === '-' ? 0 : openSync(path, 'r')
  try {
    const { size } = fstatSync(fd)
    const buffer = new Uint8Array(CHUNK)
    for (let done = 0; ; ) {
      const length = readSome(fd, buffer)
      if (length === 0) return
      done += length
      if (!take(buffer.subarray(0, length), done, size)) return
    }
  } finally {
    if (fd !== 0) closeSync(fd)
  }
}

// A pipe may be empty for a while without being at its end (EAGAIN); some systems report the end of one as an error (EOF).
function readSome(fd: number, buffer: Uint8Array): number {
  for (;;) {
    try {
      return readSync(fd, buffer, 0, CHUNK, null)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'EOF') return 0
      if (code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}

/** The SHA-256 of a file. */
export function hashFile(path: string): Sha256 {
  const hash = nativeHash()
  readChunks(path, (chunk) => {
    hash.update(chunk)
    return true
  })
  return hash.digest()
}

/** A range of a file; shorter where the file ends. */
function readRange(path: string, offset: number, length: number): Uint8Array {
  const fd = openSync(path, 'r')
  try {
    const bytes = new Uint8Array(length)
    return bytes.subarray(0, readSync(fd, bytes, 0, length, offset))
  } finally {
    closeSync(fd)
  }
}

/** Makes a folder and those above it, one by one: asking for all at once never ends where a parent refuses children. */
export function makeFolder(path: string): void {
  if (existsSync(path) && statSync(path).isDirectory()) return
  if (dirname(path) !== path) makeFolder(dirname(path))
  mkdirSync(path)
}

/**
 * Ranges of what is in a file, each shorter where that ends; a packed file is unpacked up to the last of them, once.
 */
export function readRangesInside(
  path: string,
  ranges: readonly { readonly offset: number; readonly length: number }[],
): Uint8Array[] {
  const packing = packingOf(readRange(path, 0, 4))
  if (!packing) return ranges.map(({ offset, length }) => readRange(path, offset, length))
  const found = ranges.map(({ length }) => ({ bytes: new Uint8Array(length), filled: 0 }))
  const end = Math.max(0, ...ranges.map(({ offset, length }) => offset + length))
  let at = 0
  const unpacker = openUnpacker(packing, (bytes) => {
    for (const [i, { offset, length }] of ranges.entries()) {
      const from = Math.max(offset, at)
      const to = Math.min(offset + length, at + bytes.length)
      if (from >= to) continue
      found[i]!.bytes.set(bytes.subarray(from - at, to - at), from - offset)
      found[i]!.filled = to - offset
    }
    at += bytes.length
    return at < end
  })
  readChunks(path, (chunk) => unpacker.push(chunk))
  unpacker.end()
  return found.map(({ bytes, filled }) => bytes.subarray(0, filled))
}

/** All files below a folder as paths relative to it with `/`, sorted; hidden ones, packages and outputs are passed over. */
export function filesBelow(folder: string): string[] {
  const found: string[] = []
  const walk = (inside: string) => {
    for (const entry of readdirSync(join(folder, inside), { withFileTypes: true })) {
      if (entry.name.startsWith('.') || PASSED_OVER.has(entry.name)) continue
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`
      if (entry.isDirectory()) walk(path)
      else if (entry.isFile()) found.push(path)
      if (found.length > MOST_FILES)
        throw new Stop(2, `${folder} holds more than ${MOST_FILES} files; name the folder of one plant`)
    }
  }
  walk('')
  return found.sort(byText)
}

/** Whether a path is a folder; a path that is not there ends the command with a sentence. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    throw new Stop(2, `there is no file or folder "${path}"`)
  }
}
