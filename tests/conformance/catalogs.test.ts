import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Dispute } from '../../src/standard/catalog.ts'
import { FRS, frOf } from '../../src/standard/fr.ts'
import { catalogsFrom } from '../../src/standard/read-catalogs.ts'
import { catalogs, catalogsRead } from '../kit/catalogs.ts'
import { CORPUS, testWith } from '../kit/need.ts'

/** The catalogs against the data they were made from: every row, every field, nothing lost and nothing added in silence. */

// biome-ignore lint: JSON of the corpus has no type here
type Loose = Record<string, any> // oxlint-disable-line typescript/no-explicit-any

const corpus = (name: string): Loose =>
  JSON.parse(readFileSync(`${CORPUS}/catalogs/${name}.json`, 'utf8').replace(/\bRE\((\d+)\)/g, 'RE $1')) as Loose
const kebab = (text: string) => text.replaceAll('_', '-')
const rows = catalogsRead.rows
const byId = <T extends { id: string }>(list: readonly T[]) => Object.fromEntries(list.map((r) => [r.id, r]))
const part = (folder: string) => rows.parts.find((p) => p.folder === folder)!
const disputesOf = (row: Loose): Dispute[] =>
  row['disputed']
    ? [
        {
          field: 'from',
          readings: row['disputed'].readings.map((r: Loose) => ({ value: r['sl'], heldBy: [r['held_by']] })),
          taken: row['disputed'].taken,
          why: row['disputed'].reason,
        },
      ]
    : []
const without = <T extends object>(value: T, key: string): T =>
  Object.fromEntries(Object.entries(value).filter(([k]) => k !== key)) as T
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

test('the catalogs read without a word, and survive being carried as JSON', () => {
  expect(catalogsRead.diagnostics).toEqual([])
  expect(catalogsFrom(plain(rows) as typeof rows)).toEqual(catalogs)
})

testWith('corpus')('terms', () => {
  const source = corpus('terms')
  expect(rows.terms).toHaveLength(120)
  expect(rows.terms.map((t) => without(t, 'edition'))).toEqual(
    source['terms'].map(({ definition, ...t }: Loose) => ({ ...t, says: definition })),
  )
  expect(part('iec-62443-1-1')).toMatchObject({
    part: source['part'],
    title: source['title'],
    sources: source['sources'],
  })
  expect(Object.values(part('iec-62443-1-1').notes)).toEqual([source['copyright_note'], source['confidence_note']])
})

describe('3-2', () => {
  testWith('corpus')('requirements', () => {
    const source = corpus('iec62443-3-2')
    expect(rows.zcr).toHaveLength(32)
    expect(plain(byId(rows.zcr))).toEqual(
      byId(
        source['requirements'].map(({ summary, strength_confidence, ...r }: Loose) => ({
          ...r,
          says: summary,
          ...(strength_confidence ? { strengthConfidence: strength_confidence } : {}),
          edition: source['edition'],
          disputed: [],
        })),
      ),
    )
  })
  testWith('corpus')('facts of the part', () => {
    const source = corpus('iec62443-3-2')
    const about = catalogs.assessment!
    const says = ({ summary, ...r }: Loose) => ({ ...r, says: summary })
    expect(about.groups).toEqual(source['groups'].map(says))
    expect(plain(about.workflow)).toEqual(source['workflow'])
    expect(plain(about.detailedWorkflow)).toEqual(source['detailed_assessment_workflow'])
    expect(about.crsContents).toEqual(source['crs_contents'])
    expect(about.characteristics).toEqual(
      source['zone_conduit_characteristics'].map((c: Loose) => ({
        item: c['item'],
        field: kebab(c['field']),
        says: c['summary'],
      })),
    )
    expect(about.slVector).toEqual(source['sl_vector'])
    expect(about.riskTreatments).toEqual(source['risk_treatments'])
    expect(part('iec-62443-3-2-2020')).toMatchObject({
      part: source['part'],
      title: source['title'],
      edition: source['edition'],
      sources: source['sources'],
    })
    expect(Object.values(part('iec-62443-3-2-2020').notes)).toEqual([
      source['copyright_note'],
      source['clause_note'],
      source['io_note'],
    ])
  })
})

/** What rows of 3-3 and 4-2 have in common. */
const leveled = (r: Loose) => ({
  id: r['id'],
  kind: r['kind'],
  fr: frOf(r['fr']),
  ...(r['parent'] ? { parent: r['parent'] } : {}),
  title: r['title'],
  says: r['summary'],
  from: r['sl'],
})

describe('3-3', () => {
  testWith('corpus')('requirements and enhancements', () => {
    const source = corpus('iec62443-3-3')
    const expected = source['requirements'].map((r: Loose) => ({
      ...leveled(r),
      ...(r['sl_before_corrigendum'] ? { fromBeforeCorrigendum: r['sl_before_corrigendum'] } : {}),
      ...(r['note'] ? { note: r['note'] } : {}),
      clause: r['clause'],
      confidence: r['confidence'],
      edition: source['edition'],
      disputed: disputesOf(r),
    }))
    expect(plain(byId(rows.sr))).toEqual(byId(expected))
    expect(rows.sr.filter((r) => r.kind === 'SR')).toHaveLength(51)
    expect(rows.sr.filter((r) => r.kind === 'RE')).toHaveLength(49)
    expect(rows.sr.filter((r) => r.disputed.length > 0)).toHaveLength(4)
  })
  testWith('corpus')('facts of the part', () => {
    const source = corpus('iec62443-3-3')
    const noNull = (o: Loose) => Object.fromEntries(Object.entries(o).filter(([, v]) => v !== null))
    expect(plain(rows.securityLevels)).toEqual(
      source['security_levels'].map(({ summary, ...l }: Loose) => noNull({ ...l, says: summary })),
    )
    expect(corpus('iec62443-4-2')['security_levels']).toEqual(source['security_levels'])
    expect(rows.foundationalRequirements).toEqual(
      source['foundational_requirements'].map(({ fr, summary, ...f }: Loose) => ({ ...f, number: fr, says: summary })),
    )
    expect(corpus('iec62443-4-2')['foundational_requirements']).toEqual(source['foundational_requirements'])
    expect(rows.foundationalRequirements.map((f) => f.code)).toEqual(FRS)
    expect(rows.systemConstraints).toEqual(
      source['constraints'].map(({ id, summary, ...c }: Loose) => ({ ...c, clause: id, says: summary })),
    )
    expect(part('iec-62443-3-3-2013')).toMatchObject({ edition: source['edition'], sources: source['sources'] })
    expect(Object.values(part('iec-62443-3-3-2013').notes)).toEqual([
      source['copyright_note'],
      source['sl_field'],
      source['disputed_field'],
    ])
  })
})

describe('4-2', () => {
  testWith('corpus')('requirements', () => {
    const source = corpus('iec62443-4-2')
    const expected = source['requirements'].map((r: Loose) => ({
      ...leveled(r),
      appliesTo: r['applies_to'].map(kebab),
      ...(r['derives_from'] ? { derivesFrom: r['derives_from'] } : {}),
      ...(r['counterpart_3_3'] ? { counterpart: r['counterpart_3_3'], match: r['counterpart_match'] } : {}),
      covers: r['covers_3_3'] ?? [],
      related: r['related_sr'],
      clause: r['clause'],
      confidence: r['confidence'],
      ...(r['note'] ? { note: r['note'] } : {}),
      edition: source['edition'],
    }))
    const ours = byId((plain(rows.cr) as { id: string }[]).map((r) => without(r, 'disputed')))
    expect(ours).toEqual(byId(expected))
    expect(rows.cr).toHaveLength(122)
    // Disagreements of sources that the notes of the corpus tell in prose.
    expect(rows.cr.filter((r) => r.disputed.length > 0).map((r) => r.id)).toEqual([
      'CR 6.1 RE 1',
      'CR 6.2',
      'CR 7.8',
      'EDR 3.12',
    ])
  })
  testWith('corpus')('facts of the part', () => {
    const source = corpus('iec62443-4-2')
    expect(plain(rows.ccsc)).toEqual(
      source['constraints'].map(({ summary, ...c }: Loose) => ({
        ...c,
        says: summary,
        edition: source['edition'],
        disputed: [],
      })),
    )
    expect(rows.componentTypes).toEqual(
      source['component_types'].map((c: Loose) => ({ id: kebab(c['id']), prefix: c['code'], says: c['summary'] })),
    )
    expect(plain(rows.headings)).toEqual(
      source['headings_without_common_requirement'].map((h: Loose) => ({
        id: h['id'],
        title: h['title'],
        reason: kebab(h['reason']),
        see: h['see'],
        ...(h['derives_from'] ? { derivesFrom: h['derives_from'] } : {}),
      })),
    )
    expect(part('iec-62443-4-2-2019')).toMatchObject({ edition: source['edition'], sources: source['sources'] })
    expect(Object.values(part('iec-62443-4-2-2019').notes)).toEqual([
      source['copyright_note'],
      source['sl_field'],
      source['derives_from_field'],
      source['corrigendum'],
    ])
  })
})

describe('mode rows', () => {
  testWith('corpus')('rows', () => {
    const source = corpus('modes')
    const expected = source['rows'].map((r: Loose) => ({
      id: r['id'],
      mode: r['mode'],
      over: r['over'],
      types: r['component_kinds'].map(kebab),
      when: r['when'],
      mayBeMetBy: r['may_be_met_by'],
      conduit: r['conduit'],
      ifEmpty: r['if_empty'],
      evidence: r['evidence'],
      passive: {
        support: r['passive'].support,
        ...(r['passive'].support_how ? { supportHow: r['passive'].support_how } : {}),
        contradict: r['passive'].contradict,
        ...(r['passive'].contradict_how ? { contradictHow: r['passive'].contradict_how } : {}),
      },
      presupposes: r['presupposes'],
      ...(r['not_applicable_when'] ? { notApplicableWhen: r['not_applicable_when'] } : {}),
      ...(r['caution'] ? { caution: r['caution'] } : {}),
      why: r['why'],
      confidence: r['mode_confidence'],
      edition: '1.0 (2013) with COR1:2014',
    }))
    expect(rows.modes).toHaveLength(100)
    expect(plain(byId(rows.modes))).toEqual(byId(expected))
    for (const r of source['rows'] as Loose[]) {
      const row = catalogs.sr.get(r['id'])!
      expect([row.fr, row.from]).toEqual([frOf(r['fr']), r['sl']])
    }
  })
  testWith('corpus')('words and rules', () => {
    const source = corpus('modes')
    const rules = catalogs.modeRules!
    expect(rules).toMatchObject({
      what: source['what'],
      status: source['status'],
      modes: source['modes'],
      evidenceValues: source['evidence_values'],
      evidenceStrength: source['evidence_strength'],
      passiveValues: source['passive_values'],
      rulesForTraffic: source['rules_for_traffic'],
    })
    const told = ['inner_zones', 'what_counts_as_component', 'over', 'component_kinds', 'when']
    const rest = ['may_be_met_by', 'conduit', 'if_empty', 'sl_c_note', 'empty_set_rule']
    expect(rules.notes).toEqual(Object.fromEntries([...told, ...rest].map((k) => [kebab(k), source[k]])))
    expect(Object.keys(source)).toHaveLength(7 + 10 + 1)
  })
})
