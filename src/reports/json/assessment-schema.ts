import { z } from 'zod'
import { DRIFT_KINDS } from '../../drift/drift.ts'
import { GROUND_GAPS, LETTERS, OPEN } from '../../assessment/security-levels/levels.ts'
import { SEVERITIES } from '../../groundwork/diagnostic.ts'
import { FRS } from '../../standard/fr.ts'
import { STRENGTHS, VERDICTS } from '../../standard/verdict.ts'

const sl = z.number().int().min(0).max(4)
const perFr = <T extends z.ZodType>(value: T) => z.strictObject(Object.fromEntries(FRS.map((fr) => [fr, value])))
const perStrength = <T extends z.ZodType>(value: T) =>
  z.strictObject(Object.fromEntries(STRENGTHS.map((s) => [s, value])))
const interval = z
  .strictObject({ low: sl, high: sl })
  .describe('Level when everything unknown counts as not satisfied, and when it counts as satisfied.')
const origin = z.strictObject({ kind: z.string(), place: z.string() }).describe('Where a fact comes from.')
const severity = z.enum(SEVERITIES)

const subject = z.strictObject({
  kind: z.enum(['zone', 'conduit']),
  id: z.string(),
  target: perFr(sl).describe('SL-T'),
  stated: z.array(z.enum(FRS)).describe('FRs whose target the owner stated; the others carry the site floor.'),
  capability: perFr(interval).describe('SL-C'),
  groundGaps: z.array(z.enum(GROUND_GAPS)).describe('What is not known, so that every level is 0 at the low end.'),
  achieved: perStrength(perFr(interval)).describe('SL-A at each strength of evidence.'),
  rows: z.array(
    z.strictObject({
      row: z.string(),
      letter: perStrength(z.enum(LETTERS)),
      capability: z.enum(LETTERS),
      items: z.number().int(),
      open: z.array(z.enum(OPEN)).describe('What keeps the row open at documented besides items.'),
      blockers: z.array(z.string()).describe('At most 50 of the items that keep the row unsatisfied.'),
      blockerCount: z.number().int(),
      cappedBy: z.array(z.string()).describe('Items of which each alone keeps the row unsatisfied.'),
    }),
  ),
})

/** What `assess --json` prints. */
export const assessmentSchema = z.strictObject({
  schema: z.literal('cofferdam-assessment/1'),
  generator: z.string(),
  asOf: z.string().describe('The date for which everything was judged.'),
  headline: z.literal('documented').describe('The strength of the levels that are named first.'),
  plant: z.strictObject({
    id: z.string(),
    name: z.string(),
    classification: z.string(),
    hash: z.string().describe('SHA-256 over the texts of the model.'),
    zones: z.number().int(),
    conduits: z.number().int(),
    assets: z.number().int(),
  }),
  sources: z.array(
    z.strictObject({
      sha256: z.string(),
      file: z.string(),
      reader: z.string(),
      manner: z.string(),
      site: z.string(),
      space: z.string(),
      tap: z.string().optional(),
      from: z.string().optional(),
      to: z.string().optional(),
      records: z.number().int(),
    }),
  ),
  summary: z.strictObject({
    targets: z.number().int().describe('Zones and conduits times seven FRs.'),
    reached: z.number().int().describe('Targets shown to be reached at strength documented.'),
    missed: z.number().int().describe('Targets that are not reached whatever the unknown turns out to be.'),
    unknown: z.number().int(),
    driftErrors: z.number().int(),
    findingErrors: z.number().int(),
    diagnosticErrors: z.number().int(),
  }),
  levels: z.array(subject),
  gaps: z.array(
    z.strictObject({
      kind: z.enum(['zone', 'conduit']),
      subject: z.string(),
      fr: z.enum(FRS),
      target: sl,
      low: sl,
      high: sl,
      capabilityHigh: sl,
      mustChange: z.array(z.string()),
      mustShow: z.array(z.string()),
      reason: z.string(),
      next: z.string(),
    }),
  ),
  findings: z.array(
    z.strictObject({
      check: z.string(),
      subject: z.string(),
      verdict: z.enum(VERDICTS),
      severity,
      message: z.string(),
      because: z.array(origin),
      missing: z.array(z.string()).optional(),
      next: z.string().optional(),
    }),
  ),
  drift: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(DRIFT_KINDS),
      severity: severity.optional(),
      message: z.string(),
      host: z.string().optional(),
      asset: z.string().optional(),
      flow: z.string().optional(),
      conduit: z.string().optional(),
      conversation: z.string().optional(),
      fromZone: z.string().optional(),
      toZone: z.string().optional(),
      because: z.array(origin),
    }),
  ),
  diagnostics: z.array(
    z.strictObject({
      code: z.string(),
      severity,
      message: z.string(),
      place: z.string().optional(),
      help: z.string().optional(),
    }),
  ),
  notUsedYet: z.array(z.string()).describe('Parts of the model that are kept and that nothing reads yet.'),
})

export type AssessmentJson = z.infer<typeof assessmentSchema>

/** The published JSON Schema (draft-07) of `assess --json`. */
export function assessmentJsonSchema(): object {
  return z.toJSONSchema(assessmentSchema, { target: 'draft-7' })
}
