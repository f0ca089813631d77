import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, normalize } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cofferdam } from '../kit/cli.ts'
import { filesBelow, read, ROOT } from '../house-rules/sources.ts'

const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'examples/bottling-plant/README.md',
].concat(filesBelow('docs').filter((path) => path.endsWith('.md')))

/** Commands of the pages in code blocks for a shell, as arguments of the command line. */
const commands = pages.flatMap((page) =>
  [...read(page).matchAll(/```(?:sh|console)?\n([\s\S]*?)```/g)]
    .flatMap((block) => block[1]!.split('\n'))
    .map((line) => /^(?:\$ )?(?:npm start -- |cofferdam )([^#]+)/.exec(line)?.[1]?.trim())
    .filter((line) => line !== undefined && !/[<…]/.test(line))
    .map((line) => [page, line!] as const),
)

const folder = mkdtempSync(join(tmpdir(), 'cofferdam-docs-'))
const placeOf = (page: string) => join(folder, page.replace(/\W/g, '-'))
beforeAll(() => {
  for (const page of new Set(commands.map(([p]) => p))) {
    cpSync(join(ROOT, 'examples'), join(placeOf(page), 'examples'), { recursive: true })
    cpSync(join(ROOT, 'examples/bottling-plant/evidence/captures/core.pcapng'), join(placeOf(page), 'tap.pcap'))
    cpSync(join(ROOT, 'examples/bottling-plant/evidence/asset-list.csv'), join(placeOf(page), 'assets.csv'))
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('pages are true', () => {
  test('there are commands to try', () => expect(commands.length).toBeGreaterThan(2))

  test.each(commands)('%s: cofferdam %s', (page, line) => {
    const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2]!)
    const { code, err } = cofferdam(args, { cwd: placeOf(page) })
    expect(code, err).toBeLessThan(2)
  })

  test.each(pages)('%s links only to what is there', (page) => {
    const links = [...read(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map((m) =>
      normalize(join(dirname(page), m[1]!)),
    )
    expect(links.filter((link) => !existsSync(join(ROOT, link)))).toEqual([])
  })
})
