import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { catalogs as allCatalogs } from '../../tests/kit/catalogs.ts'
import { aConduit, aFlow, anAsset, aPlant, aZone, SPAN } from '../../tests/kit/builders.ts'
import { aFact, aLink, anAddress, anOperation, aSegment, aService, aTalk, aVantage } from '../../tests/kit/segments.ts'
import type { ConversationSeen, Operation, Segment } from '../evidence/observation.ts'
import { canonicalJson } from '../groundwork/canonical.ts'
import type { Day } from '../groundwork/day.ts'
import { prefix } from '../groundwork/ip.ts'
import { takeInventory } from '../inventory/take-inventory.ts'
import type { Asset, AssetId, Conduit, ConduitId, Flow, FlowEnd, Plant, ZoneId, ZoneKind } from '../plant/plant.ts'
import type { ProtocolRow } from '../standard/catalog.ts'
import { compare } from './compare.ts'
import type { DriftItem } from './drift.ts'
import { Protocols } from './protocols.ts'

const row = (id: string, tcp: number[], more: Partial<ProtocolRow> = {}): [string, ProtocolRow] => [
  id,
  {
    id,
    name: id,
    family: 'industrial',
    authenticates: 'never',
    integrity: 'never',
    encrypts: 'never',
    clearCredentials: false,
    routable: true,
    ports: { tcp },
    over: undefined,
    aliases: [],
    ...more,
  },
]
const protocols = new Map([
  row('modbus-tcp', [502], { aliases: ['modbus'] }),
  row('s7comm', [102]),
  row('ssh', [22]),
  row('tls', [443], { over: undefined }),
  row('https', [443, 8443], { over: 'tls' }),
  row('mdns', [], { ports: { udp: [5353] } }),
  row('goose', [], { routable: false }),
])

const drift = (plant: Plant, ...segments: Segment[]) =>
  compare(takeInventory({ segments }, { oui: () => undefined, catalogs: allCatalogs }), plant, {
    catalogs: { protocols },
  })
/** What a person must read: severity and message of everything that is no agreement and no silence. */
const said = (items: readonly DriftItem[], ...kinds: DriftItem['kind'][]) =>
  items
    .filter((i) => (kinds.length > 0 ? kinds.includes(i.kind) : i.severity !== undefined))
    .map((i) => `${i.severity ?? '-'} ${i.kind}: ${i.message}`)

const asset = (id: string, zone: string, ip: string, more: Partial<Asset> = {}) => {
  const addresses = [{ ip, mac: undefined, space: 'site', span: SPAN }]
  return anAsset({ zones: [zone as ZoneId], addresses, ...more, id })
}
const end = (id: string): FlowEnd => ({ kind: 'asset', id: id as AssetId })
const zoneOf = (id: string, kind: ZoneKind, network: string, space = 'site') =>
  aZone({ id, kind, space, networks: [prefix(network)!] })

const zones = [
  zoneOf('business', 'business', '10.1.0.0/16'),
  zoneOf('scada', 'operations', '10.10.0.0/24'),
  zoneOf('cell-1', 'control', '10.10.1.0/24'),
]
const assets = [
  asset('scada-server', 'scada', '10.10.0.5'),
  asset('plc', 'cell-1', '10.10.1.11'),
  asset('hmi', 'cell-1', '10.10.1.12'),
]
const recipes = aFlow({
  id: 'scada-cell/recipes',
  conduit: 'scada-cell' as ConduitId,
  from: end('scada-server'),
  to: end('plc'),
  only: ['read'],
})
const conduit = (flows: Flow[], more: Partial<Conduit> = {}) =>
  aConduit({ id: 'scada-cell', joins: ['scada' as ZoneId, 'cell-1' as ZoneId], flows, ...more })
const plant = aPlant({ zones, assets, conduits: [conduit([recipes])], flows: [recipes] })

const op = (cls: Operation['class'], more: Partial<Operation> = {}) =>
  anOperation({ class: cls, name: cls, title: `${cls} it`, ...more })
const modbus = (client: string, server: string, ...operations: Operation[]) =>
  aTalk(client, server, 502, { protocols: ['modbus'], operations })
const capture = (...conversations: ConversationSeen[]) => aSegment('tap', { conversations })

describe('flows', () => {
  test('a search inside a zone is a warning, a few questions in vain are not', () => {
    const asks = (count: number) =>
      Array.from({ length: count }, (_, i) => aTalk('10.10.1.12', '10.10.1.11', 1000 + i, { answered: false }))
    const severity = (count: number) =>
      drift(plant, capture(...asks(count))).items.find((i) => i.kind === 'flow-not-declared')?.severity
    expect([severity(3), severity(20)]).toEqual(['info', 'warning'])
  })

  test('what is declared agrees; what goes beyond its operations does not', () => {
    const { items, flowMatches } = drift(plant, capture(modbus('10.10.0.5', '10.10.1.11', op('read'))))
    expect(said(items)).toEqual([])
    expect(flowMatches).toEqual([{ conversation: 'site/10.10.0.5>10.10.1.11/tcp/502', flows: ['scada-cell/recipes'] }])
    const beyond = drift(plant, capture(modbus('10.10.0.5', '10.10.1.11', op('read'), op('session'), op('write'))))
    expect(said(beyond.items)).toEqual([
      'error operation-not-declared: "scada-server" (10.10.0.5) writes to "plc" (10.10.1.11) by modbus-tcp on tcp/502, and flow "scada-cell/recipes" is declared for read only',
    ])
    const refused = op('write', { outcome: 'refused' })
    expect(
      drift(plant, capture(modbus('10.10.0.5', '10.10.1.11', refused))).items.find(
        (i) => i.kind === 'operation-not-declared',
      ),
    ).toMatchObject({ severity: 'warning' })
  })

  test('another protocol on the declared port, or the declared one turned round, is not declared', () => {
    const ssh = aTalk('10.10.0.5', '10.10.1.11', 502, { protocols: ['ssh'] })
    expect(said(drift(plant, capture(ssh)).items)[0]).toMatch(
      /^error flow-not-declared: .* by ssh on tcp\/502, and no flow of conduit "scada-cell"/,
    )
    expect(said(drift(plant, capture(modbus('10.10.1.11', '10.10.0.5'))).items)[0]).toMatch(/^error flow-not-declared/)
    const unsure = { ...modbus('10.10.1.11', '10.10.0.5'), basis: 'first_sender' as const }
    expect(said(drift(plant, capture(unsure)).items)).toEqual([])
    const plain = aTalk('10.10.0.5', '10.10.1.11', 502)
    expect(said(drift(plant, capture(plain)).items)).toEqual([])
  })

  test('what goes under TLS is declared where only TLS is seen, on its port alone', () => {
    const flow = { ...plant.conduits.flatMap((c) => c.flows)[0]!, protocol: 'https', only: [], ports: [] }
    const declares = (port: number, spoken: readonly string[]) =>
      new Protocols(protocols).declares(flow, { transport: 'tcp', port, protocols: spoken })
    expect([declares(443, ['tls']), declares(8443, ['tls']), declares(9000, ['tls'])]).toEqual([true, true, false])
    expect([declares(443, ['ssh']), declares(443, ['ssh', 'tls']), declares(443, [])]).toEqual([false, false, true])
  })

  test('past the DMZ is an error when answered, a warning when merely asked', () => {
    const past = aTalk('10.1.0.7', '10.10.1.11', 80)
    expect(said(drift(plant, capture(past)).items, 'flow-not-declared')).toEqual([
      'error flow-not-declared: "10.1.0.7" talks to "plc" (10.10.1.11) by tcp/80, and no conduit joins zone "business" and zone "cell-1"',
    ])
    const probes = [80, 443].map((port) =>
      aTalk('10.1.0.7', '10.10.1.11', port, { answered: false, packets: { c2s: 1, s2c: 0 } }),
    )
    expect(said(drift(plant, capture(...probes)).items, 'flow-not-declared')).toEqual([
      'warning flow-not-declared: "10.1.0.7" asks for 2 services on 1 address ("10.10.1.11") in zone "cell-1" and gets no answer; no flow declares it',
    ])
  })

  test('inside a zone it is information, until the zone declares flows of its own', () => {
    const talk = modbus('10.10.1.12', '10.10.1.11', op('write'))
    expect(said(drift(plant, capture(talk)).items).map((s) => s.split(':')[0])).toEqual(['info flow-not-declared'])
    const inner = aFlow({ id: 'inner', from: end('plc'), to: end('hmi') })
    const strict = { ...plant, flows: [recipes, inner] }
    expect(said(drift(strict, capture(talk)).items).map((s) => s.split(':')[0])).toEqual(['warning flow-not-declared'])
  })

  test('a flow counts until its last day', () => {
    const until = (day: string) => ({ ...plant, flows: [{ ...recipes, until: day as Day }] })
    const talk = capture(modbus('10.10.0.5', '10.10.1.11', op('read')))
    expect(said(drift(until('2026-09-21'), talk).items)).toEqual([])
    expect(said(drift(until('2026-09-20'), talk).items)[0]).toMatch(
      /flow "scada-cell\/recipes" was declared until 2026-09-20 only$/,
    )
  })

  test('group and discovery traffic is one piece of information', () => {
    const mdns = ['10.10.1.11', '10.10.1.12'].map((ip) =>
      aTalk(ip, '224.0.0.251', 5353, { transport: 'udp', answered: false }),
    )
    expect(said(drift(plant, capture(...mdns)).items)).toEqual([
      'info flow-not-declared: 2 hosts, "plc" (10.10.1.11) among them, send mdns to "224.0.0.251", which no flow declares',
    ])
  })

  test('behind address translation the boundary device stands in for the far side, and only there', () => {
    const inner = zoneOf('cell-2', 'control', '192.168.0.0/24', 'cell-2')
    const at = (ip: string, space: string) => [{ ip, mac: undefined, space, span: SPAN }]
    const plc = anAsset({ id: 'plc-2', zones: [inner.id], addresses: at('192.168.0.11', 'cell-2') })
    const fw = anAsset({ id: 'fw', conduits: ['scada-cell' as ConduitId], addresses: at('192.168.0.1', 'cell-2') })
    const flow = aFlow({ id: 'poll', conduit: 'scada-cell' as ConduitId, from: end('scada-server'), to: end('plc-2') })
    const nat = conduit([flow], { joins: ['scada' as ZoneId, inner.id], nat: true, enforcedBy: [fw.id] })
    const translated = aPlant({
      zones: [...zones, inner],
      assets: [...assets, plc, fw],
      conduits: [nat],
      flows: [flow],
    })
    const seen = aSegment('cell', {
      vantage: aVantage({ space: 'cell-2' }),
      conversations: [modbus('192.168.0.1', '192.168.0.11')],
    })
    expect(said(drift(translated, seen).items)).toEqual([])
    expect(said(drift({ ...translated, conduits: [{ ...nat, nat: false }] }, seen).items)).toHaveLength(1)
  })
})

test('layer-2 talk meets flows of its protocol, and is told where it joins two zones', () => {
  const mac = (n: number) => `02:00:00:00:00:0${n}`
  const at = (id: string, zone: string, n: number) =>
    asset(id, zone, '', { addresses: [{ ip: undefined, mac: mac(n), space: 'site', span: SPAN }] })
  const ieds = { ...plant, assets: [at('ied-1', 'cell-1', 1), at('ied-2', 'cell-1', 2), at('ied-3', 'scada', 3)] }
  const links = [
    aLink({ from: mac(1), to: '01:0c:cd:01:00:01', protocol: 'goose' }),
    aLink({ from: mac(1), to: mac(3), protocol: 'goose' }),
    aLink({ from: mac(2) }),
  ]
  const addresses = [1, 2, 3].map((n) => anAddress({ mac: mac(n) }))
  const segment = aSegment('tap', { links, addresses })
  expect(said(drift(ieds, segment).items)).toEqual([
    'info flow-not-declared: "ied-1" (02:00:00:00:00:01) sends goose to "01:0c:cd:01:00:01" on layer 2, and no flow declares it',
    'warning flow-not-declared: "ied-1" (02:00:00:00:00:01) sends goose to "ied-3" (02:00:00:00:00:03) on layer 2, from zone "cell-1" into zone "scada", and no flow declares it',
  ])
  const trip = aFlow({ id: 'trip', protocol: 'goose', from: end('ied-1'), to: end('ied-2') })
  const declared = drift({ ...ieds, flows: [trip] }, segment).items
  expect(declared.filter((i) => i.kind === 'flow-agrees').map((i) => i.flow)).toEqual(['trip'])
  expect(said(declared)).toHaveLength(1)
})

describe('hosts and services', () => {
  test('an undeclared laptop that programs a PLC is an error twice, as host and as flow', () => {
    const program = op('program', { protocol: 's7comm' })
    const talk = aTalk('10.10.1.77', '10.10.1.11', 102, { protocols: ['s7comm'], operations: [program] })
    expect(said(drift(plant, capture(talk)).items)).toEqual([
      'error host-not-declared: "10.10.1.77" talks in zone "cell-1" and is not declared; it changes "plc"',
      'error flow-not-declared: "10.10.1.77" programs "plc" (10.10.1.11) by s7comm on tcp/102, and no flow inside zone "cell-1" declares it',
    ])
  })

  test('an address that is declared in another address space is another host there, and says so', () => {
    const seen = aSegment('cell', {
      vantage: aVantage({ space: 'cell-2' }),
      addresses: [anAddress({ ip: '10.10.0.5' })],
    })
    expect(said(drift(plant, seen).items)).toEqual([
      'info host-not-declared: "10.10.0.5" talks and is not declared; "scada-server" has this address in another address space',
    ])
  })

  test('silent and listed hosts are lesser findings', () => {
    const silent = aSegment('tap', { addresses: [anAddress({ ip: '10.10.1.99', by: 'destination', received: 2 })] })
    const listed = aSegment('list', { manner: 'listed', addresses: [anAddress({ ip: '10.10.1.98', by: 'list' })] })
    expect(said(drift(plant, silent, listed).items)).toEqual([
      'info host-not-declared: "10.10.1.98" stands in "evidence/list.pcap" and is not declared',
      'info host-not-declared: "10.10.1.99" in zone "cell-1" was addressed, never answered, and is not declared',
    ])
  })

  test('a service is a finding only where somebody said which are needed', () => {
    const closed = {
      ...plant,
      assets: [asset('plc', 'cell-1', '10.10.1.11', { services: ['modbus-tcp'] }), ...assets.slice(2)],
    }
    const talks = capture(
      modbus('10.10.1.12', '10.10.1.11'),
      aTalk('10.10.1.12', '10.10.1.11', 22),
      aTalk('10.10.1.11', '10.10.1.12', 22),
    )
    expect(said(drift(closed, talks).items, 'service-not-declared')).toEqual([
      'warning service-not-declared: "plc" answers 1 client on tcp/22; declared are modbus-tcp',
    ])
    const scan = aSegment('scan', {
      manner: 'answered',
      services: [aService('10.10.1.11', 22), aService('10.10.1.11', 23, { state: 'closed' })],
    })
    expect(said(drift(closed, scan).items, 'service-not-declared')).toEqual([
      'warning service-not-declared: "plc" answers a scan or a log on tcp/22; declared are modbus-tcp',
    ])
  })

  test('a name is no way in past declared addresses; a swapped device is an error', () => {
    const named = aSegment('tap', {
      conversations: [modbus('10.10.1.50', '10.10.1.11')],
      facts: [aFact('10.10.1.50', 'name', 'hmi')],
    })
    expect(said(drift(plant, named).items, 'host-not-declared')).toHaveLength(1)
    const mac = '02:00:00:00:01:11'
    const plc = asset('plc', 'cell-1', '', { addresses: [{ ip: '10.10.1.11', mac, space: 'site', span: SPAN }] })
    const swapped = aSegment('tap', {
      addresses: [anAddress({ ip: '10.10.1.11', mac: '02:00:00:00:00:66', by: 'arp' })],
    })
    expect(said(drift({ ...plant, assets: [plc] }, swapped).items)).toEqual([
      'error identity-mismatch: "plc" is declared with MAC "02:00:00:00:01:11", and "02:00:00:00:00:66" answers at its address',
    ])
  })
})

test('a MAC that claims the address of an asset, and an address that nobody declared, are told', () => {
  const [own, rogue] = ['02:00:00:00:01:11', '02:00:00:00:00:66']
  const plc = asset('plc', 'cell-1', '', { addresses: [{ ip: '10.10.1.11', mac: own, space: 'site', span: SPAN }] })
  const announced = (ip: string, mac: string) => anAddress({ ip, mac, by: 'arp' })
  const claimed = aSegment('tap', { addresses: [announced('10.10.1.11', own), announced('10.10.1.11', rogue)] })
  expect(said(drift({ ...plant, assets: [plc] }, claimed).items)).toEqual([
    `error identity-mismatch: the address of "plc" is announced by "${rogue}" as well`,
  ])
  const moved = aSegment('tap', { addresses: [announced('10.10.1.44', own)] })
  expect(said(drift({ ...plant, assets: [plc] }, moved).items)).toEqual([
    'warning identity-mismatch: "plc" uses "10.10.1.44", which is not declared for it',
  ])
})

describe('identity', () => {
  const says = (declared: Partial<Asset>, ...facts: [string, string][]) => {
    const plc = asset('plc', 'cell-1', '10.10.1.11', declared)
    const segment = aSegment('tap', {
      addresses: [anAddress({ ip: '10.10.1.11' })],
      facts: facts.map(([attribute, value]) => aFact('10.10.1.11', attribute, value)),
    })
    return said(drift({ ...plant, assets: [plc] }, segment).items, 'identity-mismatch')
  }

  test('another firmware is a mismatch; another spelling or precision is none', () => {
    expect(says({ firmware: '2.9.4' }, ['firmware', 'V3.0.1'])).toEqual([
      'error identity-mismatch: "plc" is declared with firmware "2.9.4", and the device says "V3.0.1"',
    ])
    for (const same of ['V2.9.4', 'v 2.9.4', '02.09.04', '2.9', '2.9.4.118', 'FW 2.9.4'])
      expect(says({ firmware: '2.9.4' }, ['firmware', same])).toEqual([])
    expect(says({ firmware: '2.9.4' }, ['firmware', '2.9.40'])).toHaveLength(1)
    expect(says({ serial: 'SC-X4U421302009' }, ['serial', 'S C-X4U421302009'])).toEqual([])
    expect(says({ firmware: '2.9.4' }, ['firmware', '2.9.4'], ['firmware', '3.0'])[0]).toMatch(
      /^warning .* also says "3.0"$/,
    )
  })
})

describe('declared and not seen', () => {
  const empty = (covers: string[], declared = true) => aSegment('tap', { vantage: aVantage({ covers, declared }) })
  const kinds = (segment: Segment) => drift(plant, segment).items.map((i) => i.id)

  test('only where a declared vantage covers it', () => {
    expect(kinds(empty([]))).toEqual([
      'asset-not-covered:hmi',
      'asset-not-covered:plc',
      'asset-not-covered:scada-server',
      'flow-not-covered:scada-cell/recipes',
    ])
    expect(kinds(empty(['10.10.1.0/24'], false))).toEqual(kinds(empty([])))
    // A log of one protocol would not have shown the others.
    expect(kinds({ ...empty(['10.10.1.0/24']), excerpt: true })).toEqual(kinds(empty([])))
    expect(kinds(empty(['10.10.1.0/24']))).toEqual([
      'asset-not-seen:hmi',
      'asset-not-seen:plc',
      'flow-not-seen:scada-cell/recipes',
      'conduit-idle:scada-cell',
      'asset-not-covered:scada-server',
    ])
  })

  test('a list or the same subnet in another cell covers nothing', () => {
    const elsewhere = aSegment('tap', { vantage: aVantage({ space: 'cell-2', covers: ['10.10.0.0/16'] }) })
    expect(kinds(elsewhere)).toEqual(kinds(empty([])))
    expect(kinds({ ...empty(['10.10.0.0/16']), manner: 'listed' })).toEqual(kinds(empty([])))
  })
})

const anyIp = fc.constantFrom(
  '10.10.0.5',
  '10.10.1.11',
  '10.10.1.12',
  '10.10.1.77',
  '10.1.0.7',
  '8.8.8.8',
  '224.0.0.251',
)
const anyTalk = fc
  .record({
    ends: fc.tuple(anyIp, anyIp),
    port: fc.constantFrom(102, 502, 22),
    answered: fc.boolean(),
    basis: fc.constantFrom('syn' as const, 'first_sender' as const),
    operations: fc.subarray([op('read'), op('write'), op('program', { outcome: 'refused' })]),
  })
  .map(({ ends: [client, server], port, ...rest }) => aTalk(client, server, port, rest))
const anyCapture = fc.tuple(
  fc.array(anyTalk, { maxLength: 6 }),
  fc.subarray(['10.10.0.0/24', '10.10.1.0/24', '10.1.0.0/16']),
  fc.boolean(),
)
const segmentsOf = ([conversations, covers, declared]: [ConversationSeen[], string[], boolean]) => [
  aSegment('one', { conversations: conversations.slice(0, 3), vantage: aVantage({ covers, declared }) }),
  aSegment('two', { conversations: conversations.slice(3), vantage: aVantage({ covers: [] }) }),
]

describe('laws', () => {
  test('a declared asset that nobody met takes no finding about others away', () => {
    const stranger = asset('unrelated', 'cell-1', '10.10.1.200')
    fc.assert(
      fc.property(anyCapture, (given) => {
        const before = drift(plant, ...segmentsOf(given)).items.filter((i) => i.kind.endsWith('-not-declared'))
        const after = drift({ ...plant, assets: [...assets, stranger] }, ...segmentsOf(given)).items
        for (const found of before) expect(after).toContainEqual(found)
      }),
    )
  })

  test('the order of evidence and of the model changes nothing, and ids are unique', () => {
    fc.assert(
      fc.property(anyCapture, (given) => {
        const segments = segmentsOf(given)
        const forth = drift(plant, ...segments)
        const turned = { ...plant, zones: [...zones].reverse(), assets: [...assets].reverse() }
        expect(canonicalJson(drift(turned, ...segments.reverse()))).toBe(canonicalJson(forth))
        expect(new Set(forth.items.map((i) => i.id)).size).toBe(forth.items.length)
      }),
    )
  })

  test('nothing is called not seen or idle without a declared vantage that covers it', () => {
    fc.assert(
      fc.property(anyCapture, ([talks, covers, declared]) => {
        const { items } = drift(plant, ...segmentsOf([talks, covers, declared]))
        const silent = items.filter((i) => i.kind.endsWith('-not-seen') || i.kind === 'conduit-idle')
        if (!declared || covers.length === 0) expect(silent).toEqual([])
        for (const { asset: id, kind } of silent)
          if (kind === 'asset-not-seen')
            expect(
              covers.some((c) => assets.find((a) => a.id === id)!.addresses[0]!.ip!.startsWith(c.slice(0, 6))),
            ).toBe(true)
      }),
    )
  })
})
