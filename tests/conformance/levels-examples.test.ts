import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { FRS } from '../../src/standard/fr.ts'
import { requirementId } from '../../src/standard/requirement-id.ts'
import { catalogs } from '../kit/catalogs.ts'
import { CORPUS, testWith } from '../kit/need.ts'
import { aTarget } from '../kit/builders.ts'
import { FR_OF, levelsOf, lows, plantWith, rowId, type Status } from './levels-kit.ts'

interface Example {
  readonly id: string
  readonly input: never
  readonly expected: never
}

function example<Input, Expected>(id: string): { readonly input: Input; readonly expected: Expected } {
  const { examples } = JSON.parse(readFileSync(`${CORPUS}/methods/examples.json`, 'utf8')) as { examples: Example[] }
  return examples.find((e) => e.id.startsWith(id))!
}

testWith('corpus')('A05: one missing row from SL 2 keeps its FR at 1', () => {
  type Input = { met_up_to: number; not_met: string[]; slt: number[] }
  const { input, expected } = example<Input, { sla: number[]; gap: number[] }>('A05')
  const status: Record<string, Status> = {}
  for (const sr of catalogs.sr.values()) if (sr.from <= input.met_up_to) status[sr.id] = 'met'
  for (const row of input.not_met) status[requirementId(row)!] = 'not_met'
  const plant = plantWith(status)
  const zones = plant.zones.map((zone) => ({ ...zone, target: aTarget(2) }))
  const cell = levelsOf({ ...plant, zones }, 'cell')
  expect(lows(cell, 'tested')).toEqual(expected.sla)
  expect(FRS.map((fr, i) => input.slt[i]! - cell.achieved.tested[fr].low)).toEqual(expected.gap)
  expect(cell.binding.tested).toEqual([{ row: 'SR 1.8', fr: 'IAC', from: 2, must: 'change' }])
})

testWith('corpus')('A06: compensation, not applicable and unknown', () => {
  type Input = { fr: number; cases: { name: string; status: Record<string, Status> }[] }
  const { input, expected } = example<Input, { sla: Record<string, number> }>('A06')
  for (const { name, status } of input.cases) {
    const cell = levelsOf(plantWith(status), 'cell')
    expect(cell.achieved.tested[FR_OF(input.fr)].low, name).toBe(expected.sla[name])
  }
  const compensated = levelsOf(plantWith(input.cases[1]!.status), 'cell')
  expect(compensated.rows.find((r) => r.row === rowId('SR 5.1 RE 1'))!.letter.tested).toBe('met-by-compensation')
})

testWith('corpus')('A07: public formulas give other answers on the same evidence', () => {
  type Input = {
    fr: number
    status: Record<string, Status>
    component_vector_fr5: number[]
    countermeasure_vector_fr5: number[]
    question_scores_0_4: number[]
  }
  const { input, expected } = example<Input, Record<string, number>>('A07')
  const cell = levelsOf(plantWith(input.status), 'cell')
  const ours = cell.achieved.tested[FR_OF(input.fr)].low
  const highestRating = Math.max(Math.min(...input.component_vector_fr5), ...input.countermeasure_vector_fr5)
  const worstAnswer = Math.floor(Math.min(...input.question_scores_0_4.map((score) => score / 4)) * 4)
  expect(ours).toBe(expected['sr_level'])
  expect(highestRating).toBe(expected['nemo_max'])
  expect(worstAnswer).toBe(expected['hakimkt_floor_min_ratio'])
  expect(new Set([ours, highestRating, worstAnswer]).size).toBe(3)
})

test('the gates sum to 37, 60, 90 and 100', () => {
  const upTo = [1, 2, 3, 4].map((sl) => [...catalogs.sr.values()].filter((row) => row.from <= sl).length)
  expect(upTo).toEqual([37, 60, 90, 100])
})
