import type { HostRow } from './host-rows.ts'
import type { RowFact } from './osquery-table.ts'

/**
 * Whether the rows of iptables filter what comes in: by the policy of the chain or by any rule that refuses. Without rows for
 * the incoming chain nothing is said, as the filter may stand elsewhere (nftables, the network).
 */
export function hostFirewall(rows: readonly HostRow[]): { readonly fact: RowFact; readonly row: HostRow } | undefined {
  const incoming = rows.filter(({ table, columns }) => {
    const { filter_name: filter, chain } = columns
    return table === 'iptables' && chain === 'INPUT' && (filter === undefined || filter === 'filter')
  })
  const row = incoming.find(({ columns }) => columns['policy']) ?? incoming[0]
  if (!row) return undefined
  const refuses = incoming.some(
    ({ columns }) => columns['policy'] === 'DROP' || columns['target'] === 'DROP' || columns['target'] === 'REJECT',
  )
  const fields = { by: 'iptables', policy: row.columns['policy'], rules: String(incoming.length) }
  return { row, fact: { attribute: 'host-firewall', value: refuses ? 'on' : 'off', fields } }
}
