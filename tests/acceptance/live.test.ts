import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { ROOT } from '../house-rules/sources.ts'
import { cofferdam } from '../kit/cli.ts'
import { testWith } from '../kit/need.ts'

/** Reading what is still being recorded, between two hosts with the protocol stacks of this system. */

const folder = mkdtempSync(join(tmpdir(), 'cofferdam-live-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
  readonly end: number
  readonly lines: readonly { readonly at: number; readonly line: string }[]
}

/** Plays a scene of live-scene.mjs and gives what the command line said in it. */
function play(scene: string): Said {
  const script = fileURLToPath(new URL('live-scene.mjs', import.meta.url))
  const isRoot = process.getuid?.() === 0
  const args = [isRoot ? '-n' : '-rn', process.execPath, script, scene, folder, join(ROOT, 'dist', 'cli.js')]
  const { status, stderr } = spawnSync('unshare', args, {
    encoding: 'utf8',
    timeout: 90_000,
    env: { ...process.env, REAL_ROOT: isRoot ? '1' : '0' },
  })
  if (status !== 0) throw new Error(`${scene}: ${stderr}`)
  return JSON.parse(readFileSync(join(folder, `${scene}.json`), 'utf8')) as Said
}

const withNetwork = testWith('netns', 'listener')
const liveTest = (name: string, body: () => void) => withNetwork(name, body, 150_000)

liveTest('what tcpdump pipes says the same as the file that it wrote', () => {
  const piped = play('piped')
  const file = cofferdam(['inspect', join(folder, 'piped.pcap'), '--json'])
  expect([piped.code, piped.err, file.code]).toEqual([0, '', 0])
  const json = JSON.parse(piped.out.replaceAll('standard input', 'piped.pcap'))
  expect(json).toEqual(JSON.parse(file.out))
  for (const said of ['modbus-tcp', 'tcp/502', 'tcp/8000', 'tcp/8080', 'FC6']) expect(file.out).toContain(said)
})

liveTest('drift against a plant is told while it is heard, and the tables stand at the end', () => {
  play('quiet')
  expect(cofferdam(['init', join(folder, 'quiet.pcap'), '--out', join(folder, 'plant')])).toMatchObject({ code: 0 })
  const { code, err, out, lines, end } = play('watched')
  expect([code, err]).toEqual([0, ''])
  const drift = lines.find(({ line }) => /flow-not-declared|service-not-declared/.test(line) && line.includes('502'))
  expect(drift, out).toBeDefined()
  // The line came while it was listened, seconds before the end.
  expect(end - drift!.at).toBeGreaterThan(2000)
  expect(drift!.line).toMatch(/^\d{4}-\d{2}-\d{2}/)
  // What the plant declares is no drift.
  expect(lines.filter(({ line }) => line.includes('not-declared') && line.includes('8080'))).toEqual([])
  const last = lines
    .slice(lines.indexOf(drift!))
    .map(({ line }) => line)
    .join('\n')
  expect(last).toContain('10.62.0.2')
  expect(last).toContain('modbus-tcp')
})

liveTest('an interrupt ends it with the tables', () => {
  const { code, err, out } = play('interrupted')
  expect([code, err]).toEqual([0, ''])
  expect(out).toMatch(/new host 10\.62\.0\.[12]/)
  expect(out.slice(out.lastIndexOf('new conversation'))).toContain('modbus-tcp')
})

liveTest('an interface that does not exist is a sentence', () => {
  const { code, err, out } = play('missing')
  expect([code, out]).toEqual([2, ''])
  expect(err).toMatch(/nowhere0/)
  expect(err).not.toMatch(/\n\s+at /)
})

test('where nothing is installed that listens, this is said', () => {
  const { code, out, err } = cofferdam(['inspect', '--live', 'eth0', '--for', '1'], { env: { PATH: folder } })
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain('neither dumpcap nor tcpdump is installed here')
})
