import { registry } from '../../groundwork/order.ts'
import { addressNotInInventory } from './address-not-in-inventory/check.ts'
import { assetInNoZone } from './asset-in-no-zone/check.ts'
import { assetInSeveralZones } from './asset-in-several-zones/check.ts'
import { boundaryWithoutEnforcer } from './boundary-without-enforcer/check.ts'
import { businessOpensSessionToControl } from './business-opens-session-to-control/check.ts'
import { businessSharesControlZone } from './business-shares-control-zone/check.ts'
import { conduitTargetBelowZones } from './conduit-target-below-zones/check.ts'
import { conduitWithoutOwner } from './conduit-without-owner/check.ts'
import { evidenceExpired } from './evidence-expired/check.ts'
import { flowSkipsLevels } from './flow-skips-levels/check.ts'
import { flowWithoutConduit } from './flow-without-conduit/check.ts'
import { metWithoutEvidence } from './met-without-evidence/check.ts'
import { notApplicableWithoutReason } from './not-applicable-without-reason/check.ts'
import { safetySharesZone } from './safety-shares-zone/check.ts'
import { targetMissing } from './target-missing/check.ts'
import { unauthenticatedProtocolCrossesZones } from './unauthenticated-protocol-crosses-zones/check.ts'
import { undeclaredFlowSeen } from './undeclared-flow-seen/check.ts'
import { wirelessSharesWiredZone } from './wireless-shares-wired-zone/check.ts'
import { zoneWithoutAssets } from './zone-without-assets/check.ts'
import { zoneWithoutOwner } from './zone-without-owner/check.ts'
import type { Check } from './check.ts'

/** Every check by id: the one list from which runs, help, explanations and pages are made. */
export const checksAbout: ReadonlyMap<string, Check> = registry<Check>([
  boundaryWithoutEnforcer,
  zoneWithoutOwner,
  flowWithoutConduit,
  conduitWithoutOwner,
  undeclaredFlowSeen,
  metWithoutEvidence,
  evidenceExpired,
  notApplicableWithoutReason,
  flowSkipsLevels,
  businessOpensSessionToControl,
  addressNotInInventory,
  unauthenticatedProtocolCrossesZones,
  businessSharesControlZone,
  safetySharesZone,
  wirelessSharesWiredZone,
  targetMissing,
  conduitTargetBelowZones,
  assetInSeveralZones,
  assetInNoZone,
  zoneWithoutAssets,
])

/** Every check, in the order of ids. */
export const checks: readonly Check[] = [...checksAbout.values()]
