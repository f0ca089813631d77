import type { Diagnostic } from '../groundwork/diagnostic.ts'
import { prefixText } from '../groundwork/ip.ts'
import { byText } from '../groundwork/order.ts'
import type { Span } from '../groundwork/span.ts'
import type { Catalogs } from '../standard/catalog.ts'
import type { SL } from '../standard/fr.ts'
import { assetsOf } from './meant/assets.ts'
import { evidenceOf, measuresOf, notApplicableOf, productsOf, resolutionsOf, systemsOf } from './meant/claims.ts'
import { type Meaning, projectPath, spanOf, ternaryOf } from './meant/context.ts'
import { type Named, Names } from './meant/names.ts'
import { conduitsOf, flowsOf, placesOf, zonesOf } from './meant/structure.ts'
import { type Lists, type Parts, readParts } from './model/parts.ts'
import type {
  Account,
  AssetId,
  DeclaredVantage,
  EssentialFunction,
  FlowId,
  Plant,
  ProjectFiles,
  Site,
} from './plant.ts'
import { Desk } from './written/desk.ts'
import type { Leaf } from './written/node.ts'
import { START, type Written } from './written/read-plant.ts'

/**
 * The one way from the plant as written to the plant as meant. Everything wrong is reported at once, with place and way out;
 * what a check can judge (an asset in two zones, a conduit with one end, no target) is never refused.
 */
export function understand(
  written: Written,
  given: { readonly catalogs: Catalogs; readonly files: ProjectFiles },
): { plant: Plant; diagnostics: readonly Diagnostic[] } {
  const desk = new Desk()
  const parts = readParts(written, given.catalogs, desk)
  const plant = meant(written, parts, desk, given)
  reportForgotten(written, given.files, desk)
  return { plant: frozen(plant), diagnostics: desk.diagnostics() }
}

const PART = /^(?:zones|conduits|assets|products|measures|not-applicable):/m

/** A file that looks like a part of the plant and that nothing includes is not left out in silence. */
function reportForgotten({ files }: Written, { texts }: ProjectFiles, desk: Desk): void {
  const read = new Set(files)
  for (const [path, text] of texts)
    if (/\.ya?ml$/i.test(path) && !read.has(path) && PART.test(text.slice(0, 100_000)))
      desk.report(
        'PLANT_FILE_FORGOTTEN',
        { file: path },
        { file: path, from: 0, to: 0 },
        () => `write "includes: [${path}]"`,
      )
}

function meant(
  written: Written,
  parts: Parts,
  desk: Desk,
  { catalogs, files }: { readonly catalogs: Catalogs; readonly files: ProjectFiles },
): Plant {
  const { lists, singles } = parts
  const head = singles.plant
  if (!head) desk.report('PLANT_NO_PLANT', {}, { file: START, from: 0, to: 0 })
  const id = head?.id?.value ?? 'plant'
  const name = head?.name?.value ?? id
  const floor = (singles.risk?.floor?.value ?? 1) as SL
  const rule = singles.risk?.['sl-t-rule']?.value ?? 'stated'
  const sites = sitesOf(lists, name, head?.at)
  const names = namesOf(lists, sites, parts.lost, desk)
  const meaning: Meaning = { catalogs, files, desk, names, plantId: id, sites, floor, rule }
  const places = placesOf(lists.zones, lists.conduits, meaning)
  const products = productsOf(lists.products, meaning)
  // Assets name nothing but zones, conduits, products and spaces, so long lists of them pass through here row by row.
  const assets = assetsOf(parts.assets(), { places, products: byId(products) }, meaning)
  const zones = zonesOf(lists.zones, places, meaning)
  const flows = flowsOf(lists.conduits, lists.flows, meaning)
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
    conduits: conduitsOf(lists.conduits, places, flows, meaning),
    flows,
    assets,
    products,
    systems: systemsOf(lists.systems, meaning),
    measures: measuresOf(lists.measures, meaning),
    evidence: evidenceOf(lists.evidence, meaning),
    notApplicable: notApplicableOf(lists['not-applicable'], meaning),
    resolutions: resolutionsOf(lists.resolutions, meaning),
    accounts: accountsOf(lists, meaning),
    vantages: vantagesOf(lists, meaning),
    unused: parts.unused(),
    hash: written.hash,
  }
}

function namesOf(lists: Lists, sites: readonly Site[], lost: ReadonlySet<string>, desk: Desk): Names {
  const names = new Names(lost, desk)
  const add = (kind: Named, items: readonly { readonly id?: Leaf<string> }[]) => {
    for (const item of items) names.add(kind, item.id!.value)
  }
  add('zone', lists.zones)
  add('conduit', lists.conduits)
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
  for (const conduit of lists.conduits) {
    inner('flow', conduit.id!.value, conduit.flows)
    // The two ends of a conduit are ways through the boundaries of its zones.
    for (const zone of conduit.joins ?? []) names.add('access-point', `${conduit.id!.value}@${zone.value}`)
  }
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
        asset: names.one('asset', vantage.asset) as AssetId | undefined,
        taken: vantage.taken?.value,
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
