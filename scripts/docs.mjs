// Regenerates the pages that are made from code and data. With `--check`, a page that would change fails instead.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'tsdown'
import { ensureBuilt, ensureInstalled, root } from './lib.mjs'

ensureInstalled()
ensureBuilt()
const outDir = join(root, '.cache', 'docs')
await build({
  entry: { pages: join(root, 'scripts', 'docs-pages.ts') },
  outDir,
  format: 'esm',
  platform: 'neutral',
  dts: false,
  logLevel: 'silent',
  config: false,
})
const { pages } = await import(pathToFileURL(join(outDir, 'pages.js')).href)
const { catalogsFrom } = await import(pathToFileURL(join(root, 'dist', 'index.js')).href)
const catalogs = catalogsFrom(JSON.parse(readFileSync(join(root, 'dist', 'catalogs.json'), 'utf8')))
const made = pages(catalogs, (path) => readFileSync(join(root, path), 'utf8'))

const check = process.argv.includes('--check')
const wrong = []
for (const [path, text] of made) {
  const file = join(root, path)
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
  wrong.push(path)
  if (check) continue
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
for (const folder of ['docs/checks', 'docs/protocols', 'docs/schemas']) {
  if (!existsSync(join(root, folder))) continue
  for (const name of readdirSync(join(root, folder))) {
    const path = `${folder}/${name}`
    if (made.has(path)) continue
    wrong.push(path)
    if (!check) rmSync(join(root, path))
  }
}
if (check && wrong.length > 0) {
  console.error(`These generated pages are not what code and data give; run "npm run docs":\n  ${wrong.join('\n  ')}`)
  process.exit(1)
}
console.error(check ? `${made.size} generated pages are up to date.` : `${wrong.length} of ${made.size} pages written.`)
