import type { AssessmentFacts, Heading } from './catalog-facts.ts'
import type { AssessmentRequirement, ComponentRequirement, Row } from './catalog.ts'
import { checksFor, disputes, rowFacts, sections } from './explain-system.ts'
import type { Explainable, Explanation } from './explanation.ts'
import { frNumber, frTitle } from './fr.ts'

/** A row of 4-2: what it asks of which components, from which level, and what it says about rows of 3-3. */
export function explainComponentRequirement(row: ComponentRequirement, known: Explainable): Explanation {
  const { catalogs } = known
  const children = [...catalogs.cr.values()].filter((r) => r.parent === row.id)
  const parent = row.parent && catalogs.cr.get(row.parent)
  const counterpart = row.counterpart && catalogs.sr.get(row.counterpart)
  const named = (id: (typeof row.covers)[number], more = '') => ({ id, text: `${catalogs.sr.get(id)?.title}${more}` })
  return {
    kind: 'requirement of 4-2',
    id: row.id,
    title: row.title,
    says: row.says,
    facts: [
      { name: 'applies from', value: `SL ${row.from}` },
      { name: 'applies to', value: row.appliesTo.join(', ') },
      { name: 'FR', value: `${row.fr} (FR ${frNumber(row.fr)}, ${frTitle(row.fr)})` },
      ...rowFacts(row),
    ],
    sections: sections(
      ['It strengthens', parent ? [{ id: parent.id, text: `${parent.title} (from SL ${parent.from})` }] : []],
      ['Enhancements', children.map((r) => ({ id: r.id, text: `${r.says} (from SL ${r.from})` }))],
      ['Derives from', row.derivesFrom ? [named(row.derivesFrom)] : []],
      [
        'Counterpart in 3-3',
        counterpart
          ? [
              named(counterpart.id, `, from SL ${counterpart.from}: ${row.match} match`),
              {
                text:
                  row.match === 'exact'
                    ? 'What is said here carries over to it.'
                    : 'Not met here means not met there; met here leaves it unknown, unless it is covered below.',
              },
            ]
          : [],
      ],
      ['Covers in 3-3', row.covers.map((id) => named(id))],
      ['Related in 3-3', row.related.map((id) => named(id))],
      ['Checks that speak to it', checksFor('iec-62443-4-2', row.id, known.checks)],
      ['Disputed', disputes(row.disputed)],
      ['Note', row.note ? [{ text: row.note }] : []],
    ),
  }
}

/** A constraint that bounds every component (4-2 clause 4). */
export function explainConstraint(row: Row): Explanation {
  const { id, title, says } = row
  return { kind: 'constraint of 4-2', id, title, says, facts: rowFacts(row), sections: [] }
}

/** A heading of 4-2 without a requirement common to all types of components. */
export function explainHeading(h: Heading): Explanation {
  return {
    kind: 'heading of 4-2',
    id: h.id,
    title: h.title,
    says:
      h.reason === 'component-type-specific'
        ? 'There is no requirement common to all components under this heading; each type has its own.'
        : 'There is no component requirement under this heading; the system has to meet it.',
    facts: [],
    sections: sections(
      ['See', h.see.map((id) => ({ text: id }))],
      ['Derives from', h.derivesFrom ? [{ text: h.derivesFrom }] : []],
    ),
  }
}

/** A requirement of 3-2: what has to be done, from what, with what result, and what comes next. */
export function explainAssessmentRequirement(row: AssessmentRequirement, known: Explainable): Explanation {
  const { catalogs } = known
  const facts = catalogs.assessment
  const section = facts?.crsContents.filter((c) => c.requirement === row.id) ?? []
  return {
    kind: 'requirement of 3-2',
    id: row.id,
    title: row.title,
    says: row.says,
    facts: [
      {
        name: 'strength',
        value: row.strengthConfidence ? `${row.strength} (${row.strengthConfidence} confidence)` : row.strength,
      },
      { name: 'group', value: `${row.group} ${facts?.groups.find((g) => g.id === row.group)?.title ?? ''}` },
      ...rowFacts(row),
    ],
    sections: sections(
      ['From', row.inputs.map((text) => ({ text }))],
      ['Gives', row.outputs.map((text) => ({ text }))],
      ['Section of the specification', section.map((s) => ({ text: s.section }))],
      ['Then', facts ? following(row.id, facts) : []],
      ['Checks that speak to it', checksFor('iec-62443-3-2', row.id, known.checks)],
      ['Disputed', disputes(row.disputed)],
      ['Note', row.note ? [{ text: row.note }] : []],
    ),
  }
}

/** A group of requirements of 3-2, ZCR 1 to ZCR 7. */
export function explainGroup(group: AssessmentFacts['groups'][number], { catalogs }: Explainable): Explanation {
  const rows = [...catalogs.zcr.values()].filter((r) => r.group === group.id)
  return {
    kind: 'requirement of 3-2',
    id: group.id,
    title: group.title,
    says: group.says,
    facts: [{ name: 'clause', value: group.clause }],
    sections: sections(
      ['Requirements', rows.map((r) => ({ id: r.id, text: `${r.title}. ${r.says}` }))],
      ['Then', catalogs.assessment ? following(group.id, catalogs.assessment) : []],
    ),
  }
}

function following(id: string, { workflow, detailedWorkflow }: AssessmentFacts) {
  const step = [...workflow, ...detailedWorkflow].find((s) => s.step === id)
  if (!step) return []
  if (!step.decision) return (step.next ?? []).map((text) => ({ text }))
  return [{ text: `${step.decision} If so ${(step.yes ?? []).join(', ')}, otherwise ${(step.no ?? []).join(', ')}.` }]
}
