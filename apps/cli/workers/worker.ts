import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { Sha256 } from '../../../src/groundwork/canonical.ts'
import { nativeHash } from '../files.ts'
import type { FileJob, FileNews, WorkerTask } from './messages.ts'
import { Ring } from './ring.ts'
import { takeFile } from './take-file.ts'

/** The other threads of the command line; this file is their whole program. */

/** How many bytes are read before it is told again how far a file is: each message costs both threads time. */
const STEP = 8 << 20

const port = parentPort!
const task = workerData as WorkerTask
if (task.kind === 'ahead') readAhead(task.path, task.hash, new Ring(task.ring))
else
  port.on('message', ({ number, file }: FileJob) => {
    const tell = (news: FileNews) => port.postMessage(news)
    let next = 0
    const taken = takeFile(file, (done, size) => {
      if (done < next) return
      next = done + STEP
      tell({ number, done, size })
    })
    tell({ number, taken })
  })

/** Reads a file ahead of who dissects it, and hashes what it reads. */
function readAhead(path: string, hashed: boolean, ring: Ring): void {
  const hash = nativeHash()
  let digest: Sha256 | undefined
  try {
    const fd = openSync(path, 'r')
    ring.begin(fstatSync(fd).size)
    for (let slot = ring.slot(); slot; slot = ring.slot()) {
      const n = readSync(fd, slot)
      if (n === 0) break
      if (hashed) hash.update(slot.subarray(0, n))
      ring.write(n)
    }
    closeSync(fd)
    digest = hash.digest()
  } finally {
    ring.end(digest)
  }
}
