import { NO_TIME } from '../../../groundwork/day.ts'
import type { AddressSeen, FactSeen, NotUnderstood } from '../../observation.ts'
import type { EvidenceReader, OpenOptions } from '../../reader.ts'
import { decodeText } from '../decode.ts'
import { documentReports } from '../document-diagnostics.ts'
import { at, type JsonDocument, type JsonMap, type JsonValue, readJson, startOf, textAt } from '../json-value.ts'
import { WholeFile, type WholeFileContent } from '../whole-file.ts'
import { netboxColumns, readNetboxCsv } from './csv.ts'
import { type Device, Devices, type NetboxReports } from './devices.ts'
import { netboxDiagnostics } from './diagnostics.ts'
import { Networks } from './networks.ts'
import { MOST_OBJECTS, namedAt, NetboxObjects } from './objects.ts'

/** Bytes of one export. */
const LARGEST = 64 << 20

/** An export of NetBox: objects of its API in JSON, alone, as lists or as pages, and its tables of devices and addresses in CSV. */
export const netbox: EvidenceReader = {
  id: 'netbox',
  title: 'NetBox export (JSON, CSV)',
  recognizes(head) {
    const { text, encoding } = decodeText(head)
    if (encoding !== 'UTF-16' && head.includes(0)) return false
    const begin = text.slice(startOf(text)).trimStart()
    if (!/^[[{]/.test(begin)) return netboxColumns(begin) !== undefined
    return /"(?:url|next|display_url)"\s*:\s*"[^"\s]*\/(?:dcim|ipam|virtualization)\/[\w-]+\//.test(begin)
  },
  open: (options) => new WholeFile(options, { id: netbox.id, manner: 'listed', largest: LARGEST, read: readNetbox }),
}

function readNetbox(bytes: Uint8Array, cut: boolean, { file }: OpenOptions): WholeFileContent {
  const reports: NetboxReports = documentReports(netboxDiagnostics)
  const { text, encoding } = decodeText(bytes)
  if (encoding === 'Windows-1252') reports.add('DOCUMENT_ENCODING', { encoding })
  const columns = /^\ufeff?\s*[[{]/.test(text) ? undefined : netboxColumns(text)
  if (cut) {
    const lost = columns ? 'the rest of the file is not read' : 'nothing of the file is read'
    reports.add('DOCUMENT_LIMIT', { limit: LARGEST, what: 'bytes', lost })
  }
  if (columns) {
    const listed = readNetboxCsv(cut ? text.slice(0, text.lastIndexOf('\n') + 1) : text, columns, file)
    return { ...listed, diagnostics: [...reports.all(), ...listed.diagnostics] }
  }
  const document = cut ? undefined : readJson(text, reports)
  const taking = new Taking(document, reports)
  return { ...taking.content(), diagnostics: reports.all() }
}

/** Custom fields that are read, with what they say. */
const CUSTOM: ReadonlyMap<string, string> = new Map([
  ['purdue_zone', 'zone'],
  ['security_zone', 'zone'],
  ['zone', 'zone'],
  ['purdue_level', 'level'],
  ['firmware', 'firmware'],
  ['firmware_version', 'firmware'],
  ['owner', 'owner'],
])

class Taking {
  readonly #lineOf: (value: JsonValue) => number
  readonly #reports: NetboxReports
  readonly #objects: NetboxObjects
  readonly #networks: Networks
  readonly #addresses: AddressSeen[] = []
  readonly #facts: FactSeen[] = []

  constructor(document: JsonDocument | undefined, reports: NetboxReports) {
    this.#reports = reports
    this.#lineOf = (value) => document?.lineOf(value) ?? 1
    this.#objects = new NetboxObjects(document?.root ?? { kind: 'list', at: 0, items: [] })
    this.#networks = new Networks(this.#objects.of('prefix'), this.#objects.of('vlan'))
  }

  content(): Omit<WholeFileContent, 'diagnostics'> {
    const { others, short, full, count } = this.#objects
    for (const { there, count: all } of short) this.#reports.add('NETBOX_PAGE', { there, count: all })
    if (full)
      this.#reports.add('DOCUMENT_LIMIT', { limit: MOST_OBJECTS, what: 'objects', lost: 'further ones are not read' })
    const custom = new Set<string>()
    for (const device of new Devices(this.#objects, this.#lineOf, this.#reports).all) this.#tell(device, custom)
    if (custom.size > 0) this.#reports.add('NETBOX_FIELDS_NOT_READ', { fields: [...custom].slice(0, 50).join(', ') })
    return {
      records: count,
      addresses: this.#addresses,
      facts: this.#facts,
      notUnderstood: [...others].map(([what, n]): NotUnderstood => ({ what, packets: n, bytes: 0, frames: [] })),
    }
  }

  #tell({ object, name, line, ends }: Device, custom: Set<string>): void {
    const primary =
      ends.find((end) => end.ip !== undefined && isPrimary(object, end.ip)) ?? ends.find((end) => end.ip !== undefined)
    const id = textAt(object, 'asset_tag')
    const subject =
      primary?.ip ?? ends[0]?.mac ?? (name === undefined && id === undefined ? undefined : `name:${name ?? id}`)
    if (subject === undefined) this.#reports.add('NETBOX_NAMELESS', { line })
    const about = subject ?? `name:netbox device ${textAt(object, 'id') ?? line}`
    const times = { first: NO_TIME, last: NO_TIME }
    for (const { ip: address, mac: hardware } of ends)
      this.#addresses.push({ ip: address, mac: hardware, by: 'list', sent: 0, received: 0, ...times, frames: [] })
    const note = (
      on: string,
      attribute: string,
      value: string | undefined,
      fields?: Readonly<Record<string, string>>,
    ) => {
      if (value !== undefined)
        this.#facts.push({
          subject: on,
          attribute,
          value,
          by: 'netbox',
          count: 1,
          frames: [],
          line,
          ...(fields ? { fields } : {}),
        })
    }
    const serial = textAt(object, 'serial')
    note(about, 'name', name)
    note(about, 'id', id)
    note(about, 'make', namedAt(object, 'device_type', 'manufacturer'))
    note(about, 'product', textAt(object, 'device_type', 'model') ?? textAt(object, 'device_type', 'display'))
    note(about, 'order-number', textAt(object, 'device_type', 'part_number'))
    note(about, 'serial', serial)
    note(about, 'kind', namedAt(object, 'role') ?? namedAt(object, 'device_role'))
    note(about, 'os', namedAt(object, 'platform'))
    for (const place of ['site', 'location', 'rack', 'cluster']) note(about, 'location', namedAt(object, place))
    note(about, 'owner', namedAt(object, 'tenant'))
    note(about, 'status', namedAt(object, 'status'))
    const fields = at(object, 'custom_fields')
    if (fields?.kind === 'map')
      for (const key of fields.entries.keys()) {
        const value = namedAt(fields, key)
        const attribute = CUSTOM.get(key.toLowerCase())
        if (value !== undefined && attribute !== undefined) note(about, attribute, value)
        else if (value !== undefined) custom.add(key.slice(0, 40))
      }
    for (const end of ends) {
      const on = end.ip ?? end.mac!
      // The other addresses of a device are the same machine: name and serial number say so.
      if (on !== about) {
        note(on, 'name', name)
        note(on, 'serial', serial)
      }
      const network = end.ip === undefined ? undefined : this.#networks.around(end.ip)
      if (!network) continue
      const more = Object.entries({ vlan: network.vlan, role: network.role, site: network.site, says: network.says })
      const said = Object.fromEntries(more.flatMap(([key, text]) => (text === undefined ? [] : [[key, text]])))
      note(on, 'network', network.text, Object.keys(said).length > 0 ? said : undefined)
      note(on, 'vlan', network.vlan)
    }
  }
}

function isPrimary(object: JsonMap | undefined, address: string): boolean {
  return ['primary_ip', 'primary_ip4', 'primary_ip6'].some(
    (key) => textAt(object, key, 'address')?.split('/')[0] === address,
  )
}
