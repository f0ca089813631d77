import { sha256Of } from '../../src/groundwork/canonical.ts'
import type { Micros } from '../../src/groundwork/day.ts'
import { prefix } from '../../src/groundwork/ip.ts'
import type { DriftItem } from '../../src/drift/drift.ts'
import type { Conversation, Host, HostId } from '../../src/inventory/inventory.ts'
import type { Asset, AssetId, Conduit, ConduitId, FlowId, Zone, ZoneId, ZoneKind } from '../../src/plant/plant.ts'
import type { Assessed } from '../../src/reports/result.ts'
import type { Finding } from '../../src/standard/finding.ts'
import {
  AS_OF,
  aConduit,
  aFlow,
  aFrame,
  anAsset,
  anEvidence,
  anInventory,
  aPlant,
  aTarget,
  aZone,
  SPAN,
} from './builders.ts'
import { fakeCatalogs, fakeLevels, fakeReason } from './fake-levels.ts'

/** A made-up result of an assessment for tests of reports: the plant is drawn by hand, its levels by a seeded lot. */

const CELLS = 'production'

const ZONES: readonly [id: string, name: string, kind: ZoneKind, level: number, target: 1 | 2 | 3, assets: string[]][] =
  [
    ['business', 'Business network', 'business', 4, 1, ['erp', 'mail', 'office-pc-1', 'office-pc-2']],
    ['dmz', 'Industrial DMZ', 'dmz', 3.5, 2, ['historian-mirror', 'patch-server', 'jump-host', 'fw-dmz']],
    [
      'operations',
      'Site operations',
      'operations',
      3,
      2,
      ['scada-server', 'historian', 'eng-station', 'ntp', 'domain'],
    ],
    [CELLS, 'Production', 'control', 2, 2, ['batch-server', 'sw-prod']],
    [
      'cell-1',
      'Filling cell',
      'control',
      1,
      2,
      ['plc-filler', 'plc-capper', 'hmi-filler', 'drive-1', 'drive-2', 'sw-1', 'fw-1'],
    ],
    [
      'cell-2',
      'Packing cell',
      'control',
      1,
      2,
      ['plc-packer', 'plc-palletizer', 'hmi-packer', 'drive-3', 'sw-2', 'fw-2'],
    ],
    ['safety', 'Safety system', 'safety', 1, 3, ['sis-plc', 'sis-eng', 'sis-io']],
    ['wireless', 'Wireless handhelds', 'wireless', 2, 2, ['ap-1', 'scanner-1', 'scanner-2']],
    ['remote', 'Vendor remote access', 'remote', 4, 2, ['vpn-gw', 'vendor-pc']],
    ['laptops', 'Engineering laptops', 'temporary', 2, 2, ['eng-laptop']],
  ]

const CONDUITS: readonly [id: string, joins: string[], enforced: string[] | undefined][] = [
  ['business-dmz', ['business', 'dmz'], ['fw-dmz']],
  ['dmz-operations', ['dmz', 'operations'], ['fw-dmz']],
  ['remote-dmz', ['remote', 'dmz'], ['vpn-gw']],
  ['plant-backbone', ['operations', CELLS, 'wireless'], undefined],
  ['scada-cell-1', ['operations', 'cell-1'], ['fw-1']],
  ['scada-cell-2', ['operations', 'cell-2'], ['fw-2']],
  ['cell-cell', ['cell-1', 'cell-2'], []],
  ['safety-cell-1', ['safety', 'cell-1'], ['sis-gw']],
  ['laptop-cells', ['laptops', 'cell-1', 'cell-2'], undefined],
  ['wireless-cell-2', ['wireless', 'cell-2'], ['ap-1']],
  ['safety-ops', ['safety', 'operations'], ['sis-gw']],
]

/** Ten zones, about forty assets, eleven conduits, and drift of every kind. */
export function anAssessed(change: Partial<Assessed> = {}): Assessed {
  const zones = ZONES.map(([id, name, kind, level, target], i) =>
    aZone({
      id,
      name,
      kind,
      level,
      target: aTarget(target),
      within: id.startsWith('cell') ? (CELLS as ZoneId) : undefined,
      networks: [prefix(`10.10.${i}.0/24`)!],
      owner: i % 3 === 0 ? undefined : 'production-engineering',
      complete: i % 2 === 0 ? { by: 'production-engineering', on: AS_OF, until: undefined } : undefined,
    }),
  )
  const assets = ZONES.flatMap(([zone, , kind, level, , ids], z) =>
    ids.map((id, i) => assetOf(id, zone, kind, level, `10.10.${z}.${i + 10}`)),
  )
  assets.push(anAsset({ id: 'sis-gw', kind: 'firewall', class: 'iacs', conduits: ['safety-cell-1' as ConduitId] }))
  const conduits = CONDUITS.map(([id, joins, enforced]) => conduitOf(id, joins, enforced))
  return assessedOf({ zones, assets, conduits }, change)
}

/** A plant of any size, for measuring: zones in groups of eight under a parent, a conduit from each zone to the next. */
export function aLargeAssessed(assetCount: number, zoneCount: number): Assessed {
  const kinds: readonly ZoneKind[] = [
    'control',
    'operations',
    'control',
    'safety',
    'dmz',
    'control',
    'wireless',
    'business',
  ]
  const levels = {
    business: 4,
    dmz: 3.5,
    operations: 3,
    control: 1,
    safety: 1,
    wireless: 2,
    temporary: 2,
    remote: 4,
    external: 5,
  }
  const zones = Array.from({ length: zoneCount }, (_, i) => {
    const kind = kinds[i % kinds.length]!
    return aZone({
      id: `zone-${i}`,
      name: `Zone number ${i}`,
      kind,
      level: levels[kind],
      target: aTarget(((i % 3) + 1) as 1 | 2 | 3),
      within: i % 8 === 0 ? undefined : (`zone-${i - (i % 8)}` as ZoneId),
      networks: [prefix(`10.${i % 250}.0.0/16`)!],
    })
  })
  const assets = Array.from({ length: assetCount }, (_, i) =>
    assetOf(`asset-${i}`, `zone-${i % zoneCount}`, 'control', 1, `10.${i % zoneCount}.${(i >> 8) & 255}.${i & 255}`),
  )
  const conduits = zones
    .slice(1)
    .map((zone, i) => conduitOf(`conduit-${i}`, [zones[i]!.id, zone.id], i % 3 === 0 ? undefined : [`asset-${i}`]))
  return assessedOf({ zones, assets, conduits }, {})
}

function assetOf(id: string, zone: string, kind: ZoneKind, level: number, ip: string): Asset {
  const type = /^(plc|sis|drive|hmi|fw|sw|eng|scada|ap)/.exec(id)?.[0] ?? 'server'
  return anAsset({
    id,
    name: id,
    zones: [zone as ZoneId],
    kind: { plc: 'plc', sis: 'safety-plc', drive: 'drive', hmi: 'hmi', fw: 'firewall', sw: 'switch' }[type] ?? type,
    class: kind === 'business' ? 'business' : kind === 'safety' ? 'safety' : 'iacs',
    level,
    firmware: id.startsWith('plc') ? '2.9.4' : undefined,
    addresses: [{ ip, mac: undefined, space: 'site', span: SPAN }],
  })
}

function conduitOf(id: string, joins: readonly string[], enforced: readonly string[] | undefined): Conduit {
  const [from, to] = [joins[0] as ZoneId, joins[1] as ZoneId]
  return aConduit({
    id,
    name: id,
    joins: joins as readonly ZoneId[],
    enforcedBy: enforced as readonly AssetId[] | undefined,
    target: aTarget(2),
    flows: [
      aFlow({
        id: `${id}/main`,
        conduit: id as ConduitId,
        from: { kind: 'zone', id: from },
        to: { kind: 'zone', id: to },
      }),
    ],
  })
}

function assessedOf(
  parts: { zones: readonly Zone[]; assets: readonly Asset[]; conduits: readonly Conduit[] },
  change: Partial<Assessed>,
): Assessed {
  const plant = aPlant({
    id: 'riverside',
    name: 'Riverside bottling',
    sector: 'food and beverage',
    entity: 'Riverside GmbH',
    classification: 'confidential',
    ...parts,
    flows: parts.conduits.flatMap((conduit) => conduit.flows),
    evidence: [
      anEvidence({
        id: 'fw-review-2026',
        kind: 'document',
        file: 'evidence/fw-review.pdf',
        hash: sha256Of('fw'),
        date: AS_OF,
      }),
      anEvidence({
        id: 'old-scan',
        kind: 'test-record',
        file: 'evidence/scan.xml',
        until: '2026-03-01' as typeof AS_OF,
      }),
    ],
    unused: [{ path: 'scenarios[].attack', span: SPAN, count: 3 }],
  })
  const hosts = parts.assets.slice(0, 5000).map((asset) => hostOf(asset.addresses[0]?.ip ?? '10.99.0.1'))
  hosts.push(hostOf('10.10.4.77'), hostOf('10.10.4.78'))
  const flows = parts.conduits.flatMap((conduit) => conduit.flows)
  const conversations = parts.conduits.map((conduit, i): Conversation => {
    const at = (n: number) =>
      parts.assets.find((asset) => asset.zones[0] === conduit.joins[n])?.addresses[0]?.ip ?? '10.99.0.1'
    return conversationOf(`c${i}`, at(0), at(1), i % 2 === 0 ? 'modbus-tcp' : 's7comm')
  })
  conversations.push(
    conversationOf('cx', '10.10.4.77', '10.10.4.10', 's7comm'),
    conversationOf('cy', '10.10.0.12', '10.10.4.10', 'http'),
  )
  const levels = fakeLevels(plant)
  const frame = aFrame({ frame: 41 })
  return {
    asOf: AS_OF,
    plant,
    inventory: anInventory({
      hosts,
      conversations,
      sources: [
        {
          source: sha256Of('a capture'),
          file: 'evidence/tap.pcap',
          reader: 'pcap',
          manner: 'seen',
          vantage: { site: 'site', space: 'site', tap: 'mirror-sw-1', covers: ['10.10.4.0/24'], declared: true },
          first: 1_790_000_000_000_000 as Micros,
          last: 1_790_000_900_000_000 as Micros,
          records: 4123,
          bytes: 812_345,
        },
      ],
      notUnderstood: [
        { file: 'evidence/tap.pcap', what: 'ethertype 0x88cc', packets: 12, bytes: 900, frames: [frame] },
      ],
    }),
    drift: {
      items: driftOf(parts.zones.map((zone) => zone.id)),
      matches: parts.assets
        .filter((asset) => asset.addresses[0])
        .slice(0, 4999)
        .map((asset) => ({ host: `site/${asset.addresses[0]!.ip}` as HostId, asset: asset.id, by: 'ip' as const })),
      flowMatches: conversations.map((conversation, i) => ({
        conversation: conversation.id,
        flows: flows[i] ? [flows[i].id] : [],
      })),
    },
    levels,
    findings: findingsOf(),
    diagnostics: [
      {
        code: 'PLANT_EVIDENCE_EXPIRED',
        severity: 'warning',
        params: { evidence: 'old-scan' },
        span: SPAN,
        help: 'run the scan again',
      },
      {
        code: 'PCAP_CUT',
        severity: 'info',
        params: { file: 'tap.pcap' },
        place: { file: 'evidence/tap.pcap', offset: 812_300, record: 4124 },
      },
    ],
    catalogs: fakeCatalogs(),
    exhibits: [
      {
        hash: sha256Of('exhibit'),
        source: frame.source,
        file: frame.file,
        frame: 41,
        time: '2026-09-21T14:13:20.000000Z',
        vantage: 'mirror-sw-1',
        bytes: '0200000001110200000004110800450000340001400040060000'.repeat(3),
        length: 312,
      },
    ],
    why: (subject, row, strength) => fakeReason(subject.id, row, strength),
    whyLevel: (subject, fr, strength) => ({
      says: `SL-A of ${subject.id} for ${fr} at ${strength}`,
      verdict: undefined,
      origins: [],
      because: [fakeReason(subject.id, 'SR 5.1', strength)],
    }),
    ...change,
  }
}

function hostOf(ip: string): Host {
  return {
    id: `site/${ip}` as HostId,
    space: 'site',
    ips: [ip],
    addresses: [{ space: 'site', ip }],
    macs: ['02:00:00:00:01:11'],
    interfaceMaker: 'Acme',
    manners: ['seen'],
    state: 'talker',
    first: 1_790_000_000_000_000 as Micros,
    last: 1_790_000_900_000_000 as Micros,
    facts: [
      {
        attribute: 'product',
        value: 'PX-15',
        by: 'modbus.device-identification',
        manner: 'answered',
        confidence: 0.9,
        count: 1,
        file: 'evidence/tap.pcap',
        frames: [aFrame()],
      },
    ],
    roles: ['modbus-server'],
    routes: false,
    sources: ['evidence/tap.pcap'],
    frames: [aFrame()],
  }
}

function conversationOf(id: string, from: string, to: string, protocol: string): Conversation {
  return {
    id,
    space: 'site',
    client: `site/${from}` as HostId,
    server: `site/${to}` as HostId,
    clientIp: from,
    serverIp: to,
    transport: 'tcp',
    port: 502,
    encapsulated: false,
    basis: 'syn',
    protocols: [protocol],
    operations: [],
    packets: { c2s: 120, s2c: 118 },
    bytes: { c2s: 9000, s2c: 11_000 },
    answered: true,
    first: 1_790_000_000_000_000 as Micros,
    last: 1_790_000_900_000_000 as Micros,
    frames: [aFrame()],
    sources: ['evidence/tap.pcap'],
  }
}

function driftOf(zones: readonly string[]): DriftItem[] {
  const [business, , operations, , cell] = zones
  const item = (change: Partial<DriftItem> & Pick<DriftItem, 'id' | 'kind' | 'message'>): DriftItem => ({
    severity: undefined,
    host: undefined,
    asset: undefined,
    flow: undefined,
    conversation: undefined,
    conduit: undefined,
    fromZone: undefined,
    toZone: undefined,
    fields: {},
    because: [{ kind: 'frame', frame: aFrame({ frame: 41 }) }],
    ...change,
  })
  return [
    item({
      id: 'd1',
      kind: 'host-not-declared',
      severity: 'error',
      message: 'host 10.10.4.77 is on the wire and in no list',
      host: 'site/10.10.4.77' as HostId,
      ...(cell ? { fromZone: cell } : {}),
    }),
    item({
      id: 'd2',
      kind: 'flow-not-declared',
      severity: 'error',
      message: '10.10.4.77 programs plc-filler over s7comm; nobody declared it',
      conversation: 'cx',
      fields: { protocol: 's7comm' },
      ...(cell ? { fromZone: cell, toZone: cell } : {}),
    }),
    item({
      id: 'd3',
      kind: 'flow-not-declared',
      severity: 'error',
      message: 'office-pc-1 reaches plc-filler past the DMZ over http',
      conversation: 'cy',
      fields: { protocol: 'http' },
      ...(business && cell ? { fromZone: business, toZone: cell } : {}),
    }),
    item({
      id: 'd4',
      kind: 'identity-mismatch',
      severity: 'warning',
      message: 'plc-capper says firmware 2.8.0, declared is 2.9.4',
      asset: 'plc-capper' as AssetId,
      ...(cell ? { toZone: cell } : {}),
    }),
    item({
      id: 'd5',
      kind: 'flow-not-seen',
      severity: 'info',
      message: 'flow safety-ops/main is declared and was not seen where it would have been',
      conduit: 'safety-ops' as ConduitId,
      flow: 'safety-ops/main' as FlowId,
    }),
    item({ id: 'd6', kind: 'asset-not-covered', message: 'no vantage could have seen erp', asset: 'erp' as AssetId }),
    item({
      id: 'd7',
      kind: 'flow-agrees',
      message: 'scada-cell-1/main is declared and was seen',
      conduit: 'scada-cell-1' as ConduitId,
      flow: 'scada-cell-1/main' as FlowId,
    }),
    item({
      id: 'd8',
      kind: 'operation-not-declared',
      severity: 'warning',
      message: 'historian writes to plc-filler, only reading is declared',
      conduit: 'scada-cell-1' as ConduitId,
      ...(operations && cell ? { fromZone: operations, toZone: cell } : {}),
    }),
  ]
}

function findingsOf(): Finding[] {
  const because = [{ kind: 'line' as const, span: SPAN }]
  return [
    {
      check: 'SEP-01',
      subject: 'cell-1',
      verdict: 'not-met',
      severity: 'error',
      message: 'office-pc-1 sits beside plc-filler',
      because,
      next: 'Move office-pc-1 to the business zone.',
    },
    {
      check: 'CON-09',
      subject: 'laptop-cells',
      verdict: 'unknown',
      severity: 'warning',
      message: 'nobody says who enforces laptop-cells',
      because,
      missing: ['enforced-by of laptop-cells'],
    },
    {
      check: 'INV-01',
      subject: 'dmz',
      verdict: 'unknown',
      severity: 'warning',
      message: 'nobody declared the asset list of dmz complete',
      because,
      missing: ['complete of dmz'],
    },
    {
      check: 'INV-01',
      subject: 'cell-2',
      verdict: 'met',
      severity: 'info',
      message: 'the asset list of cell-2 is declared complete',
      because,
    },
    {
      check: 'EVD-02',
      subject: 'old-scan',
      verdict: 'not-met',
      severity: 'warning',
      message: 'old-scan expired on 2026-03-01',
      because,
      next: 'Repeat the scan, or take the claim back.',
    },
  ]
}
