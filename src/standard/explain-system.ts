import type { ModeRules } from './catalog-facts.ts'
import type { ComponentRequirement, Dispute, ModeRow, Row, SystemRequirement } from './catalog.ts'
import { EVIDENCE_COLUMNS } from './catalog.ts'
import type { CheckIndexed, Entry, Explainable, Explanation } from './explanation.ts'
import { type FR, FRS, frNumber, frTitle, type SL, SLS } from './fr.ts'

type Section = Explanation['sections'][number]

const CONDUIT: Readonly<Record<ModeRow['conduit'], string>> = {
  boundary: 'On a conduit it is asked of the points that enforce it.',
  channel: 'On a conduit it is asked of the traffic it carries.',
  devices: 'On a conduit it is asked of its devices.',
  none: 'It is not asked of conduits.',
}

/** A row of 3-3: what it asks, from which level, how it is decided, what derives from it and what speaks to it. */
export function explainSystemRequirement(row: SystemRequirement, known: Explainable): Explanation {
  const { catalogs } = known
  const mode = catalogs.modes.get(row.id)
  const rules = catalogs.modeRules
  const children = [...catalogs.sr.values()].filter((r) => r.parent === row.id)
  const parent = row.parent && catalogs.sr.get(row.parent)
  return {
    kind: 'requirement of 3-3',
    id: row.id,
    title: row.title,
    says: row.says,
    facts: [
      { name: 'applies from', value: `SL ${row.from}` },
      ...(row.fromBeforeCorrigendum === undefined
        ? []
        : [{ name: 'before the corrigendum', value: `SL ${row.fromBeforeCorrigendum}` }]),
      { name: 'FR', value: `${row.fr} (FR ${frNumber(row.fr)}, ${frTitle(row.fr)})` },
      ...rowFacts(row),
    ],
    sections: sections(
      ['It strengthens', parent ? [{ id: parent.id, text: `${parent.title} (from SL ${parent.from})` }] : []],
      ['Enhancements', children.map((r) => ({ id: r.id, text: `${r.says} (from SL ${r.from})` }))],
      ['How it is decided', mode && rules ? decided(mode, rules) : []],
      ['What evidence can do for it', mode && rules ? evidence(mode, rules) : []],
      ['What traffic says', mode && rules ? traffic(mode, rules) : []],
      ['What derives from it in 4-2', derived(row, [...catalogs.cr.values()])],
      ['It presupposes', (mode?.presupposes ?? []).map((id) => ({ id, text: catalogs.sr.get(id)?.title ?? '' }))],
      ['Checks that speak to it', checksFor('iec-62443-3-3', row.id, known.checks)],
      ['Disputed', disputes(row.disputed)],
      ['Note', row.note ? [{ text: row.note }] : []],
    ),
  }
}

/** A foundational requirement: what it is about, how many of its rows apply at each level, and which they are. */
export function explainFr(fr: FR, { catalogs }: Explainable): Explanation {
  const row = catalogs.foundationalRequirements.get(fr)
  const rows = [...catalogs.sr.values()].filter((r) => r.fr === fr)
  const counts = SLS.filter((sl) => sl > 0).map((sl) => `${rows.filter((r) => r.from <= sl).length} at SL ${sl}`)
  return {
    kind: 'foundational requirement',
    id: fr,
    title: frTitle(fr),
    says: row?.says ?? '',
    facts: [
      { name: 'number', value: `FR ${frNumber(fr)}` },
      { name: 'clause', value: row?.clause ?? '' },
      { name: 'rows that apply', value: counts.join(', ') },
      { name: 'place in a vector', value: `${FRS.indexOf(fr) + 1} of ${FRS.join(' ')}` },
    ],
    sections: sections(['Rows', rows.map((r) => ({ id: r.id, text: `${r.title} (from SL ${r.from})` }))]),
  }
}

/** A security level: against whom it guards, and the rows that begin with it. */
export function explainLevel(sl: SL, { catalogs }: Explainable): Explanation {
  const row = catalogs.securityLevels.find((l) => l.sl === sl)
  const rows = [...catalogs.sr.values()]
  const aspects = (['means', 'resources', 'skills', 'motivation'] as const).flatMap((name) =>
    row?.[name] === undefined ? [] : [{ name, value: row[name] }],
  )
  return {
    kind: 'security level',
    id: `SL ${sl}`,
    title: 'Security level',
    says: row?.says ?? '',
    facts: [...aspects, { name: 'rows that apply', value: String(rows.filter((r) => r.from <= sl).length) }],
    sections: sections([
      'Rows that begin here',
      FRS.map((fr) => ({ fr, ids: rows.filter((r) => r.fr === fr && r.from === sl).map((r) => r.id) }))
        .filter(({ ids }) => ids.length > 0)
        .map(({ fr, ids }) => ({ id: fr, text: ids.join(', ') })),
    ]),
  }
}

/** Sections in order, without those that have nothing to say. */
export function sections(...all: readonly (readonly [string, readonly Entry[]])[]): Section[] {
  return all.filter(([, entries]) => entries.length > 0).map(([title, entries]) => ({ title, entries }))
}

/** What every row says about itself. */
export function rowFacts(row: Row): Explanation['facts'] {
  return [
    { name: 'clause', value: row.clause },
    { name: 'edition', value: row.edition },
    { name: 'confidence', value: `${row.confidence}; our words, not compared with the licensed text` },
  ]
}

/** The checks whose traces name a row of a part; says so when there is none. */
export function checksFor(part: string, id: string, checks: readonly CheckIndexed[]): Entry[] {
  const speaking = checks.filter((check) => check.traces.includes(`${part}:${id}`))
  return speaking.length > 0
    ? speaking.map((check) => ({ id: check.id, text: `${check.title} (${check.severity})` }))
    : [{ text: 'none yet' }]
}

/** Every reading of every disputed field, with who holds it, which is taken and why. */
export function disputes(disputed: readonly Dispute[]): Entry[] {
  return disputed.flatMap((d) => [
    ...d.readings.map((r) => ({
      text: `${d.field} = ${r.value}${r.value === d.taken ? ' (taken)' : ''}: ${r.heldBy.join(', ')}`,
    })),
    { text: `${d.why} Whoever holds the licensed text may overrule it.` },
  ])
}

function decided(mode: ModeRow, rules: ModeRules): Entry[] {
  const words = (text: string) => text.replaceAll('-', ' ')
  const where = mode.when === 'always' ? 'every component' : `components for which "${words(mode.when)}" holds`
  return [
    { id: mode.mode, text: plain(rules.modes[mode.mode]) },
    { text: `Counted: ${words(mode.over)}, of ${where}; types: ${mode.types.join(', ')}.` },
    ...(mode.mayBeMetBy.length > 0 ? [{ text: `May be met by: ${mode.mayBeMetBy.map(words).join(', ')}.` }] : []),
    { text: CONDUIT[mode.conduit] },
    {
      text:
        mode.ifEmpty === 'na'
          ? 'With nothing to count it is not applicable once the emptiness is evidenced, and unknown until then.'
          : 'It applies even where there is nothing to count.',
    },
    ...(mode.notApplicableWhen ? [{ text: `Not applicable when: ${mode.notApplicableWhen}` }] : []),
    { text: `Why: ${mode.why}` },
    ...(mode.caution ? [{ text: `Caution: ${mode.caution}` }] : []),
    { text: `Confidence in this reading: ${mode.confidence}.` },
  ]
}

// The rules of the modes name fields of a row; a reader of one row sees what they hold instead.
function plain(rule: string): string {
  return rule.replaceAll('in `over`', 'that is counted').replaceAll('named in may_be_met_by', 'it may be met by')
}

function evidence(mode: ModeRow, rules: ModeRules): Entry[] {
  return EVIDENCE_COLUMNS.map((column) => ({
    text: `${column.replaceAll('-', ' ')}: ${mode.evidence[column]} (${rules.evidenceValues[mode.evidence[column]]})`,
  }))
}

function traffic(mode: ModeRow, rules: ModeRules): Entry[] {
  const { support, supportHow, contradict, contradictHow } = mode.passive
  return [
    { text: `Support, ${support} (${rules.passiveValues.support[support]})${supportHow ? `: ${supportHow}` : '.'}` },
    {
      text: `Contradiction, ${contradict} (${rules.passiveValues.contradict[contradict]})${contradictHow ? `: ${contradictHow}` : '.'}`,
    },
    { text: rules.rulesForTraffic[0] ?? '' },
  ]
}

function derived(row: SystemRequirement, all: readonly ComponentRequirement[]): Entry[] {
  const entries = all.flatMap((c) => {
    const how =
      c.counterpart === row.id
        ? c.match === 'exact'
          ? 'counterpart, exact'
          : 'counterpart, only partly the same'
        : c.covers.includes(row.id)
          ? 'covers it'
          : c.derivesFrom === row.id
            ? 'derives from it'
            : undefined
    if (!how) return []
    const carries =
      c.covers.includes(row.id) && c.counterpart === row.id && c.match === 'partial' ? ', carries over' : ''
    return [{ id: c.id, text: `${c.title} (from SL ${c.from}; ${c.appliesTo.join(', ')}; ${how}${carries})` }]
  })
  if (all.some((c) => c.counterpart === row.id || c.covers.includes(row.id))) return entries
  return [
    ...entries,
    { text: 'No component row carries over to it: only a statement on the whole system speaks to its capability.' },
  ]
}
