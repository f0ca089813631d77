import type { Brand } from '../groundwork/brand.ts'
import type { Sha256 } from '../groundwork/canonical.ts'
import type { Day } from '../groundwork/day.ts'
import type { Prefix } from '../groundwork/ip.ts'
import type { Span } from '../groundwork/span.ts'
import type { AssetClass, ComponentType, Condition } from '../standard/catalog.ts'
import type { SubjectRef } from '../standard/evidence-record.ts'
import type { FR, SL, SlVector } from '../standard/fr.ts'
import type { RequirementId } from '../standard/requirement-id.ts'
import type { Ternary } from '../standard/verdict.ts'

/** The plant as meant: complete, branded, frozen. Made only by `understand()` (DESIGN §5). */

export type ZoneId = Brand<string, 'ZoneId'>
export type ConduitId = Brand<string, 'ConduitId'>
export type AssetId = Brand<string, 'AssetId'>
export type ProductId = Brand<string, 'ProductId'>
export type MeasureId = Brand<string, 'MeasureId'>
export type EvidenceId = Brand<string, 'EvidenceId'>
export type FlowId = Brand<string, 'FlowId'>

export const ZONE_KINDS = [
  'business',
  'dmz',
  'operations',
  'control',
  'safety',
  'wireless',
  'temporary',
  'remote',
  'external',
] as const
export type ZoneKind = (typeof ZONE_KINDS)[number]

/** Who declared something to be complete, and when. An asset list that nobody declared complete is unknown. */
export interface Declared {
  readonly by: string
  readonly on: Day
  readonly until: Day | undefined
}

export interface AddressSpace {
  readonly id: string
  readonly name: string | undefined
}

export interface Site {
  readonly id: string
  readonly name: string
  readonly timeZone: string | undefined
  readonly spaces: readonly AddressSpace[]
  readonly span: Span
}

/** A target as its owner stated it: levels per FR as far as stated, and the rule and reason behind them (ZCR 5.6). */
export interface Target {
  readonly stated: Readonly<Partial<Record<FR, SL>>>
  /** With the site floor where an FR is not stated; never below the floor. */
  readonly vector: SlVector
  readonly rule: string
  readonly reason: string | undefined
  readonly span: Span | undefined
}

/** A way into or out of a zone or conduit: a network port, a serial line, a USB socket, a door, a person with a laptop. */
export interface AccessPoint {
  /** `zone/access-point`; the ends that conduits bring along are named `conduit@zone`. */
  readonly id: string
  readonly kind: 'network' | 'serial' | 'usb' | 'wireless' | 'door' | 'person' | 'modem' | 'other'
  /** The conduit behind it; access points that conduits bring along have one. */
  readonly conduit: ConduitId | undefined
  readonly enforcers: readonly AssetId[]
  readonly untrusted: Ternary
  readonly span: Span
}

export interface Zone {
  readonly id: ZoneId
  readonly name: string
  readonly kind: ZoneKind
  /** Purdue level 0 to 5, with 3.5 for a DMZ. */
  readonly level: number | undefined
  readonly within: ZoneId | undefined
  readonly site: string
  readonly space: string
  readonly networks: readonly Prefix[]
  readonly owner: string | undefined
  readonly complete: Declared | undefined
  readonly target: Target
  /** `undefined`: nobody has declared any; an empty list is a declaration that there are none besides the conduits'. */
  readonly accessPoints: readonly AccessPoint[] | undefined
  /** Why something unusual is right, e.g. safety assets in a zone of another kind (ZCR 3.3). */
  readonly justification: string | undefined
  readonly span: Span
}

/** An end of a flow: an asset, all of a zone, a network, or anything. */
export type FlowEnd =
  | { readonly kind: 'asset'; readonly id: AssetId }
  | { readonly kind: 'zone'; readonly id: ZoneId }
  | { readonly kind: 'network'; readonly prefix: Prefix }
  | { readonly kind: 'any' }

/** Traffic that is needed: who opens it towards whom, in which protocol, for what, until when. */
export interface Flow {
  /** `conduit/flow` for flows written inside a conduit, otherwise the id as written. */
  readonly id: FlowId
  /** The conduit that carries it; `undefined` inside one zone, or where no conduit has been declared. */
  readonly conduit: ConduitId | undefined
  readonly from: FlowEnd
  readonly to: FlowEnd
  /** Id of the protocol catalog, or `tcp/PORT` or `udp/PORT` (then `transport` and `ports` say the same). */
  readonly protocol: string
  readonly transport: 'tcp' | 'udp' | undefined
  readonly ports: readonly number[]
  /** Operation classes that are needed; `undefined` permits all. */
  readonly only: readonly string[] | undefined
  readonly authenticated: Ternary
  readonly encrypted: Ternary
  readonly confidential: Ternary
  readonly why: string | undefined
  readonly until: Day | undefined
  readonly span: Span
}

export interface Conduit {
  readonly id: ConduitId
  readonly name: string
  readonly joins: readonly ZoneId[]
  readonly medium: 'network' | 'serial' | 'wireless' | 'physical' | 'other'
  readonly owner: string | undefined
  /** `undefined`: not stated; an empty list: stated to be none. */
  readonly enforcedBy: readonly AssetId[] | undefined
  readonly monitoredBy: string | undefined
  readonly nat: boolean
  readonly flows: readonly Flow[]
  readonly complete: Declared | undefined
  readonly target: Target
  readonly span: Span
}

export interface Address {
  readonly ip: string | undefined
  readonly mac: string | undefined
  readonly space: string
  readonly span: Span
}

export interface Asset {
  readonly id: AssetId
  readonly name: string
  /** Zones or conduits it is assigned to; none or several are findings, not errors. */
  readonly zones: readonly ZoneId[]
  readonly conduits: readonly ConduitId[]
  /** Id of the catalog of asset kinds; `unknown` when nobody has said. */
  readonly kind: string
  readonly class: AssetClass
  readonly level: number | undefined
  /** 4-2 types, from the asset, its product, or its kind; empty is unknown. */
  readonly types: readonly ComponentType[]
  readonly passive: boolean
  readonly product: ProductId | undefined
  readonly firmware: string | undefined
  readonly serial: string | undefined
  readonly addresses: readonly Address[]
  readonly wireless: Ternary
  readonly portable: Ternary
  readonly remote: Ternary
  /** Which of the conditions of `modes.json` hold; what is missing is unknown. */
  readonly conditions: Readonly<Partial<Record<Condition, 'yes' | 'no'>>>
  /** Services that are needed on it, as `tcp/502` or protocol ids; `undefined`: nobody has said (SR 7.7). */
  readonly services: readonly string[] | undefined
  readonly owner: string | undefined
  readonly span: Span
}

/** One answer about a row in a statement on a product or a system. */
export interface Statement {
  readonly says: 'met' | 'not-met' | 'unknown' | 'not-applicable'
  readonly evidence: readonly EvidenceId[]
  readonly note: string | undefined
  readonly span: Span
}

/** What a product can do, in rows of 4-2. A certificate stands here as statements for the rows of its level. */
export interface Product {
  readonly id: ProductId
  readonly name: string
  readonly supplier: string | undefined
  readonly types: readonly ComponentType[]
  readonly conditions: Readonly<Partial<Record<Condition, 'yes' | 'no'>>>
  readonly capability: ReadonlyMap<RequirementId, Statement>
  readonly span: Span
}

/** What a whole system can do, in rows of 3-3 (21 of them have no component row). */
export interface SystemStatement {
  readonly id: string
  readonly name: string
  readonly on: readonly SubjectRef[]
  readonly capability: ReadonlyMap<RequirementId, Statement>
  readonly span: Span
}

/** Approval of a compensating countermeasure (3-3 §4.3); without all four it has no effect. */
export interface Approval {
  readonly by: string | undefined
  readonly on: Day | undefined
  readonly until: Day | undefined
  readonly owner: string | undefined
  readonly reason: string | undefined
}

/** Where a measure reaches: named subjects, kinds of assets, products; empty means nothing. */
export type Scope =
  | SubjectRef
  | { readonly kind: 'asset-kind'; readonly id: string; readonly within: readonly ZoneId[] }
  | { readonly kind: 'plant'; readonly id: string }

/**
 * What is done, where, and how that is known. In place: a met fact of the strength of its evidence for the items in scope;
 * planned and absent: not met. `role` is `compensation` when it stands in for rows it does not satisfy by themselves,
 * `service` when one thing serves many.
 */
export interface Measure {
  readonly id: MeasureId
  readonly name: string
  readonly role: 'direct' | 'compensation' | 'service'
  readonly rows: readonly RequirementId[]
  readonly on: readonly Scope[]
  readonly status: 'in-place' | 'planned' | 'absent'
  readonly evidence: readonly EvidenceId[]
  readonly until: Day | undefined
  readonly approval: Approval | undefined
  /** For a service: the asset that provides it, and the evidence that what is in `on` is bound to it. */
  readonly providedBy: AssetId | undefined
  readonly boundBy: readonly EvidenceId[]
  readonly span: Span
}

/** A piece of evidence as declared. Its strength is derived from kind, file, hash, scope and date, never typed. */
export interface Evidence {
  readonly id: EvidenceId
  readonly kind: string
  readonly file: string | undefined
  readonly hash: Sha256 | undefined
  readonly date: Day | undefined
  readonly until: Day | undefined
  readonly scope: readonly Scope[]
  /** Device it was read from, for kinds that need one. */
  readonly device: AssetId | undefined
  /** For certificates and statements: the version they were issued for; they speak for what is in use only on that version. */
  readonly version?: string | undefined
  readonly by: string | undefined
  readonly span: Span
}

/** A justified not-applicable: zones and exactly these rows, with reason, owner and last day. */
export interface NotApplicable {
  readonly id: string
  readonly on: readonly SubjectRef[]
  readonly rows: readonly RequirementId[]
  readonly reason: string | undefined
  readonly owner: string | undefined
  readonly until: Day | undefined
  readonly span: Span
}

/** A named person settles a contradiction with newer evidence. */
export interface Resolution {
  readonly rows: readonly RequirementId[]
  readonly on: readonly SubjectRef[]
  readonly by: string | undefined
  readonly date: Day | undefined
  readonly evidence: readonly EvidenceId[]
  readonly reason: string | undefined
  readonly span: Span
}

/** A function that must not fail (3-3 §4.2), and what it needs. */
export interface EssentialFunction {
  readonly id: string
  readonly name: string
  readonly assets: readonly AssetId[]
  readonly flows: readonly FlowId[]
  readonly span: Span
}

export interface Account {
  readonly id: string
  readonly on: readonly AssetId[]
  readonly human: Ternary
  readonly shared: Ternary
  readonly span: Span
}

/** Where evidence files were taken, as `evidence/index.yaml` declares it. */
export interface DeclaredVantage {
  readonly file: string
  readonly site: string
  readonly space: string
  readonly tap: string | undefined
  readonly covers: readonly string[]
  readonly manner: 'seen' | 'answered' | 'listed' | undefined
  /** The one asset the file is about. */
  readonly asset: AssetId | undefined
  /** The day it was taken, where the file does not say. */
  readonly taken: Day | undefined
  readonly span: Span
}

export interface Risk {
  readonly tolerable: number | undefined
  readonly floor: SL
  readonly slTRule: string
}

/** A key of the model that is accepted and kept, and that nothing reads yet: where it stands first, and how often. */
export interface Unused {
  readonly path: string
  readonly span: Span
  readonly count: number
}

export interface Plant {
  readonly id: string
  readonly name: string
  readonly sector: string | undefined
  readonly entity: string | undefined
  readonly classification: string
  readonly sites: readonly Site[]
  readonly risk: Risk
  readonly functions: readonly EssentialFunction[]
  readonly zones: readonly Zone[]
  readonly conduits: readonly Conduit[]
  /** All flows: those of conduits, and those declared outside any (inside a zone, or not yet in a conduit). */
  readonly flows: readonly Flow[]
  readonly assets: readonly Asset[]
  readonly products: readonly Product[]
  readonly systems: readonly SystemStatement[]
  readonly measures: readonly Measure[]
  readonly evidence: readonly Evidence[]
  readonly notApplicable: readonly NotApplicable[]
  readonly resolutions: readonly Resolution[]
  readonly accounts: readonly Account[]
  readonly vantages: readonly DeclaredVantage[]
  readonly unused: readonly Unused[]
  /** SHA-256 over the texts it was made from, in canonical order. */
  readonly hash: Sha256
}

/** A file of the project folder: text of the model, or the hash of anything else. Paths use `/`. */
export interface ProjectFiles {
  readonly texts: ReadonlyMap<string, string>
  readonly hashes: ReadonlyMap<string, Sha256>
}
