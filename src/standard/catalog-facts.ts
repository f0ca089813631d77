import type { ComponentType, EvidenceColumn, EvidenceValue, Mode, PassiveValue } from './catalog.ts'
import type { FR, SL } from './fr.ts'
import type { RequirementId } from './requirement-id.ts'

/** What catalogs say about a part as a whole, besides its rows. */

/** Where facts of a part come from, and for which of its fields. */
export interface CatalogSource {
  readonly id: string
  readonly what: string
  readonly role: string | undefined
}

/** A part of the series as a whole. `folder` is its place under `catalogs/`; `notes` say how to read its fields. */
export interface Part {
  readonly folder: string
  readonly part: string
  readonly title: string
  readonly edition: string
  readonly notes: Readonly<Record<string, string>>
  readonly sources: readonly CatalogSource[]
}

/** What a security level guards against (3-3 Annex A). */
export interface SecurityLevelRow {
  readonly sl: SL
  readonly says: string
  readonly means: string | undefined
  readonly resources: string | undefined
  readonly skills: string | undefined
  readonly motivation: string | undefined
}

export interface FoundationalRequirementRow {
  readonly code: FR
  readonly number: number
  readonly title: string
  readonly clause: string
  readonly says: string
}

/** A rule of 3-3 clause 4 that bounds every requirement. */
export interface SystemConstraint {
  readonly clause: string
  readonly title: string
  readonly says: string
}

/** A type of component of 4-2, and the prefix of the requirements made for it alone. */
export interface ComponentTypeRow {
  readonly id: ComponentType
  readonly prefix: 'SAR' | 'EDR' | 'HDR' | 'NDR'
  readonly says: string
}

/** A heading of 4-2 under which no requirement common to all types stands. */
export interface Heading {
  readonly id: RequirementId
  readonly title: string
  readonly reason: 'component-type-specific' | 'no-component-requirement'
  readonly see: readonly RequirementId[]
  readonly derivesFrom: RequirementId | undefined
}

/** One step of the assessment: what comes next, or what is asked and where the answers lead. */
export interface WorkflowStep {
  readonly step: string
  readonly next: readonly string[] | undefined
  readonly decision: string | undefined
  readonly yes: readonly string[] | undefined
  readonly no: readonly string[] | undefined
}

/** What 3-2 says besides its requirements: groups, order of the work, contents of the specification (ZCR 6). */
export interface AssessmentFacts {
  readonly groups: readonly {
    readonly id: string
    readonly title: string
    readonly says: string
    readonly clause: string
    readonly requirements: number
  }[]
  readonly workflow: readonly WorkflowStep[]
  readonly detailedWorkflow: readonly WorkflowStep[]
  readonly crsContents: readonly { readonly requirement: RequirementId; readonly section: string }[]
  readonly characteristics: readonly { readonly item: string; readonly field: string; readonly says: string }[]
  readonly slVector: {
    readonly order: readonly FR[]
    readonly notation: string
    readonly values: readonly SL[]
    readonly source: string
  }
  readonly riskTreatments: readonly string[]
}

/** The words of the mode rows and the rules behind them. */
export interface ModeRules {
  readonly what: string
  readonly status: string
  readonly modes: Readonly<Record<Mode, string>>
  readonly evidenceValues: Readonly<Record<EvidenceValue, string>>
  readonly evidenceStrength: Readonly<Record<EvidenceColumn, string>>
  readonly passiveValues: {
    readonly support: Readonly<Record<PassiveValue, string>>
    readonly contradict: Readonly<Record<PassiveValue, string>>
  }
  readonly rulesForTraffic: readonly string[]
  readonly notes: Readonly<Record<string, string>>
}
