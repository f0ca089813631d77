import { byText, groupBy } from '../../groundwork/order.ts'
import type { HostFact, Inventory } from '../../inventory/inventory.ts'
import type { Table } from '../table.ts'

/** Examples of each kind on a screen. */
const EXAMPLES = 3

/** What inventories and lists tell of the inside of hosts (accounts, services, components …): how many of each, and examples; at most so many rows. */
export function toldTable(inventory: Inventory, most: number): Table {
  const all = inventory.hosts.flatMap((host) => {
    const told = host.facts.filter((fact) => fact.fields !== undefined && fact.attribute !== 'network')
    return [...groupBy(told, (fact) => fact.attribute)]
      .sort(([a], [b]) => byText(a, b))
      .map(([attribute, facts]) => ({
        host: host.ips[0] ?? host.macs[0] ?? host.id.slice(host.id.indexOf('/') + 1),
        what: attribute,
        count: facts.length,
        examples: `${facts.slice(0, EXAMPLES).map(exampleOf).join('; ')}${facts.length > EXAMPLES ? ' …' : ''}`,
      }))
  })
  const more = all.length - most
  const rest = { host: '…', what: '', count: undefined, examples: `${more} more kinds; --csv and --json show all` }
  const rows = more > 0 ? [...all.slice(0, most), rest] : all
  return {
    name: 'told',
    columns: [
      { key: 'host', title: 'host' },
      { key: 'what', title: 'what' },
      { key: 'count', title: 'count', align: 'right' },
      { key: 'examples', title: 'for example' },
    ],
    rows,
  }
}

/** The details of a fact for people: `state running, start automatic`. */
export function fieldsText(fields: HostFact['fields']): string {
  return Object.entries(fields ?? {})
    .map(([key, value]) => `${key} ${value}`)
    .join(', ')
}

// What tells most in few words: the version of a component, the state of anything else.
const TELLING = ['version', 'status', 'state', 'enabled', 'expired', 'reach', 'interactive']

function exampleOf({ value, fields }: HostFact): string {
  const key = TELLING.find((name) => fields?.[name] !== undefined)
  if (key === undefined) return value
  return key === 'version' ? `${value} ${fields![key]}` : `${value} (${key} ${fields![key]})`
}
