import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { CORPUS, hasCorpus } from '../kit/corpus.ts'
import { attempt, type Input, makesInventory, sameInChunks } from './attempt.ts'
import { type Target, targetsAt } from './inputs.ts'
import { shrunk } from './shrink.ts'

/** `npm run fuzz`: the same inputs as `fuzz.test.ts`, without end and with growing seeds, until something does not hold. */

/** An input that takes longer, in milliseconds, is a finding; one that takes much longer hangs. */
const SLOW = 5000
const HANGS = 30_000
/** Between two status lines, in milliseconds. */
const TELLS = 15_000

interface Task {
  readonly root: string
  readonly ids: readonly string[]
  readonly seed: number
  /** Number of the target, seed, and inputs so far: what the other thread is at. */
  readonly at: Int32Array
}

interface Finding {
  readonly id: string
  readonly seed: number
  readonly why: string
  readonly input: Input
}

const targetsOf = (root: string, ids: readonly string[]): Target[] =>
  targetsAt({ root, corpus: hasCorpus() ? CORPUS : undefined }).filter(({ id }) => ids.length === 0 || ids.includes(id))

/** Why an input does not hold, or nothing. */
function wrongWith(input: Input): string | undefined {
  const begun = performance.now()
  try {
    makesInventory(attempt(input))
    sameInChunks(input)
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
  const took = performance.now() - begun
  return took > SLOW ? `took ${Math.round(took)} ms for ${input.bytes.length} bytes` : undefined
}

/** The same fault, wherever the numbers in its message have gone. */
const kindOf = (why: string) => why.split('\n', 2).join(' ').replace(/\d+/g, 'n')

function search({ root, ids, seed: first, at }: Task): void {
  const targets = targetsOf(root, ids)
  for (let seed = first; ; seed++)
    for (const [n, target] of targets.entries()) {
      at[0] = n
      at[1] = seed
      at[2]!++
      const input = target.input(seed)
      const why = wrongWith(input)
      if (why === undefined) continue
      at[0] = -1
      const small = why.startsWith('took')
        ? input
        : shrunk(input, (made) => kindOf(wrongWith(made) ?? '') === kindOf(why))
      parentPort!.postMessage({ id: target.id, seed, why: wrongWith(small) ?? why, input: small } satisfies Finding)
      return
    }
}

/** Runs until a finding (1), the end of the time (0), or an argument that means nothing (2). */
export async function run(root: string, args: readonly string[]): Promise<number> {
  const number = (name: string, fallback: number) => {
    const at = args.indexOf(name)
    return at < 0 ? fallback : Number(args[at + 1])
  }
  const ids = args.filter((arg, i) => !arg.startsWith('--') && !args[i - 1]?.startsWith('--'))
  const [seconds, seed] = [number('--seconds', Number.POSITIVE_INFINITY), number('--seed', 1)]
  const known = targetsOf(root, []).map(({ id }) => id)
  const strange = [
    ...ids.filter((id) => !known.includes(id)),
    ...args.filter((arg) => arg.startsWith('--') && arg !== '--seconds' && arg !== '--seed'),
  ]
  if (strange.length > 0 || Number.isNaN(seconds) || !Number.isInteger(seed)) {
    console.error(`usage: npm run fuzz -- [target…] [--seconds N] [--seed N]; targets are ${known.join(', ')}`)
    return 2
  }
  const at = new Int32Array(new SharedArrayBuffer(12))
  const task: Task = { root, ids, seed, at }
  const worker = new Worker(new URL(import.meta.url), { workerData: task })
  const targets = targetsOf(root, ids)
  const begun = Date.now()
  const tells = () => {
    const passed = Math.round((Date.now() - begun) / 1000)
    return `${at[2]!.toLocaleString('en')} inputs for ${targets.length} targets in ${passed} s, seed ${at[1]}`
  }
  let [last, since, told] = [0, begun, begun]
  return new Promise((resolve, reject) => {
    const end = (code: number, said: string) => {
      clearInterval(timer)
      console.log(said)
      void worker.terminate().then(() => resolve(code))
    }
    const found = (finding: Finding) => end(1, `${tells()}\n${writeFinding(root, finding)}`)
    const timer = setInterval(() => {
      const now = Date.now()
      if (at[2] !== last) [last, since] = [at[2]!, now]
      if (now - begun > seconds * 1000) return end(0, `${tells()}: nothing found`)
      if (now - told > TELLS) {
        told = now
        console.log(tells())
      }
      // While a finding is made smaller, there is no target.
      if (at[0]! < 0 || now - since < HANGS) return
      const target = targets[at[0]!]!
      found({ id: target.id, seed: at[1]!, why: `no end after ${HANGS} ms`, input: target.input(at[1]!) })
    }, 500)
    worker.on('message', found)
    worker.on('error', reject)
  })
}

/** Keeps the input of a finding and says what it is. */
function writeFinding(root: string, { id, seed, why, input }: Finding): string {
  const folder = join(root, 'out', 'fuzz')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${id}-${seed}-${input.name}`)
  writeFileSync(path, input.bytes)
  const fed = `fed in pieces of ${input.chunks.join(', ')} bytes`
  return `found with ${id}, seed ${seed}: ${why}\n${input.bytes.length} bytes, ${fed}: ${path}`
}

if (!isMainThread) search(workerData as Task)
