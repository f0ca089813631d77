import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { catalogs } from '../../tests/kit/catalogs.ts'
import { aFrame } from '../../tests/kit/builders.ts'
import {
  aFact,
  aLink,
  anAddress,
  anOperation,
  aSegment,
  aService,
  at,
  aTalk,
  aVantage,
} from '../../tests/kit/segments.ts'
import { BASES, type ConversationSeen, PORT_STATES, type Segment } from '../evidence/observation.ts'
import { canonicalJson, sha256Of } from '../groundwork/canonical.ts'
import { NO_TIME } from '../groundwork/day.ts'
import type { Inventory } from './inventory.ts'
import { takeInventory } from './take-inventory.ts'

const take = (...segments: Segment[]): Inventory => takeInventory({ segments }, { oui: () => undefined, catalogs })
const shape = (inventory: Inventory) =>
  inventory.hosts.map((h) => [h.id, h.ips.join(' '), h.macs.join(' ')].join(' | '))

const [A, B, R] = ['02:00:00:00:00:0a', '02:00:00:00:00:0b', '02:00:00:00:00:0f']

describe('which addresses are one host', () => {
  test('an IP that its MAC announced, or that the MAC alone carried', () => {
    const addresses = [
      anAddress({ ip: '10.0.0.1', mac: A, by: 'arp' }),
      anAddress({ ip: '10.0.0.2', mac: B, by: 'source' }),
    ]
    expect(shape(take(aSegment('a', { addresses })))).toEqual([
      `site/10.0.0.1 | 10.0.0.1 | ${A}`,
      `site/10.0.0.2 | 10.0.0.2 | ${B}`,
    ])
  })

  test('not the many hosts behind one MAC of a routed hop; the router stands for itself', () => {
    const addresses = ['10.9.0.1', '10.9.0.2', '10.9.0.3'].map((ip) => anAddress({ ip, mac: R }))
    addresses.push(anAddress({ ip: '10.0.0.254', mac: R, by: 'arp' }))
    const inventory = take(aSegment('a', { addresses }))
    expect(shape(inventory)).toEqual([
      `site/10.0.0.254 | 10.0.0.254 | ${R}`,
      'site/10.9.0.1 | 10.9.0.1 | ',
      'site/10.9.0.2 | 10.9.0.2 | ',
      'site/10.9.0.3 | 10.9.0.3 | ',
    ])
    expect(inventory.hosts.filter((h) => h.routes).map((h) => h.id)).toEqual(['site/10.0.0.254'])
  })

  test('seen on both sides of a router, an IP belongs to the MAC that it used towards its neighbors', () => {
    const addresses = [A, R].map((mac) => anAddress({ ip: '10.0.0.1', mac }))
    const near = aTalk('10.0.0.2', '10.0.0.1', 502, { serverMacs: [A] })
    const far = aTalk('10.9.0.2', '10.0.0.1', 502, { serverMacs: [A, R] })
    const { hosts } = take(aSegment('a', { addresses, conversations: [near, far] }))
    expect(hosts.filter((h) => h.macs.length > 0).map((h) => `${h.id} ${h.macs.join(' ')} ${h.routes}`)).toEqual([
      `site/${R} ${R} true`,
      `site/10.0.0.1 ${A} false`,
    ])
    expect(shape(take(aSegment('a', { addresses, conversations: [far] })))).toContain('site/10.0.0.1 | 10.0.0.1 | ')
  })

  test('not two hosts of one subnet address in two cells; but one machine that gives one serial number in both', () => {
    const cell = (space: string, facts: Segment['facts'] = []) =>
      aSegment(space, { vantage: aVantage({ space }), facts, addresses: [anAddress({ ip: '192.168.0.5' })] })
    expect(shape(take(cell('cell-1'), cell('cell-2')))).toHaveLength(2)
    const serial = [aFact('192.168.0.5', 'serial', 'S C-X4U421302009')]
    const [one, ...none] = take(cell('cell-1', serial), cell('cell-2', serial)).hosts
    expect(none).toEqual([])
    expect(one?.addresses).toEqual([
      { space: 'cell-1', ip: '192.168.0.5' },
      { space: 'cell-2', ip: '192.168.0.5' },
    ])
    const zeros = [aFact('192.168.0.5', 'serial', '00000000')]
    expect(shape(take(cell('cell-1', zeros), cell('cell-2', zeros)))).toHaveLength(2)
  })

  test('an address that an attacker announces as well stays with its owner, and both are told apart', () => {
    const addresses = [
      anAddress({ ip: '10.0.0.1', mac: A, by: 'arp' }),
      anAddress({ ip: '10.0.0.9', mac: R, by: 'arp' }),
      anAddress({ ip: '10.0.0.1', mac: R, by: 'arp' }),
    ]
    const inventory = take(aSegment('a', { addresses }))
    expect(shape(inventory)).toEqual([`site/10.0.0.1 | 10.0.0.1 | ${A}`, `site/10.0.0.9 | 10.0.0.9 | ${R}`])
    expect(inventory.hosts[0]!.facts.map((f) => [f.attribute, f.value])).toEqual([['announced-by', R]])
  })

  test('an address that two MACs without any other announce is one host, and says by whom', () => {
    const addresses = [A, R].map((mac) => anAddress({ ip: '10.0.0.1', mac, by: 'arp' }))
    const [host, ...none] = take(aSegment('a', { addresses })).hosts
    expect(none).toEqual([])
    expect(host!.facts.map((f) => `${f.attribute} ${f.value}`)).toEqual([`announced-by ${A}`, `announced-by ${R}`])
  })

  test('a list binds where the wire is silent, and never against it; what is only listed is not found', () => {
    const wire = aSegment('a', { addresses: [anAddress({ ip: '10.0.0.1', mac: A, by: 'arp' })] })
    const rows = [anAddress({ ip: '10.0.0.1', mac: B, by: 'list' }), anAddress({ ip: '10.0.0.7', mac: R, by: 'list' })]
    const list = aSegment('list', { manner: 'listed', addresses: rows, facts: [aFact('name:spare', 'kind', 'plc')] })
    const inventory = take(wire, list)
    expect(inventory.hosts.map((h) => `${h.id} ${h.macs.join(' ')} ${h.state}`)).toEqual([
      `site/${B} ${B} listed`,
      `site/10.0.0.1 ${A} talker`,
      `site/10.0.0.7 ${R} listed`,
      'site/name:spare  listed',
    ])
  })

  test('group and broadcast addresses are nobody; what was only addressed is silent', () => {
    const addresses = [
      anAddress({ ip: '10.0.0.255', mac: 'ff:ff:ff:ff:ff:ff', by: 'destination', received: 3 }),
      anAddress({ ip: '239.1.1.1', mac: '01:00:5e:01:01:01', by: 'destination' }),
      anAddress({ ip: '10.0.0.3', mac: undefined, by: 'destination' }),
      anAddress({ ip: '0.0.0.0', mac: A }),
    ]
    const talk = aTalk('10.0.0.1', '10.0.0.255', 138, {
      transport: 'udp',
      answered: false,
      packets: { c2s: 1, s2c: 0 },
    })
    const inventory = take(aSegment('a', { addresses, conversations: [talk] }))
    expect(inventory.hosts.map((h) => `${h.id} ${h.state}`)).toEqual([
      'site/02:00:00:00:00:0a talker',
      'site/10.0.0.1 talker',
      'site/10.0.0.3 silent',
    ])
    expect(inventory.services).toEqual([])
  })
})

describe('what scans and logs say of ports', () => {
  const scan = (name: string, services: Segment['services'], facts: Segment['facts'] = []) =>
    aSegment(name, { manner: 'answered', services, facts })

  test('an open port is an answered service, also without anybody who talks to it; other states stand apart', () => {
    const ports = [
      aService('10.0.0.2', 502, { protocols: ['modbus-tcp'] }),
      aService('10.0.0.2', 80, { state: 'closed' }),
      aService('10.0.0.3', 443, { state: 'filtered' }),
    ]
    const talk = aTalk('10.0.0.1', '10.0.0.2', 80, { answered: false, packets: { c2s: 1, s2c: 0 } })
    const found = take(scan('scan', ports), aSegment('tap', { conversations: [talk] }))
    expect(found.services.map((s) => [s.host, s.port, s.answered, s.clients, s.states.join()])).toEqual([
      ['site/10.0.0.2', 80, false, 1, 'closed'],
      ['site/10.0.0.2', 502, true, 0, 'open'],
      ['site/10.0.0.3', 443, false, 0, 'filtered'],
    ])
    expect(found.hosts.map((h) => `${h.id} ${h.state}`)).toEqual([
      'site/10.0.0.1 talker',
      'site/10.0.0.2 talker',
      'site/10.0.0.3 silent',
    ])
  })

  test('a device that gave something away has answered', () => {
    expect(take(scan('scan', [], [aFact('10.0.0.2', 'firmware', '2.9')])).hosts[0]?.state).toBe('talker')
  })

  test('a time that nobody knows is neither the first nor the last', () => {
    const known = aTalk('10.0.0.1', '10.0.0.2', 502, { first: at(3), last: at(5) })
    const log = { ...known, first: NO_TIME, last: NO_TIME }
    const [a, b] = [aSegment('tap', { conversations: [known] }), aSegment('log', { conversations: [log] })]
    const turned = take(aSegment('tap', { conversations: [log] }), aSegment('log', { conversations: [known] }))
    for (const { conversations, hosts } of [take(a, b), turned])
      expect([conversations[0], hosts[0]]).toMatchObject([
        { first: at(3), last: at(5) },
        { first: at(3), last: at(5) },
      ])
    expect(take(b).conversations[0]?.last).toBe(NO_TIME)
    expect(take(b).hosts[0]?.last).toBeUndefined()
  })
})

describe('conversations over segments', () => {
  const whole = aTalk('10.0.0.1', '10.0.0.2', 48898, {
    protocols: ['ads'],
    operations: [anOperation({ objects: { unit: '1', holding: '0-9' } })],
  })

  test('counts add, times widen, objects unite, the earliest three frames stay', () => {
    const frames = [4, 3, 2, 1].map((n) => aFrame({ frame: n, offset: n * 100, time: at(n) }))
    const one = aSegment('a', { conversations: [{ ...whole, first: at(5), last: at(6), frames: frames.slice(0, 2) }] })
    const operations = [anOperation({ count: 4, objects: { holding: '8-12,100', unit: '2' } })]
    const two = aSegment('b', { conversations: [{ ...whole, last: at(9), operations, frames: frames.slice(2) }] })
    const [merged, ...none] = take(one, two).conversations
    expect(none).toEqual([])
    expect(merged).toMatchObject({ packets: { c2s: 10, s2c: 10 }, first: at(0), last: at(9) })
    expect(merged?.frames.map((f) => f.frame)).toEqual([1, 2, 3])
    expect(merged?.operations).toMatchObject([{ count: 5, objects: { holding: '0-12,100', unit: '1-2' } }])
  })

  test('one met mid-stream and turned is folded onto the one whose beginning was seen', () => {
    const turned = aTalk('10.0.0.2', '10.0.0.1', 1025, {
      basis: 'lower_port',
      protocols: ['ads'],
      packets: { c2s: 1, s2c: 2 },
      operations: [anOperation({ direction: 'c2s', count: 2 })],
    })
    const inventory = take(aSegment('a', { conversations: [whole] }), aSegment('b', { conversations: [turned] }))
    expect(inventory.conversations).toHaveLength(1)
    expect(inventory.conversations[0]).toMatchObject({
      clientIp: '10.0.0.1',
      port: 48898,
      packets: { c2s: 7, s2c: 6 },
      operations: [{ direction: 's2c', count: 3 }],
      sources: ['evidence/a.pcap', 'evidence/b.pcap'],
    })
    const other = { ...turned, protocols: [] }
    expect(take(aSegment('a', { conversations: [whole, other] })).conversations).toHaveLength(2)
    const opened = { ...turned, basis: 'syn' as const }
    expect(take(aSegment('a', { conversations: [whole, opened] })).conversations).toHaveLength(2)
  })

  test('two equally unsure directions are one only on the same port; the earlier sender is the client', () => {
    const unsure = { basis: 'first_sender' as const, transport: 'udp', protocols: ['ads'] }
    const forth = aTalk('10.0.0.1', '10.0.0.2', 48899, { ...unsure, first: at(5) })
    const back = aTalk('10.0.0.2', '10.0.0.1', 48899, unsure)
    const [one, ...none] = take(aSegment('a', { conversations: [forth, back] })).conversations
    expect([one?.clientIp, one?.packets.c2s, none.length]).toEqual(['10.0.0.2', 10, 0])
    const elsewhere = { ...back, port: 1025 }
    expect(take(aSegment('a', { conversations: [forth, elsewhere] })).conversations).toHaveLength(2)
  })

  test('roles come from answered operations, with their reason', () => {
    const program = anOperation({ class: 'program', protocol: 's7comm', name: 'ACK3_1d' })
    const s7 = aTalk('10.0.0.7', '10.0.0.2', 102, { protocols: ['s7comm'], operations: [program] })
    const polls = ['10.0.0.2', '10.0.0.3', '10.0.0.4'].map((ip) =>
      aTalk('10.0.0.1', ip, 502, { protocols: ['modbus-tcp'] }),
    )
    const probe = aTalk('10.0.0.9', '10.0.0.8', 502, { answered: false, packets: { c2s: 1, s2c: 0 } })
    const { hosts } = take(aSegment('a', { conversations: [s7, ...polls, probe] }))
    expect(Object.fromEntries(hosts.map((h) => [h.id, h.roles.join(' ')]))).toEqual({
      'site/10.0.0.1': 'supervision',
      'site/10.0.0.2': 'controller',
      'site/10.0.0.3': 'controller',
      'site/10.0.0.4': 'controller',
      'site/10.0.0.7': 'controller-client engineering',
      'site/10.0.0.8': '',
      'site/10.0.0.9': '',
    })
    expect(hosts[1]!.facts).toMatchObject([
      { attribute: 'role', value: 'controller', by: 'serves.modbus-tcp serves.s7comm' },
    ])
  })
})

const ipOf = fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3', '10.9.0.1', 'fe80::1', '239.1.1.1', '10.0.0.255')
const macOf = fc.constantFrom(A, B, R, 'ff:ff:ff:ff:ff:ff')
const seconds = fc.oneof(fc.integer({ min: 0, max: 9 }).map(at), fc.constant(NO_TIME))
const frames = fc.array(
  fc
    .record({ n: fc.integer({ min: 1, max: 9 }), time: seconds })
    .map(({ n, time }) => aFrame({ frame: n, offset: n, time })),
  { maxLength: 3 },
)
const objects = fc.dictionary(fc.constantFrom('unit', 'db'), fc.constantFrom('1', '1-3', '7,9', 'x', 'y,x'))
const talks: fc.Arbitrary<ConversationSeen> = fc
  .record({
    ends: fc.tuple(ipOf, ipOf),
    port: fc.constantFrom(102, 502, 48898),
    basis: fc.constantFrom(...BASES),
    protocols: fc.subarray(['ads', 's7comm']),
    answered: fc.boolean(),
    first: seconds,
    frames,
    operations: fc.array(
      fc
        .record({ objects, direction: fc.constantFrom('c2s', 's2c'), frames, count: fc.integer({ min: 1, max: 5 }) })
        .map(anOperation),
      { maxLength: 2 },
    ),
  })
  .map(({ ends, port, ...rest }) => aTalk(ends[0], ends[1], port, { ...rest, last: at(20) }))
const plainFact = fc.tuple(
  fc.constantFrom('serial', 'name', 'make'),
  fc.constantFrom('SN-12345', 'SN-99871', 'name'),
  fc.constant('modbus.device-identification'),
)
/** Facts of which the catalog reads others: makes, products, versions, roles, and one serial number from two makes of texts. */
const toldFact = fc.constantFrom(
  ...([
    ['make', 'SIEMENS AG', 'bacnet.i-am'],
    ['make', 'Siemens', 's7comm.szl'],
    ['description', 'Hirschmann BRS50 HiOS-2A-10.3.04', 'snmp.system'],
    ['description', 'Hirschmann BRS50 HiOS-2A-10.3.04', 'lldp'],
    ['description', 'APC Web/SNMP Management Card (MB:v4.1.0 PF:v6.4.0 AN1:x MN:AP9631 HR:05 SN: ZA1250012345 MD:1)', 'snmp'],
    ['serial', 'ZA1250012345', 'snmp.entity'],
    ['role', 'AC drive', 'ethernet-ip.list-identity'],
    ['role', 'switch', 'lldp'],
  ] as const), // biome-ignore format: a table
)
const segmentOf: fc.Arbitrary<Segment> = fc
  .record({
    name: fc.constantFrom('one', 'two', 'three'),
    from: fc.integer({ min: 0, max: 3 }),
    manner: fc.constantFrom('seen', 'answered', 'listed'),
    space: fc.constantFrom('site', 'cell'),
    addresses: fc.array(
      fc
        .record({ ip: ipOf, mac: macOf, by: fc.constantFrom('arp', 'source', 'destination', 'list'), frames })
        .map(anAddress),
      { maxLength: 4 },
    ),
    conversations: fc.array(talks, { maxLength: 4 }),
    facts: fc.array(
      fc
        .tuple(ipOf, fc.oneof(plainFact, toldFact), frames)
        .map(([ip, [attribute, value, by], frames]) => aFact(ip, attribute, value, { frames, by })),
      { maxLength: 3 },
    ),
    services: fc.array(
      fc
        .record({
          host: ipOf,
          port: fc.constantFrom(102, 502),
          state: fc.constantFrom(...PORT_STATES),
          first: seconds,
          frames,
        })
        .map(({ host, port, ...rest }) => aService(host, port, rest)),
      { maxLength: 3 },
    ),
    links: fc.array(
      macOf.map((from) => aLink({ from })),
      { maxLength: 2 },
    ),
  })
  .map(({ name, from, manner, space, ...rest }) =>
    aSegment(name, {
      manner,
      from: from * 10,
      to: from * 10 + 10,
      vantage: aVantage({ space }),
      ...rest,
      source: sha256Of(name),
    }),
  )

/** The union that merging is: a set of segments by source and range, in any order. */
function union(...parts: readonly (readonly Segment[])[]): Segment[] {
  return [...new Map(parts.flat().map((s) => [`${s.source} ${s.from} ${s.to}`, s])).values()]
}

test('merging law: any partition, order and repetition of the evidence gives the same bytes', () => {
  const segments = fc.uniqueArray(segmentOf, { selector: (s) => `${s.source} ${s.from}`, maxLength: 8 })
  fc.assert(
    fc.property(segments, fc.infiniteStream(fc.nat()), fc.nat(), (all, order, cut) => {
      const expected = canonicalJson(take(...all))
      const keys = new Map(all.map((s) => [s, order.next().value as number]))
      const shuffled = [...all].sort((a, b) => keys.get(a)! - keys.get(b)!)
      const [left, right] = [shuffled.slice(0, cut % 9), shuffled.slice(cut % 9)]
      expect(canonicalJson(take(...shuffled, ...left))).toBe(expected)
      expect(canonicalJson(take(...union(left, right)))).toBe(canonicalJson(take(...union(right, left, right))))
    }),
  )
})
