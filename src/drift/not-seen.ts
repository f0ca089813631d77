import type { Host, Inventory } from '../inventory/inventory.ts'
import type { Asset, Flow, FlowId, Plant } from '../plant/plant.ts'
import { Coverage } from './coverage.ts'
import type { DriftItem, Match } from './drift.ts'
import type { Met } from './flows-found.ts'
import { declaredAt, framesOf, item } from './item.ts'
import type { Protocols } from './protocols.ts'

/**
 * What is declared, and whether it was met. "Not seen" is said only where a declared vantage covers it; anywhere else the
 * silence is unknown, and the item says what would have to be watched.
 */
export function declaredSeen(
  inventory: Inventory,
  plant: Plant,
  matches: readonly Match[],
  met: ReadonlyMap<FlowId, Met>,
  protocols: Protocols,
): readonly DriftItem[] {
  const coverage = new Coverage(plant, inventory.sources, protocols)
  return [
    ...assetsSeen(inventory, plant, matches, coverage),
    ...plant.flows.map((flow) => flowItem(flow, met.get(flow.id), coverage)),
    ...idleConduits(plant, met, coverage),
  ]
}

function assetsSeen(
  inventory: Inventory,
  plant: Plant,
  matches: readonly Match[],
  coverage: Coverage,
): readonly DriftItem[] {
  const hosts = new Map(inventory.hosts.map((host) => [host.id, host]))
  const found = new Map<string, { readonly host: Host; readonly by: Match['by'] }[]>()
  for (const { asset, host, by } of matches)
    found.set(asset, [...(found.get(asset) ?? []), { host: hosts.get(host)!, by }])
  return plant.assets
    .filter((asset) => !asset.passive || asset.addresses.length > 0)
    .map((asset) => assetItem(asset, found.get(asset.id) ?? [], coverage))
}

function assetItem(
  asset: Asset,
  found: readonly { readonly host: Host; readonly by: Match['by'] }[],
  coverage: Coverage,
): DriftItem {
  const common = { asset: asset.id, toZone: asset.zones[0] }
  const talker = found.find(({ host }) => host.state === 'talker')
  if (talker)
    return item(asset.id, {
      kind: 'asset-agrees',
      severity: undefined,
      message: `"${asset.id}" is declared and was found by its ${talker.by === 'mac' ? 'MAC' : talker.by === 'ip' ? 'IP' : talker.by}`,
      ...common,
      host: talker.host.id,
      fields: { by: talker.by },
      because: [...framesOf(talker.host.frames.slice(0, 1)), declaredAt(asset.span)],
    })
  if (coverage.asset(asset)) {
    const silent = found.find(({ host }) => host.state === 'silent')
    return item(asset.id, {
      kind: 'asset-not-seen',
      severity: 'warning',
      message: silent
        ? `"${asset.id}" is declared, was addressed, and never answered where it would have been seen`
        : `"${asset.id}" is declared and was not seen where it would have been`,
      ...common,
      host: silent?.host.id,
      because: [...framesOf(silent?.host.frames ?? []), declaredAt(asset.span)],
    })
  }
  const reachable = asset.addresses.some((a) => a.ip !== undefined)
  return item(asset.id, {
    kind: 'asset-not-covered',
    severity: undefined,
    message: reachable
      ? `"${asset.id}" was not found, and no declared vantage covers its addresses`
      : `"${asset.id}" was not found, and it has no declared IP by which a vantage could cover it`,
    ...common,
    because: [declaredAt(asset.span)],
  })
}

function flowItem(flow: Flow, met: Met | undefined, coverage: Coverage): DriftItem {
  const common = { flow: flow.id, conduit: flow.conduit, because: [declaredAt(flow.span)] }
  if (met)
    return item(flow.id, {
      kind: 'flow-agrees',
      severity: undefined,
      message: met.answered
        ? `flow "${flow.id}" is declared and was seen`
        : `flow "${flow.id}" is declared and was seen, without an answer`,
      ...common,
      fields: { conversations: String(met.conversations), answered: met.answered ? 'yes' : 'no' },
      because: [...framesOf(met.frames.slice(0, 1)), declaredAt(flow.span)],
    })
  return coverage.flow(flow)
    ? item(flow.id, {
        kind: 'flow-not-seen',
        severity: 'info',
        message: `flow "${flow.id}" is declared and was not seen where it would have been`,
        ...common,
      })
    : item(flow.id, {
        kind: 'flow-not-covered',
        severity: undefined,
        message: `flow "${flow.id}" was not seen, and no declared vantage would have seen it`,
        ...common,
      })
}

// A conduit is idle when it has flows, a vantage would have seen each of them, and none was met.
function idleConduits(plant: Plant, met: ReadonlyMap<FlowId, Met>, coverage: Coverage): readonly DriftItem[] {
  return plant.conduits
    .filter(({ flows }) => flows.length > 0 && flows.every((flow) => !met.has(flow.id) && coverage.flow(flow)))
    .map((conduit) =>
      item(conduit.id, {
        kind: 'conduit-idle',
        severity: 'warning',
        message: `conduit "${conduit.id}" is idle: none of its ${conduit.flows.length} declared ${conduit.flows.length === 1 ? 'flow' : 'flows'} was seen where it would have been`,
        conduit: conduit.id,
        fromZone: conduit.joins[0],
        toZone: conduit.joins[1],
        fields: { flows: String(conduit.flows.length) },
        because: [declaredAt(conduit.span)],
      }),
    )
}
