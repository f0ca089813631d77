import { existsSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Taken } from '../../../src/evidence/reader.ts'
import { knownHash } from '../files.ts'
import type { Io } from '../io.ts'
import type { EvidenceFile } from '../named-files.ts'
import type { FileJob, FileNews, WorkerTask } from './messages.ts'
import { ProgressLine } from './progress-line.ts'
import { Ring } from './ring.ts'
import { hashOf, takeChunks, takeFile } from './take-file.ts'

/** Files below this size, in bytes, are read before another thread would have begun. */
const WORTH_A_THREAD = 16 << 20
/** The program of the other threads, where it has been built. */
const PROGRAM = new URL('./evidence-worker.js', import.meta.url)

/**
 * Reads files and gives what came of each, in their order, whatever the number of threads: with one, all happens here; with
 * more, several large files are read side by side, and a single one is read and hashed ahead of who dissects it.
 */
export async function readFiles(
  files: readonly EvidenceFile[],
  io: Io,
  workers = Math.min(availableParallelism(), 8),
): Promise<readonly Taken[]> {
  const sizes = files.map(({ path }) => (path === '-' ? 0 : statSync(path).size))
  const line = new ProgressLine(files, sizes, io)
  const large = sizes.flatMap((size, i) => (size >= WORTH_A_THREAD ? [i] : []))
  const taken: Taken[] = []
  const many = workers > 1 && existsSync(PROGRAM)
  if (many && large.length > 1) await readSideBySide(files, large, Math.min(workers, large.length), taken, line)
  for (const [i, file] of files.entries()) {
    if (taken[i]) continue
    const ahead = many && sizes[i]! >= WORTH_A_THREAD ? readAhead(file, (done) => line.tell(i, done)) : undefined
    taken[i] = ahead ?? takeFile(file, (done) => line.tell(i, done))
  }
  return taken
}

/** Reads a file that another thread reads and hashes ahead; `undefined` when that thread could not. */
function readAhead(file: EvidenceFile, reading: (done: number) => void): Taken | undefined {
  const ring = new Ring()
  const task: WorkerTask = { kind: 'ahead', path: file.path, hash: file.hash === undefined, ring: ring.memory }
  const worker = new Worker(PROGRAM, { workerData: task })
  // What goes wrong there is told by the ring.
  worker.on('error', () => undefined)
  worker.unref()
  const hash = file.hash === undefined ? hashOf(() => ring.digest()) : knownHash(file.hash)
  let whole = true
  const taken = takeChunks(
    file,
    hash,
    (take) => {
      let done = 0
      whole = ring.drain((chunk) => take(chunk, (done += chunk.length), ring.size))
    },
    reading,
  )
  return whole ? taken : undefined
}

/** Gives the largest files first to threads of their own, one after the other each. */
async function readSideBySide(
  files: readonly EvidenceFile[],
  numbers: readonly number[],
  threads: number,
  taken: Taken[],
  line: ProgressLine,
): Promise<void> {
  const waiting = [...numbers].sort((a, b) => line.size(b) - line.size(a) || a - b)
  const work = async (): Promise<void> => {
    const task: WorkerTask = { kind: 'files' }
    const worker = new Worker(PROGRAM, { workerData: task })
    try {
      for (let number = waiting.shift(); number !== undefined; number = waiting.shift())
        taken[number] = await readIn(worker, { number, file: files[number]! }, line)
    } finally {
      await worker.terminate()
    }
  }
  await Promise.all(Array.from({ length: threads }, work))
}

function readIn(worker: Worker, job: FileJob, line: ProgressLine): Promise<Taken> {
  return new Promise((resolve, reject) => {
    const over = () => worker.off('message', hear).off('error', fail)
    const fail = (error: unknown) => {
      over()
      reject(error instanceof Error ? error : new Error(String(error)))
    }
    const hear = (news: FileNews) => {
      if ('done' in news) return line.tell(news.number, news.done)
      over()
      resolve(news.taken)
    }
    worker.on('message', hear).on('error', fail)
    worker.postMessage(job)
  })
}
