import { z } from 'zod'
import { ASSET_CLASSES, COMPONENT_TYPES, CONDITIONS, EVIDENCE_COLUMNS, MODES, OVER, SIGNAL_WEIGHTS } from './catalog.ts'
import { FRS } from './fr.ts'
import { requirementId } from './requirement-id.ts'
import { STRENGTHS } from './verdict.ts'

/** The shapes of catalog files as a person writes them: one schema per kind of file, unknown fields refused. */

const text = z.string().min(1)
const id = z.string().transform((value, context) => {
  const read = requirementId(value)
  if (read === value) return read
  context.addIssue(read ? `write this id as "${read}"` : `"${value}" is no id of a requirement`)
  return z.NEVER
})
const level = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
const confidence = z.enum(['high', 'medium', 'low'])
const conditionTable = z.partialRecord(z.enum(CONDITIONS), z.enum(['yes', 'no']))
const notes = z.record(z.string(), text)

const dispute = z.strictObject({
  field: text,
  readings: z.array(z.strictObject({ value: z.union([text, z.number()]), 'held-by': z.array(text).min(1) })).min(2),
  taken: z.union([text, z.number()]),
  why: text,
})
const row = {
  title: text,
  says: text,
  confidence,
  note: text.optional(),
  disputed: z.array(dispute).optional(),
}
const enhancementId = z.string().regex(/^RE [1-9]\d?$/, 'an enhancement is written "RE 1"')
const part = {
  part: text,
  title: text,
  edition: text,
  notes,
  sources: z.array(z.strictObject({ id: text, what: text, role: text.optional() })),
}

export const termsShape = z.strictObject({
  ...part,
  terms: z.array(z.strictObject({ key: text, name: text, category: text, says: text, confidence })),
})

/** Words of the product itself: no part of the series, so without a source. */
export const wordsShape = z.strictObject({
  edition: text,
  words: z.array(z.strictObject({ key: text, name: text, says: text })),
})

const systemRow = { ...row, from: level, 'from-before-corrigendum': level.optional() }
export const systemRequirementsShape = z.strictObject({
  edition: text,
  fr: z.enum(FRS),
  requirements: z.array(
    z.strictObject({
      id,
      ...systemRow,
      clause: text,
      enhancements: z.array(z.strictObject({ id: enhancementId, ...systemRow })).optional(),
    }),
  ),
})

const componentRow = {
  ...row,
  from: level,
  'derives-from': id.optional(),
  counterpart: id.optional(),
  match: z.enum(['exact', 'partial']).optional(),
  covers: z.array(id).optional(),
  related: z.array(id).optional(),
}
const types = z.array(z.enum(COMPONENT_TYPES))
export const componentRequirementsShape = z.strictObject({
  edition: text,
  fr: z.enum(FRS),
  requirements: z.array(
    z.strictObject({
      id,
      ...componentRow,
      'applies-to': types.min(1),
      clause: text,
      enhancements: z
        .array(z.strictObject({ id: enhancementId, ...componentRow, 'applies-to': types.min(1).optional() }))
        .optional(),
    }),
  ),
})

export const assessmentRequirementsShape = z.strictObject({
  edition: text,
  requirements: z.array(
    z.strictObject({
      id,
      ...row,
      group: text,
      strength: z.enum(['shall', 'should']),
      'strength-confidence': confidence.optional(),
      inputs: z.array(text),
      outputs: z.array(text),
      clause: text,
    }),
  ),
})

const EVIDENCE_VALUES = [
  'shows',
  'supports',
  'shows-item',
  'hint',
  'capability',
  'shows-for-version',
  'system-capability',
  'none',
] as const
const PASSIVE_VALUES = ['strong', 'partial', 'weak', 'none'] as const
export const modesShape = z.strictObject({
  edition: text,
  rows: z.array(
    z.strictObject({
      id,
      mode: z.enum(MODES),
      over: z.enum(OVER),
      types,
      when: z.enum(CONDITIONS),
      'may-be-met-by': z.array(text),
      conduit: z.enum(['boundary', 'channel', 'devices', 'none']),
      'if-empty': z.enum(['na', 'applies']),
      evidence: z.record(z.enum(EVIDENCE_COLUMNS), z.enum(EVIDENCE_VALUES)),
      passive: z.strictObject({
        support: z.enum(PASSIVE_VALUES),
        'support-how': text.optional(),
        contradict: z.enum(PASSIVE_VALUES),
        'contradict-how': text.optional(),
      }),
      presupposes: z.array(id),
      'not-applicable-when': text.optional(),
      caution: text.optional(),
      why: text,
      confidence,
    }),
  ),
})
export const modeRulesShape = z.strictObject({
  what: text,
  status: text,
  modes: z.record(z.enum(MODES), text),
  'evidence-values': z.record(z.enum(EVIDENCE_VALUES), text),
  'evidence-strength': z.record(z.enum(EVIDENCE_COLUMNS), text),
  'passive-values': z.strictObject({
    support: z.record(z.enum(PASSIVE_VALUES), text),
    contradict: z.record(z.enum(PASSIVE_VALUES), text),
  }),
  'rules-for-traffic': z.array(text),
  notes,
})

export const systemPartShape = z.strictObject({
  ...part,
  'security-levels': z.array(
    z.strictObject({
      sl: level,
      says: text,
      means: text.nullable(),
      resources: text.nullable(),
      skills: text.nullable(),
      motivation: text.nullable(),
    }),
  ),
  'foundational-requirements': z.array(
    z.strictObject({ code: z.enum(FRS), number: z.int(), title: text, clause: text, says: text }),
  ),
  constraints: z.array(z.strictObject({ clause: text, title: text, says: text })),
})

export const componentPartShape = z.strictObject({
  ...part,
  corrigendum: text,
  'component-types': z.array(
    z.strictObject({ id: z.enum(COMPONENT_TYPES), prefix: z.enum(['SAR', 'EDR', 'HDR', 'NDR']), says: text }),
  ),
  constraints: z.array(z.strictObject({ id, ...row, clause: text })),
  'headings-without-common-requirement': z.array(
    z.strictObject({
      id,
      title: text,
      reason: z.enum(['component-type-specific', 'no-component-requirement']),
      see: z.array(id),
      'derives-from': id.nullable(),
    }),
  ),
})

const step = z.strictObject({
  step: text,
  next: z.array(text).optional(),
  decision: text.optional(),
  yes: z.array(text).optional(),
  no: z.array(text).optional(),
})
export const assessmentPartShape = z.strictObject({
  ...part,
  groups: z.array(z.strictObject({ id: text, title: text, says: text, clause: text, requirements: z.int() })),
  workflow: z.array(step),
  'detailed-assessment-workflow': z.array(step),
  'crs-contents': z.array(z.strictObject({ requirement: id, section: text })),
  'zone-and-conduit-characteristics': z.array(z.strictObject({ item: text, field: text, says: text })),
  'sl-vector': z.strictObject({
    order: z.array(z.enum(FRS)),
    notation: text,
    values: z.array(level),
    source: text,
  }),
  'risk-treatments': z.array(text),
})

export const assetKindsShape = z.strictObject({
  edition: text,
  kinds: z.array(
    z.strictObject({
      id: text,
      name: text,
      class: z.enum(ASSET_CLASSES),
      level: z.number().min(0).max(5).optional(),
      types,
      passive: z.boolean().optional(),
      wireless: z.boolean().optional(),
      portable: z.boolean().optional(),
      conditions: conditionTable.optional(),
    }),
  ),
})

export const evidenceKindsShape = z.strictObject({
  edition: text,
  kinds: z.array(
    z.strictObject({
      id: text,
      name: text,
      ceiling: z.enum(STRENGTHS),
      column: z.enum([...EVIDENCE_COLUMNS, 'none']),
      'needs-device': z.boolean().optional(),
      otherwise: z.enum(STRENGTHS).optional(),
      says: text,
    }),
  ),
})

const offers = z.enum(['never', 'optional', 'always'])
const ports = z.array(z.int().min(1).max(65_535)).min(1)
export const protocolsShape = z.strictObject({
  edition: text,
  protocols: z.array(
    z.strictObject({
      id: text,
      name: text,
      family: z.enum(['industrial', 'it', 'remote-access', 'file', 'message', 'infrastructure']),
      authenticates: offers,
      integrity: offers,
      encrypts: offers,
      'clear-credentials': z.boolean().optional(),
      over: text.optional(),
      routable: z.boolean().optional(),
      ports: z.strictObject({ tcp: ports.optional(), udp: ports.optional() }).optional(),
      aliases: z.array(text),
    }),
  ),
})

const words = z.array(text).min(1)
export const hostSignalsShape = z.strictObject({
  edition: text,
  signals: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'an id is in kebab-case'),
      title: text,
      sees: text,
      fact: text,
      values: words.optional(),
      'not-values': words.optional(),
      where: z
        .record(text, z.union([words, z.strictObject({ below: z.number() }), z.strictObject({ above: z.number() })]))
        .optional(),
      says: text,
      speaks: z
        .array(
          z.strictObject({
            row: id,
            side: z.enum(['support', 'contradict']),
            weight: z.enum(SIGNAL_WEIGHTS),
            only: z.literal('enforcer').optional(),
          }),
        )
        .min(1),
    }),
  ),
})
