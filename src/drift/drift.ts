import type { AssetId, ConduitId, FlowId } from '../plant/plant.ts'
import type { HostId } from '../inventory/inventory.ts'
import type { Origin } from '../standard/origin.ts'

/** What the wire and the model say about each other. `not-covered`: no vantage could have seen it, so its silence is unknown. */
export const DRIFT_KINDS = [
  'host-not-declared',
  'service-not-declared',
  'flow-not-declared',
  'operation-not-declared',
  'identity-mismatch',
  'asset-not-seen',
  'flow-not-seen',
  'conduit-idle',
  'asset-not-covered',
  'flow-not-covered',
  'asset-agrees',
  'flow-agrees',
] as const
export type DriftKind = (typeof DRIFT_KINDS)[number]

/** One difference or agreement. `severity` is undefined for agreements and for what no vantage covers. */
export interface DriftItem {
  readonly id: string
  readonly kind: DriftKind
  readonly severity: 'error' | 'warning' | 'info' | undefined
  readonly message: string
  readonly host: HostId | undefined
  readonly asset: AssetId | undefined
  readonly flow: FlowId | undefined
  readonly conversation: string | undefined
  readonly conduit: ConduitId | undefined
  /** Zones at both ends as far as known; equal ones for traffic inside a zone. */
  readonly fromZone: string | undefined
  readonly toZone: string | undefined
  readonly fields: Readonly<Record<string, string>>
  readonly because: readonly Origin[]
}

/** A found host with the declared asset it is, and how the two were matched. */
export interface Match {
  readonly host: HostId
  readonly asset: AssetId
  readonly by: 'mac' | 'ip' | 'serial' | 'name'
}

/** A found conversation with the declared flows that permit it (none: it is undeclared). */
export interface FlowMatch {
  readonly conversation: string
  readonly flows: readonly FlowId[]
}

export interface Drift {
  readonly items: readonly DriftItem[]
  readonly matches: readonly Match[]
  readonly flowMatches: readonly FlowMatch[]
}
