import { describe, expect, test } from 'vitest'
import { catalogs, catalogsRead } from '../../../tests/kit/catalogs.ts'
import { project } from '../../../tests/kit/plant-project.ts'
import { observe } from '../../evidence/observe.ts'
import { OSQUERY_TABLES } from '../../evidence/readers/host-inventory/osquery-table.ts'
import type { Vantage } from '../../evidence/observation.ts'
import type { Day } from '../../groundwork/day.ts'
import { takeInventory } from '../../inventory/take-inventory.ts'
import { assessProject } from '../../journey.ts'
import { requirementId } from '../../standard/requirement-id.ts'
import { effectOf } from './host-signals.ts'

const PLANT = `cofferdam: 1
plant: { id: p }
sites: [{ id: p }]
zones:
  - { id: ops, kind: operations, networks: [10.1.1.0/24], sl-t: { all: 2 } }
  - { id: cell, kind: control, networks: [10.1.2.0/24], sl-t: { all: 2 } }
conduits:
  - { id: ops-cell, joins: [ops, cell], enforced-by: [gate] }
assets:
  - { id: hmi-1, in: ops, kind: hmi-station, services: [tcp/22], addresses: [{ ip: 10.1.1.12 }] }
  - { id: gate, in: ops-cell, kind: firewall, addresses: [{ ip: 10.1.1.1 }] }
  - { id: nameless, in: ops, kind: scada-server }
accounts:
  - { id: operator, on: [hmi-1], human: yes }
`
const T = 1_790_000_000
const VANTAGE: Vantage = { site: 'p', space: 'p', tap: undefined, covers: [], declared: false }
type Rows = readonly Readonly<Record<string, string>>[]

function inventory(
  tables: Readonly<Record<string, Rows>>,
  { host = 'hmi-1', ip = '10.1.1.12', time = T }: { host?: string; ip?: string | undefined; time?: number } = {},
  vantage: Partial<Vantage> = {},
) {
  const all = {
    ...(ip === undefined ? {} : { interface_addresses: [{ interface: 'eth0', address: ip, mask: '' }] }),
    ...tables,
  }
  const text = time === 0
    ? JSON.stringify({ hostname: host, ...all })
    : Object.entries(all).map(([name, rows]) => JSON.stringify({ snapshot: rows, action: 'snapshot', name, hostIdentifier: host, unixTime: time })).join('\n') // biome-ignore format: two forms
  return { file: 'evidence/hmi.log', vantage: { ...VANTAGE, ...vantage }, chunks: [new TextEncoder().encode(text)] }
}

function journey(evidence: ReturnType<typeof inventory>, asOf = '2026-11-01') {
  const { plant, files } = project({ 'plant.yaml': PLANT })
  const { observations } = observe([evidence])
  return assessProject({
    files,
    declared: { plant, diagnostics: [] },
    observations,
    catalogs,
    makers: () => undefined,
    asOf: asOf as Day,
  })
}
/** `signal: row effect subject` of every record. */
const said = (...given: Parameters<typeof inventory>) =>
  journey(inventory(...given)).records.map(
    (r) => `${/\[([\w-]+)\]$/.exec(r.because)![1]!}: ${r.requirement} ${r.effect} ${r.subject.kind}:${r.subject.id}`,
  )

const EMPTY = [{ username: 'maint', password_status: 'empty', max: '90' }]

describe('facts become records', () => {
  test('of the asset, with strength, day, file and line', () => {
    const { records } = journey(inventory({ shadow: EMPTY }))
    expect(records.map((r) => `${r.requirement} ${r.effect} ${r.subject.id} ${r.strength} ${r.day}`)).toEqual([
      'SR 1.1 weakens hmi-1 observed 2026-09-21', 'SR 1.5 contradicts hmi-1 observed 2026-09-21', 'SR 1.7 contradicts hmi-1 observed 2026-09-21',
    ]) // biome-ignore format: short
    expect(records[1]!.because).toBe('"hmi-1": account "maint" has no password; read on the machine [password-empty]')
    expect(records[1]!.origins).toEqual([{ kind: 'row', file: 'evidence/hmi.log', line: 2 }])
    expect(records[1]!.inputs).toHaveLength(2)
  })

  test('and count: the level says not met, and why shows file and line', () => {
    const { assessed } = journey(inventory({ shadow: EMPTY }))
    const zone = assessed.levels.subjects.find((s) => s.id === 'ops')!
    const reason = JSON.stringify(assessed.why(zone, requirementId('SR 1.5')!, 'observed'))
    expect(reason).toContain('has no password')
    expect(reason).toContain('"line":2')
    expect(reason).toContain('not-met')
    const silent = JSON.stringify(journey(inventory({})).assessed.why(zone, requirementId('SR 1.5')!, 'observed'))
    expect(silent).not.toContain('not-met')
  })

  test('support settles nothing', () => {
    const on = [{ firewall: 'Good', antivirus: 'Good', autoupdate: 'Poor', user_account_control: 'Good' }]
    expect(said({ windows_security_center: on })).toEqual([
      'antivirus-on: SR 3.2 supports asset:hmi-1',
      'host-firewall-on: SR 7.7 supports asset:hmi-1',
    ])
    const { assessed, records } = journey(inventory({ windows_security_center: on }))
    expect(records.every((r) => r.effect === 'supports')).toBe(true)
    const zone = assessed.levels.subjects.find((s) => s.id === 'ops')!
    expect(assessed.why(zone, requirementId('SR 3.2')!, 'observed').verdict).not.toBe('met')
  })

  test('several facts of one kind are one record; the account that the model names is its subject', () => {
    const shadow = ['a', 'b', 'operator'].map((username) => ({ username, password_status: 'empty' }))
    const { records } = journey(inventory({ shadow }))
    const row = records.filter((r) => r.requirement === requirementId('SR 1.5'))
    expect(row.map((r) => [r.subject, r.because])).toEqual([
      [
        { kind: 'account', id: 'operator' },
        '"hmi-1": account "operator" has no password; read on the machine [password-empty]',
      ],
      [
        { kind: 'asset', id: 'hmi-1' },
        '"hmi-1": account "a" has no password; 1 more like it; read on the machine [password-empty]',
      ],
    ])
  })

  test('a firewall that is off speaks of the boundary only where the machine decides there', () => {
    const alf = [{ global_state: '0', stealth_enabled: '0' }]
    expect(said({ alf })).toEqual(['host-firewall-off: SR 7.7 weakens asset:hmi-1'])
    expect(said({ alf }, { host: 'gate', ip: '10.1.1.1' })).toEqual([
      'host-firewall-off: SR 5.2 contradicts asset:gate',
      'host-firewall-off: SR 7.7 weakens asset:gate',
    ])
  })

  test('a port counts as needless only against a list, and only when the network reaches it', () => {
    const port = (p: string, address = '0.0.0.0') => ({
      listening_ports: [{ port: p, protocol: '6', address, pid: '1', socket: '1' }],
    })
    expect(said(port('23'))).toEqual(['needless-port: SR 7.7 contradicts asset:hmi-1'])
    expect(said(port('22'))).toEqual([])
    expect(said(port('23', '127.0.0.1'))).toEqual([])
    expect(said(port('23'), { host: 'gate', ip: '10.1.1.1' })).toEqual([])
  })

  test('nothing of a machine that is no asset, and nothing without a day', () => {
    expect(said({ shadow: EMPTY }, { host: 'stranger', ip: '10.1.1.99' })).toEqual([])
    expect(said({ shadow: EMPTY }, { time: 0 })).toEqual([])
    expect(said({ shadow: EMPTY }, { time: 0 }, { taken: '2026-10-01' as Day })).toHaveLength(3)
    expect(said({ shadow: EMPTY }, { host: 'x', ip: undefined }, { subject: 'name:nameless' })).toContain(
      'password-empty: SR 1.5 contradicts asset:nameless',
    )
    expect(journey(inventory({ shadow: EMPTY }), '2026-09-01').records).toEqual([])
  })

  test('the inventory keeps what was read, with its fields', () => {
    const { observations } = observe([inventory({ shadow: EMPTY })])
    const [host] = takeInventory(observations, { oui: () => undefined, catalogs }).hosts
    expect([host!.id, host!.state, host!.manners]).toEqual(['p/10.1.1.12', 'talker', ['answered']])
    expect(host!.facts.find((f) => f.attribute === 'password')).toMatchObject({
      value: 'maint',
      fields: { status: 'empty' },
      line: 2,
      manner: 'answered',
    })
  })
})

describe('the catalog of signals', () => {
  test('is read without a complaint, and every row it names has a mode that lets it say something', () => {
    expect(catalogsRead.diagnostics).toEqual([])
    expect(catalogs.hostSignals.length).toBeGreaterThan(30)
    for (const { id, speaks } of catalogs.hostSignals)
      for (const one of speaks) expect(effectOf(catalogs.modes.get(one.row), one), `${id} ${one.row}`).toBeDefined()
  })

  test('looks for facts and fields that the reader makes', () => {
    const made = new Map<string, Set<string>>()
    const row = new Proxy(
      {},
      { get: (_, key) => (key === 'enabled' || key === 'removable' ? '1' : '6'), has: () => true },
    )
    const rows = [row, { ...SAMPLE }]
    for (const table of Object.values(OSQUERY_TABLES))
      for (const sample of rows)
        for (const fact of table.facts(sample, T)) {
          const fields = made.get(fact.attribute) ?? new Set()
          for (const field of Object.keys(fact.fields ?? {})) fields.add(field)
          made.set(fact.attribute, fields)
        }
    made.get('port')?.add('needed')
    for (const { id, fact, where, says } of catalogs.hostSignals) {
      expect([...made.keys()], id).toContain(fact)
      const used = [...Object.keys(where), ...[...says.matchAll(/\{([\w-]+)\}/g)].map((m) => m[1]!)].filter(
        (f) => f !== 'value',
      )
      for (const field of used) expect([...made.get(fact)!], `${id} ${field}`).toContain(field)
    }
  })

  test('support is at most corroboration, and a row weighs more than the signal', () => {
    const mode = (id: string) => catalogs.modes.get(requirementId(id)!)
    const speaks = (side: 'support' | 'contradict', weight: 'strong' | 'partial' | 'weak') => ({
      row: requirementId('SR 7.7')!,
      side,
      weight,
      only: undefined,
    })
    expect(effectOf(mode('SR 7.7'), speaks('support', 'strong'))).toBe('supports')
    expect(effectOf(mode('SR 7.7'), speaks('support', 'weak'))).toBe('hint')
    expect(effectOf(mode('SR 7.7'), speaks('contradict', 'strong'))).toBe('contradicts')
    expect(effectOf(mode('SR 7.7'), speaks('contradict', 'partial'))).toBe('weakens')
    expect(effectOf(mode('SR 2.12'), speaks('contradict', 'strong'))).toBe('weakens')
    expect(effectOf(mode('SR 3.3'), speaks('contradict', 'strong'))).toBeUndefined()
    expect(effectOf(mode('SR 1.10'), speaks('support', 'strong'))).toBeUndefined()
    expect(effectOf(undefined, speaks('support', 'strong'))).toBeUndefined()
  })
})

const SAMPLE = { id: 'a.service', load_state: 'loaded', active_state: 'active', sub_state: 'running', type: 'antivirus', state: 'On', name: 'n', firewall: 'Good', antivirus: 'Good', autoupdate: 'Good', user_account_control: 'Good', protocol: '6', port: '23', address: '::' } // biome-ignore format: a row of many tables
