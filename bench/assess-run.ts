import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { assessLevels } from '../src/assessment/security-levels/assess-levels.ts'
import { understand } from '../src/plant/understand.ts'
import { readPlant } from '../src/plant/written/read-plant.ts'
import { catalogs } from '../tests/kit/catalogs.ts'
import { syntheticPlant } from './synthetic-plant.ts'

/** What one process measured of one assessment. */
export interface Measured {
  readonly seconds: number
  readonly peakMegabytes: number
  readonly subjects: number
  readonly assets: number
}

/** Assesses the synthetic plant as meant; the time is that of the assessment alone, in a process that has assessed nothing before. */
export function fromMeant(size: number): Measured {
  const { plant, records, files, asOf } = syntheticPlant(size, catalogs)
  const start = performance.now()
  const { levels } = assessLevels({ plant, records, catalogs, asOf, files })
  const seconds = (performance.now() - start) / 1000
  return { seconds, peakMegabytes: peak(), subjects: levels.subjects.length, assets: size }
}

/** Assesses the plant whose files lie in a folder; the time is from the first byte read to the levels. */
export function fromText(folder: string): Measured {
  const start = performance.now()
  const names = readdirSync(folder)
  const texts = new Map(names.filter((n) => n !== 'hashes.json').map((n) => [n, readFileSync(join(folder, n), 'utf8')]))
  const hashes = new Map(JSON.parse(readFileSync(join(folder, 'hashes.json'), 'utf8')) as [string, never][])
  const files = { texts, hashes }
  const { plant } = understand(readPlant(files).written, { catalogs, files })
  const { levels } = assessLevels({ plant, records: [], catalogs, asOf: '2026-11-01' as never, files: hashes })
  const seconds = (performance.now() - start) / 1000
  return { seconds, peakMegabytes: peak(), subjects: levels.subjects.length, assets: plant.assets.length }
}

function peak(): number {
  return process.resourceUsage().maxRSS / 1024
}
