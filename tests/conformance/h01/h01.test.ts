import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runChecks } from '../../../src/assessment/checks/run-checks.ts'
import { LineIndex } from '../../../src/groundwork/span.ts'
import { understand } from '../../../src/plant/understand.ts'
import { readPlant } from '../../../src/plant/written/read-plant.ts'
import { AS_OF } from '../../kit/builders.ts'
import { catalogs } from '../../kit/catalogs.ts'
import { CORPUS, testWith } from '../../kit/need.ts'

/** The worked example H01: sixteen seeded defects, each found by its check, and nothing else found by any. */

const EXPECTED = [
  'BND-01:C2',
  'CHR-02:ENT',
  'CON-01:f4',
  'CON-04:C1',
  'FLW-01:f1',
  'FLW-01:f4',
  'FLW-03:f1',
  'FLW-03:f4',
  'PRO-01:f1',
  'SEP-01:ENT',
  'SEP-02:CTL',
  'SEP-04:CTL',
  'SLV-03:C1',
  'ZON-01:hist',
  'ZON-02:spare',
  'ZON-04:EMPTY',
]

const text = readFileSync(new URL('plant.yaml', import.meta.url), 'utf8')
const files = { texts: new Map([['plant.yaml', text]]), hashes: new Map() }
const read = readPlant(files)
const { plant, diagnostics } = understand(read.written, { catalogs, files })
const findings = runChecks({
  plant,
  inventory: undefined,
  drift: undefined,
  levels: undefined,
  catalogs,
  asOf: AS_OF,
  files: files.hashes,
})
const wrong = findings.filter((f) => f.verdict === 'not-met')

test('the model reads without a word', () => {
  expect([...read.diagnostics, ...diagnostics]).toEqual([])
})

test('sixteen findings, and none else over all checks', () => {
  expect(wrong.map((f) => `${f.check}:${f.subject}`)).toEqual(EXPECTED)
})

test('every finding leads to the line where its subject is written', () => {
  const lines = new LineIndex(text)
  for (const finding of wrong) {
    const [first] = finding.because
    const shown = first?.kind === 'line' ? lines.line(lines.at(first.span.from).line) : ''
    expect(shown, `${finding.check}:${finding.subject}`).toContain(`id: ${finding.subject},`)
  }
})

testWith('corpus')('the list above is the list of the example', () => {
  const { examples } = JSON.parse(readFileSync(`${CORPUS}/methods/examples.json`, 'utf8')) as {
    examples: { id: string; expected: { findings: string[] } }[]
  }
  expect(examples.find((e) => e.id.startsWith('H01'))?.expected.findings.sort()).toEqual(EXPECTED)
})
