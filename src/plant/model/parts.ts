import { didYouMean } from '../../groundwork/near.ts'
import { byText } from '../../groundwork/order.ts'
import type { Catalogs } from '../../standard/catalog.ts'
import type { Unused } from '../plant.ts'
import type { Desk } from '../written/desk.ts'
import { isNothing, type Leaf, LIMITS, type Node, numberOf } from '../written/node.ts'
import { START, type Section, type Written } from '../written/read-plant.ts'
import { countedRecords } from '../written/records.ts'
import { KEYS, LATER, LISTS, SINGLES, UPGRADES, VERSION } from './document.ts'
import type { Reading, Shape } from './shape.ts'

type Of<S> = S extends Shape<infer T> ? NonNullable<T> : never

/** Everything a plant holds besides its assets, each entry of a known form, none with an id that stands twice. */
export type Lists = {
  readonly [K in Exclude<keyof typeof LISTS, 'assets'>]: readonly Of<(typeof LISTS)[K]['shape']>[]
}
export type Singles = { readonly [K in keyof typeof SINGLES]: Of<(typeof SINGLES)[K]['shape']> | undefined }

/** A plant whose parts have the form of the model; what their references mean is not asked yet. */
export interface Parts {
  readonly singles: Singles
  readonly lists: Lists
  /** Assets one by one; there may be very many. */
  assets(): Iterable<Of<(typeof LISTS)['assets']['shape']>>
  /** Ids of entries that were left out, so that nobody is told twice. */
  readonly lost: ReadonlySet<string>
  /** What is kept and not used, once everything has been read. */
  unused(): Unused[]
}

/** Reads every part of a plant by the descriptions of the model, and reports all that does not fit. */
export function readParts(asWritten: Written, catalogs: Catalogs, desk: Desk): Parts {
  const written = upgraded(asWritten)
  const unused = new Map<string, { -readonly [K in keyof Unused]: Unused[K] }>()
  const lost = new Set<string>()
  const reading: Reading = {
    catalogs,
    desk,
    path: [],
    unused(key, { file, from, to }) {
      const path = [...reading.path, key].join('.')
      const known = unused.get(path)
      if (known) known.count++
      else unused.set(path, { path, span: { file, from, to }, count: 1 })
    },
    lost: (id) => void lost.add(id),
  }
  reportTopLevel(written, reading)
  const records = countedRecords(rowsOf(written.records, desk), desk)
  for (const [kind, [first]] of records) if (!Object.hasOwn(DECIDED, kind)) reading.unused(`record: ${kind}`, first!)
  const lists = Object.keys(LISTS).map((key) => {
    if (key === 'assets') return [key, []]
    const decided = Object.keys(DECIDED).find((kind) => DECIDED[kind] === key)
    return [key, [...entries(key, written, records.get(decided ?? '') ?? [], reading)]]
  })
  return {
    singles: readSingles(written, reading),
    lists: Object.fromEntries(lists) as Lists,
    assets: () => entries('assets', written, [], reading) as ReturnType<Parts['assets']>,
    lost,
    unused: () => [...unused.values()].sort((a, b) => byText(a.path, b.path)),
  }
}

/** A plant of an older version, step by step in the words of this one. */
function upgraded(written: Written): Written {
  const value = written.sections.get('cofferdam')?.[0]?.value
  const version = value?.kind === 'scalar' ? numberOf(value) : undefined
  const older = version === undefined ? -1 : UPGRADES.findIndex(({ from }) => from === version)
  return older < 0 ? written : UPGRADES.slice(older).reduce((now, { upgrade }) => upgrade(now), written)
}

/** Kinds of records in `decisions/*.ndjson`, and the list each of them adds to. */
const DECIDED: Readonly<Record<string, keyof typeof LISTS>> = {
  'not-applicable': 'not-applicable',
  resolution: 'resolutions',
}

function reportTopLevel(written: Written, reading: Reading): void {
  const { desk } = reading
  const known = new Set(KEYS)
  for (const [key, sections] of written.sections) {
    for (const { key: at, value } of sections) {
      if (!known.has(key))
        desk.report('PLANT_UNKNOWN_KEY', { key, where: 'a plant file' }, at, () => didYouMean(key, KEYS))
      else if (Object.hasOwn(LATER, key) && (value.kind === 'rows' || !isNothing(value))) reading.unused(key, at)
    }
  }
  const [version, ...more] = written.sections.get('cofferdam') ?? []
  const head = { file: START, from: 0, to: 0 }
  if (!version) desk.report('PLANT_NO_VERSION', { version: VERSION }, head, () => `begin with "cofferdam: ${VERSION}"`)
  for (const { value } of version ? [version, ...more] : []) {
    if (value.kind === 'scalar' && value.value === String(VERSION)) continue
    desk.report('PLANT_VERSION', { version: value.kind === 'scalar' ? value.value : `a ${value.kind}` }, value)
  }
}

function readSingles(written: Written, reading: Reading): Singles {
  const singles = Object.entries(SINGLES).map(([key, { shape }]) => {
    const [first, ...more] = written.sections.get(key) ?? []
    for (const section of more) reading.desk.report('PLANT_ONCE', { key }, section.key)
    const there = first && first.value.kind !== 'rows' && !isNothing(first.value) ? first.value : undefined
    reading.path.push(key)
    const read = there && (shape as Shape<unknown>).read(there, reading)
    reading.path.pop()
    return [key, read]
  })
  return Object.fromEntries(singles) as Singles
}

interface Identified {
  readonly id?: Leaf<string>
}

function* entries(key: string, written: Written, more: readonly Node[], reading: Reading): Generator<Identified> {
  const shape = LISTS[key as keyof typeof LISTS].shape as unknown as Shape<Identified>
  /** Files by id. */
  const firsts = new Map<string, string>()
  let count = 0
  for (const node of nodes(key, written.sections.get(key) ?? [], more, reading)) {
    reading.path.push(`${key}[]`)
    const item = shape.read(node, reading)
    reading.path.pop()
    if (!item) continue
    const first = item.id && firsts.get(item.id.value)
    if (first !== undefined) {
      const params = { id: item.id!.value, list: key.replace('-', ' ') }
      reading.desk.report('PLANT_DUPLICATE_ID', params, item.id, () => `the first stands in ${first}`)
      continue
    }
    if (item.id) firsts.set(item.id.value, item.id.file)
    if (++count > LIMITS.entries) {
      reading.desk.report('PLANT_TOO_LARGE', { what: `entries of ${key}`, limit: LIMITS.entries }, item.id)
      return
    }
    yield item
  }
}

function* nodes(key: string, sections: readonly Section[], more: readonly Node[], reading: Reading): Generator<Node> {
  for (const { value } of sections) {
    if (value.kind === 'rows') yield* value.rows(reading.desk)
    else if (value.kind === 'list') yield* value.items
    else if (!isNothing(value)) {
      const found = value.kind === 'map' ? 'a map' : 'a text'
      const help = () => `write each entry of "${key}" behind a dash`
      reading.desk.report('PLANT_WRONG_SHAPE', { expected: 'a list', found }, value, help)
    }
  }
  yield* more
}

function* rowsOf(lists: Written['records'], desk: Desk): Generator<Node> {
  for (const list of lists) yield* list.rows(desk)
}
