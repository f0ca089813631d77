import type { Part } from './catalog-facts.ts'
import { type CatalogFile, catalogFile as file } from './catalog-file.ts'
import type { Dispute, Row } from './catalog.ts'
import {
  assessmentPartShape,
  assessmentRequirementsShape,
  assetKindsShape,
  componentPartShape,
  componentRequirementsShape,
  evidenceKindsShape,
  hostSignalsShape,
  modeRulesShape,
  modesShape,
  protocolsShape,
  systemPartShape,
  systemRequirementsShape,
  termsShape,
  wordsShape,
} from './catalog-shapes.ts'
import { identityFiles } from './identity-files.ts'
import { type RequirementId, requirementId } from './requirement-id.ts'

/** Every kind of catalog file the product knows; the first that fits a path reads it. */
export const catalogFiles: readonly CatalogFile[] = [
  file(/^iec-62443-1-1\/terms\.yaml$/, termsShape, (c, path) => ({
    parts: [partOf(c, path)],
    terms: c.terms.map((term) => ({ ...term, edition: c.edition })),
  })),

  file(/^words\.yaml$/, wordsShape, (c) => ({
    words: c.words.map((w) => ({ ...w, category: 'product', confidence: 'high' as const, edition: c.edition })),
  })),

  file(/^iec-62443-3-2-\d+\/about\.yaml$/, assessmentPartShape, (c, path) => ({
    parts: [partOf(c, path)],
    assessment: [
      {
        groups: c.groups,
        workflow: c.workflow.map(stepOf),
        detailedWorkflow: c['detailed-assessment-workflow'].map(stepOf),
        crsContents: c['crs-contents'],
        characteristics: c['zone-and-conduit-characteristics'],
        slVector: c['sl-vector'],
        riskTreatments: c['risk-treatments'],
      },
    ],
  })),
  file(/^iec-62443-3-2-\d+\/requirements\.yaml$/, assessmentRequirementsShape, (c) => ({
    zcr: c.requirements.map((r) => ({
      ...rowOf(r, r.id, r.clause, c.edition),
      group: r.group,
      strength: r.strength,
      strengthConfidence: r['strength-confidence'],
      inputs: r.inputs,
      outputs: r.outputs,
    })),
  })),

  file(/^iec-62443-3-3-\d+\/about\.yaml$/, systemPartShape, (c, path) => ({
    parts: [partOf(c, path)],
    securityLevels: c['security-levels'].map((l) => ({
      sl: l.sl,
      says: l.says,
      means: l.means ?? undefined,
      resources: l.resources ?? undefined,
      skills: l.skills ?? undefined,
      motivation: l.motivation ?? undefined,
    })),
    foundationalRequirements: c['foundational-requirements'],
    systemConstraints: c.constraints,
  })),
  file(/^iec-62443-3-3-\d+\/fr[1-7]-[a-z-]+\.yaml$/, systemRequirementsShape, (c) => ({
    sr: c.requirements.flatMap((r) => {
      const one = (e: Omit<typeof r, 'clause' | 'enhancements'>, id: RequirementId, parent?: RequirementId) => ({
        ...rowOf(e, id, r.clause, c.edition),
        kind: parent ? ('RE' as const) : ('SR' as const),
        fr: c.fr,
        parent,
        from: e.from,
        fromBeforeCorrigendum: e['from-before-corrigendum'],
      })
      return [
        one(r, r.id),
        ...(r.enhancements ?? []).map((e) => one({ ...e, id: r.id }, enhancement(r.id, e.id), r.id)),
      ]
    }),
  })),
  file(/^iec-62443-3-3-\d+\/modes\/about\.yaml$/, modeRulesShape, (c) => ({
    modeRules: [
      {
        what: c.what,
        status: c.status,
        modes: c.modes,
        evidenceValues: c['evidence-values'],
        evidenceStrength: c['evidence-strength'],
        passiveValues: c['passive-values'],
        rulesForTraffic: c['rules-for-traffic'],
        notes: c.notes,
      },
    ],
  })),
  file(/^iec-62443-3-3-\d+\/modes\/fr[1-7]\.yaml$/, modesShape, (c) => ({
    modes: c.rows.map((r) => ({
      id: r.id,
      mode: r.mode,
      over: r.over,
      types: r.types,
      when: r.when,
      mayBeMetBy: r['may-be-met-by'],
      conduit: r.conduit,
      ifEmpty: r['if-empty'],
      evidence: r.evidence,
      passive: {
        support: r.passive.support,
        supportHow: r.passive['support-how'],
        contradict: r.passive.contradict,
        contradictHow: r.passive['contradict-how'],
      },
      presupposes: r.presupposes,
      notApplicableWhen: r['not-applicable-when'],
      caution: r.caution,
      why: r.why,
      confidence: r.confidence,
      edition: c.edition,
    })),
  })),

  file(/^iec-62443-4-2-\d+\/about\.yaml$/, componentPartShape, (c, path) => ({
    parts: [partOf({ ...c, notes: { ...c.notes, corrigendum: c.corrigendum } }, path)],
    componentTypes: c['component-types'],
    ccsc: c.constraints.map((r) => rowOf(r, r.id, r.clause, c.edition)),
    headings: c['headings-without-common-requirement'].map((h) => ({
      id: h.id,
      title: h.title,
      reason: h.reason,
      see: h.see,
      derivesFrom: h['derives-from'] ?? undefined,
    })),
  })),
  file(/^iec-62443-4-2-\d+\/fr[1-7]-[a-z-]+\.yaml$/, componentRequirementsShape, (c) => ({
    cr: c.requirements.flatMap((r) => {
      const prefix = r.id.split(' ')[0] as 'CR' | 'SAR' | 'EDR' | 'HDR' | 'NDR'
      const one = (e: Omit<typeof r, 'clause' | 'enhancements'>, id: RequirementId, parent?: RequirementId) => ({
        ...rowOf(e, id, r.clause, c.edition),
        kind: parent ? (`${prefix} RE` as const) : prefix,
        fr: c.fr,
        parent,
        from: e.from,
        appliesTo: e['applies-to'],
        derivesFrom: e['derives-from'],
        counterpart: e.counterpart,
        match: e.match,
        covers: e.covers ?? [],
        related: e.related ?? [],
      })
      const inherited = { 'applies-to': r['applies-to'], 'derives-from': r['derives-from'] }
      return [
        one(r, r.id),
        ...(r.enhancements ?? []).map((e) =>
          one(
            {
              ...e,
              id: r.id,
              'applies-to': e['applies-to'] ?? inherited['applies-to'],
              'derives-from': e['derives-from'] ?? inherited['derives-from'],
            },
            enhancement(r.id, e.id),
            r.id,
          ),
        ),
      ]
    }),
  })),

  file(/^asset-kinds\.yaml$/, assetKindsShape, (c) => ({
    assetKinds: c.kinds.map((k) => ({
      id: k.id,
      name: k.name,
      class: k.class,
      level: k.level,
      types: k.types,
      passive: k.passive ?? false,
      conditions: k.conditions ?? {},
      wireless: k.wireless,
      portable: k.portable,
    })),
  })),
  file(/^host-inventory\/[\w-]+\.yaml$/, hostSignalsShape, (c) => ({
    hostSignals: c.signals.map(({ 'not-values': notValues, values, where, speaks, ...signal }) => ({
      ...signal,
      values,
      notValues,
      where: where ?? {},
      speaks: speaks.map(({ only, ...row }) => ({ ...row, only })),
    })),
  })),
  file(/^evidence-kinds\.yaml$/, evidenceKindsShape, (c) => ({
    evidenceKinds: c.kinds.map((k) => ({
      id: k.id,
      name: k.name,
      ceiling: k.ceiling,
      column: k.column,
      needsDevice: k['needs-device'] ?? false,
      otherwise: k.otherwise ?? k.ceiling,
      says: k.says,
    })),
  })),
  file(/^protocols\/[a-z-]+\.yaml$/, protocolsShape, (c) => ({
    protocols: c.protocols.map((p) => ({
      id: p.id,
      name: p.name,
      family: p.family,
      authenticates: p.authenticates,
      integrity: p.integrity,
      encrypts: p.encrypts,
      clearCredentials: p['clear-credentials'] ?? false,
      over: p.over,
      routable: p.routable ?? true,
      ports: p.ports ?? {},
      aliases: p.aliases,
    })),
  })),
  ...identityFiles,
]

function enhancement(parent: RequirementId, short: string): RequirementId {
  return requirementId(`${parent} ${short}`)!
}

interface WrittenRow {
  readonly title: string
  readonly says: string
  readonly confidence: Row['confidence']
  readonly note?: string | undefined
  readonly disputed?:
    | readonly {
        readonly field: string
        readonly readings: readonly { readonly value: string | number; readonly 'held-by': readonly string[] }[]
        readonly taken: string | number
        readonly why: string
      }[]
    | undefined
}

function rowOf(written: WrittenRow, id: RequirementId, clause: string, edition: string): Row {
  const disputed = (written.disputed ?? []).map(
    (d): Dispute => ({
      field: d.field,
      readings: d.readings.map((r) => ({ value: r.value, heldBy: r['held-by'] })),
      taken: d.taken,
      why: d.why,
    }),
  )
  const { title, says, confidence, note } = written
  return { id, title, says, clause, edition, confidence, disputed, note }
}

function partOf(
  c: Omit<Part, 'folder' | 'sources'> & {
    readonly sources: readonly { readonly id: string; readonly what: string; readonly role?: string | undefined }[]
  },
  path: string,
): Part {
  return {
    folder: path.slice(0, path.indexOf('/')),
    part: c.part,
    title: c.title,
    edition: c.edition,
    notes: c.notes,
    sources: c.sources.map((s) => ({ id: s.id, what: s.what, role: s.role })),
  }
}

function stepOf(s: {
  readonly step: string
  readonly next?: readonly string[] | undefined
  readonly decision?: string | undefined
  readonly yes?: readonly string[] | undefined
  readonly no?: readonly string[] | undefined
}) {
  return { step: s.step, next: s.next, decision: s.decision, yes: s.yes, no: s.no }
}
