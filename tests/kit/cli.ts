import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../house-rules/sources.ts'

export interface CliResult {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the built command line as a user would. `npm test` has built it. */
export function cofferdam(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; input?: string | Uint8Array } = {},
): CliResult {
  const cli = join(ROOT, 'dist', 'cli.js')
  if (!existsSync(cli)) throw new Error('dist/cli.js is missing; run "npm run build"')
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: options.cwd ?? ROOT,
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    input: options.input,
    maxBuffer: 1 << 28,
  })
  return { code: status ?? -1, out: stdout.toString('utf8'), err: stderr.toString('utf8') }
}
