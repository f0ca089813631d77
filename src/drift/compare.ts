import type { Inventory } from '../inventory/inventory.ts'
import type { Plant } from '../plant/plant.ts'
import type { Catalogs } from '../standard/catalog.ts'
import type { Drift } from './drift.ts'
import { flowsFound } from './flows-found.ts'
import { hostsFound, identitiesFound, servicesFound } from './hosts-found.ts'
import { inOrder } from './item.ts'
import { linksFound } from './links-found.ts'
import { matchHosts } from './match-hosts.ts'
import { declaredSeen } from './not-seen.ts'
import { Places } from './places.ts'
import { Protocols } from './protocols.ts'

/**
 * Holds what was found against what is declared: differences and agreements, in canonical order. It judges no requirement;
 * severity says how soon a person should look (see severity.ts).
 */
export function compare(
  inventory: Inventory,
  plant: Plant,
  { catalogs }: { readonly catalogs: Pick<Catalogs, 'protocols'> },
): Drift {
  const protocols = new Protocols(catalogs.protocols)
  const matches = matchHosts(inventory.hosts, plant)
  const places = new Places(plant, inventory.hosts, matches)
  const flows = flowsFound(inventory, plant, places, protocols)
  const links = linksFound(inventory, plant, places, protocols)
  const met = new Map([...flows.met, ...links.met])
  const items = [
    ...hostsFound(inventory, plant, places),
    ...servicesFound(inventory, plant, matches, protocols),
    ...flows.items,
    ...links.items,
    ...identitiesFound(inventory, plant, matches),
    ...declaredSeen(inventory, plant, matches, met, protocols),
  ]
  return { items: inOrder(items), matches, flowMatches: flows.matches }
}
