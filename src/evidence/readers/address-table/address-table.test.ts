import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diagnosticCatalog, sentence } from '../../../groundwork/diagnostic.ts'
import type { Segment, Vantage } from '../../observation.ts'
import { addressTable } from './address-table.ts'
import { addressTableDiagnostics } from './diagnostics.ts'

const vantage: Vantage = { site: 's', space: 's', tap: undefined, covers: [], declared: false }
const catalog = diagnosticCatalog([addressTableDiagnostics])

function read(content: string | Uint8Array, chunk = 1 << 20): Segment {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  expect(typeof content !== 'string' || addressTable.recognizes(bytes.subarray(0, 4096), 'x')).toBe(true)
  const intake = addressTable.open({ file: 'table.txt', vantage })
  for (let i = 0; i < bytes.length; i += chunk) intake.feed(bytes.subarray(i, i + chunk))
  return intake.end()
}

const said = (s: Segment) => s.diagnostics.map((d) => `${d.code}: ${sentence(d, catalog)}`)
const facts = (s: Segment) => s.facts.map((f) => `${f.line} ${f.subject} ${f.attribute}=${f.value}`)
const bindings = (s: Segment) => s.addresses.map((a) => `${a.ip ?? '-'} ${a.mac} ${a.by}`)

const CISCO = `sw-cell-1#show mac address-table
          Mac Address Table
-------------------------------------------

Vlan    Mac Address       Type        Ports
----    -----------       --------    -----
 All    0100.0ccc.cccc    STATIC      CPU
  10    0200.0000.0111    DYNAMIC     Gi1/0/1
  20    0200.0000.0112    DYNAMIC     Gi 1/0/24
  10    0200.0000.0001    STATIC      CPU
Total Mac Addresses for this criterion: 4
sw-cell-1#show ip arp
Protocol  Address          Age (min)  Hardware Addr   Type   Interface
Internet  10.10.1.11              4   0200.0000.0111  ARPA   Vlan10
Internet  10.10.1.1               -   0200.0000.0001  ARPA   Vlan10
Internet  10.10.1.99              0   Incomplete      ARPA
sw-cell-1#
`

describe('tables as devices print them', () => {
  test('Cisco IOS: ports and VLANs with the name of the switch, bindings from ARP, incomplete ones left out', () => {
    const segment = read(CISCO)
    expect(bindings(segment)).toEqual([
      '10.10.1.1 02:00:00:00:00:01 arp',
      '10.10.1.11 02:00:00:00:01:11 arp',
      '- 02:00:00:00:00:01 source',
      '- 02:00:00:00:01:11 source',
      '- 02:00:00:00:01:12 source',
    ])
    expect(facts(segment)).toEqual([
      '10 02:00:00:00:00:01 name=sw-cell-1',
      '10 02:00:00:00:00:01 vlan=10',
      '8 02:00:00:00:01:11 switch-port=sw-cell-1 Gi1/0/1',
      '8 02:00:00:00:01:11 vlan=10',
      '9 02:00:00:00:01:12 switch-port=sw-cell-1 Gi 1/0/24',
      '9 02:00:00:00:01:12 vlan=20',
      '15 10.10.1.1 name=sw-cell-1',
      '15 10.10.1.1 vlan=10',
      '14 10.10.1.11 vlan=10',
    ])
    expect(segment.facts.find((f) => f.attribute === 'switch-port')?.fields).toEqual({ port: 'Gi1/0/1', switch: 'sw-cell-1', vlan: '10' }) // biome-ignore format: one step
    expect([segment.manner, segment.records, segment.notUnderstood]).toEqual(['answered', 7, []])
    expect(said(segment)).toEqual([
      'TABLE_INCOMPLETE: 1 entries have no MAC address: the device asked and nobody answered; they bind nothing',
    ])
    const { offset, length } = segment.facts.find((f) => f.line === 15)!.frames[0]!
    expect(CISCO.slice(offset, offset + length)).toMatch(/^Internet {2}10\.10\.1\.1 .*Vlan10$/)
  })

  test('Cisco of other platforms: marks before the columns, protocols, ages, no port', () => {
    const six = `      vlan   mac address    type   learn    age                 ports
-----+----+---------------+-------+-----+----------+-----------------------------
 *       49 0200.0000.0111  dynamic  Yes        0     Te1/29
   R     51 0200.0000.0001   static   No       -      Router
`
    expect(facts(read(six))).toEqual(['3 02:00:00:00:01:11 switch-port=Te1/29', '3 02:00:00:00:01:11 vlan=49', '4 02:00:00:00:00:01 vlan=51'].sort((a, b) => (a.slice(2) < b.slice(2) ? -1 : 1))) // biome-ignore format: one step
    const four = ` vlan     mac address     type        protocols               port
---------+---------------+--------+---------------------+-------------------------
  10      0200.0000.0111   dynamic ip,ipx,assigned,other Port-channel1
`
    expect(facts(read(four))).toContain('3 02:00:00:00:01:11 switch-port=Port-channel1')
    const old =
      'Destination Address  Address Type  VLAN  Destination Port\n0200.0000.0111       Dynamic       1     FastEthernet0/1\n'
    expect(facts(read(old))).toEqual(['2 02:00:00:00:01:11 switch-port=FastEthernet0/1', '2 02:00:00:00:01:11 vlan=1'])
  })

  test('HP and Aruba: MACs in two halves, VLAN last, ARP with a port', () => {
    const mac = '  MAC Address       Port                            VLAN\n  ----------------- ------------------------------- ----\n  020000-000111     Trk1                            17\n' // biome-ignore format: one text
    expect(facts(read(mac))).toEqual(['3 02:00:00:00:01:11 switch-port=Trk1', '3 02:00:00:00:01:11 vlan=17'])
    const arp = ' IP ARP table\n\n  IP Address      MAC Address       Type    Port\n  --------------- ----------------- ------- ----\n  10.1.1.1        020000-000111     dynamic 2\n  10.1.1.2        020000-000112     dynamic\n' // biome-ignore format: one text
    expect([bindings(read(arp)), facts(read(arp))]).toEqual([
      ['10.1.1.1 02:00:00:00:01:11 arp', '10.1.1.2 02:00:00:00:01:12 arp'],
      ['5 10.1.1.1 switch-port=2'],
    ])
  })

  test('Hirschmann: HiOS, and the classic table with the VLAN in front of the MAC', () => {
    const hios = '!(BRS-1)>show mac-addr-table\n\nVLAN ID  MAC Address        Port   IfIndex  Status\n-------  -----------------  -----  -------  --------\n1        02:00:00:00:01:11  1/3    3        learned\n1        02:00:00:00:00:01  cpu    13       mgmt\n' // biome-ignore format: one text
    expect(facts(read(hios))).toEqual([
      '6 02:00:00:00:00:01 name=BRS-1',
      '6 02:00:00:00:00:01 vlan=1',
      '5 02:00:00:00:01:11 switch-port=BRS-1 1/3',
      '5 02:00:00:00:01:11 vlan=1',
    ])
    const classic = '(Hirschmann RS20) #show mac-addr-table\n\n       Mac Address        Slot.Port   IfIndex     Status\n-----------------------  ---------  -------  ------------\n00:0A:02:00:00:00:02:11     1.3        3       Learned\n00:01:02:00:00:00:02:12                13       Management\n' // biome-ignore format: one text
    expect([bindings(read(classic)), facts(read(classic))]).toEqual([
      ['- 02:00:00:00:02:11 source', '- 02:00:00:00:02:12 source'],
      [
        '5 02:00:00:00:02:11 switch-port=Hirschmann RS20 1.3',
        '5 02:00:00:00:02:11 vlan=10',
        '6 02:00:00:00:02:12 name=Hirschmann RS20',
        '6 02:00:00:00:02:12 vlan=1',
      ],
    ])
  })

  test('Linux, BSD and Windows, in German and UTF-16 as well', () => {
    const neighbors = '10.10.1.1 dev eth0 lladdr 02:00:00:00:00:01 REACHABLE\n10.10.1.9 dev eth0  FAILED\nfe80::1 dev eth0 lladdr 02:00:00:00:00:01 router STALE\n' // biome-ignore format: one text
    expect(bindings(read(neighbors))).toEqual(['10.10.1.1 02:00:00:00:00:01 arp', 'fe80::1 02:00:00:00:00:01 arp'])
    const unix = '? (10.10.1.1) at 02:00:00:00:00:01 [ether] on eth0\nplc (10.10.1.11) at 2:0:0:0:1:11 on en0 ifscope [ethernet]\n? (10.10.1.7) at <incomplete> on eth0\n' // biome-ignore format: one text
    expect([bindings(read(unix)), facts(read(unix))]).toEqual([
      ['10.10.1.1 02:00:00:00:00:01 arp', '10.10.1.11 02:00:00:00:01:11 arp'],
      ['2 10.10.1.11 name=plc'],
    ])
    const numeric = 'Address                  HWtype  HWaddress           Flags Mask            Iface\n10.10.1.1                ether   02:00:00:00:00:01   C                     eth0\n10.10.1.4                        (incomplete)                              eth0\n' // biome-ignore format: one text
    expect([bindings(read(numeric)), read(numeric).records]).toEqual([['10.10.1.1 02:00:00:00:00:01 arp'], 2])
    const windows = '\r\nSchnittstelle: 10.10.1.5 --- 0xb\r\n  Internetadresse       Physische Adresse     Typ\r\n  10.10.1.1             02-00-00-00-00-01     dynamisch\r\n  10.10.1.255           ff-ff-ff-ff-ff-ff     statisch\r\n' // biome-ignore format: one text
    expect(bindings(read(windows))).toEqual(['10.10.1.1 02:00:00:00:00:01 arp'])
    const wide = new Uint8Array(Uint16Array.from([0xfeff, ...[...windows].map((c) => c.charCodeAt(0))]).buffer)
    expect(addressTable.recognizes(wide, 'x')).toBe(true)
    expect(bindings(read(wide))).toEqual(['10.10.1.1 02:00:00:00:00:01 arp'])
  })
})

test('what is no entry is counted, what should be one is said with its line', () => {
  const segment = read(
    CISCO.replace('0200.0000.0111    DYN', '0200.0000.01      DYN').replace('\n\nVlan', '\nwelcome to the plant\nVlan'),
  )
  expect(said(segment)[0]).toBe('TABLE_ENTRY: line 8: 0200.0000.01 is no MAC address; the entry is left out')
  expect(segment.notUnderstood).toMatchObject([{ what: 'lines that are no entry of a table', packets: 1 }])
  expect(said(read('sw#show mac address-table\nVlan    Mac Address       Type        Ports\n'))).toEqual(['TABLE_NO_ENTRIES: the table holds no entry that can be read']) // biome-ignore format: one step
})

test('what is taken for a table', () => {
  const recognized = (text: string) => addressTable.recognizes(new TextEncoder().encode(text), 'x')
  for (const text of [
    '',
    'name;ip;mac\nA;10.0.0.1;02:00:00:00:00:01',
    'hello',
    '10.0.0.1 is an address',
    '# show arp',
    '{"mac": "02:00:00:00:00:01"}',
  ])
    expect(recognized(text), text).toBe(false)
})

test('CRLF, a byte order mark and a missing last line end change nothing', () => {
  const shape = (s: Segment) => [facts(s), bindings(s), s.records]
  for (const text of [CISCO.replaceAll('\n', '\r\n'), `\ufeff${CISCO}`, CISCO.slice(0, -1)])
    expect(shape(read(text))).toEqual(shape(read(CISCO)))
  expect(said(read(CISCO.slice(0, -1)))[0]).toContain('TABLE_LAST_LINE: line 17')
})

test('a table that was cut behind an entry gives the entries before', () => {
  const ends = [...CISCO.matchAll(/\n/g)].map((m) => m.index + 1)
  expect([6, 7, 8, 9].map((lines) => read(CISCO.slice(0, ends[lines])).records)).toEqual([1, 2, 3, 4])
})

test('any bytes in any chunks: one answer, and nothing throws', () => {
  const damaged = fc
    .record({ edits: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 12 }), cut: fc.nat() })
    .map(({ edits, cut }) => {
      const bytes = new TextEncoder().encode(CISCO)
      for (const [at, value] of edits) bytes[at % bytes.length] = value
      return bytes.subarray(0, (cut % bytes.length) + 1)
    })
  const words = fc.array(fc.constantFrom('Vlan', 'mac address', 'Ports', '\n', ' ', '02:00:00:00:00:01', '10.0.0.1', 'dev', 'lladdr', '(', ')', 'at', 'x#show arp', '-', 'fe80::1'), { maxLength: 40 }) // biome-ignore format: one list
  const any = fc.oneof(damaged, words.map((list) => new TextEncoder().encode(list.join(' '))), fc.uint8Array({ maxLength: 300 })) // biome-ignore format: one choice
  fc.assert(
    fc.property(any, fc.integer({ min: 1, max: 60 }), (bytes, chunk) => {
      expect(read(bytes, chunk)).toEqual(read(bytes))
      addressTable.recognizes(bytes, 'x')
    }),
    { seed: 20_261_103, numRuns: 600 },
  )
})
