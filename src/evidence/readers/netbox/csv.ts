import Papa from 'papaparse'
import type { WholeFileContent } from '../whole-file.ts'
import { findColumns } from '../asset-list/columns.ts'
import { Listed } from '../asset-list/listed.ts'
import { ListReports } from '../asset-list/list-reports.ts'
import type { Mapping, Meaning } from '../asset-list/mapping.ts'
import { readRows } from '../asset-list/rows.ts'

/** Columns of exports of devices, as the table of the interface and the form for import call them. */
const DEVICES: Readonly<Record<string, Meaning>> = {
  name: 'name', type: 'product', device_type: 'product', 'device type': 'product', manufacturer: 'make', role: 'kind',
  'device role': 'kind', device_role: 'kind', platform: 'os', serial: 'serial', 'serial number': 'serial', asset_tag: 'id',
  'asset tag': 'id', site: 'location', location: 'location', rack: 'location', tenant: 'owner', 'ip address': 'ip',
  'ipv4 address': 'ip', 'ipv6 address': 'ip', primary_ip4: 'ip', primary_ip6: 'ip', primary_ip: 'ip', cf_purdue_zone: 'zone',
  'purdue zone': 'zone', purdue_zone: 'zone', cf_purdue_level: 'level', 'purdue level': 'level', purdue_level: 'level',
  cf_firmware: 'firmware', firmware: 'firmware', id: 'ignore', status: 'ignore', description: 'ignore', comments: 'ignore', tags: 'ignore',
} // biome-ignore format: a table

/** Columns of exports of IP addresses; a device stands before a DNS name. */
const ADDRESSES: Readonly<Record<string, Meaning>> = {
  'ip address': 'ip', address: 'ip', device: 'name', parent: 'name', 'dns name': 'name', dns_name: 'name', tenant: 'owner',
  id: 'ignore', status: 'ignore', vrf: 'ignore', description: 'ignore', role: 'ignore', tags: 'ignore', assigned: 'ignore',
} // biome-ignore format: a table

/** The columns that an export of NetBox begins with; nothing for any other list. */
export function netboxColumns(text: string): Mapping | undefined {
  const line = text
    .slice(0, 20_000)
    .split(/\r?\n|\r/, 1)[0]!
    .replace(/^\ufeff/, '')
  const headings = (Papa.parse<string[]>(line, { delimiter: ',' }).data[0] ?? []).map((h) => h.trim().toLowerCase())
  const has = (...any: readonly string[]) => any.some((heading) => headings.includes(heading))
  if (
    has('name') &&
    has('site') &&
    has('role', 'device_role', 'device role') &&
    has('device_type') !== (has('manufacturer') && has('type'))
  )
    return mapping(DEVICES, headings)
  if (has('address', 'ip address') && has('dns_name', 'dns name') && has('vrf') && has('status'))
    return mapping(ADDRESSES, headings)
  return undefined
}

// Of several columns for one thing that can stand once, the first of the table that is there counts.
function mapping(table: Readonly<Record<string, Meaning>>, headings: readonly string[]): Mapping {
  const taken = new Set<Meaning>()
  const columns = new Map<string, { heading: string; means: Meaning; line: number }>()
  for (const [heading, means] of Object.entries(table)) {
    if (!headings.includes(heading)) continue
    const again = taken.has(means) && means !== 'ip' && means !== 'location' && means !== 'ignore'
    columns.set(heading, { heading, means: again ? 'ignore' : means, line: 0 })
    taken.add(means)
  }
  return { file: 'netbox', sheet: undefined, header: 1, separator: ',', columns, constants: [], values: new Map() }
}

/** Reads an export in CSV by the columns that NetBox writes. */
export function readNetboxCsv(text: string, columns: Mapping, file: string): WholeFileContent {
  const reports = new ListReports(file)
  const listed = new Listed(reports, 'netbox')
  const found = findColumns(text, columns)
  if (found) {
    if (found.unread.length > 0) reports.add('LIST_COLUMN_NOT_READ', { columns: found.unread.slice(0, 50).join(', ') })
    listed.rows += readRows(text, found, columns, reports, (row) => listed.take(row))
  }
  return {
    records: listed.rows,
    addresses: listed.addresses,
    facts: listed.facts,
    notUnderstood: [],
    diagnostics: reports.all(),
  }
}
