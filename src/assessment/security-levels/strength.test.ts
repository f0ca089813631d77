import { expect, test } from 'vitest'
import type { Day } from '../../groundwork/day.ts'
import type { AssetId, Evidence, Scope } from '../../plant/plant.ts'
import { anEvidence, AS_OF } from '../../../tests/kit/builders.ts'
import { catalogs } from '../../../tests/kit/catalogs.ts'
import { sha256Of } from '../../groundwork/canonical.ts'
import { deriveStrength } from './strength.ts'

const HASH = sha256Of('a file')
const ground = { asOf: AS_OF, files: new Map([['evidence/file', HASH]]), kinds: catalogs.evidenceKinds }
const whole: Evidence = anEvidence({
  id: 'e',
  kind: 'configuration',
  file: 'evidence/file',
  hash: HASH,
  date: AS_OF,
  until: AS_OF,
  device: 'fw' as AssetId,
  by: 'A. Person',
  scope: [{ kind: 'asset', id: 'fw' }],
})
const fw = { id: 'fw', isNamedBy: (scope: Scope) => scope.kind === 'asset' && scope.id === 'fw' }
const plc = { id: 'plc', isNamedBy: () => false }

test.each<[string, Partial<Evidence>, string | undefined, string[]]>([
  ['whole, on its first and last day', {}, 'observed', []],
  ['no file', { file: undefined }, 'claimed', ['EVIDENCE_NO_FILE']],
  ['a file that is not there', { file: 'evidence/gone' }, 'claimed', ['EVIDENCE_FILE_MISSING']],
  ['no hash', { hash: undefined }, 'claimed', ['EVIDENCE_NOT_HASHED']],
  ['another hash', { hash: sha256Of('other') }, 'claimed', ['EVIDENCE_HASH_DIFFERS']],
  ['no device', { device: undefined }, 'documented', ['EVIDENCE_NO_DEVICE']],
  ['no date', { date: undefined }, 'documented', ['EVIDENCE_NO_DATE']],
  ['a document without a date', { kind: 'document', date: undefined }, 'claimed', ['EVIDENCE_NO_DATE']],
  ['a test nobody signs', { kind: 'test-record', by: undefined }, 'documented', ['EVIDENCE_NO_PERSON']],
  ['a test', { kind: 'test-record' }, 'tested', []],
  ['no scope but a device', { scope: [] }, 'observed', []],
  ['no scope at all', { kind: 'document', scope: [], device: undefined }, 'claimed', ['EVIDENCE_NO_SCOPE']],
  ['an unknown kind', { kind: 'configurations' }, 'claimed', ['EVIDENCE_KIND_UNKNOWN']],
  ['out of force since yesterday', { until: '2026-10-31' as Day }, undefined, ['EVIDENCE_EXPIRED']],
  ['from tomorrow', { date: '2026-11-02' as Day, until: undefined }, undefined, ['EVIDENCE_AHEAD']],
])('%s', (_, change, strength, codes) => {
  const derived = deriveStrength({ ...whole, ...change }, { ...ground, subject: fw })
  expect(derived.strength).toBe(strength)
  expect(derived.diagnostics.map((d) => d.code)).toEqual(codes)
})

test('for a thing that it does not name it is a claim', () => {
  const derived = deriveStrength(whole, { ...ground, subject: plc })
  expect(derived.strength).toBe('claimed')
  expect(derived.diagnostics.map((d) => d.code)).toEqual(['EVIDENCE_NOT_ABOUT'])
})
