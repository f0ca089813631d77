import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { test } from 'vitest'
import { hasCorpus } from './corpus.ts'

export { CORPUS } from './corpus.ts'

/** What a test may need from outside the repository. */
const NEEDS = ['netns', 'nft', 'chromium', 'tshark', 'listener', 'corpus'] as const
export type Need = (typeof NEEDS)[number]

/** Debian's Chromium, or another one the environment names. */
export const CHROMIUM = process.env['COFFERDAM_CHROMIUM'] ?? '/usr/bin/chromium'

const required = new Set((process.env['COFFERDAM_REQUIRE'] ?? '').split(',').map((word) => word.trim()))
const found = new Map<Need, boolean>()

/** Whether a need is there; when `COFFERDAM_REQUIRE` names it and it is not, the test that asks fails instead of being skipped. */
function has(need: Need): boolean {
  let there = found.get(need)
  if (there === undefined) {
    there = look(need)
    found.set(need, there)
  }
  return there
}

/** `test`, or a skipped test that says what is missing, or a failing one where it is required. */
export function testWith(...needs: readonly Need[]) {
  const missing = needs.filter((need) => !has(need))
  if (missing.length === 0) return test
  const demanded = missing.filter((need) => required.has(need))
  return (name: string, _body: () => unknown, _timeout?: number) => {
    if (demanded.length > 0)
      test(name, () => {
        throw new Error(`required here and not found: ${demanded.join(', ')}`)
      })
    else test.skip(`${name} [needs ${missing.join(', ')}]`, () => undefined)
  }
}

function look(need: Need): boolean {
  switch (need) {
    case 'corpus':
      return hasCorpus()
    case 'chromium':
      return existsSync(CHROMIUM)
    case 'tshark':
      return runs('tshark', ['--version'])
    case 'listener':
      return runs('tcpdump', ['--version'])
    case 'nft':
      return runs('nft', ['--version'])
    case 'netns':
      return runs('unshare', ['-Urn', 'true']) || runs('unshare', ['-n', 'true'])
  }
}

function runs(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}
