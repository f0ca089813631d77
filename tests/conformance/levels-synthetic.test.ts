import { expect, test } from 'vitest'
import { syntheticPlant } from '../../bench/synthetic-plant.ts'
import { plantTexts } from '../../bench/synthetic-texts.ts'
import { assessLevels } from '../../src/assessment/security-levels/assess-levels.ts'
import { understand } from '../../src/plant/understand.ts'
import { readPlant } from '../../src/plant/written/read-plant.ts'
import { catalogs } from '../kit/catalogs.ts'

/** What the benches measure: the same plant as meant and as text. */

test.each(['csv', 'ndjson', 'yaml'] as const)(
  'the synthetic plant has the same levels as meant and from %s',
  (kind) => {
    const { plant, records, files: hashes, asOf } = syntheticPlant(600, catalogs)
    const files = { texts: plantTexts(plant, kind), hashes }
    const { written, diagnostics } = readPlant(files)
    const understood = understand(written, { catalogs, files })
    expect([...diagnostics, ...understood.diagnostics].filter((d) => d.severity === 'error')).toEqual([])
    const inputs = { records, catalogs, asOf, files: hashes }
    const fromText = assessLevels({ ...inputs, plant: understood.plant }).levels
    expect(fromText).toEqual(assessLevels({ ...inputs, plant }).levels)
  },
)

test('diagnostics stay short however large the plant is', () => {
  const count = (size: number) => {
    const { plant, records, files, asOf } = syntheticPlant(size, catalogs)
    const { diagnostics } = assessLevels({ plant, records, catalogs, asOf, files })
    const declared = plant.measures.length + plant.evidence.length
    return diagnostics.length - declared
  }
  expect(count(4000)).toBeLessThan(400)
})
