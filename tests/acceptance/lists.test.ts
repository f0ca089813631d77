import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { cofferdam } from '../kit/cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'cofferdam-lists-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const run = (...args: string[]) => cofferdam(args, { cwd: folder })
const write = (name: string, text: string) => writeFileSync(join(folder, name), text)

const LOG = [
  ['interface_addresses', [{ interface: 'eth0', address: '10.10.1.12', mask: '' }]],
  ['listening_ports', [{ port: '23', protocol: '6', address: '0.0.0.0', pid: '1', socket: '1' }]],
]
  .map(([name, snapshot]) =>
    JSON.stringify({ snapshot, action: 'snapshot', name, hostIdentifier: 'hmi-1', unixTime: 1_790_000_000 }),
  )
  .join('\n')

test('a mapping is guessed, corrected by a person, used beside its list, and goes with it into a project', () => {
  write('a.csv', 'Gerät;IP;Typ;Notiz\nplc-1;10.10.1.11;SPS;x\n')
  const guess = run('inspect', 'a.csv', '--print-mapping')
  expect([guess.code, guess.err]).toEqual([0, ''])
  expect(guess.out).toContain('# "Notiz": not understood')
  write('a.csv.mapping.yaml', `${guess.out}values: { kind: { SPS: plc } }\nconstants: { zone: cell-1 }\n`)
  const facts = run('inspect', 'a.csv', '--csv').out
  expect(facts).toContain(',kind,plc,')
  expect(facts).toContain(',zone,cell-1,')
  expect(run('inspect', 'a.csv', '--mapping', 'a.csv').err).toContain('a.csv, line 1')
  expect(run('init', 'a.csv', '--out', 'one').code).toBe(0)
  expect(existsSync(join(folder, 'one/evidence/a.csv.mapping.yaml'))).toBe(true)
  expect(readFileSync(join(folder, 'one/plant.yaml'), 'utf8')).toMatch(/id: plc-1, in: cell-1, kind: plc/)
  expect(run('assess', 'one', '--json', '--as-of', '2026-11-01').out).toContain('columns not read: Notiz')
})

test('what was read on a machine counts in an assessment, and why names its line', () => {
  const project = join(folder, 'two')
  mkdirSync(join(project, 'evidence/hosts'), { recursive: true })
  write(
    'two/plant.yaml',
    'cofferdam: 1\nplant: { id: p }\nzones: [{ id: ops, kind: operations, networks: [10.10.1.0/24], sl-t: { all: 2 } }]\nassets: [{ id: hmi-1, in: ops, kind: hmi-station, services: [tcp/22], addresses: [{ ip: 10.10.1.12 }] }]\n',
  )
  write('two/evidence/hosts/hmi-1.log', LOG)
  const why = run('why', 'two', 'ops', 'SR 7.7', '--as-of', '2026-11-01')
  expect(why.out).toContain('tcp/23 listens and is not on the list of needed services')
  expect(why.out).toContain('from evidence/hosts/hmi-1.log:2')
  expect(run('why', 'two', 'ops', 'SR 7.7', '--as-of', '2026-09-01').out).not.toContain('tcp/23')
})

test('a bill of materials belongs to the asset that a person names', () => {
  write(
    'bom.json',
    '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"name":"openssl","version":"3.0.13"}]}',
  )
  expect(run('inspect', 'bom.json', '--subject', '10.10.1.12').out).toMatch(
    /10\.10\.1\.12 +component +1 +openssl 3\.0\.13/,
  )
  expect(run('inspect', 'bom.json').err).toContain('nothing says what this is the bill of')
  expect(run('init', 'bom.json', '--subject', '10.10.1.12', '--out', 'three').code).toBe(0)
  expect(readFileSync(join(folder, 'three/evidence/index.yaml'), 'utf8')).toContain('asset: host-10-10-1-12')
  expect(run('assess', 'three', '--as-of', '2026-11-01').code).toBe(0)
})
