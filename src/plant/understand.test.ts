import { expect, test } from 'vitest'
import { catalogs } from '../../tests/kit/catalogs.ts'
import { project } from '../../tests/kit/plant-project.ts'
import { prefix } from '../groundwork/ip.ts'
import { flat } from '../standard/fr.ts'
import { projectTextFiles } from './written/read-plant.ts'
import { decisionLine } from './written/records.ts'

const HEAD = 'cofferdam: 1\nplant: { id: p }\n'
const plantOf = (text: string) => project({ 'plant.yaml': HEAD + text })

test('a plant is understood: defaults of kinds and products, floor under targets, spaces of zones', () => {
  const { plant, found } = plantOf(`
risk: { floor: 2, tolerable: 4, sl-t-rule: matrix }
sites:
  - { id: north, time-zone: Europe/Berlin, spaces: [{ id: plant-net }, { id: cell-net }] }
zones:
  - { id: scada, kind: operations, level: 3, sl-t: 3, networks: [10.1.0.0/24], access-points: [] }
  - { id: cell, within: line, networks: [192.168.0.0/24], sl-t: "{2 2 0 1 3 1 3}" }
  - { id: line, space: cell-net, sl-t: { IAC: 4, all: 1, reason: because }, complete: { by: me, on: 2026-10-01 } }
conduits:
  - id: link
    joins: [scada, cell]
    nat: yes
    enforced-by: [fw]
    flows:
      - { id: recipes, from: server, to: cell, protocol: s7, only: [write, read], until: 2027-06-30 }
flows:
  - { id: web, from: 10.9.0.0/16, to: any, protocol: tcp/8443, conduit: link }
products:
  - { id: acme/px, types: [network-device, embedded-device], conditions: { radio: yes, accounts: no }, capability: { cr1.1: met, "CR 1.1 RE 1": { says: not-met } } }
assets:
  - { id: plc, in: cell, kind: plc, product: acme/px, firmware: 2.10, addresses: { ip: 192.168.0.5 }, conditions: { radio: unknown, sessions: yes } }
  - { id: fw, in: conduit:link, kind: firewall, addresses: [10.1.0.1, 02-00-00-00-01-11, { ip: 192.168.0.1 }], services: [] }
  - { id: server, in: [scada, line], kind: unknown, level: 3.5, class: iacs, types: [host-device] }
`)
  expect(found).toEqual([['PLANT_SPACE_UNCLEAR', 'fw', 'write space: cell-net or plant-net']])
  expect(plant.zones.map((z) => [z.id, z.within, z.space, z.accessPoints])).toEqual([
    ['cell', 'line', 'cell-net', undefined],
    ['line', undefined, 'cell-net', undefined],
    ['scada', undefined, 'plant-net', []],
  ])
  expect(plant.zones.map((z) => Object.values(z.target.vector).join(''))).toEqual(['2222323', '4222222', '3333333'])
  expect(plant.zones[0]!.target.stated).toEqual({ IAC: 2, UC: 2, SI: 0, DC: 1, RDF: 3, TRE: 1, RA: 3 })
  expect(plant.zones[1]!.target).toMatchObject({ reason: 'because', rule: 'matrix' })
  expect(plant.conduits[0]).toMatchObject({
    joins: ['scada', 'cell'],
    nat: true,
    target: { stated: {}, vector: flat(2) },
  })
  expect(plant.flows.map((f) => [f.id, f.conduit, f.protocol, f.transport, f.ports, f.only, f.from, f.to])).toEqual([
    [
      'link/recipes',
      'link',
      's7comm',
      undefined,
      [],
      ['read', 'write'],
      { kind: 'asset', id: 'server' },
      { kind: 'zone', id: 'cell' },
    ],
    [
      'web',
      'link',
      'tcp/8443',
      'tcp',
      [8443],
      undefined,
      { kind: 'network', prefix: prefix('10.9.0.0/16') },
      { kind: 'any' },
    ],
  ])
  expect(plant.conduits[0]!.flows).toEqual(plant.flows)
  const [fw, plc, server] = plant.assets
  expect(fw).toMatchObject({ conduits: ['link'], zones: [], services: [] })
  expect(fw!.addresses.map((a) => [a.ip, a.mac, a.space])).toEqual([
    ['10.1.0.1', undefined, 'plant-net'],
    [undefined, '02:00:00:00:01:11', 'cell-net'],
    ['192.168.0.1', undefined, 'cell-net'],
  ])
  const kind = catalogs.assetKinds.get('plc')!
  expect(plc).toMatchObject({
    firmware: '2.10',
    class: 'iacs',
    types: ['embedded-device', 'network-device'],
    services: undefined,
  })
  const { radio: _, ...usual } = kind.conditions
  expect(plc!.conditions).toEqual({ ...usual, accounts: 'no', sessions: 'yes' })
  expect(server).toMatchObject({ zones: ['line', 'scada'], level: 3.5, types: ['host-device'], wireless: 'unknown' })
  expect([...plant.products[0]!.capability].map(([row, s]) => [row, s.says])).toEqual([
    ['CR 1.1', 'met'],
    ['CR 1.1 RE 1', 'not-met'],
  ])
})

test('claims are understood: roles of measures, scopes, evidence beside the text that names it', () => {
  const { plant, found } = project(
    {
      'plant.yaml': `${HEAD}zones: [{ id: z }, { id: a }]\nconduits: [{ id: a }]\nassets: [{ id: dc, in: z, kind: plc }]
measures:
  - { id: m1, satisfies: [SR 5.2 RE (1), "sr 5.1"], on: [zone:a, kind:plc, plant, address:10.0.0.1], status: in-place, evidence: [e1] }
  - { id: m2, compensates: SR 1.1, on: { kind: plc, within: [z] }, status: planned, approved-by: me, approved-on: 2026-01-01, until: 2027-01-01, owner: o, reason: r }
  - { id: m3, satisfies: SR 1.3, serves: [z], provided-by: dc, bound-by: e1, status: in-place }
not-applicable: [{ on: z, rows: [SR 1.2], reason: r, owner: o, until: 2027-01-01 }]
accounts: [{ id: admin, on: [dc], human: true, shared: no }]
functions: [{ id: f, needs: { assets: [dc], services: [ntp] } }, { id: g, needs: { services: [] }, note: n }]
risk: { matrix: [] }
program: { policies: [] }
`,
      'evidence/index.yaml':
        'evidence: [{ id: e1, kind: review, file: review.pdf, on: [z], date: 2026-01-01 }]\nvantages: [{ file: tap.pcap, covers: [10.0.0.0/8] }]\n',
    },
    ['evidence/review.pdf', 'evidence/tap.pcap'],
  )
  expect(found).toEqual([])
  expect(plant.measures).toMatchObject([
    {
      role: 'direct',
      rows: ['SR 5.1', 'SR 5.2 RE 1'],
      on: [
        { kind: 'address' },
        { kind: 'asset-kind', id: 'plc', within: [] },
        { kind: 'plant', id: 'p' },
        { kind: 'zone', id: 'a' },
      ],
      approval: undefined,
    },
    {
      role: 'compensation',
      on: [{ kind: 'asset-kind', id: 'plc', within: ['z'] }],
      approval: { by: 'me', on: '2026-01-01', until: '2027-01-01', owner: 'o', reason: 'r' },
    },
    { role: 'service', on: [{ kind: 'zone', id: 'z' }], providedBy: 'dc', boundBy: ['e1'] },
  ])
  expect(plant.evidence[0]).toMatchObject({ file: 'evidence/review.pdf', scope: [{ kind: 'zone', id: 'z' }] })
  expect(plant.vantages[0]).toMatchObject({
    file: 'evidence/tap.pcap',
    site: 'site',
    space: 'site',
    covers: ['10.0.0.0/8'],
  })
  expect(plant.notApplicable).toMatchObject([{ on: [{ kind: 'zone', id: 'z' }], rows: ['SR 1.2'] }])
  expect(plant.accounts).toMatchObject([{ on: ['dc'], human: 'yes', shared: 'no' }])
  expect(plant.unused.map(({ path, count }) => [path, count])).toEqual([
    ['functions[].needs.services', 2],
    ['program', 1],
    ['risk.matrix', 1],
  ])
})

test.for<[string, string[][]]>([
  ['zone: []', [['PLANT_UNKNOWN_KEY', 'zone', 'did you mean "zones"?']]],
  ['zones: [{ id: z, netwroks: [] }]', [['PLANT_UNKNOWN_KEY', 'netwroks', 'did you mean "networks"?']]],
  ['zones: [{ name: z }]', [['PLANT_MISSING_KEY', '{ name: z']]],
  ['zones: { a: 1 }', [['PLANT_WRONG_SHAPE', '{ a: 1 }', 'write each entry of "zones" behind a dash']]],
  ['zones: [z]', [['PLANT_WRONG_SHAPE', 'z']]],
  ['zones: [{ id: a/b }]', [['PLANT_BAD_ID', 'a/b']]],
  ['assets: [{ id: any }]', [['PLANT_BAD_ID', 'any']]],
  ['zones: [{ id: z }, { id: z }]', [['PLANT_DUPLICATE_ID', 'z', 'the first stands in plant.yaml']]],
  ['zones: [{ id: z, kind: controll }]', [['PLANT_UNKNOWN_WORD', 'controll', 'did you mean "control"?']]],
  ['zones: [{ id: z, level: 9 }]', [['PLANT_WRONG_SHAPE', '9']]],
  ['zones: [{ id: z, sl-t: "2" }]', [['PLANT_WRONG_SHAPE', '"2"', 'write 2 without quotes']]],
  ['zones: [{ id: z, sl-t: "{2 2 2}" }]', [['PLANT_BAD_VALUE', '"{2 2 2}"']]],
  ['zones: [{ id: z, sl-t: { IACS: 2 } }]', [['PLANT_UNKNOWN_KEY', 'IACS', 'did you mean "IAC"?']]],
  ['zones: [{ id: z, networks: [10.0.0.1/8] }]', [['PLANT_BAD_VALUE', '10.0.0.1/8', 'its host bits must be 0']]],
  ['zones: [{ id: z, complete: { by: me, on: 2026-02-30 } }]', [['PLANT_BAD_VALUE', '2026-02-30']]],
  [
    'zones: [{ id: z, within: y }, { id: y, within: z }]',
    [
      ['PLANT_ZONE_CYCLE', 'y'],
      ['PLANT_ZONE_CYCLE', 'z'],
    ],
  ],
  [
    'zones: [{ id: north-cell, within: nort-cell }]',
    [['PLANT_UNKNOWN_REFERENCE', 'nort-cell', 'did you mean "north-cell"?']],
  ],
  ['sites: [{ id: n }, { id: s }]\nzones: [{ id: z }, { id: y, within: z }]', [['PLANT_SITE_UNCLEAR', 'z']]],
  ['zones: [{ id: x }]\nconduits: [{ id: x }]\nassets: [{ id: a, in: x }]', [['PLANT_AMBIGUOUS', 'x', 'write zone:x']]],
  ['assets: [{ id: a, addresses: [{ ip: 10.0.0.256 }] }]', [['PLANT_BAD_VALUE', '10.0.0.256']]],
  ['assets: [{ id: a, addresses: [{ mac: 02:00 }] }]', [['PLANT_BAD_VALUE', '02:00']]],
  ['assets: [{ id: a, wireless: maybe }]', [['PLANT_WRONG_SHAPE', 'maybe']]],
  [
    'flows: [{ id: f, from: any, to: any, protocol: modbustcp }]',
    [['PLANT_UNKNOWN_WORD', 'modbustcp', 'did you mean "modbus-tcp" or "modbus" or "modbus-tls"?']],
  ],
  ['flows: [{ id: f, from: any, to: any, protocol: tcp/99999 }]', [['PLANT_UNKNOWN_WORD', 'tcp/99999']]],
  ['flows: [{ id: f, from: here, to: any, protocol: tcp/1 }]', [['PLANT_UNKNOWN_REFERENCE', 'here']]],
  ['measures: [{ id: m, satisfies: [SR 9.9], status: in-place }]', [['PLANT_BAD_VALUE', 'SR 9.9']]],
  ['measures: [{ id: m, satisfies: [SR 5.1], compensates: [SR 5.2], status: in-place }]', [['PLANT_TWO_ROLES', 'm']]],
  ['measures: [{ id: m, satisfies: [SR 5.1] }]', [['PLANT_MISSING_KEY', '{ id: m, satisfies: [SR 5.1] }'.slice(0, 7)]]],
  [
    'measures: [{ id: m, on: [kind:plcs], status: planned }]',
    [['PLANT_UNKNOWN_WORD', 'kind:plcs', 'did you mean "plc"?']],
  ],
  ['evidence: [{ id: e, kind: review, hash: abc }]', [['PLANT_BAD_VALUE', 'abc']]],
  ['products: [{ id: a/b, capability: { CR 1.1: met, cr1.1: not-met } }]', [['PLANT_DUPLICATE_KEY', 'cr1.1']]],
  ['plant: { id: q }', [['PLANT_DUPLICATE_KEY', 'plant']]],
  [
    'includes: [more.yaml, list.csv]',
    [
      ['PLANT_FILE_MISSING', 'more.yaml', 'known here: plant.yaml'],
      ['PLANT_FILE_KIND', 'list.csv', 'name the list it fills, e.g. assets: { from: list.csv }'],
    ],
  ],
  ['assets: { from: [a.yaml] }', [['PLANT_FILE_KIND', 'a.yaml', 'put YAML files under "includes:"']]],
])('%s', ([text, expected]) => {
  const { found } = plantOf(text)
  expect(found.map(([code, at, ...help]) => [code, at, ...(expected.some((e) => e.length > 2) ? help : [])])).toEqual(
    expected,
  )
})

test('what limits an entry and cannot be read takes the entry with it, once', () => {
  const { plant, found } = plantOf(`
evidence: [{ id: e, kind: review, until: 2026-13-01 }]
measures: [{ id: m, satisfies: SR 5.1, status: in-place, evidence: [e], until: soon }]
flows: [{ id: f, from: any, to: any, protocol: tcp/1, only: [raed] }]
functions: [{ id: x, needs: { flows: [f] } }]
assets: [{ id: a, types: [embedded-device, hots-device], kind: plc }]
conduits: [{ id: c, enforced-by: [fw] }]
`)
  expect(found.map(([code, at]) => [code, at])).toEqual([
    ['PLANT_BAD_VALUE', '2026-13-01'],
    ['PLANT_BAD_VALUE', 'soon'],
    ['PLANT_UNKNOWN_WORD', 'raed'],
    ['PLANT_UNKNOWN_WORD', 'hots-device'],
    ['PLANT_UNKNOWN_REFERENCE', 'fw'],
  ])
  expect([plant.evidence, plant.measures, plant.flows]).toEqual([[], [], []])
  // Not even the types of its kind: what somebody wrote here was meant to be another list.
  expect(plant.assets[0]!.types).toEqual([])
  expect(plant.conduits[0]!.enforcedBy).toBeUndefined()
})

test('what a check can say is no fault of the text', () => {
  const { plant, found } = plantOf(`
zones: [{ id: z }, { id: y }]
conduits: [{ id: c, joins: z }]
assets: [{ id: a, in: [z, y] }, { id: b }]
not-applicable: [{ on: [z], rows: [SR 1.1] }]
`)
  expect(found).toEqual([])
  expect(plant.assets.map((a) => a.zones)).toEqual([['y', 'z'], []])
})

test('files are joined in any order, each read once, and the hash speaks for all of them', () => {
  const texts = {
    'plant.yaml': `${HEAD}includes: [a.yaml, parts/b.yaml]\nassets: { from: [x.csv, y.ndjson] }\n`,
    'a.yaml': 'zones: [{ id: a }]\nincludes: parts/b.yaml\nrisk: { floor: 0 }\n',
    'parts/b.yaml': 'zones: [{ id: b }]\nincludes: [plant.yaml]\n',
    'x.csv': 'id;in;conditions.radio;services\npx;a;no;"tcp/80;ssh"\n',
    'y.ndjson': '{"id":"py","in":["b"],"wireless":true,"level":1}\n{"id":\n',
  }
  const { plant, found } = project(texts)
  expect(found).toEqual([
    ['PLANT_FILE_TWICE', 'parts/b.yaml'],
    ['PLANT_FILE_TWICE', 'plant.yaml'],
    ['PLANT_SYNTAX', '\n'],
  ])
  expect(plant.zones.map((z) => z.id)).toEqual(['a', 'b'])
  expect(plant.assets).toMatchObject([
    { id: 'px', zones: ['a'], conditions: { radio: 'no' }, services: ['ssh', 'tcp/80'], wireless: 'unknown' },
    { id: 'py', zones: ['b'], wireless: 'yes', level: 1 },
  ])
  const turned = project({
    ...texts,
    'plant.yaml': texts['plant.yaml'].replace('a.yaml, parts/b.yaml', 'parts/b.yaml, a.yaml'),
  })
  expect({ ...turned.plant, hash: '', zones: turned.plant.zones.map((z) => z.id) }).toEqual({
    ...plant,
    hash: '',
    zones: plant.zones.map((z) => z.id),
  })
  expect(turned.plant.hash).not.toBe(plant.hash)
  expect(
    projectTextFiles(['plant.yaml', 'evidence/a.csv', 'evidence/index.yaml', 'x.csv', '.git/a.yaml', 'a.pdf']),
  ).toEqual(['evidence/index.yaml', 'plant.yaml', 'x.csv'])
})

test('decisions count when their hash and their chain hold', () => {
  const first = decisionLine(
    'not-applicable',
    { on: ['z'], rows: ['SR 1.2'], reason: 'r', owner: 'o', until: '2027-01-01' },
    null,
  )
  const id = JSON.parse(first).id
  const second = decisionLine('resolution', { on: ['z'], rows: ['SR 1.1'], by: 'me', date: '2026-01-01' }, id)
  const read = (lines: string[]) =>
    project({ 'plant.yaml': `${HEAD}zones: [{ id: z }]\n`, 'decisions/2026.ndjson': lines.join('\n') })
  const { plant, found } = read([first, second, first])
  expect(found).toEqual([])
  expect([plant.notApplicable.length, plant.resolutions.length]).toEqual([1, 1])
  const changed = read([first.replace('2027', '2099'), second])
  expect(changed.found.map(([code]) => code)).toEqual(['PLANT_RECORD', 'PLANT_RECORD_CHAIN'])
  expect([changed.plant.notApplicable.length, changed.plant.resolutions.length]).toEqual([0, 1])
})

test('a newer version, none, or no file at all is said', () => {
  expect(project({ 'plant.yaml': 'cofferdam: 2\n' }).found.map(([code]) => code)).toEqual(
    ['PLANT_VERSION', 'PLANT_NO_PLANT'].sort(),
  )
  expect(project({ 'plant.yaml': '' }).found.map(([code]) => code)).toEqual(['PLANT_NO_PLANT', 'PLANT_NO_VERSION'])
  expect(
    project({ 'plant.yaml': HEAD, 'cells.yaml': 'zones: [{ id: z }]\n', 'other.yaml': 'faults: []\n' }).found,
  ).toEqual([['PLANT_FILE_FORGOTTEN', '', 'write "includes: [cells.yaml]"']])
  expect(project({ 'plant.yml': '' }).found[0]).toEqual(['PLANT_FILE_MISSING', undefined, 'did you mean "plant.yml"?'])
})

test('no more than 200 messages of a kind, and the rest is counted', () => {
  const { found, all } = plantOf(`zones: [${Array.from({ length: 300 }, () => '{ x: 1, id: z }').join(', ')}]`)
  expect(found.filter(([code]) => code === 'PLANT_UNKNOWN_KEY')).toHaveLength(200)
  expect(all.at(-1)).toMatchObject({ code: 'PLANT_MORE', params: { of: 'PLANT_UNKNOWN_KEY', count: 100 } })
})
