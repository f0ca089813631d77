// `npm run bundle`: one archive with the built files and the example; it runs with Node alone, without a network.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, node, root, run } from './lib.mjs'

ensureInstalled()
ensureBuilt()
const out = join(root, 'out', 'bundle')
rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
const npm = process.env.npm_execpath
const args = ['pack', '--pack-destination', out, '--loglevel=error']
if (npm) node([npm, ...args])
else run('npm', args)
console.error(`Unpack it anywhere and run: node package/dist/cli.js --help  (${out})`)
