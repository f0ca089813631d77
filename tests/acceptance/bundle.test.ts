import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { testWith } from '../kit/need.ts'
import { ROOT } from '../house-rules/sources.ts'

testWith('netns')(
  'the archive runs with Node alone, without a network, in an empty home folder',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'cofferdam-archive-'))
    try {
      const packed = spawnSync(process.execPath, [join(ROOT, 'scripts', 'bundle.mjs')], { cwd: ROOT, encoding: 'utf8' })
      expect(packed.status, packed.stderr).toBe(0)
      const [archive] = readdirSync(join(ROOT, 'out', 'bundle'))
      expect(spawnSync('tar', ['xf', join(ROOT, 'out', 'bundle', archive!), '-C', folder]).status).toBe(0)
      const home = join(folder, 'home')
      mkdirSync(home)
      const alone = [
        process.execPath,
        join(folder, 'package', 'dist', 'cli.js'),
        'assess',
        join(folder, 'package', 'examples', 'bottling-plant'),
      ]
      const args = ['--as-of', '2026-12-01', '--report', join(home, 'report')]
      const options = { cwd: home, env: { HOME: home }, encoding: 'utf8' } as const
      const run = spawnSync('/usr/bin/unshare', ['-rn', ...alone, ...args], options)
      expect(run.stderr).toContain('report.html')
      expect(run.status).toBe(0)
      expect(readdirSync(join(home, 'report')).sort((a, b) => (a < b ? -1 : 1))).toEqual([
        'assessment.json',
        'exhibits',
        'report.html',
      ])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
  120_000,
)
