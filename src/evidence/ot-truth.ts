import { byKey, byText } from '../groundwork/order.ts'
import { ipBits, isUnicast } from '../groundwork/ip.ts'
import { isGroupMac, type Mac } from '../groundwork/mac.ts'
import { ETHERTYPE_NAMES } from './capture/link-protocols-table.ts'
import { type Basis, BASES, type Segment } from './observation.ts'

/** Counts of messages: protocol, direction, function name. */
export type Functions = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>

/** One capture in the interchange format `ot-truth/1`: what a parser found, for comparison with other parsers. */
export interface OtTruth {
  readonly schema: 'ot-truth/1'
  readonly packets: number
  readonly macs: readonly { readonly mac: string; readonly vendor: string | null }[]
  readonly ips: readonly { readonly ip: string; readonly state: 'talker' | 'silent' }[]
  readonly conversations: readonly {
    readonly client: string
    readonly server: string
    readonly transport: string
    readonly server_port: number | null
    readonly encap: boolean
    readonly basis: Basis
    readonly fns: Functions
  }[]
  readonly l2: readonly { readonly src: string; readonly dst: string; readonly proto: string }[]
  readonly identities: readonly {
    readonly key: string
    readonly source: string
    readonly attr: string
    readonly value: string
  }[]
}

/** How the format calls our protocols. Those that it does not know are left out. */
const PROTOCOLS: Readonly<Record<string, string>> = {
  'modbus-tcp': 'modbus',
  s7comm: 's7comm',
  's7comm-plus': 's7comm+',
  'ethernet-ip': 'enip',
  cip: 'cip',
  pccc: 'pccc',
  'cip-io': 'cipio',
  dnp3: 'dnp3',
  iec104: 'iec104',
  bacnet: 'bacnet',
  'opc-ua': 'opcua',
  mms: 'mms',
  'profinet-cm': 'pnio_cm',
  synchrophasor: 'synphasor',
  'hart-ip': 'hartip',
  ads: 'ads',
  fins: 'fins',
}

/** Layer-2 protocols the format has names for; all others stand under their EtherType. */
const LINK_NAMES: ReadonlySet<string> = new Set([
  'arp', 'goose', 'sv', 'pn_dcp', 'pn_rt', 'pn_ptcp', 'ecat', 'lldp', 'cdp', 'stp',
]) // biome-ignore format: a list
const ETHERTYPES: ReadonlyMap<string, string> = new Map(
  [...ETHERTYPE_NAMES].map(([number, name]) => [name, `ethertype:0x${number.toString(16).padStart(4, '0')}`]),
)

/** How the format calls where a fact stood and what it is; facts from elsewhere are left out. */
const IDENTITIES: Readonly<
  Record<string, { readonly source: string; readonly attributes: Readonly<Record<string, string>> }>
> = {
  'bacnet.i-am': {
    source: 'bacnet.i_am',
    attributes: { 'device-instance': 'instance', 'vendor-id': 'vendor_id' },
  },
  'netbios.browser': { source: 'browser', attributes: { name: 'server', domain: 'server' } },
  cdp: { source: 'cdp', attributes: { name: 'device_id', product: 'platform', software: 'software' } },
  dhcp: { source: 'dhcp', attributes: { name: 'hostname', 'vendor-class': 'vendor_class' } },
  'ethernet-ip.list-identity': {
    source: 'enip.list_identity',
    attributes: { 'vendor-id': 'vendor_id', 'product-code': 'product_code', product: 'product_name', serial: 'serial' },
  },
  http: { source: 'http', attributes: { 'server-software': 'server' } },
  lldp: {
    source: 'lldp',
    attributes: {
      name: 'system_name',
      description: 'system_desc',
      port: 'port_id',
      'management-address': 'mgmt_ip',
    },
  },
  'mms.identify': { source: 'mms.identify', attributes: { make: 'vendor', product: 'model', firmware: 'revision' } },
  'opc-ua': { source: 'opcua', attributes: { 'application-uri': 'application_uri' } },
  'profinet.dcp': {
    source: 'pn_dcp',
    attributes: {
      name: 'name_of_station',
      product: 'device_vendor',
      'vendor-id': 'vendor_id',
      'device-id': 'device_id',
      ip: 'ip',
    },
  },
}

/**
 * The segments of one capture in the interchange format; in any order they give the same value. `makerOf` gives the maker
 * of a network interface by its MAC.
 */
export function otTruth(segments: readonly Segment[], makerOf: (mac: string) => string | undefined): OtTruth {
  return {
    schema: 'ot-truth/1',
    packets: segments.reduce((sum, segment) => sum + segment.records, 0),
    macs: senders(segments).map((mac) => ({ mac, vendor: makerOf(mac) ?? null })),
    ips: addresses(segments),
    conversations: conversations(segments),
    l2: distinct(
      segments.flatMap((s) => s.links.map((l) => ({ src: l.from, dst: l.to, proto: linkName(l.protocol) }))),
    ),
    identities: distinct(
      segments.flatMap((s) =>
        s.facts.flatMap((fact) => {
          const known = IDENTITIES[fact.by]
          const attr = known?.attributes[fact.attribute]
          return known && attr ? [{ key: fact.subject, source: known.source, attr, value: fact.value }] : []
        }),
      ),
    ),
  }
}

function senders(segments: readonly Segment[]): string[] {
  const macs = new Set<string>()
  for (const segment of segments) {
    for (const { mac, by, sent } of segment.addresses) if (mac && by === 'source' && sent > 0) macs.add(mac)
    for (const { from } of segment.links) macs.add(from)
  }
  return [...macs].filter((mac) => mac !== '00:00:00:00:00:00' && !isGroupMac(mac as Mac)).sort(byText)
}

function addresses(segments: readonly Segment[]): OtTruth['ips'] {
  const states = new Map<string, 'talker' | 'silent'>()
  for (const { addresses: seen } of segments)
    for (const { ip, by, sent } of seen) {
      const bits = ip === undefined || by === 'list' ? undefined : ipBits(ip)
      if (!bits || !isUnicast(bits)) continue
      // Announcing an address by ARP is talking, though no IP packet is sent.
      if ((by === 'source' || by === 'arp') && sent > 0) states.set(ip!, 'talker')
      else if (!states.has(ip!)) states.set(ip!, 'silent')
    }
  return [...states].map(([ip, state]) => ({ ip, state })).sort(byKey((row) => row.ip))
}

interface Row {
  readonly client: string
  readonly server: string
  readonly transport: string
  readonly server_port: number | null
  readonly encap: boolean
  basis: Basis
  readonly fns: Record<string, Record<string, Record<string, number>>>
}

function conversations(segments: readonly Segment[]): OtTruth['conversations'] {
  const rows = new Map<string, Row>()
  for (const c of segments.flatMap((segment) => segment.conversations)) {
    const { client, server, transport, basis, encapsulated: encap } = c
    const key = [client, server, transport, String(c.port ?? '').padStart(5, '0'), encap].join(' ')
    let row = rows.get(key)
    if (!row) rows.set(key, (row = { client, server, transport, server_port: c.port ?? null, encap, basis, fns: {} }))
    if (BASES.indexOf(basis) < BASES.indexOf(row.basis)) row.basis = basis
    for (const { protocol, direction, name, count } of c.operations) {
      const called = PROTOCOLS[protocol]
      if (called === undefined) continue
      const counts = ((row.fns[called] ??= {})[direction] ??= {})
      counts[name] = (counts[name] ?? 0) + count
    }
  }
  return [...rows].sort(byKey(([key]) => key)).map(([, row]) => row)
}

function linkName(protocol: string): string {
  if (LINK_NAMES.has(protocol)) return protocol
  return protocol === 'pvst' ? 'stp' : (ETHERTYPES.get(protocol) ?? protocol)
}

function distinct<T extends Readonly<Record<string, string>>>(rows: readonly T[]): T[] {
  const byValue = new Map(rows.map((row) => [Object.values(row).join('\u0000'), row]))
  return [...byValue].sort(byKey(([key]) => key)).map(([, row]) => row)
}
