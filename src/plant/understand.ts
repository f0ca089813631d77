import type { Diagnostic } from '../groundwork/diagnostic.ts'
import { prefixText } from '../groundwork/ip.ts'
import { didYouMean } from '../groundwork/near.ts'
import { byText } from '../groundwork/order.ts'
import type { Span } from '../groundwork/span.ts'
import type { Catalogs } from '../standard/catalog.ts'
import type { SL } from '../standard/fr.ts'
import { assetsOf } from './meant/assets.ts'
import { evidenceOf, measuresOf, notApplicableOf, productsOf, resolutionsOf, systemsOf } from './meant/claims.ts'
import { type Meaning, projectPath, spanOf, ternaryOf } from './meant/context.ts'
import { type Named, Names } from './meant/names.ts'
import { conduitsOf, flowsOf, zonesOf } from './meant/structure.ts'
import { KEYS, LATER, LISTS, SINGLES, VERSION } from './model/document.ts'
import type { Reading, Shape } from './model/shape.ts'
import type {
  Account,
  AssetId,
  DeclaredVantage,
  EssentialFunction,
  FlowId,
  Plant,
  ProjectFiles,
  Site,
  Unused,
} from './plant.ts'
import { Desk } from './written/desk.ts'
import { isNothing, type Leaf, type Node } from './written/node.ts'
import { START, type Written } from './written/read-plant.ts'
import { countedRecords } from './written/records.ts'

type Of<S> = S extends Shape<infer T> ? NonNullable<T> : never
type Lists = { readonly [K in keyof typeof LISTS]: readonly Of<(typeof LISTS)[K]['shape']>[] }
type Singles = { readonly [K in keyof typeof SINGLES]: Of<(typeof SINGLES)[K]['shape']> | undefined }

/**
 * The one way from the plant as written to the plant as meant. Everything wrong is reported at once, with place and way out;
 * what a check can judge (an asset in two zones, a conduit with one end, no target) is never refused.
 */
export function understand(
  written: Written,
  given: { readonly catalogs: Catalogs; readonly files: ProjectFiles },
): { plant: Plant; diagnostics: readonly Diagnostic[] } {
  const desk = new Desk()
  const unused = new Map<string, { path: string; span: Span; count: number }>()
  const reading: Reading = {
    catalogs: given.catalogs,
    desk,
    unused(path, at) {
      const known = unused.get(path)
      if (known) known.count++
      else unused.set(path, { path, span: spanOf(at), count: 1 })
    },
  }
  reportTopLevel(written, reading)
  const singles = readSingles(written, reading)
  const lists = readLists(written, reading)
  const plant = meant(written, singles, lists, desk, given)
  const list: Unused[] = [...unused.values()].sort((a, b) => byText(a.path, b.path))
  return { plant: frozen({ ...plant, unused: list }), diagnostics: desk.diagnostics() }
}

function reportTopLevel(written: Written, reading: Reading): void {
  const known = new Set(KEYS)
  for (const [key, sections] of written.sections) {
    if (!known.has(key))
      for (const section of sections)
        reading.desk.report('PLANT_UNKNOWN_KEY', { key, where: 'a plant file' }, section.key, () =>
          didYouMean(key, KEYS),
        )
    if (Object.hasOwn(LATER, key))
      for (const section of sections) if (!isNothing(section.value)) reading.unused(key, section.key)
  }
  const [version] = written.sections.get('cofferdam') ?? []
  const head = { file: START, from: 0, to: 0 }
  if (!version)
    reading.desk.report('PLANT_NO_VERSION', { version: VERSION }, head, () => `begin with "cofferdam: ${VERSION}"`)
  else if (version.value.kind !== 'scalar' || version.value.value !== String(VERSION)) {
    const text = version.value.kind === 'scalar' ? version.value.value : `a ${version.value.kind}`
    reading.desk.report('PLANT_VERSION', { version: text }, version.value)
  }
}

function readSingles(written: Written, reading: Reading): Singles {
  const read = Object.entries(SINGLES).map(([key, { shape }]) => {
    const [first, ...more] = (written.sections.get(key) ?? []).filter((section) => !isNothing(section.value))
    for (const section of more) reading.desk.report('PLANT_ONCE', { key }, section.key)
    return [key, first && (shape as Shape<unknown>).read(first.value, reading)]
  })
  return Object.fromEntries(read) as Singles
}

function readLists(written: Written, reading: Reading): Lists {
  const records = countedRecords(written.records, reading.desk)
  for (const [kind, [first]] of records) if (!(kind in DECIDED)) reading.unused(`record: ${kind}`, first!)
  const read = Object.entries(LISTS).map(([key, { shape }]) => {
    const decided = Object.entries(DECIDED).find(([, list]) => list === key)?.[0]
    const nodes = (written.sections.get(key) ?? []).flatMap((section) => itemsOf(key, section.value, reading))
    const items: { readonly id?: Leaf<string> }[] = []
    const ids = new Set<string>()
    for (const node of [...nodes, ...(records.get(decided ?? '') ?? [])]) {
      const item = (shape as Shape<{ readonly id?: Leaf<string> }>).read(node, reading)
      if (!item) continue
      const id = item.id?.value
      if (id !== undefined && ids.has(id)) {
        const list = key.replace('-', ' ')
        reading.desk.report('PLANT_DUPLICATE_ID', { id, list }, item.id, () => firstPlace(items, id))
        continue
      }
      if (id !== undefined) ids.add(id)
      items.push(item)
    }
    return [key, items]
  })
  return Object.fromEntries(read) as unknown as Lists
}

/** Kinds of records in `decisions/*.ndjson`, and the list each of them adds to. */
const DECIDED: Readonly<Record<string, keyof typeof LISTS>> = {
  'not-applicable': 'not-applicable',
  resolution: 'resolutions',
}

function itemsOf(key: string, value: Node, reading: Reading): readonly Node[] {
  if (value.kind === 'list') return value.items
  if (isNothing(value)) return []
  const found = value.kind === 'map' ? 'a map' : 'a text'
  const help = () => `write each entry of "${key}" behind a dash`
  reading.desk.report('PLANT_WRONG_SHAPE', { expected: 'a list', found }, value, help)
  return []
}

function firstPlace(items: readonly { readonly id?: Leaf<string> }[], id: string): string {
  const first = items.find((item) => item.id?.value === id)?.id
  return `the first stands in ${first?.file ?? START}, offset ${first?.from ?? 0}`
}

function meant(
  written: Written,
  singles: Singles,
  lists: Lists,
  desk: Desk,
  { catalogs, files }: { readonly catalogs: Catalogs; readonly files: ProjectFiles },
): Omit<Plant, 'unused'> {
  const head = singles.plant
  if (!head) desk.report('PLANT_NO_PLANT', {}, { file: START, from: 0, to: 0 })
  const id = head?.id?.value ?? 'plant'
  const name = head?.name?.value ?? id
  const floor = (singles.risk?.floor?.value ?? 1) as SL
  const rule = singles.risk?.['sl-t-rule']?.value ?? 'stated'
  const sites = sitesOf(lists, name, head?.at)
  const names = namesOf(lists, sites, desk)
  const meaning: Meaning = { catalogs, files, desk, names, plantId: id, sites, floor, rule }
  const zones = zonesOf(lists.zones, meaning)
  const flows = flowsOf(lists.conduits, lists.flows, meaning)
  const conduits = conduitsOf(lists.conduits, flows, meaning)
  const products = productsOf(lists.products, meaning)
  const around = { zones: byId(zones), conduits: byId(conduits), products: byId(products) }
  return {
    id,
    name,
    sector: head?.sector?.value,
    entity: head?.entity?.value,
    classification: head?.classification?.value ?? 'internal',
    sites,
    risk: { tolerable: singles.risk?.tolerable?.value, floor, slTRule: rule },
    functions: functionsOf(lists, meaning),
    zones,
    conduits,
    flows,
    assets: assetsOf(lists.assets, around, meaning),
    products,
    systems: systemsOf(lists.systems, meaning),
    measures: measuresOf(lists.measures, meaning),
    evidence: evidenceOf(lists.evidence, meaning),
    notApplicable: notApplicableOf(lists['not-applicable'], meaning),
    resolutions: resolutionsOf(lists.resolutions, meaning),
    accounts: accountsOf(lists, meaning),
    vantages: vantagesOf(lists, meaning),
    hash: written.hash,
  }
}

function namesOf(lists: Lists, sites: readonly Site[], desk: Desk): Names {
  const names = new Names(desk)
  const add = (kind: Named, items: readonly { readonly id?: Leaf<string> }[]) => {
    for (const item of items) names.add(kind, item.id!.value)
  }
  add('zone', lists.zones)
  add('conduit', lists.conduits)
  add('asset', lists.assets)
  add('product', lists.products)
  add('account', lists.accounts)
  add('evidence', lists.evidence)
  add('flow', lists.flows)
  for (const site of sites) {
    names.add('site', site.id)
    for (const space of site.spaces) names.add('address-space', space.id)
  }
  const inner = (kind: Named, outer: string, items: readonly { readonly id?: Leaf<string> }[] | undefined) => {
    for (const { id } of items ?? []) {
      const full = `${outer}/${id!.value}`
      if (names.has(kind, full)) desk.report('PLANT_DUPLICATE_ID', { id: full, list: `${kind}s` }, id)
      else names.add(kind, full)
    }
  }
  for (const conduit of lists.conduits) inner('flow', conduit.id!.value, conduit.flows)
  for (const zone of lists.zones) inner('access-point', zone.id!.value, zone['access-points'])
  return names
}

function sitesOf(lists: Lists, plantName: string, at: Span | undefined): Site[] {
  const sites = lists.sites.map((site): Site => {
    const id = site.id!.value
    const spaces = (site.spaces ?? []).map((space) => ({ id: space.id!.value, name: space.name?.value }))
    return {
      id,
      name: site.name?.value ?? id,
      timeZone: site['time-zone']?.value,
      spaces: spaces.length > 0 ? spaces : [{ id, name: undefined }],
      span: spanOf(site.at),
    }
  })
  if (sites.length > 0) return sites.sort((a, b) => byText(a.id, b.id))
  const span = at ? spanOf(at) : { file: START, from: 0, to: 0 }
  return [{ id: 'site', name: plantName, timeZone: undefined, spaces: [{ id: 'site', name: undefined }], span }]
}

function functionsOf(lists: Lists, { names }: Meaning): EssentialFunction[] {
  return lists.functions
    .map((entry) => ({
      id: entry.id!.value,
      name: entry.name?.value ?? entry.id!.value,
      assets: names.all('asset', entry.needs?.assets) as AssetId[],
      flows: names.all('flow', entry.needs?.flows) as FlowId[],
      span: spanOf(entry.at),
    }))
    .sort((a, b) => byText(a.id, b.id))
}

function accountsOf(lists: Lists, { names }: Meaning): Account[] {
  return lists.accounts
    .map((account) => ({
      id: account.id!.value,
      on: names.all('asset', account.on) as AssetId[],
      human: ternaryOf(account.human),
      shared: ternaryOf(account.shared),
      span: spanOf(account.at),
    }))
    .sort((a, b) => byText(a.id, b.id))
}

function vantagesOf(lists: Lists, { names, files, sites }: Meaning): DeclaredVantage[] {
  return lists.vantages
    .map((vantage): DeclaredVantage => {
      const named = names.one('address-space', vantage.space)
      const siteName = names.one('site', vantage.site)
      const site =
        sites.find((s) => s.id === siteName) ?? sites.find((s) => s.spaces.some((x) => x.id === named)) ?? sites[0]!
      return {
        file: projectPath(vantage.file!, files),
        site: site.id,
        space: named ?? site.spaces[0]!.id,
        tap: vantage.tap?.value,
        covers: (vantage.covers ?? []).map((network) => prefixText(network.value)),
        manner: vantage.manner?.value,
        span: spanOf(vantage.at),
      }
    })
    .sort((a, b) => byText(a.file, b.file))
}

function byId<T extends { readonly id: string }>(things: readonly T[]): ReadonlyMap<string, T> {
  return new Map(things.map((thing) => [thing.id, thing]))
}

function frozen(plant: Plant): Plant {
  for (const part of Object.values(plant)) if (Array.isArray(part)) Object.freeze(part)
  return Object.freeze(plant)
}
