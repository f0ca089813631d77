import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { catalogs } from '../tests/kit/catalogs.ts'
import { fromMeant, fromText, type Measured } from './assess-run.ts'
import { type BenchRow, median } from './bench.ts'
import { syntheticPlant } from './synthetic-plant.ts'
import { plantTexts } from './synthetic-texts.ts'

const ROUNDS = 3

/** Assessment of the synthetic plant, as meant and from text on disk, each in a process of its own. */
export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cofferdam-assess-'))
  try {
    const meant = [1000, 10_000, 100_000].map((size) => measure('meant', String(size)))
    const text = (size: number, kind: 'csv' | 'ndjson' | 'yaml') => measure('text', write(folder, size, kind))
    const [csv, ndjson, yaml] = [text(100_000, 'csv'), text(100_000, 'ndjson'), text(10_000, 'yaml')]
    const [, ten, hundred] = meant as [Measured, Measured, Measured]
    const growth = hundred.seconds / ten.seconds
    return [
      ...meant
        .map((m, i) => row('levels from the plant as meant', m, i === 2 ? { seconds: 2, gigabytes: 1 } : {}))
        .flat(),
      {
        name: 'levels from the plant as meant, ten times the assets',
        input: '100,000 against 10,000 assets',
        figure: growth,
        unit: 'times the time',
        bar: 'linear: at most 13',
        ok: growth <= 13,
      },
      ...row('levels from text on disk, assets as CSV', csv, { seconds: 10, gigabytes: 2 }),
      ...row('levels from text on disk, assets as NDJSON', ndjson, { seconds: 10, gigabytes: 2 }),
      ...row('levels from text on disk, assets as YAML', yaml, { seconds: 2 }),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function row(name: string, m: Measured, bar: { seconds?: number; gigabytes?: number }): BenchRow[] {
  const input = `${m.assets.toLocaleString('en-US')} assets, ${m.subjects} zones and conduits, median of ${ROUNDS}`
  const { seconds, gigabytes } = bar
  return [
    {
      name,
      input,
      figure: m.seconds,
      unit: 's',
      ...(seconds === undefined ? {} : { bar: `at most ${seconds} s`, ok: m.seconds <= seconds }),
    },
    {
      name: `${name}, peak memory of the process`,
      input,
      figure: m.peakMegabytes,
      unit: 'MB',
      ...(gigabytes === undefined ? {} : { bar: `at most ${gigabytes} GB`, ok: m.peakMegabytes <= gigabytes * 1024 }),
    },
  ]
}

function write(folder: string, size: number, kind: 'csv' | 'ndjson' | 'yaml'): string {
  const at = mkdtempSync(join(folder, `${kind}-`))
  const { plant, files } = syntheticPlant(size, catalogs)
  for (const [name, text] of plantTexts(plant, kind)) writeFileSync(join(at, name), text)
  writeFileSync(join(at, 'hashes.json'), JSON.stringify([...files]))
  return at
}

function measure(what: 'meant' | 'text', argument: string): Measured {
  const program = fileURLToPath(import.meta.url)
  const all = Array.from({ length: ROUNDS }, (): Measured => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, what, argument], { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    return JSON.parse(stdout) as Measured
  })
  return {
    ...all[0]!,
    seconds: median(all.map((m) => m.seconds)),
    peakMegabytes: Math.max(...all.map((m) => m.peakMegabytes)),
  }
}

// Each measurement is a process of its own: this file again, told what to do.
const [, script, what, argument] = process.argv
if (script === fileURLToPath(import.meta.url) && what !== undefined)
  console.log(JSON.stringify(what === 'meant' ? fromMeant(Number(argument)) : fromText(argument ?? '.')))
