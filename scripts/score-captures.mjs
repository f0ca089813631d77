// `npm run score:captures -- <folder>`: holds the capture reader against recorded truth (tests/conformance/score-captures.ts).
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'tsdown'
import { ensureInstalled, root } from './lib.mjs'

ensureInstalled()
const outDir = join(root, '.cache', 'score-captures')
await build({
  entry: { 'score-captures': join(root, 'tests', 'conformance', 'score-captures.ts') },
  outDir,
  format: 'esm',
  platform: 'node',
  dts: false,
  logLevel: 'silent',
  config: false,
})
const { run } = await import(pathToFileURL(join(outDir, 'score-captures.mjs')).href)
process.exit(run(process.argv.slice(2)))
