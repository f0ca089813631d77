import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diagnosticCatalog, sentence } from '../../../groundwork/diagnostic.ts'
import type { Segment, Vantage } from '../../observation.ts'
import { documentDiagnostics } from '../document-diagnostics.ts'
import { hostInventoryDiagnostics } from './diagnostics.ts'
import { hostInventory } from './host-inventory.ts'
import { tableByColumns } from './host-rows.ts'
import { OSQUERY_TABLES } from './osquery-table.ts'

const VANTAGE: Vantage = { site: 's', space: 's', tap: undefined, covers: [], declared: false }
const catalog = diagnosticCatalog([documentDiagnostics, hostInventoryDiagnostics])

function read(content: string | Uint8Array, { file = 'host.log', chunk = 1 << 20, vantage = VANTAGE } = {}): Segment {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const intake = hostInventory.open({ file, vantage })
  for (let i = 0; i < bytes.length; i += chunk) intake.feed(bytes.subarray(i, i + chunk))
  return intake.end()
}
/** `line subject attribute=value field:value` of every fact. */
const facts = (segment: Segment) =>
  segment.facts.map((f) =>
    [
      `${f.line} ${f.subject} ${f.attribute}=${f.value}`,
      ...Object.entries(f.fields ?? {}).map(([k, v]) => `${k}:${v}`),
    ].join(' '),
  )
const said = (segment: Segment) => segment.diagnostics.map((d) => `${d.code}: ${sentence(d, catalog)}`)

const T = 1_790_000_000
const line = (name: string, more: object, host = 'hmi-1') =>
  JSON.stringify({
    name,
    hostIdentifier: host,
    calendarTime: 'Mon Sep 21 14:13:20 2026 UTC',
    unixTime: T,
    epoch: 0,
    counter: 0,
    numerics: false,
    ...more,
  })
const event = (name: string, action: 'added' | 'removed', columns: object, more = {}) =>
  line(name, { columns, action, ...more })
const snapshot = (name: string, rows: readonly object[], more = {}) =>
  line(name, { snapshot: rows, action: 'snapshot', ...more })

const LOG = [
  snapshot('pack_baseline_system_info', [{ hostname: 'hmi-1', hardware_vendor: 'Acme', hardware_model: 'PT-9', hardware_serial: 'SN-00815', cpu_brand: 'x' }]),
  snapshot('interface_details', [{ interface: 'eth0', mac: '02:00:00:00:01:12', mtu: '1500' }, { interface: 'lo', mac: '00:00:00:00:00:00', mtu: '65536' }]),
  snapshot('interface_addresses', [{ interface: 'lo', address: '127.0.0.1', mask: '255.0.0.0' }, { interface: 'eth0', address: '10.10.1.12', mask: '255.255.255.0' }, { interface: 'eth0', address: 'fe80::1%eth0', mask: 'ffff::' }]),
  event('users', 'added', { username: 'operator', uid: '1000', gid: '1000', shell: '/bin/bash', directory: '/home/operator' }),
  event('shadow', 'added', { username: 'operator', password_status: 'empty', hash_alg: '', last_change: '19000', min: '0', max: '99999' }),
].join('\n') // biome-ignore format: one line of the log each

describe('result logs', () => {
  test('rows become facts of the host, with line, time and manner', () => {
    const segment = read(LOG)
    expect(facts(segment)).toEqual([
      '1 10.10.1.12 name=hmi-1',
      '1 10.10.1.12 make=Acme',
      '1 10.10.1.12 product=PT-9',
      '1 10.10.1.12 serial=SN-00815',
      '4 10.10.1.12 account=operator uid:1000 gid:1000 shell:/bin/bash interactive:yes',
      '5 10.10.1.12 password=operator status:empty longest-days:99999 fewest-days:0',
    ])
    expect(segment.addresses.map(({ ip, mac, by }) => [ip, mac, by])).toEqual([
      ['10.10.1.12', '02:00:00:00:01:12', 'list'],
    ])
    expect([segment.manner, segment.records, segment.first, segment.last, said(segment)]).toEqual([
      'answered',
      8,
      T * 1e6,
      T * 1e6,
      [],
    ])
    expect(segment.facts.every((f) => f.time === T * 1e6 && f.by.startsWith('host-inventory.'))).toBe(true)
  })

  test('what was added and removed again is gone; a snapshot takes the place of the one before; a new epoch begins anew', () => {
    const user = (username: string) => ({ username, uid: '1', gid: '1' })
    const names = (text: string) =>
      read(text)
        .facts.filter((f) => f.attribute === 'account')
        .map((f) => f.value)
    expect(
      names(
        [
          event('users', 'added', user('a')),
          event('users', 'added', user('b')),
          event('users', 'removed', user('a')),
        ].join('\n'),
      ),
    ).toEqual(['b'])
    expect(names([snapshot('users', [user('a')]), snapshot('users', [user('b')])].join('\n'))).toEqual(['b'])
    expect(
      names([event('users', 'added', user('a')), event('users', 'added', user('b'), { epoch: 7 })].join('\n')),
    ).toEqual(['b'])
    expect(names(line('users', { diffResults: { added: [user('a'), user('b')], removed: [] } }))).toEqual(['a', 'b'])
    const unknown = read(event('users', 'removed', user('a'), { counter: 3 }))
    expect(said(unknown)).toEqual([
      'HOST_REMOVED_UNKNOWN: line 1: "users" removes 1 rows that were never added in this file',
    ])
  })

  test('rows of several hosts stay apart', () => {
    const rows = ['a', 'b'].map((host) =>
      line('users', { columns: { username: 'root', uid: '0', gid: '0' }, action: 'added' }, host),
    )
    expect(facts(read(rows.join('\n')))).toEqual([
      '1 name:a account=root uid:0 gid:0', '1 name:a name=a', '2 name:b account=root uid:0 gid:0', '2 name:b name=b',
    ]) // biome-ignore format: short
  })

  test('no hash of a password is kept, whatever column it stands in', () => {
    const hash = '$6$salt$verysecret'
    const rows = [
      event('shadow', 'added', {
        username: 'x',
        password_status: 'active',
        hash_alg: '6',
        password: hash,
        hash,
        max: '90',
      }),
      event('users', 'added', { username: 'x', uid: '1', gid: '1', password: hash, shadow: hash }),
    ]
    const segment = read(rows.join('\n'))
    expect(JSON.stringify(segment)).not.toContain('verysecret')
    expect(facts(segment)[0]).toBe('1 name:hmi-1 password=x status:set longest-days:90')
  })

  test('what is not understood is counted with its query and line', () => {
    const segment = read(
      [
        LOG,
        snapshot('my_join', [{ a: '1' }, { a: '2' }]),
        event('users', 'added', { uid: '5', shell: '/bin/sh', directory: '/' }),
      ].join('\n'),
    )
    expect(said(segment)).toEqual([
      'HOST_ROW_PARTIAL: line 7: a row of table "users" lacks username and is left out',
      'HOST_TABLE_UNKNOWN: line 6: nothing here reads what "my_join" asked for; 2 rows are left out',
    ])
    expect(segment.notUnderstood).toEqual([{ what: 'rows of "my_join"', packets: 2, bytes: 0, frames: [] }])
  })

  test('a broken line costs that line', () => {
    const segment = read(LOG.replace('"pack_baseline_system_info"', '"pack_baseline_system_info'))
    expect(said(segment)[0]).toMatch(/^DOCUMENT_SYNTAX: line 1: .*; the line is left out$/)
    expect(facts(segment)).toContain('5 10.10.1.12 password=operator status:empty longest-days:99999 fewest-days:0')
  })
})

describe('osqueryi --json', () => {
  const services = [
    {
      name: 'TermService',
      status: 'RUNNING',
      start_type: 'AUTO_START',
      service_type: 'SHARE_PROCESS',
      display_name: 'Remote Desktop',
    },
  ]
  test('a table named by file, wrapper or columns, the host and the day by the vantage', () => {
    const vantage = { ...VANTAGE, subject: '10.0.0.5', taken: '2026-11-01' as never }
    const wanted = '1 10.0.0.5 service=TermService state:running start:automatic title:Remote Desktop'
    for (const [content, file] of [
      [services, 'services.json'],
      [services, 'x.json'],
      [{ table: 'services', rows: services }, 'x.json'],
      [{ services }, 'x.json'],
    ] as const) {
      const segment = read(JSON.stringify(content), { file, vantage })
      expect([facts(segment), said(segment)]).toEqual([[wanted], []])
    }
    expect(said(read(JSON.stringify(services), { file: 'hmi.json' }))).toEqual([
      'HOST_NO_NAME: nothing says which host this was read from; its facts stand under the name of the file',
      'HOST_NO_TIME: nothing says when this was read; it shows what the host is, and counts for no requirement',
    ])
  })

  test('lines are those of the file', () => {
    const segment = read(
      JSON.stringify({ hostname: 'w', services: [...services, { ...services[0]!, name: 'Spooler' }] }, null, 1),
    )
    expect(facts(segment).map((f) => f.split(' state')[0])).toEqual([
      '4 name:w service=TermService',
      '11 name:w service=Spooler',
      '4 name:w name=w',
    ])
  })
})

test('the firewall of the host is said by the rows of its incoming chain, and by nothing else', () => {
  const firewall = (rows: object[]) => {
    const found = read(snapshot('iptables', rows)).facts.find((f) => f.attribute === 'host-firewall')
    return found && `${found.value} ${found.line}`
  }
  const row = (chain: string, policy: string, target = '') => ({ filter_name: 'filter', chain, policy, target })
  expect(firewall([row('INPUT', 'ACCEPT', 'ACCEPT')])).toBe('off 1')
  expect(firewall([row('INPUT', 'ACCEPT', 'DROP')])).toBe('on 1')
  expect(firewall([row('INPUT', 'DROP')])).toBe('on 1')
  expect(firewall([row('FORWARD', 'ACCEPT')])).toBeUndefined()
  expect(firewall([])).toBeUndefined()
  const health = read(
    snapshot('windows_security_center', [
      { firewall: 'Poor', autoupdate: 'Snoozed', antivirus: 'Good', user_account_control: 'constructor' },
    ]),
  )
  expect(health.facts.map((f) => `${f.attribute} ${f.value}`)).toEqual([
    'host-firewall off',
    'antivirus on',
    'automatic-updates unknown',
    'account-control unknown',
    'name hmi-1',
  ])
})

test('a login shell says something on Unix only: Windows gives one to every account', () => {
  const shellOf = (shell: string) =>
    read(event('users', 'added', { username: 'guest', uid: '1', gid: '1', shell })).facts[0]!.fields!['interactive']
  expect(['/bin/bash', '/usr/sbin/nologin', 'C:\\Windows\\system32\\cmd.exe'].map(shellOf)).toEqual([
    'yes',
    'no',
    undefined,
  ])
})

test('every table is known again by the columns it needs and is marked by', () => {
  for (const [table, { needs, signs }] of Object.entries(OSQUERY_TABLES)) {
    const found = tableByColumns([...needs, ...signs])
    if (signs.length > 0) expect(found, table).toBe(table)
  }
})

test('what is taken for a host inventory', () => {
  const recognized = (text: string, name = 'x.json') => hostInventory.recognizes(new TextEncoder().encode(text), name)
  for (const text of [
    LOG,
    `\ufeff${LOG}`,
    '{"snapshot":[{"pid":"1"',
    '[{"username":"a","uid":"0","gid":"0"}]',
    '{"users": [{"uid": "0"',
  ])
    expect(recognized(text), text).toBe(true)
  for (const text of [
    '',
    '[]',
    '{"bomFormat":"CycloneDX"}',
    '{"results": [{"id": 5}]}',
    '[{"a":1}]',
    'name,ip',
    '{"constructor": [{}]}',
  ])
    expect(recognized(text), text).toBe(false)
})

test('any bytes and any damage in any chunks: one answer, and nothing throws', () => {
  const whole = new TextEncoder().encode(LOG)
  const damaged = fc
    .array(fc.tuple(fc.nat(whole.length - 1), fc.constantFrom(...'{}[]",:\\\n0a\u0000'), fc.nat(3)), { maxLength: 6 })
    .map((cuts) => {
      const bytes = [...whole]
      for (const [at, c, drop] of cuts) bytes.splice(at, drop, c.charCodeAt(0))
      return Uint8Array.from(bytes)
    })
  const bytes = fc.oneof(
    damaged,
    damaged.map((b) => b.subarray(0, b.length >> 1)),
    fc.uint8Array({ maxLength: 300 }),
  )
  fc.assert(
    fc.property(bytes, fc.integer({ min: 1, max: 90 }), (content, chunk) => {
      expect(read(content, { chunk })).toEqual(read(content))
      hostInventory.recognizes(content, 'users.json')
    }),
    { seed: 62443, numRuns: 300 },
  )
  const deep = '['.repeat(200_000)
  expect(said(read(deep))[0]).toContain('nested more than 64 deep')
  expect(
    said(read(`{"users":[${'{"username":"a","username":"b","uid":"1","gid":"1"},'.repeat(3).slice(0, -1)}]}`)).join(),
  ).toContain('stands twice')
})
