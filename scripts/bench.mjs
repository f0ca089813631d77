// `npm run bench`: measures what the README claims and writes bench/RESULTS.md. Name benches to run some of them only.
import { execFileSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'tsdown'
import { ensureBuilt, ensureInstalled, root } from './lib.mjs'

ensureInstalled()
ensureBuilt()
const wanted = process.argv.slice(2)
const names = readdirSync(join(root, 'bench'))
  .filter((name) => name.endsWith('-bench.ts'))
  .map((name) => name.replace('.ts', ''))
const outDir = join(root, '.cache', 'bench')
await build({
  entry: Object.fromEntries(names.map((name) => [name, join(root, 'bench', `${name}.ts`)])),
  outDir,
  format: 'esm',
  platform: 'node',
  dts: false,
  fixedExtension: false,
  logLevel: 'silent',
  config: false,
})
const rows = []
for (const name of names.filter((n) => wanted.length === 0 || wanted.some((w) => n.startsWith(w)))) {
  console.error(`${name} ...`)
  const { run } = await import(pathToFileURL(join(outDir, `${name}.js`)).href)
  for (const row of await run()) {
    rows.push(row)
    console.error(
      `  ${row.name}: ${row.ratio === undefined ? '' : `${format(row.ratio)} x ${row.versus}; `}${format(row.figure)} ${row.unit}${row.ok === false ? '  MISSES ITS BAR' : ''}`,
    )
  }
}
if (wanted.length === 0) writeFileSync(join(root, 'bench', 'RESULTS.md'), page(rows))
process.exit(rows.some((row) => row.ok === false) ? 1 : 0)

function page(all) {
  const machine = `${cpus().length} x ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.versions.node}`
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  const line = (r) =>
    `| ${r.name} | ${r.input} | ${r.ratio === undefined ? '' : `${format(r.ratio)} x ${r.versus}`} | ${format(r.figure)} ${r.unit} | ${r.bar ?? ''} | ${r.ok === undefined ? '' : r.ok ? 'yes' : 'no'} |`
  return `# Measured\n\nWritten by \`npm run bench\` at ${commit} on ${machine}. Ratios come from one run on one machine; medians where several runs are named.\n\n| what | input | ratio | figure | bar | holds |\n| --- | --- | --- | --- | --- | --- |\n${all.map(line).join('\n')}\n`
}

function format(n) {
  return n >= 100 ? String(Math.round(n)) : n >= 10 ? n.toFixed(1) : n.toFixed(2)
}
