import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aConduit, aFlow, anAsset, aPlant, aZone, SPAN } from '../../../tests/kit/builders.ts'
import { catalogs } from '../../../tests/kit/catalogs.ts'
import { aFact, aLink, anAddress, anOperation, aSegment, aTalk } from '../../../tests/kit/segments.ts'
import { compare } from '../../drift/compare.ts'
import { dayOf, NO_TIME } from '../../groundwork/day.ts'
import { prefix } from '../../groundwork/ip.ts'
import { takeInventory } from '../../inventory/take-inventory.ts'
import type { Asset, AssetId, ConduitId, Flow, FlowEnd, Plant, ZoneId, ZoneKind } from '../../plant/plant.ts'
import type { EvidenceRecord } from '../../standard/evidence-record.ts'
import { requirementId } from '../../standard/requirement-id.ts'
import { effectOf, recordsFromTraffic } from './from-traffic.ts'
import { signals } from './signals.ts'
import { signalsPage } from './signals-page.ts'

const zone = (id: string, kind: ZoneKind, network: string) => aZone({ id, kind, networks: [prefix(network)!] })
const asset = (id: string, inZone: string, ip: string, more: Partial<Asset> = {}) =>
  anAsset({
    id,
    zones: [inZone as ZoneId],
    class: 'iacs',
    addresses: [{ ip, mac: undefined, space: 'site', span: SPAN }],
    ...more,
  })
const end = (id: string): FlowEnd => ({ kind: 'asset', id: id as AssetId })
const flow = (id: string, from: string, to: string, more: Partial<Flow> = {}) =>
  aFlow({ id, from: end(from), to: end(to), ...more })

const zones = [
  zone('office', 'business', '10.1.0.0/24'),
  zone('site', 'operations', '10.2.0.0/24'),
  zone('cell', 'control', '10.3.0.0/24'),
  zone('sis', 'safety', '10.4.0.0/24'),
  zone('vendor', 'remote', '10.9.0.0/24'),
]
const assets = [
  asset('pc', 'office', '10.1.0.5', { class: 'business' }),
  asset('scada', 'site', '10.2.0.5'),
  asset('plc', 'cell', '10.3.0.11'),
  asset('hmi', 'cell', '10.3.0.12'),
  asset('sis-1', 'sis', '10.4.0.1', { class: 'safety' }),
]
const [PC, SCADA, PLC, HMI, SIS] = ['10.1.0.5', '10.2.0.5', '10.3.0.11', '10.3.0.12', '10.4.0.1'] as const

function plantWith(flows: readonly Flow[] = [], more: Partial<Plant> = {}): Plant {
  const conduit = aConduit({
    id: 'site-cell',
    joins: ['site' as ZoneId, 'cell' as ZoneId],
    flows: flows.filter((f) => f.conduit === 'site-cell'),
  })
  return aPlant({ zones, assets, conduits: [conduit], flows, ...more })
}
const over = { conduit: 'site-cell' as ConduitId }

type Piece = Parameters<typeof aSegment>[1]
function records(plant: Plant, piece: Piece, names: readonly string[] = ['tap']): EvidenceRecord[] {
  const segments = names.map((name) => aSegment(name, piece))
  const inventory = takeInventory({ segments }, { oui: () => undefined, catalogs })
  return recordsFromTraffic({ plant, inventory, drift: compare(inventory, plant, { catalogs }), catalogs })
}
/** What signals say, as `signal: row effect subject`. */
function said(plant: Plant, piece: Piece, ...ids: readonly string[]): string[] {
  return records(plant, piece)
    .map((r) => ({ r, id: /\[([\w-]+)\]$/.exec(r.because)![1]! }))
    .filter(({ id }) => ids.length === 0 || ids.includes(id))
    .map(({ r }) => `${r.requirement} ${r.effect} ${r.subject.kind}:${r.subject.id}`)
}
const read = anOperation()
const write = anOperation({ name: 'FC16', title: 'write multiple registers', class: 'write' })
const download = anOperation({ protocol: 's7comm', name: 'ACK3_1c', title: 'end download', class: 'program' })
const modbus = { protocols: ['modbus-tcp'], operations: [read] }
const one = (...talk: Parameters<typeof aTalk>) => ({ conversations: [aTalk(...talk)] })

describe('access', () => {
  test('served without proof: SR 1.2; not by the port alone, unanswered, turned round, or to a stranger', () => {
    const seen = (...talk: Parameters<typeof aTalk>) => said(plantWith(), one(...talk), 'served-without-proof')
    expect(seen(HMI, PLC, 502, modbus)).toEqual(['SR 1.2 contradicts asset:plc'])
    expect(seen(HMI, PLC, 502)).toEqual([])
    expect(seen(HMI, PLC, 502, { ...modbus, answered: false })).toEqual([])
    expect(seen(HMI, PLC, 502, { ...modbus, basis: 'first_sender' })).toEqual([])
    const asked = anOperation({ direction: 'c2s', outcome: 'asked' })
    expect(seen(HMI, PLC, 502, { ...modbus, operations: [asked] })).toEqual([])
    expect(seen(HMI, '10.3.0.99', 502, modbus)).toEqual([])
    expect(seen(HMI, PLC, 4840, { protocols: ['opc-ua'], operations: [read] })).toEqual([])
  })

  test('a change beyond what is declared weakens SR 2.1 RE 1; a permitted, refused or read one does not', () => {
    const seen = (flows: Flow[], operation = write) =>
      said(plantWith(flows), one(HMI, PLC, 502, { ...modbus, operations: [operation] }), 'change-beyond-declared')
    const weakened = ['SR 2.1 RE 1 weakens asset:plc']
    expect(seen([])).toEqual(weakened)
    expect(seen([flow('f', 'hmi', 'plc', { only: ['read'] })])).toEqual(weakened)
    expect(seen([flow('f', 'hmi', 'plc', { only: ['read', 'write'] })])).toEqual([])
    expect(seen([flow('f', 'hmi', 'plc')])).toEqual([])
    expect(seen([], { ...write, outcome: 'refused' })).toEqual([])
    expect(seen([], read)).toEqual([])
  })

  test('a refusal for want of a right supports SR 2.1, of a change also RE 1; another error does not', () => {
    const seen = (operation: Parameters<typeof anOperation>[0]) =>
      said(
        plantWith(),
        one(HMI, PLC, 102, { protocols: ['s7comm'], operations: [anOperation({ outcome: 'refused', ...operation })] }),
        'refused-for-want-of-right',
      )
    expect(seen({ class: 'control', objects: { denied: '53825' } })).toEqual([
      'SR 2.1 supports asset:plc',
      'SR 2.1 RE 1 supports asset:plc',
    ])
    expect(seen({ class: 'read', objects: { denied: '3' } })).toEqual(['SR 2.1 supports asset:plc'])
    expect(seen({ class: 'control', objects: { error: '33028' } })).toEqual([])
  })

  test('a download without identity weakens SR 2.12 and RE 1, a write RE 1 only, reading neither', () => {
    const seen = (operation = download) =>
      said(
        plantWith(),
        one(HMI, PLC, 102, { protocols: ['cotp', 's7comm'], operations: [operation] }),
        'action-without-identity',
      )
    expect(seen()).toEqual(['SR 2.12 weakens asset:plc', 'SR 2.12 RE 1 weakens asset:plc'])
    expect(seen({ ...download, class: 'write' })).toEqual(['SR 2.12 RE 1 weakens asset:plc'])
    expect(seen({ ...download, class: 'read' })).toEqual([])
  })

  test('protocols with clear passwords are shown, and never more', () => {
    const seen = (...talk: Parameters<typeof aTalk>) => said(plantWith(), one(...talk), 'clear-credentials')
    expect(seen(PC, PLC, 23, { protocols: ['telnet'] })).toEqual(['SR 1.5 hint asset:plc'])
    expect(seen(PC, PLC, 23)).toEqual(['SR 1.5 hint asset:plc'])
    expect(seen(PC, PLC, 23, { answered: false })).toEqual([])
    expect(seen(PC, PLC, 22, { protocols: ['ssh'] })).toEqual([])
  })
})

describe('secrets', () => {
  const told = (fact: Parameters<typeof aFact>[3] = {}) => ({
    ...one(PC, PLC, 23, { protocols: ['telnet'] }),
    facts: [aFact(PLC, 'clear-text-credentials', 'Telnet password', { by: 'telnet', ...fact })],
  })

  test('a secret that was seen in clear contradicts SR 1.5 for who was sent it; a login that sends none does not', () => {
    expect(said(plantWith(), told(), 'secret-in-clear')).toEqual(['SR 1.5 contradicts asset:plc'])
    const digest = { ...told(), facts: [aFact(PLC, 'login', 'HTTP Digest', { by: 'http' })] }
    expect(said(plantWith(), digest, 'secret-in-clear')).toEqual([])
    const record = records(plantWith(), told()).find((r) => r.because.includes('[secret-in-clear]'))!
    expect(record.because).toContain('"plc" was sent Telnet password in clear')
    expect(record.origins[0]).toMatchObject({ kind: 'frame' })
  })

  test('what was seen at an unknown time makes no record', () => {
    const talk = one(HMI, PLC, 102, { protocols: ['s7comm'], operations: [download], first: NO_TIME, last: NO_TIME })
    expect(said(plantWith(), talk)).toEqual([])
    expect(
      said(plantWith(), one(HMI, PLC, 102, { protocols: ['s7comm'], operations: [download] })).length,
    ).toBeGreaterThan(0)
  })
})

describe('integrity and confidentiality', () => {
  const declared = flow('f', 'hmi', 'plc')

  test('a flow in clear contradicts SR 3.1 RE 1 for the flow, without one for the asset', () => {
    const seen = (flows: Flow[], ...talk: Parameters<typeof aTalk>) =>
      said(plantWith(flows), one(...talk), 'flow-in-clear')
    expect(seen([declared], HMI, PLC, 502, modbus)).toEqual(['SR 3.1 RE 1 contradicts flow:f'])
    expect(seen([], HMI, PLC, 502, modbus)).toEqual(['SR 3.1 RE 1 contradicts asset:plc'])
    expect(seen([declared], HMI, PLC, 502)).toEqual([])
    expect(seen([declared], HMI, PLC, 502, { ...modbus, answered: false })).toEqual([])
    expect(seen([], HMI, PLC, 22, { protocols: ['ssh'] })).toEqual([])
  })

  test('a protected flow shows it; what has an optional protection does not', () => {
    const ssh = flow('f', 'hmi', 'plc', { protocol: 'ssh', confidential: 'yes' })
    const seen = (f: Flow, port: number, protocol: string) =>
      said(plantWith([f]), one(HMI, PLC, port, { protocols: [protocol] }), 'flow-protected')
    expect(seen(ssh, 22, 'ssh')).toEqual(['SR 3.1 RE 1 shows flow:f', 'SR 4.1 supports flow:f'])
    expect(seen({ ...ssh, confidential: 'unknown' }, 22, 'ssh')).toEqual(['SR 3.1 RE 1 shows flow:f'])
    expect(seen({ ...ssh, protocol: 'opc-ua' }, 4840, 'opc-ua')).toEqual([])
  })

  test('a confidential flow in clear contradicts SR 4.1; one that nobody marked does not', () => {
    const seen = (confidential: 'yes' | 'unknown') =>
      said(plantWith([{ ...declared, confidential }]), one(HMI, PLC, 502, modbus), 'confidential-in-clear')
    expect(seen('yes')).toEqual(['SR 4.1 contradicts flow:f'])
    expect(seen('unknown')).toEqual([])
  })
})

describe('boundaries', () => {
  test('an undeclared crossing: no conduit contradicts SR 5.2 and RE 1, a conduit without the flow RE 1 at its ends', () => {
    const seen = (flows: Flow[], ...talk: Parameters<typeof aTalk>) =>
      said(plantWith(flows), one(...talk), 'undeclared-crossing').sort()
    expect(seen([], PC, PLC, 80)).toEqual([
      'SR 5.2 RE 1 contradicts zone:cell',
      'SR 5.2 RE 1 contradicts zone:office',
      'SR 5.2 contradicts zone:cell',
      'SR 5.2 contradicts zone:office',
    ])
    expect(seen([], SCADA, PLC, 502, modbus)).toEqual([
      'SR 5.2 RE 1 contradicts access-point:site-cell@cell',
      'SR 5.2 RE 1 contradicts access-point:site-cell@site',
    ])
    expect(seen([flow('f', 'scada', 'plc', over)], SCADA, PLC, 502, modbus)).toEqual([])
    expect(seen([], PC, PLC, 80, { answered: false })).toEqual([])
    expect(seen([], PC, PLC, 80, { encapsulated: true })).toEqual([])
    expect(seen([], HMI, PLC, 80), 'inside one zone').toEqual([])
  })

  test('only declared crossings answered, others tried in vain, support SR 5.2; quiet alone does not', () => {
    const declared = aTalk(SCADA, PLC, 502, modbus)
    const tried = aTalk(SCADA, HMI, 23, { answered: false })
    const seen = (...conversations: ReturnType<typeof aTalk>[]) =>
      said(plantWith([flow('f', 'scada', 'plc', over)]), { conversations }, 'only-declared-crossings')
    expect(seen(declared, tried)).toEqual(['SR 5.2 supports conduit:site-cell', 'SR 5.2 RE 1 hint conduit:site-cell'])
    expect(seen(declared)).toEqual([])
    expect(seen(tried)).toEqual([])
    expect(seen(declared, tried, aTalk(SCADA, HMI, 80))).toEqual([])
  })

  test('ARP straight between business and control contradicts SR 5.1; broadcasts and routers do not', () => {
    const [A, B] = ['02:00:00:00:00:0a', '02:00:00:00:00:0b']
    const own = (ip: string, mac: string) => anAddress({ ip, mac, by: 'arp' })
    const seen = (to: string, client: string = PC) =>
      said(
        plantWith(),
        { addresses: [own(client, A), own(PLC, B)], links: [aLink({ from: A, to, frames: [frameOf()] })] },
        'shared-broadcast-domain',
      )
    expect(seen(B)).toEqual(['SR 5.1 contradicts zone:cell', 'SR 5.1 contradicts zone:office'])
    expect(seen('ff:ff:ff:ff:ff:ff')).toEqual([])
    expect(seen(B, HMI), 'two control hosts').toEqual([])
  })

  test('an untrusted address past the access points contradicts SR 1.13, by remote access also SR 1.1 RE 2', () => {
    const seen = (...talk: Parameters<typeof aTalk>) => said(plantWith(), one(...talk), 'past-the-access-points')
    expect(seen('10.9.0.7', PLC, 22, { protocols: ['ssh'] })).toEqual([
      'SR 1.1 RE 2 contradicts zone:cell',
      'SR 1.13 contradicts zone:cell',
    ])
    expect(seen(PLC, '52.1.2.3', 443)).toEqual(['SR 1.13 contradicts zone:cell'])
    expect(seen('10.9.0.7', PLC, 3389)).toContain('SR 1.1 RE 2 hint zone:cell')
    expect(seen('10.9.0.7', PLC, 22, { answered: false })).toEqual([])
    expect(seen(PC, '52.1.2.3', 443), 'business may').toEqual([])
    expect(seen('10.77.0.7', PLC, 22), 'a private address that no zone holds').toEqual([])
  })

  test('network services from outside, safety joined to others, mail inside', () => {
    const seen = (id: string, ...talk: Parameters<typeof aTalk>) => said(plantWith(), one(...talk), id)
    const dns = { transport: 'udp', protocols: ['dns'] }
    expect(seen('network-service-from-outside', PLC, PC, 53, dns)).toEqual(['SR 5.1 RE 2 contradicts zone:cell'])
    expect(seen('network-service-from-outside', PLC, PC, 53, { transport: 'udp' })).toEqual([
      'SR 5.1 RE 2 hint zone:cell',
    ])
    expect(seen('network-service-from-outside', PLC, SCADA, 53, dns)).toEqual([])
    expect(seen('critical-network-joined', HMI, SIS, 502, modbus)).toEqual(['SR 5.1 RE 3 contradicts zone:sis'])
    expect(seen('critical-network-joined', HMI, PLC, 502, modbus)).toEqual([])
    expect(seen('messages-between-people', PC, HMI, 25, { protocols: ['smtp'] })).toEqual([
      'SR 5.3 contradicts zone:cell',
      'SR 5.3 RE 1 contradicts asset:hmi',
    ])
    const alarm = seen('messages-between-people', HMI, PC, 25, { protocols: ['smtp'] })
    expect(alarm, 'an alarm sent out').toEqual(['SR 5.3 RE 1 hint asset:hmi'])
    expect(seen('messages-between-people', PC, HMI, 25)).toEqual([
      'SR 5.3 hint zone:cell',
      'SR 5.3 RE 1 hint asset:hmi',
    ])
  })
})

describe('inventory, services, time and records', () => {
  const plcWith = (more: Partial<Asset>) =>
    plantWith([], { assets: assets.map((a) => (a.id === 'plc' ? { ...a, ...more } : a)) })

  test('a service that is not needed contradicts SR 7.7, only where needed ones are listed', () => {
    const seen = (services: string[] | undefined, ...talk: Parameters<typeof aTalk>) =>
      said(plcWith({ services }), one(...talk), 'needless-service')
    expect(seen(['tcp/502'], HMI, PLC, 80)).toEqual(['SR 7.7 contradicts asset:plc'])
    expect(seen(['tcp/502'], HMI, PLC, 502, modbus)).toEqual([])
    expect(seen(undefined, HMI, PLC, 80)).toEqual([])
    expect(seen(['tcp/502'], HMI, PLC, 80, { answered: false })).toEqual([])
    expect(seen(['tcp/502'], HMI, PLC, 40_000, { basis: 'first_sender' })).toEqual(['SR 7.7 hint asset:plc'])
  })

  test('a talking stranger in a zone contradicts SR 7.8 there; a silent or listed one does not', () => {
    const stranger = (ip: string, by: 'source' | 'destination' = 'source') =>
      said(plantWith(), { addresses: [anAddress({ ip, by, frames: [frameOf()] })] }, 'host-not-in-model')
    expect(stranger('10.3.0.77')).toEqual(['SR 7.8 contradicts zone:cell'])
    expect(stranger('10.3.0.77', 'destination')).toEqual([])
    expect(stranger('10.77.0.7')).toEqual([])
    expect(stranger(PLC)).toEqual([])
  })

  test('another firmware than declared contradicts SR 7.8, the declared one supports it, a list says nothing', () => {
    const seen = (value: string, manner: 'seen' | 'listed' = 'seen') =>
      said(
        plcWith({ firmware: '2.9.4' }),
        { manner, addresses: [anAddress({ ip: PLC })], facts: [aFact(PLC, 'firmware', value)] },
        'identity-differs',
        'identity-agrees',
      )
    expect(seen('V2.8')).toEqual(['SR 7.8 contradicts asset:plc'])
    expect(seen('V2.9.4')).toEqual(['SR 7.8 supports asset:plc'])
    expect(seen('V2.8', 'listed')).toEqual([])
  })

  test('time from the declared source is shown, from another weakens SR 2.11 RE 1 where one is declared', () => {
    const ntp = flow('time', 'plc', 'scada', { protocol: 'ntp', ...over })
    const seen = (flows: Flow[], server: string) =>
      said(plantWith(flows), one(PLC, server, 123, { transport: 'udp', protocols: ['ntp'] }), 'time-exchange')
    expect(seen([ntp], SCADA)).toEqual(['SR 2.11 RE 1 hint asset:plc'])
    expect(seen([ntp], PC)).toEqual(['SR 2.11 RE 1 weakens asset:plc'])
    expect(seen([], PC)).toEqual([])
  })

  test('syslog supports SR 2.8, to a declared collector also RE 1; by its port alone it is a hint', () => {
    const log = flow('log', 'plc', 'scada', { protocol: 'syslog', ...over })
    const seen = (flows: Flow[], protocols: string[]) =>
      said(plantWith(flows), one(PLC, SCADA, 514, { transport: 'udp', protocols, answered: false }), 'logs-leave')
    expect(seen([log], ['syslog'])).toEqual(['SR 2.8 supports asset:plc', 'SR 2.8 RE 1 supports asset:plc'])
    expect(seen([], ['syslog'])).toEqual(['SR 2.8 supports asset:plc'])
    expect(seen([log], [])).toEqual(['SR 2.8 hint asset:plc', 'SR 2.8 RE 1 hint asset:plc'])
  })
})

describe('records', () => {
  test('carry frames, day, tap, sources and where the model says otherwise', () => {
    const plant = plantWith([flow('f', 'hmi', 'plc', { only: ['read'] })])
    const [record] = records(plant, one(HMI, PLC, 502, { ...modbus, operations: [write] })).filter(
      (r) => r.requirement === requirementId('SR 2.1 RE 1'),
    )
    const frame = frameOf()
    expect(record).toMatchObject({ strength: 'observed', day: dayOf(frame.time) })
    expect(record!.because).toContain(
      'carried out write for "hmi" (10.3.0.12), and flow "f" allows other operations only',
    )
    expect(record!.because).toContain('tap')
    expect(record!.origins).toEqual([
      { kind: 'frame', frame },
      { kind: 'line', span: SPAN },
    ])
    expect(record!.inputs).toContain(plant.hash)
    expect(record!.inputs).toContain(frame.source)
  })

  test('many sightings of one thing make one record', () => {
    const conversations = [1, 2, 3].map((n) => aTalk(`10.3.0.2${n}`, PLC, 502, modbus))
    const found = records(plantWith(), { conversations }).filter((r) => r.requirement === requirementId('SR 1.2'))
    expect(found).toHaveLength(1)
    expect(found[0]!.because).toContain('; 2 more like it')
  })

  test('silence says nothing, and no order of the input changes a byte', () => {
    expect(records(plantWith([flow('f', 'hmi', 'plc')]), {})).toEqual([])
    const all = [
      aTalk(HMI, PLC, 502, modbus),
      aTalk(PC, PLC, 80),
      aTalk(SCADA, PLC, 502, { ...modbus, operations: [write] }),
      aTalk('10.9.0.7', PLC, 22, { protocols: ['ssh'] }),
    ]
    const wanted = records(plantWith(), { conversations: all })
    expect(wanted.length).toBeGreaterThan(5)
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (conversations) => {
        expect(records(plantWith(), { conversations })).toEqual(wanted)
      }),
    )
  })
})

test('every signal names rows of the catalog, and only such as traffic can speak to', () => {
  for (const { id, rows } of signals.values())
    for (const { row, side } of rows) {
      const mode = catalogs.modes.get(requirementId(row)!)
      expect(mode, `${id}: ${row}`).toBeDefined()
      expect(effectOf(mode, side, true), `${id}: ${row} ${side}`).toBeDefined()
    }
})

test('the page lists every signal with its rows', () => {
  const page = signalsPage(catalogs)
  for (const { id, rows } of signals.values()) {
    expect(page).toContain(`\`${id}\``)
    for (const { row } of rows) expect(page).toContain(`| ${row} |`)
  }
})

function frameOf() {
  return aTalk(HMI, PLC, 1).frames[0]!
}
