import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'

/** A file of some kind to begin from. */
interface Sample {
  readonly name: string
  readonly bytes: Uint8Array
}

const API = 'https://netbox.example/api'
const ID = 'ts uid id.orig_h id.orig_p id.resp_h id.resp_p'.split(' ')

const zeek = (path: string, fields: readonly string[], ...rows: readonly string[]) =>
  [
    '#separator \\x09',
    '#set_separator\t,',
    '#empty_field\t(empty)',
    '#unset_field\t-',
    `#path\t${path}`,
    `#fields\t${[...ID, ...fields].join('\t')}`,
    `#types\t${['time', 'string', 'addr', 'port', 'addr', 'port', ...fields.map(() => 'string')].join('\t')}`,
    ...rows.map((row) => row.split(' ').join('\t')),
    '',
  ].join('\n')

const snapshot = (name: string, rows: readonly object[]) =>
  JSON.stringify({ snapshot: rows, action: 'snapshot', name, hostIdentifier: 'hmi-1', unixTime: 1_790_000_000 })

/** Small files of every kind of text, by reader. */
const TEXTS: Readonly<Record<string, readonly (readonly [name: string, text: string])[]>> = {
  'zeek-log': [
    [
      'conn.log',
      zeek(
        'conn',
        ['proto', 'service', 'duration', 'orig_bytes', 'resp_bytes', 'conn_state', 'orig_pkts', 'resp_pkts'],
        '1790000000.1 C1 10.0.0.1 50000 10.0.0.2 502 tcp modbus 1.5 24 30 SF 5 4',
        '1790000001.1 C2 10.0.0.1 50001 10.0.0.2 102 tcp - - - - S0 1 0',
      ),
    ],
    [
      'modbus.log',
      zeek(
        'modbus',
        ['tid', 'unit', 'func', 'pdu_type', 'exception'],
        '1790000000.2 C1 10.0.0.1 50000 10.0.0.2 502 1 1 READ_HOLDING_REGISTERS REQ -',
      ),
    ],
    [
      'cip.log',
      '{"ts":1,"uid":"C","_path":"cip","id.orig_h":"10.0.0.1","id.resp_h":"10.0.0.2","cip_service_code":"0x4c"}\n',
    ],
  ],
  'nmap-xml': [
    [
      'scan.xml',
      `<?xml version="1.0"?><!DOCTYPE nmaprun><nmaprun scanner="nmap" args="nmap -sT 10.0.0.0/24" start="1790000000" version="7.93">
<scaninfo type="connect" protocol="tcp" numservices="3" services="102,502,44818"/>
<host starttime="1790000000" endtime="1790000009"><status state="up" reason="arp-response"/>
<address addr="10.0.0.2" addrtype="ipv4"/><address addr="02:00:00:00:00:02" addrtype="mac" vendor="Acme"/>
<hostnames><hostname name="plc-1" type="PTR"/></hostnames>
<ports><extraports state="closed" count="1"/><port protocol="tcp" portid="502"><state state="open" reason="syn-ack"/>
<service name="modbus" product="PX-15" version="2.9" method="probed" conf="10"><cpe>cpe:/h:acme:px-15</cpe></service>
<script id="modbus-discover" output="sid 0x1"><table key="sid 0x1"><elem key="Device identification">Acme PX-15 V2.9</elem></table></script>
</port><port protocol="tcp" portid="102"><state state="filtered" reason="no-response"/></port></ports></host>
<runstats><finished time="1790000010"/><hosts up="1" down="0" total="1"/></runstats></nmaprun>\n`,
    ],
  ],
  netbox: [
    [
      'devices.json',
      JSON.stringify({
        count: 2,
        results: [
          {
            id: 11,
            url: `${API}/dcim/devices/11/`,
            name: 'plc-1',
            device_type: { id: 3, manufacturer: { id: 1, name: 'Acme' }, model: 'PX-15' },
            role: { id: 2, name: 'PLC' },
            serial: 'SN-1',
            site: { id: 1, name: 'Riverside' },
            status: { value: 'active' },
            primary_ip4: { id: 1, address: '10.10.1.11/24' },
          },
          {
            id: 21,
            url: `${API}/dcim/interfaces/21/`,
            device: { id: 11, name: 'plc-1' },
            name: 'X1',
            mac_address: '02:00:00:00:01:11',
          },
        ],
      }),
    ],
    ['devices.csv', 'Name,Status,Site,Role,Manufacturer,Type,Serial number,IP Address\nplc-1,Active,R,PLC,Acme,PX-15,1,10.0.0.2/24\n'], // biome-ignore format: one sheet
  ],
  sbom: [
    [
      'bom.xml',
      '<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6"><metadata><component type="firmware"><name>fw</name><version>2.1</version></component></metadata><components><component type="library"><name>openssl</name><version>3.0.2</version><purl>pkg:generic/openssl@3.0.2</purl></component></components></bom>',
    ],
    [
      'bom.spdx',
      'SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: fw\n\nPackageName: openssl\nSPDXID: SPDXRef-1\nPackageVersion: 3.0.2\nPackageSupplier: Organization: Acme\nPackageComment: <text>two\nlines</text>\nRelationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-1\n',
    ],
  ],
  'host-inventory': [
    [
      'osqueryd.results.log',
      [
        snapshot('pack_baseline_system_info', [{ hostname: 'hmi-1', hardware_vendor: 'Acme', hardware_serial: 'S1' }]),
        snapshot('interface_addresses', [{ interface: 'eth0', address: '10.10.1.12', mask: '255.255.255.0' }]),
        snapshot('listening_ports', [{ pid: '1', port: '502', protocol: '6', family: '2', address: '0.0.0.0' }]),
        '{"name":"users","hostIdentifier":"hmi-1","unixTime":1790000000,"action":"added","columns":{"username":"op","uid":"1000","gid":"1000"}}',
      ].join('\n'),
    ],
    ['users.json', '[{"username":"op","uid":"1000","gid":"1000","shell":"/bin/sh","directory":"/home/op"}]'],
  ],
  'asset-list': [
    [
      'assets.csv',
      'Name;IP address;MAC;Manufacturer;Model;Firmware;Serial;Zone\nplc-1;10.0.0.2;02:00:00:00:00:02;Acme;PX-15;2.9;SN-1;cell-1\n"hmi; 1";10.0.0.3;;Acme;"PT ""9""";1.0;;cell-1\n',
    ],
  ],
  'address-table': [
    [
      'switch.txt',
      `sw-1#show mac address-table
          Mac Address Table
-------------------------------------------

Vlan    Mac Address       Type        Ports
----    -----------       --------    -----
 All    0100.0ccc.cccc    STATIC      CPU
  10    0200.0000.0111    DYNAMIC     Gi1/0/1
Total Mac Addresses for this criterion: 2
sw-1#show ip arp
Protocol  Address          Age (min)  Hardware Addr   Type   Interface
Internet  10.10.1.11              4   0200.0000.0111  ARPA   Vlan10\n`,
    ],
    ['neigh.txt', '10.0.0.1 dev eth0 lladdr 02:00:00:00:00:01 REACHABLE\nfe80::1 dev eth0 lladdr 02:00:00:00:00:02 router STALE\n? (10.0.0.3) at 02:00:00:00:00:03 [ether] on eth0\n'], // biome-ignore format: one table
  ],
}

/** A workbook with one sheet. */
function workbook(): Uint8Array {
  const cells = (row: number, texts: readonly string[]) =>
    `<row r="${row}">${texts.map((t, i) => `<c r="${String.fromCharCode(65 + i)}${row}" t="inlineStr"><is><t>${t}</t></is></c>`).join('')}</row>`
  const files = {
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': '<workbook xmlns:r="x"><sheets><sheet name="Assets" sheetId="1" r:id="r0"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="r0" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<?xml version="1.0"?><worksheet><sheetData>${cells(1, ['Name', 'IP address', 'Manufacturer'])}${cells(2, ['plc-1', '10.0.0.2', 'Acme'])}</sheetData></worksheet>`,
  }
  // Stored, not packed, so that damage reaches the sheets.
  return zipSync(Object.fromEntries(Object.entries(files).map(([k, v]) => [k, strToU8(v)])), { level: 0 })
}

/** Files of every kind that is no capture, by reader: small ones of our own, those of the repository, and those of a corpus. */
export function samplesOf(id: string, root: string, corpus: string | undefined): readonly Sample[] {
  const own: Sample[] = (TEXTS[id] ?? []).map(([name, text]) => ({ name, bytes: strToU8(text) }))
  if (id === 'asset-list') own.push({ name: 'assets.xlsx', bytes: workbook() })
  const folders: Readonly<Record<string, readonly string[]>> = {
    sbom: [join(root, 'src/evidence/readers/sbom/samples')],
    ...(corpus === undefined ? {} : { 'nmap-xml': [join(corpus, 'nmap')], 'zeek-log': [join(corpus, 'zeek-logs')] }),
  }
  const found = (folders[id] ?? []).flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(log|xml|json)$/.test(name))
      .sort((a, b) => (a < b ? -1 : 1))
      .map((name) => ({ name: name.split(/[/\\]/).at(-1)!, bytes: new Uint8Array(readFileSync(join(folder, name))) }))
      .filter(({ bytes }) => bytes.length > 0 && bytes.length < 30_000),
  )
  return [...own, ...found]
}
