import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diagnosticCatalog, sentence } from '../../../groundwork/diagnostic.ts'
import type { Segment, Vantage } from '../../observation.ts'
import { assetListDiagnostics } from '../asset-list/diagnostics.ts'
import { documentDiagnostics } from '../document-diagnostics.ts'
import { netboxDiagnostics } from './diagnostics.ts'
import { netbox } from './netbox.ts'

const VANTAGE: Vantage = { site: 's', space: 's', tap: undefined, covers: [], declared: false }
const catalog = diagnosticCatalog([documentDiagnostics, netboxDiagnostics, assetListDiagnostics])

function read(content: unknown, chunk = 1 << 20): Segment {
  const bytes =
    content instanceof Uint8Array
      ? content
      : new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content))
  const intake = netbox.open({ file: 'netbox.json', vantage: VANTAGE })
  for (let i = 0; i < bytes.length; i += chunk) intake.feed(bytes.subarray(i, i + chunk))
  return intake.end()
}
/** `subject attribute=value field:value` of every fact. */
const facts = (segment: Segment) =>
  segment.facts.map((f) =>
    [`${f.subject} ${f.attribute}=${f.value}`, ...Object.entries(f.fields ?? {}).map(([k, v]) => `${k}:${v}`)].join(
      ' ',
    ),
  )
const said = (segment: Segment) => segment.diagnostics.map((d) => `${d.code}: ${sentence(d, catalog)}`)
const ends = (segment: Segment) => segment.addresses.map((a) => `${a.ip} ${a.mac} ${a.by}`)

const API = 'https://netbox.example/api'
const named = (kind: string, id: number, name: string) => ({
  id,
  url: `${API}/${kind}/${id}/`,
  display: name,
  name,
  slug: name.toLowerCase(),
})
const DEVICE = {
  id: 11, url: `${API}/dcim/devices/11/`, display: 'plc-filler', name: 'plc-filler',
  device_type: { id: 3, url: `${API}/dcim/device-types/3/`, manufacturer: named('dcim/manufacturers', 1, 'Acme'), model: 'PX-15', slug: 'px-15' },
  role: named('dcim/device-roles', 2, 'PLC'), tenant: named('tenancy/tenants', 4, 'Production'), platform: null, serial: 'SN-00815', asset_tag: 'A-17',
  site: named('dcim/sites', 1, 'Riverside'), location: named('dcim/locations', 2, 'Hall 1'), rack: named('dcim/racks', 5, 'R1'),
  status: { value: 'active', label: 'Active' }, primary_ip: { id: 1, url: `${API}/ipam/ip-addresses/1/`, family: { value: 4 }, address: '10.10.1.11/24' },
  primary_ip4: { id: 1, url: `${API}/ipam/ip-addresses/1/`, address: '10.10.1.11/24' }, primary_ip6: null,
  custom_fields: { purdue_zone: { value: 'cell-1', label: 'Cell 1' }, purdue_level: 1, budget: 'x', empty: null },
} // biome-ignore format: an object of the API
const INTERFACE = {
  id: 21,
  url: `${API}/dcim/interfaces/21/`,
  device: named('dcim/devices', 11, 'plc-filler'),
  name: 'X1',
  type: { value: '100base-tx' },
  enabled: true,
  mac_address: '02:00:00:00:01:11',
}
const NEW_INTERFACE = {
  ...INTERFACE,
  id: 22,
  mac_address: undefined,
  primary_mac_address: { id: 9, mac_address: '02-00-00-00-01-12' },
  mac_addresses: [{ id: 9, mac_address: '02-00-00-00-01-12' }],
}
const address = (id: number, text: string, on = 21, more = {}) => ({
  id,
  url: `${API}/ipam/ip-addresses/${id}/`,
  address: text,
  status: { value: 'active' },
  dns_name: '',
  assigned_object_type: 'dcim.interface',
  assigned_object_id: on,
  assigned_object: {
    id: on,
    url: `${API}/dcim/interfaces/${on}/`,
    device: named('dcim/devices', 11, 'plc-filler'),
    name: 'X1',
  },
  ...more,
})
const PREFIX = {
  id: 7,
  url: `${API}/ipam/prefixes/7/`,
  prefix: '10.10.1.0/24',
  vlan: { id: 8, vid: 20, name: 'cell-1' },
  role: null,
  is_pool: false,
  description: 'filling',
}
const WIDE = { ...PREFIX, id: 9, url: `${API}/ipam/prefixes/9/`, prefix: '10.0.0.0/8', vlan: null, description: '' }

const WANTED = [
  '10.10.1.11 name=plc-filler', '10.10.1.11 id=A-17', '10.10.1.11 make=Acme', '10.10.1.11 product=PX-15', '10.10.1.11 serial=SN-00815', '10.10.1.11 kind=PLC',
  '10.10.1.11 location=Riverside', '10.10.1.11 location=Hall 1', '10.10.1.11 location=R1', '10.10.1.11 owner=Production', '10.10.1.11 status=Active',
  '10.10.1.11 zone=Cell 1', '10.10.1.11 level=1',
] // biome-ignore format: short

describe('objects of the API', () => {
  test('a device with all that is said of it', () => {
    const segment = read([DEVICE])
    expect(facts(segment)).toEqual(WANTED)
    expect([ends(segment), segment.manner, segment.records]).toEqual([['10.10.1.11 undefined list'], 'listed', 1])
    expect(said(segment)).toEqual(['NETBOX_FIELDS_NOT_READ: custom fields not read: budget'])
  })

  test('alone, as list, as page, as pages, by endpoint', () => {
    const page = { count: 1, next: null, previous: null, results: [DEVICE] }
    for (const form of [
      DEVICE,
      [DEVICE],
      page,
      [page],
      { devices: [DEVICE] },
      { devices: page, addresses: { count: 0, results: [] } },
    ])
      expect(facts(read(form)), JSON.stringify(form).slice(0, 60)).toEqual(WANTED)
    expect(said(read({ ...page, count: 51, next: `${API}/dcim/devices/?limit=50&offset=50` }))).toContain(
      'NETBOX_PAGE: the file holds 1 of 51 objects: further pages are missing',
    )
    const second = { ...DEVICE, id: 12, name: 'plc-2', primary_ip: null, primary_ip4: null }
    expect(
      said(
        read([
          { ...page, count: 2 },
          { ...page, count: 2, results: [second] },
        ]),
      ).join(),
    ).not.toContain('NETBOX_PAGE')
  })

  test('interfaces give MACs in the old form and the new, addresses go with the MAC of their interface, networks are found around them', () => {
    const segment = read([
      DEVICE,
      INTERFACE,
      NEW_INTERFACE,
      address(1, '10.10.1.11/24'),
      address(2, '10.20.0.5/16', 22),
      PREFIX,
      WIDE,
    ])
    expect(ends(segment)).toEqual(['10.10.1.11 02:00:00:00:01:11 list', '10.20.0.5 02:00:00:00:01:12 list'])
    expect(facts(segment).slice(WANTED.length)).toEqual([
      '10.10.1.11 network=10.10.1.0/24 vlan:20 cell-1 says:filling', '10.10.1.11 vlan=20 cell-1',
      '10.20.0.5 name=plc-filler', '10.20.0.5 serial=SN-00815', '10.20.0.5 network=10.0.0.0/8',
    ]) // biome-ignore format: short
  })

  test('addresses without their devices stand by themselves, under name or DNS name', () => {
    const segment = read([
      address(1, '10.10.1.11/24'),
      address(2, '10.10.1.99/24', 0, { assigned_object: null, assigned_object_id: null, dns_name: 'spare.example' }),
    ])
    expect(facts(segment)).toEqual(['10.10.1.11 name=plc-filler', '10.10.1.99 name=spare.example'])
    expect(said(segment)).toEqual([
      'NETBOX_OWNER_UNKNOWN: 2 addresses or interfaces belong to devices that are not in the file; they stand by themselves',
    ])
  })

  test('devices without name or address, addresses of two devices, values that are none, objects that say nothing', () => {
    const other = { ...DEVICE, id: 12, url: `${API}/dcim/devices/12/`, name: 'plc-2' }
    expect(said(read([DEVICE, other]))).toContain(
      'NETBOX_ADDRESS_TWICE: line 1: 10.10.1.11 belongs to "plc-2" and already to "plc-filler"',
    )
    const bare = {
      ...DEVICE,
      name: null,
      display: null,
      asset_tag: null,
      primary_ip: null,
      primary_ip4: null,
      custom_fields: {},
    }
    expect([said(read([bare]))[0], facts(read([bare]))[0]]).toEqual([
      expect.stringContaining('NETBOX_NAMELESS: line 1'),
      'name:netbox device 11 make=Acme',
    ])
    expect(said(read([{ ...INTERFACE, mac_address: 'zz' }, address(1, 'x/24')]))).toEqual(
      expect.arrayContaining([
        'DOCUMENT_VALUE: line 1, mac_address: zz is no MAC address',
        'DOCUMENT_VALUE: line 1, address: x/24 is no IP address',
      ]),
    )
    const cable = { id: 1, url: `${API}/dcim/cables/1/` }
    expect(read([DEVICE, cable, cable]).notUnderstood).toEqual([
      { what: 'NetBox dcim/cables', packets: 2, bytes: 0, frames: [] },
    ])
  })

  test('a virtual machine and a device of one number stay apart; lines are those of the file', () => {
    const machine = {
      ...named('virtualization/virtual-machines', 11, 'scada'),
      role: named('dcim/device-roles', 3, 'SCADA server'),
      primary_ip4: { address: '10.1.0.5/24' },
      cluster: named('virtualization/clusters', 1, 'vm-1'),
    }
    const segment = read(JSON.stringify([DEVICE, machine], null, 1))
    expect(
      segment.facts
        .filter((f) => f.attribute === 'name')
        .map(
          (f) =>
            `${f.subject} ${f.value} ${JSON.stringify([DEVICE, machine], null, 1).split('\n')[f.line! - 1]!.trim()}`,
        ),
    ).toEqual(['10.10.1.11 plc-filler {', '10.1.0.5 scada {'])
    expect(facts(segment)).toContain('10.1.0.5 location=vm-1')
  })
})

describe('tables', () => {
  test('devices, as the interface shows them and as the import wants them', () => {
    const view = read(
      'Name,Status,Tenant,Site,Location,Rack,Role,Manufacturer,Type,IP Address\nplc-1,Active,Production,Riverside,Hall 1,,PLC,Acme,PX-15,10.0.0.1/24\n',
    )
    const wanted = [
      '10.0.0.1 name=plc-1',
      '10.0.0.1 owner=Production',
      '10.0.0.1 location=Riverside',
      '10.0.0.1 location=Hall 1',
      '10.0.0.1 kind=PLC',
      '10.0.0.1 make=Acme',
      '10.0.0.1 product=PX-15',
    ]
    expect([facts(view), said(view), view.facts[0]!.by, view.facts[0]!.line]).toEqual([wanted, [], 'netbox', 2])
    const data = read(
      '\ufeffname,role,tenant,manufacturer,device_type,serial,asset_tag,status,site,location,rack,cf_purdue_zone,face\r\nplc-1,PLC,,Acme,PX-15,S-1,A1,active,Riverside,,,cell-1,front\r\n',
    )
    expect(facts(data)).toEqual([
      'name:plc-1 name=plc-1',
      'name:plc-1 kind=PLC',
      'name:plc-1 make=Acme',
      'name:plc-1 product=PX-15',
      'name:plc-1 serial=S-1',
      'name:plc-1 id=A1',
      'name:plc-1 location=Riverside',
      'name:plc-1 zone=cell-1',
    ])
    expect(said(data)).toEqual(['LIST_COLUMN_NOT_READ: columns not read: face'])
  })

  test('addresses: the device before the DNS name', () => {
    const text =
      'IP Address,VRF,Status,Role,Tenant,Assigned,DNS name,Description,Parent\n10.0.0.1/24,,Active,,,True,a.example,,plc-1\n10.0.0.2/24,,Active,,,True,b.example,,\n'
    expect(facts(read(text))).toEqual(['10.0.0.1 name=plc-1'])
    expect(facts(read(text.replace(',Parent', ',X')))).toEqual(['10.0.0.1 name=a.example', '10.0.0.2 name=b.example'])
  })
})

test('what is taken for an export of NetBox', () => {
  const recognized = (text: string) => netbox.recognizes(new TextEncoder().encode(text), 'x')
  for (const text of [
    JSON.stringify([DEVICE]),
    `{"count":51,"next":"${API}/dcim/devices/?limit=50"`,
    'Name,Status,Site,Role,Manufacturer,Type',
    'name,device_type,site,device_role',
    'IP Address,VRF,Status,DNS name',
  ])
    expect(recognized(text), text).toBe(true)
  for (const text of [
    '',
    '[]',
    '{"bomFormat":"CycloneDX"}',
    'name,ip,role,site',
    'Name;Status;Site;Role;Manufacturer;Type',
    '{"url":"https://x/dcim"}',
  ])
    expect(recognized(text), text).toBe(false)
})

test('any bytes and any damage in any chunks: one answer, and nothing throws', () => {
  const wholes = [
    JSON.stringify([DEVICE, INTERFACE, address(1, '10.10.1.11/24'), PREFIX]),
    'Name,Status,Site,Role,Manufacturer,Type\na,b,c,d,e,f\n',
  ].map((text) => new TextEncoder().encode(text))
  const damaged = fc
    .tuple(
      fc.constantFrom(...wholes),
      fc.array(fc.tuple(fc.nat(4000), fc.constantFrom(...'{}[]",:\\\n0a\u0000'), fc.nat(4)), { maxLength: 8 }),
      fc.nat(3),
    )
    .map(([whole, cuts, cut]) => {
      const bytes = [...whole]
      for (const [at, c, drop] of cuts) bytes.splice(at % bytes.length, drop, c.charCodeAt(0))
      return Uint8Array.from(cut === 0 ? bytes.slice(0, bytes.length >> 1) : bytes)
    })
  // Values of any kind in any place: what is no text must not be taken for one.
  const odd = fc.json({ maxDepth: 3 }).map((json) =>
    new TextEncoder().encode(
      JSON.stringify([DEVICE, address(1, '10.0.0.1/8')])
        .replace('"Acme"', json)
        .replace('"10.10.1.11/24"', json),
    ),
  )
  fc.assert(
    fc.property(
      fc.oneof(damaged, odd, fc.uint8Array({ maxLength: 200 })),
      fc.integer({ min: 1, max: 99 }),
      (content, chunk) => {
        expect(read(content, chunk)).toEqual(read(content))
        netbox.recognizes(content, 'x')
      },
    ),
    { seed: 62443, numRuns: 300 },
  )
})
