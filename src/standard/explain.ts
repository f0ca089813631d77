import { nearest } from '../groundwork/near.ts'
import { sortedUnique } from '../groundwork/order.ts'
import type { AssetKind, EvidenceKind, ProtocolRow, Term } from './catalog.ts'
import { MODES } from './catalog.ts'
import {
  explainAssessmentRequirement,
  explainComponentRequirement,
  explainConstraint,
  explainGroup,
  explainHeading,
} from './explain-rows.ts'
import { explainFr, explainLevel, explainSystemRequirement } from './explain-system.ts'
import type { CheckIndexed, Explainable, Explanation } from './explanation.ts'
import { FRS, frOf, isSL } from './fr.ts'
import { type RequirementId, requirementId } from './requirement-id.ts'

/** What a question found: everything of exactly that name, or else the names nearest to it. */
export interface Explained {
  readonly explanations: readonly Explanation[]
  readonly near: readonly string[]
}

/**
 * Explains a term, a requirement in any usual spelling, an FR, a security level, a check, a diagnostic, a protocol or a kind.
 * One name may mean several things (a gateway is a term and a kind of asset); all of them are given, requirements first.
 */
export function explain(query: string, known: Explainable): Explained {
  const asked = query
    .slice(0, 200)
    .trim()
    .replace(/^iec[- ]?62443[-\d]*:\s*/i, '')
  const explanations = [...requirements(asked, known), ...words(asked, known)]
  return { explanations, near: explanations.length > 0 ? [] : near(asked, known) }
}

function requirements(asked: string, known: Explainable): Explanation[] {
  const { catalogs } = known
  const id = requirementId(/^\d/.test(asked) ? `SR ${asked}` : asked)
  const fr = FRS.find((f) => f === asked.toUpperCase()) ?? frOf(Number(/^FR\s*([1-7])$/i.exec(asked)?.[1] ?? 0))
  const byTitle = FRS.find((f) => same(catalogs.foundationalRequirements.get(f)?.title ?? '', asked))
  const level = Number(/^SL[- ]?([0-4])$/i.exec(asked)?.[1] ?? -1)
  const found: (Explanation | undefined)[] = [
    fr || byTitle ? explainFr(fr ?? byTitle!, known) : undefined,
    isSL(level) ? explainLevel(level, known) : undefined,
  ]
  if (id) found.push(...byId(id, known))
  return found.filter((e) => e !== undefined)
}

function byId(id: RequirementId, known: Explainable): (Explanation | undefined)[] {
  const { catalogs } = known
  const group = catalogs.assessment?.groups.find((g) => g.id === id)
  const [sr, cr, ccsc, zcr, heading] = [
    catalogs.sr.get(id),
    catalogs.cr.get(id),
    catalogs.ccsc.get(id),
    catalogs.zcr.get(id),
    catalogs.headings.get(id),
  ]
  return [
    sr && explainSystemRequirement(sr, known),
    cr && explainComponentRequirement(cr, known),
    ccsc && explainConstraint(ccsc),
    zcr && explainAssessmentRequirement(zcr, known),
    heading && explainHeading(heading),
    group && explainGroup(group, known),
  ]
}

function words(asked: string, known: Explainable): Explanation[] {
  const { catalogs, checks, diagnostics } = known
  const found: Explanation[] = []
  const mode = MODES.find((m) => m === asked)
  if (mode && catalogs.modeRules) {
    const rows = [...catalogs.modes.values()].filter((row) => row.mode === mode)
    found.push({
      kind: 'mode',
      id: mode,
      title: 'How a row is decided',
      says: catalogs.modeRules.modes[mode],
      facts: [{ name: 'rows', value: String(rows.length) }],
      sections: [{ title: 'Rows decided so', entries: [{ text: rows.map((row) => row.id).join(', ') }] }],
    })
  }
  for (const term of [...catalogs.terms, ...catalogs.words])
    if ([asked, asked.replace(/s$/i, '')].some((form) => same(term.key, form) || same(term.name, form)))
      found.push(ofTerm(term, known))
  for (const check of checks) if (same(check.id, asked)) found.push(ofCheck(check))
  const code = asked.toUpperCase()
  const diagnostic = diagnostics.get(code)
  if (diagnostic) {
    const facts = [
      { name: 'severity', value: diagnostic.severity },
      { name: 'message', value: diagnostic.message },
    ]
    found.push({ kind: 'diagnostic', id: code, title: code, says: diagnostic.about.trim(), facts, sections: [] })
  }
  const protocol = catalogs.protocols.get(catalogs.protocolIds.get(asked.toLowerCase().replace(/\s+/g, '-')) ?? '')
  if (protocol) found.push(ofProtocol(protocol))
  for (const kind of catalogs.assetKinds.values()) if (same(kind.id, asked)) found.push(ofAssetKind(kind))
  for (const kind of catalogs.evidenceKinds.values()) if (same(kind.id, asked)) found.push(ofEvidenceKind(kind, known))
  return found
}

function near(asked: string, { catalogs, checks, diagnostics }: Explainable): string[] {
  const ids = [catalogs.sr, catalogs.cr, catalogs.ccsc, catalogs.zcr, catalogs.headings].flatMap((rows) => [
    ...rows.keys(),
  ])
  const id = requirementId(/^\d/.test(asked) ? `SR ${asked}` : asked)
  const [base, enhanced] = id?.split(' RE ') ?? []
  const siblings = ids.filter((other) =>
    enhanced === undefined
      ? base?.includes('.') && !other.includes('RE') && other.startsWith(base.slice(0, base.indexOf('.') + 1))
      : other === base || other.startsWith(`${base} RE `),
  )
  if (siblings.length > 0) return siblings
  const names = [
    ...ids,
    ...FRS,
    ...[...catalogs.terms, ...catalogs.words].flatMap((t) => [t.key, t.name]),
    ...checks.map((c) => c.id),
    ...diagnostics.keys(),
    ...catalogs.protocolIds.keys(),
    ...catalogs.assetKinds.keys(),
    ...catalogs.evidenceKinds.keys(),
  ]
  const byForm = new Map<string, string>()
  for (const name of names) if (!byForm.has(flattened(name))) byForm.set(flattened(name), name)
  return nearest(flattened(asked), sortedUnique(byForm.keys())).map((form) => byForm.get(form)!)
}

// Blanks, hyphens and case do not tell names apart.
function same(a: string, b: string): boolean {
  return flattened(a) === flattened(b)
}

function flattened(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, ' ')
}

function ofTerm(term: Term, { catalogs }: Explainable): Explanation {
  const [key, name] = [flattened(term.key), flattened(term.name)]
  const mentions = catalogs.terms.filter(
    (t) => t !== term && [key, name].some((n) => ` ${flattened(t.says)} `.includes(` ${n} `)),
  )
  return {
    kind: 'term',
    id: term.key,
    title: term.name,
    says: term.says,
    facts: [
      { name: 'about', value: term.category },
      { name: 'confidence', value: term.confidence },
    ],
    sections:
      mentions.length > 0
        ? [{ title: 'Terms explained with it', entries: mentions.map((t) => ({ id: t.key, text: t.says })) }]
        : [],
  }
}

function ofCheck(check: CheckIndexed): Explanation {
  return {
    kind: 'check',
    id: check.id,
    title: check.title,
    says: check.about.trim(),
    facts: [
      { name: 'severity', value: check.severity },
      { name: 'needs', value: check.data.join('; ') },
    ],
    sections: [{ title: 'Clauses it speaks to', entries: check.traces.map((trace) => ({ text: trace })) }],
  }
}

function ofProtocol(p: ProtocolRow): Explanation {
  const ports = (['tcp', 'udp'] as const).flatMap((t) => (p.ports[t] ?? []).map((port) => `${t}/${port}`))
  return {
    kind: 'protocol',
    id: p.id,
    title: p.name,
    says: [
      offer(p.authenticates, 'proves who speaks'),
      offer(p.integrity, 'protects messages from change by cryptography'),
      offer(p.encrypts, 'keeps messages secret'),
    ].join(' '),
    facts: [
      { name: 'family', value: p.family },
      { name: 'reaches', value: p.routable ? 'across routers' : 'one network only; no router carries it on' },
      { name: 'ports', value: ports.length > 0 ? ports.join(', ') : 'none' },
      { name: 'also called', value: p.aliases.length > 0 ? p.aliases.join(', ') : 'nothing else' },
      { name: 'passwords in clear', value: p.clearCredentials ? 'yes, unless a protected mode is used' : 'no' },
    ],
    sections: [],
  }
}

function offer(how: ProtocolRow['encrypts'], what: string): string {
  switch (how) {
    case 'never':
      return `Never ${what}.`
    case 'optional':
      return `Only in some modes ${what}.`
    case 'always':
      return `Always ${what}.`
  }
}

function ofAssetKind(kind: AssetKind): Explanation {
  const truth = (value: boolean | undefined) => (value === undefined ? 'differs' : value ? 'yes' : 'no')
  const conditions = Object.entries(kind.conditions).map(([name, value]) => ({ text: `${name}: ${value}` }))
  return {
    kind: 'kind of asset',
    id: kind.id,
    title: kind.name,
    says: kind.passive
      ? 'Has no software or settings of its own, so no requirement of 4-2 counts it; it still counts as a link.'
      : 'What the product takes for granted for this kind; an asset or its product may say otherwise.',
    facts: [
      { name: 'class', value: kind.class },
      { name: 'usual level', value: kind.level === undefined ? 'differs' : String(kind.level) },
      { name: '4-2 types', value: kind.types.length > 0 ? kind.types.join(', ') : 'unknown' },
      { name: 'wireless', value: truth(kind.wireless) },
      { name: 'portable', value: truth(kind.portable) },
    ],
    sections: conditions.length > 0 ? [{ title: 'Holds by nature; all else is unknown', entries: conditions }] : [],
  }
}

function ofEvidenceKind(kind: EvidenceKind, { catalogs }: Explainable): Explanation {
  const rule = kind.column === 'none' ? undefined : catalogs.modeRules?.evidenceStrength[kind.column]
  return {
    kind: 'kind of evidence',
    id: kind.id,
    title: kind.name,
    says: kind.says,
    facts: [
      { name: 'at most', value: kind.ceiling },
      ...(kind.needsDevice ? [{ name: 'without device and date', value: kind.otherwise }] : []),
      { name: 'speaks as', value: kind.column === 'none' ? 'nothing; it shows no row by itself' : kind.column },
    ],
    sections: rule ? [{ title: 'How strong it is', entries: [{ text: rule }] }] : [],
  }
}
