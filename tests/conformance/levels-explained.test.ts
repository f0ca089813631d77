import { expect, test } from 'vitest'
import { assessLevels, explainLevel, explainRow } from '../../src/assessment/security-levels/assess-levels.ts'
import type { Reason } from '../../src/assessment/security-levels/levels.ts'
import type { Day } from '../../src/groundwork/day.ts'
import { evidenceRecord } from '../../src/standard/evidence-record.ts'
import { aFrame } from '../kit/builders.ts'
import { catalogs } from '../kit/catalogs.ts'
import { inputsOf, levelsOf, plantWith, rowId, type Status } from './levels-kit.ts'

/** "Why?" ends at lines, documents and frames, and says why evidence counts for less than it could. */

const CELL = { kind: 'zone', id: 'cell' } as const
const all = Object.fromEntries([...catalogs.sr.keys()].map((row): [string, Status] => [row, 'met']))

function* steps(reason: Reason): Generator<Reason> {
  yield reason
  for (const step of reason.because) yield* steps(step)
}
const texts = (reason: Reason) => [...steps(reason)].map((step) => step.says).join('\n')
const kinds = (reason: Reason) => new Set([...steps(reason)].flatMap((step) => step.origins.map((o) => o.kind)))

test('a row that is met leads to the measure and its document', () => {
  const reason = explainRow(inputsOf(plantWith(all)), CELL, rowId('SR 2.8'), 'documented')
  expect(reason.verdict).toBe('met')
  expect(kinds(reason)).toEqual(new Set(['line', 'catalog', 'document']))
})

test('a contradiction leads to its frame, caps its item alone, and the level says so', () => {
  const record = evidenceRecord({
    requirement: rowId('SR 7.7'),
    subject: { kind: 'asset', id: 'plc' },
    effect: 'contradicts',
    strength: 'observed',
    day: '2026-10-20' as Day,
    because: 'telnet answered',
    origins: [{ kind: 'frame', frame: aFrame() }],
    inputs: [],
  })
  const inputs = inputsOf(plantWith(all), { records: [record] })
  const cell = assessLevels(inputs).levels.subjects.find((s) => s.id === 'cell')!
  expect(cell.achieved.tested.RA).toEqual({ low: 0, high: 0 })
  expect(cell.rows.find((r) => r.row === rowId('SR 7.7'))!.cappedBy).toEqual(['plc'])
  const reason = explainLevel(inputs, CELL, 'RA', 'documented')
  expect(texts(reason)).toContain('telnet answered')
  expect(kinds(reason)).toContain('frame')
})

test('evidence that counts for less says why', () => {
  const plant = plantWith({ 'SR 7.7': 'met' })
  const weak = { ...plant, evidence: plant.evidence.map((e) => ({ ...e, kind: 'policy' })) }
  expect(texts(explainRow(inputsOf(weak), CELL, rowId('SR 7.7'), 'documented'))).toContain('leaves the row claimed')
  const gone = explainRow(inputsOf(plant, { files: new Map() }), CELL, rowId('SR 7.7'), 'documented')
  expect(texts(gone)).toContain('is not in the project')
  expect(gone.verdict).toBe('unknown')
})

test('a service elsewhere is met while connected, and met once the zone holds out alone', () => {
  const plant = plantWith({ ...all, 'SR 5.2 RE 2': 'unknown', 'SR 6.2': 'unknown' })
  const [test] = plant.evidence
  const monitoring = {
    ...plant.measures[0]!,
    id: 'monitoring' as never,
    role: 'service' as const,
    rows: [rowId('SR 6.2')],
    providedBy: 'sensor' as never,
    boundBy: [test!.id],
  }
  const elsewhere = {
    ...plant,
    assets: [...plant.assets, { ...plant.assets[0]!, id: 'sensor' as never, zones: ['site' as never] }],
    measures: [...plant.measures, monitoring],
  }
  const letter = (p: typeof plant) => levelsOf(p, 'cell').rows.find((r) => r.row === rowId('SR 6.2'))!.letter.documented
  expect(letter(elsewhere)).toBe('met-while-connected')
  const island = plantWith({ 'SR 5.2 RE 2': 'met' }).measures
  expect(letter({ ...elsewhere, measures: [...elsewhere.measures, ...island] })).toBe('met')
  expect(letter({ ...elsewhere, conduits: [] })).toBe('not-met')
})
