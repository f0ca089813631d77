import type { Day } from '../groundwork/day.ts'
import { byKey, byText, groupBy, sortedUnique } from '../groundwork/order.ts'
import { isLinkLocal } from '../inventory/host-key.ts'
import type { Inventory, SourceRead } from '../inventory/inventory.ts'
import type { Catalogs } from '../standard/catalog.ts'
import { guessFlows, type ProposedConduit, type ProposedFlow, type ProposedFlows } from './first-plant-flows.ts'
import { type Guess, guess, type ProposedAsset, usualNetwork } from './first-plant-guess.ts'
import { comment, flowStyle, scalar, slugOf, type Value } from './first-plant-text.ts'

/** What the first plant is made for. `asOf` is only printed. */
export interface FirstPlantOptions {
  readonly name: string
  readonly catalogs: Pick<Catalogs, 'assetKinds' | 'protocols' | 'protocolIds'>
  readonly asOf: Day
}

/** From more assets than this on, they go into a CSV. */
const INLINE_ASSETS = 60

/**
 * A commented first plant model from any evidence: paths of a project folder with their texts. Everything in it is a guess
 * and says from what it was made; target levels are left to the owner (ZCR 5.6). What was never answered but searched for, and
 * talk to groups, is not proposed; the model says so at its end.
 */
export function firstPlant(inventory: Inventory, options: FirstPlantOptions): ReadonlyMap<string, string> {
  const guessed = guess(inventory, options.catalogs)
  const flows = guessFlows(inventory, guessed, options.catalogs)
  const assets = [...guessed.assets.values()]
  const csv = assets.length > INLINE_ASSETS
  // A CSV has one cell for addresses; those of several address spaces need the longer form.
  const long = assets.filter(
    (asset) => !csv || asset.host.addresses.some(({ space }) => space !== spaceOf(asset, inventory)),
  )
  const short = csv ? assets.filter((asset) => !long.includes(asset)) : []
  const texts = new Map<string, string>()
  texts.set(
    'plant.yaml',
    lines([
      ...head(inventory, options, csv),
      ...zonesText(guessed),
      ...conduitsText(flows.conduits),
      ...flowsText(flows.others),
      ...assetsText(long, inventory),
      ...productsText(assets),
      ...leftText(flows),
    ]),
  )
  if (csv) {
    texts.set(
      'assets.yaml',
      lines([comment('The list of assets stands in assets.csv.'), 'assets: { from: assets.csv }']),
    )
    texts.set('assets.csv', assetsCsv(short))
  }
  texts.set('evidence/index.yaml', lines(evidenceText(inventory, assets)))
  return texts
}

function lines(all: readonly string[]): string {
  return `${all.join('\n').trimEnd()}\n`
}

function head(inventory: Inventory, { name, asOf }: FirstPlantOptions, csv: boolean): string[] {
  const files = inventory.sources.map((source) => source.file)
  const sites = groupBy(inventory.sources, (source) => source.vantage.site)
  return [
    comment(
      `A first model of ${name}, made on ${asOf} from ${files.slice(0, 5).join(', ')}${files.length > 5 ? ` and ${files.length - 5} more files` : ''}.`,
    ),
    comment(
      'Everything here is a guess. The comment behind a line says from what it was made. Go through it with the people',
    ),
    comment('who run the plant: rename, move, correct, delete. What is not confirmed by anybody should not stay.'),
    'cofferdam: 1',
    'plant:',
    `  id: ${scalar(slugOf(name))}`,
    `  name: ${scalar(name)}`,
    '  classification: internal',
    '',
    ...(csv ? ['includes: [assets.yaml]', ''] : []),
    'sites:',
    ...[...sites].sort(byKey(([site]) => site)).map(([site, sources]) => {
      const spaces = sortedUnique(sources.map((source) => source.vantage.space))
      return `  - ${flowStyle({ id: slugOf(site), spaces: spaces.map((space) => ({ id: slugOf(space) })) })}`
    }),
    '',
  ]
}

function zonesText({ zones }: Guess): string[] {
  if (zones.length === 0) return []
  return [
    comment(
      'Zones by subnet and by what their hosts do. Split them where equipment differs in risk, and nest them with "within".',
    ),
    comment(
      '"complete: { by: …, on: … }" says that somebody answers for the list of assets; without it the rest is unknown.',
    ),
    'zones:',
    ...zones.flatMap((zone) => [
      `  - id: ${scalar(zone.id)} ${comment(zone.why)}`,
      `    kind: ${zone.kind}`,
      ...(zone.level === undefined ? [] : [`    level: ${zone.level}`]),
      `    space: ${scalar(slugOf(zone.space))}`,
      ...(zone.networks.length > 0
        ? [`    networks: ${flowStyle(zone.networks)} ${comment('the prefix length is a guess')}`]
        : []),
      `    ${comment(SL_HINT[zone.kind] ?? 'sl-t: { all: 1 }')}`,
      '',
    ]),
  ]
}

// Hints, not defaults: the target is the owner's decision.
const SL_HINT: Readonly<Record<string, string>> = {
  control: 'sl-t: { all: 2 } is a usual beginning for a cell; decide by what could happen here',
  operations: 'sl-t: { all: 2 } is a usual beginning; decide by what could be done from here',
  business: 'sl-t: { all: 1 } is a usual beginning outside of the control system',
  external: 'no target: it is not yours; what protects you from it stands on the conduit',
}

function conduitsText(conduits: readonly ProposedConduit[]): string[] {
  if (conduits.length === 0) return []
  return [
    comment('What passes between zones. "enforced-by" names the devices that decide there, once you know them.'),
    'conduits:',
    ...conduits.flatMap((conduit) => [
      `  - id: ${scalar(conduit.id)}`,
      `    joins: ${flowStyle(conduit.joins)}`,
      `    ${comment('enforced-by: [ … ]')}`,
      '    flows:',
      ...conduit.flows.map((flow) => `      - ${flowLine(flow)}`),
      '',
    ]),
  ]
}

function flowsText(flows: readonly ProposedFlow[]): string[] {
  if (flows.length === 0) return []
  return [comment('What passes inside zones.'), 'flows:', ...flows.map((flow) => `  - ${flowLine(flow)}`), '']
}

function flowLine({ why, id, from, to, protocol, ports, only }: ProposedFlow): string {
  return `${flowStyle({ id, from, to, protocol, ports, only })} ${comment(why)}`
}

function spaceOf(asset: ProposedAsset, inventory: Inventory): string {
  return asset.zone?.space ?? inventory.sources[0]?.vantage.space ?? asset.host.space
}

function assetsText(assets: readonly ProposedAsset[], inventory: Inventory): string[] {
  if (assets.length === 0) return []
  return [
    comment('Assets. "kind" gives usual component types, class and level; unknown counts as unknown everywhere.'),
    'assets:',
    ...assets.map(
      (asset) => `  - ${flowStyle(assetValue(asset, spaceOf(asset, inventory)))} ${comment(whyText(asset))}`,
    ),
    '',
  ]
}

function assetValue(asset: ProposedAsset, usual: string): Value {
  const { host, id, zone, kind, product, firmware, serial } = asset
  const other = (space: string) => (space === usual ? undefined : slugOf(space))
  const [mac, ...macs] = host.macs
  const addresses: Value[] = host.addresses.map(({ ip, space }, i) => ({
    ip,
    ...(i === 0 && mac !== undefined ? { mac } : {}),
    space: other(space),
  }))
  for (const more of addresses.length === 0 && mac !== undefined ? [mac, ...macs] : macs)
    addresses.push({ mac: more, space: other(host.space) })
  const rest = { product: product?.id, firmware: firmware === undefined ? undefined : firmware, serial }
  return { id, in: zone?.id, kind, ...rest, addresses: addresses.length > 0 ? addresses : undefined }
}

function whyText({ zone, why, host }: ProposedAsset): string {
  const told = [...(zone ? [] : ['no zone known: it showed no routable IP']), ...why]
  return (told.length > 0 ? told : [`met in ${host.sources[0]}`]).join('; ')
}

const CSV_COLUMNS = ['id', 'in', 'kind', 'product', 'firmware', 'serial', 'addresses', 'note'] as const

function assetsCsv(assets: readonly ProposedAsset[]): string {
  // People open this file in spreadsheets, and its values come from the wire: none may run as a formula.
  const cell = (text: string) => {
    const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
    return /[",;\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
  }
  const rows = assets.map((asset) =>
    [
      asset.id,
      asset.zone?.id ?? '',
      asset.kind,
      asset.product?.id ?? '',
      asset.firmware ?? '',
      asset.serial ?? '',
      [...asset.host.ips, ...asset.host.macs].join(';'),
      comment(whyText(asset)).slice(2),
    ]
      .map(cell)
      .join(','),
  )
  return [CSV_COLUMNS.join(','), ...rows].map((row) => `${row}\n`).join('')
}

function productsText(assets: readonly ProposedAsset[]): string[] {
  const products = new Map(assets.flatMap(({ product }) => (product ? [[product.id, product] as const] : [])))
  if (products.size === 0) return []
  return [
    comment(
      'Products that devices named. What each can do ("capability", in rows of IEC 62443-4-2) is the word of its supplier.',
    ),
    'products:',
    ...[...products.values()]
      .sort(byKey((p) => p.id))
      .map(({ id, name, supplier }) => `  - ${flowStyle({ id, name, supplier })}`),
    '',
  ]
}

function leftText({ left }: ProposedFlows): string[] {
  if (left.length === 0) return []
  const shown = left.slice(0, 50).map((text) => comment(`- ${text}`))
  const more = left.length > 50 ? [comment(`- and ${left.length - 50} more`)] : []
  return [comment('Seen and not proposed, with the number of conversations:'), ...shown, ...more]
}

function evidenceText(inventory: Inventory, assets: readonly ProposedAsset[]): string[] {
  const vantages = [...inventory.sources]
    .sort((a, b) => byText(a.file, b.file))
    .flatMap((source) => {
      const { file, manner, vantage } = source
      const networks = networksOf(inventory, file, vantage.space)
      const about = ABOUT_ONE.has(source.reader) ? assets.find(({ host }) => isCalled(host, vantage)) : undefined
      return [
        `  - file: ${scalar(placeFor(file))}`,
        `    site: ${scalar(slugOf(vantage.site))}`,
        `    space: ${scalar(slugOf(vantage.space))}`,
        `    manner: ${manner}`,
        ...(about ? [`    asset: ${scalar(about.id)}`] : []),
        ...(vantage.tap === undefined
          ? [`    ${comment('tap: where was it taken?')}`]
          : [`    tap: ${scalar(vantage.tap)}`]),
        ...(vantage.declared && vantage.covers.length > 0
          ? [`    covers: ${flowStyle(vantage.covers)}`]
          : manner === 'seen'
            ? [
                `    ${comment(`covers: [${networks.join(', ')}] were met; declare those whose whole traffic passes there`)}`,
              ]
            : []),
      ]
    })
  return [
    comment(
      'Where evidence was taken. "Not seen" is said only for what "covers" names: it is left for you to declare.',
    ),
    'vantages:',
    ...vantages,
  ]
}

/** Readers of files that are about one thing. */
const ABOUT_ONE: ReadonlySet<string> = new Set(['sbom', 'host-inventory'])

function isCalled({ space, ips, macs, id }: ProposedAsset['host'], vantage: SourceRead['vantage']): boolean {
  const { subject } = vantage
  if (subject === undefined || space !== vantage.space) return false
  return ips.includes(subject) || macs.includes(subject) || id === `${space}/${subject}`
}

// Where the evidence is expected inside the project: under evidence/, in the folders it was named with.
function placeFor(file: string): string {
  const path = file.replaceAll('\\', '/')
  if (path.startsWith('evidence/')) return path
  const inside = !/^(\/|[A-Za-z]:)|(^|\/)\.\.(\/|$)/.test(path)
  return `evidence/${inside ? path : path.slice(path.lastIndexOf('/') + 1)}`
}

function networksOf(inventory: Inventory, file: string, space: string): string[] {
  const hosts = inventory.hosts.filter((host) => host.sources.includes(file))
  const ips = hosts.flatMap((host) => host.addresses.filter((a) => a.space === space).map((a) => a.ip))
  return sortedUnique(ips.filter((ip) => !isLinkLocal(ip)).flatMap((ip) => usualNetwork(ip) ?? [])).slice(0, 20)
}
