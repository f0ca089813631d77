import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { canonicalJson } from '../groundwork/canonical.ts'
import { applyEdits, inverseOf } from './apply-edits.ts'
import type { Edit } from './edit.ts'
import { Desk } from './written/desk.ts'
import { plainValue } from './written/node.ts'
import { readPlant } from './written/read-plant.ts'

const PLANT = `# The plant of the test.
cofferdam: 1
plant: { id: p, name: A plant } # head
zones:
  # first zone
  - id: cell-1
    name: 'Cell one'   # a name
    networks:
      - 10.1.0.0/24   # machines
      - 10.1.1.0/24
    access-points:
      - { id: usb, kind: usb }
    # what nobody has said yet
    sl-t: { IAC: 2, all: 1 }

  # second zone
  - { id: cell-2, networks: [10.2.0.0/24], owner: "ops, night: shift" }
  -
    id: cell-3
    name: |
      Two
      lines
    owner: ops
conduits: []
assets:
- id: plc-1   # the first PLC
  in: cell-1
  conditions:
    human-interface: no
- {id: plc-2, in: cell-2,
   # inside a flow
   addresses: [{ip: 10.2.0.5}]}
# the end
`

const one = (text: string) => new Map([['plant.yaml', text]])
const edit = (list: string, id: string, field: string[], before: unknown, after: unknown, what: Edit['do'] = 'set') =>
  ({ do: what, entity: { list, id }, field, before, after }) satisfies Edit

type Plain = { [list: string]: Record<string, unknown>[] }

/** The same edit on plain values, as the one to compare with. */
function edited(plain: Plain, { do: what, entity, field, after }: Edit): Plain {
  const copy = structuredClone(plain)
  const items = (copy[entity.list] ??= [])
  const item = items.find((candidate) => candidate['id'] === entity.id)
  if (field.length === 0) {
    if (what === 'add') items.push(after as Record<string, unknown>)
    else items.splice(items.indexOf(item!), 1)
    return copy
  }
  let at = item!
  for (const key of field.slice(0, -1)) at = (at[key] ??= {}) as Record<string, unknown>
  const last = field.at(-1)!
  if (what === 'add') at[last] = [...((at[last] as unknown[] | undefined) ?? []), after]
  else if (after === undefined) delete at[last]
  else at[last] = after
  return copy
}

const comments = (text: string) => [...text.matchAll(/(?:^|\s)(#[^\n\r]*)/g)].map((match) => match[1])
const lists = (text: string): Plain => {
  const { zones, assets, conduits } = parse(text) as Plain
  return { zones: zones ?? [], assets: assets ?? [], conduits: conduits ?? [] }
}

/** What an entry says: an empty map says nothing. */
const said = (items: Record<string, unknown>[]) =>
  items
    .map((item) => canonicalJson(Object.fromEntries(Object.entries(item).filter(([, v]) => canonicalJson(v) !== '{}'))))
    .sort()

const word = fc.oneof(
  fc.constantFrom(
    'ops',
    'a b',
    'no',
    'null',
    '2.10',
    '#x',
    'a: b',
    '- x',
    "it's",
    '"',
    'ä',
    '\u2028',
    '{',
    '[1]',
    '*a',
    '',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
)
const value = fc.oneof(
  word,
  fc.integer({ min: -5, max: 5 }),
  fc.boolean(),
  fc.array(word, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('a', 'b c', 'ip'), word, { minKeys: 1, maxKeys: 2, noNullPrototype: true }),
)
const FIELDS = ['name', 'owner', 'networks', 'sl-t', 'access-points', 'conditions', 'note', 'addresses', 'in'] as const

/** An edit that fits what stands there. */
const fitting = (plain: Plain) =>
  fc
    .record({
      list: fc.constantFrom('zones', 'assets'),
      pick: fc.nat(),
      field: fc.constantFrom(...FIELDS),
      what: fc.constantFrom('set', 'unset', 'add', 'new', 'drop', 'deep'),
      value,
      item: word,
    })
    .map(({ list, pick, field, what, value, item }): Edit | undefined => {
      const items = plain[list]!
      const entity = items[pick % items.length]
      const id = entity?.['id'] as string
      const fresh = `new-${pick}-${items.length}`
      if (what === 'new') return edit(list, fresh, [], undefined, { id: fresh, [field]: value }, 'add')
      if (!entity) return undefined
      const before = entity[field]
      if (what === 'drop') return edit(list, id, [], entity, undefined, 'remove')
      if (what === 'unset') return before === undefined ? undefined : edit(list, id, [field], before, undefined)
      if (what === 'add')
        return before === undefined || Array.isArray(before) ? edit(list, id, [field], before, item, 'add') : undefined
      if (what === 'deep') {
        if (before !== undefined && (typeof before !== 'object' || Array.isArray(before))) return undefined
        return edit(list, id, [field, 'a'], (before as Record<string, unknown> | undefined)?.['a'], value)
      }
      return edit(list, id, [field], before, value)
    })
    .filter((candidate) => candidate !== undefined)

test('an edit says what it says and nothing else, keeps comments, and can be taken back', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.infiniteStream(fc.nat()), fc.context(), (crlf, seeds, context) => {
      let text = crlf ? PLANT.replaceAll('\n', '\r\n') : PLANT
      for (const seed of seeds.take(4)) {
        const plain = lists(text)
        const [next] = fc.sample(fitting(plain), { seed, numRuns: 1 })
        const result = applyEdits(one(text), [next!])
        context.log(`${JSON.stringify(next)}\n${result.texts.get('plant.yaml')}`)
        expect(result.conflicts).toEqual([])
        const now = result.texts.get('plant.yaml')!
        expect(lists(now)).toEqual(edited(plain, next!))
        if (next!.do === 'add' || next!.before === undefined)
          expect(comments(now)).toEqual(expect.arrayContaining(comments(text)))
        const back = applyEdits(result.texts, [inverseOf(next!)])
        expect(back.conflicts).toEqual([])
        const again = lists(back.texts.get('plant.yaml')!)
        for (const list of Object.keys(again)) expect(said(again[list]!)).toEqual(said(plain[list]!))
        text = now
      }
    }),
    { numRuns: 60 },
  )
})

test('only the lines concerned are written anew', () => {
  const edits = [
    edit('zones', 'cell-1', ['owner'], undefined, 'production: line 1'),
    edit('zones', 'cell-1', ['networks', '1'], '10.1.1.0/24', undefined),
    edit('zones', 'cell-2', ['networks'], ['10.2.0.0/24'], '10.2.1.0/24', 'add'),
    edit('zones', 'cell-3', ['name'], 'Two\nlines\n', 'One line'),
    edit('zones', 'cell-1', ['access-points', 'usb', 'kind'], 'usb', 'door'),
    edit('conduits', 'c-1', [], undefined, { joins: ['cell-1', 'cell-2'] }, 'add'),
    edit('assets', 'plc-1', ['conditions', 'accounts'], undefined, 'yes'),
    edit('assets', 'plc-2', [], undefined, undefined, 'remove'),
    edit('measures', 'fw', [], undefined, { id: 'fw', status: 'planned' }, 'add'),
    edit('risk', '', ['floor'], undefined, 2),
    edit('plant', '', ['sector'], undefined, 'food'),
  ]
  const { texts, conflicts } = applyEdits(one(PLANT), edits)
  expect(conflicts).toEqual([])
  const before = PLANT.split('\n')
  const after = texts.get('plant.yaml')!.split('\n')
  expect(before.filter((line) => !after.includes(line))).toEqual([
    'plant: { id: p, name: A plant } # head',
    '      - 10.1.1.0/24',
    '      - { id: usb, kind: usb }',
    '  - { id: cell-2, networks: [10.2.0.0/24], owner: "ops, night: shift" }',
    '    name: |',
    '      Two',
    '      lines',
    'conduits: []',
    '- {id: plc-2, in: cell-2,',
    '   # inside a flow',
    '   addresses: [{ip: 10.2.0.5}]}',
  ])
  expect(after.filter((line) => !before.includes(line))).toEqual([
    'plant: { id: p, name: A plant, sector: food } # head',
    '      - { id: usb, kind: door }',
    '    owner: "production: line 1"',
    '  - { id: cell-2, networks: [10.2.0.0/24, 10.2.1.0/24], owner: "ops, night: shift" }',
    '    name: One line',
    'conduits:',
    '  - { id: c-1, joins: [cell-1, cell-2] }',
    '    accounts: yes',
    'measures:',
    '  - { id: fw, status: planned }',
    'risk: { floor: 2 }',
  ])
  expect(after).toHaveLength(before.length)
})

test('what no longer holds, is not there, or cannot be taken in place is a conflict, and the rest is applied', () => {
  const text = `${PLANT}products:\n  - { id: a/b, conditions: &same { accounts: yes } }\n  - { id: a/c, conditions: *same }\n`
  const edits = [
    edit('zones', 'cell-1', ['owner'], 'somebody', 'ops'),
    edit('zones', 'cell-2', ['owner'], null, 'ops'),
    edit('zones', 'cell-9', ['owner'], undefined, 'ops'),
    edit('zone', 'cell-1', ['owner'], undefined, 'ops'),
    edit('assets', 'plc-1', [], undefined, { id: 'plc-1' }, 'add'),
    edit('assets', 'plc-1', ['firmware'], undefined, undefined, 'remove'),
    edit('products', 'a/c', ['conditions', 'accounts'], 'yes', 'no'),
    edit('products', 'a/b', ['conditions', 'accounts'], 'yes', 'no'),
    edit('zones', 'cell-3', ['owner'], 'ops', 'night shift'),
  ]
  const { texts, conflicts } = applyEdits(one(text), edits)
  expect(conflicts.map(({ why }) => why)).toEqual([
    'there is no "owner"',
    '"owner" is "ops, night: shift" now, and was null when the edit was made',
    '"cell-9" is not among the zones; did you mean "cell-1" or "cell-2" or "cell-3"?',
    'there is no list "zone"; did you mean "zones"?',
    '"plc-1" is already among the assets',
    'there is no "firmware"',
    'it stands behind an alias; change it where the anchor is',
    'the text cannot be changed here without changing something else; edit it by hand',
  ])
  expect(texts.get('plant.yaml')).toBe(text.replace('owner: ops\nconduits', 'owner: night shift\nconduits'))
})

test('rows of CSV and lines of NDJSON are edited in place', () => {
  const start = 'cofferdam: 1\nassets: { from: a.csv }\nproducts: { from: p.ndjson }\n'
  const csv = 'id,in,addresses.ip,services\r\nplc-1,"cell-1",10.1.0.5,tcp/102; tcp/80\r\nplc-2,cell-2\r\n'
  const ndjson = '{"id":"a/b","types":["embedded-device"]}\n{"id":"a/c"}\n'
  const texts = new Map([
    ['plant.yaml', start],
    ['a.csv', csv],
    ['p.ndjson', ndjson],
  ])
  const edits = [
    edit('assets', 'plc-1', ['addresses'], [{ ip: '10.1.0.5' }], [{ ip: '10.1.0.6', mac: '02:00:00:00:01:11' }]),
    edit('assets', 'plc-1', ['services'], ['tcp/102', 'tcp/80'], 'tcp/443', 'add'),
    edit('assets', 'plc-2', ['name'], undefined, 'Mixer, old'),
    edit('assets', 'plc-3', [], undefined, { id: 'plc-3', kind: 'plc' }, 'add'),
    edit('assets', 'plc-2', ['addresses'], undefined, [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }]),
    edit('products', 'a/b', ['types', '0'], 'embedded-device', 'network-device'),
    edit('products', 'a/c', [], { id: 'a/c' }, undefined, 'remove'),
    edit('products', 'a/d', [], undefined, { id: 'a/d', name: 'D' }, 'add'),
  ]
  const result = applyEdits(texts, edits)
  expect(result.conflicts.map(({ why }) => why)).toEqual([
    'a row of a CSV cannot hold this; move the entry to a YAML file',
  ])
  expect(result.texts.get('a.csv')).toBe(
    'id,in,addresses.ip,services,addresses.mac,name,kind\r\n' +
      'plc-1,"cell-1",10.1.0.6,tcp/102; tcp/80; tcp/443,02:00:00:00:01:11\r\nplc-2,cell-2,,,,"Mixer, old"\r\nplc-3,,,,,,plc\r\n',
  )
  expect(result.texts.get('p.ndjson')).toBe('{"id":"a/b","types":["network-device"]}\n{"id":"a/d","name":"D"}\n')
  const { sections } = readPlant({ texts: result.texts, hashes: new Map() }).written
  const rows = sections.get('assets')![0]!.value
  expect(rows.kind === 'rows' && [...rows.rows(new Desk())].map(plainValue)).toEqual([
    expect.objectContaining({ id: 'plc-1', addresses: { ip: '10.1.0.6', mac: '02:00:00:00:01:11' } }),
    { id: 'plc-2', in: 'cell-2', name: 'Mixer, old' },
    { id: 'plc-3', kind: 'plc' },
  ])
})
