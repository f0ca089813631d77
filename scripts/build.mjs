// Builds the library, the command line and the browser bundle into dist/, and embeds the catalogs as JSON.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { files, inRepository, root, tool } from './lib.mjs'
import { thirdPartyNotices } from './notices.mjs'

rmSync(join(root, 'dist'), { recursive: true, force: true })
tool('tsdown', ['--logLevel', 'error'])

const library = await import(pathToFileURL(join(root, 'dist', 'index.js')).href)
const texts = new Map(
  files(join(root, 'catalogs'))
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => [inRepository(path).slice('catalogs/'.length), readFileSync(path, 'utf8')]),
)
const { rows, diagnostics } = library.parseCatalogTexts(texts)
for (const diagnostic of diagnostics) console.error(library.showDiagnostic(diagnostic, texts))
if (diagnostics.length > 0) process.exit(1)
writeFileSync(join(root, 'dist', 'catalogs.json'), JSON.stringify(rows))
const { default: oui } = await import('oui-data', { with: { type: 'json' } })
const makers = Object.entries(oui).map(([prefix, entry]) => [prefix, entry.split('\n', 1)[0]])
writeFileSync(join(root, 'dist', 'oui.json'), JSON.stringify(Object.fromEntries(makers)))
writeFileSync(join(root, 'dist', 'THIRD-PARTY.md'), thirdPartyNotices())
if (!existsSync(join(root, 'dist', 'cli.js'))) throw new Error('the build left no dist/cli.js')
