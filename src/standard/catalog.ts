import type {
  AssessmentFacts,
  ComponentTypeRow,
  FoundationalRequirementRow,
  Heading,
  ModeRules,
  Part,
  SecurityLevelRow,
  SystemConstraint,
} from './catalog-facts.ts'
import type { FR, SL } from './fr.ts'
import type { Fingerprint, Make, ProtocolRoles, Role, Way } from './identity-rows.ts'
import type { RequirementId } from './requirement-id.ts'
import type { Strength } from './verdict.ts'

export type Confidence = 'high' | 'medium' | 'low'

/** One of several readings of a row on which public sources disagree. */
export interface Reading {
  readonly value: string | number
  readonly heldBy: readonly string[]
}

/** A disagreement of sources about a field of a row: all readings, which one is taken, and why. */
export interface Dispute {
  readonly field: string
  readonly readings: readonly Reading[]
  readonly taken: string | number
  readonly why: string
}

export interface Term {
  readonly key: string
  readonly name: string
  readonly category: string
  readonly says: string
  readonly confidence: Confidence
  readonly edition: string
}

/** What every row of a part carries. */
export interface Row {
  readonly id: RequirementId
  readonly title: string
  readonly says: string
  readonly clause: string
  readonly edition: string
  readonly confidence: Confidence
  readonly disputed: readonly Dispute[]
  readonly note: string | undefined
}

/** A system requirement or enhancement of 3-3; `from` is the lowest SL at which it applies (its gate). */
export interface SystemRequirement extends Row {
  readonly kind: 'SR' | 'RE'
  readonly fr: FR
  readonly parent: RequirementId | undefined
  readonly from: SL
  /** Its gate in copies of the text without the corrigendum, where that differs. */
  readonly fromBeforeCorrigendum: SL | undefined
}

export const COMPONENT_TYPES = ['software-application', 'embedded-device', 'host-device', 'network-device'] as const
export type ComponentType = (typeof COMPONENT_TYPES)[number]

/** A component requirement of 4-2. `exact` rows of 3-3 carry over whole; `partial` ones only when not met. */
export interface ComponentRequirement extends Row {
  readonly kind: 'CR' | 'CR RE' | 'SAR' | 'SAR RE' | 'EDR' | 'EDR RE' | 'HDR' | 'HDR RE' | 'NDR' | 'NDR RE'
  readonly fr: FR
  readonly parent: RequirementId | undefined
  readonly from: SL
  readonly appliesTo: readonly ComponentType[]
  readonly derivesFrom: RequirementId | undefined
  readonly counterpart: RequirementId | undefined
  readonly match: 'exact' | 'partial' | undefined
  readonly covers: readonly RequirementId[]
  readonly related: readonly RequirementId[]
}

/** A requirement of 3-2. */
export interface AssessmentRequirement extends Row {
  readonly group: string
  readonly strength: 'shall' | 'should'
  /** How sure `strength` is, where that is less sure than the row. */
  readonly strengthConfidence: Confidence | undefined
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
}

export const MODES = ['ALL', 'ANY', 'SVC'] as const
export type Mode = (typeof MODES)[number]

export const OVER = [
  'component', 'human-interface', 'peer-interface', 'account', 'authenticator', 'session', 'flow', 'store',
  'flow-or-store', 'attach-point', 'radio-access-point', 'untrusted-access-point', 'boundary-access-point',
  'network-connection', 'network-service', 'location',
] as const // biome-ignore format: a table
export type Over = (typeof OVER)[number]

export const CONDITIONS = [
  'always', 'accounts', 'attach-point', 'authenticators', 'boundary', 'certificates', 'confidential-info',
  'drives-outputs', 'essential', 'hosts-applications', 'human-interface', 'mobile-code', 'operator-interface',
  'passwords', 'peer-interface', 'process-inputs', 'public-keys', 'radio', 'remote-sessions', 'serious-action',
  'sessions', 'stores-state', 'untrusted-access-point', 'uses-cryptography',
] as const // biome-ignore format: a table
export type Condition = (typeof CONDITIONS)[number]

/** What a kind of evidence can do for a row. */
export type EvidenceValue =
  | 'shows'
  | 'supports'
  | 'shows-item'
  | 'hint'
  | 'capability'
  | 'shows-for-version'
  | 'system-capability'
  | 'none'

export const EVIDENCE_COLUMNS = [
  'observed-traffic',
  'configuration-file',
  'proof-of-rules',
  'document',
  'test-record',
  'product-certificate',
] as const
export type EvidenceColumn = (typeof EVIDENCE_COLUMNS)[number]

export type PassiveValue = 'strong' | 'partial' | 'weak' | 'none'

/** How one row of 3-3 is decided: `modes.json`, one row per requirement. */
export interface ModeRow {
  readonly id: RequirementId
  readonly mode: Mode
  readonly over: Over
  readonly types: readonly ComponentType[]
  readonly when: Condition
  readonly mayBeMetBy: readonly string[]
  readonly conduit: 'boundary' | 'channel' | 'devices' | 'none'
  readonly ifEmpty: 'na' | 'applies'
  readonly evidence: Readonly<Record<EvidenceColumn, EvidenceValue>>
  readonly passive: {
    readonly support: PassiveValue
    readonly supportHow: string | undefined
    readonly contradict: PassiveValue
    readonly contradictHow: string | undefined
  }
  readonly presupposes: readonly RequirementId[]
  readonly notApplicableWhen: string | undefined
  readonly caution: string | undefined
  readonly why: string
  readonly confidence: Confidence
  /** The edition of 3-3 whose row it decides. */
  readonly edition: string
}

/** What an asset is for (ZCR 3.2, ZCR 3.3). */
export const ASSET_CLASSES = ['business', 'iacs', 'safety', 'neutral', 'unknown'] as const
export type AssetClass = (typeof ASSET_CLASSES)[number]

/** What a kind of asset is by itself (own data of this project): 4-2 types, class, usual level, and which conditions hold. */
export interface AssetKind {
  readonly id: string
  readonly name: string
  /** `neutral`: serves whatever stands around it, e.g. a switch; `unknown`: depends on the plant, its owner has to say. */
  readonly class: AssetClass
  readonly level: number | undefined
  readonly types: readonly ComponentType[]
  /** A part without software or settings: it has no rows of its own, but counts as a link (`modes.json`, what counts as component). */
  readonly passive: boolean
  readonly conditions: Readonly<Partial<Record<Condition, 'yes' | 'no'>>>
  /** By the nature of the kind; `undefined` where instances differ, so unknown and not false. */
  readonly wireless: boolean | undefined
  readonly portable: boolean | undefined
}

/** The strongest that evidence of a kind can be (DESIGN §6), and the column of a mode row that speaks for it. */
export interface EvidenceKind {
  readonly id: string
  readonly name: string
  readonly ceiling: Strength
  /** Column of the mode rows that speaks for it; `none` where it shows nothing by itself. */
  readonly column: EvidenceColumn | 'none'
  /** Counts up to its ceiling only with device, date and hash; without them up to `otherwise`. */
  readonly needsDevice: boolean
  readonly otherwise: Strength
  readonly says: string
}

/** What a protocol offers by itself, for checks and for what traffic says. */
export interface ProtocolRow {
  readonly id: string
  readonly name: string
  readonly family: 'industrial' | 'it' | 'remote-access' | 'file' | 'message' | 'infrastructure'
  readonly authenticates: 'never' | 'optional' | 'always'
  readonly integrity: 'never' | 'optional' | 'always'
  readonly encrypts: 'never' | 'optional' | 'always'
  readonly clearCredentials: boolean
  readonly routable: boolean
  readonly ports: { readonly tcp?: readonly number[] | undefined; readonly udp?: readonly number[] | undefined }
  /** The protocol that is all that can be seen of it on the wire, e.g. `tls`. */
  readonly over: string | undefined
  readonly aliases: readonly string[]
}

/** How much one fact is worth for or against a row at most. */
export const SIGNAL_WEIGHTS = ['strong', 'partial', 'weak'] as const
export type SignalWeight = (typeof SIGNAL_WEIGHTS)[number]

/** What a field of a fact has to be: one of some words, or a number below or above another. */
export type FieldTest = readonly string[] | { readonly below: number } | { readonly above: number }

/** A row of 3-3 that a signal speaks to. */
export interface SignalSpeaks {
  readonly row: RequirementId
  readonly side: 'support' | 'contradict'
  readonly weight: SignalWeight
  /** Counts only on a machine that decides at a boundary. */
  readonly only: 'enforcer' | undefined
}

/** What a fact that was read on a machine says about rows of 3-3 (own data of this project). */
export interface HostSignal {
  readonly id: string
  readonly title: string
  readonly sees: string
  readonly fact: string
  readonly values: readonly string[] | undefined
  readonly notValues: readonly string[] | undefined
  readonly where: Readonly<Record<string, FieldTest>>
  /** A clause with the value and fields of the fact in braces. */
  readonly says: string
  readonly speaks: readonly SignalSpeaks[]
}

/** All catalogs as plain values that JSON can hold, so that a build can carry them without the reader. */
export interface CatalogRows {
  readonly parts: readonly Part[]
  readonly terms: readonly Term[]
  /** Words of the product itself, which no part defines. */
  readonly words: readonly Term[]
  readonly sr: readonly SystemRequirement[]
  readonly cr: readonly ComponentRequirement[]
  readonly ccsc: readonly Row[]
  readonly zcr: readonly AssessmentRequirement[]
  readonly modes: readonly ModeRow[]
  readonly assetKinds: readonly AssetKind[]
  readonly evidenceKinds: readonly EvidenceKind[]
  readonly protocols: readonly ProtocolRow[]
  readonly hostSignals: readonly HostSignal[]
  readonly fingerprints: readonly Fingerprint[]
  readonly makes: readonly Make[]
  readonly ways: readonly Way[]
  readonly roles: readonly Role[]
  readonly protocolRoles: readonly ProtocolRoles[]
  readonly securityLevels: readonly SecurityLevelRow[]
  readonly foundationalRequirements: readonly FoundationalRequirementRow[]
  readonly systemConstraints: readonly SystemConstraint[]
  readonly componentTypes: readonly ComponentTypeRow[]
  readonly headings: readonly Heading[]
  /** Each at most one; missing where no text of that part was given. */
  readonly assessment: readonly AssessmentFacts[]
  readonly modeRules: readonly ModeRules[]
}

/** All catalogs in memory, looked up by id; made once by `catalogsFrom`. */
export interface Catalogs {
  readonly parts: readonly Part[]
  readonly terms: readonly Term[]
  /** Words of the product itself, which no part defines. */
  readonly words: readonly Term[]
  readonly sr: ReadonlyMap<RequirementId, SystemRequirement>
  readonly cr: ReadonlyMap<RequirementId, ComponentRequirement>
  readonly ccsc: ReadonlyMap<RequirementId, Row>
  readonly zcr: ReadonlyMap<RequirementId, AssessmentRequirement>
  readonly modes: ReadonlyMap<RequirementId, ModeRow>
  readonly assetKinds: ReadonlyMap<string, AssetKind>
  readonly evidenceKinds: ReadonlyMap<string, EvidenceKind>
  readonly protocols: ReadonlyMap<string, ProtocolRow>
  readonly hostSignals: readonly HostSignal[]
  /** Protocol id by alias and by id, all in lower case. */
  readonly protocolIds: ReadonlyMap<string, string>
  readonly fingerprints: readonly Fingerprint[]
  readonly makes: readonly Make[]
  readonly ways: readonly Way[]
  readonly roles: readonly Role[]
  readonly protocolRoles: readonly ProtocolRoles[]
  readonly securityLevels: readonly SecurityLevelRow[]
  readonly foundationalRequirements: ReadonlyMap<FR, FoundationalRequirementRow>
  readonly systemConstraints: readonly SystemConstraint[]
  readonly componentTypes: readonly ComponentTypeRow[]
  readonly headings: ReadonlyMap<RequirementId, Heading>
  readonly assessment: AssessmentFacts | undefined
  readonly modeRules: ModeRules | undefined
}
