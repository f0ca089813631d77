import { expect, test } from 'vitest'
import { catalogs } from '../../tests/kit/catalogs.ts'
import { explain } from './explain.ts'
import { type Explainable, explanationText } from './explanation.ts'

const known: Explainable = {
  catalogs,
  checks: [
    {
      id: 'SEP-01',
      title: 'Business and control share a zone',
      severity: 'error',
      traces: ['iec-62443-3-2:ZCR 3.2', 'iec-62443-3-3:SR 5.1'],
      data: ['what each asset is for'],
      about: 'A paragraph.',
    },
  ],
  diagnostics: new Map([['PLANT_X', { severity: 'error', message: 'm', about: 'What it means.' }]]),
}
const kinds = (query: string) => explain(query, known).explanations.map((e) => `${e.kind}: ${e.id}`)
const text = (query: string) => explain(query, known).explanations.map(explanationText).join('\n')

test.for([
  ['SR 5.2 RE 1', ['requirement of 3-3: SR 5.2 RE 1']],
  ['sr5.2re(1)', ['requirement of 3-3: SR 5.2 RE 1']],
  ['5.2', ['requirement of 3-3: SR 5.2']],
  ['iec-62443-3-3:SR 5.2', ['requirement of 3-3: SR 5.2']],
  ['CR 3.1 RE 1', ['requirement of 4-2: CR 3.1 RE 1']],
  ['EDR 3.12', ['requirement of 4-2: EDR 3.12']],
  ['CR 5.4', ['heading of 4-2: CR 5.4']],
  ['ccsc 2', ['constraint of 4-2: CCSC 2']],
  ['zcr 3.3', ['requirement of 3-2: ZCR 3.3']],
  ['ZCR 3', ['requirement of 3-2: ZCR 3']],
  ['rdf', ['foundational requirement: RDF']],
  ['FR 5', ['foundational requirement: RDF']],
  ['SL 2', ['security level: SL 2']],
  ['conduit', ['term: conduit']],
  ['Jump Host', ['term: jump host', 'kind of asset: jump-host']],
  ['embedded-device', ['term: embedded device']],
  ['sep-01', ['check: SEP-01']],
  ['plant_x', ['diagnostic: PLANT_X']],
  ['s7', ['protocol: s7comm']],
  ['capture', ['kind of evidence: capture']],
  ['SVC', ['mode: SVC']],
] as const)('%s is explained', ([query, expected]) => {
  expect(kinds(query)).toEqual(expected)
})

test('a row of 3-3 tells how it is decided, what evidence does, what derives from it and which checks speak to it', () => {
  const shown = text('SR 5.1')
  for (const part of [
    'applies from',
    'ANY',
    'Enhancements',
    'SR 5.1 RE 1',
    'CR 5.1',
    'SEP-01',
    'configuration file: shows',
    'Contradiction',
  ])
    expect(shown, part).toContain(part)
  expect(text('SR 3.4')).toMatch(/from = 1: text of 2013/)
  expect(text('SR 5.4')).toContain('only a statement on the whole system')
})

test.for([
  ['ZCR 5.7', 'If so ZCR 5.8, otherwise ZCR 5.13.'],
  ['ZCR 5.8', 'ZCR 5.9'],
  ['ZCR 6.3', 'Zone and conduit drawings'],
  ['CR 1.1', 'What is said here carries over to it.'],
  ['CR 3.1 RE 1', 'met here leaves it unknown'],
  ['SR 1.5 RE 1', 'only partly the same, carries over'],
  ['SR 1.1', 'counterpart, exact)'],
  ['SR 2.12', 'With nothing to count'],
  ['SR 5.2', 'asked of the points that enforce it'],
  ['CR 5.4', 'the system has to meet it'],
  ['CR 2.4', 'each type has its own'],
  ['IAC', '10 at SL 1, 16 at SL 2, 22 at SL 3, 24 at SL 4'],
  ['SL 2', 'rows that apply  60'],
  ['modbus', 'Never proves who speaks.'],
  ['tablet', 'portable     yes'],
  ['plc', 'wireless     differs'],
  ['sensor', 'it still counts as a link'],
  ['policy', 'shows no row by itself'],
  ['configuration', 'without device and date  documented'],
])('%s says "%s"', ([query, part]) => {
  expect(text(query!).replace(/\n\s+/g, ' ')).toContain(part)
})

test('near misses are suggested, and nothing is made up for nonsense', () => {
  expect(explain('condiut', known)).toEqual({ explanations: [], near: ['conduit'] })
  expect(explain('SR 5.9', known).near).toEqual(['SR 5.1', 'SR 5.2', 'SR 5.3', 'SR 5.4'])
  expect(explain('CR 6.1 RE 4', known).near).toEqual(['CR 6.1', 'CR 6.1 RE 1'])
  expect(explain('xyzzyplugh', known)).toEqual({ explanations: [], near: [] })
})

test('every row of every catalog has an explanation of at most 96 columns', () => {
  const ids = [catalogs.sr, catalogs.cr, catalogs.ccsc, catalogs.zcr, catalogs.headings].flatMap((rows) => [
    ...rows.keys(),
  ])
  const names = [...catalogs.terms.map((t) => t.key), ...catalogs.protocols.keys(), ...catalogs.assetKinds.keys()]
  for (const id of [...ids, ...names, ...catalogs.evidenceKinds.keys()]) {
    const shown = text(id)
    expect(shown, id).not.toBe('')
    expect(shown, id).not.toContain('undefined')
    expect(Math.max(...shown.split('\n').map((line) => line.length)), id).toBeLessThanOrEqual(96)
  }
})
