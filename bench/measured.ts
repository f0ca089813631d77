import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const TIME = '/usr/bin/time'

/** What a whole process cost. */
export interface Cost {
  /** Seconds from start to end. */
  readonly wall: number
  /** Seconds of processor time over all threads; 0 where the system has no GNU time. */
  readonly cpu: number
  /** Largest resident memory in bytes; 0 where the system has no GNU time. */
  readonly memory: number
  readonly out: string
}

/** Whether a program is there. */
export function hasProgram(name: string): boolean {
  return spawnSync('which', [name], { stdio: 'ignore' }).status === 0
}

/** Runs a program to its end and measures it; throws when it fails. `keep` keeps what it prints. */
export function measured(program: string, args: readonly string[], keep = false): Cost {
  const folder = mkdtempSync(join(tmpdir(), 'measured-'))
  try {
    const note = join(folder, 'time')
    const timed = existsSync(TIME)
    const [command, all] = timed ? [TIME, ['-f', '%e %U %S %M', '-o', note, program, ...args]] : [program, [...args]]
    const before = performance.now()
    const run = spawnSync(command, all, { stdio: ['ignore', keep ? 'pipe' : 'ignore', 'pipe'], maxBuffer: 1 << 30 })
    const wall = (performance.now() - before) / 1000
    if (run.error) throw run.error
    if (run.status !== 0) throw new Error(`${program} ended with ${run.status}: ${run.stderr.toString().slice(0, 500)}`)
    const [, user, system, kilobytes] = timed ? readFileSync(note, 'utf8').trim().split(' ').map(Number) : [0, 0, 0, 0]
    return { wall, cpu: user! + system!, memory: kilobytes! * 1024, out: keep ? run.stdout.toString() : '' }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
