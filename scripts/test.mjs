// `npm test`: everything that can be tested here, ending in one line with the counts.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, node, root } from './lib.mjs'

ensureInstalled()
ensureBuilt()
node([join(root, 'scripts', 'check.mjs')])
node([join(root, 'scripts', 'docs.mjs'), '--check'])

const folder = mkdtempSync(join(tmpdir(), 'cofferdam-'))
const report = join(folder, 'vitest.json')
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
const { status } = spawnSync(process.execPath, [vitest, 'run', ...reporters, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
try {
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'))
  const results = testResults.flatMap((file) => file.assertionResults)
  const count = (...states) => results.filter((r) => states.includes(r.status)).length
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  const skipped = results.filter((r) => ['skipped', 'pending', 'todo', 'disabled'].includes(r.status))
  for (const { fullName } of skipped) console.log(`skipped: ${fullName}`)
  console.log(`${count('passed')} passed, ${count('failed') + broken} failed, ${skipped.length} skipped`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exit(status ?? 1)
