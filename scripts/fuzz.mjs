// `npm run fuzz -- [target…] [--seconds N] [--seed N]`: hostile input for every protocol and reader, without end (tests/fuzz/endless.ts).
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'tsdown'
import { ensureInstalled, root } from './lib.mjs'

ensureInstalled()
const outDir = join(root, '.cache', 'fuzz')
await build({
  entry: { fuzz: join(root, 'tests', 'fuzz', 'endless.ts') },
  outDir,
  format: 'esm',
  platform: 'node',
  dts: false,
  logLevel: 'silent',
  config: false,
})
const { run } = await import(pathToFileURL(join(outDir, 'fuzz.mjs')).href)
process.exit(await run(root, process.argv.slice(2)))
