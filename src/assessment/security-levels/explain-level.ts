import { FRS, type FR } from '../../standard/fr.ts'
import { rank as rankOf, type Strength } from '../../standard/verdict.ts'
import type { Engine } from './engine.ts'
import { reasonFor } from './explain-row.ts'
import type { GroundGap, Reason } from './levels.ts'
import { holds, NO } from './standing.ts'

const GAPS: Readonly<Record<GroundGap, string>> = {
  'no-assets': 'it has no components, so every level is 0 at the low end',
  'unknown-types': 'it holds assets of unknown type, so every level is 0 at the low end',
  'no-access-points': 'nobody knows its access points, so every level is 0 at the low end',
}

/** The answer to "why?" for a level: what keeps the low end, and what keeps the high end, from being higher. */
export function levelReason(
  engine: Engine,
  subject: { readonly kind: 'zone' | 'conduit'; readonly id: string },
  fr: FR,
  strength: Strength,
): Reason {
  const place = engine.basis.placeOf.get(`${subject.kind}:${subject.id}`)
  const says = `the level of ${fr} in ${subject.kind} "${subject.id}" at strength ${strength}`
  if (place === undefined)
    return { says: `${says}: there is no such ${subject.kind}`, verdict: 'unknown', origins: [], because: [] }
  const holding = engine.holdings[place]!
  const { rows } = engine.basis
  const rank = rankOf(strength)
  const all = rows.ids
    .map((_, row) => row)
    .filter((row) => FRS[rows.frs[row]!] === fr)
    .map((row) => ({ row, gate: rows.gates[row]!, standing: engine.judge.judge(holding, row).standing.all }))
  const failing = all.filter((r) => !holds(r.standing, rank))
  const gate = Math.min(5, ...failing.map((r) => r.gate))
  const low = holding.gaps.length > 0 ? 0 : gate - 1
  const high = Math.min(5, ...all.filter((r) => r.standing === NO).map((r) => r.gate)) - 1
  const gaps = holding.gaps.map((gap): Reason => ({ says: GAPS[gap], verdict: 'unknown', origins: [], because: [] }))
  return {
    says: `${says} is ${low === high ? low : `${low} to ${high}`}${gate <= 4 ? `: rows from SL ${gate} are not satisfied` : ''}`,
    verdict: undefined,
    origins: [
      { kind: 'line', span: holding.place.kind === 'zone' ? holding.place.zone.span : holding.place.conduit.span },
    ],
    because: [
      ...gaps,
      ...failing.filter((r) => r.gate === gate).map((r) => reasonFor(engine, holding, r.row, strength)),
    ],
  }
}
