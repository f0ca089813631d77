import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { catalogs } from '../../tests/kit/catalogs.ts'
import { CORPUS, testWith } from '../../tests/kit/need.ts'
import { aFact, aLink, anAddress, anOperation, aSegment, aTalk, aVantage } from '../../tests/kit/segments.ts'
import { compare } from '../drift/compare.ts'
import { observe } from '../evidence/observe.ts'
import type { Segment } from '../evidence/observation.ts'
import type { Sha256 } from '../groundwork/canonical.ts'
import type { Day } from '../groundwork/day.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { takeInventory } from '../inventory/take-inventory.ts'
import { understand } from '../plant/understand.ts'
import { readPlant } from '../plant/written/read-plant.ts'
import { firstPlant } from './first-plant.ts'

const options = { name: 'Test works', catalogs, asOf: '2026-11-01' as Day }
const take = (...segments: Segment[]) => takeInventory({ segments }, { oui: () => undefined, catalogs })
const vantage = aVantage({ declared: false, tap: undefined })

/** The first plant of an inventory, read back: what is wrong with it, and what drift still says about the same evidence. */
function roundTrip(inventory: Inventory) {
  const texts = firstPlant(inventory, options)
  const files = { texts, hashes: new Map<string, Sha256>() }
  const { written, diagnostics } = readPlant(files)
  const understood = understand(written, { catalogs, files })
  const wrong = [...diagnostics, ...understood.diagnostics].filter((d) => d.severity === 'error')
  const { items } = compare(inventory, understood.plant, { catalogs })
  return { texts, wrong, plant: understood.plant, items }
}

const cell = aSegment('cell', {
  vantage,
  addresses: [
    anAddress({ ip: '10.10.1.11', mac: '02:00:00:00:01:11', by: 'arp' }),
    anAddress({ mac: '02:00:00:00:01:99' }),
    anAddress({ ip: '10.10.0.9', by: 'destination', received: 9 }),
  ],
  facts: [
    aFact('10.10.1.11', 'product', 'PX-15 # "new"\nkind: plc'),
    aFact('10.10.1.11', 'make', 'Acme'),
    aFact('10.10.1.11', 'firmware', '2.9'),
    aFact('10.10.1.11', 'name', 'Füller 1'),
  ],
  conversations: [
    aTalk('10.10.0.5', '10.10.1.11', 502, {
      protocols: ['modbus-tcp'],
      operations: [anOperation(), anOperation({ class: 'session' })],
    }),
    aTalk('10.10.1.12', '10.10.1.11', 102, { protocols: ['s7comm'], operations: [anOperation({ class: 'write' })] }),
    aTalk('10.10.1.11', '10.10.0.9', 514, { transport: 'udp', answered: false, packets: { c2s: 9, s2c: 0 } }),
    aTalk('10.10.1.11', '8.8.8.8', 53, { transport: 'udp' }),
    ...[21, 22, 23, 80].map((port) =>
      aTalk('10.10.0.66', '10.10.1.11', port, { answered: false, packets: { c2s: 1, s2c: 0 } }),
    ),
  ],
})

describe('the first plant', () => {
  test('what a device tells of itself makes its kind, with the fact that says so', () => {
    const facts = [
      aFact('10.10.1.11', 'role', 'AC drive', { by: 'ethernet-ip.list-identity' }),
      aFact('10.10.1.12', 'role', 'switch', { by: 'lldp' }),
      aFact('10.10.1.12', 'make', 'Siemens AG', { by: 'lldp.med' }),
      aFact('10.10.1.12', 'product', 'PX-15', { by: 'lldp.med' }),
    ]
    const addresses = ['10.10.1.11', '10.10.1.12'].map((ip) => anAddress({ ip }))
    const all = [...firstPlant(take(aSegment('told', { facts, addresses })), options).values()].join('\n')
    expect(all).toContain('vsd? it tells "AC drive" (role by ethernet-ip.list-identity)')
    expect(all).toContain('switch-managed? it tells "switch" (by lldp)')
    expect(all).toContain('siemens/px-15')
  })

  const { texts, wrong, plant, items } = roundTrip(take(cell))

  test('reads back, with zones by subnet, kinds by role and flows with the classes that were seen', () => {
    expect(wrong).toEqual([])
    expect(plant.zones.map((z) => `${z.id} ${z.kind}`)).toEqual([
      'control-10-10-1 control',
      'operations-10-10-0 operations',
      'outside external',
    ])
    expect(plant.assets.map((a) => `${a.id} ${a.kind} ${a.zones.join()}`)).toEqual([
      'fuller-1 plc control-10-10-1',
      'hmi-station-10-10-0-5 hmi-station operations-10-10-0',
      'hmi-station-10-10-1-12 hmi-station control-10-10-1',
      'host-02-00-00-00-01-99 unknown ',
      'host-10-10-0-66 unknown operations-10-10-0',
      'host-10-10-0-9 unknown operations-10-10-0',
    ])
    expect(plant.assets[0]).toMatchObject({ firmware: '2.9', product: 'acme/px-15-new-kind-plc' })
    expect(plant.flows.map((f) => `${f.protocol} ${f.only?.join() ?? 'all'} ${f.conduit ?? 'inside'}`).sort()).toEqual([
      'modbus-tcp read control-10-10-1-operations-10-10-0',
      's7comm write inside',
      'udp/514 all control-10-10-1-operations-10-10-0',
      'udp/53 all control-10-10-1-outside',
    ])
  })

  test('leaves the target levels to the owner and proposes no search of the network', () => {
    expect(plant.zones.every((z) => Object.keys(z.target.stated).length === 0)).toBe(true)
    expect(texts.get('plant.yaml')).toMatch(/# - from 10\.10\.0\.66 to 10\.10\.1\.11: many services .* \(4\)\n/)
    expect(items.filter((i) => i.severity === 'error' || i.severity === 'warning').map((i) => i.message)).toEqual([
      '"host-10-10-0-66" (10.10.0.66) asks for 4 services on 1 address ("10.10.1.11") in zone "control-10-10-1" and gets no answer; no flow declares it',
    ])
  })

  test('says from what each line was made, and declares no vantage to cover anything', () => {
    const made = texts
      .get('plant.yaml')!
      .split('\n')
      .filter((line) => /^ +- \{ id: .*(in|from): /.test(line))
    expect(made.filter((line) => !line.includes(' # '))).toEqual([])
    expect(plant.vantages).toMatchObject([{ file: 'evidence/cell.pcap', covers: [], manner: 'seen' }])
    expect(items.filter((i) => i.kind.endsWith('-not-seen'))).toEqual([])
  })
})

test('a long list of assets goes into a CSV that says the same', () => {
  const addresses = Array.from({ length: 80 }, (_, i) =>
    anAddress({ ip: `10.0.${i >> 5}.${(i & 31) + 1}`, mac: `02:00:00:00:00:${(i + 16).toString(16)}`, by: 'arp' }),
  )
  const facts = [aFact('10.0.0.1', 'name', 'a, "b"; =c'), aFact('10.0.0.1', 'firmware', '=cmd|2.9')]
  const { texts, wrong, plant, items } = roundTrip(take(aSegment('big', { vantage, addresses, facts })))
  expect(wrong).toEqual([])
  expect([...texts.keys()]).toEqual(['plant.yaml', 'assets.yaml', 'assets.csv', 'evidence/index.yaml'])
  expect(plant.assets).toHaveLength(80)
  expect(texts.get('assets.csv')).toContain(",'=cmd|2.9,")
  expect(items.filter((i) => i.kind === 'asset-agrees')).toHaveLength(80)
})

test('a zone of which nothing is known is no business network, and one with PROFINET is a control zone', () => {
  const zones = (...links: Segment['links']) => {
    const addresses = [anAddress({ ip: '10.0.0.1', mac: '02:00:00:00:00:01', by: 'arp' })]
    return roundTrip(take(aSegment('a', { vantage, addresses, links }))).plant.zones.map((z) => z.kind)
  }
  expect(zones()).toEqual(['operations'])
  expect(zones(aLink({ from: '02:00:00:00:00:01', protocol: 'pn_rt' }))).toEqual(['control'])
})

test('a device that is known in two address spaces stands in the zone of its own, with both addresses', () => {
  const side = (space: string, ip: string, mac?: string) =>
    aSegment(space, {
      vantage: { ...vantage, space },
      addresses: [anAddress({ ip, mac, by: mac ? 'arp' : 'source' }), anAddress({ ip: '192.168.0.12' })],
      facts: [aFact(ip, 'serial', 'S C-X4U421302009')],
      conversations: [aTalk('192.168.0.12', ip, 102, { protocols: ['s7comm'] })],
    })
  const inventory = take(side('cell', '192.168.0.11', '02:00:00:00:00:11'), side('site', '10.0.0.11'))
  const { wrong, plant, items } = roundTrip(inventory)
  expect(wrong).toEqual([])
  const plc = plant.assets.find((a) => a.serial !== undefined)!
  expect(plc.addresses.map((a) => `${a.space} ${a.ip}`)).toEqual(['cell 192.168.0.11', 'site 10.0.0.11'])
  expect(plant.zones.find((z) => z.id === plc.zones[0])).toMatchObject({ space: 'cell', kind: 'control' })
  expect(items.filter((i) => i.severity !== undefined).map((i) => i.message)).toEqual([])
})

test('whatever devices and lists say, the model reads back', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('- x: y\n#', '{ a: [', '"', '\u2028', 'null', 'yes', '~', '*a', '\u0000'),
  )
  const said = fc.tuple(
    fc.constantFrom('name', 'make', 'product', 'firmware', 'serial', 'zone', 'kind', 'order-number'),
    hostile,
  )
  const oneHost = fc.array(said, { maxLength: 6 })
  fc.assert(
    fc.property(
      fc.array(oneHost, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      fc.nat({ max: 62 }),
      (hosts, listed, more) => {
        const ipOf = (i: number) => `10.0.${i % 3}.${i + 1}`
        const addresses = Array.from({ length: hosts.length + more }, (_, i) =>
          anAddress({ ip: ipOf(i), by: listed ? 'list' : 'source' }),
        )
        const facts = hosts.flatMap((host, i) => host.map(([attribute, value]) => aFact(ipOf(i), attribute, value)))
        const { wrong, plant } = roundTrip(
          take(aSegment('a', { vantage, manner: listed ? 'listed' : 'seen', addresses, facts })),
        )
        expect(wrong).toEqual([])
        expect(plant.assets.length).toBeGreaterThan(0)
      },
    ),
  )
})

test('a list alone gives a plant too, with the zones and kinds that it names', () => {
  const addresses = [anAddress({ ip: '10.0.0.1', by: 'list' })]
  const facts = [
    aFact('10.0.0.1', 'zone', 'Cell 1'),
    aFact('10.0.0.1', 'kind', 'PLC'),
    aFact('name:Spare', 'kind', 'gadget'),
  ]
  const { wrong, plant } = roundTrip(take(aSegment('list', { vantage, manner: 'listed', addresses, facts })))
  expect(wrong).toEqual([])
  expect(plant.zones.map((z) => z.id)).toEqual(['cell-1'])
  expect(plant.assets.map((a) => `${a.id} ${a.kind}`)).toEqual(['plc-10-0-0-1 plc', 'spare unknown'])
})

const CAPTURES = [
  '02_s4x15_winxp_enip.pcap', '03_s4x15_modicon.pcap', '05_s4x15_bacnet_host.pcap', '12_s7_wincc_s400.pcap',
  '15_eip_firmware_change.pcap', '25_profinet_mixed.pcap', '27_opcua_null.pcap', '34_qinq_bacnet.pcap',
] // biome-ignore format: a list

for (const name of CAPTURES)
  testWith('corpus')(`of ${name} leaves nothing undeclared in the same capture but searches and talk to groups`, () => {
    const bytes = new Uint8Array(readFileSync(`${CORPUS}/captures/${name}`))
    const { observations } = observe([{ file: name, vantage, chunks: [bytes] }])
    const { wrong, items } = roundTrip(takeInventory(observations, { oui: () => undefined, catalogs }))
    expect(wrong).toEqual([])
    const hosts = items.filter((i) => i.kind === 'host-not-declared' && i.severity !== 'info')
    expect(hosts.map((i) => i.message)).toEqual([])
    const flows = items.filter(
      (i) => i.kind === 'flow-not-declared' && i.severity !== 'info' && i.fields['answered'] !== 'no',
    )
    expect(flows.map((i) => i.message)).toEqual([])
    expect(items.filter((i) => i.severity === 'error').map((i) => i.message)).toEqual([])
  })
