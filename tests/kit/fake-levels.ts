import type {
  Letter,
  LevelVector,
  Levels,
  Reason,
  RowResult,
  SubjectLevels,
} from '../../src/assessment/security-levels/levels.ts'
import { sha256Of } from '../../src/groundwork/canonical.ts'
import type { Plant } from '../../src/plant/plant.ts'
import type { Catalogs, SystemRequirement } from '../../src/standard/catalog.ts'
import { FRS, SLS, type FR, type SL, type SlVector } from '../../src/standard/fr.ts'
import type { RequirementId } from '../../src/standard/requirement-id.ts'
import { rank, STRENGTHS, type Strength } from '../../src/standard/verdict.ts'
import { aFrame, AS_OF, SPAN } from './builders.ts'

/** Levels from a seeded lot, consistent with each other the way LEVELS asks; good for looking at, good for nothing else. */

const GATES: readonly SL[] = [1, 1, 2, 1, 2, 3, 4, 2]

/** Eight rows per FR with gates from 1 to 4. */
function fakeRows(): readonly SystemRequirement[] {
  return FRS.flatMap((fr, f) =>
    GATES.map((from, i): SystemRequirement => {
      const enhancement = i % 3 === 2
      return {
        id: `SR ${f + 1}.${enhancement ? `${i} RE 1` : i + 1}` as RequirementId,
        title: `Made-up row ${i + 1} of ${fr}`,
        says: `What row ${i + 1} asks, in words of our own.`,
        clause: `${f + 5}.${i + 3}`,
        edition: '2013',
        confidence: i === 4 ? 'medium' : 'high',
        disputed:
          i === 5
            ? [
                {
                  field: 'sl',
                  readings: [
                    { value: 2, heldBy: ['one list'] },
                    { value: 3, heldBy: ['another'] },
                  ],
                  taken: 3,
                  why: 'two of three lists say so',
                },
              ]
            : [],
        kind: enhancement ? 'RE' : 'SR',
        fr,
        parent: undefined,
        from,
        fromBeforeCorrigendum: undefined,
        note: undefined,
      }
    }),
  )
}

export function fakeCatalogs(): Catalogs {
  return {
    parts: [],
    terms: [],
    words: [],
    sr: new Map(fakeRows().map((row) => [row.id, row])),
    cr: new Map(),
    ccsc: new Map(),
    zcr: new Map(),
    modes: new Map(),
    assetKinds: new Map(),
    evidenceKinds: new Map(),
    hostSignals: [],
    protocols: new Map(),
    protocolIds: new Map(),
    fingerprints: [],
    makes: [],
    ways: [],
    roles: [],
    protocolRoles: [],
    securityLevels: [],
    foundationalRequirements: new Map(),
    systemConstraints: [],
    componentTypes: [],
    headings: new Map(),
    assessment: undefined,
    modeRules: undefined,
  }
}

export function fakeLevels(plant: Plant): Levels {
  const rows = fakeRows()
  const subject = (
    kind: 'zone' | 'conduit',
    id: string,
    target: SlVector,
    blockers: readonly string[],
  ): SubjectLevels => {
    const results = rows.map((row) => rowOf(id, row, blockers))
    const letter = new Map(results.map((result) => [result.row, result]))
    const vectorAt = (of: (result: RowResult) => Letter): LevelVector => {
      const level = (fr: FR, good: (letter: Letter) => boolean): SL =>
        SLS.filter((k) => rows.every((row) => row.fr !== fr || row.from > k || good(of(letter.get(row.id)!)))).at(-1) ??
        0
      return Object.fromEntries(
        FRS.map((fr) => [fr, { low: level(fr, holds), high: level(fr, (l) => l !== 'not-met') }]),
      ) as LevelVector
    }
    const perStrength = <T>(of: (strength: Strength) => T) =>
      Object.fromEntries(STRENGTHS.map((strength) => [strength, of(strength)])) as Record<Strength, T>
    return {
      kind,
      id,
      target,
      stated: FRS,
      capability: vectorAt((result) => result.capability),
      capabilityAt: perStrength(() => vectorAt((result) => result.capability)),
      groundGaps: blockers.length === 0 ? ['no-assets'] : [],
      achieved: perStrength((strength) => vectorAt((result) => result.letter[strength])),
      rows: results,
      binding: perStrength((strength) =>
        rows
          .filter((row) => row.from <= target[row.fr] && !holds(letter.get(row.id)!.letter[strength]))
          .map((row) => ({
            row: row.id,
            fr: row.fr,
            from: row.from,
            must: letter.get(row.id)!.letter[strength] === 'not-met' ? ('change' as const) : ('be-shown' as const),
          })),
      ),
      allNotApplicable: [],
    }
  }
  const assets = plant.assets
  const inZone = new Map<string, string[]>()
  for (const asset of assets) for (const zone of asset.zones) inZone.set(zone, [...(inZone.get(zone) ?? []), asset.id])
  return {
    asOf: AS_OF,
    headline: 'documented',
    subjects: [
      ...plant.zones.map((zone) => subject('zone', zone.id, zone.target.vector, inZone.get(zone.id) ?? [])),
      ...plant.conduits.map((conduit) =>
        subject('conduit', conduit.id, conduit.target.vector, conduit.enforcedBy ?? []),
      ),
    ],
  }
}

/** A chain of four steps that ends at a line, a frame and a document. */
export function fakeReason(subject: string, row: string, strength: Strength): Reason {
  return {
    says: `${row} in ${subject} at ${strength}: one of its items does not hold`,
    verdict: 'unknown',
    origins: [{ kind: 'catalog', row }],
    because: [
      {
        says: 'plc-filler: a claim says met, traffic says otherwise',
        verdict: 'not-met',
        origins: [{ kind: 'line', span: SPAN }],
        because: [
          {
            says: 'an anonymous client wrote registers',
            verdict: 'not-met',
            origins: [{ kind: 'frame', frame: aFrame({ frame: 41 }) }],
            because: [],
          },
          {
            says: 'measure cell-firewalls is in place',
            verdict: 'met',
            origins: [
              {
                kind: 'document',
                evidence: 'fw-review-2026',
                file: 'evidence/fw-review.pdf',
                hash: sha256Of('fw'),
                date: AS_OF,
              },
            ],
            because: [],
          },
        ],
      },
    ],
  }
}

function holds(letter: Letter): boolean {
  return letter === 'met' || letter === 'met-by-compensation' || letter === 'not-applicable'
}

function rowOf(subject: string, row: SystemRequirement, candidates: readonly string[]): RowResult {
  const lot = Number.parseInt(sha256Of(`${subject}/${row.id}`).slice(0, 4), 16) / 65_536
  const bad = lot < 0.06
  const unknown = lot < 0.16
  const reach: Strength = lot < 0.3 ? 'claimed' : lot < 0.75 ? 'documented' : lot < 0.95 ? 'observed' : 'tested'
  const letter = Object.fromEntries(
    STRENGTHS.map((strength): [Strength, Letter] => [
      strength,
      bad
        ? 'not-met'
        : unknown
          ? 'unknown'
          : lot > 0.97
            ? 'not-applicable'
            : rank(strength) <= rank(reach)
              ? 'met'
              : 'unknown',
    ]),
  ) as Record<Strength, Letter>
  const blockers = holds(letter.documented) ? [] : candidates.slice(0, 5)
  return {
    row: row.id,
    letter,
    capability: lot < 0.1 ? 'unknown' : lot < 0.14 ? 'not-met' : 'met',
    items: candidates.length,
    open: row.from === 2 && !holds(letter.documented) ? ['assets-not-complete'] : [],
    blockers,
    blockerCount: blockers.length,
    cappedBy: blockers.slice(0, 2),
  }
}
